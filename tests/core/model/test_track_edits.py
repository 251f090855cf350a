"""Repairs of tracks: each on a document by hand, with what the inverse gives back."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.errors import EditError
from core.model import edits, fact_edits, path_edits, track_edits, verdict_edits
from core.model.document import Document
from core.model.edits import Edit
from core.model.keyframes import Keyframes
from core.model.values import Box, Keyframe, Source, Track, VerdictValue
from core.model.verdict_edits import Decision
from tests.core.documents import (
    FRAMES,
    a_score,
    a_video,
    pts_of,
    span_verdicts,
)
from tests.core.model.by_hand import INDEX, boxes_of, document, done, frames_of

# --- split ------------------------------------------------------------------------------------


@given(at=st.integers(1, 40))
@settings(deadline=None, max_examples=40)
def test_a_split_moves_no_box_and_the_first_part_keeps_the_id(at: int) -> None:
    doc = document([0, 7, 20, 40])
    whole = boxes_of(doc, 1)
    done(doc, track_edits.split(doc, 1, at, INDEX))
    first, second = boxes_of(doc, 1), boxes_of(doc, 2)
    assert set(first) == set(range(at))
    assert set(second) == set(range(at, 41))
    for frame, box in (first | second).items():
        assert box.as_tuple() == pytest.approx(whole[frame].as_tuple(), abs=1e-3)


@pytest.mark.parametrize("at", [0, 3, 41, 50])
def test_a_track_is_split_only_inside_of_it(at: int) -> None:
    doc = document([3, 40])
    with pytest.raises(EditError, match="inside"):
        track_edits.split(doc, 1, at, INDEX)


def test_a_split_divides_score_outside_and_verdicts() -> None:
    doc = document([0, 59])
    score = a_score(1, 50, start_step=0)
    doc.apply(Edit("score", (edits.record_change(doc, "score", 1, score),)))
    doc.apply(track_edits.set_outside(doc, 1, pts_of(20), pts_of(40), True))
    doc.apply(verdict_edits.set_verdict(doc, 1, VerdictValue.IN_SYNC))
    span = pts_of(25), pts_of(35)
    doc.apply(verdict_edits.set_span_verdicts(doc, [1], span, VerdictValue.VOICE_OVER))
    done(doc, track_edits.split(doc, 1, 30, INDEX))
    assert doc.tracks[1].outside == ((pts_of(20), pts_of(30)),)
    assert doc.tracks[2].outside == ((pts_of(30), pts_of(40)),)
    head, tail = doc.scores[1], doc.scores[2]
    # Row i spans the pictures i..i+4: the last of the first part ends with picture 29.
    assert (head.start_step, head.steps) == (0, 26)
    assert (tail.start_step, tail.steps) == (30, 20)
    assert np.array_equal(head.matrix, score.matrix[:26])
    assert np.array_equal(tail.matrix, score.matrix[30:])
    assert head.stale
    assert tail.changed
    verdict = doc.track_verdict(1)
    assert verdict is not None
    assert verdict.value == VerdictValue.IN_SYNC
    assert doc.track_verdict(2) is None
    (left,), (right,) = (span_verdicts(doc, id) for id in (1, 2))
    assert (left.start_pts, left.end_pts) == (pts_of(25), pts_of(30))
    assert (right.start_pts, right.end_pts) == (pts_of(30), pts_of(35))


# --- trim, outside -------------------------------------------------------------------------------


def test_trimming_keeps_the_boxes_within() -> None:
    doc = document([0, 40])
    before = boxes_of(doc, 1)
    done(doc, track_edits.trim(doc, 1, 7, 21, INDEX))
    after = boxes_of(doc, 1)
    assert set(after) == set(range(7, 22))
    assert all(b.as_tuple() == pytest.approx(before[f].as_tuple()) for f, b in after.items())
    with pytest.raises(EditError, match="not seen there"):
        track_edits.trim(doc, 1, 40, 50, INDEX)


def test_outside_from_here_and_visible_again() -> None:
    doc = document([0, 40])
    doc.apply(edits.set_scores(doc, [a_score(1, 30)]))
    done(doc, track_edits.set_outside(doc, 1, pts_of(10), pts_of(40) + 1, True))
    assert set(boxes_of(doc, 1)) == set(range(10))
    done(doc, track_edits.set_outside(doc, 1, pts_of(30), pts_of(40) + 1, False))
    assert set(boxes_of(doc, 1)) == {*range(10), *range(30, 41)}
    done(doc, track_edits.fill_gaps(doc, 1, 20 * 512))
    assert set(boxes_of(doc, 1)) == set(range(41))
    # A score is of all boxes, visible or not.
    assert not doc.scores[1].stale


def test_a_box_set_where_the_track_was_outside_makes_it_visible_from_there() -> None:
    doc = document([0, 40])
    doc.apply(track_edits.set_outside(doc, 1, pts_of(10), pts_of(30), True))
    done(doc, edits.set_box(doc, 1, pts_of(20), Box(1, 2, 30, 40)))
    assert doc.tracks[1].outside == ((pts_of(10), pts_of(20)),)
    done(doc, edits.set_box(doc, 1, pts_of(10), Box(1, 2, 30, 40)))
    assert doc.tracks[1].outside == ()


def test_a_box_is_held_to_another_frame() -> None:
    doc = document([0, 5, 6, 7, 40])
    done(doc, path_edits.propagate(doc, 1, 5, 20, INDEX))
    assert frames_of(doc, 1) == [0, 5, 20, 40]
    rows = doc.keyframes(1)
    assert rows.box_at(pts_of(13)) == rows.at(1).box
    assert rows.at(2).source == Source.PERSON


# --- what is said of boxes and tracks -----------------------------------------------------------


def test_changed_places_of_a_score_grow_with_the_edits() -> None:
    doc = document([0, 10, 20, 30, 40])
    score = a_score(1, 30)
    doc.apply(Edit("score", (edits.record_change(doc, "score", 1, score),)))
    doc.apply(edits.set_box(doc, 1, pts_of(10), Box(0, 0, 40, 40)))
    assert doc.scores[1].changed == ((pts_of(0), pts_of(20)),)
    doc.apply(edits.set_box(doc, 1, pts_of(35), Box(0, 0, 40, 40)))
    assert doc.scores[1].changed == ((pts_of(0), pts_of(20)), (pts_of(30), pts_of(40)))
    doc.apply(fact_edits.set_flags(doc, 1, pts_of(0), pts_of(41), occluded=True))
    assert len(doc.scores[1].changed) == 2


def occluded_of(doc: Document, track_id: int) -> list[int]:
    rows = doc.keyframes(track_id)
    here = [(frame, rows.keyframe_at(pts_of(frame))) for frame in range(FRAMES)]
    return [frame for frame, keyframe in here if keyframe is not None and keyframe.occluded]


def test_flags_end_where_the_span_ends() -> None:
    doc = document([0, 40])
    whole = boxes_of(doc, 1)
    done(doc, fact_edits.set_flags(doc, 1, pts_of(10), pts_of(21), occluded=True))
    assert occluded_of(doc, 1) == list(range(10, 21))
    after = boxes_of(doc, 1)
    assert set(after) == set(whole) == set(range(41))
    for frame, box in after.items():
        assert box.as_tuple() == pytest.approx(whole[frame].as_tuple(), abs=1e-3)
    done(doc, fact_edits.set_flags(doc, 1, pts_of(30), pts_of(41), occluded=True))
    assert occluded_of(doc, 1) == [*range(10, 21), *range(30, 41)]


def test_flags_of_a_span() -> None:
    doc = document([0, 10, 20, 30])
    done(doc, fact_edits.set_flags(doc, 1, pts_of(5), pts_of(21), occluded=True))
    assert frames_of(doc, 1) == [0, 5, 10, 20, 21, 30]
    assert occluded_of(doc, 1) == list(range(5, 21))
    done(doc, fact_edits.set_flags(doc, 1, pts_of(10), pts_of(11), occluded=False, truncated=True))
    assert occluded_of(doc, 1) == [*range(5, 10), *range(11, 21)]
    assert doc.keyframes(1).at(2).truncated
    assert not doc.keyframes(1).at(2).occluded


def test_a_landmark_is_moved_and_the_others_stay() -> None:
    doc = Document()
    doc.apply(edits.add_video(a_video()))
    rows = Keyframes.of(
        [
            Keyframe(pts_of(f), Box(0, 0, 50, 50), landmarks=((10.0, 10.0 + f), (30.0, 10.0)))
            for f in (0, 10)
        ]
    )
    doc.apply(edits.add_track(Track(1, 1), rows))
    done(doc, fact_edits.move_landmark(doc, 1, pts_of(5), 0, (11.0, 12.0)))
    here = doc.keyframes(1).get(pts_of(5))
    assert here is not None
    assert here.landmarks == ((11.0, 12.0), (30.0, 10.0))
    with pytest.raises(EditError, match="no landmark"):
        fact_edits.move_landmark(doc, 1, pts_of(5), 2, (0.0, 0.0))


def test_span_verdicts_never_overlap() -> None:
    doc = document([0, 59])

    def set_span(a: int, b: int, value: VerdictValue | None) -> None:
        span = pts_of(a), pts_of(b)
        done(doc, verdict_edits.set_span_verdicts(doc, [1], span, value))

    set_span(0, 50, VerdictValue.IN_SYNC)
    set_span(10, 20, VerdictValue.REJECT)
    set_span(15, 30, None)
    found = [(v.start_pts, v.end_pts, v.value) for v in span_verdicts(doc, 1)]
    assert found == [
        (pts_of(0), pts_of(10), VerdictValue.IN_SYNC),
        (pts_of(10), pts_of(15), VerdictValue.REJECT),
        (pts_of(30), pts_of(50), VerdictValue.IN_SYNC),
    ]
    with pytest.raises(EditError, match="empty"):
        verdict_edits.set_span_verdicts(doc, [1], (5, 5), VerdictValue.IN_SYNC)


def test_a_span_of_many_tracks_is_decided_in_one_step() -> None:
    doc = document([0, 59], [0, 59], [0, 59])
    doc.apply(
        verdict_edits.set_span_verdicts(doc, [1], (pts_of(0), pts_of(50)), VerdictValue.REJECT)
    )
    span, decision = (pts_of(10), pts_of(20)), Decision("Kim", "now", "hm")
    done(doc, verdict_edits.set_span_verdicts(doc, [1, 3], span, VerdictValue.UNSURE, decision))
    assert [len(span_verdicts(doc, id)) for id in (1, 2, 3)] == [3, 0, 1]
    (new,) = span_verdicts(doc, 3)
    assert (new.reviewer, new.decided_at, new.note) == ("Kim", "now", "hm")
    done(doc, verdict_edits.set_span_verdicts(doc, [1, 2, 3], span, None))
    assert [len(span_verdicts(doc, id)) for id in (1, 2, 3)] == [2, 0, 0]


def test_attributes_of_many_tracks_are_set_and_taken_away_and_others_stay() -> None:
    doc = document([0, 5], [0, 5])
    done(doc, edits.relabel(doc, 2, "person"))
    done(doc, fact_edits.set_attributes(doc, [1], {"mood": "calm", "noisy": "yes"}))
    done(doc, fact_edits.set_attributes(doc, [1, 2], {" language ": "ko", "mood": None}))
    assert doc.tracks[1].attributes == (("language", "ko"), ("noisy", "yes"))
    assert doc.tracks[2].attributes == (("label_source", "person"), ("language", "ko"))
    assert not fact_edits.set_attributes(doc, [1, 2], {"language": "ko", "mood": None}).changes
    with pytest.raises(EditError, match="needs a name"):
        fact_edits.set_attributes(doc, [1], {" ": "x"})


def test_many_tracks_in_one_step() -> None:
    doc = document([0, 5], [0, 5], [0, 5])
    done(doc, verdict_edits.set_verdicts(doc, [1, 3], VerdictValue.REJECT, Decision("Kim", "now")))
    assert [doc.track_verdict(id) is not None for id in (1, 2, 3)] == [True, False, True]
    done(doc, fact_edits.set_locked(doc, [1, 2], True))
    done(doc, fact_edits.set_attributes(doc, [1, 2, 3], {"language": "ko"}))
    done(doc, fact_edits.relabel_all(doc, [1, 2], "person"))
    done(doc, edits.delete_tracks(doc, [1, 2]))
    assert list(doc.tracks) == [3]
    done(doc, fact_edits.duplicate(doc, 3, 10.0))
    assert boxes_of(doc, 4)[0].x1 == boxes_of(doc, 3)[0].x1 + 10
