"""MTCNN on pictures made by code, and on those that trip its package."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from core.api import Detections, FaceDetector, PluginOptions
from core.media.reader import FrameReader
from core.media.source import VideoSource
from core.model.values import Box
from core.registry import default_registry


@pytest.fixture(scope="module")
def detector() -> FaceDetector:
    registry = default_registry()
    values = registry.info("detector", "mtcnn").values()
    return registry.detector("mtcnn", PluginOptions("cpu", {}, values))


def check_shapes(found: Detections) -> None:
    n = len(found)
    assert (found.boxes.shape, found.boxes.dtype) == ((n, 4), np.float32)
    assert (found.scores.shape, found.scores.dtype) == ((n,), np.float32)
    assert (found.labels.shape, found.labels.dtype) == ((n,), np.int64)
    assert found.landmarks is not None
    assert (found.landmarks.shape, found.landmarks.dtype) == ((n, 5, 2), np.float32)


def test_the_faces_of_the_demo_clip(
    detector: FaceDetector, demo_clip: Path, demo_truth: dict
) -> None:
    source = VideoSource.open(demo_clip)
    with FrameReader(source) as reader:
        pictures = np.stack([reader.read(10), reader.read(400)])
    found = detector.detect(pictures)
    for one, shot in zip(found, demo_truth["shots"], strict=True):
        check_shapes(one)
        boxes = sorted((Box(*map(float, b)) for b in one.boxes), key=lambda b: b.x1)
        assert len(boxes) == 2
        for box, side in zip(boxes, ("left", "right"), strict=True):
            assert box.iou(Box(*shot["faces"][side])) > 0.6
        # Landmarks lie in their box: eyes, nose, corners of the mouth.
        for row, points in zip(one.boxes, one.landmarks, strict=True):
            assert (points > row[:2]).all()
            assert (points < row[2:]).all()


def test_one_batch_is_as_its_pictures_one_by_one(detector: FaceDetector, demo_clip: Path) -> None:
    with FrameReader(VideoSource.open(demo_clip), (480, 270)) as reader:
        pictures = np.stack([reader.read(n) for n in (0, 100, 333)])
    together = detector.detect(pictures)
    for picture, one in zip(pictures, together, strict=True):
        (alone,) = detector.detect(picture[None])
        assert np.allclose(alone.boxes, one.boxes, atol=0.1)


@pytest.mark.parametrize("size", [(1, 1), (19, 300), (20, 20), (33, 47), (480, 270)])
@pytest.mark.parametrize("fill", [0, 255, "noise"])
def test_pictures_without_a_face(
    detector: FaceDetector, size: tuple[int, int], fill: int | str
) -> None:
    shape = (3, size[1], size[0], 3)
    if fill == "noise":
        pictures = np.random.default_rng(3).integers(0, 256, shape, np.uint8)
    else:
        pictures = np.full(shape, fill, np.uint8)
    found = detector.detect(pictures)
    assert [len(one) for one in found] == [0, 0, 0]
    for one in found:
        check_shapes(one)
