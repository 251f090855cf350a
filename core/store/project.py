"""A project: the document in memory, and every edit of it in one file before the edit counts."""

from __future__ import annotations

import hashlib
import logging
import os
import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from core import files
from core.errors import ProjectError
from core.model.document import Document
from core.model.edits import Edit
from core.settings import data_dir
from core.store import lifecycle, loading, schema
from core.store.database import connect, inspect, translated
from core.store.journal import EditWriter
from core.store.stages import StageStore

SUFFIX = ".syncreview"

_log = logging.getLogger(__name__)


def draft_path(video_path: str | os.PathLike[str]) -> Path:
    """Where the project of a video that was opened without one lies, in the data folder.

    The same video path gives the same draft, so that work is found again.
    """
    video = Path(os.path.abspath(video_path))
    # os.fsencode: file names on Linux need not be text.
    digest = hashlib.sha256(os.fsencode(video)).hexdigest()[:12]
    stem = re.sub(r"[^\w-]+", "_", video.stem.encode("utf-8", "replace").decode())[:40]
    return data_dir() / "drafts" / f"{stem}-{digest}{SUFFIX}"


class Project:
    """An open project file. Used by one thread at a time; an analysis takes `stages()` instead.

    `document` writes each edit into the file before it changes in memory. When a write fails,
    `apply` raises ProjectError, the document and the file are as before, and the project stays
    usable.
    """

    def __init__(self, path: Path, connection: sqlite3.Connection) -> None:
        """Use `create` or `open`."""
        content = loading.load(connection, path)
        self.path = path
        self._connection = connection
        self._writer = EditWriter(connection, path)
        self._closed = False
        self.document = Document.load(
            content.records, content.keyframes, self._writer, content.highest
        )

    @classmethod
    def create(cls, path: str | os.PathLike[str]) -> Project:
        """Make an empty project; missing folders are made too.

        Raises:
            ProjectError: there is a file of this name, or it cannot be written.
        """
        target = Path(os.path.realpath(path))
        if os.path.lexists(target):
            raise ProjectError(
                "there is already a file of this name",
                "Open it, or choose another name",
                target,
            )
        with _writing(target):
            target.parent.mkdir(parents=True, exist_ok=True)
            lifecycle.make(target)
        return cls.open(target)

    @classmethod
    def open(cls, path: str | os.PathLike[str]) -> Project:
        """Open a project; one of an older schema is upgraded, and a copy of it kept beside it.

        Raises:
            ProjectError: not a project, damaged, newer, read-only, ...; the file is untouched.
        """
        target = Path(os.path.realpath(path))
        inspect(target)
        with translated(target):
            connection = connect(target)
        try:
            with translated(target):
                old = schema.version_of(connection) < schema.current_version()
            if old:
                with _writing(target):
                    lifecycle.migrate(connection, target)
            return cls(target, connection)
        except BaseException:
            connection.close()
            raise

    def journal_tail(self, n: int) -> list[Edit]:
        """The last `n` edits that were applied, the oldest first; an undo is an edit too.

        Raises:
            ProjectError: the journal is damaged.
        """
        self._check_open()
        return loading.edits(self._connection, self.path, n)

    def stages(self) -> StageStore:
        """Results of analysis stages, over a connection of its own: for a worker thread."""
        self._check_open()
        return StageStore(self.path)

    def save_as(self, path: str | os.PathLike[str]) -> Project:
        """Write a copy and open it; a file of that name is replaced. This project stays open.

        Raises:
            ProjectError: it cannot be written; what was there is as it was.
        """
        self._check_open()
        target = Path(os.path.realpath(path))
        if target.exists() and target.samefile(self.path):
            raise ProjectError("this is the project that is open", "Choose another name", target)
        with _writing(target):
            target.parent.mkdir(parents=True, exist_ok=True)
            lifecycle.copy(self._connection, self.path, target)
        return Project.open(target)

    def close(self) -> None:
        """Close the file after removing rubbish from it; called twice it does nothing."""
        if self._closed:
            return
        self._closed = True
        with closing(self._connection):
            try:
                self._writer.close()
                with translated(self.path):
                    # fetchall: SQLite frees one page for each row that is asked for.
                    self._connection.execute("PRAGMA incremental_vacuum").fetchall()
            except ProjectError as error:
                # All edits are in the file; only rubbish stays in it, until the next close.
                _log.warning("not tidied: %s", error)

    def _check_open(self) -> None:
        if self._closed:
            raise ProjectError("the project is closed", "Open it again", self.path)

    def __enter__(self) -> Project:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


@contextmanager
def _writing(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        text, hint = files.reason(error)
        raise ProjectError(f"the project cannot be written: {text}", hint, path) from error
