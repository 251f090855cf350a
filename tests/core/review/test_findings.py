"""Findings: each kind where it belongs and not elsewhere, silent by verdicts, stable, ranked."""

from __future__ import annotations

import math
import time

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.model import edits, verdict_edits
from core.model.document import Document
from core.model.edits import Edit, RecordChange
from core.model.values import Box, Track, Verdict, VerdictValue
from core.review.finding import Finding, FindingKind, Limits, ranked
from core.review.findings import VideoFindings, video_findings
from core.review.words import finding_words
from core.sync.grades import EBU_R37, ITU_ACCEPTABILITY, ITU_DETECTABILITY, FrameTolerance
from tests.core.documents import draw_edit, pts_of
from tests.core.review.scenes import (
    ELSEWHERE,
    a_clip_score,
    a_document,
    a_track,
    frames_of,
    loudness,
    of_kind,
    steady,
    still,
)

K = FindingKind
LONG = 500


def kinds(doc: Document, limits: Limits | None = None) -> list[FindingKind]:
    return [f.kind for f in video_findings(doc, 1, limits)]


def one_track(**score: object) -> Document:
    return a_document(LONG, [a_track(range(LONG), a_clip_score(LONG, **score))])  # type: ignore[arg-type]


# --- the voice ----------------------------------------------------------------------------------


def test_a_good_track_is_only_unreviewed() -> None:
    doc = one_track()
    (finding,) = video_findings(doc, 1, loudness=loudness(LONG))
    assert (finding.kind, finding.track_id, finding.doubt) == (K.UNREVIEWED, 1, 0.05)
    doc.apply(verdict_edits.set_verdict(doc, 1, VerdictValue.IN_SYNC))
    assert video_findings(doc, 1, loudness=loudness(LONG)) == []


@pytest.mark.parametrize(
    ("offset", "tolerance", "outside"),
    [
        (2.0, ITU_DETECTABILITY, True),  # 80 ms early
        (2.0, ITU_ACCEPTABILITY, False),
        (-2.0, ITU_DETECTABILITY, False),
        (-2.0, EBU_R37, True),
        (1.0, FrameTolerance(2), False),
        (3.0, FrameTolerance(2), True),
        (-3.0, FrameTolerance(2), True),
    ],
)
def test_offset_outside(offset: float, tolerance: object, outside: bool) -> None:
    found = video_findings(one_track(offset=offset), 1, Limits(tolerance=tolerance))  # type: ignore[arg-type]
    assert bool(of_kind(found, K.OFFSET_OUTSIDE)) is outside
    if outside:
        (finding,) = of_kind(found, K.OFFSET_OUTSIDE)
        assert finding.figures["offset_ms"] == pytest.approx(offset * 40.0, abs=10.0)
        word = "early" if offset > 0 else "late"
        assert f"audio is {word} by" in finding_words(finding)


def test_the_farther_outside_the_more_doubtful() -> None:
    near, far = (
        of_kind(video_findings(one_track(offset=o), 1), K.OFFSET_OUTSIDE)[0] for o in (2.0, 5.0)
    )
    assert 0.6 < near.doubt < far.doubt <= 0.95


def test_undetermined_says_why_and_counts_less_for_a_listener() -> None:
    silent = a_clip_score(LONG, depth=0.0, seed=1)
    doc = a_document(LONG, [a_track(range(LONG), silent)])
    (alone,) = of_kind(video_findings(doc, 1), K.UNDETERMINED)
    assert alone.reason == silent.reason != ""
    speaker = a_track(range(LONG), a_clip_score(LONG), ELSEWHERE)
    doc = a_document(LONG, [a_track(range(LONG), silent), speaker])
    (listening,) = of_kind(video_findings(doc, 1), K.UNDETERMINED)
    assert listening.doubt < alone.doubt
    assert "another face fits" in finding_words(listening)


def test_not_scored_is_undetermined_where_there_is_sound() -> None:
    tracks = [a_track(range(LONG))]
    (finding,) = of_kind(video_findings(a_document(LONG, tracks), 1), K.UNDETERMINED)
    assert finding.reason == "not scored"
    assert kinds(a_document(LONG, tracks, audio=False)) == [K.UNREVIEWED]


def test_low_confidence_of_a_track_and_its_floor() -> None:
    doc = one_track(depth=3.4)
    assert doc.scores[1].determined
    (finding,) = of_kind(video_findings(doc, 1), K.LOW_CONFIDENCE)
    assert finding.figures["confidence"] < finding.figures["floor"] == 4.0
    low = Limits(confidence_floor={"distance": 1.0, "correlation": 1.0})
    assert K.LOW_CONFIDENCE not in kinds(doc, low)


def test_a_weak_span_in_a_good_track_but_not_in_silence() -> None:
    def depth(t: np.ndarray) -> np.ndarray:
        return np.where((t > 8.0) & (t < 12.0), 0.0, 9.0)

    doc = one_track(depth=depth)
    (finding,) = of_kind(video_findings(doc, 1), K.LOW_CONFIDENCE)
    first, end = frames_of(doc.videos[1], finding)
    assert 200 <= first <= 212
    assert 288 <= end <= 300
    loud = loudness(LONG, [(195, 305)])
    assert not of_kind(video_findings(doc, 1, loudness=loud), K.LOW_CONFIDENCE)
    assert of_kind(video_findings(doc, 1, loudness=loudness(LONG)), K.LOW_CONFIDENCE)


def test_drift_and_step_are_told_apart() -> None:
    slope = one_track(offset=lambda t: -1.5 + 3.0 * t / 20.0)
    (finding,) = of_kind(video_findings(slope, 1), K.DRIFT)
    assert finding.figures["ms_per_minute"] == pytest.approx(360.0, rel=0.15)
    assert "gets earlier by" in finding_words(finding)
    step = one_track(offset=lambda t: np.where(t < 9.0, 0.0, -4.0))
    (finding,) = of_kind(video_findings(step, 1), K.DRIFT)
    assert finding.figures["step_ms"] == pytest.approx(-160.0, abs=15.0)
    middle = (finding.start_pts + finding.end_pts) / 2
    assert step.videos[1].seconds(round(middle)) == pytest.approx(9.0, abs=0.5)
    assert "the sound jumps" in finding_words(finding)


def test_two_tracks_of_one_voice() -> None:
    tracks = [
        a_track(range(LONG), a_clip_score(LONG)),
        a_track(range(LONG), a_clip_score(LONG, seed=2), ELSEWHERE),
    ]
    doc = a_document(LONG, tracks)
    (finding,) = of_kind(video_findings(doc, 1), K.SAME_VOICE)
    assert (finding.track_id, finding.other_track_id) == (1, 2)
    assert "the same voice as track 2" in finding_words(finding)
    doc.apply(verdict_edits.set_verdict(doc, 2, VerdictValue.IN_SYNC))
    assert of_kind(video_findings(doc, 1), K.SAME_VOICE)
    doc.apply(verdict_edits.set_verdict(doc, 1, VerdictValue.VOICE_OVER))
    assert not of_kind(video_findings(doc, 1), K.SAME_VOICE)


def test_taking_turns_is_not_one_voice() -> None:
    first = a_clip_score(LONG, depth=lambda t: np.where(t < 10.0, 9.0, 0.0))
    then = a_clip_score(LONG, depth=lambda t: np.where(t < 10.0, 0.0, 9.0), seed=3)
    tracks = [a_track(range(LONG), first), a_track(range(LONG), then, ELSEWHERE)]
    assert K.SAME_VOICE not in kinds(a_document(LONG, tracks))


def test_sound_without_a_visible_speaker() -> None:
    doc = a_document(LONG, [a_track(range(200), a_clip_score(200))], cuts=[200])
    loud = loudness(LONG, [(300, LONG)])
    (finding,) = of_kind(video_findings(doc, 1, loudness=loud), K.NO_VISIBLE_SPEAKER)
    assert frames_of(doc.videos[1], finding) == pytest.approx((200, 300), abs=2)
    assert finding.figures["faces"] == 0
    assert not of_kind(video_findings(doc, 1), K.NO_VISIBLE_SPEAKER)
    span = Verdict(1, 1, VerdictValue.VOICE_OVER, pts_of(190), pts_of(310))
    doc.apply(Edit("Set verdict", (RecordChange("verdict", 1, None, span),)))
    assert not of_kind(video_findings(doc, 1, loudness=loud), K.NO_VISIBLE_SPEAKER)


def test_a_delayed_voice_is_looked_for_where_it_is_heard() -> None:
    # The picture speaks at 100..300; the audio is late by 10 steps, so it is heard at 110..310.
    score = a_clip_score(200, offset=-10.0, start_step=100)
    doc = a_document(LONG, [a_track(range(100, 300), score)])
    loud = loudness(LONG, [(0, 110), (310, LONG)])
    assert not of_kind(video_findings(doc, 1, loudness=loud), K.NO_VISIBLE_SPEAKER)


# --- the boxes ----------------------------------------------------------------------------------


def test_a_jump_out_and_back_is_one_finding() -> None:
    doc = a_document(60, [a_track(range(60), moved={30: (40.0, 0.0)})], audio=False)
    (finding,) = of_kind(video_findings(doc, 1), K.BOX_JUMP)
    assert frames_of(doc.videos[1], finding)[0] == 29
    assert finding.figures["jumps"] == 2
    assert finding.figures["share"] == pytest.approx(40.0 / math.sqrt(80 * 100), rel=0.01)


def test_no_jump_where_a_person_set_both_boxes_or_it_was_outside() -> None:
    doc = a_document(60, [a_track(range(60), moved={30: (40.0, 0.0)})], audio=False)
    for frame in (29, 30, 31):
        box = doc.keyframes(1).get(pts_of(frame))
        assert box is not None
        doc.apply(edits.set_box(doc, 1, pts_of(frame), box.box))
    assert K.BOX_JUMP not in kinds(doc)
    rows = [*range(20), *range(40, 60)]
    moved = dict.fromkeys(range(40, 60), (200.0, 0.0))
    away = a_document(60, [a_track(rows, moved=moved, outside=((20, 40),))], audio=False)
    assert K.BOX_JUMP not in kinds(away)


def test_quick_but_even_movement_is_no_jump() -> None:
    moved = {f: (15.0 * f, 0.0) for f in range(30)}
    assert K.BOX_JUMP not in kinds(a_document(60, [a_track(range(30), moved=moved)], audio=False))


def test_a_box_that_grows_at_once() -> None:
    doc = a_document(60, [a_track(range(60))], audio=False)
    doc.apply(edits.set_box(doc, 1, pts_of(30), Box(60, 30, 220, 230)))
    (finding,) = of_kind(video_findings(doc, 1), K.BOX_JUMP)
    assert "times as large" in finding_words(finding)


def test_short_gaps_outside_and_missing() -> None:
    rows = [*range(20), *range(28, 100)]
    doc = a_document(100, [a_track(rows, outside=((50, 60), (70, 95)))], audio=False)
    gaps = of_kind(video_findings(doc, 1), K.SHORT_GAP)
    assert [frames_of(doc.videos[1], g) for g in gaps] == [(50, 60), (19, 28)]
    assert [g.figures["seconds"] for g in gaps] == [pytest.approx(0.4), pytest.approx(0.36)]


def test_a_track_that_goes_on_as_another_is_no_lost_track() -> None:
    tracks = [a_track(range(100)), a_track(range(110, 300))]
    doc = a_document(300, tracks, audio=False)
    found = video_findings(doc, 1)
    (gap,) = of_kind(found, K.SHORT_GAP)
    assert (gap.track_id, gap.other_track_id) == (1, 2)
    assert not of_kind(found, K.LOST_TRACK)
    for other in (
        a_document(300, [tracks[0], a_track(range(110, 300), box=ELSEWHERE)], audio=False),
        a_document(300, tracks, cuts=[105], audio=False),
        a_document(300, [tracks[0], a_track(range(150, 300))], audio=False),
    ):
        assert not of_kind(video_findings(other, 1), K.SHORT_GAP)


def test_a_lost_track_and_one_that_left_the_picture() -> None:
    (lost,) = of_kind(video_findings(a_document(300, [a_track(range(100))]), 1), K.LOST_TRACK)
    assert lost.figures["seconds"] == pytest.approx(8.0)
    left = a_track(range(100), box=(560.0, 80.0, 639.0, 180.0))
    assert K.LOST_TRACK not in kinds(a_document(300, [left]))
    assert K.LOST_TRACK not in kinds(a_document(300, [a_track(range(100))], cuts=[110]))
    assert K.LOST_TRACK not in kinds(a_document(300, [a_track(range(100), outside=((80, 100),))]))


# --- verdicts, order, identity --------------------------------------------------------------------


@pytest.mark.parametrize("value", VerdictValue)
def test_a_decided_verdict_silences_the_voice(value: VerdictValue) -> None:
    doc = a_document(
        600, [a_track(range(500), a_clip_score(500, offset=6.0), moved={30: (40.0, 0.0)})]
    )
    before = {f.kind: f for f in video_findings(doc, 1)}
    assert set(before) == {K.OFFSET_OUTSIDE, K.BOX_JUMP, K.LOST_TRACK, K.UNREVIEWED}
    doc.apply(verdict_edits.set_verdict(doc, 1, value))
    after = {f.kind: f for f in video_findings(doc, 1)}
    assert K.UNREVIEWED not in after
    if value is VerdictValue.UNSURE:
        assert set(after) == set(before) - {K.UNREVIEWED}
    elif value is VerdictValue.REJECT:
        assert not after
    else:
        assert set(after) == {K.BOX_JUMP, K.LOST_TRACK}
        assert after[K.BOX_JUMP].doubt == pytest.approx(before[K.BOX_JUMP].doubt / 2)


def test_a_verdict_on_a_span_silences_what_lies_in_it() -> None:
    doc = one_track(depth=lambda t: np.where((t > 8.0) & (t < 12.0), 0.0, 9.0))
    span = Verdict(1, 1, VerdictValue.NOT_SPEAKING, pts_of(190), pts_of(310))
    doc.apply(Edit("Set verdict", (RecordChange("verdict", 1, None, span),)))
    assert kinds(doc) == [K.UNREVIEWED]


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_any_document_has_findings_that_are_unique_bounded_and_the_same_again(
    data: st.DataObject,
) -> None:
    doc = Document()
    kept: dict[int, VideoFindings] = {}
    for _ in range(data.draw(st.integers(1, 8), label="edits")):
        doc.apply(draw_edit(data, doc))
        loud = loudness(60, [(10, 20)])
        for video in doc.videos.values():
            found = video_findings(doc, video.id, loudness=loud)
            again = kept.setdefault(video.id, VideoFindings(loudness=loud)).of(doc, video.id)
            assert again == found == video_findings(doc.snapshot(), video.id, loudness=loud)
            keys = [f.key for f in found]
            assert len(set(keys)) == len(keys)
            for finding in found:
                assert finding.video_id == video.id
                assert 0.0 <= finding.doubt <= 1.0
                assert finding.start_pts < finding.end_pts
                assert all(math.isfinite(v) for v in finding.figures.values())
                assert finding_words(finding)
                hash(finding)
            order = ranked(found)
            assert order == ranked(data.draw(st.permutations(found)))
            assert [f.doubt for f in order] == sorted((f.doubt for f in found), reverse=True)


def test_only_what_was_edited_is_computed_again(monkeypatch: pytest.MonkeyPatch) -> None:
    from core.review import findings

    tracks = [a_track(range(100)), a_track(range(100), box=ELSEWHERE)]
    doc, seen = a_document(100, tracks), []

    def counted(facts: object, *rest: object) -> object:
        seen.append(facts.id)  # type: ignore[attr-defined]
        return real(facts, *rest)  # type: ignore[arg-type]

    real = findings.track_result
    monkeypatch.setattr(findings, "track_result", counted)
    cache = VideoFindings()
    cache.of(doc, 1)
    cache.of(doc, 1)
    doc.apply(edits.set_box(doc, 2, pts_of(50), Box(1, 2, 30, 40)))
    cache.of(doc, 1)
    assert seen == [1, 2, 2]


def test_keys_stay_while_others_are_edited() -> None:
    tracks = [
        a_track(range(LONG), a_clip_score(LONG, offset=6.0)),
        a_track(range(100), box=ELSEWHERE),
    ]
    doc = a_document(LONG, tracks)
    before = {f.key: f.basis for f in video_findings(doc, 1) if f.track_id == 1}
    doc.apply(edits.set_box(doc, 2, pts_of(50), Box(400, 80, 482, 180)))
    doc.apply(edits.add_track(Track(3, 1), still(range(10), ELSEWHERE)))
    assert before == {f.key: f.basis for f in video_findings(doc, 1) if f.track_id == 1}


def test_an_old_jump_is_not_reopened_by_an_edit_elsewhere_in_the_track() -> None:
    doc = a_document(LONG, [a_track(range(LONG), moved={30: (40.0, 0.0)})], audio=False)

    def jump() -> Finding:
        return of_kind(video_findings(doc, 1), K.BOX_JUMP)[0]

    before = jump()
    doc.apply(edits.set_box(doc, 1, pts_of(400), Box(100, 80, 181, 180)))
    assert (jump().key, jump().basis) == (before.key, before.basis)
    doc.apply(edits.set_box(doc, 1, pts_of(30), Box(150, 80, 230, 180)))
    assert jump().basis != before.basis


def test_many_long_tracks_take_little_time() -> None:
    """Prints the figure; how much time is too much depends on the machine."""
    frames = 15_000
    score = a_clip_score(frames, depth=steady(6.0))
    doc = a_document(frames, [a_track(range(frames), score) for _ in range(40)])
    cache, loud = VideoFindings(loudness=loudness(frames)), loudness(frames)
    start = time.perf_counter()
    found = video_findings(doc, 1, loudness=loud)
    whole = time.perf_counter() - start
    cache.of(doc, 1)
    doc.apply(edits.set_box(doc, 1, pts_of(50), Box(100, 80, 182, 180)))
    start = time.perf_counter()
    assert cache.of(doc, 1)
    print(
        f"40 tracks of 10 minutes: {whole:.3f} s, one edited: {time.perf_counter() - start:.3f} s"
    )
    assert len(of_kind(found, K.SAME_VOICE)) <= 3 * 40
