"""How long a file says that its picture is, against what it holds."""

from __future__ import annotations

from fractions import Fraction

import av
import av.error
from av.container import InputContainer
from av.video.stream import VideoStream

from core.media.damage import DamagedSpan
from core.timebase import FrameIndex

_DECLARING = {"avi", "asf", "flv", "matroska", "mov", "mxf"}
"""Containers whose length is written by who made the file. Elsewhere it is FFmpeg's estimate, from
the file itself or its bit rate, and tells nothing about what is missing."""
_TOLERANCE_S = 1
"""Declared lengths are rounded and count the sound; less than this is not told as damage."""


def declared_end(container: InputContainer, stream: VideoStream) -> int | None:
    """The pts at which the picture ends by the container's word or FFmpeg's estimate, if any."""
    if stream.duration:
        return (stream.start_time or 0) + stream.duration
    if not container.duration or not stream.time_base:
        return None
    start = container.start_time or 0
    return round(Fraction(start + container.duration, av.time_base) / stream.time_base)


def missing_end(
    container: InputContainer, stream: VideoStream, index: FrameIndex, broken: bool
) -> tuple[DamagedSpan, ...]:
    """The span from the last frame to the declared end, where the file was cut short.

    Args:
        container: read to its end; it is read on from its last key frame.
        broken: whether reading it ended in an error.
    """
    end = declared_end(container, stream)
    if end is None or not _DECLARING & set(container.format.name.split(",")):
        return ()
    short = (end - index.end_pts) * index.time_base
    if short <= (0 if broken else _TOLERANCE_S):
        return ()
    if not broken and not stream.duration:
        # The length of the whole file: the picture may end long before the sound.
        last = _end_of_others(container, stream, index)
        if last is not None and end * index.time_base - last <= _TOLERANCE_S:
            return ()
    return (DamagedSpan(index.end_pts, end, "cut short"),)


def _end_of_others(
    container: InputContainer, stream: VideoStream, index: FrameIndex
) -> Fraction | None:
    """Seconds on the container's clock at which the other streams end; None without others."""
    others = [other for other in container.streams if other.index != stream.index]
    if not others:
        return None
    ends: list[Fraction] = []
    try:
        # Some demuxers (flv) find nothing at a time after the last key frame.
        key = index.key_before(len(index) - 1)
        container.seek(int(index.pts[key]), stream=stream)
        for packet in container.demux(others):
            if packet.pts is not None and packet.time_base is not None:
                ends.append((packet.pts + (packet.duration or 0)) * packet.time_base)
    except (av.error.FFmpegError, IndexError):
        # It breaks off in the other streams too, or PyAV fails over a stream that turned up on the
        # way (see `packets`): what came until then counts.
        pass
    return max(ends, default=None)
