"""A project whose media were moved: they are located, one by one or a folder at once."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QFileDialog, QMenu

from core.errors import MediaError
from core.store.project import Project
from gui.program import Program
from tests.core.media.test_relink import retagged
from tests.gui.helpers import analyse_by_hand, open_file, wait_frame, wait_idle


@pytest.fixture
def clip(clip_factory: Callable[..., Any]) -> Path:
    path: Path = clip_factory(frames=40, size=(320, 240), audio_codec="aac").path
    return path


@pytest.fixture
def opened(
    program: Program,
    clip: Path,
    clip_factory: Callable[..., Any],
    tmp_path: Path,
    qtbot: Any,
    errors: list[BaseException],
) -> Program:
    """A project of `old/a.mp4`, reviewed, and `old/b.mp4`; both have moved to `new/x/`."""
    old, new = tmp_path / "old", tmp_path / "new" / "x"
    old.mkdir()
    shutil.copy(clip, old / "a.mp4")
    shutil.copy(clip_factory(frames=20, audio_codec="aac").path, old / "b.mp4")
    open_file(program, old / "a.mp4", qtbot)
    analyse_by_hand(program)
    program.files.save_as(tmp_path / "p.syncreview")
    wait_idle(program, qtbot)
    open_file(program, old / "b.mp4", qtbot)
    program.files.open_demo()
    wait_idle(program, qtbot)
    new.parent.mkdir()
    old.rename(new)
    program.files.show_video(1)
    wait_idle(program, qtbot)
    assert program.session.source is None
    assert [type(e) for e in errors] == [MediaError]
    errors.clear()
    return program


def paths(program: Program) -> list[Path]:
    return [Path(video.path) for video in program.session.document.videos.values()]


def settled(program: Program, qtbot: Any) -> None:
    wait_idle(program, qtbot)
    wait_frame(program, qtbot)


def test_a_missing_video_says_so_and_offers_to_locate_it(opened: Program) -> None:
    banner = opened.window.banners.missing
    assert banner.isVisible()
    assert "a.mp4" in banner.label.text()
    assert opened.actions["locate_file"].isEnabled()
    assert opened.actions["locate_folder"] in opened.window.menus["file"].actions()
    assert len(opened.session.tracks) == 4


def test_a_folder_finds_all_at_once_as_one_step(
    opened: Program, tmp_path: Path, qtbot: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_a: str(tmp_path / "new"))
    opened.actions["locate_folder"].trigger()
    settled(opened, qtbot)
    new = tmp_path / "new" / "x"
    assert paths(opened)[:2] == [new / "a.mp4", new / "b.mp4"]
    assert opened.session.indexed
    assert opened.session.video == opened.session.document.videos[1]
    assert not opened.window.banners.missing.isVisible()
    assert opened.window.hint.text() == "Found: 2."
    assert opened.actions["undo"].text().endswith("Locate media")
    opened.actions["undo"].trigger()
    wait_idle(opened, qtbot)
    assert paths(opened)[0] == tmp_path / "old" / "a.mp4"
    assert opened.session.source is None
    assert opened.window.banners.missing.isVisible()
    opened.actions["redo"].trigger()
    settled(opened, qtbot)
    assert opened.session.indexed
    assert opened.session.project is not None
    with Project.open(opened.session.project.path) as project:
        assert project.document.videos[1].path == str(new / "a.mp4")


def test_a_file_of_another_name_is_taken_by_its_content(
    opened: Program, clip: Path, tmp_path: Path, qtbot: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    renamed = tmp_path / "renamed.mp4"
    shutil.copy(clip, renamed)
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_a: (str(renamed), ""))
    opened.actions["locate_file"].trigger()
    settled(opened, qtbot)
    assert paths(opened)[0] == renamed
    assert opened.session.indexed
    assert str(renamed) in opened.window.hint.text()


def test_another_video_is_refused_in_words(
    opened: Program, tmp_path: Path, qtbot: Any, errors: list[BaseException]
) -> None:
    before = paths(opened)
    video = opened.session.document.videos[1]
    opened.locating.take_file(video, tmp_path / "new" / "x" / "b.mp4")
    wait_idle(opened, qtbot)
    (error,) = errors
    assert isinstance(error, MediaError)
    assert "another video: its picture is" in error.user_text
    assert error.hint
    assert paths(opened) == before
    errors.clear()
    (tmp_path / "notes.mp4").write_text("no video")
    opened.locating.take_file(video, tmp_path / "notes.mp4")
    wait_idle(opened, qtbot)
    assert [type(e) for e in errors] == [MediaError]
    assert paths(opened) == before


@pytest.mark.parametrize("accept", [False, True])
def test_other_bytes_of_the_same_length_are_asked_about(
    opened: Program, clip: Path, tmp_path: Path, qtbot: Any, accept: bool
) -> None:
    copy = retagged(clip, tmp_path / "elsewhere" / "a.mp4")
    opened.locating.search_folder(copy.parent)
    qtbot.waitUntil(lambda: opened.locating.question is not None)
    box = opened.locating.question
    assert box is not None
    assert "Not the same content: a.mp4" in box.text()
    assert "another version" in box.informativeText()
    before = paths(opened)
    use = next(b for b in box.buttons() if "anyway" in b.text())
    (use if accept else box.buttons()[-1 if box.buttons()[0] is use else 0]).click()
    qtbot.waitUntil(lambda: opened.locating.question is None)
    wait_idle(opened, qtbot)
    if accept:
        assert paths(opened)[0] == copy
        wait_frame(opened, qtbot)
        assert opened.session.indexed
    else:
        assert paths(opened) == before
        assert opened.session.source is None


def test_what_is_not_found_is_named(opened: Program, tmp_path: Path, qtbot: Any) -> None:
    (tmp_path / "empty").mkdir()
    opened.locating.search_folder(tmp_path / "empty")
    wait_idle(opened, qtbot)
    assert opened.window.hint.text() == "Found: 0. Not found: a.mp4, b.mp4."


def test_nothing_missing_is_told_too(
    program: Program, clip: Path, tmp_path: Path, qtbot: Any
) -> None:
    open_file(program, clip, qtbot)
    assert not program.actions["locate_file"].isEnabled()
    program.locating.search_folder(tmp_path)
    wait_idle(program, qtbot)
    assert program.window.hint.text() == "No media are missing."


def test_the_menu_of_the_list_offers_it_for_any_video(
    opened: Program, tmp_path: Path, qtbot: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also for one that is not on screen."""
    target = tmp_path / "new" / "x" / "b.mp4"
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_a: (str(target), ""))
    videos = opened.window.videos
    spot = videos.visualRect(opened.window.videos_model.index(1)).center()
    videos.customContextMenuRequested.emit(spot)
    menu = next(m for m in opened.window.findChildren(QMenu) if m.isVisible())
    menu.actions()[0].trigger()
    menu.close()
    wait_idle(opened, qtbot)
    assert paths(opened)[1] == target
    assert opened.session.video is not None
    assert opened.session.video.id == 1
