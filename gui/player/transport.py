"""Below the picture: play, step, scrub, where we are, how fast."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAction, QFontDatabase, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QSizePolicy,
    QSlider,
    QStyle,
    QStyleOptionSlider,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from gui.player.clock import SPEEDS, PlayClock
from gui.quiet import QuietCombo
from gui.session import Session
from gui.texts import time_text
from gui.theme import ThemeManager


class ScrubSlider(QSlider):
    """A slider that goes to where it is clicked and follows the drag."""

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
        option = QStyleOptionSlider()
        self.initStyleOption(option)
        groove = self.style().subControlRect(
            QStyle.ComplexControl.CC_Slider, option, QStyle.SubControl.SC_SliderGroove, self
        )
        handle = self.style().pixelMetric(QStyle.PixelMetric.PM_SliderLength, option, self)
        span = max(groove.width() - handle, 1)
        along = round(event.position().x()) - groove.x() - handle // 2
        value = QStyle.sliderValueFromPosition(self.minimum(), self.maximum(), along, span)
        self.setValue(value)


class Readout(QLabel):
    """A line of parts, of which the last ones go where the window is too narrow for all."""

    def __init__(self) -> None:
        super().__init__()
        self._parts: list[str] = []

    def show_parts(self, *parts: str) -> None:
        self._parts = list(parts)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        count = len(self._parts)
        while (
            count > 1 and self.fontMetrics().horizontalAdvance(self._joined(count)) > self.width()
        ):
            count -= 1
        self.setText(self._joined(count))

    def _joined(self, count: int) -> str:
        return "   ".join(self._parts[:count])


class Transport(QWidget):
    """Buttons for the given actions, the scrub bar and the readout."""

    def __init__(
        self,
        session: Session,
        clock: PlayClock,
        themes: ThemeManager,
        buttons: list[QAction],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._clock = clock
        self._themes = themes
        self.slider = ScrubSlider(Qt.Orientation.Horizontal)
        self.slider.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.slider.valueChanged.connect(session.seek_frame)
        self.readout = Readout()
        self.readout.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        self.readout.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.readout.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.readout.setToolTip(self.tr("Time, frame (from 0) and pts of the position"))
        self.speed = QuietCombo()
        self.speed.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.speed.setToolTip(self.tr("Speed of playback"))
        for value in SPEEDS:
            self.speed.addItem(f"{float(value):g}×", value)
        self.speed.activated.connect(self._choose_speed)
        row = QHBoxLayout()
        row.setContentsMargins(8, 0, 8, 4)
        row.setSpacing(2)
        for action in buttons:
            button = QToolButton()
            button.setDefaultAction(action)
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonIconOnly)
            button.setIconSize(QSize(18, 18))
            button.setAutoRaise(True)
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            row.addWidget(button)
        row.addSpacing(8)
        # In a narrow window parts of the readout go, not the panels beside it.
        row.addWidget(self.readout, 1)
        row.addWidget(self.speed)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 4, 0, 0)
        column.setSpacing(2)
        top = QHBoxLayout()
        top.setContentsMargins(8, 0, 8, 0)
        top.addWidget(self.slider)
        column.addLayout(top)
        column.addLayout(row)
        session.video_changed.connect(self._on_video)
        session.position_changed.connect(self._on_position)
        clock.changed.connect(self._on_clock)
        self._on_video()
        self._on_clock()

    def _on_video(self) -> None:
        index = self._session.index
        self.slider.blockSignals(True)
        self.slider.setRange(0, len(index) - 1 if index else 0)
        self.slider.blockSignals(False)
        self.setEnabled(index is not None)
        self._on_position(self._session.position)

    def _on_position(self, frame: int) -> None:
        self.slider.blockSignals(True)
        self.slider.setValue(frame)
        self.slider.blockSignals(False)
        index = self._session.index
        if index is None:
            self.readout.show_parts("--:--.---")
            return
        digits = len(str(len(index) - 1))
        self.readout.show_parts(
            f"{time_text(self._session.seconds)} / {time_text(float(index.duration))}",
            self.tr("frame {frame} / {last}").format(
                frame=f"{frame:>{digits}}", last=len(index) - 1
            ),
            self.tr("pts {pts}").format(pts=self._session.pts),
        )

    def _choose_speed(self, row: int) -> None:
        self._clock.set_speed(self.speed.itemData(row))

    def _on_clock(self) -> None:
        row = SPEEDS.index(self._clock.speed) if self._clock.speed in SPEEDS else -1
        self.speed.setCurrentIndex(row)
