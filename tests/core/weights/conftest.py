"""A folder of weights of the test's own, a server on this machine, and no proxy but the test's."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from core.settings import weights_dir
from core.weights import catalogue as module
from core.weights.catalogue import WeightsEntry
from tests.core.weights.server import Server, serving, write_catalogue


@pytest.fixture(autouse=True)
def weights_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The empty folder of weights; not made."""
    monkeypatch.setenv("SYNCREVIEW_HOME", str(tmp_path / "집 home"))
    for name in ("http_proxy", "https_proxy", "all_proxy", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)
    return weights_dir()


@pytest.fixture
def server() -> Iterator[Server]:
    with serving() as made:
        yield made


@pytest.fixture
def own_catalogue(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Callable[..., dict[str, WeightsEntry]]]:
    """`own_catalogue(entry, ...)`: the catalogue holds these and nothing else."""

    def make(*entries: WeightsEntry) -> dict[str, WeightsEntry]:
        write_catalogue(tmp_path / "weights.toml", entries)
        monkeypatch.setattr(module, "catalogue_path", lambda: tmp_path / "weights.toml")
        module.catalogue.cache_clear()
        return module.catalogue()

    yield make
    monkeypatch.undo()
    module.catalogue.cache_clear()
