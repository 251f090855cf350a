"""MFCC against a formulation of its own, in blocks against the whole, and against the reference."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.sync.mfcc import column_count, log_filter_banks, mel_filters, mfcc
from tests.core.sync.seeded import speech_like


def naive_mfcc(samples: npt.NDArray[np.int16]) -> npt.NDArray[np.float64]:
    """Written from the definition, one column, one filter and one coefficient at a time."""
    x = samples.astype(float)
    emphasised = np.array([x[0]] + [x[n] - 0.97 * x[n - 1] for n in range(1, len(x))])
    columns = 1 if len(x) <= 400 else 1 + int(np.ceil((len(x) - 400) / 160))
    emphasised = np.concatenate([emphasised, np.zeros((columns - 1) * 160 + 400 - len(x))])
    mel = np.linspace(0, 2595 * np.log10(1 + 8000 / 700), 28)
    bins = np.floor(513 * 700 * (10 ** (mel / 2595) - 1) / 16000).astype(int)
    rows = []
    for c in range(columns):
        power = np.abs(np.fft.fft(emphasised[160 * c : 160 * c + 400], 512)[:257]) ** 2 / 512
        bands = []
        for j in range(26):
            total = 0.0
            for i in range(bins[j], bins[j + 1]):
                total += power[i] * (i - bins[j]) / (bins[j + 1] - bins[j])
            for i in range(bins[j + 1], bins[j + 2]):
                total += power[i] * (bins[j + 2] - i) / (bins[j + 2] - bins[j + 1])
            bands.append(np.log(total))
        row = []
        for k in range(13):
            norm = np.sqrt((1 if k == 0 else 2) / 26)
            dct = sum(b * np.cos(np.pi * k * (2 * m + 1) / 52) for m, b in enumerate(bands))
            row.append(norm * dct * (1 + 11 * np.sin(np.pi * k / 22)))
        row[0] = np.log(power.sum())
        rows.append(row)
    return np.array(rows)


@pytest.mark.parametrize("count", [400, 401, 3000, 3211])
def test_the_definition_gives_the_same(count: int) -> None:
    samples = speech_like(count)
    expected = naive_mfcc(samples)
    ours = mfcc(samples)
    assert ours.shape == expected.shape
    assert ours.dtype == np.float32
    np.testing.assert_allclose(ours, expected, rtol=1e-5, atol=1e-4)


@settings(max_examples=40, deadline=None)
@given(
    count=st.integers(1, 9000),
    block=st.integers(1, 70),
    seed=st.integers(0, 5),
    start=st.integers(0, 20),
)
def test_blocks_equal_the_whole(count: int, block: int, seed: int, start: int) -> None:
    samples = speech_like(count, seed)
    whole = mfcc(samples)
    assert len(whole) == column_count(count)
    np.testing.assert_allclose(mfcc(samples, block=block), whole, rtol=1e-5, atol=1e-5)
    np.testing.assert_allclose(mfcc(samples, start, block=block), whole[start:], 1e-5, 1e-5)
    banks = log_filter_banks(samples, block=block)
    np.testing.assert_allclose(banks, log_filter_banks(samples), rtol=1e-5, atol=1e-5)
    assert banks.shape == (len(whole), 26)


def test_a_memory_map_is_read_like_an_array(tmp_path: Path) -> None:
    samples = speech_like(5000)
    path = tmp_path / "sound.s16"
    samples.tofile(path)
    mapped = np.memmap(path, dtype=np.int16, mode="r")
    np.testing.assert_array_equal(mfcc(mapped), mfcc(samples))


def test_silence_is_finite() -> None:
    columns = mfcc(np.zeros(4000, np.int16))
    assert np.isfinite(columns).all()
    assert np.allclose(columns[:, 0], np.log(np.finfo(float).eps))


def test_no_samples_no_columns() -> None:
    assert mfcc(np.zeros(0, np.int16)).shape == (0, 13)
    assert log_filter_banks(np.zeros(0, np.int16)).shape == (0, 26)


def test_filters_are_triangles_that_leave_no_bin_out() -> None:
    filters = mel_filters()
    assert filters.shape == (26, 257)
    assert (filters.max(axis=1) == 1.0).all()
    # Neighbouring triangles sum to 1 between the first and the last peak.
    peaks = filters.argmax(axis=1)
    np.testing.assert_allclose(filters.sum(axis=0)[peaks[0] : peaks[-1]], 1.0)


def test_stereo_is_refused() -> None:
    with pytest.raises(ValueError, match="mono"):
        mfcc(np.zeros((10, 2), np.int16))


@pytest.mark.shared
def test_reference_figures(shared_dir: Path) -> None:
    from tests.core.sync.example import read_example

    _, samples = read_example(shared_dir, pictures=False)
    expected = np.load(shared_dir / "reference" / "mfcc_example_first200.npz")["mfcc"]
    np.testing.assert_allclose(mfcc(samples, 0, 200), expected, rtol=1e-6, atol=1e-5)
