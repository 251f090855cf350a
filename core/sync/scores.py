"""From a matrix to an answer: offset, confidence, curves, and whether the answer stands.

Column k compares with the sound at i + k - vshift, so a best column below the centre means that the
fitting sound came earlier than the picture: offset = vshift - k, positive where the audio is early.
Offset, confidence, minimum and frame confidence follow the published SyncNet code; "lower is
better" holds for both kinds of matrix.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

import numpy as np
import numpy.typing as npt

from core.model.values import WINDOW_CENTRE, Offset, SyncScore
from core.sync.matrix import SyncMatrix
from core.timebase import GRID_RATE, STEP_MS

Float32s = npt.NDArray[np.float32]
Float64s = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]
Mode = Literal["robust", "reference"]

MEDIAN_WIDTH = 9
UNDETERMINED_BELOW = {"distance": 3.0, "correlation": 0.0}
"""By kind of matrix: frame confidence under this tells nothing. For distances it is SyncNet's
floor; a correlation is held against what its clip reaches by chance, so that a step only counts
against it where another shift fits better.
"""
LOCAL_WINDOW = {"distance": 75, "correlation": 200}
"""Steps in the sliding window of the local offset: products of correlations are noisier than
distances.
"""
LOCAL_HOP = 5
MIN_OVERLAP = 25
"""Comparisons that a shift needs in robust mode, where the clip is long enough: a mean over fewer
is noise.
"""
NULL_MARGIN = 1.15
"""A correlation's peak must exceed the largest of its null by this factor."""


@dataclass(frozen=True, slots=True, eq=False)
class SyncResult:
    """The answer of one matrix.

    Args:
        mode: whose figures `offset_steps`, `confidence`, `min_distance` and the curves are.
        offset_steps: with its sub-step part (parabola through the best mean and its neighbours);
            positive: audio early.
        confidence, min_distance: the literature's LSE-C and LSE-D (for correlations: of the negated
            sums).
        reference, robust: whole-step answers of both modes.
        determined, reason: whether the answer stands, and if not, why.
        frame_confidence: (steps,) float32; row i belongs to the centre of its window, step i + 2.
        local_offset: (m, 3) float64 rows of seconds from the clip's start, offset in ms,
            confidence.
    """

    mode: Mode
    offset_steps: float
    confidence: float
    min_distance: float
    reference: Offset
    robust: Offset
    determined: bool
    reason: str
    frame_confidence: Float32s = field(repr=False)
    local_offset: Float64s = field(repr=False)

    @property
    def offset_ms(self) -> float:
        return self.offset_steps * STEP_MS


@dataclass(frozen=True, slots=True, eq=False)
class _Means:
    """Mean over the steps for each shift; NaN where a shift has too few comparisons to count."""

    values: Float64s
    median: float
    best: int
    low: int
    high: int

    @property
    def at_limit(self) -> bool:
        return self.best in (self.low, self.high)

    @property
    def offset(self) -> Offset:
        minimum = float(self.values[self.best])
        return Offset(len(self.values) // 2 - self.best, self.median - minimum, minimum)

    @property
    def sub_step(self) -> float:
        if self.at_limit:
            return 0.0
        return sub_step(*self.values[self.best - 1 : self.best + 2].tolist())


def evaluate(matrix: SyncMatrix, mode: Mode = "robust") -> SyncResult:
    """Offset, confidence and curves of a matrix.

    Reference mode takes the means over all entries, zero-padded ones too, and filters the frame
    confidence with zeros beyond the ends: the published figures. Robust mode leaves out what was
    compared with no sound.
    """
    values = matrix.values.astype(np.float64)
    mask = _inside(matrix.steps, matrix.vshift)
    reference = _means(values, np.ones_like(mask), 0)
    robust = _means(values, mask, MIN_OVERLAP)
    chosen = reference if mode == "reference" else robust
    reason = _why_undetermined(matrix, chosen)
    used = mask if mode == "robust" else np.ones_like(mask)
    return SyncResult(
        mode=mode,
        offset_steps=chosen.offset.offset_steps - chosen.sub_step,
        confidence=chosen.offset.confidence,
        min_distance=chosen.offset.min_distance,
        reference=reference.offset,
        robust=robust.offset,
        determined=not reason,
        reason=reason,
        frame_confidence=_frame_confidence(values, used, chosen, mode),
        local_offset=_local_offset(values, used, LOCAL_WINDOW[matrix.kind], LOCAL_HOP),
    )


def to_score(
    result: SyncResult, matrix: SyncMatrix, track_id: int, scorer: str, start_step: int
) -> SyncScore:
    """The value that the document keeps: `result` of the track `track_id`, whose clip begins at
    grid step `start_step`.
    """
    local = result.local_offset.copy()
    local[:, 0] += start_step / GRID_RATE
    return SyncScore(
        id=track_id,
        scorer=scorer,
        weights_sha256=matrix.weights_sha256,
        mode=result.mode,
        kind=matrix.kind,
        start_step=start_step,
        steps=matrix.steps,
        vshift=matrix.vshift,
        determined=result.determined,
        reason=result.reason,
        offset_steps=result.offset_steps,
        confidence=result.confidence,
        min_distance=result.min_distance,
        reference=result.reference,
        robust=result.robust,
        matrix=matrix.values,
        frame_confidence=result.frame_confidence,
        local_offset=local,
    )


def mean_distances(matrix: SyncMatrix, mode: Mode = "robust") -> Float64s:
    """(2*vshift+1,) mean over the steps for each shift; NaN where robust mode has too few
    comparisons.
    """
    values = matrix.values.astype(np.float64)
    mask = _inside(matrix.steps, matrix.vshift)
    if mode == "reference":
        return _means(values, np.ones_like(mask), 0).values
    return _means(values, mask, MIN_OVERLAP).values


def sub_step(left: float, middle: float, right: float) -> float:
    """Where the lowest point of a parabola through three neighbours lies, in steps from the middle
    one; 0 where they do not bend upwards.
    """
    bend = left - 2.0 * middle + right
    return 0.5 * (left - right) / bend if bend > 0.0 else 0.0


def _inside(steps: int, vshift: int) -> Bools:
    """(steps, 2*vshift+1) bool: whether the sound at i + k - vshift lies in the clip."""
    sound = np.arange(steps)[:, None] + np.arange(2 * vshift + 1) - vshift
    return (sound >= 0) & (sound < steps)


def _means(values: Float64s, mask: Bools, min_overlap: int) -> _Means:
    counts = mask.sum(axis=0)
    needed = max(1, min(min_overlap, -(-len(values) // 2)))
    counted = counts >= needed
    sums = np.where(mask, values, 0.0).sum(axis=0)
    means = np.full(len(counts), np.nan)
    means[counted] = sums[counted] / counts[counted]
    finite = np.flatnonzero(np.isfinite(means))
    if len(finite) == 0:
        centre = len(means) // 2
        return _Means(means, float("nan"), centre, 0, len(means) - 1)
    # Of equal means (a clip in which nothing differs) the one nearest to no offset.
    finite_by_reach = finite[np.argsort(np.abs(finite - len(means) // 2), kind="stable")]
    best = int(finite_by_reach[np.argmin(means[finite_by_reach])])
    median = float(np.median(means[finite]))
    return _Means(means, median, best, int(finite[0]), int(finite[-1]))


def _why_undetermined(matrix: SyncMatrix, means: _Means) -> str:
    """The reason why the best shift is no answer; empty if it is one."""
    if matrix.reason:
        return matrix.reason
    answer = means.offset
    if not np.isfinite(answer.confidence) or not np.all(np.isfinite(matrix.values)):
        return "the comparison gave no finite numbers"
    if answer.confidence <= 0.0:
        return "no shift fits better than another"
    if means.at_limit:
        reach = (means.high - means.low) // 2 * STEP_MS
        return f"the best shift lies at the limit of the search ({reach:.0f} ms)"
    if matrix.min_confidence is not None and answer.confidence < matrix.min_confidence:
        floor = matrix.min_confidence
        return f"the confidence {answer.confidence:.2f} is under the floor of {floor:.2f}"
    if matrix.kind == "correlation":
        if matrix.null_max is None:
            return "the clip is too short to tell a fit from chance"
        peak = -answer.min_distance
        if peak <= NULL_MARGIN * matrix.null_max:
            return (
                f"the best fit ({peak:.2f}) does not stand out from what this clip reaches "
                f"by chance ({matrix.null_max:.2f})"
            )
    return ""


def _frame_confidence(values: Float64s, mask: Bools, means: _Means, mode: Mode) -> Float32s:
    """Median of the means minus each step's value at the best shift, median-filtered over 9."""
    raw = means.median - values[:, means.best]
    half = MEDIAN_WIDTH // 2
    if mode == "reference":
        # scipy.signal.medfilt, which the published code calls, sees zeros beyond the ends.
        padded = np.pad(raw, half)
    else:
        # The ends where no sound stands beside the picture take the nearest step that has one.
        known = np.flatnonzero(mask[:, means.best])
        raw = raw[np.clip(np.arange(len(raw)), known[0], known[-1])]
        padded = np.pad(raw, half, mode="edge")
    windows = np.lib.stride_tricks.sliding_window_view(padded, MEDIAN_WIDTH)
    return np.median(windows, axis=1).astype(np.float32)


def _local_offset(values: Float64s, mask: Bools, window: int, hop: int) -> Float64s:
    """Offset and confidence of each window of steps; the parabola as for the whole clip."""
    steps, shifts = values.shape
    window = min(window, steps)
    starts = np.arange(0, steps - window + 1, hop)
    sums = _window_sums(np.where(mask, values, 0.0), starts, window)
    counts = _window_sums(mask.astype(np.float64), starts, window)
    known = counts >= max(1.0, min(MIN_OVERLAP, window / 2))
    means = np.where(known, sums / np.maximum(counts, 1.0), np.inf)
    best = np.argmin(means, axis=1)
    rows = np.arange(len(starts))
    minimum = means[rows, best]
    confidence = (
        np.array(
            [
                np.median(row[ok]) if ok.any() else np.nan
                for row, ok in zip(means, known, strict=True)
            ]
        )
        - minimum
    )
    left = means[rows, np.maximum(best - 1, 0)]
    right = means[rows, np.minimum(best + 1, shifts - 1)]
    inner = (best > 0) & (best < shifts - 1) & np.isfinite(left) & np.isfinite(right)
    left, right = np.where(inner, left, minimum), np.where(inner, right, minimum)
    bend = left - 2.0 * minimum + right
    sub = np.where(bend > 0.0, 0.5 * (left - right) / np.where(bend > 0.0, bend, 1.0), 0.0)
    centres = (starts + (window - 1) / 2 + WINDOW_CENTRE) / GRID_RATE
    return np.column_stack([centres, (shifts // 2 - best - sub) * STEP_MS, confidence])


def _window_sums(values: Float64s, starts: npt.NDArray[np.int64], window: int) -> Float64s:
    cumulated = np.vstack([np.zeros(values.shape[1]), np.cumsum(values, axis=0)])
    sums: Float64s = cumulated[starts + window] - cumulated[starts]
    return sums
