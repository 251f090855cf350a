"""Median filtering of a track's path, and calming the boxes of a track."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from core.model.keyframes import Keyframes
from core.model.values import SOURCE_CODES, Source

Floats = npt.NDArray[np.float64]

_SHORT_GAP = 3
"""Grid steps lie one or two frames apart at 30 frames a second: that is no gap."""


def median_filter(values: Floats, width: int) -> Floats:
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


def smooth_keyframes(
    rows: Keyframes, first_pts: int, last_pts: int, window_frames: int
) -> Keyframes:
    """Calm the boxes of a track between two pts, both included.

    Centre and size go through a running median, which takes a jump out where a mean would only
    spread it. Then each becomes the value of the straight line that fits best around it, weighted
    by a Gaussian of the distance in time: Savitzky-Golay filtering of the first order, for rows
    that need not be evenly spaced. A Gaussian mean would pull the ends of every movement inwards;
    this leaves an even movement as it is, at the ends too.

    A person's keyframes stay exactly as they are, and what lies up to half a window beside them is
    drawn towards them, so that no jump arises there. Keyframes beyond the span take part as
    neighbours and are not changed. Nothing is smoothed over a gap of more than half a window.

    Args:
        window_frames: odd number of neighbouring frames that have keyframes: all frames where a
            tracker set them, those of the grid where a detector did. 1 changes nothing.

    Returns:
        The same keyframes with other boxes; all else is kept.

    Raises:
        ValueError: the window is even or not positive.
    """
    window = window_frames
    if window < 1 or window % 2 != 1:
        raise ValueError("the window of smoothing is odd and positive")
    start, stop = np.searchsorted(rows.pts, (first_pts, last_pts + 1))
    if window == 1 or stop - start < 1:
        return rows
    # A line reaches half a window, the medians that it goes through half a window further, and a
    # person's keyframe half a window again.
    low, high = max(int(start) - 2 * window, 0), min(int(stop) + 2 * window, len(rows))
    boxes = rows.boxes.astype(np.float64)
    half_size = (boxes[:, 2:] - boxes[:, :2]) / 2
    path = np.concatenate([boxes[:, :2] + half_size, half_size], axis=1)
    person = rows.sources == SOURCE_CODES.index(Source.PERSON)
    # In units of what usually lies between two keyframes.
    times = rows.pts - rows.pts[0]
    times = times / np.median(np.diff(times[low:high])) if high - low > 1 else times.astype(float)
    gaps = low + 1 + np.flatnonzero(np.diff(times[low:high]) > max(window // 2, _SHORT_GAP))
    for a, b in pairwise([low, *gaps.tolist(), high]):
        path[a:b] = _calmed(times[a:b], path[a:b], person[a:b], window)
    calm = np.concatenate([path[:, :2] - path[:, 2:], path[:, :2] + path[:, 2:]], axis=1)
    changes = np.zeros(len(rows), np.bool_)
    changes[start:stop] = True
    changes &= ~person
    return replace(rows, boxes=np.where(changes[:, None], calm, boxes).astype(np.float32))


def _calmed(times: Floats, path: Floats, person: npt.NDArray[np.bool_], window: int) -> Floats:
    """(n, 4) centre and half-size of one run, calm, through what a person set."""
    if len(path) < 3:
        return path
    calm = _lines(times, median_filter(path, window), window)
    calm += _drawn_to(np.flatnonzero(person), path - calm, window // 2 + 1)
    # What falls steeply could go on below nothing.
    calm[:, 2:] = np.maximum(calm[:, 2:], path[:, 2:].min(axis=0))
    return calm


def _lines(times: Floats, values: Floats, window: int) -> Floats:
    """(n, c) the value at each row of the line that fits the rows around it best."""
    half = window // 2
    sigma = window / 4
    n = len(times)
    s0, s1, s2 = (np.zeros((n, 1)) for _ in range(3))
    t0, t1 = np.zeros_like(values), np.zeros_like(values)
    # Over the offsets, not over the rows: there are few.
    for offset in range(max(-half, 1 - n), min(half, n - 1) + 1):
        here = slice(max(-offset, 0), n - max(offset, 0))
        there = slice(max(offset, 0), n - max(-offset, 0))
        apart = (times[there] - times[here])[:, None] / sigma
        weight = np.exp(-0.5 * apart**2)
        s0[here] += weight
        s1[here] += weight * apart
        s2[here] += weight * apart**2
        t0[here] += weight * values[there]
        t1[here] += weight * apart * values[there]
    return np.asarray((s2 * t0 - s1 * t1) / (s0 * s2 - s1**2))


def _drawn_to(anchors: npt.NDArray[np.int64], off: Floats, reach: int) -> Floats:
    """(n, c) what has to be added so that the rows `anchors` get all of their `off`, those beside
    them less and less, those `reach` rows away nothing."""
    added = np.zeros_like(off)
    if len(anchors) == 0:
        return added
    rows = np.arange(len(off))
    after = np.searchsorted(anchors, rows)
    far = len(off) + 2 * reach
    left = np.concatenate([[-far], anchors])[after]
    right = np.concatenate([anchors, [far + len(off)]])[after]
    # Between two that are close it is a mean of both, so that neither disturbs the other.
    span = np.minimum(right - left, reach)
    for anchor in (left, right):
        share = np.maximum(1 - np.abs(rows - anchor) / span, 0)
        inside = (anchor >= 0) & (anchor < len(off))
        added[inside] += share[inside, None] * off[anchor[inside]]
    return added
