"""Bars on the time axis: shots, who speaks, tracks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QRect, QRectF
from PySide6.QtGui import QColor, QPainter

from gui.timeline import raster
from gui.timeline.axis import Frame
from gui.timeline.bar_painting import BarPainter
from gui.timeline.lane import NEAR_PX, Lane, Room

Doubles = npt.NDArray[np.float64]


def _no_times() -> Doubles:
    return np.zeros(0)


_ROW_PX = 7
"""Beside its line of text a row has these."""
LEAST_ROW_PX = 5
_WIDE_PX = 14.0
"""A narrower bar is a stroke of its colour, without details: there may be thousands."""
_LEAST_PX = 2.0


@dataclass(frozen=True, slots=True, eq=False)
class Bar:
    """A span of time in a row, all times in seconds.

    Args:
        row: 0 is the topmost.
        person, tracker, detector: rising times of the keyframes that each of them set.
        gaps: spans in which the track is outside.
        badge: colour of the verdict, if there is one.
        strips: spans that have a verdict of their own, and its colour.
        tip: told under the mouse.
    """

    start: float
    end: float
    row: int
    colour: QColor
    text: str
    key: int
    person: Doubles = field(default_factory=_no_times)
    tracker: Doubles = field(default_factory=_no_times)
    detector: Doubles = field(default_factory=_no_times)
    gaps: tuple[tuple[float, float], ...] = ()
    badge: QColor | None = None
    strips: tuple[tuple[float, float, QColor], ...] = ()
    locked: bool = False
    hidden: bool = False
    tip: str = ""


class BarsLane(Lane):
    """Rows of bars. As high as its rows need, up to what the canvas has: then the rows become
    flat, and beyond that they scroll.
    """

    def __init__(self, id: str) -> None:
        super().__init__(id, Room(_ROW_PX))
        self.bars: tuple[Bar, ...] = ()
        self.rows = 1
        self.selected: int | None = None
        self.scrolled = 0.0
        self._starts = self._ends = self._reach = _no_times()
        self._row = self._keys = np.zeros(0, np.int64)
        self._argb = np.zeros(0, np.uint32)

    def set_bars(self, bars: Sequence[Bar]) -> None:
        """Show these bars."""
        if tuple(bars) == self.bars:
            return
        # In order of start: what is in sight lies side by side.
        self.bars = tuple(sorted(bars, key=lambda bar: bar.start))
        self._starts = np.array([bar.start for bar in self.bars])
        self._ends = np.array([bar.end for bar in self.bars])
        self._reach = np.maximum.accumulate(self._ends)
        self._row = np.array([bar.row for bar in self.bars], np.int64)
        self._keys = np.array([bar.key for bar in self.bars], np.int64)
        shades = {bar.colour.rgba(): raster.argb(bar.colour) for bar in self.bars}
        self._argb = np.array([shades[bar.colour.rgba()] for bar in self.bars], np.uint32)
        former, self.rows = self.rows, max((bar.row for bar in self.bars), default=0) + 1
        (self.resized if former != self.rows else self.changed).emit()

    def select(self, key: int | None) -> None:
        """Mark one bar and bring its row into sight."""
        if key == self.selected:
            return
        self.selected = key
        bar = next((bar for bar in self.bars if bar.key == key), None)
        if bar is not None:
            self.show_row(bar.row)
        self.changed.emit()

    # --- rows ----------------------------------------------------------------------------------

    @property
    def row_px(self) -> int:
        """Pixels of a row that has room."""
        return self.open_height

    @property
    def wanted_height(self) -> int:
        return self.folded_height if self.folded else self.rows * self.row_px

    def place(self, rect: QRect) -> None:
        super().place(rect)
        # There may be fewer rows now, or more room for them.
        self.scroll(0.0)

    def set_folded(self, folded: bool) -> None:
        unfolds = self.folded and not folded
        super().set_folded(folded)
        bar = None if self.selected is None else self.bar_of(self.selected)
        if unfolds and bar is not None:
            self.show_row(bar.row)

    def row_height(self, height: float) -> float:
        """Pixels of a row in a lane so high."""
        return max(min(height / self.rows, self.row_px), LEAST_ROW_PX)

    def scroll(self, pixels: float) -> None:
        """Move through more rows than have room."""
        if self.folded:
            # Its few pixels say nothing of where the rows will lie.
            return
        height = self.rect.height()
        most = max(self.rows * self.row_height(height) - height, 0.0)
        moved = min(max(self.scrolled + pixels, 0.0), most)
        if moved != self.scrolled:
            self.scrolled = moved
            self.changed.emit()

    def show_row(self, row: int) -> None:
        """Scroll as little as brings a row into sight."""
        height = self.rect.height()
        tall = self.row_height(height)
        above, below = row * tall - self.scrolled, (row + 1) * tall - self.scrolled - height
        self.scroll(above if above < 0 else max(below, 0.0))

    # --- what lies where -----------------------------------------------------------------------

    def between(self, low: float, high: float) -> npt.NDArray[np.int64]:
        """Positions of the bars that touch a span of time."""
        first = int(np.searchsorted(self._reach, low))
        last = int(np.searchsorted(self._starts, high, side="right"))
        return first + np.flatnonzero(self._ends[first:last] >= low)

    def bar_at(self, x: float, y: float, frame: Frame) -> Bar | None:
        """The bar under a place of the lane, or so near to it that it is meant; the selected one
        first.
        """
        row = int((y + self.scrolled) // self.row_height(frame.height))
        room = NEAR_PX * frame.per_pixel
        seconds = frame.seconds(x)
        found = [
            self.bars[n]
            for n in self.between(seconds - room, seconds + room).tolist()
            if self.bars[n].row == row
        ]
        found.sort(key=lambda bar: bar.key != self.selected)
        inside = [bar for bar in found if bar.start <= seconds <= bar.end]
        near = min(found, key=lambda bar: max(bar.start - seconds, seconds - bar.end), default=None)
        return inside[0] if inside else near

    def bar_of(self, key: int) -> Bar | None:
        return next((bar for bar in self.bars if bar.key == key), None)

    def area_of(self, bar: Bar, frame: Frame) -> QRectF:
        """Where a bar is painted, cut to what is in sight."""
        tall = self.row_height(frame.height)
        left = max(frame.x(bar.start), -4.0)
        right = min(max(frame.x(bar.end), frame.x(bar.start) + _LEAST_PX), frame.width + 4.0)
        gap = 1.0 if tall > 8 else 0.5
        return QRectF(left, bar.row * tall - self.scrolled + gap, right - left, tall - 2 * gap)

    def tip(self, x: float, y: float, frame: Frame) -> str:
        closed = super().tip(x, y, frame)
        bar = self.bar_at(x, y, frame)
        return closed or ("" if bar is None else bar.tip or bar.text)

    # --- painting ------------------------------------------------------------------------------

    def draw(self, painter: QPainter, frame: Frame) -> None:
        assert self.theme is not None
        if not self.bars:
            return
        seen = self.between(frame.low, frame.high)
        tall = self.row_height(frame.height)
        first, last = self.scrolled / tall - 1, (self.scrolled + frame.height) / tall
        seen = seen[(self._row[seen] >= first) & (self._row[seen] <= last)]
        width = (self._ends[seen] - self._starts[seen]) / frame.per_pixel
        narrow = width < _WIDE_PX
        self._draw_narrow(painter, frame, seen[narrow])
        hand = BarPainter(painter, self.theme, frame)
        selected = self._keys[seen] == (-1 if self.selected is None else self.selected)
        # The selected one last, on top of its neighbours.
        order = [*seen[~narrow & ~selected].tolist(), *seen[selected].tolist()]
        for bar in (self.bars[n] for n in order):
            hand.draw(bar, self.area_of(bar, frame), bar.key == self.selected)
        whole = self.rows * tall
        if whole > frame.height + 1:
            shown = frame.height / whole
            top = self.scrolled / whole * frame.height
            area = QRectF(frame.width - 4, top, 4, max(shown * frame.height, 8))
            painter.fillRect(area, self.theme.colour("muted", 160))

    def _draw_narrow(self, painter: QPainter, frame: Frame, which: npt.NDArray[np.int64]) -> None:
        if not len(which):
            return
        assert self.theme is not None
        columns, tall = frame.columns, self.row_height(frame.height)
        scale = columns / frame.width
        left = np.floor(frame.x(self._starts[which]) * scale).astype(np.int64)
        right = np.ceil(frame.x(self._ends[which]) * scale).astype(np.int64)
        pixels = raster.blank(columns, self.rows)
        least = round(_LEAST_PX * frame.ratio)
        # One pixel stays free between neighbours, where there is one.
        right = np.maximum(right - (right - left > 2), left + least)
        raster.runs(pixels, self._row[which], left, right, self._argb[which])
        image = raster.picture(pixels)
        painter.drawImage(QRectF(0, -self.scrolled, frame.width, self.rows * tall), image)
        if self.rows > 1:
            gap = 2.0 if tall > 8 else 1.0
            for row in np.unique(self._row[which]).tolist():
                y = (row + 1) * tall - self.scrolled - gap / 2
                line = QRectF(0, y, frame.width, gap)
                painter.fillRect(line, self.theme.colour("plot"))


def pack(spans: list[tuple[float, float]]) -> list[int]:
    """A row for each span (given by rising start) such that spans of one row do not overlap."""
    ends: list[float] = []
    rows: list[int] = []
    for start, end in spans:
        row = next((r for r, last in enumerate(ends) if last <= start), len(ends))
        if row == len(ends):
            ends.append(end)
        else:
            ends[row] = end
        rows.append(row)
    return rows
