"""Opening and scrubbing a file of three hours.

    python -m tests.bench.player.long_file [--hours 3] [--seconds 60] [--video FILE]

The demo clip, looped by stream copy, is opened in a window: how long until its first frame is on
screen, how long until its index is whole, how late the window's thread was meanwhile (see
`heartbeat`), and how much memory the process holds while the timeline is dragged from end to end.
Opened twice in one process; the second time is the warm one. Goals: first frame within 1 s, the
process under 600 MB.
"""

from __future__ import annotations

import argparse
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

    from gui.program import Program

DEMO = Path(__file__).resolve().parents[3] / "resources" / "demo" / "demo.mp4"
_PERIOD_S = 0.002
_LONGEST_S = 900.0
_MOVE_S = 0.016


def looped(folder: Path, hours: float) -> Path:
    """The demo clip again and again, without encoding it anew."""
    path = folder / "long.mp4"
    subprocess.run(
        [
            *("ffmpeg", "-v", "error", "-y", "-stream_loop", "-1", "-i", str(DEMO)),
            *("-c", "copy", "-t", str(hours * 3600), str(path)),
        ],
        check=True,
    )
    return path


def memory_mb() -> float:
    """Resident memory of the process in MB (Linux)."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


class Watched:
    """A window whose event loop is run by hand, its thread's lateness measured by phase."""

    def __init__(self, app: QApplication, program: Program) -> None:
        from PySide6.QtCore import Qt, QTimer

        self._app = app
        self._program = program
        self.late: dict[str, list[float]] = {}
        self.memory: dict[str, float] = {}
        self.phase = "start"
        self._last = time.perf_counter()
        self._timer = QTimer()
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._beat)
        self._timer.start(round(_PERIOD_S * 1000))

    def _beat(self) -> None:
        now = time.perf_counter()
        late = max(now - self._last - _PERIOD_S, 0.0) * 1000
        self.late.setdefault(self.phase, []).append(late)
        self._last = now

    def until(self, done: Callable[[], bool], seconds: float = _LONGEST_S) -> float:
        """Run the event loop until something holds; the seconds that took."""
        begin = time.perf_counter()
        while not done() and time.perf_counter() - begin < seconds:
            self._app.processEvents()
            self.memory[self.phase] = max(self.memory.get(self.phase, 0.0), memory_mb())
            time.sleep(0.0002)
        return time.perf_counter() - begin

    def stop(self) -> None:
        self._timer.stop()

    def open(self, path: Path, which: str) -> None:
        """Open the file; print the times."""
        session, view = self._program.session, self._program.window.view
        self.phase = f"{which}: opening"
        begin = time.perf_counter()
        self._program.files.open(path)

        def shown() -> bool:
            video, frame = session.video, view.frame
            return video is not None and Path(video.path) == path and frame is not None

        self.until(shown)
        first = time.perf_counter() - begin
        known = len(session.index or ())
        self.phase = f"{which}: indexing"
        self.until(lambda: session.indexed)
        whole = time.perf_counter() - begin
        frames = len(session.index or ())
        self.phase = f"{which}: reading the sound"
        self.until(lambda: session.peaks is not None)
        sound = time.perf_counter() - begin
        print(
            f"{which}: first frame after {first:.2f} s with {known:,} frames known; "
            f"all {frames:,} frames after {whole:.2f} s; the sound after {sound:.1f} s"
        )

    def drag(self, seconds: float) -> int:
        """Drag through the file at the pace of a mouse, with jumps; how many moves."""
        session, chance = self._program.session, random.Random(1)
        self.phase = "scrubbing"
        end, moves, at, speed = time.perf_counter() + seconds, 0, 0.0, 0.001
        while time.perf_counter() < end:
            if chance.random() < 0.02:
                at, speed = chance.random(), chance.uniform(-0.003, 0.003)
            at = (at + speed) % 1.0
            session.seek_frame(round(at * (len(session.index or ()) - 1)))
            moves += 1
            self.until(lambda: False, _MOVE_S)
        wanted = session.position
        view = self._program.window.view

        def rested() -> bool:
            frame = view.frame
            return frame is not None and frame.frame_number == wanted

        waited = self.until(rested, 20)
        print(f"scrubbing: {moves:,} moves; the exact frame {waited * 1000:.0f} ms after the last")
        return moves


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--hours", type=float, default=3.0)
    parser.add_argument("--seconds", type=float, default=60.0, help="of scrubbing")
    parser.add_argument("--video", type=Path, help="a file of your own instead")
    options = parser.parse_args()
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    with tempfile.TemporaryDirectory() as folder:
        os.environ["SYNCREVIEW_HOME"] = str(Path(folder) / "home")
        path = options.video or looped(Path(folder), options.hours)
        from PySide6.QtWidgets import QApplication

        from gui.program import Program

        app = QApplication(sys.argv[:1])
        failures: list[BaseException] = []
        program = Program(app, show_error=failures.append, layout=False)
        program.window.resize(1400, 900)
        program.window.show()
        watched = Watched(app, program)
        watched.until(lambda: False, 1.0)
        print(f"empty window: {memory_mb():.0f} MB")
        watched.open(path, "first")
        watched.phase = "between"
        program.files.open_demo()
        watched.until(lambda: not program.files.busy_opening and program.session.peaks is not None)
        watched.open(path, "again")
        watched.drag(options.seconds)
        watched.stop()
        program.window.close()
        if failures:
            raise failures[0]
    print(f"{'window thread, ms late':28}{'beats':>8}{'p50':>8}{'p99':>8}{'longest':>9}{'MB':>8}")
    for phase, values in watched.late.items():
        p50, p99 = np.percentile(values, (50, 99))
        most = watched.memory.get(phase, 0.0)
        print(f"{phase:28}{len(values):8d}{p50:8.1f}{p99:8.1f}{max(values):9.1f}{most:8.0f}")
    most = max(watched.memory.values())
    print(f"memory: {most:.0f} MB at most (goal 600): {'holds' if most < 600 else 'MISSED'}")


if __name__ == "__main__":
    main()
