"""MTCNN (Zhang et al., 2016) through facenet-pytorch, whose weights ship inside that package."""

from __future__ import annotations

import numpy as np
import torch
from facenet_pytorch import MTCNN

from core.api import Detections, FaceDetector, PluginOptions, UInt8s


class MtcnnDetector:
    """Finds faces with five landmarks: eyes, nose, mouth corners."""

    labels: tuple[str, ...] = ("face",)

    def __init__(self, device: str, min_face: int, min_score: float) -> None:
        self._min_face = min_face
        self._min_score = min_score
        self._net = MTCNN(
            keep_all=True,
            min_face_size=min_face,
            device=torch.device(device),
            select_largest=False,
        )
        self._net.eval()

    def detect(self, pictures: UInt8s) -> list[Detections]:
        """Boxes of a batch (N, H, W, 3) RGB uint8; see `core.api.FaceDetector`."""
        # The cascade has no scale at which to look, and facenet-pytorch raises, below this size.
        if min(pictures.shape[1:3]) < self._min_face:
            return [_nothing() for _ in pictures]
        try:
            boxes, scores, points = self._net.detect(pictures, landmarks=True)
        except RuntimeError as error:
            # Every candidate of the batch lay outside of the pictures: facenet-pytorch joins an
            # empty list of crops.
            if "expected a non-empty list of Tensors" not in str(error):
                raise
            return [_nothing() for _ in pictures]
        return [self._kept(b, s, p) for b, s, p in zip(boxes, scores, points, strict=True)]

    def _kept(self, boxes: object, scores: object, points: object) -> Detections:
        if boxes is None:
            return _nothing()
        score = np.asarray(scores, dtype=np.float32)
        keep = score >= self._min_score
        return Detections(
            np.asarray(boxes, dtype=np.float32)[keep],
            score[keep],
            np.zeros(int(keep.sum()), dtype=np.int64),
            np.asarray(points, dtype=np.float32)[keep],
        )


def _nothing() -> Detections:
    return Detections(
        np.empty((0, 4), np.float32),
        np.empty(0, np.float32),
        np.empty(0, np.int64),
        np.empty((0, 5, 2), np.float32),
    )


def create(options: PluginOptions) -> FaceDetector:
    """A detector on the given device."""
    return MtcnnDetector(
        options.device,
        options.whole("min_face"),
        options.number("min_score"),
    )
