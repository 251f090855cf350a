"""Draws a decoded picture into the view: its visible part only, pixel for pixel where it can be."""

from __future__ import annotations

import math

from PySide6.QtCore import QCoreApplication, QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QImage, QPainter

from core.timebase import FrameIndex
from gui.player.geometry import Placement
from gui.texts import time_text

GRID_FROM = 8.0
"""View pixels per stored pixel from which the pixel grid is drawn."""
_PIXELS_FROM = 4.0
"""Device pixels per stored pixel from which pixels show as squares: up close they are of
interest themselves."""

_AWAY_S = 1
"""From so far away it may be another shot's; nearer ones come and go while playing."""


def stand_in_words(index: FrameIndex, pts: int, position: int) -> str:
    """Where the picture with these pts belongs, if far from frame `position`; else empty."""
    time = index.time_of_pts(pts)
    if abs(time - index.time_of(position)) <= _AWAY_S:
        return ""
    words = QCoreApplication.translate("painting", "Nearest picture: {time}")
    return words.format(time=time_text(float(time)))


def paint_picture(
    painter: QPainter, image: QImage, stored: QSizeF, place: Placement, visible: QRectF
) -> None:
    """Draw the part of the image in the view.

    Args:
        image: the whole upright picture at any size.
        stored: the picture's stored size, which `place` maps to the view.
        visible: the stored pixels to draw.
    """
    if stored.isEmpty() or visible.isEmpty() or image.isNull():
        return
    per_x, per_y = image.width() / stored.width(), image.height() / stored.height()
    left, top = math.floor(visible.left() * per_x), math.floor(visible.top() * per_y)
    right = min(math.ceil(visible.right() * per_x), image.width())
    bottom = min(math.ceil(visible.bottom() * per_y), image.height())
    source = QRectF(left, top, right - left, bottom - top)
    target = QRectF(
        place.to_view(QPointF(left / per_x, top / per_y)),
        place.to_view(QPointF(right / per_x, bottom / per_y)),
    )
    painter.setRenderHint(
        QPainter.RenderHint.SmoothPixmapTransform,
        _smooth(image, stored, place, painter.device().devicePixelRatioF()),
    )
    painter.drawImage(target, image, source)


def _smooth(image: QImage, stored: QSizeF, place: Placement, ratio: float) -> bool:
    """Whether to blend pixels: not where each falls on one device pixel, and not up close."""
    shown = place.size(stored) * ratio
    if (round(shown.width()), round(shown.height())) == (image.width(), image.height()):
        return False
    full = (image.width(), image.height()) == (round(stored.width()), round(stored.height()))
    return not (full and place.scale * ratio >= _PIXELS_FROM)


def paint_grid(painter: QPainter, place: Placement, visible: QRectF) -> None:
    """Lines of one device pixel between the stored pixels, in a grey seen on dark and light."""
    if min(place.scale, place.across) < GRID_FROM:
        return
    ratio = painter.device().devicePixelRatioF()
    area = QRectF(place.to_view(visible.topLeft()), place.to_view(visible.bottomRight()))
    thin = 1 / ratio
    lines: list[QRectF] = []
    for x in range(round(visible.left()), round(visible.right()) + 1):
        across = round(place.to_view(QPointF(x, 0)).x() * ratio) / ratio
        lines.append(QRectF(across, area.top(), thin, area.height()))
    for y in range(round(visible.top()), round(visible.bottom()) + 1):
        down = round(place.to_view(QPointF(0, y)).y() * ratio) / ratio
        lines.append(QRectF(area.left(), down, area.width(), thin))
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    painter.setPen(Qt.PenStyle.NoPen)
    # Opaque rectangles: blended ones, and lines of a pen, take ten times as long.
    painter.setBrush(QColor(120, 120, 120))
    painter.drawRects(lines)
    painter.restore()


def paint_badge(painter: QPainter, text: str, corner: QPointF) -> None:
    """A small plate with a remark about the picture; `corner` is its upper left one."""
    painter.save()
    font = QFont(painter.font())
    font.setPointSizeF(8.5)
    font.setBold(False)
    painter.setFont(font)
    metrics = QFontMetricsF(font)
    plate = QRectF(0, 0, metrics.horizontalAdvance(text) + 16, metrics.height() + 6)
    plate.moveTopLeft(corner)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(12, 14, 17, 200))
    painter.drawRoundedRect(plate, 4, 4)
    painter.setPen(QColor(214, 219, 226))
    painter.drawText(plate, Qt.AlignmentFlag.AlignCenter, text)
    painter.restore()
