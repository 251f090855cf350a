"""A long file in the window while its index is read; the index is held by hand at some packet."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from av.packet import Packet
from PySide6.QtWidgets import QLabel

from core.errors import MediaError, ProjectError
from core.jobs import JobContext
from core.media import index as indexing
from core.media import source as opening
from core.media.peaks import Peaks, waveform_peaks
from core.media.source import VideoSource
from core.model.edits import Edit
from core.store.project import Project, draft_path
from gui import files
from gui.program import Program
from tests.gui.helpers import (
    analyse_by_hand,
    go_to,
    open_file,
    picture_of,
    wait_frame,
    wait_idle,
)
from tests.gui.playing import Clock
from tests.media.clips import text_as_video
from tests.media.marks import read_number

FRAMES = 120


class Gate:
    """Lets packets through up to a number, then holds the thread that indexes."""

    def __init__(self) -> None:
        self._condition = threading.Condition()
        self._limit = 10**9
        self._error: Exception | None = None
        self.seen = 0

    def hold_at(self, packets: int) -> None:
        with self._condition:
            self._limit, self.seen, self._error = packets, 0, None
            self._condition.notify_all()

    def release(self, error: Exception | None = None) -> None:
        with self._condition:
            self._limit, self._error = 10**9, error
            self._condition.notify_all()

    def pass_one(self) -> None:
        with self._condition:
            self.seen += 1
            self._condition.wait_for(lambda: self.seen <= self._limit, timeout=20)
            if self._error is not None:
                error, self._error = self._error, None
                raise error


@pytest.fixture
def gate(monkeypatch: pytest.MonkeyPatch) -> Iterator[Gate]:
    gate = Gate()
    add = indexing._Frames.add_packet

    def gated(frames: indexing._Frames, packet: Packet, pts: int) -> None:
        gate.pass_one()
        add(frames, packet, pts)

    monkeypatch.setattr(indexing._Frames, "add_packet", gated)
    monkeypatch.setattr(indexing, "FIRST_GROWTH_S", 0.0)
    monkeypatch.setattr(indexing, "GROWTH_S", 0.0)
    yield gate
    gate.release()


@pytest.fixture
def clip(clip_factory: Callable[..., Any]) -> Path:
    path: Path = clip_factory(frames=FRAMES, gop=30, bframes=2, audio_codec="aac").path
    return path


def known(program: Program) -> int:
    return len(program.session.index or ())


def texts_of(program: Program) -> str:
    """What the inspector says."""
    return "\n".join(label.text() for label in program.inspector.findChildren(QLabel))


def open_part(program: Program, path: Path, gate: Gate, packets: int, qtbot: Any) -> None:
    """Open a file as far as its first packets."""
    gate.hold_at(packets)
    program.files.open(path)
    # The last packets that came tell only of frames before them.
    qtbot.waitUntil(
        lambda: (
            program.session.video is not None
            and program.session.video.path == str(path)
            and known(program) >= packets - 6
        ),
        timeout=15000,
    )
    wait_frame(program, qtbot)


def shown_number(program: Program) -> int:
    frame = program.window.view.frame
    assert frame is not None
    number: int = read_number(picture_of(frame.image))
    return number


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


def test_a_new_video_joins_a_saved_project_when_it_is_whole(
    program: Program,
    clip: Path,
    clip_factory: Callable[..., Any],
    gate: Gate,
    tmp_path: Path,
    qtbot: Any,
) -> None:
    open_file(program, clip_factory(frames=20).path, qtbot)
    program.files.save_as(tmp_path / "both.syncreview")
    wait_idle(program, qtbot)
    open_part(program, clip, gate, 60, qtbot)
    assert len(program.session.document.videos) == 1
    gate.release()
    wait_idle(program, qtbot)
    assert len(program.session.document.videos) == 2
    assert program.session.video == program.session.document.videos[2]
    assert program.session.video is not None
    assert program.session.video.frame_count == FRAMES


def test_cancelled_it_keeps_what_is_indexed(
    program: Program, clip: Path, gate: Gate, qtbot: Any, errors: list[BaseException]
) -> None:
    open_part(program, clip, gate, 60, qtbot)
    go_to(program, 30, qtbot)
    program.window.jobs.cancel.click()
    gate.release()
    wait_idle(program, qtbot)
    assert errors == []
    assert "Open the file again" in program.window.hint.text()
    assert program.session.position == 30
    assert known(program) < FRAMES
    assert not program.session.indexed
    assert not program.actions["analyse"].isEnabled()
    (part,) = program.window.timeline.wave.closed.parts
    assert "stopped" in part.text
    go_to(program, 50, qtbot)
    assert shown_number(program) == 50
    # Opened once more, it is read to its end.
    open_file(program, clip, qtbot)
    assert known(program) == FRAMES
    assert program.session.indexed


def test_a_failure_at_the_end_keeps_what_is_known(
    program: Program, clip: Path, gate: Gate, qtbot: Any, errors: list[BaseException]
) -> None:
    open_part(program, clip, gate, 60, qtbot)
    gate.release(MediaError("cannot be read (the disk is gone)", "Plug it in", clip))
    wait_idle(program, qtbot)
    assert [type(error) for error in errors] == [MediaError]
    assert 40 < known(program) < FRAMES
    assert not program.session.indexed
    go_to(program, 41, qtbot)
    assert shown_number(program) == 41


def test_another_file_that_fails_lets_the_first_go_on(
    program: Program,
    clip: Path,
    gate: Gate,
    tmp_path: Path,
    qtbot: Any,
    errors: list[BaseException],
) -> None:
    open_part(program, clip, gate, 60, qtbot)
    go_to(program, 33, qtbot)
    program.files.open(text_as_video(tmp_path / "bad.mp4"))
    gate.release()
    wait_idle(program, qtbot)
    assert len(errors) == 1
    assert program.session.position == 33
    assert known(program) == FRAMES
    assert program.session.indexed
    assert len(program.session.document.videos) == 1


def test_another_file_replaces_a_half_read_one(
    program: Program, clip: Path, clip_factory: Callable[..., Any], gate: Gate, qtbot: Any
) -> None:
    other = clip_factory(frames=20).path
    open_part(program, clip, gate, 60, qtbot)
    program.files.open(other)
    gate.release()
    wait_idle(program, qtbot)
    assert program.session.video is not None
    assert program.session.video.path == str(other)
    assert known(program) == 20
    assert program.session.indexed


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


def test_closing_while_it_is_read_leaves_nothing(
    program: Program, clip: Path, gate: Gate, qtbot: Any
) -> None:
    open_part(program, clip, gate, 60, qtbot)
    gate.release()
    program.window.close()
    assert not program.filing.busy


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


@pytest.mark.parametrize("good", [True, False])
def test_another_file_does_not_wait_for_the_sound_of_the_first(
    program: Program,
    clip: Path,
    clip_factory: Callable[..., Any],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    qtbot: Any,
    good: bool,
) -> None:
    began: list[str] = []

    def endless(source: VideoSource, ctx: JobContext) -> Peaks:
        began.append(source.path.name)
        while len(began) < 2:
            ctx.check()
            time.sleep(0.01)
        return waveform_peaks(source, ctx)

    monkeypatch.setattr(files, "waveform_peaks", endless)
    other = clip_factory(frames=20, audio_codec="aac").path
    program.files.open(clip)
    qtbot.waitUntil(lambda: len(began) == 1)
    program.files.open(other if good else text_as_video(tmp_path / "bad.mp4"))
    wait_idle(program, qtbot)
    # After a failure the sound of the video that stayed is read after all.
    shown = other if good else clip
    assert program.session.video is not None
    assert program.session.video.path == str(shown)
    assert program.session.peaks is not None
    assert began == [clip.name, shown.name]


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


def test_a_record_that_cannot_be_written_ends_the_opening(
    program: Program,
    clip: Path,
    gate: Gate,
    monkeypatch: pytest.MonkeyPatch,
    qtbot: Any,
    errors: list[BaseException],
) -> None:
    def full(_edit: object, *_step: object) -> None:
        raise ProjectError("the disk is full", "Make room", clip)

    open_part(program, clip, gate, 60, qtbot)
    monkeypatch.setattr(program.session.document, "apply", full)
    gate.release()
    wait_idle(program, qtbot)
    assert [type(error) for error in errors] == [ProjectError]
    assert "stopped" in program.window.timeline.wave.closed.parts[0].text
    assert "Open the file again" in program.window.hint.text()
    monkeypatch.undo()
    open_file(program, clip, qtbot)
    assert program.session.indexed
    assert len(program.session.document.videos) == 1


def test_a_new_video_that_is_left_before_it_is_whole_is_told(
    program: Program,
    clip: Path,
    clip_factory: Callable[..., Any],
    gate: Gate,
    tmp_path: Path,
    qtbot: Any,
) -> None:
    open_file(program, clip_factory(frames=20).path, qtbot)
    program.files.save_as(tmp_path / "both.syncreview")
    wait_idle(program, qtbot)
    (first,) = program.session.document.videos
    open_part(program, clip, gate, 60, qtbot)
    program.files.show_video(first)
    gate.release()
    wait_idle(program, qtbot)
    assert list(program.session.document.videos) == [first]
    text = program.window.hint.text()
    assert clip.name in text
    assert "not in the project" in text


def test_the_next_file_is_opened_though_one_could_not_be_added(
    program: Program,
    clip_factory: Callable[..., Any],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    qtbot: Any,
) -> None:
    first, second, third = (clip_factory(frames=n).path for n in (20, 21, 22))
    open_file(program, first, qtbot)
    program.files.save_as(tmp_path / "three.syncreview")
    wait_idle(program, qtbot)
    do, tried = program.session.do, []

    def fails_once(edit: Edit) -> bool:
        tried.append(edit)
        return do(edit) if len(tried) > 1 else False

    monkeypatch.setattr(program.session, "do", fails_once)
    program.files.open_all([second, third])
    qtbot.waitUntil(lambda: len(program.session.document.videos) == 2, timeout=15000)
    wait_idle(program, qtbot)
    paths = [video.path for video in program.session.document.videos.values()]
    assert paths == [str(first), str(third)]
