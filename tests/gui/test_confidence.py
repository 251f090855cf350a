"""Colours of boxes and levels of speakers have one measure."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from core.review.facts import facts_of
from core.review.fit import Scale, fit_of
from gui.confidence import ConfidenceScale, confidence_at
from tests.core.review.scenes import ELSEWHERE, a_clip_score, a_document, a_track

LONG = 500


def test_full_confidence_is_that_of_who_speaks() -> None:
    # Speaks by fits and starts: single steps reach more than any stretch of them.
    talk = a_clip_score(LONG, depth=lambda t: np.where(np.sin(9.0 * t) > 0.3, 9.0, 0.0))
    loud = a_clip_score(LONG, depth=20.0, seed=1)
    at_limit = replace(loud, determined=False, reason="the best shift lies at the limit")
    doc = a_document(
        LONG, [a_track(range(LONG), talk), a_track(range(LONG), at_limit, box=ELSEWHERE)]
    )
    fits = [fit for facts in facts_of(doc, 1) if (fit := fit_of(facts)) is not None]
    colours, levels = ConfidenceScale.of(doc.scores.values()), Scale.of(fits)
    assert colours.full == levels.full
    confidence = confidence_at(doc.scores[1], 10.0)
    assert confidence is not None
    share = min(max(confidence / levels.full["syncnet"], 0.0), 1.0)
    assert colours.level(doc.scores[1], 10.0) == share


def test_without_a_determined_track_the_best_one_is_the_measure() -> None:
    score = replace(a_clip_score(LONG), determined=False)
    scale = ConfidenceScale.of([score])
    assert scale.full == ConfidenceScale.of([replace(score, determined=True)]).full
    unknown = replace(score, frame_confidence=np.full(score.steps, np.nan, np.float32))
    assert ConfidenceScale.of([unknown]).full == {}
