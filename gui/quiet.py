"""Inputs that do not surprise: no change by the wheel, Esc takes back what was typed, Enter chooses
a row.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QModelIndex, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QWheelEvent
from PySide6.QtWidgets import QAbstractItemView, QComboBox, QDoubleSpinBox, QLineEdit, QSpinBox


class QuietCombo(QComboBox):
    """Scrolling over it scrolls what lies around it: a choice is made with a click."""

    def wheelEvent(self, e: QWheelEvent) -> None:
        e.ignore()


class QuietSpin(QSpinBox):
    """As `QuietCombo`."""

    def wheelEvent(self, e: QWheelEvent) -> None:
        e.ignore()


class QuietDoubleSpin(QDoubleSpinBox):
    """As `QuietCombo`."""

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


class EnterKey(QObject):
    """Enter on a row of a list or table. Qt's own signal comes with a double click too, and on
    macOS not with Enter.

    Signals:
        pressed(index): of the current row.
    """

    pressed = Signal(QModelIndex)

    def __init__(self, view: QAbstractItemView) -> None:
        super().__init__(view)
        self._view = view
        view.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        here = self._view.currentIndex()
        if (
            here.isValid()
            and isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.KeyPress
            and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        ):
            self.pressed.emit(here)
            return True
        return False
