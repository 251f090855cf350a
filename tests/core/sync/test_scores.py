"""Offset and its sign, confidence, curves, and when an answer does not stand."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from core.sync.distances import distance_matrix
from core.sync.matrix import SyncMatrix
from core.sync.scores import Mode, evaluate, mean_distances, to_score


def distances_of(early_steps: int, steps: int = 120, vshift: int = 15) -> SyncMatrix:
    """Embeddings of sound that comes `early_steps` before the picture it belongs to."""
    picture = np.random.default_rng(1).normal(size=(steps + 60, 32)).astype(np.float32)
    sound = np.roll(picture, -early_steps, axis=0) + 0.3
    matrix = distance_matrix(picture[30:-30], sound[30:-30], vshift)
    return SyncMatrix(matrix, "distance", min_confidence=1.0)


@pytest.mark.parametrize("early", [-14, -5, -1, 0, 3, 14])
@pytest.mark.parametrize("mode", ["robust", "reference"])
def test_positive_means_that_the_audio_is_early(early: int, mode: Mode) -> None:
    result = evaluate(distances_of(early), mode)
    assert result.robust.offset_steps == early
    assert result.reference.offset_steps == early
    assert result.offset_steps == pytest.approx(early, abs=0.3)
    assert result.offset_ms == result.offset_steps * 40
    assert result.determined
    assert result.reason == ""
    score = to_score(result, distances_of(early), track_id=4, scorer="x", start_step=100)
    words = {-1: "audio late", 0: "in sync", 1: "audio early"}
    assert score.direction == words[int(np.sign(early))]


def test_confidence_and_minimum_are_of_the_means() -> None:
    matrix = distances_of(3)
    for mode in ("robust", "reference"):
        result = evaluate(matrix, mode)
        means = mean_distances(matrix, mode)
        assert result.min_distance == means.min() == means[15 - 3]
        assert result.confidence == pytest.approx(np.median(means) - means.min())


def test_robust_leaves_padding_out_of_the_means() -> None:
    matrix = distances_of(0, steps=40)
    robust, reference = mean_distances(matrix, "robust"), mean_distances(matrix, "reference")
    assert robust[15] == reference[15]
    assert robust[0] == pytest.approx(matrix.values[15:, 0].mean())
    assert reference[0] == pytest.approx(matrix.values[:, 0].mean())
    assert robust[30] == pytest.approx(matrix.values[:-15, 30].mean())


def test_on_a_short_clip_zero_padding_pulls_only_the_reference() -> None:
    """A zero vector is nearer to any picture than another step's sound is."""
    steps, vshift = 30, 15
    sound = np.arange(steps)[:, None] + np.arange(2 * vshift + 1) - vshift
    values = np.where((sound >= 0) & (sound < steps), 10.0, 5.0)
    values[:, vshift - 2] -= 1.0
    short = SyncMatrix(values.astype(np.float32), "distance")
    result = evaluate(short)
    assert abs(result.reference.offset_steps) == 15
    assert result.robust.offset_steps == 2
    assert result.determined
    assert not evaluate(short, "reference").determined


def test_shifts_with_few_comparisons_do_not_count() -> None:
    means = mean_distances(distances_of(0, steps=12))
    assert np.isnan(means[[0, 8, 22, 30]]).all()
    assert np.isfinite(means[9:22]).all()


def test_the_sub_step_part_is_that_of_the_parabola() -> None:
    for true in (-2.3, 0.25, 1.4):
        shifts = 15 - np.arange(31)
        row = 10 + 0.05 * (shifts - true) ** 2
        matrix = SyncMatrix(np.tile(row, (100, 1)).astype(np.float32), "distance")
        result = evaluate(matrix)
        assert result.offset_steps == pytest.approx(true, abs=1e-3)
        assert result.local_offset[:, 1] == pytest.approx(true * 40, abs=0.05)


def test_frame_confidence_is_median_filtered_with_zeros_in_reference_mode() -> None:
    signal = pytest.importorskip("scipy.signal")
    matrix = distances_of(2)
    result = evaluate(matrix, "reference")
    raw = np.median(mean_distances(matrix, "reference")) - matrix.values[:, 13].astype(float)
    expected = signal.medfilt(raw, kernel_size=9)
    np.testing.assert_allclose(result.frame_confidence, expected, rtol=1e-5)
    assert result.frame_confidence.dtype == np.float32


def test_frame_confidence_dips_where_the_lips_do_not_fit() -> None:
    values = distances_of(0).values.copy()
    values[50:80] = 9.0
    curve = evaluate(SyncMatrix(values, "distance")).frame_confidence
    assert curve[55:75].max() < curve[:45].min() - 1
    assert len(curve) == 120


def test_robust_frame_confidence_has_no_drop_at_the_ends() -> None:
    curve = evaluate(distances_of(10)).frame_confidence
    assert curve.min() > 0.8 * curve.mean()


def test_local_offset_shows_what_one_offset_hides() -> None:
    joined = np.vstack([distances_of(0, 200).values, distances_of(-6, 200).values])
    matrix = SyncMatrix(joined, "distance")
    local = evaluate(matrix).local_offset
    assert local[0, 1] == pytest.approx(0, abs=12)
    assert local[-1, 1] == pytest.approx(-240, abs=12)
    # The first window of 75 rows begins with picture 0 and is centred on picture 37 + 2.
    assert local[0, 0] == pytest.approx(39 / 25)
    assert np.all(np.diff(local[:, 0]) > 0)
    shifted = to_score(evaluate(matrix), matrix, 1, "x", start_step=50)
    assert shifted.local_offset[0, 0] == pytest.approx(39 / 25 + 2)
    assert shifted.frame_confidence_times()[0] == pytest.approx(52 / 25)


def test_a_clip_shorter_than_the_window_has_one_local_offset() -> None:
    local = evaluate(distances_of(1, steps=30)).local_offset
    assert local.shape == (1, 3)
    assert local[0, 1] == pytest.approx(40, abs=12)


@pytest.mark.parametrize("early", [15, -15])
def test_at_the_limit_it_is_undetermined(early: int) -> None:
    result = evaluate(distances_of(early))
    assert not result.determined
    assert "limit" in result.reason
    assert "600 ms" in result.reason


def test_under_the_floor_it_is_undetermined() -> None:
    noise = np.random.default_rng(0).normal(10, 1, (200, 31)).astype(np.float32)
    result = evaluate(SyncMatrix(noise, "distance", min_confidence=3.0))
    assert not result.determined
    assert result.reason


def test_the_reason_of_the_scorer_comes_first() -> None:
    values = distances_of(0).values.copy()
    result = evaluate(SyncMatrix(values, "distance", reason="nothing moves in the picture"))
    assert not result.determined
    assert result.reason == "nothing moves in the picture"


def test_nothing_differs_or_nothing_is_finite() -> None:
    same = evaluate(SyncMatrix(np.full((60, 31), 2.0, np.float32), "distance"))
    assert not same.determined
    assert same.robust.offset_steps == 0
    assert np.isfinite(same.local_offset).all()
    broken = distances_of(0).values.copy()
    broken[3, 4] = np.nan
    result = evaluate(SyncMatrix(broken, "distance"))
    assert not result.determined
    assert "finite" in result.reason


@pytest.mark.parametrize(
    ("null_max", "determined"), [(0.4, True), (0.8, False), (0.9, False), (None, False)]
)
def test_a_correlation_must_clear_its_null(null_max: float | None, determined: bool) -> None:
    shifts = 15 - np.arange(31)
    row = -0.85 * np.exp(-((shifts - 2.0) ** 2) / 2)
    values = np.tile(row, (300, 1)).astype(np.float32)
    result = evaluate(SyncMatrix(values, "correlation", null_max=null_max))
    assert result.determined is determined
    assert bool(result.reason) is not determined
    assert result.robust.offset_steps == 2


@pytest.mark.shared
def test_reference_figures(shared_dir: Path) -> None:
    folder = shared_dir / "reference"
    known = json.loads((folder / "syncnet_example.json").read_text())["example.avi"]
    values = np.load(folder / "syncnet_example_distances.npy")
    matrix = SyncMatrix(values, "distance")
    result = evaluate(matrix, "reference")
    for mode, offset in (("reference", result.reference), ("robust", result.robust)):
        assert offset.offset_steps == known[mode]["offset"]
        assert offset.min_distance == pytest.approx(known[mode]["min_distance"], abs=1e-4)
        assert offset.confidence == pytest.approx(known[mode]["confidence"], abs=1e-4)
    means = mean_distances(matrix, "robust")
    np.testing.assert_allclose(means, known["robust"]["mean_distances"], atol=1e-4)
    first = known["reference"]["frame_confidence_first"]
    np.testing.assert_allclose(result.frame_confidence[: len(first)], first, atol=1e-4)
