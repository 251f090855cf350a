"""How loud: the button that mutes and the slider."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QWidget

from gui.language import retranslated
from gui.player.clock import PlayClock
from gui.player.sliders import ClickSlider
from gui.theme import ThemeManager


class Volume(QWidget):
    """Follows the clock, and sets it."""

    def __init__(self, clock: PlayClock, themes: ThemeManager, mute: QAction) -> None:
        super().__init__()
        self._clock = clock
        self._themes = themes
        self._mute = mute
        self.button = flat_button(mute)
        self.slider = ClickSlider()
        self.slider.setRange(0, 100)
        self.slider.setPageStep(5)
        self.slider.setFixedWidth(70)
        self.slider.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.slider.valueChanged.connect(self._choose)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 8, 0)
        row.setSpacing(2)
        row.addWidget(self.button)
        row.addWidget(self.slider)
        clock.changed.connect(self._show)
        themes.changed.connect(self._show)
        retranslated(self._show)

    def _choose(self, percent: int) -> None:
        self._clock.set_volume(percent / 100)
        self._clock.set_muted(False)

    def _show(self) -> None:
        percent = round(self._clock.volume * 100)
        self.slider.blockSignals(True)
        self.slider.setValue(percent)
        self.slider.blockSignals(False)
        words = self.tr("Volume {n} %").format(n=percent)
        self.slider.setAccessibleName(self.tr("Volume"))
        if self._clock.sound_missing:
            words = self.tr("No sound device: playing silently")
        self.slider.setToolTip(words)
        silent = self._clock.muted or percent == 0 or self._clock.sound_missing
        self._mute.setIcon(self._themes.icon("muted" if silent else "sound"))


def flat_button(action: QAction) -> QToolButton:
    """A button of the transport: icon only, and the focus stays with the picture."""
    button = QToolButton()
    button.setDefaultAction(action)
    button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonIconOnly)
    button.setIconSize(QSize(18, 18))
    button.setAutoRaise(True)
    button.setProperty("compact", True)
    button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    if action.isCheckable():
        button.setProperty("role", "toggle")
    return button
