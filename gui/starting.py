"""From the first picture of the window to the whole program."""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import suppress
from importlib import import_module

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QWidget


class FirstPaint(QObject):
    """Calls `then` once, as soon as the window was painted for the first time."""

    def __init__(self, window: QWidget, then: Callable[[], object]) -> None:
        super().__init__(window)
        self._then = then
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint:
            watched.removeEventFilter(self)
            # What was painted goes to the screen when this event is through.
            QTimer.singleShot(0, self, self._then)
        return False


def close_splash() -> None:
    """Take away what the one-file build shows while it unpacks."""
    # The module is there only in the frozen program, and waits for the splash if there is none to
    # see. PyInstaller puts it in because it finds this statement.
    if "_PYI_SPLASH_IPC" in os.environ:
        import pyi_splash

        pyi_splash.close()


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
        with suppress(ImportError):  # told by `then`, which imports all of them
            import_module(name)
        QTimer.singleShot(0, window, step)

    step()
