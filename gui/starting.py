"""From the first picture of the window to the whole program."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from importlib import import_module

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QWidget

_NOT_PAINTED_MS = 2000


class FirstPaint(QObject):
    """Calls `then` once, as soon as the window was painted for the first time.

    A window that opens minimised, or behind a locked screen, is not painted; after a while `then`
    is called all the same.
    """

    def __init__(self, window: QWidget, then: Callable[[], object]) -> None:
        super().__init__(window)
        self._window, self._then = window, then
        window.installEventFilter(self)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._go_on)
        self._timer.start(_NOT_PAINTED_MS)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint:
            watched.removeEventFilter(self)
            # What was painted goes to the screen when this event is through.
            self._timer.start(0)
        return False

    def _go_on(self) -> None:
        self._window.removeEventFilter(self)
        self._then()


_STEPS = (
    "numpy",
    "core.model.document",
    "core.media.source",
    "core.review.finding",
    "core.analysis.params",
    "core.store.project",
    "gui.session",
    "gui.player.view",
    "gui.player.transport",
    "gui.timeline.panel",
    "gui.tracks.panel",
    "gui.findings.review",
    "pyqtgraph",
    "gui.project_view.control",
    "gui.app_control",
    "gui.track_control",
    "gui.program",
)
"""Modules in an order in which none brings too many others along."""


def load_in_steps(window: QObject, then: Callable[[], object]) -> None:
    """Import the rest of the program and call `then`.

    Between the modules the window gets to paint, to be moved and to be closed.
    """
    steps = iter(_STEPS)

    def step() -> None:
        name = next(steps, None)
        if name is None:
            then()
            return
        with suppress(Exception):  # told by `then`, which imports all of them
            import_module(name)
        QTimer.singleShot(0, window, step)

    step()
