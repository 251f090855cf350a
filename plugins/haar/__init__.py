"""OpenCV's cascade for frontal faces (Viola and Jones, 2001), where the installed OpenCV has it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import cv2
import numpy as np

from core.api import Detections, FaceDetector, ModelError, PluginOptions, UInt8s

CASCADE = "haarcascade_frontalface_default.xml"

_STEP = 1.1
"""From one size of the window to the next."""
_SURE = 5.0
"""Scale of the weights of the last stage: 0.5 to 12 on real faces become 0.52 to 0.92."""


class HaarDetector:
    """Finds frontal faces, without landmarks.

    Args:
        cascade: a loaded `cv2.CascadeClassifier`.
        min_face: pixels.
        neighbours: windows that must agree.
    """

    labels: tuple[str, ...] = ("face",)

    def __init__(self, cascade: Any, min_face: int, neighbours: int) -> None:
        self._cascade = cascade
        self._min_face = min_face
        self._neighbours = neighbours

    def detect(self, pictures: UInt8s) -> list[Detections]:
        """Boxes of a batch (N, H, W, 3) RGB uint8; see `core.api.FaceDetector`."""
        return [self._one(picture) for picture in pictures]

    def _one(self, picture: UInt8s) -> Detections:
        found, weights = [], []
        if min(picture.shape[:2]) >= self._min_face:
            grey = cv2.equalizeHist(cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY))
            found, _, weights = self._cascade.detectMultiScale3(
                grey,
                scaleFactor=_STEP,
                minNeighbors=self._neighbours,
                minSize=(self._min_face, self._min_face),
                outputRejectLevels=True,
            )
        rows = np.asarray(found, np.float32).reshape(-1, 4)
        weight = np.asarray(weights, np.float32).reshape(-1)
        return Detections(
            np.concatenate([rows[:, :2], rows[:, :2] + rows[:, 2:]], axis=1),
            # A cascade has no probability: weights without bound are brought to 0..1.
            (1.0 / (1.0 + np.exp(-weight / _SURE))).astype(np.float32),
            np.zeros(len(rows), np.int64),
        )


def create(options: PluginOptions) -> FaceDetector:
    """A detector over the cascade that comes with OpenCV.

    Raises:
        ModelError: the installed OpenCV has no cascades, as from version 5.
    """
    path = Path(cv2.__file__).parent / "data" / CASCADE
    classifier = getattr(cv2, "CascadeClassifier", None)
    if classifier is None or not path.is_file():
        raise ModelError(
            f"the installed OpenCV {cv2.__version__} has no cascades", "Choose another detector"
        )
    cascade = classifier()
    # From memory: on Windows OpenCV opens no file whose path has letters of another language.
    text = path.read_text(encoding="utf-8")
    storage = cv2.FileStorage(text, cv2.FILE_STORAGE_READ | cv2.FILE_STORAGE_MEMORY)
    if not cascade.read(storage.getFirstTopLevelNode()) or cascade.empty():
        raise ModelError("the cascade of OpenCV cannot be read", "Choose another detector", path)
    return HaarDetector(
        cascade,
        options.whole("min_face"),
        options.whole("neighbours"),
    )
