"""Loose detections, compared with the same said in plain loops, and the chains made of them."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.model.keyframes import Keyframes
from core.model.values import Box, Shot, Source
from core.vision.linking import StepDetections
from core.vision.loose import ChainOptions, Loose, chain, loose_detections

TICKS = 40


def step(number: int, *boxes: Box, labels: tuple[int, ...] = ()) -> StepDetections:
    n = len(boxes)
    return StepDetections(
        number,
        number * TICKS,
        np.array([b.as_tuple() for b in boxes], np.float32).reshape(n, 4),
        np.array([0.9 - 0.01 * i for i in range(n)], np.float32),
        np.array(labels or [0] * n, np.int64),
    )


def square(x: float, side: float = 60.0) -> Box:
    return Box(x, 10.0, x + side, 10.0 + side)


def track(*rows: tuple[int, Box]) -> Keyframes:
    return Keyframes.detected(
        np.array([number * TICKS for number, _ in rows], np.int64),
        np.array([box.as_tuple() for _, box in rows], np.float32),
        np.ones(len(rows), np.float32),
    )


def places(loose: Loose) -> list[tuple[int, float]]:
    """(step, x) of each."""
    return [(int(s), float(b[0])) for s, b in zip(loose.steps, loose.boxes, strict=True)]


def numbers(keyframes: Keyframes) -> list[int]:
    return (keyframes.pts // TICKS).tolist()


def test_what_a_track_covers_between_its_keyframes_is_not_loose() -> None:
    found = [step(n, square(4 * n), square(300)) for n in range(12)]
    rows = track((2, square(8)), (9, square(36)))
    assert places(loose_detections(found, [(rows, ())])) == [
        *((n, x) for n in (0, 1) for x in (4.0 * n, 300.0)),
        *((n, 300.0) for n in range(2, 10)),
        *((n, x) for n in (10, 11) for x in (4.0 * n, 300.0)),
    ]


def test_a_track_covers_nothing_where_it_is_outside_or_elsewhere() -> None:
    found = [step(n, square(0)) for n in range(10)]
    rows = track((0, square(0)), (9, square(0)))
    outside = ((3 * TICKS, 5 * TICKS),)
    assert loose_detections(found, [(rows, outside)]).steps.tolist() == [3, 4]
    # An overlap of a half covers, one of a third does not.
    for shift, count in ((20, 0), (30, 10)):
        moved = track((0, square(shift)), (9, square(shift)))
        assert len(loose_detections(found, [(moved, ())])) == count


def test_a_frame_that_two_steps_show_is_there_once() -> None:
    one = step(0, square(0), square(200))
    found = [
        StepDetections(n, (n // 2) * TICKS, one.boxes, one.scores, one.labels) for n in range(6)
    ]
    loose = loose_detections(found, [])
    assert loose.steps.tolist() == [0, 0, 2, 2, 4, 4]
    assert places(loose.at(TICKS)) == [(2, 0.0), (2, 200.0)]
    assert len(loose.at(TICKS + 1)) == 0


def test_nothing_found_is_nothing_loose() -> None:
    assert len(loose_detections([], [(track((0, square(0))), ())])) == 0
    assert len(loose_detections([step(0)], [(Keyframes.empty(), ())])) == 0


boxes = st.builds(lambda x, side: square(x, side), st.integers(0, 60), st.integers(20, 60))
steps_of_boxes = st.lists(st.lists(boxes, max_size=3), min_size=1, max_size=12).map(
    lambda rows: [step(n, *row) for n, row in enumerate(rows)]
)
tracks_of_boxes = st.lists(
    st.dictionaries(st.integers(0, 12), boxes, min_size=1, max_size=4).map(
        lambda rows: track(*sorted(rows.items()))
    ),
    max_size=3,
)
spans = st.lists(st.tuples(st.integers(0, 12), st.integers(0, 12)), max_size=2).map(
    lambda pairs: tuple((min(p) * TICKS, max(p) * TICKS) for p in pairs)
)


@given(steps_of_boxes, tracks_of_boxes, spans)
def test_each_detection_is_loose_or_covered(
    found: list[StepDetections], tracks: list[Keyframes], outside: tuple[tuple[int, int], ...]
) -> None:
    expected = []
    for one in found:
        out = any(a <= one.pts < b for a, b in outside)
        for row in one.boxes:
            box = Box(*(float(v) for v in row))
            there = [None if out else rows.box_at(one.pts) for rows in tracks]
            overlaps = [t.iou(box) for t in there if t is not None]
            if any(abs(o - 0.5) < 1e-5 for o in overlaps):
                return  # rounding decides
            if all(o < 0.5 for o in overlaps):
                expected.append((one.step, float(row[0])))
    assert places(loose_detections(found, [(rows, outside) for rows in tracks])) == expected


def whole(found: list[StepDetections]) -> Loose:
    return loose_detections(found, [])


def test_one_click_takes_the_face_through_its_shot_and_no_further() -> None:
    found = [step(n, square(5 * n), square(300)) for n in range(30)]
    shots = tuple(Shot(a * TICKS, b * TICKS) for a, b in ((0, 5), (5, 20), (20, 30)))
    rows = chain(whole(found), shots, 10 * TICKS, square(52))
    assert numbers(rows) == list(range(5, 20))
    assert [k.box.x1 for k in rows] == [5.0 * n for n in range(5, 20)]
    assert {k.source for k in rows} == {Source.DETECTOR}
    assert rows.scores.tolist() == pytest.approx([0.9] * 15)


def test_gaps_are_bridged_up_to_a_number_of_steps() -> None:
    there = {0, 1, 5, 6, 10, 15, 16}
    found = [step(n, *([square(0)] if n in there else [])) for n in range(20)]
    rows = chain(whole(found), (), 6 * TICKS, square(0), ChainOptions(max_missed=3))
    assert numbers(rows) == [0, 1, 5, 6, 10]


def test_a_detection_of_another_label_or_place_is_not_taken() -> None:
    found = [step(n, square(0), square(4), labels=(0, 1)) for n in range(5)]
    found += [step(5, square(50))]
    rows = chain(whole(found), (), 2 * TICKS, square(4))
    assert [k.box.x1 for k in rows] == [4.0] * 5
    assert numbers(rows) == [0, 1, 2, 3, 4]


def test_of_two_the_closer_is_taken_whatever_their_order() -> None:
    found = [step(n, *((square(0), square(20)) if n % 2 else (square(20), square(0))))
             for n in range(8)]  # fmt: skip
    assert [k.box.x1 for k in chain(whole(found), (), 3 * TICKS, square(1))] == [0.0] * 8
    assert [k.box.x1 for k in chain(whole(found), (), 3 * TICKS, square(19))] == [20.0] * 8


def test_a_click_on_nothing_is_refused() -> None:
    loose = whole([step(0, square(0)), step(1)])
    shots = (Shot(0, 10 * TICKS),)
    for pts, box in ((0, square(200)), (TICKS, square(0)), (50 * TICKS, square(0))):
        with pytest.raises(ValueError, match="no loose detection"):
            chain(loose, shots, pts, box)
    with pytest.raises(ValueError, match="no loose detection"):
        chain(whole([]), (), 0, square(0))


@given(
    steps_of_boxes,
    st.data(),
    st.floats(0.05, 0.6),
    st.integers(0, 4),
    st.integers(0, 12),
)
def test_a_chain_is_made_of_detections_that_overlap_within_its_shot(
    found: list[StepDetections], data: st.DataObject, iou: float, missed: int, cut: int
) -> None:
    loose = whole(found)
    if len(loose) == 0:
        return
    clicked = data.draw(st.integers(0, len(loose) - 1))
    pts, box = int(loose.pts[clicked]), Box(*(float(v) for v in loose.boxes[clicked]))
    shots = (Shot(0, cut * TICKS), Shot(cut * TICKS, 100 * TICKS))
    rows = chain(loose, shots, pts, box, ChainOptions(iou, missed))
    assert rows.get(pts) is not None
    assert rows.get(pts).box == box  # type: ignore[union-attr]
    for keyframe in rows:
        assert list(keyframe.box.as_tuple()) in loose.at(keyframe.pts).boxes.tolist()
        assert (keyframe.pts < cut * TICKS) == (pts < cut * TICKS)
    for a, b in pairwise(rows):
        assert a.box.iou(b.box) > iou - 1e-6
        assert 0 < (b.pts - a.pts) // TICKS <= missed + 1
