"""A long file in the window while its index is read."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QLabel

from core.media import index as indexing
from core.media import source as opening
from core.store.project import Project, draft_path
from gui.program import Program
from tests.gui.growing import (
    FRAMES,
    Gate,
    clip_fixture,
    gate_fixture,
    joining_fixture,
    known,
    open_part,
    shown_number,
)
from tests.gui.helpers import (
    analyse_by_hand,
    go_to,
    open_file,
    wait_frame,
    wait_idle,
)
from tests.gui.playing import Clock

__all__ = ["clip_fixture", "gate_fixture", "joining_fixture"]


def texts_of(program: Program) -> str:
    """What the inspector says."""
    return "\n".join(label.text() for label in program.inspector.findChildren(QLabel))


def test_the_first_frames_show_before_the_index_is_whole(
    program: Program, clip: Path, gate: Gate, qtbot: Any, errors: list[BaseException]
) -> None:
    open_part(program, clip, gate, 60, qtbot)
    assert shown_number(program) == 0
    assert not program.session.indexed
    assert known(program) < 60
    assert program.files.busy_opening
    for name in ("analyse", "draw", "export_coco", "check_file"):
        assert not program.actions[name].isEnabled(), name
    for name in ("play", "frame_on", "last"):
        assert program.actions[name].isEnabled(), name
    assert program.window.jobs.isVisible()
    assert "indexed so far" in program.window.hint.text()
    assert f"{known(program)} frames so far" in texts_of(program)
    listed = program.window.videos_model
    assert [listed.video_at(row).path for row in range(listed.rowCount())] == [str(clip)]
    go_to(program, 40, qtbot)
    assert shown_number(program) == 40
    program.session.seek_frame(FRAMES)
    assert program.session.position == known(program) - 1
    # The length is that of the whole, the rest is shaded.
    (part,) = program.window.timeline.wave.closed.parts
    assert part.end == pytest.approx(FRAMES / 25)
    assert part.start == pytest.approx(float(program.session.index.duration))  # type: ignore[union-attr]
    assert "indexing" in part.caption
    assert program.window.timeline.axis.high == pytest.approx(FRAMES / 25)
    assert errors == []


def test_the_whole_index_comes_without_moving_anything(
    program: Program, clip: Path, gate: Gate, qtbot: Any, errors: list[BaseException]
) -> None:
    open_part(program, clip, gate, 60, qtbot)
    go_to(program, 40, qtbot)
    program.session.set_mark_in()
    program.window.timeline.axis.set_range(1.0, 2.0)
    changed: list[str] = []
    program.session.video_changed.connect(lambda: changed.append("video"))
    program.session.position_changed.connect(lambda _n: changed.append("position"))
    shown = program.window.view.frame
    gate.release()
    wait_idle(program, qtbot)
    assert changed == []
    assert program.session.position == 40
    assert program.session.mark_in is not None
    assert known(program) == FRAMES
    assert program.session.indexed
    assert program.window.view.frame is shown
    assert program.window.timeline.axis.range == pytest.approx([1.0, 2.0])
    assert program.window.timeline.wave.closed.parts == []
    for name in ("analyse", "draw", "export_coco", "check_file"):
        assert program.actions[name].isEnabled(), name
    assert program.session.peaks is not None
    assert f"{FRAMES} frames," in texts_of(program)
    assert program.window.videos_model.rowCount() == 1
    go_to(program, FRAMES - 1, qtbot)
    assert shown_number(program) == FRAMES - 1
    # The record is that of the whole video, in a draft where opening is nothing to undo.
    (video,) = program.session.document.videos.values()
    assert video.frame_count == FRAMES
    assert video == program.session.video
    assert not program.session.history.stack.canUndo()
    program.window.close()
    with Project.open(draft_path(clip)) as draft:
        assert list(draft.document.videos.values()) == [video]
    assert errors == []


def test_a_known_video_shows_its_tracks_at_once(
    program: Program, clip: Path, gate: Gate, tmp_path: Path, qtbot: Any
) -> None:
    open_file(program, clip, qtbot)
    analyse_by_hand(program)
    project = tmp_path / "talk.syncreview"
    program.files.save_as(project)
    wait_idle(program, qtbot)
    gate.hold_at(60)
    program.files.open(project)
    qtbot.waitUntil(lambda: not program.session.indexed and known(program) > 50, timeout=15000)
    assert len(program.session.tracks) == 4
    program.session.select(program.session.tracks[0].id)
    selected = program.session.selected
    # The crop that the scorer sees depends on the whole track and grid.
    program.actions["face_panel"].trigger()
    panel = program.viewing.face_panel
    wait_frame(program, qtbot)
    assert "read to its end" in panel.face.message
    gate.release()
    wait_idle(program, qtbot)
    assert program.session.indexed
    qtbot.waitUntil(lambda: panel.picture is not None)
    assert program.session.selected == selected
    assert len(program.session.document.videos) == 1


@pytest.mark.usefixtures("joining")
def test_a_new_video_joins_a_saved_project_when_it_is_whole(
    program: Program, gate: Gate, qtbot: Any
) -> None:
    gate.release()
    wait_idle(program, qtbot)
    assert len(program.session.document.videos) == 2
    assert program.session.video == program.session.document.videos[2]
    assert program.session.video is not None
    assert program.session.video.frame_count == FRAMES


def test_an_index_that_does_not_go_on_as_it_began_shows_the_video_anew(
    program: Program,
    clip: Path,
    gate: Gate,
    monkeypatch: pytest.MonkeyPatch,
    qtbot: Any,
    errors: list[BaseException],
) -> None:
    """A prefix that was wrong (packets in no order) must never leave wrong numbers behind."""
    prefix = indexing._Frames.prefix

    def without_second(frames: indexing._Frames) -> indexing.FrameIndex | None:
        index = prefix(frames)
        if index is None or len(index) < 3:
            return None
        pts, key = index.pts.tolist(), index.key.tolist()
        del pts[1], key[1]
        return indexing.FrameIndex(
            indexing.np.array(pts), indexing.np.array(key), index.time_base, index.end_pts
        )

    monkeypatch.setattr(indexing._Frames, "prefix", without_second)
    open_part(program, clip, gate, 60, qtbot)
    go_to(program, 20, qtbot)
    anew: list[int] = []
    program.session.video_changed.connect(lambda: anew.append(known(program)))
    gate.release()
    wait_idle(program, qtbot)
    assert anew == [FRAMES]
    assert program.session.position == 0
    go_to(program, 1, qtbot)
    assert shown_number(program) == 1
    assert errors == []


def test_the_second_opening_shows_the_whole_at_once(
    make_program: Callable[..., Program],
    clip: Path,
    gate: Gate,
    monkeypatch: pytest.MonkeyPatch,
    qtbot: Any,
) -> None:
    monkeypatch.setattr(opening, "KEEP_FROM_S", 0.0)
    first = make_program()
    open_file(first, clip, qtbot)
    first.window.close()
    gate.hold_at(0)
    second = make_program()
    open_file(second, clip, qtbot)
    assert gate.seen == 0
    assert known(second) == FRAMES
    assert second.session.indexed


def test_saved_under_a_name_while_it_is_read(
    program: Program, clip: Path, gate: Gate, tmp_path: Path, qtbot: Any
) -> None:
    open_part(program, clip, gate, 60, qtbot)
    program.files.save_as(tmp_path / "early")
    gate.release()
    wait_idle(program, qtbot)
    assert program.session.project is not None
    assert program.session.project.path == tmp_path / "early.syncreview"
    assert [v.frame_count for v in program.session.document.videos.values()] == [FRAMES]
    program.window.close()
    with Project.open(tmp_path / "early.syncreview") as saved:
        assert len(saved.document.videos) == 1
    with Project.open(draft_path(clip)) as draft:
        assert len(draft.document.videos) == 0


def test_a_loop_over_the_whole_grows_with_it(
    program: Program,
    clip_factory: Callable[..., Any],
    gate: Gate,
    monkeypatch: pytest.MonkeyPatch,
    qtbot: Any,
) -> None:
    now = Clock()
    monkeypatch.setattr(program.clock, "_now", now)
    path = clip_factory(frames=FRAMES, gop=30, bframes=2).path
    open_part(program, path, gate, 60, qtbot)
    program.actions["loop"].trigger()
    program.clock.play()
    gate.release()
    wait_idle(program, qtbot)
    now.now += 110 / 25 + 0.01
    program.clock.tick()
    assert program.session.position == 110
    now.now += 20 / 25
    program.clock.tick()
    assert program.session.position == 10
