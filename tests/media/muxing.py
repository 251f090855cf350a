"""Writing test media with PyAV: exact pts, any start times, picture and sound interleaved."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path

import av
import av.audio
import av.video
import numpy as np
import numpy.typing as npt

Picture = npt.NDArray[np.uint8]
Samples = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True, kw_only=True)
class VideoOut:
    """One video stream: `pts` in `time_base` units, one a picture; `rate` goes into the header.

    `sample_aspect`: width of a pixel over its height. `tags`: attributes of the encoder that name
    the colours (color_primaries, color_trc, colorspace, color_range), as numbers of FFmpeg's.
    """

    size: tuple[int, int]
    pts: Sequence[int]
    time_base: Fraction
    rate: Fraction
    last_duration: int
    codec: str = "libx264"
    pix_fmt: str = "yuv420p"
    options: Mapping[str, str] = field(default_factory=dict)
    sample_aspect: Fraction = Fraction(1)
    tags: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class AudioOut:
    """One sound stream: mono samples, (n,) float32, the first at `start` s of the file's clock."""

    samples: Samples
    rate: int
    codec: str = "aac"
    layout: str = "mono"
    start: Fraction = Fraction(0)
    bit_rate: int | None = None


_CHUNK = 4096


def write_media(
    path: Path,
    video: VideoOut | None,
    pictures: Iterable[Picture],
    audio: AudioOut | None,
    *,
    container: str | None = None,
    container_options: Mapping[str, str] | None = None,
) -> Path:
    """Encode the pictures and the samples into `path`; return `path`.

    Args:
        pictures: (h, w, 3) uint8 RGB or (h, w, 4) uint8 RGBA each.

    Raises:
        ValueError: pictures and pts differ in number.
        av.error.FFmpegError: codec and container do not go together.
    """
    with av.open(str(path), "w", format=container, options=dict(container_options or {})) as out:
        video_stream = _add_video(out, video) if video else None
        feed = _AudioFeed(out, audio) if audio else None
        done = 0
        for done, picture in enumerate(pictures, start=1):
            if video is None or video_stream is None:
                raise ValueError("pictures without a video stream")
            if done > len(video.pts):
                raise ValueError("more pictures than pts")
            at = video.pts[done - 1]
            after = video.pts[done] if done < len(video.pts) else at + video.last_duration
            pixels = "rgba" if picture.shape[2] == 4 else "rgb24"
            frame = av.VideoFrame.from_ndarray(np.ascontiguousarray(picture), format=pixels)
            frame = frame.reformat(format=video.pix_fmt)
            for name, value in video.tags.items():
                setattr(frame, name, value)
            frame.pts, frame.time_base, frame.duration = at, video.time_base, after - at
            out.mux(video_stream.encode(frame))
            if feed:
                feed.until(after * video.time_base)
        if video is not None and done != len(video.pts):
            raise ValueError(f"{done} pictures for {len(video.pts)} pts")
        if feed:
            feed.until(None)
        if video_stream is not None:
            out.mux(video_stream.encode(None))
    return path


def _add_video(out: av.container.OutputContainer, video: VideoOut) -> av.video.VideoStream:
    stream = out.add_stream(video.codec, rate=video.rate)
    assert isinstance(stream, av.video.VideoStream)
    stream.width, stream.height = video.size
    stream.pix_fmt = video.pix_fmt
    stream.time_base = video.time_base
    stream.codec_context.time_base = video.time_base
    stream.codec_context.thread_count = 1  # with many, the bytes depend on the number of cores
    stream.codec_context.options = dict(video.options)
    if video.sample_aspect != 1:
        stream.sample_aspect_ratio = stream.codec_context.sample_aspect_ratio = video.sample_aspect
    for name, value in video.tags.items():
        setattr(stream.codec_context, name, value)
    return stream


class _AudioFeed:
    """Encodes the samples bit by bit, so that the muxer can interleave them with the pictures."""

    def __init__(self, out: av.container.OutputContainer, audio: AudioOut) -> None:
        self._out = out
        self._audio = audio
        stream = out.add_stream(audio.codec, rate=audio.rate)
        assert isinstance(stream, av.audio.AudioStream)
        stream.codec_context.layout = audio.layout
        if audio.bit_rate:
            stream.codec_context.bit_rate = audio.bit_rate
        stream.codec_context.time_base = Fraction(1, audio.rate)
        self._stream = stream
        formats = stream.codec_context.codec.audio_formats or []
        if formats:
            names = [f.name for f in formats]
            wanted = ("s16", "s16p", "fltp", "flt")
            stream.codec_context.format = next((n for n in wanted if n in names), names[0])
        self._at = 0
        self._closed = False

    def until(self, time: Fraction | None) -> None:
        """Encode what lies before `time` (container clock, seconds); None: all, and flush."""
        samples, rate = self._audio.samples, self._audio.rate
        end = len(samples)
        if time is not None:
            end = min(end, max(0, int((time - self._audio.start) * rate)))
        while self._at < end:
            chunk = samples[self._at : min(self._at + _CHUNK, end)]
            self._encode(chunk)
        if time is None and not self._closed:
            self._closed = True
            self._out.mux(self._stream.encode(None))

    def _encode(self, chunk: Samples) -> None:
        scaled = np.clip(np.round(chunk * 32767.0), -32768, 32767).astype(np.int16)
        channels = len(self._stream.codec_context.layout.channels)
        packed = np.repeat(scaled[:, None], channels, axis=1).reshape(1, -1)
        frame = av.AudioFrame.from_ndarray(
            np.ascontiguousarray(packed), format="s16", layout=self._audio.layout
        )
        frame.sample_rate = self._audio.rate
        frame.time_base = Fraction(1, self._audio.rate)
        frame.pts = self._at + round(self._audio.start * self._audio.rate)
        self._at += len(chunk)
        self._out.mux(self._stream.encode(frame))
