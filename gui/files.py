"""Opening, saving and exporting, as jobs; the document is only touched on the window's thread."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Qt, Signal

from core.errors import AppError
from core.exchange.coco import CocoOptions, ExportSummary
from core.jobs import JobContext
from core.media.peaks import Peaks, waveform_peaks
from core.model import edits
from core.model.values import Video
from core.settings import data_dir
from core.store.project import SUFFIX, Project, draft_path
from gui.exporting import export_job
from gui.preferences import Preferences
from gui.session import Session
from gui.texts import short_name
from gui.theme import RESOURCES
from gui.workers.job_runner import Handle, JobRunner
from gui.workers.open_video import (
    Grown,
    Opened,
    OpenVideo,
    open_media,
    open_project_job,
    open_video_job,
)

OpenJob = Callable[[JobContext, Grown], Opened]

DEMO_CLIP = RESOURCES / "demo" / "demo.mp4"


def is_draft(project: Project) -> bool:
    """Whether a project was made by opening a video without one."""
    return project.path.parent == data_dir() / "drafts"


def same_path(a: str | Path, b: str | Path) -> bool:
    """Whether two paths name one file, whatever links lead to it."""
    return os.path.realpath(a) == os.path.realpath(b)


def _media_job(video: Video) -> OpenJob:
    """Open the media of a video of the project that is in the window."""

    def job(ctx: JobContext, grown: Grown) -> Opened:
        def tell(shown: OpenVideo) -> None:
            grown(Opened(None, shown))

        return Opened(None, open_media(video, ctx, tell))

    return job


class Files(QObject):
    """Signals:
    opened(): another project or video is on screen, or the one there was read to its end.
    exported(ExportSummary), notice(text): to be told to the user.
    leaving(): the present project is about to go; whoever works on it stops.
    """

    opened = Signal()
    exported = Signal(object)
    notice = Signal(str)
    leaving = Signal()
    failed = Signal(object)
    _grown = Signal(object, object)

    def __init__(
        self,
        session: Session,
        runner: JobRunner,
        preferences: Preferences,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._runner = runner
        self._preferences = preferences
        self._opening: Handle | None = None
        # Of the job that opens, and whether its video is on screen already.
        self._token: object = None
        self._showing = False
        self._waiting: list[Path] = []
        self._reading: Handle | None = None
        self._paths: dict[int, Path] = {}
        self._left: dict[int, Project] = {}
        self._grown.connect(self._on_grown, Qt.ConnectionType.QueuedConnection)
        runner.done.connect(self._on_done)
        runner.failed.connect(self._on_failed)
        runner.cancelled.connect(self._on_cancelled)

    @property
    def busy_opening(self) -> bool:
        return self._opening is not None

    # --- open ----------------------------------------------------------------------------------

    def open(self, path: Path) -> None:
        """Open a video or a project, by its name's ending."""
        self._waiting.clear()
        self._open_path(path)

    def _open_path(self, path: Path) -> None:
        path = Path(os.path.abspath(path))
        videos = self._session.document.videos
        if path.suffix.lower() == SUFFIX and videos and self._is_open(path):
            # A second document of the same file would not know the edits of the first.
            self._open(path, _media_job(videos[min(videos)]))
        elif path.suffix.lower() == SUFFIX:
            self._open(path, lambda ctx, grown: open_project_job(path, ctx, grown))
        else:
            into = self._joined(path)
            self._open(path, lambda ctx, grown: open_video_job(path, into, ctx, grown))

    def _is_open(self, path: Path) -> bool:
        project = self._session.project
        if project is None or not project.writable or project.troubled:
            # Opening it anew is the way out then.
            return False
        return same_path(project.path, path)

    def _joined(self, video: Path) -> Project | None:
        """The open project if a video goes into it: a saved one, or the video's own draft."""
        project = self._session.project
        if project is None or not project.writable:
            return None
        if not is_draft(project) or project.path == draft_path(video):
            return project
        known = self._session.document.videos.values()
        return project if any(same_path(one.path, video) for one in known) else None

    def open_all(self, paths: list[Path]) -> None:
        """Open what was dropped or given on the command line.

        A project takes all the videos; without a saved one the first file is opened.
        """
        projects = [path for path in paths if path.suffix.lower() == SUFFIX][:1]
        videos = [path for path in paths if path.suffix.lower() != SUFFIX]
        project = self._session.project
        together = bool(projects) or (project is not None and not is_draft(project))
        wanted = [*projects, *videos] if together else videos[:1]
        if not wanted:
            return
        self.open(wanted[0])
        self._waiting = wanted[1:]
        if len(wanted) < len(paths):
            self.notice.emit(
                self.tr("One file was opened. File > Save project as: that takes several videos.")
            )

    def _open_next(self) -> None:
        if self._waiting and self._opening is None:
            self._open_path(self._waiting.pop(0))

    def open_demo(self) -> None:
        """Open the clip that comes with the program."""
        self.open(DEMO_CLIP)

    def show_video(self, video_id: int, again: bool = False) -> None:
        """Show another video of the project; with `again` also the one on screen, read anew."""
        video, shown = self._session.document.videos.get(video_id), self._session.video
        if video is None or (shown is not None and shown.id == video_id and not again):
            return
        self._open(Path(video.path), _media_job(video), remember=False)

    def _read_on(self) -> None:
        """Index the video on screen, which another one was about to replace, to its end."""
        opened, project = self._session.opened, self._session.project
        if opened is None or opened.reading is None or opened.reading.stopped:
            return
        path = Path(opened.video.path)
        self._open(path, lambda ctx, grown: open_video_job(path, project, ctx, grown), False)
        self._showing = True

    def _open(self, path: Path, job: OpenJob, remember: bool = True) -> None:
        if self._opening is not None:
            self._opening.cancel()
        # The sound of a long file takes a while: nobody waits for that to see another one.
        self._stop_reading()
        token = self._token = object()
        self._showing = False
        self._opening = self._runner.submit(
            self.tr("Opening {name}").format(name=path.name),
            lambda ctx: job(ctx, partial(self._grown.emit, token)),
        )
        if remember:
            self._paths[self._opening.number] = path

    def _on_grown(self, token: object, result: Opened) -> None:
        """The first frames of a long file are indexed, or more of them."""
        opening = self._opening
        if token is not self._token or opening is None or opening.event.is_set():
            if result.project is not None:
                result.project.close()
            return
        index, shown = self._session.index, result.shown
        if self._showing and index is not None and shown and len(shown.index) < len(index):
            # It is read once more from its start.
            return
        first = not self._showing
        self._show(result)
        if first:
            self.opened.emit()

    def _on_opened(self, handle: Handle, result: Opened) -> None:
        path = self._paths.pop(handle.number, None)
        if self._opening is not handle:
            # A newer request came while this one was on its way to the window.
            if result.project is not None:
                result.project.close()
            return
        self._opening = None
        if not self._show(result):
            if self._opening is None:
                self._end_opening()
                self._open_next()
            return
        self._token = None
        if path is not None:
            self._preferences.remember_file(path)
        self._read_peaks()
        self.opened.emit()
        problem = self._session.opened.problem if self._session.opened else None
        if problem is not None:
            self.failed.emit(problem)
        self._open_next()

    def _show(self, result: Opened) -> bool:
        """Bring what was opened on the screen; or more of what is there. False if that failed."""
        if result.project is not None:
            self.leaving.emit()
            former = self._session.set_project(result.project, result.shown)
            if former is not None:
                self._close_behind(former)
        elif result.shown is not None:
            if result.added is not None and not self._add(result.added):
                return False
            if self._showing:
                self._session.grow(result.shown)
            else:
                left = self._session.opened
                self._session.set_video(result.shown)
                self._tell_of_half_read(left)
        self._showing = True
        return True

    def _tell_of_half_read(self, left: OpenVideo | None) -> None:
        """Say that a new video which another one replaced did not come into the project."""
        if left is None or left.reading is None:
            return
        if left.video.path not in (v.path for v in self._session.document.videos.values()):
            self.notice.emit(
                self.tr("{name} was not read to its end: it is not in the project.").format(
                    name=short_name(left.video)
                )
            )

    def _add(self, video: Video) -> bool:
        """Put the record of a new video into the project."""
        document = self._session.document
        known = document.videos.get(video.id)
        if known is not None:
            if known != video:
                # The document moved on meanwhile: ask again with what it holds now.
                self._open_path(Path(video.path))
            return known == video
        project, edit = self._session.project, edits.add_video(video)
        if project is not None and is_draft(project):
            # Opening a file is nothing to undo.
            return self._session.adopt(edit)
        return self._session.do(edit)

    def _stop_reading(self) -> None:
        if self._reading is not None:
            self._reading.cancel()
            self._reading = None

    def _read_peaks(self) -> None:
        self._stop_reading()
        opened = self._session.opened
        if opened is None or opened.source is None:
            return
        source = opened.source

        def job(ctx: JobContext) -> tuple[OpenVideo, Peaks]:
            ctx.progress(0, 0, "Reading the sound")
            return opened, waveform_peaks(source, ctx)

        self._reading = self._runner.submit(self.tr("Reading the sound"), job)

    def _close_behind(self, project: Project) -> None:
        """Close a project that was left; tidying may take a while on a large one."""
        handle = self._runner.submit(self.tr("Closing"), lambda _ctx: project.close())
        self._left[handle.number] = project

    def close(self) -> None:
        """Close the project, and those that were left while the worker had no time to."""
        for project in (*self._left.values(), self._session.project):
            if project is not None:
                project.close()

    # --- save and export -----------------------------------------------------------------------

    def save_as(self, path: Path) -> None:
        """Go on in a copy of the project.

        Edits are saved as made, so there is nothing else to save.
        """
        project = self._session.project
        if project is None:
            return
        if path.suffix.lower() != SUFFIX:
            path = path.with_name(path.name + SUFFIX)
        try:
            copy = project.save_as(path)
        except AppError as error:
            self.failed.emit(error)
            return
        if not project.writable:
            # The copy is of what is in the file now, which may be more than is on screen.
            copy.close()
            self.open(path)
            return
        self.leaving.emit()
        self._session.replace_project(copy)
        self._close_behind(project)
        self._preferences.remember_file(path)
        self.notice.emit(self.tr("Saved as {name}").format(name=path.name))

    def export(self, path: Path, options: CocoOptions) -> Handle:
        """Export a snapshot in the worker; ends in `exported` or `failed`."""
        snapshot, opened = self._session.document.snapshot(), self._session.opened
        job = export_job(snapshot, opened, path, options)
        return self._runner.submit(self.tr("Exporting {name}").format(name=path.name), job)

    # --- outcomes ------------------------------------------------------------------------------

    def _on_done(self, handle: Handle, result: object) -> None:
        self._left.pop(handle.number, None)
        if isinstance(result, Opened):
            self._on_opened(handle, result)
        elif isinstance(result, ExportSummary):
            self.exported.emit(result)
        elif handle is self._reading:
            self._reading = None
            assert isinstance(result, tuple)
            opened, peaks = result
            assert isinstance(opened, OpenVideo)
            if opened is self._session.opened:
                self._session.set_peaks(opened.video.id, peaks)

    def _on_failed(self, handle: Handle, error: BaseException) -> None:
        path = self._paths.pop(handle.number, None)
        if path is not None and not path.exists():
            self._preferences.forget_file(str(path))
        if handle is self._opening:
            self._end_opening()
        if handle is self._reading:
            self._reading = None
            self._session.fail_peaks()
        self.failed.emit(error)
        self._open_next()

    def _on_cancelled(self, handle: Handle) -> None:
        self._paths.pop(handle.number, None)
        if handle is self._opening:
            self._waiting.clear()
            self._end_opening()

    def _end_opening(self) -> None:
        """Opening did not come to its end; what is on screen stays."""
        self._opening = self._token = None
        opened = self._session.opened
        if self._showing and opened is not None and opened.reading is not None:
            stopped = replace(opened.reading, stopped=True)
            self._session.grow(replace(opened, reading=stopped))
            self.notice.emit(
                self.tr("The index stopped at {n} %. Open the file again to go on.").format(
                    n=round(stopped.fraction * 100)
                )
            )
        self.opened.emit()
        if not self._showing:
            self._read_on()
            if self._session.indexed and self._session.peaks is None:
                self._read_peaks()
