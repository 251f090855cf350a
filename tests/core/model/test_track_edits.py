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
from tests.core.documents import (
    FRAMES,
    a_score,
    a_video,
    an_analysis,
    an_index,
    pts_of,
    some_keyframes,
    state,
)

INDEX = an_index(a_video())


def document(*frames: list[int]) -> Document:
    """One video, and a track with keyframes at each of these lists of frames."""
    doc = Document()
    doc.apply(edits.add_video(a_video()))
    for id, numbers in enumerate(frames, start=1):
        doc.apply(edits.add_track(Track(id, 1, detector="mtcnn"), some_keyframes(numbers)))
    return doc


def done(doc: Document, edit: Edit) -> None:
    """Carry out an edit; its inverse gives back what was, and doing it again what is."""
    before = state(doc)
    inverse = doc.apply(edit)
    after = state(doc)
    doc.apply(inverse)
    assert state(doc) == before
    doc.apply(edit)
    assert state(doc) == after


def frames_of(doc: Document, track_id: int) -> list[int]:
    return [(int(p) - 1024) // 512 for p in doc.keyframes(track_id).pts]


def boxes_of(doc: Document, track_id: int) -> dict[int, Box]:
    """The box of each frame in which a track is visible."""
    track, rows = doc.tracks[track_id], doc.keyframes(track_id)
    found = {}
    for frame in range(FRAMES):
        box = rows.box_at(pts_of(frame))
        if box is not None and not track.is_outside(pts_of(frame)):
            found[frame] = box
    return found


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
    doc.apply(verdict_edits.set_span_verdict(doc, 1, span, VerdictValue.VOICE_OVER))
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
    (left,), (right,) = (verdict_edits.span_verdicts(doc, id) for id in (1, 2))
    assert (left.start_pts, left.end_pts) == (pts_of(25), pts_of(30))
    assert (right.start_pts, right.end_pts) == (pts_of(30), pts_of(35))


# --- merge ------------------------------------------------------------------------------------


def test_a_merge_joins_two_tracks_and_leaves_the_gap_outside() -> None:
    doc = document([0, 10], [20, 30])
    done(doc, track_edits.merge(doc, 1, 2, INDEX))
    assert list(doc.tracks) == [1]
    assert frames_of(doc, 1) == [0, 10, 20, 30]
    assert doc.tracks[1].outside == ((pts_of(11), pts_of(20)),)
    done(doc, track_edits.fill_gaps(doc, 1, 9 * 512))
    assert doc.tracks[1].outside == ()
    assert set(boxes_of(doc, 1)) == set(range(31))


def test_tracks_that_follow_each_other_at_once_have_no_gap() -> None:
    doc = document([20, 30], [0, 19])
    done(doc, track_edits.merge(doc, 1, 2, INDEX))
    assert doc.tracks[1].outside == ()


def test_where_both_have_boxes_those_of_the_first_stay() -> None:
    doc = document([10, 20])
    wide = Keyframes.of([Keyframe(pts_of(f), Box(0, 0, 9, 9)) for f in (5, 15, 25)])
    doc.apply(edits.add_track(Track(2, 1), wide))
    done(doc, track_edits.merge(doc, 1, 2, INDEX))
    assert frames_of(doc, 1) == [5, 10, 20, 25]


def test_a_split_is_taken_back_by_a_merge() -> None:
    doc = document([0, 30])
    before = boxes_of(doc, 1)
    doc.apply(track_edits.split(doc, 1, 12, INDEX))
    done(doc, track_edits.merge(doc, 1, 2, INDEX))
    after = boxes_of(doc, 1)
    assert set(after) == set(before)


def test_a_merge_never_crosses_a_cut() -> None:
    doc = document([0, 10], [40, 50])
    doc.apply(Edit("shots", (edits.record_change(doc, "analysis", 1, an_analysis()),)))
    with pytest.raises(EditError, match="shots"):
        track_edits.merge(doc, 1, 2, INDEX)
    with pytest.raises(EditError, match="two tracks"):
        track_edits.merge(doc, 1, 1, INDEX)


# --- swap, trim, outside ------------------------------------------------------------------------


def test_a_swap_exchanges_two_tracks_from_a_frame_on() -> None:
    doc = document([0, 40])
    other = Keyframes.of([Keyframe(pts_of(f), Box(300, 0, 340, 40)) for f in (0, 40)])
    doc.apply(edits.add_track(Track(2, 1), other))
    a, b = boxes_of(doc, 1), boxes_of(doc, 2)
    done(doc, track_edits.swap(doc, 1, 2, 15, INDEX))
    for frame in range(41):
        first, second = (b, a) if frame >= 15 else (a, b)
        assert boxes_of(doc, 1)[frame].as_tuple() == pytest.approx(first[frame].as_tuple())
        assert boxes_of(doc, 2)[frame].as_tuple() == pytest.approx(second[frame].as_tuple())


def test_a_track_that_ended_goes_on_as_the_other_with_a_gap() -> None:
    doc = document([0, 10], [5, 40])
    done(doc, track_edits.swap(doc, 1, 2, 20, INDEX))
    assert set(boxes_of(doc, 1)) == {*range(11), *range(20, 41)}
    assert set(boxes_of(doc, 2)) == set(range(5, 20))
    with pytest.raises(EditError, match="nothing would be left"):
        track_edits.swap(document([0, 9], [20, 40]), 1, 2, 15, INDEX)


def test_the_rest_of_a_track_goes_to_another_one() -> None:
    doc = document([0, 40], [0, 10])
    whole = boxes_of(doc, 1)
    done(doc, track_edits.hand_over(doc, 1, 2, 20, INDEX))
    assert set(boxes_of(doc, 1)) == set(range(20))
    after = boxes_of(doc, 2)
    assert set(after) == {*range(11), *range(20, 41)}
    assert after[30].as_tuple() == pytest.approx(whole[30].as_tuple())
    with pytest.raises(EditError, match="both tracks"):
        track_edits.hand_over(document([0, 40], [0, 30]), 1, 2, 20, INDEX)
    with pytest.raises(EditError, match="nothing would be left"):
        track_edits.hand_over(document([20, 40], [0, 10]), 1, 2, 20, INDEX)
    with pytest.raises(EditError, match="does not go on"):
        track_edits.hand_over(document([0, 10], [0, 5]), 1, 2, 20, INDEX)


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
    done(doc, track_edits.set_outside(doc, 1, pts_of(10), pts_of(40) + 1, True))
    assert set(boxes_of(doc, 1)) == set(range(10))
    done(doc, track_edits.set_outside(doc, 1, pts_of(30), pts_of(40) + 1, False))
    assert set(boxes_of(doc, 1)) == {*range(10), *range(30, 41)}


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
    doc.apply(fact_edits.set_flags(doc, 1, pts_of(0), pts_of(40), occluded=True))
    assert len(doc.scores[1].changed) == 2


def test_flags_of_a_span() -> None:
    doc = document([0, 10, 20, 30])
    done(doc, fact_edits.set_flags(doc, 1, pts_of(5), pts_of(20), occluded=True))
    assert frames_of(doc, 1) == [0, 5, 10, 20, 30]
    assert doc.keyframes(1).occluded.tolist() == [False, True, True, True, False]
    done(doc, fact_edits.set_flags(doc, 1, pts_of(10), pts_of(10), occluded=False, truncated=True))
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
        done(doc, verdict_edits.set_span_verdict(doc, 1, span, value))

    set_span(0, 50, VerdictValue.IN_SYNC)
    set_span(10, 20, VerdictValue.REJECT)
    set_span(15, 30, None)
    found = [(v.start_pts, v.end_pts, v.value) for v in verdict_edits.span_verdicts(doc, 1)]
    assert found == [
        (pts_of(0), pts_of(10), VerdictValue.IN_SYNC),
        (pts_of(10), pts_of(15), VerdictValue.REJECT),
        (pts_of(30), pts_of(50), VerdictValue.IN_SYNC),
    ]
    with pytest.raises(EditError, match="empty"):
        verdict_edits.set_span_verdict(doc, 1, (5, 5), VerdictValue.IN_SYNC)


def test_many_tracks_in_one_step() -> None:
    doc = document([0, 5], [0, 5], [0, 5])
    done(doc, verdict_edits.set_verdicts(doc, [1, 3], VerdictValue.REJECT, "Kim", "now"))
    assert [doc.track_verdict(id) is not None for id in (1, 2, 3)] == [True, False, True]
    done(doc, fact_edits.set_locked(doc, [1, 2], True))
    done(doc, fact_edits.set_attribute(doc, [1, 2, 3], "language", "ko"))
    done(doc, fact_edits.relabel_all(doc, [1, 2], "person"))
    done(doc, edits.delete_tracks(doc, [1, 2]))
    assert list(doc.tracks) == [3]
    done(doc, fact_edits.duplicate(doc, 3, 10.0))
    assert boxes_of(doc, 4)[0].x1 == boxes_of(doc, 3)[0].x1 + 10
