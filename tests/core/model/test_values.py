"""Values: boxes and scores."""

from __future__ import annotations

import math

import pytest

from core.model.values import Box
from tests.core.documents import a_score


def test_boxes_overlap_as_areas_do() -> None:
    a, b = Box(0, 0, 10, 10), Box(5, 0, 15, 10)
    assert a.iou(b) == pytest.approx(50 / 150)
    assert a.iou(a) == 1
    assert a.iou(Box(10, 0, 20, 10)) == 0
    assert Box(-5, 350, 20, 400).clamped(640, 360) == Box(0, 350, 20, 360)


@pytest.mark.parametrize(
    ("steps", "determined", "words"),
    [
        (3.0, True, "audio early"),
        (-0.5, True, "audio late"),
        (0.49, True, "in sync"),
        (3.0, False, "undetermined"),
    ],
)
def test_the_sign_of_an_offset_in_words(steps: float, determined: bool, words: str) -> None:
    score = a_score(offset_steps=steps, determined=determined)
    assert score.direction == words
    assert score.offset_ms == steps * 40


def test_frame_confidence_lies_at_the_centre_of_its_window() -> None:
    times = a_score(steps=3, start_step=10).frame_confidence_times()
    assert times.tolist() == pytest.approx([0.48, 0.52, 0.56])


def test_scores_with_unknown_figures_equal_themselves() -> None:
    a = a_score(confidence=math.nan)
    assert a == a_score(confidence=math.nan)
    assert hash(a) == hash(a_score(confidence=math.nan))
    assert a != a_score()
    assert a != a_score(confidence=math.nan, seed=1)
