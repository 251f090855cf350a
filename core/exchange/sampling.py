"""What exports have in common: where a track is seen, its boxes there, what is left out."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import numpy.typing as npt

from core.model.document import Document
from core.model.keyframes import Keyframes
from core.model.values import SOURCE_CODES, SyncScore, Track, Video
from core.timebase import GRID_RATE

Int64s = npt.NDArray[np.int64]
Float64s = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]

INTERPOLATED = "interpolated"
"""Source of a box between two keyframes."""


@dataclass(frozen=True, slots=True)
class LeftOut:
    """What is not in the file: how many of what, and why ("boxes of no size in the picture")."""

    reason: str
    count: int


@dataclass(slots=True)
class Losses:
    """Counts what is left out by reason."""

    counts: dict[str, int] = field(default_factory=dict)

    def add(self, reason: str, count: int = 1) -> None:
        if count:
            self.counts[reason] = self.counts.get(reason, 0) + count

    def as_tuple(self) -> tuple[LeftOut, ...]:
        return tuple(LeftOut(reason, count) for reason, count in self.counts.items())


@dataclass(frozen=True, slots=True, eq=False)
class Boxes:
    """A track at some frames; all arrays have one row for each of them.

    Args:
        xyxy: (m, 4) float64 pixels, inside the picture.
        scores: (m,) float64, linear between keyframes.
        keyframe: (m,) bool, whether a keyframe lies at this very frame.
        occluded: (m,) bool, as it was set at the last keyframe.
        sources: m words: who set the keyframe, or `INTERPOLATED`.
    """

    xyxy: Float64s
    scores: Float64s
    keyframe: Bools
    occluded: Bools
    sources: list[str]


def boxes_at(rows: Keyframes, pts: Int64s, video: Video) -> Boxes:
    """The boxes of a track at `pts`, none of which lies outside of its keyframes."""
    left = np.searchsorted(rows.pts, pts, side="right") - 1
    keyframe = rows.pts[left] == pts
    return Boxes(
        rows.boxes_at(pts).astype(np.float64).clip(0, [video.width, video.height] * 2),
        np.interp(pts, rows.pts, rows.scores),
        keyframe,
        rows.occluded[left],
        [
            SOURCE_CODES[code].value if here else INTERPOLATED
            for code, here in zip(rows.sources[left].tolist(), keyframe.tolist(), strict=True)
        ],
    )


def visible(track: Track, rows: Keyframes, pts: Int64s) -> npt.NDArray[np.bool_]:
    """(m,) bool: from the first to the last keyframe, without the spans that are outside."""
    if len(rows) == 0:
        return np.zeros(len(pts), dtype=np.bool_)
    seen = (pts >= rows.pts[0]) & (pts <= rows.pts[-1])
    for start, end in track.outside:
        seen &= ~((pts >= start) & (pts < end))
    return seen


def frame_confidence(score: SyncScore | None, times: Float64s) -> Float64s:
    """(m,) the value of the nearest grid step; NaN where there is none within half a step."""
    values = np.full(len(times), np.nan)
    if score is None or score.steps == 0:
        return values
    rows = np.floor((times - score.frame_confidence_times()[0]) * GRID_RATE + 0.5).astype(np.int64)
    inside = (rows >= 0) & (rows < score.steps)
    values[inside] = score.frame_confidence[rows[inside]]
    return values


def verdicts(doc: Document, track_id: int, pts: Int64s) -> list[str | None]:
    """A verdict on a span goes before the one on the whole track, a later one before an earlier."""
    whole = doc.track_verdict(track_id)
    values: list[str | None] = [whole.value.value if whole else None] * len(pts)
    for id in sorted(doc.verdicts):
        verdict = doc.verdicts[id]
        if verdict.track_id != track_id or verdict.start_pts is None or verdict.end_pts is None:
            continue
        for i in np.flatnonzero((pts >= verdict.start_pts) & (pts < verdict.end_pts)):
            values[i] = verdict.value.value
    return values


def unique_name(video: Video, taken: set[str]) -> str:
    """The file's stem; with the id where two are alike on a disk that ignores case."""
    name = stem = Path(video.path).stem
    attempt = video.id
    while name.casefold() in taken:
        name = f"{stem}-{attempt}"
        attempt += 1
    taken.add(name.casefold())
    return name
