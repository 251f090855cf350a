"""Reads clips plainly with PyAV, independently of the program, to check what the makers claim."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import numpy.typing as npt

from tests.media.muxing import Picture


@dataclass(frozen=True, slots=True)
class Pictures:
    """Decoded frames: container times in seconds, pictures, and each frame's rotation."""

    times: list[Fraction]
    pictures: list[Picture]
    rotation: int
    types: str
    """One letter a frame: I, P or B."""


def decode_pictures(path: Path, every: int = 1, shrink: int = 1) -> Pictures:
    """All frames in order; pictures only of every n-th and 1/shrink as large, to save memory."""
    times: list[Fraction] = []
    pictures: list[Picture] = []
    types: list[str] = []
    rotation = 0
    with av.open(str(path)) as container:
        stream = container.streams.video[0]
        for number, frame in enumerate(container.decode(stream)):
            assert frame.pts is not None
            assert frame.time_base is not None
            times.append(frame.pts * frame.time_base)
            types.append(av.video.frame.PictureType(frame.pict_type).name)
            rotation = frame.rotation
            if number % every == 0:
                width, height = frame.width // shrink, frame.height // shrink
                pictures.append(frame.to_ndarray(width=width, height=height, format="rgb24"))
    return Pictures(times, pictures, rotation, "".join(types))


@dataclass(frozen=True, slots=True)
class Sound:
    """Decoded sound: (n,) float64 mono, its rate, and the container time of its first sample."""

    samples: npt.NDArray[np.float64]
    rate: int
    start: Fraction


def decode_sound(path: Path) -> Sound:
    parts: list[npt.NDArray[np.float64]] = []
    start = Fraction(0)
    with av.open(str(path)) as container:
        stream = container.streams.audio[0]
        resampler = av.AudioResampler(format="fltp", layout="mono", rate=stream.rate)
        for frame in container.decode(stream):
            if not parts:
                assert frame.pts is not None
                assert frame.time_base is not None
                start = frame.pts * frame.time_base
            parts.extend(f.to_ndarray()[0].astype(np.float64) for f in resampler.resample(frame))
        rate = stream.rate
    return Sound(np.concatenate(parts), rate, start)
