"""The plots' mouse and axis: one time axis for all lanes, gestures as in DESIGN section 6."""

from __future__ import annotations

from typing import Any

import pyqtgraph as pg
from PySide6.QtCore import QPointF, Qt, Signal
from PySide6.QtWidgets import QGraphicsSceneMouseEvent

from gui.texts import time_text

_WHEEL_STEP = 0.9985
AXIS_WIDTH = 92


class LaneViewBox(pg.ViewBox):
    """Wheel zooms time at the cursor, Shift+wheel pans, press and drag scrub.

    Signals:
        pressed(x, y), in the lane's own units; dragged(x).
    """

    pressed = Signal(float, float)
    dragged = Signal(float)

    def __init__(self) -> None:
        super().__init__(enableMenu=False, defaultPadding=0.0)
        self.setMouseEnabled(x=True, y=False)

    def wheelEvent(self, ev: Any, axis: int | None = None) -> None:
        low, high = self.viewRange()[0]
        if ev.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self.translateBy(x=-(high - low) * ev.delta() / 1200.0)
        else:
            x = self.mapSceneToView(ev.scenePos()).x()
            self.scaleBy(x=_WHEEL_STEP ** ev.delta(), center=QPointF(x, 0))
        ev.accept()

    def mousePressEvent(self, ev: QGraphicsSceneMouseEvent) -> None:
        if ev.button() == Qt.MouseButton.LeftButton:
            spot = self.mapSceneToView(ev.scenePos())
            self.pressed.emit(spot.x(), spot.y())
        # Not taken: the scene makes the drag events of it.
        ev.ignore()

    def mouseClickEvent(self, ev: Any) -> None:
        ev.ignore()

    def mouseDragEvent(self, ev: Any, axis: int | None = None) -> None:
        ev.accept()
        if ev.button() == Qt.MouseButton.LeftButton:
            self.dragged.emit(self.mapSceneToView(ev.scenePos()).x())
        elif ev.button() == Qt.MouseButton.MiddleButton:
            before = self.mapSceneToView(ev.lastScenePos()).x()
            self.translateBy(x=before - self.mapSceneToView(ev.scenePos()).x())


class TimeAxis(pg.AxisItem):
    """Seconds as minutes and seconds."""

    def tickStrings(self, values: list[float], scale: float, spacing: float) -> list[str]:
        digits = 0 if spacing >= 1 else 1 if spacing >= 0.1 else 2 if spacing >= 0.01 else 3
        return [time_text(value, digits) if value >= 0 else "" for value in values]
