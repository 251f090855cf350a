"""One opened video: what the file says about itself, and its frame index."""

from __future__ import annotations

import hashlib
import os
import time
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from av.container import InputContainer
from av.packet import Packet
from av.video.frame import VideoFrame
from av.video.stream import VideoStream

from core.errors import MediaError
from core.jobs import JobContext
from core.media.container import (
    audio_stream,
    decoded,
    frame_time,
    open_container,
    translated,
    video_stream,
)
from core.media.damage import DamagedSpan
from core.media.index import Growth, build_index
from core.media.kept import KEEP_FROM_S, KeptIndexes
from core.media.orientation import Orientation
from core.model.values import Video
from core.timebase import FrameIndex

_KEYLESS_FRAMES = 600
"""Pictures that are passed over until a key frame comes; no file that has any lacks one so long."""
_ANY = -(1 << 63)

_FINGERPRINT_BYTES = 1 << 20


@dataclass(frozen=True, slots=True)
class Probe:
    """What a file says about itself.

    Sizes are those of the upright picture, in stored (not display) pixels.

    Args:
        container, codec: FFmpeg's short names.
        pixel_format: as stored, e.g. "yuv420p10le".
        orientation: how the stored picture is turned to be upright; the reader applies it.
        sample_aspect: width of a pixel over its height, for display.
        first_pts: pts of the first decoded frame, in `time_base`.
        audio_codec, audio_rate, audio_channels: of the first audio stream; None, 0, 0 without one.
    """

    container: str
    codec: str
    pixel_format: str
    width: int
    height: int
    orientation: Orientation
    sample_aspect: Fraction
    time_base: Fraction
    first_pts: int
    audio_codec: str | None
    audio_rate: int
    audio_channels: int

    @property
    def has_audio(self) -> bool:
        return self.audio_codec is not None


@dataclass(frozen=True, slots=True)
class VideoSource:
    """A readable video. Cheap to share between threads: it holds no open file.

    Args:
        index: of all its frames; while it is being read, of the first ones.
        damage: what indexing found to be damaged.
    """

    path: Path
    probe: Probe
    index: FrameIndex
    damage: tuple[DamagedSpan, ...] = ()

    @classmethod
    def open(
        cls,
        path: Path | str,
        ctx: JobContext | None = None,
        grown: SourceGrown | None = None,
        kept: KeptIndexes | None = None,
    ) -> VideoSource:
        """Probe and index a file.

        Args:
            grown: called on this thread while a long file is read, with a source of the frames
                known so far.
            kept: where the index may lie from a former time, and is put if it took long.

        Raises:
            MediaError: with cause and way out.
            Cancelled: `ctx` was cancelled.
        """
        path = Path(os.path.abspath(path))
        return cls._indexed(path, probe(path), ctx, grown, kept)

    @classmethod
    def of_record(
        cls,
        video: Video,
        ctx: JobContext | None = None,
        grown: SourceGrown | None = None,
        kept: KeptIndexes | None = None,
    ) -> VideoSource:
        """Open a video that a project knows.

        Raises:
            MediaError: as `open`, or another content lies at its path now.
            Cancelled: `ctx` was cancelled.
        """
        path = Path(os.path.abspath(video.path))
        found = probe(path)
        if fingerprint(path) != video.fingerprint:
            raise MediaError(
                "this is another file than the one that was analysed",
                "Put the former file back, or analyse this one",
                path,
            )
        return cls._indexed(path, found, ctx, grown, kept)

    @classmethod
    def _indexed(
        cls,
        path: Path,
        found: Probe,
        ctx: JobContext | None,
        grown: SourceGrown | None,
        kept: KeptIndexes | None,
    ) -> VideoSource:
        def tell(growth: Growth) -> None:
            assert grown is not None
            grown(cls(path, found, growth.index), growth)

        told = None if grown is None else tell
        if kept is None:
            return cls(path, found, *build_index(path, found.first_pts, ctx, told))
        try:
            place = kept.place(path, fingerprint(path), found.first_pts)
        except OSError as error:
            raise translated(error, path) from error
        indexed = kept.find(place)
        if indexed is None:
            began = time.monotonic()
            indexed = build_index(path, found.first_pts, ctx, told)
            if time.monotonic() - began >= KEEP_FROM_S:
                kept.put(place, indexed)
        return cls(path, found, *indexed)

    def record(self, id: int) -> Video:
        """The project's record of this video."""
        index = self.index
        return Video(
            id=id,
            path=str(self.path),
            width=self.probe.width,
            height=self.probe.height,
            frame_count=len(index),
            frame_rate=index.average_rate,
            time_base=index.time_base,
            start_pts=index.start_pts,
            end_pts=index.end_pts,
            has_audio=self.probe.has_audio,
            fingerprint=fingerprint(self.path),
        )


SourceGrown = Callable[[VideoSource, Growth], None]
"""What is told while a file is indexed: a source of the frames known so far, and how far it is."""


def probe(path: Path) -> Probe:
    """Read a file's headers and its first picture.

    Raises:
        MediaError: it cannot be opened, has no video track, or no picture can be decoded.
    """
    with open_container(path) as container:
        stream = video_stream(container, path)
        frame = _first_frame(container, stream, path)
        orientation = Orientation.of_frame(frame)
        width, height = orientation.size(frame.width, frame.height)
        aspect = Fraction(stream.sample_aspect_ratio or 1)
        if orientation.transpose and aspect:
            aspect = 1 / aspect
        sound = audio_stream(container)
        return Probe(
            container=container.format.name,
            codec=stream.codec_context.name,
            pixel_format=frame.format.name,
            width=width,
            height=height,
            orientation=orientation,
            sample_aspect=aspect or Fraction(1),
            time_base=Fraction(stream.time_base or Fraction(1, 1)),
            first_pts=frame_time(frame) or 0,
            audio_codec=sound.codec_context.name if sound else None,
            audio_rate=int(sound.codec_context.sample_rate or 0) if sound else 0,
            audio_channels=sound.codec_context.channels if sound else 0,
        )


def _first_frame(container: InputContainer, stream: VideoStream, path: Path) -> VideoFrame:
    """The first picture that can be trusted: what was recorded from within a group of pictures
    begins with ones that some decoders (MPEG-4) draw on grey."""
    key: int | None = None
    early: VideoFrame | None = None

    def look(packet: Packet) -> None:
        nonlocal key
        if key is None and packet.is_keyframe:
            key = _ANY if packet.pts is None else packet.pts

    for count, frame in enumerate(decoded(container, stream, look)):
        if key is not None and (frame.pts is None or frame.pts >= key):
            return frame
        early = frame if early is None else early
        if count == _KEYLESS_FRAMES:
            break
    if early is not None:
        return early
    raise MediaError(
        "no picture of it can be decoded",
        "It is damaged or was cut short: copy or record it again",
        path,
    )


def fingerprint(path: Path) -> str:
    """SHA-256 over the size and both ends of a file: names the content without reading all of it.

    The ends are a MiB each; a file of up to two is read whole.

    Raises:
        MediaError: the file cannot be read any more.
    """
    try:
        size = path.stat().st_size
        digest = hashlib.sha256(str(size).encode())
        with path.open("rb") as file:
            digest.update(file.read(_FINGERPRINT_BYTES))
            if size > 2 * _FINGERPRINT_BYTES:
                file.seek(-_FINGERPRINT_BYTES, 2)
            digest.update(file.read())
    except OSError as error:
        raise translated(error, path) from error
    return digest.hexdigest()
