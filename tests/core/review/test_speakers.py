"""Who speaks: turns, pauses, doubt between two, silence, and kinds of scores side by side."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.model import edits, verdict_edits
from core.model.document import Document
from core.model.edits import NewTrack
from core.model.values import Speaking, VerdictValue
from core.review.speakers import Speakers, speakers_of
from tests.core.review.scenes import (
    ELSEWHERE,
    Curve,
    a_clip_score,
    a_document,
    a_track,
    loudness,
)

LONG = 500


def between(start: float, end: float, deep: float = 9.0) -> Curve:
    return lambda t: np.where((t >= start) & (t < end), deep, 0.0)


def frames(speakers: Speakers, track_id: int) -> list[tuple[int, int]]:
    return [
        ((t.start_pts - 1024) // 512, (t.end_pts - 1024) // 512)
        for t in speakers.of_track(track_id)
    ]


def check(speakers: Speakers) -> None:
    """Turns and steps say the same, and turns are rising and disjoint."""
    steps = np.zeros(len(speakers.by_step), np.int32)
    end = 0
    for turn in speakers.turns:
        assert end <= turn.start_pts < turn.end_pts
        end = turn.end_pts
        a, b = ((pts - 1024) // 512 for pts in (turn.start_pts, turn.end_pts))
        steps[a:b] = turn.track_id
    np.testing.assert_array_equal(steps, speakers.by_step)


def two(first: Curve, then: Curve, kind: str = "distance") -> Document:
    one = a_clip_score(LONG, depth=first)
    other = a_clip_score(LONG, depth=then, kind=kind, seed=1)  # type: ignore[arg-type]
    return a_document(LONG, [a_track(range(LONG), one), a_track(range(LONG), other, ELSEWHERE)])


@pytest.mark.parametrize("kind", ["distance", "correlation"])
def test_two_take_turns_whatever_scored_them(kind: str) -> None:
    doc = two(between(0, 10), between(10, 20), kind)
    assert {s.kind for s in doc.scores.values()} == {"distance", kind}
    found = speakers_of(doc, 1)
    check(found)
    assert not found.by_sound
    (first,), (then,) = frames(found, 1), frames(found, 2)
    slack = 10 if kind == "distance" else 25
    assert first == pytest.approx((0, 250), abs=slack)
    assert then == pytest.approx((250, 500), abs=slack)


def test_two_that_fit_alike_are_nobody() -> None:
    doc = two(lambda t: np.full(len(t), 9.0), lambda t: np.full(len(t), 9.0))
    assert speakers_of(doc, 1).turns == ()


def test_nobody_speaks_in_silence_and_pauses_are_closed() -> None:
    doc = a_document(LONG, [a_track(range(LONG), a_clip_score(LONG))])
    found = speakers_of(doc, 1, loudness(LONG, [(100, 108), (200, 300), (400, 500)]))
    check(found)
    assert found.by_sound
    assert frames(found, 1) == [(0, 200), (300, 400)]


def test_the_voice_is_heard_where_the_offset_says() -> None:
    # The audio is late by 10 steps: what is seen at 200 is heard at 210.
    doc = a_document(LONG, [a_track(range(LONG), a_clip_score(LONG, offset=-10.0))])
    found = speakers_of(doc, 1, loudness(LONG, [(210, 310)]))
    assert frames(found, 1) == [(0, 200), (300, 500)]


def test_a_single_weak_step_does_not_interrupt() -> None:
    doc = two(lambda t: np.where((t > 9.9) & (t < 10.1), 0.0, 9.0), between(0, 0))
    assert len(speakers_of(doc, 1).of_track(1)) == 1


def test_who_is_judged_not_to_speak_or_is_undetermined_does_not() -> None:
    doc = two(between(0, 20), between(0, 0))
    assert not doc.scores[2].determined
    assert {t.track_id for t in speakers_of(doc, 1).turns} == {1}
    doc.apply(verdict_edits.set_verdict(doc, 1, VerdictValue.NOT_SPEAKING))
    assert speakers_of(doc, 1).turns == ()


def test_out_of_the_picture_nobody_speaks() -> None:
    track = a_track(range(LONG), a_clip_score(LONG), outside=((100, 105), (200, 300)))
    found = speakers_of(a_document(LONG, [track]), 1)
    check(found)
    assert frames(found, 1) == [(0, 100), (105, 200), (300, 500)]


def test_a_video_without_tracks() -> None:
    found = speakers_of(a_document(LONG, []), 1, loudness(LONG))
    assert found.turns == ()
    assert found.by_step.tolist() == [0] * LONG


@settings(deadline=None, max_examples=40)
@given(data=st.data())
def test_any_scene_is_consistent_and_the_same_again(data: st.DataObject) -> None:
    tracks: list[NewTrack] = []
    for _ in range(data.draw(st.integers(0, 3))):
        start = data.draw(st.integers(0, 200))
        n = data.draw(st.integers(60, 250))
        score = a_clip_score(
            n,
            data.draw(st.floats(-8, 8)),
            data.draw(st.sampled_from([0.0, 5.0, 9.0])),
            start,
            data.draw(st.sampled_from(["distance", "correlation"])),
            data.draw(st.integers(0, 99)),
        )
        outside = data.draw(
            st.lists(st.tuples(st.integers(0, 450), st.integers(0, 450)), max_size=2)
        )
        tracks.append(
            a_track(
                range(start, start + n), score, outside=tuple((min(s), max(s)) for s in outside)
            )
        )
    doc = a_document(LONG, tracks)
    silent = data.draw(st.lists(st.tuples(st.integers(0, 500), st.integers(0, 500)), max_size=3))
    loud = data.draw(st.none() | st.just(loudness(LONG, silent)))
    found = speakers_of(doc, 1, loud)
    check(found)
    assert found.turns == speakers_of(doc.snapshot(), 1, loud).turns
    for track in doc.tracks.values():
        rows = doc.keyframes(track.id)
        for turn in found.of_track(track.id):
            assert rows.pts[0] <= turn.start_pts
            assert turn.end_pts <= rows.pts[-1] + 512


def said_to_speak(
    doc: Document, track_id: int, values: npt.NDArray[np.float64], stale: bool = False
) -> None:
    said = Speaking(track_id, "lr_asd", None, 0, values.astype(np.float32), stale)
    doc.apply(edits.Edit("Speaks", (edits.record_change(doc, "speaking", track_id, said),)))


def test_a_speaker_model_goes_before_the_fit_of_the_lips() -> None:
    doc = two(between(0, 10), between(10, 20))
    one, other = (t.id for t in doc.tracks_of(1))
    at = np.arange(LONG)
    said_to_speak(doc, one, np.where(at >= 250, 0.6, 0.2))
    said_to_speak(doc, other, np.where(at < 250, 0.9, 0.1))
    found = speakers_of(doc, 1)
    check(found)
    assert frames(found, one) == [(250, 500)]
    assert frames(found, other) == [(0, 250)]
    # Under a half nobody speaks, nor where two are told alike.
    said_to_speak(doc, one, np.full(LONG, 0.49))
    said_to_speak(doc, other, np.where(at < 250, 0.2, 0.45))
    assert speakers_of(doc, 1).turns == ()
    said_to_speak(doc, one, np.full(LONG, 0.9))
    said_to_speak(doc, other, np.full(LONG, 0.85))
    assert speakers_of(doc, 1).turns == ()


def test_what_was_said_of_other_boxes_does_not_tell_who_speaks() -> None:
    doc = two(between(0, 10), between(10, 20))
    before = speakers_of(doc, 1).turns
    one, other = (t.id for t in doc.tracks_of(1))
    said_to_speak(doc, one, np.zeros(LONG), stale=True)
    assert speakers_of(doc, 1).turns == before
    # One track is told by the model, the other by its lips.
    said_to_speak(doc, one, np.zeros(LONG))
    found = speakers_of(doc, 1)
    assert {t.track_id for t in found.turns} == {other}
    doc.apply(verdict_edits.set_verdict(doc, other, VerdictValue.VOICE_OVER))
    said_to_speak(doc, other, np.ones(LONG))
    assert speakers_of(doc, 1).turns == ()
