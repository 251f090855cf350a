"""Opening files, with FFmpeg's failures turned into messages that a person can act on."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TypeVar

import av
import av.error
from av.audio.stream import AudioStream
from av.container import Flags, InputContainer
from av.packet import Packet
from av.video.frame import VideoFrame
from av.video.stream import VideoStream

from core.errors import MediaError

AnyStream = TypeVar("AnyStream", VideoStream, AudioStream)

BREAKS_OFF = (av.error.InvalidDataError, av.error.EOFError, av.error.PermissionError)
"""What demuxers raise where a file is damaged so that nothing after it can be found: what came
before counts. The last one is FFmpeg's -1, which some demuxers mean as "an error"."""

_DAMAGED_HINT = (
    "It may be damaged, cut short while it was copied, or not a video at all: "
    "try it in a media player, or copy it again"
)


def check_file(path: Path) -> None:
    """Raise MediaError for what can be seen without opening the file."""
    try:
        if path.is_dir():
            raise MediaError("is a folder, not a video file", "Choose a file", path)
        size = path.stat().st_size
    except FileNotFoundError as error:
        raise MediaError(
            "the file does not exist", "Check the path, or find where it was moved", path
        ) from error
    except OSError as error:
        raise MediaError(
            f"the file cannot be read ({error.strerror})", "Check the permissions", path
        ) from error
    if size == 0:
        raise MediaError("the file is empty", "Copy or record it again", path)


def opened(path: Path) -> InputContainer:
    """An open container, for the caller to close; see `open_container` for what it raises."""
    check_file(path)
    try:
        container = av.open(str(path), mode="r", metadata_errors="replace")
    except (av.error.FFmpegError, OSError, ValueError) as error:
        raise translated(error, path) from error
    # PyAV asks FFmpeg to make up pts that are missing; for H.264 with B-frames in AVI it makes up
    # those of another order of frames.
    container.flags = int(container.flags) & ~Flags.gen_pts.value  # type: ignore[operator]
    return container


def frame_time(frame: VideoFrame) -> int | None:
    """When a decoded frame is shown, in units of its stream's time base, if the file says so.

    Where it has no pts its dts is FFmpeg's best guess: frames leave the decoder in the order in
    which they are shown.
    """
    return frame.dts if frame.pts is None else frame.pts


@contextmanager
def open_container(path: Path) -> Iterator[InputContainer]:
    """Open a media file for reading.

    Raises:
        MediaError: it is missing, empty, unreadable or not media; also for an FFmpeg failure
            inside the block.
    """
    container = opened(path)
    try:
        yield container
    except av.error.FFmpegError as error:
        raise translated(error, path) from error
    finally:
        container.close()


def translated(error: Exception, path: Path) -> MediaError:
    """The MediaError that says what an exception of FFmpeg means."""
    if isinstance(error, av.error.PermissionError | PermissionError) and not _readable(path):
        return MediaError(
            "the file cannot be read (permission denied)", "Check the permissions", path
        )
    if isinstance(error, av.error.DecoderNotFoundError):
        return MediaError(
            "there is no decoder for its codec", "Convert it to H.264 in MP4 or MKV", path
        )
    if isinstance(error, av.error.InvalidDataError | av.error.PermissionError):
        return MediaError("is not a readable video", _DAMAGED_HINT, path)
    detail = getattr(error, "strerror", None) or str(error)
    return MediaError(f"cannot be read ({detail})", _DAMAGED_HINT, path)


def _readable(path: Path) -> bool:
    """Whether it is the file that FFmpeg's -1 means, or something in it."""
    try:
        with path.open("rb"):
            return True
    except OSError:
        return False


def packets(container: InputContainer, stream: AnyStream) -> Iterator[Packet[AnyStream]]:
    """Packets of a stream from where the container stands, and the empty one that flushes.

    Raises:
        av.error.FFmpegError: as demuxing does; see `BREAKS_OFF`.
    """
    # PyAV fails at the end of a file in which another stream turned up on the way. Ours, which is
    # older, was flushed by then.
    with suppress(IndexError):
        yield from container.demux(stream)


def decoded(
    container: InputContainer,
    stream: VideoStream,
    before: Callable[[Packet[VideoStream]], None] = lambda packet: None,
) -> Iterator[VideoFrame]:
    """Frames from where the container stands; damaged packets are passed over.

    Args:
        before: called with each packet before it is decoded.
    """
    try:
        for packet in packets(container, stream):
            before(packet)
            try:
                frames = packet.decode()
            except av.error.FFmpegError:
                continue
            yield from frames
    except BREAKS_OFF:
        # The container itself breaks off here: what was decoded so far counts.
        return


def video_stream(container: InputContainer, path: Path) -> VideoStream:
    """The first video stream that is not a cover picture.

    Raises:
        MediaError: there is none, or it has no decoder.
    """
    for stream in container.streams.video:
        if "attached_pic" in str(stream.disposition.name or ""):
            continue
        if stream.codec_context is None:
            raise MediaError(
                "there is no decoder for its codec", "Convert it to H.264 in MP4 or MKV", path
            )
        return stream
    raise MediaError(
        "has no video track",
        "Sound alone cannot be reviewed: choose the file that holds the picture",
        path,
    )


def audio_stream(container: InputContainer) -> AudioStream | None:
    """The first audio stream that can be decoded, or None."""
    for stream in container.streams.audio:
        if stream.codec_context is not None:
            return stream
    return None
