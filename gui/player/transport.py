"""Below the picture: play, step, scrub, where we are, how fast, how loud."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QAction, QFontDatabase, QHelpEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QToolTip, QVBoxLayout, QWidget

from gui.language import retranslated
from gui.player.clock import SPEEDS, PlayClock
from gui.player.correction import Correction
from gui.player.correction_panel import CorrectionPanel
from gui.player.giving_row import GivingRow
from gui.player.shown_rate import ShownRate
from gui.player.sliders import ScrubSlider
from gui.player.timecode import Timecode
from gui.player.volume import Volume, flat_button
from gui.quiet import QuietCombo
from gui.session import Session
from gui.texts import time_text
from gui.theme import ThemeManager

_READOUT_WIDTH = 190
"""Less shows no whole time."""


class Readout(QLabel):
    """A line of parts, of which the last ones go where the window is too narrow for all.

    The tool tip shows them all.
    """

    def __init__(self) -> None:
        super().__init__()
        self._parts: list[str] = []

    def show_parts(self, *parts: str) -> None:
        self._parts = [part for part in parts if part]
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def event(self, e: QEvent) -> bool:
        if isinstance(e, QHelpEvent) and e.type() == QEvent.Type.ToolTip:
            QToolTip.showText(e.globalPos(), "\n".join(self._parts), self)
            return True
        return super().event(e)

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
    """Buttons for the given actions, the scrub bar, the readout; `complete` adds the sound."""

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
        self._timecode: Timecode | None = None
        self._rate = Fraction(0)
        self._shown = ShownRate()
        self.slider = ScrubSlider(themes)
        self.slider.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.slider.valueChanged.connect(session.seek_frame)
        self.readout = Readout()
        fixed = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
        fixed.setPointSizeF(self.font().pointSizeF())
        self.readout.setFont(fixed)
        self.readout.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.readout.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.readout.setMinimumWidth(_READOUT_WIDTH)
        self.speed = QuietCombo()
        self.speed.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        for value in SPEEDS:
            self.speed.addItem(f"{float(value):g}×", value)
        self.speed.activated.connect(self._choose_speed)
        self.row = GivingRow()
        # The keys do what the hidden buttons did; playing and the time stay longest.
        needs = {"play": 0, "frame_back": 3, "frame_on": 3, "first": 5, "last": 5}
        for action in buttons:
            self.row.add(flat_button(action), needs.get(action.objectName(), 6))
        self.row.add(self.readout, 2, stretch=1)
        self.row.add(self.speed, 1)
        self.sound_row = GivingRow()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 4, 0, 4)
        column.setSpacing(2)
        top = QHBoxLayout()
        top.setContentsMargins(8, 0, 8, 0)
        top.addWidget(self.slider)
        column.addLayout(top)
        column.addWidget(self.row)
        column.addWidget(self.sound_row)
        session.video_changed.connect(self._on_video)
        session.index_grown.connect(self._on_video)
        session.marks_changed.connect(self._on_marks)
        session.position_changed.connect(self._on_position)
        session.frame_shown.connect(self._shown.add)
        clock.changed.connect(self._on_clock)
        self._playing = False
        self._on_video()
        self._on_clock()
        retranslated(self._say)

    def _say(self) -> None:
        self.speed.setToolTip(self.tr("Speed of playback"))
        self.speed.setAccessibleName(self.speed.toolTip())
        self.slider.setAccessibleName(self.tr("Place in the video"))
        self._on_position(self._session.position)

    def complete(self, loop: QAction, mute: QAction, hear: QAction, correction: Correction) -> None:
        """Add what comes with playing sound: loop, volume, hear it corrected."""
        self.row.add(flat_button(loop), 4)
        self.volume = Volume(self._clock, self._themes, mute)
        self.sound_row.add(self.volume, 2)
        self.correction = panel = CorrectionPanel(correction, hear, self.sound_row)
        # By Tab in the order in which they lie.
        order = (self.speed, self.volume.slider, panel.button, panel.source, panel.spin)
        for former, following in pairwise(order):
            self.setTabOrder(former, following)

    def _on_video(self) -> None:
        index = self._session.index
        self._timecode = Timecode.of(index) if index else None
        self._rate = index.average_rate if index else Fraction(0)
        self.slider.blockSignals(True)
        self.slider.setRange(0, len(index) - 1 if index else 0)
        self.slider.blockSignals(False)
        self.setEnabled(index is not None)
        self._on_marks()
        self._on_position(self._session.position)

    def _on_marks(self) -> None:
        session, index = self._session, self._session.index
        first, end = session.mark_in, session.mark_out
        if index is None:
            self.slider.set_marks(None, None)
            return
        self.slider.set_marks(
            None if first is None else index.frame_of_pts(first),
            None if end is None else index.frame_of_pts(end - 1) + 1,
        )

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
            self._rate_text(),
            self._timecode.text(frame) if self._timecode else "",
            self.tr("pts {pts}").format(pts=self._session.pts),
        )

    def _rate_text(self) -> str:
        """Frames a second: of the video, and while playing how many are really shown."""
        shown = self._shown.rate if self._clock.playing else None
        if shown is not None:
            return self.tr("{shown} of {rate} fps").format(
                shown=f"{shown:.1f}", rate=_plain(self._rate * self._clock.speed)
            )
        words = self.tr("{rate} fps") if self._timecode else self.tr("about {rate} fps")
        return words.format(rate=_plain(self._rate))

    def _choose_speed(self, row: int) -> None:
        self._clock.set_speed(self.speed.itemData(row))

    def _on_clock(self) -> None:
        row = SPEEDS.index(self._clock.speed) if self._clock.speed in SPEEDS else -1
        self.speed.setCurrentIndex(row)
        if self._clock.playing != self._playing:
            self._playing = self._clock.playing
            self._shown.start()
            self._on_position(self._session.position)


def _plain(rate: Fraction) -> str:
    return f"{float(rate):.3f}".rstrip("0").rstrip(".")
