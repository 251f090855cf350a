"""Face detectors side by side: frames/s of each, and S3FD against its plain published formulation.

Run: python -m tests.bench.models.detectors [--clip FILE] [--frames N] [--rounds N]

Without a clip the bundled demo clip is used. Detectors whose weights are not installed are left out
and told, except S3FD: its speed hangs on no weight's value, so made-up ones take their place. Rows
within a run compare; seconds of different runs do not.
"""

from __future__ import annotations

import argparse
import os
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("OMP_NUM_THREADS", "2")

import cv2
import numpy as np
import numpy.typing as npt
import torch

from core.analysis.detect import detection_size
from core.analysis.options import plugin_options
from core.api import Detections, FaceDetector
from core.errors import AppError
from core.media.reader import FrameReader
from core.media.source import VideoSource
from core.registry import default_registry
from plugins import s3fd
from plugins.s3fd.network import S3fd
from tests.bench.models.plain_s3fd import PlainS3fd
from tests.plugins.made import options_of

LONG_SIDE = 480
BATCH = 4
MIN_SCORE = 0.05
"""Of S3FD on both sides: made-up weights then leave suppression much to do."""
AGREE = 0.98
"""Of the boxes, within 0.01 px: of boxes with nearly one score either may stay."""
DEMO = Path(__file__).resolve().parents[3] / "resources" / "demo" / "demo.mp4"

UInt8s = npt.NDArray[np.uint8]


def frames(clip: Path, count: int) -> UInt8s:
    """`count` frames spread over a clip, at detection size."""
    source = VideoSource.open(clip)
    size = detection_size(source.probe.width, source.probe.height, LONG_SIDE)
    wanted = set(np.linspace(0, len(source.index) - 1, count).astype(int).tolist())
    with FrameReader(source, size) as reader:
        return np.stack([picture for n, picture in reader.frames() if n in wanted])


def made_up(folder: Path) -> Path:
    """A file of weights that let every layer do its work: He initialisation, equal every time."""
    torch.manual_seed(11)
    net = S3fd()
    for module in net.modules():
        if isinstance(module, torch.nn.Conv2d):
            torch.nn.init.kaiming_normal_(module.weight)
    torch.nn.init.constant_(net.L2Norm3_3.weight, 10.0)
    # Heads of large spread would put boxes beyond the range of floats.
    for head in (*net.loc, *net.conf):
        torch.nn.init.normal_(head.weight, std=0.002)
    path = folder / "made_up.pth"
    torch.save(net.state_dict(), path)
    return path


def installed() -> tuple[dict[str, FaceDetector], list[str]]:
    """Every face detector that can be made here, and why the others cannot."""
    registry = default_registry()
    made: dict[str, FaceDetector] = {}
    missing = [f"{absent.folder.name}: {absent.reason}" for absent in registry.absent.values()]
    for info in registry.plugins("detector"):
        if info.finds != "faces" or info.id == "s3fd":
            continue
        try:
            made[info.id] = registry.detector(info.id, plugin_options(info, "cpu", {}))
        except AppError as error:
            missing.append(f"{info.id}: {error.user_text}")
    return made, missing


def seconds(function: Callable[[], object]) -> float:
    start = time.perf_counter()
    function()
    return time.perf_counter() - start


class Suppression:
    """Adds up what a plugin's `nms` takes."""

    def __init__(self) -> None:
        self.seconds = 0.0
        self._nms = s3fd.nms

    def __call__(self, *args: object) -> object:
        start = time.perf_counter()
        result = self._nms(*args)  # type: ignore[arg-type]
        self.seconds += time.perf_counter() - start
        return result


def compare_s3fd(pictures: UInt8s, rounds: int, weights: Path) -> None:
    """Print S3FD of ours against the plain side; both must find the same."""
    plain = PlainS3fd(s3fd.load(weights), (1.0,), MIN_SCORE)
    given = options_of("s3fd", {s3fd.WEIGHTS_ID: weights}, scales="1", min_score=MIN_SCORE)
    ours = s3fd.create(given)
    found = ours.detect(pictures[:1])[0]
    rows = plain.detect(pictures[0])
    apart = np.abs(found.boxes[:, None] - rows[None, :, :4]).max(axis=2)
    alike = float(np.mean(apart.min(axis=0) < 0.01))
    if alike < AGREE:
        raise SystemExit(f"the two sides differ: {alike:.1%} of the boxes are alike")
    plain.nms_seconds = 0.0
    suppression = Suppression()
    s3fd.nms = suppression  # type: ignore[assignment]
    times: dict[str, list[float]] = {"plain": [], "ours": []}
    for _ in range(rounds):
        times["plain"].append(seconds(lambda: [plain.detect(picture) for picture in pictures]))
        times["ours"].append(seconds(lambda: ours.detect(pictures)))
    ratio = statistics.median(p / o for p, o in zip(times["plain"], times["ours"], strict=True))
    print(
        f"S3FD with made-up weights, {len(pictures)} pictures, {len(rows)} boxes in the first, "
        f"alike {alike:.1%}"
    )
    for name, nms in (("plain", plain.nms_seconds), ("ours", suppression.seconds)):
        best, share = min(times[name]), nms / sum(times[name])
        rate = len(pictures) / best
        print(f"  {name:12} {rate:7.2f} frames/s at best, suppression {share:6.2%} of the time")
    print(f"  plain/ours = {ratio:.2f} (median of rounds; over 1: ours is faster)")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--clip", type=Path, default=DEMO)
    parser.add_argument("--frames", type=int, default=40)
    parser.add_argument("--s3fd-frames", type=int, default=4)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    pictures = frames(options.clip, options.frames)
    height, width = pictures.shape[1:3]
    print(
        f"{len(pictures)} frames of {options.clip.name} at {width}x{height}, batches of {BATCH}, "
        f"{torch.get_num_threads()} threads, torch {torch.__version__}, OpenCV {cv2.__version__}"
    )
    detectors, missing = installed()
    results: dict[str, list[Detections]] = {}
    times: dict[str, list[float]] = {name: [] for name in detectors}

    def work(name: str) -> None:
        results[name] = []
        for first in range(0, len(pictures), BATCH):
            results[name] += detectors[name].detect(pictures[first : first + BATCH])

    for detector in detectors.values():
        detector.detect(pictures[:BATCH])
    for _ in range(options.rounds):
        for name in detectors:
            times[name].append(seconds(lambda name=name: work(name)))  # type: ignore[misc]
    base = times["mtcnn"]
    print(f"  {'detector':12} {'frames/s':>9} {'to mtcnn':>9} {'with a face':>12} {'faces':>6}")
    for name, each in sorted(times.items(), key=lambda item: min(item[1])):
        ratio = statistics.median(b / t for b, t in zip(base, each, strict=True))
        seen = np.mean([len(one) > 0 for one in results[name]])
        faces = sum(len(one) for one in results[name])
        rate = len(pictures) / min(each)
        print(f"  {name:12} {rate:9.1f} {ratio:8.1f}x {seen:12.1%} {faces:6}")
    for line in missing:
        print(f"  left out: {line}")
    with tempfile.TemporaryDirectory() as folder:
        compare_s3fd(pictures[: options.s3fd_frames], options.rounds, made_up(Path(folder)))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
