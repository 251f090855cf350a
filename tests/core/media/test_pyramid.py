"""Levels of detail: no extreme is ever lost from sight, whatever range is looked at."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from core.media.pyramid import FACTOR, MaxPyramid, MinMaxPyramid, level_for

VALUES = st.integers(0, 700).flatmap(
    lambda n: arrays(
        np.float32, n, elements=st.one_of(st.floats(-100, 100, width=32), st.just(float("nan")))
    )
)


def _nan_min(values: Any) -> float:
    return float(np.nanmin(values)) if np.isfinite(values).any() else float("nan")


def _nan_max(values: Any) -> float:
    return float(np.nanmax(values)) if np.isfinite(values).any() else float("nan")


@given(VALUES)
def test_every_level_holds_the_extremes_of_its_values(values: Any) -> None:
    pyramid = MinMaxPyramid(values, values, smallest=1)
    for number, (low, high) in enumerate(pyramid.levels):
        size = FACTOR**number
        assert len(low) == len(high) == -(-len(values) // size)
        for k in range(len(low)):
            part = values[k * size : (k + 1) * size]
            assert np.array_equal(low[k], np.float32(_nan_min(part)), equal_nan=True)
            assert np.array_equal(high[k], np.float32(_nan_max(part)), equal_nan=True)
    assert len(pyramid.levels[-1][0]) <= 1


@given(
    VALUES,
    st.floats(-50, 800, allow_nan=False),
    st.floats(0.05, 90, allow_nan=False),
    st.integers(1, 60),
)
def test_a_range_never_loses_an_extreme(values: Any, first: float, step: float, count: int) -> None:
    pyramid = MinMaxPyramid(values, values)
    low, high = pyramid.columns(first, step, count)
    assert len(low) == len(high) == count
    for column in range(count):
        # What certainly lies in the column is in it,
        begin, end = first + column * step, first + (column + 1) * step
        inside = values[max(int(np.floor(begin + 1e-6)), 0) : max(int(np.ceil(end - 1e-6)), 0)]
        if np.isfinite(inside).any():
            assert low[column] <= np.nanmin(inside)
            assert high[column] >= np.nanmax(inside)
        # and nothing that is further away than a value of the level that is looked at.
        reach = max(FACTOR ** int(np.log(max(step, 1)) / np.log(FACTOR) + 1e-9), 1) + 1
        near = values[max(int(begin) - reach, 0) : max(int(np.ceil(end)) + reach, 0)]
        if np.isfinite(low[column]):
            assert low[column] in near
            assert high[column] in near


@given(
    st.integers(0, 500).flatmap(lambda n: arrays(np.uint8, (3, n))),
    st.floats(-20, 520, allow_nan=False),
    st.floats(0.05, 60, allow_nan=False),
)
def test_the_brightest_of_a_picture_stays(values: Any, first: float, step: float) -> None:
    found, there = MaxPyramid(values).columns(first, step, 20)
    assert found.shape == (3, 20)
    for column in range(20):
        begin, end = first + column * step, first + (column + 1) * step
        low, high = max(int(np.floor(begin + 1e-6)), 0), max(int(np.ceil(end - 1e-6)), 0)
        inside = values[:, low:high]
        if inside.shape[1]:
            assert there[column]
            assert (found[:, column] >= inside.max(axis=1)).all()
        if not there[column]:
            assert not found[:, column].any()


def test_a_picture_costs_what_its_pixels_cost() -> None:
    """A column looks at a handful of values, of ten thousand as of a hundred million."""
    values = np.zeros(1_000_000, np.float32)
    pyramid = MinMaxPyramid(values, values)
    for step in (0.3, 1.0, 3.9, 4.0, 7.0, 100.0, 1000.0):
        level = level_for(step, len(pyramid.levels))
        # No coarser than a column, or extremes smear over their neighbours; no finer than it must.
        assert FACTOR**level <= max(step, 1.0)
        assert step / FACTOR**level < FACTOR
    # Beyond the last level there is none.
    assert level_for(1e9, len(pyramid.levels)) == len(pyramid.levels) - 1


@pytest.mark.parametrize("step", [1.0, 4.0, 7.0, 16.0, 100.0, 1000.0])
def test_the_level_of_a_picture_is_the_one_that_it_asks_for(step: float) -> None:
    """All other levels are spoilt: none of their values gets into the picture."""
    values = np.arange(20_000, dtype=np.float32)
    pyramid = MinMaxPyramid(values, values)
    level = level_for(step, len(pyramid.levels))
    spoilt = np.float32(-1e9)
    pyramid.levels = tuple(
        pair if number == level else (np.full_like(pair[0], spoilt), np.full_like(pair[1], spoilt))
        for number, pair in enumerate(pyramid.levels)
    )
    low, high = pyramid.columns(0.0, step, int(len(values) / step))
    assert low.min() >= 0.0
    assert high.max() == pytest.approx(20_000, rel=0.06)


def test_the_levels_take_a_third_more() -> None:
    values = np.zeros(1_000_000, np.float32)
    levels = MinMaxPyramid(values, values).levels
    assert sum(low.nbytes for low, _ in levels) < values.nbytes * 1.34


def test_levels_cannot_be_written_to() -> None:
    pyramid = MinMaxPyramid(np.zeros(300, np.float32), np.ones(300, np.float32))
    with pytest.raises(ValueError, match="read-only"):
        pyramid.levels[1][0][0] = 5.0
