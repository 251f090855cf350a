"""What a plugin is made with: the device it can use, its installed weights, its options."""

from __future__ import annotations

import os
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from core.contract import PluginInfo, PluginOptions
from core.errors import ModelError
from core.settings import weights_dir
from core.weights.catalogue import catalogue, find_weights, weights_sha256


def installed(info: PluginInfo, own: Mapping[str, Path] | None = None) -> dict[str, Path]:
    """The weights that a plugin may load and that are there, by catalogue id.

    Args:
        own: files that a person chose in place of the installed ones.
    """
    chosen = dict(own or {})
    return {id: path for id in info.weights if (path := chosen.get(id) or find_weights(id))}


def plugin_options(
    info: PluginInfo,
    device: str,
    given: Mapping[str, object],
    own: Mapping[str, Path] | None = None,
) -> PluginOptions:
    """What to give to a plugin's `create`.

    Args:
        device: "cpu", "cuda" or "mps"; a plugin that cannot use it gets "cpu".
        given: options by key; the others have their defaults.
        own: see `installed`.

    Raises:
        PluginError: an option is not known or not allowed.
        ModelError: weights that the plugin cannot do without are not installed.
    """
    weights = installed(info, own)
    for id in info.required_weights:
        if id not in weights:
            raise not_installed(info, id)
    return PluginOptions(info.device(device), weights, info.values(given))


def device_notices(info: PluginInfo, device: str) -> tuple[str, ...]:
    """What a report has to say where a plugin does not compute on the program's device."""
    if info.device(device) == device:
        return ()
    return (f"{info.name} cannot use {device} and runs on the CPU",)


def option_files(values: Mapping[str, object]) -> dict[str, str]:
    """The SHA-256 of each file that an option names, by key: a result depends on what is in it."""
    found = {}
    for key, value in values.items():
        if not isinstance(value, str) or not value:
            continue
        with suppress(OSError, RuntimeError, ValueError):
            path = Path(value).expanduser()
            if path.is_file():
                found[key] = weights_sha256(path)
    return found


def weights_state() -> str:
    """Changes when files of weights come, go or change; it is quick."""
    state = []
    for entry in catalogue().values():
        with suppress(OSError):
            stat = os.stat(weights_dir() / entry.file)
            state.append((entry.id, stat.st_size, stat.st_mtime_ns))
    return repr(state)


def not_installed(info: PluginInfo, id: str) -> ModelError:
    """The error for weights that are not there: which file, from where, to which folder.

    Raises:
        ModelError: the address is not known (`WeightsEntry.address`).
    """
    entry = catalogue().get(id)
    if entry is None:
        return ModelError(
            f"the weights {id} of {info.name} are in no catalogue", "Choose another one"
        )
    return ModelError(
        f"the weights of {info.name} are not installed: {entry.file}",
        f"Get them in Analysis > Models, or put the file of {entry.address()} into "
        f"{weights_dir()}; or choose another one",
    )
