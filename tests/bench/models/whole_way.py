"""The whole way from a file to offsets: seconds per second of 720p video with one face.

Run: python -m tests.bench.models.whole_way [--seconds N] [--yunet FILE]

The clip is the demo's left half, made 1280x720. SyncNet has made-up weights, which take the time of
the published ones. The reference in the same run is decoding alone, with the pictures that the
detector gets and those that the scorer gets: what no analysis can do without.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path

os.environ.setdefault("OMP_NUM_THREADS", "2")

import av
import torch

from core.analysis.detect import detection_size
from core.analysis.params import AnalysisParams
from core.analysis.run import Analyzer
from core.jobs import JobContext, Progress
from core.media.reader import FrameReader
from core.media.source import VideoSource
from core.registry import default_registry
from core.selftest import demo_clip
from core.settings import HOME_VARIABLE, weights_dir
from core.weights.catalogue import catalogue
from tests.core.sync import seeded

SIZE = 1280, 720


class NoStages:
    """Keeps nothing: each run does all of the work."""

    def get(self, key: str) -> bytes | None:
        return None

    def put(self, key: str, video_id: int, stage: str, data: bytes) -> None:
        pass


def make_clip(path: Path, seconds: float) -> None:
    """The demo's left half at 1280x720 with its sound."""
    with av.open(str(demo_clip())) as given, av.open(str(path), "w") as made:
        video = made.add_stream("libx264", rate=25)
        video.width, video.height, video.pix_fmt = *SIZE, "yuv420p"
        sound = made.add_stream_from_template(given.streams.audio[0])
        for packet in given.demux(given.streams.video[0], given.streams.audio[0]):
            if packet.pts is not None and float(packet.pts * packet.time_base) > seconds:
                continue
            if packet.stream.type == "audio":
                if packet.dts is not None:
                    packet.stream = sound
                    made.mux(packet)
                continue
            for frame in packet.decode():
                pixels = frame.to_ndarray(format="rgb24")
                left = pixels[:, : pixels.shape[1] // 2]
                height = round(left.shape[1] * SIZE[1] / SIZE[0])
                top = max((left.shape[0] - height) // 3, 0)
                cut = av.VideoFrame.from_ndarray(left[top : top + height].copy(), format="rgb24")
                cut = cut.reformat(*SIZE, "yuv420p")
                cut.pts, cut.time_base = frame.pts, frame.time_base
                made.mux(video.encode(cut))
        made.mux(video.encode())


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seconds", type=float, default=12.0)
    parser.add_argument("--yunet", type=Path, help="the weights of YuNet, unless installed")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        yunet = options.yunet or weights_dir() / catalogue()["yunet"].file
        os.environ[HOME_VARIABLE] = folder
        weights_dir().mkdir(parents=True)
        seeded.write_weights(weights_dir() / catalogue()["syncnet_v2"].file)
        detectors = ["mtcnn"]
        if yunet.is_file():
            (weights_dir() / catalogue()["yunet"].file).write_bytes(yunet.read_bytes())
            detectors.insert(0, "yunet")
        else:
            print("YuNet's weights are not there: give --yunet FILE", file=sys.stderr)
        clip = Path(folder) / "clip.mp4"
        make_clip(clip, options.seconds)
        print(f"{torch.get_num_threads()} threads, torch {torch.__version__}")
        alone = _decoding(clip)
        for detector in detectors:
            for params in (
                AnalysisParams(detector=detector, scorer="syncnet", device="cpu"),
                AnalysisParams(detector=detector, scorer="syncnet", device="cpu", detect_every=5),
            ):
                _one(clip, params, alone)
        full = {"syncnet": {"precision": "full"}}
        params = AnalysisParams(detector=detectors[0], scorer="syncnet", device="cpu")
        _one(clip, replace(params, options=full), alone)
    return 0


def _decoding(clip: Path) -> float:
    """Seconds per second of decoding twice, as an analysis does."""
    source = VideoSource.open(clip)
    begin = time.perf_counter()
    for size in (detection_size(*SIZE, 480), SIZE):
        with FrameReader(source, size) as reader:
            frames = sum(1 for _ in reader.frames())
    took = (time.perf_counter() - begin) / (frames / 25)
    print(f"  decoding alone, twice      {took:5.2f} s per second of video")
    return took


def _one(clip: Path, params: AnalysisParams, alone: float) -> None:
    parts: dict[str, float] = {}
    last = ["", time.perf_counter()]

    def note(progress: Progress) -> None:
        now = time.perf_counter()
        parts[str(last[0])] = parts.get(str(last[0]), 0.0) + now - float(last[1])
        last[:] = [progress.text, now]

    analyzer = Analyzer(params, default_registry())
    context = JobContext(note, interval_s=0.0)
    # The models are loaded once for many videos: not counted here.
    source = VideoSource.open(clip)
    video = source.record(1)
    analyzer.analyse(source, video, NoStages(), JobContext())
    begin = time.perf_counter()
    source = VideoSource.open(clip)
    result = analyzer.analyse(source, video, NoStages(), context)
    took = time.perf_counter() - begin
    seconds = len(source.index) / 25
    if [new.score is not None and new.score.steps > 0 for new in result.found] != [True]:
        raise SystemExit(f"not one scored face: {result.found}")
    words = ", ".join(f"{k} {v / seconds:.2f}" for k, v in parts.items() if k and v > 0.05)
    name = f"{params.detector}, every {params.detect_every}"
    if params.options:
        name += ", fp32"
    print(f"  {name:26} {took / seconds:5.2f} s per second, {took / seconds / alone:4.1f} times")
    print(f"      {words}")


if __name__ == "__main__":
    raise SystemExit(main())
