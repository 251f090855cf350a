"""A project that another process has open is shown, told about, and not changed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu

from core.model.values import VerdictValue
from core.store.project import Project, draft_path
from gui.action_table import TABLE, WRITING
from gui.program import Program
from tests.core.documents import state
from tests.core.store.test_lock import Other
from tests.gui.helpers import analyse_by_hand, drag, on_view, open_file, wait_idle
from tests.gui.timeline_helpers import bar_spot


@pytest.fixture
def clip(clip_factory: Callable[..., Any]) -> Path:
    path: Path = clip_factory(frames=40, size=(320, 240), audio_codec="aac").path
    return path


@pytest.fixture
def other(
    make_program: Callable[..., Program], clip: Path, tmp_path: Path, qtbot: Any
) -> Iterator[Other]:
    """Another process that has a reviewed project open: `talk.syncreview`."""
    first = make_program()
    open_file(first, clip, qtbot)
    analyse_by_hand(first)
    first.files.save_as(tmp_path / "talk.syncreview")
    wait_idle(first, qtbot)
    first.window.close()
    other = Other(tmp_path / "talk.syncreview")
    yield other
    other.end()


def test_the_second_window_reads_and_says_who_has_it(
    other: Other, program: Program, tmp_path: Path, qtbot: Any, errors: list[BaseException]
) -> None:
    open_file(program, tmp_path / "talk.syncreview", qtbot)
    assert errors == []
    banner = program.window.banners.read_only
    assert banner.isVisible()
    assert f"(process {other.child.pid})" in banner.label.text()
    assert "read-only" in program.window.windowTitle()
    assert len(program.session.tracks) == 4
    program.session.select(program.session.tracks[0].id)
    assert not any(program.actions[name].isEnabled() for name in WRITING)
    assert program.actions["play"].isEnabled()
    assert program.actions["export_coco"].isEnabled()
    assert program.actions["save_as"].isEnabled()
    assert not program.inspector.isEnabled()
    assert program.session.history.stack.count() == 1
    before = state(program.session.document)
    # The timeline's own menu has the same actions.
    session, lane = program.session, program.window.timeline.tracks
    program.timeline.mark_seconds(0.2, 0.6)
    spot = bar_spot(program, lane, session.tracks[1].id) - lane.rect.topLeft()
    menu = program.timeline.menu(lane, spot.x(), spot.y())
    verdicts = [sub for sub in menu.findChildren(QMenu) if sub.title().startswith("Verdict")]
    assert len(verdicts) == 2
    for sub in verdicts:
        given = [item for item in sub.actions() if not item.isSeparator()]
        assert len(given) >= len(VerdictValue)
        for item in given:
            assert not item.isEnabled()
            item.trigger()
    # A drag over a box selects and moves nothing.
    view = program.window.view
    spot = on_view(view, *view.overlays[0].box.center)
    drag(qtbot, view, spot, spot + spot / 4)
    qtbot.keyClick(program.window, Qt.Key.Key_Delete)
    assert state(program.session.document) == before
    assert errors == []


def test_a_copy_can_be_edited_and_has_what_is_in_the_file(
    other: Other, program: Program, tmp_path: Path, qtbot: Any
) -> None:
    open_file(program, tmp_path / "talk.syncreview", qtbot)
    other.relabel("speaker")
    program.files.save_as(tmp_path / "copy.syncreview")
    wait_idle(program, qtbot)
    assert program.session.writable
    assert not program.window.banners.read_only.isVisible()
    assert program.inspector.isEnabled()
    assert program.session.document.tracks[1].label == "speaker"
    program.session.select(1)
    program.actions["verdict_1"].trigger()
    assert program.session.document.track_verdict(1) is not None
    assert "copy.syncreview" in program.window.windowTitle()


def test_when_the_other_is_gone_the_project_opens_for_writing(
    other: Other, program: Program, tmp_path: Path, qtbot: Any
) -> None:
    open_file(program, tmp_path / "talk.syncreview", qtbot)
    assert not program.session.writable
    other.kill()
    open_file(program, tmp_path / "talk.syncreview", qtbot)
    assert program.session.writable
    assert not program.window.banners.read_only.isVisible()


def test_a_video_does_not_join_a_project_that_is_read_only(
    other: Other, program: Program, clip_factory: Callable[..., Any], tmp_path: Path, qtbot: Any
) -> None:
    open_file(program, tmp_path / "talk.syncreview", qtbot)
    another = clip_factory(frames=20).path
    open_file(program, another, qtbot)
    assert program.session.project is not None
    assert program.session.project.path == draft_path(another)
    assert program.session.writable
    assert other.child.poll() is None


def test_drafts_are_kept_apart_too(
    program: Program, clip: Path, qtbot: Any, errors: list[BaseException]
) -> None:
    """Two windows on one video; in the first it is not in its draft yet."""
    Project.create(draft_path(clip)).close()
    other = Other(draft_path(clip))
    try:
        open_file(program, clip, qtbot)
        assert errors == []
        assert not program.session.writable
        assert program.window.banners.read_only.isVisible()
        assert program.session.indexed
        assert program.session.document.videos == {}
        assert not program.actions["analyse"].isEnabled()
    finally:
        other.end()
    assert {"undo", "draw", "delete", "analyse"} <= WRITING <= {spec.id for spec in TABLE}
