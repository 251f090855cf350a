"""What lies over a frame: the boxes of all tracks visible at its pts."""

from __future__ import annotations

from dataclasses import dataclass
from math import isfinite

from PySide6.QtCore import QPointF

from core.model.document import Document
from core.model.values import Box, SyncScore, Video
from gui.confidence import ConfidenceScale, confidence_at
from gui.player.geometry import Placement, grip_at


@dataclass(frozen=True, slots=True)
class Overlay:
    """One box on the frame.

    Args:
        level: frame confidence 0..1, None without a score.
        keyframe: whether the box was set at this frame, not interpolated.
        score: the detector's, of this keyframe or the one before.
        landmarks: in source pixels. mask: as `Keyframe.mask`.
    """

    track_id: int
    box: Box
    caption: str
    level: float | None
    keyframe: bool
    occluded: bool
    truncated: bool = False
    locked: bool = False
    label: str = ""
    score: float = 1.0
    landmarks: tuple[tuple[float, float], ...] = ()
    mask: bytes | None = None


class BoxFinder:
    """Finds the boxes of a frame; keeps the scale of confidences over all tracks of the video."""

    def __init__(self) -> None:
        self._scale = ConfidenceScale({})
        self._scored: list[SyncScore] = []

    def set_scores(self, doc: Document, video: Video | None) -> None:
        """Take the scale of the video's scores as they are in the document now."""
        scores = [
            score
            for id, score in doc.scores.items()
            if video is not None and id in doc.tracks and doc.tracks[id].video_id == video.id
        ]
        # Most edits leave the scores what they are, and percentiles of many tracks take time.
        if len(scores) != len(self._scored) or any(
            a is not b for a, b in zip(scores, self._scored, strict=True)
        ):
            self._scored = scores
            self._scale = ConfidenceScale.of(scores)

    def at(self, doc: Document, video: Video, pts: int) -> list[Overlay]:
        """`overlays_at` on that scale."""
        return overlays_at(doc, video, pts, self._scale)


def overlays_at(doc: Document, video: Video, pts: int, scale: ConfidenceScale) -> list[Overlay]:
    """The boxes visible at `pts`, larger ones first so that smaller ones lie on top."""
    found: list[Overlay] = []
    seconds = video.seconds(pts)
    for track in doc.tracks.values():
        if track.video_id != video.id or track.hidden or track.is_outside(pts):
            continue
        rows = doc.keyframes(track.id)
        here = rows.keyframe_at(pts)
        if here is None:
            continue
        score = doc.scores.get(track.id)
        found.append(
            Overlay(
                track.id,
                here.box,
                _caption(track.title, score, seconds),
                scale.level(score, seconds),
                rows.row_of(pts) is not None,
                here.occluded,
                here.truncated,
                track.locked,
                track.label,
                here.score,
                here.landmarks,
                here.mask,
            )
        )
    return sorted(found, key=lambda o: -o.box.area)


def _caption(title: str, score: SyncScore | None, seconds: float) -> str:
    value = confidence_at(score, seconds)
    return title if value is None else f"{title}  {value:.2f}"


def overlay_under(
    overlays: list[Overlay], place: Placement, point: QPointF, selected: int | None
) -> Overlay | None:
    """The box that a click at `point` means: the selected one first, then the smallest."""
    hits = [o for o in overlays if grip_at(place.rect(o.box), point) is not None]
    for overlay in hits:
        if overlay.track_id == selected:
            return overlay
    return hits[-1] if hits else None


def known_landmarks(overlay: Overlay) -> list[tuple[int, QPointF]]:
    """The numbers and places of the landmarks that can be shown."""
    return [
        (number, QPointF(x, y))
        for number, (x, y) in enumerate(overlay.landmarks)
        if isfinite(x) and isfinite(y)
    ]


def landmark_under(overlay: Overlay, place: Placement, point: QPointF, reach: float = 6.0) -> int:
    """The number of the landmark at a point of the view, the nearest first; -1 for none."""
    best, distance = -1, reach
    for number, spot in known_landmarks(overlay):
        spot = place.to_view(spot) - point
        gap = max(abs(spot.x()), abs(spot.y()))
        if gap <= distance:
            best, distance = number, gap
    return best
