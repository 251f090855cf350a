"""What the tests of face detectors share: pictures, shapes of results, detectors as installed."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import numpy.typing as npt

from core.analysis.detect import detection_size
from core.api import Detections, FaceDetector
from core.media.reader import FrameReader
from core.media.source import VideoSource
from core.registry import default_registry
from tests.plugins.made import options_of

CLIPS = ("vgg_example.avi", "talking_head_30fps_hevc.mp4")
"""Each shows one face in every frame."""
SIZES = [(1, 1), (31, 17), (2, 300), (33, 47), (480, 270)]
FILLS = [0, 255, "noise"]

UInt8s = npt.NDArray[np.uint8]


def installed(id: str, weights: dict[str, Path] | None = None, **values: object) -> FaceDetector:
    """A detector as the program makes it, on the CPU."""
    return default_registry().detector(id, options_of(id, weights, **values))


def frames(path: Path, every: int) -> UInt8s:
    """Every n-th frame of a clip, at the size at which an analysis gives it to a detector."""
    source = VideoSource.open(path)
    size = detection_size(source.probe.width, source.probe.height, 480)
    with FrameReader(source, size) as reader:
        return np.stack([picture for n, picture in reader.frames() if n % every == 0])


def blank(size: tuple[int, int], fill: int | str) -> UInt8s:
    """Three pictures of one value, or of noise."""
    shape = (3, size[1], size[0], 3)
    if fill == "noise":
        return np.random.default_rng(3).integers(0, 256, shape, np.uint8)
    return np.full(shape, fill, np.uint8)


def check_shapes(found: Detections, points: int) -> None:
    """Shapes and types as the contract has them; `points` is 0 for a detector without landmarks."""
    n = len(found)
    assert (found.boxes.shape, found.boxes.dtype) == ((n, 4), np.float32)
    assert (found.scores.shape, found.scores.dtype) == ((n,), np.float32)
    assert (found.labels.shape, found.labels.dtype) == ((n,), np.int64)
    assert ((found.scores >= 0) & (found.scores <= 1)).all()
    if points:
        assert found.landmarks is not None
        assert (found.landmarks.shape, found.landmarks.dtype) == ((n, points, 2), np.float32)
    else:
        assert found.landmarks is None


def same(a: Detections, b: Detections, tolerance: float) -> bool:
    """Whether two results are one, box by box."""
    return len(a) == len(b) and np.allclose(a.boxes, b.boxes, rtol=0, atol=tolerance)


def bad_files(folder: Path, good: bytes) -> dict[str, Path]:
    """Files that are no weights, each wrong in its own way."""
    kinds = {
        "empty": b"",
        "text": b"<html>404: not found</html>",
        "cut short": good[: len(good) // 2],
        "noise": np.random.default_rng(1).bytes(200_000),
    }
    made = {name: folder / f"{name}.bin" for name in kinds}
    for name, path in made.items():
        path.write_bytes(kinds[name])
    return made | {"folder": folder, "missing": folder / "missing.bin"}
