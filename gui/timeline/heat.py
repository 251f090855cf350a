"""The sync map: a track's distance matrix as a picture, bright where sound and lips match."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from core.model.values import SyncScore
from core.timebase import GRID_RATE

STEP_MS = 1000.0 / GRID_RATE
_SMOOTH_STEPS = 25
"""One second: single steps are too noisy to be judged by eye."""
_WINDOW_CENTRE = 2


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

    @property
    def steps(self) -> int:
        return int(self.levels.shape[1])

    def visible(
        self, low_s: float, high_s: float, columns: int
    ) -> tuple[npt.NDArray[np.uint8], float, float]:
        """The part between two times in at most about `columns` columns, and its left and right.

        Where columns are joined the brightest is shown, so that no match is lost from sight.
        """
        first = max(int(np.floor((low_s - self.start_s) * GRID_RATE)), 0)
        last = min(int(np.ceil((high_s - self.start_s) * GRID_RATE)), self.steps)
        if last <= first:
            return self.levels[:, :0], self.start_s, self.start_s
        group = max(1, (last - first) // max(columns, 1))
        # Groups start at multiples of their size: the picture does not flicker while panning.
        first -= first % group
        part = self.levels[:, first:last]
        if group > 1:
            part = np.maximum.reduceat(part, np.arange(0, part.shape[1], group), axis=1)
        right = first + part.shape[1] * group
        return part, self.start_s + first / GRID_RATE, self.start_s + right / GRID_RATE


def heat_map(score: SyncScore) -> HeatMap:
    """Prepare the matrix of a track for display.

    From each step its own median over the shifts is taken away (some pictures are far from every
    sound), then a mean over one second; lower distances become brighter.
    """
    steps = score.matrix.shape[0]
    start_s = (score.start_step + _WINDOW_CENTRE - 0.5) / GRID_RATE
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
