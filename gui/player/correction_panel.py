"""The toggle "hear it corrected", where its delay comes from, and the delay in words."""

from __future__ import annotations

import re

from PySide6.QtCore import QObject, QSize, Qt, Signal
from PySide6.QtGui import (
    QAction,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QValidator,
    QWheelEvent,
)
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QComboBox,
    QLabel,
    QSizePolicy,
    QSpinBox,
    QStyleOptionToolButton,
    QToolButton,
)

from gui.language import retranslated
from gui.player.clock import MAX_DELAY_MS
from gui.player.correction import CorrectBy, Correction, delay_words
from gui.player.giving_row import GivingRow
from gui.quiet import QuietCombo

_WHOLE_NUMBER = re.compile(r"([+-]?)\s*(\d+)")
_WHEEL_STEP = 120
_WHY_WIDTH = 130


class DelaySpin(QSpinBox):
    """A delay in ms, shown in words; typed as a number, negative for sound that comes earlier.

    The wheel changes it by 1 ms, with Shift by 10.

    Signals:
        leave(): Enter or Esc ended the typing; the focus should go back to the picture.
    """

    leave = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setRange(-MAX_DELAY_MS, MAX_DELAY_MS)
        self.setKeyboardTracking(False)
        self.setButtonSymbols(QAbstractSpinBox.ButtonSymbols.NoButtons)
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        # Not by the wheel: the keys belong to the reviewing.
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._turned = 0

    def fit(self) -> None:
        """Make room for the longest words, and say the present ones."""
        # Qt leaves no room for the frame when it measures words in place of numbers.
        ends = (delay_words(self.minimum()), delay_words(self.maximum()))
        longest = max(self.fontMetrics().horizontalAdvance(words) for words in ends)
        self.setMinimumWidth(longest + 24)
        self.lineEdit().setText(self.textFromValue(self.value()))

    def textFromValue(self, val: int) -> str:
        return delay_words(val)

    def valueFromText(self, text: str) -> int:
        match = _WHOLE_NUMBER.search(text)
        if match is None:
            # The words of 0 have no number; anything else is kept out by `validate`.
            return 0
        # The words say the direction where there is no sign.
        advanced = match[1] == "-" or text.strip().startswith(self._advanced_words())
        return -int(match[2]) if advanced else int(match[2])

    def _advanced_words(self) -> str:
        """What the words begin with when the sound comes earlier."""
        words = delay_words(-1)
        return words[: words.index("1")]

    def validate(self, input: str, pos: int) -> tuple[QValidator.State, str, int]:
        state = QValidator.State
        match = _WHOLE_NUMBER.search(input)
        if match is None:
            return (state.Acceptable if input == delay_words(0) else state.Intermediate), input, pos
        fits = int(match[2]) <= MAX_DELAY_MS
        return (state.Acceptable if fits else state.Invalid), input, pos

    def wheelEvent(self, event: QWheelEvent) -> None:
        delta = event.angleDelta()
        # With Shift some systems turn the wheel sideways.
        self._turned += delta.y() or delta.x()
        steps = int(self._turned / _WHEEL_STEP)
        self._turned -= steps * _WHEEL_STEP
        fast = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        if steps:
            self.setValue(self.value() + steps * (10 if fast else 1))
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.lineEdit().setText(self.textFromValue(self.value()))
            self.leave.emit()
            return
        super().keyPressEvent(event)
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.leave.emit()


class GivingButton(QToolButton):
    """A button with icon and text; where it is made narrow, with a shorter one, or the icon alone.

    Args:
        brief: the shorter text.
    """

    _PADDING = 30

    def __init__(self, brief: str) -> None:
        super().__init__()
        self.brief = brief
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(self._width(self.text()), super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        return QSize(self.iconSize().width() + 18, super().sizeHint().height())

    def shown_text(self) -> str:
        """What there is room for; empty for the icon alone."""
        texts = (self.text(), self.brief)
        return next((text for text in texts if self._width(text) <= self.width()), "")

    def initStyleOption(self, option: QStyleOptionToolButton) -> None:
        super().initStyleOption(option)
        option.text = self.shown_text()
        style = Qt.ToolButtonStyle
        option.toolButtonStyle = (
            style.ToolButtonTextBesideIcon if self.shown_text() else style.ToolButtonIconOnly
        )

    def _width(self, text: str) -> int:
        words = self.fontMetrics().horizontalAdvance(text)
        return self.iconSize().width() + words + self._PADDING


class _Source(QuietCombo):
    """As wide as its longest text, or what there is room for."""

    def __init__(self) -> None:
        super().__init__()
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(5)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        texts = [self.itemText(row) for row in range(self.count())]
        longest = max((self.fontMetrics().horizontalAdvance(text) for text in texts), default=0)
        return QSize(longest + 44, super().sizeHint().height())


class _Elided(QLabel):
    """A line that ends in dots where there is no room for it."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "muted")
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)

    def show_text(self, text: str) -> None:
        """An empty text takes no room."""
        self.setText(text)
        self.setToolTip(text)
        self.setMinimumWidth(_WHY_WIDTH if text else 0)

    def minimumSizeHint(self) -> QSize:
        return QSize(self.minimumWidth(), super().minimumSizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        words = self.fontMetrics().elidedText(
            self.text(), Qt.TextElideMode.ElideRight, self.width() - 6
        )
        left = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(self.rect().adjusted(6, 0, 0, 0), left, words)
        painter.end()


class CorrectionPanel(QObject):
    """The widgets of a `Correction`, put into a row of the transport.

    Args:
        toggle: the action "hear it corrected".
    """

    def __init__(self, correction: Correction, toggle: QAction, row: GivingRow) -> None:
        super().__init__(row)
        self._correction = correction
        self._row = row
        self.button = GivingButton("")
        self.button.setDefaultAction(toggle)
        self.button.setProperty("role", "toggle")
        self.button.setIconSize(QSize(18, 18))
        self.button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.source = _Source()
        self.source.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        for by in CorrectBy:
            self.source.addItem("", by.value)
        self.source.activated.connect(lambda row: correction.choose(list(CorrectBy)[row]))
        self.spin = DelaySpin()
        self.spin.valueChanged.connect(correction.set_manual)
        self.why = _Elided()
        row.add(self.button, 0)
        row.add(self.source, 1)
        row.add(self.spin, 0)
        row.add(self.why, 7, stretch=1)
        self._toggle = toggle
        toggle.changed.connect(self._enable)
        correction.changed.connect(self._show)
        self._enable()
        retranslated(self._say)

    def _say(self) -> None:
        self.button.brief = self.tr("Corrected")
        self.source.setToolTip(self.tr("What the sound is corrected by"))
        self.source.setAccessibleName(self.source.toolTip())
        self.spin.setAccessibleName(self.tr("Delay of the sound"))
        self._sources = {
            CorrectBy.TRACK: self.tr("Offset of the track"),
            CorrectBy.LOCAL: self.tr("Local offset here"),
            CorrectBy.MANUAL: self.tr("By hand"),
        }
        self.spin.fit()
        self._show()

    def _enable(self) -> None:
        """Without sound there is nothing to correct."""
        for part in (self.source, self.spin, self.why):
            part.setEnabled(self._toggle.isEnabled())

    def _show(self) -> None:
        correction = self._correction
        delay = correction.delay
        for row, by in enumerate(CorrectBy):
            text = self._sources[by]
            # The choice itself says so where it cannot be followed.
            brief = delay.brief if by is correction.by else ""
            self.source.setItemText(row, brief or text)
            if by is correction.by:
                self.source.setCurrentIndex(row)
        self.source.updateGeometry()
        # A local offset that moves on must not wipe out what is being typed.
        if not (self.spin.hasFocus() and self.spin.lineEdit().isModified()):
            self.spin.blockSignals(True)
            self.spin.setValue(delay.ms)
            self.spin.blockSignals(False)
        self.spin.setToolTip(
            self.tr(
                "{words}. Wheel: 1 ms, with Shift 10. Typed: milliseconds, negative for earlier."
            ).format(words=delay_words(delay.ms))
        )
        self.why.show_text(delay.why)
        self._row.fit()
