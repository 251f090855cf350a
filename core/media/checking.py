"""Decoding a whole video only to learn what of it is damaged."""

from __future__ import annotations

from typing import Literal

import numpy as np
import numpy.typing as npt
from av.packet import Packet

from core.jobs import JobContext
from core.media.container import decoded, frame_time, open_container, video_stream
from core.media.damage import DamagedSpan, Reason, merged
from core.media.source import VideoSource
from core.timebase import FrameIndex

_TEXT = "Checking every frame"
_AGAIN = "Checking the damaged file once more"

Flags = npt.NDArray[np.bool_]


def find_damage(source: VideoSource, ctx: JobContext | None = None) -> tuple[DamagedSpan, ...]:
    """Decode every frame without converting it.

    Returns what indexing found, the frames that do not decode ("lost") and those that the decoder
    could only guess in parts ("corrupt"); what was predicted from such a frame, up to the next key
    frame, may show its traces and is not listed. The sound is not checked.

    Raises:
        MediaError: the file cannot be opened any more.
        Cancelled: `ctx` was cancelled.
    """
    ctx = ctx or JobContext()
    came, corrupt = _decode(source, ctx, "AUTO", _TEXT)
    if not came.all():
        # Frame threads drop good frames that they hold when a damaged one follows.
        again, corrupt = _decode(source, ctx, "SLICE", _AGAIN)
        came |= again
    spans = [*source.damage, *_spans(source.index, ~came, "lost")]
    return merged([*spans, *_spans(source.index, corrupt, "corrupt")])


def _decode(
    source: VideoSource, ctx: JobContext, threads: Literal["AUTO", "SLICE"], text: str
) -> tuple[Flags, Flags]:
    """(n,) bool: the frames that came, and those of them that came with errors."""
    index = source.index
    came = np.zeros(len(index), np.bool_)
    corrupt = np.zeros(len(index), np.bool_)
    last = -1
    with open_container(source.path) as container:
        stream = video_stream(container, source.path)
        stream.thread_type = threads

        def tell(_packet: Packet) -> None:
            ctx.progress(min(last + 1, len(index) - 1), len(index), text)

        for frame in decoded(container, stream, tell):
            at = frame_time(frame)
            number = last + 1 if at is None else index.frame_of_pts(at)
            named = at is None or int(index.pts[number]) == at
            if named and number < len(index):
                last = number
                came[number] = True
                corrupt[number] = frame.is_corrupt
    ctx.progress(len(index), len(index), text)
    return came, corrupt


def _spans(index: FrameIndex, chosen: Flags, reason: Reason) -> list[DamagedSpan]:
    """The chosen frames as spans, each to the start of the next frame."""
    ends = np.append(index.pts[1:], index.end_pts)
    numbers = np.flatnonzero(chosen)
    return [DamagedSpan(int(index.pts[n]), int(ends[n]), reason) for n in numbers]
