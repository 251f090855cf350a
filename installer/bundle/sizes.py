"""What takes the room in a build."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from pathlib import Path

MB = 1_000_000


def size_of(path: Path) -> int:
    """Bytes of a file, or of all files in a folder; links count for nothing."""
    if path.is_file():
        return path.stat().st_size
    return sum(p.stat().st_size for p in path.rglob("*") if p.is_file() and not p.is_symlink())


def group_of(name: str) -> str:
    """The part of the program that a file belongs to."""
    parts = name.replace("\\", "/").split("/")
    if len(parts) == 1:
        return "(top level: Python and system libraries)"
    return parts[0].removesuffix(".libs")


def size_report(entries: Iterable[tuple[str, str]], top: int = 12) -> str:
    """A table of the largest parts, in MB before compression.

    Args:
        entries: (name inside the program, path of the file).
        top: how many parts are named; the rest is one line.
    """
    sizes: Counter[str] = Counter()
    for name, source in entries:
        path = Path(source)
        if path.is_file() and not path.is_symlink():
            sizes[group_of(name)] += path.stat().st_size
    lines = [f"{size / MB:8.1f} MB  {group}" for group, size in sizes.most_common(top)]
    rest = sum(sizes.values()) - sum(size for _, size in sizes.most_common(top))
    if rest:
        lines.append(f"{rest / MB:8.1f} MB  the rest")
    lines.append(f"{sum(sizes.values()) / MB:8.1f} MB  in all")
    return "\n".join(lines)
