"""Runs jobs one after the other in one thread, and tells the window how each one ended."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from core.errors import Cancelled
from core.jobs import JobContext, Progress

Job = Callable[[JobContext], Any]

_numbers = count(1)


@dataclass(frozen=True, slots=True, eq=False)
class Handle:
    """A submitted job. Keeps what is needed to cancel it and to know it again in the signals."""

    text: str
    job: Job = field(repr=False)
    number: int = field(default_factory=lambda: next(_numbers))
    event: threading.Event = field(default_factory=threading.Event, repr=False)
    on_cancel: Callable[[Handle], None] | None = field(default=None, repr=False)

    def cancel(self) -> None:
        """Ask the job to stop, whether it runs or waits. From any thread.

        It ends as cancelled unless it is done before.
        """
        if not self.event.is_set():
            self.event.set()
            if self.on_cancel is not None:
                self.on_cancel(self)


class JobRunner(QObject):
    """One worker thread, started with the first job.

    Every submitted job ends in exactly one of `done`, `failed` and `cancelled`, emitted on the
    thread that owns the runner, after which `idle` is emitted if no other job waits. A job that
    finds the runner closed before its outcome was delivered ends silently.

    A cancelled job that cannot stop at once (importing torch takes seconds and cannot be
    interrupted) counts as cancelled after `GRACE_MS`; whatever it still gives is dropped, and the
    next job waits for its thread.
    """

    GRACE_MS = 500

    started = Signal(object)
    progressed = Signal(object, object)
    done = Signal(object, object)
    failed = Signal(object, object)
    cancelled = Signal(object)
    idle = Signal()
    _outcome = Signal(object, str, object)
    _asked = Signal(object)

    def __init__(self, name: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._name = name
        self._queue: queue.SimpleQueue[Handle | None] = queue.SimpleQueue()
        self._thread: threading.Thread | None = None
        self._pending: dict[int, Handle] = {}
        self._closed = False
        self._outcome.connect(self._finish, Qt.ConnectionType.QueuedConnection)
        self._asked.connect(self._give_up, Qt.ConnectionType.QueuedConnection)

    @property
    def busy(self) -> bool:
        """Whether any job waits or runs, its outcome not yet delivered."""
        return bool(self._pending)

    def submit(self, text: str, job: Job) -> Handle:
        """Queue a job. `text` names it for the user."""
        if self._closed:
            raise RuntimeError(f"the job runner {self._name} is closed")
        handle = Handle(text, job, on_cancel=self._asked.emit)
        self._pending[handle.number] = handle
        if self._thread is None:
            self._thread = threading.Thread(target=self._work, name=f"jobs-{self._name}")
            self._thread.start()
        self._queue.put(handle)
        return handle

    def cancel_all(self) -> None:
        """Ask every waiting and running job to stop."""
        for handle in self._pending.values():
            handle.cancel()

    def _give_up(self, handle: Handle) -> None:
        QTimer.singleShot(self.GRACE_MS, self, lambda: self._finish(handle, "cancelled", None))

    def close(self, timeout_s: float = 5.0) -> bool:
        """Cancel everything and wait for the thread, at most `timeout_s`. True if it has ended."""
        self._closed = True
        self.cancel_all()
        self._pending.clear()
        if self._thread is None:
            return True
        self._queue.put(None)
        self._thread.join(timeout_s)
        return not self._thread.is_alive()

    def _work(self) -> None:
        while (handle := self._queue.get()) is not None:
            self._run(handle)

    def _run(self, handle: Handle) -> None:
        def report(progress: Progress) -> None:
            self.progressed.emit(handle, progress)

        context = JobContext(report, handle.event)
        if not self._closed and not handle.event.is_set():
            self.started.emit(handle)
        try:
            context.check()
            value = handle.job(context)
            # Whoever pressed Cancel in the last moment does not want the result either.
            context.check()
            outcome = "done"
        except Cancelled:
            outcome, value = "cancelled", None
        except BaseException as error:  # noqa: BLE001 - handed to the window, which shows it
            outcome, value = "failed", error
        if not self._closed:
            self._outcome.emit(handle, outcome, value)

    def _finish(self, handle: Handle, outcome: str, value: object) -> None:
        if self._pending.pop(handle.number, None) is None:
            return
        if outcome == "done":
            self.done.emit(handle, value)
        elif outcome == "failed":
            self.failed.emit(handle, value)
        else:
            self.cancelled.emit(handle)
        if not self._pending:
            self.idle.emit()
