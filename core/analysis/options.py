"""What a plugin is made with: the device it can use, its installed weights, its options."""

from __future__ import annotations

import os
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from core.analysis.device import resolve_device
from core.analysis.params import AnalysisParams
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


class ChosenPlugin:
    """A plugin as the parameters of an analysis choose it.

    Args:
        own: weights files that a person chose in place of the installed ones, by catalogue id.
    """

    def __init__(
        self, info: PluginInfo, params: AnalysisParams, own: Mapping[str, Path] | None = None
    ) -> None:
        self.info = info
        self.weights = installed(info, own)
        self.notices: tuple[str, ...] = ()
        self._device = params.device
        self._given = params.options_of(info.id)

    def options(self, device: str | None = None) -> PluginOptions:
        """What to make it with; from here on `notices` tells what a report has to say of it.

        Args:
            device: "cpu", "cuda" or "mps"; the one of the parameters if None.

        Raises:
            ModelError, PluginError: the device, the weights or the options are not usable.
        """
        device = device or resolve_device(self._device)
        self.notices = self.info.notices(device)
        return plugin_options(self.info, device, self._given, self.weights)

    def parameters(self) -> dict[str, object]:
        """What a result depends on beside pictures and sound; JSON values."""
        values = self.info.values(self._given)
        return {
            "id": self.info.id,
            "version": self.info.version,
            "options": values,
            "files": option_files(values),
            "weights": self.hashes(),
        }

    def hashes(self) -> dict[str, str]:
        """The SHA-256 of each weights file, by catalogue id."""
        return {id: weights_sha256(path) for id, path in self.weights.items()}


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
