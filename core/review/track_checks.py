"""Findings that one track gives by itself: pure functions of `TrackFacts`, to be kept by track."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from core.model.values import SOURCE_CODES, WINDOW_CENTRE, Source, SyncScore, VerdictValue
from core.review.drift import course
from core.review.facts import TrackFacts, joined, pts_of_step, seconds
from core.review.finding import Finding, FindingKind, Limits, make_finding
from core.review.fit import HIDDEN, Fit, usable
from core.review.reviewed import is_reviewed
from core.sync.speech import closed, runs_of, sound_threshold
from core.timebase import GRID_RATE

Floats = npt.NDArray[np.float32]

_PERSON = SOURCE_CODES.index(Source.PERSON)
_TOGETHER_S = 1.0
"""Jumps, or gaps, of one track that are nearer than this are one finding."""
_EDGE = 0.02
"""Share of the picture's size: a box so near to its edge may have left it."""
_DENSE = 3.0
"""A gap is missing time only if it is so many times what lies between neighbours elsewhere."""
_STEP_SLACK_S = 1.0
"""The place of a step is known no better."""
_CALMER = 0.5
"""Where a person has decided about the voice, the boxes are still exported, but less urgent."""


def track_findings(
    facts: TrackFacts, fit: Fit | None, limits: Limits, loudness: Floats | None = None
) -> tuple[Finding, ...]:
    """What is doubtful in this track alone; without UNREVIEWED.

    A decided verdict (all but unsure) is a person's word about the voice: nothing is found in the
    sound then, nor in a span that has such a verdict. Boxes are still looked at, with half the
    doubt, but for a rejected track, in which nothing is.

    Args:
        fit: of the track (core.review.fit.fit_of).
        loudness: (n,) of the video's grid steps (core.sync.speech.step_loudness); with it, low
            frame confidence in silence is no finding. None: not known.
    """
    if not len(facts.keyframes) or facts.verdict is VerdictValue.REJECT:
        return ()
    found: list[Finding] = []
    if not facts.decided and facts.video.has_audio:
        found += (f for f in _voice(facts, fit, limits, loudness) if not _judged(facts, f))
    calmer = _CALMER if facts.decided else 1.0
    found += _jumps(facts, limits, calmer)
    found += _gaps(facts, limits, calmer)
    found += _lost(facts, limits, calmer)
    return tuple(found)


def _judged(facts: TrackFacts, finding: Finding) -> bool:
    return facts.judged(finding.start_pts, finding.end_pts)


def unreviewed(facts: TrackFacts, others: list[Finding]) -> Finding | None:
    """UNREVIEWED, the more doubtful the more the track's other findings are.

    None for a track that is reviewed (core.review.reviewed).
    """
    if is_reviewed(facts):
        return None
    worst = max((f.doubt for f in others), default=0.0)
    return make_finding(
        FindingKind.UNREVIEWED,
        facts.video.id,
        facts.span,
        0.05 + 0.25 * worst,
        facts.score_basis,
        tracks=(facts.id,),
        figures={"others": len(others)},
    )


# --- the voice ----------------------------------------------------------------------------------


def _voice(
    facts: TrackFacts, fit: Fit | None, limits: Limits, loudness: Floats | None
) -> Iterator[Finding]:
    score = facts.score
    basis = facts.score_basis
    if score is None or not usable(score):
        figures = {"scored": float(score is not None)}
        if score is not None:
            figures["confidence"] = score.confidence
        yield make_finding(
            FindingKind.UNDETERMINED,
            facts.video.id,
            facts.span,
            0.3 if score is None else 0.55,
            basis,
            tracks=(facts.id,),
            figures=figures,
            reason="not scored" if score is None else score.reason or "its figures are no numbers",
        )
    else:
        yield from _offset(facts, score, limits, basis)
        if fit is not None:
            yield from _weak(facts, score, fit, limits, loudness, basis)
    if score is not None:
        yield from _drift(facts, score, limits, basis)


def _offset(
    facts: TrackFacts, score: SyncScore, limits: Limits, basis: tuple[object, ...]
) -> Iterator[Finding]:
    tolerance = limits.tolerance.at(facts.video.frame_rate)
    excess = tolerance.excess_ms(score.offset_ms)
    if excess > 0.0:
        yield make_finding(
            FindingKind.OFFSET_OUTSIDE,
            facts.video.id,
            facts.span,
            min(0.6 + excess / 400.0, 0.95),
            (*basis, tolerance),
            tracks=(facts.id,),
            figures={
                "offset_ms": score.offset_ms,
                "early_ms": tolerance.early_ms,
                "late_ms": tolerance.late_ms,
                "excess_ms": excess,
                "confidence": score.confidence,
                "stale": float(score.stale),
            },
        )
    floor = limits.confidence_floor[score.kind]
    if score.confidence < floor:
        yield make_finding(
            FindingKind.LOW_CONFIDENCE,
            facts.video.id,
            facts.span,
            0.35 + 0.25 * (1.0 - max(score.confidence, 0.0) / floor),
            (*basis, floor),
            place="track",
            tracks=(facts.id,),
            figures={"confidence": score.confidence, "floor": floor},
        )


def _weak(
    facts: TrackFacts,
    score: SyncScore,
    fit: Fit,
    limits: Limits,
    loudness: Floats | None,
    basis: tuple[object, ...],
) -> Iterator[Finding]:
    """Spans that do not fit in a track that does."""
    first = fit.first + WINDOW_CENTRE
    smooth = fit.values[WINDOW_CENTRE : WINDOW_CENTRE + score.steps]
    seen = smooth > HIDDEN
    weak = seen & (smooth < limits.weak_share * fit.full)
    if loudness is not None and len(loudness):
        heard = np.arange(first, first + score.steps) - fit.shift
        inside = (heard >= 0) & (heard < len(loudness))
        sounding = loudness[np.clip(heard, 0, len(loudness) - 1)] >= sound_threshold(loudness)
        weak &= sounding & inside
    for a, b in closed(runs_of(weak), 5):
        length = (b - a) / GRID_RATE
        if length < limits.weak_s:
            continue
        mean = float(smooth[a:b][seen[a:b]].mean())
        span = pts_of_step(facts.video, first + a), pts_of_step(facts.video, first + b)
        yield make_finding(
            FindingKind.LOW_CONFIDENCE,
            facts.video.id,
            span,
            0.3 + 0.2 * min(length / 10.0, 1.0),
            (*basis, span),
            place=span[0],
            tracks=(facts.id,),
            figures={"share": max(mean / fit.full, 0.0), "seconds": length, "confidence": mean},
        )


def _drift(
    facts: TrackFacts, score: SyncScore, limits: Limits, basis: tuple[object, ...]
) -> Iterator[Finding]:
    video = facts.video
    found = course(score.matrix, limits.drift_ms, limits.local_floor[score.kind])
    if not (found.steps or found.slopes):
        return
    basis = (*basis, score.matrix.data)

    def pts(clip_s: float) -> int:
        return pts_of_step(video, score.start_step + round(clip_s * GRID_RATE))

    for step in found.steps:
        height = step.after_ms - step.before_ms
        yield make_finding(
            FindingKind.DRIFT,
            video.id,
            (pts(step.time_s - _STEP_SLACK_S), pts(step.time_s + _STEP_SLACK_S)),
            0.6 + min(abs(height) / 600.0, 0.3),
            basis,
            place=f"step {pts(step.time_s)}",
            tracks=(facts.id,),
            figures={"step_ms": height, "before_ms": step.before_ms, "after_ms": step.after_ms},
        )
    for slope in found.slopes:
        yield make_finding(
            FindingKind.DRIFT,
            video.id,
            (pts(slope.start_s), pts(slope.end_s)),
            0.5 + min(abs(slope.change_ms) / 400.0, 0.4),
            basis,
            place=f"slope {pts(slope.start_s)}",
            tracks=(facts.id,),
            figures={"ms_per_minute": slope.ms_per_minute, "change_ms": slope.change_ms},
        )


# --- the boxes ----------------------------------------------------------------------------------


def _jumps(facts: TrackFacts, limits: Limits, calmer: float) -> Iterator[Finding]:
    rows = facts.keyframes
    if len(rows) < 2:
        return
    boxes = rows.boxes.astype(np.float64)
    centre = (boxes[:, :2] + boxes[:, 2:]) / 2.0
    sides = np.maximum(boxes[:, 2:] - boxes[:, :2], 1.0)
    size = np.sqrt(sides[:, 0] * sides[:, 1])
    apart = np.diff(rows.pts) * float(facts.video.time_base)
    way = np.hypot(*np.diff(centre, axis=0).T) / np.minimum(size[1:], size[:-1])
    growth = np.diff(np.log(size))
    change = np.abs(growth)
    usual_way, usual_change = (np.median(v / apart) * apart for v in (way, change))
    far = way > np.maximum(
        limits.jump_share + limits.jump_rate * apart, limits.jump_factor * usual_way
    )
    grown = change > np.maximum(
        limits.size_share + limits.size_rate * apart, limits.jump_factor * usual_change
    )
    # Two boxes that a person set are as that person wants them.
    wanted = (rows.sources[1:] == _PERSON) & (rows.sources[:-1] == _PERSON)
    odd = np.flatnonzero((far | grown) & ~wanted)
    for start, end in joined(facts.track.outside):
        # Out of the picture in between, it may come back anywhere.
        odd = odd[~((rows.pts[odd] < end) & (rows.pts[odd + 1] > start))]
    for group in _near(odd, rows.pts[odd], rows.pts[odd + 1], facts):
        worst = int(group[np.argmax(np.maximum(way[group], change[group]))])
        first, last = int(group[0]), int(group[-1]) + 1
        span = int(rows.pts[first]), int(rows.pts[last]) + 1
        yield make_finding(
            FindingKind.BOX_JUMP,
            facts.video.id,
            span,
            calmer * (0.35 + 0.35 * min(max(float(way[worst]), float(change[worst])), 1.0)),
            (
                rows.pts[first : last + 1].tobytes(),
                rows.boxes[first : last + 1].tobytes(),
                facts.decided,
            ),
            place=span[0],
            tracks=(facts.id,),
            figures={
                "share": float(way[worst]),
                "size_ratio": float(np.exp(growth[worst])),
                "seconds": float(apart[worst]),
                "jumps": len(group),
            },
        )


def _gaps(facts: TrackFacts, limits: Limits, calmer: float) -> Iterator[Finding]:
    video, rows = facts.video, facts.keyframes
    start, end = facts.span
    for away, back in joined(facts.track.outside):
        length = seconds(video, back - away)
        if start < away and back < end and length <= limits.gap_s:
            yield make_finding(
                FindingKind.SHORT_GAP,
                video.id,
                (away, back),
                calmer * 0.3,
                (away, back, facts.decided),
                place=f"outside {away}",
                tracks=(facts.id,),
                figures={"seconds": length, "gaps": 1},
            )
    if len(rows) < 2:
        return
    apart = np.diff(rows.pts)
    detected = (rows.sources[1:] != _PERSON) & (rows.sources[:-1] != _PERSON)
    missing = detected & (apart > _DENSE * np.median(apart))
    missing &= apart * float(video.time_base) <= limits.gap_s
    at = np.flatnonzero(missing)
    for group in _near(at, rows.pts[at], rows.pts[at + 1], facts):
        longest = int(group[np.argmax(apart[group])])
        span = int(rows.pts[group[0]]), int(rows.pts[group[-1] + 1])
        yield make_finding(
            FindingKind.SHORT_GAP,
            video.id,
            span,
            calmer * 0.2,
            (rows.pts[group[0] : group[-1] + 2].tobytes(), facts.decided),
            place=f"missing {span[0]}",
            tracks=(facts.id,),
            figures={"seconds": seconds(video, int(apart[longest])), "gaps": len(group)},
        )


def _near(
    rows: npt.NDArray[np.int64],
    starts: npt.NDArray[np.int64],
    ends: npt.NDArray[np.int64],
    facts: TrackFacts,
) -> list[npt.NDArray[np.int64]]:
    """The rows in groups between which there is more than a second."""
    if not len(rows):
        return []
    apart = (starts[1:] - ends[:-1]) * float(facts.video.time_base)
    return np.split(rows, np.flatnonzero(apart > _TOGETHER_S) + 1)


def _lost(facts: TrackFacts, limits: Limits, calmer: float) -> list[Finding]:
    video, rows = facts.video, facts.keyframes
    start, end = facts.span
    left = seconds(video, facts.shot.end_pts - end)
    # Who moved the last box ends the track there on purpose.
    if left < limits.lost_s or rows.sources[-1] == _PERSON or rows.truncated[-1]:
        return []
    if any(away < end <= back for away, back in joined(facts.track.outside)):
        return []
    x1, y1, x2, y2 = (float(v) for v in rows.boxes[-1])
    near_x, near_y = _EDGE * video.width, _EDGE * video.height
    if x1 <= near_x or y1 <= near_y or x2 >= video.width - near_x or y2 >= video.height - near_y:
        return []
    last = max(start, end - facts.frame_pts)
    return [
        make_finding(
            FindingKind.LOST_TRACK,
            video.id,
            (last, end),
            calmer * (0.3 + 0.2 * min(left / 10.0, 1.0)),
            (end, rows.boxes[-1].tobytes(), facts.shot.end_pts, facts.decided),
            tracks=(facts.id,),
            figures={"seconds": left},
        )
    ]
