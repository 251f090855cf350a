"""Who speaks, as exports say it: spans in seconds of video time and in pts, the end exclusive."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

from core.errors import AppError
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
) -> tuple[Turns, list[str]]:
    """Who speaks in these videos, and of which the sound could not be read, in sentences.

    Raises:
        Cancelled: the job was cancelled.
    """
    turns: Turns = {}
    notices: list[str] = []
    grouped = Grouped(doc)
    for video in videos:
        ctx.check()
        loudness = None
        if loudness_of is not None:
            try:
                loudness = loudness_of(video)
            except AppError as error:
                name = Path(video.path).name
                notices.append(
                    f"the sound of {name} cannot be read, so its speakers are told by the lips "
                    f"alone: {error.user_text}"
                )
        turns[video.id] = speakers_of(grouped, video.id, loudness)
    return turns, notices


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
