"""A long file that is left, cancelled or fails while its index is read."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from core.errors import MediaError, ProjectError
from core.jobs import JobContext
from core.media.peaks import Peaks, waveform_peaks
from core.media.source import VideoSource
from core.model.edits import Edit
from gui import files
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
    go_to,
    open_file,
    wait_idle,
)
from tests.media.clips import text_as_video

__all__ = ["clip_fixture", "gate_fixture", "joining_fixture"]


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


def test_closing_while_it_is_read_leaves_nothing(
    program: Program, clip: Path, gate: Gate, qtbot: Any
) -> None:
    open_part(program, clip, gate, 60, qtbot)
    assert program.filing.busy
    gate.release()
    program.window.close()
    assert not program.filing.busy


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


@pytest.mark.usefixtures("joining")
def test_a_new_video_that_is_left_before_it_is_whole_is_told(
    program: Program, clip: Path, gate: Gate, qtbot: Any
) -> None:
    (id,) = program.session.document.videos
    program.files.show_video(id)
    gate.release()
    wait_idle(program, qtbot)
    assert list(program.session.document.videos) == [id]
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
