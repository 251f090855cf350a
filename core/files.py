"""Writing files so that a failure never costs what was there, and saying why something failed."""

from __future__ import annotations

import errno
import hashlib
import os
import re
import secrets
import socket
import sys
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path

_TEMPORARY = re.compile(r"\.syncreview-([0-9a-f]{6})-(\d+)-[0-9a-f]+\.tmp(-journal)?")
_OLD_S = 3600.0
"""No file is written so long without a pause."""


@cache
def machine() -> str:
    """Names this machine: two may have the same host name."""
    try:
        named = Path("/etc/machine-id").read_text(encoding="ascii").strip()
    except (OSError, ValueError):
        named = ""
    return hashlib.sha256((named or f"{uuid.getnode():x}").encode()).hexdigest()[:16]


@cache
def _host() -> str:
    return hashlib.sha256(f"{socket.gethostname()} {machine()}".encode()).hexdigest()[:6]


def temporary_beside(path: Path) -> Path:
    """An unused name in the folder of `path`, short whatever the length of that name.

    It tells whose it is, so that `sweep` finds what a killed process left.
    """
    return path.with_name(f".syncreview-{_host()}-{os.getpid()}-{secrets.token_hex(6)}.tmp")


def sweep(folder: Path) -> None:
    """Remove the temporary files that killed processes of this machine left in a folder.

    Young ones stay: a container that looks like this machine may be writing them.
    """
    try:
        with os.scandir(folder) as entries:
            names = [entry.name for entry in entries if entry.name.startswith(".syncreview-")]
    except OSError:
        return
    for name in names:
        match = _TEMPORARY.fullmatch(name)
        if match and match[1] == _host() and not _lives(int(match[2])):
            with suppress(OSError):
                if time.time() - (folder / name).stat().st_mtime > _OLD_S:
                    (folder / name).unlink()


def _lives(pid: int) -> bool:
    """Whether there may be a process of this number."""
    if sys.platform == "win32":
        return _lives_on_windows(pid)
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True


if sys.platform == "win32":
    import ctypes

    _QUERY_LIMITED_INFORMATION, _INVALID_PARAMETER, _STILL_ACTIVE = 0x1000, 87, 259

    def _lives_on_windows(pid: int) -> bool:
        # A signal of 0 would end it there. An ended one stays for as long as somebody has a handle.
        kernel = ctypes.WinDLL("kernel32", use_last_error=True)
        kernel.OpenProcess.restype = ctypes.c_void_p
        process = kernel.OpenProcess(_QUERY_LIMITED_INFORMATION, False, pid)
        if not process:
            return ctypes.get_last_error() != _INVALID_PARAMETER
        code = ctypes.c_ulong()
        told = kernel.GetExitCodeProcess(ctypes.c_void_p(process), ctypes.byref(code))
        kernel.CloseHandle(ctypes.c_void_p(process))
        return not told or code.value == _STILL_ACTIVE


@contextmanager
def replacing(path: str | os.PathLike[str]) -> Iterator[Path]:
    """Give a temporary name beside `path`; when the block ends well, it takes the place of `path`.

    The block writes and closes the temporary file. When it raises, the temporary file goes and
    `path` is as it was. The content is on the disk before the rename. A link is followed, so that
    its target is replaced.

    Raises:
        OSError: the folder cannot be written, the disk is full, ...
    """
    target = Path(os.path.realpath(path))
    temporary = temporary_beside(target)
    try:
        yield temporary
        with temporary.open("rb+") as written:
            os.fsync(written.fileno())
        temporary.replace(target)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


def sha256(path: Path) -> str:
    """Lower-case hex SHA-256 of a file, read in pieces; raises OSError."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


_REASONS: dict[int, tuple[str, str]] = {
    errno.ENOSPC: ("the disk is full", "Free some space, or choose another folder"),
    errno.EDQUOT: ("the disk quota is used up", "Free some space, or choose another folder"),
    errno.EFBIG: ("the file would be too large", "Choose a folder on another disk"),
    errno.EROFS: ("the folder is read-only", "Choose a folder that you may write in"),
    errno.EACCES: ("access is denied", "Choose a folder that you may write in"),
    errno.EPERM: ("access is denied", "Choose a folder that you may write in"),
    errno.ENOENT: ("the folder does not exist", "Choose a folder that exists"),
    errno.ENOTDIR: ("a part of the path is not a folder", "Choose a folder that exists"),
    errno.EEXIST: (
        "there is a file where the folder should be",
        "Move it away, or choose another folder",
    ),
    errno.EISDIR: ("there is a folder of this name", "Choose another name"),
    errno.ENAMETOOLONG: ("the name is too long", "Choose a shorter name"),
}


def reason(error: OSError) -> tuple[str, str]:
    """Why a file operation failed, in words, and what to do about it."""
    if error.errno in _REASONS:
        return _REASONS[error.errno]
    return (error.strerror or str(error)), "Check the disk, or choose another folder"
