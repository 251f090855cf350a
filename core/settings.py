"""Settings of the person at this machine, and the folders of the program.

`settings.json` in the configuration folder holds only what differs from the defaults, so that a
better default of a later version reaches everybody who never chose.
"""

from __future__ import annotations

import json
import logging
import os
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

import platformdirs

from core import files
from core.errors import AppError

HOME_VARIABLE = "SYNCREVIEW_HOME"
"""Environment variable: a folder that takes everything the program writes for itself."""

_APP = "SyncReview"
_RECENT = 10

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Settings:
    """What a person can choose. A value that is not allowed falls back to the default when it is
    read.

    Args:
        detector, scorer, speaker: ids of plugins; "auto" lets the program choose. A speaker may be
            "none".
        objects: id of a plugin that finds objects beside the faces; "" for none.
        detect_every: detectors look at every n-th picture of the grid.
        user_plugins: plugins of the user's own folder are loaded, too: they may run any code.
        plugin_options: (id of a plugin, ((key, value), ...)) where they differ from its manifest.
        device: "auto", "cpu", "cuda" or "mps".
        mode: which result is shown: "robust" or "reference".
        recent_files: absolute paths, the newest first.
        reviewer: name that goes with verdicts.
        language: "auto" follows the system.
        theme: "auto" follows the system.
        frame_cache_mb: memory for decoded pictures, MiB.
        volume: 0 to 100. muted: no sound.
        scrub_sound: short pieces of sound while dragging. reverse_sound: sound backwards, too.
        correction: which offset "hear it corrected" repairs: "track", "local" or "manual".
        manual_delay_ms: the sound's delay for "manual"; negative: it comes earlier.
        colour_by: what the colours of boxes tell: "confidence", "track", "label" or "score".
        folded_lanes: ids of the timeline's lanes that are folded.
        follow: how the timeline follows the playhead: "page", "centre" or "off".
        keep_preset: which clips are kept: "loose", "normal", "strict" or "own", which takes
            `keep_confidence` (SyncNet's scale) and `keep_offset` (whole steps to both sides).
        offline: nothing is downloaded.
        tolerance: outside of which offsets are findings: "itu-detectability",
            "itu-acceptability", "ebu-r37", so many frames ("2 frames"), or own limits in ms,
            audio early/late ("45/125").
        check_updates: once a day it is looked whether there is a newer version.
        update_address: where; empty for the one that is built in.
        key_preset: name of the key map that one's own keys are changes of; see resources/keys.
        keys: (id of an action, its keys) where they differ from the preset; no keys: it has none.
    """

    detector: str = "mtcnn"
    scorer: str = "auto"
    device: str = "auto"
    mode: str = "robust"
    recent_files: tuple[str, ...] = ()
    reviewer: str = ""
    language: str = "auto"
    theme: str = "auto"
    frame_cache_mb: int = 192
    volume: int = 80
    muted: bool = False
    scrub_sound: bool = False
    reverse_sound: bool = True
    correction: str = "track"
    manual_delay_ms: int = 0
    colour_by: str = "confidence"
    folded_lanes: tuple[str, ...] = ("lane_spectrum", "lane_speaking")
    follow: str = "page"
    keep_preset: str = "normal"
    keep_confidence: float = 4.0
    keep_offset: int = 3
    speaker: str = "auto"
    tolerance: str = "itu-detectability"
    offline: bool = False
    check_updates: bool = False
    update_address: str = ""
    key_preset: str = "syncreview"
    keys: tuple[tuple[str, tuple[str, ...]], ...] = ()
    objects: str = ""
    detect_every: int = 1
    user_plugins: bool = False
    plugin_options: tuple[tuple[str, tuple[tuple[str, int | float | bool | str], ...]], ...] = ()

    def options_of(self, plugin: str) -> dict[str, object]:
        """The options of a plugin that were changed, by key."""
        return dict(dict(self.plugin_options).get(plugin, ()))

    def with_options(self, plugin: str, values: Mapping[str, Any]) -> Any:
        """`plugin_options` with these for one plugin; none: its manifest's hold."""
        others = {id: given for id, given in self.plugin_options if id != plugin}
        if values:
            others[plugin] = tuple(sorted(values.items()))
        return tuple(sorted(others.items()))

    def with_recent(self, path: str | os.PathLike[str]) -> tuple[str, ...]:
        """`recent_files` with this one in front, each once, at most ten."""
        first = os.path.abspath(path)
        rest = (p for p in self.recent_files if p != first)
        return (first, *rest)[:_RECENT]


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise ValueError("not a text")
    return value


def _one_of(*allowed: str) -> Callable[[Any], str]:
    def read(value: Any) -> str:
        if value not in allowed:
            raise ValueError(f"not one of {', '.join(allowed)}")
        return str(value)

    return read


def _whole(low: int, high: int) -> Callable[[Any], int]:
    def read(value: Any) -> int:
        if type(value) is not int or not low <= value <= high:
            raise ValueError(f"not a whole number from {low} to {high}")
        return value

    return read


def _number(low: float, high: float) -> Callable[[Any], float]:
    def read(value: Any) -> float:
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise ValueError("not a number")
        if not low <= value <= high:
            raise ValueError(f"not a number from {low} to {high}")
        return float(value)

    return read


def _yes_no(value: Any) -> bool:
    if type(value) is not bool:
        raise ValueError("neither true nor false")
    return value


def _texts(value: Any) -> tuple[str, ...]:
    if not isinstance(value, list):
        raise ValueError("not a list")
    return tuple(_text(item) for item in value)


_TOLERANCE = re.compile(
    r"itu-detectability|itu-acceptability|ebu-r37|\d+(\.\d+)? ?f(rames?)?"
    r"|\d+(\.\d+)?/\d+(\.\d+)?"
)


def _tolerance(value: Any) -> str:
    if not _TOLERANCE.fullmatch(_text(value)):
        raise ValueError("no tolerance")
    return str(value)


def _keys(value: Any) -> tuple[tuple[str, tuple[str, ...]], ...]:
    if not isinstance(value, dict):
        raise ValueError("not a table")
    return tuple((_text(name), _texts(keys)) for name, keys in value.items())


def _plugin_options(value: Any) -> Any:
    if not isinstance(value, dict) or not all(isinstance(v, dict) for v in value.values()):
        raise ValueError("not a table of tables")
    for given in value.values():
        if not all(isinstance(v, int | float | bool | str) for v in given.values()):
            raise ValueError("not a table of plain values")
    return tuple(sorted((id, tuple(sorted(given.items()))) for id, given in value.items()))


_READERS: dict[str, Callable[[Any], Any]] = {
    "detector": _text,
    "scorer": _text,
    "objects": _text,
    "detect_every": _whole(1, 25),
    "user_plugins": _yes_no,
    "plugin_options": _plugin_options,
    "speaker": _text,
    "device": _one_of("auto", "cpu", "cuda", "mps"),
    "mode": _one_of("robust", "reference"),
    "recent_files": _texts,
    "reviewer": _text,
    "language": _one_of("auto", "en", "ko"),
    "theme": _one_of("auto", "light", "dark"),
    "frame_cache_mb": _whole(16, 65536),
    "volume": _whole(0, 100),
    "muted": _yes_no,
    "scrub_sound": _yes_no,
    "reverse_sound": _yes_no,
    "correction": _one_of("track", "local", "manual"),
    "manual_delay_ms": _whole(-600, 600),
    "colour_by": _one_of("confidence", "track", "label", "score"),
    "folded_lanes": _texts,
    "follow": _one_of("page", "centre", "off"),
    "keep_preset": _one_of("loose", "normal", "strict", "own"),
    "keep_confidence": _number(0.0, 20.0),
    "keep_offset": _whole(0, 15),
    "tolerance": _tolerance,
    "offline": _yes_no,
    "check_updates": _yes_no,
    "update_address": _text,
    "key_preset": _text,
    "keys": _keys,
}


def _plain(name: str, value: Any) -> Any:
    """A value as JSON has it."""
    if name == "keys":
        return {action: list(keys) for action, keys in value}
    if name == "plugin_options":
        return {plugin: dict(given) for plugin, given in value}
    return list(value) if isinstance(value, tuple) else value


def _base() -> Path | None:
    home = os.environ.get(HOME_VARIABLE, "")
    return Path(os.path.abspath(home)) if home else None


def data_dir() -> Path:
    """Where drafts and weights lie. Not made here."""
    base = _base()
    folder = base / "data" if base else platformdirs.user_data_dir(_APP, appauthor=False)
    # Without links, as the paths of open projects are: a draft is known by its folder.
    return Path(os.path.realpath(folder))


def config_dir() -> Path:
    """Where settings lie. Not made here."""
    base = _base()
    return base / "config" if base else Path(platformdirs.user_config_dir(_APP, appauthor=False))


def weights_dir() -> Path:
    """Where weights are looked for. Not made here."""
    return data_dir() / "weights"


def plugins_dir() -> Path:
    """Where a user's own plugins lie, each in a folder of its own. Not made here."""
    return data_dir() / "plugins"


def settings_path() -> Path:
    return config_dir() / "settings.json"


def load_settings() -> Settings:
    """The settings of this machine. What is missing, unknown or not allowed gives the default and a
    warning.

    Settings must never keep the program from starting.
    """
    path = settings_path()
    files.sweep(path.parent)
    try:
        given = json.loads(path.read_text(encoding="utf-8"))
        if not isinstance(given, dict):
            raise ValueError("not an object")
    except FileNotFoundError:
        return Settings()
    except (OSError, ValueError) as error:
        _log.warning("%s: settings are not readable, the defaults hold: %s", path, error)
        return Settings()
    values: dict[str, Any] = {}
    for name, value in given.items():
        if name not in _READERS:
            _log.warning("%s: %s is no setting of this version", path, name)
            continue
        try:
            values[name] = _READERS[name](value)
        except ValueError as error:
            _log.warning("%s: %s = %r is %s", path, name, value, error)
    return Settings(**values)


def save_settings(settings: Settings) -> None:
    """Write what differs from the defaults, whole or not at all.

    What another version wrote and this one does not know stays in the file.

    Raises:
        AppError: the file cannot be written; the former one is as it was.
        ValueError: a value is not allowed (a mistake in the program).
    """
    path = settings_path()
    values = _unknown(path)
    for field in fields(Settings):
        value = getattr(settings, field.name)
        plain = _plain(field.name, value)
        _READERS[field.name](plain)
        if value != field.default:
            values[field.name] = plain
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with files.replacing(path) as temporary:
            temporary.write_text(json.dumps(values, indent=2) + "\n", encoding="utf-8")
    except OSError as error:
        text, hint = files.reason(error)
        raise AppError(f"the settings cannot be saved: {text}", hint, path) from error


def _unknown(path: Path) -> dict[str, Any]:
    """What the file holds besides the settings of this version; empty where it is not readable."""
    try:
        given = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    known = given if isinstance(given, dict) else {}
    return {name: value for name, value in known.items() if name not in _READERS}
