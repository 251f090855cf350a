"""Hear it corrected: whose offset, by how much, set by key, wheel and typing."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication

from core.model import edits
from gui.player.correction import CorrectBy, delay_words, local_offset_ms
from gui.program import Program
from tests.gui.helpers import score_by_hand
from tests.gui.playing import (
    change,
    opened_fixture,
    plays,
    press,
    silent_fixture,
    track_of,
)

__all__ = ["opened_fixture", "silent_fixture"]


def test_c_hears_the_offset_of_the_selected_track(opened: Program, qtbot: Any) -> None:
    session, clock = opened.session, opened.clock
    # The determined track of the second shot: its audio is late by 200 ms.
    scores = session.document.scores
    late = next(track.id for track in session.tracks[2:] if scores[track.id].determined)
    session.select(late)
    session.seek_frame(int(session.index.frame_of_pts(session.document.keyframes(late).pts[0])))
    assert clock.delay_ms == 0
    clock.play()
    qtbot.keyClick(opened.window, Qt.Key.Key_C)
    assert plays(opened)
    assert clock.delay_ms == -200
    spin = opened.window.transport.correction.spin
    assert spin.text() == "sound advanced by 200 ms"
    assert opened.window.hint.text() == "Corrected: sound advanced by 200 ms"
    qtbot.keyClick(opened.window, Qt.Key.Key_C)
    assert clock.delay_ms == 0
    clock.pause()


def test_where_the_track_is_not_seen_its_offset_says_so(opened: Program, qtbot: Any) -> None:
    session, clock = opened.session, opened.clock
    panel = opened.window.transport.correction
    scores = session.document.scores
    late = next(track for track in session.tracks[2:] if scores[track.id].determined)
    session.select(late.id)
    assert session.position == 0
    qtbot.keyClick(opened.window, Qt.Key.Key_C)
    assert clock.delay_ms == -200
    assert panel.why.text() == f"{late.title} is not in the picture here"
    assert "is not in the picture here, sound advanced by 200 ms" in opened.window.hint.text()
    session.seek_frame(int(session.index.frame_of_pts(session.document.keyframes(late.id).pts[0])))
    qtbot.waitUntil(lambda: panel.why.text() == "")
    assert opened.window.hint.text() == "Corrected: sound advanced by 200 ms"
    assert clock.delay_ms == -200


@pytest.mark.parametrize("case", ["undetermined", "not scored", "no track"])
def test_what_has_no_offset_says_so_and_goes_by_hand(
    opened: Program, qtbot: Any, case: str
) -> None:
    session = opened.session
    opened.playing.correction.set_manual(35)
    opened.playing.correction.choose(CorrectBy.TRACK)
    if case == "undetermined":
        session.select(track_of(opened, determined=False))
    elif case == "not scored":
        track = session.document.tracks[track_of(opened, determined=True)]
        rows = session.document.keyframes(track.id)
        session.do(edits.delete_tracks(session.document, [track.id]))
        session.do(edits.add_track(track, rows))
        session.select(track.id)
    qtbot.keyClick(opened.window, Qt.Key.Key_C)
    assert opened.clock.delay_ms == 35
    words = {"no track": "No track is selected"}.get(case, case)
    assert words in opened.window.hint.text()
    assert "by hand, sound delayed by 35 ms" in opened.window.hint.text()
    assert "by hand" in opened.window.transport.correction.source.currentText()
    # Once something determined is selected, its offset is in force.
    if case == "undetermined":
        session.select(track_of(opened, determined=True))
        assert opened.clock.delay_ms != 35
        assert opened.window.transport.correction.source.currentText() == "Offset of the track"


def test_keys_and_wheel_set_the_delay_by_hand(opened: Program, qtbot: Any) -> None:
    clock, panel = opened.clock, opened.window.transport.correction
    qtbot.keyClick(opened.window, Qt.Key.Key_BracketRight)
    # Whoever sets a delay wants to hear it.
    assert opened.actions["hear_corrected"].isChecked()
    assert clock.delay_ms == 1
    for _ in range(3):
        qtbot.keyClick(opened.window, Qt.Key.Key_BracketLeft)
    assert clock.delay_ms == -2
    assert panel.spin.text() == "sound advanced by 2 ms"
    assert opened.window.hint.text() == "Corrected: sound advanced by 2 ms"
    for modifier, expected in (
        (Qt.KeyboardModifier.NoModifier, -1),
        (Qt.KeyboardModifier.ShiftModifier, 9),
    ):
        turn(panel.spin, 120, modifier)
        assert clock.delay_ms == expected
    # Two halves of a fine wheel are one step.
    turn(panel.spin, 60, Qt.KeyboardModifier.NoModifier)
    assert clock.delay_ms == 9
    turn(panel.spin, 60, Qt.KeyboardModifier.NoModifier)
    assert clock.delay_ms == 10
    opened.playing.correction.nudge(5000)
    assert clock.delay_ms == 600


def turn(widget: Any, delta: int, modifier: Qt.KeyboardModifier) -> None:
    middle = QPointF(widget.rect().center())
    event = QWheelEvent(
        middle, widget.mapToGlobal(middle), QPoint(), QPoint(0, delta),
        Qt.MouseButton.NoButton, modifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(widget, event)


@pytest.mark.parametrize(
    ("typed", "ms"), [("-80", -80), ("120", 120), ("sound advanced by 7 ms", -7), ("0", 0)]
)
def test_a_delay_is_typed(opened: Program, qtbot: Any, typed: str, ms: int) -> None:
    spin = opened.window.transport.correction.spin
    opened.playing.correction.set_manual(33)
    spin.setFocus()
    spin.selectAll()
    qtbot.keyClicks(spin, typed)
    qtbot.keyClick(spin, Qt.Key.Key_Return)
    assert opened.playing.correction.manual_ms == ms
    assert spin.text() == delay_words(ms)
    assert opened.window.view.hasFocus()


def test_esc_takes_back_what_was_typed(opened: Program, qtbot: Any) -> None:
    spin = opened.window.transport.correction.spin
    spin.setFocus()
    spin.selectAll()
    qtbot.keyClicks(spin, "99")
    qtbot.keyClick(spin, Qt.Key.Key_Escape)
    assert opened.playing.correction.manual_ms == 0
    assert spin.text() == "sound as it is"


@pytest.mark.parametrize("by", list(CorrectBy))
def test_the_source_is_chosen_and_kept(opened: Program, qtbot: Any, by: CorrectBy) -> None:
    source = opened.window.transport.correction.source
    opened.session.select(track_of(opened, determined=True))
    for _ in range(3):
        qtbot.keyClick(source, Qt.Key.Key_Up)
    for _ in range(list(CorrectBy).index(by)):
        qtbot.keyClick(source, Qt.Key.Key_Down)
    assert opened.playing.correction.by is by
    opened.playing.save()
    assert opened.preferences.settings.correction == by.value


def test_without_sound_there_is_nothing_to_correct(silent: Program) -> None:
    panel = silent.window.transport.correction
    for part in (panel.button, panel.source, panel.spin):
        assert not part.isEnabled()


def test_a_nudge_goes_on_from_what_is_heard(opened: Program) -> None:
    opened.session.select(track_of(opened, determined=True))
    before = opened.playing.correction.delay.ms
    press(opened, "hear_corrected")
    press(opened, "delay_later")
    assert opened.clock.delay_ms == before + 1
    assert opened.playing.correction.by is CorrectBy.MANUAL


def test_the_local_offset_is_followed(opened: Program, qtbot: Any) -> None:
    session = opened.session
    track_id = track_of(opened, determined=True)
    local = np.array([[1.0, 0.0, 6.0], [2.0, 100.0, 6.0], [3.0, 400.0, 0.1]])
    score = replace(session.document.scores[track_id], local_offset=local)
    change(opened, "score", session.document.scores[track_id], score)
    session.select(track_id)
    opened.playing.correction.choose(CorrectBy.LOCAL)
    press(opened, "hear_corrected")
    for frame, ms in ((0, 0), (38, 52), (150, 100)):
        session.seek_frame(frame)
        qtbot.waitUntil(lambda ms=ms: opened.clock.delay_ms == ms, timeout=3000)


def test_the_local_offset_between_its_windows() -> None:
    score = score_by_hand(1, 100, 2)
    assert local_offset_ms(score, 1.0) is None  # all of its windows are less sure than half
    rows = np.array([[1.0, 40.0, 5.0], [2.0, 80.0, 5.0], [3.0, np.nan, 5.0]])
    score = replace(score, local_offset=rows)
    assert local_offset_ms(score, 1.5) == pytest.approx(60)
    assert local_offset_ms(score, 9.0) == pytest.approx(80)
    assert local_offset_ms(replace(score, local_offset=rows[:0]), 1.0) is None
