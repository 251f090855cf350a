"""The ruler: minutes and seconds of the visible range."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter

from gui.texts import time_text
from gui.timeline.axis import Frame
from gui.timeline.lane import Lane, Room

_STEPS = (
    0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600,
    900, 1800, 3600, 7200, 14400, 36000, 86400,
)  # fmt: skip
_WIDEST = "00:00:00.000"
_APART_PX = 12


def tick_step(frame: Frame, label_px: float) -> float:
    """Seconds between two labels of this width that do not touch."""
    return next((s for s in _STEPS if s / frame.per_pixel >= label_px), _STEPS[-1])


class RulerLane(Lane):
    """Ticks and times."""

    def __init__(self) -> None:
        super().__init__("", Room(7))

    def draw(self, painter: QPainter, frame: Frame) -> None:
        assert self.theme is not None
        painter.fillRect(0, 0, frame.width, frame.height, self.theme.colour("panel"))
        room = painter.fontMetrics().horizontalAdvance(_WIDEST) + _APART_PX
        step = tick_step(frame, room)
        digits = 0 if step >= 1 else 1 if step >= 0.1 else 2 if step >= 0.01 else 3
        first, last = np.ceil(frame.low / step), np.floor(frame.high / step)
        small = np.arange(np.ceil(frame.low / step * 5), np.floor(frame.high / step * 5) + 1)
        border, muted = self.theme.colour("border"), self.theme.colour("muted")
        for x in frame.x(small * step / 5).tolist():
            painter.fillRect(QRectF(x, frame.height - 4, 1, 4), border)
        painter.setPen(muted)
        for seconds in (np.arange(first, last + 1) * step).tolist():
            x = frame.x(seconds)
            painter.fillRect(QRectF(x, frame.height - 8, 1, 8), muted)
            area = QRectF(x + 3, 0, room, frame.height - 5)
            painter.drawText(area, Qt.AlignmentFlag.AlignVCenter, time_text(seconds, digits))

    def tip(self, x: float, y: float, frame: Frame) -> str:
        del y
        return time_text(max(frame.seconds(x), 0.0))
