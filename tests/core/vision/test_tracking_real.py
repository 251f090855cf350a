"""Following real faces, measured by what the detector sees in the same frames.

Figures that these tests print (mean IoU with the detector's own boxes, frames a second with
decoding) are in docs/adr/adr-506-following-a-box.md.
"""

from __future__ import annotations

import time
from pathlib import Path

import numpy as np
import pytest

from core.contract import FaceDetector
from core.jobs import JobContext
from core.media.reader import FrameReader
from core.media.source import VideoSource
from core.model.values import Box
from core.vision.tracking import Direction, StopReason, follow
from plugins.mtcnn import create
from tests.plugins.made import options_of

_LONG_SIDE = 640


@pytest.fixture(scope="module")
def detector() -> FaceDetector:
    return create(options_of("mtcnn", min_face=40))


def seen_by(
    detector: FaceDetector, source: VideoSource, numbers: list[int]
) -> dict[int, list[Box]]:
    """The detector's boxes in some frames, in source pixels."""
    width, height = source.probe.width, source.probe.height
    scale = min(_LONG_SIDE / max(width, height), 1.0)
    size = (round(width * scale), round(height * scale))
    back = np.array([width / size[0], height / size[1]] * 2)
    boxes: dict[int, list[Box]] = {}
    with FrameReader(source, size) as reader:
        for number in numbers:
            (found,) = detector.detect(reader.read(number)[None])
            boxes[number] = [Box(*(float(v) for v in row * back)) for row in found.boxes]
    return boxes


def check(path: Path, detector: FaceDetector, cut: int | None, wanted: float) -> None:
    """Follow each face from one end of a shot to the other, both ways."""
    source = VideoSource.open(path)
    index = source.index
    last = (cut or len(index)) - 1
    looked = sorted({*range(0, last, 40), last})
    truth = seen_by(detector, source, looked)
    cuts = () if cut is None else (int(index.pts[cut]),)
    ways: tuple[tuple[Direction, int, int], ...] = ((1, 0, last), (-1, last, 0))
    for direction, start, end in ways:
        assert truth[start]
        for box in truth[start]:
            began = time.monotonic()
            found = follow(source, int(index.pts[start]), box, direction, cuts, JobContext())
            rate = len(found.keyframes) / (time.monotonic() - began)
            assert found.last_pts == int(index.pts[end])
            assert found.reason is (StopReason.CUT if cut and end == last else StopReason.END)
            assert len(found.keyframes) == last
            ious = []
            for number in looked:
                here = found.keyframes.get(int(index.pts[number]))
                if here is not None:
                    ious.append(max((here.box.iou(b) for b in truth[number]), default=0.0))
            print(
                f"{path.name} {direction:+d}: mean IoU {np.mean(ious):.3f}, least {min(ious):.3f},"
                f" {rate:.0f} frames/s, trust from {found.keyframes.scores.min():.2f}"
            )
            assert np.mean(ious) > wanted
            assert min(ious) > 0.5


@pytest.mark.slow
def test_the_faces_of_the_demo_clip_are_followed_through_their_shot(
    demo_clip: Path, detector: FaceDetector
) -> None:
    check(demo_clip, detector, 325, 0.9)


@pytest.mark.slow
@pytest.mark.shared
@pytest.mark.parametrize("name", ["vgg_example.avi", "talking_head_30fps_hevc.mp4"])
def test_a_talking_face_is_followed_from_end_to_end(
    shared_dir: Path, detector: FaceDetector, name: str
) -> None:
    check(shared_dir / "media" / name, detector, None, 0.75)
