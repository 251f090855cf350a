"""Frame confidence as a level 0..1, so that colours mean the same for every scorer."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from core.model.values import SyncScore
from core.timebase import GRID_RATE

_WINDOW_CENTRE = 2
"""Row i of frame confidence belongs to grid step start_step + i + 2 (DESIGN, frame confidence)."""

UNDETERMINED_BELOW = {"distance": 3.0, "correlation": 0.0}
"""By kind of score: frame confidence under this tells nothing. For distances it is SyncNet's floor;
a correlation is held against what its clip reaches by chance, so that a step only counts against it
where another shift fits better.
"""


def confidence_at(score: SyncScore | None, seconds: float) -> float | None:
    """Frame confidence of a track at a time; None without a score or outside of it."""
    if score is None or not len(score.frame_confidence):
        return None
    row = round(seconds * GRID_RATE) - score.start_step - _WINDOW_CENTRE
    # The first and last two frames lie in a window whose centre they are not: they take its value.
    if not -_WINDOW_CENTRE <= row < len(score.frame_confidence) + _WINDOW_CENTRE + 1:
        return None
    value = float(score.frame_confidence[min(max(row, 0), len(score.frame_confidence) - 1)])
    return value if np.isfinite(value) else None


@dataclass(frozen=True, slots=True)
class ConfidenceScale:
    """What counts as full confidence, by scorer, among the tracks on screen."""

    full: dict[str, float]

    @classmethod
    def of(cls, scores: Iterable[SyncScore]) -> ConfidenceScale:
        """The 90th percentile of each scorer's best track is full confidence.

        Distances and correlations have different units, and so have clips; within one video the
        speaking face is the measure for the silent one.
        """
        full: dict[str, float] = {}
        for score in scores:
            finite = score.frame_confidence[np.isfinite(score.frame_confidence)]
            if len(finite):
                top = float(np.percentile(finite, 90))
                full[score.scorer] = max(full.get(score.scorer, 1e-6), top)
        return cls(full)

    def level(self, score: SyncScore | None, seconds: float) -> float | None:
        """0..1, or None where there is no frame confidence."""
        value = confidence_at(score, seconds)
        if score is None or value is None:
            return None
        return min(max(value / self.full.get(score.scorer, 1.0), 0.0), 1.0)
