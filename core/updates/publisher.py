"""Whose announcements are believed, and where they are: `resources/updates.toml`."""

from __future__ import annotations

import base64
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from core.resources import RESOURCES
from core.updates.envelope import KEY_BYTES, key_id

PUBLISHER_FILE = RESOURCES / "updates.toml"


@dataclass(frozen=True, slots=True)
class Publisher:
    """What is built in.

    Args:
        address: where announcements are; empty if there is none.
        keys: public keys of 32 bytes by their ids; any of them is believed.
    """

    address: str
    keys: Mapping[str, bytes]


@cache
def publisher() -> Publisher:
    """The one that comes with this version."""
    return read_publisher(PUBLISHER_FILE)


def read_publisher(path: Path) -> Publisher:
    """Read such a file.

    Raises:
        ValueError: a key is none, or its id is that of another one.
    """
    given = tomllib.loads(path.read_text(encoding="utf-8"))
    keys = {}
    for table in given.get("keys", []):
        public = base64.b64decode(table["public"], validate=True)
        if len(public) != KEY_BYTES or key_id(public) != table["id"]:
            raise ValueError(f"{path}: the key {table['id']} is not what it should be")
        keys[table["id"]] = public
    return Publisher(given["address"], keys)
