"""Edits of verdicts: of whole tracks and of spans of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from core.errors import EditError
from core.model.document import Document
from core.model.edits import Change, Edit, RecordChange, Span
from core.model.values import Verdict, VerdictValue


@dataclass(frozen=True, slots=True)
class Decision:
    """Who decided, when (ISO 8601, UTC), and what they noted; None: what was noted before stays."""

    reviewer: str = ""
    decided_at: str = ""
    note: str | None = None


_NOBODY = Decision()


def set_verdict(
    doc: Document, track_id: int, value: VerdictValue | None, decision: Decision = _NOBODY
) -> Edit:
    """Set the verdict of a whole track, or take it back with None."""
    return set_verdicts(doc, [track_id], value, decision)


def set_verdicts(
    doc: Document,
    track_ids: Iterable[int],
    value: VerdictValue | None,
    decision: Decision = _NOBODY,
) -> Edit:
    """The same verdict for several tracks, in one step; see `set_verdict`."""
    changes: list[Change] = []
    next_id = doc.next_id("verdict")
    for track_id in track_ids:
        old = doc.track_verdict(track_id)
        if value is None:
            if old is not None:
                changes.append(RecordChange("verdict", old.id, old, None))
            continue
        id = old.id if old is not None else next_id
        next_id += old is None
        noted = decision
        if decision.note is None and old is not None:
            noted = replace(decision, note=old.note)
        new = _verdict(id, track_id, value, None, noted)
        changes.append(RecordChange("verdict", id, old, new))
    return Edit("Clear verdict" if value is None else "Set verdict", tuple(changes))


def set_note(doc: Document, verdict_id: int, note: str) -> Edit:
    """The free text that goes with a verdict."""
    old = doc.verdicts[verdict_id]
    new = replace(old, note=note)
    changes = () if new == old else (RecordChange("verdict", verdict_id, old, new),)
    return Edit("Change note", changes)


def set_span_verdicts(
    doc: Document,
    track_ids: Iterable[int],
    span: Span,
    value: VerdictValue | None,
    decision: Decision = _NOBODY,
) -> Edit:
    """Decide on a span of tracks, in one step; None takes back what was decided there.

    What was decided before on a part of the span gives way: spans of one track never overlap.

    Args:
        span: from pts up to pts, the second not included.

    Raises:
        EditError: the span is empty.
    """
    start, end = span
    if start >= end:
        raise EditError("the span is empty", "Mark its first and last frame with I and O")
    changes: list[Change] = []
    next_id = doc.next_id("verdict")
    for track_id in track_ids:
        for old in doc.verdicts.values():
            if old.track_id != track_id or old.start_pts is None or old.end_pts is None:
                continue
            if not (old.start_pts < end and start < old.end_pts):
                continue
            left = replace(old, end_pts=start) if old.start_pts < start else None
            right = replace(old, start_pts=end) if end < old.end_pts else None
            changes.append(RecordChange("verdict", old.id, old, left or right))
            if left is not None and right is not None:
                changes.append(RecordChange("verdict", next_id, None, replace(right, id=next_id)))
                next_id += 1
        if value is not None:
            new = _verdict(next_id, track_id, value, span, decision)
            changes.append(RecordChange("verdict", next_id, None, new))
            next_id += 1
    text = "Clear verdict of span" if value is None else "Set verdict of span"
    return Edit(text, tuple(changes))


def _verdict(
    id: int, track_id: int, value: VerdictValue, span: Span | None, decision: Decision
) -> Verdict:
    start, end = span or (None, None)
    who, when, note = decision.reviewer, decision.decided_at, decision.note or ""
    return Verdict(id, track_id, value, start, end, who, when, note)
