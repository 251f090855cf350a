"""The network made for inference is the published function, however its input is cut."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from core.errors import Cancelled
from tests.core.sync import seeded

torch = pytest.importorskip("torch")

from core.sync.network import FastSyncNet, SyncNet  # noqa: E402

DATA = Path(__file__).parent / "data"


@pytest.fixture(scope="module")
def net() -> SyncNet:
    return seeded.seeded_net()


@pytest.fixture(scope="module")
def fast(net: SyncNet) -> FastSyncNet:
    return FastSyncNet(net)


def relative(a: np.ndarray, b: np.ndarray) -> float:
    return float(np.abs(a - b).max() / np.abs(b).max())


def test_pictures_in_one_pass_equal_windows_cut_out(net: SyncNet, fast: FastSyncNet) -> None:
    clip = seeded.pictures(11)
    expected = seeded.plain_lip(net, clip)
    for block, cuts in ((6, [11]), (3, [1, 2, 5, 3]), (32, [4, 7])):
        batches = np.split(clip, np.cumsum(cuts)[:-1])
        rows = list(fast.embed_pictures(iter(batches), block=block))
        assert all(len(part) <= block for part in rows)
        assert np.concatenate(rows).shape == (7, 1024)
        assert relative(np.concatenate(rows), expected) < 1e-4


def test_colours_are_turned_to_bgr(fast: FastSyncNet) -> None:
    clip = seeded.pictures(5)
    rgb = next(fast.embed_pictures(iter([clip])))
    swapped = next(fast.embed_pictures(iter([np.ascontiguousarray(clip[..., ::-1])])))
    assert relative(rgb, swapped) > 1e-2


def test_sound_in_batches_equals_windows_cut_out(net: SyncNet, fast: FastSyncNet) -> None:
    columns = np.random.default_rng(3).normal(0, 10, (20 + 4 * 8 + 3, 13)).astype(np.float32)
    expected = seeded.plain_aud(net, columns, 9)
    for block in (128, 4):
        ours = fast.embed_sound(columns, block=block)
        assert ours.shape == (9, 1024)
        assert relative(ours, expected) < 1e-4


def test_under_five_pictures_or_twenty_columns_there_is_nothing(fast: FastSyncNet) -> None:
    assert list(fast.embed_pictures(iter([seeded.pictures(4)]))) == []
    assert fast.embed_sound(np.zeros((19, 13), np.float32)).shape == (0, 1024)


def test_other_sizes_are_refused(fast: FastSyncNet) -> None:
    with pytest.raises(ValueError, match="224"):
        next(fast.embed_pictures(iter([np.zeros((5, 112, 112, 3), np.uint8)])))


def test_the_check_stops_between_blocks(fast: FastSyncNet) -> None:
    calls = []

    def check() -> None:
        calls.append(1)
        if len(calls) == 2:
            raise Cancelled

    rows = fast.embed_pictures(iter([seeded.pictures(8)]), block=2, check=check)
    assert len(next(rows)) == 2
    with pytest.raises(Cancelled):
        next(rows)


def test_the_figures_of_record(fast: FastSyncNet) -> None:
    """A few numbers of each branch, computed once with the published layers."""
    record = json.loads((DATA / "syncnet_seeded.json").read_text())
    lip = next(fast.embed_pictures(iter([seeded.pictures(5)])))
    columns = np.random.Generator(np.random.PCG64(5)).normal(0, 10, (20, 13)).astype(np.float32)
    aud = fast.embed_sound(columns)
    np.testing.assert_allclose(lip[0, ::64], record["lip"], rtol=0, atol=1e-4)
    np.testing.assert_allclose(aud[0, ::64], record["aud"], rtol=0, atol=1e-4)


@pytest.mark.shared
def test_reference_embeddings(shared_dir: Path, fast: FastSyncNet) -> None:
    expected = np.load(shared_dir / "reference" / "syncnet_synthetic.npz")
    generator = np.random.Generator(np.random.PCG64(20160))
    bgr = generator.integers(0, 256, (12, 224, 224, 3), dtype=np.uint8)
    columns = (generator.standard_normal((13, 52)) * 10).astype(np.float32)
    lip = np.concatenate(list(fast.embed_pictures(iter([np.ascontiguousarray(bgr[..., ::-1])]))))
    assert relative(lip, expected["lip"]) < 1e-4
    assert relative(fast.embed_sound(columns.T)[:8], expected["aud"]) < 1e-4


@pytest.mark.shared
def test_published_names_and_shapes(shared_dir: Path) -> None:
    names = json.loads((shared_dir / "reference" / "syncnet_names.json").read_text())
    state = SyncNet().state_dict()
    assert {n: tuple(s) for n, s, _ in names} == {n: tuple(t.shape) for n, t in state.items()}
