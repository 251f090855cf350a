"""Half precision: only where it changes nothing that matters; memory that runs out."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from core.errors import ModelError
from core.jobs import JobContext
from tests.core.sync import seeded

torch = pytest.importorskip("torch")

from core.sync import precision  # noqa: E402
from core.sync.evaluation import OutOfMemoryError, SyncNetModel  # noqa: E402
from core.sync.network import FastSyncNet, SyncNet  # noqa: E402

FULL = RuntimeError("CUDA out of memory. Tried to allocate 2.00 GiB")


@pytest.fixture(scope="module")
def net() -> SyncNet:
    net = SyncNet()
    net.load_state_dict(seeded.seeded_state())
    return net.eval()


@pytest.fixture(scope="module")
def weights(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return seeded.write_weights(tmp_path_factory.mktemp("weights") / "seeded.model")


def pictures(count: int) -> np.ndarray:  # type: ignore[type-arg]
    return np.random.default_rng(3).integers(0, 256, (count, 224, 224, 3), np.uint8)


def embedded(fast: FastSyncNet, given: np.ndarray) -> np.ndarray:  # type: ignore[type-arg]
    return np.concatenate(list(fast.embed_pictures(iter([given]))))


def test_bf16_moves_distances_by_less_than_the_bound(net: SyncNet) -> None:
    full, half = FastSyncNet(net), FastSyncNet(net, "cpu", "bf16")
    moved = precision.largest_change(full, half)
    assert 0 < moved < precision.BOUND
    assert precision.largest_change(full, full) == 0


def test_full_is_asked_for_and_half_where_the_device_has_it(
    net: SyncNet, monkeypatch: pytest.MonkeyPatch
) -> None:
    fast, notices = precision.network_in(net, "cpu", "full")
    assert (fast.precision, notices) == ("fp32", ())
    monkeypatch.setattr(precision, "_has_bf16", lambda: False)
    for wanted in ("auto", "half"):
        assert precision.network_in(net, "cpu", wanted)[0].precision == "fp32"  # type: ignore[arg-type]
    monkeypatch.setattr(precision, "_has_bf16", lambda: True)
    for wanted in ("auto", "half"):
        assert precision.network_in(net, "cpu", wanted)[0].precision == "bf16"  # type: ignore[arg-type]
    assert precision.half_of("cuda") == "fp16"
    assert precision.half_of("mps") == "fp32"


def test_half_precision_that_changes_too_much_is_off_and_told(
    net: SyncNet, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(precision, "_has_bf16", lambda: True)
    monkeypatch.setattr(precision, "BOUND", 1e-9)
    fast, (notice,) = precision.network_in(net, "cpu", "auto")
    assert fast.precision == "fp32"
    assert "bf16 moves distances by up to" in notice
    # Who wants it all the same has it.
    assert precision.network_in(net, "cpu", "half")[0].precision == "bf16"


# --- memory ------------------------------------------------------------------------------------


class Narrow(FastSyncNet):
    """Has memory for `most` windows."""

    most = 2

    def _pictures(self, pictures: np.ndarray) -> np.ndarray:  # type: ignore[type-arg]
        if len(pictures) - 4 > self.most:
            raise FULL
        return super()._pictures(pictures)


def test_blocks_are_halved_until_they_fit_and_give_the_same(net: SyncNet) -> None:
    given = pictures(4 + 11)
    wide = embedded(FastSyncNet(net), given)
    narrow = embedded(Narrow(net), given)
    assert narrow.shape == wide.shape == (11, 1024)
    np.testing.assert_allclose(narrow, wide, rtol=0, atol=1e-4 * np.abs(wide).max())


def test_other_failures_are_not_tried_again(net: SyncNet, monkeypatch: pytest.MonkeyPatch) -> None:
    tried = []

    def fails(_self: FastSyncNet, given: np.ndarray) -> np.ndarray:  # type: ignore[type-arg]
        tried.append(len(given))
        raise RuntimeError("sizes do not fit")

    monkeypatch.setattr(FastSyncNet, "_pictures", fails)
    with pytest.raises(RuntimeError, match="sizes"):
        embedded(FastSyncNet(net), pictures(10))
    assert tried == [10]


class Clip:
    count = 20

    def pictures(self) -> Iterator[np.ndarray]:  # type: ignore[type-arg]
        yield pictures(self.count)

    def samples(self) -> np.ndarray:  # type: ignore[type-arg]
        return np.random.default_rng(4).integers(-3000, 3000, 16000).astype(np.int16)


def test_without_room_for_one_window_the_cpu_does_it(
    weights: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The plugin on a device of no memory: the CPU gives the answer, and the report says so."""
    from plugins.syncnet import SyncNetScorer

    expected = SyncNetScorer(SyncNetModel.load(weights), 15, 3.0).score(Clip(), JobContext())
    monkeypatch.setattr(Narrow, "most", 0)
    full = SyncNet()
    full.load_state_dict(seeded.seeded_state())
    small = SyncNetModel(Narrow(full.eval()), "0", (), weights)
    with pytest.raises(OutOfMemoryError):
        small.evaluate(Clip().pictures(), 20, Clip().samples(), 15, JobContext())
    # It runs on the CPU already: there is no way out.
    with pytest.raises(ModelError, match="out of memory"):
        SyncNetScorer(small, 15, 3.0).score(Clip(), JobContext())
    monkeypatch.setattr(SyncNetModel, "device", property(lambda m: "cuda" if m is small else "cpu"))
    found = SyncNetScorer(small, 15, 3.0).score(Clip(), JobContext())
    np.testing.assert_array_equal(found.values, expected.values)
    assert "SyncNet had too little memory on cuda and ran on the CPU" in found.notices
