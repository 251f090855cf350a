"""Scoring tracks again, or for the first time, after a person changed or drew them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from core.analysis.params import AnalysisParams
from core.analysis.scoring import TrackScorer
from core.analysis.speaking import TrackSpeaker
from core.analysis.stages import Stages
from core.analysis.track_sound import TrackSound
from core.contract import Plugins
from core.jobs import JobContext
from core.media.source import VideoSource
from core.model.keyframes import Keyframes
from core.model.values import Speaking, SyncScore, Video


@dataclass(frozen=True, slots=True, eq=False)
class Rescored:
    """A new score, what a speaker model says, and the boxes that both describe; their `id` is the
    track's. `speaking` is None without a model or sound.
    """

    keyframes: Keyframes
    score: SyncScore
    speaking: Speaking | None = None


def rescore(
    source: VideoSource,
    video: Video,
    tracks: Sequence[tuple[int, Keyframes, SyncScore | None]],
    params: AnalysisParams,
    stages: Stages,
    plugins: Plugins,
    ctx: JobContext,
    scorer: TrackScorer | None = None,
    speaker: TrackSpeaker | None = None,
) -> tuple[list[Rescored], tuple[str, ...]]:
    """Score tracks of one video, given as (id, keyframes, present score); and what has to be said
    of it, as the notices of an analysis.

    Where the scorer allows it, only what changed since the present score is computed. Spans in
    which a track is outside count like the others, with the boxes that interpolation gives there.

    Args:
        scorer, speaker: made of these `params`, for several videos: models are loaded once.

    Raises:
        MediaError, ModelError, PluginError, ProjectError, Cancelled: as an analysis.
    """
    scorer = scorer or TrackScorer(params, plugins)
    speaker = speaker or TrackSpeaker(params, plugins)
    paths = [rows for _id, rows, _score in tracks]
    known = [score for _id, _rows, score in tracks]
    scored = 1.0 - speaker.share
    with TrackSound(source) as sound:
        scores, notices = scorer.score(sound, video, paths, stages, ctx, (0.0, scored), known)
        said, reasons = speaker.speaking(sound, video, paths, stages, ctx, (scored, 1.0))
    done = [
        Rescored(rows, score.with_id(id), None if speaks is None else replace(speaks, id=id))
        for (id, rows, _former), score, speaks in zip(tracks, scores, said, strict=True)
    ]
    return done, tuple(dict.fromkeys([*notices, *reasons]))
