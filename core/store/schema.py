"""The tables of a project file and the way from each schema version to the next.

A new file is made by all migrations in turn, so that there is one description of the schema only. A
migration that was released is never changed; another is appended.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable

APPLICATION_ID = 0x53795265
"""`SyRe` in SQLite's header: a database without it is no project of ours."""

Migration = Callable[[sqlite3.Connection], None]


def _from_0_to_1(connection: sqlite3.Connection) -> None:
    for statement in (
        # name -> value: when and by which version the file was made.
        "CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID",
        # Every record of the document (Document.KINDS) as JSON, see core.store.codec.
        "CREATE TABLE records (kind TEXT NOT NULL, id INTEGER NOT NULL, json TEXT NOT NULL,"
        " PRIMARY KEY (kind, id)) WITHOUT ROWID",
        # The highest id ever used, so that an undone or deleted record's id does not come again.
        "CREATE TABLE ids (kind TEXT PRIMARY KEY, highest INTEGER NOT NULL) WITHOUT ROWID",
        # `source` is a position in core.model.values.SOURCE_CODES; boxes are float32 widened.
        "CREATE TABLE keyframes (track_id INTEGER NOT NULL, pts INTEGER NOT NULL,"
        " x1 REAL NOT NULL, y1 REAL NOT NULL, x2 REAL NOT NULL, y2 REAL NOT NULL,"
        " score REAL NOT NULL, source INTEGER NOT NULL, occluded INTEGER NOT NULL,"
        " PRIMARY KEY (track_id, pts)) WITHOUT ROWID",
        # Arrays of records and of edits, little-endian, by the hash of their bytes.
        "CREATE TABLE blobs (sha256 TEXT PRIMARY KEY, data BLOB NOT NULL)",
        # Edits as they were applied; `size` counts the JSON and the arrays it brought.
        "CREATE TABLE journal (seq INTEGER PRIMARY KEY AUTOINCREMENT, at TEXT NOT NULL,"
        " text TEXT NOT NULL, json TEXT NOT NULL, size INTEGER NOT NULL)",
        # Finished stages of analyses, see core.store.stages.
        "CREATE TABLE stages (key TEXT PRIMARY KEY, video_id INTEGER NOT NULL, stage TEXT NOT NULL,"
        " created TEXT NOT NULL, data BLOB NOT NULL)",
        # Where each video path lies from the project's folder: finds videos of a folder moved as a
        # whole. Both as JSON strings, since file names on Linux need not be Unicode.
        "CREATE TABLE places (path TEXT PRIMARY KEY, relative TEXT NOT NULL) WITHOUT ROWID",
    ):
        connection.execute(statement)


def _from_1_to_2(connection: sqlite3.Connection) -> None:
    for statement in (
        # Positions of bits: 0 occluded, which is what the column held before, 1 truncated.
        "ALTER TABLE keyframes RENAME COLUMN occluded TO flags",
        # float32 x and y of each point, little-endian; NaN: not known. NULL: none.
        "ALTER TABLE keyframes ADD COLUMN landmarks BLOB",
        # COCO's compressed run lengths over the whole upright picture.
        "ALTER TABLE keyframes ADD COLUMN mask BLOB",
    ):
        connection.execute(statement)


def _from_2_to_3(connection: sqlite3.Connection) -> None:
    """Rows of the journal are the user's steps; `position` is the number of the last that is done.

    Before, an undo was written as one more row: those rows stay steps of their own.
    """
    connection.execute(
        "INSERT INTO meta SELECT 'position', CAST(coalesce(max(seq), 0) AS TEXT) FROM journal"
    )


def _from_3_to_4(_connection: sqlite3.Connection) -> None:
    """Records of the kind "speaking" may come; there were none. A program of before would take
    such a file for a damaged one; by the version it says that a newer program is needed.
    """


MIGRATIONS: tuple[Migration, ...] = (_from_0_to_1, _from_1_to_2, _from_2_to_3, _from_3_to_4)
"""MIGRATIONS[n] takes a file of version n to version n + 1. It runs inside a transaction."""


def current_version() -> int:
    """The schema version that this program writes, SQLite's user_version."""
    return len(MIGRATIONS)


def version_of(connection: sqlite3.Connection) -> int:
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def upgrade(connection: sqlite3.Connection) -> None:
    """Run the migrations that are missing; the caller holds a transaction."""
    for version in range(version_of(connection), current_version()):
        MIGRATIONS[version](connection)
        connection.execute(f"PRAGMA user_version = {version + 1}")
