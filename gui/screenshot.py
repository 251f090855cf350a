"""`--screenshot`: a picture of the window at work, made by the program itself."""

from __future__ import annotations

import sys
import time
from pathlib import Path

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication

from gui.analysis import best_track
from gui.program import Program

SIZE = (1600, 1000)
_POLL_MS = 50
_SETTLED_MS = 400
_TIMEOUT_S = 120.0


class Screenshot(QObject):
    """Waits until everything that is open is painted, goes to a telling moment, saves and quits.

    `code` is the exit code: 1 with a line on stderr if it took too long or could not be written.
    """

    def __init__(self, program: Program, path: Path) -> None:
        super().__init__(program)
        self._program = program
        self._path = path
        self._posed = False
        self._settled = 0
        self._error: BaseException | None = None
        self._until = time.monotonic() + _TIMEOUT_S
        self.code = 1
        # Fixed: some systems make windows fit the screen.
        program.window.setFixedSize(*SIZE)
        for failed in (program.files.failed, program.session.failed, program.feed.failed):
            failed.connect(self._on_error)
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._look)
        self._timer.start(_POLL_MS)

    def _on_error(self, error: BaseException) -> None:
        self._error = error

    def _look(self) -> None:
        if self._error is not None:
            self._end(str(self._error))
        elif time.monotonic() > self._until:
            self._end("the window was not painted in time")
        elif self._ready():
            if not self._posed:
                self._pose()
                return
            # Quiet for longer than anything takes to follow the position: all was painted.
            self._settled += 1
            if self._settled * _POLL_MS > _SETTLED_MS:
                self._save()
        else:
            self._settled = 0

    def _ready(self) -> bool:
        program, session = self._program, self._program.session
        if any(run.busy for run in (program.filing, program.plotting, program.listening)):
            return False
        if session.project is None:
            return False
        return session.source is None or self._sharp()

    def _sharp(self) -> bool:
        """Whether the view shows the frame asked for, as sharp as the screen can."""
        view, position = self._program.window.view, self._program.session.position
        frame, size = view.frame, view.camera.wanted_size()
        if frame is None or frame.frame_number != position or not frame.exact:
            return False
        return frame.full or (size is not None and frame.image.width() >= size[0])

    def _pose(self) -> None:
        self._posed = True
        session = self._program.session
        best = best_track(session.tracks, session.document.scores)
        if best is None or session.index is None:
            return
        session.select(best.id)
        pts = session.document.keyframes(best.id).pts
        session.seek_frame(session.index.frame_of_pts(int(pts[len(pts) // 3])))

    def _save(self) -> None:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        if self._program.window.grab().save(str(self._path), "PNG"):
            self.code = 0
            self._end("")
        else:
            self._end(f"{self._path}: the picture could not be written")

    def _end(self, problem: str) -> None:
        self._timer.stop()
        if problem:
            sys.stderr.write(problem + "\n")
        QApplication.quit()
