"""Fixtures and helpers of the GUI tests: programs with a list for errors, documents by hand."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from core.model import edits
from core.model.edits import NewTrack
from core.model.keyframes import Keyframes
from core.model.values import Analysis, Offset, Shot, SyncScore, Track, Video
from core.registry import Registry
from core.timebase import FrameIndex
from gui.player.view import PlayerView
from gui.program import Program


@pytest.fixture
def errors() -> list[BaseException]:
    """The errors that the window showed."""
    return []


@pytest.fixture
def make_program(
    qapp: QApplication, qtbot: Any, errors: list[BaseException]
) -> Iterator[Callable[..., Program]]:
    """`make_program()`: a shown window without anything open; closed after the test."""
    made: list[Program] = []

    def make(**arguments: Any) -> Program:
        program = Program(qapp, show_error=errors.append, **arguments)
        made.append(program)
        program.window.resize(1200, 850)
        program.window.show()
        qtbot.waitExposed(program.window)
        return program

    yield make
    for program in made:
        program.window.close()
        program.window.deleteLater()
        program.deleteLater()


@pytest.fixture
def program(make_program: Callable[..., Program]) -> Program:
    return make_program()


def open_file(program: Program, path: Path, qtbot: Any, timeout: int = 15000) -> None:
    """Open a video or project and wait until its first frame is on screen and all is read."""
    program.files.open(path)
    wait_idle(program, qtbot, timeout)
    if program.session.source is not None:
        wait_frame(program, qtbot)


def wait_idle(program: Program, qtbot: Any, timeout: int = 15000) -> None:
    qtbot.waitUntil(
        lambda: not (program.filing.busy or program.plotting.busy or program.files.busy_opening),
        timeout=timeout,
    )


def wait_frame(program: Program, qtbot: Any, timeout: int = 10000) -> None:
    """Wait until the frame asked for is the one on screen."""

    def shown() -> bool:
        frame = program.window.view.frame
        return frame is not None and frame.frame_number == program.session.position

    qtbot.waitUntil(shown, timeout=timeout)


def go_to(program: Program, frame_number: int, qtbot: Any) -> None:
    program.session.seek_frame(frame_number)
    wait_frame(program, qtbot)


def picture_of(image: QImage) -> np.ndarray:
    """(H, W, 3) uint8 RGB of an image."""
    rgb = image.convertToFormat(QImage.Format.Format_RGB888)
    rows = np.frombuffer(rgb.constBits(), np.uint8).reshape(rgb.height(), rgb.bytesPerLine())
    return rows[:, : rgb.width() * 3].reshape(rgb.height(), rgb.width(), 3).copy()


def score_by_hand(
    id: int, steps: int, offset: int, speaking: bool = True, start_step: int = 0, seed: int = 0
) -> SyncScore:
    """A score whose matrix has its best match at `offset` steps (positive: the audio is early)."""
    rng = np.random.default_rng(seed)
    vshift = 15
    matrix = rng.normal(10.0, 0.6, (steps, 2 * vshift + 1)).astype(np.float32)
    if speaking:
        talk = (np.sin(np.arange(steps) / 9.0) > -0.5).astype(np.float32)
        matrix[:, vshift - offset] -= 4.0 * talk
    frame = (np.median(matrix, axis=1) - matrix[:, vshift - offset]).astype(np.float32)
    kernel = np.ones(9) / 9
    frame = np.convolve(frame, kernel, mode="same").astype(np.float32)
    answer = Offset(offset, 6.0 if speaking else 0.4, 6.0)
    times = (np.arange(0, steps, 10) + start_step) / 25.0
    local = np.stack([times, np.full(len(times), offset * 40.0), np.ones(len(times))], axis=1)
    return SyncScore(
        id, "syncnet", "ab" * 32, "robust", "distance", start_step, steps, vshift, speaking,
        "" if speaking else "the confidence 0.400 is under the floor of 1.500",
        float(offset), answer.confidence, 6.0,
        answer, answer, matrix, frame, local,
    )  # fmt: skip


def analysis_by_hand(video: Video, index: FrameIndex) -> tuple[Analysis, tuple[NewTrack, ...]]:
    """Two shots and four tracks, left and right, as an analysis would find them."""
    cut = len(index) // 2
    cut_pts = int(index.pts[cut])
    shots = (Shot(video.start_pts, cut_pts), Shot(cut_pts, video.end_pts))
    found: list[NewTrack] = []
    w, h = video.width, video.height
    for first, last, offset in ((0, cut, 0), (cut, len(index), -5)):
        pts = index.pts[first:last].copy()
        steps = max(last - first - 5, 1)
        for side in (0, 1):
            left = w * (0.15 + 0.5 * side)
            box = np.array([left, h * 0.15, left + w * 0.2, h * 0.55], np.float32)
            rows = Keyframes.detected(
                pts, np.repeat(box[None], len(pts), axis=0), np.full(len(pts), 0.9, np.float32)
            )
            speaking = side == (first > 0)
            score = score_by_hand(0, steps, offset, speaking, first, seed=first + side)
            found.append(NewTrack(Track(0, video.id, detector="mtcnn"), rows, score))
    return Analysis(video.id, "by hand", "mtcnn", "syncnet", shots), tuple(found)


def analyse_by_hand(program: Program) -> None:
    """Put `analysis_by_hand` of the video on screen into the document, as one edit."""
    opened = program.session.opened
    assert opened is not None
    analysis, found = analysis_by_hand(opened.video, opened.index)
    program.session.do(edits.set_analysis(program.session.document, analysis, found))


def on_view(view: PlayerView, x: float, y: float) -> QPoint:
    """The view's pixel over a point of the picture."""
    return view.placement.to_view(QPointF(x, y)).toPoint()


def drag(qtbot: Any, view: PlayerView, start: QPoint, end: QPoint, **keys: Any) -> None:
    """Press, move in steps and release the left button."""
    from PySide6.QtCore import Qt

    button = keys.get("button", Qt.MouseButton.LeftButton)
    qtbot.mousePress(view, button, pos=start)
    for part in (0.3, 0.7, 1.0):
        spot = QPointF(start) + (QPointF(end) - QPointF(start)) * part
        move(view, spot, button)
    qtbot.mouseRelease(view, button, pos=end)


def move(view: PlayerView, spot: QPointF, button: Any) -> None:
    """A mouse move with the button held: QTest's own moves depend on the real cursor."""
    from PySide6.QtCore import QEvent, Qt
    from PySide6.QtGui import QMouseEvent

    event = QMouseEvent(
        QEvent.Type.MouseMove,
        spot,
        view.mapToGlobal(spot),
        Qt.MouseButton.NoButton,
        button,
        Qt.KeyboardModifier.NoModifier,
    )
    QApplication.sendEvent(view, event)


def no_plugins() -> Registry:
    return Registry({}, [])
