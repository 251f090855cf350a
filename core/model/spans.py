"""Parts of spans of time, and of the verdicts on them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from core.model.document import Document
from core.model.edits import Change, RecordChange, Span
from core.model.values import Verdict


def clipped(spans: Iterable[Span], start: int | None, end: int | None) -> tuple[Span, ...]:
    """The parts of spans from `start` to `end`; None: no limit."""
    cut = (
        (a if start is None else max(a, start), b if end is None else min(b, end)) for a, b in spans
    )
    return tuple((a, b) for a, b in cut if a < b)


def without(spans: Iterable[Span], taken: Iterable[Span]) -> tuple[Span, ...]:
    """The parts of spans that none of `taken` covers."""
    left = tuple(spans)
    for start, end in taken:
        left = (*clipped(left, None, start), *clipped(left, end, None))
        left = tuple(sorted(set(left)))
    return left


def span_of(verdict: Verdict) -> Span | None:
    """Of what a verdict is; None: of the whole track."""
    if verdict.start_pts is None or verdict.end_pts is None:
        return None
    return verdict.start_pts, verdict.end_pts


def clipped_verdict(verdict: Verdict, start: int | None, end: int | None) -> Verdict | None:
    """The part of a span's verdict; None if nothing of it is left."""
    span = span_of(verdict)
    assert span is not None
    parts = clipped([span], start, end)
    return replace(verdict, start_pts=parts[0][0], end_pts=parts[0][1]) if parts else None


def trimmed_verdicts(
    doc: Document, track_id: int, start: int | None, end: int | None
) -> list[Change]:
    """Of the verdicts of a track's spans only what lies from `start` to `end` stays."""
    changes: list[Change] = []
    for verdict in doc.verdicts.values():
        if verdict.track_id == track_id and span_of(verdict) is not None:
            after = clipped_verdict(verdict, start, end)
            if after != verdict:
                changes.append(RecordChange("verdict", verdict.id, verdict, after))
    return changes


def divided_verdicts(
    doc: Document, from_id: int, to_id: int, pts: int, next_id: int
) -> tuple[list[Change], int]:
    """From `pts` on a track's boxes are another one's: the verdicts of spans go with them, in two
    where the cut goes through them. That of the whole track stays.

    Args:
        next_id: of the next verdict that is new.

    Returns:
        The changes, and the id of the next one after them.
    """
    changes: list[Change] = []
    for verdict in doc.verdicts.values():
        if verdict.track_id != from_id or span_of(verdict) is None:
            continue
        head, tail = clipped_verdict(verdict, None, pts), clipped_verdict(verdict, pts, None)
        if tail is None:
            continue
        if head is None:
            moved = replace(tail, track_id=to_id)
            changes.append(RecordChange("verdict", verdict.id, verdict, moved))
            continue
        changes.append(RecordChange("verdict", verdict.id, verdict, head))
        new = replace(tail, id=next_id, track_id=to_id)
        changes.append(RecordChange("verdict", next_id, None, new))
        next_id += 1
    return changes, next_id


def joined_verdicts(doc: Document, keep_id: int, other_id: int) -> list[Change]:
    """The verdicts of spans of a track that is gone go to another one, where that has none.

    Their going is among the changes before: here they come back.
    """
    changes: list[Change] = []
    next_id = doc.next_id("verdict")
    spans = [(v, span) for v in doc.verdicts.values() if (span := span_of(v)) is not None]
    taken = [span for verdict, span in spans if verdict.track_id == keep_id]
    for verdict, span in spans:
        if verdict.track_id != other_id:
            continue
        for number, (start, end) in enumerate(without([span], taken)):
            id = next_id if number else verdict.id
            next_id += number > 0
            part = replace(verdict, id=id, track_id=keep_id, start_pts=start, end_pts=end)
            changes.append(RecordChange("verdict", id, None, part))
    return changes
