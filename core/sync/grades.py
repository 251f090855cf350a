"""What an offset means to a viewer: broadcasting's tolerances, and the offset in words. Positive
ms: audio early.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum

from core.model.values import SyncScore

STEP_MS = 40.0


@dataclass(frozen=True, slots=True)
class Tolerance:
    """A range of offsets, both ends included: from audio late by `late_ms` to audio early by
    `early_ms`.
    """

    name: str
    early_ms: float
    late_ms: float

    def holds(self, offset_ms: float) -> bool:
        """Whether an offset in ms (positive: audio early) lies within."""
        return -self.late_ms <= offset_ms <= self.early_ms


ITU_DETECTABILITY = Tolerance("ITU-R BT.1359-1 detectability", 45.0, 125.0)
ITU_ACCEPTABILITY = Tolerance("ITU-R BT.1359-1 acceptability", 90.0, 185.0)
EBU_R37 = Tolerance("EBU R37", 40.0, 60.0)


class Grade(StrEnum):
    """How a viewer takes an offset, after ITU-R BT.1359-1."""

    NOT_DETECTABLE = "not detectable"
    ACCEPTABLE = "detectable, acceptable"
    NOT_ACCEPTABLE = "not acceptable"
    UNDETERMINED = "undetermined"


@dataclass(frozen=True, slots=True)
class OffsetGrade:
    """An offset against both recommendations; `within_ebu_r37` is None where the offset is
    undetermined.
    """

    viewer: Grade
    within_ebu_r37: bool | None


def grade(offset_ms: float | None) -> OffsetGrade:
    """Grade an offset.

    Args:
        offset_ms: positive where the audio is early; None or not finite where it is undetermined.
    """
    if offset_ms is None or not math.isfinite(offset_ms):
        return OffsetGrade(Grade.UNDETERMINED, None)
    if ITU_DETECTABILITY.holds(offset_ms):
        viewer = Grade.NOT_DETECTABLE
    elif ITU_ACCEPTABILITY.holds(offset_ms):
        viewer = Grade.ACCEPTABLE
    else:
        viewer = Grade.NOT_ACCEPTABLE
    return OffsetGrade(viewer, EBU_R37.holds(offset_ms))


def offset_words(offset_ms: float | None) -> str:
    """An offset in words, rounded to the millisecond; never a bare sign.

    Under half a grid step (20 ms) the answer is "in sync": the method resolves no less on one clip.
    """
    if offset_ms is None or not math.isfinite(offset_ms):
        return "undetermined"
    if abs(offset_ms) < STEP_MS / 2:
        return "in sync"
    return f"audio is {'early' if offset_ms > 0 else 'late'} by {abs(offset_ms):.0f} ms"


def describe_offset(score: SyncScore | None) -> str:
    """The offset of a track in words: "audio is late by 120 ms", "in sync", "undetermined", or "not
    scored".
    """
    if score is None:
        return "not scored"
    return offset_words(score.offset_ms if score.determined else None)
