"""A project: the document in memory, and every edit of it in one file before the edit counts."""

from __future__ import annotations

import hashlib
import logging
import os
import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from core import files
from core.errors import ProjectError
from core.model.document import Document, Step
from core.model.edits import Edit
from core.settings import data_dir
from core.store import lifecycle, loading, lock, places, schema
from core.store.database import (
    connect,
    connect_read_only,
    half_written,
    inspect,
    quick_check,
    translated,
)
from core.store.journal import EditWriter, position_of
from core.store.loading import StepLine
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
    usable. One process writes a project at a time; others read it as it was when they opened it.
    """

    def __init__(
        self, path: Path, connection: sqlite3.Connection, held: lock.Lock | lock.Holder
    ) -> None:
        """Use `create`, `open` or `open_shared`."""
        self.path = path
        self._connection = connection
        self._closed = False
        self._place = places.finder(connection, path.parent)
        content = loading.load(connection, path, self._place)
        self._position = position_of(connection, path)
        self._lock = held if isinstance(held, lock.Lock) else None
        self.held_by = held if isinstance(held, lock.Holder) else None
        self._writer = None
        if self.held_by is None:
            self._writer = EditWriter(connection, path, self._position)
        self.document = Document.load(
            content.records,
            content.keyframes,
            self._writer or _Refusal(path, self.held_by or lock.Holder()),
            content.highest,
        )

    @property
    def writable(self) -> bool:
        """False when another process has it: `held_by` tells who; edits raise ProjectError."""
        return self._writer is not None

    @property
    def troubled(self) -> bool:
        """Whether the last edit could not be written: opening the project anew may help."""
        return self._writer is not None and self._writer.troubled

    @property
    def position(self) -> int:
        """The number of the last step that is done."""
        return self._position if self._writer is None else self._writer.position

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
    def open(cls, path: str | os.PathLike[str], read_only: bool = False) -> Project:
        """Open a project; one of an older schema is upgraded, and a copy of it kept beside it.

        Args:
            read_only: take no lock and write nothing, also not to upgrade it.

        Raises:
            ProjectInUse: another process has it open for writing.
            ProjectError: not a project, damaged, newer, not writable, ...; the file is untouched.
        """
        target = Path(os.path.realpath(path))
        inspect(target, writable=not read_only)
        if read_only:
            return cls._read(target)
        held = lock.acquire(target)
        files.sweep(target.parent)
        return cls._open(target, held)

    @classmethod
    def open_shared(cls, path: str | os.PathLike[str]) -> Project:
        """Open for writing, or read-only when another process has it.

        Raises:
            ProjectError: as `open`.
        """
        with suppress(lock.ProjectInUse):
            return cls.open(path)
        if not lock.path_of(Path(os.path.realpath(path))).exists():
            # It was closed there meanwhile.
            with suppress(lock.ProjectInUse):
                return cls.open(path)
        return cls.open(path, read_only=True)

    @classmethod
    def _open(cls, target: Path, held: lock.Lock) -> Project:
        try:
            half = half_written(target)
            with translated(target):
                connection = connect(target)
        except BaseException:
            held.release()
            raise
        try:
            if half:
                quick_check(connection, target)
            with translated(target):
                old = schema.version_of(connection) < schema.current_version()
            if old:
                with _writing(target):
                    lifecycle.migrate(connection, target)
            return cls(target, connection, held)
        except BaseException:
            connection.close()
            held.release()
            raise

    @classmethod
    def _read(cls, target: Path) -> Project:
        with translated(target):
            connection = connect_read_only(target)
        try:
            with translated(target):
                # One moment of the file, though another process writes it meanwhile.
                connection.execute("BEGIN")
                if schema.version_of(connection) < schema.current_version():
                    raise ProjectError(
                        "the project is of an older version and must be upgraded first",
                        "Open it for writing once",
                        target,
                    )
            project = cls(target, connection, lock.holder_of(target) or lock.Holder())
            with translated(target):
                connection.execute("COMMIT")
            return project
        except BaseException:
            connection.close()
            raise

    def steps(self) -> list[StepLine]:
        """The steps that can be undone or redone, the oldest first.

        Raises:
            ProjectError: the file cannot be read.
        """
        self._check_open()
        return loading.steps(self._connection, self.path, self.position)

    def step_edit(self, number: int) -> Edit:
        """The edit of a step as it is done, to undo or redo it.

        Raises:
            ProjectError: the step is not kept any more, or the journal is damaged.
        """
        self._check_open()
        return loading.step_edit(self._connection, self.path, self._place, number)

    def stages(self) -> StageStore:
        """Results of analysis stages, over a connection of its own: for a worker thread.

        Raises:
            ProjectError: the project is read-only.
        """
        self._check_open()
        if self.held_by is not None:
            raise refusal(self.path, self.held_by)
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
        # What another process has open cannot be replaced under it.
        held = lock.acquire(target)
        try:
            with _writing(target):
                lifecycle.copy(self._connection, self.path, target)
            return Project.open(target)
        finally:
            held.release()

    def close(self) -> None:
        """Close the file after removing rubbish from it; called twice it does nothing."""
        if self._closed:
            return
        self._closed = True
        try:
            self._tidy()
        finally:
            if self._lock is not None:
                self._lock.release()

    def _tidy(self) -> None:
        with closing(self._connection):
            if self._writer is None:
                return
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


class _Refusal:
    """The sink of a project that another process has."""

    def __init__(self, path: Path, holder: lock.Holder) -> None:
        self._path = path
        self._holder = holder

    def write(self, edit: Edit, step: Step, number: int) -> None:
        raise refusal(self._path, self._holder)


def refusal(path: Path, holder: lock.Holder) -> ProjectError:
    """Why a read-only project takes no edit."""
    return ProjectError(
        f"the project is read-only here: opened by {holder.describe()}",
        "Close it there and open it again, or open a copy",
        path,
    )


@contextmanager
def _writing(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        text, hint = files.reason(error)
        raise ProjectError(f"the project cannot be written: {text}", hint, path) from error
