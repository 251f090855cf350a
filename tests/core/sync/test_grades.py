"""Tolerances at their edges, and offsets in words."""

from __future__ import annotations

from fractions import Fraction

import pytest

from core.sync.grades import (
    EBU_R37,
    ITU_DETECTABILITY,
    TOLERANCES,
    FrameTolerance,
    Grade,
    Tolerance,
    describe_offset,
    grade,
    offset_words,
    parse_tolerance,
)
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


def test_tolerances_by_name_in_frames_and_own() -> None:
    for name, tolerance in TOLERANCES.items():
        assert parse_tolerance(name) is tolerance
    assert parse_tolerance("2 frames") == parse_tolerance("2f") == FrameTolerance(2.0)
    own = parse_tolerance("40/60.5")
    assert isinstance(own, Tolerance)
    assert (own.early_ms, own.late_ms) == (40.0, 60.5)
    for bad in ("", "lenient", "-2f", "40", "40/", "nan/1", "f"):
        with pytest.raises(ValueError, match="no tolerance"):
            parse_tolerance(bad)


def test_frames_are_those_of_the_video() -> None:
    ntsc = FrameTolerance(2).at(Fraction(30000, 1001))
    assert ntsc.early_ms == ntsc.late_ms == pytest.approx(66.733, abs=0.001)
    assert EBU_R37.at(Fraction(24)) is EBU_R37
    assert (FrameTolerance(1).name, FrameTolerance(2.5).name) == ("1 frame", "2.5 frames")


@pytest.mark.parametrize(
    ("offset_ms", "excess"), [(45, 0), (46, 1), (0, 0), (-125, 0), (-126, 1), (-325, 200)]
)
def test_how_far_outside(offset_ms: float, excess: float) -> None:
    assert ITU_DETECTABILITY.excess_ms(offset_ms) == pytest.approx(excess)
    assert ITU_DETECTABILITY.holds(offset_ms) is (excess == 0)
