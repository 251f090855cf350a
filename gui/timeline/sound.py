"""The sound: its waveform and its spectrogram."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from core.media.peaks import Peaks
from core.media.spectrogram import Spectrogram
from gui.theme import Theme
from gui.timeline import raster
from gui.timeline.axis import Frame
from gui.timeline.heat import colour_table
from gui.timeline.lane import Lane, Room


class WaveLane(Lane):
    """The sound: lowest and highest sample of each pixel."""

    def __init__(self) -> None:
        super().__init__("lane_wave", Room(15, 4))
        self._peaks: Peaks | None = None
        self._full = 1.0
        self._shades = raster.blank(256, 1)[0]

    @property
    def painted(self) -> bool:
        return self._peaks is not None

    def set_peaks(self, peaks: Peaks | None) -> None:
        """Show this sound, or none."""
        if peaks is self._peaks:
            return
        self._peaks = peaks
        loudest = 0.0
        if peaks is not None and len(peaks):
            low, high = peaks.pyramid.levels[-1]
            loudest = max(float(-low.min()), float(high.max()))
        # Quiet sound is drawn larger; only its course in time matters here.
        self._full = max(loudest, 0.02)
        self.changed.emit()

    def dress(self, theme: Theme) -> None:
        self._shades = raster.shades(theme.colour("waveform"))
        super().dress(theme)

    def draw(self, painter: QPainter, frame: Frame) -> None:
        peaks = self._peaks
        if peaks is None or not len(peaks):
            return
        columns, lines = frame.columns, frame.lines
        bin_s = peaks.seconds_per_bin
        step = frame.per_pixel * frame.width / columns / bin_s
        low, high = peaks.pyramid.columns(frame.low / bin_s, step, columns)
        x = np.flatnonzero(np.isfinite(low))
        scale = lines / 2 / (self._full * 1.05)
        top, bottom = lines / 2 - high[x] * scale, lines / 2 - low[x] * scale
        pixels = raster.blank(columns, lines)
        # Silence is a line, not nothing.
        raster.strokes(pixels, x, top - 0.5, bottom + 0.5, self._shades)
        painter.drawImage(QRectF(0, 0, frame.width, frame.height), raster.picture(pixels))


class SpectrumLane(Lane):
    """The spectrogram of the sound, low sounds below."""

    def __init__(self) -> None:
        super().__init__("lane_spectrum", Room(17, 6))
        self._spectrum: Spectrogram | None = None
        self._colours = colour_table()

    @property
    def spectrum(self) -> Spectrogram | None:
        return self._spectrum

    def set_spectrum(self, spectrum: Spectrogram | None) -> None:
        """Show this, or nothing."""
        if spectrum is not self._spectrum:
            self._spectrum = spectrum
            self.changed.emit()

    def labels(self, height: int) -> list[tuple[float, str]]:
        spectrum = self._spectrum
        if spectrum is None or not spectrum.levels.shape[1]:
            return []
        rows = spectrum.bands
        wanted = ((250, "250 Hz"), (1000, "1 kHz"), (4000, "4 kHz"))
        return [(height * (1 - spectrum.row_of(hz) / rows), words) for hz, words in wanted]

    def draw(self, painter: QPainter, frame: Frame) -> None:
        spectrum = self._spectrum
        if spectrum is None:
            return
        columns = frame.columns
        column_s = spectrum.seconds_per_column
        step = frame.per_pixel * frame.width / columns / column_s
        levels, there = spectrum.pyramid.columns(frame.low / column_s, step, columns)
        pixels = self._colours[levels[::-1]]
        pixels[:, ~there] = 0
        painter.drawImage(QRectF(0, 0, frame.width, frame.height), raster.picture(pixels))
