"""Extending a track: a drawn box is followed forward or backward through its shot."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

import cv2
import numpy as np

from core.jobs import JobContext
from core.media.reader import FrameReader
from core.media.source import VideoSource
from core.model.keyframes import Keyframes
from core.model.values import Box, Keyframe, Source
from core.vision.flow import BoxFollower, Floats, Grey, Seen

Direction = Literal[1, -1]

_TEXT = "Following the box"

_BOX_SIDE = 96
"""Pixels of the drawn box's longer side in the pictures that are looked at. Faces are followed as
well at 64, 128 and 256 (IoU within 0.01); decoding takes most of the time anyway."""
_LONG_SIDES = (320, 1280)
"""Limits of the longer side of the pictures: a small face still has pixels, memory an end."""
_BLOCK_BYTES = 64 << 20
_BLOCK_FRAMES = 256
_BLOCK_LEAST = 32
_LEFT_UNDER = 0.5
"""A box of which less than this is within the picture has left it."""


class StopReason(StrEnum):
    """Why following ended."""

    END = "end"
    """The video ends, or begins, there."""
    CUT = "cut"
    LOST = "lost"
    LIMIT = "limit"
    LEFT = "left"
    """The box left the picture."""


@dataclass(frozen=True, slots=True)
class FollowOptions:
    """Settings of following.

    Args:
        max_frames: how many frames to follow at most; None: up to the end of the shot.
        min_trust: under it a frame does not count; see `core.vision.flow.Seen`.
        patience: frames in a row that may not count (a flash, a hand that passes) before the target
            is lost. They have no keyframe.
    """

    max_frames: int | None = None
    min_trust: float = 0.4
    patience: int = 5


@dataclass(frozen=True, slots=True, eq=False)
class Followed:
    """Where a box went.

    Args:
        keyframes: one for each frame in which it was followed, by rising pts, without the first
            frame; the scores are the follower's trust, 0..1, the boxes end at the picture's edges.
        reason: why it ended.
        last_pts: of the last frame in which it was followed; where it began if there is none.
    """

    keyframes: Keyframes
    reason: StopReason
    last_pts: int


def follow(
    source: VideoSource,
    start_pts: int,
    box: Box,
    direction: Direction,
    cuts: Sequence[int],
    ctx: JobContext,
    options: FollowOptions | None = None,
) -> Followed:
    """Follow a box from the frame shown at `start_pts`, up to the end of its shot at most.

    Args:
        box: in pixels of the source's upright picture.
        direction: 1 forward, -1 backward in time.
        cuts: pts at which shots begin, rising; the video's start may be among them.

    Raises:
        ValueError: nothing of the box lies in the picture.
        MediaError: the file cannot be read any more.
        Cancelled: `ctx` was cancelled.
    """
    options = options or FollowOptions()
    width, height = source.probe.width, source.probe.height
    if box.clamped(width, height).area <= 0:
        raise ValueError("the box lies outside of the picture")
    start = source.index.frame_of_pts(start_pts)
    stop, at_stop = _bound(source, start, direction, cuts, options)
    size = _working_size(width, height, max(box.width, box.height))
    with FrameReader(source, size, ctx.check) as reader:
        run = _Run(source, size, BoxFollower(_grey(reader, start), _scaled(box, source, size)))
        pictures = (
            _forward(reader, start + 1, stop)
            if direction > 0
            else _backward(reader, start, stop, size[0] * size[1])
        )
        reason = run.through(pictures, abs(stop - start), ctx, options) or at_stop
    ctx.progress(1, 1, _TEXT)
    last = int(source.index.pts[start]) if run.last is None else run.last
    return Followed(Keyframes.of(run.found), reason, last)


class _Run:
    """One follower on its way through the pictures of a shot."""

    def __init__(self, source: VideoSource, size: tuple[int, int], follower: BoxFollower) -> None:
        self._pts = source.index.pts
        self._full = (float(source.probe.width), float(source.probe.height))
        self._size = np.array(size, np.float64)
        self._back = np.tile(np.array(self._full) / self._size, 2)
        self._follower = follower
        self._step: Floats = np.zeros(4)
        self.found: list[Keyframe] = []
        self.last: int | None = None

    def through(
        self,
        pictures: Iterator[tuple[int, Grey]],
        total: int,
        ctx: JobContext,
        options: FollowOptions,
    ) -> StopReason | None:
        """Follow until something stops it; None if the pictures end before."""
        missed = 0
        for done, (number, picture) in enumerate(pictures):
            ctx.progress(done, total, _TEXT)
            seen = self._follower.look(picture)
            if seen is None or seen.trust < options.min_trust:
                missed += 1
                # What leaves the picture fast has no points left before it is half outside.
                if self._inside(self._follower.box + missed * self._step) < _LEFT_UNDER:
                    return StopReason.LEFT
                if missed > options.patience:
                    return StopReason.LOST
                continue
            if self._inside(seen.box) < _LEFT_UNDER:
                return StopReason.LEFT
            self._step = (seen.box - self._follower.box) / (missed + 1)
            missed = 0
            self._accept(number, picture, seen)
        return StopReason.LOST if missed else None

    def _accept(self, number: int, picture: Grey, seen: Seen) -> None:
        self._follower.accept(picture, seen)
        box = Box(*(float(v) for v in seen.box * self._back)).clamped(*self._full)
        self.last = int(self._pts[number])
        self.found.append(Keyframe(self.last, box, seen.trust, Source.TRACKER))

    def _inside(self, box: Floats) -> float:
        """Share of a box that is within the picture."""
        sides = np.minimum(box[2:], self._size) - np.maximum(box[:2], 0)
        return float(np.prod(np.maximum(sides, 0)) / max(np.prod(box[2:] - box[:2]), 1e-9))


def _bound(
    source: VideoSource,
    start: int,
    direction: Direction,
    cuts: Sequence[int],
    options: FollowOptions,
) -> tuple[int, StopReason]:
    """Number of the last frame to follow to, and the reason to end there."""
    index = source.index
    # Cuts are pts of frames; the first frame begins a shot, and the video.
    inner = np.unique(np.array([c for c in cuts if c > index.start_pts], np.int64))
    shots = np.searchsorted(index.pts, inner)
    rank = int(np.searchsorted(shots, start, side="right"))
    if direction > 0:
        cut = rank < len(shots) and int(shots[rank]) < len(index)
        stop = int(shots[rank]) - 1 if cut else len(index) - 1
    else:
        cut = rank > 0
        stop = int(shots[rank - 1]) if cut else 0
    if options.max_frames is not None and abs(stop - start) > options.max_frames:
        return start + direction * options.max_frames, StopReason.LIMIT
    return stop, StopReason.CUT if cut else StopReason.END


def _working_size(width: int, height: int, side: float) -> tuple[int, int]:
    """The size at which pictures are looked at: never larger than they are."""
    long_side = max(width, height)
    low, high = _LONG_SIDES
    wanted = min(max(long_side * _BOX_SIDE / max(side, 1.0), low), high)
    scale = min(wanted / long_side, 1.0)
    return max(round(width * scale), 1), max(round(height * scale), 1)


def _scaled(box: Box, source: VideoSource, size: tuple[int, int]) -> Floats:
    x, y = size[0] / source.probe.width, size[1] / source.probe.height
    return np.array([box.x1 * x, box.y1 * y, box.x2 * x, box.y2 * y], np.float64)


def _as_grey(picture: Grey) -> Grey:
    return np.asarray(cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY), np.uint8)


def _grey(reader: FrameReader, number: int) -> Grey:
    return _as_grey(reader.read(number))


def _forward(reader: FrameReader, first: int, last: int) -> Iterator[tuple[int, Grey]]:
    for number, picture in reader.frames(first, last + 1):
        yield number, _as_grey(picture)


def _backward(
    reader: FrameReader, start: int, last: int, pixels: int
) -> Iterator[tuple[int, Grey]]:
    """The frames before `start` down to `last`, decoded in blocks that fit into a bounded memory.

    A block begins with a key frame if it can: the way to its first frame costs nothing then.
    """
    most = max(min(_BLOCK_BYTES // pixels, _BLOCK_FRAMES), 1)
    stop = start
    while stop > last:
        low = max(stop - most, last)
        first = reader.index.key_before(stop - 1)
        # Where many are key frames, a block takes several groups: seeking is not free.
        while first > low and stop - first < _BLOCK_LEAST:
            first = reader.index.key_before(first - 1)
        first = max(first, low)
        block = list(_forward(reader, first, stop - 1))
        yield from reversed(block)
        stop = first
