"""What opening takes, as jobs for the worker that handles files."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import numpy as np

from core.errors import AppError
from core.jobs import JobContext
from core.media.source import VideoSource
from core.model import edits
from core.model.document import Document
from core.model.values import Video
from core.store.project import Project, draft_path
from core.timebase import FrameIndex


@dataclass(frozen=True, slots=True, eq=False)
class OpenVideo:
    """A video of the open project, as the window has it.

    Args:
        video: its record.
        source: None where the media file is missing or unreadable.
        index: of the source; without one evenly spaced stand-ins, good for looking at a timeline
        only. problem: why there is no source.
    """

    video: Video
    source: VideoSource | None
    index: FrameIndex
    problem: AppError | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Opened:
    """A project, new in the window or the one that is there already, and the video to show."""

    project: Project | None
    shown: OpenVideo | None
    added: Video | None = None


def even_index(video: Video) -> FrameIndex:
    """Frames spread evenly between the video's first pts and its end."""
    span = video.end_pts - video.start_pts
    count = max(1, min(video.frame_count, span))
    pts = video.start_pts + np.arange(count, dtype=np.int64) * span // count
    key = np.zeros(count, dtype=np.bool_)
    key[0] = True
    return FrameIndex(pts, key, Fraction(video.time_base), video.end_pts)


def open_media(video: Video, ctx: JobContext) -> OpenVideo:
    """Open the media of a project's video; a missing, replaced or unreadable file is a state, not
    a failure.
    """
    try:
        source = VideoSource.of_record(video, ctx)
    except AppError as problem:
        return OpenVideo(video, None, even_index(video), problem)
    return OpenVideo(video, source, source.index)


def find_video(document: Document, source: VideoSource) -> Video | None:
    """The project's video of this file, however its path is written."""
    for video in document.videos.values():
        if Path(video.path) == source.path:
            return video
    for video in document.videos.values():
        path = Path(video.path)
        if path.name == source.path.name and path.exists() and path.samefile(source.path):
            return video
    return None


def open_video_job(path: Path, into: Project | None, ctx: JobContext) -> Opened:
    """Open a video file: into the project `into`, or else into its own draft.

    The document of `into` belongs to the window's thread: `added` is the record to add to it there.

    Raises:
        MediaError: it is no readable video.
        ProjectError: its draft cannot be made or opened.
    """
    ctx.progress(0, 0, f"Opening {path.name}")
    source = VideoSource.open(path, ctx)
    if into is not None:
        known = find_video(into.document, source)
        video = known or source.record(into.document.next_id("video"))
        return Opened(None, OpenVideo(video, source, source.index), None if known else video)
    draft = draft_path(source.path)
    project = Project.open(draft) if draft.exists() else Project.create(draft)
    try:
        known = find_video(project.document, source)
        video = known or source.record(project.document.next_id("video"))
        if known is None:
            project.document.apply(edits.add_video(video))
        ctx.check()
    except BaseException:
        project.close()
        raise
    return Opened(project, OpenVideo(video, source, source.index))


def open_project_job(path: Path, ctx: JobContext) -> Opened:
    """Open a project and its first video.

    Raises:
        ProjectError: it is no readable project.
    """
    ctx.progress(0, 0, f"Opening {path.name}")
    project = Project.open(path)
    try:
        videos = project.document.videos
        shown = open_media(videos[min(videos)], ctx) if videos else None
        ctx.check()
    except BaseException:
        project.close()
        raise
    return Opened(project, shown)
