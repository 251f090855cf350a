"""Which keys trigger which action: presets as data, one's own changes over them, conflicts."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from PySide6.QtGui import QKeySequence

from core.resources import RESOURCES
from gui.action_specs.spec import QT_TRANSLATE_NOOP
from gui.action_table import TABLE

Keys = tuple[str, ...]
"""Keys of one action as `QKeySequence` writes them for all systems ("Ctrl+Shift+S")."""
KeyMap = dict[str, Keys]
"""For every action of the table its keys."""

DEFAULT_PRESET = "syncreview"

_SHIFTED = {
    "<": "Shift+,", ">": "Shift+.", "?": "Shift+/", "_": "Shift+-", ":": "Shift+;", "~": "Shift+`",
    "{": "Shift+[", "}": "Shift+]", "|": "Shift+\\", '"': "Shift+'",
}  # fmt: skip
"""On a keyboard where "<" is Shift+",", one press matches both, and Qt then does neither."""


@dataclass(frozen=True, slots=True)
class Fixed:
    """A key that has a use in a part of the window.

    Args:
        text: what it does there; for translation in the context "keys".
        kept: that part takes it before any action gets it; else it is lost there to the action.
    """

    key: str
    text: str
    kept: bool


_PICTURE = QT_TRANSLATE_NOOP("keys", "moving the picture")
_ROWS = QT_TRANSLATE_NOOP("keys", "going up and down")
_CONFIRM = QT_TRANSLATE_NOOP("keys", "confirming what was typed or chosen")
FIXED: tuple[Fixed, ...] = (
    *(Fixed(f"Alt+{arrow}", _PICTURE, True) for arrow in ("Left", "Right", "Up", "Down")),
    *(Fixed(key, _ROWS, False) for key in ("Up", "Down")),
    *(Fixed(key, _CONFIRM, False) for key in ("Return", "Enter")),
)


@dataclass(frozen=True, slots=True)
class Preset:
    """A key map to begin with. What it does not name keeps the table's keys."""

    id: str
    name: str
    keys: Mapping[str, Keys]


@cache
def presets() -> tuple[Preset, ...]:
    """Those in resources/keys, SyncReview's own first, then by name."""
    found = []
    for path in (RESOURCES / "keys").glob("*.toml"):
        data = tomllib.loads(path.read_text(encoding="utf-8"))
        keys = {id: tuple(portable(key) for key in given) for id, given in data["keys"].items()}
        found.append(Preset(path.stem, data["name"], keys))
    return tuple(sorted(found, key=lambda preset: (preset.id != DEFAULT_PRESET, preset.name)))


def preset(id: str) -> Preset:
    """The preset of this name; SyncReview's own if there is none."""
    return next((one for one in presets() if one.id == id), presets()[0])


def portable(key: str) -> str:
    """One spelling for each key: "Delete" is "Del"."""
    return QKeySequence(key).toString(QKeySequence.SequenceFormat.PortableText)


def native(key: str) -> str:
    """As this system writes it for people."""
    return QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText)


def pressed_as(key: str) -> str:
    """The same for keys that one press means: ">" is Shift and "."."""
    key = portable(key)
    head, last = (key[:-2], "+") if key.endswith("++") else key.rpartition("+")[::2]
    shifted = _SHIFTED.get(last)
    if shifted is None:
        return key
    held = [part for part in head.split("+") if part and part != "Shift"]
    return portable("+".join([*held, shifted]))


def preset_map(id: str) -> KeyMap:
    """A preset's keys for every action: its own first, then the table's that are still free."""
    chosen = preset(id)
    return _claimed([chosen.keys, {spec.id: spec.shortcuts for spec in TABLE}])


def resolved(preset_id: str, own: Iterable[tuple[str, Keys]]) -> KeyMap:
    """The keys in force. No key is in it twice: one's own changes win over the preset, which wins
    over the table. An action or key of which this version knows nothing is left out.
    """
    return _claimed([dict(own), preset_map(preset_id)])


def _claimed(layers: list[Mapping[str, Keys]]) -> KeyMap:
    """Each action's keys from the first layer that names it, without those taken before."""
    taken: set[str] = set()
    result: KeyMap = {}
    for layer in layers:
        for spec in TABLE:
            if spec.id in result or spec.id not in layer:
                continue
            free = []
            for key in layer[spec.id]:
                if portable(key) and pressed_as(key) not in taken:
                    taken.add(pressed_as(key))
                    free.append(portable(key))
            result[spec.id] = tuple(free)
    return {spec.id: result[spec.id] for spec in TABLE}


def own_changes(preset_id: str, keys: KeyMap) -> tuple[tuple[str, Keys], ...]:
    """What is to be kept in the settings: only what differs from the preset."""
    base = preset_map(preset_id)
    return tuple((id, mine) for id, mine in keys.items() if id in base and mine != base[id])


def holder(keys: KeyMap, key: str) -> str | None:
    """The action that has this key, or one that the same press means."""
    wanted = pressed_as(key)
    return next((id for id, mine in keys.items() if wanted in map(pressed_as, mine)), None)


def fixed_use(key: str) -> Fixed | None:
    """What this key does in a part of the window."""
    wanted = pressed_as(key)
    return next((fixed for fixed in FIXED if pressed_as(fixed.key) == wanted), None)
