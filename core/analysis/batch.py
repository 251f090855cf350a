"""Several videos, one after the other, into one project; one that fails costs no other."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from core.analysis.run import OPENING_SHARE, Analyzer
from core.analysis.stages import Stages
from core.errors import AppError
from core.jobs import JobContext
from core.media.source import VideoSource
from core.model.document import Document
from core.model.edits import add_video, relink_video, set_analysis
from core.model.values import Video


@dataclass(frozen=True, slots=True)
class VideoOutcome:
    """What became of one file: its source and record, or the error; never both."""

    path: Path
    source: VideoSource | None = None
    video: Video | None = None
    error: AppError | None = None


def adopt(document: Document, source: VideoSource) -> Video:
    """The document's record of an opened video: the one with this content, or a new one.

    A record whose file is gone takes the path of the file that has its content.
    """
    fresh = source.record(document.next_id("video"))
    for video in document.videos.values():
        if video.fingerprint != fresh.fingerprint:
            continue
        if video.path == fresh.path or os.path.exists(video.path):
            return video
        document.apply(relink_video(document, video.id, fresh.path))
        return document.videos[video.id]
    document.apply(add_video(fresh))
    return fresh


def analyse_files(
    paths: Iterable[Path],
    document: Document,
    stages: Stages,
    analyzer: Analyzer,
    context: Callable[[Path], JobContext],
    tell: Callable[[VideoOutcome], None] = lambda _outcome: None,
) -> list[VideoOutcome]:
    """Analyse files and put the results into the document, on this thread.

    A video whose present analysis has the same key is left alone, a person's corrections included.
    `tell` is called as each file ends.

    Raises:
        Cancelled: what was finished before stays.
    """
    outcomes: list[VideoOutcome] = []
    for path in paths:
        outcomes.append(_one(path, document, stages, analyzer, context(path)))
        tell(outcomes[-1])
    return outcomes


def _one(
    path: Path, document: Document, stages: Stages, analyzer: Analyzer, ctx: JobContext
) -> VideoOutcome:
    try:
        ctx.section(0.0, OPENING_SHARE)
        source = VideoSource.open(path, ctx)
        video = adopt(document, source)
        result = analyzer.analyse(source, video, stages, ctx)
        present = document.analyses.get(video.id)
        if present is None or present.key != result.analysis.key:
            document.apply(set_analysis(document, result.analysis, result.found))
    except AppError as error:
        return VideoOutcome(path, error=error)
    return VideoOutcome(path, source, video)
