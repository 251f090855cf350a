"""Who speaks, as exports say it: spans in seconds of video time and in pts, the end exclusive."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import numpy.typing as npt

from core.exchange.json_stream import Json
from core.jobs import JobContext
from core.model.document import Document
from core.model.values import Video
from core.review.facts import Grouped
from core.review.speakers import Speakers, Turn, speakers_of

Floats = npt.NDArray[np.float32]

Turns = dict[int, Speakers]
"""By video id."""

BY_SOUND, BY_LIPS = "lips and sound", "lips"


def turns_of(
    doc: Document,
    videos: Sequence[Video],
    loudness_of: Callable[[Video], Floats | None] | None,
    ctx: JobContext,
) -> Turns:
    """Who speaks in these videos.

    Raises:
        Cancelled: the job was cancelled.
    """
    turns: Turns = {}
    grouped = Grouped(doc)
    for video in videos:
        ctx.check()
        turns[video.id] = speakers_of(
            grouped, video.id, loudness_of(video) if loudness_of else None
        )
    return turns


def of_video(turns: Turns, video: Video) -> Json:
    """The fields of a video: who speaks in it in turn, and what that was told by."""
    found = turns[video.id]
    return {
        "speakers": [{"track_id": t.track_id, **_span(video, t)} for t in found.turns],
        "speakers_by": BY_SOUND if found.by_sound else BY_LIPS,
    }


def of_track(turns: Turns, video: Video, track_id: int) -> list[Json]:
    """When a track speaks."""
    return [_span(video, turn) for turn in turns[video.id].of_track(track_id)]


def _span(video: Video, turn: Turn) -> Json:
    return {
        "start_s": round(video.seconds(turn.start_pts), 6),
        "end_s": round(video.seconds(turn.end_pts), 6),
        "start_pts": turn.start_pts,
        "end_pts": turn.end_pts,
    }
