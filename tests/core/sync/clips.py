"""Clips for scorers, made by code: a mouth that follows a voice, or does not."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt


@dataclass(frozen=True, slots=True, eq=False)
class MadeClip:
    """A face clip (core.api.FaceClip) of arrays, handed out in batches of 16."""

    frames: npt.NDArray[np.uint8]
    sound: npt.NDArray[np.int16]

    @property
    def count(self) -> int:
        return len(self.frames)

    def pictures(self) -> Iterator[npt.NDArray[np.uint8]]:
        for first in range(0, len(self.frames), 16):
            yield self.frames[first : first + 16]

    def samples(self) -> npt.NDArray[np.int16]:
        return self.sound


def talk(steps: int, seed: int) -> npt.NDArray[np.float64]:
    """(100 values a second, 2) how open and how rounded the mouth is, 0..1, by syllables."""
    generator = np.random.default_rng(seed)
    length = steps * 4 + 400
    curves = []
    for _ in range(2):
        knots = np.cumsum(generator.uniform(6, 14, length // 6))
        heights = generator.random(len(knots)) * (np.arange(len(knots)) % 2)
        curves.append(np.interp(np.arange(length), knots, heights))
    return np.stack(curves, axis=1)


def voice(steps: int, early_steps: float = 0, seed: int = 1) -> npt.NDArray[np.int16]:
    """(640 steps,) the sound of `talk`: a dark and a bright noise, one for each of its values."""
    generator = np.random.default_rng(seed + 100)
    values = talk(steps, seed)
    times = 200 + np.arange(steps * 640) / 160 + early_steps * 4
    low, high = (np.interp(times, np.arange(len(values)), values[:, c]) for c in range(2))
    white = generator.standard_normal((2, steps * 640 + 8))
    dark = np.convolve(white[0], np.ones(9) / 3, mode="valid")
    bright = np.diff(white[1], n=2)[: steps * 640]
    sound = 2500 * low * dark + 1200 * high * bright + 20 * white[0, : steps * 640]
    return sound.astype(np.int16)


def mouth_clip(steps: int = 300, early_steps: float = 0, seed: int = 1) -> MadeClip:
    """A clip whose sound comes `early_steps` before the mouth; negative: audio late."""
    generator = np.random.default_rng(seed)
    mouth = talk(steps, seed)
    # Picture i shows the middle of its 40 ms; value j stands for 10 ms.
    at = 200 + np.arange(steps) * 4 + 2
    y, x = np.mgrid[0:224, 0:224]
    lips = np.exp(-(((x - 112) / 40) ** 2) - ((y - 160) / 16) ** 2)
    corners = np.exp(-(((np.abs(x - 112) - 45) / 14) ** 2) - ((y - 160) / 14) ** 2)
    face = 150 + 10 * np.sin(x / 30)
    grain = generator.normal(0, 3, (224, 224))
    frames = np.empty((steps, 224, 224, 3), np.uint8)
    for i in range(steps):
        light = 5 * np.sin(i / 40)
        grey = face + light - 60 * mouth[at[i], 0] * lips - 40 * mouth[at[i], 1] * corners
        noise = np.roll(grain, generator.integers(0, 224, 2), (0, 1))
        frames[i] = np.clip(grey + noise, 0, 255)[..., None].astype(np.uint8)
    return MadeClip(frames, voice(steps, early_steps, seed))
