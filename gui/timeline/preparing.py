"""What the lanes need and takes too long for the window's thread: maps, curves, spectrogram."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QObject, Signal

from core.jobs import JobContext
from core.media.pyramid import MinMaxPyramid
from core.media.source import VideoSource
from core.media.spectrogram import Spectrogram, spectrogram
from core.model.values import Speaking, SyncScore
from gui.timeline.curves import Curve, Floats, prepared, values_of
from gui.timeline.heat import HeatMap, heat_map
from gui.workers.job_runner import JobRunner
from gui.workers.one_job import OneJob

_AT_ONCE = 20_000
"""Values of which the levels of detail are made without a worker: well under a millisecond."""

Key = tuple[type, int]
"""Kind of record and id of its track."""
Made = dict[Key, tuple[Floats, MinMaxPyramid]]


class Preparing(QObject):
    """What failed is made again when it is asked for again.

    Args:
        plots: makes maps and curves, in milliseconds.
        listening: reads spectrograms, in seconds, for which the others are not to wait.

    Signals:
        map_ready(score, HeatMap); curves_ready(): ask for the curves again;
        spectrum_ready(Spectrogram).
        map_failed(), curves_failed(), spectrum_failed(): nothing comes.
    """

    map_ready = Signal(object, object)
    curves_ready = Signal()
    spectrum_ready = Signal(object)
    map_failed = Signal()
    curves_failed = Signal()
    spectrum_failed = Signal()

    def __init__(self, plots: JobRunner, listening: JobRunner, parent: QObject) -> None:
        super().__init__(parent)
        self._map, self._curves = OneJob(plots, self), OneJob(plots, self)
        self._spectrum = OneJob(listening, self)
        self._map_of: SyncScore | None = None
        self._spectrum_of: VideoSource | None = None
        self._known: Made = {}
        self._map.failed.connect(lambda _error: self.map_failed.emit())
        self._curves.failed.connect(lambda _error: self.curves_failed.emit())
        self._spectrum.failed.connect(lambda _error: self.spectrum_failed.emit())

    def forget(self) -> None:
        """Another video is on screen."""
        self.drop_map()
        self.drop_spectrum()
        self._curves.drop()
        self._known.clear()

    # --- the sync map --------------------------------------------------------------------------

    def want_map(self, score: SyncScore) -> None:
        """Prepare the sync map of a score, in place of one that is still being prepared."""
        former, self._map_of = self._map_of, score
        if self._map.running and former is not None and former.matrix is score.matrix:
            return

        def prepare(ctx: JobContext) -> HeatMap:
            ctx.check()
            return heat_map(score)

        self._map.start(self.tr("Sync map"), prepare, self._on_map)

    def _on_map(self, made: HeatMap) -> None:
        self.map_ready.emit(self._map_of, made)

    def drop_map(self) -> None:
        """No map is wanted."""
        self._map.drop()

    # --- curves --------------------------------------------------------------------------------

    def curves(self, scores: Sequence[SyncScore] | Sequence[Speaking]) -> list[Curve]:
        """The curves of these scores, without those that a worker still prepares."""
        missing: list[tuple[Key, Floats]] = []
        for score in scores:
            known = self._known.get(_key(score))
            if known is None or known[0] is not values_of(score):
                missing.append((_key(score), values_of(score)))
        if sum(len(values) for _, values in missing) <= _AT_ONCE:
            self._known.update(_made(missing))
        elif not self._curves.running:
            self._start(missing)
        return [
            Curve(score.id, score, known[1])
            for score in scores
            if (known := self._known.get(_key(score))) is not None
            and known[0] is values_of(score)
            and len(known[1])
            and np.isfinite(known[1].levels[-1][0][0])
        ]

    def _start(self, missing: list[tuple[Key, Floats]]) -> None:
        def prepare(ctx: JobContext) -> Made:
            ctx.check()
            return _made(missing)

        self._curves.start(self.tr("Curves"), prepare, self._on_curves)

    def _on_curves(self, made: Made) -> None:
        self._known.update(made)
        self.curves_ready.emit()

    # --- the spectrogram -----------------------------------------------------------------------

    def want_spectrum(self, source: VideoSource) -> None:
        """Read the spectrogram of a video, unless that is being done."""
        former, self._spectrum_of = self._spectrum_of, source
        if self._spectrum.running and former is source:
            return

        def read(ctx: JobContext) -> Spectrogram:
            return spectrogram(source, ctx)

        self._spectrum.start(self.tr("Spectrogram"), read, self.spectrum_ready.emit)

    def drop_spectrum(self) -> None:
        """Stop reading it."""
        self._spectrum.drop()


def _key(score: SyncScore | Speaking) -> Key:
    return type(score), score.id


def _made(missing: list[tuple[Key, Floats]]) -> Made:
    return {key: (values, prepared(values)) for key, values in missing}
