"""RetinaFace as a detector; the network lives in `plugins.retinaface.network`."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import torch

from core.api import (
    Detections,
    FaceDetector,
    PluginOptions,
    UInt8s,
    checked_sha256,
    load_state,
    nms,
    read_tensors,
)
from plugins.retinaface.network import FastRetinaFace, RetinaFace, decode, priors

WEIGHTS_ID = "retinaface_mobilenet025"

# As published: of the best so many candidates, and at most so many faces.
_CANDIDATES = 5000
_FACES = 750
_MOST_BYTES = 50_000_000
_WAY_OUT = "Get the weights of RetinaFace again in Analysis > Models, or choose another detector"


class RetinaFaceDetector:
    """Finds faces with five landmarks.

    Args:
        net: loaded weights.
        long_side: pictures are reduced to it, never enlarged.
    """

    labels: tuple[str, ...] = ("face",)

    def __init__(
        self, net: FastRetinaFace, long_side: int, min_score: float, nms_iou: float
    ) -> None:
        self._net = net
        self._long_side = long_side
        self._min_score = min_score
        self._nms_iou = nms_iou
        self._priors = torch.empty((0, 3))
        self._priors_of = (0, 0)

    def detect(self, pictures: UInt8s) -> list[Detections]:
        """Boxes of a batch (N, H, W, 3) RGB uint8; see `core.api.FaceDetector`."""
        if not len(pictures):
            return []
        height, width = pictures.shape[1:3]
        scale = min(self._long_side / max(width, height), 1.0)
        size = (max(round(width * scale), 1), max(round(height * scale), 1))
        if size != (width, height):
            pictures = np.stack(
                [cv2.resize(p, size, interpolation=cv2.INTER_AREA) for p in pictures]
            )
        if self._priors_of != size:
            self._priors, self._priors_of = priors(size[1], size[0]).to(self._net.device), size
        raw = self._net(torch.from_numpy(np.ascontiguousarray(pictures)))
        back = np.array([width / size[0], height / size[1]], np.float32)
        return [self._one(rows, back) for rows in raw]

    def _one(self, raw: torch.Tensor, back: np.ndarray) -> Detections:
        scores = torch.softmax(raw[:, :2], dim=1)[:, 1]
        rows = torch.nonzero(scores >= self._min_score)[:, 0]
        if len(rows) > _CANDIDATES:
            rows = rows[scores[rows].topk(_CANDIDATES).indices]
        boxes, points = (part.cpu().numpy() for part in decode(raw[rows], self._priors[rows]))
        score = scores[rows].cpu().numpy()
        kept = nms(boxes, score, np.zeros(len(score), np.int64), self._nms_iou)[:_FACES]
        return Detections(
            boxes[kept] * np.tile(back, 2),
            score[kept],
            np.zeros(len(kept), np.int64),
            points[kept] * back,
        )


def load(path: Path) -> RetinaFace:
    """The network with the weights of a file.

    Raises:
        ModelError: the file is not there, damaged, or another network's.
    """
    checked_sha256(path, "RetinaFace", _WAY_OUT, _MOST_BYTES)
    state = read_tensors(path, _WAY_OUT)
    if isinstance(state, dict):
        # Files saved from a net on several GPUs have this before each name.
        state = {str(name).removeprefix("module."): value for name, value in state.items()}
    net = RetinaFace()
    load_state(net, path, "RetinaFace", _WAY_OUT, state, _MOST_BYTES)
    return net


def create(options: PluginOptions) -> FaceDetector:
    """A detector over the weights `retinaface_mobilenet025`, on the given device.

    Raises:
        ModelError: no weights are installed, or they cannot be used.
    """
    path = options.file(WEIGHTS_ID, "RetinaFace")
    return RetinaFaceDetector(
        FastRetinaFace(load(path), options.device),
        options.whole("long_side"),
        options.number("min_score"),
        options.number("nms_iou"),
    )
