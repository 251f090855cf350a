"""Options of plugins on the command line: `--option ID.KEY=VALUE`."""

from __future__ import annotations

import argparse
from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from core.contract import Option
    from core.registry import Registry


def positive(text: str) -> int:
    """A whole number from 1 on."""
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is no whole number from 1 on")
    return int(text)


def given_options(texts: Iterable[str], registry: Registry) -> dict[str, dict[str, object]]:
    """Options by plugin and key, each in the type that the plugin's manifest tells.

    Raises:
        PluginError: a text is no option, or the plugin has no such one.
    """
    from core.errors import PluginError

    found: dict[str, dict[str, object]] = {}
    for text in texts:
        place, equals, value = text.partition("=")
        plugin, dot, key = place.partition(".")
        if not equals or not dot:
            raise PluginError(f"{text!r} is no option", "Write ID.KEY=VALUE")
        info = registry.find(plugin)
        option = info.options.get(key)
        if option is None:
            raise PluginError(
                f"the plugin {plugin} has no option {key!r}",
                f"It knows: {', '.join(info.options) or 'none'}",
            )
        found.setdefault(plugin, {})[key] = _value(option, value)
    return found


def _value(option: Option, text: str) -> object:
    """The text as the option's type; what is none of it stays text, and is told when it is used."""
    try:
        if option.type == "int":
            return int(text)
        if option.type == "float":
            return float(text)
    except ValueError:
        return text
    if option.type == "bool":
        return {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}.get(
            text.lower(), text
        )
    return text
