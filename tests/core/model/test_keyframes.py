"""Keyframes as arrays: order, interpolation, replacement."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.model.keyframes import Keyframes
from core.model.values import Box, Keyframe, Source
from tests.core.documents import keyframe_rows, pts_of, some_keyframes


def test_boxes_are_linear_between_keyframes_and_end_with_them() -> None:
    rows = Keyframes.of([Keyframe(0, Box(0, 0, 10, 10)), Keyframe(100, Box(50, 20, 60, 40))])
    assert rows.box_at(0) == Box(0, 0, 10, 10)
    assert rows.box_at(50) == Box(25, 10, 35, 25)
    assert rows.box_at(100) == Box(50, 20, 60, 40)
    assert rows.box_at(-1) is None
    assert rows.box_at(101) is None
    assert Keyframes.empty().box_at(0) is None


@settings(deadline=None, max_examples=50)
@given(rows=keyframe_rows(), frames=st.lists(st.integers(-5, 70), min_size=1, max_size=10))
def test_one_box_and_many_boxes_agree(rows: Keyframes, frames: list[int]) -> None:
    pts = np.array([pts_of(f) for f in frames], dtype=np.int64)
    many = rows.boxes_at(pts)
    for at, box in zip(pts.tolist(), many, strict=True):
        one = rows.box_at(at)
        if one is not None:
            assert one.as_tuple() == pytest.approx(box.tolist(), abs=1e-3)


@settings(deadline=None, max_examples=50)
@given(rows=keyframe_rows(), data=st.data())
def test_replacing_back_and_forth_changes_nothing(rows: Keyframes, data: st.DataObject) -> None:
    chosen = data.draw(st.lists(st.integers(0, len(rows) - 1), unique=True))
    removed = rows.select(np.array(sorted(chosen), dtype=np.int64))
    rest = rows.replaced(removed, Keyframes.empty())
    assert len(rest) == len(rows) - len(removed)
    assert rest.replaced(Keyframes.empty(), removed) == rows


def test_replacing_what_is_not_there_raises() -> None:
    rows = some_keyframes([1, 2, 3])
    with pytest.raises(ValueError, match="not there"):
        rows.replaced(some_keyframes([4]), Keyframes.empty())
    with pytest.raises(ValueError, match="order of pts"):
        rows.replaced(Keyframes.empty(), some_keyframes([2]))


def test_arrays_of_unequal_length_or_wrong_order_are_refused() -> None:
    rows = some_keyframes([1, 2])
    with pytest.raises(ValueError, match="differ in length"):
        Keyframes(rows.pts, rows.boxes[:1], rows.scores, rows.sources, rows.flags)
    with pytest.raises(ValueError, match="order"):
        Keyframes(rows.pts[::-1].copy(), rows.boxes, rows.scores, rows.sources, rows.flags)


def test_what_is_shared_cannot_be_written() -> None:
    rows = some_keyframes([1, 2])
    with pytest.raises(ValueError, match="read-only"):
        rows.boxes[0, 0] = 1


EYES = ((12.0, 30.0), (40.0, 32.0))


def with_more() -> Keyframes:
    """One row with everything, one without, one with landmarks only."""
    box = Box(10.0, 20.0, 50.0, 80.0)
    return Keyframes.of(
        [
            Keyframe(10, box, 0.5, Source.DETECTOR, True, True, EYES, b"PPYo0"),
            Keyframe(20, box),
            Keyframe(30, Box(20.0, 20.0, 60.0, 80.0), landmarks=((22.0, 30.0), (50.0, 32.0))),
        ]
    )


def test_flags_landmarks_and_masks_come_back_as_given() -> None:
    rows = with_more()
    assert rows.at(0) == Keyframe(
        10, Box(10.0, 20.0, 50.0, 80.0), 0.5, Source.DETECTOR, True, True, EYES, b"PPYo0"
    )
    assert rows.at(1).landmarks == ()
    assert rows.at(1).mask is None
    assert rows.occluded.tolist() == rows.truncated.tolist() == [True, False, False]
    assert rows.has_landmarks
    assert rows.has_masks


def test_rows_with_and_without_landmarks_are_joined_and_taken_apart() -> None:
    rows, plain = with_more(), some_keyframes([1])
    joined = rows.replaced(Keyframes.empty(), plain)
    assert len(joined) == 4
    assert joined.replaced(plain, Keyframes.empty()) == rows
    assert joined.replaced(rows, Keyframes.empty()) == plain


def test_landmarks_are_interpolated_only_between_rows_that_have_them() -> None:
    rows = with_more()
    between = rows.replaced(rows.between(20, 20), Keyframes.empty()).keyframe_at(20)
    assert between is not None
    assert between.landmarks == ((17.0, 30.0), (45.0, 32.0))
    assert between.mask is None
    beside = rows.keyframe_at(15)
    assert beside is not None
    assert beside.landmarks == ()
    assert beside.occluded


def test_a_landmark_that_is_not_known_keeps_its_place_among_the_others() -> None:
    unknown = (math.nan, math.nan)
    row = Keyframe(10, Box(10.0, 20.0, 50.0, 80.0), landmarks=(EYES[0], unknown, EYES[1], unknown))
    rows = Keyframes.of([row])
    first, second, third = rows.at(0).landmarks
    assert (first, third) == EYES
    assert np.isnan(second).all()
    assert Keyframes.of([rows.at(0)]) == rows


def test_landmarks_stay_where_they_lie_in_a_box_that_moves_and_masks_go() -> None:
    rows = with_more()
    boxes = rows.boxes.copy()
    boxes[0] = (110.0, 20.0, 190.0, 140.0)
    moved = rows.with_boxes(boxes)
    assert moved.at(0).landmarks == ((114.0, 40.0), (170.0, 44.0))
    assert moved.at(0).mask is None
    assert moved.at(2) == rows.at(2)


@settings(deadline=None, max_examples=60)
@given(a=keyframe_rows(min_size=0), b=keyframe_rows(min_size=0), mixed=st.booleans())
def test_the_difference_takes_one_to_the_other(a: Keyframes, b: Keyframes, mixed: bool) -> None:
    if mixed:
        # Some rows in common.
        b = a.select(np.arange(len(a)) % 2 == 0).replaced(
            Keyframes.empty(), b.select(~np.isin(b.pts, a.pts))
        )
    gone, come = a.difference(b)
    assert a.replaced(gone, come) == b
    assert not any(b.get(row.pts) == row for row in gone)
    assert len(a.difference(a)[0]) == len(a.difference(a)[1]) == 0
