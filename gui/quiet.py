"""Inputs that do not surprise: no change by the wheel, Esc takes back what was typed."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QWheelEvent
from PySide6.QtWidgets import QComboBox, QLineEdit


class QuietCombo(QComboBox):
    """Scrolling over it scrolls what lies around it: a choice is made with a click."""

    def wheelEvent(self, e: QWheelEvent) -> None:
        e.ignore()


class Field(QLineEdit):
    """Signals:
    taken_back(): Esc was pressed; the owner puts back what was there.
    """

    taken_back = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.taken_back.emit()
        else:
            super().keyPressEvent(event)
