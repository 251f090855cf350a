"""Opening, dropping, saving and exporting; bad files leave what was there."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QApplication

from core.errors import AppError, MediaError, ProjectError
from core.exchange.coco import CocoOptions
from core.settings import load_settings
from core.store.project import Project, draft_path
from gui.dialogs.export_coco import ExportCocoDialog, summary_text
from gui.program import Program
from tests.gui.helpers import (
    analyse_by_hand,
    go_to,
    open_file,
    picture_of,
    wait_frame,
    wait_idle,
)
from tests.media.clips import empty_file, text_as_video
from tests.media.marks import read_number


@pytest.fixture
def clip(clip_factory: Callable[..., Any]) -> Path:
    path: Path = clip_factory(frames=40, audio_codec="aac").path
    return path


def test_nothing_open_says_what_to_do(program: Program) -> None:
    welcome = program.window.welcome
    assert welcome.isVisible()
    assert welcome.demo_button.isVisible()
    assert not any(dock.isVisible() for dock in program.window.docks.values())
    assert not program.actions["analyse"].isEnabled()


def test_the_demo_button_opens_the_demo_clip(program: Program, qtbot: Any) -> None:
    qtbot.mouseClick(program.window.welcome.demo_button, Qt.MouseButton.LeftButton)
    wait_idle(program, qtbot)
    wait_frame(program, qtbot)
    assert program.session.video is not None
    assert Path(program.session.video.path).name == "demo.mp4"
    shown = {name for name, dock in program.window.docks.items() if dock.isVisible()}
    assert shown == {"videos", "tracks", "inspector", "findings", "timeline"}


def test_a_video_opens_with_its_frame_sound_and_draft(
    program: Program, clip: Path, qtbot: Any, errors: list[BaseException]
) -> None:
    open_file(program, clip, qtbot)
    frame = program.window.view.frame
    assert frame is not None
    assert read_number(picture_of(frame.image)) == 0
    assert program.session.peaks is not None
    assert program.window.timeline.wave.painted
    assert program.session.project is not None
    assert program.session.project.path == draft_path(clip)
    assert clip.name in program.window.windowTitle()
    assert load_settings().recent_files == (str(clip),)
    assert errors == []


def test_the_draft_is_found_again(
    make_program: Callable[..., Program], clip: Path, qtbot: Any
) -> None:
    first = make_program()
    open_file(first, clip, qtbot)
    analyse_by_hand(first)
    count = len(first.session.tracks)
    first.window.close()
    second = make_program()
    open_file(second, clip, qtbot)
    assert count == 4
    assert len(second.session.tracks) == count


def test_a_name_with_spaces_and_korean_letters(
    program: Program, clip: Path, tmp_path: Path, qtbot: Any, errors: list[BaseException]
) -> None:
    folder = tmp_path / "새 폴더 1"
    folder.mkdir()
    path = folder / "말하는 사람 1.mp4"
    shutil.copy(clip, path)
    open_file(program, path, qtbot)
    assert errors == []
    assert program.session.video is not None
    assert program.session.video.path == str(path)


@pytest.mark.parametrize("make_bad", [empty_file, text_as_video, lambda path: path])
def test_a_failed_open_leaves_the_former_video_on_screen(
    program: Program,
    clip: Path,
    tmp_path: Path,
    qtbot: Any,
    errors: list[BaseException],
    make_bad: Callable[[Path], Path],
) -> None:
    open_file(program, clip, qtbot)
    go_to(program, 17, qtbot)
    bad = make_bad(tmp_path / "bad.mp4")
    program.files.open(bad)
    wait_idle(program, qtbot)
    (error,) = errors
    assert isinstance(error, MediaError)
    assert error.path == str(bad)
    assert error.hint
    assert program.session.video is not None
    assert program.session.video.path == str(clip)
    assert program.session.position == 17
    frame = program.window.view.frame
    assert frame is not None
    assert read_number(picture_of(frame.image)) == 17
    go_to(program, 18, qtbot)
    assert str(bad) not in load_settings().recent_files


def test_a_damaged_project_leaves_the_former_one(
    program: Program, clip: Path, tmp_path: Path, qtbot: Any, errors: list[BaseException]
) -> None:
    open_file(program, clip, qtbot)
    bad = tmp_path / "bad.syncreview"
    bad.write_bytes(b"SQLite format 3\0" + b"nonsense" * 600)
    program.files.open(bad)
    wait_idle(program, qtbot)
    assert [type(e) for e in errors] == [ProjectError]
    assert program.session.project is not None
    assert program.session.project.path == draft_path(clip)
    analyse_by_hand(program)
    assert len(program.session.tracks) == 4


def test_a_project_whose_media_is_gone_can_still_be_reviewed(
    program: Program, clip: Path, tmp_path: Path, qtbot: Any, errors: list[BaseException]
) -> None:
    media = tmp_path / "talk.mp4"
    shutil.copy(clip, media)
    open_file(program, media, qtbot)
    analyse_by_hand(program)
    project = tmp_path / "talk.syncreview"
    program.files.save_as(project)
    wait_idle(program, qtbot)
    open_file(program, clip, qtbot)
    media.unlink()
    program.files.open(project)
    wait_idle(program, qtbot)
    assert [type(e) for e in errors] == [MediaError]
    assert program.session.source is None
    assert "talk.mp4" in program.window.view.message
    assert len(program.session.tracks) == 4
    assert not program.actions["analyse"].isEnabled()
    assert not program.actions["draw"].isEnabled()
    track = program.session.tracks[0].id
    program.session.select(track)
    program.actions["verdict_2"].trigger()
    assert program.session.document.track_verdict(track) is not None
    qtbot.waitUntil(lambda: program.window.timeline.heat.map is not None)


def test_save_as_goes_on_in_the_copy(
    program: Program, clip: Path, tmp_path: Path, qtbot: Any
) -> None:
    open_file(program, clip, qtbot)
    analyse_by_hand(program)
    go_to(program, 11, qtbot)
    program.files.save_as(tmp_path / "mine")
    wait_idle(program, qtbot)
    target = tmp_path / "mine.syncreview"
    assert program.session.project is not None
    assert program.session.project.path == target
    assert program.session.position == 11
    program.session.select(program.session.tracks[0].id)
    program.actions["verdict_1"].trigger()
    with Project.open(target) as copy, Project.open(draft_path(clip)) as draft:
        assert len(copy.document.verdicts) == 1
        assert len(draft.document.verdicts) == 0


def test_a_second_video_joins_a_saved_project(
    program: Program, clip: Path, clip_factory: Callable[..., Any], tmp_path: Path, qtbot: Any
) -> None:
    open_file(program, clip, qtbot)
    program.files.save_as(tmp_path / "both.syncreview")
    wait_idle(program, qtbot)
    other = clip_factory(frames=20).path
    open_file(program, other, qtbot)
    assert [Path(v.path) for v in program.session.document.videos.values()] == [clip, other]
    assert program.window.videos_model.rowCount() == 2
    first = program.window.videos_model.index(0)
    program.window.videos.clicked.emit(first)
    wait_idle(program, qtbot)
    wait_frame(program, qtbot)
    assert program.session.video is not None
    assert program.session.video.path == str(clip)
    # Once more the same file: it is shown, not added.
    open_file(program, other, qtbot)
    assert len(program.session.document.videos) == 2


@pytest.mark.parametrize("linked", ["file", "folder"])
def test_an_open_project_is_the_same_by_way_of_a_link(
    linked: str, program: Program, clip: Path, tmp_path: Path, qtbot: Any
) -> None:
    """A second document of one file would not know what the first one takes back."""
    folder = tmp_path / "work"
    folder.mkdir()
    open_file(program, clip, qtbot)
    program.files.save_as(folder / "talk.syncreview")
    wait_idle(program, qtbot)
    analyse_by_hand(program)
    document, project = program.session.document, program.session.project
    link = tmp_path / "link.syncreview"
    if linked == "file":
        link.symlink_to(folder / "talk.syncreview")
    else:
        (tmp_path / "there").symlink_to(folder)
        link = tmp_path / "there" / "talk.syncreview"
    open_file(program, link, qtbot)
    assert program.session.document is document
    assert program.session.project is project
    assert program.session.writable


@pytest.mark.parametrize("saved", [False, True])
def test_a_link_to_a_video_of_the_project_shows_that_video(
    saved: bool, program: Program, clip: Path, tmp_path: Path, qtbot: Any
) -> None:
    open_file(program, clip, qtbot)
    if saved:
        program.files.save_as(tmp_path / "talk.syncreview")
        wait_idle(program, qtbot)
    document = program.session.document
    link = tmp_path / "another name.mp4"
    link.symlink_to(clip)
    open_file(program, link, qtbot)
    assert program.session.document is document
    assert [v.path for v in document.videos.values()] == [str(clip)]
    assert program.session.video is not None
    assert program.session.video.id == 1


def test_a_video_that_was_opened_by_a_link_is_known_by_its_own_name(
    program: Program, clip: Path, tmp_path: Path, qtbot: Any
) -> None:
    link = tmp_path / "another name.mp4"
    link.symlink_to(clip)
    open_file(program, link, qtbot)
    document = program.session.document
    open_file(program, clip, qtbot)
    assert program.session.document is document
    assert [v.path for v in document.videos.values()] == [str(link)]


def test_only_the_newest_of_two_opens_counts(
    program: Program, clip: Path, clip_factory: Callable[..., Any], qtbot: Any
) -> None:
    other = clip_factory(frames=20).path
    program.files.open(clip)
    program.files.open(other)
    wait_idle(program, qtbot)
    assert program.session.video is not None
    assert program.session.video.path == str(other)


def test_a_file_dropped_on_the_window_opens(program: Program, clip: Path, qtbot: Any) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(clip))])
    event = QDropEvent(
        QPointF(50, 50),
        Qt.DropAction.CopyAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    # Called as Qt would: it delivers drops only within a drag of the platform.
    program.window.dropEvent(event)
    assert event.isAccepted()
    wait_idle(program, qtbot)
    assert program.session.video is not None
    assert program.session.video.path == str(clip)


def test_recent_files_open_again(
    make_program: Callable[..., Program], clip: Path, qtbot: Any
) -> None:
    first = make_program()
    open_file(first, clip, qtbot)
    first.window.close()
    second = make_program()
    (action,) = second.window.recent.actions()
    assert clip.name in action.text()
    action.trigger()
    wait_idle(second, qtbot)
    assert second.session.video is not None


def test_a_video_without_sound_says_so(
    program: Program, clip_factory: Callable[..., Any], qtbot: Any
) -> None:
    open_file(program, clip_factory(frames=20).path, qtbot)
    assert "no sound" in program.window.timeline.wave.note


def test_export_writes_the_chosen_frames_and_tells_what(
    program: Program, clip: Path, tmp_path: Path, qtbot: Any
) -> None:
    open_file(program, clip, qtbot)
    analyse_by_hand(program)
    target = tmp_path / "out.json"
    program.actions["export_coco"].trigger()
    dialog = program.window.findChild(ExportCocoDialog)
    assert isinstance(dialog, ExportCocoDialog)
    dialog.every.setValue(4)
    dialog.path.setText(str(target))
    assert dialog.options() == CocoOptions("every", 4)
    with qtbot.waitSignal(program.files.exported, timeout=10000) as signal:
        dialog.export.click()
    (summary,) = signal.args
    data = json.loads(target.read_text())
    assert len(data["images"]) == 10 == summary.images
    assert len(data["annotations"]) == summary.annotations == 20
    assert "Images: 10 · boxes: 20 · tracks: 4 ·" in summary_text(summary)
    for box in QApplication.topLevelWidgets():
        if box.windowTitle() == "Export COCO":
            box.close()


def test_an_export_that_cannot_be_written_is_told(
    program: Program, clip: Path, tmp_path: Path, qtbot: Any, errors: list[BaseException]
) -> None:
    open_file(program, clip, qtbot)
    blocker = tmp_path / "file"
    blocker.write_text("kept")
    program.files.export(blocker / "out.json", CocoOptions())
    wait_idle(program, qtbot)
    (error,) = errors
    assert isinstance(error, AppError)
    assert blocker.read_text() == "kept"


def test_the_export_dialog_wants_a_file(qtbot: Any, tmp_path: Path) -> None:
    dialog = ExportCocoDialog(tmp_path / "a.json", [1, 2], 2)
    qtbot.addWidget(dialog)
    assert dialog.export.isEnabled()
    dialog.path.setText(str(tmp_path))
    assert not dialog.export.isEnabled()
    dialog.path.setText("")
    assert not dialog.export.isEnabled()
    (tmp_path / "b.json").write_text("{}")
    dialog.path.setText(str(tmp_path / "b.json"))
    assert dialog.warning.text()
    dialog.keyframes.setChecked(True)
    dialog.one.setChecked(True)
    assert dialog.options() == CocoOptions("keyframes", 1, (2,))
