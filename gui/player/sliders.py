"""Sliders that go to where they are clicked, and the scrub bar with the marked span."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSlider, QStyle, QStyleOptionSlider, QWidget

from gui.theme import ThemeManager


class ClickSlider(QSlider):
    """A slider that goes to where it is clicked and follows the drag."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self.setSliderDown(True)
            self._follow(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self.isSliderDown():
            self._follow(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self.setSliderDown(False)

    def _follow(self, event: QMouseEvent) -> None:
        left, span = self._travel()
        along = round(event.position().x() - left)
        value = QStyle.sliderValueFromPosition(self.minimum(), self.maximum(), along, span)
        self.setValue(value)

    def _travel(self) -> tuple[float, int]:
        """Where the middle of the handle is at the least value, and how far it can go, in
        pixels.
        """
        option = QStyleOptionSlider()
        self.initStyleOption(option)
        groove = self.style().subControlRect(
            QStyle.ComplexControl.CC_Slider, option, QStyle.SubControl.SC_SliderGroove, self
        )
        handle = self.style().pixelMetric(QStyle.PixelMetric.PM_SliderLength, option, self)
        return groove.x() + handle // 2, max(groove.width() - handle, 1)


class ScrubSlider(ClickSlider):
    """The whole video by frames, the marked span drawn under the groove."""

    def __init__(self, themes: ThemeManager) -> None:
        super().__init__()
        self._themes = themes
        self._marks: tuple[int | None, int | None] = (None, None)
        themes.changed.connect(self.update)

    def set_marks(self, first: int | None, end: int | None) -> None:
        """Frame numbers: the first of the marked span, and the one after its last. None: not
        marked.
        """
        if (first, end) != self._marks:
            self._marks = first, end
            self.update()

    def marked_area(self) -> QRectF | None:
        """Where the span is drawn, in pixels; None without marks."""
        first, end = self._marks
        if first is None and end is None:
            return None
        left, span = self._travel()
        frames = max(self.maximum() - self.minimum(), 1)
        a = left + span * min((first or 0) / frames, 1.0)
        b = left + span * min((frames + 1 if end is None else end) / frames, 1.0)
        return QRectF(a, self.height() - 4.0, max(b - a, 2.0), 3.0)

    def paintEvent(self, ev: QPaintEvent) -> None:
        super().paintEvent(ev)
        area = self.marked_area()
        if area is None:
            return
        painter = QPainter(self)
        colour = self._themes.theme.colour("accent")
        painter.fillRect(area, colour)
        first, end = self._marks
        # Brackets, so that a span of few frames and its open side are seen.
        for known, x in ((first, area.left()), (end, area.right() - 2)):
            if known is not None:
                painter.fillRect(QRectF(x, 3.0, 2.0, self.height() - 4.0), colour)
        painter.end()
