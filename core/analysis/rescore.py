"""Scoring tracks again, or for the first time, after a person changed or drew them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from core.analysis.params import AnalysisParams
from core.analysis.scoring import TrackScorer
from core.analysis.stages import Stages
from core.contract import Plugins
from core.jobs import JobContext
from core.media.source import VideoSource
from core.model.keyframes import Keyframes
from core.model.values import SyncScore, Video
from core.vision.linking import LinkedTrack


@dataclass(frozen=True, slots=True, eq=False)
class Rescored:
    """A new score, and the boxes that it describes. `score.id` is the track's."""

    keyframes: Keyframes
    score: SyncScore


def rescore(
    source: VideoSource,
    video: Video,
    tracks: Sequence[tuple[int, Keyframes, SyncScore | None]],
    params: AnalysisParams,
    stages: Stages,
    plugins: Plugins,
    ctx: JobContext,
    scorer: TrackScorer | None = None,
) -> list[Rescored]:
    """Score tracks of one video, given as (id, keyframes, present score).

    Where the scorer allows it, only what changed since the present score is computed. Spans in
    which a track is outside count like the others, with the boxes that interpolation gives there.

    Args:
        scorer: made of these `params`, for several videos: its model is loaded once.

    Raises:
        MediaError, ModelError, PluginError, ProjectError, Cancelled: as an analysis.
    """
    scorer = scorer or TrackScorer(params, plugins)
    linked = [LinkedTrack(0, rows) for _id, rows, _score in tracks]
    known = [score for _id, _rows, score in tracks]
    scores, _notices = scorer.score(source, video, linked, stages, ctx, (0.0, 1.0), known)
    return [
        Rescored(rows, score.with_id(id))
        for (id, rows, _former), score in zip(tracks, scores, strict=True)
    ]
