"""The one way to pictures: exact frames by number, in order, or on the 25 Hz grid."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from itertools import chain
from types import TracebackType
from typing import Literal, Self

import av.error
from av.packet import Packet
from av.video.frame import VideoFrame
from av.video.reformatter import Interpolation

from core.errors import MediaError
from core.media.colour import Picture, PictureMaker, with_matrix
from core.media.container import decoded, frame_time, opened, translated, video_stream
from core.media.damage import DamagedSpan
from core.media.picture import KeptPicture, Shrinker
from core.media.source import VideoSource

_MAX_THREADS = 8


class FrameReader:
    """Decodes a video. Owned by one thread; close it, or use it in a `with` block.

    Args:
        source: the opened video.
        size: (width, height) of the upright pictures to give; the video's own if None.
        check: called before each frame is decoded, those on the way to a wanted one included; may
            raise to stop.
        threads: of the decoder, at most; as many as the machine has cores if None.

    Raises:
        MediaError: the file cannot be opened any more.
    """

    def __init__(
        self,
        source: VideoSource,
        size: tuple[int, int] | None = None,
        check: Callable[[], None] = lambda: None,
        threads: int | None = None,
    ) -> None:
        self.source = source
        self.index = source.index
        self._check = check
        width, height = size or (source.probe.width, source.probe.height)
        self._stored_size = source.probe.orientation.size(width, height)
        shrinks = width * height < source.probe.width * source.probe.height
        # Bilinear reads all source pixels only near 1:1; area averaging avoids shimmer when
        # shrinking.
        self._scaling = Interpolation.AREA if shrinks else Interpolation.BILINEAR
        self._maker = PictureMaker()
        self._shrinker = Shrinker(
            source.probe.orientation, (source.probe.width, source.probe.height)
        )
        # Pictures that no other refers to are left out while they lie before `_leave_out` (pts);
        # those up to `_left_out` may be missing from what was decoded since the last seek.
        self._leave_out: int | None = None
        self._left_out: int | None = None
        self._damage: list[DamagedSpan] = []
        self._threads: Literal["AUTO", "SLICE"] = "AUTO"
        self._thread_count = threads or min(os.cpu_count() or 1, _MAX_THREADS)
        # Number of the frame that `_next` gave last; None where that is not known, after a seek.
        self._last: int | None = -1
        self._open()
        self._frames: Iterator[VideoFrame] | None = None
        self._current: tuple[int, VideoFrame] | None = None
        self._pending: tuple[int, VideoFrame] | None = None
        # The first frame behind the end of the index: a longer one may know it.
        self._beyond: VideoFrame | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        value: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        self._frames = self._current = self._pending = self._beyond = None
        self._container.close()

    def read(self, frame_number: int) -> Picture:
        """(H, W, 3) uint8 RGB of this frame."""
        return self.read_shown(frame_number)[1]

    def read_shown(self, frame_number: int) -> tuple[int, Picture]:
        """The frame shown at the time of `frame_number`, with its real number.

        It is an earlier one only where the file is damaged there.

        Raises:
            IndexError: there is no such frame in the index.
            MediaError: nothing at or before it can be decoded.
        """
        if not 0 <= frame_number < len(self.index):
            raise IndexError(f"frame {frame_number} of {len(self.index)}")
        number, frame = self._at(frame_number)
        return number, self._convert(frame)

    @property
    def position(self) -> int | None:
        """Number of the frame that was decoded last; None where that is not known."""
        return self._current[0] if self._current and self._frames is not None else None

    @property
    def whole(self) -> bool:
        """Whether `go_on` gives every frame from here: not after an interrupted `go_to`."""
        return self._current is not None and (
            self._left_out is None or int(self.index.pts[self._current[0]]) >= self._left_out
        )

    def use(self, source: VideoSource) -> None:
        """Go on with a longer index of the same file."""
        self.source, self.index = source, source.index

    def go_to(self, wanted: int) -> int:
        """Decode to a frame by the shortest way, without converting any; its real number.

        Pictures on the way that no other refers to are left out. `check` may raise at each
        picture; then the next call goes on from there.

        Raises:
            IndexError, MediaError: as `read_shown`.
        """
        if not 0 <= wanted < len(self.index):
            raise IndexError(f"frame {wanted} of {len(self.index)}")
        self._leave_out = int(self.index.pts[wanted])
        try:
            number = self._at(wanted)[0]
        finally:
            self._leave_out = None
        if number != wanted and self._left_out is not None:
            # It did not decode. The one before it, which stays on screen, was perhaps left out.
            self._frames = None
            number = self._at(wanted)[0]
        return number

    def go_on(self) -> int | None:
        """Decode the next frame, whatever it is; its number, None at the end.

        Only where it is `whole`: what an interrupted `go_to` left out is not made up for.

        Raises:
            MediaError: the file cannot be read any more.
        """
        if self._current is None or self._frames is None:
            return None
        try:
            following = self._next()
        except (av.error.FFmpegError, OSError) as error:
            raise translated(error, self.source.path) from error
        if following is None:
            return None
        self._note_damage(self._current[0], *following)
        self._current = following
        return following[0]

    def keep(self, size: tuple[int, int] | None) -> KeptPicture:
        """The frame that was decoded last, at (width, height); at its stored size for None."""
        assert self._current is not None
        return self._shrinker.keep(self._current[1], size)

    def take_damage(self) -> list[DamagedSpan]:
        """What decoding has shown to be damaged since this was asked last."""
        found, self._damage = self._damage, []
        return found

    def frames(self, start: int = 0, stop: int | None = None) -> Iterator[tuple[int, Picture]]:
        """(frame number, picture) of the frames start..stop-1 that decode, in order."""
        stop = len(self.index) if stop is None else min(stop, len(self.index))
        last = -1
        for wanted in range(start, stop):
            number, frame = self._at(wanted)
            if number > last and number >= start:
                last = number
                yield number, self._convert(frame)

    def grid(self, start: int = 0, stop: int | None = None) -> Iterator[tuple[int, int, Picture]]:
        """(step, frame number, picture) of the grid steps start..stop-1.

        Two steps that show the same frame give the same array.
        """
        shown = self.index.grid_frames()
        stop = len(shown) if stop is None else min(stop, len(shown))
        last: tuple[int, Picture] | None = None
        for step in range(start, stop):
            number, frame = self._at(int(shown[step]))
            if last is None or last[0] != number:
                last = number, self._convert(frame)
            yield step, *last

    def _convert(self, frame: VideoFrame) -> Picture:
        rgb = self._maker.make(frame, self._stored_size, "rgb24", self._scaling)
        return self.source.probe.orientation.apply(rgb)

    def _at(self, wanted: int) -> tuple[int, VideoFrame]:
        """The decoded frame shown at the time of frame `wanted`."""
        try:
            return self._decode_to(wanted)
        except (av.error.FFmpegError, OSError) as error:
            raise translated(error, self.source.path) from error

    def _decode_to(self, wanted: int) -> tuple[int, VideoFrame]:
        key = self.index.key_before(wanted)
        position = self._current[0] if self._current else -1
        left_out = self._left_out is not None and int(self.index.pts[wanted]) <= self._left_out
        astray = position > wanted or position < key - 1 or (left_out and position < wanted)
        if self._frames is None or astray:
            self._seek(wanted)
        while self._current is None or self._current[0] < wanted:
            self._check()
            following = self._next()
            if following is None:
                break
            if self._current is not None:
                self._note_damage(self._current[0], *following)
            if following[0] > wanted and self._current is not None:
                # The wanted frame did not decode; the one before it stays on screen.
                self._pending = following
                break
            self._current = following
        if self._current is None and self._threads != "SLICE":
            # Frame threads lose good frames that they still held when a later one turns out to be
            # damaged: a file cut short after its first pictures would show nothing.
            self._threads = "SLICE"
            self._container.close()
            self._open()
            self._frames = None
            return self._decode_to(wanted)
        if self._current is None:
            raise MediaError(
                "no picture of it can be decoded any more",
                "The file changed or is damaged: open it again",
                self.source.path,
            )
        return self._current

    def _next(self) -> tuple[int, VideoFrame] | None:
        """The next decoded frame that the index knows, in presentation order."""
        if self._pending is not None:
            pending, self._pending = self._pending, None
            return pending
        assert self._frames is not None
        beyond = () if self._beyond is None else (self._beyond,)
        self._beyond = None
        for frame in chain(beyond, self._frames):
            pts = frame_time(frame)
            if pts is None:
                # Of a file that does not tell (raw H.264, the last frames of AVI): only the one
                # before it names it.
                number = None if self._last is None else self._last + 1
            elif pts < self.index.start_pts:
                number = None
            elif pts > int(self.index.pts[-1]):
                number = len(self.index)
            else:
                number = self.index.frame_of_pts(pts)
                if int(self.index.pts[number]) != pts:
                    number = None
            if number == len(self.index):
                # Nothing that the index knows follows; to look on would decode all the rest.
                self._beyond = frame
                return None
            # Of two pictures with one time the first is the frame.
            if number is not None and number != self._last:
                self._last = number
                return number, frame
        return None

    def _note_damage(self, last: int, number: int, frame: VideoFrame) -> None:
        """Remember what is missing between two frames that followed each other, and errors."""
        pts = self.index.pts
        if number > last + 1 and (self._left_out is None or int(pts[last + 1]) > self._left_out):
            self._damage.append(DamagedSpan(int(pts[last + 1]), int(pts[number]), "lost"))
        if frame.is_corrupt:
            end = self.index.end_of(number)
            self._damage.append(DamagedSpan(int(pts[number]), end, "corrupt"))

    def _before(self, packet: Packet) -> None:
        leaves_out = (
            self._leave_out is not None and packet.pts is not None and packet.pts < self._leave_out
        )
        self._stream.codec_context.skip_frame = "NONREF" if leaves_out else "DEFAULT"
        if leaves_out and packet.pts is not None:
            known = packet.pts if self._left_out is None else self._left_out
            self._left_out = max(packet.pts, known)

    def _decoded(self) -> Iterator[VideoFrame]:
        return map(with_matrix, decoded(self._container, self._stream, self._before))

    def _open(self) -> None:
        self._container = opened(self.source.path)
        self._last = -1
        self._left_out = None
        self._stream = video_stream(self._container, self.source.path)
        self._stream.thread_type = self._threads
        self._stream.codec_context.thread_count = self._thread_count
        # Else AV1's decoder (dav1d) would for ever leave out what is to be left out of the way to
        # the first picture.
        self._stream.codec_context.open(strict=False)

    def _seek(self, wanted: int) -> None:
        """Go to a place from which decoding gives a frame at or before `wanted`.

        Containers without an index (MPEG-TS) may land late; then an earlier key frame is tried,
        and at last the file is opened anew, which always starts with the first frame.
        """
        key = self.index.key_before(wanted)
        while key > 0:
            if self._land(int(self.index.pts[key]), wanted):
                return
            key = self.index.key_before(key - 1)
        # A seek to the start can land late as well, so it counts only if the first frame comes.
        if self._land(min(self.index.start_pts, self._stream.start_time or 0), 0):
            return
        self._container.close()
        self._open()
        self._frames = self._decoded()
        self._pending = self._beyond = None
        self._current = self._next()

    def _land(self, pts: int, wanted: int) -> bool:
        """Seek to `pts`; whether the frame that then comes is at or before `wanted`."""
        self._current = self._pending = self._beyond = self._last = self._left_out = None
        try:
            self._container.seek(pts, stream=self._stream, backward=True)
        except av.error.FFmpegError:
            # Some demuxers refuse a time before their first index entry.
            return False
        self._frames = self._decoded()
        try:
            return self._arrive(wanted)
        except BaseException:
            # What came so far is not to be gone on from.
            self._frames = self._current = None
            raise

    def _arrive(self, wanted: int) -> bool:
        """After a seek: go to the first picture to be trusted; whether it is not past `wanted`.

        MPEG-TS lands anywhere, and decoders that need no key frame to begin (MPEG-4) draw on grey:
        pictures before the first key frame are passed over.
        """
        self._current = self._next()
        while self._current is not None and self._current[0] <= wanted:
            if self._current[0] == 0 or self.index.key[self._current[0]]:
                return True
            self._check()
            self._current = self._next()
        return False
