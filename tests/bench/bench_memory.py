"""Peak memory of the whole way, for the demo clip and for the same clip looped by stream copy.

    python -m tests.bench.bench_memory [--minutes 20]

Memory must not grow with the length of a video: the difference of the two peaks is what is printed.
Twenty minutes of video take about as long to analyse on two CPU cores.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import av

ROOT = Path(__file__).resolve().parents[2]
DEMO = ROOT / "resources" / "demo" / "demo.mp4"


def loop(source: Path, target: Path, seconds: float) -> None:
    """Repeat a clip by stream copy until it lasts that long."""
    shift = 0.0
    last: dict[int, int] = {}
    with av.open(str(target), "w") as out:
        streams: dict[int, av.stream.Stream] = {}
        while shift < seconds:
            with av.open(str(source)) as again:
                video = again.streams.video[0]
                assert video.duration is not None
                length = float(video.duration * video.time_base)
                for stream in again.streams:
                    if stream.index not in streams:
                        streams[stream.index] = out.add_stream_from_template(stream)
                for packet in again.demux():
                    if packet.dts is None or packet.pts is None:
                        continue
                    ticks = round(shift / packet.time_base)
                    index = packet.stream.index
                    packet.pts += ticks
                    packet.dts += ticks
                    # Priming of the repeated sound lies over the end of the sound before it.
                    if packet.dts <= last.get(index, packet.dts - 1):
                        continue
                    last[index] = packet.dts
                    packet.stream = streams[index]
                    out.mux(packet)
            shift += length


def peak_mib(clip: Path, folder: Path) -> tuple[float, float]:
    """Peak resident memory in MiB and wall seconds of one `analyze` in a process of its own."""
    command = [sys.executable, "main.py", "analyze", str(clip)]
    command += ["--report", str(folder / "r.json"), "--coco", str(folder / "c.json")]
    begin = time.monotonic()
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL) as process:
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        raise SystemExit(f"analysis of {clip.name} failed")
    return usage.ru_maxrss / 1024, time.monotonic() - begin


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=20)
    minutes = parser.parse_args().minutes
    with tempfile.TemporaryDirectory(prefix="syncreview-bench-") as name:
        folder = Path(name)
        long_clip = folder / "long.mkv"
        loop(DEMO, long_clip, minutes * 60)
        short, short_s = peak_mib(DEMO, folder)
        long, long_s = peak_mib(long_clip, folder)
    print(f"demo clip, 26 s:        peak {short:7.0f} MiB, {short_s:6.1f} s")
    print(f"looped, {minutes:g} min:        peak {long:7.0f} MiB, {long_s:6.1f} s")
    print(f"difference of the peaks: {long - short:.0f} MiB (goal: under 150)")


if __name__ == "__main__":
    main()
