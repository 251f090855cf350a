"""Rows of a matrix and what they span, shared by all scorers so that their rows mean the same."""

from __future__ import annotations

from core.errors import ClipError
from core.model.values import WINDOW_PICTURES

SAMPLES_PER_STEP = 640


def step_count(pictures: int, samples: int) -> int:
    """Rows of the matrix: min(pictures, floor(samples / 640)) - 5, never negative.

    The published code's count; the last full window is left out as it does there.
    """
    return max(min(pictures, samples // SAMPLES_PER_STEP) - WINDOW_PICTURES, 0)


def too_short(pictures: int, samples: int) -> ClipError:
    """The error for a clip that has no row."""
    if samples == 0:
        return ClipError("the clip has no sound to compare the lips with")
    return ClipError(
        f"the clip is too short to compare lips and voice: {pictures} pictures and "
        f"{samples / 16000:.2f} s of sound, at least 6 pictures and 0.24 s are needed"
    )
