"""Draws boxes, landmarks and masks over the picture."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from zlib import crc32

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QBrush, QColor, QFont, QFontMetricsF, QImage, QPainter, QPen

from core.model.values import Box
from core.vision.masks import decode_mask
from gui.player.boxes import Overlay, known_landmarks
from gui.player.geometry import Placement, handles
from gui.theme import Theme

_LANDMARK_PX = 2.5


class ColourBy(StrEnum):
    """What the colour of a box tells."""

    CONFIDENCE = "confidence"
    TRACK = "track"
    LABEL = "label"
    SCORE = "score"


def box_colour(overlay: Overlay, theme: Theme, by: ColourBy) -> QColor:
    """The colour of a box: by frame confidence, its track, its label or the detector's score."""
    if by is ColourBy.TRACK:
        return theme.track(overlay.track_id)
    if by is ColourBy.LABEL:
        # The same label has the same colour in every project.
        return theme.track(crc32(overlay.label.encode("utf-8", "surrogatepass")) % 997 + 1)
    return theme.level(overlay.score if by is ColourBy.SCORE else overlay.level)


def paint_overlay(
    painter: QPainter,
    overlay: Overlay,
    place: Placement,
    theme: Theme,
    selected: bool,
    by: ColourBy = ColourBy.CONFIDENCE,
) -> None:
    """Draw one box, its landmarks and caption and, when selected, its handles."""
    rect = place.rect(overlay.box)
    colour = box_colour(overlay, theme, by)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    # A dark line below keeps the box visible on pictures of any colour.
    painter.setPen(QPen(QColor(0, 0, 0, 150), 5 if selected else 4))
    painter.drawRect(rect)
    pen = QPen(colour, 3 if selected else 2)
    if not overlay.keyframe:
        pen.setDashPattern([4, 2])
    painter.setPen(pen)
    painter.drawRect(rect)
    if overlay.occluded:
        _paint_hatching(painter, rect, colour)
    _paint_landmarks(painter, overlay, place, colour, selected)
    _paint_caption(painter, overlay, rect, colour, theme)
    if selected and not overlay.locked:
        painter.setPen(QPen(QColor(0, 0, 0, 180), 1))
        painter.setBrush(QColor("white"))
        for spot in handles(rect).values():
            painter.drawRect(QRectF(spot.x() - 4, spot.y() - 4, 8, 8))


def _paint_hatching(painter: QPainter, rect: QRectF, colour: QColor) -> None:
    """Something lies before an occluded box."""
    faint = QColor(colour)
    faint.setAlpha(110)
    painter.fillRect(rect, QBrush(faint, Qt.BrushStyle.BDiagPattern))


def _paint_landmarks(
    painter: QPainter, overlay: Overlay, place: Placement, colour: QColor, selected: bool
) -> None:
    size = _LANDMARK_PX * (1.6 if selected else 1.0)
    painter.setPen(QPen(QColor(0, 0, 0, 180), 1))
    painter.setBrush(QColor("white") if selected else colour)
    for _number, spot in known_landmarks(overlay):
        painter.drawEllipse(place.to_view(spot), size, size)
    painter.setBrush(Qt.BrushStyle.NoBrush)


def paint_loose(painter: QPainter, boxes: list[Box], place: Placement) -> None:
    """Detections that belong to no track: thin and dotted."""
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for box in boxes:
        rect = place.rect(box)
        painter.setPen(QPen(QColor(0, 0, 0, 150), 3))
        painter.drawRect(rect)
        painter.setPen(QPen(QColor(225, 228, 232), 1.5, Qt.PenStyle.DotLine))
        painter.drawRect(rect)


class MaskPainter:
    """Draws masks; keeps the decoded ones of the frame on screen."""

    def __init__(self) -> None:
        self._images: dict[tuple[bytes, tuple[int, int], int], QImage] = {}

    def paint(
        self,
        painter: QPainter,
        overlays: list[Overlay],
        size: tuple[int, int],
        place: Placement,
        theme: Theme,
        by: ColourBy,
    ) -> None:
        """Tint the pixels of each mask; `size` is (width, height) of the stored picture."""
        used = {}
        for overlay in overlays:
            if overlay.mask is None:
                continue
            colour = box_colour(overlay, theme, by)
            key = (overlay.mask, size, colour.rgb())
            image = self._images.get(key)
            if image is None:
                image = _tinted(overlay.mask, size, colour)
            used[key] = image
            corner = place.to_view(QPointF(0, 0))
            end = place.to_view(QPointF(size[0], size[1]))
            painter.drawImage(QRectF(corner, end), image)
        self._images = used


class BoxLayer:
    """All that is drawn over the picture, and how.

    Args:
        changed: called when it has to be painted anew.
    """

    def __init__(self, changed: Callable[[], None]) -> None:
        self._changed = changed
        self._masks = MaskPainter()
        self._loose: list[Box] = []
        self._by = ColourBy.CONFIDENCE

    @property
    def colour_by(self) -> ColourBy:
        return self._by

    def set_colour_by(self, by: ColourBy) -> None:
        """What the colours of the boxes tell."""
        self._by = by
        self._changed()

    @property
    def loose(self) -> list[Box]:
        return list(self._loose)

    def set_loose(self, boxes: list[Box]) -> None:
        """Detections of the frame on screen that no track covers, drawn thin."""
        self._loose = boxes
        self._changed()

    def loose_at(self, place: Placement, spot: QPointF) -> Box | None:
        """The smallest loose detection at a point of the view."""
        hits = [box for box in self._loose if place.rect(box).contains(spot)]
        return min(hits, key=lambda box: box.area, default=None)

    def paint(
        self,
        painter: QPainter,
        overlays: list[Overlay],
        chosen: tuple[int, ...],
        size: QSizeF,
        place: Placement,
        theme: Theme,
    ) -> None:
        """Masks lie below everything; `size` is that of the stored picture."""
        stored = size.toSize()
        stored_size = stored.width(), stored.height()
        self._masks.paint(painter, overlays, stored_size, place, theme, self._by)
        paint_loose(painter, self._loose, place)
        for overlay in overlays:
            paint_overlay(painter, overlay, place, theme, overlay.track_id in chosen, self._by)


def paint_drawn(painter: QPainter, box: Box | None, place: Placement, theme: Theme) -> None:
    """The box that is being drawn."""
    if box is not None:
        painter.setPen(QPen(theme.colour("accent"), 2, Qt.PenStyle.DashLine))
        painter.setBrush(theme.colour("accent", 40))
        painter.drawRect(place.rect(box))


def _tinted(mask: bytes, size: tuple[int, int], colour: QColor) -> QImage:
    """The mask in a colour, clear elsewhere."""
    pixels = decode_mask(mask, size)
    image = QImage(pixels.tobytes(), size[0], size[1], size[0], QImage.Format.Format_Indexed8)
    image.setColorTable([0, QColor(colour.red(), colour.green(), colour.blue(), 110).rgba()])
    # Owned: the bytes go with this call.
    return image.copy()


def _paint_caption(
    painter: QPainter, overlay: Overlay, rect: QRectF, colour: QColor, theme: Theme
) -> None:
    font = QFont(painter.font())
    font.setPointSizeF(9.5)
    font.setBold(True)
    painter.setFont(font)
    metrics = QFontMetricsF(font)
    width = metrics.horizontalAdvance(overlay.caption) + 24
    height = metrics.height() + 6
    # Above the box where there is room, else inside its upper edge.
    top = rect.top() - height - 3 if rect.top() - height - 3 >= 0 else rect.top() + 3
    plate = _into(QRectF(rect.left() - 1, top, width, height), rect, QRectF(painter.window()))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(12, 14, 17, 215))
    painter.drawRoundedRect(plate, 4, 4)
    painter.setBrush(theme.track(overlay.track_id))
    painter.drawRoundedRect(QRectF(plate.left() + 6, plate.center().y() - 4, 8, 8), 2, 2)
    painter.setPen(colour.lighter(115))
    painter.drawText(
        plate.adjusted(19, 0, 0, 0),
        Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft,
        overlay.caption,
    )


def _into(plate: QRectF, box: QRectF, view: QRectF) -> QRectF:
    """The caption moved into the view, as long as part of its box is there."""
    if not box.intersects(view):
        return plate
    left = max(min(plate.left(), view.right() - plate.width()), view.left())
    top = max(min(plate.top(), view.bottom() - plate.height()), view.top())
    return QRectF(left, top, plate.width(), plate.height())
