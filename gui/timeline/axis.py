"""The time axis that all lanes share: which seconds are in sight."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QObject, Signal

MIN_RANGE_S = 0.2

Places = TypeVar("Places", float, npt.NDArray[np.float64])


class Follow(StrEnum):
    """What the range does when the playhead moves."""

    PAGE = "page"
    CENTRE = "centre"
    OFF = "off"


@dataclass(frozen=True, slots=True)
class Frame:
    """A strip of pixels and the seconds that it shows.

    Args:
        width, height: in (logical) pixels. ratio: device pixels to a logical one.
        low: seconds at the left edge. per_pixel: seconds of a logical pixel.
    """

    width: int
    height: int
    low: float
    per_pixel: float
    ratio: float = 1.0

    @property
    def high(self) -> float:
        return self.low + self.width * self.per_pixel

    @property
    def columns(self) -> int:
        """Device pixels across."""
        return max(round(self.width * self.ratio), 1)

    @property
    def lines(self) -> int:
        """Device pixels down."""
        return max(round(self.height * self.ratio), 1)

    def x(self, seconds: Places) -> Places:
        """Where a time lies, in logical pixels."""
        return (seconds - self.low) / self.per_pixel

    def seconds(self, x: float) -> float:
        return self.low + x * self.per_pixel


class TimeAxis(QObject):
    """The visible range, always within the video.

    Signals:
        changed(): the range or the length is another one.
    """

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.length = 1.0
        self.low = 0.0
        self.high = 1.0

    @property
    def range(self) -> tuple[float, float]:
        return self.low, self.high

    @property
    def span(self) -> float:
        return self.high - self.low

    @property
    def whole(self) -> bool:
        """Whether all of the video is in sight."""
        return self.low <= 0.0 and self.high >= self.length

    def set_length(self, length: float) -> None:
        """The video is this many seconds long; the range stays where it can."""
        if length != self.length:
            self.length = length
            self._put(self.low, self.high, told=True)

    def set_range(self, low: float, high: float) -> None:
        """Show these seconds, or the nearest that there are."""
        self._put(low, high)

    def show_all(self) -> None:
        """Zoom out to the whole video."""
        self._put(0.0, self.length)

    def show(self, low: float, high: float) -> None:
        """Show a span with some room around it."""
        room = max(high - low, MIN_RANGE_S) * 0.05
        self._put(max(low - room, 0.0), min(high + room, self.length))

    def pan(self, seconds: float) -> None:
        self._put(self.low + seconds, self.high + seconds)

    def zoom(self, factor: float, at: float) -> None:
        """Make the range `factor` times as long; what is at `at` seconds stays where it is."""
        at = min(max(at, self.low), self.high)
        self._put(at - (at - self.low) * factor, at + (self.high - at) * factor)

    def follow(self, seconds: float, how: Follow) -> None:
        """Keep a moving playhead in sight."""
        if how is Follow.CENTRE:
            self.set_range(seconds - self.span / 2, seconds + self.span / 2)
        elif how is Follow.PAGE and not self.low <= seconds <= self.high:
            # Turn the page: the playhead stands at its start, or, going back, at its end.
            left = seconds if seconds > self.high else seconds - self.span
            self.set_range(left, left + self.span)

    def frame(self, width: int, height: int, ratio: float = 1.0, whole: bool = False) -> Frame:
        """A strip of this size over the range, or over the whole video."""
        low, span = (0.0, self.length) if whole else (self.low, self.span)
        return Frame(width, height, low, span / max(width, 1), ratio)

    def _put(self, low: float, high: float, told: bool = False) -> None:
        least = min(MIN_RANGE_S, self.length)
        # What fits is kept to the last bit, so that a gesture can go back to where it began.
        if low < 0.0 or high > self.length or high - low < least:
            span = min(max(high - low, least), self.length)
            if span > self.length * (1 - 1e-12):
                # Less by rounding alone.
                span = self.length
            low = min(max(low, 0.0), self.length - span)
            high = min(low + span, self.length)
        if told or (low, high) != (self.low, self.high):
            self.low, self.high = low, high
            self.changed.emit()
