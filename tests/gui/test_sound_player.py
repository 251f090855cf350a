"""Picture and sound together, on a device and a clock made for the test."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

import numpy as np
import pytest

from core.media.source import VideoSource
from core.timebase import FrameIndex
from gui.player.clock import PlayClock
from gui.session import Session
from gui.workers.audio_player import AudioPlayer
from gui.workers.open_video import OpenVideo
from tests.fake_sound import FakeDevice, Time, rig_of, steady_index, told_position, told_positions

# The clock has a timer, though no test here lets it run but the last.
pytestmark = pytest.mark.usefixtures("qapp")


def variable_index(seconds: int) -> FrameIndex:
    """Frames of 40, 100, 20 and 500 ms in turns, on a clock of milliseconds."""
    steps = np.tile(np.repeat([40, 100, 20, 500], [25, 10, 50, 1]), seconds // 3)
    pts = np.concatenate([[0], np.cumsum(steps)])
    return FrameIndex(pts[:-1], np.ones(len(steps), np.bool_), Fraction(1, 1000), int(pts[-1]))


DRIFT = {
    "25": (lambda: steady_index(Fraction(25), 600), {"ppm": 100.0}),
    "29.97": (lambda: steady_index(Fraction(30000, 1001), 600), {"ppm": -100.0}),
    "variable": (lambda: variable_index(450), {"ppm": 30.0}),
    "stalls": (
        lambda: steady_index(Fraction(30000, 1001), 600),
        {"stalls": [(20.0 * k, 20.0 * k + 0.02 * k) for k in range(1, 28)]},
    ),
}


@pytest.mark.parametrize("name", DRIFT)
def test_picture_and_sound_do_not_drift(name: str) -> None:
    """Ten minutes by the clock of the test: the sample that is heard belongs to the frame shown, or
    to less than half a frame beside it."""
    make, fields = DRIFT[name]
    index = make()
    half = float(min(np.diff(index.seconds))) / 2
    with rig_of(index, **fields) as rig:
        rig.clock.play()
        worst, looked, beats = 0.0, 0, 0
        while rig.clock.playing:
            # Sometimes a thread or the window is late.
            beats += 1
            rig.beat(0.008 if beats % 97 else 0.07)
            error = rig.error()
            if error is not None and rig.clock.playing:
                worst = max(worst, error)
                looked += 1
        assert looked > 50_000
        assert worst < half
        assert rig.session.position == len(index) - 1
        # And all of it was heard: nothing was left out, nothing twice.
        places = told_positions(rig.device.sound[100::4001])
        np.testing.assert_array_equal(places, 100 + 4001 * np.arange(len(places)))


def test_the_picture_waits_for_the_first_sample() -> None:
    with rig_of(starts=1.5) as rig:
        rig.clock.play()
        rig.run(1.4)
        assert rig.session.position == 0
        rig.run(1.1)
        assert rig.session.position == 24
        assert rig.clock.device_name == "Fake device"


@pytest.mark.parametrize("delay_ms", [120, -80, 600, -600])
def test_the_delay_is_heard_and_the_picture_goes_on(delay_ms: int) -> None:
    with rig_of() as rig:
        rig.session.seek(Fraction(5))
        rig.clock.play()
        rig.run(1.0)
        written = rig.device.written
        rig.clock.set_delay_ms(delay_ms)
        rig.run(0.2)
        # Within what waits in front of the device, the fade, and a beat.
        assert rig.error(delay_ms / 1000) == pytest.approx(0, abs=0.002)
        rig.run(1.0)
        assert rig.error(delay_ms / 1000) == pytest.approx(0, abs=0.002)
        assert rig.session.position == pytest.approx((5 + 2.15) * 25, abs=1)
        # Exactly: every sample written after the fade is later by the delay.
        at = written + 160 + 64
        shift = told_position(rig.device.sound[at]) - (5 * 8000 + at)
        assert shift == -delay_ms * 8
        rig.clock.set_delay_ms(0)
        rig.run(0.2)
        assert rig.error() == pytest.approx(0, abs=0.002)


@pytest.mark.parametrize("delay_ms", [0, 120, -80])
@pytest.mark.parametrize(
    "name", ["mp4_aac", "mkv_opus", "mkv_flac", "avi_pcm", "ts", "mp4_mp3", "late_start_mkv"]
)
def test_a_click_is_written_when_its_frame_is_due(
    clip_factory: Callable[..., Any], name: str, delay_ms: int
) -> None:
    clip = clip_factory(name)
    source = VideoSource.open(clip.path)
    session = Session()
    session.set_video(OpenVideo(source.record(1), source, source.index))
    now = Time()
    device = FakeDevice(now, rate=48000, step=256, own=512, buffer=5760)
    player = AudioPlayer(lambda: device, now, threaded=False)
    clock = PlayClock(session, now=now, player=player)
    clock.set_delay_ms(delay_ms)
    clock.play()
    shown: dict[int, float] = {}
    while clock.playing:
        now.now += 0.002
        player.step()
        clock.tick()
        shown.setdefault(session.position, device.heard / 48000)
    loud = np.abs(device.sound).max(axis=1)
    for frame, time_ in zip(clip.spec.clicks, clip.click_times, strict=True):
        due = float(time_) + delay_ms / 1000
        # The first milliseconds are faded in.
        if 0.01 < due < float(source.index.duration) - 0.05:
            near = loud[int((due - 0.01) * 48000) :][:960]
            assert near.max() > 0.2
            click = int((due - 0.01) * 48000) + int(np.argmax(near > 0.5 * near.max()))
            assert click / 48000 == pytest.approx(due, abs=0.001)
            # And the frame is shown when the loudspeaker is there: a tick and a beat late at most.
            assert shown[frame] == pytest.approx(due - delay_ms / 1000, abs=0.006)
    clock.close()


def test_switching_the_delay_leaves_no_gap_and_no_click() -> None:
    with rig_of() as rig:
        tone = np.sin(np.arange(60 * 8000) * 2 * np.pi * 150 / 8000).astype(np.float32) * 0.5
        rig.player._open_reader = lambda _source, rate: Tone(tone, rate)
        rig.session.seek(Fraction(5))
        rig.clock.play()
        rig.run(0.5)
        for delay in (120, 0, 1, 2, 3, -337, 0, 600, -600):
            rig.clock.set_delay_ms(delay)
            rig.run(0.15)
        sound = rig.device.sound[200:, 0]
        steepest = np.abs(np.diff(tone)).max()
        assert np.abs(np.diff(sound)).max() < 1.3 * steepest
        # Two of the same pitch may cancel while one is faded into the other, for 20 ms.
        quiet = np.abs(sound) < 0.02
        runs = np.diff(np.flatnonzero(np.diff(np.concatenate([[0], quiet.astype(int), [0]]))))[::2]
        assert runs.max() < 0.012 * 8000


class Tone:
    """The sound of an array."""

    def __init__(self, samples: Any, rate: int) -> None:
        self._samples, self.rate = samples, rate

    def read(self, start: int, count: int) -> Any:
        return np.repeat(self._samples[start : start + count, None], 2, axis=1)

    def close(self) -> None:
        pass


def test_speed_changes_while_playing() -> None:
    with rig_of() as rig:
        rig.clock.play()
        rig.run(2.05)
        assert rig.session.position == pytest.approx(50, abs=1)
        for speed, seconds in (("2", 2), ("1/4", 4), ("3/2", 2), ("1", 1)):
            before = rig.session.position
            rig.clock.set_speed(Fraction(speed))
            rig.run(seconds)
            # What waits in front of the device is still played at the former speed.
            moved = (rig.session.position - before) / 25
            assert moved == pytest.approx(seconds * float(Fraction(speed)), abs=0.5)
        # At 1 again each sample tells its place: no sum of errors.
        rig.run(0.3)
        assert rig.error() == pytest.approx(0, abs=0.002)


def test_seeking_while_playing() -> None:
    with rig_of() as rig:
        rig.clock.play()
        rig.run(1)
        rig.session.seek(Fraction(30))
        rig.run(0.05)
        # At once, and then it waits until that is heard.
        assert rig.session.position == 750
        rig.run(1)
        assert rig.error() == pytest.approx(0, abs=0.002)
        assert rig.session.position == pytest.approx(750 + 22, abs=2)


def test_backward_is_heard_backward_or_not_at_all() -> None:
    with rig_of() as rig:
        rig.session.seek(Fraction(10))
        rig.clock.play(-1)
        rig.run(1.05)
        assert rig.session.position == pytest.approx(225, abs=1)
        assert np.diff(rig.device.sound[500:600, 1]).max() in (-1, 4095)
        assert rig.error() == pytest.approx(0, abs=0.002)
        rig.clock.set_reverse_sound(False)
        rig.run(1)
        assert rig.device.closed
        assert rig.session.position == pytest.approx(200, abs=2)
        rig.clock.set_reverse_sound(True)
        rig.clock.shuttle(1)
        rig.run(1)
        assert rig.session.position == pytest.approx(223, abs=2)


def test_spans_are_played_and_jumped_and_repeated() -> None:
    with rig_of() as rig:
        rig.session.seek(Fraction(10))
        rig.clock.play()
        rig.run(0.5)
        rig.clock.set_spans([(Fraction(10), Fraction(11))], repeat=True)
        seen = set()
        for _ in range(1000):
            rig.beat(0.004)
            seen.add(rig.session.position)
        assert seen == set(range(250, 275))
        assert rig.clock.playing
        # Two spans once: it stops on the last frame of the second.
        rig.clock.set_spans([(Fraction(10), Fraction(11)), (Fraction(12), Fraction(13))], False)
        rig.run(3)
        assert not rig.clock.playing
        assert rig.session.position == 324
        # Again from the start of the first.
        rig.clock.play()
        rig.run(0.5)
        assert rig.session.position in range(255, 265)


def test_volume_and_mute() -> None:
    with rig_of() as rig:
        rig.clock.play()
        rig.run(0.5)
        rig.clock.set_muted(True)
        rig.run(0.5)
        assert not rig.device.sound[-100:].any()
        rig.clock.set_muted(False)
        rig.clock.set_volume(0.5)
        rig.run(0.5)
        at = rig.device.written - 50
        place = at + (1 << 20)
        assert rig.device.sound[at] == pytest.approx(
            [(place // 4096) / 8, (place % 4096) / 8], rel=1e-5
        )


def test_grains_while_scrubbing() -> None:
    with rig_of() as rig:
        rig.session.seek(Fraction(3))
        rig.run(0.1)
        assert not rig.opened
        rig.clock.set_scrub_sound(True)
        rig.session.seek(Fraction(7))
        rig.run(0.5)
        heard = rig.device.sound
        # 80 ms from there, faded at both ends.
        assert told_position(heard[320]) == 7 * 8000 + 320
        assert not heard[[0, -1]].any()
        assert len(heard) == 640
        for frame in range(200, 260, 2):
            rig.session.seek_frame(frame)
            rig.beat(0.008)
        rig.run(0.3)
        # A fast drag: as many as can be heard, the last one for sure.
        grains = rig.device.written // 640
        assert 3 <= grains <= 6
        assert told_position(rig.device.sound[-320]) == 258 * 320 + 320
        rig.run(3)
        assert rig.device.closed
        assert not rig.clock.playing
