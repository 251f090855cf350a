"""The speaker model within an analysis: chosen, run over each track, kept, told where it fails."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from core.analysis.batch import VideoOutcome, analyse_files
from core.analysis.params import AUTO, NO_SPEAKER, AnalysisParams
from core.analysis.rescore import rescore
from core.analysis.run import Analyzer
from core.analysis.speaking import TrackSpeaker
from core.errors import ModelError, PluginError
from core.jobs import JobContext
from core.model import edits
from core.model.score_parts import outdated
from core.model.values import Box
from core.registry import Registry, builtin_folder
from core.settings import weights_dir
from core.store.project import Project
from core.weights.catalogue import catalogue
from tests.core.analysis.squares import make_clip, registry

SPEAKER = """
id = "ramp"
name = "Ramp"
kind = "speaker"
version = "1"
api = 1

[options.top]
type = "float"
default = 1.0
"""
CODE = """
import numpy as np

from core.api import ClipError

runs = []


class Ramp:
    def __init__(self, top):
        self.top = top

    def speaking(self, clip, ctx):
        runs.append(clip.count)
        if clip.count < 40:
            raise ClipError("too little to see")
        seen = sum(len(batch) for batch in clip.pictures())
        assert abs(len(clip.samples()) - seen * 640) <= 640
        ctx.progress(seen, clip.count, "Telling who speaks")
        return np.linspace(0.0, self.top, seen, dtype=np.float32)


def create(options):
    return Ramp(options.values["top"])
"""
PARAMS = AnalysisParams(detector="squares", scorer="av_cca", device="cpu", speaker="ramp")


@pytest.fixture
def plugins(tmp_path: Path) -> Registry:
    registry(tmp_path)
    folder = tmp_path / "ramp"
    folder.mkdir()
    (folder / "manifest.toml").write_text(SPEAKER, encoding="utf-8")
    (folder / "__init__.py").write_text(CODE, encoding="utf-8")
    return Registry.discover(builtin_folder(), tmp_path)


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    with Project.create(tmp_path / "p.syncreview") as opened:
        yield opened


class Never(JobContext):
    """Notes the texts of what is done."""

    def __init__(self) -> None:
        self.texts: set[str] = set()
        self.fractions: list[float] = []
        super().__init__(self.note, interval_s=0.0)

    def note(self, progress: object) -> None:
        self.texts.add(progress.text)  # type: ignore[attr-defined]
        if progress.fraction is not None:  # type: ignore[attr-defined]
            self.fractions.append(progress.fraction)  # type: ignore[attr-defined]


def analyse(
    project: Project,
    plugins: Registry,
    path: Path,
    params: AnalysisParams = PARAMS,
    ctx: JobContext | None = None,
) -> VideoOutcome:
    with project.stages() as stages:
        (outcome,) = analyse_files(
            [path], project.document, stages, Analyzer(params, plugins),
            lambda _: ctx or JobContext(),
        )  # fmt: skip
    return outcome


def test_each_track_has_what_was_said_of_it_and_short_ones_say_why_not(
    project: Project, plugins: Registry, tmp_path: Path
) -> None:
    ctx = Never()
    outcome = analyse(project, plugins, make_clip(tmp_path / "a.mp4", cut=35), ctx=ctx)
    assert outcome.error is None
    doc = project.document
    first, second = doc.tracks_of(1)
    # Asked, and without an answer.
    assert len(doc.speaking[first.id].probabilities) == 0
    assert outdated(doc, 1, with_speaking=True) == []
    said = doc.speaking[second.id]
    assert (said.speaker, said.weights_sha256, said.start_step) == ("ramp", None, 35)
    assert np.allclose(said.probabilities, np.linspace(0, 1, 65))
    assert "too little to see" in doc.analyses[1].notices
    assert "Telling who speaks" in ctx.texts
    assert ctx.fractions == sorted(ctx.fractions)


def test_the_result_is_kept_as_a_stage(project: Project, plugins: Registry, tmp_path: Path) -> None:
    path = make_clip(tmp_path / "a.mp4")
    analyse(project, plugins, path)
    before = dict(project.document.speaking)
    assert len(before) == 1
    # Another scale of the score: what the speaker model said is not asked for again.
    ctx = Never()
    analyse(project, plugins, path, replace(PARAMS, mode="reference"), ctx)
    assert "Telling who speaks" not in ctx.texts
    (again,) = project.document.speaking.values()
    assert np.array_equal(again.probabilities, next(iter(before.values())).probabilities)
    # Another option of it: asked again.
    ctx = Never()
    analyse(project, plugins, path, replace(PARAMS, options={"ramp": {"top": 0.5}}), ctx)
    assert "Telling who speaks" in ctx.texts
    (again,) = project.document.speaking.values()
    assert again.probabilities.max() == 0.5
    analyse(project, plugins, path, replace(PARAMS, speaker=NO_SPEAKER))
    assert project.document.speaking == {}


def test_without_sound_nothing_is_said(project: Project, plugins: Registry, tmp_path: Path) -> None:
    outcome = analyse(project, plugins, make_clip(tmp_path / "a.mp4", sound=False))
    assert outcome.error is None
    assert len(project.document.tracks) == 1
    assert project.document.speaking == {}


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ("np.linspace(0.0, self.top, seen + 1, dtype=np.float32)", "probabilities for"),
        ("np.full(seen, 1.5)", "no probabilities"),
        ("np.full(seen, np.nan)", "no probabilities"),
        ("1 / 0", "ZeroDivisionError"),
    ],
)
def test_a_plugin_that_does_not_keep_to_the_contract_fails_the_video(
    project: Project, plugins: Registry, tmp_path: Path, change: str, words: str
) -> None:
    code = tmp_path / "ramp" / "__init__.py"
    kept = "np.linspace(0.0, self.top, seen, dtype=np.float32)"
    code.write_text(CODE.replace(kept, change), encoding="utf-8")
    outcome = analyse(project, plugins, make_clip(tmp_path / "a.mp4"))
    assert isinstance(outcome.error, PluginError)
    assert words in str(outcome.error)


def test_auto_takes_lr_asd_where_its_weights_are_installed(
    project: Project, plugins: Registry, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SYNCREVIEW_HOME", str(tmp_path / "home"))
    params = replace(PARAMS, speaker=AUTO)
    assert TrackSpeaker(params, plugins).plugin is None
    weights = weights_dir() / catalogue()["lr_asd"].file
    weights.parent.mkdir(parents=True)
    weights.write_bytes(b"nothing of use")
    speaker = TrackSpeaker(params, plugins)
    assert speaker.plugin is not None
    assert speaker.plugin.info.id == "lr_asd"
    # Wrong weights are told before the long pass.
    ctx = Never()
    outcome = analyse(project, plugins, make_clip(tmp_path / "a.mp4"), params, ctx)
    assert isinstance(outcome.error, ModelError)
    assert "Finding faces" not in ctx.texts


def test_without_weights_the_way_out_is_named(
    project: Project, plugins: Registry, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SYNCREVIEW_HOME", str(tmp_path / "home"))
    outcome = analyse(
        project, plugins, make_clip(tmp_path / "a.mp4"), replace(PARAMS, speaker="lr_asd")
    )
    assert isinstance(outcome.error, ModelError)
    assert "finetuning_TalkSet.model" in str(outcome.error)


@pytest.mark.shared
def test_lr_asd_through_an_analysis(
    project: Project, tmp_path: Path, shared_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SYNCREVIEW_HOME", str(tmp_path / "home"))
    weights = weights_dir() / catalogue()["lr_asd"].file
    weights.parent.mkdir(parents=True)
    weights.write_bytes((shared_dir / "weights" / "lr_asd_talkset.model").read_bytes())
    params = AnalysisParams(crop="none", scorer="av_cca", device="cpu", speaker=AUTO)
    plugins = Registry.discover(builtin_folder())
    path = shared_dir / "media" / "vgg_example.avi"
    assert analyse(project, plugins, path, params).error is None
    (said,) = project.document.speaking.values()
    assert said.weights_sha256 == catalogue()["lr_asd"].sha256
    assert len(said.probabilities) == 317
    assert said.probabilities.mean() > 0.8


def test_a_corrected_track_is_told_anew_when_it_is_scored_again(
    project: Project, plugins: Registry, tmp_path: Path
) -> None:
    outcome = analyse(project, plugins, make_clip(tmp_path / "a.mp4"))
    assert outcome.source is not None
    assert outcome.video is not None
    doc = project.document
    (track,) = doc.tracks_of(1)
    pts = int(doc.keyframes(track.id).pts[50])
    doc.apply(edits.set_box(doc, track.id, pts, Box(60, 10, 140, 90)))
    assert doc.speaking[track.id].stale
    # The score alone was renewed, as without a model: what was said is still to be.
    doc.apply(edits.set_scores(doc, [replace(doc.scores[track.id], stale=False, changed=())]))
    assert outdated(doc, 1) == []
    assert outdated(doc, 1, with_speaking=True) == [track.id]
    given = [(track.id, doc.keyframes(track.id), doc.scores[track.id])]
    with project.stages() as stages:
        source, video = outcome.source, outcome.video
        (done,), _ = rescore(source, video, given, PARAMS, stages, plugins, JobContext())
        assert done.speaking is not None
        doc.apply(edits.set_scores(doc, [done.score], [done.speaking]))
        assert not doc.speaking[track.id].stale
        assert outdated(doc, 1, with_speaking=True) == []
        assert len(doc.speaking[track.id].probabilities) == 100
        without = replace(PARAMS, speaker=NO_SPEAKER)
        (done,), _ = rescore(source, video, given, without, stages, plugins, JobContext())
        assert done.speaking is None


def test_a_track_of_which_nothing_was_said_is_asked_for(
    project: Project, plugins: Registry, tmp_path: Path
) -> None:
    analyse(project, plugins, make_clip(tmp_path / "a.mp4"), replace(PARAMS, speaker=NO_SPEAKER))
    doc = project.document
    (track,) = doc.tracks_of(1)
    assert not doc.speaking
    assert outdated(doc, 1) == []
    assert outdated(doc, 1, with_speaking=True) == [track.id]
    silent = analyse(project, plugins, make_clip(tmp_path / "b.mp4", sound=False)).video
    assert silent is not None
    assert len(doc.tracks_of(silent.id)) == 1
    assert outdated(doc, silent.id, with_speaking=True) == []
