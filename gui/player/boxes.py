"""What is drawn over a frame: the boxes of all tracks visible at its pts."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen

from core.model.document import Document
from core.model.values import Box, SyncScore, Video
from gui.confidence import ConfidenceScale, confidence_at
from gui.player.geometry import Placement, grip_at, handles
from gui.theme import Theme


@dataclass(frozen=True, slots=True)
class Overlay:
    """One box on the frame.

    Args:
        level: frame confidence 0..1, None without a score.
        keyframe: whether the box was set at this frame, not interpolated.
    """

    track_id: int
    box: Box
    caption: str
    level: float | None
    keyframe: bool
    occluded: bool


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
        if track.video_id != video.id or any(a <= pts < b for a, b in track.outside):
            continue
        rows = doc.keyframes(track.id)
        box = rows.box_at(pts)
        if box is None:
            continue
        here = rows.get(pts)
        score = doc.scores.get(track.id)
        found.append(
            Overlay(
                track.id,
                box,
                _caption(track.title, score, seconds),
                scale.level(score, seconds),
                here is not None,
                here is not None and here.occluded,
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


def paint_overlay(
    painter: QPainter, overlay: Overlay, place: Placement, theme: Theme, selected: bool
) -> None:
    """Draw one box, its caption and, when selected, its handles."""
    rect = place.rect(overlay.box)
    colour = theme.level(overlay.level)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    # A dark line below keeps the box visible on pictures of any colour.
    painter.setPen(QPen(QColor(0, 0, 0, 150), 5 if selected else 4))
    painter.drawRect(rect)
    pen = QPen(colour, 3 if selected else 2)
    if not overlay.keyframe:
        pen.setDashPattern([4, 2])
    painter.setPen(pen)
    painter.drawRect(rect)
    _paint_caption(painter, overlay, rect, colour, theme)
    if selected:
        painter.setPen(QPen(QColor(0, 0, 0, 180), 1))
        painter.setBrush(QColor("white"))
        for spot in handles(rect).values():
            painter.drawRect(QRectF(spot.x() - 4, spot.y() - 4, 8, 8))


def _paint_caption(
    painter: QPainter, overlay: Overlay, rect: QRectF, colour: QColor, theme: Theme
) -> None:
    font = QFont(painter.font())
    font.setPointSizeF(9.5)
    font.setBold(True)
    painter.setFont(font)
    metrics = QFontMetricsF(font)
    width = metrics.horizontalAdvance(overlay.caption) + 24
    height = metrics.height() + 6
    # Above the box where there is room, else inside its upper edge.
    top = rect.top() - height - 3 if rect.top() - height - 3 >= 0 else rect.top() + 3
    plate = _into(QRectF(rect.left() - 1, top, width, height), rect, QRectF(painter.window()))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(12, 14, 17, 215))
    painter.drawRoundedRect(plate, 4, 4)
    painter.setBrush(theme.track(overlay.track_id))
    painter.drawRoundedRect(QRectF(plate.left() + 6, plate.center().y() - 4, 8, 8), 2, 2)
    painter.setPen(colour.lighter(115))
    painter.drawText(
        plate.adjusted(19, 0, 0, 0),
        Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft,
        overlay.caption,
    )


def _into(plate: QRectF, box: QRectF, view: QRectF) -> QRectF:
    """The caption moved into the view, as long as part of its box is there."""
    if not box.intersects(view):
        return plate
    left = max(min(plate.left(), view.right() - plate.width()), view.left())
    top = max(min(plate.top(), view.bottom() - plate.height()), view.top())
    return QRectF(left, top, plate.width(), plate.height())
