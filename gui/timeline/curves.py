"""A curve of each track (frame confidence, speaking) in arrays of their own, so that painting takes
a handful of calls for all curves together and costs what their pixels cost.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from core.media.pyramid import FACTOR, MinMaxPyramid, level_for
from core.model.values import WINDOW_CENTRE, Speaking, SyncScore
from core.timebase import GRID_RATE

Floats = npt.NDArray[np.float32]
Doubles = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Curve:
    """The frame confidence of one track, or when it speaks, with its levels of detail."""

    track_id: int
    score: SyncScore | Speaking
    pyramid: MinMaxPyramid

    @property
    def start(self) -> float:
        """Seconds of the first value."""
        centre = WINDOW_CENTRE if isinstance(self.score, SyncScore) else 0
        return (self.score.start_step + centre) / GRID_RATE

    @property
    def end(self) -> float:
        """Seconds of the last value."""
        return self.start + (len(self.pyramid) - 1) / GRID_RATE

    @property
    def kind(self) -> str:
        """That of the score; empty for a curve of speaking."""
        return self.score.kind if isinstance(self.score, SyncScore) else ""

    def value(self, seconds: float) -> float:
        """The curve at a time, by interpolation; NaN beside it."""
        if not self.start <= seconds <= self.end:
            return float("nan")
        row = (seconds - self.start) * GRID_RATE
        first = min(int(row), len(self.pyramid) - 1)
        pair = self.pyramid.levels[0][0][first : first + 2]
        return float(pair[0] + (pair[-1] - pair[0]) * (row - first))


def values_of(score: SyncScore | Speaking) -> Floats:
    """The values of a curve."""
    return score.frame_confidence if isinstance(score, SyncScore) else score.probabilities


def prepared(values: Floats) -> MinMaxPyramid:
    """The levels of detail of a curve, down to a single value."""
    return MinMaxPyramid(values, values, smallest=1)


@dataclass(frozen=True, slots=True, eq=False)
class Columns:
    """What is to be painted: for each pair of a curve and a pixel column its lowest and highest
    value, (n,) each. `curve` is the position in the set.
    """

    curve: Ints
    x: Ints
    low: Floats
    high: Floats


class CurveSet:
    """Curves at 25 values a second, looked at through one window of pixel columns."""

    def __init__(self, curves: Sequence[Curve]) -> None:
        self.curves = tuple(curves)
        self._starts = np.array([curve.start for curve in curves])
        self._ends = np.array([curve.end for curve in curves])
        self._levels: dict[int, tuple[Floats, Floats, Ints, Ints]] = {}

    def __len__(self) -> int:
        return len(self.curves)

    @cached_property
    def limits(self) -> tuple[float, float]:
        """Lowest and highest value of all; 0 and 0 without one."""
        ends = [curve.pyramid.levels[-1] for curve in self.curves]
        finite = [(low[0], high[0]) for low, high in ends if len(low) and np.isfinite(low[0])]
        if not finite:
            return 0.0, 0.0
        return float(min(low for low, _ in finite)), float(max(high for _, high in finite))

    def between(self, low: float, high: float) -> Ints:
        """Positions of the curves that touch a span of time."""
        return np.flatnonzero((self._ends >= low) & (self._starts <= high))

    def columns(self, which: Ints, low_s: float, step_s: float, count: int) -> Columns:
        """The pixel columns of these curves; column x covers low_s + x * step_s and `step_s` on."""
        left = np.floor((self._starts[which] - low_s) / step_s).clip(0, count).astype(np.int64)
        right = np.floor((self._ends[which] - low_s) / step_s).astype(np.int64) + 1
        lengths = (right.clip(0, count) - left).clip(0)
        curve = np.repeat(which, lengths)
        begin = np.cumsum(lengths) - lengths
        x = np.arange(len(curve)) - np.repeat(begin - left, lengths)
        places = (low_s + x * step_s - self._starts[curve]) * GRID_RATE
        step = step_s * GRID_RATE
        level = level_for(step, 32) if step >= 1 else 0
        if step < 1:
            low, high = self._between_values(curve, places, step)
        else:
            low, high = self._joined(curve, places, step, level)
        there = np.isfinite(low)
        return Columns(curve[there], x[there], low[there], high[there])

    def _joined(
        self, curve: Ints, places: Doubles, step: float, level: int
    ) -> tuple[Floats, Floats]:
        lows, highs, offsets, sizes = self._at(level)
        most, offset = sizes[curve], offsets[curve]
        starts = np.floor(places / FACTOR**level).astype(np.int64)
        ends = np.ceil((places + step) / FACTOR**level).astype(np.int64)
        ends = np.maximum(ends, starts + 1).clip(1, most)
        starts = starts.clip(0, most - 1)
        low, high = lows[offset + starts], highs[offset + starts]
        for k in range(1, int((ends - starts).max(initial=1))):
            at = offset + np.minimum(starts + k, ends - 1)
            low, high = np.fmin(low, lows[at]), np.fmax(high, highs[at])
        return low, high

    def _between_values(self, curve: Ints, places: Doubles, step: float) -> tuple[Floats, Floats]:
        """Up close the line between two values crosses several columns."""
        values, _highs, offsets, sizes = self._at(0)
        most, offset = (sizes[curve] - 1).astype(np.float64), offsets[curve]

        def at(place: Doubles) -> Floats:
            place = place.clip(0.0, most)
            first = np.floor(place).astype(np.int64)
            after = np.minimum(first + 1, sizes[curve] - 1)
            one, two = values[offset + first], values[offset + after]
            return (one + (two - one) * (place - first)).astype(np.float32)

        left, right = at(places), at(places + step)
        # A value within the column may stick out of both its edges.
        inner = at(np.minimum(np.maximum(np.floor(places + step), places), places + step))
        low = np.fmin(np.fmin(left, right), inner)
        return low, np.fmax(np.fmax(left, right), inner)

    def _at(self, level: int) -> tuple[Floats, Floats, Ints, Ints]:
        """All curves of a level in one array: lows, highs, where each begins, how long it is."""
        found = self._levels.get(level)
        if found is None:
            pairs = [c.pyramid.levels[min(level, len(c.pyramid.levels) - 1)] for c in self.curves]
            sizes = np.array([len(low) for low, _ in pairs], np.int64)
            lows, highs = (np.concatenate(part) for part in zip(*pairs, strict=True))
            found = lows, highs, np.cumsum(sizes) - sizes, sizes
            self._levels[level] = found
        return found
