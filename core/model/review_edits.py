"""Edits of a review: what a person does with findings."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Protocol

from core.model.edits import Edit, RecordChange
from core.model.values import FindingState, FindingStatus

if TYPE_CHECKING:
    from core.model.document import Document


class FindingName(Protocol):
    """What names a finding and tells whether it is still the same (core.review's `Finding`)."""

    @property
    def video_id(self) -> int: ...
    @property
    def key(self) -> str: ...
    @property
    def basis(self) -> str: ...


def set_finding_state(
    doc: Document,
    findings: Iterable[FindingName],
    status: FindingStatus,
    reviewer: str = "",
    decided_at: str = "",
    until: str = "",
    note: str = "",
) -> Edit:
    """Resolve or snooze findings as they are now; a former state of theirs is replaced.

    Args:
        until: for a snooze: an ISO 8601 date-time or `NEXT_ANALYSIS`.

    Raises:
        ValueError: a snooze without an end, or an end without a snooze.
    """
    if (status is FindingStatus.SNOOZED) != bool(until):
        raise ValueError("a snooze has an end, and nothing else has")
    present = _by_key(doc)
    next_id = doc.next_id("finding")
    changes: list[RecordChange] = []
    for finding in {f.key: f for f in findings}.values():
        old = present.get(finding.key)
        id = old.id if old else next_id
        next_id += old is None
        new = FindingState(
            id, finding.video_id, finding.key, finding.basis, status,
            reviewer, decided_at, until, note,
        )  # fmt: skip
        changes.append(RecordChange("finding", id, old, new))
    text = "Resolve finding" if status is FindingStatus.RESOLVED else "Snooze finding"
    return Edit(text, tuple(changes))


def reopen_findings(doc: Document, keys: Iterable[str]) -> Edit:
    """Take back what was done with these findings; no change where nothing was."""
    present = _by_key(doc)
    states = [present[key] for key in dict.fromkeys(keys) if key in present]
    return Edit("Reopen finding", tuple(RecordChange("finding", s.id, s, None) for s in states))


def _by_key(doc: Document) -> dict[str, FindingState]:
    return {state.key: state for state in doc.finding_states.values()}
