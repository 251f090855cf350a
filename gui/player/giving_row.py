"""A row of widgets of which the less needed ones go where there is no room for all."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget


class GivingRow(QWidget):
    """Widgets beside one another. What does not fit is hidden, the least needed first, so that a
    narrow window stays usable and the row never widens it.
    """

    SPACING = 2

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(8, 0, 8, 0)
        self._row.setSpacing(self.SPACING)
        self._parts: list[tuple[QWidget, int]] = []

    def add(self, widget: QWidget, need: int, stretch: int = 0) -> None:
        """Put a widget at the right end.

        Args:
            need: 0 never goes; the others go from the highest number on, equal ones together.
            stretch: its share of the room that is left.
        """
        self._row.addWidget(widget, stretch)
        self._parts.append((widget, need))
        self.updateGeometry()
        self.fit()

    def minimumSizeHint(self) -> QSize:
        kept = [widget for widget, need in self._parts if need == 0]
        margins = self._row.contentsMargins()
        return QSize(
            self._width(kept) + margins.left() + margins.right(),
            max((widget.sizeHint().height() for widget, _need in self._parts), default=0),
        )

    def sizeHint(self) -> QSize:
        return self.minimumSizeHint()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit()

    def fit(self) -> None:
        """Show what there is room for."""
        margins = self._row.contentsMargins()
        room = self.width() - margins.left() - margins.right()
        shown = [widget for widget, _need in self._parts]
        for least in sorted({need for _widget, need in self._parts} - {0}, reverse=True):
            if self._width(shown) <= room:
                break
            shown = [widget for widget, need in self._parts if need < least]
        for widget, _need in self._parts:
            widget.setVisible(widget in shown)

    def _width(self, widgets: list[QWidget]) -> int:
        least = sum(
            max(widget.minimumSizeHint().width(), widget.minimumWidth()) for widget in widgets
        )
        return least + self.SPACING * max(len(widgets) - 1, 0)
