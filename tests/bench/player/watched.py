"""How late the window's thread is, and what the process holds, while the event loop runs."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
from PySide6.QtCore import QEventLoop, Qt, QTimer

PERIOD_S = 0.002
_LONGEST_S = 900.0
_WEIGH_S = 0.1


def memory_mb() -> float:
    """Resident memory of the process in MB (Linux)."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


class Watched:
    """Runs the event loop, and measures by phase how late a timer of the window's thread comes: so
    long a click would have waited.
    """

    def __init__(self) -> None:
        self._loop = QEventLoop()
        self._done: Callable[[], bool] = lambda: False
        self._weigh_at = 0.0
        self.late: dict[str, list[float]] = {}
        self.memory: dict[str, float] = {}
        self.phase = "start"
        self._last = time.perf_counter()
        self._timer = QTimer()
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._beat)
        self._timer.start(round(PERIOD_S * 1000))

    def _beat(self) -> None:
        now = time.perf_counter()
        late = max(now - self._last - PERIOD_S, 0.0) * 1000
        self.late.setdefault(self.phase, []).append(late)
        if now > self._weigh_at:
            # Seldom: reading a file gives the interpreter to the other threads for a while.
            self._weigh_at = now + _WEIGH_S
            self.memory[self.phase] = max(self.memory.get(self.phase, 0.0), memory_mb())
        if self._done():
            self._loop.quit()
        self._last = now

    def until(self, done: Callable[[], bool], seconds: float = _LONGEST_S) -> float:
        """Run the event loop until something holds; the seconds that took."""
        begin = time.perf_counter()
        self._done = lambda: done() or time.perf_counter() - begin > seconds
        self._loop.exec()
        return time.perf_counter() - begin

    def stop(self) -> None:
        self._timer.stop()

    def table(self) -> None:
        """Print lateness and memory of each phase."""
        print(
            f"{'window thread, ms late':28}{'beats':>8}{'p50':>8}{'p99':>8}{'longest':>9}{'MB':>8}"
        )
        for phase, values in self.late.items():
            p50, p99 = np.percentile(values, (50, 99))
            most = self.memory.get(phase, 0.0)
            print(f"{phase:28}{len(values):8d}{p50:8.1f}{p99:8.1f}{max(values):9.1f}{most:8.0f}")
