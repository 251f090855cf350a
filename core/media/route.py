"""The way that playback takes through a video: on, back, in spans, round and round."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction

Span = tuple[Fraction, Fraction]
Leg = tuple[Fraction, Fraction | None]
"""From, to, in seconds from the first picture; `to` is None where playback goes on without end."""


@dataclass(frozen=True, slots=True)
class Route:
    """Where playback is after so many seconds of video, whatever the speed.

    Args:
        start: seconds from the first picture; playback begins there, or at the next span.
        direction: 1 forward, -1 backward.
        spans: half-open, sorted, disjoint: only these are played. Empty: all; forward then has no
            end.
        repeat: begin anew after the last span.

    Raises:
        ValueError: spans that are empty, not sorted or overlap, or nothing to repeat.
    """

    start: Fraction
    direction: int = 1
    spans: tuple[Span, ...] = ()
    repeat: bool = False

    def __post_init__(self) -> None:
        if any(a >= b for a, b in self.spans):
            raise ValueError("a span ends after it begins")
        if any(a[1] > b[0] for a, b in zip(self.spans, self.spans[1:], strict=False)):
            raise ValueError("spans are sorted and do not overlap")
        if self.repeat and not self.spans:
            raise ValueError("only spans repeat")

    @property
    def length(self) -> Fraction | None:
        """Seconds of video that are played; None without an end."""
        return None if self.repeat else _length(self._first())

    def legs(self) -> Iterator[Leg]:
        """The stretches that are played one after the other; endless with `repeat`."""
        yield from self._first()
        while self.repeat:
            yield from self._cycle()

    def time_at(self, travelled: Fraction) -> Fraction:
        """Seconds from the first picture after `travelled` seconds of video; the end if over."""
        legs = self._first()
        first = _length(legs)
        if self.repeat and first is not None and travelled >= first:
            legs = self._cycle()
            cycle = _length(legs)
            assert cycle is not None
            travelled = (travelled - first) % cycle
        begin, end = legs[0]
        for begin, end in legs:
            if end is None or travelled < abs(end - begin):
                return begin + travelled * self.direction
            travelled -= abs(end - begin)
        assert end is not None
        return end

    def moved(self, start: Fraction) -> Route:
        """The same way from another place."""
        return replace(self, start=start)

    def _cycle(self) -> list[Leg]:
        if self.direction > 0:
            return list(self.spans)
        return [(b, a) for a, b in reversed(self.spans)]

    def _first(self) -> list[Leg]:
        """The legs from the start to the end of the last span. A start that no span lies behind
        begins anew with the first."""
        start, on = self.start, self.direction > 0
        if not self.spans:
            return [(start, None if on else min(start, Fraction(0)))]
        ahead: list[Leg] = []
        for begin, end in self._cycle():
            assert end is not None
            if on and start < end:
                ahead.append((max(start, begin), end))
            elif not on and start > end:
                ahead.append((min(start, begin), end))
        return ahead or self._cycle()


def _length(legs: list[Leg]) -> Fraction | None:
    total = Fraction(0)
    for begin, end in legs:
        if end is None:
            return None
        total += abs(end - begin)
    return total
