"""YuNet and RetinaFace with their real weights, and all face detectors through the registry."""

from __future__ import annotations

import pickle
from pathlib import Path

import cv2
import numpy as np
import pytest
import torch

from core.api import ModelError, PluginOptions
from core.errors import PluginError
from core.registry import builtin_folder, default_registry, read_manifest
from core.vision.boxes import iou_matrix
from core.weights.catalogue import catalogue
from plugins import haar, retinaface
from plugins.retinaface.network import FastRetinaFace, RetinaFace, priors
from tests.plugins import faces
from tests.plugins.made import options_of

FACE_PLUGINS = ("haar", "mtcnn", "retinaface", "s3fd", "yunet")
SHARED = {
    "yunet": ("yunet", "yunet_n_640_640.onnx"),
    "retinaface": ("retinaface_mobilenet025", "retinaface_mobilenet0.25.pth"),
}
BOTH = pytest.mark.parametrize("id", sorted(SHARED))


def weights(shared_dir: Path, id: str) -> dict[str, Path]:
    name, file = SHARED[id]
    return {name: shared_dir / "weights" / file}


@pytest.mark.parametrize("id", FACE_PLUGINS)
def test_the_manifests_are_complete(id: str) -> None:
    info = read_manifest(builtin_folder() / id)
    assert (info.kind, info.finds) == ("detector", "faces")
    assert info.license
    assert info.description
    assert set(info.weights) <= catalogue().keys()
    for name in info.weights:
        assert id in catalogue()[name].used_by
    assert info.options
    for option in info.options.values():
        assert option.description
        assert option.minimum is not None or option.choices


@pytest.mark.shared
@pytest.mark.slow
@BOTH
@pytest.mark.parametrize("clip", faces.CLIPS)
def test_the_face_of_the_shared_clips(shared_dir: Path, id: str, clip: str) -> None:
    # YuNet sees every frame, RetinaFace every fourth; MTCNN, which is slow, every tenth.
    detector = faces.installed(id, weights(shared_dir, id))
    pictures = faces.frames(shared_dir / "media" / clip, 1)
    seen = pictures if id == "yunet" else pictures[::4]
    found = detector.detect(seen)
    for one in found:
        faces.check_shapes(one, 5)
    # The face moves little: a box is of it where it overlaps the usual place of the best box.
    usual = np.median([one.boxes[:1] for one in found if len(one)], axis=0).astype(np.float32)
    hit = [iou_matrix(one.boxes, usual).max(initial=0) > 0.3 for one in found]
    assert np.mean(hit) >= 0.99
    # RetinaFace takes a hand for a face in a few single frames.
    assert np.mean([len(one) == 1 for one in found]) > 0.97

    tenth = pictures[::10]
    overlaps = []
    for ours, theirs in zip(
        detector.detect(tenth), faces.installed("mtcnn").detect(tenth), strict=True
    ):
        assert len(theirs)
        best = int(np.argmax(theirs.scores))
        overlaps.append(iou_matrix(ours.boxes, theirs.boxes[best : best + 1]).max(initial=0))
        # The same five points in the same order, to within a sixth of the face.
        assert ours.landmarks is not None
        assert theirs.landmarks is not None
        side = np.ptp(theirs.boxes[best].reshape(2, 2), axis=0).max()
        apart = np.linalg.norm(ours.landmarks[0] - theirs.landmarks[best], axis=1)
        assert apart.max() < side / 6
    assert np.mean(overlaps) > 0.6


@pytest.mark.shared
@BOTH
def test_landmarks_go_from_left_to_right(shared_dir: Path, id: str) -> None:
    pictures = faces.frames(shared_dir / "media" / faces.CLIPS[1], 200)
    found = faces.installed(id, weights(shared_dir, id)).detect(pictures)
    assert len(found) == len(pictures) > 0
    for one in found:
        assert one.landmarks is not None
        left_eye, right_eye, nose, left_mouth, right_mouth = one.landmarks[0]
        assert left_eye[0] < nose[0] < right_eye[0]
        assert left_mouth[0] < right_mouth[0]
        assert max(left_eye[1], right_eye[1]) < nose[1] < min(left_mouth[1], right_mouth[1])


@pytest.mark.shared
@BOTH
def test_one_batch_is_as_its_pictures_one_by_one(shared_dir: Path, id: str) -> None:
    detector = faces.installed(id, weights(shared_dir, id))
    pictures = faces.frames(shared_dir / "media" / faces.CLIPS[1], 150)
    together = detector.detect(pictures)
    assert all(len(one) for one in together)
    for picture, one in zip(pictures, together, strict=True):
        (alone,) = detector.detect(picture[None])
        assert faces.same(one, alone, 0.01)
    assert detector.detect(pictures[:0]) == []


@pytest.mark.shared
@BOTH
@pytest.mark.parametrize("size", [(223, 397), (101, 181), (960, 1706)])
def test_boxes_are_in_pixels_of_the_picture_that_was_given(
    shared_dir: Path, id: str, size: tuple[int, int]
) -> None:
    detector = faces.installed(id, weights(shared_dir, id))
    (picture,) = faces.frames(shared_dir / "media" / faces.CLIPS[1], 1000)
    (expected,) = detector.detect(picture[None])
    (found,) = detector.detect(cv2.resize(picture, size, interpolation=cv2.INTER_AREA)[None])
    factor = np.array([size[0] / picture.shape[1], size[1] / picture.shape[0]], np.float32)
    assert iou_matrix(found.boxes, expected.boxes * np.tile(factor, 2)).max(initial=0) > 0.8
    assert expected.landmarks is not None
    assert found.landmarks is not None
    apart = np.abs(found.landmarks[0] / factor - expected.landmarks[0])
    assert apart.max() < 8


@pytest.mark.shared
@BOTH
@pytest.mark.parametrize("size", faces.SIZES)
@pytest.mark.parametrize("fill", faces.FILLS)
def test_pictures_without_a_face(
    shared_dir: Path, id: str, size: tuple[int, int], fill: int | str
) -> None:
    found = faces.installed(id, weights(shared_dir, id)).detect(faces.blank(size, fill))
    assert [len(one) for one in found] == [0, 0, 0]
    for one in found:
        faces.check_shapes(one, 5)


@pytest.mark.shared
@BOTH
def test_options_are_heeded(shared_dir: Path, id: str) -> None:
    pictures = faces.frames(shared_dir / "media" / faces.CLIPS[0], 200)
    strict = faces.installed(id, weights(shared_dir, id), min_score=1.0)
    assert [len(one) for one in strict.detect(pictures)] == [0] * len(pictures)
    # Without suppression one face is found many times.
    loose = faces.installed(id, weights(shared_dir, id), nms_iou=1.0)
    assert min(len(one) for one in loose.detect(pictures)) > 2


@pytest.mark.shared
@BOTH
def test_files_that_are_no_weights_are_refused(shared_dir: Path, tmp_path: Path, id: str) -> None:
    ((name, good),) = weights(shared_dir, id).items()
    for path in faces.bad_files(tmp_path, good.read_bytes()).values():
        with pytest.raises(ModelError) as caught:
            faces.installed(id, {name: path})
        assert caught.value.path == str(path)
        assert "another detector" in caught.value.hint
    with pytest.raises(ModelError, match="not installed"):
        faces.installed(id, {})
    assert not default_registry().failures


@pytest.mark.shared
@BOTH
def test_the_file_of_another_network_is_refused(shared_dir: Path, id: str) -> None:
    other = weights(shared_dir, "retinaface" if id == "yunet" else "yunet")
    with pytest.raises(ModelError, match="weights"):
        faces.installed(id, {SHARED[id][0]: next(iter(other.values()))})


def onnx_of_another_network() -> bytes:
    """A network of one ReLU in the ONNX format, written out by hand."""

    def field(number: int, data: bytes) -> bytes:
        return bytes([number << 3 | 2, len(data)]) + data

    def value(name: bytes) -> bytes:
        dims = b"".join(field(1, bytes([1 << 3, n])) for n in (1, 3, 64, 64))
        tensor = bytes([1 << 3, 1]) + field(2, dims)
        return field(1, name) + field(2, field(1, tensor))

    node = field(1, b"input") + field(2, b"out") + field(4, b"Relu")
    graph = field(1, node) + field(2, b"g") + field(11, value(b"input")) + field(12, value(b"out"))
    return bytes([1 << 3, 8]) + field(7, graph) + field(8, bytes([2 << 3, 13]))


def test_a_sound_onnx_file_of_another_network_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "relu.onnx"
    path.write_bytes(onnx_of_another_network())
    net = cv2.dnn.readNetFromONNX(str(path))
    net.setInput(np.full((1, 3, 64, 64), -1, np.float32))
    assert not net.forward().any()
    with pytest.raises(ModelError, match="not the weights of YuNet"):
        faces.installed("yunet", {"yunet": path})


class _Calls:
    def __reduce__(self) -> object:
        return (print, ("run",))


def test_a_pickle_that_would_run_code_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "code.pth"
    path.write_bytes(pickle.dumps(_Calls(), protocol=2))
    with pytest.raises(ModelError, match="would run program code"):
        retinaface.create(options_of("retinaface", {retinaface.WEIGHTS_ID: path}))
    assert capsys.readouterr().out == ""


@pytest.mark.shared
def test_retinaface_with_the_prefix_of_several_gpus(shared_dir: Path, tmp_path: Path) -> None:
    plain = weights(shared_dir, "retinaface")[retinaface.WEIGHTS_ID]
    state = torch.load(plain, map_location="cpu", weights_only=True)
    path = tmp_path / "prefixed.pth"
    torch.save({f"module.{name}": value for name, value in state.items()}, path)
    expected, found = retinaface.load(plain).state_dict(), retinaface.load(path).state_dict()
    assert found.keys() == expected.keys()
    for name in expected:
        assert torch.equal(found[name], expected[name]), name


def test_the_fast_retinaface_is_the_same_function() -> None:
    torch.manual_seed(5)
    net = RetinaFace().eval()
    for module in net.modules():
        if isinstance(module, torch.nn.BatchNorm2d):
            torch.nn.init.uniform_(module.running_mean, -0.5, 0.5)
            torch.nn.init.uniform_(module.running_var, 0.5, 2.0)
            torch.nn.init.uniform_(module.weight, 0.5, 2.0)
            torch.nn.init.uniform_(module.bias, -0.5, 0.5)
    pictures = np.random.default_rng(2).integers(0, 256, (2, 101, 77, 3), np.uint8)
    bgr = torch.from_numpy(pictures[..., ::-1].copy()).permute(0, 3, 1, 2).float()
    with torch.no_grad():
        logits, boxes, points = net(bgr - torch.tensor((104.0, 117.0, 123.0)).view(3, 1, 1))
    expected = torch.cat([logits, boxes, points], dim=2)
    found = FastRetinaFace(net)(torch.from_numpy(pictures))
    assert found.shape == expected.shape == (2, len(priors(101, 77)), 16)
    assert (found - expected).abs().max() < 1e-4 * expected.abs().max()


def test_haar_is_there_only_where_opencv_has_cascades() -> None:
    registry = default_registry()
    has = hasattr(cv2, "CascadeClassifier")
    assert ("haar" in [info.id for info in registry.plugins("detector")]) == has
    if has:
        detector = faces.installed("haar")
        for size in faces.SIZES:
            found = detector.detect(faces.blank(size, 0))
            assert [len(one) for one in found] == [0, 0, 0]
            for one in found:
                faces.check_shapes(one, 0)
        return
    with pytest.raises(PluginError, match=r"'haar' cannot be used: it needs .*cascade"):
        registry.info("detector", "haar")
    with pytest.raises(ModelError, match="no cascades"):
        haar.create(PluginOptions())


@pytest.mark.shared
@pytest.mark.skipif(not hasattr(cv2, "CascadeClassifier"), reason="this OpenCV has no cascades")
@pytest.mark.parametrize("clip", faces.CLIPS)
def test_haar_finds_frontal_faces(shared_dir: Path, clip: str) -> None:
    found = faces.installed("haar").detect(faces.frames(shared_dir / "media" / clip, 20))
    assert np.mean([len(one) > 0 for one in found]) > 0.9
