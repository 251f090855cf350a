"""The lanes of the timeline. Each shows one thing over the common time axis."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pyqtgraph as pg
from PySide6.QtCore import QRectF, Qt

from core.media.peaks import Peaks
from core.model.values import SyncScore
from core.timebase import GRID_RATE
from gui.texts import tr
from gui.theme import Theme
from gui.timeline.bars import BarsItem
from gui.timeline.heat import STEP_MS, HeatMap
from gui.timeline.unread import PartsItem
from gui.timeline.viewbox import AXIS_WIDTH, LaneViewBox, TimeAxis


class Lane:
    """A plot with a playhead, a caption and a note for when there is nothing to show."""

    def __init__(self, name: str, bottom: bool = False) -> None:
        self.name = name
        self.box = LaneViewBox()
        axes = {"bottom": TimeAxis("bottom")} if bottom else {}
        self.plot = pg.PlotItem(viewBox=self.box, axisItems=axes, enableMenu=False)
        self.plot.hideButtons()
        self.plot.getAxis("left").setWidth(AXIS_WIDTH)
        if not bottom:
            self.plot.hideAxis("bottom")
        self.playhead = pg.InfiniteLine(0.0, angle=90)
        self.playhead.setZValue(100)
        self.plot.addItem(self.playhead, ignoreBounds=True)
        self.closed = PartsItem()
        self.plot.addItem(self.closed, ignoreBounds=True)
        self.note = pg.TextItem(anchor=(0, 0))
        self.note.setParentItem(self.box)
        self.note.setPos(4, 1)
        self.note.setZValue(90)
        self.note.setVisible(False)
        self._note = ""

    def set_name(self, name: str) -> None:
        """Another caption, beside the lane."""
        axis = self.plot.getAxis("left")
        captions = [(at, name) for at, text in (axis._tickLevels or [[]])[0] if text == self.name]
        self.name = name
        if captions:
            axis.setTicks([captions])

    def set_note(self, text: str) -> None:
        """A line in the lane's upper left corner."""
        if text != self._note:
            self._note = text
            self.note.setText(text)
        self.note.setVisible(bool(text))

    @property
    def note_text(self) -> str:
        return self._note

    def dress(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self.playhead.setPen(pg.mkPen(theme.colour("playhead"), width=2))
        self.note.setColor(theme.colour("text"))
        self.note.fill = pg.mkBrush(theme.colour("plot", 170))
        self.note.update()
        self.box.setBackgroundColor(theme.colour("plot"))
        for side in ("left", "bottom"):
            axis = self.plot.getAxis(side)
            axis.setPen(theme.colour("border"))
            axis.setTextPen(theme.colour("muted"))


class BarsLane(Lane):
    """Shots, or tracks: rows of bars."""

    ROW_PX = 20

    def __init__(self, name: str, bottom: bool = False) -> None:
        super().__init__(name, bottom)
        self.bars = BarsItem()
        self.plot.addItem(self.bars)
        self._bottom = bottom
        self._fitted = (0, 0)
        self.fit_rows()

    def fit_rows(self, room: int = 1 << 16) -> None:
        """As high as the rows need, but for `room` pixels: then the rows become flat."""
        rows = self.bars.rows
        height = min(rows * self.ROW_PX, max(room, 2 * self.ROW_PX))
        if (rows, height) == self._fitted:
            return
        self._fitted = rows, height
        self.plot.setYRange(0, rows, padding=0)
        self.plot.getAxis("left").setTicks([[(rows / 2, self.name)]])
        self.plot.setFixedHeight(height + (26 if self._bottom else 2))


class WaveLane(Lane):
    """The sound: lowest and highest sample of each pixel."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        # One vertical line a pixel, as plain segments: a filled path costs several times that.
        self._curve = pg.PlotCurveItem(connect="pairs")
        self._curve.setSegmentedLineMode("on")
        self.plot.addItem(self._curve)
        self.plot.setYRange(-1, 1, padding=0)
        self.plot.getAxis("left").setTicks([[(0.0, name)]])
        self._peaks: Peaks | None = None
        self._full = 1.0
        self.box.sigXRangeChanged.connect(self.refresh)
        self.box.sigResized.connect(self.refresh)

    @property
    def painted(self) -> bool:
        return self._peaks is not None

    def set_peaks(self, peaks: Peaks | None) -> None:
        """Show this sound, or none."""
        self._peaks = peaks
        loudest = 0.0
        if peaks is not None and len(peaks.low):
            loudest = max(float(-peaks.low.min()), float(peaks.high.max()))
        # Quiet sound is drawn larger; only its course in time matters here.
        self._full = max(loudest, 0.02)
        self.plot.setYRange(-self._full * 1.05, self._full * 1.05, padding=0)
        self.refresh()

    def refresh(self) -> None:
        """Cut the peaks to the visible range at the screen's resolution."""
        peaks = self._peaks
        if peaks is None or not len(peaks.low):
            self._curve.setData(np.zeros(0), np.zeros(0))
            return
        low_s, high_s = self.box.viewRange()[0]
        times, low, high = visible_peaks(peaks, low_s, high_s, max(int(self.box.width()), 1))
        self._curve.setData(np.repeat(times, 2), np.stack([low, high], axis=1).ravel())

    def dress(self, theme: Theme) -> None:
        super().dress(theme)
        self._curve.setPen(pg.mkPen(theme.colour("waveform")))


Floats = npt.NDArray[np.floating[Any]]


def visible_peaks(
    peaks: Peaks, low_s: float, high_s: float, columns: int
) -> tuple[Floats, Floats, Floats]:
    """Times, lowest and highest samples between two times, in about `columns` points."""
    bins = len(peaks.low)
    first = min(max(int(low_s / peaks.seconds_per_bin) - 1, 0), bins)
    last = max(min(int(high_s / peaks.seconds_per_bin) + 2, bins), first)
    group = max(1, (last - first) // max(columns, 1))
    first -= first % group
    starts = np.arange(first, last, group)
    times = (starts.astype(np.float64) + group / 2) * peaks.seconds_per_bin
    if not len(starts):
        return times, peaks.low[:0], peaks.high[:0]
    at = starts - first
    low = np.minimum.reduceat(peaks.low[first:last], at)
    return times, low, np.maximum.reduceat(peaks.high[first:last], at)


class HeatLane(Lane):
    """The sync map of the selected track, with its offset and local offset as lines."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.image = pg.ImageItem(axisOrder="row-major")
        self.image.setLookupTable(pg.colormap.get("inferno").getLookupTable(nPts=256))
        self.image.setLevels((0, 255))
        self.plot.addItem(self.image)
        self.best = pg.PlotDataItem()
        self.plot.addItem(self.best)
        self.local = pg.PlotDataItem(connect="finite")
        self.plot.addItem(self.local)
        self.map: HeatMap | None = None
        self.box.sigXRangeChanged.connect(self.refresh)
        self.box.sigResized.connect(self.refresh)
        self.set_map(None, None)

    def set_name(self, name: str) -> None:
        super().set_name(name)
        vshift = self.map.vshift if self.map is not None else 15
        self.plot.getAxis("left").setTicks([_offset_ticks(vshift)])

    def set_map(self, score: SyncScore | None, prepared: HeatMap | None) -> None:
        """Show the map of a score, or nothing."""
        self.map = prepared
        shown = score is not None and prepared is not None
        self.image.setVisible(shown)
        self.best.setVisible(shown and score is not None and score.determined)
        vshift = prepared.vshift if prepared is not None else 15
        reach = (vshift + 0.5) * STEP_MS
        self.plot.setYRange(-reach, reach, padding=0)
        self.plot.getAxis("left").setTicks([_offset_ticks(vshift)])
        if score is not None and prepared is not None:
            self.best.setData(span_on_grid(score), (score.offset_ms, score.offset_ms))
            rows = score.local_offset
            self.local.setData(rows[:, 0], rows[:, 1])
            self.local.setVisible(len(rows) > 0)
        else:
            self.local.setVisible(False)
        self.refresh()

    def refresh(self) -> None:
        """Cut the image to the visible range at the screen's resolution."""
        if self.map is None:
            return
        low_s, high_s = self.box.viewRange()[0]
        part, left, right = self.map.visible(low_s, high_s, max(int(self.box.width()), 1))
        if not part.shape[1]:
            self.image.clear()
            return
        reach = (self.map.vshift + 0.5) * STEP_MS
        self.image.setImage(part, autoLevels=False)
        self.image.setRect(QRectF(left, -reach, right - left, 2 * reach))

    def dress(self, theme: Theme) -> None:
        super().dress(theme)
        self.best.setPen(pg.mkPen(theme.colour("offset_line"), width=1, style=Qt.PenStyle.DashLine))
        self.local.setPen(pg.mkPen(theme.colour("local_line", 200), width=1))


def _offset_ticks(vshift: int) -> list[tuple[float, str]]:
    """Offsets as words, never a bare sign."""
    far = max(5, vshift // 5 * 5 - (5 if vshift % 5 == 0 and vshift > 5 else 0)) * STEP_MS
    early, late = tr("early {ms} ms"), tr("late {ms} ms")
    ms = f"{far:.0f}"
    return [(far, early.format(ms=ms)), (0.0, "0 ms"), (-far, late.format(ms=ms))]


@dataclass(frozen=True, slots=True)
class Curve:
    """The frame confidence of one track."""

    track_id: int
    score: SyncScore
    selected: bool


class ConfidenceLane(Lane):
    """Frame confidence of every track; the selected one is thick."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self._items: dict[int, tuple[Floats, pg.PlotDataItem]] = {}
        self._pens: dict[int, tuple[int, bool]] = {}
        self._zero = pg.InfiniteLine(0.0, angle=0)
        self.plot.addItem(self._zero, ignoreBounds=True)
        self.plot.getAxis("left").setTicks([])

    @property
    def curves(self) -> int:
        return len(self._items)

    def set_curves(self, curves: Iterable[Curve], theme: Theme) -> None:
        """Show these curves. What is there already is only given its pen."""
        wanted = {curve.track_id: curve for curve in curves}
        former = dict(self._items)
        for track_id, (values, item) in former.items():
            curve = wanted.get(track_id)
            if curve is None or curve.score.frame_confidence is not values:
                self.plot.removeItem(item)
                del self._items[track_id]
                self._pens.pop(track_id, None)
        for track_id, curve in wanted.items():
            if track_id not in self._items and np.isfinite(curve.score.frame_confidence).any():
                self._add(curve)
        for track_id, (_values, item) in self._items.items():
            selected = wanted[track_id].selected
            colour = theme.track(track_id)
            colour.setAlpha(255 if selected else 130)
            if self._pens.get(track_id) == (colour.rgba(), selected):
                # With hundreds of tracks each new pen costs.
                continue
            self._pens[track_id] = colour.rgba(), selected
            item.setPen(pg.mkPen(colour, width=2 if selected else 1))
            item.setZValue(10 if selected else 0)
        if former.keys() != self._items.keys():
            self._fit()

    def _add(self, curve: Curve) -> None:
        values = curve.score.frame_confidence
        item = pg.PlotDataItem(
            curve.score.frame_confidence_times(), values, connect="finite", antialias=True
        )
        self.plot.addItem(item)
        # Only now: pyqtgraph asks for the view box while the item is being added.
        item.setClipToView(True)
        item.setDownsampling(auto=True, method="peak")
        self._items[curve.track_id] = values, item

    def _fit(self) -> None:
        low, high = 0.0, 0.0
        for values, _item in self._items.values():
            low, high = min(low, float(np.nanmin(values))), max(high, float(np.nanmax(values)))
        # Without curves the numbers of the axis would mean nothing.
        self.plot.getAxis("left").setTicks(None if self._items else [])
        room = max(high - low, 1e-3) * 0.08
        # More above: the lane's caption lies there.
        self.plot.setYRange(low - room, high + 4 * room, padding=0)

    def dress(self, theme: Theme) -> None:
        super().dress(theme)
        self._zero.setPen(pg.mkPen(theme.colour("border"), width=1))


def span_on_grid(score: SyncScore) -> tuple[float, float]:
    """Start and end of a score's pictures in seconds."""
    first = score.start_step / GRID_RATE
    return first, first + (score.steps + 4) / GRID_RATE
