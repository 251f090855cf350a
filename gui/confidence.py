"""Frame confidence as a level 0..1, so that colours mean the same for every scorer."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from core.model.values import WINDOW_CENTRE, SyncScore
from core.sync.speech import full_by_scorer, full_confidence
from core.timebase import GRID_RATE


def confidence_at(score: SyncScore | None, seconds: float) -> float | None:
    """Frame confidence of a track at a time; None without a score or outside of it."""
    if score is None or not len(score.frame_confidence):
        return None
    row = round(seconds * GRID_RATE) - score.start_step - WINDOW_CENTRE
    # The first and last two frames lie in a window whose centre they are not: they take its value.
    if not -WINDOW_CENTRE <= row < len(score.frame_confidence) + WINDOW_CENTRE + 1:
        return None
    value = float(score.frame_confidence[min(max(row, 0), len(score.frame_confidence) - 1)])
    return value if np.isfinite(value) else None


@dataclass(frozen=True, slots=True)
class ConfidenceScale:
    """What counts as full confidence, by scorer, among the tracks on screen."""

    full: dict[str, float]

    @classmethod
    def of(cls, scores: Iterable[SyncScore]) -> ConfidenceScale:
        """That of each scorer's best determined track, as for who speaks (core.review.fit); where
        none is determined, of its best one.
        """
        known = [(s, full_confidence(s)) for s in scores if np.isfinite(s.frame_confidence).any()]
        every = full_by_scorer((s.scorer, full) for s, full in known)
        determined = full_by_scorer((s.scorer, full) for s, full in known if s.determined)
        return cls(every | determined)

    def level(self, score: SyncScore | None, seconds: float) -> float | None:
        """0..1, or None where there is no frame confidence."""
        value = confidence_at(score, seconds)
        if score is None or value is None:
            return None
        return min(max(value / self.full.get(score.scorer, 1.0), 0.0), 1.0)
