"""Plugins as the program makes them."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from core.contract import PluginOptions
from core.registry import default_registry


def options_of(
    id: str, weights: Mapping[str, Path] | None = None, **given: object
) -> PluginOptions:
    """What a plugin of the program gets on the CPU: its manifest's options, but for those given.

    Args:
        weights: its files by catalogue id.
    """
    return PluginOptions("cpu", weights or {}, default_registry().find(id).values(given))
