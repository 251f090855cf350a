"""Marks, loops, playing around the cursor and only speech; volume, speed, settings."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import Qt

from core.media.peaks import Peaks
from core.model import edits
from core.settings import settings_path
from core.sync.speech import Basis
from gui.dialogs.go_to import GoToDialog
from gui.player.correction import CorrectBy
from gui.program import Program
from gui.timeline.canvas import Marked
from tests.gui.helpers import open_file
from tests.gui.playing import (
    Clock,
    change,
    is_mute,
    opened_fixture,
    plays,
    press,
    silent_fixture,
    spans,
    time_fixture,
    track_of,
)
from tests.media.clips import NTSC

__all__ = ["opened_fixture", "silent_fixture", "time_fixture"]


# --- marks ---------------------------------------------------------------------------------------


def test_the_keys_mark_a_span_that_scrub_bar_and_timeline_show(opened: Program, qtbot: Any) -> None:
    session, slider = opened.session, opened.window.transport.slider
    view = opened.window.timeline.view
    assert slider.marked_area() is None
    assert view.marked is None
    session.seek_frame(50)
    qtbot.keyClick(opened.window, Qt.Key.Key_I)
    # Without an end the span is open, up to the last frame.
    assert view.marked == Marked(2.0, 8.0, has_end=False)
    session.seek_frame(99)
    qtbot.keyClick(opened.window, Qt.Key.Key_O)
    assert view.marked == Marked(2.0, 4.0)
    area = slider.marked_area()
    assert area is not None
    assert area.left() == pytest.approx(slider.width() / 4, abs=slider.width() * 0.03)
    assert area.right() == pytest.approx(slider.width() / 2, abs=slider.width() * 0.03)
    qtbot.keyClick(opened.window, Qt.Key.Key_O, Qt.KeyboardModifier.ShiftModifier)
    assert slider.marked_area() is None
    assert view.marked is None


def test_a_loop_takes_the_marks_then_the_track_then_the_shot(opened: Program) -> None:
    session, clock = opened.session, opened.clock
    session.seek_frame(10)
    press(opened, "loop")
    assert clock.repeat
    assert spans(opened) == [(0, 4)]
    session.seek_frame(150)
    assert spans(opened) == [(4, 8)]
    session.select(session.tracks[0].id)
    # The track lies in the first shot; from the second one a loop would jump away.
    assert spans(opened) == [(4, 8)]
    session.seek_frame(20)
    assert spans(opened) == [(0, 4)]
    session.set_mark_in()
    assert spans(opened) == [(0.8, 8)]
    session.seek_frame(29)
    session.set_mark_out()
    assert spans(opened) == [(0.8, 1.2)]
    assert "the marked span" in opened.window.hint.text()
    session.clear_marks()
    assert "00:00.000 to 00:04.000" in opened.window.hint.text()
    press(opened, "loop")
    assert spans(opened) == []
    assert not opened.clock.repeat


def test_a_loop_follows_the_track_that_grows_or_goes(opened: Program) -> None:
    session = opened.session
    track = session.tracks[0].id
    session.select(track)
    press(opened, "loop")
    rows = session.document.keyframes(track)
    session.do(edits.delete_keyframe(session.document, track, int(rows.pts[-1])))
    assert spans(opened) == [(0, 3.96)]
    session.do(edits.delete_tracks(session.document, [track]))
    assert spans(opened) == [(0, 4)]


def test_without_shots_the_whole_video_loops(
    program: Program, clip_factory: Callable[..., Any], qtbot: Any
) -> None:
    open_file(program, clip_factory(frames=30).path, qtbot)
    press(program, "loop")
    assert (program.clock.spans, program.clock.repeat) == ((), True)
    open_file(program, clip_factory(frames=40).path, qtbot)
    # The clock forgets with the video; the button still stands.
    assert program.clock.repeat


# --- around, speech ------------------------------------------------------------------------------


def test_around_the_cursor_once_and_back(silent: Program, time: Clock) -> None:
    session, clock = silent.session, silent.clock
    session.seek_frame(100)
    press(silent, "play_around")
    assert plays(silent)
    assert session.position == 50
    time.now += 3.0
    clock.tick()
    assert session.position == pytest.approx(125, abs=1)
    # Again: from the front, around the same place.
    press(silent, "play_around")
    assert session.position == 50
    time.now += 4.5
    clock.tick()
    assert not plays(silent)
    assert session.position == 100
    assert spans(silent) == []


def test_around_the_cursor_at_the_ends(silent: Program, time: Clock) -> None:
    for place, start in ((10, 0), (199, 149)):
        silent.session.seek_frame(place)
        press(silent, "play_around")
        assert silent.session.position == start
        time.now += 9.0
        silent.clock.tick()
        assert silent.session.position == place


def test_around_the_cursor_and_back_on_a_clock_of_one_tick_a_frame(
    program: Program,
    clip_factory: Callable[..., Any],
    monkeypatch: pytest.MonkeyPatch,
    qtbot: Any,
) -> None:
    path = clip_factory(frames=150, rate=NTSC, video_codec="mpeg4", suffix=".avi").path
    open_file(program, path, qtbot)
    assert program.session.index is not None
    assert program.session.index.time_base == 1 / NTSC
    time = Clock()
    monkeypatch.setattr(program.clock, "_now", time)
    program.session.seek_frame(70)
    press(program, "play_around")
    assert program.session.position < 12
    time.now += 9.0
    program.clock.tick()
    assert program.session.position == 70


def test_a_pause_or_a_jump_ends_it_there(silent: Program, time: Clock) -> None:
    session, clock = silent.session, silent.clock
    session.seek_frame(100)
    press(silent, "play_around")
    time.now += 1.0
    clock.tick()
    here = session.position
    press(silent, "play")
    assert not plays(silent)
    assert session.position == here
    assert spans(silent) == []
    press(silent, "play_around")
    session.seek_frame(190)
    assert plays(silent)
    assert spans(silent) == []
    time.now += 0.2
    clock.tick()
    assert session.position == pytest.approx(195, abs=1)
    clock.pause()
    assert session.position == pytest.approx(195, abs=1)
    session.seek_frame(100)
    press(silent, "play_around")
    press(silent, "last")
    assert session.position == 199
    assert not plays(silent)


def talk(program: Program, *spans: tuple[float, float]) -> None:
    """Sound that is loud in these spans only."""
    loud = np.zeros(800, np.float32)
    for start, end in spans:
        loud[round(start * 100) : round(end * 100)] = 0.5
    assert program.session.video is not None
    program.session.set_peaks(program.session.video.id, Peaks(-loud, loud))


def test_only_speech_is_played(silent: Program, time: Clock) -> None:
    session, clock = silent.session, silent.clock
    session.select(track_of(silent, determined=False))
    talk(silent, (1.0, 1.6), (3.0, 3.6), (5.0, 7.0))
    session.seek_frame(0)
    press(silent, "play_speech")
    # What lies beyond the track is not its speech; told by the sound, and said so.
    expected = [(0.84, 1.76), (2.84, 3.76)]
    assert spans(silent) == expected
    assert "by the sound alone" in silent.window.hint.text()
    assert plays(silent)
    time.now += 1.0
    clock.tick()
    # 0.92 s of the first piece are over, 0.08 s of the second one begun.
    assert session.seconds == pytest.approx(2.92, abs=0.05)
    press(silent, "play_speech")
    assert not plays(silent)
    assert spans(silent) == []
    # From behind the last piece it begins anew.
    session.seek_frame(180)
    press(silent, "play_speech")
    assert session.seconds == pytest.approx(0.84, abs=0.05)
    time.now += 5.0
    clock.tick()
    assert not plays(silent)
    assert session.seconds == pytest.approx(3.72, abs=0.05)


def test_speech_repeats_as_soon_as_the_loop_is_on(silent: Program, time: Clock) -> None:
    session, clock = silent.session, silent.clock
    session.select(track_of(silent, determined=False))
    talk(silent, (1.0, 1.6), (3.0, 3.6))
    press(silent, "play_speech")
    speech = spans(silent)
    press(silent, "loop")
    assert clock.repeat
    assert spans(silent) == speech
    assert silent.window.hint.text() == "Loop: the speech"
    time.now += 3.0
    clock.tick()
    assert plays(silent)
    press(silent, "loop")
    assert not clock.repeat
    assert spans(silent) == speech


def test_speech_in_silence_is_said_not_played(opened: Program) -> None:
    opened.session.select(track_of(opened, determined=True))
    talk(opened)
    press(opened, "play_speech")
    assert not opened.clock.playing
    assert "No speech" in opened.window.hint.text()


def test_lips_and_sound_tell_where_there_are_both(opened: Program) -> None:
    session = opened.session
    track = session.document.tracks[track_of(opened, determined=True)]
    score = session.document.scores[track.id]
    fit = np.zeros_like(score.frame_confidence)
    fit[25:50] = 4.0
    at = (score.start_step + 2) / 25
    change(opened, "score", score, replace(score, frame_confidence=fit, offset_steps=0.0))
    talk(opened, (0.0, 8.0))
    speech = opened.playing.speech(track)
    assert speech.basis is Basis.FIT_AND_SOUND
    (span,) = speech.spans
    assert [float(t) for t in span] == pytest.approx([at + 1.0, at + 2.0], abs=0.5)


def test_spans_in_which_the_track_is_outside_are_left_out(opened: Program) -> None:
    session = opened.session
    track = session.document.tracks[track_of(opened, determined=False)]
    assert session.index is not None
    away = (int(session.index.pts[25]), int(session.index.pts[50]))
    change(opened, "track", track, replace(track, outside=(away,)))
    talk(opened, (0.0, 8.0))
    speech = opened.playing.speech(session.document.tracks[track.id])
    assert [(float(a), float(b)) for a, b in speech.spans] == [(0, 1), (2, 4)]


def test_outside_behind_the_end_of_the_track_is_nothing(silent: Program, time: Clock) -> None:
    del time
    session = silent.session
    track = session.document.tracks[track_of(silent, determined=False)]
    pts = session.index.pts.tolist() if session.index else []
    # The track ends with frame 99.
    outside = ((pts[50], pts[120]), (pts[140], pts[150]))
    change(silent, "track", track, replace(track, outside=outside))
    session.select(track.id)
    press(silent, "play_speech")
    assert spans(silent) == [(0, 2)]


# --- volume, speed, settings ---------------------------------------------------------------------


def test_volume_mute_and_speed(opened: Program, qtbot: Any) -> None:
    clock, transport = opened.clock, opened.window.transport
    assert clock.volume == pytest.approx(0.8)
    control = Qt.KeyboardModifier.ControlModifier
    qtbot.keyClick(opened.window, Qt.Key.Key_Up, control)
    assert clock.volume == pytest.approx(0.85)
    assert transport.volume.slider.value() == 85
    qtbot.keyClick(opened.window, Qt.Key.Key_M, control)
    assert is_mute(opened)
    assert opened.actions["mute"].isChecked()
    qtbot.keyClick(opened.window, Qt.Key.Key_Down, control)
    assert opened.clock.volume == pytest.approx(0.8)
    assert not is_mute(opened)
    assert not opened.actions["mute"].isChecked()
    transport.volume.slider.setValue(10)
    assert clock.volume == pytest.approx(0.1)
    for name, speed in (("faster", "5/4"), ("slower", "1"), ("slower", "3/4")):
        press(opened, name)
        assert clock.speed == Fraction(speed)
        assert transport.speed.currentData() == clock.speed
    for _ in range(20):
        press(opened, "faster")
    assert clock.speed == 4


def test_what_was_chosen_is_kept(
    make_program: Callable[..., Program], clip_factory: Callable[..., Any], qtbot: Any
) -> None:
    first = make_program()
    open_file(first, clip_factory(frames=30, audio_codec="aac").path, qtbot)
    for name in ("mute", "scrub_sound", "reverse_sound"):
        first.actions[name].trigger()
    first.clock.set_volume(0.35)
    first.playing.correction.set_manual(-40)
    first.window.close()
    kept = json.loads(settings_path().read_text(encoding="utf-8"))
    assert kept["volume"] == 35
    second = make_program()
    assert second.clock.volume == pytest.approx(0.35)
    assert second.clock.muted
    assert second.clock.scrub_sound
    assert not second.clock.reverse_sound
    for name, on in (("mute", True), ("scrub_sound", True), ("reverse_sound", False)):
        assert second.actions[name].isChecked() is on
    assert second.playing.correction.by is CorrectBy.MANUAL
    assert second.playing.correction.delay.ms == -40
    # Corrected is never what one hears unasked.
    assert second.clock.delay_ms == 0


def test_go_to_asks(opened: Program, qtbot: Any) -> None:
    press(opened, "go_to")
    dialog = opened.window.findChild(GoToDialog)
    assert dialog is not None
    qtbot.keyClicks(dialog.line, "50%")
    qtbot.keyClick(dialog.line, Qt.Key.Key_Return)
    assert opened.session.position == 100
