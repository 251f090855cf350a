"""The sound of a video for its tracks, and how they share the progress."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import ExitStack
from itertools import pairwise
from typing import Self

import numpy as np

from core.jobs import JobContext
from core.media.audio import SpooledSamples, spooled_samples
from core.media.source import VideoSource
from core.model.keyframes import Keyframes


class TrackSound:
    """The sound of a video, read when first needed and kept in a temporary file."""

    def __init__(self, source: VideoSource) -> None:
        self.source = source
        self._stack = ExitStack()
        self._samples: SpooledSamples | None = None

    def samples(self, ctx: JobContext) -> SpooledSamples:
        if self._samples is None:
            self._samples = self._stack.enter_context(spooled_samples(self.source, ctx))
        return self._samples

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._samples = None
        self._stack.close()


def sections(
    tracks: Sequence[Keyframes], section: tuple[float, float]
) -> list[tuple[float, float]]:
    """The part of the progress bar of each track, by its length."""
    lengths = [float(np.ptp(rows.pts)) + 1 for rows in tracks]
    ends = np.interp(np.cumsum([0.0, *lengths]), [0.0, max(sum(lengths), 1.0)], section).tolist()
    return list(pairwise(ends))
