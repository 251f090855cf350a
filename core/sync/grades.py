"""What an offset means to a viewer: broadcasting's tolerances, and the offset in words. Positive
ms: audio early.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from core.model.values import SyncScore
from core.timebase import STEP_MS


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

    def excess_ms(self, offset_ms: float) -> float:
        """By how many ms an offset lies outside; 0.0 within."""
        return max(offset_ms - self.early_ms, -self.late_ms - offset_ms, 0.0)

    def at(self, frame_rate: Fraction) -> Tolerance:
        """Itself: ms are ms at every frame rate. (`FrameTolerance` answers with others.)"""
        return self


@dataclass(frozen=True, slots=True)
class FrameTolerance:
    """So many frames to both sides, whatever the frame rate of the video is."""

    frames: float

    @property
    def name(self) -> str:
        return f"{self.frames:g} frame" if self.frames == 1 else f"{self.frames:g} frames"

    def at(self, frame_rate: Fraction) -> Tolerance:
        """The tolerance in ms for a video of this rate, in frames per second."""
        ms = self.frames * 1000.0 / float(frame_rate)
        return Tolerance(self.name, ms, ms)


AnyTolerance = Tolerance | FrameTolerance


ITU_DETECTABILITY = Tolerance("ITU-R BT.1359-1 detectability", 45.0, 125.0)
ITU_ACCEPTABILITY = Tolerance("ITU-R BT.1359-1 acceptability", 90.0, 185.0)
EBU_R37 = Tolerance("EBU R37", 40.0, 60.0)

TOLERANCES = {
    "itu-detectability": ITU_DETECTABILITY,
    "itu-acceptability": ITU_ACCEPTABILITY,
    "ebu-r37": EBU_R37,
}
"""By the names by which settings and the command line know them."""

_FRAMES = re.compile(r"(\d+(?:\.\d+)?) ?f(?:rames?)?")
_OWN = re.compile(r"(\d+(?:\.\d+)?)/(\d+(?:\.\d+)?)")


def parse_tolerance(text: str) -> AnyTolerance:
    """A name out of `TOLERANCES`, "2 frames" (or "2f"), or own limits in ms as "EARLY/LATE".

    Raises:
        ValueError: it is none of these.
    """
    if text in TOLERANCES:
        return TOLERANCES[text]
    if found := _FRAMES.fullmatch(text):
        return FrameTolerance(float(found[1]))
    if found := _OWN.fullmatch(text):
        early, late = float(found[1]), float(found[2])
        return Tolerance(f"own limits of {early:g} ms early and {late:g} ms late", early, late)
    raise ValueError(f"no tolerance: {text}")


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
    if offset_ms > 0:
        return f"audio is early by {offset_ms:.0f} ms"
    return f"audio is late by {-offset_ms:.0f} ms"


def describe_offset(score: SyncScore | None) -> str:
    """The offset of a track in words: "audio is late by 120 ms", "in sync", "undetermined", or "not
    scored".
    """
    if score is None:
        return "not scored"
    return offset_words(score.offset_ms if score.determined else None)
