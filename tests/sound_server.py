"""A sound server of its own for a test: PulseAudio with a sink that nobody hears, but can record.

Real ones would be heard in the room, and are missing on build machines.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType

import numpy as np
import numpy.typing as npt

SINK = "test"
RATE = 48000
_READY_S = 10.0


def missing_tools() -> list[str]:
    """Which programs this needs and are not installed."""
    return [name for name in ("pulseaudio", "pactl", "parec", "pacat") if not shutil.which(name)]


class SoundServer:
    """PulseAudio with a null sink, under a socket in `folder`.

    A null sink begins to play only when it has made up two seconds of silence; a stream of silence
    that is always there lets the ones of the test begin at once.
    """

    def __init__(self, folder: Path, sink: str = SINK) -> None:
        self.socket = folder / "pulse.socket"
        self.environment: Mapping[str, str] = {
            **os.environ,
            "HOME": str(folder),
            "XDG_RUNTIME_DIR": str(folder),
            "PULSE_SERVER": f"unix:{self.socket}",
        }
        self._sink = sink
        self._server: subprocess.Popen[bytes] | None = None
        self._silence: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> SoundServer:
        self.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()

    def start(self) -> None:
        """Start it and wait until it answers.

        Raises:
            RuntimeError: it does not.
        """
        self._server = subprocess.Popen(
            [
                "pulseaudio", "-n", "--daemonize=no", "--exit-idle-time=-1", "--use-pid-file=no",
                "-L",
                f"module-null-sink sink_name={self._sink} rate={RATE} format=float32le norewinds=1",
                "-L", f"module-native-protocol-unix socket={self.socket}",
            ],
            env=self.environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )  # fmt: skip
        deadline = time.monotonic() + _READY_S
        while subprocess.run(
            ["pactl", "info"], env=self.environment, capture_output=True, check=False
        ).returncode:
            if time.monotonic() > deadline or self._server.poll() is not None:
                self.stop()
                raise RuntimeError("pulseaudio does not answer")
            time.sleep(0.05)
        self._silence = subprocess.Popen(
            ["pacat", "--playback", "--latency-msec=10", "--raw", "/dev/zero"],
            env=self.environment,
            stderr=subprocess.DEVNULL,
        )

    def stop(self) -> None:
        """End it; whoever plays loses the device."""
        for process in (self._silence, self._server):
            if process is not None:
                process.terminate()
                try:
                    process.wait(5)
                except subprocess.TimeoutExpired:
                    process.kill()
                    process.wait()
        self._silence = self._server = None

    @contextmanager
    def recording(self, path: Path) -> Iterator[None]:
        """Write what the sink plays into `path`, to be read by `recorded`."""
        with path.open("wb") as file:
            process = subprocess.Popen(
                [
                    "parec", "--raw", "--format=float32le", f"--rate={RATE}", "--channels=2",
                    "--latency-msec=10", f"--device={self._sink}.monitor",
                ],
                env=self.environment,
                stdout=file,
            )  # fmt: skip
            try:
                yield
            finally:
                process.terminate()
                process.wait(5)


def recorded(path: Path) -> npt.NDArray[np.float32]:
    """(n, 2) float32 at `RATE`."""
    data = path.read_bytes()
    return np.frombuffer(data[: len(data) // 8 * 8], "<f4").reshape(-1, 2)
