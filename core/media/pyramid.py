"""Levels of detail over a row of numbers: what a picture costs depends on its pixels alone."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

FACTOR = 4
"""Values of one level that make one value of the next."""

_SMALLEST = 64

Floats = npt.NDArray[np.float32]
Bytes = npt.NDArray[np.uint8]
Ints = npt.NDArray[np.int64]


class MinMaxPyramid:
    """Lowest and highest values of a row; NaN counts as no value.

    Args:
        low, high: (n,) float32, both the same for single values.
        smallest: a level this short is the last one.
    """

    def __init__(self, low: Floats, high: Floats, smallest: int = _SMALLEST) -> None:
        levels = [(low, high)]
        while len(levels[-1][0]) > max(smallest, 1):
            low, high = levels[-1]
            levels.append((_joined(low, np.fmin), _joined(high, np.fmax)))
        for pair in levels:
            for array in pair:
                array.setflags(write=False)
        self.levels: tuple[tuple[Floats, Floats], ...] = tuple(levels)

    def __len__(self) -> int:
        return len(self.levels[0][0])

    def columns(self, first: float, step: float, count: int) -> tuple[Floats, Floats]:
        """Lowest and highest value of each of `count` columns.

        Column j takes in every value any part of which lies between first + j * step and
        first + (j + 1) * step, value i reaching from i to i + 1.

        Returns:
            Two (count,) float32, NaN where there is no value.
        """
        level = level_for(step, len(self.levels))
        starts, ends = column_edges(first, step, count, level)
        low, high = self.levels[level]
        return gathered(low, starts, ends, np.fmin), gathered(high, starts, ends, np.fmax)


class MaxPyramid:
    """Highest values along the second axis of a picture.

    Args:
        values: (rows, n) uint8.
    """

    def __init__(self, values: Bytes) -> None:
        levels = [values]
        while levels[-1].shape[1] > _SMALLEST:
            levels.append(_joined(levels[-1], np.maximum))
        self.levels: tuple[Bytes, ...] = tuple(levels)

    @property
    def shape(self) -> tuple[int, int]:
        return self.levels[0].shape[0], self.levels[0].shape[1]

    def columns(self, first: float, step: float, count: int) -> tuple[Bytes, npt.NDArray[np.bool_]]:
        """As `MinMaxPyramid.columns`: (rows, count) uint8, and (count,) whether there is a value.
        Where there is none the picture is 0.
        """
        level = level_for(step, len(self.levels))
        starts, ends = column_edges(first, step, count, level)
        values = self.levels[level]
        size = values.shape[1]
        there = (ends > 0) & (starts < size)
        if not size:
            return np.zeros((values.shape[0], count), np.uint8), there & False
        starts, ends = np.clip(starts, 0, size - 1), np.clip(ends, 1, size)
        found = values[:, starts]
        for offset in range(1, int((ends - starts).max(initial=1))):
            found = np.maximum(found, values[:, np.minimum(starts + offset, ends - 1)])
        found[:, ~there] = 0
        return found, there


def level_for(step: float, levels: int) -> int:
    """The coarsest level whose values are no longer than a column of `step` values."""
    level = 0
    while level + 1 < levels and FACTOR ** (level + 1) <= step:
        level += 1
    return level


def column_edges(first: float, step: float, count: int, level: int) -> tuple[Ints, Ints]:
    """(count,) first value and end of each column at a level; not cut to what there is."""
    edges = (first + step * np.arange(count + 1)) / FACTOR**level
    starts = np.floor(edges[:-1]).astype(np.int64)
    return starts, np.maximum(np.ceil(edges[1:]).astype(np.int64), starts + 1)


def gathered(values: Floats, starts: Ints, ends: Ints, join: Any) -> Floats:
    """`join` over values[start:end] of each column, NaN where nothing lies in the row."""
    size = len(values)
    if not size:
        return np.full(len(starts), np.nan, np.float32)
    there = (ends > 0) & (starts < size)
    starts, ends = np.clip(starts, 0, size - 1), np.clip(ends, 1, size)
    found: Floats = values[starts]
    # A column has a handful of values of its level, so this is a handful of steps.
    for offset in range(1, int((ends - starts).max(initial=1))):
        found = join(found, values[np.minimum(starts + offset, ends - 1)])
    return np.where(there, found, np.float32(np.nan))


def _joined(values: Any, join: Any) -> Any:
    """The next level: each `FACTOR` neighbours along the last axis made one."""
    size = values.shape[-1]
    missing = -size % FACTOR
    if missing:
        edge = np.repeat(values[..., -1:], missing, axis=-1)
        values = np.concatenate([values, edge], axis=-1)
    parts = [values[..., k::FACTOR] for k in range(FACTOR)]
    return np.ascontiguousarray(join(join(parts[0], parts[1]), join(parts[2], parts[3])))
