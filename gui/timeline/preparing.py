"""What the lanes need and takes too long for the window's thread: maps, curves, spectrogram."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QObject, Signal

from core.jobs import JobContext
from core.media.pyramid import MinMaxPyramid
from core.media.source import VideoSource
from core.media.spectrogram import Spectrogram, spectrogram
from core.model.values import SyncScore
from gui.timeline.curves import Curve, Floats, prepared
from gui.timeline.heat import HeatMap, heat_map
from gui.workers.job_runner import Handle, JobRunner

_AT_ONCE = 20_000
"""Values of which the levels of detail are made without a worker: well under a millisecond."""


class Preparing(QObject):
    """Signals:
    map_ready(score, HeatMap); curves_ready(): ask for the curves again;
    spectrum_ready(Spectrogram).
    """

    map_ready = Signal(object, object)
    curves_ready = Signal()
    spectrum_ready = Signal(object)

    def __init__(self, plots: JobRunner, parent: QObject) -> None:
        super().__init__(parent)
        self._plots = plots
        self._map: tuple[SyncScore, Handle] | None = None
        self._spectrum: tuple[VideoSource, Handle] | None = None
        self._curves: Handle | None = None
        self._known: dict[int, tuple[Floats, MinMaxPyramid]] = {}
        plots.done.connect(self._on_done)

    def forget(self) -> None:
        """Another video is on screen."""
        self.drop_map()
        self.drop_spectrum()
        if self._curves is not None:
            self._curves.cancel()
            self._curves = None
        self._known.clear()

    # --- the sync map --------------------------------------------------------------------------

    def want_map(self, score: SyncScore) -> None:
        """Prepare the sync map of a score, in place of one that is still being prepared."""
        if self._map is not None and self._map[0].matrix is score.matrix:
            return
        self.drop_map()

        def prepare(ctx: JobContext) -> HeatMap:
            ctx.check()
            return heat_map(score)

        self._map = score, self._plots.submit(self.tr("Sync map"), prepare)

    def drop_map(self) -> None:
        if self._map is not None:
            self._map[1].cancel()
            self._map = None

    # --- curves --------------------------------------------------------------------------------

    def curves(self, scores: Sequence[SyncScore]) -> list[Curve]:
        """The curves of these scores, without those that a worker still prepares."""
        missing: list[tuple[int, Floats]] = []
        for score in scores:
            known = self._known.get(score.id)
            if known is None or known[0] is not score.frame_confidence:
                missing.append((score.id, score.frame_confidence))
        if sum(len(values) for _, values in missing) <= _AT_ONCE:
            self._known.update(_made(missing))
        elif self._curves is None:
            self._submit(missing)
        return [
            Curve(score.id, score, known[1])
            for score in scores
            if (known := self._known.get(score.id)) is not None
            and known[0] is score.frame_confidence
            and len(known[1])
            and np.isfinite(known[1].levels[-1][0][0])
        ]

    def _submit(self, missing: list[tuple[int, Floats]]) -> None:
        def prepare(ctx: JobContext) -> dict[int, tuple[Floats, MinMaxPyramid]]:
            ctx.check()
            return _made(missing)

        self._curves = self._plots.submit(self.tr("Curves"), prepare)

    # --- the spectrogram -----------------------------------------------------------------------

    def want_spectrum(self, source: VideoSource) -> None:
        """Read the spectrogram of a video, unless that is being done."""
        if self._spectrum is not None and self._spectrum[0] is source:
            return
        self.drop_spectrum()

        def read(ctx: JobContext) -> Spectrogram:
            return spectrogram(source, ctx)

        self._spectrum = source, self._plots.submit(self.tr("Spectrogram"), read)

    def drop_spectrum(self) -> None:
        """Stop reading it."""
        if self._spectrum is not None:
            self._spectrum[1].cancel()
            self._spectrum = None

    def _on_done(self, handle: Handle, value: object) -> None:
        if self._map is not None and handle is self._map[1]:
            score, self._map = self._map[0], None
            self.map_ready.emit(score, value)
        elif self._spectrum is not None and handle is self._spectrum[1]:
            self._spectrum = None
            self.spectrum_ready.emit(value)
        elif handle is self._curves and isinstance(value, dict):
            self._curves = None
            self._known.update(value)
            self.curves_ready.emit()


def _made(missing: list[tuple[int, Floats]]) -> dict[int, tuple[Floats, MinMaxPyramid]]:
    return {id: (values, prepared(values)) for id, values in missing}
