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
from fractions import Fraction
from pathlib import Path

import numpy as np

from gui.app import build_app
from gui.program import Program
from tests.bench.player.watched import Watched

DEMO = Path(__file__).resolve().parents[3] / "resources" / "demo" / "demo.mp4"


def measure(video: Path, play: bool) -> Watched:
    """Analyse a video in a window; lateness by phase."""
    app = build_app()
    failures: list[BaseException] = []
    program = Program(app, show_error=failures.append, layout=False)
    program.window.resize(1400, 900)
    program.window.show()
    session = program.session
    watched = Watched()
    watched.phase = "opening"
    program.files.open(video)
    watched.until(lambda: session.peaks is not None)
    watched.until(lambda: False, 1)
    watched.phase = "idle"
    watched.until(lambda: False, 5)
    watched.phase = "bringing torch in"
    program.actions["analyse"].trigger()
    if play:
        assert session.index is not None
        program.clock.set_spans(((Fraction(0), session.index.duration),), repeat=True)
        program.clock.play()
    watched.until(lambda: "torchvision.models" in sys.modules)
    watched.phase = "analysing"
    watched.until(lambda: not program.analysis.running)
    watched.phase = "showing the result"
    watched.until(lambda: False, 2)
    watched.stop()
    program.window.close()
    if failures:
        raise failures[0]
    return watched


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--video", type=Path, default=DEMO)
    parser.add_argument("--play", action="store_true", help="play the video meanwhile")
    options = parser.parse_args()
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    with tempfile.TemporaryDirectory() as home:
        os.environ["SYNCREVIEW_HOME"] = home
        watched = measure(options.video, options.play)
    watched.table()
    late = np.concatenate([watched.late["bringing torch in"], watched.late["analysing"]])
    p99, longest = float(np.percentile(late, 99)), float(late.max())
    held = "hold" if p99 < 16 and longest < 50 else "MISSED"
    print(f"analysis: p99 {p99:.1f} ms (goal 16), longest {longest:.1f} ms (goal 50): {held}")


if __name__ == "__main__":
    main()
