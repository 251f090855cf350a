"""YuNet (Wu et al., 2023) through OpenCV's FaceDetectorYN, on the CPU."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import cv2
import numpy as np

from core.api import Detections, FaceDetector, ModelError, PluginOptions, UInt8s, checked_sha256

WEIGHTS_ID = "yunet"

_CANDIDATES = 5000
_MOST_BYTES = 50_000_000
_WAY_OUT = "Get the weights of YuNet again in Analysis > Models, or choose another detector"


class YunetDetector:
    """Finds faces with five landmarks.

    Args:
        net: an instance of `cv2.FaceDetectorYN`. It pads pictures to whole multiples of 32 itself.
        long_side: pictures are reduced to it, never enlarged.
    """

    labels: tuple[str, ...] = ("face",)

    def __init__(self, net: Any, long_side: int) -> None:
        self._net = net
        self._long_side = long_side

    def detect(self, pictures: UInt8s) -> list[Detections]:
        """Boxes of a batch (N, H, W, 3) RGB uint8; see `core.api.FaceDetector`."""
        height, width = pictures.shape[1:3]
        scale = min(self._long_side / max(width, height), 1.0)
        size = (max(round(width * scale), 1), max(round(height * scale), 1))
        back = np.array([width / size[0], height / size[1]], np.float32)
        self._net.setInputSize(size)
        return [self._one(picture, size, back) for picture in pictures]

    def _one(self, picture: UInt8s, size: tuple[int, int], back: Any) -> Detections:
        if size != (picture.shape[1], picture.shape[0]):
            picture = np.asarray(cv2.resize(picture, size, interpolation=cv2.INTER_AREA), np.uint8)
        _, rows = self._net.detect(cv2.cvtColor(picture, cv2.COLOR_RGB2BGR))
        # Each row: x, y, width, height, five points, score. OpenCV gives None for no rows.
        found = np.zeros((0, 15), np.float32) if rows is None else np.asarray(rows, np.float32)
        corners = np.stack([found[:, :2], found[:, :2] + found[:, 2:4]], axis=1) * back
        return Detections(
            corners.reshape(-1, 4),
            np.clip(found[:, 14], 0.0, 1.0),
            np.zeros(len(found), np.int64),
            # The person's right eye first, which is the left one in the picture; nose; mouth.
            found[:, 4:14].reshape(-1, 5, 2) * back,
        )


def load(path: Path, min_score: float, nms_iou: float) -> Any:
    """OpenCV's detector over an ONNX file.

    Raises:
        ModelError: the file is not there, or is not YuNet's network.
    """
    checked_sha256(path, "YuNet", _WAY_OUT, _MOST_BYTES)
    # As bytes: OpenCV opens no paths with letters outside of the system's code page.
    data = np.fromfile(path, np.uint8)
    levels = cv2.utils.logging
    before = levels.getLogLevel()
    # OpenCV 5 warns at each start that its new engine has no choice of targets; there is none here.
    levels.setLogLevel(levels.LOG_LEVEL_SILENT)
    try:
        net = cv2.FaceDetectorYN.create(
            "onnx", data, np.empty(0, np.uint8), (64, 64), min_score, nms_iou, _CANDIDATES
        )
        # Another network is read without a word, and fails at its first picture.
        net.detect(np.zeros((64, 64, 3), np.uint8))
    except cv2.error as error:
        raise ModelError(
            "these are not the weights of YuNet, or the file is damaged", _WAY_OUT, path
        ) from error
    finally:
        levels.setLogLevel(before)
    return net


def create(options: PluginOptions) -> FaceDetector:
    """A detector over the weights `yunet`.

    Raises:
        ModelError: no weights are installed, or they cannot be used.
    """
    path = options.file(WEIGHTS_ID, "YuNet")
    net = load(
        path,
        options.number("min_score"),
        options.number("nms_iou"),
    )
    return YunetDetector(net, options.whole("long_side"))
