"""The picture with its boxes, and the gestures on it."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QEvent, QPointF, QRectF, QSizeF, Qt, QTimer, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from core.model.values import Box, SyncScore
from core.vision.look import Look
from gui.confidence import ConfidenceScale
from gui.errors import describe
from gui.player.boxes import Overlay, overlay_under, overlays_at, paint_overlay
from gui.player.geometry import Grip, Placement, dragged, grip_at, spanned
from gui.player.gestures import Drag, Draw, Gesture, Pan, cursor_of
from gui.session import Session
from gui.theme import ThemeManager
from gui.workers.frame_loader import LoadedFrame

_WHEEL_STEP = 1.0015
_SETTLE_MS = 120
"""How long the size on screen has to rest before pictures of another size are asked for."""


class PlayerView(QWidget):
    """Shows the frame that came last from the loader, and the boxes of exactly that frame.

    Signals:
        box_drawn(Box), box_changed(track id, Box, text): a gesture ended; the owner makes the edit.
        play_toggled: Space was pressed and released without a drag.
        editing: a gesture began; playback should stop.
        wanted_size_changed: `wanted_size` gives another answer; once a zoom or resize has settled.
        look_changed: pictures should come in another `look`.
    """

    box_drawn = Signal(object)
    box_changed = Signal(int, object, str)
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
        self._scale = ConfidenceScale({})
        self._scored: list[SyncScore] = []
        self._overlays: list[Overlay] = []
        self._placement: Placement | None = None
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
        self._placement = None
        self._wanted = self._size_on_screen()
        self._cancel_gesture()
        self.set_drawing(False)
        problem = self._session.opened.problem if self._session.opened else None
        self.message = "" if problem is None else f"{describe(problem)[0]}\n{problem.path or ''}"
        self._on_document()

    def _on_document(self) -> None:
        doc, video = self._session.document, self._session.video
        scores = [
            score
            for id, score in doc.scores.items()
            if video is not None and id in doc.tracks and doc.tracks[id].video_id == video.id
        ]
        # Most edits leave the scores what they are, and percentiles of many tracks take time.
        if len(scores) != len(self._scored) or any(
            a is not b for a, b in zip(scores, self._scored, strict=True)
        ):
            self._scored = scores
            self._scale = ConfidenceScale.of(scores)
        self._refresh()

    def _refresh(self) -> None:
        video = self._session.video
        if self.frame is None or video is None:
            self._overlays = []
        else:
            self._overlays = overlays_at(self._session.document, video, self.frame.pts, self._scale)
        self.update()

    @property
    def overlays(self) -> list[Overlay]:
        """The boxes on screen, before any drag in progress."""
        return list(self._overlays)

    def _picture(self) -> QSizeF:
        video = self._session.video
        return QSizeF(video.width, video.height) if video else QSizeF()

    @property
    def placement(self) -> Placement:
        """Where the picture lies now: fitted until the user zooms or pans."""
        return self._placement or self._fitted()

    def _fitted(self) -> Placement:
        margin = 8.0
        room = QSizeF(max(self.width() - 2 * margin, 1), max(self.height() - 2 * margin, 1))
        return Placement.fit(self._picture(), room).moved(QPointF(margin, margin))

    def fit(self) -> None:
        """Show the whole picture."""
        self._placement = None
        self._settle.start()
        self.update()

    def zoom(self, factor: float, at: QPointF | None = None) -> None:
        """Zoom at a point of the view, by default its middle; zooming out ends at the fit."""
        least = self._fitted().scale
        spot = at if at is not None else QRectF(self.rect()).center()
        placement = self.placement.zoomed(factor, spot, least)
        self._placement = None if placement.scale <= least * 1.0001 else placement
        self._settle.start()
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

    def _size_on_screen(self) -> tuple[int, int] | None:
        picture, scale = self._picture(), self.placement.scale * self.devicePixelRatioF()
        if picture.isEmpty() or scale >= 1:
            return None
        return max(round(picture.width() * scale), 1), max(round(picture.height() * scale), 1)

    def _settled(self) -> None:
        wanted = self._size_on_screen()
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
            self._press(spot)
        self._show_cursor(spot)

    def _press(self, spot: QPointF) -> None:
        self.editing.emit()
        place = self.placement
        if self._drawing:
            corner = place.to_source(spot)
            self._gesture = Draw(corner, corner)
            return
        overlay = overlay_under(self._overlays, place, spot, self._session.selected)
        self._session.select(overlay.track_id if overlay else None)
        if overlay is not None:
            grip = grip_at(place.rect(overlay.box), spot) or Grip.MOVE
            self._gesture = Drag(overlay.track_id, overlay.box, grip, spot, overlay.box)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        spot, size = event.position(), self._picture()
        match self._gesture:
            case Pan(start, placement):
                self._placement = placement.moved(spot - start)
            case Draw(corner, _):
                self._gesture = Draw(corner, self.placement.to_source(spot))
            case Drag(_, box, grip, start, _) as drag:
                by = (spot - start) / self.placement.scale
                new = dragged(box, grip, by.x(), by.y(), size.width(), size.height())
                self._gesture = replace(drag, now=new)
            case None:
                self._show_cursor(spot)
                return
        self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() != self._held:
            return
        gesture, self._gesture = self._gesture, None
        size = self._picture()
        match gesture:
            case Draw(a, b):
                box = spanned(a, b, size.width(), size.height())
                if box is not None:
                    self.set_drawing(False)
                    self.box_drawn.emit(box)
            case Drag(track_id, box, grip, _, now) if now != box:
                text = self.tr("Move box") if grip is Grip.MOVE else self.tr("Resize box")
                if min(now.width, now.height) >= 1:
                    self.box_changed.emit(track_id, now, text)
            case _:
                pass
        self._show_cursor(event.position())
        self.update()

    def wheelEvent(self, event: QWheelEvent) -> None:
        self.zoom(_WHEEL_STEP ** event.angleDelta().y(), event.position())
        event.accept()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if overlay_under(self._overlays, self.placement, event.position(), None) is None:
            self.fit()

    def event(self, event: QEvent) -> bool:
        # Space pans while it is held; the shortcut "play" must not swallow it here.
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and event.key() == Qt.Key.Key_Space
            and event.modifiers() == Qt.KeyboardModifier.NoModifier
        ):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Space:
            if not event.isAutoRepeat():
                self._space_down, self._space_used = True, False
                self._show_cursor(None)
        elif event.key() == Qt.Key.Key_Escape and (self._gesture or self._drawing):
            self._cancel_gesture()
            self.set_drawing(False)
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
        self._settle.start()
        self.update()

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
        image: QImage = self.frame.image
        # Up close the pixels themselves are of interest.
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, place.scale < 4)
        target = place.rect(Box(0, 0, size.width(), size.height()))
        painter.drawImage(target, image, QRectF(image.rect()))
        for overlay in self._overlays:
            if isinstance(self._gesture, Drag) and self._gesture.track_id == overlay.track_id:
                overlay = replace(overlay, box=self._gesture.now, keyframe=True)
            chosen = overlay.track_id == self._session.selected
            paint_overlay(painter, overlay, place, theme, chosen)
        if isinstance(self._gesture, Draw):
            box = spanned(self._gesture.corner, self._gesture.now, size.width(), size.height())
            if box is not None:
                painter.setPen(QPen(theme.colour("accent"), 2, Qt.PenStyle.DashLine))
                painter.setBrush(theme.colour("accent", 40))
                painter.drawRect(place.rect(box))
        painter.end()
        self.painted.emit()
