"""Do picture and sound stay together on a real sound server?

    python -m tests.bench.player.drift --minutes 10

Plays a video that is all index through QtMultimedia into a null sink of PulseAudio, whose every
sample tells its own time, and records what the sink plays. The frame shown is compared with the
sample that came out at that moment. The recorder hands its pieces over some milliseconds late:
that stands in the offset, and is the same all along; drift is how the offset changes.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from fractions import Fraction
from pathlib import Path

import numpy as np
import numpy.typing as npt

from core.timebase import FrameIndex
from tests.sound_server import RATE, SINK, SoundServer, missing_tools

Floats = npt.NDArray[np.float64]

UNIT = 1 / 16384
"""What 1 of a telling word is in the sound: exact in 16 bits too."""


@dataclass(frozen=True, slots=True)
class Result:
    """Milliseconds by which the picture is later than the sound (negative: earlier).

    `drift`: the median of the last fifth less that of the first fifth. `worst`: the largest
    distance of a frame from the sample heard with it, also where the machine was too busy to show a
    picture in time. `half`: half of the shortest frame, which 98 of 100 frames must keep to.
    """

    name: str
    seconds: float
    frames: int
    offset: float
    p1: float
    p99: float
    drift: float
    worst: float
    half: float

    @property
    def holds(self) -> bool:
        return -self.half < self.p1 and self.p99 < self.half and abs(self.drift) < self.half


class Recorder:
    """Reads what the sink plays; notes when each piece came."""

    def __init__(self, server: SoundServer) -> None:
        self._process = subprocess.Popen(
            [
                "parec", "--raw", "--format=float32le", f"--rate={RATE}", "--channels=2",
                "--latency-msec=5", f"--device={SINK}.monitor",
            ],
            env=dict(server.environment),
            stdout=subprocess.PIPE,
        )  # fmt: skip
        self._thread = threading.Thread(target=self._read)
        self.pieces: list[tuple[float, int, npt.NDArray[np.float32]]] = []
        """When it came, how many samples there were then, and the last one, which tells enough."""
        self._thread.start()

    def _read(self) -> None:
        assert self._process.stdout is not None
        descriptor, rest, count = self._process.stdout.fileno(), b"", 0
        while data := os.read(descriptor, 65536):
            now, data = time.monotonic(), rest + data
            whole = len(data) // 8 * 8
            rest = data[whole:]
            sound = np.frombuffer(data[:whole], "<f4").reshape(-1, 2)
            if len(sound):
                count += len(sound)
                self.pieces.append((now, count, sound[-1:].copy()))

    def close(self) -> None:
        self._process.terminate()
        self._process.wait(5)
        self._thread.join(5)
        assert self._process.stdout is not None
        self._process.stdout.close()


def index_of(name: str, seconds: float) -> FrameIndex:
    """A frame index of the wanted length: "25", "29.97" or "variable"."""
    if name == "variable":
        steps = np.tile(np.repeat([40, 100, 20, 500], [25, 10, 50, 1]), int(seconds // 3.5) + 1)
        steps = steps[np.cumsum(steps) <= seconds * 1000]
        base = Fraction(1, 1000)
    else:
        rate = {"25": Fraction(25), "29.97": Fraction(30000, 1001)}[name]
        steps, base = np.ones(int(rate * Fraction(seconds)), np.int64), 1 / rate
    pts = np.concatenate([[0], np.cumsum(steps)]).astype(np.int64)
    return FrameIndex(pts[:-1], np.ones(len(steps), np.bool_), base, int(pts[-1]))


def measure(server: SoundServer, name: str, seconds: float) -> Result:
    """Play once; needs PULSE_SERVER to be that server from the start of the process."""
    from PySide6.QtCore import QCoreApplication, QEventLoop, QTimer

    from gui.player.clock import PlayClock
    from gui.session import Session
    from gui.workers.audio_player import AudioPlayer, _open_device
    from tests.fake_sound import TellingSound, fake_video, told_positions

    application = QCoreApplication.instance() or QCoreApplication([])
    index = index_of(name, seconds)
    session = Session()
    session.set_video(fake_video(index))
    player = AudioPlayer(_open_device, open_reader=lambda _s, rate: TellingSound(rate, UNIT))
    clock = PlayClock(session, player=player)
    shown: list[tuple[float, int]] = []
    session.position_changed.connect(lambda frame: shown.append((time.monotonic(), frame)))
    notices: list[str] = []
    clock.notice.connect(notices.append)
    recorder = Recorder(server)
    try:
        loop = QEventLoop(application)
        clock.play()
        timer = QTimer()
        timer.timeout.connect(lambda: None if clock.playing else loop.quit())
        timer.start(50)
        loop.exec()
    finally:
        clock.close()
        recorder.close()
    if notices:
        raise RuntimeError(f"it was not played: {notices}")
    came, counts, lasts = zip(*recorder.pieces, strict=True)
    played = np.array(counts) / RATE
    heard = told_positions(np.concatenate(lasts), UNIT) / RATE
    # A sample that was faded tells another place than its neighbours do.
    shift = heard - played
    usual = np.array([np.median(shift[max(n - 4, 0) : n + 5]) for n in range(len(shift))])
    kept = (heard > 0) & (heard < seconds) & (np.abs(shift - usual) < 0.001)
    begins = np.array([when for when, _frame in shown])
    frames = np.array([frame for _when, frame in shown])
    starts = index.seconds[frames]
    at, heard = np.array(came)[kept], heard[kept]
    sound_at = begins + np.interp(begins, *_least_late(at, heard))
    inside = (begins > at[0] + 0.5) & (begins < at[-1] - 0.1)
    late = (sound_at - starts)[inside] * 1000
    fifth = max(len(late) // 5, 1)
    offset = float(np.median(late))
    return Result(
        name,
        seconds,
        int(inside.sum()),
        round(offset, 2),
        *(round(float(p), 2) for p in np.percentile(late, [1, 99])),
        round(float(np.median(late[-fifth:]) - np.median(late[:fifth])), 2),
        round(float(np.abs(late).max()), 2),
        round(float(np.diff(index.seconds).min()) * 500, 2),
    )


def _least_late(at: Floats, heard: Floats) -> tuple[Floats, Floats]:
    """How far what is heard is ahead of the room's clock, by the piece of each quarter of a second
    that came least late: (times, seconds)."""
    quarter = ((at - at[0]) * 4).astype(int)
    ahead = heard - at
    best = [np.flatnonzero(quarter == q)[np.argmax(ahead[quarter == q])] for q in set(quarter)]
    best.sort()
    return at[best], ahead[best]


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--minutes", type=float, default=10.0)
    parser.add_argument("--rates", nargs="+", default=["25", "29.97", "variable"])
    parser.add_argument("--json", action="store_true", help="one line of JSON a rate")
    chosen = parser.parse_args(arguments)
    if missing := missing_tools():
        print(f"not installed: {', '.join(missing)}", file=sys.stderr)
        return 2
    results = []
    with tempfile.TemporaryDirectory() as folder, SoundServer(Path(folder)) as server:
        os.environ.update(server.environment)
        # The null sink's first two seconds, see SoundServer.
        time.sleep(2.5)
        for name in chosen.rates:
            result = measure(server, name, chosen.minutes * 60)
            results.append(result)
            if chosen.json:
                print(json.dumps(asdict(result)), flush=True)
    if not chosen.json:
        print("ms by which the picture is later than the sound, which the recorder tells ms late")
        print(f"{'rate':>9} {'seconds':>8} {'frames':>7} {'offset':>7} {'p1':>7} {'p99':>7}"
              f" {'drift':>6} {'worst':>6} {'half a frame':>13}  holds")  # fmt: skip
        for r in results:
            print(f"{r.name:>9} {r.seconds:8.0f} {r.frames:7d} {r.offset:7.2f} {r.p1:7.2f}"
                  f" {r.p99:7.2f} {r.drift:6.2f} {r.worst:6.2f} {r.half:13.2f}"
                  f"  {'yes' if r.holds else 'NO'}")  # fmt: skip
    return 0 if all(r.holds for r in results) else 1


if __name__ == "__main__":
    raise SystemExit(main())
