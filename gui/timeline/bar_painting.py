"""How a single bar looks: its name, keyframes, outside spans, verdicts, lock."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPen

from gui.theme import Theme
from gui.timeline.axis import Frame

if TYPE_CHECKING:
    from gui.timeline.bars import Bar

Doubles = npt.NDArray[np.float64]

_PLAIN_PX = 14.0
"""A narrower bar has no round corners, no details."""
_DENSE_PX = 4.0
"""Keyframes nearer to each other than this are one line."""


class BarPainter:
    """Paints bars with one painter."""

    def __init__(self, painter: QPainter, theme: Theme, frame: Frame) -> None:
        self._painter = painter
        self._frame = frame
        self._text = theme.colour("text")
        self._accent = theme.colour("accent")
        self._metrics = painter.fontMetrics()

    def draw(self, bar: Bar, area: QRectF, selected: bool) -> None:
        """Paint a bar into an area that is cut to what is in sight."""
        painter = self._painter
        colour = QColor(bar.colour)
        if bar.hidden:
            colour.setAlpha(colour.alpha() // 3)
        if area.width() < _PLAIN_PX or area.height() < 8:
            painter.fillRect(area, colour)
        else:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(self._text, 1, Qt.PenStyle.DotLine) if bar.hidden else QPen(colour))
            painter.setBrush(colour)
            painter.drawRoundedRect(area.adjusted(0.5, 0.5, -0.5, -0.5), 3, 3)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        self._spans(bar, area)
        if area.width() >= _PLAIN_PX and area.height() >= 8:
            self._keyframes(bar, area)
            self._words(bar, area)
        if selected:
            painter.setPen(QPen(self._text, 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(area.adjusted(1, 1, -1, -1))

    def _spans(self, bar: Bar, area: QRectF) -> None:
        painter, frame = self._painter, self._frame
        for start, end in bar.gaps:
            left, right = frame.x(start), frame.x(end)
            gap = QRectF(left, area.top(), right - left, area.height()) & area
            if gap.width() > 0:
                painter.fillRect(gap, QColor(0, 0, 0, 120))
                painter.fillRect(gap, QBrush(bar.colour, Qt.BrushStyle.BDiagPattern))
        deep = min(4.0, area.height() / 3)
        for start, end, colour in bar.strips:
            left, right = frame.x(start), max(frame.x(end), frame.x(start) + 2)
            strip = QRectF(left, area.top(), right - left, deep) & area
            if strip.width() > 0:
                painter.fillRect(strip, colour)

    def _keyframes(self, bar: Bar, area: QRectF) -> None:
        faint = QColor(self._text)
        faint.setAlpha(130)
        self._ticks(bar.detector, area, 2.0, 1.0, faint)
        self._ticks(bar.tracker, area, 4.0, 1.0, self._accent)
        self._ticks(bar.person, area, max(area.height() * 0.45, 5.0), 2.0, self._text)

    def _ticks(
        self, times: Doubles, area: QRectF, tall: float, wide: float, colour: QColor
    ) -> None:
        if not len(times):
            return
        frame = self._frame
        low, high = frame.seconds(area.left()), frame.seconds(area.right())
        first = int(np.searchsorted(times, low))
        last = int(np.searchsorted(times, high, side="right"))
        if last <= first:
            return
        bottom = area.bottom() - 1
        if last - first > area.width() / _DENSE_PX:
            left = max(frame.x(float(times[first])), area.left() + 2)
            right = min(frame.x(float(times[last - 1])), area.right() - 2)
            flat = min(tall, 3.0)
            line = QRectF(left, bottom - flat, max(right - left, 1.0), flat)
            self._painter.fillRect(line, colour)
            return
        for x in np.unique(np.rint(frame.x(times[first:last]))).tolist():
            self._painter.fillRect(QRectF(x - wide / 2, bottom - tall, wide, tall), colour)

    def _words(self, bar: Bar, area: QRectF) -> None:
        painter, left = self._painter, 6.0
        if bar.badge is not None and area.width() > 18 and area.height() > 9:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(QColor(0, 0, 0, 140), 1))
            painter.setBrush(bar.badge)
            painter.drawEllipse(QPointF(area.left() + 9, area.center().y()), 4, 4)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
            left = 18.0
        if bar.locked and area.width() > left + 14 and area.height() > 9:
            self._lock(QPointF(area.left() + left + 3, area.center().y()))
            left += 12.0
        # Two pixels of the gaps between the rows may be written into.
        if area.width() > left + 24 and area.height() + 2 >= self._metrics.height():
            room = int(area.width() - left - 4)
            painter.setPen(self._text)
            words = self._metrics.elidedText(bar.text, Qt.TextElideMode.ElideRight, room)
            place = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
            painter.drawText(area.adjusted(left, -1, -2, 1), place, words)

    def _lock(self, middle: QPointF) -> None:
        painter = self._painter
        painter.setPen(QPen(self._text, 1.2))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawArc(QRectF(middle.x() - 2, middle.y() - 5, 4, 6), 0, 180 * 16)
        painter.fillRect(QRectF(middle.x() - 3.5, middle.y() - 2, 7, 5), self._text)
