"""Parts of the time axis that cannot be looked at: not indexed yet, or damaged."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyqtgraph as pg
from PySide6.QtCore import QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QTransform
from PySide6.QtWidgets import QGraphicsSceneHoverEvent, QStyleOptionGraphicsItem, QWidget

_LEAST_PX = 3.0
"""A single damaged frame of a long video must stay visible."""


@dataclass(frozen=True, slots=True)
class Part:
    """A span of time, in seconds.

    Args:
        hatched: damaged; else it is only shaded.
        text: what it is, told under the mouse.
        caption: written into it where there is room.
    """

    start: float
    end: float
    colour: QColor
    hatched: bool
    text: str
    caption: str = ""


Floats = npt.NDArray[np.float64]


class PartsItem(pg.GraphicsObject):
    """Shades parts over the whole height of a lane; the mouse goes through to what lies below."""

    def __init__(self) -> None:
        super().__init__()
        self._parts: list[Part] = []
        self._spans: dict[tuple[int, bool], Floats] = {}
        self._text_colour = QColor("white")
        self.setZValue(80)
        self.setAcceptedMouseButtons(Qt.MouseButton.NoButton)
        self.setAcceptHoverEvents(True)

    @property
    def parts(self) -> list[Part]:
        return list(self._parts)

    def set_parts(self, parts: list[Part], text: QColor) -> None:
        """Show these, in order of their start."""
        if (parts, text) == (self._parts, self._text_colour):
            return
        self.prepareGeometryChange()
        self._parts, self._text_colour = list(parts), text
        self._spans = _by_colour(parts)
        self.setToolTip("")
        self.update()

    def viewRangeChanged(self) -> None:
        self.prepareGeometryChange()
        self.update()

    def boundingRect(self) -> QRectF:
        area = QRectF(self.viewRect())
        return area if self._parts else QRectF()

    def contains(self, point: QPointF | QPoint) -> bool:
        # By default a clipped item is where its clip is, whatever its shape.
        return self.part_at(point.x()) is not None

    def part_at(self, seconds: float) -> Part | None:
        """The part that is drawn at this time."""
        least = self._least()
        for part in self._parts:
            if part.start <= seconds < max(part.end, part.start + least):
                return part
        return None

    def hoverMoveEvent(self, event: QGraphicsSceneHoverEvent) -> None:
        part = self.part_at(event.pos().x())
        self.setToolTip("" if part is None else part.text)

    def _least(self) -> float:
        """Seconds that `_LEAST_PX` are wide."""
        pixel = self.pixelLength(pg.Point(1, 0))
        return float(pixel or 0.0) * _LEAST_PX

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionGraphicsItem,
        widget: QWidget | None = None,
    ) -> None:
        to_pixels, view = painter.worldTransform(), QRectF(self.viewRect())
        painter.save()
        # Hatching and captions are drawn in pixels: the axis would stretch them.
        painter.resetTransform()
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrushOrigin(QPointF(0, 0))
        for (rgba, hatched), spans in self._spans.items():
            colour = QColor.fromRgba(rgba)
            areas = pixel_areas(spans, view, to_pixels)
            shade = QColor(colour)
            shade.setAlpha(70)
            painter.setBrush(shade)
            painter.drawRects(areas)
            if hatched:
                painter.setBrush(QBrush(colour, Qt.BrushStyle.BDiagPattern))
                painter.drawRects(areas)
        for part in self._parts:
            if part.caption:
                for area in pixel_areas(np.array([[part.start, part.end]]), view, to_pixels):
                    self._caption(painter, part, area)
        painter.restore()

    def _caption(self, painter: QPainter, part: Part, area: QRectF) -> None:
        room = painter.fontMetrics().horizontalAdvance(part.caption)
        if area.width() > room + 12:
            painter.setPen(self._text_colour)
            painter.drawText(area, Qt.AlignmentFlag.AlignCenter, part.caption)


def _by_colour(parts: Iterable[Part]) -> dict[tuple[int, bool], Floats]:
    """(n, 2) starts and ends of the parts that are painted alike: by colour and hatching."""
    found: dict[tuple[int, bool], list[tuple[float, float]]] = {}
    for part in parts:
        found.setdefault((part.colour.rgba(), part.hatched), []).append((part.start, part.end))
    return {key: np.array(spans) for key, spans in found.items()}


def pixel_areas(spans: Floats, view: QRectF, to_pixels: QTransform) -> list[QRectF]:
    """Where (n, 2) spans in seconds, in order, lie in the view, in pixels.

    What touches is one: a broken recording has hundreds of places, and every step of the
    playhead paints them.
    """
    seen = spans[(spans[:, 1] >= view.left()) & (spans[:, 0] <= view.right())]
    if not len(seen):
        return []
    high = to_pixels.mapRect(view)
    edges = np.clip(seen, view.left(), view.right()) * to_pixels.m11() + to_pixels.dx()
    ends = np.maximum.accumulate(np.maximum(edges[:, 1], edges[:, 0] + _LEAST_PX))
    first = np.flatnonzero(np.concatenate([[True], edges[1:, 0] > ends[:-1]]))
    lefts = edges[first, 0]
    rights = ends[np.append(first[1:], len(ends)) - 1]
    return [
        QRectF(left, high.top(), right - left, high.height())
        for left, right in zip(lefts.tolist(), rights.tolist(), strict=True)
    ]
