"""One track's annotations: boxes with their attributes, landmarks as keypoints, masks."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator

import numpy as np

from core.exchange.json_stream import Json
from core.exchange.sampling import (
    Float64s,
    Int64s,
    Losses,
    boxes_at,
    frame_confidence,
    verdicts,
)
from core.model.document import Document
from core.model.keyframes import Keyframes
from core.model.values import Track, Video
from core.timebase import FrameIndex
from core.vision.coco_names import PERSON_EDGES, PERSON_POINTS
from core.vision.masks import mask_area, mask_fits

_DECIMALS = 4
"""Of pixels."""

FIVE_POINTS = (
    "left_eye", "right_eye", "nose", "left_mouth_corner", "right_mouth_corner",
)  # fmt: skip
"""What face detectors mean by five points; left and right as they are in the picture."""
_FIVE_EDGES = [[1, 2], [1, 3], [2, 3], [3, 4], [3, 5], [4, 5]]


def keypoint_fields(count: int) -> Json:
    """What a category says of its keypoints; nothing where it has none."""
    if not count:
        return {}
    if count == len(FIVE_POINTS):
        return {"keypoints": list(FIVE_POINTS), "skeleton": _FIVE_EDGES}
    if count == len(PERSON_POINTS):
        edges = [list(edge) for edge in PERSON_EDGES]
        return {"keypoints": list(PERSON_POINTS), "skeleton": edges}
    return {"keypoints": [f"point_{n}" for n in range(1, count + 1)], "skeleton": []}


def most_points(doc: Document, tracks: Iterable[Track]) -> int:
    """How many keypoints the category of these tracks has."""
    return max((points_of(doc, track) for track in tracks), default=0)


def points_of(doc: Document, track: Track) -> int:
    """How many keypoints the landmarks of a track are: the five of a face, the seventeen of a
    person, even where the last ones are not known anywhere; else as many as there are.
    """
    most = doc.keyframes(track.id).most_landmarks
    whole = len(FIVE_POINTS) if track.is_face else len(PERSON_POINTS)
    return whole if 0 < most <= whole else most


def annotations_of(
    doc: Document,
    video: Video,
    index: FrameIndex,
    track: Track,
    frames: Int64s,
    points: int,
    losses: Losses,
) -> Iterator[tuple[int, Json]]:
    """The annotations of a track at some frames, each with its position in `frames`.

    Args:
        frames: frame numbers in which the track is visible.
        points: keypoints of the track's category; with 0 its annotations say nothing of them.
    """
    rows = doc.keyframes(track.id)
    pts = index.pts[frames]
    boxes = boxes_at(rows, pts, video)
    # Rounded edges, not rounded sizes: so x + w stays inside the picture.
    edges = boxes.xyxy.round(_DECIMALS)
    sizes = (edges[:, 2:] - edges[:, :2]).round(_DECIMALS)
    score = doc.scores.get(track.id)
    known = score is not None and score.determined
    offset_ms = _number(score.offset_ms if score is not None and known else None)
    confidence = _number(None if score is None else score.confidence)
    curve = frame_confidence(score, index.seconds[frames])
    said = doc.speaking.get(track.id)
    speaks = None if said is None else said.at_seconds(index.seconds[frames])
    decided = verdicts(doc, track.id, pts)
    marks = rows.landmarks_at(pts).astype(np.float64).round(_DECIMALS)
    if points_of(doc, track) != points:
        # The third of a face is not the third of a person.
        count = int(np.isfinite(marks).all(axis=2).sum())
        losses.add("landmarks of another kind than the category's", count)
        marks = np.full((len(pts), 0, 2), np.nan)
    for i, at in enumerate(pts.tolist()):
        width, height = sizes[i].tolist()
        if not (width > 0 and height > 0):
            losses.add("boxes of no size in the picture")
            continue
        yield (
            i,
            {
                "bbox": [*edges[i, :2].tolist(), width, height],
                "area": width * height,
                **_segmentation(rows, at, video, losses),
                "iscrowd": 0,
                **(_keypoints(marks[i], points, video, losses) if points else {}),
                "score": _number(boxes.scores[i]),
                "attributes": {
                    "keyframe": bool(boxes.keyframe[i]),
                    "occluded": bool(boxes.occluded[i]),
                    "source": boxes.sources[i],
                    "offset_ms": offset_ms,
                    "confidence": confidence,
                    "frame_confidence": _number(curve[i]),
                    **({} if speaks is None else {"speaking": _number(speaks[i])}),
                    "verdict": decided[i],
                },
            },
        )


def _keypoints(marks: Float64s, count: int, video: Video, losses: Losses) -> Json:
    """Landmarks (K, 2) as x, y, v of `count` keypoints; 0, 0, 0 for one that is not known or lies
    beyond the picture, which COCO cannot name.
    """
    marks = marks[:count]
    known = np.isfinite(marks).all(axis=1)
    inside = np.all((marks >= 0) & (marks < [video.width, video.height]), axis=1)
    losses.add("landmarks beyond the picture", int(np.count_nonzero(known & ~inside)))
    values: list[float] = []
    for (x, y), good in zip(marks.tolist(), inside.tolist(), strict=True):
        values += [x, y, 2] if good else [0, 0, 0]
    values += [0, 0, 0] * (count - len(marks))
    return {"keypoints": values, "num_keypoints": int(np.count_nonzero(inside))}


def _segmentation(rows: Keyframes, pts: int, video: Video, losses: Losses) -> Json:
    """The mask of the keyframe at `pts`, and its area in place of the box's; {} without one."""
    row = rows.row_of(pts)
    counts: bytes | None = None if row is None else rows.masks[row]
    if counts is None:
        return {}
    size = (video.width, video.height)
    if not mask_fits(counts, size):
        losses.add("masks that do not fit the picture")
        return {}
    area = mask_area(counts, size)
    if not area:
        losses.add("masks without a pixel")
        return {}
    shape = {"size": [video.height, video.width], "counts": counts.decode("ascii")}
    return {"area": area, "segmentation": shape}


def _number(value: float | None) -> float | None:
    """Six decimals; null for what is not known."""
    return None if value is None or not math.isfinite(value) else round(float(value), 6)
