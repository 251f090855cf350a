"""The stages as one job: on a real clip with a real, small detector."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from core.analysis.batch import VideoOutcome, adopt, analyse_files
from core.analysis.params import AnalysisParams
from core.analysis.run import Analyzer
from core.errors import Cancelled, MediaError, ModelError, PluginError
from core.jobs import JobContext, Progress
from core.media.audio import spooled_samples
from core.media.source import VideoSource
from core.model import edits, verdict_edits
from core.model.values import Box, Keyframe, Source, VerdictValue
from core.registry import Registry, builtin_folder
from core.store.project import Project
from core.vision.linking import LinkParams
from tests.core.analysis.squares import CODE, MANIFEST, SQUARE, make_clip, registry
from tests.core.last_edits import last_edits
from tests.core.obstacles import full_disk

BROKEN = """
class Broken:
    labels = ("face",)
    vshift = 15

    def detect(self, pictures):
        raise IndexError("nothing there")

    def score(self, clip, ctx):
        raise IndexError("nothing there")


def create(options):
    return Broken()
"""
PARAMS = AnalysisParams(detector="squares", scorer="av_cca", device="cpu")


@pytest.fixture(scope="module")
def plugins(tmp_path_factory: pytest.TempPathFactory) -> Registry:
    return registry(tmp_path_factory.mktemp("plugins"))


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    with Project.create(tmp_path / "p.syncreview") as opened:
        yield opened


def analyse(
    project: Project,
    plugins: Registry,
    *paths: Path,
    params: AnalysisParams = PARAMS,
    ctx: JobContext | None = None,
) -> list[VideoOutcome]:
    with project.stages() as stages:
        return analyse_files(
            paths,
            project.document,
            stages,
            Analyzer(params, plugins),
            lambda _: ctx or JobContext(),
        )


class Seen(JobContext):
    """Keeps the texts of the stages, and cancels at one of them."""

    def __init__(self, cancel_at: str | None = None) -> None:
        self.texts: list[str] = []
        self.fractions: list[float] = []
        self._cancel_at = cancel_at
        super().__init__(self.note, threading.Event(), interval_s=0.0)

    def note(self, progress: Progress) -> None:
        if progress.text not in self.texts:
            self.texts.append(progress.text)
        if progress.fraction is not None:
            self.fractions.append(progress.fraction)
        if progress.text == self._cancel_at:
            self.cancel()


def test_tracks_follow_the_squares_and_end_at_the_cut(
    project: Project, plugins: Registry, tmp_path: Path
) -> None:
    ctx = Seen()
    (outcome,) = analyse(project, plugins, make_clip(tmp_path / "a.mp4", cut=50), ctx=ctx)
    document, video = project.document, outcome.video
    assert video is not None
    step = (video.end_pts - video.start_pts) // 100
    analysis = document.analyses[video.id]
    assert [(s.start_pts // step, s.end_pts // step) for s in analysis.shots] == [
        (0, 50),
        (50, 100),
    ]
    first, second = document.tracks_of(video.id)
    assert (first.label, first.detector) == ("square", "squares")
    for track, y in ((first, 20), (second, 90)):
        rows = document.keyframes(track.id)
        assert len(rows) == 50
        expected = [[20 + n, y, 20 + n + SQUARE, y + SQUARE] for n in range(50)]
        assert np.abs(rows.boxes - np.array(expected)).max() <= 2
    assert ctx.texts[0] == "Reading the frame index"
    assert "Finding faces" in ctx.texts
    assert ctx.fractions == sorted(ctx.fractions)
    assert ctx.fractions[-1] == pytest.approx(1.0)


@pytest.mark.parametrize("rate", [Fraction(30), Fraction(30000, 1001), Fraction(10)])
def test_boxes_are_keyframes_of_source_frames_at_any_rate(
    project: Project, plugins: Registry, tmp_path: Path, rate: Fraction
) -> None:
    (outcome,) = analyse(project, plugins, make_clip(tmp_path / "a.mp4", 90, rate))
    assert outcome.source is not None
    assert outcome.video is not None
    index = outcome.source.index
    (track,) = project.document.tracks_of(outcome.video.id)
    rows = project.document.keyframes(track.id)
    shown = np.unique(index.grid_frames())
    held = [row for row in rows if row.source is Source.TRACKER]
    assert [r.pts for r in rows if r not in held] == index.pts[shown].tolist()
    assert len(held) == (shown[-1] != len(index) - 1)
    # Every frame has its box, the last one too, which no grid step may show.
    for number in range(len(index)):
        box = rows.box_at(int(index.pts[number]))
        assert box is not None
        assert abs(box.x1 - (20 + number)) <= 2.5


def test_a_second_run_decodes_nothing_and_changes_nothing(
    project: Project, plugins: Registry, tmp_path: Path
) -> None:
    path = make_clip(tmp_path / "a.mp4")
    analyse(project, plugins, path)
    before = last_edits(project, 1000)
    again = Seen()
    analyse(project, plugins, path, ctx=again)
    assert "Finding faces" not in again.texts
    assert last_edits(project, 1000) == before


def test_other_parameters_reuse_the_stages_that_they_do_not_touch(
    project: Project, plugins: Registry, tmp_path: Path
) -> None:
    path = make_clip(tmp_path / "a.mp4")
    analyse(project, plugins, path)
    again = Seen()
    strict = AnalysisParams(
        detector="squares", scorer="av_cca", device="cpu", link=LinkParams(min_size=100)
    )
    (outcome,) = analyse(project, plugins, path, params=strict, ctx=again)
    assert "Finding faces" not in again.texts
    assert outcome.video is not None
    analysis = project.document.analyses[outcome.video.id]
    assert project.document.tracks_of(outcome.video.id) == []
    assert [d.reason for d in analysis.dropped] == ["60 px large on average (at least 100)"]


@pytest.mark.parametrize("stage", ["Reading the frame index", "Finding faces", "Reading the sound"])
def test_cancelling_keeps_finished_stages_and_nothing_else(
    project: Project, plugins: Registry, tmp_path: Path, stage: str
) -> None:
    path = make_clip(tmp_path / "a.mp4")
    with pytest.raises(Cancelled):
        analyse(project, plugins, path, ctx=Seen(cancel_at=stage))
    assert dict(project.document.tracks) == {}
    assert dict(project.document.analyses) == {}
    again = Seen()
    (outcome,) = analyse(project, plugins, path, ctx=again)
    assert outcome.error is None
    assert ("Finding faces" in again.texts) == (stage != "Reading the sound")


def test_a_bad_file_costs_none_of_the_others(
    project: Project, plugins: Registry, tmp_path: Path
) -> None:
    good = make_clip(tmp_path / "good.mp4")
    bad = tmp_path / "bad.mp4"
    bad.write_bytes(b"")
    outcomes = analyse(project, plugins, bad, good, tmp_path / "missing.mp4")
    assert [o.error is None for o in outcomes] == [False, True, False]
    assert all(str(o.path) in str(o.error) for o in outcomes if o.error)
    assert len(project.document.videos) == 1


def test_no_sound_is_said_and_the_boxes_are_kept(
    project: Project, plugins: Registry, tmp_path: Path
) -> None:
    (outcome,) = analyse(project, plugins, make_clip(tmp_path / "a.mp4", sound=False))
    assert outcome.video is not None
    (track,) = project.document.tracks_of(outcome.video.id)
    score = project.document.scores[track.id]
    assert (score.direction, score.reason) == ("undetermined", "the video has no audio")
    assert len(project.document.keyframes(track.id)) == 100


def test_no_face_gives_no_track(project: Project, plugins: Registry, tmp_path: Path) -> None:
    (outcome,) = analyse(project, plugins, make_clip(tmp_path / "a.mp4", squares=False))
    assert outcome.error is None
    assert dict(project.document.tracks) == {}


def test_the_whole_picture_is_one_track(
    project: Project, plugins: Registry, tmp_path: Path
) -> None:
    params = AnalysisParams(crop="none", scorer="av_cca", device="cpu")
    (outcome,) = analyse(project, plugins, make_clip(tmp_path / "a.mp4"), params=params)
    assert outcome.video is not None
    (track,) = project.document.tracks_of(outcome.video.id)
    rows = project.document.keyframes(track.id)
    assert rows.box_at(int(rows.pts[0])) == Box(0, 0, 320, 180)
    assert project.document.scores[track.id].start_step == 0


def test_what_a_person_touched_outlives_a_new_analysis(
    project: Project, plugins: Registry, tmp_path: Path
) -> None:
    path = make_clip(tmp_path / "a.mp4", cut=50)
    (outcome,) = analyse(project, plugins, path)
    document, video = project.document, outcome.video
    assert video is not None
    first, second = document.tracks_of(video.id)
    pts = int(document.keyframes(first.id).pts[3])
    document.apply(edits.set_box(document, first.id, pts, Box(1, 2, 30, 40)))
    other = AnalysisParams(detector="squares", scorer="av_cca", device="cpu", mode="reference")
    analyse(project, plugins, path, params=other)
    tracks = document.tracks_of(video.id)
    assert len(tracks) == 2
    assert first in tracks
    assert second not in tracks
    assert document.keyframes(first.id).get(pts) == Keyframe(pts, Box(1, 2, 30, 40))
    document.apply(verdict_edits.set_verdict(document, tracks[1].id, VerdictValue.UNSURE))
    analyse(project, plugins, path)
    assert document.tracks_of(video.id) == tracks


def test_a_moved_video_is_found_again_by_its_content(project: Project, tmp_path: Path) -> None:
    path = make_clip(tmp_path / "a.mp4", 30)
    video = adopt(project.document, VideoSource.open(path))
    moved = path.rename(tmp_path / "b.mp4")
    again = adopt(project.document, VideoSource.open(moved))
    assert (again.id, again.path) == (video.id, str(moved))
    assert len(project.document.videos) == 1


def test_wrong_weights_are_told_before_the_long_pass(
    project: Project, plugins: Registry, tmp_path: Path
) -> None:
    weights = tmp_path / "w.model"
    weights.write_bytes(b"nothing of use")
    params = AnalysisParams(detector="squares", scorer="syncnet", syncnet_weights=weights)
    ctx = Seen()
    (outcome,) = analyse(project, plugins, make_clip(tmp_path / "a.mp4"), params=params, ctx=ctx)
    assert isinstance(outcome.error, ModelError)
    assert outcome.error.path == str(weights)
    assert "Finding faces" not in ctx.texts


def test_wrong_weights_are_told_also_where_the_faces_are_known(
    project: Project, plugins: Registry, tmp_path: Path
) -> None:
    """They are a failure of the video, never an answer about its tracks."""
    path, weights = make_clip(tmp_path / "a.mp4"), tmp_path / "w.model"
    weights.write_bytes(b"nothing of use")
    analyse(project, plugins, path)
    (before,) = project.document.scores.values()
    params = AnalysisParams(detector="squares", scorer="syncnet", syncnet_weights=weights)
    (outcome,) = analyse(project, plugins, path, params=params)
    assert isinstance(outcome.error, ModelError)
    assert outcome.error.path == str(weights)
    assert list(project.document.scores.values()) == [before]


@pytest.mark.parametrize("kind", ["detector", "scorer"])
def test_a_plugin_that_fails_at_work_fails_the_video_and_not_the_batch(
    project: Project, tmp_path: Path, kind: str
) -> None:
    plugins = registry(tmp_path)
    folder = tmp_path / "broken"
    folder.mkdir()
    text = MANIFEST.replace("squares", "broken").replace("detector", kind)
    (folder / "manifest.toml").write_text(text, encoding="utf-8")
    (folder / "__init__.py").write_text(BROKEN, encoding="utf-8")
    plugins = Registry.discover(builtin_folder(), tmp_path)
    params = replace(PARAMS, **{kind: "broken"})
    paths = [make_clip(tmp_path / "a.mp4", 30), make_clip(tmp_path / "b.mp4", 31)]
    outcomes = analyse(project, plugins, *paths, params=params)
    assert len(outcomes) == 2
    for outcome in outcomes:
        assert isinstance(outcome.error, PluginError)
        assert "failed (IndexError: nothing there)" in str(outcome.error)


def test_a_full_disk_while_the_sound_is_kept(
    project: Project, plugins: Registry, tmp_path: Path
) -> None:
    source = VideoSource.open(make_clip(tmp_path / "a.mp4", 30))
    kept = spooled_samples(source)
    with full_disk(100), pytest.raises(MediaError, match="its sound cannot be kept"), kept:
        pytest.fail("the sound was kept")


def test_an_unknown_plugin_is_told_at_once(plugins: Registry) -> None:
    with pytest.raises(PluginError, match="no detector 'nobody'"):
        Analyzer(AnalysisParams(detector="nobody"), plugins)


def test_a_device_that_is_not_there(project: Project, plugins: Registry, tmp_path: Path) -> None:
    params = AnalysisParams(detector="squares", scorer="av_cca", device="mps")
    (outcome,) = analyse(project, plugins, make_clip(tmp_path / "a.mp4", 30), params=params)
    assert isinstance(outcome.error, ModelError)
    assert "no device 'mps'" in str(outcome.error)


MIXED = CODE.replace(
    "        return [self.one(p) for p in pictures]",
    """
        return [self.with_points(p) for p in pictures]

    def with_points(self, picture):
        found = self.one(picture)
        self.asked = getattr(self, "asked", 0) + 1
        if self.asked % 2:
            return found
        return Detections(
            found.boxes, found.scores, found.labels, found.boxes.reshape(-1, 2, 2)
        )
""",
)


def test_a_detector_that_gives_landmarks_in_every_other_picture(
    project: Project, tmp_path: Path
) -> None:
    plugins = registry(tmp_path / "plugins", MIXED)
    (outcome,) = analyse(project, plugins, make_clip(tmp_path / "a.mp4"))
    assert outcome.video is not None, outcome.error
    (track,) = project.document.tracks_of(outcome.video.id)
    rows = project.document.keyframes(track.id)
    assert len(rows) == 100
    for number, row in enumerate(rows):
        corners = ((row.box.x1, row.box.y1), (row.box.x2, row.box.y2))
        assert row.landmarks == (corners if number % 2 else ())
