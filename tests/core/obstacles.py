"""Folders that cannot be written and disks that are full, for tests."""

from __future__ import annotations

import os
import resource
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

_NOBODY = 65534


@contextmanager
def read_only(*paths: Path) -> Iterator[None]:
    """Files and folders are read-only in this block.

    root, whom modes do not stop, becomes nobody for that time.
    """
    modes = [(path, path.stat().st_mode) for path in paths]
    parents = [(p, p.stat().st_mode) for path in paths for p in path.parents if p.owner() == "root"]
    is_root = os.geteuid() == 0
    for path in paths:
        path.chmod(0o555 if path.is_dir() else 0o444)
    if is_root:
        # pytest's folders are open to their owner only.
        for parent, mode in parents:
            if not mode & 0o001 and parent not in paths:
                parent.chmod(mode | 0o055)
        os.seteuid(_NOBODY)
    try:
        yield
    finally:
        if is_root:
            os.seteuid(0)
        for path, mode in [*parents, *modes]:
            path.chmod(mode & 0o7777)


@contextmanager
def another_user(folder: Path) -> Iterator[None]:
    """We are somebody else in this block, who may write in the folder; needs root."""
    if os.geteuid() != 0:
        pytest.skip("only root can become another user")
    opened = [(folder, 0o777), *((path, 0o755) for path in folder.parents if path != path.parent)]
    modes = [(path, path.stat().st_mode & 0o7777) for path, _ in opened]
    for path, mode in opened:
        path.chmod(path.stat().st_mode & 0o7777 | mode)
    os.seteuid(_NOBODY)
    try:
        yield
    finally:
        os.seteuid(0)
        for path, mode in modes:
            path.chmod(mode)


@contextmanager
def full_disk(room: int = 0) -> Iterator[None]:
    """No file of this process grows beyond `room` bytes: writes fail with EFBIG."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (room, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
