"""The sound: its waveform and its spectrogram."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from core.media.peaks import Peaks
from core.media.spectrogram import Spectrogram, level_db
from gui.session import Session
from gui.texts import time_text, tr
from gui.theme import Theme
from gui.timeline import raster
from gui.timeline.axis import Frame
from gui.timeline.heat import colour_table
from gui.timeline.lane import Lane, Room

_LABELS_HZ = (250, 1000, 4000)


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
        if spectrum is None or spectrum.empty:
            return []
        rows = spectrum.bands
        return [(height * (1 - spectrum.row_of(hz) / rows), hz_words(hz)) for hz in _LABELS_HZ]

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

    def tip(self, x: float, y: float, frame: Frame) -> str:
        closed, spectrum = super().tip(x, y, frame), self._spectrum
        if closed or spectrum is None or self.folded:
            return closed
        # What the pixel under the mouse was painted with.
        column_s, seconds = spectrum.seconds_per_column, frame.seconds(x)
        levels, there = spectrum.pyramid.columns(seconds / column_s, frame.per_pixel / column_s, 1)
        if not there[0]:
            return ""
        row = min(max((1 - y / max(frame.height, 1)) * spectrum.bands, 0.0), spectrum.bands - 1.0)
        return tr("{time}: {level} dB at about {hz}").format(
            time=time_text(seconds),
            level=f"{level_db(int(levels[int(row), 0])):.0f}",
            hz=hz_words(spectrum.hz_of(row)),
        )


def hz_words(hz: float) -> str:
    """250 Hz, 1.2 kHz: to two digits."""
    rounded = float(f"{hz:.2g}")
    return f"{rounded:g} Hz" if rounded < 1000 else f"{rounded / 1000:g} kHz"


def sound_words(session: Session) -> str:
    """Why there is no sound to be seen; empty if there is, or no video."""
    if session.video is None:
        return ""
    if not session.video.has_audio:
        return tr("This video has no sound.")
    if session.peaks is not None:
        return "" if len(session.peaks) else tr("The sound is empty.")
    if session.source is None:
        return tr("The video file is missing.")
    if session.peaks_failed:
        return unread_words()
    return tr("Reading the sound…") if session.indexed else ""


def spectrum_words(session: Session, shown: Spectrogram | None) -> str:
    """Why there is no spectrogram to be seen."""
    words = sound_words(session)
    if words or session.peaks is None:
        return words
    if shown is not None:
        return tr("The sound is empty.") if shown.empty else ""
    return tr("The video file is missing.") if session.source is None else tr("Reading the sound…")


def unread_words() -> str:
    return tr("The sound could not be read.")
