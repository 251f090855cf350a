"""Paths of videos: absolute in the document, and beside that relative to the project file.

When a folder with project and videos is moved as a whole, the absolute path is gone and the
relative one finds the video. Both are kept as JSON strings, since file names on Linux need not be
Unicode.
"""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Callable
from pathlib import Path


def remember(connection: sqlite3.Connection, path: str, folder: Path) -> None:
    """Keep where `path` lies from the project's folder."""
    connection.execute(
        "INSERT OR REPLACE INTO places VALUES (?, ?)",
        (json.dumps(path), json.dumps(_relative(path, folder))),
    )


def rebase(connection: sqlite3.Connection, old: Path, new: Path) -> None:
    """The project is copied to the folder `new`: paths are relative to that from now on."""
    find = finder(connection, old)
    for (text,) in connection.execute("SELECT path FROM places").fetchall():
        path = json.loads(text)
        connection.execute(
            "UPDATE places SET relative = ? WHERE path = ?",
            (json.dumps(_relative(find(path), new)), text),
        )


def finder(connection: sqlite3.Connection, folder: Path) -> Callable[[str], str]:
    """Gives for each path that was written where the file is now; the same if not found."""
    found: dict[str, str] = {}
    for path_text, relative_text in connection.execute("SELECT path, relative FROM places"):
        path, relative = json.loads(path_text), json.loads(relative_text)
        if relative and not os.path.exists(path):
            moved = os.path.normpath(os.path.join(folder, relative))
            if os.path.exists(moved):
                found[path] = moved
    return lambda path: found.get(path, path)


def _relative(path: str, folder: Path) -> str:
    """With forward slashes; empty where there is none (another drive of Windows)."""
    try:
        return os.path.relpath(path, folder).replace(os.sep, "/")
    except ValueError:
        return ""
