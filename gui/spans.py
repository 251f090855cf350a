"""Spans of the video on screen in exact seconds, as they are played."""

from __future__ import annotations

from core.media.route import Span
from core.model.values import Track
from core.timebase import FrameIndex
from gui.session import Session


def times_of(index: FrameIndex, span: tuple[int, int]) -> Span:
    """A span of pts in seconds."""
    return index.time_of_pts(span[0]), index.time_of_pts(span[1])


def marked_times(session: Session) -> Span | None:
    """The marked span; None without marks."""
    span, index = session.marked_span, session.index
    return None if span is None or index is None else times_of(index, span)


def visible_times(session: Session, track: Track) -> list[Span]:
    """Where a track is not outside."""
    span, index = session.track_span(track.id), session.index
    if span is None or index is None:
        return []
    start, last = times_of(index, span)
    spans: list[Span] = []
    for away in (times_of(index, gap) for gap in sorted(track.outside)):
        if start < min(away[0], last):
            spans.append((start, min(away[0], last)))
        start = max(start, away[1])
    if start < last:
        spans.append((start, last))
    return spans
