"""Arrays of records and edits, kept apart from their JSON under the SHA-256 of their bytes."""

from __future__ import annotations

import hashlib
import weakref
from collections.abc import Callable
from typing import Any

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[Any]


class CodecError(ValueError):
    """The JSON does not hold what it should: the project file is damaged."""


class Writer:
    """Collects the arrays that belong to what is encoded. `arrays` maps SHA-256 to the array."""

    def __init__(self) -> None:
        self.arrays: dict[str, Array] = {}

    def put(self, array: Array) -> str:
        """Keep an array and return the hash of its bytes."""
        sha = _hash_of(array)
        self.arrays[sha] = array
        return sha


def bytes_of(array: Array) -> bytes:
    """The little-endian bytes of an array in C order."""
    return np.ascontiguousarray(array, dtype=array.dtype.newbyteorder("<")).tobytes()


class Reader:
    """Fetches arrays, each once; and gives the present place of a video's path.

    Args:
        fetch: the bytes under a SHA-256, or None.
        place: the present path of a path that was written.
    """

    def __init__(
        self,
        fetch: Callable[[str], bytes | None],
        place: Callable[[str], str] = lambda path: path,
    ) -> None:
        self._fetch = fetch
        self.place = place
        self._seen: dict[str, bytes] = {}

    def get(self, sha: str) -> bytes:
        if sha not in self._seen:
            data = self._fetch(sha)
            if data is None or hashlib.sha256(data).hexdigest() != sha:
                raise CodecError(f"array {sha[:12]} is missing or changed")
            self._seen[sha] = data
        return self._seen[sha]


_hashes: dict[int, tuple[weakref.ref[Array], str]] = {}


def _hash_of(array: Array) -> str:
    """SHA-256 of an array; remembered while a read-only one lives, for matrices have megabytes."""
    known = _hashes.get(id(array))
    if known is not None and known[0]() is array:
        return known[1]
    sha = hashlib.sha256(bytes_of(array)).hexdigest()
    if not array.flags.writeable:
        key = id(array)
        _hashes[key] = (weakref.ref(array, lambda _: _hashes.pop(key, None)), sha)
    return sha
