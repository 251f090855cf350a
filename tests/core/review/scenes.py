"""Documents for tests of the review: tracks at still places, with scores of made-up matrices."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Literal

import numpy as np
import numpy.typing as npt

from core.model import edits
from core.model.document import Document
from core.model.edits import NewTrack
from core.model.keyframes import Keyframes
from core.model.values import Analysis, Shot, SyncScore, Track, Video
from core.review.finding import Finding, FindingKind
from core.sync.matrix import SyncMatrix
from core.sync.scores import evaluate, to_score
from tests.core.documents import a_video, pts_of

VSHIFT = 15
BOX = (100.0, 80.0, 180.0, 180.0)
ELSEWHERE = (400.0, 80.0, 480.0, 180.0)

Curve = Callable[[npt.NDArray[np.float64]], npt.NDArray[np.float64]]
"""Of times in seconds from the start of the clip."""


def steady(value: float) -> Curve:
    return lambda t: np.full(len(t), value)


def a_clip_score(
    frames: int,
    offset: Curve | float = 0.0,
    depth: Curve | float = 8.0,
    start_step: int = 0,
    kind: Literal["distance", "correlation"] = "distance",
    seed: int = 0,
) -> SyncScore:
    """The score of a clip whose lips fit the sound at `offset` (steps) by `depth` below the rest.

    For correlations the same with a tenth of the scale.
    """
    steps = frames - 5
    t = (np.arange(steps) + 2) / 25.0
    at, deep = (v(t) if callable(v) else np.full(steps, v) for v in (offset, depth))
    column = np.arange(2 * VSHIFT + 1)
    away = column[None, :] - (VSHIFT - at[:, None])
    valley = np.clip(1.0 - (away / 3.0) ** 2, 0.0, 1.0) * deep[:, None]
    noise = np.random.default_rng(seed).normal(0.0, 0.5, valley.shape)
    scale, level = (1.0, 14.0) if kind == "distance" else (0.1, 0.0)
    values = (scale * (level - valley + noise)).astype(np.float32)
    minimum, null = (3.0, None) if kind == "distance" else (None, 0.3)
    matrix = SyncMatrix(values, kind, minimum, null)
    scorer = "syncnet" if kind == "distance" else "av_cca"
    return to_score(evaluate(matrix), matrix, 1, scorer, start_step)


def still(
    frames: Iterable[int],
    box: Sequence[float] = BOX,
    moved: dict[int, tuple[float, float]] | None = None,
) -> Keyframes:
    """Detected keyframes at one place, moved by (x, y) at some frames."""
    rows = sorted(frames)
    boxes = np.tile(np.array(box, np.float32), (len(rows), 1))
    for frame, (x, y) in (moved or {}).items():
        boxes[rows.index(frame)] += np.array([x, y, x, y], np.float32)
    pts = np.array([pts_of(f) for f in rows], np.int64)
    return Keyframes.detected(pts, boxes, np.ones(len(rows), np.float32))


def a_track(
    frames: Iterable[int],
    score: SyncScore | None = None,
    box: Sequence[float] = BOX,
    outside: tuple[tuple[int, int], ...] = (),
    moved: dict[int, tuple[float, float]] | None = None,
) -> NewTrack:
    """`outside` in frames, the end exclusive."""
    spans = tuple((pts_of(a), pts_of(b)) for a, b in outside)
    track = Track(0, 1, detector="mtcnn", outside=spans)
    return NewTrack(track, still(frames, box, moved), score)


def a_document(
    frames: int, tracks: Sequence[NewTrack], cuts: Sequence[int] = (), audio: bool = True
) -> Document:
    """One video with these tracks, ids from 1, and cuts at these frames."""
    doc = Document()
    video = replace(a_video(frames=frames), has_audio=audio)
    doc.apply(edits.add_video(video))
    ends = [pts_of(c) for c in (0, *cuts, frames)]
    shots = tuple(Shot(a, b) for a, b in pairwise(ends))
    analysis = Analysis(1, "a key", "mtcnn", "syncnet", shots)
    doc.apply(edits.set_analysis(doc, analysis, tracks))
    return doc


def loudness(frames: int, silent: Iterable[tuple[int, int]] = ()) -> npt.NDArray[np.float32]:
    """Sound at every grid step but in these spans."""
    loud = np.full(frames, 0.3, np.float32)
    for start, end in silent:
        loud[start:end] = 0.0
    return loud


def of_kind(findings: Iterable[Finding], kind: FindingKind) -> list[Finding]:
    return [f for f in findings if f.kind is kind]


def frames_of(video: Video, finding: Finding) -> tuple[int, int]:
    """The finding's span in frames of `a_video`."""
    return tuple((pts - video.start_pts) // 512 for pts in (finding.start_pts, finding.end_pts))  # type: ignore[return-value]
