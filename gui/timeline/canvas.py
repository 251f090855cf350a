"""The surface of the timeline: lays the lanes out, keeps their pictures, shows what moves over.

Panning paints each lane anew; the playhead, the marks and the frame of the overview lie over the
kept pictures, so that playing repaints two strips of a few pixels.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QHelpEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
    QPolygonF,
    QResizeEvent,
)
from PySide6.QtWidgets import QToolTip, QWidget

from gui.theme import Theme
from gui.timeline.axis import Frame, TimeAxis
from gui.timeline.bars import BarsLane
from gui.timeline.lane import Lane

_CAPTION_PX = 104
"""The column of captions is no narrower; it grows with the size of the text."""
_TITLE_X = 16
RIGHT_PX = 8
GAP_PX = 3
_HEAD_PX = 6
_ROWS_SHARE = 0.6
"""Of what the lanes leave if each takes its least, what all rows of bars together may have."""


@dataclass(frozen=True, slots=True)
class Marked:
    """A span tinted over all lanes, in seconds; an edge is drawn where a mark was set."""

    start: float
    end: float
    has_start: bool = True
    has_end: bool = True


class TimelineCanvas(QWidget):
    """Args:
    axis: the visible range.
    lanes: from top to bottom.
    """

    def __init__(self, axis: TimeAxis, lanes: Sequence[Lane]) -> None:
        super().__init__()
        self.axis = axis
        self.lanes = list(lanes)
        self.playhead = 0.0
        self.marked: Marked | None = None
        self.selecting: tuple[float, float] | None = None
        self._theme: Theme | None = None
        self._kept: dict[Lane, QPixmap] = {}
        self._captions: QPixmap | None = None
        self._length = 0.0
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setMouseTracking(True)
        self.caption = _CAPTION_PX
        """Pixels of the column of captions, left of the lanes."""
        # A little smaller than the application's; all that holds text goes with its size.
        font = QFont(self.font())
        font.setPointSizeF(max(font.pointSizeF() * 0.88, 7.0))
        self.setFont(font)
        for lane in self.lanes:
            lane.line = self.fontMetrics().height()
            lane.changed.connect(self._on_lane)
            lane.resized.connect(self.lay_out)
        axis.changed.connect(self._on_range)

    def dress(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self._theme = theme
        for lane in self.lanes:
            lane.dress(theme)
        self._captions = None
        self.update()

    # --- places --------------------------------------------------------------------------------

    def lay_out(self) -> None:
        """Give every lane its place."""
        self.caption = max(_CAPTION_PX, *map(self._caption_width, self.lanes))
        line, row = self.fontMetrics().height(), self._row_px
        room = self.height() - 4 - GAP_PX * (len(self.lanes) - 1)
        least = [lane.least_height for lane in self.lanes]
        more = [lane.wanted_height - lane.least_height for lane in self.lanes]
        given = _shared(more, max(round((room - sum(least)) * _ROWS_SHARE), row))
        heights = [a + b for a, b in zip(least, given, strict=True)]
        grows = [0 if lane.folded else lane.room.share for lane in self.lanes]
        spare = room - sum(heights)
        if spare >= 0 and any(grows):
            heights = [h + spare * g // sum(grows) for h, g in zip(heights, grows, strict=True)]
        elif spare < 0:
            # Less room than all need: the large ones give, down to a strip.
            able = [max(h - line - 1, 0) if g else 0 for h, g in zip(heights, grows, strict=True)]
            taken = min(-spare, sum(able))
            heights = [
                h - (taken * a // sum(able) if sum(able) else 0)
                for h, a in zip(heights, able, strict=True)
            ]
        top, width = 2, max(self.width() - self.caption - RIGHT_PX, 1)
        for lane, height in zip(self.lanes, heights, strict=True):
            lane.place(QRect(self.caption, top, width, height))
            top += height + GAP_PX
        self._kept.clear()
        self._captions = None
        self.update()

    def minimumSizeHint(self) -> QSize:
        """So high that every lane has room, unfolded, if only for a strip."""
        line, high = self.fontMetrics().height(), 4 + GAP_PX * (len(self.lanes) - 1)
        for lane in self.lanes:
            high += line + 1 if lane.room.share else lane.open_height
        return QSize(1, high + self._row_px)

    @property
    def _row_px(self) -> int:
        """Pixels of a row of bars."""
        return max((lane.row_px for lane in self.lanes if isinstance(lane, BarsLane)), default=0)

    def title_of(self, lane: Lane) -> tuple[QRectF, str]:
        """Where the name of a lane is written, and what there is room for."""
        rect, metrics = lane.rect, self.fontMetrics()
        wide = self.caption - _TITLE_X - 4
        area = QRectF(_TITLE_X, rect.top(), wide, min(lane.folded_height, rect.height()))
        return area, metrics.elidedText(lane.title, Qt.TextElideMode.ElideRight, wide)

    def _caption_width(self, lane: Lane) -> int:
        """Pixels that its name and the labels of its scale need."""
        metrics = self.fontMetrics()
        labels = [text for _y, text in lane.labels(max(lane.rect.height(), 1))]
        wide = max(map(metrics.horizontalAdvance, labels), default=0) + 10
        # A pixel more than the rounded width, or a name may be elided that fits exactly.
        return max(metrics.horizontalAdvance(lane.title) + 1 + _TITLE_X + 4, wide)

    def lane_at(self, y: float) -> Lane | None:
        """The lane at this height of the canvas."""
        return next((n for n in self.lanes if n.rect.top() - 1 <= y <= n.rect.bottom() + 2), None)

    def frame_of(self, lane: Lane) -> Frame:
        """The pixels and seconds of a lane."""
        ratio = self.devicePixelRatioF()
        return self.axis.frame(lane.rect.width(), lane.rect.height(), ratio, lane.whole)

    def x_of(self, seconds: float, lane: Lane | None = None) -> float:
        """Where a time lies in the canvas."""
        frame = self.frame_of(lane or self.lanes[-1])
        return self.caption + frame.x(seconds)

    def seconds_at(self, x: float, lane: Lane | None = None) -> float:
        """The time at a place of the canvas."""
        return self.frame_of(lane or self.lanes[-1]).seconds(x - self.caption)

    # --- what moves ----------------------------------------------------------------------------

    def set_playhead(self, seconds: float) -> None:
        """Move the playhead: two strips are painted, the old place and the new one."""
        if seconds == self.playhead:
            return
        strips = self._playhead_strips()
        self.playhead = seconds
        for strip in (*strips, *self._playhead_strips()):
            self.update(strip)

    def _playhead_strips(self) -> list[QRect]:
        strips = []
        for whole in (True, False):
            lanes = [lane for lane in self.lanes if lane.whole is whole]
            if lanes:
                x = round(self.x_of(self.playhead, lanes[0]))
                top, bottom = lanes[0].rect.top(), lanes[-1].rect.bottom()
                strips.append(QRect(x - _HEAD_PX, top, 2 * _HEAD_PX + 1, bottom - top + 1))
        return strips

    def set_marked(self, marked: Marked | None) -> None:
        """Tint a span over all lanes, or none."""
        if marked != self.marked:
            self.marked = marked
            self.update()

    def set_selecting(self, span: tuple[float, float] | None) -> None:
        """Show the span that the mouse is drawing."""
        if span != self.selecting:
            self.selecting = span
            self.update()

    def _on_lane(self) -> None:
        lane = self.sender()
        if isinstance(lane, Lane):
            if self._caption_width(lane) > self.caption:
                self.lay_out()
                return
            self._kept.pop(lane, None)
            self.update(lane.rect)
            self._captions = None
            self.update(QRect(0, lane.rect.top(), self.caption, lane.rect.height()))

    def _on_range(self) -> None:
        # The overview stays as it is while the range moves under it.
        stays = self._length == self.axis.length
        self._length = self.axis.length
        self._kept = {n: p for n, p in self._kept.items() if stays and n.whole}
        self.update()

    # --- painting ------------------------------------------------------------------------------

    def sizeHint(self) -> QSize:
        return QSize(900, 400)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.lay_out()

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._theme is None:
            return
        painter = QPainter(self)
        seen = event.rect()
        painter.fillRect(seen, self._theme.colour("panel"))
        for lane in self.lanes:
            if lane.rect.height() > 0 and lane.rect.intersects(seen):
                painter.drawPixmap(lane.rect.topLeft(), self._picture(lane))
        if seen.left() < self.caption:
            painter.drawPixmap(0, 0, self._caption_picture())
        self._paint_spans(painter)
        self._paint_playhead(painter)
        if self.hasFocus():
            painter.setPen(QPen(self._theme.colour("accent"), 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
        painter.end()

    def _picture(self, lane: Lane) -> QPixmap:
        frame = self.frame_of(lane)
        size = QSize(frame.columns, frame.lines)
        kept = self._kept.get(lane)
        if kept is not None and kept.size() == size:
            return kept
        made = QPixmap(size)
        made.setDevicePixelRatio(frame.ratio)
        painter = QPainter(made)
        painter.setFont(self.font())
        lane.paint(painter, frame)
        painter.end()
        self._kept[lane] = made
        return made

    def _caption_picture(self) -> QPixmap:
        ratio = self.devicePixelRatioF()
        if self._captions is not None and self._captions.devicePixelRatio() == ratio:
            return self._captions
        assert self._theme is not None
        made = QPixmap(round(self.caption * ratio), max(round(self.height() * ratio), 1))
        made.setDevicePixelRatio(ratio)
        made.fill(self._theme.colour("panel"))
        painter = QPainter(made)
        painter.setFont(self.font())
        for lane in self.lanes:
            if lane.rect.height() > 0:
                self._paint_caption(painter, lane, self._theme)
        painter.end()
        self._captions = made
        return made

    def _paint_caption(self, painter: QPainter, lane: Lane, theme: Theme) -> None:
        metrics = painter.fontMetrics()
        top = lane.rect.top()
        if lane.id:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("muted"))
            painter.drawPolygon(_triangle(8, top + lane.folded_height / 2, lane.folded))
        painter.setPen(theme.colour("muted" if lane.folded else "text"))
        area, title = self.title_of(lane)
        painter.drawText(area, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, title)
        if lane.folded:
            return
        painter.setPen(theme.colour("muted"))
        half = metrics.height() / 2
        free = float(lane.folded_height)
        for y, text in sorted(lane.labels(lane.rect.height())):
            if y - half < free or y + half > lane.rect.height() + 2:
                continue
            free = y + half
            area = QRectF(2, top + y - half, self.caption - 8, 2 * half)
            right = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
            painter.drawText(area, right, text)

    def _paint_spans(self, painter: QPainter) -> None:
        assert self._theme is not None
        accent = self._theme.colour("accent")
        spans = []
        if self.marked is not None:
            spans.append((self.marked, 38))
        if self.selecting is not None:
            spans.append((Marked(*self.selecting), 60))
        for span, fill in spans:
            tint = QColor(accent)
            tint.setAlpha(fill)
            for lane in self.lanes:
                left, right = self.x_of(span.start, lane), self.x_of(span.end, lane)
                area = QRectF(left, lane.rect.top(), max(right - left, 1.0), lane.rect.height())
                area &= QRectF(lane.rect)
                if area.isEmpty():
                    continue
                painter.fillRect(area, tint)
                for x, drawn in ((left, span.has_start), (right, span.has_end)):
                    if drawn and area.left() - 1 <= x <= area.right() + 1:
                        painter.fillRect(QRectF(x - 0.5, area.top(), 1.0, area.height()), accent)
        window = next((lane for lane in self.lanes if lane.whole), None)
        if window is not None and not self.axis.whole:
            left, right = (self.x_of(s, window) for s in self.axis.range)
            area = QRectF(left, window.rect.top(), max(right - left, 3.0), window.rect.height())
            shade = self._theme.colour("panel", 150)
            whole = QRectF(window.rect)
            painter.fillRect(QRectF(whole.topLeft(), QPointF(left, whole.bottom())), shade)
            painter.fillRect(QRectF(QPointF(area.right(), whole.top()), whole.bottomRight()), shade)
            painter.setPen(QPen(accent, 1.5))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(area.adjusted(0, 0.75, 0, -0.75))

    def _paint_playhead(self, painter: QPainter) -> None:
        assert self._theme is not None
        colour = self._theme.colour("playhead")
        for lane in self.lanes:
            x = self.x_of(self.playhead, lane)
            if not self.caption - 0.5 <= x <= self.caption + lane.rect.width() + 0.5:
                continue
            gap = 0 if lane.whole or lane is self.lanes[-1] else GAP_PX
            area = QRectF(x - 1, lane.rect.top(), 2, lane.rect.height() + gap)
            painter.fillRect(area, colour)
            if not lane.id and not lane.whole:
                top = float(lane.rect.bottom())
                painter.setRenderHint(QPainter.RenderHint.Antialiasing)
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(colour)
                head = [QPointF(x - 5, top - 8), QPointF(x + 5, top - 8), QPointF(x, top)]
                painter.drawPolygon(QPolygonF(head))
                painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)

    # --- words ---------------------------------------------------------------------------------

    def tip_at(self, spot: QPoint) -> str:
        """What lies under the mouse, in words."""
        lane = self.lane_at(spot.y())
        if lane is None:
            return ""
        if spot.x() < self.caption:
            return lane.explanation
        inside = spot - lane.rect.topLeft()
        return lane.tip(inside.x(), inside.y(), self.frame_of(lane))

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            text = self.tip_at(event.pos())
            if text:
                if "<" in text:
                    # Part of a name, not markup.
                    text = f"<p style='white-space:pre'>{escape(text)}</p>"
                QToolTip.showText(event.globalPos(), text, self)
            else:
                QToolTip.hideText()
            return True
        if event.type() in (QEvent.Type.FocusIn, QEvent.Type.FocusOut):
            self.update()
        return super().event(event)


def _shared(wanted: list[int], room: int) -> list[int]:
    """What each gets out of `room`: what it wants, or as much as any other that wants more."""
    given = [0] * len(wanted)
    order = sorted(range(len(wanted)), key=wanted.__getitem__)
    for place, n in enumerate(order):
        given[n] = min(wanted[n], room // (len(order) - place))
        room -= given[n]
    return given


def _triangle(x: float, y: float, folded: bool) -> QPolygonF:
    if folded:
        return QPolygonF([QPointF(x - 3, y - 4), QPointF(x + 3, y), QPointF(x - 3, y + 4)])
    return QPolygonF([QPointF(x - 4, y - 3), QPointF(x + 4, y - 3), QPointF(x, y + 3)])
