"""Loose detections: what the detector saw and no track covers, and making a track of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np
import numpy.typing as npt

from core.model.keyframes import Keyframes
from core.model.values import Box, Shot
from core.vision.boxes import paired_iou
from core.vision.linking import StepDetections

Spans = Sequence[tuple[int, int]]
"""Of pts, ends exclusive."""


@dataclass(frozen=True, slots=True)
class ChainOptions:
    """Settings of chaining; looser than those of linking, since a person chose the place.

    Args:
        min_iou: a detection goes on from the last one if it overlaps it by more than this.
        max_missed: grid steps (40 ms) without one that are bridged.
    """

    min_iou: float = 0.3
    max_missed: int = 50


@dataclass(frozen=True, slots=True, eq=False)
class Loose:
    """Detections as parallel, read-only arrays, by rising pts.

    Args:
        steps: (n,) int64 grid steps.
        pts: (n,) int64; of two steps that show one frame only the first is there.
        boxes: (n, 4) float32 xyxy in source pixels.
        scores: (n,) float32.
        labels: (n,) int64, the detector's.
    """

    steps: npt.NDArray[np.int64]
    pts: npt.NDArray[np.int64]
    boxes: npt.NDArray[np.float32]
    scores: npt.NDArray[np.float32]
    labels: npt.NDArray[np.int64]

    def __post_init__(self) -> None:
        for array in (self.steps, self.pts, self.boxes, self.scores, self.labels):
            array.setflags(write=False)

    @classmethod
    def of(cls, found: Sequence[StepDetections]) -> Self:
        """All detections of a video, its steps in order."""
        steps = np.array([f.step for f in found], np.int64)
        pts = np.array([f.pts for f in found], np.int64)
        counts = np.array([len(f.boxes) for f in found], np.int64)
        fresh = np.ones(len(found), np.bool_)
        fresh[1:] = np.diff(pts) > 0
        flat = cls(
            np.repeat(steps, counts),
            np.repeat(pts, counts),
            np.concatenate([np.empty((0, 4), np.float32), *(f.boxes for f in found)]),
            np.concatenate([np.empty(0, np.float32), *(f.scores for f in found)]),
            np.concatenate([np.empty(0, np.int64), *(f.labels for f in found)]),
        )
        return flat if bool(fresh.all()) else flat.select(np.repeat(fresh, counts))

    def __len__(self) -> int:
        return len(self.pts)

    def select(self, rows: npt.NDArray[np.bool_] | slice) -> Self:
        """The rows of a mask or slice."""
        return type(self)(
            self.steps[rows], self.pts[rows], self.boxes[rows], self.scores[rows], self.labels[rows]
        )

    def between(self, first_pts: int, end_pts: int) -> Self:
        """Those of first_pts <= pts < end_pts."""
        start, stop = np.searchsorted(self.pts, (first_pts, end_pts))
        return self.select(slice(int(start), int(stop)))

    def at(self, pts: int) -> Self:
        """Those of the frame with exactly this pts."""
        return self.between(pts, pts + 1)

    def row_of(self, pts: int, box: Box) -> int:
        """The row of that detection in the frame with exactly this pts that overlaps a box most.

        Raises:
            ValueError: none overlaps it.
        """
        start, stop = (int(i) for i in np.searchsorted(self.pts, (pts, pts + 1)))
        chosen = np.array([box.as_tuple()], np.float32)
        overlap = paired_iou(self.boxes[start:stop], np.broadcast_to(chosen, (stop - start, 4)))
        if len(overlap) == 0 or float(overlap.max()) <= 0:
            raise ValueError(f"no loose detection at pts {pts} overlaps the box")
        return start + int(np.argmax(overlap))


def loose_detections(
    found: Sequence[StepDetections],
    tracks: Iterable[tuple[Keyframes, Spans]],
    min_iou: float = 0.5,
) -> Loose:
    """The detections of a video that no track covers.

    For 100,000 steps with 400,000 detections and 200 tracks this takes 0.2 s, as `chain` does for
    a chain through all of them: not for the window's thread.

    Args:
        found: its steps in order.
        tracks: of each its keyframes and the spans in which it is outside, where it covers nothing.
        min_iou: a track covers what overlaps its box in the same frame at least so much. Labels do
            not matter: a track can be renamed.
    """
    everything = Loose.of(found)
    pts = everything.pts
    covered = np.zeros(len(everything), np.bool_)
    for keyframes, outside in tracks:
        if len(keyframes) == 0:
            continue
        start = int(np.searchsorted(pts, keyframes.pts[0]))
        stop = int(np.searchsorted(pts, keyframes.pts[-1], side="right"))
        there = pts[start:stop]
        over = paired_iou(everything.boxes[start:stop], keyframes.boxes_at(there)) >= min_iou
        for first, end in outside:
            a, b = np.searchsorted(there, (first, end))
            over[a:b] = False
        covered[start:stop] |= over
    return everything.select(~covered)


def chain(
    loose: Loose,
    shots: Sequence[Shot],
    at_pts: int,
    box: Box,
    options: ChainOptions | None = None,
) -> Keyframes:
    """From one loose detection, link forward and backward through those of its shot.

    Each goes on to the detection of the same label in the next frame that has one which overlaps
    the last enough; of several to the one that overlaps it most.

    Args:
        shots: of the video; none: it is one shot.
        at_pts, box: the detection; the one of that frame that overlaps the box most is meant.

    Returns:
        At least the keyframe of that detection; all with the detector as their source.

    Raises:
        ValueError: no loose detection of that frame overlaps the box.
    """
    options = options or ChainOptions()
    here = loose.between(*_shot_of(shots, at_pts, loose))
    seed = here.row_of(at_pts, box)
    kind = np.flatnonzero(here.labels == here.labels[seed])
    seed_rank = int(np.searchsorted(kind, seed))
    # One pass of small steps: plain numbers are ten times as fast as arrays of four.
    steps, boxes = here.steps[kind].tolist(), here.boxes[kind].tolist()
    before = _linked(steps, boxes, range(seed_rank, -1, -1), options)
    after = _linked(steps, boxes, range(seed_rank, len(kind)), options)
    rows = kind[np.array([*before[:0:-1], *after], np.int64)]
    return Keyframes.detected(here.pts[rows], here.boxes[rows], here.scores[rows])


def _shot_of(shots: Sequence[Shot], pts: int, loose: Loose) -> tuple[int, int]:
    for shot in shots:
        if shot.start_pts <= pts < shot.end_pts:
            return shot.start_pts, shot.end_pts
    if shots or len(loose) == 0:
        return pts, pts + 1
    return int(loose.pts[0]), int(loose.pts[-1]) + 1


def _linked(
    steps: list[int], boxes: list[list[float]], ranks: range, options: ChainOptions
) -> list[int]:
    """The ranks of a chain in their order, its first one first.

    Args:
        steps, boxes: of detections, by rising steps.
        ranks: those to go through, upward or downward.
    """
    taken = [ranks[0]]
    best, best_iou = -1, options.min_iou
    for rank in ranks[1:]:
        if best >= 0 and steps[rank] != steps[best]:
            taken.append(best)
            best, best_iou = -1, options.min_iou
        last = taken[-1]
        apart = abs(steps[rank] - steps[last])
        if apart > options.max_missed + 1:
            break
        overlap = _iou(boxes[last], boxes[rank])
        # The other detections of the frame that is taken already are none to go on to.
        if apart > 0 and overlap > best_iou:
            best, best_iou = rank, overlap
    return taken if best < 0 else [*taken, best]


def _iou(a: list[float], b: list[float]) -> float:
    width = min(a[2], b[2]) - max(a[0], b[0])
    height = min(a[3], b[3]) - max(a[1], b[1])
    if width <= 0 or height <= 0:
        return 0.0
    inter = width * height
    return inter / ((a[2] - a[0]) * (a[3] - a[1]) + (b[2] - b[0]) * (b[3] - b[1]) - inter)
