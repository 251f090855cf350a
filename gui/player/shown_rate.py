"""How many frames a second are really shown."""

from __future__ import annotations

import time
from collections.abc import Callable

_EVERY_S = 1.0


class ShownRate:
    """Counts frames; tells their rate anew every second, so that it can be read.

    Args:
        now: seconds, monotonic; tests pass their own.
    """

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self._frame: int | None = None
        self._count = 0
        self._since = 0.0
        self.rate: float | None = None

    def start(self) -> None:
        """Playback begins: no rate is known yet."""
        self._count, self._since, self.rate = 0, self._now(), None

    def add(self, frame_number: int) -> None:
        """A frame came on screen. The same one again (in another size) does not count."""
        if frame_number == self._frame:
            return
        self._frame = frame_number
        self._count += 1
        passed = self._now() - self._since
        if passed >= _EVERY_S:
            self.rate = self._count / passed
            self._count, self._since = 0, self._now()
