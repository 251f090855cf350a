from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.model.keyframes import Keyframes
from core.model.values import Box, Keyframe, Source
from core.vision.smoothing import smooth_keyframes

EVERYTHING = (-(10**9), 10**9)


def rows_of(
    boxes: np.ndarray, pts: list[int] | None = None, person: tuple[int, ...] = ()
) -> Keyframes:
    pts = list(range(0, 40 * len(boxes), 40)) if pts is None else pts
    return Keyframes.of(
        Keyframe(
            at,
            Box(*(float(v) for v in box)),
            0.5 + 0.001 * i,
            Source.PERSON if i in person else Source.DETECTOR,
            occluded=i % 3 == 0,
        )
        for i, (at, box) in enumerate(zip(pts, boxes, strict=True))
    )


def still(count: int) -> np.ndarray:
    return np.tile(np.array([100.0, 50.0, 180.0, 150.0]), (count, 1))


def test_a_jumping_box_is_calmed() -> None:
    boxes = still(40)
    boxes[20] += 60
    boxes[30] += np.array([-20, -20, 20, 20])
    calm = smooth_keyframes(rows_of(boxes), *EVERYTHING, 7)
    assert np.allclose(calm.boxes, still(40), atol=1e-3)


def test_trembling_becomes_small_and_what_really_moves_goes_on() -> None:
    rng = np.random.default_rng(1)
    way = 80 * np.sin(np.arange(200) / 25)[:, None]
    noise = rng.normal(0, 4, (200, 4))
    calm = smooth_keyframes(rows_of(still(200) + way + noise), *EVERYTHING, 11)
    left = calm.boxes - (still(200) + way)
    assert float(np.abs(left[3:-3]).max()) < 6
    assert float(left.std()) < 0.6 * float(noise.std())
    steps = np.diff(calm.boxes, axis=0) - np.diff(way, axis=0)
    assert float(steps.std()) < 0.25 * float(np.diff(noise, axis=0).std())


@given(
    st.lists(st.integers(1, 3), min_size=1, max_size=40),
    st.tuples(*[st.floats(-3, 3)] * 2, *[st.floats(-0.2, 0.2)] * 2),
    st.sampled_from([3, 5, 9, 21]),
    st.sets(st.integers(0, 40)),
    st.integers(0, 100),
    st.integers(0, 100),
)
def test_an_even_movement_stays_as_it_is_whatever_the_frames_between_its_keyframes(
    apart: list[int],
    speed: tuple[float, ...],
    window: int,
    person: set[int],
    first: int,
    last: int,
) -> None:
    pts = np.concatenate([[0], np.cumsum(apart)])
    boxes = still(len(pts)) + pts[:, None] * np.array(speed)
    rows = rows_of(boxes, pts.tolist(), tuple(person))
    calm = smooth_keyframes(rows, first, last, window)
    assert np.allclose(calm.boxes, rows.boxes, atol=2e-3)


random_boxes = st.lists(
    st.tuples(st.floats(0, 300), st.floats(0, 300), st.floats(1, 90), st.floats(1, 90)).map(
        lambda b: [b[0], b[1], b[0] + b[2], b[1] + b[3]]
    ),
    max_size=25,
).map(lambda rows: np.array(rows, np.float64).reshape(-1, 4))


@given(
    random_boxes,
    st.sets(st.integers(0, 24)),
    st.integers(-40, 1000),
    st.integers(-40, 1000),
    st.sampled_from([1, 3, 7, 15]),
)
def test_a_persons_keyframes_and_those_beyond_the_span_are_kept_exactly(
    boxes: np.ndarray, person: set[int], first: int, last: int, window: int
) -> None:
    rows = rows_of(boxes, person=tuple(person))
    calm = smooth_keyframes(rows, first, last, window)
    kept = [
        i for i, k in enumerate(rows) if k.source is Source.PERSON or not first <= k.pts <= last
    ]
    assert np.array_equal(calm.boxes[kept], rows.boxes[kept])
    for a, b in zip(calm.columns(), rows.columns(), strict=True):
        assert a is calm.boxes or np.array_equal(a, b)
    assert bool(np.all(calm.boxes[:, 2:] > calm.boxes[:, :2]))


def test_what_lies_beside_a_persons_keyframe_is_drawn_to_it() -> None:
    boxes = still(40)
    boxes[20] += 30
    calm = smooth_keyframes(rows_of(boxes, person=(20,)), *EVERYTHING, 9)
    off = calm.boxes[:, 0] - 100
    assert off[20] == 30
    assert np.allclose(off[16:25], [6, 12, 18, 24, 30, 24, 18, 12, 6], atol=1e-3)
    assert np.allclose(off[:16], 0, atol=1e-3)
    assert np.allclose(off[25:], 0, atol=1e-3)


def test_the_span_is_smoothed_as_it_would_be_within_the_whole() -> None:
    rng = np.random.default_rng(2)
    rows = rows_of(still(120) + rng.normal(0, 5, (120, 4)), person=(38,))
    whole = smooth_keyframes(rows, *EVERYTHING, 9)
    part = smooth_keyframes(rows, 40 * 40, 80 * 40, 9)
    assert np.array_equal(part.boxes[40:81], whole.boxes[40:81])


def test_nothing_is_mixed_over_a_gap() -> None:
    boxes = np.concatenate([still(10), still(10) + 200])
    pts = [40 * n for n in (*range(10), *range(60, 70))]
    calm = smooth_keyframes(rows_of(boxes, pts), *EVERYTHING, 9)
    assert np.allclose(calm.boxes, boxes, atol=1e-3)


def test_few_keyframes_and_a_window_of_one_are_left_alone() -> None:
    for count in (0, 1, 2):
        rows = rows_of(still(count))
        assert smooth_keyframes(rows, *EVERYTHING, 5) == rows
    rows = rows_of(still(9) + np.arange(36).reshape(9, 4) ** 2 % 7)
    assert smooth_keyframes(rows, *EVERYTHING, 1) == rows
    assert smooth_keyframes(rows, 2000, 1000, 5) == rows


@pytest.mark.parametrize("window", [0, -3, 4])
def test_an_even_or_empty_window_is_refused(window: int) -> None:
    with pytest.raises(ValueError, match="odd and positive"):
        smooth_keyframes(rows_of(still(5)), *EVERYTHING, window)
