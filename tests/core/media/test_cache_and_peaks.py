from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from core.media.audio import SAMPLE_RATE, read_samples
from core.media.cache import FrameCache
from core.media.peaks import waveform_peaks
from core.media.source import VideoSource
from tests.media.clips import make_named


def picture(size: int) -> np.ndarray:
    return np.zeros(size, np.uint8)


def test_the_cache_keeps_to_its_bytes_and_drops_the_oldest_used() -> None:
    cache = FrameCache(300)
    for key in "abc":
        cache.put(key, picture(100))
    assert cache.get("a") is not None
    cache.put("d", picture(100))
    assert cache.get("b") is None
    assert cache.get("a") is not None
    assert cache.bytes_used == 300
    cache.put("a", picture(50))
    assert cache.bytes_used == 250
    cache.put("huge", picture(301))
    assert cache.get("huge") is None
    cache.clear()
    assert cache.bytes_used == 0


def test_what_is_shared_cannot_be_written() -> None:
    cache = FrameCache(10)
    cache.put("a", picture(10))
    kept = cache.get("a")
    assert kept is not None
    with pytest.raises(ValueError, match="read-only"):
        kept[0] = 1


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
