"""Which findings are still open, by what persons did with them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime

from core.model.values import NEXT_ANALYSIS, FindingState, FindingStatus
from core.review.finding import Finding


def holds(state: FindingState, finding: Finding, now: datetime) -> bool:
    """Whether this state still closes the finding.

    It does not where it is another finding's, where an edit has changed what the finding rests on,
    or where a snooze has run out. `NEXT_ANALYSIS` holds until `edits.set_analysis` takes the state
    away.

    Args:
        now: with its time zone.
    """
    if state.key != finding.key or state.basis != finding.basis:
        return False
    if state.status is FindingStatus.RESOLVED or state.until == NEXT_ANALYSIS:
        return True
    end = _time(state.until)
    return end is not None and now < end


def open_findings(
    findings: Iterable[Finding], states: Iterable[FindingState], now: datetime
) -> list[Finding]:
    """The findings that no state closes, in their order."""
    by_key = {state.key: state for state in states}
    return [f for f in findings if f.key not in by_key or not holds(by_key[f.key], f, now)]


def _time(text: str) -> datetime | None:
    """None where it is no time: a snooze without a readable end is over."""
    try:
        time = datetime.fromisoformat(text)
    except ValueError:
        return None
    return time if time.tzinfo else time.replace(tzinfo=UTC)
