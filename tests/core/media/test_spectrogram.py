"""The spectrogram: tones lie in their row and at their time; chunks and hours do not matter."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from core.errors import Cancelled
from core.jobs import JobContext
from core.media import spectrogram as module
from core.media.audio import SAMPLE_RATE
from core.media.source import VideoSource
from core.media.spectrogram import BANDS, MOST_COLUMNS, Spectrogram, level_db, spectrogram
from tests.media.clips import make_named


def of(
    samples: Any, monkeypatch: pytest.MonkeyPatch, chunk: int = 1024, seconds: float | None = None
) -> Spectrogram:
    """The spectrogram of samples that come in chunks."""

    def chunks(_source: Any, _ctx: Any) -> Iterator[Any]:
        return (samples[k : k + chunk] for k in range(0, len(samples), chunk))

    monkeypatch.setattr(module, "iter_samples", chunks)
    duration = Fraction(seconds if seconds is not None else len(samples) / SAMPLE_RATE)
    source: Any = SimpleNamespace(index=SimpleNamespace(duration=duration))
    return spectrogram(source)


def tone(hz: float, seconds: float, level: float = 0.5) -> Any:
    t = np.arange(int(seconds * SAMPLE_RATE)) / SAMPLE_RATE
    return (np.sin(2 * np.pi * hz * t) * level * 32767).astype(np.int16)


@pytest.mark.parametrize("hz", [120.0, 440.0, 1000.0, 3000.0, 7000.0])
def test_a_tone_lies_in_its_row_with_its_level(hz: float, monkeypatch: pytest.MonkeyPatch) -> None:
    found = of(tone(hz, 1.0), monkeypatch)
    column = found.levels[:, 50]
    assert abs(int(column.argmax()) + 0.5 - found.row_of(hz)) <= 1.5
    # Half of full scale is -6 dB; between two triangles at most half the power is lost.
    decibels = column.max() / 255 * 100 - 100
    assert -10.5 < decibels < -4.0


def test_sound_lies_at_its_time(monkeypatch: pytest.MonkeyPatch) -> None:
    silence = np.zeros(SAMPLE_RATE, np.int16)
    found = of(np.concatenate([silence, tone(1000, 1.0), silence]), monkeypatch)
    loud = found.levels.max(axis=0) > 150
    first, last = np.flatnonzero(loud)[[0, -1]] * found.seconds_per_column
    assert first == pytest.approx(1.0, abs=0.021)
    assert last == pytest.approx(2.0, abs=0.021)
    assert found.levels.shape == (BANDS, 300)


def test_chunks_do_not_matter(monkeypatch: pytest.MonkeyPatch) -> None:
    rng = np.random.default_rng(3)
    samples = rng.integers(-9000, 9000, 3 * SAMPLE_RATE + 777).astype(np.int16)
    whole = of(samples, monkeypatch, len(samples))
    for chunk in (160, 999, 20_001):
        assert np.array_equal(of(samples, monkeypatch, chunk).levels, whole.levels)


def test_hours_have_longer_columns(monkeypatch: pytest.MonkeyPatch) -> None:
    # Ten hours by the index; a minute of it is enough to see the pace.
    found = of(tone(500, 60.0), monkeypatch, 100_000, seconds=36_000.0)
    assert 36_000 / found.seconds_per_column <= MOST_COLUMNS
    assert found.levels.shape[1] == pytest.approx(60 / found.seconds_per_column, abs=1)
    assert (found.levels[:, 5:-2].max(axis=0) > 200).all()


def test_of_a_real_file(tmp_path: Path) -> None:
    source = VideoSource.open(make_named(tmp_path, "mkv_flac").path)
    found = spectrogram(source)
    assert found.levels.shape[1] * found.seconds_per_column == pytest.approx(
        float(source.index.duration), abs=0.1
    )
    assert found.levels.max() > 100


def test_no_sound_no_columns(tmp_path: Path) -> None:
    source = VideoSource.open(make_named(tmp_path, "no_audio").path)
    assert spectrogram(source).levels.shape == (BANDS, 0)


def test_it_can_be_cancelled(tmp_path: Path) -> None:
    source = VideoSource.open(make_named(tmp_path, "mkv_flac").path)
    ctx = JobContext()
    ctx.cancel()
    with pytest.raises(Cancelled):
        spectrogram(source, ctx)


def test_a_row_and_its_frequency_are_one() -> None:
    shown = Spectrogram(np.zeros((BANDS, 3), np.uint8), 0.01)
    for hz in (60.0, 250.0, 1000.0, 4000.0, 7600.0):
        assert shown.hz_of(shown.row_of(hz)) == pytest.approx(hz)
    assert not shown.empty
    assert Spectrogram(np.zeros((BANDS, 0), np.uint8), 0.01).empty
    assert (level_db(0), level_db(255)) == (-100.0, 0.0)
