"""Pictures of squares, discs and triangles before a noisy ground, and what is in them."""

from __future__ import annotations

import contextlib
import io
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt
from pycocotools.coco import COCO
from pycocotools.cocoeval import COCOeval

from core.api import Detections
from core.vision.masks import encode_mask
from tests.media.muxing import VideoOut, write_media

UInt8s = npt.NDArray[np.uint8]

SHAPES = {"square": 1, "disc": 2, "triangle": 3}
SIZE = (160, 120)
"""Width and height."""


@dataclass(frozen=True, slots=True)
class Shape:
    """One of `SHAPES` with side `side` px, its upper left corner, and its colour."""

    kind: int
    x: int
    y: int
    side: int
    colour: tuple[int, int, int]

    @property
    def box(self) -> tuple[int, int, int, int]:
        return (self.x, self.y, self.x + self.side, self.y + self.side)

    def paint(self, picture: UInt8s, colour: tuple[int, ...] | None = None) -> None:
        x, y, side = self.x, self.y, self.side
        value = self.colour if colour is None else colour
        if self.kind == SHAPES["square"]:
            cv2.rectangle(picture, (x, y), (x + side - 1, y + side - 1), value, -1)
        elif self.kind == SHAPES["disc"]:
            cv2.circle(picture, (x + side // 2, y + side // 2), side // 2, value, -1)
        else:
            corners = [[x + side // 2, y], [x, y + side - 1], [x + side - 1, y + side - 1]]
            cv2.fillPoly(picture, [np.array(corners)], value)

    def mask(self) -> UInt8s:
        """(H, W) uint8, 0 or 1."""
        pixels = np.zeros(SIZE[::-1], np.uint8)
        self.paint(pixels, (1,))
        return pixels


def some_shapes(rng: np.random.Generator, most: int = 3) -> list[Shape]:
    """One to `most` that do not touch."""
    shapes: list[Shape] = []
    for _ in range(int(rng.integers(1, most + 1))):
        side = int(rng.integers(20, 44))
        x, y = (int(rng.integers(1, length - side)) for length in SIZE)
        kind = int(rng.integers(1, len(SHAPES) + 1))
        red, green, blue = (int(value) for value in rng.integers(140, 256, 3))
        new = Shape(kind, x, y, side, (red, green, blue))
        a, b, c, d = new.box
        if all(c < s[0] or a > s[2] or d < s[1] or b > s[3] for s in (old.box for old in shapes)):
            shapes.append(new)
    return shapes


def painted(shapes: Sequence[Shape], rng: np.random.Generator) -> UInt8s:
    """(H, W, 3) RGB."""
    noise = rng.integers(0, 90, (SIZE[1], SIZE[0], 3)).astype(np.uint8)
    picture = np.asarray(cv2.GaussianBlur(noise, (5, 5), 0), np.uint8)
    for shape in shapes:
        shape.paint(picture)
    return picture


def moved(shapes: Sequence[Shape], frame: int) -> list[Shape]:
    """The shapes as they go to and fro, by one pixel a frame, inside of the picture."""
    result = []
    for i, s in enumerate(shapes):
        room = SIZE[0] - 2 - s.side
        way = (s.x + (frame if i % 2 else -frame)) % (2 * room)
        result.append(Shape(s.kind, 1 + min(way, 2 * room - way), s.y, s.side, s.colour))
    return result


def shapes_clip(path: Path, frames: int, seed: int) -> list[list[Shape]]:
    """Write a clip of 25 pictures a second in which shapes move; what is in each of them.

    Its height is cut into three bands, so that no shape meets another.
    """
    rng = np.random.default_rng(seed)
    first = []
    for band in range(3):
        side = int(rng.integers(22, 37))
        red, green, blue = (int(value) for value in rng.integers(140, 256, 3))
        x = int(rng.integers(1, SIZE[0] - side))
        first.append(Shape(band + 1, x, 1 + 40 * band, side, (red, green, blue)))
    truth = [moved(first, frame) for frame in range(frames)]
    video = VideoOut(
        size=SIZE,
        pts=range(frames),
        time_base=Fraction(1, 25),
        rate=Fraction(25),
        last_duration=1,
        options={"crf": "18"},
    )
    write_media(path, video, (painted(shapes, rng) for shapes in truth), None)
    return truth


def ap50(
    truth: Sequence[Sequence[Shape]], found: Sequence[Detections], kind: str = "bbox"
) -> float:
    """Average precision at an IoU of 0.5 over all shapes, by pycocotools.

    Args:
        found: with labels in the order of `SHAPES`.
        kind: "bbox" or "segm".
    """
    size = [SIZE[1], SIZE[0]]
    items, results = [], []
    for image, (shapes, one) in enumerate(zip(truth, found, strict=True), 1):
        for shape in shapes:
            x1, y1, x2, y2 = shape.box
            counts = encode_mask(shape.mask()).decode()
            item = {
                "id": len(items) + 1,
                "image_id": image,
                "category_id": shape.kind,
                "bbox": [x1, y1, x2 - x1, y2 - y1],
                "area": (x2 - x1) * (y2 - y1),
                "iscrowd": 0,
                "segmentation": {"size": size, "counts": counts},
            }
            items.append(item)
        for row, (x1, y1, x2, y2) in enumerate(one.boxes.tolist()):
            result = {
                "image_id": image,
                "category_id": int(one.labels[row]) + 1,
                "score": float(one.scores[row]),
            }
            if kind == "bbox":
                result["bbox"] = [x1, y1, x2 - x1, y2 - y1]
            else:
                assert one.masks is not None
                counts = one.masks[row]
                if counts is None:
                    continue
                result["segmentation"] = {"size": size, "counts": counts.decode()}
            results.append(result)
    with contextlib.redirect_stdout(io.StringIO()):
        data = COCO()
        data.dataset = {
            "info": {},
            "images": [
                {"id": n, "width": SIZE[0], "height": SIZE[1]} for n in range(1, len(truth) + 1)
            ],
            "categories": [{"id": id, "name": name} for name, id in SHAPES.items()],
            "annotations": items,
        }
        data.createIndex()
        evaluation = COCOeval(data, data.loadRes(results), kind)
        evaluation.evaluate()
        evaluation.accumulate()
        evaluation.summarize()
    return float(evaluation.stats[1])
