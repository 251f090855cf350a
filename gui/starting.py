"""The first picture of the window: what waits for it."""

from __future__ import annotations

import os
from collections.abc import Callable
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
    # The module is there only in a build with a splash, and waits for it if there is none to see.
    if "_PYI_SPLASH_IPC" in os.environ:
        import_module("pyi_splash").close()
