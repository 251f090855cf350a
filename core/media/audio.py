"""Sound as s16 mono 16 kHz whose sample 0 is video time 0."""

from __future__ import annotations

import statistics
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from fractions import Fraction
from typing import BinaryIO, cast

import av.error
import numpy as np
import numpy.typing as npt
from av.audio.frame import AudioFrame
from av.audio.resampler import AudioResampler
from av.container import InputContainer

from core.errors import MediaError
from core.files import reason
from core.jobs import JobContext
from core.media.container import BREAKS_OFF, audio_stream, open_container, packets
from core.media.source import VideoSource

SAMPLE_RATE = 16000
_SAMPLE_BYTES = 2

Samples = npt.NDArray[np.int16]

# Containers with a coarse clock (matroska, flv: 1 ms) shake each frame's pts by up to half a tick,
# so a stream is taken as continuous until it is this far off; then silence is put in, or what
# overlaps is cut.
_RESYNC = Fraction(1, 50)

_SETTLING_FRAMES = 9
"""Frames whose times together tell where a run begins. One alone may be a millisecond off: Opus in
Matroska rounds the time of the first packet, and the samples cut off its front, both to 1 ms."""


def iter_samples(source: VideoSource, ctx: JobContext | None = None) -> Iterator[Samples]:
    """Chunks of (m,) int16, one after the other from video time 0 to the end of the sound.

    Stream start times, encoder priming (cut off by FFmpeg's skip-samples data and edit lists) and
    gaps are honoured. Nothing is given where there is no audio stream.

    Raises:
        MediaError: the file cannot be read.
        Cancelled: `ctx` was cancelled.
    """
    ctx = ctx or JobContext()
    start = source.index.start_pts * source.index.time_base
    total = max(int(source.index.duration * SAMPLE_RATE), 1)
    given = 0
    with open_container(source.path) as container:
        for position, placed in placed_sound(container, start):
            chunk = cast("Samples", placed.reshape(-1))
            ctx.progress(min(given, total), total, "Reading the sound")
            skip = given - position
            if skip >= len(chunk):
                continue
            if skip < 0:
                if position > total:
                    # A jump past the end of the video: a broken clock (MPEG-TS wraps after 26 h),
                    # for which no hours of silence are made up.
                    return
                yield from _silence(-skip)
                given -= skip
                skip = 0
            yield chunk[skip:]
            given += len(chunk) - skip


def read_samples(source: VideoSource, ctx: JobContext | None = None) -> Samples:
    """All samples in one array, (m,) int16; 32 kB per second."""
    return np.concatenate([np.empty(0, np.int16), *iter_samples(source, ctx)])


class SpooledSamples:
    """Samples in a file, (m,) int16; a slice reads that part alone.

    Mapping the file would count every page that was ever looked at as the program's memory.
    """

    def __init__(self, file: BinaryIO, count: int) -> None:
        self._file = file
        self._count = count

    def __len__(self) -> int:
        return self._count

    def __getitem__(self, span: slice) -> Samples:
        start, stop, step = span.indices(self._count)
        if step != 1:
            raise ValueError("samples are read one after the other")
        self._file.seek(start * _SAMPLE_BYTES)
        return np.frombuffer(self._file.read(max(stop - start, 0) * _SAMPLE_BYTES), np.int16)


@contextmanager
def spooled_samples(source: VideoSource, ctx: JobContext | None = None) -> Iterator[SpooledSamples]:
    """All samples in a temporary file, which goes at the end: memory stays flat.

    Raises:
        MediaError: the file cannot be read, or the temporary one not be written.
        Cancelled: `ctx` was cancelled.
    """
    with ExitStack() as stack:
        try:
            # Unbuffered: what a full disk did not take would be written again on closing.
            file = stack.enter_context(tempfile.TemporaryFile(prefix="syncreview-", buffering=0))
            count = 0
            for chunk in iter_samples(source, ctx):
                rest = memoryview(chunk.tobytes())
                while rest:
                    rest = rest[file.write(rest) :]
                count += len(chunk)
        except OSError as error:
            text, _ = reason(error)
            raise MediaError(
                f"its sound cannot be kept while it is compared: {text}",
                f"Free some space in {tempfile.gettempdir()}, or set TMPDIR to another folder",
                source.path,
            ) from error
        yield SpooledSamples(file, count)


def _silence(count: int) -> Iterator[Samples]:
    """`count` zeros in pieces of at most ten seconds."""
    piece = 10 * SAMPLE_RATE
    while count > 0:
        yield np.zeros(min(count, piece), np.int16)
        count -= piece


def placed_sound(
    container: InputContainer,
    start: Fraction,
    rate: int = SAMPLE_RATE,
    layout: str = "mono",
    sample_format: str = "s16",
) -> Iterator[tuple[int, npt.NDArray[np.generic]]]:
    """Sound from where the container stands: (position of the first sample, samples).

    Positions count samples of `rate` from video time 0, which is `start` on the container's clock.
    Samples are as PyAV gives them in that layout and format: (1, m * channels) packed, (channels,
    m) planar. Runs of frames without gaps are resampled as one.
    """
    run: _Run | None = None
    for frame in _decoded_audio(container):
        if run is not None and not run.continues(frame):
            yield from run.rest()
            run = None
        if run is None:
            run = _Run(frame, start, AudioResampler(sample_format, layout, rate), rate)
        yield from run.feed(frame)
    if run is not None:
        yield from run.rest()


def _decoded_audio(container: InputContainer) -> Iterator[AudioFrame]:
    stream = audio_stream(container)
    if stream is None:
        return
    try:
        for packet in packets(container, stream):
            try:
                frames = packet.decode()
            except av.error.FFmpegError:
                continue
            for frame in frames:
                if frame.samples:
                    yield frame
    except BREAKS_OFF:
        # The container breaks off here: what was decoded so far counts.
        return


class _Run:
    """Frames that follow each other, with one resampler."""

    def __init__(
        self, first: AudioFrame, start: Fraction, resampler: AudioResampler, rate: int
    ) -> None:
        self._resampler = resampler
        self._rate = rate
        self._kind = (first.format.name, first.layout.name, first.sample_rate)
        self._start = start
        self._begin = _frame_time(first, start)
        self._begins: list[Fraction] = []
        self._waiting: list[AudioFrame] = []
        self._fed = 0
        self._position = 0

    def continues(self, frame: AudioFrame) -> bool:
        if (frame.format.name, frame.layout.name, frame.sample_rate) != self._kind:
            return False
        if frame.pts is None:
            return True
        expected = self._begin + Fraction(self._fed, frame.sample_rate)
        return abs(_frame_time(frame, expected) - expected) < _RESYNC

    def feed(self, frame: AudioFrame) -> Iterator[tuple[int, npt.NDArray[np.generic]]]:
        before = Fraction(self._fed, frame.sample_rate)
        self._fed += frame.samples
        if len(self._begins) == _SETTLING_FRAMES:
            yield from self._resample(frame)
            return
        self._begins.append(_frame_time(frame, self._begin + before) - before)
        self._waiting.append(frame)
        if len(self._begins) == _SETTLING_FRAMES:
            yield from self._settle()

    def _settle(self) -> Iterator[tuple[int, npt.NDArray[np.generic]]]:
        """Place the run, and give what waited for it."""
        self._begin = statistics.median(self._begins)
        self._position = round((self._begin - self._start) * self._rate)
        for frame in self._waiting:
            yield from self._resample(frame)
        self._waiting.clear()

    def _resample(self, frame: AudioFrame) -> Iterator[tuple[int, npt.NDArray[np.generic]]]:
        frame.pts = None  # The resampler would otherwise fill gaps by itself.
        yield from self._give(self._resampler.resample(frame))

    def rest(self) -> Iterator[tuple[int, npt.NDArray[np.generic]]]:
        if self._waiting:
            yield from self._settle()
        yield from self._give(self._resampler.resample(None))

    def _give(self, frames: list[AudioFrame]) -> Iterator[tuple[int, npt.NDArray[np.generic]]]:
        for frame in frames:
            yield self._position, frame.to_ndarray()
            self._position += frame.samples


def _frame_time(frame: AudioFrame, default: Fraction) -> Fraction:
    if frame.pts is None or frame.time_base is None:
        return default
    return frame.pts * Fraction(frame.time_base)
