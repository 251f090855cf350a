"""Bars with captions on the time axis: shots and tracks."""

from __future__ import annotations

from dataclasses import dataclass

import pyqtgraph as pg
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen
from PySide6.QtWidgets import QStyleOptionGraphicsItem, QWidget


@dataclass(frozen=True, slots=True)
class Bar:
    """A span of time in a row.

    Args:
        row: 0 is the topmost.
        marks: times drawn as ticks (keyframes that a person set).
        gaps: spans in which the track is outside.
        badge: colour of the verdict, if there is one.
    """

    start: float
    end: float
    row: int
    colour: QColor
    text: str
    key: int
    selected: bool = False
    marks: tuple[float, ...] = ()
    gaps: tuple[tuple[float, float], ...] = ()
    badge: QColor | None = None


class BarsItem(pg.GraphicsObject):
    """Draws bars; y runs from 0 (bottom) to the number of rows."""

    def __init__(self) -> None:
        super().__init__()
        self._bars: list[Bar] = []
        self._last: tuple[list[Bar], int, QColor, QColor] | None = None
        self.rows = 1
        self.text_colour = QColor("white")
        self.select_colour = QColor("white")

    @property
    def bars(self) -> list[Bar]:
        return list(self._bars)

    def set_bars(self, bars: list[Bar], rows: int, text: QColor, select: QColor) -> None:
        """Show these bars."""
        if (bars, rows, text, select) == self._last:
            return
        self._last = list(bars), rows, text, select
        self.prepareGeometryChange()
        self._bars, self.rows = bars, max(rows, 1)
        self.text_colour, self.select_colour = text, select
        self.informViewBoundsChanged()
        self.update()

    def bar_at(self, x: float, y: float) -> Bar | None:
        """The bar at a point in plot units."""
        row = self.rows - 1 - int(y // 1)
        for bar in self._bars:
            if bar.row == row and bar.start <= x <= bar.end:
                return bar
        return None

    def boundingRect(self) -> QRectF:
        if not self._bars:
            return QRectF()
        left = min(bar.start for bar in self._bars)
        right = max(bar.end for bar in self._bars)
        return QRectF(left, 0, right - left, self.rows)

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionGraphicsItem,
        widget: QWidget | None = None,
    ) -> None:
        to_pixels = painter.worldTransform()
        clip = self.viewRect()
        painter.save()
        painter.resetTransform()
        font = QFont(painter.font())
        font.setPointSizeF(8.5)
        painter.setFont(font)
        metrics = QFontMetricsF(font)
        for bar in self._bars:
            start, end = max(bar.start, clip.left()), min(bar.end, clip.right())
            if end <= start:
                continue
            top = self.rows - bar.row
            area = to_pixels.mapRect(QRectF(start, top - 1, end - start, 1.0))
            gap = min(1.5, area.height() * 0.12)
            area = area.adjusted(0.5, gap, -0.5, -gap)
            painter.setPen(QPen(self.select_colour, 2) if bar.selected else Qt.PenStyle.NoPen)
            painter.setBrush(bar.colour)
            painter.drawRoundedRect(area, 3, 3)
            self._details(painter, bar, area, to_pixels.map)
            left = 6.0
            if bar.badge is not None and area.width() > 16 and area.height() > 9:
                painter.setPen(QPen(QColor(0, 0, 0, 140), 1))
                painter.setBrush(bar.badge)
                painter.drawEllipse(QPointF(area.left() + 9, area.center().y()), 4, 4)
                left = 18.0
            if area.width() > 30 and area.height() >= metrics.ascent():
                painter.setPen(self.text_colour)
                words = metrics.elidedText(
                    bar.text, Qt.TextElideMode.ElideRight, area.width() - left - 4
                )
                painter.drawText(
                    area.adjusted(left, 0, -2, 0),
                    Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft,
                    words,
                )
        painter.restore()

    def _details(self, painter: QPainter, bar: Bar, area: QRectF, to_pixels: object) -> None:
        assert callable(to_pixels)

        def at(seconds: float) -> float:
            spot: QPointF = to_pixels(QPointF(seconds, 0.0))
            return spot.x()

        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(0, 0, 0, 110))
        for begin, end in bar.gaps:
            painter.drawRect(
                QRectF(at(begin), area.top(), at(end) - at(begin), area.height()) & area
            )
        painter.setPen(QPen(self.select_colour, 2))
        for mark in bar.marks:
            x = at(mark)
            if area.left() <= x <= area.right():
                painter.drawLine(QPointF(x, area.top()), QPointF(x, area.top() + 5))


def pack(spans: list[tuple[float, float]]) -> list[int]:
    """A row for each span (given by rising start) such that spans of one row do not overlap."""
    ends: list[float] = []
    rows: list[int] = []
    for start, end in spans:
        row = next((r for r, last in enumerate(ends) if last <= start), len(ends))
        if row == len(ends):
            ends.append(end)
        else:
            ends[row] = end
        rows.append(row)
    return rows
