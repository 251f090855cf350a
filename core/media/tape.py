"""The sound along a route as one strip, read from left to right, and what is heard of it."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Protocol

import numpy as np

from core.media.route import Leg, Route
from core.media.sound import Stereo
from core.media.stretch import Stretch

_JOINT_S = Fraction(3, 1000)
"""Sound is faded out before a jump and in behind it for this long."""
_SWITCH_S = Fraction(20, 1000)
"""One delay, speed or route is faded into the other for this long."""
_KEPT_S = 2
_NONE = Fraction(0)


class Samples(Protocol):
    """Sound by position; `core.media.sound.SoundReader`."""

    rate: int

    def read(self, start: int, count: int) -> Stereo: ...


@dataclass(frozen=True, slots=True)
class _Piece:
    """A leg in samples: tape index `low` up to `high` (None: no end) is source `first` and on."""

    low: int
    high: int | None
    first: int
    direction: int


class Tape:
    """Sample k of the tape is heard when playback has travelled k / rate seconds of video.

    Reversed where the route goes backward; later by the delay than the picture; faded at jumps, and
    from one delay to another. Silence before index 0 and after the end.
    """

    def __init__(self, samples: Samples, route: Route, delay: int = 0, mark: int = 0) -> None:
        self.route = route
        self.mark = mark
        self._samples = samples
        self._legs: Iterator[Leg] = route.legs()
        self._pieces: deque[_Piece] = deque()
        self._planned = Fraction(0)
        self._reach = 0
        self._joint = int(_JOINT_S * samples.rate)
        self._switch = int(_SWITCH_S * samples.rate)
        # The former delay is heard up to `_switch_at`, then faded into the present one.
        self._former = self._delay = self._wanted = delay
        self._switch_at = -self._switch

    def set_delay(self, samples: int) -> None:
        """Another delay, from the first sample on that nobody has read yet."""
        self._wanted = samples

    def read(self, index: int, count: int) -> Stereo:
        """(count, 2) float32 from tape index `index`, at most a second before the farthest read."""
        settled = self._switch_at + self._switch
        if self._wanted != self._delay and self._reach >= settled:
            self._former, self._delay = self._delay, self._wanted
            self._switch_at = self._reach
            settled = self._reach + self._switch
        stop = index + count
        self._reach = max(self._reach, stop)
        if index >= settled:
            return self._along(index, count, self._delay)
        out = self._along(index, count, self._former)
        if stop > self._switch_at:
            low = max(index, self._switch_at)
            steps = np.arange(low - self._switch_at, stop - self._switch_at, dtype=np.float32)
            weight = np.minimum(steps / self._switch, 1.0)[:, None]
            part = out[low - index :]
            part += (self._along(low, stop - low, self._delay) - part) * weight
        return out

    def _along(self, index: int, count: int, delay: int) -> Stereo:
        out = np.zeros((count, 2), np.float32)
        stop = index + count
        self._plan(stop)
        for piece in self._pieces:
            low = max(index, piece.low)
            high = stop if piece.high is None else min(stop, piece.high)
            if low < high:
                out[low - index : high - index] = self._of(piece, low, high, delay)
        return out

    def _of(self, piece: _Piece, low: int, high: int, delay: int) -> Stereo:
        into, count = low - piece.low, high - low
        if piece.direction > 0:
            part = self._samples.read(piece.first + into - delay, count)
        else:
            # Sample n of the source covers n to n + 1: going back from `first`, n = first - 1.
            last = piece.first - into - delay
            part = self._samples.read(last - count, count)[::-1]
        gain = np.ones(count, np.float32)
        places = np.arange(into, into + count, dtype=np.float32)
        if piece.low > 0:
            gain = np.minimum(gain, places / self._joint)
        if piece.high is not None:
            gain = np.minimum(gain, (piece.high - piece.low - places) / self._joint)
        return part * gain[:, None]

    def _plan(self, stop: int) -> None:
        """Lay out the legs up to tape index `stop`."""
        rate = self._samples.rate
        while self._pieces and self._old(self._pieces[0]):
            self._pieces.popleft()
        while not self._pieces or (
            self._pieces[-1].high is not None and self._pieces[-1].high < stop
        ):
            leg = next(self._legs, None)
            if leg is None:
                return
            begin, end = leg
            low = round(self._planned * rate)
            if end is not None:
                self._planned += abs(end - begin)
            high = None if end is None else round(self._planned * rate)
            self._pieces.append(_Piece(low, high, round(begin * rate), self.route.direction))

    def _old(self, piece: _Piece) -> bool:
        return piece.high is not None and piece.high < self._reach - _KEPT_S * self._samples.rate


@dataclass(frozen=True, slots=True)
class Place:
    """What is heard: a route, and how many seconds of video along it.

    `mark` is that of the `begin` it comes from.
    """

    mark: int
    route: Route
    travelled: Fraction


class _Voice:
    """A tape played at a speed from somewhere on."""

    def __init__(self, tape: Tape, travelled: Fraction, speed: Fraction, rate: int) -> None:
        self.tape = tape
        self._travelled = travelled
        self._speed = speed
        self._rate = rate
        self._stretch = Stretch(tape.read, round(travelled * rate), speed, rate)
        self.render = self._stretch.render

    @property
    def given(self) -> int:
        return self._stretch.given

    def travelled(self, count: Fraction) -> Fraction:
        """Seconds of video along the route after `count` samples of output."""
        return self._travelled + count * self._speed / self._rate


class Programme:
    """What goes to the sound device, and which place of the video each of its samples belongs to.

    Each change of it holds from the next sample rendered, and is faded in.
    """

    def __init__(
        self, samples: Samples, route: Route, speed: Fraction, delay: int, mark: int = 0
    ) -> None:
        self._samples = samples
        self._delay = delay
        self._speed = speed
        self._given = 0
        self._voice = _Voice(Tape(samples, route, delay, mark), _NONE, speed, samples.rate)
        # Replaced as a whole: `place` may be called from another thread.
        self._log: tuple[tuple[int, _Voice], ...] = ((0, self._voice),)
        # What is faded out, and how much of it is left at each sample; at first silence.
        self._fading = np.zeros((0, 2), np.float32)
        self._weights = np.zeros((0, 1), np.float32)
        self._fade(np.zeros((int(_JOINT_S * samples.rate), 2), np.float32))

    @property
    def given(self) -> int:
        """Samples rendered so far."""
        return self._given

    def begin(self, route: Route, speed: Fraction, mark: int) -> None:
        """Go on with the start of another route."""
        self._fade_away()
        self._speed = speed
        self._use(Tape(self._samples, route, self._delay, mark), _NONE)

    def set_way(self, route: Route) -> None:
        """Go on from where the sound is, along the spans of another route."""
        tape = self._voice.tape
        now = self._voice.travelled(Fraction(self._voice.given))
        self._fade_away()
        route = route.moved(tape.route.time_at(now))
        self._use(Tape(self._samples, route, self._delay, tape.mark), _NONE)

    def set_speed(self, speed: Fraction) -> None:
        now = self._voice.travelled(Fraction(self._voice.given))
        self._fade_away()
        self._speed = speed
        self._use(self._voice.tape, now)

    def set_delay(self, samples: int) -> None:
        self._delay = samples
        self._voice.tape.set_delay(samples)

    def render(self, count: int) -> Stereo:
        """The next (count, 2) float32.

        Raises:
            MediaError: the file cannot be read any more.
        """
        out = self._voice.render(count)
        fading, weight = self._fading[:count], self._weights[:count]
        if len(fading):
            out = np.concatenate(
                [out[: len(fading)] * (1 - weight) + fading * weight, out[len(fading) :]]
            )
            self._fading, self._weights = self._fading[count:], self._weights[count:]
        self._given += count
        return out

    def place(self, heard: Fraction) -> Place:
        """Where the picture belongs when `heard` samples were heard."""
        log = self._log
        since, voice = next((entry for entry in reversed(log) if entry[0] <= heard), log[0])
        travelled = voice.travelled(max(heard - since, _NONE))
        return Place(voice.tape.mark, voice.tape.route, travelled)

    def forget(self, heard: int) -> None:
        """What lies before sample `heard` is not asked for any more."""
        log = self._log
        while len(log) > 1 and log[1][0] <= heard:
            log = log[1:]
        self._log = log

    def _use(self, tape: Tape, travelled: Fraction) -> None:
        self._voice = _Voice(tape, travelled, self._speed, self._samples.rate)
        self._log = (*self._log, (self._given, self._voice))

    def _fade_away(self) -> None:
        self._fade(self._voice.render(int(_SWITCH_S * self._samples.rate)))

    def _fade(self, away: Stereo) -> None:
        self._fading = away
        self._weights = np.linspace(1, 0, len(away), endpoint=False, dtype=np.float32)[:, None]
