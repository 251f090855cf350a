"""S3FD as a detector; the network lives in `plugins.s3fd.network`."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt
import torch

from core.api import (
    Detections,
    FaceDetector,
    PluginError,
    PluginOptions,
    UInt8s,
    load_state,
    nms,
)
from plugins.s3fd.network import MEAN_BGR, SMALLEST, FastS3fd, S3fd, candidates

WEIGHTS_ID = "s3fd"

# As published: candidates over this score; suppression among the best of one scale, of which at
# most so many faces stay; suppression over all scales.
_OVER = 0.05
_CANDIDATES = 5000
_SCALE_IOU = 0.3
_FACES = 750
_LAST_IOU = 0.1
_MOST_BYTES = 500_000_000
_WAY_OUT = "Get the weights of S3FD again in Analysis > Models, or choose another detector"

Floats = npt.NDArray[np.float32]


class S3fdDetector:
    """Finds faces, without landmarks.

    Args:
        net: loaded weights.
        scales: factors at which each picture is searched.
    """

    labels: tuple[str, ...] = ("face",)

    def __init__(self, net: FastS3fd, scales: tuple[float, ...], min_score: float) -> None:
        self._net = net
        self._scales = scales
        self._min_score = min_score
        # Larger batches gain nothing on a CPU, and a picture of 480x270 takes 70 MB on its way.
        self._block = 1 if net.device.type == "cpu" else 16

    def detect(self, pictures: UInt8s) -> list[Detections]:
        """Boxes of a batch (N, H, W, 3) RGB uint8; see `core.api.FaceDetector`."""
        found: list[list[tuple[Floats, Floats]]] = [[] for _ in pictures]
        for scale in self._scales:
            for first in range(0, len(pictures), self._block):
                block = pictures[first : first + self._block]
                for i, one in enumerate(self._at(block, scale)):
                    found[first + i].append(one)
        return [self._joined(one) for one in found]

    def _at(self, pictures: UInt8s, scale: float) -> list[tuple[Floats, Floats]]:
        height, width = pictures.shape[1:3]
        scaled = pictures if scale == 1 else _resized(pictures, scale)
        back = np.array([width / scaled.shape[2], height / scaled.shape[1]] * 2, np.float32)
        heads = self._net.heads(torch.from_numpy(np.ascontiguousarray(_padded(scaled))))
        result = []
        for box, score in candidates(heads, _OVER):
            order = score.sort(0).indices.flip(0)[:_CANDIDATES].numpy()
            kept = _suppressed(box.numpy(), order, _SCALE_IOU)[:_FACES]
            kept = kept[score.numpy()[kept] > self._min_score]
            result.append((box.numpy()[kept] * back, score.numpy()[kept]))
        return result

    def _joined(self, scales: list[tuple[Floats, Floats]]) -> Detections:
        boxes = np.concatenate([b for b, _ in scales])
        scores = np.concatenate([s for _, s in scales])
        kept = _suppressed(boxes, scores.astype(np.float64).argsort()[::-1], _LAST_IOU)
        return Detections(boxes[kept], scores[kept], np.zeros(len(kept), np.int64))


def _suppressed(boxes: Floats, order: npt.NDArray[np.int64], iou: float) -> npt.NDArray[np.int64]:
    """The rows of `order` (best first) that stay.

    Many scores tie close to 1, and which of two such boxes stays hangs on their order. So the order
    is made as in the published code, by sorts that are not stable, and the suppression is given
    ranks in place of scores.
    """
    ranks = -np.arange(len(order), dtype=np.float32)
    return order[nms(boxes[order], ranks, np.zeros(len(order), np.int64), iou)]


def _resized(pictures: UInt8s, scale: float) -> UInt8s:
    height, width = pictures.shape[1:3]
    if min(round(height * scale), round(width * scale)) < 1:
        return pictures
    return np.stack(
        [
            cv2.resize(p, (0, 0), fx=scale, fy=scale, interpolation=cv2.INTER_LINEAR)
            for p in pictures
        ]
    )


def _padded(pictures: UInt8s) -> UInt8s:
    """At least `SMALLEST` to each side, with the mean colour at the right and bottom."""
    height, width = pictures.shape[1:3]
    if min(height, width) >= SMALLEST:
        return pictures
    shape = (len(pictures), max(height, SMALLEST), max(width, SMALLEST), 3)
    padded = np.empty(shape, np.uint8)
    padded[:] = MEAN_BGR[::-1]
    padded[:, :height, :width] = pictures
    return padded


def load(path: Path) -> S3fd:
    """The network with the weights of a file.

    Raises:
        ModelError: the file is not there, damaged, or another network's.
    """
    net = S3fd()
    load_state(net, path, "S3FD", _WAY_OUT, most=_MOST_BYTES)
    return net


def create(options: PluginOptions) -> FaceDetector:
    """A detector over the weights `s3fd`, on the given device.

    Raises:
        ModelError: no weights are installed, or they cannot be used.
        PluginError: the scales are no list of numbers.
    """
    path = options.file(WEIGHTS_ID, "S3FD")
    text = options.text("scales")
    try:
        scales = tuple(float(part) for part in text.split(","))
    except ValueError as error:
        raise PluginError(f"the scales of S3FD are numbers with commas, not {text!r}") from error
    if not all(0 < scale <= 4 for scale in scales):
        raise PluginError(f"the scales of S3FD lie between 0 and 4, not {text!r}")
    min_score = options.number("min_score")
    return S3fdDetector(FastS3fd(load(path), options.device), scales, min_score)
