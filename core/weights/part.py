"""Half a download: the bytes in `NAME.part`, and in `NAME.part.json` what they are half of.

The second file is locked by the operating system while somebody downloads, so that two programs do
not write into one file; the lock ends with its process.
"""

from __future__ import annotations

import json
import os
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any, BinaryIO

from core.errors import ModelError
from core.weights.catalogue import WeightsEntry
from core.weights.disk import not_written

BYTES, STATE = ".part", ".part.json"


def part_path(entry: WeightsEntry) -> Path:
    """Where the bytes lie until the file is whole."""
    return entry.path.with_name(entry.file + BYTES)


def state_path(entry: WeightsEntry) -> Path:
    """Where it lies what they are half of."""
    return entry.path.with_name(entry.file + STATE)


def part_size(entry: WeightsEntry) -> int:
    """How much of a file was downloaded before; 0 if nothing was."""
    with suppress(OSError):
        return part_path(entry).stat().st_size
    return 0


class Part:
    """Owns half a download while it is entered.

    Raises:
        ModelError: on entering, when another program owns it or the folder cannot be written; from
            the methods, when the disk is full and the like.
    """

    def __init__(self, entry: WeightsEntry, address: str) -> None:
        self._entry = entry
        self._of = {"address": address, "sha256": entry.sha256}
        self.path = part_path(entry)
        self.size = 0
        self.earlier = 0
        """How much of it was there on entering, as long as it was not gone on with."""
        self.pieced = False
        """Whether it may be of two files: it comes from more than one answer."""
        self.validator = ""
        """What tells whether the server's file is still the same: an ETag or a date; or empty."""
        self._lock: Any = None
        self._file: BinaryIO | None = None

    def __enter__(self) -> Part:
        try:
            self._lock = _locked(state_path(self._entry), self._entry.file)
            self._take_up()
        except OSError as error:
            if self._lock is not None:
                self._lock.close()
            raise self._cannot(error) from error
        return self

    def _take_up(self) -> None:
        try:
            state = json.loads(self._lock.read())
            known = {name: state[name] for name in self._of} == self._of
            validator = str(state["validator"])
        except (ValueError, KeyError, TypeError):
            known, validator = False, ""
        if known:
            self.size, self.validator = part_size(self._entry), validator
            self.earlier, self.pieced = self.size, self.size > 0
        else:
            self.path.unlink(missing_ok=True)

    def __exit__(self, *raised: object) -> None:
        with suppress(OSError):
            self.close()
        state = state_path(self._entry)
        useless = part_size(self._entry) == 0
        with suppress(OSError):
            if useless:
                self.path.unlink(missing_ok=True)
            if useless and sys.platform != "win32":
                # Before the lock ends, so that nobody takes up what is about to go.
                state.unlink(missing_ok=True)
        self._lock.close()
        if useless and sys.platform == "win32":
            with suppress(OSError):
                state.unlink(missing_ok=True)

    def start_anew(self, validator: str) -> None:
        """Drop what is there; what comes belongs to this validator."""
        try:
            self.close()
            self._file = self.path.open("wb")
            self.size, self.validator, self.pieced = 0, validator, False
            self._lock.seek(0)
            self._lock.truncate()
            self._lock.write(json.dumps({**self._of, "validator": validator}))
            self._lock.flush()
        except OSError as error:
            raise self._cannot(error) from error

    def go_on(self) -> None:
        """Open it to be added to."""
        try:
            self.close()
            self._file = self.path.open("ab")
            self.pieced = True
        except OSError as error:
            raise self._cannot(error) from error

    def add(self, piece: bytes) -> None:
        """Write what came."""
        assert self._file is not None
        try:
            self._file.write(piece)
        except OSError as error:
            raise self._cannot(error) from error
        self.size += len(piece)

    def close(self) -> None:
        """Write out what is left in memory; raises OSError."""
        file, self._file = self._file, None
        if file is not None:
            file.close()
            # Less than was added where the disk is full.
            self.size = part_size(self._entry)

    def flush(self) -> None:
        """As `close`, with an error for people."""
        try:
            self.close()
        except OSError as error:
            raise self._cannot(error) from error

    def discard(self) -> None:
        """Remove the bytes: they are not what they should be."""
        with suppress(OSError):
            self.close()
        with suppress(OSError):
            self.path.unlink(missing_ok=True)
        self.size, self.validator = 0, ""

    def finish(self, target: Path) -> None:
        """The bytes are right: they are on the disk before they get their name."""
        try:
            self.close()
            with self.path.open("rb+") as written:
                os.fsync(written.fileno())
            self.path.replace(target)
        except OSError as error:
            raise self._cannot(error) from error
        self.size = 0

    def _cannot(self, error: OSError) -> ModelError:
        return not_written(self._entry.file, error, self._entry.path.parent)


def _locked(path: Path, name: str) -> Any:
    """The open and locked file of states."""
    while True:
        file = path.open("a+", encoding="utf-8")
        try:
            if not _lock(file.fileno()):
                raise ModelError(
                    f"the file {name} is being downloaded by another program",
                    "Wait until it is done, or stop it there",
                    path.parent,
                )
            with suppress(FileNotFoundError):
                if os.path.samestat(os.fstat(file.fileno()), path.stat()):
                    file.seek(0)
                    return file
        except BaseException:
            file.close()
            raise
        # Its owner removed it between our opening and locking it.
        file.close()


if sys.platform == "win32":
    import msvcrt

    def _lock(descriptor: int) -> bool:
        # Far behind the content: on Windows a locked byte cannot be read by others.
        where = os.lseek(descriptor, 0, os.SEEK_CUR)
        try:
            os.lseek(descriptor, 1 << 30, os.SEEK_SET)
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        finally:
            os.lseek(descriptor, where, os.SEEK_SET)
        return True

else:
    import fcntl

    def _lock(descriptor: int) -> bool:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        except OSError:
            # A drive that knows no locks: better without one than no download.
            return True
        return True
