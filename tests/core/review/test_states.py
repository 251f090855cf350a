"""Resolved, snoozed and reopened findings, in memory and in the project file."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.model import edits, verdict_edits
from core.model.document import Document
from core.model.review_edits import reopen_findings, set_finding_state
from core.model.values import NEXT_ANALYSIS, Box, FindingStatus, VerdictValue
from core.review.finding import Finding, FindingKind
from core.review.findings import video_findings
from core.review.states import open_findings
from core.store.project import Project
from tests.core.documents import pts_of
from tests.core.review.scenes import a_clip_score, a_document, a_track, of_kind

NOW = datetime(2026, 5, 1, 12, 0, tzinfo=UTC)
RESOLVED, SNOOZED = FindingStatus.RESOLVED, FindingStatus.SNOOZED


@pytest.fixture
def doc() -> Document:
    """An early track whose box jumps at frame 30."""
    score = a_clip_score(500, offset=6.0)
    return a_document(500, [a_track(range(500), score, moved={30: (40.0, 0.0)})])


def still_open(doc: Document, now: datetime = NOW) -> list[Finding]:
    return open_findings(video_findings(doc, 1), doc.finding_states.values(), now)


def test_resolve_and_reopen_with_undo(doc: Document) -> None:
    found = still_open(doc)
    edit = set_finding_state(doc, found[:2], RESOLVED, "Ada", "2026-05-01T10:00:00+00:00", note="x")
    undo = doc.apply(edit)
    assert edit.text == "Resolve finding"
    assert still_open(doc) == found[2:]
    assert {s.reviewer for s in doc.finding_states.values()} == {"Ada"}
    doc.apply(reopen_findings(doc, [found[0].key]))
    assert still_open(doc) == [found[0], *found[2:]]
    assert reopen_findings(doc, [found[0].key]).changes == ()
    doc.apply(doc.apply(set_finding_state(doc, [found[0]], RESOLVED)))
    assert still_open(doc) == [found[0], *found[2:]]
    doc.apply(reopen_findings(doc, [found[1].key]))
    doc.apply(edit)
    doc.apply(undo)
    assert still_open(doc) == found


def test_one_state_for_a_finding(doc: Document) -> None:
    finding = still_open(doc)[0]
    doc.apply(set_finding_state(doc, [finding, finding], RESOLVED))
    doc.apply(set_finding_state(doc, [finding], SNOOZED, until=NEXT_ANALYSIS))
    (state,) = doc.finding_states.values()
    assert (state.status, state.id) == (SNOOZED, 1)


@settings(deadline=None, max_examples=40)
@given(hours=st.floats(-48, 48), zone=st.sampled_from(["+00:00", "", "Z"]))
def test_a_snooze_ends_at_its_time(hours: float, zone: str) -> None:
    doc = a_document(100, [a_track(range(100))])
    found = still_open(doc)
    until = (NOW + timedelta(hours=hours)).replace(tzinfo=None).isoformat() + zone
    doc.apply(set_finding_state(doc, found, SNOOZED, until=until))
    assert still_open(doc) == ([] if hours > 0 and _later(until) else found)


def _later(until: str) -> bool:
    """Microseconds may round the hours away."""
    time = datetime.fromisoformat(until)
    return (time if time.tzinfo else time.replace(tzinfo=UTC)) > NOW


def test_a_snooze_without_a_readable_end_is_over(doc: Document) -> None:
    found = still_open(doc)
    doc.apply(set_finding_state(doc, found, SNOOZED, until="tomorrow"))
    assert still_open(doc) == found


def test_a_snooze_until_the_next_analysis(doc: Document) -> None:
    doc.apply(
        verdict_edits.set_verdict(doc, 1, VerdictValue.UNSURE)
    )  # the track outlives the analysis
    found = still_open(doc)
    doc.apply(set_finding_state(doc, found[:1], SNOOZED, until=NEXT_ANALYSIS))
    doc.apply(set_finding_state(doc, found[1:], RESOLVED))
    assert still_open(doc) == []
    undo = doc.apply(edits.set_analysis(doc, doc.analyses[1], []))
    assert still_open(doc) == found[:1]
    doc.apply(undo)
    assert still_open(doc) == []


def test_another_videos_snooze_outlives_the_analysis(doc: Document) -> None:
    finding = replace(still_open(doc)[0], video_id=2)
    doc.apply(set_finding_state(doc, [finding], SNOOZED, until=NEXT_ANALYSIS))
    doc.apply(edits.set_analysis(doc, doc.analyses[1], []))
    assert len(doc.finding_states) == 1


@pytest.mark.parametrize(("status", "until"), [(SNOOZED, ""), (RESOLVED, NEXT_ANALYSIS)])
def test_only_a_snooze_has_an_end(doc: Document, status: FindingStatus, until: str) -> None:
    with pytest.raises(ValueError, match="snooze"):
        set_finding_state(doc, still_open(doc), status, until=until)


@settings(deadline=None, max_examples=30)
@given(frame=st.integers(0, 499), shift=st.integers(1, 9))
def test_an_edit_reopens_what_rests_on_it(frame: int, shift: int) -> None:
    score = a_clip_score(500, offset=6.0)
    doc = a_document(500, [a_track(range(500), score, moved={30: (40.0, 0.0)})])
    doc.apply(set_finding_state(doc, video_findings(doc, 1), RESOLVED))
    assert still_open(doc) == []
    box = doc.keyframes(1).box_at(pts_of(frame))
    assert box is not None
    moved = Box(box.x1 + shift, box.y1, box.x2 + shift, box.y2)
    undo = doc.apply(edits.set_box(doc, 1, pts_of(frame), moved))
    kinds = {f.kind for f in still_open(doc)}
    assert kinds >= {FindingKind.OFFSET_OUTSIDE, FindingKind.UNREVIEWED}
    assert (FindingKind.BOX_JUMP in kinds) is (29 <= frame <= 31)
    # A second one reopens what was resolved again in between.
    doc.apply(set_finding_state(doc, video_findings(doc, 1), RESOLVED))
    again = doc.apply(edits.delete_keyframe(doc, 1, pts_of(300 if frame != 300 else 301)))
    assert of_kind(still_open(doc), FindingKind.OFFSET_OUTSIDE)
    doc.apply(again)
    doc.apply(undo)


def test_a_verdict_reopens_what_was_resolved_in_the_sound(doc: Document) -> None:
    doc.apply(set_finding_state(doc, video_findings(doc, 1), RESOLVED))
    doc.apply(verdict_edits.set_verdict(doc, 1, VerdictValue.UNSURE))
    assert [f.kind for f in still_open(doc)] == [FindingKind.OFFSET_OUTSIDE]


def test_states_are_in_the_project_file(doc: Document, tmp_path: Path) -> None:
    path = tmp_path / "p.syncreview"
    found = video_findings(doc, 1)
    with Project.create(path) as project:
        project.document.apply(
            set_finding_state(project.document, found, RESOLVED, "아다", note="seen")
        )
        kept = dict(project.document.finding_states)
    with Project.open(path) as project:
        assert dict(project.document.finding_states) == kept
        assert open_findings(found, kept.values(), NOW) == []
        assert project.document.next_id("finding") == len(found) + 1


def test_a_file_from_before_there_were_findings_loads(tmp_path: Path) -> None:
    path = tmp_path / "p.syncreview"
    Project.create(path).close()
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("DELETE FROM ids WHERE kind = 'finding'")
    with Project.open(path) as project:
        assert dict(project.document.finding_states) == {}
        assert project.document.next_id("finding") == 1
