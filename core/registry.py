"""Finds plugins, checks manifests before anything is imported, loads them, isolates failures."""

from __future__ import annotations

import importlib
import importlib.util
import re
import sys
import tomllib
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from types import MappingProxyType, ModuleType
from typing import Any, get_args

from core.api import API_VERSION
from core.contract import (
    DEVICES,
    FINDS,
    KINDS,
    OPTION_TYPES,
    THREADS,
    FaceDetector,
    Kind,
    Option,
    PluginInfo,
    PluginOptions,
    SpeakerModel,
    SyncScorer,
)
from core.errors import AppError, Cancelled, PluginError
from core.settings import load_settings, plugins_dir
from core.tensors import is_out_of_memory

_ID = re.compile(r"[a-z][a-z0-9_]*")
_NEEDED = re.compile(r"[A-Za-z]\w*(\.\w+)*(/[\w./-]+)?", re.ASCII)


@dataclass(frozen=True, slots=True)
class PluginFailure:
    """A folder that holds no usable plugin, and why."""

    folder: Path
    reason: str


def read_manifest(folder: Path) -> PluginInfo:
    """Read and check `manifest.toml`; nothing of the plugin is imported.

    Raises:
        PluginError: with the first thing that is wrong.
    """
    path = folder / "manifest.toml"

    def wrong(text: str) -> PluginError:
        return PluginError(text, "Correct the manifest or remove the folder", path)

    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise wrong(f"the manifest cannot be read ({error.strerror})") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise wrong(f"the manifest is not valid TOML ({error})") from error
    for key, kind in (("id", str), ("name", str), ("kind", str), ("version", str), ("api", int)):
        if not isinstance(data.get(key), kind):
            raise wrong(f"the manifest lacks {key!r} ({kind.__name__})")
    if data["api"] != API_VERSION:
        raise wrong(f"the plugin is made for API {data['api']}, this program has {API_VERSION}")
    if not _ID.fullmatch(data["id"]) or data["id"] != folder.name:
        raise wrong(f"the id {data['id']!r} is not the folder's name in small letters")
    if data["kind"] not in KINDS:
        raise wrong(f"the kind {data['kind']!r} is none of {', '.join(KINDS)}")
    for key, allowed in (("finds", FINDS), ("threads", THREADS)):
        if key in data and data[key] not in allowed:
            raise wrong(f"{key} is one of {', '.join(allowed)}, not {data[key]!r}")
    devices, requires = data.get("devices", list(DEVICES)), data.get("requires", [])
    if not isinstance(devices, list) or not devices or any(d not in DEVICES for d in devices):
        raise wrong(f"devices is a list out of {', '.join(DEVICES)}")
    if not isinstance(requires, list) or not all(
        isinstance(name, str) and _NEEDED.fullmatch(name) for name in requires
    ):
        raise wrong("requires is a list of names of Python modules")
    weights, options = data.get("weights", {}), data.get("options", {})
    if not isinstance(weights, dict) or not all(isinstance(w, dict) for w in weights.values()):
        raise wrong("weights is a table of tables")
    if not isinstance(options, dict) or not all(isinstance(o, dict) for o in options.values()):
        raise wrong("options is a table of tables")
    try:
        parsed = {key: _read_option(key, table) for key, table in options.items()}
    except (TypeError, ValueError) as error:
        raise wrong(str(error)) from error
    return PluginInfo(
        id=data["id"],
        name=data["name"],
        kind=data["kind"],
        version=data["version"],
        folder=folder,
        description=str(data.get("description", "")),
        license=str(data.get("license", "")),
        weights=tuple(weights),
        required_weights=tuple(k for k, w in weights.items() if w.get("required", True)),
        options=parsed,
        finds=data.get("finds", "faces"),
        devices=tuple(devices),
        requires=tuple(requires),
        threads=data.get("threads", "one"),
    )


def _read_option(key: str, table: Mapping[str, Any]) -> Option:
    kind = str(table.get("type"))
    if kind not in OPTION_TYPES:
        raise ValueError(f"option {key}: type is one of {', '.join(OPTION_TYPES)}")
    if "default" not in table:
        raise ValueError(f"option {key} has no default")
    option = Option(
        key,
        kind,
        table["default"],
        table.get("minimum"),
        table.get("maximum"),
        tuple(table.get("choices", ())),
        str(table.get("description", "")),
        str(table.get("title", "")),
    )
    option.checked(option.default)
    return option


class Registry:
    """The plugins of some folders. A plugin is imported when it is first created.

    `failures` are broken; `absent` ones are whole but need what is not installed.
    """

    def __init__(
        self,
        infos: Mapping[str, PluginInfo],
        failures: list[PluginFailure],
        absent: Mapping[str, PluginFailure] = MappingProxyType({}),
    ) -> None:
        self._infos = dict(infos)
        self.failures = failures
        self.absent = dict(absent)

    @classmethod
    def discover(cls, *folders: Path) -> Registry:
        """Check every subfolder that has a manifest. What is wrong lands in `failures`, what needs
        packages that are not installed in `absent`.
        """
        infos: dict[str, PluginInfo] = {}
        absent: dict[str, PluginFailure] = {}
        failures: list[PluginFailure] = []
        for folder in folders:
            for manifest in sorted(folder.glob("*/manifest.toml")):
                try:
                    info = read_manifest(manifest.parent)
                except PluginError as error:
                    failures.append(PluginFailure(manifest.parent, error.user_text))
                    continue
                if lacking := [name for name in info.requires if not _is_installed(name)]:
                    reason = f"it needs what is not installed: {', '.join(lacking)}"
                    absent[info.id] = PluginFailure(manifest.parent, reason)
                elif info.id in infos:
                    reason = f"there is already a plugin {info.id!r}"
                    failures.append(PluginFailure(manifest.parent, reason))
                else:
                    infos[info.id] = info
        return cls(infos, failures, absent)

    def plugins(self, kind: Kind) -> list[PluginInfo]:
        """The plugins of a kind, by name; those that failed to load are left out."""
        failed = {failure.folder for failure in self.failures}
        found = (i for i in self._infos.values() if i.kind == kind and i.folder not in failed)
        return sorted(found, key=lambda info: info.name.lower())

    def find(self, id: str) -> PluginInfo:
        """The manifest of a plugin of any kind.

        Raises:
            PluginError: there is no such plugin.
        """
        info = self._infos.get(id)
        if info is None:
            absent = self.absent.get(id)
            why = f": {absent.reason}" if absent is not None else ""
            known = f"There are: {', '.join(self._infos)}"
            raise PluginError(f"there is no plugin {id!r}{why}", known)
        return info

    def options(self, id: str) -> Mapping[str, Option]:
        """The options of a plugin by key; none where there is no such plugin."""
        info = self._infos.get(id)
        return info.options if info is not None else {}

    def users(self, weights_id: str) -> list[PluginInfo]:
        """The plugins that may load these weights of the catalogue, by name."""
        found = (info for kind in get_args(Kind) for info in self.plugins(kind))
        using = (info for info in found if weights_id in info.weights)
        return sorted(using, key=lambda info: info.name.lower())

    def info(self, kind: Kind, id: str) -> PluginInfo:
        """The manifest of a plugin.

        Raises:
            PluginError: there is no such plugin; the hint names those there are.
        """
        info = self._infos.get(id)
        known = ", ".join(i.id for i in self.plugins(kind))
        if info is None and id in self.absent:
            raise PluginError(
                f"the plugin {id!r} cannot be used: {self.absent[id].reason}",
                f"Choose one of: {known}",
            )
        if info is None or info.kind != kind:
            raise PluginError(f"there is no {kind} {id!r}", f"Choose one of: {known}")
        return info

    def detector(self, id: str, options: PluginOptions) -> FaceDetector:
        """Create a detector; raises PluginError if the plugin fails."""
        return self._create("detector", id, options, FaceDetector)

    def scorer(self, id: str, options: PluginOptions) -> SyncScorer:
        """Create a scorer; raises PluginError if the plugin fails."""
        return self._create("scorer", id, options, SyncScorer)

    def speaker(self, id: str, options: PluginOptions) -> SpeakerModel:
        """Create a speaker model; raises PluginError if the plugin fails."""
        return self._create("speaker", id, options, SpeakerModel)

    def _create(self, kind: Kind, id: str, options: PluginOptions, protocol: type) -> Any:
        info = self.info(kind, id)
        try:
            made = _module(info).create(options)
        except (AppError, Cancelled):
            # The plugin's own words for what the user can mend, such as missing weights.
            raise
        except Exception as error:
            # A full memory passes; the plugin is not to blame.
            if not is_out_of_memory(error):
                reason = f"{type(error).__name__}: {error}"
                self.failures.append(PluginFailure(info.folder, reason))
            raise PluginError(
                f"the plugin {info.name} failed ({type(error).__name__}: {error})",
                "Choose another one; details are in the log",
                info.folder,
            ) from error
        if not isinstance(made, protocol):
            reason = f"create() did not return a {protocol.__name__}"
            self.failures.append(PluginFailure(info.folder, reason))
            raise PluginError(f"the plugin {info.name} is unusable: {reason}", path=info.folder)
        return made


def _is_installed(needed: str) -> bool:
    """Whether a module is there, or a file of one ("cv2/data/a.xml"); nothing is imported."""
    module, _, file = needed.partition("/")
    try:
        found = find_spec(module)
    except Exception:  # noqa: BLE001 - the package around a module with a dot is imported, and fails
        return False
    if found is None or not file:
        return found is not None
    return any((Path(place) / file).is_file() for place in found.submodule_search_locations or ())


def _module(info: PluginInfo) -> ModuleType:
    """Import a plugin's package, under `plugins.<id>` for those of the program itself."""
    if info.folder.parent == builtin_folder():
        return importlib.import_module(f"plugins.{info.id}")
    # Two folders may hold a plugin of one name.
    place = zlib.crc32(str(info.folder).encode())
    name = f"syncreview_plugin_{info.id}_{place:08x}"
    if name in sys.modules:
        return sys.modules[name]
    spec = importlib.util.spec_from_file_location(
        name, info.folder / "__init__.py", submodule_search_locations=[str(info.folder)]
    )
    if spec is None or spec.loader is None:
        raise ImportError(f"no package in {info.folder}")
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    try:
        spec.loader.exec_module(module)
    except BaseException:
        del sys.modules[name]
        raise
    return module


def builtin_folder() -> Path:
    """Where the program's own plugins lie, from source and frozen."""
    return Path(__file__).resolve().parent.parent / "plugins"


@cache
def default_registry() -> Registry:
    """The program's own plugins, and those of the user's folder if the settings allow it."""
    folders = [builtin_folder()]
    if load_settings().user_plugins:
        folders.append(plugins_dir())
    return Registry.discover(*folders)
