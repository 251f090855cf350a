"""Hundreds of random steps at the player of the real main window, in one process.

Run as `python -m tests.e2e.stress FOLDER [--operations 500] [--seed 1]`. Every frame that is shown
at rest is read back by its burnt-in number. Prints one JSON object with what was counted; a wrong
frame or an error ends it with a traceback.
"""

from __future__ import annotations

import argparse
import ctypes
import gc
import json
import os
import random
import sys
import threading
import time
import traceback
from collections import Counter
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import psutil
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from gui.app import build_app
from gui.player.clock import SPEEDS
from gui.program import Program
from tests.media.clips import NTSC, ClipSpec, make_clip, variable_times
from tests.media.marks import read_number

_TIMEOUT_S = 60.0
_WARM_UP = 0.4
"""Share of the operations after which memory, threads and files have to stay what they are."""

CLIPS = {
    "long_groups.mp4": ClipSpec(
        frames=500, bframes=3, gop=250, size=(640, 360), audio_codec="aac", rate=NTSC
    ),
    "variable.mkv": ClipSpec(times=variable_times(), size=(320, 180), audio_codec="libopus"),
    "silent.mp4": ClipSpec(frames=200, video_codec="libx265", gop=50, size=(320, 180)),
    "late.ts": ClipSpec(
        frames=150,
        bframes=2,
        video_start=Fraction(7, 5),
        audio_start=Fraction(7, 5),
        audio_codec="ac3",
        size=(320, 180),
    ),
}


class Stress:
    """One window, and the random hand at it."""

    def __init__(self, folder: Path, seed: int) -> None:
        self.paths = [make_clip(folder / name, spec).path for name, spec in CLIPS.items()]
        self.app: QApplication = build_app()
        self.errors: list[BaseException] = []
        self.program = Program(self.app, show_error=self.errors.append, layout=False)
        self.program.window.resize(1100, 800)
        self.program.window.show()
        self.random = random.Random(seed)
        self.done: Counter[str] = Counter()
        self.checked = 0
        self.open_file()

    def wait(self, what: str, condition: Callable[[], bool]) -> None:
        until = time.monotonic() + _TIMEOUT_S
        while not condition():
            self.app.processEvents()
            time.sleep(0.001)
            if self.errors:
                raise self.errors[0]
            if time.monotonic() > until:
                raise TimeoutError(what)

    def let(self, seconds: float) -> None:
        until = time.monotonic() + seconds
        self.wait("time to pass", lambda: time.monotonic() > until)

    # --- what the hand does --------------------------------------------------------------------

    def open_file(self) -> None:
        path = self.random.choice(self.paths)
        self.program.files.open(path)
        session = self.program.session
        self.wait(
            f"{path.name} to open",
            lambda: (
                not self.program.files.busy_opening
                and session.source is not None
                and session.source.path == path
            ),
        )
        self.check()

    def seek(self) -> None:
        session = self.program.session
        assert session.index is not None
        session.seek_frame(self.random.randrange(len(session.index)))
        if self.random.random() < 0.7:
            self.check()

    def step(self) -> None:
        name = self.random.choice(("frame_on", "frame_back", "ten_on", "ten_back", "first", "last"))
        self.trigger(name)
        self.check()

    def play(self) -> None:
        self.trigger(self.random.choice(("play", "shuttle_on", "shuttle_back", "play_around")))
        self.let(self.random.uniform(0.02, 0.25))
        if self.random.random() < 0.7:
            self.pause()
            self.check()

    def drag(self) -> None:
        session = self.program.session
        assert session.index is not None
        start = self.random.randrange(len(session.index))
        for k in range(8):
            session.seek_frame(start + k * self.random.randrange(-9, 10))
            self.app.processEvents()
        self.check()

    def speed(self) -> None:
        self.program.clock.set_speed(self.random.choice(SPEEDS))

    def toggle(self) -> None:
        self.trigger(self.random.choice(("hear_corrected", "mute", "loop", "delay_later", "fit")))

    def mark(self) -> None:
        self.trigger(self.random.choice(("mark_in", "mark_out", "clear_marks")))

    def zoom(self) -> None:
        self.trigger(self.random.choice(("zoom_in", "zoom_out", "actual_size", "fit")))

    def keys(self) -> None:
        QTest.keyClick(self.program.window.view, Qt.Key.Key_Space)

    def trigger(self, name: str) -> None:
        self.program.actions[name].trigger()

    # --- what is looked at ---------------------------------------------------------------------

    def pause(self) -> None:
        self.trigger("shuttle_stop")

    def check(self) -> None:
        """At rest the frame on screen is the one asked for, and carries its number."""
        self.pause()
        session, view = self.program.session, self.program.window.view
        self.wait(
            f"frame {session.position}",
            lambda: (
                view.frame is not None
                and view.frame.exact
                and view.frame.frame_number == session.position
            ),
        )
        assert view.frame is not None
        number = read_number(_rgb(view.frame.image))
        assert number == session.position == view.frame.frame_number, (number, session.position)
        self.checked += 1

    def measure(self) -> dict[str, int]:
        self.pause()
        # What is on its way ends first: old decoders, readings of sound.
        self.wait("the jobs", lambda: not self.program.filing.busy)
        self.let(0.5)
        gc.collect()
        if sys.platform == "linux":
            # What is free but scattered in the allocator's heaps is no leak.
            ctypes.CDLL(None).malloc_trim(0)
        process = psutil.Process()
        return {
            "memory_mib": process.memory_info().rss >> 20,
            "threads": threading.active_count(),
            "system_threads": process.num_threads(),
            "files": process.num_fds(),
        }

    def run(self, operations: int) -> dict[str, Any]:
        hand: dict[Callable[[], None], int] = {
            self.seek: 30, self.step: 20, self.play: 16, self.drag: 8, self.speed: 6,
            self.toggle: 8, self.mark: 3, self.zoom: 4, self.keys: 3, self.open_file: 6,
        }  # fmt: skip
        before: dict[str, int] = {}
        for number in range(operations):
            if number == int(operations * _WARM_UP):
                self.open_file()
                before = self.measure()
            act = self.random.choices(list(hand), list(hand.values()))[0]
            self.done[act.__name__] += 1
            act()
        self.open_file()
        after = self.measure()
        facts = {"done": dict(self.done), "checked": self.checked, "before": before, "after": after}
        self.program.window.close()
        facts["threads_left"] = threading.active_count()
        return facts


def _rgb(image: QImage) -> np.ndarray[Any, np.dtype[np.uint8]]:
    plain = image.convertToFormat(QImage.Format.Format_RGB888)
    rows = np.frombuffer(plain.constBits(), np.uint8).reshape(plain.height(), -1)
    # Copied: the bits go with `plain`, which numpy does not keep alive.
    return rows[:, : plain.width() * 3].reshape(plain.height(), plain.width(), 3).copy()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--operations", type=int, default=500)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    print(json.dumps(Stress(options.folder, options.seed).run(options.operations)))


if __name__ == "__main__":
    try:
        main()
    except BaseException:  # noqa: BLE001 - whatever it is, the test reads it
        traceback.print_exc()
        # Nobody closes the program any more: its threads would keep the process for ever.
        sys.stderr.flush()
        os._exit(1)
