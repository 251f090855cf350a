"""Tells an installer on Windows that the program is open, so that nothing is replaced meanwhile."""

from __future__ import annotations

import ctypes
import logging
import sys

MUTEX = "SyncReview_running"
"""installer/windows/setup.nsi looks for this name."""

_log = logging.getLogger(__name__)
_handles: list[int] = []


def announce() -> None:
    """Hold a named mutex until the process ends; nothing on other systems than Windows.

    Windows keeps it as long as one of several open programs of the same session holds it, and drops
    it when a process dies. That it cannot be had must not keep the program from starting.
    """
    if sys.platform == "win32" and not _handles:
        kernel32 = ctypes.WinDLL("kernel32", use_last_error=True)
        create = kernel32.CreateMutexW
        create.restype = ctypes.c_void_p
        create.argtypes = (ctypes.c_void_p, ctypes.c_int, ctypes.c_wchar_p)
        handle = create(None, False, MUTEX)
        if handle:
            _handles.append(handle)
        else:
            _log.warning("no mutex %s: Windows error %d", MUTEX, ctypes.get_last_error())
