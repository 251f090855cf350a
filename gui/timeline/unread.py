"""Parts of the time axis that cannot be looked at: not indexed yet, or damaged."""

from __future__ import annotations

from dataclasses import dataclass

import pyqtgraph as pg
from PySide6.QtCore import QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter
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


class PartsItem(pg.GraphicsObject):
    """Shades parts over the whole height of a lane; the mouse goes through to what lies below."""

    def __init__(self) -> None:
        super().__init__()
        self._parts: list[Part] = []
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
        to_pixels = painter.worldTransform()
        view = self.viewRect()
        painter.save()
        # Hatching and captions are drawn in pixels: the axis would stretch them.
        painter.resetTransform()
        for part in self._parts:
            start, end = max(part.start, view.left()), min(part.end, view.right())
            if end < view.left() or start > view.right():
                continue
            area = to_pixels.mapRect(QRectF(start, view.top(), end - start, view.height()))
            area.setWidth(max(area.width(), _LEAST_PX))
            shade = QColor(part.colour)
            shade.setAlpha(70)
            painter.fillRect(area, shade)
            if part.hatched:
                painter.setBrushOrigin(QPointF(0, 0))
                painter.fillRect(area, QBrush(part.colour, Qt.BrushStyle.BDiagPattern))
            self._caption(painter, part, area)
        painter.restore()

    def _caption(self, painter: QPainter, part: Part, area: QRectF) -> None:
        room = painter.fontMetrics().horizontalAdvance(part.caption)
        if part.caption and area.width() > room + 12:
            painter.setPen(self._text_colour)
            painter.drawText(area, Qt.AlignmentFlag.AlignCenter, part.caption)
