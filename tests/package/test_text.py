from __future__ import annotations

import re

from tests.package.repo import ROOT, text_files

# In pieces, so that this file does not hold what it looks for.
_REGISTRIES = [
    ("py" + "pi", "org"),
    ("python" + "hosted", "org"),
    ("download.py" + "torch", "org"),
    ("registry.npm" + "js", "org"),
    ("conda.ana" + "conda", "org"),
]
FORBIDDEN = {
    "the address of a package registry": re.compile(
        "|".join(rf"\b{re.escape(name)}\.{end}\b" for name, end in _REGISTRIES), re.IGNORECASE
    ),
    "an address of a package index": re.compile(
        r"--(extra-)?index" + r"-url\b|--find" + r"-links\b"
    ),
    "a path of somebody's machine": re.compile(
        r"(?<![\w.}])/(" + "|".join(("wo" + "rk", "ro" + "ot", "tmp/" + "brief")) + r")/"
    ),
    "a hidden library folder": re.compile(r"\." + "library/"),
}


def _places(pattern: re.Pattern[str], text: str) -> list[int]:
    return [n for n, line in enumerate(text.splitlines(), 1) if pattern.search(line)]


def test_no_text_names_registries_or_a_machine() -> None:
    found = [
        f"{path.relative_to(ROOT)}:{line}: {what}"
        for path, text in text_files()
        for what, pattern in FORBIDDEN.items()
        for line in _places(pattern, text)
    ]
    assert not found, "\n".join(found)


def test_the_patterns_find_what_they_are_for() -> None:
    bad = {
        "the address of a package registry": "https://files.python" + "hosted.org/packages",
        "an address of a package index": "pip install --extra-index" + "-url x",
        "a path of somebody's machine": "see /wo" + "rk/main/core",
        "a hidden library folder": "../." + "library/README",
    }
    for what, text in bad.items():
        assert FORBIDDEN[what].search(text), what
    for text in ("frame/work/x", "uv pip install -r requirements.txt", "https://github.com/a/b"):
        assert not any(pattern.search(text) for pattern in FORBIDDEN.values()), text


def test_only_tests_name_the_shared_material() -> None:
    needle = "../" + "shared"
    allowed = ("tests", "pyproject.toml", "CONTRIBUTING.md")
    found = [
        str(path.relative_to(ROOT))
        for path, text in text_files()
        if needle in text and path.relative_to(ROOT).parts[0] not in allowed
    ]
    assert not found


def test_sources_end_with_a_newline_and_have_no_carriage_returns() -> None:
    bad = [
        str(path.relative_to(ROOT))
        for path, text in text_files()
        if path.suffix in {".py", ".toml", ".md", ".sh", ".txt", ".yml"}
        and text
        and (not text.endswith("\n") or "\r" in text)
    ]
    assert not bad
