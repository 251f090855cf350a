"""Stopping in the middle of a network.

A plugin's call may take seconds for one picture, and knows nothing of cancelling. torch tells of
each module that is about to run: there the job looks whether it should stop.
"""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

_local = threading.local()
_lock = threading.Lock()
_users = 0
_handle: Any = None


@contextmanager
def interruptible(check: Callable[[], None]) -> Iterator[None]:
    """Call `check` before each torch module that this thread runs inside of the block.

    What `check` raises leaves the network. Networks in other threads are left alone.
    """
    before = getattr(_local, "check", None)
    # Where torch is not imported by now, there is no network yet.
    networks = "torch" in sys.modules
    if networks:
        _enter()
    _local.check = check
    try:
        yield
    finally:
        _local.check = before
        if networks:
            _leave()


def stop_if_asked() -> None:
    """Raise `Cancelled` if the job that runs in this thread was asked to stop.

    For plugins: their loops outside of networks call it where one pass takes more than a moment.
    """
    check = getattr(_local, "check", None)
    if check is not None:
        check()


def _enter() -> None:
    global _users, _handle
    from torch.nn.modules.module import register_module_forward_pre_hook

    with _lock:
        _users += 1
        if _users == 1:
            _handle = register_module_forward_pre_hook(_before_module)


def _leave() -> None:
    global _users, _handle
    with _lock:
        _users -= 1
        if not _users:
            _handle.remove()
            _handle = None


def _before_module(_module: object, _inputs: object) -> None:
    stop_if_asked()
