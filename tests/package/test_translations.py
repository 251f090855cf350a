"""The translations are complete, and made from the sources as they are."""

from __future__ import annotations

import importlib.util
import re
import sys
from pathlib import Path
from types import ModuleType

import pytest

from gui.action_table import TABLE
from tests.package.repo import ROOT


@pytest.fixture(scope="module")
def tool() -> ModuleType:
    # As for a script: its own folder is where its neighbours are found.
    sys.path.insert(0, str(ROOT / "installer"))
    spec = importlib.util.spec_from_file_location(
        "translations", ROOT / "installer" / "translations.py"
    )
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["translations"] = module
    spec.loader.exec_module(module)
    sys.path.remove(str(ROOT / "installer"))
    return module


def test_everything_is_translated_and_up_to_date(tool: ModuleType) -> None:
    assert "\n".join(tool.check()) == "", "run `make translations`"


def test_texts_are_found_with_their_contexts(tool: ModuleType) -> None:
    found = set(tool.window_texts())
    for text in (
        ("Inspector", "No track selected"),
        ("actions", "&Undo"),
        ("menus", "&File"),
        ("texts", "audio is early by {ms} ms"),
        ("go_to", "No frame has this timecode."),
        ("export", "Nothing was left out."),
        ("painting", "Nearest picture: {time}"),
    ):
        assert text in found


def test_what_the_core_says_becomes_templates(
    tool: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for folder in ("core", "gui", "plugins"):
        (tmp_path / folder).mkdir()
    (tmp_path / "core" / "a.py").write_text(
        '"""Not this sentence of a docstring."""\n'
        "def f(x, y):\n"
        '    log.warning("not this one for the log %s", x)\n'
        '    if y: raise ValueError("not this one for programmers")\n'
        '    ctx.progress(1, 2, "Beginning")\n'
        '    execute("SELECT a FROM b")\n'
        '    raise MediaError(f"the file {x.name} is {y:.2f} wide", "Use another one", x)\n'
    )
    monkeypatch.setattr(tool, "ROOT", tmp_path)
    found = tool.core_texts()
    assert found == ["Beginning", "Use another one", "the file {name} is {y} wide"]


def test_a_new_text_is_missed(
    tool: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    new = ("core", "a sentence that nobody has translated")
    texts = tool.all_texts()
    monkeypatch.setattr(tool, "all_texts", lambda: [*texts, new])
    problems = tool.check()
    assert any(new[1] in problem for problem in problems)
    assert any("does not fit the sources" in problem for problem in problems)


def test_a_text_that_is_put_together_is_refused(
    tool: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "gui").mkdir()
    (tmp_path / "gui" / "a.py").write_text(
        "class A:\n    def f(self, n):\n        self.tr(f'{n} frames')\n"
    )
    monkeypatch.setattr(tool, "ROOT", tmp_path)
    with pytest.raises(tool.Problem, match=r"gui/a.py:3: only a plain string"):
        tool.window_texts()


def test_placeholders_that_went_lost_are_found(tool: ModuleType, tmp_path: Path) -> None:
    ts = tmp_path / "a.ts"
    ts.write_text(tool.TS.read_text(encoding="utf-8").replace("소리가 {ms} ms 빠름", "소리가 빠름"))
    assert tool.wrong_gaps(ts) == [("texts", "audio is early by {ms} ms")]


@pytest.mark.parametrize("given", [["--chekc"], ["--check", "--missing"], ["--fill"], ["--miss"]])
def test_a_wrong_option_writes_nothing(
    given: list[str], tool: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tool, "update", pytest.fail)
    monkeypatch.setattr(tool, "messages_file", pytest.fail)
    with pytest.raises(SystemExit) as caught:
        tool.main(given)
    assert caught.value.code == 2


def test_listing_what_is_missing_changes_nothing(
    tool: ModuleType,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    ts = tmp_path / "a.ts"
    text = tool.TS.read_text(encoding="utf-8")
    ts.write_text(text.replace("<translation>소리가 {ms} ms 빠름</translation>", "<translation/>"))
    before = ts.read_bytes()
    monkeypatch.setattr(tool, "TS", ts)
    monkeypatch.setattr(tool, "update", pytest.fail)
    assert tool.main(["--missing"]) == 0
    assert capsys.readouterr().out == '[texts]\n"audio is early by {ms} ms" = ""\n'
    assert ts.read_bytes() == before


_NAMED = {"Choose a finding first (N goes to the next)."}
"""Known, and to be mended."""


def key_in(text: str) -> str | None:
    """The first key of an action that a text names, if it names one."""
    words = re.sub(r"\{\w+\}|&", "", text)
    # What is done with the mouse, and words that begin with a key's name ("Left out"), are none.
    words = re.sub(r"(?:Ctrl|Shift|Alt|Space)\+(?:wheel|drag|arrows)", "", words)
    words = re.sub(r"\b(?:Left|Right|Up|Down|Home|End)\b(?! key)", "", words)
    keys = {key for spec in TABLE for key in spec.shortcuts if len(key) > 1}
    # "A" and "I" are words too. Figures and signs say other things.
    letters = {key for spec in TABLE for key in spec.shortcuts if key.isalpha() and len(key) == 1}
    named = "|".join(sorted(map(re.escape, keys | letters - {"A", "I"}), key=len, reverse=True))
    found = re.search(rf"(?<![\w+'’-])(?:Ctrl\+\S+|{named})(?![\w+'’-])", words)
    return found[0] if found else None


def test_no_text_names_a_key_that_can_be_changed(tool: ModuleType) -> None:
    """The keymap of now says which key it is; see `Actions.key_text`."""
    for text in ("S splits this one.", "done (Ctrl+V)", "Draw (W, F2).", "Del deletes", "Shift+K"):
        assert key_in(text), text
    found = {text for context, text in tool.window_texts() if context != "gestures"}
    assert {text for text in found if key_in(text)} - _NAMED == set()
