"""How long a queue of analyses will take, by what it took so far. No Qt."""

from __future__ import annotations

import time
from collections.abc import Callable

_LEAST_S = 3.0
"""Before so much time was spent an estimate would jump about."""


class Pace:
    """Seconds of work for each second of video.

    Args:
        clock: seconds, monotonic; tests pass their own.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._spent = 0.0
        self._done = 0.0
        self._length: float | None = None
        self._fraction = 0.0
        self._begun = 0.0

    def begin(self, length_s: float) -> None:
        """A video of this length is begun."""
        self._length, self._fraction, self._begun = length_s, 0.0, self._clock()

    def reached(self, fraction: float) -> None:
        """So much (0..1) of the present video is done."""
        self._fraction = fraction

    def end(self) -> None:
        """The present video is done, failed or put off."""
        self._spent, self._done = self._so_far()
        self._length = None

    def remaining_s(self, left_s: float) -> float | None:
        """Seconds for so many seconds of video, the present one counted as a whole; None where
        there is nothing to tell it by.
        """
        spent, done = self._so_far()
        if spent < _LEAST_S or done <= 0.0:
            return None
        return max(left_s - self._fraction * (self._length or 0.0), 0.0) * spent / done

    def _so_far(self) -> tuple[float, float]:
        """Seconds of work and of video, those of the present one among them."""
        if self._length is None:
            return self._spent, self._done
        return (
            self._spent + self._clock() - self._begun,
            self._done + self._fraction * self._length,
        )
