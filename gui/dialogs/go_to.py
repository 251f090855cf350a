"""Go to a place that is typed: a time, a frame, a pts, a timecode, so far on or back."""

from __future__ import annotations

import re
from fractions import Fraction

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QLineEdit, QVBoxLayout, QWidget

from core.timebase import FrameIndex
from gui.player.timecode import Timecode
from gui.session import Session
from gui.texts import time_text

_READOUT_ROUNDING = Fraction(1, 2000)
"""Times are shown rounded to the millisecond; what was read off is found again."""

_NUMBER = r"(\d+(?:\.\d*)?|\.\d+)"
_UNITS = {
    "": Fraction(1),
    "ms": Fraction(1, 1000),
    "s": Fraction(1),
    "sec": Fraction(1),
    "m": Fraction(60),
    "min": Fraction(60),
    "h": Fraction(3600),
}
_FRAME = re.compile(r"(?:f|fr|frames?|#)?\s*(\d+)|(\d+)\s*f(?:r|rames?)?")
_PTS = re.compile(r"pts\s*(-?\d+)")
_PERCENT = re.compile(_NUMBER + r"\s*%")
_AMOUNT = re.compile(_NUMBER + r"\s*(ms|sec|s|min|m|h|)")
_CLOCK = re.compile(r"(?:(\d+):)?(\d+):(\d{1,2}(?:\.\d*)?)")
_TIMECODE = re.compile(r"(\d+):(\d{1,2}):(\d{1,2})[:;](\d{1,3})")


class PlaceError(ValueError):
    """What was typed names no place in the video; the text says why, to the user."""


def tr(text: str) -> str:
    return QCoreApplication.translate("go_to", text)


def read_place(text: str, index: FrameIndex, here: int) -> int:
    """The frame number that a typed place means.

    "1:02:03.456", "63.2s" and "63.2" are times; "1234", "f1234" frame numbers from 0; "pts 90000" a
    pts; "00:01:02:03" a timecode; "50%" of the time; "+10", "-10" frames and "+2s", "-0:10" times
    from `here`, which stop at the ends.

    Raises:
        PlaceError: it cannot be read, or lies outside of the video.
    """
    typed = text.strip().lower().replace(",", ".").replace("\u2212", "-")
    if typed[:1] in ("+", "-"):
        return _moved(typed[1:].strip(), index, here, -1 if typed[0] == "-" else 1)
    if match := _PTS.fullmatch(typed):
        pts = int(match[1])
        if not index.start_pts <= pts < index.end_pts:
            raise PlaceError(
                tr("The pts go from {first} to {last}.").format(
                    first=index.start_pts, last=int(index.pts[-1])
                )
            )
        return index.frame_of_pts(pts)
    if match := _PERCENT.fullmatch(typed):
        return _at(Fraction(match[1]) * index.duration / 100, index)
    if match := _TIMECODE.fullmatch(typed):
        return _of_timecode(tuple(int(part) for part in match.groups()), index)
    if (number := _frames(typed)) is not None:
        if number >= len(index):
            raise PlaceError(tr("The frames go from 0 to {last}.").format(last=len(index) - 1))
        return number
    return _at(_seconds(typed), index)


def _moved(typed: str, index: FrameIndex, here: int, sign: int) -> int:
    number = _frames(typed)
    if number is not None:
        return min(max(here + sign * number, 0), len(index) - 1)
    time = index.time_of(here) + sign * _seconds(typed)
    return index.frame_at(max(time + _READOUT_ROUNDING, Fraction(0)))


def _frames(typed: str) -> int | None:
    match = _FRAME.fullmatch(typed)
    return int(match[1] or match[2]) if match else None


def _seconds(typed: str) -> Fraction:
    if match := _CLOCK.fullmatch(typed):
        return int(match[1] or 0) * 3600 + int(match[2]) * 60 + Fraction(match[3].rstrip("."))
    if match := _AMOUNT.fullmatch(typed):
        return Fraction(match[1].rstrip(".")) * _UNITS[match[2]]
    raise PlaceError(tr("This is no time, frame or pts."))


def _at(time: Fraction, index: FrameIndex) -> int:
    if time > index.duration:
        raise PlaceError(
            tr("The video ends at {end}.").format(end=time_text(float(index.duration)))
        )
    return index.frame_at(time + _READOUT_ROUNDING)


def _of_timecode(parts: tuple[int, ...], index: FrameIndex) -> int:
    timecode = Timecode.of(index)
    if timecode is None:
        raise PlaceError(tr("The frame rate varies: there is no timecode."))
    number = timecode.frame(*parts)
    if number is None:
        raise PlaceError(tr("No frame has this timecode."))
    if number >= len(index):
        last = timecode.text(len(index) - 1)
        raise PlaceError(tr("The timecodes end at {last}.").format(last=last))
    return number


class GoToDialog(QDialog):
    """One line, and under it what it means while it is typed."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Go to"))
        self.setMinimumWidth(380)
        self._session = session
        self._frame: int | None = None
        column = QVBoxLayout(self)
        label = QLabel(self.tr("Time, frame, pts or timecode:"))
        column.addWidget(label)
        self.line = QLineEdit()
        label.setBuddy(self.line)
        self.line.setProperty("role", "field")
        self.line.setPlaceholderText(
            "1:02.5   63.2s   1234   pts 90000   00:01:02:12   +10   -2s   50%"
        )
        self.line.textChanged.connect(self._read)
        column.addWidget(self.line)
        self.meaning = QLabel()
        self.meaning.setProperty("role", "muted")
        column.addWidget(self.meaning)
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self.go = self.buttons.addButton(self.tr("Go"), QDialogButtonBox.ButtonRole.AcceptRole)
        self.go.setDefault(True)
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        column.addWidget(self.buttons)
        self._read("")

    def accept(self) -> None:
        if self._frame is not None:
            self._session.seek_frame(self._frame)
            super().accept()

    def _read(self, text: str) -> None:
        index = self._session.index
        self._frame, words = None, ""
        if index is None:
            words = self.tr("No video is open.")
        elif not text.strip():
            last = len(index) - 1
            words = self.tr("Frames 0 to {last}, up to {end}.").format(
                last=last, end=time_text(float(index.duration))
            )
        else:
            try:
                self._frame = read_place(text, index, self._session.position)
            except PlaceError as error:
                words = str(error)
                if not self._session.indexed:
                    words += " " + self.tr("The file is still being read.")
            else:
                words = self.tr("Frame {frame} at {time}, pts {pts}").format(
                    frame=self._frame,
                    time=time_text(float(index.time_of(self._frame))),
                    pts=int(index.pts[self._frame]),
                )
        self.meaning.setText(words)
        self.go.setEnabled(self._frame is not None)
