"""The sync map: a track's distance matrix as a picture, bright where sound and lips match."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache

import numpy as np
import numpy.typing as npt

from core.media.pyramid import MaxPyramid
from core.model.values import WINDOW_CENTRE, SyncScore
from core.timebase import GRID_RATE

_SMOOTH_STEPS = 25
"""One second: single steps are too noisy to be judged by eye."""


@dataclass(frozen=True, slots=True, eq=False)
class HeatMap:
    """A matrix ready to be shown.

    Args:
        levels: (2*vshift+1, steps) uint8, row r is the offset (r - vshift) steps, positive: the
            audio is early; 255 is the best match.
        start_s: time of the left edge of the first column.
    """

    levels: npt.NDArray[np.uint8]
    start_s: float
    vshift: int

    pyramid: MaxPyramid = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "pyramid", MaxPyramid(self.levels))

    @property
    def steps(self) -> int:
        return int(self.levels.shape[1])

    def columns(
        self, low_s: float, step_s: float, count: int
    ) -> tuple[npt.NDArray[np.uint8], npt.NDArray[np.bool_]]:
        """(rows, count) uint8 for columns of `step_s` from `low_s` on, and whether anything is
        there. Where steps are joined the brightest is shown, so that no match is lost from sight.
        """
        first = (low_s - self.start_s) * GRID_RATE
        return self.pyramid.columns(first, step_s * GRID_RATE, count)


def heat_map(score: SyncScore) -> HeatMap:
    """Prepare the matrix of a track for display.

    From each step its own median over the shifts is taken away (some pictures are far from every
    sound), then a mean over one second; lower distances become brighter.
    """
    steps = score.matrix.shape[0]
    start_s = (score.start_step + WINDOW_CENTRE - 0.5) / GRID_RATE
    if steps == 0:
        empty = np.zeros((2 * score.vshift + 1, 0), np.uint8)
        return HeatMap(empty, start_s, score.vshift)
    values = np.nan_to_num(score.matrix.astype(np.float32), nan=0.0, posinf=0.0, neginf=0.0)
    match = np.median(values, axis=1, keepdims=True) - values
    half = _SMOOTH_STEPS // 2
    total = np.zeros((steps + 1, match.shape[1]), np.float64)
    np.cumsum(match, axis=0, out=total[1:])
    rows = np.arange(steps)
    left, right = np.maximum(rows - half, 0), np.minimum(rows + half + 1, steps)
    smooth = (total[right] - total[left]) / (right - left)[:, None]
    low, high = np.percentile(smooth, [2.0, 99.8])
    scaled = (smooth - low) / max(high - low, 1e-9)
    levels = (np.clip(scaled, 0.0, 1.0) * 255).astype(np.uint8)
    # Column k is the shift k - vshift of the sound: offset vshift - k. Rows rise with the offset.
    return HeatMap(np.ascontiguousarray(levels[:, ::-1].T), start_s, score.vshift)


# Anchors of the perceptually even colours "inferno" (S. van der Walt and N. Smith, CC0).
_INFERNO = (
    0x000004, 0x0D0829, 0x280B53, 0x470B6A, 0x65156E, 0x82206C, 0x9F2A63, 0xBC3754,
    0xD44842, 0xE8602D, 0xF57D15, 0xFC9F07, 0xFAC228, 0xF3E55D, 0xFCFFA4,
)  # fmt: skip


@cache
def colour_table() -> npt.NDArray[np.uint32]:
    """(256,) opaque ARGB from dark to bright, in the colours of "inferno"."""
    anchors = np.array(_INFERNO, np.uint32)
    at, places = np.arange(256), np.linspace(0, 255, len(anchors))
    table = np.full(256, 0xFF, np.uint32)
    for shift in (16, 8, 0):
        part = np.interp(at, places, (anchors >> shift) & 0xFF)
        table = table << 8 | np.rint(part).astype(np.uint32)
    table.setflags(write=False)
    return table
