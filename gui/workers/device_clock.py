"""How many samples have been heard, from a sound device that tells it in steps."""

from __future__ import annotations

import statistics
from collections import deque
from dataclasses import dataclass

_STEPS = 31
_MARGIN_S = 0.001
_STEP_S = (0.002, 0.05)
"""What is believed of a device's step: from, to."""


@dataclass(frozen=True, slots=True)
class Heard:
    """What was known at one moment; `at` tells what is heard a little later.

    Args:
        since: seconds on the clock by which `offset` counts.
        offset: frames that are heard at second 0 of that clock.
        rate: frames per second.
        limit: no more than these can have been heard.
    """

    offset: float
    rate: int
    limit: float
    asked: float

    def at(self, now: float) -> float:
        """Frames heard at `now`, never less than none."""
        latest = self.limit + (now - self.asked) * self.rate
        return max(min(now * self.rate + self.offset, latest), 0.0)


class DeviceClock:
    """A device takes its frames in steps: after each step what it has taken is what it plays, and
    between two steps it plays on without telling. So what is heard lies between what was taken and
    one step more, at every moment at which both are known; the line through those moments is what
    is heard. When they were read does not matter, so a late thread shakes nothing.

    What a device takes before it plays the first of it is its own buffer: by so much later all is
    heard. That is known as well as the moment at which it began: ask often until then.
    """

    def __init__(self, rate: int) -> None:
        self._rate = rate
        self._steps: deque[int] = deque(maxlen=_STEPS)
        self._taken = 0
        self._offset: float | None = None
        self._buffer = 0.0
        self._asked: float | None = None

    @property
    def running(self) -> bool:
        """Whether the device has begun to play."""
        return self._offset is not None

    def update(self, now: float, taken: int) -> Heard | None:
        """The device had taken so many frames at `now`; None before it takes any."""
        waited = 0.0 if self._asked is None else now - self._asked
        self._asked = now
        if taken <= 0:
            return None
        step = taken - self._taken
        self._taken = taken
        place = now * self._rate
        if self._offset is None:
            # It began somewhere between the two questions.
            self._buffer = max(taken - waited / 2 * self._rate, 0.0)
            self._offset = taken - place
        elif step > 0:
            self._steps.append(step)
        low = taken - place
        high = low + self._step()
        self._offset = min(max(self._offset, low), high)
        limit = taken + self._step() - self._buffer
        return Heard(self._offset - self._buffer, self._rate, limit, now)

    def _step(self) -> float:
        """Frames of an ordinary step, with a margin for its jitter."""
        usual = statistics.median(self._steps) if self._steps else 0.0
        low, high = (seconds * self._rate for seconds in _STEP_S)
        return min(max(usual * 1.1 + _MARGIN_S * self._rate, low), high)
