"""Builds the application and shows the window."""

from __future__ import annotations

import ctypes
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import (
    QEvent,
    QMessageLogContext,
    QObject,
    QSize,
    Qt,
    QTimer,
    QtMsgType,
    qInstallMessageHandler,
)
from PySide6.QtGui import QFileOpenEvent, QGuiApplication
from PySide6.QtWidgets import QApplication, QWidget

from core import __version__, console
from core.settings import load_settings
from gui.main_window import MainWindow
from gui.preferences import restore_geometry
from gui.running import announce
from gui.starting import FirstPaint, load_in_steps
from gui.theme import ThemeManager

if TYPE_CHECKING:
    from gui.program import Program
    from gui.screenshot import Screenshot

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

    The window comes first, empty: importing and building all that belongs in it takes longer than
    a person would look at nothing.

    Args:
        paths: a video or a project; may be empty.
        screenshot: write a picture of the window to this file once everything is painted, and end.
        begin: `time.perf_counter()` of the program's start: print after how many seconds the
            window was painted and after how many it was ready, and end.

    Returns:
        The exit code: 0, or 1 if the picture could not be made.
    """
    announce()
    app = build_app()
    if app.platformName() == "offscreen":
        qInstallMessageHandler(_without_platform_chatter)
    run = Run(app, paths, screenshot, begin)
    run.show()
    code = app.exec()
    return run.close(code)


class _FilesOfTheSystem(QObject):
    """Files that macOS asks a program to open, when it starts and later."""

    def __init__(self, app: QApplication, opened: Callable[[Path], object]) -> None:
        super().__init__()
        self._opened = opened
        app.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QFileOpenEvent) and event.file():
            self._opened(Path(event.file()))
            return True
        return super().eventFilter(watched, event)


class Run:
    """One run of the program, from the empty window to the end."""

    def __init__(
        self, app: QApplication, paths: list[Path], screenshot: Path | None, begin: float | None
    ) -> None:
        self._app, self._paths, self._screenshot = app, list(paths), screenshot
        self._begin = begin
        self._times: list[float] = []
        self.program: Program | None = None
        self.leave = app.exit
        self._shot: Screenshot | None = None
        self._error: BaseException | None = None
        self._themes = ThemeManager(app, load_settings().theme)
        self.window = MainWindow(self._themes)
        self._asked = _FilesOfTheSystem(app, self._on_file)

    def show(self) -> None:
        if self._screenshot is None:
            restore_geometry(self.window)
            fit_to_screen(self.window)
        FirstPaint(self.window, self._painted)
        self.window.show()

    def _painted(self) -> None:
        console.close_splash()
        self._note_time()
        load_in_steps(self.window, self._fill)

    def _fill(self) -> None:
        if not self.window.isVisible():
            return  # it was closed meanwhile
        try:
            self._build()
        except BaseException as error:  # noqa: BLE001 - raised again when the event loop has ended
            self._error = error
            self.leave(1)

    def _build(self) -> None:
        from gui.program import Program
        from gui.screenshot import Screenshot

        picture = self._screenshot is not None
        program = Program(self._app, layout=not picture, window=(self.window, self._themes))
        self.program = program
        self._remove_hooks = program.errors.install_hooks()
        if self._screenshot is not None:
            self._shot = Screenshot(program, self._screenshot)
        # After the next paint, so that the window is there at once.
        QTimer.singleShot(0, program, self._ready)

    def _ready(self) -> None:
        assert self.program is not None
        self._note_time()
        if self._begin is None:
            self.program.files.open_all(self._paths)
            if self._screenshot is None:
                self.program.app_control.updates.begin()
        else:
            painted, ready = self._times
            sys.stdout.write(f"painted {painted:.3f} ready {ready:.3f}\n")
            sys.stdout.flush()
            self.window.close()

    def _on_file(self, path: Path) -> None:
        if self.program is None:
            self._paths.append(path)
        else:
            self.program.files.open_all([path])

    def _note_time(self) -> None:
        if self._begin is not None:
            self._times.append(time.perf_counter() - self._begin)

    def close(self, code: int) -> int:
        """End what runs; the exit code.

        Raises:
            BaseException: what went wrong when the window was filled.
        """
        self._app.removeEventFilter(self._asked)
        if self.program is not None:
            self.program.close()
            self._remove_hooks()
        if self._error is not None:
            raise self._error
        if self._screenshot is None:
            return code
        return self._shot.code if self._shot is not None else 1
