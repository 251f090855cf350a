"""S3FD with seeded weights against results of the published implementation."""

from __future__ import annotations

import importlib.util
import json
from pathlib import Path
from types import ModuleType

import numpy as np
import numpy.typing as npt
import pytest
import torch

from core.api import Detections, FaceDetector, ModelError, PluginError, PluginOptions
from core.registry import builtin_folder, read_manifest
from plugins import s3fd
from plugins.s3fd.network import FastS3fd, S3fd
from tests.bench.models.plain_s3fd import PlainS3fd
from tests.core.sync.example import read_example
from tests.plugins import faces
from tests.plugins.made import options_of

NEAR = 0.01
"""Pixels."""


def _module(path: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location(path.stem, path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def state(shared_dir: Path) -> dict[str, torch.Tensor]:
    folder = shared_dir / "reference"
    names = json.loads((folder / "s3fd_names.json").read_text(encoding="utf-8"))
    filled = _module(folder / "seed_weights.py").fill(names)
    return {name: torch.from_numpy(np.ascontiguousarray(array)) for name, array in filled.items()}


@pytest.fixture(scope="module")
def weights(state: dict[str, torch.Tensor], tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("s3fd") / "seeded.pth"
    torch.save(state, path)
    return path


def create(weights: Path, scales: str, min_score: float) -> FaceDetector:
    # Other scales than the manifest offers, too.
    values = {"scales": scales, "min_score": min_score}
    return s3fd.create(PluginOptions("cpu", {s3fd.WEIGHTS_ID: weights}, values))


def noise() -> npt.NDArray[np.uint8]:
    generator = np.random.Generator(np.random.PCG64(20170))
    return generator.integers(0, 256, (96, 128, 3), dtype=np.uint8)


def assert_same_set(found: Detections, expected: npt.NDArray[np.floating]) -> None:
    assert len(found) == len(expected)
    apart = np.abs(found.boxes[:, None] - expected[None, :, :4]).max(axis=2)
    assert apart.min(axis=1).max(initial=0) < NEAR
    assert apart.min(axis=0).max(initial=0) < NEAR
    nearest = apart.argmin(axis=1)
    assert np.abs(found.scores - expected[nearest, 4]).max(initial=0) < 1e-5


def test_the_manifest_agrees_with_the_code() -> None:
    info = read_manifest(builtin_folder() / "s3fd")
    assert info.required_weights == (s3fd.WEIGHTS_ID,)
    assert info.options["scales"].default in info.options["scales"].choices


@pytest.mark.shared
def test_the_names_are_the_published_ones(state: dict[str, torch.Tensor]) -> None:
    ours = {name: tuple(tensor.shape) for name, tensor in S3fd().state_dict().items()}
    assert ours == {name: tuple(tensor.shape) for name, tensor in state.items()}


@pytest.mark.shared
def test_the_raw_heads(shared_dir: Path, weights: Path) -> None:
    reference = np.load(shared_dir / "reference" / "s3fd_synthetic.npz")
    heads = FastS3fd(s3fd.load(weights)).heads(torch.from_numpy(noise()[None]))
    assert len(heads) == 6
    for i, head in enumerate(heads):
        expected = np.concatenate([reference[f"loc{i}"], reference[f"conf{i}"]], axis=1)
        assert head.shape == expected.shape
        assert np.abs(head.numpy() - expected).max() < 1e-4


@pytest.mark.shared
def test_the_boxes_of_the_synthetic_picture(shared_dir: Path, weights: Path) -> None:
    expected = np.load(shared_dir / "reference" / "s3fd_synthetic.npz")["boxes"]
    (found,) = create(weights, "1", 0.5).detect(noise()[None])
    faces.check_shapes(found, 0)
    assert_same_set(found, expected)


@pytest.mark.shared
@pytest.mark.parametrize("scale", ["1.0", "2.0"])
def test_the_boxes_of_the_example_clip(shared_dir: Path, weights: Path, scale: str) -> None:
    folder = shared_dir / "reference"
    boxes = np.load(folder / "s3fd_example_boxes.npz")
    facts = json.loads((folder / "s3fd_example_boxes.json").read_text(encoding="utf-8"))
    numbers = (0, 100, 200)
    pictures, _ = read_example(shared_dir)
    keys = [f"frame{number}_scale{scale}" for number in numbers]
    detector = create(weights, scale, facts[keys[0]]["conf_th"])
    for key, found in zip(keys, detector.detect(pictures[list(numbers)]), strict=True):
        assert len(found) == facts[key]["boxes"]
        assert_same_set(found, boxes[key])


@pytest.mark.shared
@pytest.mark.parametrize("scales", ["0.5", "0.5, 1", "0.5, 1, 2"])
def test_several_scales_are_as_in_the_plain_formulation(weights: Path, scales: str) -> None:
    factors = tuple(float(part) for part in scales.split(","))
    expected = PlainS3fd(s3fd.load(weights), factors, 0.5).detect(noise())
    (found,) = create(weights, scales, 0.5).detect(noise()[None])
    assert len(found) > 5
    assert_same_set(found, expected)


@pytest.mark.shared
def test_one_batch_is_as_its_pictures_one_by_one(weights: Path) -> None:
    pictures = np.stack([noise(), noise()[::-1], noise()[:, ::-1]])
    detector = create(weights, "1", 0.5)
    together = detector.detect(pictures)
    for picture, one in zip(pictures, together, strict=True):
        (alone,) = detector.detect(picture[None])
        assert len(one)
        assert faces.same(one, alone, NEAR)
    assert detector.detect(pictures[:0]) == []


@pytest.mark.shared
@pytest.mark.parametrize("size", [(1, 1), (27, 27), (31, 17), (300, 2), (33, 47)])
@pytest.mark.parametrize("scales", ["1", "0.5, 1, 2"])
def test_small_and_odd_pictures(weights: Path, size: tuple[int, int], scales: str) -> None:
    for fill in faces.FILLS:
        found = create(weights, scales, 0.5).detect(faces.blank(size, fill))
        assert len(found) == 3
        for one in found:
            faces.check_shapes(one, 0)
            assert np.isfinite(one.boxes).all()


@pytest.mark.shared
def test_nothing_over_the_threshold_is_no_face(weights: Path) -> None:
    (found,) = create(weights, "1", 1.0).detect(noise()[None])
    assert len(found) == 0
    faces.check_shapes(found, 0)


@pytest.mark.shared
def test_files_that_are_no_weights_are_refused(
    state: dict[str, torch.Tensor], tmp_path: Path
) -> None:
    bad = faces.bad_files(tmp_path, b"PK\x03\x04" + bytes(1000))
    lacking = {name: tensor for name, tensor in state.items() if name != "loc.5.bias"}
    wrong = dict(state, **{"loc.5.bias": torch.zeros(7)})
    infinite = dict(state, **{"loc.5.bias": torch.full((4,), torch.inf)})
    for name, content in (("lacking", lacking), ("wrong", wrong), ("infinite", infinite)):
        bad[name] = tmp_path / f"{name}.pth"
        torch.save(content, bad[name])
    for path in bad.values():
        with pytest.raises(ModelError) as caught:
            create(path, "1", 0.5)
        assert caught.value.path == str(path)
        assert "another detector" in caught.value.hint


def test_without_weights_the_way_out_is_named() -> None:
    with pytest.raises(ModelError, match="not installed") as caught:
        s3fd.create(options_of("s3fd"))
    assert "another one" in caught.value.hint


@pytest.mark.shared
@pytest.mark.parametrize("scales", ["", "one", "1;2", "0", "-1", "nan", "5"])
def test_scales_that_are_none_are_refused(weights: Path, scales: str) -> None:
    with pytest.raises(PluginError, match="scales of S3FD"):
        create(weights, scales, 0.5)
