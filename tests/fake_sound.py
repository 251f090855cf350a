"""A sound device and a video without files, for tests on a clock of their own."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from core.media.orientation import Orientation
from core.media.source import Probe, VideoSource
from core.model.values import Video
from core.timebase import FrameIndex
from gui.player.clock import PlayClock
from gui.session import Session
from gui.workers.audio_player import AudioPlayer
from gui.workers.open_video import OpenVideo

Floats = npt.NDArray[np.float32]
_WORD = 1 << 12
_OFFSET = 1 << 20


class Time:
    """Seconds that pass when a test says so."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


class TellingSound:
    """Sound in which every sample tells its position, in two words of 12 bits.

    Args:
        unit: what 1 of a word is in the sound; a real device plays no more than 1.
    """

    def __init__(self, rate: int, unit: float = 1.0) -> None:
        self.rate = rate
        self.unit = unit

    def read(self, start: int, count: int) -> Floats:
        places = np.arange(start, start + count) + _OFFSET
        words = np.stack([places // _WORD, places % _WORD], axis=1)
        return (words * self.unit).astype(np.float32)

    def close(self) -> None:
        pass


def told_positions(samples: Floats, unit: float = 1.0) -> npt.NDArray[np.int64]:
    """(n,) the positions that (n, 2) samples of `TellingSound` tell."""
    words = np.round(samples.astype(np.float64) / unit).astype(np.int64)
    return np.asarray(words[:, 0] * _WORD + words[:, 1] - _OFFSET, np.int64)


def told_position(sample: Floats) -> int:
    """The position that one sample of `TellingSound` tells."""
    return int(told_positions(sample[None])[0])


class FakeDevice:
    """Plays what is written at its own pace, and keeps it.

    It takes `own` frames before it plays the first, and later `step` at a time.

    Args:
        now: the clock of the room.
        ppm: by how many millionths its clock is faster than that one.
        stalls: (from, to) seconds after it was opened in which it stands still.
        starts: seconds until it plays the first sample.
        buffer: frames that wait in front of it at most.
    """

    name = "Fake device"

    def __init__(
        self,
        now: Time,
        rate: int = 8000,
        *,
        ppm: float = 0.0,
        step: int = 43,
        own: int = 86,
        stalls: Sequence[tuple[float, float]] = (),
        starts: float = 0.05,
        buffer: int = 960,
    ) -> None:
        self.rate, self.buffer = rate, buffer
        self._now, self._ppm, self._step, self._own = now, ppm, step, own
        self._stalls, self._starts = stalls, starts
        self._opened = self._seen = now()
        self._begun = False
        self.heard = 0.0
        """Frames that have left the loudspeaker."""
        self._taken = 0
        self._parts: list[Floats] = []
        self.written = 0
        self.is_lost = self.is_moved = self.closed = False

    def _runs(self, low: float, high: float) -> float:
        """Seconds between two of the room's in which it plays."""
        low, high = (max(t - self._opened, self._starts) for t in (low, high))
        return (high - low) - sum(
            max(0.0, min(high, b) - max(low, a)) for a, b in self._stalls if a < high and b > low
        )

    def _advance(self) -> None:
        now = self._now()
        if not self._begun and self.written and now - self._opened >= self._starts:
            self._begun = True
            self._taken = min(self._own, self.written)
            self._seen = max(self._seen, self._opened + self._starts)
        if self._begun and now > self._seen:
            frames = self._runs(self._seen, now) * self.rate * (1 + self._ppm * 1e-6)
            self.heard = min(self.heard + frames, self.written)
            while self._taken - self.heard <= self._own - self._step:
                more = min(self._step, self.written - self._taken)
                if not more:
                    break
                self._taken += more
        self._seen = now

    def free(self) -> int:
        self._advance()
        return self.buffer - (self.written - self._taken)

    def write(self, samples: Floats) -> None:
        assert len(samples) <= self.free()
        self._parts.append(samples)
        self.written += len(samples)

    def taken(self) -> int:
        self._advance()
        return self._taken

    def lost(self) -> bool:
        return self.is_lost

    def moved(self) -> bool:
        return self.is_moved

    def close(self) -> None:
        self.closed = True

    @property
    def sound(self) -> Floats:
        """(n, 2) all that was written."""
        if len(self._parts) > 1:
            self._parts = [np.concatenate(self._parts)]
        return self._parts[0] if self._parts else np.zeros((0, 2), np.float32)

    def last_heard(self) -> Floats:
        """(2,) the sample that is heard now."""
        self._advance()
        return self._sample(int(self.heard))

    def _sample(self, at: int) -> Floats:
        start = self.written
        for part in reversed(self._parts):
            start -= len(part)
            if at >= start:
                return part[min(at - start, len(part) - 1)]
        raise IndexError(at)


def fake_video(index: FrameIndex, *, has_audio: bool = True) -> OpenVideo:
    """A video that is all index; nothing of it can be decoded."""
    probe = Probe(
        container="none",
        codec="none",
        pixel_format="none",
        width=16,
        height=16,
        orientation=Orientation(),
        sample_aspect=Fraction(1),
        time_base=index.time_base,
        first_pts=index.start_pts,
        audio_codec="none" if has_audio else None,
        audio_rate=8000 if has_audio else 0,
        audio_channels=2 if has_audio else 0,
    )
    video = Video(
        id=1,
        path="/none",
        width=16,
        height=16,
        frame_count=len(index),
        frame_rate=index.average_rate,
        time_base=index.time_base,
        start_pts=index.start_pts,
        end_pts=index.end_pts,
        has_audio=has_audio,
        fingerprint="0" * 64,
    )
    return OpenVideo(video, VideoSource(Path("/none"), probe, index), index)


def steady_index(rate: Fraction, seconds: float) -> FrameIndex:
    count = int(rate * Fraction(seconds))
    pts = np.arange(count, dtype=np.int64)
    return FrameIndex(pts, np.ones(count, np.bool_), 1 / rate, count)


class Rig:
    """A clock that plays `index` through fake devices, moved by hand.

    Args:
        devices: what opening gives, one after the other; the last one again and again.
    """

    def __init__(self, index: FrameIndex, now: Time, devices: Sequence[FakeDevice | None]) -> None:
        self.now = now
        self.devices = list(devices)
        self.opened: list[FakeDevice | None] = []
        self.session = Session()
        self.session.set_video(fake_video(index))
        self.player = AudioPlayer(
            self._open, now, threaded=False, open_reader=lambda _source, rate: TellingSound(rate)
        )
        self.clock = PlayClock(self.session, now=now, player=self.player)
        self.notices: list[str] = []
        self.clock.notice.connect(self.notices.append)

    def _open(self) -> FakeDevice | None:
        device = self.devices.pop(0) if len(self.devices) > 1 else self.devices[0]
        if device is not None:
            device._opened = device._seen = self.now()
        self.opened.append(device)
        return device

    @property
    def device(self) -> FakeDevice:
        device = self.opened[-1]
        assert device is not None
        return device

    def run(self, seconds: float, beat: float = 0.004) -> None:
        """Let time pass, the player and the clock working all along."""
        for _ in range(round(seconds / beat)):
            self.beat(beat)

    def beat(self, seconds: float) -> None:
        self.now.now += seconds
        self.player.step()
        self.clock.tick()

    def error(self, delay: float = 0.0) -> float | None:
        """Seconds by which the frame shown is off what is heard; None where nothing is heard.

        0 while the sample that is heard lies in the frame's own time.
        """
        if self.device.heard <= 0:
            return None
        time = told_position(self.device.last_heard()) / self.device.rate + delay
        index, frame = self.session.opened.index, self.session.position  # type: ignore[union-attr]
        low = float(index.time_of(frame))
        last = frame + 1 == len(index)
        high = float(index.duration if last else index.time_of(frame + 1))
        return max(low - time, time - high, 0.0)


@contextmanager
def rig_of(
    index: FrameIndex | None = None, devices: list[FakeDevice | None] | None = None, **fields: Any
) -> Iterator[Rig]:
    """A rig, by default a minute at 25 frames a second; `fields` are those of its one device."""
    now = Time()
    made = Rig(
        steady_index(Fraction(25), 60) if index is None else index,
        now,
        [FakeDevice(now, **fields)] if devices is None else devices,
    )
    try:
        yield made
    finally:
        made.clock.close()
