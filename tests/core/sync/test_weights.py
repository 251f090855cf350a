"""Weights files of every bad kind get one message with file, cause and way out."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

from core import files
from core.errors import ModelError
from core.weights.catalogue import catalogue
from tests.core.sync import seeded

torch = pytest.importorskip("torch")

from core.sync import weights  # noqa: E402
from core.sync.weights import load_syncnet_weights  # noqa: E402


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return seeded.write_weights(tmp_path_factory.mktemp("weights") / "seeded.model")


@pytest.fixture(scope="module")
def state() -> dict[str, Any]:
    return seeded.seeded_state()


def refused(path: Path) -> ModelError:
    with pytest.raises(ModelError) as caught:
        load_syncnet_weights(path)
    assert caught.value.path == str(path)
    assert caught.value.hint
    return caught.value


def test_an_unknown_hash_loads_and_is_named(good: Path) -> None:
    loaded = load_syncnet_weights(good)
    assert loaded.sha256 == files.sha256(good)
    assert len(loaded.notices) == 1
    assert loaded.sha256 in loaded.notices[0]
    assert not loaded.net.training


def test_the_published_hash_needs_no_notice(good: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(weights, "PUBLISHED_SHA256", files.sha256(good))
    assert load_syncnet_weights(good).notices == ()


def test_the_old_format_without_batch_counters(state: dict[str, Any], tmp_path: Path) -> None:
    path = tmp_path / "old.model"
    old = {k: v for k, v in state.items() if not k.endswith("num_batches_tracked")}
    torch.save(old, path, _use_new_zipfile_serialization=False)
    loaded = load_syncnet_weights(path)
    name = "netfclip.3.weight"
    assert torch.equal(loaded.net.state_dict()[name], state[name])


@pytest.mark.parametrize("legacy", [False, True])
@pytest.mark.parametrize("part", [0.001, 0.5, 0.999])
def test_cut_short(state: dict[str, Any], tmp_path: Path, legacy: bool, part: float) -> None:
    path = tmp_path / "cut.model"
    torch.save(state, path, _use_new_zipfile_serialization=not legacy)
    path.write_bytes(path.read_bytes()[: int(path.stat().st_size * part)])
    assert "damaged" in refused(path).user_text


class Payload:
    """Unpickling this makes a folder: what a hostile file would do, made harmless."""

    def __init__(self, target: Path) -> None:
        self.target = target

    def __reduce__(self) -> tuple[Any, ...]:
        return os.mkdir, (str(self.target),)


@pytest.mark.parametrize("legacy", [False, True])
def test_a_file_that_would_run_code(tmp_path: Path, legacy: bool) -> None:
    path, target = tmp_path / "evil.model", tmp_path / "made-by-the-file"
    torch.save({"x": Payload(target)}, path, _use_new_zipfile_serialization=not legacy)
    assert "program code" in refused(path).user_text
    assert not target.exists()


def test_missing_empty_folder_and_text(tmp_path: Path) -> None:
    assert "not there" in refused(tmp_path / "none.model").user_text
    empty = tmp_path / "empty.model"
    empty.touch()
    assert "empty" in refused(empty).user_text
    assert "not a file" in refused(tmp_path).user_text
    text = tmp_path / "text.model"
    text.write_text("<html>404 not found</html>" * 10)
    assert "damaged" in refused(text).user_text


def test_a_huge_file_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "huge.model"
    with path.open("wb") as file:
        file.truncate(weights.MAX_SIZE + 1)
    assert "too large" in refused(path).user_text


def test_other_networks(state: dict[str, Any], tmp_path: Path) -> None:
    path = tmp_path / "other.model"
    name = "netcnnlip.0.weight"
    cases: list[tuple[object, str]] = [
        ([1, 2, 3], "list"),
        ({"conv.weight": torch.zeros(3)}, "missing"),
        ({**state, "more.weight": torch.zeros(3)}, "more.weight"),
        ({**state, name: torch.zeros(96, 3, 5, 7, 6)}, "(96, 3, 5, 7, 6)"),
        ({**state, name: torch.zeros(96, 3, 5, 7, 7, dtype=torch.int32)}, "real numbers"),
        ({**state, name: torch.full((96, 3, 5, 7, 7), float("nan"))}, "not finite"),
    ]
    for content, word in cases:
        torch.save(content, path)
        text = refused(path).user_text
        assert "not the weights of SyncNet" in text
        assert word in text


def test_the_catalogue_says_the_same_of_the_published_file() -> None:
    entry = catalogue()["syncnet_v2"]
    facts = weights.PUBLISHED_SHA256, weights.PUBLISHED_SIZE, weights.PUBLISHED_URL
    assert (entry.sha256, entry.size, entry.url) == facts
