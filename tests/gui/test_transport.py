"""The rows below the picture: what gives way in narrow windows, the readout, the frame rate."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QLabel, QWidget

from gui.player.giving_row import GivingRow
from gui.player.shown_rate import ShownRate
from gui.program import Program
from tests.gui.helpers import analyse_by_hand, open_file, wait_frame


@pytest.fixture
def opened(program: Program, clip_factory: Callable[..., Any], qtbot: Any) -> Program:
    open_file(program, clip_factory(frames=100, audio_codec="aac").path, qtbot)
    analyse_by_hand(program)
    return program


def test_the_row_gives_up_what_is_needed_least(qtbot: Any) -> None:
    holder = QWidget()
    qtbot.addWidget(holder)
    row = GivingRow(holder)
    parts = {}
    for name, need in (("play", 0), ("fit", 6), ("time", 2), ("speed", 1)):
        parts[name] = QLabel(name)
        parts[name].setFixedWidth(100)
        row.add(parts[name], need)
    holder.show()
    for width, shown in (
        (450, {"play", "fit", "time", "speed"}),
        (400, {"play", "time", "speed"}),
        (300, {"play", "speed"}),
        (150, {"play"}),
        (450, {"play", "fit", "time", "speed"}),
    ):
        row.resize(width, 30)
        assert {name for name, part in parts.items() if part.isVisible()} == shown
    assert row.minimumSizeHint().width() < 150


@pytest.mark.parametrize("width", [1000, 1400])
def test_nothing_is_cut_off_and_playing_stays(opened: Program, qtbot: Any, width: int) -> None:
    opened.window.resize(width, 800)
    transport = opened.window.transport
    qtbot.waitUntil(lambda: transport.row.width() == transport.width(), timeout=3000)
    assert transport.correction.spin.isVisible()
    assert transport.correction.button.isVisible()
    for row in (transport.row, transport.sound_row):
        shown = [part for part, _need in row._parts if part.isVisible()]
        for part in shown:
            assert part.width() >= part.minimumSizeHint().width()
            assert row.rect().contains(part.geometry())
        assert len(shown) >= 3
    spin = transport.correction.spin
    for ms in (-600, 600):
        spin.setValue(ms)
        room = spin.lineEdit().width()
        assert spin.fontMetrics().horizontalAdvance(spin.text()) <= room


def test_the_readout_tells_rate_timecode_and_pts(opened: Program, qtbot: Any) -> None:
    opened.window.resize(2600, 1000)
    readout = opened.window.transport.readout
    opened.session.seek_frame(30)
    qtbot.waitUntil(lambda: "pts" in readout.text())
    assert "25 fps" in readout.text()
    assert "00:00:01:05" in readout.text()


def test_the_shown_rate_is_told_while_playing(opened: Program, qtbot: Any) -> None:
    opened.window.resize(2600, 1000)
    opened.clock.play()
    qtbot.waitUntil(lambda: "of 25 fps" in opened.window.transport.readout.text(), timeout=10000)
    opened.clock.pause()
    assert "of 25 fps" not in opened.window.transport.readout.text()
    wait_frame(opened, qtbot)


def test_frames_shown_twice_count_once() -> None:
    now = [10.0]
    shown = ShownRate(lambda: now[0])
    shown.start()
    assert shown.rate is None
    for frame in range(26):
        now[0] += 0.04
        shown.add(frame)
        shown.add(frame)
    assert shown.rate == pytest.approx(25)
    # A decoder that is too slow is seen.
    for frame in range(30, 56, 2):
        now[0] += 0.08
        shown.add(frame)
    assert shown.rate == pytest.approx(12.5)
    shown.start()
    assert shown.rate is None


def test_the_speed_is_chosen(opened: Program) -> None:
    speed = opened.window.transport.speed
    row = speed.findText("1.5×")
    speed.setCurrentIndex(row)
    speed.activated.emit(row)
    assert opened.clock.speed == Fraction(3, 2)


def test_the_volume_is_dragged_and_the_button_shows_silence(opened: Program, qtbot: Any) -> None:
    volume = opened.window.transport.volume
    slider, mute = volume.slider, opened.actions["mute"]
    loud = mute.icon().cacheKey()
    qtbot.mouseClick(slider, Qt.MouseButton.LeftButton, pos=QPoint(1, slider.height() // 2))
    assert opened.clock.volume == 0
    assert mute.icon().cacheKey() != loud
    middle = QPoint(slider.width() // 2, slider.height() // 2)
    qtbot.mouseClick(slider, Qt.MouseButton.LeftButton, pos=middle)
    assert opened.clock.volume == pytest.approx(0.5, abs=0.05)
    assert mute.icon().cacheKey() == loud


def test_without_a_device_the_speaker_is_crossed_out(opened: Program, qtbot: Any) -> None:
    """The tests' Qt finds no sound server."""
    opened.clock.play()
    qtbot.waitUntil(lambda: opened.clock.sound_missing)
    expected = opened.themes.icon("muted").cacheKey()
    assert opened.actions["mute"].icon().cacheKey() == expected
    assert "No sound device" in opened.window.transport.volume.slider.toolTip()
    assert not opened.clock.muted


def test_another_theme_keeps_the_crossed_out_speaker(opened: Program) -> None:
    opened.actions["mute"].trigger()
    opened.themes.choose("light")
    expected = opened.themes.icon("muted").cacheKey()
    assert opened.actions["mute"].icon().cacheKey() == expected


def test_the_toggle_keeps_as_much_text_as_fits(opened: Program) -> None:
    button = opened.window.transport.correction.button
    for width, text in ((400, "Hear it corrected"), (button.sizeHint().width() - 1, "Corrected")):
        button.resize(width, 30)
        assert button.shown_text() == text
    button.resize(button.minimumSizeHint())
    assert button.shown_text() == ""
