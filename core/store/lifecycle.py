"""Making, copying and upgrading project files. Callers turn OSError into words."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from core import __version__, files
from core.store import places, schema
from core.store.database import beside, transaction, translated
from core.store.journal import now


def make(target: Path) -> None:
    """Write an empty project, whole or not at all.

    Raises:
        OSError, ProjectError: it cannot be written.
    """
    forget_log(target)
    with (
        files.replacing(target) as temporary,
        translated(target, new=True),
        closing(_plain(temporary)) as new,
    ):
        # In the header before any WAL is: a file is known for ours without SQLite's help.
        new.execute(f"PRAGMA application_id = {schema.APPLICATION_ID}")
        new.execute("PRAGMA auto_vacuum = INCREMENTAL")
        with transaction(new, target, new=True):
            schema.upgrade(new)
            new.executemany(
                "INSERT INTO meta VALUES (?, ?)",
                [("created", now()), ("created_by", f"SyncReview {__version__}")],
            )


def migrate(connection: sqlite3.Connection, path: Path) -> None:
    """Bring an older file to this version, after a copy of it was kept beside it as `NAME.v1.bak`.

    Raises:
        OSError, ProjectError: the copy or the change cannot be written; the file is as before.
    """
    old = schema.version_of(connection)
    kept = path.with_name(f"{path.name}.v{old}.bak")
    with files.replacing(kept) as temporary:
        _backup(connection, temporary, kept)
    with transaction(connection, path):
        schema.upgrade(connection)
    with translated(path):
        # The header tells the version too; it should not lie in the WAL only.
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()


def copy(connection: sqlite3.Connection, source: Path, target: Path) -> None:
    """Write a copy that finds its videos from its own folder; a file of that name is replaced.

    Raises:
        OSError, ProjectError: it cannot be written; what was there is as before.
    """
    with files.replacing(target) as temporary:
        _backup(connection, temporary, target)
        with (
            translated(target, new=True),
            closing(_plain(temporary)) as new,
            transaction(new, target, new=True),
        ):
            places.rebase(new, source.parent, target.parent)
        forget_log(target)


def forget_log(target: Path) -> None:
    """Remove what a dead file of this name left: SQLite would play its log into the new file."""
    for suffix in ("-wal", "-shm", "-journal"):
        beside(target, suffix).unlink(missing_ok=True)


def _plain(path: Path) -> sqlite3.Connection:
    """A connection that makes the file and keeps it in one piece, without a WAL."""
    # The system says better than SQLite why a file cannot be made.
    path.touch()
    return sqlite3.connect(path, isolation_level=None)


def _backup(source: sqlite3.Connection, temporary: Path, target: Path) -> None:
    with translated(target, new=True), closing(_plain(temporary)) as new:
        source.backup(new)
        new.execute("PRAGMA journal_mode = DELETE").fetchall()
