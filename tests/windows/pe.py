"""Reads what is needed of a Windows program's file: what it is made for and what it carries."""

from __future__ import annotations

import struct
from dataclasses import dataclass
from pathlib import Path

AMD64 = 0x8664
WINDOWED, CONSOLE = 2, 3
ICON_GROUP, VERSION_RESOURCE, MANIFEST = 14, 16, 24


@dataclass(frozen=True, slots=True)
class Program:
    """Facts of a PE32+ file.

    Attributes:
        machine: the processor.
        subsystem: `WINDOWED` or `CONSOLE`.
        resources: kinds of resources, each with the bytes of its first one.
    """

    machine: int
    subsystem: int
    resources: dict[int, bytes]

    @property
    def version_strings(self) -> dict[str, str]:
        """The names and texts of the version resource."""
        return dict(_strings(self.resources[VERSION_RESOURCE]))


def read(path: Path) -> Program:
    """Read the headers of a 64-bit Windows program.

    Raises:
        ValueError: it is none.
    """
    data = path.read_bytes()
    (start,) = struct.unpack_from("<I", data, 0x3C)
    if data[:2] != b"MZ" or data[start : start + 4] != b"PE\0\0":
        raise ValueError(f"{path} is no Windows program")
    machine, sections = struct.unpack_from("<HH", data, start + 4)
    (optional_size,) = struct.unpack_from("<H", data, start + 20)
    optional = start + 24
    magic, subsystem = (
        struct.unpack_from("<H", data, optional)[0],
        struct.unpack_from("<H", data, optional + 68)[0],
    )
    if magic != 0x20B:
        raise ValueError(f"{path} is no 64-bit program")
    (resource_rva,) = struct.unpack_from("<I", data, optional + 112 + 2 * 8)
    table = optional + optional_size
    for number in range(sections):
        _, rva, size, offset = struct.unpack_from("<IIII", data, table + 40 * number + 8)
        if rva <= resource_rva < rva + max(size, 1):
            return Program(
                machine, subsystem, _resources(data, offset + resource_rva - rva, rva - offset)
            )
    return Program(machine, subsystem, {})


def _resources(data: bytes, base: int, shift: int) -> dict[int, bytes]:
    """The first resource of each kind; `shift` is the address less the place in the file."""

    def entries(at: int) -> list[tuple[int, int]]:
        named, numbered = struct.unpack_from("<HH", data, at + 12)
        return [struct.unpack_from("<II", data, at + 16 + 8 * i) for i in range(named + numbered)]

    found = {}
    for kind, place in entries(base):
        while place & 0x8000_0000:
            _, place = entries(base + (place & 0x7FFF_FFFF))[0]
        rva, size = struct.unpack_from("<II", data, base + place)
        found[kind] = data[rva - shift : rva - shift + size]
    return found


def _strings(block: bytes) -> list[tuple[str, str]]:
    """All names with texts of a version resource, from the structure of its nested blocks."""
    found: list[tuple[str, str]] = []

    def walk(at: int, end: int) -> None:
        while at + 6 <= end:
            length, value_length, kind = struct.unpack_from("<HHH", block, at)
            if length == 0:
                return
            name_end = at + 6
            while block[name_end : name_end + 2] != b"\0\0":
                name_end += 2
            name = block[at + 6 : name_end].decode("utf-16-le")
            value = (name_end + 2 + 3) & ~3
            if kind == 1 and value_length:
                text = block[value : value + 2 * value_length].decode("utf-16-le")
                found.append((name, text.rstrip("\0")))
            else:
                walk((value + (value_length if kind == 0 else 0) + 3) & ~3, at + length)
            at = (at + length + 3) & ~3

    walk(0, len(block))
    return found
