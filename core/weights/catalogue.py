"""The catalogue of weights in `resources/weights.toml`, and the folder of installed ones."""

from __future__ import annotations

import os
import tomllib
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from core.errors import ModelError
from core.files import sha256
from core.settings import weights_dir


@dataclass(frozen=True, slots=True)
class WeightsEntry:
    """One file of the catalogue; size in bytes, sha256 in lower-case hex."""

    id: str
    file: str
    url: str
    size: int
    sha256: str
    licence: str
    citation: str
    used_by: tuple[str, ...]


def catalogue_path() -> Path:
    """Where the catalogue lies, from source and frozen."""
    return Path(__file__).resolve().parent.parent.parent / "resources" / "weights.toml"


@cache
def catalogue() -> dict[str, WeightsEntry]:
    """Every entry by id."""
    data = tomllib.loads(catalogue_path().read_text(encoding="utf-8"))
    return {
        id: WeightsEntry(id=id, **{**table, "used_by": tuple(table["used_by"])})
        for id, table in data.items()
    }


def find_weights(id: str) -> Path | None:
    """The installed file of a catalogue entry, or None. Its hash is checked when it is loaded."""
    entry = catalogue().get(id)
    if entry is None:
        return None
    path = weights_dir() / entry.file
    return path if os.path.isfile(path) else None


def weights_sha256(path: Path) -> str:
    """Lower-case hex SHA-256 of a weights file; read once as long as the file does not change.

    Raises:
        ModelError: the file cannot be read.
    """
    try:
        stat = path.stat()
        return _sha256(path, stat.st_size, stat.st_mtime_ns)
    except OSError as error:
        raise ModelError(
            f"the weights file cannot be read ({error.strerror})",
            "Check the path, or install the weights again",
            path,
        ) from error


@lru_cache(maxsize=16)
def _sha256(path: Path, size: int, changed: int) -> str:
    del size, changed  # Only tell one state of the file from another.
    return sha256(path)
