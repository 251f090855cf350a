"""A lane: one thing shown over the common time axis. It paints itself; the canvas keeps the
picture until the lane or the range changes.
"""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QObject, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QPainter

from gui.theme import Theme
from gui.timeline.axis import Frame
from gui.timeline.unread import Parts

LINE_PX = 13
"""A line of text of the usual size."""
NEAR_PX = 4.0
"""The mouse need not be on the pixel: so near to a mark, a bar or an edge counts as on it."""
_FOLDED_PX = 2
"""A folded lane shows its name, and this much around it."""


@dataclass(frozen=True, slots=True)
class Room:
    """How high a lane is: a line of text, `beside` pixels, and `share` of what the others leave."""

    beside: int
    share: int = 0


class Lane(QObject):
    """Args:
        id: as in the actions that fold it; empty for one that does not fold.
        whole: shows the whole video, whatever the visible range is.

    Signals:
        changed(): its picture is another one. resized(): it needs another height.
    """

    changed = Signal()
    resized = Signal()

    def __init__(self, id: str, room: Room, whole: bool = False) -> None:
        super().__init__()
        self.id = id
        self.title = ""
        """Its caption, given by the panel in the language of the window."""
        self.room = room
        self.whole = whole
        self.explanation = ""
        """What the lane shows, told over its caption."""
        self.folded = False
        self.line = LINE_PX
        """Pixels of a line of text, given by the canvas."""
        self.rect = QRect()
        """Where it lies in the canvas; its own coordinates begin in the upper left corner."""
        self.closed = Parts()
        self.note = ""
        self.theme: Theme | None = None

    def dress(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self.theme = theme
        self.changed.emit()

    def place(self, rect: QRect) -> None:
        """Lie here in the canvas."""
        self.rect = rect

    def set_note(self, text: str) -> None:
        """A line in the lane's upper left corner."""
        if text != self.note:
            self.note = text
            self.changed.emit()

    def set_folded(self, folded: bool) -> None:
        if folded != self.folded:
            self.folded = folded
            self.resized.emit()

    @property
    def folded_height(self) -> int:
        """Pixels of its name, which are all that there is of a folded one."""
        return self.line + _FOLDED_PX

    @property
    def open_height(self) -> int:
        """Pixels without which it is of no use while it is not folded."""
        return self.line + self.room.beside

    @property
    def least_height(self) -> int:
        """Pixels without which it is of no use."""
        return self.folded_height if self.folded else self.open_height

    @property
    def wanted_height(self) -> int:
        """Pixels that show all of it."""
        return self.least_height

    def paint(self, painter: QPainter, frame: Frame) -> None:
        """Paint everything but captions, marks and playhead."""
        if self.theme is None:
            return
        painter.fillRect(0, 0, frame.width, frame.height, self.theme.colour("plot"))
        if not self.folded:
            self.draw(painter, frame)
        self.closed.draw(painter, frame)
        if self.note and not self.folded:
            self._draw_note(painter, frame)

    def draw(self, painter: QPainter, frame: Frame) -> None:
        """Paint the content."""
        del painter, frame

    def labels(self, height: int) -> list[tuple[float, str]]:
        """Captions of the scale: pixels from the top, text."""
        del height
        return []

    def tip(self, x: float, y: float, frame: Frame) -> str:
        """What lies under the mouse, in words; empty for nothing."""
        del y
        part = self.closed.part_at(frame.seconds(x), frame)
        return "" if part is None else part.text

    def _draw_note(self, painter: QPainter, frame: Frame) -> None:
        assert self.theme is not None
        metrics = painter.fontMetrics()
        text = metrics.elidedText(self.note, Qt.TextElideMode.ElideRight, frame.width - 12)
        area = QRectF(3, 1, metrics.horizontalAdvance(text) + 8, metrics.height())
        painter.fillRect(area, self.theme.colour("plot", 180))
        painter.setPen(self.theme.colour("text"))
        painter.drawText(area, Qt.AlignmentFlag.AlignCenter, text)
