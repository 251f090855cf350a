"""Small networks of torchvision, trained here on generated shapes, find them in a clip.

Made-up weights show that boxes arrive, not that they arrive in the right place: channels swapped, a
wrong scale or labels off by one would go unseen. So a network is trained without our code, saved,
loaded as a plugin does it, and asked about a decoded clip.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from torchvision.models.detection.anchor_utils import AnchorGenerator
from torchvision.models.detection.fcos import FCOS

from core.api import ObjectDetector, PluginOptions, torchvision_detector
from core.media.reader import FrameReader
from core.media.source import VideoSource
from tests.plugins.shapes import SHAPES, ap50, painted, shapes_clip, some_shapes

STANDARD = {"image_mean": [0.3] * 3, "image_std": [0.25] * 3}


def convolution(given: int, made: int, stride: int) -> torch.nn.Sequential:
    return torch.nn.Sequential(
        torch.nn.Conv2d(given, made, 3, stride, 1, bias=False),
        torch.nn.BatchNorm2d(made),
        torch.nn.ReLU(),
    )


class Backbone(torch.nn.Module):
    """64 channels at strides of 8 and 16."""

    out_channels = 64

    def __init__(self) -> None:
        super().__init__()
        self.fine = torch.nn.Sequential(
            convolution(3, 16, 2),
            convolution(16, 32, 2),
            convolution(32, 64, 2),
            convolution(64, 64, 1),
        )
        self.coarse = torch.nn.Sequential(convolution(64, 64, 2), convolution(64, 64, 1))

    def forward(self, pictures: torch.Tensor) -> dict[str, torch.Tensor]:
        fine = self.fine(pictures)
        return {"0": fine, "1": self.coarse(fine)}


def small_fcos(
    weights: None = None, weights_backbone: None = None, **arguments: Any
) -> torch.nn.Module:
    assert weights is None
    assert weights_backbone is None
    squares = AnchorGenerator(sizes=((8,), (16,)), aspect_ratios=((1.0,), (1.0,)))
    given = {"min_size": 120, "max_size": 160, **arguments}
    return FCOS(Backbone(), len(SHAPES) + 1, anchor_generator=squares, **STANDARD, **given)


def trained(net: torch.nn.Module, steps: int, batch: int = 8) -> torch.nn.Module:
    rng = np.random.default_rng(0)
    optimizer = torch.optim.AdamW(net.parameters())
    pace = torch.optim.lr_scheduler.OneCycleLR(optimizer, 4e-3, total_steps=steps)
    net.train()
    for _ in range(steps):
        pictures, targets = [], []
        for _ in range(batch):
            shapes = some_shapes(rng)
            picture = torch.from_numpy(painted(shapes, rng))
            pictures.append(picture.permute(2, 0, 1).float() / 255)
            target = {
                "boxes": torch.tensor([shape.box for shape in shapes], dtype=torch.float32),
                "labels": torch.tensor([shape.kind for shape in shapes]),
                "masks": torch.from_numpy(np.stack([shape.mask() for shape in shapes])),
            }
            targets.append(target)
        loss = sum(net(pictures, targets).values())
        assert isinstance(loss, torch.Tensor)
        optimizer.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(net.parameters(), 5.0)
        optimizer.step()
        pace.step()
    return net


def loaded(
    build: Callable[..., torch.nn.Module], net: torch.nn.Module, folder: Path, prefix: str = ""
) -> ObjectDetector:
    path = folder / "shapes.pth"
    torch.save(net.state_dict(), path)
    values = {"min_score": 0.05, "nms": 0.5, "max_detections": 20}
    options = PluginOptions("cpu", {"shapes": path}, values)
    return torchvision_detector(build, "a small network", "shapes", options, prefix, SHAPES)


def read_all(path: Path) -> np.ndarray:
    source = VideoSource.open(path)
    with FrameReader(source) as reader:
        return np.stack([reader.read(n) for n in range(len(source.index))])


@pytest.mark.slow
def test_a_trained_network_finds_the_shapes_of_a_clip(tmp_path: Path) -> None:
    torch.manual_seed(0)
    net = trained(small_fcos(), 160)
    truth = shapes_clip(tmp_path / "shapes.mp4", 24, seed=5)
    pictures = read_all(tmp_path / "shapes.mp4")
    detector = loaded(small_fcos, net, tmp_path)
    assert detector.labels == tuple(SHAPES)
    found = [one for n in range(0, 24, 8) for one in detector.detect(pictures[n : n + 8])]
    assert ap50(truth, found) > 0.8
    # The measure would see it, if labels or places were wrong.
    assert ap50(truth[::-1], found) < 0.8
    # As large a picture again is seen at the same size: boxes come in its own pixels.
    double = pictures[:4].repeat(2, axis=1).repeat(2, axis=2)
    for small, large in zip(found[:4], detector.detect(double), strict=True):
        best = min(len(small), len(large), 3)
        assert best == 3
        assert np.allclose(small.boxes[:3] * 2, large.boxes[:3], atol=4)
