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
import tempfile
import time
from pathlib import Path

from gui.app import build_app
from gui.program import Program
from tests.bench.player.watched import Watched, memory_mb

DEMO = Path(__file__).resolve().parents[3] / "resources" / "demo" / "demo.mp4"
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


class LongFile(Watched):
    """Opens and drags."""

    def __init__(self, program: Program) -> None:
        super().__init__()
        self._program = program

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
        app = build_app()
        failures: list[BaseException] = []
        program = Program(app, show_error=failures.append, layout=False)
        program.window.resize(1400, 900)
        program.window.show()
        watched = LongFile(program)
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
    watched.table()
    most = max(watched.memory.values())
    print(f"memory: {most:.0f} MB at most (goal 600): {'holds' if most < 600 else 'MISSED'}")


if __name__ == "__main__":
    main()
