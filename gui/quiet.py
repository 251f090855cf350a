"""A combo box that does not change under a scrolling wheel."""

from __future__ import annotations

from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QComboBox


class QuietCombo(QComboBox):
    """Scrolling over it scrolls what lies around it: a choice is made with a click."""

    def wheelEvent(self, e: QWheelEvent) -> None:
        e.ignore()
