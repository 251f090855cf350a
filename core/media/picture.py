"""Decoded pictures in memory, as small as the screen needs them, and their pixels."""

from __future__ import annotations

from dataclasses import dataclass, field

from av.video.frame import VideoFrame
from av.video.reformatter import Interpolation, VideoReformatter

from core.media.colour import Picture, PictureMaker, to_four_bytes
from core.media.orientation import Orientation

# What swscale also writes; other formats (palettes, Bayer patterns) are kept as BGRA.
_KEPT_AS_THEY_ARE = ("yuv4", "yuvj4", "yuva4", "gray", "gbrp", "nv12")


@dataclass(frozen=True, slots=True, eq=False)
class KeptPicture:
    """A decoded picture at some size, in the pixel format of the video.

    For 4:2:0 that takes 1.5 bytes a pixel instead of 4, and at this size swscale makes BGRA of it
    faster than it scales. Any thread may read it.

    Args:
        frame: of PyAV, not turned upright; nobody writes into it.
        orientation: what makes it upright.
        full: it has the stored size.
    """

    frame: VideoFrame = field(repr=False)
    orientation: Orientation
    full: bool

    @property
    def size(self) -> tuple[int, int]:
        """(width, height) of the upright picture."""
        return self.orientation.size(self.frame.width, self.frame.height)

    @property
    def nbytes(self) -> int:
        return sum(plane.buffer_size for plane in self.frame.planes)


class Shrinker:
    """Brings decoded frames to the size in which they are kept. Owned by one thread.

    Args:
        orientation: of the video.
        stored: (width, height) of its upright pictures.
    """

    def __init__(self, orientation: Orientation, stored: tuple[int, int]) -> None:
        self._orientation = orientation
        self._stored = stored
        self._reformatter = VideoReformatter()

    def keep(self, frame: VideoFrame, size: tuple[int, int] | None) -> KeptPicture:
        """The picture at (width, height), upright; at its stored size for None.

        At the stored size it shares its memory with the decoder.
        """
        full = size is None or size == self._stored
        name = frame.format.name
        known = name.startswith(_KEPT_AS_THEY_ARE)
        if full and known:
            return KeptPicture(frame, self._orientation, True)
        width, height = self._orientation.size(*(self._stored if size is None else size))
        kept = self._reformatter.reformat(
            frame,
            width,
            height,
            name if known else "bgra",
            # Area averaging reads all pixels when it shrinks: no shimmer, and the fastest at 1080p.
            interpolation=Interpolation.AREA if known else to_four_bytes(Interpolation.AREA, width),
            threads=1,
        )
        return KeptPicture(kept, self._orientation, full)


class Painter:
    """Makes BGRA of kept pictures. Owned by one thread."""

    def __init__(self) -> None:
        self._maker = PictureMaker()

    def bgra(self, kept: KeptPicture) -> Picture:
        """(H, W, 4) uint8 BGRA, upright, contiguous; not for writing."""
        frame = kept.frame
        pixels = self._maker.make(frame, (frame.width, frame.height), "bgra", threads=1)
        return kept.orientation.apply(pixels)
