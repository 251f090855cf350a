"""The frame index: by demuxing alone where the container tells the pts, by decoding elsewhere."""

from __future__ import annotations

import time
from array import array
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import numpy as np
import numpy.typing as npt
from av.packet import Packet
from av.video.stream import VideoStream

from core.errors import MediaError
from core.jobs import JobContext
from core.media.container import (
    BREAKS_OFF,
    decoded,
    frame_time,
    open_container,
    packets,
    video_stream,
)
from core.media.damage import DamagedSpan, merged
from core.media.length import declared_end, missing_end
from core.timebase import FrameIndex

_TEXT = "Reading the frame index"
_NO_FRAMES = "no picture of it can be decoded"
_NO_FRAMES_HINT = "It is damaged or was cut short: copy or record it again"

_TIMELESS_FRAMES = 32
"""Frames without a time for which the first that has one is waited."""

FIRST_GROWTH_S = 0.15
"""Seconds after which what is known of an index is told for the first time."""
GROWTH_S = 0.5
"""Seconds from then on between one telling and the next."""

Int64s = npt.NDArray[np.int64]

_Kind = tuple[bool, bool]
"""Of a frame: whether it is a key frame, and whether it is flagged corrupt."""


@dataclass(frozen=True, slots=True, eq=False)
class Growth:
    """What is known while a file is still being indexed.

    Args:
        index: of the first frames: no frame will come between them, so that their numbers stay.
        fraction: 0..1 of the file that is read.
        end_pts: where the whole video will end, by what the container declares or else by estimate.
    """

    index: FrameIndex
    fraction: float
    end_pts: int


Grown = Callable[[Growth], None]


def build_index(
    path: Path, first_pts: int, ctx: JobContext | None = None, grown: Grown | None = None
) -> tuple[FrameIndex, tuple[DamagedSpan, ...]]:
    """Index every frame of the video stream; and what reading it told of damage.

    Args:
        first_pts: pts of the first frame that the decoder gives; packets that come before it in
            presentation order (cut off by an edit list, or undecodable leading pictures) are no
            frames.
        ctx: reports progress by file position.
        grown: called now and then, on this thread, while a long file is read. A file whose packets
            do not tell their order (no or falling dts) gives no or fewer calls.

    Raises:
        MediaError: no frame could be found.
    """
    ctx = ctx or JobContext()
    broken = False
    with open_container(path) as container:
        stream = video_stream(container, path)
        frames = _Frames(path, stream, first_pts)
        teller = _Teller(path, frames, declared_end(container, stream), ctx, grown)
        try:
            for packet in packets(container, stream):
                if packet.size == 0:
                    continue
                teller.tell(packet)
                if packet.is_discard:
                    continue
                if packet.pts is None:
                    return _index_by_decoding(path, ctx, grown)
                frames.add_packet(packet, packet.pts)
        except BREAKS_OFF:
            # The end is cut off or damaged; what was read so far is a usable index.
            if not len(frames):
                raise
            broken = True
        index = frames.index()
        missing = missing_end(container, stream, index, broken)
    return index, merged((*frames.damage(index), *missing))


def _index_by_decoding(
    path: Path, ctx: JobContext, grown: Grown | None
) -> tuple[FrameIndex, tuple[DamagedSpan, ...]]:
    """For containers without pts (AVI with B-frames): the order of the decoder is the truth.

    A frame of which nothing tells the time comes a tick after the one before it; the first ones a
    tick before the one after (Matroska hides times before its zero).
    """
    with open_container(path) as container:
        stream = video_stream(container, path)
        stream.thread_type = "AUTO"
        frames = _Frames(path, stream, None)
        teller = _Teller(path, frames, declared_end(container, stream), ctx, grown)
        at: int | None = None
        early: list[_Kind] = []
        for frame in decoded(container, stream, teller.tell):
            told, kind = frame_time(frame), (frame.key_frame, frame.is_corrupt)
            if at is None and told is None and len(early) < _TIMELESS_FRAMES:
                early.append(kind)
                continue
            if at is None:
                at = (len(early) * frames.tick if told is None else told) - frames.tick
                for back, before in enumerate(reversed(early)):
                    frames.add_frame(before, at - back * frames.tick)
                early.clear()
            at = at + frames.tick if told is None else told
            frames.add_frame(kind, at)
            frames.come_to(at)
        for number, kind in enumerate(early):
            frames.add_frame(kind, number * frames.tick)
        index = frames.index()
        missing = missing_end(container, stream, index, False)
    return index, merged((*frames.damage(index), *missing))


class _Frames:
    """Frames as they are read; sorted as soon as no other can come between them.

    Args:
        first_pts: what lies before it is left out; None takes all.
    """

    def __init__(self, path: Path, stream: VideoStream, first_pts: int | None) -> None:
        self._path = path
        self._time_base = Fraction(stream.time_base or Fraction(1, 1))
        self._first_pts = first_pts
        self.tick = _frame_ticks(stream, self._time_base)
        self._corrupt: list[int] = []
        self.horizon: int | None = None
        """No frame comes any more that starts before it. None: not known."""
        self._ordered = True
        # Arrays and not lists: they become numpy arrays without stopping other threads.
        self._pts = array("q")
        self._keys = bytearray()
        self._settled: list[tuple[Int64s, npt.NDArray[np.bool_]]] = []
        self._last: tuple[int, int] | None = None

    def __len__(self) -> int:
        return len(self._pts) + sum(len(pts) for pts, _keys in self._settled)

    def add_packet(self, packet: Packet, pts: int) -> None:
        """A packet, in the order of decoding: usually dts rises and never exceeds pts."""
        self._add(pts, (packet.is_keyframe, packet.is_corrupt), packet.duration or 0)
        if self.horizon is not None and pts < self.horizon:
            # It belies the order.
            self._ordered, self.horizon = False, None
        # The first packets of Matroska have no dts.
        if packet.dts is not None:
            self.come_to(packet.dts)

    def add_frame(self, kind: _Kind, pts: int) -> None:
        """A decoded frame, in the order in which it is shown."""
        self._add(pts, kind, 0)

    def come_to(self, horizon: int) -> None:
        """All frames before `horizon` are in."""
        self._ordered = self._ordered and (self.horizon is None or horizon >= self.horizon)
        self.horizon = horizon if self._ordered else None

    def _add(self, pts: int, kind: _Kind, duration: int) -> None:
        if self._first_pts is not None and pts < self._first_pts:
            return
        key, corrupt = kind
        if corrupt:
            self._corrupt.append(pts)
        self._pts.append(pts)
        self._keys.append(key)
        if self._last is None or (pts, bool(duration)) >= (self._last[0], bool(self._last[1])):
            self._last = pts, duration

    def settled(self) -> tuple[Int64s, npt.NDArray[np.bool_]]:
        """pts and key flags of the frames before the horizon, in order."""
        if self.horizon is not None:
            pts, keys = np.array(self._pts, np.int64), np.array(self._keys, np.bool_)
            done = pts < self.horizon
            self._settled = [_in_order([*self._settled, (pts[done], keys[done])])]
            self._pts = array("q", pts[~done].tobytes())
            self._keys = bytearray(keys[~done].tobytes())
        return self._settled[0] if self._settled else (np.empty(0, np.int64), np.empty(0, np.bool_))

    def prefix(self) -> FrameIndex | None:
        """The index of the frames before the horizon; None if there is none."""
        pts, keys = self.settled()
        if self.horizon is None or len(pts) == 0:
            return None
        return FrameIndex(pts, keys, self._time_base, max(self.horizon, int(pts[-1]) + 1))

    def index(self) -> FrameIndex:
        """The index of all frames.

        Raises:
            MediaError: there is none.
        """
        rest = np.array(self._pts, np.int64), np.array(self._keys, np.bool_)
        pts, keys = _in_order([*self._settled, rest])
        if len(pts) == 0:
            raise MediaError(_NO_FRAMES, _NO_FRAMES_HINT, self._path)
        tick = int(np.median(np.diff(pts))) if len(pts) > 1 else self.tick
        duration = self._last[1] if self._last is not None else 0
        return FrameIndex(pts, keys, self._time_base, int(pts[-1]) + max(duration or tick, 1))

    def damage(self, index: FrameIndex) -> list[DamagedSpan]:
        """Frames of which the container says that they are damaged."""
        ends = np.append(index.pts[1:], index.end_pts)
        numbers = sorted({index.frame_of_pts(pts) for pts in self._corrupt})
        return [DamagedSpan(int(index.pts[n]), int(ends[n]), "corrupt") for n in numbers]


def _in_order(
    parts: list[tuple[Int64s, npt.NDArray[np.bool_]]],
) -> tuple[Int64s, npt.NDArray[np.bool_]]:
    """The frames of all parts by rising pts.

    Two packets with one pts are the two fields of a frame, or a repeat: one picture either way.
    """
    pts = np.concatenate([part[0] for part in parts])
    keys = np.concatenate([part[1] for part in parts])
    if np.all(np.diff(pts) > 0):
        return pts, keys
    unique, where = np.unique(pts, return_index=True)
    return unique, keys[where]


class _Teller:
    """Tells how far reading is, and at its own pace how the index grows."""

    def __init__(
        self,
        path: Path,
        frames: _Frames,
        declared: int | None,
        ctx: JobContext,
        grown: Grown | None,
    ) -> None:
        self._size = max(path.stat().st_size, 1)
        self._read = 0
        self._frames = frames
        self._declared = declared
        self._ctx = ctx
        self._grown = grown
        self._due = time.monotonic() + FIRST_GROWTH_S

    def tell(self, packet: Packet) -> None:
        """Tell of what came before this packet."""
        # The one that flushes the decoder has no place in the file.
        self._read = min(max(packet.pos or 0, self._read), self._size)
        self._ctx.progress(self._read, self._size, _TEXT)
        if self._grown is None or time.monotonic() < self._due:
            return
        index = self._frames.prefix()
        if index is not None:
            fraction = self._read / self._size
            self._grown(Growth(index, fraction, self._end(index, fraction)))
        self._due = time.monotonic() + GROWTH_S

    def _end(self, index: FrameIndex, fraction: float) -> int:
        end = self._declared
        if end is None:
            length = index.end_pts - index.start_pts
            end = index.start_pts + round(length / max(fraction, 0.01))
        return max(end, index.end_pts)


def _frame_ticks(stream: VideoStream, time_base: Fraction) -> int:
    """Usual distance of two frames in pts units, at least 1."""
    rate = stream.average_rate or stream.guessed_rate
    return max(round(1 / (Fraction(rate) * time_base)), 1) if rate else 1
