"""What a frame of the timeline costs, beside a plain pyqtgraph plot of the same curves.

    python -m tests.bench.timeline.pan_zoom [--hours 10] [--tracks 200] [--points 1000000]
                                            [--frames 120]

Ten hours of video with 200 tracks, a million points of frame confidence, a million keyframes, 3,000
shots and the sound, in a window of 1600x400 pixels, painted offscreen. A frame is everything the
window's thread does from the gesture to the painted picture. "pyqtgraph" draws the curves alone, as
one PlotDataItem each: plain, and with peak downsampling and clipping. The last column is the p95 as
a ratio to that of plain pyqtgraph in the same run: what a machine or its load does to both, it does
not show. The goal in milliseconds is told beside it. Returns 0 when all was measured.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Callable

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import numpy as np
import pyqtgraph as pg
from PySide6.QtWidgets import QApplication, QWidget

from gui.session import Session
from gui.theme import ThemeManager
from gui.timeline.panel import TimelinePanel
from gui.workers.job_runner import JobRunner
from tests.bench.timeline.material import RATE, Size, fill

PIXELS = (1600, 400)
GOAL_MS = 16.0
"""A frame at 60 Hz."""
OURS = "timeline, all lanes"
PLAIN = "pyqtgraph, plain"
PEAK = "pyqtgraph, peak and clip"

Act = Callable[[int], object]


class Bench:
    """Measures gestures on a widget.

    Args:
        frames: of each gesture of the timeline; of pyqtgraph's slow ones a third.
    """

    def __init__(self, app: QApplication, frames: int) -> None:
        self._app = app
        self.frames = frames
        self.took: dict[tuple[str, str], list[float]] = {}

    def settle(self, busy: Callable[[], bool] = lambda: False) -> None:
        """Let everything that waits be done."""
        for _ in range(20):
            self._app.processEvents()
        while busy():
            self._app.processEvents()
            time.sleep(0.005)
        for _ in range(20):
            self._app.processEvents()

    def row(self, who: str, what: str, act: Act, frames: int) -> None:
        """Time `act(n)` and the painting that follows, for each n."""
        took: list[float] = []
        for n in range(frames):
            begin = time.perf_counter()
            act(n)
            self._app.processEvents()
            took.append((time.perf_counter() - begin) * 1000)
        self.took[who, what] = took

    def table(self) -> list[str]:
        """A line for each gesture of each, and what came of the goal."""
        head = f"{'milliseconds a frame':26} {'':24} {'p50':>8} {'p95':>8} {'max':>8}  p95 / plain"
        lines = [head]
        for who, what in sorted(self.took, key=lambda pair: list(self.took).index((OURS, pair[1]))):
            took = self.took[who, what]
            p50, p95 = np.percentile(took, [50, 95])
            ratio = p95 / np.percentile(self.took[PLAIN, what], 95)
            line = f"{what:26} {who:24} {p50:8.1f} {p95:8.1f} {max(took):8.1f}  {ratio:11.3f}"
            if who == OURS:
                line += f"  under {GOAL_MS:.0f} ms: {'holds' if p95 < GOAL_MS else 'missed'}"
            lines.append(line)
        return lines


def ours(bench: Bench, app: QApplication, size: Size) -> Session:
    session, themes = Session(), ThemeManager(app, "dark")
    plots, listening = JobRunner("plots"), JobRunner("listening")
    panel = TimelinePanel(session, themes, plots, listening)
    panel.spectrum.set_folded(True)
    panel.resize(*PIXELS)
    panel.show()
    begin = time.perf_counter()
    fill(session, size)
    bench.settle(lambda: plots.busy)
    print(f"made and shown for the first time in {time.perf_counter() - begin:.1f} s", flush=True)
    axis, length, frames = panel.axis, size.seconds, bench.frames
    ids = [track.id for track in session.tracks]
    session.select(ids[len(ids) // 2])
    bench.settle(lambda: plots.busy)

    def zoom(n: int) -> None:
        half = length / 2 * 0.92**n
        axis.set_range(length / 2 - half, length / 2 + half)

    axis.set_range(0, length * 0.9)
    bench.row(OURS, "pan, 9 h in sight", lambda n: axis.pan(30.0), frames)
    axis.set_range(0, 3600)
    bench.row(OURS, "pan, 1 h in sight", lambda n: axis.pan(60.0), frames)
    axis.set_range(1000, 1060)
    bench.row(OURS, "pan, 1 min in sight", lambda n: axis.pan(1.0), frames)
    bench.row(OURS, "zoom from 10 h to 3 s", zoom, frames)
    axis.show_all()
    bench.row(OURS, "playhead, 10 h in sight", lambda n: session.seek_frame(n * 4000), frames)
    axis.set_range(1000, 1060)
    first = 1000 * RATE
    bench.row(OURS, "playhead, playing", lambda n: session.seek_frame(first + n), frames)
    axis.set_range(length / 2, length / 2 + 3600)
    bench.row(OURS, "select a track", lambda n: session.select(ids[n % len(ids)]), frames)
    bench.settle(lambda: plots.busy)
    plots.close()
    listening.close()
    panel.hide()
    return session


def plain(bench: Bench, session: Session, size: Size, down: bool) -> None:
    """The same curves, and nothing else, in one plot with an item for each track."""
    view = pg.GraphicsLayoutWidget()
    view.resize(*PIXELS)
    plot = view.addPlot()
    items = []
    for score in session.document.scores.values():
        item = pg.PlotDataItem(score.frame_confidence_times(), score.frame_confidence)
        plot.addItem(item)
        if down:
            item.setClipToView(True)
            item.setDownsampling(auto=True, method="peak")
        items.append(item)
    head = pg.InfiniteLine(0.0, angle=90)
    plot.addItem(head)
    view.show()
    length = size.seconds
    plot.setXRange(0, length, padding=0)
    bench.settle()
    who, few = PEAK if down else PLAIN, max(bench.frames // 3, 1)

    def show(low: float, span: float) -> None:
        plot.setXRange(low, low + span, padding=0)

    def zoom(n: int) -> None:
        half = length / 2 * 0.92**n
        show(length / 2 - half, 2 * half)

    bench.row(who, "pan, 9 h in sight", lambda n: show(n * 30.0, length * 0.9), few)
    bench.row(who, "pan, 1 h in sight", lambda n: show(n * 60.0, 3600), few)
    bench.row(who, "pan, 1 min in sight", lambda n: show(1000.0 + n, 60), few)
    bench.row(who, "zoom from 10 h to 3 s", zoom, bench.frames)
    show(0, length)
    bench.row(who, "playhead, 10 h in sight", lambda n: head.setValue(n * 160.0), few)
    show(1000, 60)
    bench.row(who, "playhead, playing", lambda n: head.setValue(1000 + n / RATE), few)
    show(length / 2, 3600)

    def select(n: int) -> None:
        for item, width in ((items[n % len(items) - 1], 1), (items[n % len(items)], 2)):
            item.setPen(pg.mkPen("w", width=width))

    bench.row(who, "select a track", select, few)
    _end(view)


def _end(widget: QWidget) -> None:
    widget.hide()
    widget.deleteLater()


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--hours", type=float, default=10.0)
    parser.add_argument("--tracks", type=int, default=200)
    parser.add_argument("--points", type=int, default=1_000_000)
    parser.add_argument("--frames", type=int, default=120)
    given = parser.parse_args()
    size = Size(given.hours, given.tracks, given.points)
    app = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(app, QApplication)
    bench = Bench(app, given.frames)
    print(
        f"{size.hours:g} h, {size.tracks} tracks, {size.points:,} points, "
        f"{PIXELS[0]}x{PIXELS[1]} pixels, load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores"
    )
    session = ours(bench, app, size)
    plain(bench, session, size, down=False)
    plain(bench, session, size, down=True)
    print("\n".join(bench.table()))
    return 0


if __name__ == "__main__":
    sys.exit(main())
