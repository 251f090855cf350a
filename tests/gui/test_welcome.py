"""The empty window and what is dropped on it: recent files, folders, several videos at once."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QFileDialog, QLineEdit

from core.errors import MediaError
from core.jobs import JobContext
from core.store.project import Project
from gui import dropping
from gui.dropping import files_of
from gui.program import Program
from tests.core.obstacles import read_only
from tests.gui.helpers import analyse_by_hand, open_file, wait_idle

ClipFactory = Callable[..., Any]


def drop(program: Program, *paths: Path) -> bool:
    """Drop files on the window. Returns whether it would take them."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    copy, left, none = (
        Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier,
    )  # fmt: skip
    enter = QDragEnterEvent(QPoint(50, 50), copy, data, left, none)
    QApplication.sendEvent(program.window, enter)
    taken = enter.isAccepted()
    QApplication.sendEvent(program.window, QDropEvent(QPointF(50, 50), copy, data, left, none))
    return taken


@pytest.fixture
def clips(clip_factory: ClipFactory, tmp_path: Path) -> list[Path]:
    """Three short videos in a folder and one within it, and files that are none."""
    folder = tmp_path / "영상 모음"
    (folder / "within").mkdir(parents=True)
    source = clip_factory(frames=12, size=(64, 48)).path
    targets = [folder / "a.mp4", folder / "b.MP4", folder / "within" / "c.mp4"]
    for target in targets:
        shutil.copy(source, target)
    (folder / "notes.txt").write_text("no video")
    return targets


def names(program: Program) -> list[str]:
    return [Path(video.path).name for video in program.session.document.videos.values()]


# --- the page ----------------------------------------------------------------------------------


def test_the_recent_files_are_listed_and_opened_by_mouse_and_keys(
    make_program: Callable[..., Program], clips: list[Path], qtbot: Any
) -> None:
    first = make_program()
    for clip in clips[:2]:
        open_file(first, clip, qtbot)
    first.window.close()
    program = make_program()
    page = program.window.welcome
    assert page.list.isVisible()
    rows = [page.list.item(n).text() for n in range(page.list.count())]
    assert [row.split("   ")[0] for row in rows] == ["b.MP4", "a.mp4"]
    page.list.setFocus()
    page.list.setCurrentRow(1)
    qtbot.keyClick(page.list, Qt.Key.Key_Return)
    wait_idle(program, qtbot)
    assert names(program) == ["a.mp4"]
    assert not page.isVisible()


def test_a_double_click_opens_a_recent_file_once(
    make_program: Callable[..., Program], clips: list[Path], qtbot: Any
) -> None:
    first = make_program()
    open_file(first, clips[0], qtbot)
    first.window.close()
    page = make_program().window.welcome
    chosen: list[str] = []
    page.recent_chosen.connect(chosen.append)
    row, left = page.list.viewport(), Qt.MouseButton.LeftButton
    spot = page.list.visualItemRect(page.list.item(0)).center()
    qtbot.mouseClick(row, left, pos=spot)
    qtbot.mouseDClick(row, left, pos=spot)
    assert chosen == [str(clips[0])]


def test_without_recent_files_there_is_no_list(program: Program) -> None:
    page = program.window.welcome
    assert page.isVisible()
    assert not page.list.isVisible()
    assert not page.recent_title.isVisible()
    assert program.actions.key_text("analyse") in page.text.text()


def test_the_buttons_do_what_they_say(program: Program, qtbot: Any) -> None:
    qtbot.mouseClick(program.window.welcome.demo_button, Qt.MouseButton.LeftButton)
    wait_idle(program, qtbot)
    assert names(program) == ["demo.mp4"]


def test_the_hint_names_the_keys_of_now(program: Program) -> None:
    program.preferences.change(keys=(("analyse", ("F9",)), ("key_list", ())))
    page = program.window.welcome
    assert "(F9)" in page.text.text()
    assert page.hint.text() == "Or drop videos, a folder of videos or a project here."
    program.preferences.change(keys=(("analyse", ()),))
    assert page.text.text().startswith("Open a video and analyse it to see")
    assert page.hint.text().endswith("F1 lists the keys.")


def test_the_status_bar_names_the_keys_of_now(
    program: Program, clips: list[Path], qtbot: Any
) -> None:
    open_file(program, clips[0], qtbot)
    hint = program.window.hint
    assert hint.text() == "Analyse (Ctrl+R) finds the faces and how they are in sync."
    program.preferences.change(keys=(("analyse", ()),))
    assert hint.text() == "Analyse finds the faces and how they are in sync."
    analyse_by_hand(program)
    assert hint.text() == (
        "Space plays · W draws a box · 1–6 give the verdict · F1 lists the keys · "
        "every step is saved"
    )
    program.preferences.change(keys=(("verdict_3", ("Ctrl+3",)), ("key_list", ()), ("draw", ())))
    assert hint.text() == "Space plays · Edit > Verdict gives the verdict · every step is saved"


# --- dropping ----------------------------------------------------------------------------------


def test_a_folder_is_searched_for_videos_in_order(clips: list[Path]) -> None:
    folder = clips[0].parent
    assert files_of([folder], JobContext()) == (clips, False, 0)
    assert files_of([clips[2], folder], JobContext()).files == [clips[2], *clips[:2]]


def test_a_whole_disk_ends_somewhere_and_that_is_told(
    program: Program, clips: list[Path], monkeypatch: pytest.MonkeyPatch, qtbot: Any
) -> None:
    monkeypatch.setattr(dropping, "MOST_FILES", 3)
    assert files_of([clips[0].parent], JobContext()) == (clips, False, 0)
    monkeypatch.setattr(dropping, "MOST_FILES", 2)
    assert files_of([clips[0].parent], JobContext()) == (clips[:2], True, 0)
    drop(program, clips[0].parent)
    qtbot.waitUntil(lambda: "first 2 videos" in program.window.hint.text(), timeout=15000)


def test_a_folder_that_cannot_be_read_is_no_folder_without_videos(clips: list[Path]) -> None:
    closed = clips[2].parent
    closed.chmod(0)
    try:
        with read_only(closed.parent):
            with pytest.raises(MediaError, match="access is denied") as caught:
                files_of([closed], JobContext())
            assert caught.value.path == str(closed)
            assert files_of([closed.parent], JobContext()) == (clips[:2], False, 1)
    finally:
        closed.chmod(0o755)


def test_one_dropped_file_is_opened(program: Program, clips: list[Path], qtbot: Any) -> None:
    assert drop(program, clips[0])
    qtbot.waitUntil(lambda: program.session.video is not None, timeout=15000)
    wait_idle(program, qtbot)
    assert names(program) == ["a.mp4"]


def test_several_dropped_files_ask_for_a_project_and_go_into_it(
    program: Program, clips: list[Path], tmp_path: Path, qtbot: Any
) -> None:
    drop(program, clips[0].parent)

    def asked() -> QFileDialog | None:
        return next(iter(program.window.findChildren(QFileDialog)), None)

    qtbot.waitUntil(lambda: asked() is not None, timeout=15000)
    dialog = asked()
    assert dialog is not None
    assert "3" in dialog.windowTitle()
    target = tmp_path / "all.syncreview"
    field = dialog.findChild(QLineEdit)
    assert field is not None
    field.setText(str(target))
    dialog.accept()
    qtbot.waitUntil(lambda: len(names(program)) == 3, timeout=30000)
    wait_idle(program, qtbot, 30000)
    assert program.session.project is not None
    assert program.session.project.path == target.resolve()
    assert names(program) == [clip.name for clip in clips]


def test_a_saved_project_takes_what_is_dropped(
    program: Program, clips: list[Path], tmp_path: Path, qtbot: Any
) -> None:
    target = tmp_path / "p.syncreview"
    Project.create(target).close()
    open_file(program, target, qtbot)
    drop(program, *clips[:2])
    qtbot.waitUntil(lambda: len(names(program)) == 2, timeout=30000)
    wait_idle(program, qtbot, 30000)
    # A project that is there is not replaced by one that is made.
    program.dropping.make(target, clips[2:])
    qtbot.waitUntil(lambda: len(names(program)) == 3, timeout=30000)
    wait_idle(program, qtbot, 30000)


def test_a_folder_without_videos_is_told(program: Program, tmp_path: Path, qtbot: Any) -> None:
    (tmp_path / "empty").mkdir()
    drop(program, tmp_path / "empty")
    qtbot.waitUntil(lambda: "no video" in program.window.hint.text(), timeout=15000)
    assert program.session.project is None


def test_a_project_that_cannot_be_made_is_told(
    program: Program, errors: list[BaseException], clips: list[Path], tmp_path: Path, qtbot: Any
) -> None:
    (tmp_path / "a file").write_text("")
    program.dropping.make(tmp_path / "a file" / "p.syncreview", clips)
    wait_idle(program, qtbot)
    assert len(errors) == 1
    assert program.session.project is None
