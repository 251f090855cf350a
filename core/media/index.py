"""The frame index: by demuxing alone where the container tells the pts, by decoding elsewhere."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import av.error
import numpy as np
from av.video.stream import VideoStream

from core.errors import MediaError
from core.jobs import JobContext
from core.media.container import frame_time, open_container, video_stream
from core.timebase import FrameIndex

_TEXT = "Reading the frame index"
_NO_FRAMES = "no picture of it can be decoded"
_NO_FRAMES_HINT = "It is damaged or was cut short: copy or record it again"


def build_index(path: Path, first_pts: int, ctx: JobContext | None = None) -> FrameIndex:
    """Index every frame of the video stream.

    Args:
        first_pts: pts of the first frame that the decoder gives; packets that come before it in
            presentation order (cut off by an edit list, or undecodable leading pictures) are no
            frames.
        ctx: reports progress by file position.

    Raises:
        MediaError: no frame could be found.
    """
    ctx = ctx or JobContext()
    size = max(path.stat().st_size, 1)
    pts: list[int] = []
    keys: list[bool] = []
    durations: dict[int, int] = {}
    with open_container(path) as container:
        stream = video_stream(container, path)
        time_base = Fraction(stream.time_base or Fraction(1, 1))
        tick = _frame_ticks(stream, time_base)
        try:
            for packet in container.demux(stream):
                if packet.size == 0:
                    continue
                ctx.progress(min(packet.pos or 0, size), size, _TEXT)
                if packet.is_discard:
                    continue
                if packet.pts is None:
                    return _index_by_decoding(path, ctx)
                pts.append(packet.pts)
                keys.append(packet.is_keyframe)
                if packet.duration:
                    durations[packet.pts] = packet.duration
        except (av.error.InvalidDataError, av.error.EOFError):
            # The end is cut off or damaged; what was read so far is a usable index.
            if not pts:
                raise
    return _assemble(path, pts, keys, durations, time_base, tick, first_pts)


def _index_by_decoding(path: Path, ctx: JobContext) -> FrameIndex:
    """For containers without pts (AVI with B-frames): the order of the decoder is the truth.

    A frame of which nothing tells the time comes a tick after the one before it.
    """
    size = max(path.stat().st_size, 1)
    pts: list[int] = []
    keys: list[bool] = []
    with open_container(path) as container:
        stream = video_stream(container, path)
        stream.thread_type = "AUTO"
        time_base = Fraction(stream.time_base or Fraction(1, 1))
        tick = _frame_ticks(stream, time_base)
        for packet in container.demux(stream):
            ctx.progress(min(packet.pos or 0, size), size, _TEXT)
            try:
                frames = packet.decode()
            except av.error.InvalidDataError:
                continue
            for frame in frames:
                at = frame_time(frame)
                if at is None:
                    at = pts[-1] + tick if pts else 0
                pts.append(at)
                keys.append(frame.key_frame)
    first = min(pts, default=0)
    return _assemble(path, pts, keys, {}, time_base, tick, first)


def _frame_ticks(stream: VideoStream, time_base: Fraction) -> int:
    """Usual distance of two frames in pts units, at least 1."""
    rate = stream.average_rate or stream.guessed_rate
    return max(round(1 / (Fraction(rate) * time_base)), 1) if rate else 1


def _assemble(
    path: Path,
    pts: list[int],
    keys: list[bool],
    durations: dict[int, int],
    time_base: Fraction,
    tick: int,
    first_pts: int,
) -> FrameIndex:
    stamps = np.array(pts, dtype=np.int64)
    wanted = stamps >= first_pts
    # Two packets with one pts are the two fields of a frame, or a repeat: one picture either way.
    unique, where = np.unique(stamps[wanted], return_index=True)
    if len(unique) == 0:
        raise MediaError(_NO_FRAMES, _NO_FRAMES_HINT, path)
    key = np.array(keys, dtype=np.bool_)[wanted][where]
    last = int(unique[-1])
    if len(unique) > 1:
        tick = int(np.median(np.diff(unique)))
    return FrameIndex(unique, key, time_base, last + max(durations.get(last, tick), 1))
