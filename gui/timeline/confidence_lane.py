"""The lane of the frame confidence."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QRectF
from PySide6.QtGui import QBrush, QColor, QPainter, Qt

from core.sync.scores import UNDETERMINED_BELOW
from gui.texts import time_text, tr
from gui.theme import Theme
from gui.timeline import raster
from gui.timeline.axis import Frame
from gui.timeline.curves import Columns, Curve, CurveSet
from gui.timeline.lane import NEAR_PX, Lane, Room

_NEAR_PX = 2 * NEAR_PX
"""A curve is thin, and goes up and down under the mouse."""
_MOST_COLUMNS = 40_000
"""Pairs of curve and pixel column that are painted at full resolution."""


class ConfidenceLane(Lane):
    """Frame confidence of every track; the selected one is thick and on top."""

    def __init__(self, id: str = "lane_confidence") -> None:
        super().__init__(id, Room(23, 6))
        self.set = CurveSet(())
        self.names: dict[int, str] = {}
        self.selected: int | None = None
        self._range = 0.0, 1.0
        self._shades = raster.blank(256, 1)
        self._bright = raster.blank(256, 1)

    @property
    def curves(self) -> int:
        return len(self.set)

    @property
    def floor(self) -> float | None:
        """Under this value the curves tell nothing; None without curves."""
        kinds = {c.track_id: c.kind for c in self.set.curves}
        if not kinds:
            return None
        kind = kinds.get(self.selected or -1) or next(iter(kinds.values()))
        return UNDETERMINED_BELOW.get(kind)

    def set_curves(self, curves: Sequence[Curve], names: dict[int, str]) -> None:
        """Show these curves; names by track."""
        self.names = names
        shown = [(c.track_id, c.pyramid) for c in self.set.curves]
        if shown == [(c.track_id, c.pyramid) for c in curves]:
            return
        self.set = CurveSet(curves)
        low, high = self.limits()
        floor = self.floor
        if floor is not None:
            high = max(high, floor)
        # More above: the lane's note lies there.
        room = max(high - low, 1e-3) * 0.08
        self._range = low - room, high + 3 * room
        self.changed.emit()

    def limits(self) -> tuple[float, float]:
        """Lowest and highest value that are shown, 0 among them."""
        low, high = self.set.limits
        return min(low, 0.0), max(high, 0.0)

    def select(self, track_id: int | None) -> None:
        """Which track is drawn on top."""
        if track_id != self.selected:
            self.selected = track_id
            if len(self.set):
                self.changed.emit()

    def dress(self, theme: Theme) -> None:
        colours = [theme.track(n + 1) for n in range(len(theme.tracks))]
        self._bright = np.stack([raster.shades(colour) for colour in colours])
        for colour in colours:
            colour.setAlpha(150)
        self._shades = np.stack([raster.shades(colour) for colour in colours])
        super().dress(theme)

    def y(self, value: npt.ArrayLike, height: float) -> npt.NDArray[np.float64]:
        """Where values lie in a lane of this height."""
        low, high = self._range
        return (high - np.asarray(value, np.float64)) / (high - low) * height

    def labels(self, height: int) -> list[tuple[float, str]]:
        if not len(self.set):
            return []
        low, high = self._range
        step = _nice_step((high - low) * 26 / max(height, 1))
        ticks = np.arange(np.ceil(low / step), np.floor(high / step) + 1) * step
        # "+ 0.0" makes 0 of -0.
        values = (ticks.round(6) + 0.0).tolist()
        return [(float(self.y(value, height)), f"{value:g}") for value in values]

    def draw(self, painter: QPainter, frame: Frame) -> None:
        assert self.theme is not None
        if not len(self.set):
            return
        self._draw_zone(painter, frame)
        zero = float(self.y(0.0, frame.height))
        painter.fillRect(QRectF(0, zero, frame.width, 1), self.theme.colour("border"))
        seen = self.set.between(frame.low, frame.high)
        chosen = np.array(
            [n for n in seen if self.set.curves[n].track_id == self.selected], np.int64
        )
        others = seen[~np.isin(seen, chosen)]
        total = sum(
            (min(self.set.curves[n].end, frame.high) - max(self.set.curves[n].start, frame.low))
            for n in others.tolist()
        )
        # Two hundred tracks at once need no single pixels.
        pairs = total / frame.per_pixel * frame.ratio
        coarse = max(1, int(np.ceil(pairs / _MOST_COLUMNS)))
        self._draw_curves(painter, frame, others, coarse, 1.2, self._shades)
        self._draw_curves(painter, frame, chosen, 1, 2.2, self._bright)

    def _draw_curves(
        self,
        painter: QPainter,
        frame: Frame,
        which: npt.NDArray[np.int64],
        coarse: int,
        thick: float,
        shades: raster.Pixels,
    ) -> None:
        if not len(which):
            return
        columns, lines = max(frame.columns // coarse, 1), frame.lines
        step = frame.per_pixel * frame.width / columns
        found: Columns = self.set.columns(which, frame.low, step, columns)
        ids = np.array([curve.track_id for curve in self.set.curves])
        half = thick * frame.ratio / 2
        top, bottom = self.y(found.high, lines) - half, self.y(found.low, lines) + half
        pixels = raster.blank(columns, lines)
        colour = (ids[found.curve] - 1) % len(shades)
        raster.strokes(pixels, found.x, top, bottom, shades, colour)
        painter.drawImage(QRectF(0, 0, frame.width, frame.height), raster.picture(pixels))

    def _draw_zone(self, painter: QPainter, frame: Frame) -> None:
        floor = self.floor
        if floor is None or self.theme is None:
            return
        top = float(self.y(floor, frame.height))
        zone = QRectF(0, top, frame.width, frame.height - top)
        shade: QColor = self.theme.colour("muted", 26)
        painter.fillRect(zone, shade)
        hatch = self.theme.colour("muted", 34)
        painter.fillRect(zone, QBrush(hatch, Qt.BrushStyle.BDiagPattern))
        painter.fillRect(QRectF(0, top, frame.width, 1), self.theme.colour("muted", 120))
        if zone.height() > painter.fontMetrics().height():
            painter.setPen(self.theme.colour("muted"))
            place = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignBottom
            painter.drawText(zone.adjusted(0, 0, -6, 0), place, tr("undetermined"))

    def near(self, x: float, y: float, frame: Frame) -> tuple[Curve, float] | None:
        """The curve at a place, the selected one first, and its value there."""
        seconds = frame.seconds(x)
        best: tuple[float, Curve, float] | None = None
        for n in self.set.between(seconds, seconds).tolist():
            curve = self.set.curves[n]
            value = curve.value(seconds)
            if not np.isfinite(value):
                continue
            away = abs(float(self.y(value, frame.height)) - y)
            if curve.track_id == self.selected:
                away /= 2
            if away <= _NEAR_PX and (best is None or away < best[0]):
                best = away, curve, value
        return None if best is None else (best[1], best[2])

    def tip(self, x: float, y: float, frame: Frame) -> str:
        closed = super().tip(x, y, frame)
        if closed or not len(self.set):
            return closed
        found = self.near(x, y, frame)
        if found is None:
            floor = self.floor
            if floor is not None and y >= float(self.y(floor, frame.height)):
                return _zone_words(floor)
            return ""
        return self.words(*found, frame.seconds(x))

    def words(self, curve: Curve, value: float, seconds: float) -> str:
        """What a value of a curve says."""
        head = tr("{track} at {time}: frame confidence {value}").format(
            track=self.names.get(curve.track_id, str(curve.track_id)),
            time=time_text(seconds),
            value=f"{value:.2f}",
        )
        meaning = tr(
            "How much better lips and sound fit here at the offset of the track than at a typical "
            "other offset."
        )
        floor = UNDETERMINED_BELOW.get(curve.kind)
        if floor is not None and value < floor:
            meaning += " " + _zone_words(floor)
        return f"{head}\n{meaning}"


def _zone_words(floor: float) -> str:
    return tr("Under {floor} (shaded) this tells nothing: undetermined, or nobody speaks.").format(
        floor=f"{floor:g}"
    )


def _nice_step(least: float) -> float:
    """The next of 1, 2, 5, 10 and so on."""
    power = 10.0 ** np.floor(np.log10(max(least, 1e-9)))
    return float(next(power * m for m in (1, 2, 5, 10) if power * m >= least * 0.999))
