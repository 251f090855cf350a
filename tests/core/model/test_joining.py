"""Tracks that are joined, exchanged or handed over: what is seen and what was decided stays."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.errors import EditError
from core.model import edits, fact_edits, track_edits, verdict_edits
from core.model.document import Document
from core.model.edits import Edit
from core.model.keyframes import Keyframes
from core.model.values import Box, Keyframe, Track, VerdictValue
from core.timebase import FrameIndex
from tests.core.documents import FRAMES, an_analysis, pts_of
from tests.core.model.by_hand import INDEX, boxes_of, document, done, frames_of

REJECT, IN_SYNC = VerdictValue.REJECT, VerdictValue.IN_SYNC


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
    assert frames_of(doc, 1) == [0, 19, 20, 30]
    assert doc.tracks[1].outside == ()


def test_where_both_have_boxes_those_of_the_first_stay() -> None:
    doc = document([10, 20])
    wide = Keyframes.of([Keyframe(pts_of(f), Box(0, 0, 9, 9)) for f in (5, 15, 25)])
    doc.apply(edits.add_track(Track(2, 1), wide))
    done(doc, track_edits.merge(doc, 1, 2, INDEX))
    # The other one's boxes end and begin beside them.
    assert frames_of(doc, 1) == [5, 9, 10, 20, 21, 25]


spans_of_frames = st.lists(
    st.tuples(st.integers(0, FRAMES - 1), st.integers(1, 20)).map(lambda x: (x[0], x[0] + x[1])),
    max_size=3,
)
frames = st.lists(st.integers(0, FRAMES - 1), min_size=1, max_size=6, unique=True)


@given(st.data())
@settings(deadline=None, max_examples=200)
def test_a_merge_moves_no_box_and_shows_what_either_showed(data: st.DataObject) -> None:
    doc = document()
    for id in (1, 2):
        rows = Keyframes.of(
            Keyframe(pts_of(f), Box(100.0 * id + f * f % 70, 0, 500, 40 + f))
            for f in data.draw(frames, label=f"frames {id}")
        )
        outside = edits.merged_spans(
            (pts_of(a), pts_of(b)) for a, b in data.draw(spans_of_frames, label=f"outside {id}")
        )
        doc.apply(edits.add_track(Track(id, 1, outside=outside), rows))
    expected = boxes_of(doc, 2) | boxes_of(doc, 1)
    done(doc, track_edits.merge(doc, 1, 2, INDEX))
    after = boxes_of(doc, 1)
    assert sorted(after) == sorted(expected)
    for frame, box in after.items():
        assert box.as_tuple() == pytest.approx(expected[frame].as_tuple(), abs=1e-3)


def test_keyframes_that_the_index_does_not_reach_yet_are_merged_too() -> None:
    doc = document([0, 10], [40, 50])
    known = FrameIndex(INDEX.pts[:20], INDEX.key[:20], INDEX.time_base, pts_of(20))
    done(doc, track_edits.merge(doc, 1, 2, known))
    assert frames_of(doc, 1) == [0, 10, 40, 50]
    assert set(boxes_of(doc, 1)) == {*range(11), *range(40, 51)}


def test_a_split_is_taken_back_by_a_merge() -> None:
    doc = document([0, 30])
    before = boxes_of(doc, 1)
    doc.apply(track_edits.split(doc, 1, 12, INDEX))
    done(doc, track_edits.merge(doc, 1, 2, INDEX))
    after = boxes_of(doc, 1)
    assert set(after) == set(before) == set(range(31))
    for frame, box in after.items():
        assert box.as_tuple() == pytest.approx(before[frame].as_tuple(), abs=1e-3)


def test_a_merge_never_crosses_a_cut() -> None:
    doc = document([0, 10], [40, 50])
    doc.apply(Edit("shots", (edits.record_change(doc, "analysis", 1, an_analysis()),)))
    with pytest.raises(EditError, match="shots"):
        track_edits.merge(doc, 1, 2, INDEX)
    with pytest.raises(EditError, match="two tracks"):
        track_edits.merge(doc, 1, 1, INDEX)


# --- swap and hand over -------------------------------------------------------------------------


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


# --- verdicts of spans --------------------------------------------------------------------------


def decide(doc: Document, track_id: int, first: int, end: int, value: VerdictValue) -> None:
    span = pts_of(first), pts_of(end)
    doc.apply(verdict_edits.set_span_verdicts(doc, [track_id], span, value))


def decided(doc: Document, track_id: int) -> list[tuple[int, int, VerdictValue]]:
    """First frame, the one behind the last, and the verdict of each span of a track."""
    found = []
    for v in doc.verdicts.values():
        if v.track_id == track_id and v.start_pts is not None and v.end_pts is not None:
            first, end = ((pts - 1024) // 512 for pts in (v.start_pts, v.end_pts))
            found.append((first, end, v.value))
    return sorted(found)


def test_what_was_decided_goes_with_the_boxes_that_are_handed_over() -> None:
    doc = document([0, 40], [0, 10])
    decide(doc, 1, 15, 30, IN_SYNC)
    decide(doc, 1, 30, 35, REJECT)
    # Of the other one, also where it is not seen.
    decide(doc, 2, 5, 25, VerdictValue.UNSURE)
    done(doc, track_edits.hand_over(doc, 1, 2, 20, INDEX))
    assert decided(doc, 1) == [(15, 20, IN_SYNC)]
    assert decided(doc, 2) == [(5, 20, VerdictValue.UNSURE), (20, 30, IN_SYNC), (30, 35, REJECT)]


def test_what_was_decided_goes_with_the_boxes_that_are_swapped() -> None:
    doc = document([0, 40], [0, 40])
    decide(doc, 1, 10, 30, REJECT)
    decide(doc, 2, 15, 25, IN_SYNC)
    decide(doc, 2, 30, 40, VerdictValue.UNSURE)
    done(doc, track_edits.swap(doc, 1, 2, 20, INDEX))
    assert decided(doc, 1) == [(10, 20, REJECT), (20, 25, IN_SYNC), (30, 40, VerdictValue.UNSURE)]
    assert decided(doc, 2) == [(15, 20, IN_SYNC), (20, 30, REJECT)]


def test_spans_of_a_merged_track_do_not_overlap() -> None:
    doc = document([0, 20], [15, 40])
    decide(doc, 1, 5, 10, REJECT)
    decide(doc, 1, 15, 20, REJECT)
    decide(doc, 2, 0, 30, IN_SYNC)
    decide(doc, 2, 30, 35, VerdictValue.UNSURE)
    done(doc, track_edits.merge(doc, 1, 2, INDEX))
    assert decided(doc, 1) == [
        (0, 5, IN_SYNC),
        (5, 10, REJECT),
        (10, 15, IN_SYNC),
        (15, 20, REJECT),
        (20, 30, IN_SYNC),
        (30, 35, VerdictValue.UNSURE),
    ]


# --- locked -------------------------------------------------------------------------------------


@pytest.mark.parametrize("locked", [1, 2])
def test_a_locked_track_is_not_changed_as_the_other_one_either(locked: int) -> None:
    doc = document([0, 40], [0, 10])
    doc.apply(fact_edits.set_locked(doc, [locked], True))
    for build in (
        lambda: track_edits.merge(doc, 1, 2, INDEX),
        lambda: track_edits.swap(doc, 1, 2, 8, INDEX),
        lambda: track_edits.hand_over(doc, 1, 2, 20, INDEX),
    ):
        with pytest.raises(EditError, match="locked"):
            build()
