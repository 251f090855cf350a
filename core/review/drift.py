"""The course of the local offset: steady, sliding, or broken by an edit in the sound.

A series is split where two straight lines fit it best. The split is a step if the offset jumps
there by enough, and the two lines describe the series far better than a single one does; its parts
are looked at in turn. What is not split is a slope if its line changes by enough. Lines are robust:
the median of the slopes between each point and the one half a series later.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Float64s = npt.NDArray[np.float64]

_LEAST_ROWS = 6
_LEAST_PART = 3
_KNOWN_SHARE = 0.6
"""So many of the windows must be confident: else the local offset is noise."""
_ROW_SHARE = 0.5
"""Of the median confidence: a window under it does not count."""
_BETTER = 0.7
"""Two lines must leave at most this share of what one leaves."""
_LINE_ROWS = 10
"""A line through fewer rows follows their noise: they get a constant."""
_BESIDE = 15
"""Rows to both sides of a step that tell its height."""
_NOISE = 4.0
"""A step or a slope must exceed so many times the median deviation from it."""
_DEPTH = 4


@dataclass(frozen=True, slots=True)
class Step:
    """The offset jumps: an edit in the sound or in the picture. Times in seconds, offsets in ms."""

    time_s: float
    before_ms: float
    after_ms: float


@dataclass(frozen=True, slots=True)
class Slope:
    """The offset slides: two clocks. `change_ms` is from the start to the end."""

    start_s: float
    end_s: float
    ms_per_minute: float
    change_ms: float


@dataclass(frozen=True, slots=True)
class Course:
    """Both are empty where the offset is steady or cannot be followed."""

    steps: tuple[Step, ...] = ()
    slopes: tuple[Slope, ...] = ()


def course(
    local_offset: Float64s, least_ms: float, window_s: float, floor: float, reach_ms: float
) -> Course:
    """Steps and slopes of a local offset.

    Args:
        local_offset: (m, 3) rows of seconds, ms, confidence.
        least_ms: the least change that counts.
        window_s: length of the window of each row; rows share what is nearer than that.
        floor: least confidence of a row that counts.
        reach_ms: limit of the search; rows at it do not count.
    """
    rows = local_offset[np.isfinite(local_offset).all(axis=1)]
    if len(rows) < _LEAST_ROWS:
        return Course()
    least = max(floor, _ROW_SHARE * float(np.median(rows[:, 2])))
    known = (rows[:, 2] >= least) & (np.abs(rows[:, 1]) < reach_ms)
    if known.sum() < max(_LEAST_ROWS, _KNOWN_SHARE * len(local_offset)):
        return Course()
    steps: list[Step] = []
    slopes: list[Slope] = []
    _follow(rows[known, 0], rows[known, 1], least_ms, window_s, _DEPTH, steps, slopes)
    return Course(tuple(steps), tuple(slopes))


def _follow(
    t: Float64s,
    x: Float64s,
    least_ms: float,
    window_s: float,
    depth: int,
    steps: list[Step],
    slopes: list[Slope],
) -> None:
    if len(t) < _LEAST_ROWS:
        return
    split = _split(t, _calmed(x))
    middle = float(t[split - 1] + t[split]) / 2.0
    # A window that reaches over the edit shows something in between.
    left, right = _outer(t, middle, window_s)
    before, after = (float(np.median(x[left][-_BESIDE:])), float(np.median(x[right][:_BESIDE])))
    broken = np.concatenate([_off_line(t[part], x[part]) for part in (left, right)])
    off_line = _off_line(t, x)
    if (
        depth
        and abs(after - before) >= max(least_ms, _NOISE * float(np.median(broken)))
        and float(broken.mean()) <= _BETTER * float(off_line[left | right].mean())
    ):
        _follow(t[left], x[left], least_ms, window_s, depth - 1, steps, slopes)
        steps.append(Step(middle, before, after))
        _follow(t[right], x[right], least_ms, window_s, depth - 1, steps, slopes)
        return
    slope = _slope(t, x)
    change = slope * float(t[-1] - t[0])
    if abs(change) >= max(least_ms, _NOISE * float(np.median(off_line))):
        slopes.append(Slope(float(t[0]), float(t[-1]), slope * 60.0, change))


def _outer(
    t: Float64s, middle: float, window_s: float
) -> tuple[npt.NDArray[np.bool_], npt.NDArray[np.bool_]]:
    """The rows to both sides of a split, as far off it as leaves enough of them."""
    for away in (window_s / 2.0, window_s / 4.0, 0.0):
        left, right = t <= middle - away, t >= middle + away
        if left.sum() >= _LEAST_PART and right.sum() >= _LEAST_PART:
            break
    return left, right


def _calmed(x: Float64s) -> Float64s:
    """A running median over five, so that single windows do not pull the split."""
    wide = np.lib.stride_tricks.sliding_window_view(np.pad(x, 2, mode="edge"), 5)
    calm: Float64s = np.median(wide, axis=1)
    return calm


def _split(t: Float64s, x: Float64s) -> int:
    """How many values the first of two lines takes that leave the least sum of squares."""
    n = len(t)
    t, x = t - t.mean(), x - x.mean()
    counts = np.arange(1.0, n)
    columns = np.column_stack([t, x, t * t, t * x, x * x])
    first = np.cumsum(columns, axis=0)[:-1]
    rest = _left_over(columns.sum(axis=0) - first, n - counts) + _left_over(first, counts)
    rest[: _LEAST_PART - 1] = np.inf
    rest[n - _LEAST_PART :] = np.inf
    return int(np.argmin(rest)) + 1


def _left_over(sums: Float64s, counts: Float64s) -> Float64s:
    """Squares that a line leaves of points with these sums of t, x, tt, tx, xx."""
    t, x, tt, tx, xx = sums.T
    spread = np.maximum(tt - t * t / counts, 1e-9)
    left: Float64s = xx - x * x / counts - (tx - t * x / counts) ** 2 / spread
    return left


def _off_line(t: Float64s, x: Float64s) -> Float64s:
    """How far each value lies off the robust line."""
    flat = x - _slope(t, x) * t if len(t) >= _LINE_ROWS else x
    off: Float64s = np.abs(flat - np.median(flat))
    return off


def _slope(t: Float64s, x: Float64s) -> float:
    half = len(t) // 2
    return float(np.median((x[-half:] - x[:half]) / (t[-half:] - t[:half])))
