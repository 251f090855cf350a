"""SQLite as the store uses it: connections, transactions, and errors in words."""

from __future__ import annotations

import os
import sqlite3
import struct
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from core.errors import ProjectError
from core.store import schema
from core.store.drives import Drive, drive_of

BUSY_TIMEOUT_S = 5.0
"""How long a write waits for the other connection (the analysis' StageStore) to finish its own."""

_MAGIC = b"SQLite format 3\0"
_DAMAGED_HINT = (
    "Nothing was changed. Restore a copy of the file, or analyse the video again in a new project"
)


def connect(path: Path) -> sqlite3.Connection:
    """Open an existing project file for reading and writing, as its drive allows (adr-305).

    On a drive of this machine: WAL with synchronous=NORMAL: a transaction that returned is in the
    operating system's hands, so that the death of the process loses nothing; a power cut may lose
    the last moments but leaves a sound file. On a stick, which is pulled out without asking,
    synchronous=FULL: each transaction waits for the drive. On a network drive also without WAL,
    whose shared memory does not reach other machines. The connection may be handed to another
    thread but is used by one at a time.
    """
    drive = drive_of(path)
    connection = _opened(path, "mode=rw")
    try:
        if drive is Drive.NETWORK:
            _leave_wal(connection)
        else:
            connection.execute("PRAGMA journal_mode = WAL")
        synchronous = "NORMAL" if drive is Drive.FIXED else "FULL"
        connection.execute(f"PRAGMA synchronous = {synchronous}")
        connection.execute("PRAGMA temp_store = MEMORY")
    except BaseException:
        connection.close()
        raise
    return connection


def connect_read_only(path: Path) -> sqlite3.Connection:
    """Open an existing project file for reading; another process may be writing it."""
    return _opened(path, _reading_mode(path))


def _opened(path: Path, mode: str) -> sqlite3.Connection:
    return sqlite3.connect(
        f"{path.as_uri()}?{mode}",
        uri=True,
        timeout=BUSY_TIMEOUT_S,
        isolation_level=None,
        check_same_thread=False,
    )


def _reading_mode(path: Path) -> str:
    """Where neither log nor lock lies beside it nobody writes it, and SQLite can look without
    making files."""
    others = any(beside(path, suffix).exists() for suffix in ("-wal", "-journal", ".lock"))
    return "mode=ro" if others else "mode=ro&immutable=1"


def half_written(path: Path) -> bool:
    """Whether a transaction was cut off that SQLite takes back at the next writable opening."""
    try:
        return beside(path, "-journal").stat().st_size > 0
    except OSError:
        return False


def quick_check(connection: sqlite3.Connection, path: Path) -> None:
    """Raise ProjectError if SQLite finds the file damaged."""
    with translated(path):
        found = str(connection.execute("PRAGMA quick_check(1)").fetchone()[0])
    if found != "ok":
        raise damaged(path, found.strip().splitlines()[-1])


def _leave_wal(connection: sqlite3.Connection) -> None:
    """Bring a file that came from another drive out of WAL, without its shared memory."""
    connection.execute("PRAGMA locking_mode = EXCLUSIVE").fetchall()
    connection.execute("PRAGMA journal_mode = DELETE").fetchall()
    connection.execute("PRAGMA locking_mode = NORMAL").fetchall()
    # The exclusive lock goes with the next access only.
    connection.execute("SELECT count(*) FROM sqlite_master").fetchall()


@contextmanager
def translated(path: Path, new: bool = False) -> Iterator[None]:
    """Turn what SQLite reports about the file or the disk into a ProjectError.

    Args:
        new: the file is being made under another name.

    An error of sqlite3 without a code is a mistake in the program and passes as it is.
    """
    try:
        yield
    except sqlite3.Error as error:
        if getattr(error, "sqlite_errorcode", None) is None:
            raise
        raise explain(error, path, new) from error


@contextmanager
def transaction(connection: sqlite3.Connection, path: Path, new: bool = False) -> Iterator[None]:
    """All of the block's writes, or none of them. `new` as in `translated`.

    Raises:
        ProjectError: the file could not be written; it is as it was before the block.
    """
    with translated(path, new):
        connection.execute("BEGIN IMMEDIATE")
        try:
            yield
            connection.execute("COMMIT")
        except BaseException:
            # SQLite has rolled back by itself after some errors of the disk.
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            raise


def explain(error: sqlite3.Error, path: Path, new: bool = False) -> ProjectError:
    """What an error of SQLite means to the person in front of it."""
    code = error.sqlite_errorcode & 0xFF
    if not new and not os.path.exists(path):
        text, hint = (
            "the drive or folder of the project is gone; this was not saved",
            "Connect it again and open the project: every step before this one is in the file",
        )
    elif code == sqlite3.SQLITE_FULL:
        text, hint = (
            "the disk is full; this was not saved",
            "Free some space and do it again",
        )
    elif code in (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_PERM, sqlite3.SQLITE_CANTOPEN):
        text, hint = _READ_ONLY
    elif code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        text, hint = (
            "the project is in use by another program; this was not saved",
            "Close the other program and do it again",
        )
    elif code in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB):
        text, hint = "the project file is damaged", _DAMAGED_HINT
    elif code == sqlite3.SQLITE_IOERR:
        text, hint = (
            f"the disk failed or is full; this was not saved ({error})",
            "Check the disk and its free space, then do it again",
        )
    elif code == sqlite3.SQLITE_TOOBIG:
        text, hint = (
            "a part of the project is larger than the file format allows",
            "Split the video into shorter ones",
        )
    else:
        text, hint = f"the project file could not be used ({error})", _DAMAGED_HINT
    return ProjectError(text, hint, path)


_READ_ONLY = (
    "the project cannot be written",
    "Copy it into a folder that you may write in, and open the copy",
)


def damaged(path: Path, why: str) -> ProjectError:
    return ProjectError(f"the project file is damaged ({why})", _DAMAGED_HINT, path)


def inspect(path: Path, writable: bool = True) -> None:
    """Make sure that this is a sound project of a known version; change nothing.

    Args:
        writable: whether it has to be writable too.

    Raises:
        ProjectError: it is not; the text says why and the file is untouched.
    """
    try:
        with path.open("rb") as file:
            header = file.read(100)
            size = os.fstat(file.fileno()).st_size
    except FileNotFoundError as error:
        raise ProjectError(
            "there is no such project", "Check whether it was moved or renamed", path
        ) from error
    except OSError as error:
        raise ProjectError(
            f"the project cannot be read ({error.strerror})",
            "Check that it is a file and that you may read it",
            path,
        ) from error
    if not header.startswith(_MAGIC) or len(header) < 100:
        raise _not_ours(path, "it is empty" if size == 0 else "")
    (application_id,) = struct.unpack(">I", header[68:72])
    if application_id != schema.APPLICATION_ID:
        raise _not_ours(path, "")
    (version,) = struct.unpack(">I", header[60:64])
    _check_version(version, path)
    if writable and not (os.access(path, os.W_OK) and os.access(path.parent, os.W_OK)):
        raise ProjectError(*_READ_ONLY, path)
    if half_written(path):
        # What the file holds now is not what it will be; who opens it checks it then.
        return
    (page_size,) = struct.unpack(">H", header[16:18])
    changes, pages = struct.unpack(">II", header[24:32])
    (valid_for,) = struct.unpack(">I", header[92:96])
    page_size = 65536 if page_size == 1 else page_size
    # A checkpoint that was killed may leave the file short of what its header says; the WAL has the
    # rest.
    whole = changes != valid_for or size >= pages * page_size
    if not whole and not beside(path, "-wal").exists():
        raise damaged(path, "it was cut short")
    with translated(path), closing(connect_read_only(path)) as connection:
        quick_check(connection, path)
        _check_version(schema.version_of(connection), path)


def _not_ours(path: Path, detail: str) -> ProjectError:
    text = "this is not a SyncReview project" + (f": {detail}" if detail else "")
    return ProjectError(text, "Choose a file that SyncReview wrote, ending in .syncreview", path)


def _check_version(version: int, path: Path) -> None:
    if version > schema.current_version():
        raise ProjectError(
            f"the project was written by a newer SyncReview (schema {version}, this one knows"
            f" {schema.current_version()})",
            "Install the newer version to open it; nothing was changed",
            path,
        )


def beside(path: Path, suffix: str) -> Path:
    """A file that lies beside a database by its name: "-wal", "-shm", "-journal" of SQLite."""
    return path.with_name(path.name + suffix)
