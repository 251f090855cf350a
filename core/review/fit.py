"""How well the lips of a track fit the sound, step by step, on a scale that all scorers share."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from core.model.values import WINDOW_CENTRE, WINDOW_PICTURES, SyncScore
from core.review.facts import NOT_HEARD, TrackFacts, step_of
from core.sync.speech import full_by_scorer, full_confidence, smoothed_confidence

Float32s = npt.NDArray[np.float32]

HIDDEN = np.float32(-np.inf)
"""Value at steps at which the track is not in the picture."""


def usable(score: SyncScore | None) -> bool:
    """Whether the score is determined and its figures are numbers."""
    return (
        score is not None
        and score.determined
        and score.steps > 0
        and bool(np.isfinite(score.offset_steps) and np.isfinite(score.confidence))
        and bool(np.isfinite(score.frame_confidence).all())
    )


@dataclass(frozen=True, slots=True, eq=False)
class Fit:
    """The smoothed frame confidence of a track whose offset is determined.

    Args:
        first: grid step of the first value, in picture time.
        values: (n,) float32, in the scorer's units; `HIDDEN` where it is not in the picture.
        shift: the offset in whole steps: what is seen at step i is heard at i - shift.
        full: what counts as full in this track (core.sync.speech.full_confidence).
        told: the values are probabilities of a speaker model, `scorer` is its id.
    """

    track_id: int
    scorer: str
    first: int
    values: Float32s = field(repr=False)
    shift: int
    full: float
    told: bool = False

    @property
    def end(self) -> int:
        return self.first + len(self.values)


def fit_of(facts: TrackFacts) -> Fit | None:
    """The fit of a track; None where it is not determined, or a person decided that the voice is
    not this track's.
    """
    score = facts.score
    if score is None or not usable(score) or facts.verdict in NOT_HEARD:
        return None
    smooth, full = smoothed_confidence(score), full_confidence(score)
    if full <= 0.0:
        return None
    # Row i speaks of step i + 2; the ends of the clip take the nearest row.
    ends = WINDOW_CENTRE, WINDOW_PICTURES - WINDOW_CENTRE
    inner = np.pad(smooth, ends, mode="edge").astype(np.float32)
    values = _visible(facts, inner, score.start_step)
    return Fit(facts.id, score.scorer, score.start_step, values, _shift(score), full)


def voice_of(facts: TrackFacts) -> Fit | None:
    """What tells when a track speaks: a speaker model where one did and the boxes are still those
    it saw, else how well lips and sound fit (`fit_of`).
    """
    speaking = facts.speaking
    if speaking is None or speaking.stale or not len(speaking.probabilities):
        return fit_of(facts)
    if facts.verdict in NOT_HEARD:
        return None
    score = facts.score
    shift = _shift(score) if score is not None and usable(score) else 0
    values = _visible(facts, speaking.probabilities, speaking.start_step)
    return Fit(facts.id, speaking.speaker, speaking.start_step, values, shift, 1.0, told=True)


def _visible(facts: TrackFacts, inner: Float32s, first: int) -> Float32s:
    """These values, from step `first` on, where the track is in the picture."""
    values = np.full(len(inner), HIDDEN)
    for start, end in facts.visible():
        a = max(step_of(facts.video, start) - first, 0)
        b = max(step_of(facts.video, end) - first, 0)
        values[a:b] = inner[a:b]
    values.setflags(write=False)
    return values


def _shift(score: SyncScore) -> int:
    return int(np.clip(round(score.offset_steps), -score.vshift - 1, score.vshift + 1))


_NO_LEVEL, _LEVEL_OF_CERTAIN = np.float32(0.25), np.float32(1.05)
"""A probability of 0.25 is no level and one of 1 is 1.05, so that 0.5 is the 0.35 at which a track
begins to speak (core.review.speakers)."""


@dataclass(frozen=True, slots=True)
class Scale:
    """Full confidence by scorer (core.sync.speech.full_by_scorer), of the determined tracks of a
    video. A level is the share of it, so that levels of different scorers compare.
    """

    full: dict[str, float]

    @classmethod
    def of(cls, fits: Iterable[Fit]) -> Scale:
        return cls(full_by_scorer((fit.scorer, fit.full) for fit in fits if not fit.told))

    def level(self, fit: Fit) -> Float32s:
        """(n,) float32 from step `fit.first` on; about 1 where the lips fit as well as any do."""
        if fit.told:
            return _LEVEL_OF_CERTAIN * (fit.values - _NO_LEVEL) / (np.float32(1.0) - _NO_LEVEL)
        level: Float32s = fit.values / np.float32(self.full[fit.scorer])
        return level
