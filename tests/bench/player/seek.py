"""Seek latency of the player against cv2.VideoCapture and against decoding alone, in one run.

    python -m tests.bench.player.seek [--seeks 20] [--steps 60] [--clips h264 hevc]

"decode" is the floor: from the key frame to the wanted one with all threads, nothing converted.
"cv2" sets the frame number and reads. "player" is the whole way: from the request to the view's
picture, through the loader's thread and Qt's event loop, at the size of a view of 1280x720.
"""

from __future__ import annotations

import argparse
import os
import random
import resource
import time
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import av
import cv2
import numpy as np
from PySide6.QtWidgets import QApplication

from core.media.source import VideoSource
from core.timebase import FrameIndex
from tests.bench.player.material import H264, H264_60, HEVC
from tests.bench.player.screen import Screen

VIEW = (1280, 720)
CACHE_MB = 192


@dataclass(frozen=True, slots=True)
class Goal:
    """What a row should reach, in words, and whether it does."""

    text: str
    holds: bool


class Table:
    """Rows of latencies in milliseconds."""

    def __init__(self) -> None:
        head = f"{'clip':6} {'what':34} {'n':>4} {'p50':>8} {'p95':>8} {'max':>8}  goal"
        print(head, flush=True)
        self.missed = 0

    def row(self, clip: str, what: str, seconds: Sequence[float], goal: Goal | None = None) -> None:
        ms = np.asarray(seconds) * 1000
        p50, p95 = np.percentile(ms, [50, 95])
        end = ""
        if goal is not None:
            end = f"{goal.text}: {'holds' if goal.holds else 'MISSED'}"
            self.missed += not goal.holds
        print(
            f"{clip:6} {what:34} {len(ms):4} {p50:8.1f} {p95:8.1f} {ms.max():8.1f}  {end}",
            flush=True,
        )


def p95(seconds: Sequence[float]) -> float:
    return float(np.percentile(np.asarray(seconds) * 1000, 95))


class Floor:
    """Decoding from the key frame to a frame, with all threads and no conversion."""

    def __init__(self, path: Path, index: FrameIndex) -> None:
        self._index = index
        self._container = av.open(str(path))
        self._stream = self._container.streams.video[0]
        self._stream.thread_type = "AUTO"
        self._stream.codec_context.thread_count = os.cpu_count() or 1

    def go(self, number: int) -> float:
        began = time.perf_counter()
        wanted = int(self._index.pts[number])
        key = int(self._index.pts[self._index.key_before(number)])
        self._container.seek(key, stream=self._stream)
        for frame in self._container.decode(self._stream):
            if frame.pts is not None and frame.pts >= wanted:
                break
        return time.perf_counter() - began


class Cv2:
    """Set the frame number and read, as most annotation tools do."""

    def __init__(self, path: Path) -> None:
        self._capture = cv2.VideoCapture(str(path))

    def go(self, number: int) -> float:
        began = time.perf_counter()
        self._capture.set(cv2.CAP_PROP_POS_FRAMES, number)
        read, _ = self._capture.read()
        if not read:
            raise RuntimeError(f"cv2 does not read frame {number}")
        return time.perf_counter() - began


def random_seeks(table: Table, name: str, screen: Screen, source: VideoSource, count: int) -> None:
    floor, capture = Floor(source.path, source.index), Cv2(source.path)
    rng = random.Random(1)
    times: dict[str, list[float]] = {"decode": [], "cv2": [], "player": []}
    for _ in range(count):
        # Interleaved, so that other work on the machine disturbs all three alike.
        number = rng.randrange(len(source.index))
        times["decode"].append(floor.go(number))
        times["cv2"].append(capture.go(number))
        screen.forget()
        times["player"].append(screen.go(number))
        screen.settle()
    ratio = sum(times["player"]) / sum(times["decode"])
    table.row(name, "random, decode alone (floor)", times["decode"])
    table.row(name, "random, cv2", times["cv2"])
    goal = Goal(f"{ratio:.2f} of the floor, at most 1.15", ratio <= 1.15)
    table.row(name, "random, player, nothing kept", times["player"], goal)


def steps(
    table: Table, name: str, screen: Screen, source: VideoSource, count: int, forward_ms: float
) -> None:
    index, capture = source.index, Cv2(source.path)
    keys = index.key_numbers.tolist()
    end = keys[2] - 3 if len(keys) > 2 else len(index) - 3
    inside = min(count, end - index.key_before(end))
    screen.forget()
    screen.go(end)
    screen.settle()
    back = [screen.go(end - n) for n in range(1, inside + 1)]
    cv2_back = [capture.go(end - n) for n in range(1, min(count, 12) + 1)]
    table.row(name, "one step back, cv2", cv2_back)
    goal = Goal(f"p95 {p95(back):.1f}, under 12", p95(back) < 12)
    table.row(name, "one step back, group visited", back, goal)
    screen.forget()
    at = keys[1] + 20
    screen.go(at)
    screen.settle()
    at_once = [screen.go(at + n) for n in range(1, count + 1)]
    goal = Goal(f"p95 {p95(at_once):.1f}, under {forward_ms:g}", p95(at_once) < forward_ms)
    table.row(name, "one step forward, without a pause", at_once, goal)
    at += count + 1
    paced = []
    for n in range(count):
        paced.append(screen.go(at + n))
        screen.run(0.033)
    goal = Goal(f"p95 {p95(paced):.1f}, under {forward_ms:g}", p95(paced) < forward_ms)
    table.row(name, "one step forward, key held (30/s)", paced, goal)


def play(screen: Screen, name: str, source: VideoSource, seconds: float) -> None:
    """Play at the video's own rate, as a clock of 8 ms ticks does."""
    screen.go(0)
    screen.settle()
    before, began = len(screen.shown), time.perf_counter()
    late: list[int] = []
    while (at := time.perf_counter() - began) < seconds:
        screen.session.seek(Fraction(at))
        screen.run(0.008)
        frame = screen.view.frame
        if frame is not None:
            late.append(screen.session.position - frame.frame_number)
    numbers = {shown.frame_number for shown in screen.shown[before:]}
    due = screen.session.position + 1
    print(
        f"{name:6} played {seconds:g} s: {len(numbers)} of {due} frames shown, late by "
        f"{np.median(late):.0f} frames at the median, {max(late)} at most"
    )


def drag(table: Table, name: str, screen: Screen, source: VideoSource) -> None:
    """The mouse drags over the whole timeline and back in 4 s, a move every 16 ms."""
    screen.forget()
    screen.go(0)
    screen.settle()
    last = len(source.index) - 1
    moves = 125
    path = [round(last * n / moves) for n in range(moves + 1)]
    path += [number + 7 if number + 7 <= last else last for number in reversed(path)]
    waits: list[float] = []
    off: list[float] = []
    rate = float(source.index.average_rate)
    for number in path[1:]:
        began, before = time.perf_counter(), len(screen.shown)
        screen.session.seek_frame(number)
        while time.perf_counter() - began < 0.016:
            screen.run(max(0.016 - (time.perf_counter() - began), 0))
        came = [shown.seconds for shown in screen.shown[before:]]
        frame = screen.view.frame
        if frame is None:
            raise RuntimeError("nothing is shown")
        off.append(abs(frame.frame_number - number) / rate)
        still_nearest = not came and _nearest_is_shown(screen, number)
        waits.append(0.0 if still_nearest else (came[0] - began if came else 0.016 * 2))
    began = time.perf_counter()
    screen.wait(lambda: screen._arrived(path[-1]))
    rest = time.perf_counter() - began
    goal = Goal(f"max {max(waits) * 1000:.1f}, under 16", max(waits) < 0.016)
    table.row(name, "drag, move to picture", waits, goal)
    text = f"seconds of video off: median {np.median(off):.2f}, most {max(off):.2f}"
    print(f"{name:6} drag, {text}; exact {rest * 1000:.0f} ms after the end")


def _nearest_is_shown(screen: Screen, number: int) -> bool:
    """No picture came because none of the strip lies nearer than the one on screen."""
    frame, near = screen.view.frame, screen.feed.strip.nearest(number)
    return (
        frame is not None
        and near is not None
        and abs(frame.frame_number - number) <= abs(near[0] - number)
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeks", type=int, default=20)
    parser.add_argument("--steps", type=int, default=60)
    parser.add_argument("--clips", nargs="+", default=["h264", "hevc"])
    arguments = parser.parse_args()
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    app = QApplication.instance() or QApplication([])
    assert isinstance(app, QApplication)
    clips = {"h264": (H264, 8.0), "hevc": (HEVC, 16.0)}
    paths = {name: clips[name][0].path() for name in arguments.clips}
    H264_60.path()
    table = Table()
    for name, path in paths.items():
        screen = Screen(app, VIEW, CACHE_MB)
        source = screen.open(path)
        began = time.perf_counter()
        screen.wait(lambda screen=screen: not screen.feed.strip_running)
        took = time.perf_counter() - began
        count, size = len(screen.feed.strip), screen.feed.strip.nbytes / 1e6
        print(f"{name:6} strip of {count} pictures, {size:.0f} MB, in {took:.1f} s")
        random_seeks(table, name, screen, source, arguments.seeks)
        steps(table, name, screen, source, arguments.steps, clips[name][1])
        drag(table, name, screen, source)
        if name == "h264":
            play(screen, name, screen.open(H264_60.path()), 5.0)
        screen.close()
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(f"{name:6} most memory of this process so far: {peak:.0f} MiB (cv2's and the floor's")
        print(f"{'':6} decoders and all of Qt included)")
    print(f"{table.missed} goals missed" if table.missed else "all goals hold")


if __name__ == "__main__":
    main()
