"""Sound features: MFCC as in python_speech_features' defaults, and log filter-bank energies with
the same framing.

Source of the formulas: python_speech_features (J. Lyons), `mfcc` and `fbank` with 16 kHz, 25 ms
windows, 10 ms steps, 26 filters, NFFT 512, pre-emphasis 0.97, lifter 22 and the frame energy as the
first coefficient. SyncNet was trained on exactly these numbers. Everything is computed in blocks of
columns, so memory does not grow with the clip.
"""

from __future__ import annotations

from functools import cache

import numpy as np
import numpy.typing as npt

SAMPLE_RATE = 16000
WINDOW = 400
HOP = 160
NFFT = 512
FILTERS = 26
CEPSTRA = 13
PRE_EMPHASIS = 0.97
LIFTER = 22
BLOCK_COLUMNS = 2048

Int16s = npt.NDArray[np.int16]
Float32s = npt.NDArray[np.float32]
Float64s = npt.NDArray[np.float64]

_EPS = float(np.finfo(np.float64).eps)


def column_count(sample_count: int) -> int:
    """Number of 10 ms columns of that many samples; the last one may be padded with silence."""
    if sample_count <= 0:
        return 0
    if sample_count <= WINDOW:
        return 1
    return 1 + -((WINDOW - sample_count) // HOP)


def mfcc(
    samples: Int16s, start: int = 0, stop: int | None = None, block: int = BLOCK_COLUMNS
) -> Float32s:
    """MFCC columns `start` to `stop` (exclusive; None: to the end).

    Args:
        samples: (m,) int16 mono at 16 kHz; may be a `numpy.memmap`.
        start, stop: range of columns, clipped to those that exist.
        block: columns computed at a time; changes memory, not the numbers.

    Returns:
        (n, 13) float32. Column c covers the samples 160 c to 160 c + 399.
    """
    parts = []
    lift = 1.0 + (LIFTER / 2.0) * np.sin(np.pi * np.arange(CEPSTRA) / LIFTER)
    for first, last in _blocks(samples, start, stop, block):
        power = _power(samples, first, last)
        energy = power.sum(axis=1)
        banks = _safe_log(power @ mel_filters().T)
        cepstra = (banks @ _dct().T) * lift
        cepstra[:, 0] = _safe_log(energy)
        parts.append(cepstra.astype(np.float32))
    return np.concatenate(parts) if parts else np.zeros((0, CEPSTRA), np.float32)


def log_filter_banks(
    samples: Int16s, start: int = 0, stop: int | None = None, block: int = BLOCK_COLUMNS
) -> Float32s:
    """Natural logarithm of the 26 mel filter-bank energies of each column; arguments as in `mfcc`.

    Returns:
        (n, 26) float32.
    """
    parts = [
        _safe_log(_power(samples, first, last) @ mel_filters().T).astype(np.float32)
        for first, last in _blocks(samples, start, stop, block)
    ]
    return np.concatenate(parts) if parts else np.zeros((0, FILTERS), np.float32)


@cache
def mel_filters() -> Float64s:
    """(26, 257) float64 triangular filters, 0 to 8 kHz, on the bins of a 512-point spectrum."""
    top = 2595.0 * np.log10(1.0 + SAMPLE_RATE / 2.0 / 700.0)
    mels = np.linspace(0.0, top, FILTERS + 2)
    hertz = 700.0 * (10.0 ** (mels / 2595.0) - 1.0)
    edges = np.floor((NFFT + 1) * hertz / SAMPLE_RATE)
    filters = np.zeros((FILTERS, NFFT // 2 + 1))
    for j in range(FILTERS):
        low, mid, high = edges[j], edges[j + 1], edges[j + 2]
        rise = np.arange(int(low), int(mid))
        fall = np.arange(int(mid), int(high))
        filters[j, rise] = (rise - low) / (mid - low)
        filters[j, fall] = (high - fall) / (high - mid)
    filters.setflags(write=False)
    return filters


@cache
def _dct() -> Float64s:
    """(13, 26) rows of the orthonormal DCT-II."""
    n = np.arange(FILTERS)
    k = np.arange(CEPSTRA)[:, None]
    matrix = np.cos(np.pi * k * (2 * n + 1) / (2 * FILTERS)) * np.sqrt(2.0 / FILTERS)
    matrix[0] /= np.sqrt(2.0)
    matrix.setflags(write=False)
    return matrix


def _blocks(samples: Int16s, start: int, stop: int | None, block: int) -> list[tuple[int, int]]:
    if samples.ndim != 1:
        raise ValueError(f"mono samples of shape (m,), not {samples.shape}")
    if block < 1:
        raise ValueError("a block has at least one column")
    count = column_count(len(samples))
    last = count if stop is None else min(stop, count)
    return [(a, min(a + block, last)) for a in range(max(start, 0), last, block)]


def _power(samples: Int16s, first: int, last: int) -> Float64s:
    """(last - first, 257) power spectra of the pre-emphasised columns `first` to `last`."""
    begin, end = first * HOP, (last - 1) * HOP + WINDOW
    # One sample of the past where there is one: pre-emphasis looks back, and blocks must equal the
    # whole.
    past = 1 if begin > 0 else 0
    piece = np.asarray(samples[begin - past : end], dtype=np.float64)
    emphasised = piece[past:].copy()
    emphasised[1 - past :] -= PRE_EMPHASIS * piece[:-1]
    padded = np.zeros(end - begin)
    padded[: len(emphasised)] = emphasised
    frames = np.lib.stride_tricks.sliding_window_view(padded, WINDOW)[::HOP]
    spectrum = np.fft.rfft(frames, NFFT)
    return (spectrum.real**2 + spectrum.imag**2) / NFFT


def _safe_log(values: Float64s) -> Float64s:
    """Logarithm with exact zeros (digital silence) raised to the machine epsilon, as the original
    does.
    """
    return np.log(np.where(values == 0.0, _EPS, values))
