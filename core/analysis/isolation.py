"""What goes wrong inside a plugin while it works is a failure of the video, told in words."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager

from core.contract import PluginInfo
from core.errors import AppError, Cancelled, PluginError

_log = logging.getLogger(__name__)


@contextmanager
def plugin_at_work(info: PluginInfo) -> Iterator[None]:
    """Run a plugin's code.

    Raises:
        PluginError: the plugin raised something that is not meant for the user; logged in full.
    """
    try:
        yield
    except (AppError, Cancelled):
        raise
    except Exception as error:
        _log.exception("the plugin %s failed", info.id)
        first = (str(error).strip().splitlines() or ["no reason given"])[0]
        raise PluginError(
            f"the plugin {info.name} failed ({type(error).__name__}: {first})",
            "Choose another one, or the device cpu; details are in the log",
        ) from error
