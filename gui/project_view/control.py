"""Connects the view of the project: page, criteria, queue, thumbnails."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from core.jobs import JobContext
from core.model import edits
from core.registry import Registry
from core.review.criteria import (
    KINDS,
    Histogram,
    Selection,
    confidence_histogram,
    offset_histogram,
    select,
)
from gui.action_specs.spec import State
from gui.actions import Actions
from gui.batch_queue import BatchQueue
from gui.files import Files
from gui.findings.control import FindingsControl
from gui.language import retranslated
from gui.main_window import MainWindow
from gui.preferences import Preferences
from gui.project_view.criteria_panel import CriteriaPanel
from gui.project_view.missing import MissingMedia
from gui.project_view.model import ProjectModel
from gui.project_view.panel import ProjectPanel
from gui.project_view.thumbnails import Thumbnails
from gui.session import Session
from gui.texts import remaining_text
from gui.theme import ThemeManager
from gui.workers.job_runner import JobRunner
from gui.workers.one_job import OneJob

if TYPE_CHECKING:
    from core.analysis.params import AnalysisParams

_SETTLE_MS = 250
_Result = tuple[Selection, dict[str, Histogram], Histogram]


class ProjectControl(QObject):
    """Signals:
    changed(): the queue or the chosen videos are others, which enables actions.
    notice(text): for the status bar.
    """

    changed = Signal()
    notice = Signal(str)

    def __init__(
        self,
        session: Session,
        window: MainWindow,
        files: Files,
        actions: Actions,
        themes: ThemeManager,
        preferences: Preferences,
        findings: FindingsControl,
        analysing: JobRunner,
        reads: JobRunner,
        registry: Registry,
        params: Callable[[], AnalysisParams],
    ) -> None:
        super().__init__(window)
        self._session = session
        self._window = window
        self._files = files
        self._actions = actions
        self._params = params
        self._job = OneJob(reads, self)
        self.thumbnails = Thumbnails(self)
        self.queue = BatchQueue(session, analysing, registry, self)
        self.model = ProjectModel(session, themes, self.thumbnails, findings, self.queue, self)
        self.criteria = CriteriaPanel(preferences, themes)
        self.panel = ProjectPanel(self.model, self.criteria, themes, actions)
        window.add_page(self.panel)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_SETTLE_MS)
        self._timer.timeout.connect(self._select)
        self.queue.notice.connect(self.notice)
        self.queue.changed.connect(self._tell_queue)
        self.queue.changed.connect(self.changed)
        self.queue.progressed.connect(lambda _id: self._tell_queue())
        self.panel.chosen_changed.connect(self.changed)
        self._missing = MissingMedia(session, lambda: self.shown, self)
        self._missing.found.connect(self.model.set_missing)
        self.queue.finished.connect(self._on_finished)
        self.panel.open_video.connect(self._open)
        self.criteria.chosen.connect(self._select)
        actions["project_view"].toggled.connect(self.show)
        actions.on("queue_chosen", lambda: self._add(self.panel.chosen()))
        actions.on("queue_all", lambda: self._add(self._unanalysed()))
        actions.on("queue_pause", self._pause)
        actions.on("queue_retry", lambda: self.queue.retry(self._params()))
        actions.on("queue_up", lambda: self.queue.move(self.panel.chosen(), down=False))
        actions.on("queue_down", lambda: self.queue.move(self.panel.chosen(), down=True))
        actions.on("remove_video", self._remove)
        session.document_changed.connect(lambda _edit: self._timer.start())
        session.project_changed.connect(self._on_project)
        retranslated(self._tell_queue)

    @property
    def shown(self) -> bool:
        """Whether the page is in front."""
        return self._window.page_shown(self.panel)

    def show(self, on: bool) -> None:
        """Show the page of all videos, or the player."""
        self._actions["project_view"].setChecked(on)
        self._window.show_page(self.panel if on else None)
        if on:
            self._select()
            self._missing.look()
            self.panel.table.setFocus()
        self.changed.emit()

    def refined(self, state: State) -> State:
        """The state of the window with what this knows of it."""
        doc, chosen = self._session.document, self.panel.chosen() if self.shown else []
        waiting = self.queue.waiting
        return replace(
            state,
            videos=len(chosen),
            unanalysed=len(doc.analyses) < len(doc.videos),
            queued=self.queue.running or bool(waiting),
            queue_failed=bool(self.queue.failed),
            movable=len(waiting) > 1 and not set(chosen).isdisjoint(waiting),
        )

    def _on_project(self) -> None:
        if self._session.project is None:
            self.show(False)
        self._timer.start()

    def _open(self, video_id: int) -> None:
        self.show(False)
        self._files.show_video(video_id)

    # --- the queue -----------------------------------------------------------------------------

    def _unanalysed(self) -> list[int]:
        doc = self._session.document
        return [id for id in sorted(doc.videos) if id not in doc.analyses]

    def _add(self, video_ids: list[int]) -> None:
        if video_ids:
            self.queue.add(video_ids, self._params())
        else:
            self.notice.emit(self.tr("Choose videos in the list first."))

    def _pause(self) -> None:
        if self.queue.paused:
            self.queue.resume()
        else:
            self.queue.pause()

    def _tell_queue(self) -> None:
        """How many videos wait, and for how long."""
        queue, words = self.queue, list[str]()
        if queue.running or queue.waiting:
            text = self.tr("Queue: {n} waiting")
            if queue.paused:
                text = self.tr("Queue: paused, {n} waiting")
            words.append(text.format(n=len(queue.waiting)))
            left = queue.remaining_s()
            words += [] if left is None else [remaining_text(left)]
        self.panel.queue.setText(" · ".join(words))

    def _on_finished(self) -> None:
        failed = len(self.queue.failed)
        text = self.tr("The queue is done.")
        if failed:
            text = self.tr("The queue is done; {n} videos failed, see the list.").format(n=failed)
        self.notice.emit(text)

    def _remove(self) -> None:
        ids = self.panel.chosen()
        if ids:
            self._session.do(edits.delete_videos(self._session.document, ids))

    # --- criteria ------------------------------------------------------------------------------

    def _select(self) -> None:
        if not self.shown or self._session.project is None:
            return
        document, criteria = self._session.document.snapshot(), self.criteria.criteria

        def job(_ctx: JobContext) -> _Result:
            selection = select(document, criteria)
            return (
                selection,
                {kind: confidence_histogram(document, selection, kind) for kind in KINDS},
                offset_histogram(document, selection),
            )

        self._job.start(self.tr("Criteria"), job, self._show_selection)

    def _show_selection(self, result: _Result) -> None:
        self.model.set_selection(result[0])
        self.criteria.show_selection(*result)

    def close(self) -> bool:
        """Stop; True if the worker has ended."""
        self._timer.stop()
        ended = self._missing.close()
        return self.thumbnails.close() and ended
