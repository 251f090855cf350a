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
    """Who decided, when (ISO 8601, UTC), and what they noted."""

    reviewer: str = ""
    decided_at: str = ""
    note: str = ""


def set_verdict(
    doc: Document,
    track_id: int,
    value: VerdictValue | None,
    reviewer: str = "",
    decided_at: str = "",
    note: str | None = None,
) -> Edit:
    """Set the verdict of a whole track, or take it back with None.

    Args:
        note: None keeps the present one.
    """
    return set_verdicts(doc, [track_id], value, reviewer, decided_at, note)


def set_verdicts(
    doc: Document,
    track_ids: Iterable[int],
    value: VerdictValue | None,
    reviewer: str = "",
    decided_at: str = "",
    note: str | None = None,
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
        text = note if note is not None else old.note if old is not None else ""
        id = old.id if old is not None else next_id
        next_id += old is None
        new = Verdict(id, track_id, value, None, None, reviewer, decided_at, text)
        changes.append(RecordChange("verdict", id, old, new))
    return Edit("Clear verdict" if value is None else "Set verdict", tuple(changes))


def set_note(doc: Document, verdict_id: int, note: str) -> Edit:
    """The free text that goes with a verdict."""
    old = doc.verdicts[verdict_id]
    new = replace(old, note=note)
    changes = () if new == old else (RecordChange("verdict", verdict_id, old, new),)
    return Edit("Change note", changes)


def set_span_verdict(
    doc: Document,
    track_id: int,
    span: Span,
    value: VerdictValue | None,
    decision: Decision | None = None,
) -> Edit:
    """Decide on a span of a track; None takes back what was decided there.

    What was decided before on a part of the span gives way: spans of one track never overlap.

    Args:
        span: from pts up to pts, the second not included.

    Raises:
        EditError: the span is empty.
    """
    start, end = span
    if start >= end:
        raise EditError("the span is empty", "Mark its first and last frame with I and O")
    decision = decision or Decision()
    changes: list[Change] = []
    next_id = doc.next_id("verdict")
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
        new = Verdict(
            next_id,
            track_id,
            value,
            start,
            end,
            decision.reviewer,
            decision.decided_at,
            decision.note,
        )
        changes.append(RecordChange("verdict", next_id, None, new))
    text = "Clear verdict of span" if value is None else "Set verdict of span"
    return Edit(text, tuple(changes))


def span_verdicts(doc: Document, track_id: int) -> list[Verdict]:
    """The verdicts of spans of a track, by their start."""
    found = [v for v in doc.verdicts.values() if v.track_id == track_id and v.start_pts is not None]
    return sorted(found, key=lambda v: v.start_pts or 0)
