"""Through QtMultimedia into a real sound server: what its sink plays is recorded and looked at.

In a process of its own: QtMultimedia connects to a server once in a process.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tests.conftest import ROOT
from tests.sound_server import RATE, SoundServer, missing_tools, recorded

pytestmark = pytest.mark.skipif(
    bool(missing_tools()), reason=f"not installed: {', '.join(missing_tools())}"
)

_PLAY = """
import sys, time
from pathlib import Path
from PySide6.QtCore import QCoreApplication, QEventLoop, QTimer
from core.media.source import VideoSource
from gui.player.clock import PlayClock
from gui.session import Session
from gui.workers.audio_player import device_player
from gui.workers.open_video import OpenVideo

app = QCoreApplication([])
source = VideoSource.open(Path(sys.argv[1]))
session = Session()
session.set_video(OpenVideo(source.record(1), source, source.index))
clock = PlayClock(session, player=device_player())
clock.notice.connect(lambda text: print("notice:", text))
clock.set_delay_ms(int(sys.argv[2]))
clock.play()
clock.changed.connect(app.quit)
QTimer.singleShot(20000, app.quit)
app.exec()
print("frame", session.position, "playing", clock.playing, "device", clock.device_name)
clock.close()
"""


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SoundServer]:
    # A socket's path has to be short.
    with SoundServer(tmp_path_factory.mktemp("pulse")) as running:
        yield running


def clicks_of(sound: Any) -> list[int]:
    loud = np.flatnonzero(np.abs(sound).max(axis=1) > 0.3)
    return [int(at) for n, at in enumerate(loud) if n == 0 or at - loud[n - 1] > 2000]


@pytest.mark.parametrize("delay_ms", [0, 120])
def test_the_clicks_of_a_clip_come_out_of_the_sink(
    server: SoundServer, clip_factory: Callable[..., Any], tmp_path: Path, delay_ms: int
) -> None:
    clip = clip_factory(suffix=".mp4", frames=75, audio_codec="aac", clicks=(12, 25, 40, 60))
    with server.recording(tmp_path / "sink.raw"):
        done = subprocess.run(
            [sys.executable, "-c", _PLAY, str(clip.path), str(delay_ms)],
            env={**server.environment, "QT_QPA_PLATFORM": "offscreen"},
            cwd=ROOT,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        time.sleep(0.2)
    assert done.returncode == 0, done.stderr
    assert "frame 74 playing False" in done.stdout
    assert "notice" not in done.stdout
    sound = recorded(tmp_path / "sink.raw")
    places = clicks_of(sound)
    assert len(places) == 4
    for place, time_ in zip(places, clip.click_times, strict=True):
        since = (place - places[0]) / RATE
        assert since == pytest.approx(float(time_ - clip.click_times[0]), abs=0.001)
    # The sound of the clip begins (it hisses) a frame's time and the delay before its first click.
    begin = int(np.argmax(np.abs(sound[: places[0]]).max(axis=1) > 1e-4))
    assert (places[0] - begin) / RATE == pytest.approx(float(clip.click_times[0]), abs=0.02)


def test_picture_and_sound_stay_together_on_a_real_sink(own_home: Path) -> None:
    """Some seconds of what `tests.bench.player.drift` does for ten minutes.

    A machine that is too busy lets the server run dry or miss its own clock: then once more.
    """
    for _attempt in range(2):
        done = subprocess.run(
            [sys.executable, "-m", "tests.bench.player.drift", "--minutes", "0.1", "--json"],
            cwd=ROOT,
            env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
            capture_output=True,
            text=True,
            timeout=80,
            check=False,
        )
        if done.returncode == 0:
            break
    assert done.returncode == 0, done.stdout + done.stderr
    results = [json.loads(line) for line in done.stdout.splitlines()]
    assert [result["name"] for result in results] == ["25", "29.97", "variable"]
    assert all(result["frames"] > 90 for result in results)
