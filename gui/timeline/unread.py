"""Parts of the time axis that cannot be looked at: not indexed yet, or damaged."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter

from gui.timeline.axis import Frame

_LEAST_PX = 3.0
"""A single damaged frame of a long video must stay visible."""


@dataclass(frozen=True, slots=True)
class Part:
    """A span of time, in seconds.

    Args:
        hatched: damaged; else it is only shaded.
        text: what it is, told under the mouse.
        caption: written into it where there is room.
    """

    start: float
    end: float
    colour: QColor
    hatched: bool
    text: str
    caption: str = ""


Floats = npt.NDArray[np.float64]


class Parts:
    """Shades parts over the whole height of a lane."""

    def __init__(self) -> None:
        self._parts: list[Part] = []
        self._spans: dict[tuple[int, bool], Floats] = {}
        self._text_colour = QColor("white")

    @property
    def parts(self) -> list[Part]:
        return list(self._parts)

    def set_parts(self, parts: list[Part], text: QColor) -> bool:
        """Show these, in order of their start. Whether anything is another now."""
        if (parts, text) == (self._parts, self._text_colour):
            return False
        self._parts, self._text_colour = list(parts), text
        self._spans = _by_colour(parts)
        return True

    def part_at(self, seconds: float, frame: Frame) -> Part | None:
        """The part that is drawn at this time."""
        least = _LEAST_PX * frame.per_pixel
        for part in self._parts:
            if part.start <= seconds < max(part.end, part.start + least):
                return part
        return None

    def draw(self, painter: QPainter, frame: Frame) -> None:
        """Paint them."""
        if not self._parts:
            return
        painter.save()
        painter.setPen(Qt.PenStyle.NoPen)
        for (rgba, hatched), spans in self._spans.items():
            colour = QColor.fromRgba(rgba)
            areas = pixel_areas(spans, frame)
            shade = QColor(colour)
            shade.setAlpha(70)
            painter.setBrush(shade)
            painter.drawRects(areas)
            if hatched:
                painter.setBrush(QBrush(colour, Qt.BrushStyle.BDiagPattern))
                painter.drawRects(areas)
        for part in self._parts:
            if part.caption:
                for area in pixel_areas(np.array([[part.start, part.end]]), frame):
                    self._caption(painter, part, area)
        painter.restore()

    def _caption(self, painter: QPainter, part: Part, area: QRectF) -> None:
        room = painter.fontMetrics().horizontalAdvance(part.caption)
        if area.width() > room + 12:
            painter.setPen(self._text_colour)
            painter.drawText(area, Qt.AlignmentFlag.AlignCenter, part.caption)


def _by_colour(parts: Iterable[Part]) -> dict[tuple[int, bool], Floats]:
    """(n, 2) starts and ends of the parts that are painted alike: by colour and hatching."""
    found: dict[tuple[int, bool], list[tuple[float, float]]] = {}
    for part in parts:
        found.setdefault((part.colour.rgba(), part.hatched), []).append((part.start, part.end))
    return {key: np.array(spans) for key, spans in found.items()}


def pixel_areas(spans: Floats, frame: Frame) -> list[QRectF]:
    """Where (n, 2) spans in seconds, in order, lie in the frame, in pixels.

    What touches is one: a broken recording has hundreds of places.
    """
    seen = spans[(spans[:, 1] >= frame.low) & (spans[:, 0] <= frame.high)]
    if not len(seen):
        return []
    edges = frame.x(np.clip(seen, frame.low, frame.high))
    ends = np.maximum.accumulate(np.maximum(edges[:, 1], edges[:, 0] + _LEAST_PX))
    first = np.flatnonzero(np.concatenate([[True], edges[1:, 0] > ends[:-1]]))
    lefts = edges[first, 0]
    rights = ends[np.append(first[1:], len(ends)) - 1]
    return [
        QRectF(left, 0.0, right - left, frame.height)
        for left, right in zip(lefts.tolist(), rights.tolist(), strict=True)
    ]
