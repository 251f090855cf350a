"""Which clips to keep: presets over confidence and offset, with counts and histograms.

The presets' confidences of 3, 4 and 6 are on SyncNet's scale (LSE-C), by which data sets of talking
faces are cleaned. The weight-free scorer's confidence is another quantity: the median of its means
over the shifts minus the best, where a mean is the sum of three held-out correlations. It hardly
exceeds 3, and what chance alone reaches differs from clip to clip (bounds of 0.5 to 0.9 were seen,
see ADR 101). That bound is not kept with the score, only whether it was exceeded (`determined`).
So its presets go by what was seen: loose asks for `determined` alone, normal for a little more
than any such bound (1.0), strict for half as much again. They are in the same order as SyncNet's,
but not of the same strictness.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import numpy.typing as npt

from core.model.document import Document
from core.model.values import SyncScore, VerdictValue
from core.review.facts import NOT_HEARD, Grouped, TrackFacts, facts_of, seconds

KINDS = ("distance", "correlation")
"""Of scores: SyncNet's, and those of the weight-free scorer."""


@dataclass(frozen=True, slots=True)
class Criteria:
    """What a track must reach to be kept.

    Args:
        min_confidence: of SyncNet's distances. min_correlation: of the weight-free scorer.
        max_offset_steps: to both sides, in whole steps of 40 ms.
        determined: whether the answer must stand (it does not at the limit of the search, for one).
        heed_verdicts: a person's verdict goes before the figures: in sync is kept; out of sync, not
            speaking, voice-over and reject are lost; unsure leaves it to the figures.
    """

    name: str
    min_confidence: float
    min_correlation: float
    max_offset_steps: int
    determined: bool = True
    heed_verdicts: bool = True

    def floor(self, kind: str) -> float:
        """The least confidence for scores of this kind."""
        return self.min_confidence if kind == "distance" else self.min_correlation


LOOSE = Criteria("loose", 3.0, 0.0, 6)
NORMAL = Criteria("normal", 4.0, 1.0, 3)
STRICT = Criteria("strict", 6.0, 1.5, 1)
PRESETS: Mapping[str, Criteria] = {c.name: c for c in (LOOSE, NORMAL, STRICT)}


class Reason(StrEnum):
    """Why a track is kept or lost."""

    FITS = "meets the criteria"
    JUDGED_IN_SYNC = "judged in sync"
    JUDGED_OTHERWISE = "judged otherwise"
    NOT_SCORED = "not scored"
    UNDETERMINED = "undetermined"
    CONFIDENCE = "confidence too low"
    OFFSET = "offset too large"


KEEPING = frozenset({Reason.FITS, Reason.JUDGED_IN_SYNC})


@dataclass(frozen=True, slots=True)
class Choice:
    """One track, kept or lost. `seconds`: how long it is in the picture."""

    video_id: int
    track_id: int
    reason: Reason
    seconds: float

    @property
    def kept(self) -> bool:
        return self.reason in KEEPING


@dataclass(frozen=True, slots=True)
class Totals:
    """Tracks and seconds, kept and lost."""

    kept: int = 0
    lost: int = 0
    kept_s: float = 0.0
    lost_s: float = 0.0

    @classmethod
    def of(cls, choices: Iterable[Choice]) -> Totals:
        kept: list[float] = []
        lost: list[float] = []
        for choice in choices:
            (kept if choice.kept else lost).append(choice.seconds)
        return cls(len(kept), len(lost), float(sum(kept)), float(sum(lost)))


@dataclass(frozen=True, slots=True)
class Selection:
    """Criteria applied to a document: each track by video and id, and what that makes.

    `by_video` has every video asked for, also those without tracks.
    """

    criteria: Criteria
    choices: tuple[Choice, ...]
    totals: Totals
    by_video: Mapping[int, Totals]
    reasons: Mapping[Reason, int]

    @property
    def kept_videos(self) -> tuple[int, ...]:
        """Videos of which at least one track is kept."""
        return tuple(id for id, totals in self.by_video.items() if totals.kept)


def select(
    doc: Document, criteria: Criteria, video_ids: Collection[int] | None = None
) -> Selection:
    """Apply criteria to the tracks of some videos, or of all."""
    wanted = sorted(doc.videos) if video_ids is None else sorted(video_ids)
    grouped = Grouped(doc)
    by_video = {
        id: [
            Choice(id, t.id, reason_for(t, criteria), _seconds(t))
            for t in sorted(facts_of(grouped, id), key=lambda t: t.id)
        ]
        for id in wanted
    }
    choices = [choice for some in by_video.values() for choice in some]
    return Selection(
        criteria,
        tuple(choices),
        Totals.of(choices),
        {id: Totals.of(some) for id, some in by_video.items()},
        dict(Counter(choice.reason for choice in choices)),
    )


def reason_for(facts: TrackFacts, criteria: Criteria) -> Reason:
    """Why this track is kept or lost; the first reason in the order of `Reason`."""
    if criteria.heed_verdicts and facts.decided:
        otherwise = facts.verdict in NOT_HEARD or facts.verdict is VerdictValue.OUT_OF_SYNC
        return Reason.JUDGED_OTHERWISE if otherwise else Reason.JUDGED_IN_SYNC
    score = facts.score
    if score is None or score.steps == 0 or not np.isfinite(score.confidence):
        return Reason.NOT_SCORED
    if criteria.determined and not score.determined:
        return Reason.UNDETERMINED
    if score.confidence < criteria.floor(score.kind):
        return Reason.CONFIDENCE
    if abs(_steps(score)) > criteria.max_offset_steps:
        return Reason.OFFSET
    return Reason.FITS


@dataclass(frozen=True, slots=True, eq=False)
class Histogram:
    """How many tracks lie where.

    Args:
        edges: (n + 1,) float64, rising; the outer bins take what lies beyond them.
        kept, lost: (n,) int64.
    """

    edges: npt.NDArray[np.float64]
    kept: npt.NDArray[np.int64]
    lost: npt.NDArray[np.int64]

    @property
    def count(self) -> int:
        """How many tracks are in it."""
        return int(self.kept.sum() + self.lost.sum())


def confidence_histogram(
    doc: Document, selection: Selection, kind: str, bins: int = 40
) -> Histogram:
    """Confidence of the scored tracks of one kind ("distance" or "correlation"): kinds have
    different scales and do not go into one picture. From 0 to 12, or to 3.
    """
    edges = np.linspace(0.0, 12.0 if kind == "distance" else 3.0, bins + 1)
    return _histogram(doc, selection, edges, lambda s: s.confidence if s.kind == kind else None)


def offset_histogram(doc: Document, selection: Selection, reach: int = 15) -> Histogram:
    """Offset in whole steps of the determined tracks; bin k is centred on step k - reach.
    Positive: the audio is early.
    """
    edges = np.arange(-reach - 0.5, reach + 1.0)
    return _histogram(doc, selection, edges, lambda s: float(_steps(s)) if s.determined else None)


def _histogram(
    doc: Document,
    selection: Selection,
    edges: npt.NDArray[np.float64],
    value: Callable[[SyncScore], float | None],
) -> Histogram:
    sides: tuple[list[float], list[float]] = ([], [])
    for choice in selection.choices:
        score = doc.scores.get(choice.track_id)
        number = None if score is None or score.steps == 0 else value(score)
        if number is not None and np.isfinite(number):
            sides[choice.kept].append(number)
    lost, kept = (
        np.histogram(np.clip(np.array(side, np.float64), edges[0], edges[-1]), edges)[0]
        for side in sides
    )
    return Histogram(edges, kept.astype(np.int64), lost.astype(np.int64))


def _steps(score: SyncScore) -> int:
    """The whole-step offset of the chosen mode."""
    return (score.reference if score.mode == "reference" else score.robust).offset_steps


def _seconds(facts: TrackFacts) -> float:
    return seconds(facts.video, sum(end - start for start, end in facts.visible()))
