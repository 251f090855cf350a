"""Who has a project open for writing: `NAME.syncreview.lock` beside it.

The file names the holder for people. What keeps others out is a lock of the operating system on the
open file: it ends with the process, however that dies, so that a lock left by a killed process of
this machine is known to be dead at once. On a network drive such locks may not reach other
machines; there the holder touches the file now and then, and a lock of another machine counts
while it was touched lately, and a holder that slept too long finds another one's words in the file.
"""

from __future__ import annotations

import getpass
import json
import os
import secrets
import socket
import sys
import threading
import time
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

from core import files
from core.errors import ProjectError
from core.store.drives import Drive, drive_of

SUFFIX = ".lock"
BEAT_S = 15.0
"""How often the holder touches its lock on a network drive."""
STALE_S = 120.0
"""A lock of another machine that was not touched so long is dead; above the skew of clocks."""
_TRIES = 20
_LONG = 4096
_BINARY = getattr(os, "O_BINARY", 0)


@dataclass(frozen=True, slots=True)
class Holder:
    """Who holds a lock. `since` is ISO text in UTC; empty fields are unknown.

    `machine` tells two of the same host name apart (`files.machine`).
    """

    user: str = ""
    host: str = ""
    pid: int = 0
    since: str = ""
    machine: str = ""

    def describe(self) -> str:
        """In words, e.g. "kim on studio-3 since 14:05 (process 812)"."""
        parts = [self.user or "somebody"]
        if self.host:
            parts.append(f"on {self.host}")
        with suppress(ValueError):
            began = datetime.fromisoformat(self.since).astimezone()
            today = began.date() == datetime.now().astimezone().date()
            parts.append(f"since {began:%H:%M}" if today else f"since {began:%Y-%m-%d %H:%M}")
        if self.pid:
            parts.append(f"(process {self.pid})")
        return " ".join(parts)


class ProjectInUse(ProjectError):
    """Somebody else has the project open for writing. It can be opened read-only."""

    def __init__(self, path: Path, holder: Holder) -> None:
        super().__init__(
            f"the project is open elsewhere: {holder.describe()}",
            "Close it there first, or open a copy",
            path,
        )
        self.holder = holder


class Lock:
    """A held lock; `release` it. This process may hold the lock of one project several times."""

    def __init__(self, held: _Held) -> None:
        self._held: _Held | None = held

    def release(self) -> None:
        """Called twice it does nothing."""
        held, self._held = self._held, None
        if held is not None:
            with _guard:
                held.count -= 1
                if held.count == 0:
                    if _mine.get(held.path) is held:
                        del _mine[held.path]
                    held.close()


class _Held:
    """The open and locked file of one project in this process."""

    def __init__(self, path: Path, descriptor: int, content: bytes, beats: bool) -> None:
        self.path = path
        self.pid = os.getpid()
        self.count = 0
        self._descriptor = descriptor
        self._content = content
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None
        if beats:
            self._thread = threading.Thread(target=self._beat, name="project lock", daemon=True)
            self._thread.start()

    def _beat(self) -> None:
        while not self._stop.wait(BEAT_S):
            # The drive may be away for a while; the project's own writes tell of that.
            with suppress(OSError):
                if self._is_of_another():
                    return
                os.utime(self.path)

    def _is_of_another(self) -> bool:
        """Whether another machine took the lock over, since nobody had touched it for long."""
        # Opened anew: a network drive may show what was in an open file before.
        return self.path.read_bytes() != self._content

    @property
    def stands(self) -> bool:
        """Whether the file is still there: a drive that was away has none, or another."""
        try:
            return _same_file(self._descriptor, self.path) and not self._is_of_another()
        except OSError:
            return False

    def close(self) -> None:
        self._stop.set()
        if self._thread is not None:
            self._thread.join()
        ours = self.stands
        if sys.platform != "win32" and ours:
            # While it is locked: whoever waits for it finds that the file is another.
            with suppress(OSError):
                self.path.unlink()
        with suppress(OSError):
            os.close(self._descriptor)
        if sys.platform == "win32" and ours:
            with suppress(OSError):
                self.path.unlink()


_guard = threading.Lock()
_mine: dict[Path, _Held] = {}


def path_of(project: Path) -> Path:
    """The lock file of a project."""
    return project.with_name(project.name + SUFFIX)


def acquire(project: Path) -> Lock:
    """Take the lock of a project, whose folder can be written.

    Raises:
        ProjectInUse: another process has it.
        ProjectError: the lock file cannot be made.
    """
    path = path_of(project)
    with _guard:
        held = _mine.get(path)
        if held is None or held.pid != os.getpid() or not held.stands:
            # One of a parent process is not ours, even though we inherited what it opened.
            held = _take(path, project)
            _mine[path] = held
        held.count += 1
        return Lock(held)


def holder_of(project: Path) -> Holder | None:
    """Who seems to have the project open: what its lock file says; None without one."""
    path = path_of(project)
    try:
        with path.open("rb") as file:
            return _parsed(file.read(_LONG))
    except OSError:
        return None


def _take(path: Path, project: Path) -> _Held:
    denied: OSError | None = None
    for _ in range(_TRIES):
        try:
            descriptor = os.open(path, os.O_RDWR | os.O_CREAT | _BINARY, 0o666)
        except PermissionError as error:
            denied = error
            _remove_dead(path, project)
            continue
        except OSError as error:
            raise _cannot(project, error) from error
        try:
            if not _lock(descriptor) or _lives_elsewhere(descriptor, path):
                raise ProjectInUse(project, _parsed(_read(descriptor)))
            if _same_file(descriptor, path):
                content = _write(descriptor, path, project)
                return _Held(path, descriptor, content, drive_of(path) is Drive.NETWORK)
        except BaseException:
            os.close(descriptor)
            raise
        # Its holder removed it between our opening and locking it.
        os.close(descriptor)
    if denied is not None:
        raise _cannot(project, denied) from denied
    raise ProjectInUse(project, Holder())


def _cannot(project: Path, error: OSError) -> ProjectError:
    text, hint = files.reason(error)
    return ProjectError(f"the project cannot be written: {text}", hint, project)


def _remove_dead(path: Path, project: Path) -> None:
    """Remove the lock of another user, who is gone; we may read it only. Without one do nothing.

    Raises:
        ProjectInUse: it is held, or cannot be removed.
    """
    try:
        descriptor = os.open(path, os.O_RDONLY | _BINARY)
    except FileNotFoundError:
        return
    except OSError as error:
        raise ProjectInUse(project, Holder()) from error
    try:
        # A network drive may refuse to lock what is open for reading only: then the touch counts.
        touched = drive_of(path) is Drive.NETWORK and _touched_lately(descriptor)
        if touched or not _lock(descriptor):
            raise ProjectInUse(project, _parsed(_read(descriptor)))
        if _same_file(descriptor, path):
            path.unlink()
    except OSError as error:
        raise ProjectInUse(project, _parsed(_read(descriptor))) from error
    finally:
        os.close(descriptor)


def _lives_elsewhere(descriptor: int, path: Path) -> bool:
    """Whether a holder counts whom the operating system's lock does not show."""
    holder = _parsed(_read(descriptor))
    # Older versions did not name the machine.
    here = holder.machine in ("", files.machine()) and holder.host in ("", socket.gethostname())
    return not here and _touched_lately(descriptor) and drive_of(path) is Drive.NETWORK


def _touched_lately(descriptor: int) -> bool:
    return time.time() - os.fstat(descriptor).st_mtime < STALE_S


def _same_file(descriptor: int, path: Path) -> bool:
    if sys.platform == "win32":
        return True  # It cannot be removed there while we have it open.
    try:
        return os.path.samestat(os.fstat(descriptor), path.stat())
    except FileNotFoundError:
        return False


def _read(descriptor: int) -> bytes:
    os.lseek(descriptor, 0, os.SEEK_SET)
    return os.read(descriptor, _LONG)


def _write(descriptor: int, path: Path, project: Path) -> bytes:
    """Write who we are, in words that nobody else writes; returns them.

    Raises:
        ProjectError: the disk is full, ...: then the lock is gone. On a network drive one without
            words holds nobody off, and elsewhere the project could not be written either.
    """
    try:
        user = getpass.getuser()
    except (OSError, KeyError, ImportError):
        user = ""
    since = datetime.now(UTC).isoformat(timespec="seconds")
    holder = Holder(user, socket.gethostname(), os.getpid(), since, files.machine())
    content = json.dumps({**asdict(holder), "token": secrets.token_hex(8)}).encode()
    try:
        os.ftruncate(descriptor, 0)
        os.lseek(descriptor, 0, os.SEEK_SET)
        written = os.write(descriptor, content)
        if written < len(content):
            # The rest tells why it does not fit.
            os.write(descriptor, content[written:])
    except OSError as error:
        with suppress(OSError):
            path.unlink()
        raise _cannot(project, error) from error
    if sys.platform != "win32":
        with suppress(OSError):
            # Whoever may work in the folder has to see whether this one lives.
            os.fchmod(descriptor, os.fstat(descriptor).st_mode & 0o777 | 0o444)
    return content


def _parsed(data: bytes) -> Holder:
    """What a lock file says; it may be half written or of a newer version."""
    try:
        value = json.loads(data)
        names = ("user", "host", "since", "machine")
        user, host, since, machine = (str(value.get(name, "")) for name in names)
        return Holder(user, host, int(value.get("pid", 0)), since, machine)
    except (ValueError, TypeError, AttributeError):
        return Holder()


if sys.platform == "win32":
    import msvcrt

    _FAR = 1 << 30
    """Beyond what is written: a locked part of a file cannot be read by others there."""

    def _lock(descriptor: int) -> bool:
        os.lseek(descriptor, _FAR, os.SEEK_SET)
        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

else:
    import errno
    import fcntl

    def _lock(descriptor: int) -> bool:
        """Whether the file is locked now, or its drive knows no locks; False: another has it."""
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            return error.errno not in (errno.EWOULDBLOCK, errno.EACCES, errno.EAGAIN)
        return True
