"""torchvision's detectors end to end with made-up weights: from a picture to boxes, masks, points.

The weights say nothing about pictures; they show that every plugin loads what it names and that
what the networks return arrives as the contract says.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import numpy as np
import pytest
import torch
import torchvision.models.detection as networks

from core.api import Detections, ModelError, ObjectDetector, PluginError, PluginOptions
from core.registry import default_registry
from core.vision.coco_names import COCO_IDS, PERSON_POINTS
from core.vision.masks import decode_mask
from tests.plugins.made import options_of

# The plugin's id -> its network in torchvision, and that network's published weights.
NETWORKS = {
    "ssd300": ("ssd300_vgg16", "SSD300_VGG16"),
    "ssdlite": ("ssdlite320_mobilenet_v3_large", "SSDLite320_MobileNet_V3_Large"),
    "retinanet": ("retinanet_resnet50_fpn_v2", "RetinaNet_ResNet50_FPN_V2"),
    "fcos": ("fcos_resnet50_fpn", "FCOS_ResNet50_FPN"),
    "faster_rcnn": ("fasterrcnn_resnet50_fpn_v2", "FasterRCNN_ResNet50_FPN_V2"),
    "mask_rcnn": ("maskrcnn_resnet50_fpn_v2", "MaskRCNN_ResNet50_FPN_V2"),
    "keypoint_rcnn": ("keypointrcnn_resnet50_fpn", "KeypointRCNN_ResNet50_FPN"),
}
SIZE = (128, 96)


# The last layers of the one-stage networks, which start from "nearly nothing is an object".
LAST_LAYER = re.compile(r"head\..*(cls_logits|bbox_reg|bbox_ctrness|module_list\.\d|list\.\d\.1)")


def seeded(id: str) -> torch.nn.Module:
    """The network with weights by which it finds various things in noise."""
    torch.manual_seed(1)
    net: torch.nn.Module = getattr(networks, NETWORKS[id][0])(weights=None, weights_backbone=None)

    def spread(layer: torch.nn.Conv2d, given: object, values: torch.Tensor) -> None:
        wanted = 1.0 if layer.out_channels < 90 else 3.0
        layer.weight.mul_(wanted / (values - values.mean()).std())
        # FCOS has sides of boxes no shorter than 0, others their logarithms.
        layer.bias.fill_(1.0 if id == "fcos" and layer.out_channels == 4 else 0.0)

    hooks = [
        layer.register_forward_hook(spread)
        for name, layer in net.named_modules()
        if LAST_LAYER.fullmatch(name) and isinstance(layer, torch.nn.Conv2d)
    ]
    if hooks:
        with torch.no_grad():
            net.eval()(tensors(pictures()))
        for hook in hooks:
            hook.remove()
    if id == "keypoint_rcnn":
        for module in net.modules():
            if isinstance(module, torch.nn.BatchNorm2d):
                module.eps = 0.0
    return net


def tensors(given: np.ndarray) -> list[torch.Tensor]:
    return list(torch.from_numpy(given).permute(0, 3, 1, 2).float() / 255)


@pytest.fixture(scope="module")
def weights_of(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[str], Path]]:
    folder = tmp_path_factory.mktemp("object_weights")

    @cache
    def path(id: str) -> Path:
        torch.save(seeded(id).state_dict(), folder / f"{id}.pth")
        return folder / f"{id}.pth"

    yield path
    # More than a gigabyte in all.
    for file in folder.iterdir():
        file.unlink()


def made(id: str, weights: Path, **given: object) -> ObjectDetector:
    info = default_registry().info("detector", id)
    if "size" in info.options:
        given = {"size": 160, **given}
    return default_registry().detector(id, PluginOptions("cpu", {id: weights}, info.values(given)))


def pictures(n: int = 1) -> np.ndarray:
    return np.random.default_rng(3).integers(0, 256, (n, SIZE[1], SIZE[0], 3), np.uint8)


def check(found: Detections, names: tuple[str, ...]) -> None:
    n = len(found)
    assert (found.boxes.shape, found.boxes.dtype) == ((n, 4), np.float32)
    assert (found.scores.shape, found.scores.dtype) == ((n,), np.float32)
    assert (found.labels.shape, found.labels.dtype) == ((n,), np.int64)
    assert (found.boxes[:, :2] >= 0).all()
    assert (found.boxes[:, 2:] <= SIZE).all()
    assert (found.boxes[:, 2:] > found.boxes[:, :2]).all()
    assert ((found.scores >= 0) & (found.scores <= 1)).all()
    assert (np.diff(found.scores) <= 0).all()
    assert ((found.labels >= 0) & (found.labels < len(names))).all()


def test_the_manifests_name_what_the_catalogue_has() -> None:
    for id, (_, published) in NETWORKS.items():
        info = default_registry().info("detector", id)
        assert (info.finds, info.required_weights) == ("objects", (id,))
        meta = getattr(networks, f"{published}_Weights").COCO_V1.meta
        if id == "keypoint_rcnn":
            assert tuple(meta["keypoint_names"]) == PERSON_POINTS
        else:
            ids = {
                n: i for i, n in enumerate(meta["categories"]) if n not in ("__background__", "N/A")
            }
            assert ids == COCO_IDS


@pytest.mark.slow
@pytest.mark.parametrize("id", NETWORKS)
def test_from_a_picture_to_detections(id: str, weights_of: Callable[[str], Path]) -> None:
    detector = made(id, weights_of(id), min_score=0.02, max_detections=7)
    everything = ("person",) if id == "keypoint_rcnn" else tuple(COCO_IDS)
    assert detector.labels == everything
    given = pictures()
    (found,) = detector.detect(given)
    check(found, detector.labels)
    assert 1 <= len(found) <= 7
    if id == "mask_rcnn":
        assert found.masks is not None
        assert len(found.masks) == len(found)
        check_masks(found)
    else:
        assert found.masks is None
    if id == "keypoint_rcnn":
        assert found.landmarks is not None
        assert (found.landmarks.shape, found.landmarks.dtype) == ((len(found), 17, 2), np.float32)
    else:
        assert found.landmarks is None
    # The network itself, asked without our adapter, says the same.
    net = seeded(id).eval()
    if not id.startswith("ssd"):
        net.transform.min_size, net.transform.max_size = (160,), 267
    with torch.inference_mode():
        (plain,) = net(tensors(given))
    names = {number: name for name, number in COCO_IDS.items()}
    order = [
        i
        for i in plain["scores"].argsort(descending=True)
        if int(plain["labels"][i]) in names
        and (plain["boxes"][i][2:] > plain["boxes"][i][:2]).all()
    ]
    best = int(order[0])
    assert np.allclose(found.boxes[0], plain["boxes"][best].numpy(), atol=0.01)
    assert found.scores[0] == pytest.approx(float(plain["scores"][best]), abs=1e-4)
    assert detector.labels[found.labels[0]] == names[int(plain["labels"][best])]
    if found.masks is not None:
        whole = (plain["masks"][best, 0] > 0.5).numpy()
        assert (decode_mask(found.masks[0] or b"", SIZE) == whole).all()
    if found.landmarks is not None:
        known = (plain["keypoints_scores"][best] >= 2.0).numpy()
        assert (np.isfinite(found.landmarks[0]).all(axis=1) == known).all()
        points = plain["keypoints"][best, :, :2].numpy()[known]
        assert np.allclose(found.landmarks[0][known], points, atol=0.5)


def check_masks(found: Detections) -> None:
    assert found.masks is not None
    some = 0
    for box, counts in zip(found.boxes, found.masks, strict=True):
        if counts is None:
            continue
        rows, columns = np.nonzero(decode_mask(counts, SIZE))
        # The mask's grid is a little larger than its box, by a pixel of the 28.
        slack = 2 + (box[2:] - box[:2]) / 14
        assert (columns >= box[0] - slack[0]).all()
        assert (columns <= box[2] + slack[0]).all()
        assert (rows >= box[1] - slack[1]).all()
        assert (rows <= box[3] + slack[1]).all()
        some += len(rows) > 0
    assert some


@pytest.mark.slow
def test_keypoints_under_the_score_are_not_known(weights_of: Callable[[str], Path]) -> None:
    path = weights_of("keypoint_rcnn")
    seen = {}
    for level in (-20.0, 0.0, 20.0):
        detector = made(
            "keypoint_rcnn", path, min_score=0.0, max_detections=3, min_point_score=level
        )
        (found,) = detector.detect(pictures())
        assert found.landmarks is not None
        known = np.isfinite(found.landmarks).all(axis=2)
        points = found.landmarks[known]
        assert ((points >= 0) & (points < SIZE)).all()
        seen[level] = int(known.sum())
    assert seen[-20.0] == 3 * 17
    assert seen[-20.0] > seen[0.0] > seen[20.0]


@pytest.mark.slow
def test_chosen_labels_and_a_batch(weights_of: Callable[[str], Path]) -> None:
    path = weights_of("ssd300")
    given = pictures(2)
    everything = made("ssd300", path, min_score=0.02, max_detections=5)
    both = everything.detect(given)
    for one, picture in zip(both, given, strict=True):
        check(one, everything.labels)
        assert len(one) == 5
        (alone,) = everything.detect(picture[None])
        assert np.allclose(alone.boxes[:5], one.boxes[:5], atol=0.01)
    (of_all,) = made("ssd300", path, min_score=0.02, max_detections=300).detect(given[:1])
    rare = everything.labels[of_all.labels[-1]]
    few = made("ssd300", path, min_score=0.02, max_detections=300, labels=f" {rare.upper()} ,")
    assert few.labels == (rare,)
    (found,) = few.detect(given[:1])
    same = of_all.boxes[of_all.labels == everything.labels.index(rare)]
    assert len(found) >= len(same) > 0
    assert np.allclose(found.boxes[: len(same)], same, atol=0.01)
    assert set(found.labels.tolist()) == {0}


@pytest.mark.slow
def test_chosen_labels_are_not_crowded_out(weights_of: Callable[[str], Path]) -> None:
    """Of a rare label as many are found with masks as there are, though others score higher."""
    path = weights_of("mask_rcnn")
    (found,) = made("mask_rcnn", path, min_score=0.005, max_detections=100).detect(pictures())
    names = tuple(COCO_IDS)
    rare = names[int(found.labels[-1])]
    few = made("mask_rcnn", path, min_score=0.005, max_detections=3, labels=rare)
    (only,) = few.detect(pictures())
    assert few.labels == (rare,)
    same = np.flatnonzero(found.labels == found.labels[-1])[:3]
    assert np.allclose(only.boxes[: len(same)], found.boxes[same], atol=0.01)
    assert only.masks is not None
    assert found.masks is not None
    assert only.masks[0] == found.masks[same[0]]


@pytest.mark.parametrize("shape", [(0, 96, 128, 3), (2, 1, 1, 3), (2, 7, 300, 3), (1, 8, 900, 3)])
def test_pictures_too_small_to_hold_anything(
    shape: tuple[int, ...], weights_of: Callable[[str], Path]
) -> None:
    detector = made("ssdlite", weights_of("ssdlite"), min_score=0.0)
    found = detector.detect(np.zeros(shape, np.uint8))
    assert [len(one) for one in found] == [0] * shape[0]
    for one in found:
        check(one, detector.labels)


def test_an_unknown_label_is_named(weights_of: Callable[[str], Path]) -> None:
    with pytest.raises(PluginError, match="unicorn") as caught:
        made("ssdlite", weights_of("ssdlite"), labels="person, unicorn")
    assert "person, bicycle" in caught.value.hint


@pytest.mark.parametrize("id", NETWORKS)
def test_without_weights(id: str) -> None:
    with pytest.raises(ModelError, match="not installed"):
        default_registry().detector(id, options_of(id))


class Runs:
    """What a file must not do."""

    def __reduce__(self) -> tuple[object, tuple[str]]:
        return (eval, ("1/0",))


@pytest.mark.parametrize(
    ("what", "text"),
    [
        ("missing", "not there"),
        ("empty", "empty"),
        ("noise", "not hold network weights|damaged"),
        ("cut", "damaged"),
        ("code", "would run program code"),
        ("other", "not the weights of SSDlite"),
        ("nan", "not finite"),
    ],
)
def test_bad_weights_are_refused(
    what: str, text: str, weights_of: Callable[[str], Path], tmp_path: Path
) -> None:
    path = tmp_path / "bad.pth"
    good = weights_of("ssdlite").read_bytes()
    if what == "empty":
        path.touch()
    elif what == "noise":
        path.write_bytes(bytes(range(256)) * 40)
    elif what == "cut":
        path.write_bytes(good[: len(good) // 2])
    elif what == "code":
        torch.save({"weights": Runs()}, path)
    elif what == "other":
        torch.save({"a.weight": torch.zeros(3)}, path)
    elif what == "nan":
        state = seeded("ssdlite").state_dict()
        next(iter(state.values())).fill_(float("nan"))
        torch.save(state, path)
    with pytest.raises(ModelError, match=text):
        made("ssdlite", path)
