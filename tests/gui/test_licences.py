"""Help, About, Third-party licences: listed, searched, read with the keyboard."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton

from core import licences as module
from core.licences import LicenceEntry, LicenceText, compose
from gui.dialogs.licences import LicencesDialog
from gui.language import language
from gui.program import Program
from tests.gui.seen import english_left
from tests.gui.test_access import nameless
from tests.gui.test_language import wrong

MIT = LicenceText("LICENSE", "\n".join(["MIT License", "Permission is granted."] * 40))
TWICE = LicenceText("COPYING", "x264 is not in av.\nx264")
ENTRIES = (
    LicenceEntry("SyncReview 0.1.0", "Licence: MIT", (MIT,)),
    LicenceEntry("av 18.1.0", "Licence: BSD\nIts wheel carries: x264 (GPL)", (MIT,)),
    LicenceEntry("numpy 2.4", "Licence: BSD", (TWICE,)),
    LicenceEntry("torch 2.15", "Licence: BSD, and <b>more</b>", (MIT,)),
)


@pytest.fixture
def dialog(
    program: Program, qtbot: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[LicencesDialog]:
    path = tmp_path / "third-party.txt"
    path.write_text(compose("", ENTRIES), encoding="utf-8")
    monkeypatch.setattr(module, "LICENCES_FILE", path)
    box = program.app_control.show_about()
    (button,) = [b for b in box.findChildren(QPushButton) if "licences" in b.text()]
    button.click()
    assert box.isVisible()
    (shown,) = box.findChildren(LicencesDialog)
    qtbot.waitUntil(lambda: shown.list.count() > 0)
    yield shown
    shown.close()
    box.close()


def visible(dialog: LicencesDialog) -> list[str]:
    items = [dialog.list.item(row) for row in range(dialog.list.count())]
    return [item.text() for item in items if not item.isHidden()]


def test_everything_is_listed_and_the_first_one_shown(dialog: LicencesDialog) -> None:
    assert visible(dialog) == [entry.name for entry in ENTRIES]
    assert dialog.text.toPlainText() == ENTRIES[0].whole()
    assert dialog.text.isReadOnly()
    assert dialog.count.text() == "4 of 4"
    assert nameless(dialog) == []


def test_words_are_no_page(dialog: LicencesDialog) -> None:
    dialog.list.setCurrentRow(3)
    assert "<b>more</b>" in dialog.text.toPlainText()


def test_names_go_before_texts_and_the_place_is_selected(
    dialog: LicencesDialog, qtbot: Any
) -> None:
    qtbot.keyClicks(dialog.search, "AV")
    assert visible(dialog) == ["av 18.1.0", "numpy 2.4"]
    dialog.search.clear()
    assert len(visible(dialog)) == 4
    dialog.list.setCurrentRow(3)
    qtbot.keyClicks(dialog.search, "x264")
    assert visible(dialog) == ["av 18.1.0", "numpy 2.4"]
    assert dialog.list.currentItem().text() == "av 18.1.0"
    assert dialog.text.textCursor().selectedText() == "x264"
    assert dialog.count.text() == "2 of 4"


def test_the_keyboard_does_it_all_from_the_search(dialog: LicencesDialog, qtbot: Any) -> None:
    assert dialog.search.hasFocus()
    qtbot.keyClicks(dialog.search, "x264")
    qtbot.keyClick(dialog.search, Qt.Key.Key_Down)
    assert dialog.list.currentItem().text() == "numpy 2.4"
    first = dialog.text.textCursor().position()
    qtbot.keyClick(dialog.search, Qt.Key.Key_Return)
    second = dialog.text.textCursor().position()
    assert second > first
    qtbot.keyClick(dialog.search, Qt.Key.Key_Return)
    assert dialog.text.textCursor().position() == first
    qtbot.keyClick(dialog.search, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    assert dialog.text.textCursor().position() == second
    qtbot.keyClick(dialog.search, Qt.Key.Key_Up)
    assert dialog.list.currentItem().text() == "av 18.1.0"
    assert dialog.isVisible()
    qtbot.keyClick(dialog.search, Qt.Key.Key_Escape)
    assert not dialog.isVisible()


def test_what_is_nowhere_leaves_nothing(dialog: LicencesDialog, qtbot: Any) -> None:
    qtbot.keyClicks(dialog.search, "nowhere")
    assert visible(dialog) == []
    assert dialog.text.toPlainText() == ""
    qtbot.keyClick(dialog.search, Qt.Key.Key_Down)
    qtbot.keyClick(dialog.search, Qt.Key.Key_Return)
    assert dialog.count.text() == "0 of 4"
    dialog.search.clear()
    assert dialog.text.toPlainText() != ""


def test_nothing_is_left_untranslated(
    program: Program, qtbot: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "third-party.txt"
    path.write_text(compose("", [LicenceEntry("av", "", (LicenceText("COPYING", ""),))]), "utf-8")
    monkeypatch.setattr(module, "LICENCES_FILE", path)
    try:
        program.preferences.change(language="ko")
        dialog = program.app_control.show_licences(program.window)
        qtbot.waitUntil(lambda: dialog.list.count() > 0)
        dialog.text.clear()
        assert "\n".join(wrong(dialog, english_left)) == ""
        dialog.close()
    finally:
        language().choose("en")


def test_a_file_that_is_broken_is_told(
    program: Program, errors: list[BaseException], qtbot: Any, tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    path = tmp_path / "third-party.txt"
    path.write_text("nothing", encoding="utf-8")
    monkeypatch.setattr(module, "LICENCES_FILE", path)
    dialog = program.app_control.show_licences(program.window)
    qtbot.waitUntil(lambda: bool(errors))
    assert "the licences cannot be read" in str(errors[0])
    assert dialog.count.text() == ""
    dialog.close()


def test_a_dialog_that_is_closed_at_once_leaves_nothing(
    program: Program, make_slow: Callable[[], None], qtbot: Any
) -> None:
    make_slow()
    dialog = program.app_control.show_licences(program.window)
    dialog.close()
    qtbot.waitUntil(lambda: not program.asides.busy)


@pytest.fixture
def make_slow(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """From source, with a collection that does not end."""

    def make() -> None:
        path = tmp_path / "slow.py"
        path.write_text("import time; time.sleep(60)", encoding="utf-8")
        monkeypatch.setattr(module, "GENERATOR", path)

    return make
