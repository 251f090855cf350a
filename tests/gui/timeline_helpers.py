"""Mouse and places on the timeline, for its tests."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QApplication

from gui.program import Program
from gui.timeline.bars import BarsLane
from gui.timeline.lane import Lane
from tests.gui.helpers import analyse_by_hand, open_file

NO_KEYS = Qt.KeyboardModifier.NoModifier
LEFT = Qt.MouseButton.LeftButton


def open_analysed(program: Program, clip: Path, qtbot: Any) -> Program:
    """The clip with two shots and four tracks; a timeline high enough for all its lanes."""
    open_file(program, clip, qtbot)
    analyse_by_hand(program)
    QApplication.processEvents()
    qtbot.waitUntil(lambda: not program.plotting.busy)
    return program


def spot_in(program: Program, lane: Lane, seconds: float, share: float = 0.5) -> QPoint:
    """The pixel over a time of a lane, `share` of its height from its top."""
    view = program.window.timeline.view
    y = lane.rect.top() + lane.rect.height() * share
    return QPoint(round(view.x_of(seconds, lane)), round(y))


def bar_spot(program: Program, lane: BarsLane, key: int) -> QPoint:
    """The pixel in the middle of a bar."""
    view, bar = program.window.timeline.view, lane.bar_of(key)
    assert bar is not None
    area = lane.area_of(bar, view.frame_of(lane))
    return lane.rect.topLeft() + area.center().toPoint()


def send(view: Any, kind: QEvent.Type, spot: QPoint, button: Any, held: Any, keys: Any) -> None:
    """A mouse event: QTest's own moves depend on the real cursor."""
    place = QPointF(spot)
    event = QMouseEvent(kind, place, view.mapToGlobal(place), button, held, keys)
    QApplication.sendEvent(view, event)


def press(program: Program, spot: QPoint, button: Any = LEFT, keys: Any = NO_KEYS) -> None:
    view = program.window.timeline.view
    send(view, QEvent.Type.MouseButtonPress, spot, button, button, keys)


def over(program: Program, seconds: float) -> QPoint:
    """A place of the overview, under its marks."""
    return spot_in(program, program.window.timeline.overview, seconds, 0.75)


def move(program: Program, spot: QPoint, held: Any = LEFT, keys: Any = NO_KEYS) -> None:
    view = program.window.timeline.view
    send(view, QEvent.Type.MouseMove, spot, Qt.MouseButton.NoButton, held, keys)


def drag(
    program: Program, start: QPoint, end: QPoint, button: Any = LEFT, keys: Any = NO_KEYS
) -> None:
    """Press, move in steps, release."""
    view = program.window.timeline.view
    send(view, QEvent.Type.MouseButtonPress, start, button, button, keys)
    for part in (0.25, 0.5, 0.75, 1.0):
        spot = QPointF(start) + (QPointF(end) - QPointF(start)) * part
        move(program, spot.toPoint(), button, keys)
    none = Qt.MouseButton.NoButton
    send(view, QEvent.Type.MouseButtonRelease, end, button, none, keys)


def wheel(program: Program, spot: QPoint, delta: int, keys: Any = NO_KEYS, x: int = 0) -> None:
    view = program.window.timeline.view
    event = QWheelEvent(
        QPointF(spot),
        view.mapToGlobal(QPointF(spot)),
        QPoint(),
        QPoint(x, delta),
        Qt.MouseButton.NoButton,
        keys,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(view, event)
    QApplication.processEvents()


def colours_at(program: Program, lane: Lane, seconds: float, width: int = 16) -> set[str]:
    """Colours of a row of pixels from a time on, in the middle of a lane."""
    view, spot = program.window.timeline.view, spot_in(program, lane, seconds)
    picture = view.grab().toImage()
    ratio = picture.devicePixelRatio()
    x, y = round(spot.x() * ratio), round(spot.y() * ratio)
    return {picture.pixelColor(x + i, y).name() for i in range(width)}
