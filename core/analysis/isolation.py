"""A plugin at work: it can be stopped, and what goes wrong in it is told in words as a failure of
the video.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from core.analysis.interruption import interruptible
from core.contract import PluginInfo
from core.errors import AppError, Cancelled, PluginError

_log = logging.getLogger(__name__)


@contextmanager
def plugin_at_work(info: PluginInfo, check: Callable[[], None] = lambda: None) -> Iterator[None]:
    """Run a plugin's code.

    Args:
        check: raises `Cancelled` to stop it; also called between the layers of its network.

    Raises:
        PluginError: the plugin raised something that is not meant for the user; logged in full.
        Cancelled: it was stopped, even if the plugin made another error of it.
    """
    try:
        with interruptible(check):
            yield
    except Cancelled:
        raise
    except AppError:
        check()
        raise
    except Exception as error:
        check()
        _log.exception("the plugin %s failed", info.id)
        first = (str(error).strip().splitlines() or ["no reason given"])[0]
        raise PluginError(
            f"the plugin {info.name} failed ({type(error).__name__}: {first})",
            "Choose another one, or the device cpu; details are in the log",
        ) from error
