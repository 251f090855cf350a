"""How long the window's thread is kept from its work while an analysis runs.

    python -m tests.bench.player.heartbeat [--video FILE] [--play]

A timer of the window's thread is due every 2 ms; how late it comes is how long a click would have
waited. Measured with the window idle, while torch is brought in, during the rest of the analysis,
and while its result is shown. Goals: 99 % under 16 ms, the longest under 50 ms.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from collections import defaultdict
from pathlib import Path

import numpy as np

DEMO = Path(__file__).resolve().parents[3] / "resources" / "demo" / "demo.mp4"
_PERIOD_S = 0.002
_LONGEST_S = 900.0


def measure(video: Path, play: bool) -> dict[str, list[float]]:
    """Lateness in ms of every beat, by phase."""
    from PySide6.QtCore import Qt, QTimer
    from PySide6.QtWidgets import QApplication

    from gui.program import Program

    app = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(app, QApplication)
    failures: list[BaseException] = []
    program = Program(app, show_error=failures.append, layout=False)
    program.window.resize(1400, 900)
    program.window.show()
    late: dict[str, list[float]] = defaultdict(list)
    phase = "opening"
    last = time.perf_counter()

    def beat() -> None:
        nonlocal last
        now = time.perf_counter()
        late[phase].append(max(now - last - _PERIOD_S, 0.0) * 1000)
        last = now

    timer = QTimer()
    timer.setTimerType(Qt.TimerType.PreciseTimer)
    timer.timeout.connect(beat)
    timer.start(round(_PERIOD_S * 1000))

    def run_until(done: object, seconds: float) -> None:
        assert callable(done)
        end = time.monotonic() + seconds
        while not done() and time.monotonic() < end:
            app.processEvents()
            time.sleep(0.0002)

    def wait(seconds: float) -> None:
        run_until(lambda: False, seconds)

    program.files.open(video)
    run_until(lambda: program.session.peaks is not None, 60)
    wait(1)
    phase = "idle"
    wait(5)
    phase = "bringing torch in"
    program.actions["analyse"].trigger()
    if play:
        program.clock.set_spans(
            ((program.session.index.time_of(0), program.session.index.duration),), True
        )
        program.clock.play()
    run_until(lambda: "torchvision" in sys.modules, _LONGEST_S)
    wait(0.5)
    phase = "analysing"
    run_until(lambda: not program.analysis.running, _LONGEST_S)
    phase = "showing the result"
    wait(2)
    timer.stop()
    program.window.close()
    if failures:
        raise failures[0]
    return late


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--video", type=Path, default=DEMO)
    parser.add_argument("--play", action="store_true", help="play the video meanwhile")
    options = parser.parse_args()
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    with tempfile.TemporaryDirectory() as home:
        os.environ["SYNCREVIEW_HOME"] = home
        late = measure(options.video, options.play)
    print(f"{'window thread, ms late':24}{'beats':>8}{'p50':>8}{'p99':>8}{'longest':>9}")
    for phase, values in late.items():
        p50, p99 = np.percentile(values, (50, 99))
        print(f"{phase:24}{len(values):8d}{p50:8.1f}{p99:8.1f}{max(values):9.1f}")
    all_of_it = np.concatenate([late["bringing torch in"], late["analysing"]])
    p99, longest = float(np.percentile(all_of_it, 99)), float(all_of_it.max())
    held = "hold" if p99 < 16 and longest < 50 else "MISSED"
    print(f"analysis: p99 {p99:.1f} ms (goal 16), longest {longest:.1f} ms (goal 50): {held}")


if __name__ == "__main__":
    main()
