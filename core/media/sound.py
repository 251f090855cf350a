"""Sound for playback: stereo samples from any place of a video, counted from its time 0."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from fractions import Fraction

import av.error
import numpy as np
import numpy.typing as npt

from core.media.audio import placed_sound
from core.media.container import audio_stream, opened, translated
from core.media.source import VideoSource

Stereo = npt.NDArray[np.float32]
"""(n, 2) float32, -1 to 1."""

_BACK_S = 1
"""A seek lands so long before what is wanted: decoders settle, and playing backward has a stock."""
_SETTLE_S = Fraction(1, 10)
"""What the first packets after a seek decode to is not yet right (AAC overlaps, Opus wants 80 ms,
MP3 its reservoir)."""
_DECODE_ON_S = 2
"""Up to here it is quicker to decode on than to seek."""
_KEPT_S = 3
"""So much of what was given is kept, for another delay or direction."""
_FURTHER_BACK_S = (1, 5, 30, 120)
"""Where a seek lands too late, it is tried again so long before; then from the beginning."""


class SoundReader:
    """Decoded sound of one video, read from anywhere; mostly on, sometimes a little back.

    Keeps the file open and a few seconds in memory. For one thread.

    Args:
        rate: samples per second of what is given.

    Raises:
        MediaError: the file cannot be opened.
    """

    def __init__(self, source: VideoSource, rate: int) -> None:
        self.rate = rate
        self._path = source.path
        self._start = source.index.start_pts * source.index.time_base
        self._container = opened(source.path)
        self._stream = audio_stream(self._container)
        self._mono = self._stream is not None and self._stream.codec_context.channels == 1
        # What comes next; None where that is not known, after a failure.
        self._placed: Iterator[tuple[int, Stereo]] | None = None
        self._chunks: deque[tuple[int, Stereo]] = deque()
        # Between these positions everything is known: chunks, and silence where there is none.
        # None: to the end.
        self._known_from = 0
        self._known_to: int | None = None
        self._begins: int | None = None
        try:
            self._begin()
        except av.error.FFmpegError as error:
            self._container.close()
            raise translated(error, self._path) from error

    def read(self, start: int, count: int) -> Stereo:
        """`count` samples from position `start`; silence where there is no sound.

        Position 0 is time 0 of the video; sound that lies before has negative ones.

        Raises:
            MediaError: the file cannot be read any more.
        """
        out = np.zeros((count, 2), np.float32)
        if self._begins is None:
            return out
        first = max(start, self._begins)
        stop = start + count
        if first >= stop:
            return out
        try:
            self._make_known(first, stop)
        except av.error.FFmpegError as error:
            self._placed = None
            raise translated(error, self._path) from error
        for position, chunk in self._chunks:
            low, high = max(position, start), min(position + len(chunk), stop)
            if low < high:
                out[low - start : high - start] = chunk[low - position : high - position]
        while self._chunks and _end(self._chunks[0]) < start - _KEPT_S * self.rate:
            self._known_from = _end(self._chunks.popleft())
        return out

    def close(self) -> None:
        self._placed = None
        self._container.close()

    def _make_known(self, first: int, stop: int) -> None:
        far = self._known_to is not None and first > self._known_to + _DECODE_ON_S * self.rate
        if self._placed is None or first < self._known_from or far:
            self._go_to(first)
        while self._known_to is not None and self._known_to < stop:
            self._decode_on()

    def _decode_on(self) -> None:
        """Take the next chunk; after the last everything behind is silence."""
        assert self._known_to is not None
        assert self._placed is not None
        found = next(self._placed, None)
        if found is None:
            self._known_to = None
            return
        position, chunk = found
        skip = max(self._known_to - position, 0)
        if skip < len(chunk):
            self._chunks.append((position + skip, chunk[skip:]))
            self._known_to = position + len(chunk)

    def _go_to(self, wanted: int) -> None:
        """Decode from before `wanted` on."""
        assert self._begins is not None
        assert self._stream is not None
        self._placed = None
        for back in _FURTHER_BACK_S:
            target = wanted - back * self.rate
            if target <= self._begins:
                break
            time = self._start + Fraction(target, self.rate)
            try:
                self._container.seek(
                    int(time / Fraction(self._stream.time_base or 1)), stream=self._stream
                )
            except av.error.FFmpegError:
                # Some containers cannot: then from the beginning.
                break
            placed = self._stereo()
            first = next(placed, None)
            settled = None if first is None else first[0] + int(_SETTLE_S * self.rate)
            if first is not None and settled is not None and settled <= wanted:
                self._placed, self._chunks = placed, deque([first])
                self._known_from, self._known_to = settled, _end(first)
                return
        self._from_beginning()

    def _from_beginning(self) -> None:
        anew = opened(self._path)
        self._container.close()
        self._container, self._stream = anew, audio_stream(anew)
        self._begin()

    def _begin(self) -> None:
        """Decode from the beginning of the file, which was just opened."""
        placed = self._stereo()
        first = next(placed, None)
        self._placed = placed
        self._chunks.clear()
        if first is not None:
            self._chunks.append(first)
            self._begins = self._known_from = first[0]
            self._known_to = _end(first)

    def _stereo(self) -> Iterator[tuple[int, Stereo]]:
        """Chunks from where the container stands."""
        layout = "mono" if self._mono else "stereo"
        for position, samples in placed_sound(
            self._container, self._start, self.rate, layout, "fltp"
        ):
            planes = samples.astype(np.float32, copy=False)
            # A mono voice is as loud on both sides as it was; FFmpeg would make it 3 dB softer.
            yield (
                position,
                np.ascontiguousarray((np.repeat(planes, 2, 0) if self._mono else planes).T),
            )


def _end(placed: tuple[int, Stereo]) -> int:
    return placed[0] + len(placed[1])
