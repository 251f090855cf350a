"""Sound for playback: the right sample from any place, forwards and backwards, in any format."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from fractions import Fraction
from pathlib import Path
from typing import Any

import av.error
import numpy as np
import numpy.typing as npt
import pytest
from av.container import InputContainer

from core.errors import MediaError
from core.media import audio, sound
from core.media.audio import SAMPLE_RATE, read_samples
from core.media.sound import SoundReader
from core.media.source import VideoSource

RATE = 48000
CLICKS = tuple(range(12, 300, 25))

FORMATS: dict[str, tuple[str, dict[str, Any]]] = {
    "mp4_aac": (".mp4", {"audio_codec": "aac", "bframes": 2}),
    "mov_aac_44100": (".mov", {"audio_codec": "aac", "audio_rate": 44100, "layout": "stereo"}),
    "mkv_opus": (".mkv", {"audio_codec": "libopus"}),
    "mkv_flac": (".mkv", {"audio_codec": "flac"}),
    "avi_pcm": (".avi", {"audio_codec": "pcm_s16le", "video_codec": "mpeg4"}),
    "ts_ac3": (
        ".ts",
        {"audio_codec": "ac3", "video_start": Fraction(7, 5), "audio_start": Fraction(7, 5)},
    ),
    "mp4_mp3": (".mp4", {"audio_codec": "libmp3lame"}),
    "flv_aac": (".flv", {"audio_codec": "aac"}),
    "mkv_early_sound": (
        ".mkv",
        {
            "audio_codec": "pcm_s16le",
            "time_base": Fraction(1, 1000),
            "video_start": Fraction(1, 2),
            "audio_start": Fraction(1, 5),
        },
    ),
    "mkv_late_sound": (
        ".mkv",
        {"audio_codec": "flac", "video_start": Fraction(1, 5), "audio_start": Fraction(3, 5)},
    ),
}


@contextmanager
def reading(source: VideoSource, rate: int = RATE) -> Iterator[SoundReader]:
    reader = SoundReader(source, rate)
    try:
        yield reader
    finally:
        reader.close()


def click_at(samples: npt.NDArray[np.float32]) -> int:
    loud = np.abs(samples).max(axis=1)
    return int(np.argmax(loud > 0.5 * loud.max()))


@pytest.mark.parametrize("name", FORMATS)
def test_a_click_is_found_from_wherever_one_comes(
    clip_factory: Callable[..., Any], name: str
) -> None:
    suffix, fields = FORMATS[name]
    clip = clip_factory(suffix=suffix, frames=300, size=(64, 48), clicks=CLICKS, **fields)
    source = VideoSource.open(clip.path)
    times = [float(t) for t in clip.click_times]
    mixed = list(np.random.default_rng(5).permutation(times))
    with reading(source) as reader:
        for time in [*times, *reversed(times), *mixed]:
            near = reader.read(round((time - 0.1) * RATE), RATE // 5)
            assert np.abs(near).max() > 0.2
            assert click_at(near) / RATE - 0.1 == pytest.approx(0, abs=0.001), time


def test_pieces_are_the_whole(clip_factory: Callable[..., Any]) -> None:
    clip = clip_factory(suffix=".mkv", frames=300, size=(64, 48), clicks=CLICKS, audio_codec="flac")
    source = VideoSource.open(clip.path)
    with reading(source) as reader:
        whole = reader.read(-RATE, 14 * RATE)
        assert not whole[:RATE].any()
        assert not whole[13 * RATE :].any()
        assert whole[RATE : 13 * RATE].any()
        at = 0
        for count in (1, 480, 1023, RATE, 3 * RATE, 7):
            np.testing.assert_array_equal(reader.read(at, count), whole[RATE + at :][:count])
            at += count
        # Backwards in small steps, as reversed sound is read; matroska's clock ticks every
        # millisecond, so what follows a seek may lie half of one off.
        for at in range(11 * RATE, 9 * RATE, -960):
            part = reader.read(at, 960)
            near = whole[RATE + at - 48 : RATE + at + 960 + 48, 0]
            scores = np.correlate(near, part[:, 0], "valid")
            assert scores.max() > 0.98 * float(np.sum(part[:, 0] ** 2))
    np.testing.assert_array_equal(whole[:, 0], whole[:, 1])


def test_it_is_as_loud_as_what_is_analysed(clip_factory: Callable[..., Any]) -> None:
    clip = clip_factory("mp4_aac")
    source = VideoSource.open(clip.path)
    analysed = read_samples(source).astype(np.float32) / 32768
    with reading(source, SAMPLE_RATE) as reader:
        played = reader.read(0, len(analysed))
    np.testing.assert_allclose(played[:, 0], analysed, atol=1e-3)


def test_no_sound_is_silence(clip_factory: Callable[..., Any]) -> None:
    with reading(VideoSource.open(clip_factory("no_audio").path)) as reader:
        assert not reader.read(0, RATE).any()


class Failing:
    """Packets of a file that fail once."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self._packets = audio.packets
        self.left = 0
        monkeypatch.setattr(audio, "packets", self)

    def __call__(self, *arguments: Any) -> Iterator[Any]:
        for packet in self._packets(*arguments):
            self.left -= 1
            if self.left == 0:
                raise av.error.OSError(5, "Input/output error")
            yield packet


@pytest.mark.parametrize("after", [3, 40])
def test_it_goes_on_after_a_failure(
    clip_factory: Callable[..., Any], monkeypatch: pytest.MonkeyPatch, after: int
) -> None:
    failing = Failing(monkeypatch)
    clip = clip_factory(suffix=".mkv", frames=300, size=(64, 48), audio_codec="flac")
    source = VideoSource.open(clip.path)
    with reading(source) as reader:
        whole = reader.read(0, 11 * RATE)
    assert np.abs(whole[:RATE]).max() > 0
    # In a seek, and while decoding on.
    with reading(source) as reader:
        failing.left = after
        with pytest.raises(MediaError, match="Input/output"):
            reader.read(7 * RATE, 4 * RATE)
        for at in (8, 9, 2):
            np.testing.assert_allclose(
                reader.read(at * RATE, RATE), whole[at * RATE :][:RATE], atol=1e-3
            )


def test_a_failure_at_the_beginning_is_told(
    clip_factory: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    source = VideoSource.open(clip_factory("mp4_aac").path)
    Failing(monkeypatch).left = 1
    with pytest.raises(MediaError, match="Input/output"):
        SoundReader(source, RATE)


def test_a_file_that_cannot_be_opened_again_is_told_each_time(
    clip_factory: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    clip = clip_factory(suffix=".mkv", frames=300, size=(64, 48), audio_codec="flac")

    def gone(path: Path) -> InputContainer:
        raise MediaError("the file does not exist", "Find it", path)

    with reading(VideoSource.open(clip.path)) as reader:
        reader.read(9 * RATE, RATE)
        with monkeypatch.context() as patch:
            patch.setattr(sound, "opened", gone)
            for _ in range(2):
                with pytest.raises(MediaError, match="does not exist"):
                    reader.read(0, RATE)
            # Where no opening is needed, the open file still serves.
            assert np.abs(reader.read(5 * RATE, RATE)).max() > 0
        assert np.abs(reader.read(0, RATE)).max() > 0


def test_memory_stays_flat(clip_factory: Callable[..., Any]) -> None:
    clip = clip_factory(suffix=".mkv", frames=3000, size=(16, 16), audio_codec="flac")
    with reading(VideoSource.open(clip.path)) as reader:
        for at in range(0, 120 * RATE, 4800):
            reader.read(at, 4800)
            assert sum(len(chunk) for _at, chunk in reader._chunks) < 6 * RATE
