"""The lane of the sync map."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from core.media.pyramid import MinMaxPyramid
from core.model.values import WINDOW_PICTURES, SyncScore
from core.timebase import GRID_RATE, STEP_MS
from gui.texts import ms_words, time_text, tr
from gui.timeline import raster
from gui.timeline.axis import Frame
from gui.timeline.heat import HeatMap, colour_table
from gui.timeline.lane import Lane, Room

_SHIFTS = 15


class HeatLane(Lane):
    """The sync map of the selected track, with its offset and local offset as lines."""

    def __init__(self) -> None:
        super().__init__("lane_heat", Room(23, 10))
        self.map: HeatMap | None = None
        self.score: SyncScore | None = None
        self._local: tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]] | None = None
        self._pyramid: MinMaxPyramid | None = None

    @property
    def best(self) -> tuple[float, float, float] | None:
        """Start, end and offset in ms of the line of the best offset, where it is determined."""
        if self.map is None or self.score is None or not self.score.determined:
            return None
        return (*span_on_grid(self.score), self.score.offset_ms)

    @property
    def reach(self) -> float:
        """The offset at the upper edge, in ms."""
        return ((self.map.vshift if self.map else _SHIFTS) + 0.5) * STEP_MS

    def set_map(self, score: SyncScore | None, prepared: HeatMap | None) -> None:
        """Show the map of a score, or nothing."""
        if prepared is None or score is None:
            score = prepared = None
        if prepared is self.map and score is self.score:
            return
        self.map, self.score, self._local, self._pyramid = prepared, score, None, None
        if score is not None and len(score.local_offset) > 1:
            rows = score.local_offset
            self._local = rows[:, 0], rows[:, 1]
            values = rows[:, 1].astype(np.float32)
            self._pyramid = MinMaxPyramid(values, values)
        self.changed.emit()

    def labels(self, height: int) -> list[tuple[float, str]]:
        """Offsets as words, never a bare sign."""
        far = max(5, round(self.reach / STEP_MS * 0.65 / 5) * 5) * STEP_MS
        middle, scale = height / 2, height / 2 / self.reach
        return [
            (middle - far * scale, tr("early {ms} ms").format(ms=f"{far:.0f}")),
            (middle, tr("0 ms")),
            (middle + far * scale, tr("late {ms} ms").format(ms=f"{far:.0f}")),
        ]

    def draw(self, painter: QPainter, frame: Frame) -> None:
        if self.map is None or self.score is None or self.theme is None:
            return
        self._draw_map(painter, frame, self.map)
        middle, scale = frame.height / 2, frame.height / 2 / self.reach
        self._draw_local(painter, frame, middle, scale)
        best = self.best
        if best is not None:
            colour = self.theme.colour("offset_line")
            painter.setPen(QPen(colour, 1, Qt.PenStyle.DashLine))
            left = max(frame.x(best[0]), -2.0)
            right = min(frame.x(best[1]), frame.width + 2.0)
            y = middle - best[2] * scale
            if right > left:
                painter.drawLine(QPointF(left, y), QPointF(right, y))

    def _draw_map(self, painter: QPainter, frame: Frame, shown: HeatMap) -> None:
        columns = frame.columns
        step = frame.per_pixel * frame.width / columns
        end_s = shown.start_s + shown.steps / GRID_RATE
        first = max(int((shown.start_s - frame.low) / step), 0)
        last = min(int((end_s - frame.low) / step) + 1, columns)
        if last <= first:
            return
        levels, there = shown.columns(frame.low + first * step, step, last - first)
        pixels = colour_table()[levels[::-1]]
        pixels[:, ~there] = 0
        wide = frame.width / columns
        area = QRectF(first * wide, 0, (last - first) * wide, frame.height)
        painter.drawImage(area, raster.picture(pixels))

    def _draw_local(self, painter: QPainter, frame: Frame, middle: float, scale: float) -> None:
        if self._local is None or self._pyramid is None or self.theme is None:
            return
        times, values = self._local
        first, last = np.searchsorted(times, [frame.low, frame.high]).tolist()
        first, last = max(first - 1, 0), min(last + 1, len(times))
        colour: QColor = self.theme.colour("local_line", 200)
        if last <= first:
            return
        if last - first > (times[last - 1] - times[first]) / frame.per_pixel:
            # The rows are evenly spaced: positions in the pyramid go with time.
            pace = (times[-1] - times[0]) / (len(times) - 1)
            columns = frame.columns
            step = frame.per_pixel * frame.width / columns / pace
            low, high = self._pyramid.columns((frame.low - times[0]) / pace, step, columns)
            x = np.flatnonzero(np.isfinite(low))
            ratio = frame.lines / frame.height
            pixels = raster.blank(columns, frame.lines)
            top, bottom = (middle - high[x] * scale) * ratio, (middle - low[x] * scale) * ratio
            raster.strokes(pixels, x, top - 0.6, bottom + 0.6, raster.shades(colour))
            painter.drawImage(QRectF(0, 0, frame.width, frame.height), raster.picture(pixels))
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(colour, 1))
        run: list[QPointF] = []
        for t, ms in zip(times[first:last].tolist(), values[first:last].tolist(), strict=True):
            if np.isfinite(ms):
                run.append(QPointF(frame.x(t), middle - ms * scale))
            else:
                painter.drawPolyline(run)
                run = []
        painter.drawPolyline(run)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)

    def tip(self, x: float, y: float, frame: Frame) -> str:
        closed = super().tip(x, y, frame)
        if closed or self.map is None or self.score is None:
            return closed
        seconds = frame.seconds(x)
        low, high = span_on_grid(self.score)
        if not low <= seconds <= high:
            return ""
        ms = round((1 - 2 * y / max(frame.height, 1)) * self.reach / STEP_MS) * STEP_MS
        text = tr("{time}: bright here means that lips and sound fit best if {words}.").format(
            time=time_text(seconds), words=ms_words(ms)
        )
        if self._local is not None:
            near = int(np.argmin(np.abs(self._local[0] - seconds)))
            local = float(self._local[1][near])
            if np.isfinite(local):
                text += "\n" + tr("The white line is the offset in a window around here: {words}.")
                text = text.format(words=ms_words(local))
        if self.best is not None:
            text += "\n" + tr("The dashed line is the offset of the whole track: {words}.").format(
                words=ms_words(self.score.offset_ms)
            )
        return text


def span_on_grid(score: SyncScore) -> tuple[float, float]:
    """Start and end of a score's pictures in seconds."""
    first = score.start_step / GRID_RATE
    return first, first + (score.steps + WINDOW_PICTURES - 1) / GRID_RATE
