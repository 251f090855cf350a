"""The picture with its boxes, and the gestures on it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QPointF, QSizeF, Qt, QTimer, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from core.model.values import Box
from core.vision.look import Look
from gui.errors import describe
from gui.player import hand
from gui.player.box_painting import BoxLayer, paint_drawn
from gui.player.boxes import BoxFinder, Overlay, overlay_under
from gui.player.camera import Camera
from gui.player.geometry import Placement, grip_at, spanned
from gui.player.gestures import Drag, DragPoint, Draw, Gesture, Pan, cursor_of, pan_of
from gui.player.painting import paint_badge, paint_grid, paint_picture, stand_in_words
from gui.session import Session
from gui.theme import ThemeManager
from gui.workers.frame_loader import LoadedFrame

_WHEEL_STEP = 1.0015
_SETTLE_MS = 120
"""How long the size on screen has to rest before pictures of another size are asked for."""


class PlayerView(QWidget):
    """Shows the frame that came last from the loader, and the boxes of exactly that frame.

    Signals:
        box_drawn(Box), box_changed(track id, Box, text), landmark_moved(track id, number, (x, y)):
            a gesture ended; the owner makes the edit.
        loose_chosen(Box): a detection without a track was double-clicked.
        play_toggled: Space was pressed and released without a drag.
        editing: a gesture began; playback should stop.
        wanted_size_changed: `wanted_size` gives another answer; once a zoom or resize has settled.
        look_changed: pictures should come in another `look`.
    """

    box_drawn = Signal(object)
    box_changed = Signal(int, object, str)
    landmark_moved = Signal(int, int, object)
    loose_chosen = Signal(object)
    play_toggled = Signal()
    editing = Signal()
    drawing_changed = Signal(bool)
    painted = Signal()
    wanted_size_changed = Signal()
    look_changed = Signal()

    def __init__(
        self, session: Session, themes: ThemeManager, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._themes = themes
        self.frame: LoadedFrame | None = None
        self._boxes = BoxFinder()
        self._overlays: list[Overlay] = []
        self._camera = Camera()
        self._grid = False
        self.layer = BoxLayer(self.update)
        self._gesture: Gesture | None = None
        self._held = Qt.MouseButton.NoButton
        self._drawing = False
        self._space_down = False
        self._space_used = False
        self.message = ""
        self._look: Look | None = None
        self._wanted: tuple[int, int] | None = None
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.setInterval(_SETTLE_MS)
        self._settle.timeout.connect(self._settled)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumSize(320, 180)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        session.video_changed.connect(self._on_video)
        session.document_changed.connect(lambda _edit: self._on_document())
        session.selection_changed.connect(self.update)
        themes.changed.connect(self.update)

    # --- what is shown -------------------------------------------------------------------------

    def show_frame(self, frame: LoadedFrame) -> None:
        """Show a decoded frame with the boxes of its pts."""
        self.frame = frame
        self._refresh()
        self._session.frame_shown.emit(frame.frame_number)

    def _on_video(self) -> None:
        self.frame = None
        source = self._session.source
        self._camera.picture = self._picture()
        self._camera.aspect = float(source.probe.sample_aspect) if source else 1.0
        self._camera.fit()
        self._wanted = self.camera.wanted_size()
        self._cancel_gesture()
        self.set_drawing(False)
        problem = self._session.opened.problem if self._session.opened else None
        self.message = "" if problem is None else f"{describe(problem)[0]}\n{problem.path or ''}"
        self._on_document()

    def _on_document(self) -> None:
        self._boxes.set_scores(self._session.document, self._session.video)
        self._refresh()

    def _refresh(self) -> None:
        video = self._session.video
        if self.frame is None or video is None:
            self._overlays = []
        else:
            self._overlays = self._boxes.at(self._session.document, video, self.frame.pts)
        self.update()

    @property
    def overlays(self) -> list[Overlay]:
        """The boxes on screen, before any drag in progress."""
        return list(self._overlays)

    def _picture(self) -> QSizeF:
        video = self._session.video
        return QSizeF(video.width, video.height) if video else QSizeF()

    @property
    def camera(self) -> Camera:
        """Which part of the picture is shown, for the view as it stands now."""
        camera, room = self._camera, QSizeF(self.size())
        if camera.room != room:
            camera.resize(room)
        camera.ratio = self.devicePixelRatioF()
        camera.corner = QPointF(self.mapTo(self.window(), QPoint(0, 0)))
        return camera

    @property
    def placement(self) -> Placement:
        """Where the picture lies now: fitted until the user zooms or pans."""
        return self.camera.placement

    def fit(self) -> None:
        """Show the whole picture."""
        self.camera.fit()
        self._moved()

    def show_actual_size(self) -> None:
        """Show stored pixels at the size of the screen's own."""
        self.camera.show_actual()
        self._moved()

    def zoom(self, factor: float, at: QPointF | None = None) -> None:
        """Zoom at a point of the view, by default its middle; zooming out ends at the fit."""
        self.camera.zoom(factor, at)
        self._moved()

    def _moved(self) -> None:
        self._settle.start()
        self.update()

    def set_margin(self, margin: float) -> None:
        """View pixels left free around a fitted picture."""
        self.camera.margin = margin
        self._moved()

    def set_pixel_grid(self, on: bool) -> None:
        """Whether lines between the pixels are drawn up close."""
        self._grid = on
        self.update()

    # --- what the loader should decode ---------------------------------------------------------

    @property
    def look(self) -> Look | None:
        """How pictures should come from the loader; None: as they are."""
        return self._look

    def set_look(self, look: Look) -> None:
        """Ask for pictures in this look."""
        wanted = None if look.is_plain else look
        if wanted != self._look:
            self._look = wanted
            self.look_changed.emit()

    def wanted_size(self) -> tuple[int, int] | None:
        """(width, height) in device pixels at which the whole picture is shown, when smaller than
        it is stored; None for the stored size.

        It is that of the last settled view: it does not follow each step of a zoom.
        """
        return self._wanted

    def _settled(self) -> None:
        wanted = self.camera.wanted_size()
        if wanted != self._wanted:
            self._wanted = wanted
            self.wanted_size_changed.emit()

    # --- drawing mode --------------------------------------------------------------------------

    @property
    def drawing(self) -> bool:
        return self._drawing

    def set_drawing(self, on: bool) -> None:
        """Whether the next drag draws a new box."""
        on = on and self.frame is not None
        if on != self._drawing:
            self._drawing = on
            if on:
                # So that Esc reaches the view.
                self.setFocus()
            self.drawing_changed.emit(on)
        self._show_cursor(None)
        self.update()

    def _cancel_gesture(self) -> None:
        self._gesture = None
        self.update()

    # --- events --------------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        spot = event.position()
        if self._gesture is not None:
            # A second button does not disturb what the first one began.
            return
        self._held = event.button()
        if event.button() == Qt.MouseButton.MiddleButton or (
            event.button() == Qt.MouseButton.LeftButton and self._space_down
        ):
            self._space_used = self._space_down
            self._gesture = Pan(spot, self.placement)
        elif event.button() == Qt.MouseButton.LeftButton and self.frame is not None:
            self._press(spot, event.modifiers())
        self._show_cursor(spot)

    def _press(self, spot: QPointF, keys: Qt.KeyboardModifier) -> None:
        self.editing.emit()
        if self._drawing:
            corner = self.placement.to_source(spot)
            self._gesture = Draw(corner, corner)
        else:
            self._gesture = hand.pressed(self._session, self._overlays, self.placement, spot, keys)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        spot = event.position()
        match self._gesture:
            case None:
                self._show_cursor(spot)
                return
            case Pan(start, placement):
                self.camera.move_to(placement.moved(spot - start))
            case gesture:
                self._gesture = hand.moved(gesture, self.placement, spot, self._picture())
        self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() != self._held:
            return
        gesture, self._gesture = self._gesture, None
        hand.released(gesture, self._picture(), self._drawn, self._changed, self._put)
        self._show_cursor(event.position())
        self.update()

    def _drawn(self, box: Box) -> None:
        self.set_drawing(False)
        self.box_drawn.emit(box)

    def _changed(self, drag: Drag) -> None:
        self.box_changed.emit(drag.track_id, drag.now, hand.name_of(drag))

    def _put(self, drag: DragPoint) -> None:
        point = drag.now.x(), drag.now.y()
        self.landmark_moved.emit(drag.track_id, drag.number, point)

    def wheelEvent(self, event: QWheelEvent) -> None:
        self.zoom(_WHEEL_STEP ** event.angleDelta().y(), event.position())
        event.accept()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        loose = self.layer.loose_at(self.placement, event.position())
        if overlay_under(self._overlays, self.placement, event.position(), None) is not None:
            return
        if loose is not None:
            self.loose_chosen.emit(loose)
        else:
            self.fit()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.DevicePixelRatioChange:
            self._moved()
        # Space and Alt with arrows move the picture, and Esc ends a gesture: shortcuts of the
        # window must not swallow them here.
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and self._is_own(event)
        ):
            event.accept()
            return True
        return super().event(event)

    def _is_own(self, event: QKeyEvent) -> bool:
        if event.key() == Qt.Key.Key_Escape:
            return self._gesture is not None or self._drawing
        return pan_of(event) is not None or (
            event.key() == Qt.Key.Key_Space and event.modifiers() == Qt.KeyboardModifier.NoModifier
        )

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Space:
            if not event.isAutoRepeat():
                self._space_down, self._space_used = True, False
                self._show_cursor(None)
        elif event.key() == Qt.Key.Key_Escape and (self._gesture or self._drawing):
            self._cancel_gesture()
            self.set_drawing(False)
        elif (pan := pan_of(event)) is not None:
            self.camera.pan(*pan)
            self._moved()
        else:
            super().keyPressEvent(event)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Space and not event.isAutoRepeat():
            if self._space_down and not self._space_used:
                self.play_toggled.emit()
            self._space_down = False
            self._show_cursor(None)
        else:
            super().keyReleaseEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        # The release of Space goes to another window then.
        self._space_down = False
        self._show_cursor(None)
        super().focusOutEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._moved()

    def _show_cursor(self, spot: QPointF | None) -> None:
        hover = None
        if spot is not None and self._session.selected is not None:
            for overlay in self._overlays:
                if overlay.track_id == self._session.selected:
                    hover = grip_at(self.placement.rect(overlay.box), spot)
        self.setCursor(cursor_of(self._gesture, self._drawing, self._space_down, hover))

    # --- painting ------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, place, size = self._themes.theme, self.placement, self._picture()
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.colour("picture"))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.frame is None:
            # The picture's surround is dark in every theme.
            painter.setPen(QColor(200, 205, 212))
            flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
            painter.drawText(self.rect().adjusted(24, 24, -24, -24), flags, self.message)
            return
        visible = self.camera.visible()
        paint_picture(painter, self.frame.image, size, place, visible)
        if self._grid:
            paint_grid(painter, place, visible)
        overlays = [hand.in_progress(overlay, self._gesture) for overlay in self._overlays]
        self.layer.paint(painter, overlays, self._session.chosen, size, place, theme)
        if isinstance(self._gesture, Draw):
            drawn = spanned(self._gesture.corner, self._gesture.now, size.width(), size.height())
            paint_drawn(painter, drawn, place, theme)
        if self._look is not None:
            # A reviewer must not take the look for the footage.
            text = self.tr("Shown with another brightness, contrast or channel")
            paint_badge(painter, text, QPointF(8, 8))
        index = self._session.index
        if index and (words := stand_in_words(index, self.frame.pts, self._session.position)):
            paint_badge(painter, words, QPointF(8, self.height() - 30))
        painter.end()
        self.painted.emit()
