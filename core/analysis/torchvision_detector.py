"""torchvision's detection networks as detectors of objects. torch is imported when one is made."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from core.analysis.interruption import stop_if_asked
from core.contract import Detections, PluginOptions, UInt8s
from core.tensors import load_state
from core.vision.coco_names import COCO_IDS, chosen_labels
from core.vision.masks import encode_mask

if TYPE_CHECKING:
    import torch

LEAST_SIDE = 8
MOST_ASPECT = 100
"""In smaller or longer pictures there is nothing to find, and networks fail."""

MASK_LEVEL = 0.5
ALL = 10_000
"""Detections that a network keeps: labels are chosen out of them before the best are."""


class TorchvisionDetector:
    """A network of torchvision.models.detection behind the plugin contract.

    Args:
        net: takes a list of (3, H, W) float32 pictures, 0..1, and returns for each a dict with
            "boxes" (n, 4) and "scores" and "labels" (n,), perhaps "masks", or "keypoints"
            (n, K, 3) with "keypoints_scores" (n, K).
        ids: the network's label of each name.
        chosen: indices into the names of `ids`; what else it finds is left out.
        device: where `net` computes; it is moved there.
        most: detections a picture at most, the best first.
        point_score: keypoints under this are NaN.
    """

    def __init__(
        self,
        net: torch.nn.Module,
        ids: Mapping[str, int],
        chosen: tuple[int, ...],
        device: str,
        most: int,
        point_score: float,
    ) -> None:
        import torch

        names = tuple(ids)
        self.labels = tuple(names[i] for i in chosen)
        self._place = np.full(max(ids.values()) + 1, -1, np.int64)
        self._place[[ids[name] for name in self.labels]] = np.arange(len(chosen))
        self._device = device
        self._most = most
        self._point_score = point_score
        _keep_masks_small(net)
        _choose_before_heads(net, torch.tensor([ids[name] for name in self.labels]), most)
        # Colours beside each other in memory: a tenth or two faster on a CPU, SSDlite by half.
        self._net = net.to(device).to(memory_format=torch.channels_last).eval()

    def detect(self, pictures: UInt8s) -> list[Detections]:
        """Boxes of a batch (N, H, W, 3) RGB uint8, best first; see `core.api.ObjectDetector`."""
        import torch

        height, width = pictures.shape[1:3]
        short, long = sorted((height, width))
        if not len(pictures):
            return []
        if short < LEAST_SIDE or long > MOST_ASPECT * short:
            return [self._kept(_NOTHING, (width, height)) for _ in pictures]
        with torch.inference_mode():
            batch = torch.from_numpy(np.ascontiguousarray(pictures)).to(self._device)
            found = self._net(list(batch.permute(0, 3, 1, 2).float().div_(255.0)))
            return [
                self._kept({key: value.cpu() for key, value in one.items()}, (width, height))
                for one in found
            ]

    def _kept(self, found: dict[str, Any], size: tuple[int, int]) -> Detections:
        """The detections of the chosen labels, on the CPU and inside of the picture."""
        if not found:
            return Detections(
                np.empty((0, 4), np.float32), np.empty(0, np.float32), np.empty(0, np.int64)
            )
        width, height = size
        given = found["boxes"].float().numpy()
        scores = found["scores"].float().numpy()
        numbers = found["labels"].numpy()
        known = (numbers >= 0) & (numbers < len(self._place))
        labels = np.where(known, self._place[np.where(known, numbers, 0)], -1)
        boxes = np.clip(given, 0, np.array([width, height, width, height], np.float32))
        good = np.isfinite(boxes).all(axis=1) & np.isfinite(scores) & (labels >= 0)
        good &= (boxes[:, 2:] > boxes[:, :2]).all(axis=1)
        rows = np.flatnonzero(good)
        rows = rows[np.argsort(-scores[rows], kind="stable")][: self._most]
        landmarks = masks = None
        if "keypoints" in found:
            landmarks = self._points(found, size)[rows]
        if "masks" in found:
            masks = tuple(_mask(found["masks"], found["boxes"], row, size) for row in rows.tolist())
        return Detections(
            boxes[rows].astype(np.float32),
            np.clip(scores[rows], 0, 1).astype(np.float32),
            labels[rows].astype(np.int64),
            landmarks,
            masks,
        )

    def _points(self, found: dict[str, Any], size: tuple[int, int]) -> npt.NDArray[np.float32]:
        points = found["keypoints"][:, :, :2].float().numpy()
        # Half a pixel in from the edge: the picture's last pixel, not the one after it.
        points = np.clip(points, 0, np.array(size, np.float32) - 0.5)
        seen = found["keypoints_scores"].float().numpy() >= self._point_score
        return np.asarray(np.where(seen[..., None], points, np.nan), np.float32)


_NOTHING: dict[str, Any] = {}


def _keep_masks_small(net: torch.nn.Module) -> None:
    """Let a Mask R-CNN return its masks as they come, (n, 1, 28, 28) over the boxes.

    By itself it pastes all of them as float32 into the picture at once: 100 objects in 1920 x 1080
    take 1.7 GB for it.
    """
    transform: Any = getattr(net, "transform", None)
    if transform is None:
        return
    whole = transform.postprocess

    def without_masks(found: list[dict[str, Any]], shapes: Any, sizes: Any) -> list[dict[str, Any]]:
        parts = [one.pop("masks", None) for one in found]
        result: list[dict[str, Any]] = whole(found, shapes, sizes)
        for one, part in zip(result, parts, strict=True):
            if part is not None:
                one["masks"] = part
        return result

    transform.postprocess = without_masks


def _choose_before_heads(net: torch.nn.Module, wanted: torch.Tensor, most: int) -> None:
    """Let an R-CNN compute masks and keypoints of the best `most` of the wanted labels only."""
    import torch

    heads: Any = getattr(net, "roi_heads", None)
    if heads is None:
        return
    whole = heads.postprocess_detections

    def of_wanted(*arguments: Any) -> tuple[list[Any], ...]:
        pictures = []
        for boxes, scores, labels in zip(*whole(*arguments), strict=True):
            # By falling score already.
            rows = torch.isin(labels, wanted.to(labels.device)).nonzero()[:most, 0]
            pictures.append((boxes[rows], scores[rows], labels[rows]))
        return tuple(list(parts) for parts in zip(*pictures, strict=True))

    heads.postprocess_detections = of_wanted


def _mask(parts: Any, boxes: Any, row: int, size: tuple[int, int]) -> bytes | None:
    """The run lengths of one mask in the picture; None for one without a pixel."""
    from torchvision.models.detection.roi_heads import paste_masks_in_image

    # A hundred of them take longer than the network.
    stop_if_asked()
    pasted = paste_masks_in_image(parts[row : row + 1], boxes[row : row + 1], size[::-1])
    pixels = (pasted[0, 0] > MASK_LEVEL).numpy().astype(np.uint8)
    return encode_mask(pixels) if pixels.any() else None


def torchvision_detector(
    build: Callable[..., torch.nn.Module],
    name: str,
    weights_id: str,
    options: PluginOptions,
    prefix: str = "",
    ids: Mapping[str, int] = COCO_IDS,
) -> TorchvisionDetector:
    """A plugin's detector out of one of torchvision's networks and its COCO weights.

    Args:
        build: such as `torchvision.models.detection.ssd300_vgg16`.
        name: of the network, for messages.
        weights_id: in the catalogue.
        options: `labels`, `min_score`, `nms`, `max_detections`; `size` (the shorter side that the
            network sees, px) and `min_point_score` for networks that have them.
        prefix: "box_" for those of the R-CNN family, whose arguments are named so.
        ids: the label number of each name.

    Raises:
        ModelError: the weights are not there or not this network's.
        PluginError: a label is not known.
    """
    values = options.values
    way_out = f"Install the weights of {name} again in Analysis > Models, or choose another one"
    path = options.file(weights_id, name)
    wanted = options.text("labels") if "labels" in values else ""
    chosen = chosen_labels(tuple(ids), wanted, name)
    arguments: dict[str, Any] = {
        f"{prefix}score_thresh": options.number("min_score"),
        f"{prefix}nms_thresh": options.number("nms"),
        f"{prefix}detections_per_img": ALL,
    }
    if "size" in values:
        size = options.whole("size")
        # The relation of the published 800 and 1333.
        arguments |= {"min_size": size, "max_size": round(size * 1333 / 800)}
    net = build(weights=None, weights_backbone=None, **arguments)
    load_state(net, path, name, way_out)
    points = options.number("min_point_score") if "min_point_score" in values else 0.0
    most = options.whole("max_detections")
    return TorchvisionDetector(net, ids, chosen, options.device, most, points)
