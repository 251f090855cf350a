"""Builds the application and shows the window."""

from __future__ import annotations

import ctypes
import sys
import time
from pathlib import Path

from PySide6.QtCore import (
    QMessageLogContext,
    QSize,
    Qt,
    QTimer,
    QtMsgType,
    qInstallMessageHandler,
)
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QWidget

from core import __version__
from gui.program import Program
from gui.screenshot import Screenshot
from gui.starting import FirstPaint, close_splash

_M_ARENA_MAX = -8
"""Of glibc's malloc.h."""
_WINDOW_FRAME = 12, 40
"""Width and height of what window managers put around a window; only they know exactly."""


def build_app(arguments: list[str] | None = None) -> QApplication:
    """The application object with its name; the one there is, if there is one."""
    app = QApplication.instance()
    if isinstance(app, QApplication):
        return app
    _tune_process()
    QGuiApplication.setHighDpiScaleFactorRoundingPolicy(
        Qt.HighDpiScaleFactorRoundingPolicy.PassThrough
    )
    app = QApplication(arguments if arguments is not None else sys.argv[:1])
    app.setApplicationName("SyncReview")
    app.setApplicationVersion(__version__)
    app.setDesktopFileName("syncreview")
    return app


def _tune_process() -> None:
    # Analysis runs Python code in a second thread. Asked five times as often as by default, the
    # interpreter comes back to the window sooner.
    sys.setswitchinterval(0.001)
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None) if sys.platform == "linux" else None
    if mallopt is not None:
        # By default glibc gives each thread a heap of its own and keeps in each what was freed:
        # decoding threads come and go with every video, and a few hundred MiB would stay behind.
        mallopt(_M_ARENA_MAX, 2)


def _without_platform_chatter(kind: QtMsgType, context: QMessageLogContext, message: str) -> None:
    """The offscreen platform says with every window what it lacks; the rest goes to stderr."""
    del kind, context
    if not message.startswith("This plugin does not support"):
        sys.stderr.write(message + "\n")


def fit_to_screen(window: QWidget) -> None:
    """Make a window that is not shown yet no larger than its screen has room for."""
    room = window.screen().availableGeometry().size() - QSize(*_WINDOW_FRAME)
    window.resize(window.size().boundedTo(room))


def run_window(
    paths: list[Path], screenshot: Path | None = None, begin: float | None = None
) -> int:
    """Show the window with the given video or project until it is closed.

    Args:
        paths: a video or a project; may be empty.
        screenshot: write a picture of the window to this file once everything is painted, and end.
        begin: `time.perf_counter()` of the program's start: print how many seconds after it the
            window was painted, and end.

    Returns:
        The exit code: 0, or 1 if the picture could not be made.
    """
    app = build_app()
    if app.platformName() == "offscreen":
        qInstallMessageHandler(_without_platform_chatter)
    program = Program(app, layout=screenshot is None)
    remove_hooks = program.errors.install_hooks()
    shot = Screenshot(program, screenshot) if screenshot is not None else None
    if shot is None:
        fit_to_screen(program.window)
    FirstPaint(program.window, lambda: _painted(app, begin))
    program.window.show()
    # After the first paint, so that the window is there at once.
    QTimer.singleShot(0, program, lambda: program.files.open_all(paths))
    try:
        code = app.exec()
    finally:
        program.close()
        remove_hooks()
    return shot.code if shot is not None else code


def _painted(app: QApplication, begin: float | None) -> None:
    close_splash()
    if begin is not None:
        sys.stdout.write(f"{time.perf_counter() - begin:.3f}\n")
        sys.stdout.flush()
        app.quit()
