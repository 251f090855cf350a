"""Places of a video that cannot be seen as they were recorded."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

Reason = Literal["lost", "corrupt", "cut short"]
"""lost: it does not decode; corrupt: it decodes with errors, or the container says that it is
damaged; cut short: the file ends before the length that it declares."""


@dataclass(frozen=True, slots=True, order=True)
class DamagedSpan:
    """A damaged part of a video: start_pts <= pts < end_pts.

    Args:
        start_pts, end_pts: in the time base of the video's index; the end may lie after the last
            frame, where the file is cut short.
    """

    start_pts: int
    end_pts: int
    reason: Reason = "lost"


def merged(spans: Iterable[DamagedSpan]) -> tuple[DamagedSpan, ...]:
    """The same places in order, disjoint; where two reasons overlap, the one that began first."""
    joined: list[DamagedSpan] = []
    for span in sorted(spans):
        last = joined[-1] if joined else None
        start = span.start_pts if last is None else max(span.start_pts, last.end_pts)
        if span.end_pts <= start:
            continue
        if last is not None and last.end_pts == start and last.reason == span.reason:
            joined[-1] = DamagedSpan(last.start_pts, span.end_pts, span.reason)
        else:
            joined.append(DamagedSpan(start, span.end_pts, span.reason))
    return tuple(joined)
