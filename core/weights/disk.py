"""The folder of weights as a place: made, with room, its files hashed so that one can stop."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Callable
from pathlib import Path

from core import files
from core.errors import ModelError
from core.weights.catalogue import size_text

CHUNK = 1 << 20
_SPARE = 1 << 22
"""Bytes that stay free: a disk that is full to the last one stops other programs."""


def hashed(path: Path, read: Callable[[int], object]) -> str:
    """Lower-case hex SHA-256 of a file.

    Args:
        read: told after each piece how many bytes it had; may raise to stop.

    Raises:
        OSError: it cannot be read.
    """
    state = hashlib.sha256()
    with path.open("rb") as file:
        while piece := file.read(CHUNK):
            state.update(piece)
            read(len(piece))
    return state.hexdigest()


def make_folder(folder: Path) -> None:
    """Make the folder of weights, and remove what killed processes left in it.

    Raises:
        ModelError: it cannot be made.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        text, hint = files.reason(error)
        raise ModelError(f"the folder of weights cannot be made: {text}", hint, folder) from error
    files.sweep(folder)


def check_room(folder: Path, needed: int, name: str) -> None:
    """See that so many bytes more have room in a folder.

    Raises:
        ModelError: they have not.
    """
    try:
        free = shutil.disk_usage(folder).free
    except OSError:
        # Some network drives do not say; writing will.
        return
    if free < needed + _SPARE:
        raise ModelError(
            f"there is no room for {name}: it needs {size_text(needed)}, "
            f"{size_text(free)} are free",
            "Free some space and do it again",
            folder,
        )


def not_written(name: str, error: OSError, folder: Path) -> ModelError:
    """The error for a weights file that cannot be written."""
    text, hint = files.reason(error)
    return ModelError(f"the file {name} cannot be written: {text}", hint, folder)
