"""The mouse on the timeline.

In the lanes: wheel zooms at the cursor, Shift+wheel (or a sideways wheel) pans, a press seeks, a
drag scrubs, Shift+drag or Alt+drag draws a span, middle-drag pans, Ctrl+wheel over rows scrolls
them, a click on a caption folds. (Many Linux desktops take Alt+drag for themselves.) In the
overview: a click goes there, a drag of the frame moves the range, of its edges zooms.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum, auto

from PySide6.QtCore import QPoint, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QFocusEvent,
    QHideEvent,
    QKeyEvent,
    QMouseEvent,
    QWheelEvent,
)

from gui.timeline.axis import MIN_RANGE_S, TimeAxis
from gui.timeline.bars import BarsLane
from gui.timeline.canvas import TimelineCanvas
from gui.timeline.lane import NEAR_PX, Lane
from gui.timeline.overview import OverviewLane

_WHEEL_STEP = 0.9985
_STILL_PX = 3.0
_SPAN_KEYS = Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.AltModifier


class _Drag(Enum):
    SCRUB = auto()
    SPAN = auto()
    PAN = auto()
    WINDOW = auto()
    LEFT_EDGE = auto()
    RIGHT_EDGE = auto()


class GestureCanvas(TimelineCanvas):
    """Signals:
    pressed(lane, x, y): in a lane, in its own pixels, before the seek that goes with it.
    scrubbed(seconds): the playhead is to go there.
    span_chosen(start, end): a span was drawn, in seconds.
    double_clicked(lane, x, y); menu_asked(lane, x, y, global QPoint).
    mark_pressed(key): a mark of the overview. fold_asked(lane): its caption was clicked.
    """

    pressed = Signal(object, float, float)
    scrubbed = Signal(float)
    span_chosen = Signal(float, float)
    double_clicked = Signal(object, float, float)
    menu_asked = Signal(object, float, float, QPoint)
    mark_pressed = Signal(object)
    fold_asked = Signal(object)

    def __init__(self, axis: TimeAxis, lanes: Sequence[Lane]) -> None:
        super().__init__(axis, lanes)
        self._drag: _Drag | None = None
        self._button = Qt.MouseButton.LeftButton
        self._lane = self.lanes[-1]
        self._from = 0.0
        """The time under the mouse at the press,"""
        self._press_x = 0.0
        """and its place."""
        self._moved = False
        self._begun_x = self._last_x = 0.0
        """From where the range moves, and where the mouse was last;"""
        self._begun = self._left = axis.range
        """the range then, and as the gesture left it."""

    @property
    def dragging(self) -> bool:
        """Whether a gesture goes on, during which the range stays where the mouse put it."""
        return self._drag is not None

    # --- wheel ---------------------------------------------------------------------------------

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.accept()
        turn, keys = event.angleDelta(), event.modifiers()
        lane = self.lane_at(event.position().y())
        # A finger on a touchpad never goes quite straight.
        sideways = abs(turn.x()) > abs(turn.y())
        if keys & Qt.KeyboardModifier.ControlModifier and isinstance(lane, BarsLane):
            lane.scroll(-turn.y() / 3)
        elif sideways or keys & Qt.KeyboardModifier.ShiftModifier:
            self.axis.pan(-self.axis.span * (turn.x() if sideways else turn.y()) / 1200.0)
        elif turn.y():
            whole = lane if lane is not None and lane.whole else None
            at = self.seconds_at(event.position().x(), whole)
            self.axis.zoom(_WHEEL_STEP ** turn.y(), at)

    # --- buttons -------------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        spot, button = event.position(), event.button()
        lane = self.lane_at(spot.y())
        if button == self._button:
            # Pressed again without a release: that went elsewhere.
            self.cancel_drag()
        if self._drag is not None or lane is None:
            return
        self._button = button
        if button == Qt.MouseButton.MiddleButton:
            # Of the overview the frame moves; its content is all that there is.
            self._begin(_Drag.WINDOW if lane.whole else _Drag.PAN, spot.x(), lane)
        elif button == Qt.MouseButton.LeftButton:
            self._press(lane, spot, event.modifiers())

    def _press(self, lane: Lane, spot: QPointF, keys: Qt.KeyboardModifier) -> None:
        inside = spot - QPointF(lane.rect.topLeft())
        if spot.x() < self.caption:
            if lane.id and (inside.y() <= lane.folded_height or lane.folded):
                self.fold_asked.emit(lane)
        elif isinstance(lane, OverviewLane):
            self._press_overview(lane, spot, inside)
        elif keys & _SPAN_KEYS:
            self._begin(_Drag.SPAN, spot.x(), lane)
        else:
            self._begin(_Drag.SCRUB, spot.x(), lane)
            self.pressed.emit(lane, inside.x(), inside.y())
            self.scrubbed.emit(self._clamped(spot.x()))

    def _press_overview(self, lane: OverviewLane, spot: QPointF, inside: QPointF) -> None:
        mark = lane.mark_at(inside.x(), inside.y(), self.frame_of(lane))
        if mark is not None:
            self.mark_pressed.emit(mark.key)
            return
        x = spot.x()
        left, right = (self.x_of(s, lane) for s in self.axis.range)
        # Of a narrow frame the middle stays free for moving it.
        edge = min(NEAR_PX, (right - left) / 4)
        if self.axis.whole:
            # There is no frame to move: go there.
            self._begin(_Drag.SCRUB, x, lane)
            self.scrubbed.emit(self._clamped(x, lane))
        elif abs(x - left) <= max(edge, 2):
            self._begin(_Drag.LEFT_EDGE, x, lane)
        elif abs(x - right) <= max(edge, 2):
            self._begin(_Drag.RIGHT_EDGE, x, lane)
        else:
            if not left < x < right:
                middle, half = self.seconds_at(x, lane), self.axis.span / 2
                self.axis.set_range(middle - half, middle + half)
            self._begin(_Drag.WINDOW, x, lane)

    def _begin(self, drag: _Drag, x: float, lane: Lane) -> None:
        self._drag, self._press_x, self._moved = drag, x, False
        self._lane = lane
        self._from = self.seconds_at(x, lane if lane.whole else None)
        self._begun_x = self._last_x = x
        self._begun = self._left = self.axis.range

    def cancel_drag(self) -> None:
        """End a gesture where it is; a span that was being drawn is not chosen."""
        self._drag = None
        self.set_selecting(None)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        x = event.position().x()
        if self._drag is not None and not event.buttons() & self._button:
            # The release went elsewhere.
            self.cancel_drag()
        if self._drag is None:
            self._show_cursor(event.position())
            return
        self._moved = self._moved or abs(x - self._press_x) > _STILL_PX
        lane = self._lane if self._lane.whole else None
        if self._drag is _Drag.SCRUB:
            self.scrubbed.emit(self._clamped(x, lane))
        elif self._drag is _Drag.SPAN:
            if self._moved:
                self.set_selecting(self._selected(x))
        else:
            self._move_range(self._drag, x)

    def _move_range(self, drag: _Drag, x: float) -> None:
        """Move the range by all of the way from the press, so that the way back undoes it."""
        if self.axis.range != self._left:
            # The wheel or a key moved it meanwhile: the drag goes on from there.
            self._begun_x, self._begun = self._last_x, self.axis.range
        low, high = self._begun
        per_pixel = self.frame_of(self._lane).per_pixel
        moved = (x - self._begun_x) * per_pixel
        least = min(MIN_RANGE_S, self.axis.length)
        if drag is _Drag.PAN:
            self.axis.set_range(low - moved, high - moved)
        elif drag is _Drag.WINDOW:
            self.axis.set_range(low + moved, high + moved)
        elif drag is _Drag.LEFT_EDGE:
            self.axis.set_range(min(max(low + moved, 0.0), high - least), high)
        else:
            self.axis.set_range(low, max(min(high + moved, self.axis.length), low + least))
        self._last_x, self._left = x, self.axis.range

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._drag is None or event.button() != self._button:
            return
        drag, self._drag = self._drag, None
        if drag is _Drag.SPAN:
            self.set_selecting(None)
            if self._moved:
                self.span_chosen.emit(*self._selected(event.position().x()))

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        lane, spot = self.lane_at(event.position().y()), event.position()
        if event.button() != Qt.MouseButton.LeftButton or lane is None:
            return
        if spot.x() < self.caption or lane.whole:
            # Two quick clicks are two clicks.
            self.mousePressEvent(event)
            return
        inside = spot - QPointF(lane.rect.topLeft())
        self.double_clicked.emit(lane, inside.x(), inside.y())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self._drag is _Drag.SPAN:
            self.cancel_drag()
            return
        super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self.cancel_drag()
        super().focusOutEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        self.cancel_drag()
        super().hideEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        event.accept()
        spot, place = event.pos(), event.globalPos()
        lane = self.lane_at(spot.y())
        if event.reason() == QContextMenuEvent.Reason.Keyboard:
            # There is no mouse.
            lane, spot = self._place_by_key()
            place = self.mapToGlobal(spot)
        if lane is not None:
            inside = spot - lane.rect.topLeft()
            self.menu_asked.emit(lane, float(inside.x()), float(inside.y()), place)

    def _place_by_key(self) -> tuple[Lane, QPoint]:
        """The selected bar, where the playhead is over it; else the playhead, above all bars."""
        lane = self.lanes[-1]
        head = self.frame_of(lane).x(self.playhead)
        bar = None
        if isinstance(lane, BarsLane) and lane.selected is not None:
            bar = lane.bar_of(lane.selected)
        if isinstance(lane, BarsLane) and bar is not None:
            lane.show_row(bar.row)
            area = lane.area_of(bar, self.frame_of(lane))
            seen = area & QRectF(0, area.top(), lane.rect.width(), area.height())
            if not seen.isEmpty():
                x = head if seen.left() <= head <= seen.right() else seen.center().x()
                return lane, lane.rect.topLeft() + QPointF(x, seen.center().y()).toPoint()
        ruler = next(lane for lane in self.lanes if not lane.whole)
        x = min(max(head, 0.0), lane.rect.width() - 1.0)
        return ruler, ruler.rect.topLeft() + QPointF(x, ruler.rect.height() / 2).toPoint()

    # --- places --------------------------------------------------------------------------------

    def _selected(self, x: float) -> tuple[float, float]:
        end = self._clamped(x)
        return min(self._from, end), max(self._from, end)

    def _clamped(self, x: float, lane: Lane | None = None) -> float:
        """The time at a place, within what is in sight: beside the lanes the page would turn under
        the mouse with every move.
        """
        low, high = self.axis.range if lane is None else (0.0, self.axis.length)
        return min(max(self.seconds_at(x, lane), low, 0.0), high)

    def _show_cursor(self, spot: QPointF) -> None:
        lane, shape = self.lane_at(spot.y()), Qt.CursorShape.ArrowCursor
        if lane is not None and lane.whole and not self.axis.whole and spot.x() >= self.caption:
            left, right = (self.x_of(s, lane) for s in self.axis.range)
            if min(abs(spot.x() - left), abs(spot.x() - right)) <= NEAR_PX:
                shape = Qt.CursorShape.SizeHorCursor
            elif left < spot.x() < right:
                shape = Qt.CursorShape.OpenHandCursor
        elif lane is not None and lane.id and spot.x() < self.caption:
            on_title = spot.y() - lane.rect.top() <= lane.folded_height
            shape = Qt.CursorShape.PointingHandCursor if on_title else shape
        if self.cursor().shape() != shape:
            self.setCursor(shape)
