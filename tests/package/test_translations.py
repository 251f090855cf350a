"""The translations are complete, and made from the sources as they are."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

from tests.package.repo import ROOT


@pytest.fixture(scope="module")
def tool() -> ModuleType:
    spec = importlib.util.spec_from_file_location(
        "translations", ROOT / "installer" / "translations.py"
    )
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["translations"] = module
    spec.loader.exec_module(module)
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
