"""The gestures of the player as values: what began where."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QKeyEvent

from core.model.values import Box
from gui.action_specs.spec import QT_TRANSLATE_NOOP
from gui.player.geometry import Grip, Placement

# Names of edits, which the project file keeps in English; `core_text` says them.
MOVED = QT_TRANSLATE_NOOP("core", "Move box")
RESIZED = QT_TRANSLATE_NOOP("core", "Resize box")


@dataclass(frozen=True, slots=True)
class Pan:
    """The picture is moved. `start` in view pixels."""

    start: QPointF
    placement: Placement


@dataclass(frozen=True, slots=True)
class Draw:
    """A new box is drawn between two corners in source pixels."""

    corner: QPointF
    now: QPointF


@dataclass(frozen=True, slots=True)
class Drag:
    """A box is moved or resized. `start` in view pixels; `box` as it was, `now` as it would be."""

    track_id: int
    box: Box
    grip: Grip
    start: QPointF
    now: Box


@dataclass(frozen=True, slots=True)
class DragPoint:
    """A landmark is moved; `start` and `now` in source pixels."""

    track_id: int
    number: int
    start: QPointF
    now: QPointF


Gesture = Pan | Draw | Drag | DragPoint

_CURSORS = {
    Grip.MOVE: Qt.CursorShape.SizeAllCursor,
    Grip.TOP_LEFT: Qt.CursorShape.SizeFDiagCursor,
    Grip.BOTTOM_RIGHT: Qt.CursorShape.SizeFDiagCursor,
    Grip.TOP_RIGHT: Qt.CursorShape.SizeBDiagCursor,
    Grip.BOTTOM_LEFT: Qt.CursorShape.SizeBDiagCursor,
    Grip.TOP: Qt.CursorShape.SizeVerCursor,
    Grip.BOTTOM: Qt.CursorShape.SizeVerCursor,
    Grip.LEFT: Qt.CursorShape.SizeHorCursor,
    Grip.RIGHT: Qt.CursorShape.SizeHorCursor,
}


def cursor_of(
    gesture: Gesture | None, drawing: bool, panning: bool, hover: Grip | None
) -> Qt.CursorShape:
    """The cursor that says what a press would do, or what is being done."""
    if isinstance(gesture, Pan):
        return Qt.CursorShape.ClosedHandCursor
    if panning:
        return Qt.CursorShape.OpenHandCursor
    if drawing or isinstance(gesture, Draw):
        return Qt.CursorShape.CrossCursor
    if isinstance(gesture, DragPoint):
        return Qt.CursorShape.CrossCursor
    if isinstance(gesture, Drag):
        return _CURSORS[gesture.grip]
    return _CURSORS[hover] if hover is not None else Qt.CursorShape.ArrowCursor


_PAN_STEP = 0.1
_PANS = {
    int(Qt.Key.Key_Left): (-_PAN_STEP, 0.0),
    int(Qt.Key.Key_Right): (_PAN_STEP, 0.0),
    int(Qt.Key.Key_Up): (0.0, -_PAN_STEP),
    int(Qt.Key.Key_Down): (0.0, _PAN_STEP),
}


def pan_of(event: QKeyEvent) -> tuple[float, float] | None:
    """By which parts of the view Alt and an arrow move it over the picture; None for other keys."""
    # Arrows come with the keypad's modifier on some keyboards.
    held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    return _PANS.get(event.key()) if held == Qt.KeyboardModifier.AltModifier else None
