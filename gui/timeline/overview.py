"""The overview: the whole video, whatever the lanes below show of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QPainter

from gui.texts import time_text
from gui.timeline import raster
from gui.timeline.axis import Frame
from gui.timeline.bars import Bar
from gui.timeline.lane import NEAR_PX, Lane, Room

_MARK_PX = 10
_VERDICT_PX = 3


@dataclass(frozen=True, slots=True)
class OverviewMark:
    """A place worth a look, in seconds. `key` comes back when it is chosen."""

    start: float
    end: float
    colour: QColor
    tooltip: str
    key: object


class OverviewLane(Lane):
    """Marks above, then how many tracks there are at each time, and their verdicts below."""

    def __init__(self) -> None:
        super().__init__("", Room(17), whole=True)
        self.marks: tuple[OverviewMark, ...] = ()
        self._bars: tuple[Bar, ...] = ()

    def set_marks(self, marks: Sequence[OverviewMark]) -> None:
        """Show these, the last ones on top."""
        if tuple(marks) != self.marks:
            self.marks = tuple(marks)
            self.changed.emit()

    def set_tracks(self, bars: Sequence[Bar]) -> None:
        """The tracks whose density and verdicts are shown."""
        if tuple(bars) != self._bars:
            self._bars = tuple(bars)
            self.changed.emit()

    def mark_at(self, x: float, y: float, frame: Frame) -> OverviewMark | None:
        """The mark under a place of the lane."""
        if y > _MARK_PX + 3:
            return None
        seconds, room = frame.seconds(x), NEAR_PX * frame.per_pixel
        near = [m for m in self.marks if m.start - room <= seconds <= m.end + room]
        return min(near, key=lambda m: abs(m.start - seconds), default=None)

    def tip(self, x: float, y: float, frame: Frame) -> str:
        mark = self.mark_at(x, y, frame)
        if mark is not None:
            return mark.tooltip
        return super().tip(x, y, frame) or time_text(max(frame.seconds(x), 0.0))

    def draw(self, painter: QPainter, frame: Frame) -> None:
        if self._bars:
            self._draw_tracks(painter, frame)
        colours = {m.colour.rgba(): raster.argb(m.colour) for m in self.marks}
        if self.marks:
            scale = frame.columns / frame.width
            left = np.array([frame.x(m.start) for m in self.marks]) * scale
            right = np.array([frame.x(m.end) for m in self.marks]) * scale
            first = np.floor(left).astype(np.int64)
            last = np.maximum(np.ceil(right).astype(np.int64), first + round(2 * frame.ratio))
            argb = np.array([colours[m.colour.rgba()] for m in self.marks], np.uint32)
            pixels = raster.blank(frame.columns, 1)
            raster.runs(pixels, np.zeros(len(first), np.int64), first, last, argb)
            painter.drawImage(QRectF(0, 1, frame.width, _MARK_PX - 1), raster.picture(pixels))

    def _draw_tracks(self, painter: QPainter, frame: Frame) -> None:
        assert self.theme is not None
        columns, scale = frame.columns, frame.columns / frame.width
        starts = np.array([bar.start for bar in self._bars])
        ends = np.array([bar.end for bar in self._bars])
        left = np.floor(frame.x(starts) * scale).astype(np.int64).clip(0, columns - 1)
        right = np.ceil(frame.x(ends) * scale).astype(np.int64).clip(left + 1, columns)
        count = _counts(left, right, columns)
        tall = (frame.height - _MARK_PX - _VERDICT_PX) * frame.ratio
        there = np.flatnonzero(count)
        # One track is to be seen, and ten not to fill all.
        high = tall * (0.35 + 0.65 * np.log2(count[there]) / np.log2(max(count.max(), 2)))
        base = (frame.height - _VERDICT_PX) * frame.ratio
        pixels = raster.blank(columns, frame.lines)
        floor = np.full(len(there), base)
        shades = raster.shades(self.theme.colour("accent", 90))
        raster.strokes(pixels, there, base - high, floor, shades)
        judged = [n for n, bar in enumerate(self._bars) if bar.badge is not None]
        first, last, argb = left[judged], right[judged], []
        for n in judged:
            badge = self._bars[n].badge
            assert badge is not None
            argb.append(raster.argb(badge))
        for row in range(int(base), frame.lines):
            rows = np.full(len(judged), row, np.int64)
            raster.runs(pixels, rows, first, last, np.array(argb, np.uint32))
        painter.drawImage(QRectF(0, 0, frame.width, frame.height), raster.picture(pixels))


def _counts(
    left: npt.NDArray[np.int64], right: npt.NDArray[np.int64], columns: int
) -> npt.NDArray[np.int64]:
    """How many spans of columns cover each column."""
    steps = np.zeros(columns + 1, np.int64)
    np.add.at(steps, left, 1)
    np.add.at(steps, right, -1)
    return np.cumsum(steps)[:-1]
