"""A strip of small pictures over a whole video: something true to show during a fast drag."""

from __future__ import annotations

import threading
from bisect import bisect_left, insort
from collections.abc import Iterator
from fractions import Fraction
from math import sqrt

import numpy as np

from core.media.picture import KeptPicture
from core.timebase import FrameIndex

MOST = 480
"""Pictures of a strip: about 27 MB in 4:2:0, whatever the length of the video."""
LEAST_APART = Fraction(1, 2)
"""Seconds between two pictures, unless key frames lie closer and there is room."""
_MOST_DECODED = 100_000
"""Frames of a video above which only key frames come into the strip: the ones between them cost a
decode of everything."""
_AREA = 256 * 144


class Strip:
    """Small pictures by frame number. Thread-safe."""

    def __init__(self) -> None:
        self._numbers: list[int] = []
        self._pictures: dict[int, KeptPicture] = {}
        self._lock = threading.Lock()

    def add(self, number: int, kept: KeptPicture) -> None:
        with self._lock:
            if number not in self._pictures:
                insort(self._numbers, number)
            self._pictures[number] = kept

    def nearest(self, number: int) -> tuple[int, KeptPicture] | None:
        """The picture nearest to a frame, with its own number; the earlier one of two."""
        with self._lock:
            if not self._numbers:
                return None
            at = bisect_left(self._numbers, number)
            found = min(self._numbers[max(at - 1, 0) : at + 1], key=lambda n: abs(n - number))
            return found, self._pictures[found]

    def __contains__(self, number: int) -> bool:
        return number in self._pictures

    def __len__(self) -> int:
        return len(self._pictures)

    @property
    def nbytes(self) -> int:
        with self._lock:
            return sum(kept.nbytes for kept in self._pictures.values())


def strip_size(width: int, height: int) -> tuple[int, int]:
    """(width, height) of a strip's pictures: even, of the video's shape, never larger than it."""
    factor = min(sqrt(_AREA / (width * height)), 1.0)
    return max(round(width * factor / 2) * 2, 2), max(round(height * factor / 2) * 2, 2)


def strip_order(index: FrameIndex, most: int = MOST) -> Iterator[int]:
    """Numbers of the frames for the strip, in the order in which they are worth decoding.

    First key frames, coarse to fine, each for itself; then those between distant key frames, a
    group of pictures at a time in rising order, which decodes each group once. Never more than
    `most`.
    """
    keys = index.key_numbers.tolist() or [0]
    chosen = keys if len(keys) <= most else _spread(index, keys, most)
    yield from (chosen[i] for i in _coarse_to_fine(len(chosen)))
    room = most - len(chosen)
    if room <= 0 or len(index) > _MOST_DECODED or len(keys) > len(chosen):
        return
    between = _between(index, keys, room)
    yield from (n for i in _coarse_to_fine(len(between)) for n in between[i])


def _spread(index: FrameIndex, keys: list[int], count: int) -> list[int]:
    """`count` of the key frames or fewer, evenly in time."""
    times = index.pts[keys]
    even = np.linspace(times[0], times[-1], count)
    return [keys[i] for i in np.unique(np.searchsorted(times, even))]


def _between(index: FrameIndex, keys: list[int], room: int) -> list[list[int]]:
    """For each group of pictures the frames within it, evenly in time, `room` in all at most."""
    apart = max(LEAST_APART, index.duration / room)
    ticks = max(int(apart / index.time_base), 1)
    groups: list[list[int]] = []
    for key, following in zip(keys, [*keys[1:], len(index)], strict=True):
        end = index.end_pts if following == len(index) else int(index.pts[following])
        times = range(int(index.pts[key]) + ticks, end - ticks // 2, ticks)
        inside = {index.frame_of_pts(time) for time in times} - {key, following}
        if inside:
            groups.append(sorted(inside))
    while sum(map(len, groups)) > room:
        groups.pop()
    return groups


def _coarse_to_fine(count: int) -> Iterator[int]:
    """0..count-1, so that every beginning of the sequence is spread over all of it."""
    step = 1
    while step < count:
        step *= 2
    done: set[int] = set()
    while step >= 1:
        for i in range(0, count, step):
            if i not in done:
                done.add(i)
                yield i
        step //= 2
