"""A person at the real main window, as a process that can be killed.

Run as `python -m tests.e2e.driver CLIP`. Prints one JSON object a line; after {"step": "ready"} it
waits for its end.
"""

from __future__ import annotations

import json
import os
import sys
import time
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from core.jobs import Progress
from gui.app import build_app
from gui.program import Program
from gui.workers.job_runner import Handle
from tests.gui.helpers import move, on_view

TIMEOUT_S = 150.0


class Person:
    """Drives a window with mouse and keys."""

    def __init__(self) -> None:
        self.app: QApplication = build_app()
        self.errors: list[BaseException] = []
        self.program = Program(self.app, show_error=self.errors.append, layout=False)
        self.program.window.resize(1200, 850)
        window = self.program.window
        window.show()
        # Keys go to the active window, and on a real screen activation takes its time.
        window.activateWindow()
        self.wait("the window is active", window.isActiveWindow)
        self.fraction = 0.0
        self.program.analysing.progressed.connect(self._note)

    def _note(self, _handle: Handle, progress: Progress) -> None:
        self.fraction = progress.fraction or 0.0

    def wait(self, what: str, condition: Callable[[], bool]) -> None:
        until = time.monotonic() + TIMEOUT_S
        while not condition():
            self.app.processEvents()
            time.sleep(0.002)
            if self.errors:
                raise self.errors[0]
            if time.monotonic() > until:
                raise TimeoutError(what)

    def tell(self, step: str, **facts: Any) -> None:
        print(json.dumps({"step": step, **facts}), flush=True)

    def open(self, clip: Path) -> None:
        self.program.files.open(clip)
        view, session = self.program.window.view, self.program.session
        self.wait("first frame", lambda: view.frame is not None and session.peaks is not None)
        assert session.project is not None
        self.tell("opened", project=str(session.project.path))

    def analyse_and_cancel(self) -> None:
        analysis = self.program.analysis
        self.program.actions["analyse"].trigger()
        self.wait("progress", lambda: self.fraction > 0.02)
        # The window is usable meanwhile.
        self.program.session.seek_frame(3)
        view = self.program.window.view
        self.wait(
            "a frame meanwhile", lambda: view.frame is not None and view.frame.frame_number == 3
        )
        assert analysis.running
        QTest.mouseClick(self.program.window.jobs.cancel, Qt.MouseButton.LeftButton)
        self.wait("cancelled", lambda: not analysis.running)
        doc = self.program.session.document
        self.tell("cancelled", tracks=len(doc.tracks), analyses=len(doc.analyses))

    def analyse(self) -> None:
        self.program.actions["analyse"].trigger()
        assert self.program.analysis.running
        self.wait("analysis", lambda: not self.program.analysis.running)
        self.wait("sync map", lambda: not self.program.plotting.busy)
        doc = self.program.session.document
        self.tell("analysed", tracks=len(doc.tracks), scores=len(doc.scores))

    def correct(self) -> None:
        """Move a box, undo, redo; give a verdict."""
        view, doc = self.program.window.view, self.program.session.document
        self.wait("boxes", lambda: bool(view.overlays))
        overlay = view.overlays[0]
        x, y = overlay.box.center
        start = on_view(view, x, y)
        end = start + QPoint(24, 10)
        QTest.mousePress(view, Qt.MouseButton.LeftButton, pos=start)
        move(view, end, Qt.MouseButton.LeftButton)
        QTest.mouseRelease(view, Qt.MouseButton.LeftButton, pos=end)
        moved = doc.keyframes(overlay.track_id)
        assert moved.has_person
        view.setFocus()
        QTest.keyClick(view, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
        assert not doc.keyframes(overlay.track_id).has_person
        QTest.keyClick(view, Qt.Key.Key_Y, Qt.KeyboardModifier.ControlModifier)
        assert doc.keyframes(overlay.track_id) == moved
        QTest.keyClick(view, Qt.Key.Key_2)
        verdict = doc.track_verdict(overlay.track_id)
        assert verdict is not None
        assert view.frame is not None
        keyframe = moved.get(view.frame.pts)
        assert keyframe is not None
        self.tell(
            "corrected",
            track=overlay.track_id,
            pts=view.frame.pts,
            box=keyframe.box.as_tuple(),
            verdict=verdict.value,
        )


def main(clip: Path) -> None:
    person = Person()
    person.open(clip)
    person.analyse_and_cancel()
    person.analyse()
    person.correct()
    doc = person.program.session.document
    person.tell(
        "ready",
        tracks={id: len(doc.keyframes(id)) for id in doc.tracks},
        platform=person.app.platformName(),
    )
    while True:
        person.app.processEvents()
        time.sleep(0.01)


if __name__ == "__main__":
    try:
        main(Path(sys.argv[1]))
    except BaseException:  # noqa: BLE001 - whatever it is, the test reads it
        traceback.print_exc()
        # Nobody closes the program any more: its threads would keep the process.
        os._exit(1)
