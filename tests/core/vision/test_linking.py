from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from itertools import pairwise

import numpy as np
import pytest

from core.model.keyframes import Keyframes
from core.model.values import Shot
from core.timebase import FrameIndex
from core.vision.linking import Linker, LinkParams, ShotEnds, StepDetections

PARAMS = LinkParams(min_detections=5, max_missed=3)


def step(i: int, *xs: float, size: float = 60.0, labels: tuple[int, ...] = ()) -> StepDetections:
    boxes = np.array([[x, 10, x + size, 10 + size] for x in xs], np.float32).reshape(-1, 4)
    label = np.array(labels or [0] * len(xs), np.int64)
    return StepDetections(i, 100 * i, boxes, np.full(len(xs), 0.9, np.float32), label)


def link(steps: list[StepDetections], *cuts: int, params: LinkParams = PARAMS) -> tuple:
    bounds = [0, *cuts, 10**6]
    shots = tuple(Shot(a, b) for a, b in pairwise(bounds))
    linker = Linker(shots, params)
    for found in steps:
        linker.feed(found)
    return linker.finish()


def test_two_faces_side_by_side_are_two_tracks_whatever_the_order_of_their_boxes() -> None:
    steps = [step(i, *((0, 300) if i % 2 else (300, 0))) for i in range(20)]
    tracks, dropped = link(steps)
    assert [len(t.keyframes) for t in tracks] == [20, 20]
    assert {float(t.keyframes.boxes[:, 0].std()) for t in tracks} == {0.0}
    assert dropped == []


def test_a_short_miss_is_bridged_and_a_long_one_ends_the_track() -> None:
    bridged, _ = link([step(i, 0) for i in range(20) if i not in (7, 8, 9)])
    assert len(bridged) == 1
    ended, _ = link([step(i, 0) for i in range(20) if i not in (7, 8, 9, 10)])
    assert [t.keyframes.pts[0] for t in ended] == [0, 1100]


def test_no_track_crosses_a_cut() -> None:
    tracks, _ = link([step(i, 0) for i in range(20)], 1000)
    assert [(int(t.keyframes.pts[0]), int(t.keyframes.pts[-1])) for t in tracks] == [
        (0, 900),
        (1000, 1900),
    ]


def test_labels_are_not_mixed() -> None:
    tracks, _ = link([step(i, 0, 2, labels=(0, 1)) for i in range(10)])
    assert sorted(t.label for t in tracks) == [0, 1]


@pytest.mark.parametrize(
    ("steps", "reason"),
    [
        ([step(i, 0) for i in range(4)], "seen for 4 of at least 5 steps"),
        ([step(i, 0, size=30) for i in range(9)], "30 px large on average (at least 48)"),
    ],
)
def test_what_is_dropped_is_told_with_its_reason(steps: list, reason: str) -> None:
    tracks, dropped = link(steps)
    assert tracks == []
    assert [d.reason for d in dropped] == [reason]
    assert (dropped[0].start_pts, dropped[0].end_pts) == (0, steps[-1].pts)


def test_a_frame_that_two_grid_steps_show_has_one_keyframe() -> None:
    one = step(0, 0)
    steps = [
        StepDetections(i, 100 * (i // 2), one.boxes, one.scores, one.labels) for i in range(20)
    ]
    tracks, _ = link(steps)
    assert tracks[0].keyframes.pts.tolist() == [100 * i for i in range(10)]


def test_the_least_length_counts_steps_also_where_a_frame_lasts_for_several() -> None:
    one = step(0, 0)
    steps = [StepDetections(i, i // 3, one.boxes, one.scores, one.labels) for i in range(6)]
    tracks, dropped = link(steps)
    assert (len(tracks), dropped) == (1, [])


def test_a_track_keeps_its_box_to_the_ends_of_its_own_shot_only() -> None:
    """60 fps: the frames 29 and 30 lie between the last and first steps of two shots."""
    index = FrameIndex(np.arange(60, dtype=np.int64), np.ones(60, bool), Fraction(1, 60), 60)
    shown = set(index.grid_frames().tolist())
    ends = ShotEnds((Shot(0, 30), Shot(30, 60)), index)
    first_step = min(n for n in shown if n >= 30)
    last_step = max(n for n in shown if n < 30)
    assert (last_step, first_step, max(shown)) == (28, 31, 57)
    for pts, expected in (
        ([0, 28], [0, 28, 29]),
        ([31, 57], [30, 31, 57, 59]),
        ([5, 7], [5, 7]),
    ):
        boxes = np.tile(np.array([0, 0, 9, 9], np.float32), (2, 1))
        rows = Keyframes.detected(np.array(pts, np.int64), boxes, np.ones(2, np.float32))
        assert ends.held(rows).pts.tolist() == expected


def test_landmarks_go_with_their_boxes() -> None:
    box = np.array([[10, 10, 80, 80]], np.float32)
    linker = Linker((Shot(0, 10_000),))
    for step in range(30):
        points = np.array([[[20 + step, 30], [60 + step, 30]]], np.float32)
        linker.feed(
            StepDetections(
                step, step * 10, box, np.ones(1, np.float32), np.zeros(1, np.int64), points
            )
        )
    (track,), _ = linker.finish()
    assert track.keyframes.at(7).landmarks == ((27.0, 30.0), (67.0, 30.0))


def test_a_detector_may_give_landmarks_in_some_pictures_only() -> None:
    linker = Linker((Shot(0, 10_000),), PARAMS)
    for i in range(10):
        points = np.array([[[20 + i, 30], [60 + i, 30]]], np.float32) if i % 2 else None
        linker.feed(replace(step(i, 0), landmarks=points))
    (track,), _ = linker.finish()
    assert [row.landmarks for row in track.keyframes] == [
        ((20.0 + i, 30.0), (60.0 + i, 30.0)) if i % 2 else () for i in range(10)
    ]
