"""Devices that are not there, go, hang or change, and sound that cannot be read."""

from __future__ import annotations

import time
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from core.media.source import VideoSource
from gui.player.clock import PlayClock
from gui.session import Session
from gui.workers.audio_player import AudioPlayer
from gui.workers.open_video import OpenVideo
from tests.fake_sound import (
    FakeDevice,
    TellingSound,
    Time,
    fake_video,
    rig_of,
    steady_index,
)

pytestmark = pytest.mark.usefixtures("qapp")


def test_no_device_plays_silently_and_says_so_once() -> None:
    with rig_of(devices=[None]) as rig:
        rig.clock.play()
        rig.run(2)
        assert rig.session.position == pytest.approx(50, abs=1)
        assert rig.clock.device_name is None
        rig.clock.pause()
        rig.clock.play()
        rig.run(1)
        assert rig.session.position == pytest.approx(75, abs=3)
        assert len(rig.notices) == 1
        assert "no sound device" in rig.notices[0]


def test_a_device_is_lost_and_comes_back() -> None:
    with rig_of() as rig:
        first = rig.devices[0]
        assert first is not None
        rig.devices = [first, None, None, FakeDevice(rig.now)]
        rig.clock.play()
        rig.run(2)
        before = rig.session.position
        first.is_lost = True
        rig.run(1.5)
        assert rig.session.position == pytest.approx(before + 37, abs=1)
        assert first.closed
        rig.run(7)
        assert rig.device is not first
        assert rig.clock.device_name == "Fake device"
        assert rig.error() == pytest.approx(0, abs=0.002)
        assert rig.session.position == pytest.approx(before + 25 * 8.5, abs=12)
        assert ["does not play any more" in rig.notices[0], "is back" in rig.notices[1]] == [
            True,
            True,
        ]
        assert len(rig.notices) == 2


def test_a_device_that_stands_still_is_lost() -> None:
    with rig_of(stalls=[(2.0, 1000.0)]) as rig:
        rig.devices = [*rig.devices, None]
        rig.clock.play()
        rig.run(1.9)
        rig.run(4)
        assert rig.session.position == pytest.approx((1.95 + 0.95) * 25, abs=5)
        assert "does not play any more" in rig.notices[0]


def test_a_driver_that_hangs_is_not_waited_for() -> None:
    with rig_of() as rig:
        rig.clock.play()
        for _ in range(700):
            rig.now.now += 0.01
            rig.clock.tick()
        assert rig.session.position == pytest.approx(25 * 2, abs=2)
        assert "does not play any more" in rig.notices[0]
        # It comes after all, and the sound begins where the picture is.
        rig.run(2)
        assert rig.error() == pytest.approx(0, abs=0.002)
        assert rig.session.position == pytest.approx(25 * 4, abs=8)
        assert "is back" in rig.notices[1]


def test_a_failure_in_the_thread_is_told_and_ends_nothing(qtbot: Any) -> None:
    session = Session()
    session.set_video(fake_video(steady_index(Fraction(25), 60)))

    def fail() -> FakeDevice:
        raise ZeroDivisionError("a mistake")

    clock = PlayClock(session, player=AudioPlayer(fail))
    notices: list[str] = []
    clock.notice.connect(notices.append)
    clock.play()
    qtbot.waitUntil(lambda: session.position > 2, timeout=10000)
    assert "a mistake" in notices[0]
    clock.pause()
    clock.close()


def test_another_default_device_takes_over() -> None:
    with rig_of() as rig:
        first = rig.devices[0]
        assert first is not None
        rig.devices.append(FakeDevice(rig.now, rate=11025, step=59, own=118, buffer=1323))
        rig.clock.play()
        rig.run(2)
        first.is_moved = True
        rig.run(3)
        assert first.closed
        assert rig.device.rate == 11025
        assert rig.error() == pytest.approx(0, abs=0.002)
        assert rig.session.position == pytest.approx(25 * 4.8, abs=8)


def test_no_sound_in_the_video_needs_no_device(clip_factory: Callable[..., Any]) -> None:
    now = Time()
    opened: list[int] = []
    player = AudioPlayer(lambda: opened.append(1), now, threaded=False)
    source = VideoSource.open(clip_factory("no_audio").path)
    session = Session()
    session.set_video(OpenVideo(source.record(1), source, source.index))
    clock = PlayClock(session, now=now, player=player)
    clock.play()
    for _ in range(100):
        now.now += 0.01
        player.step()
        clock.tick()
    assert session.position == pytest.approx(25, abs=1)
    assert not opened
    clock.close()


def test_sound_that_cannot_be_read_is_told_for_each_video(
    clip_factory: Callable[..., Any], tmp_path: Path
) -> None:
    now, session = Time(), Session()
    clock = PlayClock(session, now=now, player=AudioPlayer(lambda: FakeDevice(now), now, False))
    notices: list[str] = []
    clock.notice.connect(notices.append)
    for name in ("gone.mp4", "gone too.mp4"):
        path = tmp_path / name
        path.write_bytes(clip_factory("mp4_aac").path.read_bytes())
        source = VideoSource.open(path)
        record = source.record(1)
        path.unlink()
        session.set_video(OpenVideo(record, source, source.index))
        clock.play()
        for _ in range(100):
            now.now += 0.01
            clock._player.step()  # type: ignore[union-attr]
            clock.tick()
        assert session.position == pytest.approx(25, abs=2)
    assert len(notices) == 2
    assert all("does not exist" in notice for notice in notices)
    clock.close()


def test_another_video_lets_go_of_the_file_of_the_former() -> None:
    now, session = Time(), Session()
    open_files: list[TellingSound] = []

    class Sound(TellingSound):
        def close(self) -> None:
            open_files.remove(self)

    def open_sound(_source: VideoSource, rate: int) -> TellingSound:
        open_files.append(Sound(rate))
        return open_files[-1]

    player = AudioPlayer(lambda: FakeDevice(now), now, False, open_sound)
    clock = PlayClock(session, now=now, player=player)
    for _ in range(2):
        session.set_video(fake_video(steady_index(Fraction(25), 60)))
        player.step()
        assert not open_files
        clock.play()
        player.step()
        clock.pause()
        player.step()
        # Kept, so that playing on begins at once.
        assert len(open_files) == 1
    session.set_video(None)
    player.step()
    assert not open_files
    clock.close()


def test_threads_end_and_nothing_is_opened_twice(
    clip_factory: Callable[..., Any], qtbot: Any
) -> None:
    """The real thread and the real clock of the room, with a device that hears nothing."""
    source = VideoSource.open(clip_factory("mp4_aac").path)
    session = Session()
    session.set_video(OpenVideo(source.record(1), source, source.index))
    devices: list[FakeDevice] = []

    def open_device() -> FakeDevice:
        devices.append(FakeDevice(Monotonic(), rate=48000, step=256, own=512, buffer=5760))
        return devices[-1]

    clock = PlayClock(session, player=AudioPlayer(open_device))
    for _ in range(5):
        session.seek_frame(0)
        clock.play()
        qtbot.waitUntil(lambda: session.position >= 5, timeout=10000)
        clock.pause()
    clock.close()
    assert len(devices) == 5
    assert all(device.closed for device in devices)
    # The sound of the file: a click at 0 faded in, the next one 12 frames later.
    assert not clock.playing


class Monotonic(Time):
    """The clock of the room."""

    def __call__(self) -> float:
        return time.monotonic()
