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


@contextmanager
def interruptible(check: Callable[[], None]) -> Iterator[None]:
    """Call `check` before each torch module that this thread runs inside of the block.

    What `check` raises leaves the network. Networks in other threads are left alone.
    """
    before = getattr(_local, "check", None)
    _local.check = check
    handle = _hook()
    try:
        yield
    finally:
        _local.check = before
        if handle is not None:
            handle.remove()


def stop_if_asked() -> None:
    """Raise `Cancelled` if the job that runs in this thread was asked to stop.

    For plugins: their loops outside of networks call it where one pass takes more than a moment.
    """
    check = getattr(_local, "check", None)
    if check is not None:
        check()


def _hook() -> Any:
    """Ask before each module from now on; None where there is no torch yet, so no network."""
    if "torch" not in sys.modules:
        return None
    from torch.nn.modules.module import register_module_forward_pre_hook

    return register_module_forward_pre_hook(lambda _module, _inputs: stop_if_asked())
