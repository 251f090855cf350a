"""What opening takes, as jobs for the worker that handles files."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path

import numpy as np

from core.errors import AppError
from core.jobs import JobContext
from core.media.index import Growth
from core.media.kept import KeptIndexes
from core.media.source import VideoSource
from core.model import edits
from core.model.document import Document, Step
from core.model.values import Video
from core.settings import data_dir
from core.store.project import Project, draft_path
from core.timebase import FrameIndex


@dataclass(frozen=True, slots=True)
class Reading:
    """How far the index of a video is read.

    Args:
        fraction: 0..1 of the file.
        end_pts: where the video will end, by estimate.
        stopped: it was cancelled or failed there; the rest stays unknown.
    """

    fraction: float
    end_pts: int
    stopped: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class OpenVideo:
    """A video of the open project, as the window has it.

    Args:
        video: its record; while it is read for the first time a provisional one, which the project
            does not have yet.
        source: None where the media file is missing or unreadable.
        index: of the source; without one evenly spaced stand-ins, good for looking at a timeline
            only.
        problem: why there is no source.
        reading: how far the index is read; None if it is whole.
    """

    video: Video
    source: VideoSource | None
    index: FrameIndex
    problem: AppError | None = None
    reading: Reading | None = None

    @property
    def duration(self) -> Fraction:
        """Seconds to the end of the video, known or estimated, and of what is missing of it."""
        ends = [self.index.end_pts]
        if self.reading is not None:
            ends.append(self.reading.end_pts)
        if self.source is not None and self.source.damage:
            ends.append(self.source.damage[-1].end_pts)
        return self.index.time_of_pts(max(ends))


@dataclass(frozen=True, slots=True, eq=False)
class Opened:
    """A project, new in the window or the one that is there already, and the video to show."""

    project: Project | None
    shown: OpenVideo | None
    added: Video | None = None


Grown = Callable[[Opened], None]


def kept_indexes() -> KeptIndexes:
    """The indexes of long files that were opened before."""
    return KeptIndexes(data_dir() / "indexes")


def even_index(video: Video) -> FrameIndex:
    """Frames spread evenly between the video's first pts and its end."""
    span = video.end_pts - video.start_pts
    count = max(1, min(video.frame_count, span))
    pts = video.start_pts + np.arange(count, dtype=np.int64) * span // count
    key = np.zeros(count, dtype=np.bool_)
    key[0] = True
    return FrameIndex(pts, key, Fraction(video.time_base), video.end_pts)


def open_media(video: Video, ctx: JobContext, grown: Callable[[OpenVideo], None]) -> OpenVideo:
    """Open the media of a project's video; a missing, replaced or unreadable file is a state, not
    a failure.

    Args:
        grown: called with what is known while a long file is indexed.

    Raises:
        MediaError: it became unreadable after `grown` was called.
    """
    told = False

    def tell(source: VideoSource, growth: Growth) -> None:
        nonlocal told
        told = True
        grown(_reading(video, source, growth))

    try:
        source = VideoSource.of_record(video, ctx, tell, kept_indexes())
    except AppError as problem:
        if told:
            raise
        return OpenVideo(video, None, even_index(video), problem)
    return OpenVideo(video, source, source.index)


def _reading(video: Video, source: VideoSource, growth: Growth) -> OpenVideo:
    reading = Reading(growth.fraction, growth.end_pts)
    return OpenVideo(video, source, source.index, reading=reading)


def find_video(document: Document, source: VideoSource) -> Video | None:
    """The project's video of this file, however its path is written."""
    for video in document.videos.values():
        if Path(video.path) == source.path:
            return video
    # Not every file of a large project is asked for: another name needs a link.
    names = {source.path.name, Path(os.path.realpath(source.path)).name}
    for video in document.videos.values():
        path = Path(video.path)
        likely = path.name in names or path.is_symlink()
        if likely and path.exists() and path.samefile(source.path):
            return video
    return None


class _Home:
    """Where an opened video goes: into a project of the window, or into its own draft, which the
    window gets with the first frames.
    """

    def __init__(self, into: Project | None) -> None:
        self._project = into
        self._in_window = into is not None
        self._known: Video | None = None

    def bring(self, source: VideoSource, reading: Reading | None = None) -> Opened:
        """What the window gets to know now."""
        if self._project is None:
            draft = draft_path(source.path)
            self._project = Project.open_shared(draft) if draft.exists() else Project.create(draft)
        document = self._project.document
        self._known = self._known or find_video(document, source)
        video = self._known or source.record(document.next_id("video"))
        added = None if self._known else video
        if reading is not None:
            # The project gets the record when it is true.
            video = self._known or replace(video, end_pts=reading.end_pts)
            added = None
        elif added is not None and not self._project.writable:
            # Another window reads it for the first time: here it is only looked at.
            added = None
        elif added is not None and not self._in_window:
            # Opening a file is nothing to undo.
            document.apply(edits.add_video(added), Step.NONE)
            added = None
        project = None if self._in_window else self._project
        self._in_window = True
        return Opened(project, OpenVideo(video, source, source.index, reading=reading), added)

    def close(self) -> None:
        """Close a draft that the window did not get."""
        if self._project is not None and not self._in_window:
            self._project.close()


def open_video_job(path: Path, into: Project | None, ctx: JobContext, grown: Grown) -> Opened:
    """Open a video file: into the project `into`, or else into its own draft.

    The document of a project that is in the window belongs to the window's thread: `added` is the
    record to add to it there.

    Args:
        grown: called with what is known while a long file is indexed.

    Raises:
        MediaError: it is no readable video.
        ProjectError: its draft cannot be made or opened.
    """
    ctx.progress(0, 0, f"Opening {path.name}")
    home = _Home(into)

    def tell(source: VideoSource, growth: Growth) -> None:
        grown(home.bring(source, Reading(growth.fraction, growth.end_pts)))

    try:
        source = VideoSource.open(path, ctx, tell, kept_indexes())
        ctx.check()
        return home.bring(source)
    except BaseException:
        home.close()
        raise


def open_project_job(path: Path, ctx: JobContext, grown: Grown) -> Opened:
    """Open a project and its first video.

    Args:
        grown: called with what is known while that video is indexed.

    Raises:
        ProjectError: it is no readable project.
        MediaError: the video became unreadable after `grown` was called.
    """
    ctx.progress(0, 0, f"Opening {path.name}")
    project = Project.open_shared(path)
    waiting: Project | None = project

    def tell(shown: OpenVideo) -> None:
        nonlocal waiting
        given, waiting = waiting, None
        grown(Opened(given, shown))

    try:
        videos = project.document.videos
        shown = open_media(videos[min(videos)], ctx, tell) if videos else None
        ctx.check()
    except BaseException:
        if waiting is not None:
            waiting.close()
        raise
    return Opened(waiting, shown)
