"""Which part of the picture the view shows, and how large. No widget, no painting.

Zoom is set in view pixels per stored pixel; what is decoded and drawn one to one is counted in
device pixels, of which a view pixel has `ratio` a side.
"""

from __future__ import annotations

import math

from PySide6.QtCore import QPointF, QRectF, QSizeF

from gui.player.geometry import Placement

MARGIN = 8.0
"""View pixels left free around a fitted picture in a window."""
KEPT = 48.0
"""View pixels of the picture that stay in the view however far it is moved."""


class Camera:
    """The picture's place: fitted until it is zoomed or moved.

    Attributes:
        picture: stored size of the upright picture; empty without a video.
        aspect: width of a stored pixel over its height.
        room: size of the view.
        margin: view pixels left free around a fitted picture.
        ratio: device pixels per view pixel.
        corner: where the view begins in its window, which is where device pixels are counted from.
    """

    def __init__(self) -> None:
        self.picture = QSizeF()
        self.aspect = 1.0
        self.room = QSizeF()
        self.margin = MARGIN
        self.ratio = 1.0
        self.corner = QPointF()
        self._chosen: Placement | None = None

    @property
    def placement(self) -> Placement:
        return self._chosen or self.fitted()

    @property
    def is_fitted(self) -> bool:
        return self._chosen is None

    def fitted(self) -> Placement:
        """The whole picture in the middle, a whole number of device pixels wide and high.

        So a picture decoded at that size is drawn as it is; the aspect is bent by half a device
        pixel at most.
        """
        if self.picture.isEmpty() or self.room.isEmpty():
            return Placement(1.0, QPointF())
        width, height = self.picture.width(), self.picture.height()
        free_x = max(self.room.width() - 2 * self.margin, 1)
        free_y = max(self.room.height() - 2 * self.margin, 1)
        scale = min(free_x / (width * self.aspect), free_y / height)
        wide = max(round(width * self.aspect * scale * self.ratio), 1) / self.ratio
        high = max(round(height * scale * self.ratio), 1) / self.ratio
        return self._centred(wide / width, high / height)

    def actual(self) -> Placement:
        """One device pixel per stored pixel along the shorter side of a pixel, in the middle."""
        if self.picture.isEmpty():
            return Placement(1.0, QPointF())
        across = max(self.aspect, 1.0) / self.ratio
        return self._centred(across, across / self.aspect)

    def _centred(self, across: float, down: float) -> Placement:
        left = (self.room.width() - self.picture.width() * across) / 2
        top = (self.room.height() - self.picture.height() * down) / 2
        return Placement(down, self._on_device(QPointF(left, top)), across / down)

    def _on_device(self, spot: QPointF) -> QPointF:
        """The nearest point of the view at which a device pixel begins."""
        there = (spot + self.corner) * self.ratio
        return QPointF(round(there.x()), round(there.y())) / self.ratio - self.corner

    def fit(self) -> None:
        """Show the whole picture, also in views of other sizes to come."""
        self._chosen = None

    def show_actual(self) -> None:
        """Stored pixels at the size of device pixels; what is in the middle stays there."""
        if self.picture.isEmpty():
            return
        middle = QPointF(self.room.width() / 2, self.room.height() / 2)
        source = self.placement.to_source(middle)
        place = self.actual()
        moved = place.moved(middle - place.to_view(source)) if not self.is_fitted else place
        moved = self._within(moved)
        self._chosen = Placement(moved.scale, self._on_device(moved.origin), moved.aspect)

    def zoom(self, factor: float, at: QPointF | None = None) -> None:
        """Zoom at a point of the view, by default its middle; zooming out ends at the fit."""
        if self.picture.isEmpty() or factor == 1:
            return
        fitted, now = self.fitted(), self.placement
        spot = at if at is not None else QPointF(self.room.width() / 2, self.room.height() / 2)
        # A small picture at its actual size is under the fit already.
        least = min(fitted.scale, now.scale)
        place = now.zoomed(factor, spot, least)
        ended = factor < 1 and place.scale <= fitted.scale * 1.0001 and least == fitted.scale
        self._chosen = None if ended else self._within(place)

    def move_to(self, place: Placement) -> None:
        """Show this part; a strip of the picture always stays in the view."""
        self._chosen = self._within(place)

    def pan(self, across: float, down: float) -> None:
        """Move the window over the picture by parts of the view."""
        by = QPointF(-across * self.room.width(), -down * self.room.height())
        self.move_to(self.placement.moved(by))

    def resize(self, room: QSizeF) -> None:
        """The view has another size: what was in its middle stays there."""
        if self._chosen is not None:
            by = QPointF(
                (room.width() - self.room.width()) / 2, (room.height() - self.room.height()) / 2
            )
            self.room = room
            self._chosen = self._within(self._chosen.moved(by))
        self.room = room

    def _within(self, place: Placement) -> Placement:
        size = place.size(self.picture)
        keep_x = min(KEPT, size.width(), self.room.width())
        keep_y = min(KEPT, size.height(), self.room.height())
        x = min(max(place.origin.x(), keep_x - size.width()), self.room.width() - keep_x)
        y = min(max(place.origin.y(), keep_y - size.height()), self.room.height() - keep_y)
        return Placement(place.scale, QPointF(x, y), place.aspect)

    def wanted_size(self) -> tuple[int, int] | None:
        """(width, height) of the whole picture in device pixels; None if that is no smaller than
        it is stored in both directions.
        """
        if self.picture.isEmpty():
            return None
        shown = self.placement.size(self.picture)
        full = (round(self.picture.width()), round(self.picture.height()))
        wide = min(max(round(shown.width() * self.ratio), 1), full[0])
        high = min(max(round(shown.height() * self.ratio), 1), full[1])
        return None if (wide, high) == full else (wide, high)

    def visible(self) -> QRectF:
        """The part of the picture in the view, in stored pixels, out to whole ones."""
        place = self.placement
        a = place.to_source(QPointF(0, 0))
        b = place.to_source(QPointF(self.room.width(), self.room.height()))
        left, top = max(math.floor(a.x()), 0), max(math.floor(a.y()), 0)
        right = min(math.ceil(b.x()), round(self.picture.width()))
        bottom = min(math.ceil(b.y()), round(self.picture.height()))
        return QRectF(left, top, max(right - left, 0), max(bottom - top, 0))
