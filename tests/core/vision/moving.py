"""Clips in which a textured patch moves over a textured ground, and where it is in each frame."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt

from core.model.values import Box
from tests.media.muxing import Picture, VideoOut, write_media

SIZE = (320, 180)
TICK = Fraction(1, 90000)


@dataclass(frozen=True, slots=True)
class Moving:
    """A clip that was made: exact pts of its frames, and the true boxes, None where it is not."""

    path: Path
    pts: tuple[int, ...]
    boxes: tuple[Box | None, ...]


def texture(seed: int, size: tuple[int, int], coarse: int = 6) -> Picture:
    """(h, w, 3) uint8 blotches of `coarse` pixels."""
    width, height = size
    rng = np.random.default_rng(seed)
    small = rng.integers(20, 236, (height // coarse + 2, width // coarse + 2, 3), np.uint8)
    return np.asarray(cv2.resize(small, size, interpolation=cv2.INTER_CUBIC), np.uint8)


def draw(ground: Picture, patch: Picture, box: Box) -> Picture:
    """The ground with the patch in a box, exact to parts of a pixel."""
    height, width = patch.shape[:2]
    matrix = np.array(
        [[box.width / width, 0, box.x1], [0, box.height / height, box.y1]], np.float64
    )
    size = (ground.shape[1], ground.shape[0])
    moved = cv2.warpAffine(patch, matrix, size, flags=cv2.INTER_AREA)
    alpha = cv2.warpAffine(np.ones((height, width), np.float32), matrix, size)[..., None]
    mixed: npt.NDArray[np.float32] = moved * alpha + ground * (1 - alpha)
    return np.rint(mixed).astype(np.uint8)


def draw_cover(place: Callable[[int], Box]) -> Callable[[int, Picture], Picture]:
    """For `over`: another patch in front of everything, `place(n)` in frame n."""
    cover = texture(33, (140, 140), 8)
    return lambda number, picture: draw(picture, cover, place(number))


def make_moving(
    path: Path,
    place: Callable[[int], Box | None],
    frames: int = 60,
    pts: Sequence[int] | None = None,
    rate: Fraction = Fraction(25),
    ground: Callable[[int], int] = lambda _frame: 1,
    gop: int = 12,
    bframes: int = 0,
    over: Callable[[int, Picture], Picture] = lambda _number, picture: picture,
) -> Moving:
    """Make a clip.

    Args:
        place: where the patch is in frame n, None for nowhere.
        pts: in `TICK`s; evenly by `rate` by default.
        ground: the seed of the ground in frame n.
        over: makes of the number and the picture of a frame the one that is written.
    """
    pts = [round(n / rate / TICK) for n in range(frames)] if pts is None else list(pts)
    patch = texture(7, (80, 80))
    boxes = tuple(place(n) for n in range(len(pts)))

    def picture(number: int) -> Picture:
        plain = texture(ground(number), SIZE, 10)
        box = boxes[number]
        return over(number, plain if box is None else draw(plain, patch, box))

    video = VideoOut(
        size=SIZE,
        pts=pts,
        time_base=TICK,
        rate=rate,
        last_duration=pts[-1] - pts[-2],
        options={
            "preset": "veryfast",
            "crf": "18",
            "g": str(gop),
            "bf": str(bframes),
            "x264-params": "threads=1:scenecut=0",
        },
    )
    write_media(path, video, map(picture, range(len(pts))), None)
    return Moving(path, tuple(pts), boxes)
