"""The catalogue of weights in `resources/weights.toml`, and the folder of installed ones."""

from __future__ import annotations

import os
import tomllib
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from core.errors import ModelError
from core.files import sha256
from core.resources import RESOURCES
from core.settings import weights_dir

TORCHVISION = "torchvision"
_SLACK = 1 << 16
"""Bytes by which a small file may differ from the catalogue's figure."""


@dataclass(frozen=True, slots=True)
class WeightsEntry:
    """One file of the catalogue.

    Args:
        url: "torchvision:NAME" where the installed torchvision knows the address (`address`).
        size: bytes, about right where the publisher gives no exact figure (`near`).
        sha256: lower-case hex, or its first eight digits (`matches`).
        used_by: ids of plugins.
    """

    id: str
    file: str
    url: str
    size: int
    sha256: str
    licence: str
    citation: str
    used_by: tuple[str, ...]

    @property
    def path(self) -> Path:
        """Where the file lies once it is installed."""
        return weights_dir() / self.file

    def address(self) -> str:
        """Where the file is downloaded from. For weights of torchvision this imports it, which
        takes seconds.

        Raises:
            ModelError: the installed torchvision does not know these weights.
        """
        where, _, name = self.url.partition(":")
        if where != TORCHVISION:
            return self.url
        try:
            from torchvision.models import get_weight

            return str(get_weight(name).url)
        except (ImportError, ValueError, KeyError, AttributeError) as error:
            raise ModelError(
                f"the installed torchvision does not know where {self.file} is",
                f"Install another torchvision, or get the file and put it into {weights_dir()}",
            ) from error

    def matches(self, sha256: str) -> bool:
        """Whether a file of this SHA-256 (lower-case hex) is this one."""
        return sha256.startswith(self.sha256)

    def near(self, size: int) -> bool:
        """Whether a file of so many bytes can be this one."""
        return abs(size - self.size) <= max(self.size // 20, _SLACK)


def catalogue_path() -> Path:
    """Where the catalogue lies, from source and frozen."""
    return RESOURCES / "weights.toml"


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
    return entry.path if os.path.isfile(entry.path) else None


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


def size_text(size: int) -> str:
    """ "54.6 MB", "317 kB", "26 B"."""
    if size < 1000:
        return f"{size} B"
    return f"{size / 1e6:.1f} MB" if size >= 1_000_000 else f"{size / 1e3:.0f} kB"
