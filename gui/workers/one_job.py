"""At most one job of its owner at a time, in a runner that others use too."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import QObject, Signal

from core.jobs import JobContext, Progress
from gui.workers.job_runner import Handle, JobRunner

T = TypeVar("T")


class OneJob(QObject):
    """Knows its job again among those of the runner.

    Signals:
        changed(): a job began or ended. It is emitted before what the end brings.
        progressed(progress): of the job that runs.
        failed(error), cancelled(): how it ended, unless with a result.
    """

    changed = Signal()
    progressed = Signal(object)
    failed = Signal(object)
    cancelled = Signal()

    def __init__(self, runner: JobRunner, parent: QObject) -> None:
        super().__init__(parent)
        self._runner = runner
        self._handle: Handle | None = None
        self._then: Callable[..., object] | None = None
        runner.progressed.connect(self._on_progress)
        runner.done.connect(self._on_done)
        runner.failed.connect(self._on_failed)
        runner.cancelled.connect(self._on_cancelled)

    @property
    def running(self) -> bool:
        """Whether it waits or runs."""
        return self._handle is not None

    def start(self, text: str, job: Callable[[JobContext], T], then: Callable[[T], object]) -> None:
        """Submit a job in place of one that runs. `then` gets its result, on this thread."""
        if self._handle is not None:
            self._handle.cancel()
        self._handle, self._then = self._runner.submit(text, job), then
        self.changed.emit()

    def cancel(self) -> None:
        """Ask the job to stop; `cancelled` tells when it has."""
        if self._handle is not None:
            self._handle.cancel()

    def drop(self) -> None:
        """Stop the job and hear no more of it."""
        if self._handle is not None:
            self._handle.cancel()
            self._end()

    def _end(self) -> None:
        self._handle = self._then = None
        self.changed.emit()

    def _on_progress(self, handle: Handle, progress: Progress) -> None:
        if handle is self._handle:
            self.progressed.emit(progress)

    def _on_done(self, handle: Handle, result: object) -> None:
        then = self._then
        if handle is self._handle and then is not None:
            self._end()
            then(result)

    def _on_failed(self, handle: Handle, error: BaseException) -> None:
        if handle is self._handle:
            self._end()
            self.failed.emit(error)

    def _on_cancelled(self, handle: Handle) -> None:
        if handle is self._handle:
            self._end()
            self.cancelled.emit()
