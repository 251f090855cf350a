"""The course of the offset within a track: steady, sliding, or broken by an edit in the sound.

The windows of the local offset (3 s, 8 s for correlations) blur an edit into a slope on short
tracks, so this looks at the matrix itself. Three descriptions of a stretch compete by the sum of
what lies on their path through the matrix: one column, one column up to a place and another one
from there, or a sloping line. Two columns or a line are believed only if they beat the single
column second by second: the mean gain of a second must be so many times its standard error, for a
step on both sides of it. Where a step is believed, both parts are looked at in turn.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from core.model.values import WINDOW_CENTRE
from core.sync.scores import sub_step
from core.timebase import GRID_RATE, STEP_MS

Float32s = npt.NDArray[np.float32]
Float64s = npt.NDArray[np.float64]

_HOP = 5
"""Rows that are summed up: a step is placed to 0.2 s."""
_SECOND = 5
"""Hops in the pieces by which gains are judged."""
_LEAST_S = 4
"""Seconds on each side of a step; a slope needs twice as many."""
_SURE = 2.3
"""Standard errors that a gain must reach. On four real tracks with their halves moved apart by
160 ms the weaker side had 2.6 or more; by 120 ms 3.0, 4.1, 1.8 and 2.4; unmoved 1.9 at most.
"""
_PIECES = 60
"""A line is sought over so many pieces at most, so that it costs the same for long tracks."""
_FINER = 2
"""Lines are tried at half steps, of their middle and of their change."""
_BESIDE_S = 20
"""Seconds to both sides of a step that tell its height, up to the next one."""


@dataclass(frozen=True, slots=True)
class Step:
    """The offset jumps: an edit in the sound or in the picture. Seconds of the clip, offsets in ms
    (positive: audio early).
    """

    time_s: float
    before_ms: float
    after_ms: float


@dataclass(frozen=True, slots=True)
class Slope:
    """The offset slides: two clocks. `change_ms` is from start to end, positive: to earlier."""

    start_s: float
    end_s: float
    ms_per_minute: float
    change_ms: float


@dataclass(frozen=True, slots=True)
class Course:
    """Both are empty where the offset is steady or cannot be followed."""

    steps: tuple[Step, ...] = ()
    slopes: tuple[Slope, ...] = ()


def course(matrix: Float32s, least_ms: float, floor: float) -> Course:
    """Steps and slopes in a matrix (core.sync.matrix), lower is better.

    Args:
        matrix: (steps, 2*vshift+1).
        least_ms: the least change that counts.
        floor: confidence that each part must have, the median over its columns minus the best.
    """
    vshift = matrix.shape[1] // 2
    # Rows that are compared with sound at every shift: padding is no evidence.
    hops = (len(matrix) - 2 * vshift) // _HOP
    if hops < 2 * _LEAST_S * _SECOND:
        return Course()
    rows = matrix[vshift : vshift + hops * _HOP]
    # Row by row: five times as quick as a mean over so few.
    values = rows[::_HOP].astype(np.float64)
    for k in range(1, _HOP):
        values += rows[k::_HOP]
    values /= _HOP
    if not np.isfinite(values).all():
        return Course()
    search = _Search(values, least_ms, floor)
    search.follow(0, hops)
    first_s = (vshift + WINDOW_CENTRE) / GRID_RATE
    hop_s = _HOP / GRID_RATE
    steps = tuple(Step(first_s + at * hop_s, *search.beside(at)) for at in sorted(search.cuts))
    slopes = tuple(
        Slope(first_s + a * hop_s, first_s + b * hop_s, change * 60.0 / ((b - a) * hop_s), change)
        for a, b, change in sorted(search.slopes)
    )
    return Course(steps, slopes)


class _Search:
    """Looks through hops (n, 2*vshift+1); places are numbers of hops, offsets in ms."""

    def __init__(self, values: Float64s, least_ms: float, floor: float) -> None:
        self._values = values
        self._sums = np.vstack([np.zeros(values.shape[1]), np.cumsum(values, axis=0)])
        self._least_ms = least_ms
        self._floor = floor
        self.cuts: list[int] = []
        self.slopes: list[tuple[int, int, float]] = []

    def follow(self, a: int, b: int) -> None:
        """Find what there is from hop a to hop b."""
        least = _LEAST_S * _SECOND
        if b - a < 2 * least:
            return
        whole = self._sums[b] - self._sums[a]
        left = self._sums[a + least : b - least + 1] - self._sums[a]
        costs = left.min(axis=1) + (whole - left).min(axis=1)
        at = a + least + int(np.argmin(costs))
        step = self._is_step(a, at, b)
        if not step and not self._moves(a, b):
            return
        cost, change, gains = self._line(a, b, int(np.argmin(whole)))
        if step and costs.min() <= cost:
            self.cuts.append(at)
            self.follow(a, at)
            self.follow(at, b)
        elif (
            abs(change) >= self._least_ms
            and float(np.median(whole) - cost) >= self._floor * (b - a)
            and float(gains.mean()) >= _SURE * _error(gains)
        ):
            self.slopes.append((a, b, change))

    def beside(self, at: int) -> tuple[float, float]:
        """The offsets before and after a cut, as far as the next ones."""
        ends = [0, *sorted(self.cuts), len(self._values)]
        most, here = _BESIDE_S * _SECOND, ends.index(at, 1)
        a, b = max(ends[here - 1], at - most), min(ends[here + 1], at + most)
        return _offset_ms(self._sums[at] - self._sums[a]), _offset_ms(
            self._sums[b] - self._sums[at]
        )

    def _moves(self, a: int, b: int) -> bool:
        """Whether the ends differ enough for it to be worth looking for a line: that takes time."""
        third = (b - a) // 3
        first, last = (
            (self._sums[q] - self._sums[p]) / third for p, q in ((a, a + third), (b - third, b))
        )
        if any(float(np.median(m) - m.min()) < 0.5 * self._floor for m in (first, last)):
            return False
        return abs(_offset_ms(last) - _offset_ms(first)) >= 0.4 * self._least_ms

    def _is_step(self, a: int, at: int, b: int) -> bool:
        """Whether two columns from a to b can be believed."""
        means = [(self._sums[q] - self._sums[p]) / (q - p) for p, q in ((a, at), (at, b))]
        first, then = (int(np.argmin(m)) for m in means)
        before, after = (_offset_ms(m) for m in means)
        if first == then or abs(after - before) < self._least_ms:
            return False
        if any(float(np.median(m) - m.min()) < self._floor for m in means):
            return False
        gain = self._values[:, then] - self._values[:, first]
        sides = _seconds(gain[a:at]), _seconds(-gain[at:b])
        return all(float(side.mean()) >= _SURE * _error(side) for side in sides)

    def _line(self, a: int, b: int, column: int) -> tuple[float, float, Float64s]:
        """The best line: its cost as a sum over hops, its change in ms, and its gain over `column`
        in each piece.
        """
        width = self._values.shape[1]
        pieces = min((b - a) // _SECOND, _PIECES)
        edges = np.linspace(a, b, pieces + 1).round().astype(np.int64)
        lengths = np.diff(edges)
        means = np.diff(self._sums[edges], axis=0) / lengths[:, None]
        middle = (edges[:-1] + edges[1:] - a - b) / (2.0 * (b - a))
        reach = width - 1
        changes = np.arange(-reach, reach + 0.5, 1.0 / _FINER)
        # (changes, pieces, starts): where each line, at its middle at a start, passes.
        starts = np.arange(0.0, reach + 0.5, 1.0 / _FINER)
        paths = starts[None, None, :] + (changes[:, None] * middle)[:, :, None]
        low = np.clip(np.floor(paths).astype(np.int64), 0, width - 2)
        part = np.clip(paths - low, 0.0, 1.0)
        row = np.arange(pieces)[None, :, None]
        along = (1.0 - part) * means[row, low] + part * means[row, low + 1]
        costs = np.einsum("cpw,p->cw", along, lengths.astype(np.float64))
        # A line that leaves the search range has nothing to stand on.
        inside = (paths >= 0.0).all(axis=1) & (paths <= width - 1).all(axis=1)
        costs[~inside] = np.inf
        best, start = np.unravel_index(int(np.argmin(costs)), costs.shape)
        gains = means[:, column] - along[best, :, start]
        # A later column fits a later sound: the offset falls as the column rises.
        return float(costs[best, start]), float(-changes[best] * STEP_MS), gains


def _seconds(hops: Float64s) -> Float64s:
    """Means over whole seconds."""
    n = len(hops) // _SECOND
    means: Float64s = hops[: n * _SECOND].reshape(n, _SECOND).mean(axis=1)
    return means


def _error(gains: Float64s) -> float:
    """Standard error of the mean; a little at least, so that none is sure of nothing."""
    return max(float(gains.std(ddof=1)) / float(np.sqrt(len(gains))), 1e-9)


def _offset_ms(means: Float64s) -> float:
    """The best column as an offset, with its sub-step part as in core.sync.scores."""
    best, centre = int(np.argmin(means)), len(means) // 2
    sub = 0.0
    if 0 < best < len(means) - 1:
        sub = sub_step(*means[best - 1 : best + 2].tolist())
    return float((centre - best - sub) * STEP_MS)
