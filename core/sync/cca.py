"""The scorer that needs no weights: do the mouth and the voice of this very clip move together?

Idea: Slaney and Covell, "FaceSync" (NIPS 2000). Mouth pictures and log filter-bank energies, both
without their slow change and reduced by PCA, are compared at every shift by a regularised canonical
correlation analysis (CCA), fitted on some folds of the clip and measured on the fold held out.
Whether the best shift means anything is judged by the clip itself: the same sums at circular
shifts far outside the search range show what chance reaches (ADR 101).
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from core.errors import ModelError
from core.jobs import JobContext
from core.model.values import WINDOW_CENTRE, WINDOW_PICTURES
from core.sync.matrix import SyncMatrix
from core.sync.mfcc import log_filter_banks
from core.sync.steps import SAMPLES_PER_STEP, step_count, too_short
from core.timebase import GRID_RATE

UInt8s = npt.NDArray[np.uint8]
Int16s = npt.NDArray[np.int16]
Float32s = npt.NDArray[np.float32]
Float64s = npt.NDArray[np.float64]

PIXEL = 16
"""Side of the squares over which a crop is averaged: 7 x 14 values for the lower half of 224 x 224.
Finer mouths carried more noise than lips: every measured clip lost by them."""
SLOW = 5
"""What is slower than a moving mean over 2 * 5 + 1 steps (0.44 s) is light, pose and loudness."""
COMPONENTS = 16
RIDGE = 0.1
FOLDS = 4
PAIRS = 3
POWER_STEPS = 6
SILENCE = 0.0
"""Log energy to which quieter bands are raised: that of rounding to 16 bits. Digital silence would
otherwise be a deeper drop than any that speech makes."""
NULL_START = 21
NULL_SHIFTS = 256
NULL_DEVIATIONS = 4.0
MIN_STEPS = 125
"""Under 5 s the null holds too few independent shifts to judge a peak by."""
READ_TEXT = "Watching the mouth"
FIT_TEXT = "Comparing mouth and voice"


def evaluate_cca(
    pictures: Iterator[UInt8s], count: int, samples: Int16s, vshift: int, ctx: JobContext
) -> SyncMatrix:
    """Negated held-out correlations of a clip's mouth with its sound at every shift.

    Args:
        pictures: batches (n, 224, 224, 3) of RGB uint8, `count` pictures in all.
        count: number of pictures.
        samples: (m,) int16 mono at 16 kHz; sample 0 sounds with the first picture.
        vshift: search range in steps, at least 1.
        ctx: asked for cancellation, told how far the work is.

    Returns:
        A matrix of kind "correlation". Row i speaks of picture i + 2, the middle of the window that
        SyncNet's row i has. The mean of column k over the rows that have sound at its shift is the
        negated sum of the three held-out correlations. `reason` says why a clip cannot be scored.

    Raises:
        ClipError: a clip under 6 pictures or without sound.
        ModelError: a clip that ends early.
        Cancelled: when asked to stop.
    """
    steps = step_count(count, len(samples))
    if steps == 0:
        raise too_short(count, len(samples))
    used = steps + WINDOW_PICTURES
    mouths = mouth_vectors(pictures, used, ctx)
    voices = voice_vectors(samples, used)
    blank = np.zeros((steps, 2 * vshift + 1), np.float32)
    reason = ""
    if not _moves(mouths, 0.05):
        reason = "nothing moves in the picture"
    elif not _moves(voices, 0.01):
        reason = "there is no sound to compare with"
    elif steps < max(MIN_STEPS, 2 * (NULL_START + vshift)):
        seconds = (max(MIN_STEPS, 2 * (NULL_START + vshift)) + WINDOW_PICTURES) / GRID_RATE
        reason = f"the clip is too short for this scorer, which needs {seconds:.0f} s"
    if reason:
        return SyncMatrix(blank, "correlation", reason=reason)
    centre = slice(WINDOW_CENTRE, WINDOW_CENTRE + steps)
    x = _whitened(_with_neighbours(_reduced(mouths))[centre])
    y = _whitened(_with_neighbours(_reduced(voices))[centre])
    values = blank
    total = 2 * vshift + 1 + len(null_shifts(steps))
    for k in range(2 * vshift + 1):
        shift = k - vshift
        first, last = max(0, -shift), steps - max(0, shift)
        values[first:last, k] = -_held_out(x[first:last], y[first + shift : last + shift])
        ctx.progress(k + 1, total, FIT_TEXT)
    chance = _null(x, y, 2 * vshift + 1, total, ctx)
    bound = max(float(chance.max()), float(chance.mean() + NULL_DEVIATIONS * chance.std()))
    return SyncMatrix(values, "correlation", null_max=bound)


def mouth_vectors(pictures: Iterator[UInt8s], count: int, ctx: JobContext) -> Float32s:
    """(count, 98) float32 grey means over squares of the lower half of each crop.

    Raises:
        ModelError: fewer than `count` pictures.
    """
    rows = np.empty((count, 7 * 14), np.float32)
    done = 0
    # ITU-R BT.601 luma; the mean over squares is taken first, since both are linear.
    weights = np.array([0.299, 0.587, 0.114], np.float32)
    for batch in pictures:
        ctx.check()
        lower = batch[: count - done, 112:]
        n = len(lower)
        # Sums of 16 rows of bytes fit 16 bits, which is several times faster than floats.
        tall = lower.reshape(n, 7, PIXEL, 224, 3).sum(axis=2, dtype=np.uint16)
        squares = tall.reshape(n, 7, 14, PIXEL, 3).sum(axis=3, dtype=np.uint32)
        rows[done : done + n] = (squares @ weights / PIXEL**2).reshape(n, -1)
        done += n
        ctx.progress(done, count, READ_TEXT)
        if done == count:
            return rows
    raise ModelError(f"the face clip ended after {done} of {count} pictures")


def voice_vectors(samples: Int16s, count: int) -> Float32s:
    """(count, 26) float32 log filter-bank energies: the mean of the four columns of each step.

    Column 4 i begins with picture i, so a clip in sync has its best shift at 0.
    """
    columns = log_filter_banks(samples[: count * SAMPLES_PER_STEP + 400], 0, 4 * count)
    # The last column of a clip may not exist for want of samples.
    columns = np.pad(columns, ((0, 4 * count - len(columns)), (0, 0)), mode="edge")
    means: Float32s = np.maximum(columns, SILENCE).reshape(count, 4, -1).mean(axis=1)
    return means


def null_shifts(steps: int) -> npt.NDArray[np.int64]:
    """Circular shifts from 21 steps up to half the clip, to both sides; evenly thinned to 256."""
    half = np.arange(NULL_START, steps // 2 + 1)
    both = np.concatenate([half, steps - half[::-1]])
    both = np.unique(both)
    if len(both) <= NULL_SHIFTS:
        return both
    picked: npt.NDArray[np.int64] = both[
        np.linspace(0, len(both) - 1, NULL_SHIFTS).round().astype(np.int64)
    ]
    return picked


def _null(x: Float64s, y: Float64s, done: int, total: int, ctx: JobContext) -> Float64s:
    """Summed held-out correlations at shifts where nothing but chance can fit."""
    steps = len(x)
    twice = np.concatenate([y, y])
    sums = []
    for shift in null_shifts(steps):
        sums.append(float(_held_out(x, twice[shift : shift + steps]).mean()))
        done += 1
        ctx.progress(done, total, FIT_TEXT)
    return np.array(sums)


def _held_out(x: Float64s, y: Float64s) -> Float64s:
    """Products of standardised held-out projections, summed over the pairs.

    Args:
        x, y: (n, d) whitened, row by row together.

    Returns:
        (n,) whose mean is the sum over the pairs of the held-out correlations, folds weighted by
        their rows. Whitening has seen the held-out rows of either side, but not which belong
        together, so chance still gives correlations around 0.
    """
    n = len(x)
    edges = np.linspace(0, n, FOLDS + 1).astype(int)
    spans = list(pairwise(edges.tolist()))
    cross = np.stack([x[a:b].T @ y[a:b] for a, b in spans])
    training = cross.sum(axis=0) - cross
    left = _leading(training @ training.transpose(0, 2, 1))
    right = training.transpose(0, 2, 1) @ left
    out = np.empty(n)
    for (a, b), p, q in zip(spans, left, right, strict=True):
        out[a:b] = (_standardised(x[a:b] @ p) * _standardised(y[a:b] @ q)).sum(axis=1)
    return out


def _leading(symmetric: Float64s) -> Float64s:
    """(m, d, 3) the leading eigenvectors of (m, d, d), by subspace iteration with three spare ones.

    LAPACK's full solver would start BLAS threads for these small matrices: twice the processor time
    for nothing, and many times the waiting where the cores are busy. Any basis is a fair one here,
    since it is measured on rows that it has not seen.
    """
    d = symmetric.shape[-1]
    start = np.random.Generator(np.random.PCG64(d)).standard_normal((d, 2 * PAIRS))
    basis = np.broadcast_to(start, (len(symmetric), d, 2 * PAIRS))
    for _ in range(POWER_STEPS):
        basis, _ = np.linalg.qr(symmetric @ basis)
    _, turn = np.linalg.eigh(basis.transpose(0, 2, 1) @ symmetric @ basis)
    leading: Float64s = basis @ turn[:, :, -PAIRS:]
    return leading


def _standardised(values: Float64s) -> Float64s:
    centred = values - values.mean(axis=0)
    spread = centred.std(axis=0)
    return np.divide(centred, spread, out=np.zeros_like(centred), where=spread > 1e-12)


def _reduced(vectors: Float32s) -> Float64s:
    """(n, 16) principal components of the quick changes."""
    quick = _without_slow_change(vectors.astype(np.float64))
    quick -= quick.mean(axis=0)
    _, axes = np.linalg.eigh(quick.T @ quick)
    projected: Float64s = quick @ axes[:, -COMPONENTS:]
    return projected


def _without_slow_change(values: Float64s) -> Float64s:
    n = len(values)
    cumulated = np.vstack([np.zeros(values.shape[1]), np.cumsum(values, axis=0)])
    first = np.maximum(np.arange(n) - SLOW, 0)
    last = np.minimum(np.arange(n) + SLOW + 1, n)
    quick: Float64s = values - (cumulated[last] - cumulated[first]) / (last - first)[:, None]
    return quick


def _with_neighbours(values: Float64s) -> Float64s:
    """(n, 3 d): the step before, the step and the step after; the ends repeat themselves."""
    before = np.vstack([values[:1], values[:-1]])
    after = np.vstack([values[1:], values[-1:]])
    return np.hstack([before, values, after])


def _whitened(values: Float64s) -> Float64s:
    """Columns turned and scaled so that their covariance, plus the ridge, is the identity."""
    centred = values - values.mean(axis=0)
    covariance = centred.T @ centred / len(centred)
    eigenvalues, axes = np.linalg.eigh(covariance)
    ridge = RIDGE * float(np.trace(covariance)) / len(covariance)
    white: Float64s = centred @ (axes / np.sqrt(np.maximum(eigenvalues, 0.0) + ridge))
    return white


def _moves(vectors: Float32s, least: float) -> bool:
    """Whether any value changes quickly by more than `least` (root mean square)."""
    quick = _without_slow_change(vectors.astype(np.float64))
    return bool(np.sqrt((quick**2).mean(axis=0)).max() > least)
