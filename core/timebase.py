"""Exact time: presentation timestamps, the frame index and the 25 Hz grid.

Time 0 of a video is the pts of its first picture. Times are `Fraction` seconds where they decide
which frame is meant, and floats only for display and plots.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from fractions import Fraction
from functools import total_ordering

import numpy as np
import numpy.typing as npt

GRID_RATE = 25
"""Steps per second of the clock on which SyncNet was trained."""

GRID_STEP = Fraction(1, GRID_RATE)
STEP_MS = 1000.0 / GRID_RATE

_ROUNDING_CLOCK = Fraction(1, 500)
"""Longest tick in seconds of clocks that round (matroska, flv: 1/1000; old QuickTime: 1/600)."""

Int64s = npt.NDArray[np.int64]


@total_ordering
@dataclass(frozen=True, slots=True, eq=False)
class Timestamp:
    """A pts with the time base of its stream. Compares by the exact time that it means."""

    pts: int
    time_base: Fraction

    @property
    def seconds(self) -> Fraction:
        return self.pts * self.time_base

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Timestamp) and self.seconds == other.seconds

    def __lt__(self, other: Timestamp) -> bool:
        return self.seconds < other.seconds

    def __hash__(self) -> int:
        return hash(self.seconds)


def read_only(array: npt.NDArray[np.generic]) -> npt.NDArray[np.generic]:
    """Return the same array, marked so that nobody writes into what is shared."""
    array.setflags(write=False)
    return array


@dataclass(frozen=True, slots=True, eq=False)
class FrameIndex:
    """Every frame of a video in presentation order.

    Args:
        pts: (n,) int64, strictly increasing, in `time_base` units as the container gives them.
        key: (n,) bool, whether the frame is a key frame.
        time_base: seconds per pts unit.
        end_pts: pts at which the last frame stops being shown; greater than pts[-1].
    """

    pts: Int64s
    key: npt.NDArray[np.bool_]
    time_base: Fraction
    end_pts: int
    key_numbers: Int64s = field(init=False, repr=False)
    """Numbers of the key frames, rising."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "key_numbers", np.flatnonzero(self.key).astype(np.int64))
        if len(self.pts) == 0:
            raise ValueError("a frame index has at least one frame")
        if len(self.pts) != len(self.key):
            raise ValueError("pts and key differ in length")
        if np.any(np.diff(self.pts) <= 0):
            raise ValueError("pts must increase")
        if self.end_pts <= int(self.pts[-1]):
            raise ValueError("end_pts must lie after the last frame")
        read_only(self.pts)
        read_only(self.key)
        read_only(self.key_numbers)

    def __len__(self) -> int:
        return len(self.pts)

    @property
    def start_pts(self) -> int:
        return int(self.pts[0])

    @property
    def duration(self) -> Fraction:
        """Seconds from the first picture to the end of the last."""
        return (self.end_pts - self.start_pts) * self.time_base

    @property
    def seconds(self) -> npt.NDArray[np.float64]:
        """(n,) float64 seconds from the first picture; for display and plots."""
        return (self.pts - self.start_pts).astype(np.float64) * float(self.time_base)

    @property
    def average_rate(self) -> Fraction:
        """Frames per second over the whole video, for display and export only."""
        rate = len(self.pts) / self.duration
        # A container with a coarse clock (matroska: 1 ms) blurs 30000/1001; name the usual rate.
        for usual in _USUAL_RATES:
            if abs(rate - usual) * 2000 < usual:
                return usual
        return rate.limit_denominator(1001)

    def time_of(self, frame_number: int) -> Fraction:
        """Exact seconds from the first picture to frame `frame_number` (0-based)."""
        return (int(self.pts[frame_number]) - self.start_pts) * self.time_base

    def end_of(self, frame_number: int) -> int:
        """The pts at which a frame stops being shown."""
        following = frame_number + 1
        return int(self.pts[following]) if following < len(self.pts) else self.end_pts

    def time_of_pts(self, pts: int) -> Fraction:
        """Exact seconds from the first picture to `pts`."""
        return (pts - self.start_pts) * self.time_base

    def pts_at(self, time: Fraction) -> int:
        """`time` in pts units, rounded half up on fine clocks and down on coarse ones.

        Containers round pts to their clock: at 1/12800 s the frame of 0.04 s may carry a pts that
        lies half a tick later. Rounding the question in the same way keeps that frame the answer.
        """
        ticks = (time + self._slack) / self.time_base
        return self.start_pts + ticks.numerator // ticks.denominator

    @property
    def _slack(self) -> Fraction:
        """Seconds by which a pts may lie late for its container's rounding: half a tick.

        A clock of long ticks (AVI: one a frame) is made for its frames and rounds nothing; half a
        tick would show a frame before its time.
        """
        return self.time_base / 2 if self.time_base <= _ROUNDING_CLOCK else Fraction(0)

    def frame_at(self, time: Fraction) -> int:
        """Number of the frame shown at `time`: the last that starts by then; clamped."""
        return self.frame_of_pts(self.pts_at(time))

    def last_before(self, time: Fraction) -> int:
        """Number of the last frame that begins before `time`; 0 if there is none."""
        last = self.frame_at(time)
        return max(last - (self.time_of(last) >= time), 0)

    def frame_of_pts(self, pts: int) -> int:
        """Number of the frame shown at `pts`; clamped to the first and last frame."""
        rank = int(np.searchsorted(self.pts, pts, side="right")) - 1
        return min(max(rank, 0), len(self.pts) - 1)

    def key_before(self, frame_number: int) -> int:
        """Number of the last key frame at or before `frame_number`; 0 if there is none."""
        rank = int(np.searchsorted(self.key_numbers, frame_number, side="right")) - 1
        return int(self.key_numbers[rank]) if rank >= 0 else 0

    @property
    def grid_steps(self) -> int:
        """Number of grid steps i with i/25 s before the end of the last frame (at least 1)."""
        steps = self.duration * GRID_RATE
        # The slack of pts_at on the end too, so that a rounded end adds no step.
        return max(math.ceil(steps - self._slack * GRID_RATE), 1)

    def grid_frames(self) -> Int64s:
        """(grid_steps,) int64: the frame number shown at each grid step. One to one at 25 fps."""
        steps = np.arange(self.grid_steps, dtype=np.int64)
        # pts_at in exact integer arithmetic: floor((i/25 + slack) / time_base).
        per_step = GRID_STEP / self.time_base
        slack = self._slack / self.time_base
        common = math.lcm(per_step.denominator, slack.denominator)
        ticks = (steps * int(per_step * common) + int(slack * common)) // common
        ranks = np.searchsorted(self.pts, self.start_pts + ticks, side="right") - 1
        return np.clip(ranks, 0, len(self.pts) - 1).astype(np.int64)


_USUAL_RATES = tuple(
    Fraction(r)
    for r in (
        "24000/1001", "24", "25", "30000/1001", "30", "48", "50", "60000/1001", "60", "120",
    )
)  # fmt: skip
