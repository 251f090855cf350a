"""SyncNet over a whole clip: the published figures, streaming, errors."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from core.errors import Cancelled, ModelError
from core.jobs import JobContext, Progress
from core.sync.distances import distance_matrix
from core.sync.evaluation import SyncNetModel
from core.sync.mfcc import mfcc
from core.sync.scores import evaluate
from core.sync.steps import step_count
from tests.core.sync import seeded

torch = pytest.importorskip("torch")


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> SyncNetModel:
    path = seeded.write_weights(tmp_path_factory.mktemp("weights") / "seeded.model")
    return SyncNetModel.load(path)


def test_a_clip_equals_windows_cut_out(model: SyncNetModel) -> None:
    clip, samples = seeded.pictures(19), seeded.speech_like(19 * 640 + 77)
    matrix = model.evaluate(iter(np.split(clip, [3, 4])), 19, samples, 4, JobContext())
    net = seeded.seeded_net()
    steps = 14
    lip = seeded.plain_lip(net, clip)[:steps]
    aud = seeded.plain_aud(net, mfcc(samples), steps)
    assert matrix.values.shape == (14, 9)
    np.testing.assert_allclose(matrix.values, distance_matrix(lip, aud, 4), rtol=1e-5)
    assert matrix.weights_sha256 == model.sha256
    assert "not the published" in matrix.notices[0]


def test_steps_follow_the_shorter_of_picture_and_sound() -> None:
    assert step_count(317, 202_880) == 312
    assert step_count(317, 6399) == 4
    assert step_count(8, 10**6) == 3
    assert step_count(5, 10**6) == step_count(0, 0) == 0


def test_too_short_silent_and_ended_early(model: SyncNetModel) -> None:
    ctx, samples = JobContext(), seeded.speech_like(20 * 640)
    with pytest.raises(ModelError, match="too short"):
        model.evaluate(iter([seeded.pictures(5)]), 5, samples, 15, ctx)
    with pytest.raises(ModelError, match="no sound"):
        model.evaluate(iter([seeded.pictures(8)]), 8, samples[:0], 15, ctx)
    with pytest.raises(ModelError, match="ended after 8 of 20"):
        model.evaluate(iter([seeded.pictures(8)]), 20, samples, 15, ctx)


def test_progress_and_cancelling(model: SyncNetModel) -> None:
    clip, samples = seeded.pictures(17), seeded.speech_like(17 * 640)
    told: list[Progress] = []
    ctx = JobContext(told.append, interval_s=0)
    model.evaluate(iter([clip]), 17, samples, 2, ctx)
    assert [p.done for p in told] == [6, 12]
    assert told[-1].total == 12
    ctx = JobContext(lambda _: ctx.cancel(), interval_s=0)
    with pytest.raises(Cancelled):
        model.evaluate(iter([clip]), 17, samples, 2, ctx)


def test_a_device_that_is_not_there(tmp_path: Path) -> None:
    if torch.cuda.is_available():
        pytest.skip("this machine has CUDA")
    path = seeded.write_weights(tmp_path / "seeded.model")
    with pytest.raises(ModelError, match="cannot run on cuda"):
        SyncNetModel.load(path, "cuda")


@pytest.mark.shared
def test_reference_distances_and_figures(shared_dir: Path, model: SyncNetModel) -> None:
    from tests.core.sync.example import read_example

    frames, samples = read_example(shared_dir)
    matrix = model.evaluate(iter([frames]), len(frames), samples, 15, JobContext())
    folder = shared_dir / "reference"
    expected = np.load(folder / "syncnet_example_distances.npy")
    assert matrix.values.shape == expected.shape
    assert np.abs(matrix.values - expected).max() < 1e-3
    known = json.loads((folder / "syncnet_example.json").read_text())["example.avi"]
    assert matrix.steps == known["steps"]
    result = evaluate(matrix, "reference")
    for mode, offset in (("reference", result.reference), ("robust", result.robust)):
        assert offset.offset_steps == known[mode]["offset"]
        assert offset.min_distance == pytest.approx(known[mode]["min_distance"], abs=1e-3)
        assert offset.confidence == pytest.approx(known[mode]["confidence"], abs=1e-3)
    first = known["reference"]["frame_confidence_first"]
    np.testing.assert_allclose(result.frame_confidence[: len(first)], first, atol=1e-3)
