"""Detectors of MMDetection 3.x, where it is installed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
from mmdet.apis import inference_detector, init_detector

from core.api import (
    Detections,
    ModelError,
    ObjectDetector,
    PluginOptions,
    UInt8s,
    checked_sha256,
    chosen_labels,
    encode_mask,
    read_tensors,
)

WAY_OUT = "Choose a config file and its checkpoint in the options of this detector"
PUBLISH = (
    "Choose a published checkpoint; one of a training is made into one by MMDetection's "
    "publish_model.py"
)


class MmDetector:
    """One model of MMDetection.

    Args:
        model: as `init_detector` gives it; `dataset_meta["classes"]` are its labels.
        wanted: chosen labels as a person writes them.
    """

    def __init__(self, model: Any, wanted: str, min_score: float, most: int) -> None:
        classes = model.dataset_meta.get("classes") or ()
        names = (classes,) if isinstance(classes, str) else tuple(map(str, classes))
        chosen = chosen_labels(names, wanted, "this model of MMDetection")
        self.labels = tuple(names[i] for i in chosen)
        self._place = np.full(len(names), -1, np.int64)
        self._place[list(chosen)] = np.arange(len(chosen))
        self._model = model
        self._min_score = min_score
        self._most = most

    def detect(self, pictures: UInt8s) -> list[Detections]:
        """Boxes of a batch (N, H, W, 3) RGB uint8; see `core.api.ObjectDetector`."""
        if not len(pictures):
            return []
        # MMDetection reads files by OpenCV, and takes arrays in the same order: blue first.
        blue_first = [np.ascontiguousarray(picture[..., ::-1]) for picture in pictures]
        answers = inference_detector(self._model, blue_first)
        return [self._kept(one.pred_instances, pictures.shape[1:3]) for one in answers]

    def _kept(self, found: Any, size: tuple[int, ...]) -> Detections:
        height, width = size
        given = found.bboxes.detach().cpu().float().numpy().reshape(-1, 4)
        scores = found.scores.detach().cpu().float().numpy()
        numbers = found.labels.detach().cpu().numpy()
        boxes = np.clip(given, 0, np.array([width, height, width, height], np.float32))
        labels = self._place[numbers] if len(numbers) else np.empty(0, np.int64)
        good = (labels >= 0) & (scores >= self._min_score) & np.isfinite(boxes).all(axis=1)
        good &= (boxes[:, 2:] > boxes[:, :2]).all(axis=1)
        rows = np.flatnonzero(good)
        rows = rows[np.argsort(-scores[rows], kind="stable")][: self._most]
        masks = None
        if "masks" in found:
            masks = tuple(_mask(found.masks[row]) for row in rows.tolist())
        return Detections(
            boxes[rows].astype(np.float32),
            np.clip(scores[rows], 0, 1).astype(np.float32),
            labels[rows].astype(np.int64),
            masks=masks,
        )


def _mask(mask: Any) -> bytes | None:
    """The run lengths of a mask (H, W) of booleans; None for one without a pixel."""
    pixels = mask.detach().cpu().numpy().astype(np.uint8)
    return encode_mask(pixels) if pixels.any() else None


def create(options: PluginOptions) -> ObjectDetector:
    """The model of the options `config` and `checkpoint`.

    Raises:
        ModelError: a file is missing, the checkpoint would run code, or they do not go together.
        PluginError: a chosen label is not known.
    """
    config = _file(options.text("config"), "config file")
    checkpoint = _file(options.text("checkpoint"), "checkpoint")
    # MMDetection's own loader runs what a file asks for; one that holds tensors and plain values
    # only asks for nothing.
    checked_sha256(checkpoint, "MMDetection", PUBLISH)
    read_tensors(checkpoint, PUBLISH)
    try:
        model = init_detector(str(config), str(checkpoint), device=options.device)
    except Exception as error:
        # Configs are programs: anything may come out of them.
        raise ModelError(
            f"MMDetection cannot make this model ({type(error).__name__}: {str(error)[:200]})",
            WAY_OUT,
            config,
        ) from error
    return MmDetector(
        model,
        options.text("labels"),
        options.number("min_score"),
        options.whole("max_detections"),
    )


def _file(text: str, what: str) -> Path:
    if not text.strip():
        raise ModelError(f"no {what} is chosen", WAY_OUT)
    path = Path(text.strip()).expanduser()
    if not path.is_file():
        raise ModelError(f"there is no such {what}", WAY_OUT, path)
    return path
