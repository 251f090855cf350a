"""Giving memory back to the system."""

from __future__ import annotations

import ctypes
import sys


def give_back() -> None:
    """Return to the system what was freed, where the C library keeps it for later (glibc).

    Decoders free hundreds of megabytes at once in pieces of many sizes; without this the process
    holds them until it ends. Takes up to 0.1 s: not for the thread of the window.
    """
    if sys.platform != "linux":
        return
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
    # Other C libraries (musl) have no such function, and no need of it.
    if trim is not None:
        trim(0)
