"""What the frozen program has or lacks around it: a console, a splash.

The frozen program of Windows is built for the window: started from a console it has no connection
to it, and Python's `sys.stdout` and `sys.stderr` are None, with which every `print` would fail.
"""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from typing import TextIO

_PARENT = -1 & 0xFFFFFFFF
"""ATTACH_PARENT_PROCESS of the Windows console functions."""


def ensure_streams() -> None:
    """Give `sys.stdout` and `sys.stderr` a place to write to, if they have none.

    That is the console from which the program was started, if there is one, otherwise nowhere.
    What is redirected to a file or a pipe stays as it is.
    """
    if sys.stdout is not None and sys.stderr is not None:
        return
    console = _console_of_parent()
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:
            setattr(sys, name, console or _nowhere())


def _console_of_parent() -> TextIO | None:
    if sys.platform == "win32":
        import ctypes

        # Fails if there is no console, or where the program has one already.
        if ctypes.windll.kernel32.AttachConsole(_PARENT):
            with suppress(OSError):
                return open("CONOUT$", "w", encoding="utf-8", buffering=1)
    return None


def _nowhere() -> TextIO:
    return open(os.devnull, "w", encoding="utf-8")


def close_splash() -> None:
    """Take away what the one-file build shows while it unpacks."""
    # The module is there only in the frozen program, and waits for the splash if there is none to
    # see. PyInstaller puts it in because it finds this statement.
    if "_PYI_SPLASH_IPC" in os.environ:
        # A picture that stays is better than a program that ends.
        with suppress(Exception):
            import pyi_splash

            pyi_splash.close()
