"""All findings of a video.

| kind | when | silent by a verdict |
|---|---|---|
| OFFSET_OUTSIDE | a determined offset outside the tolerance | any but unsure |
| UNDETERMINED | no determined score; less doubtful for a listener | any but unsure |
| LOW_CONFIDENCE | a determined score under its floor; a span that does not fit | any but unsure |
| DRIFT | the offset slides within the track, or jumps | any but unsure |
| SAME_VOICE | two tracks fit what is heard over a common span | both decided, or one not heard |
| NO_VISIBLE_SPEAKER | sound that no lips account for | in sync, out of sync, voice-over |
| BOX_JUMP, SHORT_GAP, LOST_TRACK | odd boxes, holes, early ends | reject; others halve the doubt |
| UNREVIEWED | no verdict on it, nor verdicts on spans that cover it (core.review.reviewed) | any |

Not heard: not speaking, voice-over, reject. A verdict on a span silences what lies within it. Every
finding depends on frozen values only, so what one track gives can be kept until it changes
(`VideoFindings`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

import numpy as np
import numpy.typing as npt

from core.model.document import Document
from core.review.facts import Grouped, TrackFacts, facts_of
from core.review.finding import Finding, FindingKind, Limits
from core.review.fit import Fit, Scale, fit_of
from core.review.pair_checks import continuations, listeners, same_voice, unseen_voices
from core.review.track_checks import track_findings, unreviewed

Floats = npt.NDArray[np.float32]

_LISTENER_DOUBT = 0.15


@dataclass(frozen=True, slots=True, eq=False)
class TrackResult:
    """What one track gives by itself."""

    facts: TrackFacts
    findings: tuple[Finding, ...]
    fit: Fit | None


def track_result(facts: TrackFacts, limits: Limits, loudness: Floats | None = None) -> TrackResult:
    """The findings and the fit of one track: all that takes time in proportion to its length."""
    fit = fit_of(facts)
    return TrackResult(facts, track_findings(facts, fit, limits, loudness), fit)


def combined(
    results: Sequence[TrackResult], limits: Limits, loudness: Floats | None = None
) -> list[Finding]:
    """All findings of a video from those of its tracks; not ranked."""
    tracks = [r.facts for r in results]
    fits = [r.fit for r in results if r.fit is not None]
    scale = Scale.of(fits)
    followed = continuations(tracks, limits)
    voices = same_voice(tracks, fits, scale, limits)
    listening = listeners(tracks, fits, scale)
    going_on = {f.track_id for f in followed}
    found: list[Finding] = [*followed, *voices]
    of_track: dict[int, list[Finding]] = defaultdict(list)
    for finding in found:
        for id in (finding.track_id, finding.other_track_id):
            if id is not None:
                of_track[id].append(finding)
    for result in results:
        id = result.facts.id
        for finding in result.findings:
            if finding.kind is FindingKind.LOST_TRACK and id in going_on:
                continue
            if finding.kind is FindingKind.UNDETERMINED and id in listening:
                figures = MappingProxyType({**finding.figures, "listens": 1.0})
                finding = replace(finding, doubt=_LISTENER_DOUBT, figures=figures)
            found.append(finding)
            of_track[id].append(finding)
        last = unreviewed(result.facts, of_track[id])
        if last is not None:
            found.append(last)
    return found + unseen_voices(tracks, fits, scale, limits, loudness)


def video_findings(
    doc: Document | Grouped,
    video_id: int,
    limits: Limits | None = None,
    loudness: Floats | None = None,
) -> list[Finding]:
    """All findings of a video; empty for one without tracks. Deterministic, not ranked.

    Args:
        doc: or a snapshot of it; grouped, where many videos are asked for.
        loudness: (n,) largest sample of each grid step (core.sync.speech.step_loudness); without
            it, nothing is said about sound without a speaker.

    Raises:
        KeyError: there is no such video.
    """
    limits = limits or Limits()
    results = [track_result(facts, limits, loudness) for facts in facts_of(doc, video_id)]
    return combined(results, limits, loudness)


class VideoFindings:
    """The findings of a video, of which only what an edit has touched is computed again.

    Used from one thread.
    """

    def __init__(self, limits: Limits | None = None, loudness: Floats | None = None) -> None:
        self.limits = limits or Limits()
        self.loudness = loudness
        self._kept: dict[int, TrackResult] = {}

    def of(self, doc: Document | Grouped, video_id: int) -> list[Finding]:
        """As `video_findings`."""
        results = []
        for facts in facts_of(doc, video_id):
            kept = self._kept.get(facts.id)
            if kept is None or not kept.facts.same(facts):
                kept = track_result(facts, self.limits, self.loudness)
            results.append(kept)
        self._kept = {r.facts.id: r for r in results}
        return combined(results, self.limits, self.loudness)
