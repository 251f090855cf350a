"""Jobs: `job(ctx) -> result`, with progress, an estimate and cancellation."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from core.errors import Cancelled


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a job is.

    Args:
        text: the stage, in words.
        done, total: in units of the stage's own; total 0 means unknown.
        fraction: 0..1 of the whole job, or None if unknown.
        remaining_s: estimated seconds to the end of the job, or None if unknown.
    """

    text: str
    done: int
    total: int
    fraction: float | None = None
    remaining_s: float | None = None


class JobContext:
    """What a running job sees: where to report, and whether to stop. Thread-safe.

    Args:
        report: called on the job's own thread, at most every `interval_s`, and at each new text.
        cancelled: an event that another thread sets to ask the job to stop.
        clock: seconds, monotonic; tests pass their own.
    """

    def __init__(
        self,
        report: Callable[[Progress], None] | None = None,
        cancelled: threading.Event | None = None,
        clock: Callable[[], float] = time.monotonic,
        interval_s: float = 0.1,
    ) -> None:
        self._report = report
        self._cancelled = cancelled or threading.Event()
        self._clock = clock
        self._interval_s = interval_s
        self._started = clock()
        self._last_time = float("-inf")
        self._last_text: str | None = None
        self._low = 0.0
        self._high = 1.0
        self._reached = 0.0
        self._given = 0.0

    def cancel(self) -> None:
        """Ask the job to stop; it does so at its next `check`."""
        self._cancelled.set()

    @property
    def is_cancelled(self) -> bool:
        return self._cancelled.is_set()

    def check(self) -> None:
        """Raise `Cancelled` if the job was asked to stop. Call it at least every 100 ms."""
        if self._cancelled.is_set():
            raise Cancelled

    def section(self, low: float, high: float) -> None:
        """The progress that follows covers this part (0..1) of the whole job."""
        self._low, self._high = low, high

    @contextmanager
    def within(self, low: float, high: float) -> Iterator[None]:
        """The progress inside covers this part (0..1) of the present section."""
        before = self._low, self._high
        span = self._high - self._low
        self.section(self._low + span * low, self._low + span * high)
        try:
            yield
        finally:
            self.section(*before)

    def head_start(self, done: int, total: int) -> None:
        """So much of the present section was there before the job began, such as half a download:
        it counts for how far the job is, not for how fast."""
        self._given += (self._high - self._low) * done / total

    def progress(self, done: int, total: int, text: str) -> None:
        """Report `done` of `total` of the stage `text`, and check for cancellation."""
        self.check()
        now = self._clock()
        finished = total > 0 and done >= total
        due = now - self._last_time >= self._interval_s
        if self._report is None or not (due or finished or text != self._last_text):
            return
        self._last_time, self._last_text = now, text
        fraction = remaining = None
        if total > 0:
            fraction = self._low + (self._high - self._low) * min(done / total, 1.0)
            # Two stages can share a section (reading the sound, scoring): a bar never goes back.
            fraction = self._reached = max(self._reached, fraction)
            elapsed = now - self._started
            gained = fraction - self._given
            if gained > 0.01 and elapsed > 0.5:
                remaining = elapsed * (1.0 - fraction) / gained
        self._report(Progress(text, done, total, fraction, remaining))
