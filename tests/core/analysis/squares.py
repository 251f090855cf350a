"""A small detector plugin that really finds something: bright squares on a dark ground."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import numpy as np

from core.registry import Registry, builtin_folder
from tests.media.muxing import AudioOut, VideoOut, write_media

SIZE = (320, 180)
SQUARE = 60

MANIFEST = """
id = "squares"
name = "Squares"
kind = "detector"
version = "1"
api = 1
"""
CODE = """
import cv2
import numpy as np

from core.api import Detections


class Squares:
    labels = ("square",)

    def detect(self, pictures):
        return [self.one(p) for p in pictures]

    def one(self, picture):
        bright = (picture.min(axis=2) > 128).astype(np.uint8)
        _, _, stats, _ = cv2.connectedComponentsWithStats(bright)
        rows = [s for s in stats[1:] if s[4] > 100]
        boxes = np.array([[x, y, x + w, y + h] for x, y, w, h, _ in rows], np.float32)
        n = len(rows)
        return Detections(
            boxes.reshape(n, 4), np.full(n, 0.75, np.float32), np.zeros(n, np.int64)
        )


def create(options):
    return Squares()
"""


def registry(folder: Path, code: str = CODE) -> Registry:
    """The built-in plugins, and `squares` in a user folder."""
    target = folder / "squares"
    target.mkdir(parents=True, exist_ok=True)
    (target / "manifest.toml").write_text(MANIFEST, encoding="utf-8")
    (target / "__init__.py").write_text(code, encoding="utf-8")
    return Registry.discover(builtin_folder(), folder)


def make_clip(
    path: Path,
    frames: int = 100,
    rate: Fraction = Fraction(25),
    sound: bool = True,
    squares: bool = True,
    cut: int | None = None,
    textured: bool = False,
) -> Path:
    """A dark clip over which a bright square moves right by one pixel a frame.

    Args:
        cut: the frame from which on the ground is blue and the square starts anew lower down.
        textured: the square is not of one colour, so that its motion can be seen.
    """
    pictures = []
    coarse = np.random.default_rng(7).integers(160, 251, (SQUARE // 5, SQUARE // 5, 1), np.uint8)
    pattern = coarse.repeat(5, axis=0).repeat(5, axis=1)
    for n in range(frames):
        after = cut is not None and n >= cut
        picture = np.full((SIZE[1], SIZE[0], 3), (10, 20, 110) if after else (60, 20, 10), np.uint8)
        x, y = (20 + n - (cut or 0), 90) if after else (20 + n, 20)
        if squares:
            picture[y : y + SQUARE, x : x + SQUARE] = pattern if textured else 250
        pictures.append(picture)
    noise = np.random.default_rng(5).normal(0, 3000, int(frames / rate * 16000))
    write_media(
        path,
        VideoOut(
            size=SIZE,
            pts=list(range(frames)),
            time_base=1 / rate,
            rate=rate,
            last_duration=1,
            options={"crf": "12", "g": "25"},
        ),
        pictures,
        AudioOut(samples=noise.astype(np.int16), rate=16000) if sound else None,
    )
    return path
