"""Analyses many videos one after the other; one that fails does not stop the rest."""

from __future__ import annotations

import enum
from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from core.errors import AppError
from core.jobs import JobContext, Progress
from core.model import edits
from core.registry import Registry
from core.store.project import Project
from core.store.stages import StageStore
from gui.queue_pace import Pace
from gui.session import Session
from gui.texts import short_name
from gui.workers.job_runner import JobRunner
from gui.workers.one_job import OneJob
from gui.workers.open_video import kept_indexes

if TYPE_CHECKING:
    from core.analysis.params import AnalysisParams
    from core.analysis.run import AnalysisResult, Analyzer


class QueueStatus(enum.Enum):
    """Where a video stands in the queue."""

    WAITING = enum.auto()
    RUNNING = enum.auto()
    DONE = enum.auto()
    FAILED = enum.auto()


@dataclass(frozen=True, slots=True)
class Entry:
    """One video of the queue. `fraction`: 0..1 of its analysis; `reason`: why it failed."""

    video_id: int
    status: QueueStatus = QueueStatus.WAITING
    fraction: float = 0.0
    reason: str = ""


class BatchQueue(QObject):
    """Runs in the analysis worker; what is finished of a video is kept in the project.

    Signals:
        changed(): an entry, or whether the queue runs. progressed(video id): another percent.
        notice(text): for the status bar.
        finished(): nothing waits any more.
    """

    changed = Signal()
    progressed = Signal(int)
    notice = Signal(str)
    finished = Signal()

    def __init__(
        self, session: Session, runner: JobRunner, registry: Registry, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._registry = registry
        self._entries: dict[int, Entry] = {}
        self._params: dict[int, AnalysisParams] = {}
        self._paced: AnalysisParams | None = None
        self._job = OneJob(runner, self)
        self._current: int | None = None
        self._pace = Pace()
        self._paused = False
        # Of the worker alone: models are loaded once for the whole queue.
        self._models: dict[str, Analyzer] = {}
        session.project_changed.connect(self._on_project)
        session.document_changed.connect(lambda _edit: self._forget_removed())
        self._job.progressed.connect(self._on_progress)
        self._job.failed.connect(self._on_failed)
        # Whoever cancels in the status bar wants quiet, too.
        self._job.cancelled.connect(self._stop)

    # --- what is known -------------------------------------------------------------------------

    @property
    def running(self) -> bool:
        return self._job.running

    @property
    def paused(self) -> bool:
        return self._paused

    def entry(self, video_id: int) -> Entry | None:
        """Where a video stands; None: it was never in the queue."""
        return self._entries.get(video_id)

    @property
    def waiting(self) -> list[int]:
        """The videos that are still to be analysed, in order."""
        return [e.video_id for e in self._entries.values() if e.status is QueueStatus.WAITING]

    @property
    def failed(self) -> list[int]:
        return [e.video_id for e in self._entries.values() if e.status is QueueStatus.FAILED]

    def place(self, video_id: int) -> int:
        """Of a waiting video, from 1; 0 for others."""
        waiting = self.waiting
        return waiting.index(video_id) + 1 if video_id in waiting else 0

    def standing(self) -> dict[int, tuple[Entry, int]]:
        """Each video's entry and place."""
        places = {id: place for place, id in enumerate(self.waiting, 1)}
        return {id: (entry, places.get(id, 0)) for id, entry in self._entries.items()}

    def remaining_s(self) -> float | None:
        """Estimated seconds until nothing waits; None where too little was done to tell."""
        videos = self._session.document.videos
        length = {id: float(videos[id].duration) for id in self._entries if id in videos}
        left = sum(length.get(id, 0.0) for id in self.waiting)
        if self._current is not None:
            left += length.get(self._current, 0.0)
        return self._pace.remaining_s(left)

    def fraction(self) -> float:
        """0..1 of all entries."""
        parts = [
            1.0 if e.status in (QueueStatus.DONE, QueueStatus.FAILED) else e.fraction
            for e in self._entries.values()
        ]
        return sum(parts) / len(parts) if parts else 0.0

    # --- what a person does --------------------------------------------------------------------

    def add(self, video_ids: Iterable[int], params: AnalysisParams) -> None:
        """Queue videos, at the end; those that wait or run already stay where they are.

        Each is analysed with the parameters of the last time that it was queued before it began.
        """
        if not self.running:
            # What is done is told by the video itself; failures stay with their reasons.
            gone = [i for i, e in self._entries.items() if e.status is QueueStatus.DONE]
            for id in gone:
                del self._entries[id]
        for id in video_ids:
            entry = self._entries.get(id)
            if entry is None or entry.status is not QueueStatus.RUNNING:
                self._params[id] = params
            if entry is None or entry.status in (QueueStatus.DONE, QueueStatus.FAILED):
                self._entries.pop(id, None)
                self._entries[id] = Entry(id)
        self._paused = False
        self.changed.emit()
        self._next()

    def retry(self, params: AnalysisParams) -> None:
        """Try again what failed, with what is chosen now: that may be why it works this time."""
        self.add(self.failed, params)

    def remove(self, video_ids: Iterable[int]) -> None:
        """Take waiting videos out of the queue."""
        for id in video_ids:
            if id in self.waiting:
                del self._entries[id]
        self.changed.emit()

    def move(self, video_ids: Iterable[int], down: bool) -> None:
        """Move waiting videos up or down by one place among those that wait."""
        waiting, chosen = self.waiting, set(video_ids)
        if down:
            waiting.reverse()
        for at in range(1, len(waiting)):
            if waiting[at] in chosen and waiting[at - 1] not in chosen:
                waiting[at - 1], waiting[at] = waiting[at], waiting[at - 1]
        if down:
            waiting.reverse()
        for id in waiting:
            # To the end, one after the other: a dict keeps the order of arrival.
            self._entries[id] = self._entries.pop(id)
        self.changed.emit()

    def pause(self) -> None:
        """Stop now; the video that is being analysed goes on later where it was."""
        self._job.drop()
        self._stop()

    def resume(self) -> None:
        """Go on."""
        self._paused = False
        self.changed.emit()
        self._next()

    # --- the work ------------------------------------------------------------------------------

    def _next(self) -> None:
        project, doc = self._session.project, self._session.document
        if self.running or self._paused or project is None:
            return
        waiting = [id for id in self.waiting if id in doc.videos]
        if not waiting:
            if self._entries:
                self.finished.emit()
            return
        video, path, models = doc.videos[waiting[0]], project.path, self._models
        registry, params = self._registry, self._params[waiting[0]]

        def job(ctx: JobContext) -> AnalysisResult:
            ctx.progress(0, 0, "Starting")
            # Here and not above: this brings torch, which takes seconds.
            from core.analysis.options import weights_state
            from core.analysis.run import Analyzer
            from core.media.source import VideoSource

            source = VideoSource.of_record(video, ctx, None, kept_indexes())
            # Weights that came or changed since give another analysis.
            key = repr(params) + weights_state()
            if key not in models:
                models.clear()
                models[key] = Analyzer(params, registry)
            with closing(StageStore(path)) as stages:
                return models[key].analyse(source, video, stages, ctx)

        self._current = video.id
        if params != self._paced:
            # Another detector or scorer has another pace.
            self._pace, self._paced = Pace(), params
        self._pace.begin(float(video.duration))
        self._set(video.id, QueueStatus.RUNNING)
        text = self.tr("Analysis of {name}, {n} more waiting").format(
            name=short_name(video), n=len(waiting) - 1
        )
        self._job.start(text, job, lambda result: self._take(project, result))
        self.changed.emit()

    def _set(self, video_id: int, status: QueueStatus, reason: str = "") -> None:
        entry = self._entries.get(video_id, Entry(video_id))
        self._entries[video_id] = replace(entry, status=status, reason=reason, fraction=0.0)
        self.changed.emit()

    def _end(self) -> int | None:
        current, self._current = self._current, None
        self._pace.end()
        return current

    def _on_progress(self, progress: Progress) -> None:
        if self._current is not None:
            entry, fraction = self._entries[self._current], progress.fraction or 0.0
            self._entries[self._current] = replace(entry, fraction=fraction)
            self._pace.reached(fraction)
            if round(fraction * 100) != round(entry.fraction * 100):
                self.progressed.emit(self._current)

    def _take(self, project: Project, result: AnalysisResult) -> None:
        self._pace.reached(1.0)
        current = self._end()
        doc = self._session.document
        if project is self._session.project and current in doc.videos:
            done = self._session.do(edits.set_analysis(doc, result.analysis, result.found))
            if current is not None:
                status = QueueStatus.DONE if done else QueueStatus.FAILED
                self._set(current, status, "" if done else self.tr("it could not be saved"))
        self._next()

    def _on_failed(self, error: BaseException) -> None:
        current = self._end()
        if current is not None:
            text = error.user_text if isinstance(error, AppError) else repr(error)
            self._set(current, QueueStatus.FAILED, text)
        self._next()

    def _stop(self) -> None:
        current = self._end()
        self._paused = True
        if current is not None and current in self._entries:
            self._set(current, QueueStatus.WAITING)
        self.notice.emit(self.tr("The queue is paused; what was finished is kept"))
        self.changed.emit()

    def _forget_removed(self) -> None:
        """Videos that left the project leave the queue; the one that runs is cancelled."""
        videos = self._session.document.videos
        gone = [id for id in self._entries if id not in videos]
        for id in gone:
            del self._entries[id]
        if self._current in gone:
            self._job.drop()
            self._end()
            self._next()
        if gone:
            self.changed.emit()

    def _on_project(self) -> None:
        self._job.drop()
        self._end()
        self._entries.clear()
        self._params.clear()
        self._pace, self._paced = Pace(), None
        self._paused = False
        self.changed.emit()
