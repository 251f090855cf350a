"""How loud a video is at each grid step, by which silence is told from sound."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from core.jobs import JobContext
from core.media.peaks import waveform_peaks
from core.media.source import VideoSource
from core.sync.speech import step_loudness

Floats = npt.NDArray[np.float32]


def loudness_of(source: VideoSource, ctx: JobContext | None = None) -> Floats | None:
    """(n,) largest sample of each grid step; None where there is no sound.

    Raises:
        MediaError: the sound cannot be read.
        Cancelled: `ctx` was cancelled.
    """
    if not source.probe.has_audio:
        return None
    peaks = waveform_peaks(source, ctx)
    return step_loudness(peaks.low, peaks.high, peaks.seconds_per_bin) if len(peaks) else None
