"""The document: edits fit or raise, their inverses undo them, sinks come first."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.errors import ProjectError
from core.model import edits, verdict_edits
from core.model.document import Document, Step
from core.model.edits import Edit, NewTrack, RecordChange
from core.model.values import Box, Source, Track, Verdict, VerdictValue
from tests.core.documents import (
    a_score,
    a_video,
    an_analysis,
    draw_edit,
    pts_of,
    some_keyframes,
    state,
)


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_undo_gives_the_first_state_and_redo_the_last(data: st.DataObject) -> None:
    doc = Document()
    states, inverses = [state(doc)], []
    for _ in range(data.draw(st.integers(1, 8), label="edits")):
        inverses.append(doc.apply(draw_edit(data, doc)))
        states.append(state(doc))
    redo = []
    for i in range(len(inverses) - 1, -1, -1):
        redo.append(doc.apply(inverses[i]))
        assert state(doc) == states[i]
    for i, edit in enumerate(reversed(redo)):
        doc.apply(edit)
        assert state(doc) == states[i + 1]


@pytest.fixture
def doc() -> Document:
    """One video with an analysed, scored track of three keyframes."""
    doc = Document()
    doc.apply(edits.add_video(a_video()))
    found = NewTrack(Track(0, 1, detector="mtcnn"), some_keyframes([0, 10, 20]), a_score())
    doc.apply(edits.set_analysis(doc, an_analysis(), [found]))
    return doc


def test_an_edit_that_does_not_fit_raises_and_changes_nothing(doc: Document) -> None:
    edit = edits.relabel(doc, 1, "person")
    doc.apply(edit)
    before = state(doc)
    with pytest.raises(ValueError, match="track 1 is not as expected"):
        doc.apply(edit)
    stale = edits.set_box(doc, 1, pts_of(10), Box(0, 0, 5, 5))
    doc.apply(edits.delete_keyframe(doc, 1, pts_of(10)))
    with pytest.raises(ValueError, match="not there"):
        doc.apply(stale)
    assert state(doc)[2] == before[2]
    assert len(doc.keyframes(1)) == 2


def test_a_failing_sink_leaves_the_document_and_tells_nobody(doc: Document) -> None:
    class Full:
        def write(self, edit: Edit, step: Step, number: int) -> None:
            raise ProjectError("the disk is full")

    doc._sink = Full()
    heard: list[Edit] = []
    doc.subscribe(heard.append)
    before = state(doc)
    with pytest.raises(ProjectError):
        doc.apply(edits.delete_tracks(doc, [1]))
    assert state(doc) == before
    assert heard == []


def test_listeners_hear_each_edit_until_they_leave(doc: Document) -> None:
    heard: list[Edit] = []
    leave = doc.subscribe(heard.append)
    edit = edits.relabel(doc, 1, "person")
    inverse = doc.apply(edit)
    leave()
    doc.apply(inverse)
    assert heard == [edit]
    assert doc.tracks[1].label == "face"


def test_an_edit_of_nothing_tells_nobody(doc: Document) -> None:
    heard: list[Edit] = []
    doc.subscribe(heard.append)
    doc.apply(verdict_edits.set_verdict(doc, 1, None))
    assert heard == []


def test_moving_a_box_makes_a_keyframe_of_a_person_and_the_score_stale(doc: Document) -> None:
    doc.apply(edits.set_box(doc, 1, pts_of(5), Box(1, 2, 3, 4)))
    row = doc.keyframes(1).get(pts_of(5))
    assert row is not None
    assert (row.source, row.score, row.box) == (Source.PERSON, 1.0, Box(1, 2, 3, 4))
    assert doc.scores[1].stale
    assert doc.keyframes(1).has_person


def test_a_new_analysis_keeps_what_a_person_touched(doc: Document) -> None:
    doc.apply(edits.add_track(Track(2, 1), some_keyframes([40, 50], Source.PERSON)))
    doc.apply(verdict_edits.set_verdict(doc, 1, VerdictValue.IN_SYNC))
    same = NewTrack(Track(0, 1, detector="mtcnn"), some_keyframes([0, 10, 20]))
    doc.apply(edits.set_analysis(doc, an_analysis(), [same]))
    assert sorted(doc.tracks) == [1, 2]
    doc.apply(verdict_edits.set_verdict(doc, 1, None))
    doc.apply(edits.set_analysis(doc, an_analysis(), [same]))
    assert sorted(doc.tracks) == [2, 3]
    assert 1 not in doc.scores


def test_the_only_keyframe_of_a_track_stays(doc: Document) -> None:
    doc.apply(edits.add_track(Track(2, 1), some_keyframes([4])))
    with pytest.raises(ValueError, match="only keyframe"):
        edits.delete_keyframe(doc, 2, pts_of(4))
    with pytest.raises(ValueError, match="no keyframe"):
        edits.delete_keyframe(doc, 1, pts_of(3))


def test_ids_do_not_come_again_after_undo(doc: Document) -> None:
    inverse = doc.apply(edits.add_track(Track(2, 1), some_keyframes([4])))
    doc.apply(inverse)
    assert doc.next_id("track") == 3


def test_a_snapshot_stands_apart(doc: Document) -> None:
    copy = doc.snapshot()
    before = state(copy)
    doc.apply(edits.delete_tracks(doc, [1]))
    assert state(copy) == before
    copy.apply(edits.relabel(copy, 1, "person"))
    assert 1 not in doc.tracks
    assert copy.next_id("track") == 2


def test_removing_what_is_not_there_is_no_crash_after_the_write(doc: Document) -> None:
    before = state(doc)
    doc.apply(Edit("Nothing", (RecordChange("track", 99, None, None),)))
    assert state(doc) == before


@pytest.mark.parametrize("touch", ["span verdict", "label", "deleted keyframe", "outside"])
def test_a_new_analysis_keeps_every_track_that_a_person_touched(doc: Document, touch: str) -> None:
    (track,) = doc.tracks.values()
    if touch == "span verdict":
        verdict = Verdict(1, track.id, VerdictValue.REJECT, pts_of(0), pts_of(5))
        edit = edits.Edit("Judge", (edits.RecordChange("verdict", 1, None, verdict),))
    elif touch == "label":
        edit = edits.relabel(doc, track.id, "speaker")
    elif touch == "deleted keyframe":
        edit = edits.delete_keyframe(doc, track.id, pts_of(10))
    else:
        hidden = replace(track, outside=((pts_of(3), pts_of(5)),))
        edit = edits.Edit("Hide", (edits.RecordChange("track", track.id, track, hidden),))
    doc.apply(edit)
    kept = doc.tracks[track.id]
    doc.apply(edits.set_analysis(doc, replace(an_analysis(), key="other"), ()))
    assert doc.tracks == {track.id: kept}


def test_a_new_analysis_takes_what_nobody_touched(doc: Document) -> None:
    doc.apply(edits.set_analysis(doc, replace(an_analysis(), key="other"), ()))
    assert not doc.tracks
    assert not doc.scores
