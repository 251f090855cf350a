"""What the mouse does to boxes and landmarks over the picture. No painting, no widget."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QPointF, QSizeF, Qt

from core.model.values import Box
from gui.player.boxes import Overlay, landmark_under, overlay_under
from gui.player.geometry import Grip, Placement, dragged, grip_at, spanned
from gui.player.gestures import MOVED, RESIZED, Drag, DragPoint, Draw, Gesture
from gui.session import Session

_TOO = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier


def pressed(
    session: Session,
    overlays: list[Overlay],
    place: Placement,
    spot: QPointF,
    keys: Qt.KeyboardModifier,
) -> Gesture | None:
    """A press on boxes: selects, and begins to drag a box or a landmark of the selected one.

    With Ctrl or Shift the track is selected beside the others. A locked track is selected only, and
    every track of a project that cannot be written.
    """
    overlay = overlay_under(overlays, place, spot, session.selected)
    if keys & _TOO:
        if overlay is not None:
            session.select_too(overlay.track_id)
        return None
    was_selected = overlay is not None and overlay.track_id == session.selected
    if overlay is None or overlay.track_id not in session.chosen:
        session.select(overlay.track_id if overlay else None)
    if overlay is None or overlay.locked or not session.writable:
        return None
    number = landmark_under(overlay, place, spot) if was_selected else -1
    if number >= 0:
        x, y = overlay.landmarks[number]
        return DragPoint(overlay.track_id, number, QPointF(x, y), QPointF(x, y))
    grip = grip_at(place.rect(overlay.box), spot) or Grip.MOVE
    return Drag(overlay.track_id, overlay.box, grip, spot, overlay.box)


def moved(gesture: Gesture, place: Placement, spot: QPointF, size: QSizeF) -> Gesture:
    """The gesture with the mouse at another point; `size` is that of the stored picture."""
    match gesture:
        case Draw(corner, _):
            return Draw(corner, place.to_source(spot))
        case DragPoint():
            point = place.to_source(spot)
            x = min(max(point.x(), 0.0), size.width())
            y = min(max(point.y(), 0.0), size.height())
            return replace(gesture, now=QPointF(x, y))
        case Drag(_, box, grip, start, _):
            by = place.to_source(spot) - place.to_source(start)
            new = dragged(box, grip, by.x(), by.y(), size.width(), size.height())
            return replace(gesture, now=new)
        case _:
            return gesture


def released(
    gesture: Gesture | None,
    size: QSizeF,
    drawn: Callable[[Box], None],
    changed: Callable[[Drag], None],
    put: Callable[[DragPoint], None],
) -> None:
    """Tell what a gesture came to; nothing where it was a click."""
    match gesture:
        case Draw(a, b):
            box = spanned(a, b, size.width(), size.height())
            if box is not None:
                drawn(box)
        case Drag(_, box, _, _, now) as drag if now != box:
            if min(now.width, now.height) >= 1:
                changed(drag)
        case DragPoint(_, _, start, now) as point if now != start:
            put(point)


def name_of(drag: Drag) -> str:
    """What the edit is called that a drag comes to."""
    return MOVED if drag.grip is Grip.MOVE else RESIZED


def in_progress(overlay: Overlay, gesture: Gesture | None) -> Overlay:
    """The box as it would be if the mouse were released now."""
    match gesture:
        case Drag(track_id, _, _, _, now) if track_id == overlay.track_id:
            return replace(overlay, box=now, keyframe=True, landmarks=(), mask=None)
        case DragPoint(track_id, number, _, now) if track_id == overlay.track_id:
            points = list(overlay.landmarks)
            if number < len(points):
                points[number] = now.x(), now.y()
            return replace(overlay, landmarks=tuple(points))
    return overlay
