"""Waveform peaks for the timeline."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import chain

import numpy as np
import numpy.typing as npt

from core.jobs import JobContext
from core.media.audio import SAMPLE_RATE, iter_samples
from core.media.pyramid import MinMaxPyramid
from core.media.source import VideoSource

_BIN = SAMPLE_RATE // 100
_BLOCK = 10 * SAMPLE_RATE


@dataclass(frozen=True, slots=True, eq=False)
class Peaks:
    """Lowest and highest sample of each bin, -1..1; bin j covers j..j+1 times `seconds_per_bin`.

    `pyramid` is made with it, in the thread that reads the sound.
    """

    low: npt.NDArray[np.float32]
    high: npt.NDArray[np.float32]
    seconds_per_bin: float = _BIN / SAMPLE_RATE
    pyramid: MinMaxPyramid = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "pyramid", MinMaxPyramid(self.low, self.high))

    def __len__(self) -> int:
        return len(self.low)


def waveform_peaks(source: VideoSource, ctx: JobContext | None = None) -> Peaks:
    """Peaks of the whole sound in bins of 10 ms; empty without an audio stream."""
    lows: list[npt.NDArray[np.int16]] = []
    highs: list[npt.NDArray[np.int16]] = []
    waiting: list[npt.NDArray[np.int16]] = []
    length = 0
    rest = np.empty(0, np.int16)
    for chunk in chain(iter_samples(source, ctx), (None,)):
        if chunk is not None:
            waiting.append(chunk)
            length += len(chunk)
            # One array for each of a long video's packets: joining them in the end would hold up
            # every other thread for a third of a second, and cost 100 MB.
            if length < _BLOCK:
                continue
        rest = np.concatenate([rest, *waiting])
        waiting, length = [], 0
        full = len(rest) // _BIN * _BIN
        bins = rest[:full].reshape(-1, _BIN)
        lows.append(bins.min(axis=1))
        highs.append(bins.max(axis=1))
        rest = rest[full:]
    if len(rest):
        lows.append(rest.min(keepdims=True))
        highs.append(rest.max(keepdims=True))
    return Peaks(_scaled(lows), _scaled(highs))


def _scaled(parts: list[npt.NDArray[np.int16]]) -> npt.NDArray[np.float32]:
    whole = np.concatenate(parts) if parts else np.empty(0, np.int16)
    scaled = whole.astype(np.float32) / 32768.0
    scaled.setflags(write=False)
    return scaled
