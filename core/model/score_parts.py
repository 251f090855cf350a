"""Parts of a sync score: what stays true of it when its track is cut, and what does not."""

from __future__ import annotations

from dataclasses import replace
from math import ceil
from typing import TYPE_CHECKING

from core.model.values import WINDOW_PICTURES, Speaking, SyncScore, Video
from core.timebase import GRID_RATE

if TYPE_CHECKING:
    from core.model.document import Document

CROP_MEDIAN = 13
"""Steps over which the path of the crops is median-filtered."""
REACH = CROP_MEDIAN // 2
"""Pictures to either side whose boxes move a crop."""


def outdated(doc: Document, video_id: int, with_speaking: bool = False) -> list[int]:
    """Ids of the faces of a video that are to be scored, for the first time or again.

    Args:
        with_speaking: see `is_outdated`.
    """
    faces = (track.id for track in doc.tracks_of(video_id) if track.is_face)
    return [id for id in faces if is_outdated(doc, id, with_speaking)]


def is_outdated(doc: Document, track_id: int, with_speaking: bool = False) -> bool:
    """Whether the score of a face is stale or missing.

    Args:
        with_speaking: a speaker model is chosen, which can renew what was said of the face: that
            counts like the score.
    """
    score = doc.scores.get(track_id)
    return score is None or score.stale or (with_speaking and _unsaid(doc, track_id))


def _unsaid(doc: Document, track_id: int) -> bool:
    said = doc.speaking.get(track_id)
    if said is not None:
        return said.stale
    # Without sound no model is asked.
    return doc.videos[doc.tracks[track_id].video_id].has_audio


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
        high = min(high, last - (WINDOW_PICTURES - 1))
    if high <= low:
        return None
    if (low, high) == (0, score.steps) and not _touches(score, video, start_pts, end_pts):
        return score
    start = score.start_step + low
    first_s, last_s = start / GRID_RATE, (start + high - low + WINDOW_PICTURES - 1) / GRID_RATE
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


def part_of_speaking(
    speaking: Speaking, video: Video, start_pts: int | None, end_pts: int | None
) -> Speaking | None:
    """What is said of the pictures from `start_pts` up to `end_pts` (None: no limit): it is as true
    of a part of the track. None if no picture is left.
    """
    count = len(speaking.probabilities)
    low, high = 0, count
    if start_pts is not None:
        low = max(first_step(video, start_pts) - speaking.start_step, 0)
    if end_pts is not None:
        high = min(first_step(video, end_pts) - speaking.start_step, count)
    if high <= low:
        return None
    if (low, high) == (0, count):
        return speaking
    return replace(
        speaking,
        start_step=speaking.start_step + low,
        probabilities=speaking.probabilities[low:high].copy(),
    )


def _touches(score: SyncScore, video: Video, start_pts: int | None, end_pts: int | None) -> bool:
    """Whether a cut that takes no row takes pictures that the rows show, or their crops rest on.

    A row less than pictures stand at the end of a clip, many less where its sound ends earlier.
    """
    first, stop = score.start_step - REACH, score.start_step + score.steps + WINDOW_PICTURES + REACH
    starts = start_pts is not None and first < first_step(video, start_pts) <= score.start_step
    return starts or (end_pts is not None and first_step(video, end_pts) < stop)
