"""Texts for translation: collects them, brings the .ts up to date, compiles the .qm.

    python installer/translations.py            update everything (`make translations`)
    python installer/translations.py --check    change nothing; 1 if something is not up to date
    python installer/translations.py --missing  change nothing; list what has no translation in the
                                                .ts, as TOML to fill in
    python installer/translations.py --fill F   update, and take translations from such a file

The translations themselves live in resources/translations/syncreview_ko.ts; edit them there, with
Qt Linguist or by hand. Texts are found by their calls (`self.tr`, `tr`, `translated`, `translate`,
`QT_TRANSLATE_NOOP`) in gui/. What the core says is found in its sources as strings that read like
a sentence, and written to resources/translations/core_messages.json.
"""

from __future__ import annotations

import argparse
import ast
import json
import re
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path

from ts_file import Text, fill, missing_as_toml, unfinished, wrong_gaps

ROOT = Path(__file__).resolve().parent.parent
TS = ROOT / "resources" / "translations" / "syncreview_ko.ts"
QM = TS.with_suffix(".qm")
MESSAGES = ROOT / "resources" / "translations" / "core_messages.json"

_NOT_SHOWN = {
    "core/cli.py", "core/cli_models.py", "core/cli_options.py", "core/cli_rescore.py",
    "core/cli_review.py", "core/selftest.py",
}  # fmt: skip
"""Modules whose words are for the terminal or a file, not for the window."""
_NOT_TOLD = {
    # Of a library, to be recognised.
    "can't allocate memory", "not enough memory", "out of memory",
    # Of a tool's command line.
    "--format=csv,noheader",
    "Unsupported class", "Unsupported global", "expected a non-empty list of Tensors",
    # Written into the exported file.
    "Face tracks and lip sync, reviewed with SyncReview", "SyncReview {version}",
    # Written into the text of licences.
    "\nLicence texts: {used}", "Text {n}: {name}",
    # A unit.
    "{size} kB",
    # A formula.
    "nd,nd->n", "cpw,p->cw",
}  # fmt: skip
"""Texts that look like sentences of the core and are none."""
_SQL = re.compile(r"\s*(SELECT|INSERT|DELETE|UPDATE|PRAGMA|BEGIN|CREATE|ALTER|DROP|WITH|VACUUM)\b")
_SENTENCE = re.compile(r"[A-Za-z][a-z'’]*[ ,(]+[\w({]|\} [a-z]")
_MISTAKES = re.compile(
    r"(^|\.)(log|_log|logger)\.\w+$|^(ValueError|TypeError|KeyError|IndexError|AssertionError"
    r"|RuntimeError|TimeoutError|NotImplementedError|LookupError|cast|re\.compile)$"
)
"""Calls whose strings are for programmers."""
_EDITS = re.compile(r"core/model/\w*edits\.py")
"""Modules that build edits, whose names stand in the menu."""
_TELLING = re.compile(r"(\w+Error|Edit|progress)$")
"""Calls whose strings are for people even where they are a single word."""


class Problem(Exception):
    """A text that cannot be collected."""


# --- texts of the window ---------------------------------------------------------------------


class _Window(ast.NodeVisitor):
    """Collects what one module marks for translation."""

    def __init__(self, path: Path, tree: ast.Module) -> None:
        self.path = path
        self.found: list[Text] = []
        self._classes: list[str] = []
        self._contexts: list[dict[str, str]] = [_imported_contexts(tree)]
        self.visit(tree)

    def visit_ClassDef(self, node: ast.ClassDef) -> None:
        self._classes.append(node.name)
        self.generic_visit(node)
        self._classes.pop()

    def _visit_body(self, node: ast.Module | ast.FunctionDef) -> None:
        self._contexts.append({**self._contexts[-1], **_contexts_in(node.body)})
        self.generic_visit(node)
        self._contexts.pop()

    def visit_Module(self, node: ast.Module) -> None:
        self._visit_body(node)

    def visit_FunctionDef(self, node: ast.FunctionDef) -> None:
        if node.name not in self._contexts[-1] and node.name != "translated":
            self._visit_body(node)

    def visit_Call(self, node: ast.Call) -> None:
        self.generic_visit(node)
        name = ast.unparse(node.func)
        if name == "self.tr":
            self._take(node, self._classes[-1], node.args[0])
        elif name in self._contexts[-1] and name != "translated":
            self._take(node, self._contexts[-1][name], node.args[0])
        elif name.rpartition(".")[2] in ("translate", "QT_TRANSLATE_NOOP") and len(node.args) >= 2:
            self._take(node, self._literal(node, node.args[0]), node.args[1])

    def _take(self, node: ast.Call, context: str, text: ast.expr) -> None:
        self.found.append((context, self._literal(node, text)))

    def _literal(self, node: ast.Call, text: ast.expr) -> str:
        if isinstance(text, ast.Constant) and isinstance(text.value, str):
            return text.value
        where = f"{self.path.relative_to(ROOT)}:{node.lineno}"
        raise Problem(f"{where}: only a plain string can be translated, not {ast.unparse(text)}")


def _context_of(function: ast.FunctionDef) -> str | None:
    """The context of a function `def tr(text): return QCoreApplication.translate("x", text)`."""
    for node in ast.walk(function):
        if isinstance(node, ast.Call) and ast.unparse(node.func).endswith(".translate"):
            first, second = node.args[:2]
            names = [argument.arg for argument in function.args.args]
            if isinstance(first, ast.Constant) and isinstance(second, ast.Name):
                return str(first.value) if second.id in names[:1] else None
    return None


def _contexts_in(body: Sequence[ast.stmt]) -> dict[str, str]:
    """Functions like `tr` that are defined here, with their contexts."""
    return {
        part.name: context
        for part in body
        if isinstance(part, ast.FunctionDef) and (context := _context_of(part))
    }


@cache
def _contexts_of_module(path: Path) -> dict[str, str]:
    return _contexts_in(ast.parse(path.read_text(encoding="utf-8")).body) if path.is_file() else {}


def _imported_contexts(tree: ast.Module) -> dict[str, str]:
    """Functions like `tr` that come from other modules."""
    found = {}
    for node in tree.body:
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("gui"):
            there = _contexts_of_module(ROOT / (str(node.module).replace(".", "/") + ".py"))
            for alias in node.names:
                if alias.name in there:
                    found[alias.asname or alias.name] = there[alias.name]
    return found


def window_texts() -> list[Text]:
    """Everything that gui/ marks for translation."""
    found: list[Text] = []
    for path in sorted((ROOT / "gui").rglob("*.py")):
        found += _Window(path, ast.parse(path.read_text(encoding="utf-8"))).found
    return list(dict.fromkeys(found))


# --- texts of the core -----------------------------------------------------------------------


def template_of(node: ast.JoinedStr) -> str:
    """An f-string with its values as named gaps."""
    pieces: list[str] = []
    names: set[str] = set()
    for part in node.values:
        if isinstance(part, ast.Constant):
            pieces.append(str(part.value).replace("{", "{{").replace("}", "}}"))
        elif isinstance(part, ast.FormattedValue):
            words = re.findall(r"[A-Za-z_]\w*", ast.unparse(part.value)) or ["value"]
            name = base = words[-1].strip("_").lower() or "value"
            number = 2
            while name in names:
                name, number = f"{base}{number}", number + 1
            names.add(name)
            pieces.append(f"{{{name}}}")
    return "".join(pieces)


def _strings(tree: ast.Module, everything: bool, names: bool = False) -> Iterator[str]:
    """Strings of a module that people get to read.

    Args:
        everything: also those that only look like a sentence; else only what is given to an error,
            an edit or a job's progress.
        names: also a capitalised word alone, which names an edit.
    """
    skipped: set[ast.AST] = set()
    told: set[ast.AST] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            skipped.add(node.value)
        elif isinstance(node, ast.JoinedStr):
            for part in ast.walk(node):
                if part is not node:
                    skipped.add(part)
        elif isinstance(node, ast.Call):
            name = ast.unparse(node.func)
            if _MISTAKES.search(name) or name.rpartition(".")[2] in ("execute", "add_argument"):
                skipped.update(ast.walk(node))
            elif _TELLING.search(name):
                values = [*node.args, *(k.value for k in node.keywords)]
                told.update(part for value in values for part in _choices(value))
    for node in ast.walk(tree):
        if node in skipped:
            continue
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            text = node.value
        elif isinstance(node, ast.JoinedStr):
            text = template_of(node)
        else:
            continue
        sentence = everything and _SENTENCE.search(text) and not _SQL.match(text)
        named = names and re.fullmatch("[A-Z][a-z]+", text)
        if sentence or named or (node in told and re.search("[A-Za-z]{2}", text)):
            yield text


def _choices(value: ast.expr) -> Iterator[ast.expr]:
    """An argument, and what it may be."""
    yield value
    if isinstance(value, ast.IfExp):
        yield from _choices(value.body)
        yield from _choices(value.orelse)


def core_texts() -> list[str]:
    """What the core, the plugins and the workers of the window say, as templates, sorted."""
    found: set[str] = set()
    for folder, everything in (("core", True), ("plugins", True), ("gui", False)):
        for path in sorted((ROOT / folder).rglob("*.py")):
            name = path.relative_to(ROOT).as_posix()
            if name in _NOT_SHOWN:
                continue
            tree = ast.parse(path.read_text(encoding="utf-8"))
            found.update(_strings(tree, everything, bool(_EDITS.fullmatch(name))))
    for path in sorted((ROOT / "plugins").glob("*/manifest.toml")):
        manifest = tomllib.loads(path.read_text(encoding="utf-8"))
        tables = [manifest, *manifest.get("options", {}).values()]
        words = ("name", "title", "description")
        found.update(str(t[k]) for t in tables for k in words if k in t)
        choices = (str(choice) for t in tables for choice in t.get("choices", ()))
        found.update(choice for choice in choices if re.search("[A-Za-z]{2}", choice))
    # COCO's names of things are labels, which are not translated.
    return sorted(t for t in found - _NOT_TOLD if not t.startswith("person, bicycle, "))


def messages_file() -> str:
    """What the core says, as the text of a JSON file: a list, one a line."""
    return json.dumps(core_texts(), ensure_ascii=False, indent=1) + "\n"


# --- the files -------------------------------------------------------------------------------


def all_texts() -> list[Text]:
    """Everything that is to be translated."""
    return [*window_texts(), *(("core", text) for text in core_texts())]


def _tool(name: str, *arguments: str) -> None:
    program = Path(sys.executable).with_name(f"pyside6-{name}")
    done = subprocess.run([str(program), *arguments], capture_output=True, text=True, check=False)
    if done.returncode:
        raise Problem(f"{name} failed: {done.stdout}{done.stderr}")


def update(ts: Path, qm: Path) -> None:
    """Bring both up to date with the sources; translations that are there are kept."""
    calls = [
        f"QT_TRANSLATE_NOOP({json.dumps(context)}, {json.dumps(text, ensure_ascii=False)})"
        for context, text in sorted(set(all_texts()))
    ]
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "texts.py"
        source.write_text("\n".join(calls) + "\n", encoding="utf-8")
        languages = ("-source-language", "en", "-target-language", "ko")
        _tool(
            "lupdate", str(source), *languages,
            "-locations", "none", "-no-obsolete", "-disable-heuristic", "sametext",
            "-disable-heuristic", "similartext", "-ts", str(ts),
        )  # fmt: skip
    _tool("lrelease", str(ts), "-qm", str(qm))


def check() -> list[str]:
    """What is not up to date, in words; empty if all is."""
    found = []
    if not MESSAGES.is_file() or MESSAGES.read_text(encoding="utf-8") != messages_file():
        found.append(f"{MESSAGES.relative_to(ROOT)} is not what the core says now")
    with tempfile.TemporaryDirectory() as folder:
        ts, qm = Path(folder) / TS.name, Path(folder) / QM.name
        ts.write_bytes(TS.read_bytes())
        update(ts, qm)
        for new, committed in ((ts, TS), (qm, QM)):
            if new.read_bytes() != committed.read_bytes():
                found.append(f"{committed.relative_to(ROOT)} does not fit the sources")
        found += [f"not translated: {context}: {text!r}" for context, text in unfinished(ts)]
        found += [f"other placeholders: {context}: {text!r}" for context, text in wrong_gaps(ts)]
    return found


def main(arguments: Sequence[str]) -> int:
    """Returns the exit code; raises SystemExit for an option that is not known."""
    parser = argparse.ArgumentParser(
        description="Bring the texts for translation up to date.", allow_abbrev=False
    )
    choice = parser.add_mutually_exclusive_group()
    choice.add_argument("--check", action="store_true", help="change nothing; 1 if out of date")
    choice.add_argument("--missing", action="store_true", help="change nothing; list as TOML")
    choice.add_argument("--fill", metavar="FILE", type=Path, help="take translations from a TOML")
    wanted = parser.parse_args(arguments)
    if wanted.check:
        problems = check()
        sys.stdout.write("\n".join([*problems, ""]))
        if problems:
            sys.stdout.write("`make translations` updates the files.\n")
        return 1 if problems else 0
    if wanted.missing:
        sys.stdout.write(missing_as_toml(TS) + "\n")
        return 0
    # Read before anything is written.
    words = tomllib.loads(wanted.fill.read_text(encoding="utf-8")) if wanted.fill else None
    MESSAGES.write_text(messages_file(), encoding="utf-8")
    update(TS, QM)
    if words is not None:
        sys.stdout.write(f"{fill(TS, words)} translations taken\n")
        # In the form in which lupdate writes it.
        update(TS, QM)
    left = unfinished(TS)
    sys.stdout.write(f"{len(all_texts())} texts, {len(left)} without a translation\n")
    return 0


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except Problem as problem:
        sys.exit(str(problem))
