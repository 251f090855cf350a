"""Tolerances at their edges, and offsets in words."""

from __future__ import annotations

import pytest

from core.sync.grades import Grade, describe_offset, grade, offset_words
from tests.core.documents import a_score


@pytest.mark.parametrize(
    ("offset_ms", "viewer", "ebu"),
    [
        (0.0, Grade.NOT_DETECTABLE, True),
        (40.0, Grade.NOT_DETECTABLE, True),
        (45.0, Grade.NOT_DETECTABLE, False),
        (46.0, Grade.ACCEPTABLE, False),
        (90.0, Grade.ACCEPTABLE, False),
        (91.0, Grade.NOT_ACCEPTABLE, False),
        (-60.0, Grade.NOT_DETECTABLE, True),
        (-61.0, Grade.NOT_DETECTABLE, False),
        (-125.0, Grade.NOT_DETECTABLE, False),
        (-126.0, Grade.ACCEPTABLE, False),
        (-185.0, Grade.ACCEPTABLE, False),
        (-186.0, Grade.NOT_ACCEPTABLE, False),
        (None, Grade.UNDETERMINED, None),
        (float("nan"), Grade.UNDETERMINED, None),
    ],
)
def test_grades(offset_ms: float | None, viewer: Grade, ebu: bool | None) -> None:
    result = grade(offset_ms)
    assert result.viewer is viewer
    assert result.within_ebu_r37 is ebu


@pytest.mark.parametrize(
    ("offset_ms", "words"),
    [
        (120.0, "audio is early by 120 ms"),
        (-119.6, "audio is late by 120 ms"),
        (19.9, "in sync"),
        (-20.0, "audio is late by 20 ms"),
        (None, "undetermined"),
    ],
)
def test_words(offset_ms: float | None, words: str) -> None:
    assert offset_words(offset_ms) == words


def test_a_score_in_words() -> None:
    from dataclasses import replace

    score = replace(a_score(1), determined=True, offset_steps=-3.0)
    assert describe_offset(score) == "audio is late by 120 ms"
    assert describe_offset(replace(score, determined=False)) == "undetermined"
    assert describe_offset(None) == "not scored"
