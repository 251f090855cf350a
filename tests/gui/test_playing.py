"""Playback by the clock, the keys that move, the readout."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt

from gui.player.clock import PlayClock
from gui.player.transport import Readout
from gui.program import Program
from tests.gui.helpers import open_file, wait_frame


@pytest.fixture
def opened(program: Program, clip_factory: Callable[..., Any], qtbot: Any) -> Program:
    open_file(program, clip_factory(frames=100, audio_codec="aac").path, qtbot)
    return program


class Time:
    now = 100.0

    def __call__(self) -> float:
        return self.now


def test_the_clock_decides_the_frame(opened: Program) -> None:
    time = Time()
    clock = PlayClock(opened.session, now=time)
    clock.play()
    for seconds, frame in ((0.0, 0), (0.039, 0), (0.0401, 1), (1.0001, 25), (2.5001, 62)):
        time.now = 100.0 + seconds
        clock.tick()
        assert opened.session.position == frame
    clock.set_speed(Fraction(2))
    time.now += 0.5001
    clock.tick()
    assert opened.session.position == 87
    # Somebody seeks: playback goes on from there.
    opened.session.seek_frame(10)
    time.now += 0.2001
    clock.tick()
    assert opened.session.position == 20
    time.now += 60
    clock.tick()
    assert opened.session.position == 99
    assert not clock.playing


def test_playing_from_the_end_begins_anew(opened: Program) -> None:
    time = Time()
    clock = PlayClock(opened.session, now=time)
    opened.session.seek_frame(99)
    clock.play()
    assert opened.session.position == 0
    clock.pause()


def test_the_shuttle(opened: Program) -> None:
    time = Time()
    clock = PlayClock(opened.session, now=time)
    opened.session.seek_frame(50)
    clock.shuttle(-1)
    time.now += 0.4001
    clock.tick()
    assert opened.session.position == 39
    clock.shuttle(-1)
    assert clock.speed == 2
    for _ in range(5):
        clock.shuttle(-1)
    assert clock.speed == 4
    clock.shuttle(1)
    assert (clock.speed, clock.direction) == (1, 1)
    clock.pause()
    opened.session.seek_frame(5)
    clock.shuttle(-1)
    time.now += 10
    clock.tick()
    assert opened.session.position == 0
    assert not clock.playing


def test_playing_shows_frames_and_pausing_stops(opened: Program, qtbot: Any) -> None:
    shown: list[int] = []
    opened.session.frame_shown.connect(shown.append)
    qtbot.keyClick(opened.window, Qt.Key.Key_L)
    assert opened.clock.playing
    qtbot.waitUntil(lambda: len(shown) > 5, timeout=10000)
    qtbot.keyClick(opened.window, Qt.Key.Key_K)
    assert not opened.clock.playing
    assert shown == sorted(shown)
    wait_frame(opened, qtbot)


@pytest.mark.parametrize(
    ("key", "modifier", "frame"),
    [
        (Qt.Key.Key_Right, Qt.KeyboardModifier.NoModifier, 51),
        (Qt.Key.Key_Left, Qt.KeyboardModifier.NoModifier, 49),
        (Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier, 60),
        (Qt.Key.Key_Left, Qt.KeyboardModifier.ShiftModifier, 40),
        (Qt.Key.Key_Right, Qt.KeyboardModifier.ControlModifier, 75),
        (Qt.Key.Key_Left, Qt.KeyboardModifier.ControlModifier, 25),
        (Qt.Key.Key_Home, Qt.KeyboardModifier.NoModifier, 0),
        (Qt.Key.Key_End, Qt.KeyboardModifier.NoModifier, 99),
    ],
)
@pytest.mark.parametrize("focus", ["view", "tracks"])
def test_keys_move(
    opened: Program,
    qtbot: Any,
    key: Qt.Key,
    modifier: Qt.KeyboardModifier,
    frame: int,
    focus: str,
) -> None:
    widget = opened.window.view if focus == "view" else opened.window.tracks.table
    widget.setFocus()
    opened.session.seek_frame(50)
    qtbot.keyClick(widget, key, modifier)
    assert opened.session.position == frame


def test_the_slider_scrubs_and_the_readout_tells(opened: Program, qtbot: Any) -> None:
    slider = opened.window.transport.slider
    middle = QPoint(slider.width() // 2, slider.height() // 2)
    opened.clock.play()
    qtbot.mouseClick(slider, Qt.MouseButton.LeftButton, pos=middle)
    assert not opened.clock.playing
    assert opened.session.position == pytest.approx(50, abs=2)
    opened.session.seek_frame(30)
    # Wide enough for all parts, whatever the fonts of the machine.
    opened.window.resize(2600, 1000)
    readout = opened.window.transport.readout
    qtbot.waitUntil(lambda: "pts" in readout.text())
    text = readout.text()
    assert "00:01.200 / 00:04.000" in text
    assert "frame 30 / 99" in text
    assert f"pts {opened.session.pts}" in text
    assert slider.value() == 30


def test_a_narrow_readout_drops_whole_parts(qtbot: Any) -> None:
    readout = Readout()
    qtbot.addWidget(readout)
    readout.show_parts("00:01.000 / 00:09.000", "frame 25 / 224", "pts 12800")
    for width, ending in ((900, "pts 12800"), (260, "frame 25 / 224"), (20, "00:09.000")):
        readout.resize(width, 20)
        readout.show()
        qtbot.waitUntil(lambda e=ending: readout.text().endswith(e))
