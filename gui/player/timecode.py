"""SMPTE timecode of a frame number, as cutting programs write it, for constant rates."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from core.timebase import FrameIndex

_DROPPING = {Fraction(30000, 1001): 2, Fraction(60000, 1001): 4}


@dataclass(frozen=True, slots=True)
class Timecode:
    """Counts frames as hours, minutes, seconds and frames; frame 0 is 00:00:00:00.

    Args:
        base: frames that are counted to a second.
        drop: numbers left out at the begin of every minute but each tenth, so that 29.97 and 59.94
            frames a second keep to the clock on the wall (SMPTE ST 12-1); 0 at other rates.
    """

    base: int
    drop: int = 0

    @classmethod
    def of(cls, index: FrameIndex) -> Timecode | None:
        """The timecode of a video; None where its frames do not keep to one of the usual rates."""
        rate = index.average_rate
        base = round(rate)
        if base == 0 or rate not in (Fraction(base), Fraction(base * 1000, 1001)):
            return None
        ideal = np.arange(len(index)) / float(rate)
        if float(np.abs(index.seconds - ideal).max()) >= 0.5 / base:
            return None
        return cls(base, _DROPPING.get(rate, 0))

    def text(self, frame_number: int) -> str:
        """ "00:01:02:03", with a semicolon before the frames where numbers are dropped."""
        number = frame_number
        if self.drop:
            tens, rest = divmod(number, self.base * 600 - 9 * self.drop)
            number += 9 * self.drop * tens
            if rest >= self.drop:
                number += self.drop * ((rest - self.drop) // (self.base * 60 - self.drop))
        seconds, frames = divmod(number, self.base)
        minutes, second = divmod(seconds, 60)
        hours, minute = divmod(minutes, 60)
        colon = ";" if self.drop else ":"
        return f"{hours:02d}:{minute:02d}:{second:02d}{colon}{frames:02d}"

    def frame(self, hours: int, minutes: int, seconds: int, frames: int) -> int | None:
        """The frame number of a timecode; None if no frame is called so."""
        if minutes >= 60 or seconds >= 60 or frames >= self.base:
            return None
        if frames < self.drop and seconds == 0 and minutes % 10:
            return None
        whole = 60 * hours + minutes
        number = (60 * whole + seconds) * self.base + frames
        return number - self.drop * (whole - whole // 10)
