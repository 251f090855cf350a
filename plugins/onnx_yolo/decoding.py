"""From a picture to what a YOLO network sees, and from what it says to boxes in the picture."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from core.api import UInt8s

Floats = npt.NDArray[np.float32]

GREY = 114
"""What YOLOv5 and v8 fill the edges with."""

EXTRAS = (32, 51)
"""Rows of YOLOv8 after the labels: what its masks are mixed by, or 17 points of a person."""


@dataclass(frozen=True, slots=True)
class Letterbox:
    """A picture (width, height) put whole into the middle of what the network sees."""

    picture: tuple[int, int]
    seen: tuple[int, int]

    @property
    def scale(self) -> float:
        return min(self.seen[0] / self.picture[0], self.seen[1] / self.picture[1])

    @property
    def inner(self) -> tuple[int, int]:
        """Width and height of the picture as it is seen, at least 1."""
        width, height = (max(1, round(length * self.scale)) for length in self.picture)
        return width, height

    @property
    def corner(self) -> tuple[int, int]:
        """Where its upper left corner comes to lie."""
        return (self.seen[0] - self.inner[0]) // 2, (self.seen[1] - self.inner[1]) // 2

    def put(self, picture: UInt8s) -> Floats:
        """(1, 3, H, W) float32, 0..1, of a picture (h, w, 3) RGB."""
        shrinking = self.scale < 1
        method = cv2.INTER_AREA if shrinking else cv2.INTER_LINEAR
        small = cv2.resize(picture, self.inner, interpolation=method)
        whole = np.full((self.seen[1], self.seen[0], 3), GREY, np.uint8)
        (x, y), (width, height) = self.corner, self.inner
        whole[y : y + height, x : x + width] = small
        return np.ascontiguousarray(whole.transpose(2, 0, 1)[None], np.float32) / np.float32(255)

    def back(self, boxes: Floats) -> Floats:
        """(n, 4) xyxy as the network sees it -> inside of the picture."""
        width, height = self.picture
        corner = np.array(self.corner * 2, np.float32)
        scale = np.array(self.inner * 2, np.float32) / np.array(self.picture * 2, np.float32)
        limits = np.array([width, height, width, height], np.float32)
        return np.asarray(np.clip((boxes - corner) / scale, 0, limits), np.float32)


def candidates(output: Floats, labels: int) -> tuple[Floats, Floats]:
    """Boxes and scores out of a network's answer.

    YOLOv5 answers (1, N, 5 + C): centre, size, objectness, C labels. YOLOv8 answers (1, 4 + C, N):
    centre, size, C labels; `EXTRAS` after them are left out where C is known. Both in pixels of
    what the network sees.

    Args:
        output: (1, a, b) float32.
        labels: C, or 0 if it is not known; then the longer side is N.

    Returns:
        (N, 4) xyxy and (N, C) scores.

    Raises:
        ValueError: the shape is neither.
    """
    if output.ndim != 3 or output.shape[0] != 1:
        raise ValueError(f"its answer has the shape {output.shape}")
    rows, columns = output.shape[1:]
    if labels:
        eight = rows - 4 - labels in (0, *EXTRAS)
        five = columns - 5 - labels in (0, *EXTRAS) and not eight
    else:
        five, eight = 5 < columns < rows, 4 < rows < columns
    if five == eight:
        known = f", and there are {labels} labels" if labels else ""
        raise ValueError(f"its answer has the shape {output.shape}{known}")
    if five:
        flat = output[0]
        scores = flat[:, 4:5] * (flat[:, 5 : 5 + labels] if labels else flat[:, 5:])
    else:
        flat = output[0].T
        scores = flat[:, 4 : 4 + labels] if labels else flat[:, 4:]
    centre, half = flat[:, :2], flat[:, 2:4] / 2
    return np.concatenate([centre - half, centre + half], axis=1), scores
