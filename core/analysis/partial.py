"""The matrix of a track whose boxes changed in places: only the rows that show them are new.

For scorers whose rows depend on nothing but their own pictures and the sound around them (SyncNet).
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import numpy.typing as npt

from core.contract import SyncScorer
from core.jobs import JobContext
from core.model.score_parts import REACH, first_step
from core.model.values import WINDOW_PICTURES, SyncScore, Video
from core.sync.matrix import SyncMatrix
from core.sync.speech import closed, runs_of
from core.sync.steps import step_count
from core.vision.clips import TrackClip

MOST_ANEW = 2 / 3
"""Where a larger share of the rows is new, all are computed: the parts overlap."""
SAME = 0.01
"""Rows of the same pictures differ by less than this share of a distance, on whatever device; rows
of another crop by far more.
"""

Bools = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float32]


def rows_anew(score: SyncScore, video: Video, start: int, steps: int) -> Bools:
    """(steps,) which rows of a clip that begins at grid step `start` the present score lacks.

    A changed box moves the crops within half the median filter around it, and each crop is seen by
    the rows of five windows. Where an end of the clip moved, rows within the search range of it
    were compared with silence that is none any more, or have to be now.
    """
    anew = np.zeros(steps, np.bool_)
    shift = start - score.start_step
    former = np.arange(steps) + shift
    anew |= (former < 0) | (former >= score.steps)
    if score.stale and not score.changed:
        anew[:] = True
    # The rows of a track that was cut were made when its clip was longer: a change at an end may
    # be such a cut.
    begins, ends = shift != 0, int(former[-1]) + 1 != score.steps
    for first, last in score.changed:
        low, high = first_step(video, first) - start, first_step(video, last) - start
        anew[max(low - REACH - WINDOW_PICTURES, 0) : max(high + REACH + 2, 0)] = True
        begins, ends = begins or low <= 0, ends or high >= steps
    # One more: the first sound of a clip has no sample before it.
    reach = score.vshift + 1
    if begins:
        anew[:reach] = True
        anew[former < reach] = True
    if ends:
        anew[max(steps - reach, 0) :] = True
        anew[former >= score.steps - reach] = True
    return anew


def updated_matrix(
    scorer: SyncScorer, clip: TrackClip, score: SyncScore, video: Video, ctx: JobContext
) -> SyncMatrix | None:
    """The matrix of `clip`, of which `score` has the rows that did not change.

    None where too little of it can be kept, or where it was made of other pictures than these (a
    score does not say whether it is of faces or of the whole picture).

    Raises:
        ClipError, ModelError, Cancelled: as `SyncScorer.score`.
    """
    steps = step_count(clip.count, len(clip.samples()))
    if steps == 0 or score.vshift != scorer.vshift:
        return None
    anew = rows_anew(score, video, clip.start, steps)
    if anew.mean() > MOST_ANEW:
        return None
    values = np.empty((steps, 2 * score.vshift + 1), np.float32)
    kept = np.flatnonzero(~anew)
    values[kept] = score.matrix[kept + clip.start - score.start_step]
    runs = closed(runs_of(anew), 2 * score.vshift - 1)
    # One row more than the search range: sound is exact from the second row of a clip on.
    margin = score.vshift + 1
    spans = [(max(a - margin, 0), min(b + margin, steps)) for a, b in runs]
    ends = np.cumsum([0, *(high - low for low, high in spans)])
    shares = (ends / max(ends[-1], 1)).tolist()
    last: SyncMatrix | None = None
    for (a, b), (low, high), *share in zip(runs, spans, shares, shares[1:], strict=False):
        part = _part(clip, low, high, high == steps)
        with ctx.within(*share):
            last = scorer.score(part, ctx)
        if not _continued(values[low:high], last.values, anew[low:high], low > 0, high < steps):
            return None
        values[a:b] = last.values[a - low : b - low]
    if last is None:
        return None
    return replace(last, values=values)


def _continued(kept: Floats, part: Floats, anew: Bools, cut_before: bool, cut_after: bool) -> bool:
    """Whether the rows that a part computed beside the new ones are those that are kept.

    Args:
        kept, part: (n, 2*vshift+1) the same rows; only where not `anew` in the first.
        cut_before, cut_after: the part begins or ends inside of the clip: what it compared with
            sound beyond that says nothing, nor does its first sound.
    """
    count, columns = part.shape
    sound = np.arange(count)[:, None] + np.arange(columns) - columns // 2
    known = ~anew[:, None] & np.ones_like(sound, np.bool_)
    if cut_before:
        known &= sound > 0
    if cut_after:
        known &= sound < count
    if not known.any():
        return True
    there, here = kept[known].astype(np.float64), part[known].astype(np.float64)
    # The median: a box that a cut rounded may move one crop by a pixel.
    return bool(np.median(np.abs(there - here)) <= SAME * np.median(np.abs(here)))


def _part(clip: TrackClip, low: int, high: int, to_the_end: bool) -> TrackClip:
    """The pictures of the rows low..high-1 of a clip; to its end, where its sound ends too."""
    stop = clip.stop if to_the_end else clip.start + high + WINDOW_PICTURES
    path = None if clip.path is None else clip.path[low : stop - clip.start]
    return replace(clip, start=clip.start + low, stop=stop, path=path)
