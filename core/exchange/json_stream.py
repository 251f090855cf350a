"""A large JSON object, written list by list and item by item, so that memory stays flat."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any, TextIO

Json = dict[str, Any]


class JsonStream:
    """Writes `{"a": value, "b": [items], ...}`.

    ASCII only, since many readers open JSON in the encoding of the system.

    Args:
        file: text file; the caller closes it.
        tick: called after each item.
    """

    def __init__(self, file: TextIO, tick: Callable[[], None]) -> None:
        self._file = file
        self._tick = tick
        self._separator = "{\n"

    def value(self, name: str, value: object) -> None:
        """Write one small member.

        Raises:
            ValueError: it holds NaN or an infinity, which are no JSON.
        """
        self._file.write(f"{self._separator}{json.dumps(name)}: {_dump(value)}")
        self._separator = ",\n"

    def items(self, name: str, items: Iterator[Json]) -> int:
        """Write a member that is a list, and return its length.

        Raises:
            ValueError: an item holds NaN or an infinity.
        """
        self._file.write(f"{self._separator}{json.dumps(name)}: [")
        self._separator = ",\n"
        count = 0
        for item in items:
            self._file.write(",\n" if count else "\n")
            self._file.write(_dump(item))
            count += 1
            self._tick()
        self._file.write("\n]" if count else "]")
        return count

    def finish(self) -> None:
        """Close the object."""
        self._file.write("\n}\n")


def _dump(value: object) -> str:
    return json.dumps(value, allow_nan=False)
