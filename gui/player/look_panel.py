"""Sliders over the picture for seeing more in dark footage; the picture itself stays as it is."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, replace

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QPushButton, QSlider, QWidget

from core.vision.look import BRIGHTNESS, CHANNELS, CONTRAST, GAMMA, Channel, Look
from gui.language import retranslated, without_mnemonic
from gui.quiet import QuietCombo

_MARGIN = 12


@dataclass(frozen=True, slots=True)
class _Scale:
    """How a slider's whole steps become a value of the look, and back."""

    steps: int
    value: Callable[[int], float]
    step: Callable[[float], int]


def _linear(low: float, high: float, steps: int) -> _Scale:
    per = (high - low) / steps
    return _Scale(steps, lambda n: round(low + n * per, 6), lambda v: round((v - low) / per))


def _doubling(low: float, high: float, steps: int) -> _Scale:
    """Equal ways on the slider multiply equally: the middle of 0.2..5 is 1."""
    per = math.log(high / low) / steps
    return _Scale(
        steps,
        lambda n: round(min(max(low * math.exp(n * per), low), high), 3),
        lambda v: round(math.log(v / low) / per),
    )


_SCALES = {
    "brightness": _linear(*BRIGHTNESS, 200),
    "contrast": _linear(*CONTRAST, 160),
    "gamma": _doubling(*GAMMA, 160),
}


class _LookSlider(QSlider):
    """Its arrows are its own, not the window's steps through the video."""

    _OWN = frozenset(
        {
            Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down,
            Qt.Key.Key_Home, Qt.Key.Key_End, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown,
        }
    )  # fmt: skip

    def event(self, event: QEvent) -> bool:
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and event.key() in self._OWN
            and not event.modifiers() & Qt.KeyboardModifier.ControlModifier
        ):
            event.accept()
            return True
        return super().event(event)


class LookPanel(QFrame):
    """A small plate in the lower right corner of the view: faces are mostly further up.

    Signals:
        look_chosen(Look): with every step of a slider.
    """

    look_chosen = Signal(object)

    def __init__(self, over: QWidget) -> None:
        super().__init__(over)
        self.setObjectName("look")
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self.setAutoFillBackground(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._over = over
        self._look = Look()
        self._setting = False
        self.sliders: dict[str, QSlider] = {}
        self._values: dict[str, QLabel] = {}
        grid = QGridLayout(self)
        grid.setContentsMargins(12, 10, 12, 10)
        grid.setColumnMinimumWidth(1, 120)
        self._labels: dict[str, QLabel] = {}
        for row, name in enumerate(_SCALES):
            slider, label, value = _LookSlider(Qt.Orientation.Horizontal), QLabel(), QLabel()
            self._labels[name] = label
            slider.setRange(0, _SCALES[name].steps)
            slider.setPageStep(_SCALES[name].steps // 10)
            slider.valueChanged.connect(self._chosen)
            label.setBuddy(slider)
            value.setMinimumWidth(value.fontMetrics().horizontalAdvance("+100 %"))
            value.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            self.sliders[name], self._values[name] = slider, value
            for column, widget in enumerate((label, slider, value)):
                grid.addWidget(widget, row, column)
        self.channel = QuietCombo()
        for channel in CHANNELS:
            self.channel.addItem("", channel)
        self.channel.currentIndexChanged.connect(self._chosen)
        label = self._labels["channel"] = QLabel()
        label.setBuddy(self.channel)
        grid.addWidget(label, 3, 0)
        grid.addWidget(self.channel, 3, 1, 1, 2)
        note = self._labels["note"] = QLabel()
        note.setProperty("role", "muted")
        self.reset = QPushButton()
        self.reset.clicked.connect(lambda: self.set_look(Look()))
        grid.addWidget(note, 4, 0, 1, 2)
        grid.addWidget(self.reset, 4, 2)
        over.installEventFilter(self)
        self._show_values()
        retranslated(self._say)
        self.hide()

    def _say(self) -> None:
        titles = {
            "brightness": self.tr("&Brightness"),
            "contrast": self.tr("&Contrast"),
            "gamma": self.tr("&Gamma"),
            "channel": self.tr("Cha&nnel"),
            "note": self.tr("On the screen only"),
        }
        names = {
            "all": self.tr("All colours"),
            "red": self.tr("Red alone"),
            "green": self.tr("Green alone"),
            "blue": self.tr("Blue alone"),
            "luma": self.tr("Luma (grey)"),
        }
        for name, label in self._labels.items():
            label.setText(titles[name])
        for name, slider in self.sliders.items():
            slider.setAccessibleName(without_mnemonic(titles[name]))
        self.channel.setAccessibleName(without_mnemonic(titles["channel"]))
        for row, channel in enumerate(CHANNELS):
            self.channel.setItemText(row, names[channel])
        self.reset.setText(self.tr("&Reset"))

    @property
    def look(self) -> Look:
        return self._look

    def set_look(self, look: Look) -> None:
        """Put the sliders there, and choose it."""
        self._setting = True
        for name, slider in self.sliders.items():
            slider.setValue(_SCALES[name].step(getattr(look, name)))
        self.channel.setCurrentIndex(self.channel.findData(look.channel))
        self._setting = False
        self._take(look)

    def _chosen(self) -> None:
        if self._setting:
            return
        values = {name: _SCALES[name].value(s.value()) for name, s in self.sliders.items()}
        channel: Channel = self.channel.currentData()
        self._take(replace(self._look, channel=channel, **values))

    def _take(self, look: Look) -> None:
        if look != self._look:
            self._look = look
            self.look_chosen.emit(look)
        self._show_values()

    def _show_values(self) -> None:
        self._setting = True
        for name, slider in self.sliders.items():
            slider.setValue(_SCALES[name].step(getattr(self._look, name)))
        self._setting = False
        self._values["brightness"].setText(f"{self._look.brightness * 100:+.0f} %")
        self._values["contrast"].setText(f"{self._look.contrast:.2f} ×")
        self._values["gamma"].setText(f"{self._look.gamma:.2f}")
        self.reset.setEnabled(not self._look.is_plain)

    def open(self) -> None:
        """Show it, ready for the keyboard."""
        self.place()
        self.show()
        self.raise_()
        self.sliders["brightness"].setFocus(Qt.FocusReason.PopupFocusReason)

    def place(self) -> None:
        """Into the corner; a view that is too small for it shows its upper left part."""
        self.adjustSize()
        left = self._over.width() - self.width() - _MARGIN
        top = self._over.height() - self.height() - _MARGIN
        self.move(max(left, 0), max(top, 0))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._over and event.type() == QEvent.Type.Resize and self.isVisible():
            self.place()
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.hide()
        else:
            super().keyPressEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        # Hidden with the whole window it comes back with it.
        if not self.isVisibleTo(self._over):
            self._over.setFocus()
