"""A finding in English, for the command line."""

from __future__ import annotations

from collections.abc import Callable

from core.review.finding import Finding, FindingKind
from core.sync.grades import offset_words


def finding_words(finding: Finding, title: Callable[[int], str] | None = None) -> str:
    """One sentence without a full stop: what is doubtful, with its figures.

    Args:
        title: name of a track by its id; "track 3" if not given.
    """
    name = title or (lambda id: f"track {id}")
    who = "" if finding.track_id is None else name(finding.track_id)
    other = "" if finding.other_track_id is None else name(finding.other_track_id)
    text = _WORDS[finding.kind](finding, other)
    return f"{who}: {text}" if who else text


def _offset(f: Finding, other: str) -> str:
    g = f.figures
    stale = "; its boxes were changed since" if g["stale"] else ""
    return (
        f"{offset_words(g['offset_ms'])}, {g['excess_ms']:.0f} ms outside the tolerance of "
        f"{g['early_ms']:.0f} ms early and {g['late_ms']:.0f} ms late{stale}"
    )


def _undetermined(f: Finding, other: str) -> str:
    if "listens" in f.figures:
        return f"{f.reason}; another face fits the sound meanwhile"
    return f.reason


def _low(f: Finding, other: str) -> str:
    g = f.figures
    if "floor" in g:
        return f"confidence {g['confidence']:.2f} is under {g['floor']:.2f}"
    return f"the lips do not fit the sound for {g['seconds']:.1f} s"


def _drift(f: Finding, other: str) -> str:
    g = f.figures
    if "step_ms" in g:
        return (
            f"the sound jumps, before: {offset_words(g['before_ms'])}, "
            f"after: {offset_words(g['after_ms'])}"
        )
    rate, change = abs(g["ms_per_minute"]), abs(g["change_ms"])
    if g["ms_per_minute"] > 0:
        return f"the audio gets earlier by {rate:.0f} ms a minute, {change:.0f} ms in all"
    return f"the audio gets later by {rate:.0f} ms a minute, {change:.0f} ms in all"


def _jump(f: Finding, other: str) -> str:
    g = f.figures
    more = f", and {g['jumps'] - 1:.0f} more" if g["jumps"] > 1 else ""
    return (
        f"the box moves by {g['share']:.0%} of its size and becomes {g['size_ratio']:.2f} times "
        f"as large within {g['seconds']:.2f} s{more}"
    )


def _gap(f: Finding, other: str) -> str:
    g = f.figures
    if f.other_track_id is not None:
        return f"{other} begins {g['seconds']:.2f} s after it at the same place: one face?"
    several = f"{g['gaps']:.0f} gaps, the longest" if g["gaps"] > 1 else "a gap"
    return f"{several} of {g['seconds']:.2f} s"


def _unseen(f: Finding, other: str) -> str:
    g = f.figures
    faces = f"of {g['faces']:.0f} face(s) none fits" if g["faces"] else "no face is in the picture"
    return f"sound for {g['seconds']:.1f} s without a visible speaker ({faces})"


def _unreviewed(f: Finding, other: str) -> str:
    others = f.figures["others"]
    if others:
        return f"no verdict yet, {others:.0f} other finding(s)"
    return "no verdict yet"


_WORDS: dict[FindingKind, Callable[[Finding, str], str]] = {
    FindingKind.OFFSET_OUTSIDE: _offset,
    FindingKind.UNDETERMINED: _undetermined,
    FindingKind.LOW_CONFIDENCE: _low,
    FindingKind.DRIFT: _drift,
    FindingKind.BOX_JUMP: _jump,
    FindingKind.SHORT_GAP: _gap,
    FindingKind.LOST_TRACK: lambda f, other: (
        f"ends {f.figures['seconds']:.1f} s before its shot, not at the picture's edge"
    ),
    FindingKind.SAME_VOICE: lambda f, other: (
        f"fits the same voice as {other} for {f.figures['seconds']:.1f} s"
    ),
    FindingKind.NO_VISIBLE_SPEAKER: _unseen,
    FindingKind.UNREVIEWED: _unreviewed,
}
