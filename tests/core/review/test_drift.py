"""The course of local offsets: slopes and steps are told apart, noise is neither."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.review.drift import Course, course

WINDOW_S = 3.0


def rows(offset_ms: npt.NDArray[np.float64], confidence: float = 8.0) -> npt.NDArray[np.float64]:
    """One row each 0.2 s."""
    n = len(offset_ms)
    return np.column_stack([1.5 + 0.2 * np.arange(n), offset_ms, np.full(n, confidence)])


def of(local: npt.NDArray[np.float64], least_ms: float = 40.0) -> Course:
    return course(local, least_ms, WINDOW_S, 3.0, 580.0)


@settings(deadline=None, max_examples=60)
@given(
    seed=st.integers(0, 999),
    change=st.floats(60, 300),
    sign=st.sampled_from([1.0, -1.0]),
    n=st.integers(60, 400),
    wild=st.floats(0.0, 0.1),
)
def test_a_slope_is_a_slope(seed: int, change: float, sign: float, n: int, wild: float) -> None:
    rng = np.random.default_rng(seed)
    x = np.linspace(0.0, sign * change, n) + rng.normal(0.0, 4.0, n)
    x[rng.random(n) < wild] = rng.uniform(-500, 500)
    found = of(rows(x))
    assert not found.steps
    (slope,) = found.slopes
    assert slope.change_ms == pytest.approx(sign * change, rel=0.15)
    assert slope.ms_per_minute == pytest.approx(sign * change / (0.2 * (n - 1)) * 60.0, rel=0.15)


@settings(deadline=None, max_examples=60)
@given(
    seed=st.integers(0, 999),
    height=st.floats(60, 400),
    sign=st.sampled_from([1.0, -1.0]),
    n=st.integers(80, 400),
    share=st.floats(0.3, 0.7),
    blurred=st.booleans(),
)
def test_a_step_is_a_step_and_its_place_is_found(
    seed: int, height: float, sign: float, n: int, share: float, blurred: bool
) -> None:
    at = int(share * n)
    x = np.where(np.arange(n) < at, 0.0, sign * height)
    if blurred:  # windows that reach over the edit, in between
        x[at - 5 : at + 5] = np.linspace(0.0, sign * height, 10)
    x = x + np.random.default_rng(seed).normal(0.0, 4.0, n)
    found = of(rows(x))
    assert not found.slopes
    (step,) = found.steps
    assert step.after_ms - step.before_ms == pytest.approx(sign * height, abs=6.0)
    assert step.time_s == pytest.approx(1.5 + 0.2 * at, abs=1.2)


def test_two_steps_are_two() -> None:
    x = np.repeat([0.0, 120.0, 40.0], 60)
    x = x + np.random.default_rng(1).normal(0.0, 3.0, len(x))
    found = of(rows(x))
    assert [s.time_s for s in found.steps] == pytest.approx([13.5, 25.5], abs=0.5)
    assert not found.slopes


def test_a_step_in_a_slope_is_both() -> None:
    t = np.arange(200.0)
    x = 0.7 * t + np.where(t < 90, 0.0, -250.0) + np.random.default_rng(2).normal(0.0, 3.0, 200)
    found = of(rows(x))
    (step,) = found.steps
    assert step.time_s == pytest.approx(1.5 + 0.2 * 90, abs=0.5)
    assert step.after_ms - step.before_ms == pytest.approx(-229.0, abs=10.0)
    assert [s.change_ms for s in found.slopes] == pytest.approx([57, 71], abs=10)


@settings(deadline=None, max_examples=60)
@given(seed=st.integers(0, 999), spread=st.floats(0.0, 15.0), n=st.integers(0, 300))
def test_a_steady_offset_is_neither(seed: int, spread: float, n: int) -> None:
    x = 80.0 + np.random.default_rng(seed).normal(0.0, spread, n)
    assert of(rows(x)) == Course()


@settings(deadline=None, max_examples=60)
@given(seed=st.integers(0, 999), n=st.integers(6, 200))
def test_noise_over_the_whole_search_is_neither(seed: int, n: int) -> None:
    rng = np.random.default_rng(seed)
    assert of(rows(rng.uniform(-600, 600, n), confidence=0.4)) == Course()


def test_what_is_not_known_does_not_count() -> None:
    x = np.full(100, 40.0)
    local = rows(x)
    local[50:, 1], local[50:, 2] = 300.0, 1.0  # half of it unconfident
    assert of(local) == Course()
    local = rows(x)
    local[::7, 1] = np.nan
    assert of(local) == Course()
    at_limit = rows(np.where(np.arange(100) < 70, 40.0, 600.0))
    assert of(at_limit) == Course()
