"""The course of the offset: slopes and steps are told apart, noise is neither."""

from __future__ import annotations

from typing import Literal

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.review.drift import Course, course
from tests.core.review.scenes import Curve, a_clip_score, steady

Kind = Literal["distance", "correlation"]
KINDS = st.sampled_from(["distance", "correlation"])


def of(
    seconds: float,
    offset: Curve,
    kind: Kind = "distance",
    seed: int = 0,
    depth: Curve | float = 8.0,
    noise: float = 0.0,
) -> Course:
    """The course of a clip with this offset in steps, positive: audio early."""
    matrix = a_clip_score(round(seconds * 25) + 5, offset, depth, 0, kind, seed).matrix.copy()
    scale = 1.0 if kind == "distance" else 0.1
    matrix += np.random.default_rng(seed + 1).normal(0.0, noise * scale, matrix.shape)
    return course(matrix.astype(np.float32), 60.0, 3.0 if kind == "distance" else 0.3)


@settings(deadline=None, max_examples=40)
@given(
    seed=st.integers(0, 999),
    steps=st.floats(3.0, 7.0),
    sign=st.sampled_from([1.0, -1.0]),
    seconds=st.floats(40, 300),
    kind=KINDS,
    # Twice as much hides a slope: of 60 clips of 41 s with 3 steps of slope 6 are taken for a step,
    # of 120 s one, of 7 steps none.
    noise=st.floats(0.0, 1.0),
)
def test_a_slope_is_a_slope(
    seed: int, steps: float, sign: float, seconds: float, kind: Kind, noise: float
) -> None:
    found = of(seconds, lambda t: sign * steps * (t / seconds - 0.5), kind, seed, noise=noise)
    assert not found.steps
    (slope,) = found.slopes
    rate = sign * steps * 40.0 / seconds * 60.0
    assert slope.ms_per_minute == pytest.approx(rate, rel=0.3)
    assert slope.change_ms == pytest.approx(
        slope.ms_per_minute * (slope.end_s - slope.start_s) / 60.0
    )


@settings(deadline=None, max_examples=40)
@given(
    seed=st.integers(0, 999),
    steps=st.floats(2.0, 8.0),
    sign=st.sampled_from([1.0, -1.0]),
    seconds=st.floats(14, 200),
    share=st.floats(0.42, 0.58),
    kind=KINDS,
    noise=st.floats(0.0, 2.0),
)
def test_a_step_is_a_step_and_its_place_is_found(
    seed: int, steps: float, sign: float, seconds: float, share: float, kind: Kind, noise: float
) -> None:
    at, jump = share * seconds, sign * steps
    found = of(seconds, lambda t: np.where(t < at, 0.0, jump), kind, seed, noise=noise)
    assert not found.slopes
    (step,) = found.steps
    assert step.time_s == pytest.approx(at, abs=1.0)
    assert step.before_ms == pytest.approx(0.0, abs=15.0)
    assert step.after_ms == pytest.approx(jump * 40.0, abs=15.0)


def test_two_steps_are_two() -> None:
    found = of(36.0, lambda t: np.select([t < 12, t < 24], [0.0, 3.0], 1.0))
    assert [s.time_s for s in found.steps] == pytest.approx([12.0, 24.0], abs=0.4)
    assert [s.after_ms for s in found.steps] == pytest.approx([120.0, 40.0], abs=12.0)
    assert not found.slopes


def test_a_step_in_a_slope_is_both() -> None:
    found = of(120.0, lambda t: 4.0 * t / 120.0 + np.where(t < 60, 0.0, -8.0))
    (step,) = found.steps
    assert step.time_s == pytest.approx(60.0, abs=2.0)
    assert [s.change_ms for s in found.slopes] == pytest.approx([80.0, 80.0], abs=25.0)


@settings(deadline=None, max_examples=60)
@given(
    seed=st.integers(0, 999),
    offset=st.floats(-12, 12),
    seconds=st.floats(1, 120),
    kind=KINDS,
    noise=st.floats(0.0, 12.0),
)
def test_a_steady_offset_is_neither(
    seed: int, offset: float, seconds: float, kind: Kind, noise: float
) -> None:
    assert of(seconds, steady(offset), kind, seed, noise=noise) == Course()


def test_a_pause_is_no_step() -> None:
    found = of(40.0, steady(2.0), depth=lambda t: np.where((t > 10) & (t < 20), 0.0, 8.0))
    assert found == Course()


@settings(deadline=None, max_examples=60)
@given(seed=st.integers(0, 999), seconds=st.floats(8, 120), kind=KINDS, noise=st.floats(0, 12))
def test_what_does_not_fit_is_neither(seed: int, seconds: float, kind: Kind, noise: float) -> None:
    assert of(seconds, steady(0.0), kind, seed, depth=0.0, noise=noise) == Course()


def test_numbers_that_are_none() -> None:
    matrix = np.array(a_clip_score(500).matrix)
    matrix[200, 3] = np.nan
    assert course(matrix, 60.0, 3.0) == Course()
    assert course(np.empty((0, 31), np.float32), 60.0, 3.0) == Course()
    assert course(np.zeros((500, 31), np.float32), 60.0, 3.0) == Course()
