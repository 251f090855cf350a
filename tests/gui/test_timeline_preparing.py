"""What the timeline prepares in workers: whose it is, that it waits for nothing, how it fails."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from core.media.peaks import Peaks
from core.media.spectrogram import Spectrogram, spectrogram
from gui import files
from gui.language import language
from gui.program import Program
from gui.timeline import preparing
from gui.timeline.axis import Frame
from gui.timeline.heat import heat_map
from gui.timeline.sound import SpectrumLane
from gui.timeline.speakers import SpeakerSpan
from tests.bench.timeline.material import Size, fill
from tests.gui.helpers import open_file
from tests.gui.timeline_helpers import open_analysed


@pytest.fixture
def opened(program: Program, clip_factory: Callable[..., Any], qtbot: Any) -> Program:
    clip: Path = clip_factory(frames=100, audio_codec="aac").path
    return open_analysed(program, clip, qtbot)


@pytest.fixture
def gate(monkeypatch: pytest.MonkeyPatch) -> Iterator[threading.Event]:
    """Spectrograms wait for this."""
    opens = threading.Event()

    def slow(*arguments: Any) -> Any:
        opens.wait(20)
        return spectrogram(*arguments)

    monkeypatch.setattr(preparing, "spectrogram", slow)
    yield opens
    opens.set()


# --- whose it is ----------------------------------------------------------------------------------


def test_the_map_of_the_former_track_is_not_shown_under_another_name(
    opened: Program, qtbot: Any
) -> None:
    heat, session = opened.window.timeline.heat, opened.session
    first, second = session.tracks[:2]
    session.select(first.id)
    qtbot.waitUntil(lambda: heat.map is not None)
    busy = threading.Event()
    opened.plotting.submit("something else", lambda _ctx: busy.wait(20))
    session.select(second.id)
    assert second.title in heat.note
    assert heat.map is None
    busy.set()
    qtbot.waitUntil(lambda: heat.map is not None)
    assert heat.score is session.document.scores[second.id]


def test_maps_do_not_wait_for_a_spectrogram(
    opened: Program, qtbot: Any, gate: threading.Event
) -> None:
    timeline = opened.window.timeline
    opened.actions["lane_spectrum"].trigger()
    opened.session.select(opened.session.tracks[0].id)
    qtbot.waitUntil(lambda: timeline.heat.map is not None)
    assert timeline.spectrum.note == "Reading the sound…"
    gate.set()
    qtbot.waitUntil(lambda: timeline.spectrum.spectrum is not None)


# --- no sound -------------------------------------------------------------------------------------


def test_a_video_that_is_closed_leaves_no_note(
    opened: Program, qtbot: Any, gate: threading.Event
) -> None:
    lane = opened.window.timeline.spectrum
    opened.actions["lane_spectrum"].trigger()
    assert lane.note == "Reading the sound…"
    opened.session.set_video(None)
    assert lane.note == ""
    gate.set()
    qtbot.waitUntil(lambda: not opened.listening.busy)
    assert lane.spectrum is None


def test_a_video_without_sound_has_no_spectrogram(
    program: Program, clip_factory: Callable[..., Any], qtbot: Any
) -> None:
    lane = program.window.timeline.spectrum
    program.actions["lane_spectrum"].trigger()
    open_file(program, clip_factory(frames=30).path, qtbot)
    qtbot.waitUntil(lambda: program.session.peaks is not None)
    assert lane.note == program.window.timeline.wave.note == "This video has no sound."
    assert not program.listening.busy
    assert lane.spectrum is None
    assert lane.labels(60) == []


def test_sound_of_no_length_has_no_scale(opened: Program, qtbot: Any) -> None:
    lane = opened.window.timeline.spectrum
    opened.actions["lane_spectrum"].trigger()
    qtbot.waitUntil(lambda: lane.spectrum is not None)
    assert len(lane.labels(60)) == 3
    whole = lane.spectrum
    assert whole is not None
    lane.set_spectrum(type(whole)(whole.levels[:, :0].copy(), whole.seconds_per_column))
    assert lane.labels(60) == []


# --- failures -------------------------------------------------------------------------------------


def test_a_spectrogram_that_failed_is_told_and_can_be_asked_for_again(
    opened: Program, qtbot: Any, errors: list[BaseException]
) -> None:
    lane, source = opened.window.timeline.spectrum, opened.session.source
    assert source is not None
    away = source.path.with_name("away.mp4")
    source.path.rename(away)
    opened.actions["lane_spectrum"].trigger()
    qtbot.waitUntil(lambda: lane.note == "The sound could not be read.")
    assert len(errors) == 1
    away.rename(source.path)
    opened.actions["lane_spectrum"].trigger()
    opened.actions["lane_spectrum"].trigger()
    assert lane.note == "Reading the sound…"
    qtbot.waitUntil(lambda: lane.spectrum is not None)
    assert lane.note == ""


def test_a_map_that_failed_is_told_and_can_be_asked_for_again(
    opened: Program, qtbot: Any, errors: list[BaseException], monkeypatch: pytest.MonkeyPatch
) -> None:
    heat, session = opened.window.timeline.heat, opened.session

    def fail(_score: Any) -> Any:
        raise MemoryError

    monkeypatch.setattr(preparing, "heat_map", fail)
    session.select(session.tracks[0].id)
    qtbot.waitUntil(lambda: bool(errors))
    assert heat.note == "Sync map: could not be prepared"
    monkeypatch.setattr(preparing, "heat_map", heat_map)
    session.select(None)
    session.select(session.tracks[0].id)
    qtbot.waitUntil(lambda: heat.map is not None)
    assert session.tracks[0].title in heat.note


def test_curves_that_failed_are_told_and_asked_for_with_the_next_edit(
    program: Program, qtbot: Any, errors: list[BaseException], monkeypatch: pytest.MonkeyPatch
) -> None:
    made = preparing.prepared

    def fail(_values: Any) -> Any:
        raise MemoryError

    monkeypatch.setattr(preparing, "prepared", fail)
    fill(program.session, Size(hours=1.0, tracks=20, points=40_000))
    lane = program.window.timeline.confidence
    qtbot.waitUntil(lambda: bool(errors))
    assert lane.note == "Frame confidence: could not be prepared"
    assert lane.curves == 0
    monkeypatch.setattr(preparing, "prepared", made)
    program.session.select(program.session.tracks[0].id)
    program.editing.set_hidden([program.session.tracks[0].id], True)
    qtbot.waitUntil(lambda: lane.curves == 20)
    assert lane.note == ""


def test_sound_that_cannot_be_read_is_told_in_both_lanes(
    program: Program,
    clip_factory: Callable[..., Any],
    qtbot: Any,
    errors: list[BaseException],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def fail(*_arguments: Any) -> Any:
        raise MemoryError

    monkeypatch.setattr(files, "waveform_peaks", fail)
    timeline = program.window.timeline
    program.actions["lane_spectrum"].trigger()
    program.files.open(clip_factory(frames=30, audio_codec="aac").path)
    qtbot.waitUntil(lambda: bool(errors))
    assert timeline.wave.note == timeline.spectrum.note == "The sound could not be read."
    program.session.set_video(None)
    assert timeline.wave.note == timeline.spectrum.note == ""


def test_sound_without_a_sample_is_told(opened: Program, qtbot: Any) -> None:
    timeline, session = opened.window.timeline, opened.session
    opened.actions["lane_spectrum"].trigger()
    qtbot.waitUntil(lambda: timeline.spectrum.spectrum is not None)
    shown = timeline.spectrum.spectrum
    assert shown is not None
    empty = Spectrogram(shown.levels[:, :0].copy(), shown.seconds_per_column)
    timeline.preparing.spectrum_ready.emit(empty)
    assert timeline.spectrum.note == "The sound is empty."
    session.peaks_changed.emit()
    assert timeline.spectrum.note == "The sound is empty."
    assert session.video is not None
    none = np.zeros(0, np.float32)
    session.set_peaks(session.video.id, Peaks(none, none))
    assert timeline.wave.note == "The sound is empty."


def test_without_the_file_there_is_no_sound(program: Program) -> None:
    timeline = program.window.timeline
    program.actions["lane_spectrum"].trigger()
    fill(program.session, Size(hours=0.01, tracks=2, points=400))
    assert timeline.wave.note == ""
    assert timeline.spectrum.note == "The video file is missing."
    program.session.set_video(program.session.opened)
    assert timeline.wave.note == "The video file is missing."


# --- what is told under the mouse -----------------------------------------------------------------


def test_the_spectrogram_tells_how_loud_which_tone_is(qapp: Any) -> None:
    levels, lane = np.zeros((64, 200), np.uint8), SpectrumLane()
    row = int(Spectrogram(levels.copy(), 0.01).row_of(1000))
    # A tenth of full scale is -20 dB: from 1 s on, at 1 kHz.
    levels[row, 100:] = 204
    lane.set_spectrum(Spectrogram(levels, 0.01))
    frame = Frame(200, 64, 0.0, 0.01)
    y = 63.5 - row
    assert lane.tip(150.0, y, frame) == "00:01.500: -20 dB at about 1 kHz"
    assert lane.tip(50.0, y, frame) == "00:00.500: -100 dB at about 1 kHz"
    assert "250 Hz" in lane.tip(150.0, lane.labels(64)[0][0], frame)
    assert lane.tip(250.0, y, frame) == ""


# --- words ----------------------------------------------------------------------------------------


def test_the_bars_of_who_speaks_follow_the_language(opened: Program) -> None:
    timeline, track = opened.window.timeline, opened.session.tracks[0]
    timeline.set_speakers([SpeakerSpan(0.0, 1.0, track.id)])
    (before,) = timeline.speakers.bars
    assert "speaks from" in before.tip
    try:
        opened.actions["language_ko"].trigger()
        (after,) = timeline.speakers.bars
        assert "speaks from" not in after.tip
    finally:
        language().choose("en")
