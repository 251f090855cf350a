"""A spectrogram of the whole sound for the timeline, in bounded memory."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from functools import cache

import numpy as np
import numpy.typing as npt

from core.jobs import JobContext
from core.media.audio import SAMPLE_RATE, iter_samples
from core.media.pyramid import MaxPyramid
from core.media.source import VideoSource

BANDS = 64
MOST_COLUMNS = 200_000
"""13 MB, and a third more for the levels of detail: longer sound has longer columns."""

_WINDOW = 512
_HOP = 160
_LOW_HZ, _HIGH_HZ = 60.0, 7600.0
_QUIETEST_DB = -100.0
_WINDOWS_A_COLUMN = 8
"""The most windows that are looked at for one column: of hours a sample will do."""

Bytes = npt.NDArray[np.uint8]
Samples = npt.NDArray[np.int16]


@dataclass(frozen=True, slots=True, eq=False)
class Spectrogram:
    """How loud each band is.

    Args:
        levels: (bands, n) uint8, row 0 the lowest band: 0 is -100 dB of a full-scale sine or less,
            255 is 0 dB. Column j covers j..j+1 times `seconds_per_column`.
    """

    levels: Bytes
    seconds_per_column: float
    pyramid: MaxPyramid = field(init=False, repr=False)

    def __post_init__(self) -> None:
        self.levels.setflags(write=False)
        object.__setattr__(self, "pyramid", MaxPyramid(self.levels))

    @property
    def bands(self) -> int:
        return self.levels.shape[0]

    @property
    def empty(self) -> bool:
        """Whether there is no sound at all in it."""
        return not self.levels.shape[1]

    def hz_of(self, row: float) -> float:
        """The frequency of a row, with its fraction."""
        low, high = _mel(_LOW_HZ), _mel(_HIGH_HZ)
        return _hz(low + row / self.bands * (high - low))

    def row_of(self, hz: float) -> float:
        """The row, with its fraction, of a frequency."""
        low, high = _mel(_LOW_HZ), _mel(_HIGH_HZ)
        return float((_mel(hz) - low) / (high - low) * self.bands)


def spectrogram(source: VideoSource, ctx: JobContext | None = None) -> Spectrogram:
    """Log-mel levels of the whole sound; without an audio stream no columns.

    Columns are 10 ms long, of long sound as long as `MOST_COLUMNS` asks for; each holds the loudest
    of its windows.

    Raises:
        MediaError: the file cannot be read.
        Cancelled: `ctx` was cancelled.
    """
    ctx = ctx or JobContext()
    hops = max(1, math.ceil(float(source.index.duration) * SAMPLE_RATE / _HOP / MOST_COLUMNS))
    column = hops * _HOP
    parts: list[Bytes] = []
    rest = np.zeros(_WINDOW // 2, np.int16)
    waiting: list[Samples] = []
    length = 0
    # Blocks of about a second, or of a few long columns.
    block = max(SAMPLE_RATE, 4 * column)
    for chunk in iter_samples(source, ctx):
        waiting.append(chunk)
        length += len(chunk)
        if length >= block:
            rest = np.concatenate([rest, *waiting])
            waiting, length = [], 0
            count = max(len(rest) - _WINDOW, 0) // column
            if count:
                ctx.check()
                parts.append(_columns(rest, count, hops))
                rest = rest[count * column :]
    rest = np.concatenate([rest, *waiting])
    count = math.ceil((len(rest) - _WINDOW // 2) / column)
    if count > 0:
        padded = np.zeros(count * column + _WINDOW, np.int16)
        padded[: min(len(rest), len(padded))] = rest[: len(padded)]
        parts.append(_columns(padded, count, hops))
    levels = np.concatenate(parts, axis=1) if parts else np.zeros((BANDS, 0), np.uint8)
    return Spectrogram(levels, column / SAMPLE_RATE)


def _columns(samples: Samples, count: int, hops: int) -> Bytes:
    """(bands, count) levels; the first window is centred on the begin of the first column."""
    offsets = np.unique(np.linspace(0, hops - 1, min(hops, _WINDOWS_A_COLUMN)).astype(np.int64))
    starts = (np.arange(count)[:, None] * hops + offsets[None, :]) * _HOP
    windows = np.lib.stride_tricks.sliding_window_view(samples, _WINDOW)[starts.ravel()]
    shape = np.hanning(_WINDOW).astype(np.float32)
    # A sine of full scale has the power 1.
    spectra = np.fft.rfft(windows.astype(np.float32) / 32768.0 * shape) / (shape.sum() / 2)
    power = (np.abs(spectra) ** 2).astype(np.float32) @ _filters().T
    loudest = power.reshape(count, len(offsets), BANDS).max(axis=1)
    decibels = 10.0 * np.log10(np.maximum(loudest, 1e-12))
    scaled = (decibels - _QUIETEST_DB) / -_QUIETEST_DB * 255.0
    return np.ascontiguousarray(np.clip(np.rint(scaled), 0, 255).astype(np.uint8).T)


def _mel(hz: float) -> float:
    """O'Shaughnessy's formula."""
    return 2595.0 * math.log10(1.0 + hz / 700.0)


def _hz(mel: float) -> float:
    return 700.0 * (10.0 ** (mel / 2595.0) - 1.0)


def level_db(level: int) -> float:
    """What a level of a spectrogram stands for."""
    return level / 255.0 * -_QUIETEST_DB + _QUIETEST_DB


@cache
def _filters() -> npt.NDArray[np.float32]:
    """(bands, bins) triangles on the mel scale, each at least one bin wide."""
    edges = np.linspace(_mel(_LOW_HZ), _mel(_HIGH_HZ), BANDS + 2)
    hz = 700.0 * (10.0 ** (edges / 2595.0) - 1.0)
    bins = np.arange(_WINDOW // 2 + 1) * SAMPLE_RATE / _WINDOW
    left, middle, right = hz[:-2, None], hz[1:-1, None], hz[2:, None]
    rising, falling = (bins - left) / (middle - left), (right - bins) / (right - middle)
    filters = np.clip(np.minimum(rising, falling), 0.0, 1.0).astype(np.float32)
    nearest = np.argmin(np.abs(bins[None, :] - hz[1:-1, None]), axis=1)
    empty = filters.max(axis=1) == 0.0
    filters[empty, nearest[empty]] = 1.0
    filters.setflags(write=False)
    return filters
