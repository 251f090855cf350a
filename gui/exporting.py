"""The job of an export: what is on screen is not read again."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path

from core.exchange.coco import CocoOptions, ExportSummary, export_coco
from core.jobs import JobContext
from core.media.source import VideoSource
from core.model.document import Document
from core.model.values import Video
from core.review.loudness import loudness_of
from gui.workers.open_video import OpenVideo, kept_indexes


def export_job(
    document: Document, opened: OpenVideo | None, path: Path, options: CocoOptions
) -> Callable[[JobContext], ExportSummary]:
    """Write a document, as the command line does.

    Args:
        document: a snapshot.
        opened: the video on screen, if any.
    """

    def job(ctx: JobContext) -> ExportSummary:
        # Asked for its index, then for its sound.
        @cache
        def source_of(video: Video) -> VideoSource:
            shown = opened.source if opened is not None and opened.reading is None else None
            if opened is not None and shown is not None and opened.video.path == video.path:
                return shown
            return VideoSource.of_record(video, ctx, None, kept_indexes())

        return export_coco(
            document,
            lambda video: source_of(video).index,
            path,
            options,
            ctx,
            lambda video: loudness_of(source_of(video), ctx),
        )

    return job
