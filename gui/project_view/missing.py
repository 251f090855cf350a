"""Which videos' files are not there, by a worker: a drive that is gone takes its time."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import cast

from PySide6.QtCore import QCoreApplication, QObject, Qt, Signal
from PySide6.QtGui import QGuiApplication

from core.jobs import JobContext
from core.model.edits import Edit, RecordChange
from gui.session import Session
from gui.workers.job_runner import JobRunner
from gui.workers.one_job import OneJob


class MissingMedia(QObject):
    """Looks when the page comes up, when videos change, and when the window comes to the front.

    Args:
        wanted: whether anybody looks at the answer now.

    Signals:
        found(frozenset of video ids).
    """

    found = Signal(object)

    def __init__(self, session: Session, wanted: Callable[[], bool], parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self._wanted = wanted
        self._runner = JobRunner("missing media", self)
        self._job = OneJob(self._runner, self)
        session.project_changed.connect(self.look)
        session.document_changed.connect(self._on_edit)
        application = cast(QGuiApplication, QCoreApplication.instance())
        application.applicationStateChanged.connect(self._on_state)

    def look(self) -> None:
        """Look anew."""
        # What is under way may be of another project.
        self._job.drop()
        if not self._wanted():
            return
        paths = {video.id: video.path for video in self._session.document.videos.values()}

        def job(ctx: JobContext) -> frozenset[int]:
            missing = []
            for id, path in paths.items():
                ctx.check()
                if not os.path.isfile(path):
                    missing.append(id)
            return frozenset(missing)

        self._job.start(self.tr("Looking for the videos' files"), job, self.found.emit)

    def _on_edit(self, edit: Edit) -> None:
        if any(isinstance(c, RecordChange) and c.kind == "video" for c in edit.changes):
            self.look()

    def _on_state(self, state: Qt.ApplicationState) -> None:
        if state == Qt.ApplicationState.ApplicationActive:
            self.look()

    def close(self) -> bool:
        """End the worker, bounded. True if it has ended."""
        return self._runner.close()
