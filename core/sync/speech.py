"""Where a track speaks: spans in which its lips fit the sound, and there is sound.

All on the 25 Hz grid, in picture time:

- *sound*: the largest sample of a step reaches the threshold, which is the highest of 30 dB under
  the loud (95th percentile of the whole video's steps), -60 dBFS and, where the loud stands 12 dB
  or more over the quiet (10th percentile), 6 dB over the quiet. A steady hum is then no voice, and
  in even music everything is sound.
- *fit*: frame confidence of at least 0.2 of what counts as full, averaged over 0.6 s; for
  correlations, which are noisy step by step, 0.1 of it averaged over 2 s. (On the demo clip, whose
  two speakers talk without a pause, 0.2 loses a second of speech.)
- The voice of step i is heard at i minus the offset (positive: audio early), so *speech* at i is
  fit at i and sound at i - offset.
- Gaps up to 0.4 s are closed (pauses between words; ITU-T P.56 holds speech on for 0.2 s), runs
  under 0.12 s dropped, 0.16 s added at both ends, and what lies outside the track cut off. A span
  reaches over the offset too, so that the uncorrected voice is heard whole.

Where a speaker model told when the track speaks, it takes the place of the fit: speech is where its
probability is 0.5 or more, and sound.

Without a determined score or a speaker model the fit is not known: then speech is where there is
sound in the track.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from math import ceil

import numpy as np
import numpy.typing as npt

from core.model.values import Speaking, SyncScore
from core.timebase import GRID_RATE, GRID_STEP

Span = tuple[Fraction, Fraction]
Bools = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float32]

_LOUD_DB, _FLOOR_DB, _QUIET_DB, _RANGE_DB = -30.0, -60.0, 6.0, 12.0
_FIT = {"distance": 0.2, "correlation": 0.1}
_FIT_STEPS = {"distance": 15, "correlation": 51}
_FULL_PERCENTILE = 90
_SPEAKS = 0.5
"""Probability of a speaker model from which on a track speaks."""
_GAP_STEPS = 10
_LEAST_STEPS = 3
_PAD_STEPS = 4
_SAMPLE = 20_000
"""Steps that the percentiles are taken of, evenly spread: enough, and quick for hours of sound."""


class Basis(StrEnum):
    """What speech was told by."""

    FIT_AND_SOUND = "lips and sound"
    FIT = "lips"
    SOUND = "sound"
    TRACK = "the whole track"


@dataclass(frozen=True, slots=True)
class Speech:
    """Spans in seconds of video time, rising and disjoint, and what they were told by."""

    spans: tuple[Span, ...]
    basis: Basis

    @property
    def seconds(self) -> float:
        return float(sum(end - start for start, end in self.spans))


def speech_spans(
    visible: Sequence[Span],
    score: SyncScore | None,
    full: float,
    loudness: Floats | None,
    said: Speaking | None = None,
) -> Speech:
    """Where a track speaks.

    Args:
        visible: spans in seconds in which the track is in the picture, rising and disjoint.
        score: of the track; used where it is determined and has a frame confidence.
        full: what counts as full for this scorer in this video (`full_by_scorer`).
        loudness: (n,) from `step_loudness`, or None where there is no sound or it is not read yet.
        said: by a speaker model; its probability takes the place of the fit, unless the boxes
            changed since.
    """
    if not visible:
        return Speech((), Basis.TRACK)
    scored = score if score is not None and _usable(score) else None
    sounding = loudness if loudness is not None and len(loudness) else None
    told = said if said is not None and not said.stale and len(said.probabilities) else None
    if scored is None and told is None and sounding is None:
        return Speech(tuple(visible), Basis.TRACK)
    first = int(visible[0][0] * GRID_RATE)
    steps = ceil(visible[-1][1] * GRID_RATE) - first
    at = np.arange(first, first + steps)
    shift = round(scored.offset_steps) if scored is not None else 0
    speaking = np.ones(steps, np.bool_)
    if told is not None:
        values = told.probabilities
        speaking &= values[np.clip(at - told.start_step, 0, len(values) - 1)] >= _SPEAKS
    elif scored is not None:
        speaking &= _fits(scored, at, full)
    if sounding is not None:
        # Lips at the rim of the video may have their sound beyond it: what is nearest decides.
        # Where the sound ends long before the picture, there is none.
        heard = np.clip(at - shift, 0, len(sounding) - 1)
        speaking &= sounding[heard] >= sound_threshold(sounding)
        speaking &= at - shift < len(sounding) + abs(shift)
    inside = np.zeros(steps, np.bool_)
    for start, end in visible:
        inside[int(start * GRID_RATE) - first : ceil(end * GRID_RATE) - first] = True
    runs = runs_of(speaking & inside)
    early, late = max(shift, 0), max(-shift, 0)
    padded = [
        (first + a - _PAD_STEPS - early, first + b + _PAD_STEPS + late)
        for a, b in closed(runs, _GAP_STEPS)
        if b - a >= _LEAST_STEPS
    ]
    spans = [(a * GRID_STEP, b * GRID_STEP) for a, b in closed(padded, 0)]
    basis = Basis.SOUND if scored is None and told is None else Basis.FIT_AND_SOUND
    return Speech(_cut(spans, visible), Basis.FIT if sounding is None else basis)


def step_loudness(low: Floats, high: Floats, seconds_per_bin: float) -> Floats:
    """(steps,) float32 largest absolute sample (0..1) of each grid step.

    Args:
        low, high: (n,) lowest and highest samples of bins (core.media.peaks) that are at most one
            grid step long.

    Raises:
        ValueError: the bins are longer than a step.
    """
    bins = round(float(GRID_STEP) / seconds_per_bin)
    if bins < 1:
        raise ValueError("the bins are longer than a grid step")
    steps = -(-len(low) // bins)
    loudest = np.zeros((steps, bins), np.float32)
    np.maximum(-low, high, out=loudest.reshape(-1)[: len(low)])
    # Column by column: quicker than a reduction over so few, and this runs on the window's thread.
    whole: Floats = loudest[:, 0].copy()
    for column in range(1, bins):
        np.maximum(whole, loudest[:, column], out=whole)
    return whole


def sound_threshold(loudness: Floats) -> float:
    """The least loudness that counts as sound; see the module's text."""
    some = loudness[:: max(1, len(loudness) // _SAMPLE)]
    quiet, loud = (_decibels(float(v)) for v in np.percentile(some, (10, 95)))
    least = max(loud + _LOUD_DB, _FLOOR_DB)
    if loud - quiet >= _RANGE_DB:
        least = max(least, quiet + _QUIET_DB)
    return float(10.0 ** (least / 20.0))


def smoothed_confidence(score: SyncScore) -> npt.NDArray[np.float64]:
    """(steps,) frame confidence averaged over as many steps as it takes to tell speech by it.

    Raises:
        ValueError: the score has no frame confidence.
    """
    values = np.nan_to_num(score.frame_confidence.astype(np.float64), nan=0.0)
    width = _FIT_STEPS[score.kind]
    sums = np.concatenate([[0.0], np.cumsum(np.pad(values, width // 2, mode="edge"))])
    means: npt.NDArray[np.float64] = (sums[width:] - sums[:-width]) / width
    return means


def full_confidence(score: SyncScore) -> float:
    """What counts as full in a track: the 90th percentile of its smoothed frame confidence.

    Raises:
        ValueError: the score has no frame confidence.
    """
    return float(np.percentile(smoothed_confidence(score), _FULL_PERCENTILE))


def full_by_scorer(pairs: Iterable[tuple[str, float]]) -> dict[str, float]:
    """Full confidence by scorer: that of its best track, of (scorer, `full_confidence`) of tracks
    of one video. Always positive.

    Scorers differ in units, and so do clips; within a video the speaking face is the measure for
    the silent one.
    """
    full: dict[str, float] = {}
    for scorer, value in pairs:
        full[scorer] = max(full.get(scorer, 1e-6), value)
    return full


def _decibels(amplitude: float) -> float:
    return 20.0 * float(np.log10(max(amplitude, 1e-6)))


def _usable(score: SyncScore) -> bool:
    return score.determined and bool(np.isfinite(score.frame_confidence).any())


def _fits(score: SyncScore, at: npt.NDArray[np.int_], full: float) -> Bools:
    """(len(at),) bool: whether the lips fit at these grid steps; the ends take the nearest row."""
    means = smoothed_confidence(score)
    rows = np.clip(at - score.start_step - 2, 0, len(means) - 1)
    fits: Bools = means[rows] >= _FIT[score.kind] * full
    return fits


def runs_of(mask: Bools) -> list[tuple[int, int]]:
    """Half-open runs of True."""
    edges = np.flatnonzero(np.diff(np.concatenate([[0], mask.astype(np.int8), [0]])))
    return [(int(a), int(b)) for a, b in edges.reshape(-1, 2)]


def closed(runs: Sequence[tuple[int, int]], gap: int) -> list[tuple[int, int]]:
    """Runs joined over gaps of at most `gap` steps."""
    joined: list[tuple[int, int]] = []
    for a, b in runs:
        if joined and a - joined[-1][1] <= gap:
            joined[-1] = (joined[-1][0], max(joined[-1][1], b))
        else:
            joined.append((a, b))
    return joined


def _cut(spans: Sequence[Span], visible: Sequence[Span]) -> tuple[Span, ...]:
    """The parts of the spans that lie within the visible ones."""
    parts = [
        (max(a, start), min(b, end))
        for start, end in visible
        for a, b in spans
        if max(a, start) < min(b, end)
    ]
    return tuple(parts)
