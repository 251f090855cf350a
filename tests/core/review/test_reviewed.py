"""When a track counts as reviewed, for all who ask."""

from __future__ import annotations

import pytest

from core.model import verdict_edits
from core.model.document import Document
from core.model.edits import Edit, RecordChange
from core.model.values import Verdict, VerdictValue
from core.review.finding import FindingKind
from core.review.findings import video_findings
from core.review.reviewed import reviewed_tracks
from tests.core.documents import pts_of
from tests.core.review.scenes import a_document, a_track, of_kind

FRAMES = 100


def with_spans(doc: Document, *spans: tuple[int, int, VerdictValue]) -> Document:
    for id, (start, end, value) in enumerate(spans, 1):
        verdict = Verdict(id, 1, value, pts_of(start), pts_of(end))
        doc.apply(Edit("x", (RecordChange("verdict", id, None, verdict),)))
    return doc


def reviewed(doc: Document) -> bool:
    """Of track 1; findings say the same."""
    said = 1 in reviewed_tracks(doc, 1)
    assert said == (not of_kind(video_findings(doc, 1), FindingKind.UNREVIEWED))
    return said


@pytest.mark.parametrize("value", VerdictValue)
def test_a_verdict_on_the_track(value: VerdictValue) -> None:
    doc = a_document(FRAMES, [a_track(range(10, 90))])
    assert not reviewed(doc)
    doc.apply(verdict_edits.set_verdict(doc, 1, value))
    assert reviewed(doc)
    doc.apply(verdict_edits.set_verdict(doc, 1, None))
    assert not reviewed(doc)


YES, NO, UNSURE = VerdictValue.IN_SYNC, VerdictValue.OUT_OF_SYNC, VerdictValue.UNSURE


@pytest.mark.parametrize(
    ("spans", "whole"),
    [
        ([(10, 90, YES)], True),
        ([(10, 40, YES), (40, 90, NO)], True),
        ([(30, 90, UNSURE), (0, 30, YES)], True),
        ([(10, 89, YES)], False),
        ([(11, 90, YES)], False),
        ([(10, 40, YES), (41, 90, NO)], False),
    ],
)
def test_verdicts_on_spans(spans: list[tuple[int, int, VerdictValue]], whole: bool) -> None:
    doc = a_document(FRAMES, [a_track(range(10, 90))])
    assert reviewed(with_spans(doc, *spans)) == whole


def test_where_it_is_not_in_the_picture_nothing_need_be_said() -> None:
    doc = a_document(FRAMES, [a_track(range(10, 90), outside=((40, 60),))])
    assert reviewed(with_spans(doc, (10, 40, YES), (60, 90, NO)))


def test_the_last_frame_of_a_variable_rate_is_covered_by_its_time() -> None:
    doc = a_document(FRAMES, [a_track(range(10, 90))])
    span = Verdict(1, 1, YES, pts_of(10), pts_of(89) + 1)
    doc.apply(Edit("x", (RecordChange("verdict", 1, None, span),)))
    assert reviewed(doc)
