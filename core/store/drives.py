"""What kind of drive a project lies on, for that decides how SQLite may keep it (adr-305)."""

from __future__ import annotations

import os
import re
import sys
from enum import Enum, auto
from pathlib import Path

MOUNTS = Path("/proc/self/mounts")

_NETWORK = re.compile(
    r"nfs\d?|cifs|smb\w*|ncpfs|afs|9p|virtiofs|ceph|glusterfs|lustre|beegfs|gpfs|davfs"
    r"|vboxsf|vmhgfs|prl_fs|drvfs"
    r"|fuse\.(davfs|sshfs|rclone|glusterfs|ceph|gvfsd-fuse|kio-fuse|s3fs|gcsfuse|vmhgfs-fuse)"
)
"""File systems whose files another machine may change. The shared folders of virtual machines
belong here: SQLite's shared memory does not work over them either."""
_STICKS = re.compile(r"vfat|msdos|exfat|fuse\.exfat|fuseblk|ntfs3|hfsplus|udf")
"""File systems that sticks and cards come with. That of a drive inside may be one too; it is only
a little slower then."""
_WINDOWS_REMOVABLE, _WINDOWS_REMOTE = 2, 4


class Drive(Enum):
    FIXED = auto()
    REMOVABLE = auto()
    NETWORK = auto()


def drive_of(path: Path) -> Drive:
    """The kind of drive that a file lies on, by its folder; FIXED where nothing tells."""
    if sys.platform == "win32":
        return _by_windows(path)
    if sys.platform == "darwin":
        # The system's own volume is a link to the root there.
        return Drive.NETWORK if path.is_relative_to("/Volumes") else Drive.FIXED
    try:
        return by_mounts(path, MOUNTS.read_text(encoding="utf-8", errors="surrogateescape"))
    except OSError:
        return Drive.FIXED


def by_mounts(path: Path, mounts: str) -> Drive:
    """The kind of drive by the lines of Linux's list of mounts; the last fitting mount counts."""
    best, kind = -1, ""
    for line in mounts.splitlines():
        fields = line.split(" ")
        if len(fields) < 3:
            continue
        point = re.sub(r"\\([0-7]{3})", lambda m: chr(int(m[1], 8)), fields[1])
        if path.is_relative_to(point) and len(point) >= best:
            best, kind = len(point), fields[2]
    if _NETWORK.fullmatch(kind):
        return Drive.NETWORK
    return Drive.REMOVABLE if _STICKS.fullmatch(kind) else Drive.FIXED


def _by_windows(path: Path) -> Drive:
    import ctypes

    root = os.path.splitdrive(path)[0] + "\\"
    kind = ctypes.windll.kernel32.GetDriveTypeW(root)  # type: ignore[attr-defined,unused-ignore]
    if kind == _WINDOWS_REMOTE:
        return Drive.NETWORK
    return Drive.REMOVABLE if kind == _WINDOWS_REMOVABLE else Drive.FIXED
