"""Median filtering of a track's path."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt


def median_filter(values: npt.NDArray[np.float64], width: int) -> npt.NDArray[np.float64]:
    """Running median over an odd `width` along the first axis; the ends are repeated outwards.

    The published code pads with zeros, which pulls the first and last boxes towards the corner.
    """
    if width % 2 != 1:
        raise ValueError("the width of a median filter is odd")
    if len(values) == 0:
        return values
    half = width // 2
    padding = [(half, half)] + [(0, 0)] * (values.ndim - 1)
    padded = np.pad(values, padding, mode="edge")
    windows = np.lib.stride_tricks.sliding_window_view(padded, width, axis=0)
    return np.asarray(np.median(windows, axis=-1))
