"""MMDetection, which cannot be installed here: a module of its name stands in for it.

The stand-in has the 3.x names, arguments and results that the plugin uses (`init_detector`,
`inference_detector`, `DetDataSample.pred_instances` with tensors), and refuses others.
"""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
import torch

from core.api import ModelError, ObjectDetector, PluginError, PluginOptions
from core.registry import Registry, builtin_folder
from core.vision.masks import decode_mask

APIS = '''
"""Finds the red, the green and the blue pixels of a picture, given as OpenCV has it."""
import runpy

import numpy as np
import torch


class InstanceData:
    def __init__(self, **fields):
        self.__dict__.update(fields)

    def __contains__(self, name):
        return name in self.__dict__


class DetDataSample:
    def __init__(self, pred_instances):
        self.pred_instances = pred_instances


class Model(torch.nn.Module):
    def __init__(self, level, masks):
        super().__init__()
        self.level = torch.nn.Parameter(level, requires_grad=True)
        self.masks = masks


def init_detector(config, checkpoint=None, palette="none", device="cuda:0", cfg_options=None):
    cfg = runpy.run_path(config)
    loaded = torch.load(checkpoint, map_location="cpu", weights_only=False)
    model = Model(loaded["state_dict"]["level"], cfg["masks"])
    model.dataset_meta = dict(loaded["meta"]["dataset_meta"])
    return model.to(device).eval()


def inference_detector(model, imgs, test_pipeline=None, text_prompt=None, custom_entities=False):
    assert isinstance(imgs, list)
    result = []
    for img in imgs:
        assert isinstance(img, np.ndarray) and img.dtype == np.uint8
        boxes, scores, labels, masks = [], [], [], []
        for label, channel in enumerate((2, 1, 0)):
            others = np.delete(img, channel, axis=2).max(axis=2)
            pixels = img[..., channel].astype(int) - others > 100
            rows, columns = np.nonzero(pixels)
            if len(rows):
                # A little beyond the picture at the edges, as real ones come.
                boxes.append([columns.min() - 0.0, rows.min() - 0.0, columns.max() + 1.5,
                              rows.max() + 1.5])
                scores.append(0.9 - 0.2 * label)
                labels.append(label)
                masks.append(pixels)
        n = len(boxes)
        found = InstanceData(
            bboxes=torch.tensor(boxes, dtype=torch.float32).reshape(n, 4) * model.level,
            scores=torch.tensor(scores, dtype=torch.float32),
            labels=torch.tensor(labels, dtype=torch.int64),
        )
        if model.masks:
            found.masks = torch.from_numpy(np.array(masks, bool).reshape(n, *img.shape[:2]))
        result.append(DetDataSample(found))
    return result
'''
CLASSES = ("red thing", "green thing", "blue thing")


@pytest.fixture
def registry(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Registry]:
    """The program's plugins, as they are found where mmdet is installed."""
    package = tmp_path / "site" / "mmdet"
    package.mkdir(parents=True)
    (package / "__init__.py").write_text('__version__ = "3.3.0"\n')
    (package / "apis.py").write_text(APIS)
    monkeypatch.syspath_prepend(str(package.parent))
    yield Registry.discover(builtin_folder())
    for name in ("mmdet", "mmdet.apis", "plugins.mmdetection"):
        sys.modules.pop(name, None)


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path]:
    """A config and its checkpoint."""
    config, checkpoint = tmp_path / "config.py", tmp_path / "epoch.pth"
    config.write_text("masks = True\n")
    meta = {"dataset_meta": {"classes": CLASSES}}
    torch.save({"state_dict": {"level": torch.ones(1)}, "meta": meta}, checkpoint)
    return config, checkpoint


def made(registry: Registry, files: tuple[Path, Path], **given: object) -> ObjectDetector:
    info = registry.info("detector", "mmdetection")
    values = info.values({"config": str(files[0]), "checkpoint": str(files[1]), **given})
    return registry.detector("mmdetection", PluginOptions("cpu", {}, values))


def scene() -> np.ndarray:
    """A red and a blue box, the blue one at the corner."""
    picture = np.full((60, 80, 3), 20, np.uint8)
    picture[10:30, 20:50] = (220, 10, 10)
    picture[40:60, 60:80] = (10, 10, 220)
    return picture


@pytest.mark.skipif(importlib.util.find_spec("mmdet") is not None, reason="mmdet is installed")
def test_without_mmdet_it_is_absent_with_the_reason() -> None:
    registry = Registry.discover(builtin_folder())
    assert "mmdetection" not in {info.id for info in registry.plugins("detector")}
    assert registry.failures == []
    failure = registry.absent["mmdetection"]
    assert "mmdet" in failure.reason
    assert "not installed" in failure.reason


def test_boxes_labels_and_masks(registry: Registry, files: tuple[Path, Path]) -> None:
    detector = made(registry, files)
    assert registry.info("detector", "mmdetection").finds == "objects"
    assert detector.labels == CLASSES
    found, none = detector.detect(np.stack([scene(), np.full_like(scene(), 20)]))
    assert (found.boxes.dtype, found.scores.dtype, found.labels.dtype) == (
        np.float32,
        np.float32,
        np.int64,
    )
    assert found.labels.tolist() == [0, 2]
    assert found.boxes.tolist() == [[20, 10, 50.5, 30.5], [60, 40, 80, 60]]
    assert found.scores == pytest.approx([0.9, 0.5])
    assert found.masks is not None
    pixels = decode_mask(found.masks[0] or b"", (80, 60))
    assert pixels.sum() == 20 * 30
    assert pixels[10:30, 20:50].all()
    assert len(none) == 0
    assert none.boxes.shape == (0, 4)
    assert detector.detect(scene()[None][:0]) == []


def test_options(registry: Registry, files: tuple[Path, Path]) -> None:
    detector = made(registry, files, labels="blue thing, green thing")
    assert detector.labels == CLASSES[1:]
    assert detector.detect(scene()[None])[0].labels.tolist() == [1]
    assert made(registry, files, min_score=0.6).detect(scene()[None])[0].labels.tolist() == [0]
    assert len(made(registry, files, max_detections=1).detect(scene()[None])[0]) == 1
    with pytest.raises(PluginError, match="cat"):
        made(registry, files, labels="cat")
    files[0].write_text("masks = False\n")
    assert made(registry, files).detect(scene()[None])[0].masks is None


class Runs:
    """What a checkpoint must not do."""

    def __reduce__(self) -> tuple[object, tuple[str]]:
        return (exec, ("raise SystemExit('it ran')",))


def test_bad_files(registry: Registry, files: tuple[Path, Path]) -> None:
    config, checkpoint = files
    with pytest.raises(ModelError, match="no config file is chosen"):
        made(registry, files, config="")
    with pytest.raises(ModelError, match="no such checkpoint"):
        made(registry, files, checkpoint=str(checkpoint) + "x")
    torch.save({"state_dict": Runs()}, checkpoint)
    with pytest.raises(ModelError, match="would run program code") as caught:
        made(registry, files)
    assert "publish_model" in caught.value.hint
    torch.save({"state_dict": {}, "meta": {}}, checkpoint)
    with pytest.raises(ModelError, match="cannot make this model"):
        made(registry, files)
    config.write_text("this is no program")
    with pytest.raises(ModelError, match="SyntaxError"):
        made(registry, files)
    # What the person can mend does not disable the plugin.
    assert "mmdetection" in {info.id for info in registry.plugins("detector")}
