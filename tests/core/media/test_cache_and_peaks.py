from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from av.video.frame import VideoFrame

from core.media.audio import SAMPLE_RATE, read_samples
from core.media.cache import PictureCache
from core.media.orientation import Orientation
from core.media.peaks import waveform_peaks
from core.media.picture import KeptPicture
from core.media.source import VideoSource
from tests.media.clips import make_named


def kept(side: int = 16) -> KeptPicture:
    return KeptPicture(VideoFrame(side, side, "gray"), Orientation(), True)


BYTES = kept().nbytes


def test_the_cache_keeps_to_its_bytes_and_to_its_window() -> None:
    cache = PictureCache(5 * BYTES)
    cache.set_window(10, 13)
    for number in (0, 11, 40, 10, 13):
        cache.put(number, kept())
    assert cache.bytes_used == 5 * BYTES
    # 40 lies farther from the window than 0.
    cache.put(12, kept())
    assert cache.get(40) is None
    assert cache.get(0) is not None
    cache.put(50, kept())
    assert cache.get(50) is None
    assert len(cache) == 5
    assert cache.bytes_used == 5 * BYTES
    cache.clear()
    assert cache.bytes_used == len(cache) == 0


def test_a_frame_is_kept_in_one_size() -> None:
    cache = PictureCache(100 * BYTES)
    cache.put(3, kept())
    assert cache.missing(range(2, 5), (16, 16)) == [2, 4]
    cache.put(3, kept(32))
    assert cache.bytes_used == kept(32).nbytes
    assert cache.has(3, (32, 32))
    assert not cache.has(3, (16, 16))
    assert cache.missing(range(2, 5), (16, 16)) == [2, 3, 4]


def test_a_picture_over_the_limit_changes_nothing() -> None:
    cache = PictureCache(2 * BYTES)
    cache.put(0, kept())
    cache.put(1, kept())
    cache.put(1, kept(256))
    cache.put(2, kept(256))
    assert cache.get(2) is None
    # What was there stays, the same frame in a smaller size too.
    assert cache.missing(range(3), (16, 16)) == [2]
    assert cache.bytes_used == 2 * BYTES


def test_peaks_bound_the_sound(tmp_path: Path) -> None:
    source = VideoSource.open(make_named(tmp_path, "mkv_flac").path)
    samples = read_samples(source).astype(np.float64) / 32768
    peaks = waveform_peaks(source)
    size = round(peaks.seconds_per_bin * SAMPLE_RATE)
    assert len(peaks) == -(-len(samples) // size)
    for j in range(len(peaks)):
        part = samples[j * size : (j + 1) * size]
        assert peaks.low[j] == pytest.approx(part.min())
        assert peaks.high[j] == pytest.approx(part.max())


def test_no_sound_no_peaks(tmp_path: Path) -> None:
    source = VideoSource.open(make_named(tmp_path, "no_audio").path)
    assert len(waveform_peaks(source)) == 0
