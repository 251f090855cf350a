"""The application around the window: the screenshot, themes, the layout, the error dialog."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QWidget

from core.errors import Cancelled, MediaError
from core.model import edits
from core.store.project import Project, draft_path
from gui.action_table import TABLE
from gui.app import fit_to_screen
from gui.errors import ErrorReporter, describe
from gui.preferences import layout_path
from gui.program import Program
from gui.theme import load_theme
from tests.gui.helpers import analyse_by_hand, open_file

ROOT = Path(__file__).resolve().parents[2]


def screenshot(source: Path, target: Path) -> subprocess.CompletedProcess[str]:
    """As a user makes one. In a process of its own: an application that has quit stays so."""
    command = [sys.executable, "main.py", "open", str(source), "--screenshot", str(target)]
    return subprocess.run(
        command,
        cwd=ROOT,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        timeout=150,
        check=False,
    )


def test_the_screenshot_shows_picture_map_and_curves(
    make_program: Callable[..., Program],
    clip_factory: Callable[..., Any],
    tmp_path: Path,
    qtbot: Any,
) -> None:
    clip = clip_factory(frames=100, size=(320, 240), audio_codec="aac").path
    program = make_program()
    open_file(program, clip, qtbot)
    analyse_by_hand(program)
    program.window.close()
    target = tmp_path / "새 그림.png"
    result = screenshot(draft_path(clip), target)
    assert (result.returncode, result.stderr) == (0, "")
    picture = QImage(str(target))
    assert (picture.width(), picture.height()) == (1600, 1000)
    colours = {picture.pixel(x, y) for x in range(0, 1600, 7) for y in range(0, 1000, 7)}
    # The sync map alone has dozens of colours; a window without it has a handful.
    assert len(colours) > 60


def test_a_screenshot_of_nothing_fails(tmp_path: Path) -> None:
    target = tmp_path / "a.png"
    result = screenshot(tmp_path / "not there.mp4", target)
    assert result.returncode == 1
    assert not target.exists()
    assert "not there.mp4" in result.stderr


def test_the_layout_comes_back(
    make_program: Callable[..., Program], demo_clip: Path, qtbot: Any
) -> None:
    first = make_program()
    open_file(first, demo_clip, qtbot)
    first.window.docks["videos"].hide()
    first.window.close()
    assert layout_path().exists()
    second = make_program()
    open_file(second, demo_clip, qtbot)
    assert not second.window.docks["videos"].isVisible()
    assert second.window.docks["tracks"].isVisible()
    second.window.close()
    layout_path().write_text("{broken")
    third = make_program()
    open_file(third, demo_clip, qtbot)
    assert third.window.docks["videos"].isVisible()


def test_both_themes_name_the_same_colours_and_can_be_changed_at_any_time(
    program: Program, demo_clip: Path, qtbot: Any
) -> None:
    dark, light = load_theme("dark"), load_theme("light")
    assert dark.colours.keys() == light.colours.keys()
    open_file(program, demo_clip, qtbot)
    analyse_by_hand(program)
    program.themes.choose("dark")
    before = program.window.grab().toImage().pixelColor(5, 5).lightness()
    program.themes.choose("light")
    QApplication.processEvents()
    after = program.window.grab().toImage().pixelColor(5, 5).lightness()
    assert before < 100 < after


def test_the_window_begins_no_larger_than_the_screen(qtbot: Any) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    room = window.screen().availableGeometry().size()
    window.resize(room.width() + 600, 300)
    fit_to_screen(window)
    assert room.width() - 100 < window.width() < room.width()
    assert window.height() == 300


def test_no_shortcut_is_given_twice() -> None:
    # On a keyboard where "<" is Shift+"," both match one press, and Qt then does neither.
    shifted = str.maketrans({"<": "Shift+,", ">": "Shift+.", "?": "Shift+/", "_": "Shift+-"})
    keys = [key.translate(shifted) for spec in TABLE for key in spec.shortcuts]
    assert len(keys) == len(set(keys))
    assert len({spec.id for spec in TABLE}) == len(TABLE)


def test_the_dialog_says_what_with_which_file_and_what_to_do(qtbot: Any) -> None:
    reporter = ErrorReporter()
    reporter.report(Cancelled())
    reporter.report(MediaError("it is empty", "Copy it again", "/a/b.mp4"))
    (dialog,) = reporter.open_dialogs
    qtbot.addWidget(dialog)
    assert dialog.text() == "It is empty."
    assert "Copy it again" in dialog.informativeText()
    assert "/a/b.mp4" in dialog.informativeText()
    assert not dialog.detailedText()
    dialog.close()
    qtbot.waitUntil(lambda: reporter.open_dialogs == ())


def test_an_unexpected_error_keeps_its_traceback_for_whoever_mends_it() -> None:
    try:
        raise KeyError("what")
    except KeyError as error:
        _text, hint, details = describe(error)
    assert "KeyError" in hint
    assert "test_app.py" in details


def test_uncaught_errors_of_any_thread_reach_the_dialog(
    qapp: QApplication, qtbot: Any, caplog: pytest.LogCaptureFixture
) -> None:
    shown: list[BaseException] = []
    reporter = ErrorReporter(None, shown.append)
    former = sys.excepthook, threading.excepthook
    remove = reporter.install_hooks()
    try:

        def fail() -> None:
            raise ValueError("in a thread")

        thread = threading.Thread(target=fail)
        thread.start()
        thread.join()
        error = ValueError("in the window")
        sys.excepthook(ValueError, error, None)
        qtbot.waitUntil(lambda: len(shown) == 2)
    finally:
        remove()
    assert {str(e) for e in shown} == {"in a thread", "in the window"}
    assert (sys.excepthook, threading.excepthook) == former
    assert "unexpected error" in caplog.text


def test_an_edit_that_another_program_wrote_is_seen_after_reopening(
    make_program: Callable[..., Program], clip_factory: Callable[..., Any], qtbot: Any
) -> None:
    clip = clip_factory(frames=100, audio_codec="aac").path
    program = make_program()
    open_file(program, clip, qtbot)
    analyse_by_hand(program)
    track = program.session.tracks[0].id
    program.window.close()
    with Project.open(draft_path(clip)) as project:
        project.document.apply(edits.relabel(project.document, track, "face", "Lee"))
    again = make_program()
    open_file(again, clip, qtbot)
    assert again.session.document.tracks[track].title == "Lee"


def test_no_shortcut_is_a_menus_letter(program: Program) -> None:
    """Alt and a letter opens a menu; an action with the same key would do nothing."""
    letters = set()
    for action in program.window.menuBar().actions():
        text = action.text().replace("&&", "")
        letters.add(text[text.index("&") + 1].upper())
    assert len(letters) == len(program.window.menuBar().actions())
    taken = {f"ALT+{letter}" for letter in letters}
    assert not taken & {key.upper() for spec in TABLE for key in spec.shortcuts}
