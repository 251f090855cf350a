"""Presets to keep or lose clips: reasons, counts, seconds and histograms."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.model import edits, verdict_edits
from core.model.document import Document
from core.model.edits import NewTrack
from core.model.values import Offset, SyncScore, Track, VerdictValue
from core.review.criteria import (
    LOOSE,
    NORMAL,
    PRESETS,
    STRICT,
    Criteria,
    Reason,
    confidence_histogram,
    offset_histogram,
    select,
)
from tests.core.documents import a_score, a_video, draw_edit
from tests.core.review.scenes import a_document, a_track, still


def scored(confidence: float, steps: int, kind: str = "distance", **more: object) -> SyncScore:
    scorer = "syncnet" if kind == "distance" else "av_cca"
    answer = Offset(steps, confidence, 6.0)
    return a_score(
        kind=kind, scorer=scorer, confidence=confidence, offset_steps=steps + 0.4,
        robust=answer, reference=answer, **more,
    )  # fmt: skip


def reasons(doc: Document, criteria: Criteria) -> list[Reason]:
    return [choice.reason for choice in select(doc, criteria).choices]


@pytest.mark.parametrize(
    ("confidence", "steps", "kept"),
    [
        (3.0, 6, "loose"),
        (2.9, 0, ""),
        (9.0, 7, ""),
        (4.0, -3, "loose normal"),
        (4.0, -4, "loose"),
        (3.9, 1, "loose"),
        (6.0, 1, "loose normal strict"),
        (6.0, -2, "loose normal"),
        (5.9, 1, "loose normal"),
    ],
)
def test_the_presets_on_syncnets_scale(confidence: float, steps: int, kept: str) -> None:
    doc = a_document(100, [a_track(range(100), scored(confidence, steps))])
    for name, criteria in PRESETS.items():
        assert bool(select(doc, criteria).totals.kept) is (name in kept.split()), name


def test_the_weight_free_scorer_has_thresholds_of_its_own() -> None:
    weak, fair, good = (scored(c, 1, "correlation") for c in (0.7, 1.2, 1.8))
    chance = scored(0.7, 1, "correlation", determined=False)
    doc = a_document(100, [a_track(range(100), s) for s in (weak, fair, good, chance)])
    low, lost = Reason.CONFIDENCE, Reason.UNDETERMINED
    assert reasons(doc, LOOSE) == [Reason.FITS] * 3 + [lost]
    assert reasons(doc, NORMAL) == [low, Reason.FITS, Reason.FITS, lost]
    assert reasons(doc, STRICT) == [low, low, Reason.FITS, lost]


def test_verdicts_go_before_figures() -> None:
    doc = a_document(100, [a_track(range(100), scored(9.0, 0)), a_track(range(100))])
    assert reasons(doc, NORMAL) == [Reason.FITS, Reason.NOT_SCORED]
    doc.apply(verdict_edits.set_verdict(doc, 2, VerdictValue.IN_SYNC))
    for value in VerdictValue:
        doc.apply(verdict_edits.set_verdict(doc, 1, value))
        want = {
            VerdictValue.IN_SYNC: Reason.JUDGED_IN_SYNC,
            VerdictValue.UNSURE: Reason.FITS,
        }.get(value, Reason.JUDGED_OTHERWISE)
        assert reasons(doc, NORMAL) == [want, Reason.JUDGED_IN_SYNC]
    deaf = replace(NORMAL, heed_verdicts=False)
    assert reasons(doc, deaf) == [Reason.FITS, Reason.NOT_SCORED]


def test_seconds_are_those_in_the_picture() -> None:
    doc = a_document(
        100, [a_track(range(50), scored(9.0, 0), outside=((10, 20),)), a_track(range(100))]
    )
    doc.apply(edits.add_video(a_video(2)))
    found = select(doc, NORMAL)
    assert (found.totals.kept, found.totals.lost) == (1, 1)
    assert found.totals.kept_s == pytest.approx(40 / 25)
    assert found.totals.lost_s == pytest.approx(4.0)
    assert found.kept_videos == (1,)
    assert set(found.by_video) == {1, 2}
    assert select(doc, NORMAL, [2]).choices == ()


def test_own_criteria_may_take_what_is_undetermined() -> None:
    own = Criteria("own", 2.0, 0.2, 15, determined=False)
    doc = a_document(100, [a_track(range(100), scored(2.5, 9, determined=False))])
    assert reasons(doc, own) == [Reason.FITS]
    assert reasons(doc, replace(own, determined=True)) == [Reason.UNDETERMINED]


def test_histograms() -> None:
    scores = [scored(5.0, 2), scored(99.0, -20), scored(1.5, 3, "correlation"), scored(2.0, 0)]
    doc = a_document(100, [a_track(range(100), s) for s in scores])
    found = select(doc, NORMAL)
    confidence = confidence_histogram(doc, found, "distance", bins=12)
    assert confidence.edges.tolist() == list(range(13))
    assert confidence.kept.tolist() == [0, 0, 0, 0, 0, 1] + [0] * 6
    assert confidence.lost.tolist() == [0, 0, 1] + [0] * 8 + [1]
    assert confidence_histogram(doc, found, "correlation").kept.sum() == 1
    offsets = offset_histogram(doc, found)
    assert len(offsets.kept) == 31
    assert offsets.kept[17] == offsets.kept[18] == 1
    assert (offsets.lost[0], offsets.lost[15]) == (1, 1)


@settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_any_document_adds_up(data: st.DataObject) -> None:
    doc = Document()
    for _ in range(data.draw(st.integers(1, 8), label="edits")):
        doc.apply(draw_edit(data, doc))
    kept = []
    for criteria in (LOOSE, NORMAL, STRICT):
        found = select(doc, criteria)
        assert [c.track_id for c in found.choices] == sorted(
            doc.tracks, key=lambda id: (doc.tracks[id].video_id, id)
        )
        assert found.totals.kept + found.totals.lost == len(doc.tracks)
        assert sum(t.kept_s for t in found.by_video.values()) == pytest.approx(found.totals.kept_s)
        assert found.reasons == Counter(c.reason for c in found.choices)
        offset_histogram(doc, found)
        confidence_histogram(doc, found, "correlation")
        kept.append({c.track_id for c in found.choices if c.kept})
    assert kept[0] >= kept[1] >= kept[2]


def test_a_track_without_keyframes_takes_no_time() -> None:
    doc = a_document(100, [NewTrack(Track(0, 1), still([]))])
    assert select(doc, LOOSE).totals.lost_s == 0.0
