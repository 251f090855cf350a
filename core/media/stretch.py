"""Playing faster or slower at the same pitch, with every sample's source time known.

Waveform similarity overlap-add (Verhelst and Roelands, "An overlap-add technique based on waveform
similarity (WSOLA) for high quality time-scale modification of speech", ICASSP 1993).
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

import numpy as np
import numpy.typing as npt

from core.media.sound import Stereo

Read = Callable[[int, int], Stereo]
"""(index, count) -> (count, 2) float32; any index, also negative."""

_HOP_S = Fraction(12, 1000)
"""Half a grain. Longer grains sound smoother and smear clicks further when played slowly."""
_SEARCH_S = Fraction(8, 1000)
"""How far a grain may lie from its exact place to fit to the one before: a period of 62 Hz both
ways together."""


class Stretch:
    """Output sample n sounds like input sample `begin + n * speed`, at most 8 ms off.

    At speed 1 the samples themselves are given.

    Args:
        read: gives the input.
        begin: index of the input at which the output begins.
        speed: input seconds per output second.
        rate: samples per second.
    """

    def __init__(self, read: Read, begin: int, speed: Fraction, rate: int) -> None:
        self._read = read
        self._begin = begin
        self._speed = speed
        self._hop = int(_HOP_S * rate)
        self._search = int(_SEARCH_S * rate)
        phase = np.arange(2 * self._hop, dtype=np.float64) / self._hop
        # Rising and falling halves add up to one.
        self._window = ((1 - np.cos(np.pi * phase)) / 2).astype(np.float32)[:, None]
        self._given = 0
        self._ready = np.empty((0, 2), np.float32)
        self._grains = 0
        self._tail = np.zeros((self._hop, 2), np.float32)
        self._follows: Stereo | None = None

    @property
    def given(self) -> int:
        """Samples of output so far."""
        return self._given

    def render(self, count: int) -> Stereo:
        """The next (count, 2) float32 of output."""
        if self._speed == 1:
            out = self._read(self._begin + self._given, count)
        else:
            parts, have = [self._ready], len(self._ready)
            while have < count:
                parts.append(self._next_hop())
                have += self._hop
            whole = np.concatenate(parts)
            out, self._ready = whole[:count], whole[count:]
        self._given += count
        return out

    def _next_hop(self) -> Stereo:
        """One hop of output, completed by the rising half of the next grain."""
        if self._follows is None:
            # The grain whose middle is the first sample of output: its falling half begins it.
            self._take(self._read(self._begin - self._hop, 3 * self._hop))
        assert self._follows is not None
        self._grains += 1
        middle = self._begin + round(self._grains * self._hop * self._speed)
        low = middle - self._hop - self._search
        region = self._read(low, 3 * self._hop + 2 * self._search)
        at = self._best(region[: 2 * self._hop + 2 * self._search].mean(axis=1))
        done = self._tail
        grain = region[at : at + 3 * self._hop]
        done = done + grain[: self._hop] * self._window[: self._hop]
        self._take(grain)
        return done

    def _take(self, grain: Stereo) -> None:
        """Keep the falling half of a grain, and what came after its rising half."""
        hop = self._hop
        self._tail = grain[hop : 2 * hop] * self._window[hop:]
        self._follows = grain[hop : 3 * hop].mean(axis=1)

    def _best(self, region: npt.NDArray[np.float32]) -> int:
        """Where in `region` a grain goes on most like the one before would have: the greatest
        normalised cross-correlation; the exact place where all is silent."""
        assert self._follows is not None
        scores = np.correlate(region, self._follows, "valid")
        energy = np.concatenate([[0.0], np.cumsum(region.astype(np.float64) ** 2)])
        length = len(self._follows)
        windows = np.maximum(energy[length:] - energy[:-length], 0.0)
        if not windows.max() > 0.0:
            return self._search
        scores = scores / np.sqrt(windows + 1e-9 * windows.max() + 1e-12)
        best = int(np.argmax(scores))
        # Nothing gained by moving: stay in place.
        return best if scores[best] > scores[self._search] else self._search
