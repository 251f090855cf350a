"""Scoring a corrected track again gives what scoring it whole gives, and looks at less."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import core.vision.clips
from core.analysis.params import AnalysisParams
from core.analysis.rescore import rescore
from core.errors import Cancelled
from core.jobs import JobContext
from core.media.source import VideoSource
from core.model import edits, track_edits
from core.model.document import Document
from core.model.edits import Edit, NewTrack
from core.model.keyframes import Keyframes
from core.model.values import Analysis, Box, SyncScore, Track, Video
from core.registry import default_registry
from tests.core.sync import seeded

FRAMES = 150


class Kept:
    """Stages in memory."""

    def __init__(self) -> None:
        self.data: dict[str, bytes] = {}

    def get(self, key: str) -> bytes | None:
        return self.data.get(key)

    def put(self, key: str, video_id: int, stage: str, data: bytes) -> None:
        self.data[key] = data


class Bench:
    """A video with one scored track, and a count of the pictures that were cut out."""

    def __init__(self, path: Path, weights: Path, scorer: str) -> None:
        self.source = VideoSource.open(path)
        self.video: Video = self.source.record(1)
        self.params = AnalysisParams(
            scorer=scorer, syncnet_weights=weights if scorer == "syncnet" else None, device="cpu"
        )
        self.plugins = default_registry()
        self.doc = Document()
        self.doc.apply(edits.add_video(self.video))
        rows = Keyframes.detected(
            self.source.index.pts[::5].copy(),
            np.tile(np.array([40, 20, 140, 150], np.float32), (FRAMES // 5, 1)),
            np.ones(FRAMES // 5, np.float32),
        )
        track = Track(0, 1, detector="mtcnn")
        found = (NewTrack(track, rows, None),)
        self.doc.apply(edits.set_analysis(self.doc, Analysis(1, "k", "mtcnn", scorer), found))
        self.put(1, self.score(1, None))

    def put(self, id: int, score: SyncScore) -> None:
        self.doc.apply(edits.set_scores(self.doc, [score]))

    def score(self, id: int, known: SyncScore | None) -> SyncScore:
        """The score of a track, with or without what is known of it; nothing kept from before."""
        given = [(id, self.doc.keyframes(id), known)]
        (done,), _notices = rescore(
            self.source, self.video, given, self.params, Kept(), self.plugins, JobContext()
        )
        assert done.score.id == id
        assert not done.score.stale
        return done.score


@pytest.fixture(scope="module")
def weights(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return seeded.write_weights(tmp_path_factory.mktemp("weights") / "seeded.model")


@pytest.fixture
def bench(clip_factory: Callable[..., Any], weights: Path) -> Bench:
    # Clicks at half of the frames, by chance: silence would compare alike with everything.
    clicks = np.flatnonzero(np.random.default_rng(1).random(FRAMES) < 0.5).tolist()
    clip = clip_factory(frames=FRAMES, size=(320, 180), audio_codec="aac", clicks=tuple(clicks))
    return Bench(clip.path, weights, "syncnet")


@pytest.fixture
def cut(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Grows by one entry with each picture that is cut out."""
    counted: list[int] = []
    real = core.vision.clips.crop_face

    def counting(*arguments: Any) -> Any:
        counted.append(1)
        return real(*arguments)

    monkeypatch.setattr(core.vision.clips, "crop_face", counting)
    return counted


def pts(bench: Bench, frame: int) -> int:
    return int(bench.source.index.pts[frame])


def moved(bench: Bench, frame: int) -> Edit:
    return edits.set_box(bench.doc, 1, pts(bench, frame), Box(60, 30, 190, 170))


CHANGES: dict[str, Callable[[Bench], Iterable[Edit]]] = {
    "in the middle": lambda b: [moved(b, 70)],
    "in several places": lambda b: (moved(b, frame) for frame in (40, 110)),
    "at the start": lambda b: [moved(b, 0)],
    "at the end": lambda b: [moved(b, 145)],
    "split": lambda b: [track_edits.split(b.doc, 1, 90, b.source.index)],
    "trimmed": lambda b: [track_edits.trim(b.doc, 1, 35, 140, b.source.index)],
    "outside": lambda b: [
        track_edits.set_outside(b.doc, 1, pts(b, 60), pts(b, 70), True),
        moved(b, 70),
    ],
    "longer": lambda b: [edits.set_box(b.doc, 1, pts(b, 149), Box(40, 20, 140, 150))],
}


@pytest.mark.slow
@pytest.mark.parametrize("name", CHANGES)
def test_a_part_and_the_whole_give_the_same(name: str, bench: Bench, cut: list[int]) -> None:
    for edit in CHANGES[name](bench):
        bench.doc.apply(edit)
    known = bench.doc.scores[1]
    assert known.stale
    cut.clear()
    part = bench.score(1, known)
    seen = len(cut)
    cut.clear()
    whole = bench.score(1, None)
    assert np.abs(part.matrix - whole.matrix).max() < 1e-5
    assert part.robust.offset_steps == whole.robust.offset_steps
    assert part.reference.offset_steps == whole.reference.offset_steps
    assert part.confidence == pytest.approx(whole.confidence, abs=1e-5)
    assert (part.start_step, part.steps) == (whole.start_step, whole.steps)
    assert seen < len(cut), (seen, len(cut))


@pytest.mark.slow
def test_a_change_everywhere_is_scored_whole(bench: Bench, cut: list[int]) -> None:
    known = bench.doc.scores[1]
    bench.doc.apply(Edit("stale", edits.stale_score(bench.doc, 1)))
    known = bench.doc.scores[1]
    assert known.stale
    assert known.changed == ()
    cut.clear()
    bench.score(1, known)
    assert len(cut) >= known.steps


@pytest.mark.slow
def test_a_score_of_the_whole_picture_is_not_mixed_with_faces(bench: Bench) -> None:
    faces = bench.params
    bench.params = replace(faces, crop="none")
    bench.put(1, bench.score(1, None))
    bench.params = faces
    bench.doc.apply(moved(bench, 70))
    again, whole = bench.score(1, bench.doc.scores[1]), bench.score(1, None)
    assert np.abs(again.matrix - whole.matrix).max() < 1e-5


def test_a_scorer_that_looks_at_the_whole_clip_scores_it_whole(
    clip_factory: Callable[..., Any], weights: Path, cut: list[int]
) -> None:
    path = clip_factory(frames=FRAMES, size=(320, 180), audio_codec="aac").path
    bench = Bench(path, weights, "av_cca")
    bench.doc.apply(moved(bench, 70))
    cut.clear()
    part = bench.score(1, bench.doc.scores[1])
    assert len(cut) >= part.steps
    whole = bench.score(1, None)
    assert np.array_equal(part.matrix, whole.matrix)


def test_tracks_without_an_answer_cost_the_others_nothing(
    clip_factory: Callable[..., Any], weights: Path
) -> None:
    path = clip_factory(frames=FRAMES, size=(320, 180), audio_codec="aac").path
    bench = Bench(path, weights, "av_cca")
    rows = bench.doc.keyframes(1)
    first = rows.select(rows.pts == rows.pts[0])
    given = [(7, first, None), (1, rows, bench.doc.scores[1])]
    params = replace(bench.params, mode="reference")
    done, notices = rescore(
        bench.source, bench.video, given, params, Kept(), bench.plugins, JobContext()
    )
    assert notices == ()
    assert [one.score.id for one in done] == [7, 1]
    assert not done[0].score.determined
    assert "too short" in done[0].score.reason
    assert np.array_equal(done[1].score.matrix, bench.doc.scores[1].matrix)
    assert done[1].score.mode == "reference"


def test_cancelling_keeps_no_half_result(clip_factory: Callable[..., Any], weights: Path) -> None:
    path = clip_factory(frames=FRAMES, size=(320, 180), audio_codec="aac").path
    bench, kept = Bench(path, weights, "av_cca"), Kept()
    ctx = JobContext(lambda _progress: ctx.cancel(), interval_s=0.0)
    given = [(1, bench.doc.keyframes(1), bench.doc.scores[1])]
    with pytest.raises(Cancelled):
        rescore(bench.source, bench.video, given, bench.params, kept, bench.plugins, ctx)
    assert not kept.data


def test_what_the_scorer_has_to_say_is_told_with_the_analysis(bench: Bench) -> None:
    doc = bench.doc
    given = [(1, doc.keyframes(1), None), (1, doc.keyframes(1), None)]
    done, notices = rescore(
        bench.source, bench.video, given, bench.params, Kept(), bench.plugins, JobContext()
    )
    # Of both tracks the same.
    (notice,) = notices
    assert "not the published" in notice
    assert doc.analyses[1].notices == ()
    doc.apply(edits.set_scores(doc, [done[0].score], (), ["first", *notices]))
    assert doc.analyses[1].notices == ("first", notice)
    before = doc.analyses[1]
    again = edits.set_scores(doc, [done[0].score], (), notices)
    doc.apply(again)
    assert doc.analyses[1] is before
