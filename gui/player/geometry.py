"""Where a picture lies in the view, and what the mouse touches.

No painting, no state of the view.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import Enum

from PySide6.QtCore import QPointF, QRectF, QSizeF

from core.model.values import Box

MAX_SCALE = 32.0
MIN_BOX_PX = 3.0
"""A box smaller than this (source pixels) is a slip of the mouse."""


@dataclass(frozen=True, slots=True)
class Placement:
    """Maps stored pixels to view pixels.

    Args:
        scale: view pixels per stored pixel downwards.
        origin: of the picture, in view pixels.
        aspect: width over height of a stored pixel on screen: across, a pixel takes scale * aspect.
    """

    scale: float
    origin: QPointF
    aspect: float = 1.0

    @property
    def across(self) -> float:
        """View pixels per stored pixel across."""
        return self.scale * self.aspect

    def to_view(self, point: QPointF) -> QPointF:
        return QPointF(point.x() * self.across, point.y() * self.scale) + self.origin

    def to_source(self, point: QPointF) -> QPointF:
        by = point - self.origin
        return QPointF(by.x() / self.across, by.y() / self.scale)

    def size(self, picture: QSizeF) -> QSizeF:
        """The size in view pixels of a picture of this stored size."""
        return QSizeF(picture.width() * self.across, picture.height() * self.scale)

    def rect(self, box: Box) -> QRectF:
        """The box in view pixels."""
        return QRectF(self.to_view(QPointF(box.x1, box.y1)), self.to_view(QPointF(box.x2, box.y2)))

    def zoomed(self, factor: float, at: QPointF, least: float) -> Placement:
        """Zoomed so that what lies under `at` stays there; not below scale `least`."""
        scale = min(max(self.scale * factor, least), max(MAX_SCALE, least))
        origin = at - (at - self.origin) * (scale / self.scale)
        return replace(self, scale=scale, origin=origin)

    def moved(self, by: QPointF) -> Placement:
        return replace(self, origin=self.origin + by)


class Grip(Enum):
    """What of a box the mouse holds: (left, top, right, bottom) edges that follow it."""

    MOVE = (True, True, True, True)
    TOP_LEFT = (True, True, False, False)
    TOP = (False, True, False, False)
    TOP_RIGHT = (False, True, True, False)
    RIGHT = (False, False, True, False)
    BOTTOM_RIGHT = (False, False, True, True)
    BOTTOM = (False, False, False, True)
    BOTTOM_LEFT = (True, False, False, True)
    LEFT = (True, False, False, False)


def handles(rect: QRectF) -> dict[Grip, QPointF]:
    """The points of the eight handles of a box."""
    middle = rect.center()
    return {
        Grip.TOP_LEFT: rect.topLeft(),
        Grip.TOP: QPointF(middle.x(), rect.top()),
        Grip.TOP_RIGHT: rect.topRight(),
        Grip.RIGHT: QPointF(rect.right(), middle.y()),
        Grip.BOTTOM_RIGHT: rect.bottomRight(),
        Grip.BOTTOM: QPointF(middle.x(), rect.bottom()),
        Grip.BOTTOM_LEFT: rect.bottomLeft(),
        Grip.LEFT: QPointF(rect.left(), middle.y()),
    }


def grip_at(rect: QRectF, point: QPointF, reach: float = 7.0) -> Grip | None:
    """The handle under the mouse, the nearest first; MOVE inside the box; None beside it."""
    best, distance = None, reach
    for grip, spot in handles(rect).items():
        gap = max(abs(spot.x() - point.x()), abs(spot.y() - point.y()))
        if gap <= distance:
            best, distance = grip, gap
    if best is not None:
        return best
    return Grip.MOVE if rect.contains(point) else None


def dragged(box: Box, grip: Grip, dx: float, dy: float, width: float, height: float) -> Box:
    """The box after a drag, in source pixels; kept inside the picture, its edges in order."""
    left, top, right, bottom = grip.value
    if grip is Grip.MOVE:
        dx = min(max(dx, -box.x1), width - box.x2) if box.width <= width else dx
        dy = min(max(dy, -box.y1), height - box.y2) if box.height <= height else dy
        return Box(box.x1 + dx, box.y1 + dy, box.x2 + dx, box.y2 + dy)
    x1, x2 = box.x1 + dx * left, box.x2 + dx * right
    y1, y2 = box.y1 + dy * top, box.y2 + dy * bottom
    return Box(min(x1, x2), min(y1, y2), max(x1, x2), max(y1, y2)).clamped(width, height)


def spanned(a: QPointF, b: QPointF, width: float, height: float) -> Box | None:
    """The box between two corners in source pixels, or None if it is too small to be meant."""
    box = Box(min(a.x(), b.x()), min(a.y(), b.y()), max(a.x(), b.x()), max(a.y(), b.y())).clamped(
        width, height
    )
    return box if min(box.width, box.height) >= MIN_BOX_PX else None
