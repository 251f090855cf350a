"""Parts of a sync score: what stays true of it when its track is cut."""

from __future__ import annotations

from dataclasses import replace
from math import ceil

from core.model.values import SyncScore, Video
from core.timebase import GRID_RATE

WINDOW = 5
"""Pictures that a row of the matrix spans."""


def first_step(video: Video, pts: int) -> int:
    """The first grid step at or after the time of `pts`."""
    return ceil((pts - video.start_pts) * video.time_base * GRID_RATE)


def part_of_score(
    score: SyncScore, video: Video, start_pts: int | None, end_pts: int | None
) -> SyncScore | None:
    """The rows of a score whose pictures lie from `start_pts` up to `end_pts` (None: no limit).

    The pictures of these rows are what they were, their comparisons hold; what was made of all of
    them (offset, confidence) is to be computed anew: the part is stale at its new ends.

    Returns:
        None if no row is left.
    """
    low = 0 if start_pts is None else max(first_step(video, start_pts) - score.start_step, 0)
    high = score.steps
    if end_pts is not None:
        last = first_step(video, end_pts) - score.start_step
        high = min(high, last - (WINDOW - 1))
    if high <= low:
        return None
    if (low, high) == (0, score.steps):
        return score
    start = score.start_step + low
    first_s, last_s = start / GRID_RATE, (start + high - low + WINDOW - 1) / GRID_RATE
    times = score.local_offset[:, 0]
    ends = [pts for pts in (start_pts, end_pts) if pts is not None]
    anywhere = score.stale and not score.changed
    return replace(
        score,
        start_step=start,
        steps=high - low,
        matrix=score.matrix[low:high].copy(),
        frame_confidence=score.frame_confidence[low:high].copy(),
        local_offset=score.local_offset[(times >= first_s) & (times <= last_s)].copy(),
        stale=True,
        changed=() if anywhere else tuple(sorted({*score.changed, *((e, e) for e in ends)})),
    )
