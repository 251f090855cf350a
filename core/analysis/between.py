"""Boxes in the pictures between those that a detector sees: the last ones, followed by optical
flow.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import cv2
import numpy as np
import numpy.typing as npt

from core.contract import Detections
from core.vision.flow import BoxFollower

_LEAST_TRUST = 0.5
"""Of a followed box, see `core.vision.flow.Seen`; under it the target is taken for lost."""


def followed(
    found: Detections,
    seen: npt.NDArray[np.uint8],
    pictures: Sequence[npt.NDArray[np.uint8]],
    check: Callable[[], None] = lambda: None,
) -> list[Detections]:
    """What a detector found in one picture, followed through the pictures behind it.

    Landmarks and masks are not followed.

    Args:
        seen: (H, W, 3) RGB, the picture in which `found` lies.
        pictures: those behind it, in their order and of its size.
        check: called before each picture; may raise to stop.

    Returns:
        One `Detections` per picture, their scores lowered by the trust; those that were lost are
        left out from there on.
    """
    first = _grey(seen)
    followers = {
        row: BoxFollower(first, box)
        for row, box in enumerate(np.asarray(found.boxes, np.float64))
        if _inside(box, first.shape)
    }
    result = []
    for picture in pictures:
        check()
        grey = _grey(picture)
        rows, boxes, trusts = [], [], []
        for row, follower in list(followers.items()):
            at = follower.look(grey)
            if at is None or at.trust < _LEAST_TRUST or not _inside(at.box, grey.shape):
                del followers[row]
                continue
            follower.accept(grey, at)
            rows.append(row)
            boxes.append(at.box)
            trusts.append(at.trust)
        result.append(
            Detections(
                np.array(boxes, np.float32).reshape(-1, 4),
                (found.scores[rows] * np.array(trusts)).astype(np.float32),
                found.labels[rows],
            )
        )
    return result


def _grey(picture: npt.NDArray[np.uint8]) -> npt.NDArray[np.uint8]:
    return np.asarray(cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY), np.uint8)


def _inside(box: npt.NDArray[np.float64], shape: tuple[int, ...]) -> bool:
    """Whether a box has some room in a picture (H, W)."""
    height, width = shape[:2]
    x1, y1, x2, y2 = np.clip(box, 0, [width, height, width, height])
    return bool(x2 - x1 >= 4 and y2 - y1 >= 4)
