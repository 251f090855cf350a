"""The actions by menu, and the gestures of the mouse: what the editor and the list of keys show."""

from __future__ import annotations

from dataclasses import dataclass

from gui.action_specs.spec import QT_TRANSLATE_NOOP
from gui.action_table import TABLE
from gui.language import without_mnemonic
from gui.menus import MENUS, SEPARATOR, Menu
from gui.texts import translated


@dataclass(frozen=True, slots=True)
class Group:
    """A menu's actions, by their ids. The title is in the user's language."""

    title: str
    ids: tuple[str, ...]


def groups() -> list[Group]:
    """Every action of the table once: by menu, a menu within by itself, then what is in none."""
    found: list[Group] = []
    for menu in MENUS:
        _collect(menu, found)
    listed = {id for group in found for id in group.ids}
    rest = tuple(spec.id for spec in TABLE if spec.id not in listed)
    if rest:
        found.append(Group(translated("keys", QT_TRANSLATE_NOOP("keys", "Other")), rest))
    return found


def _collect(menu: Menu, found: list[Group]) -> None:
    ids = tuple(item for item in menu.items if isinstance(item, str) and item != SEPARATOR)
    if ids:
        found.append(Group(without_mnemonic(translated("menus", menu.text)), ids))
    for item in menu.items:
        if isinstance(item, Menu):
            _collect(item, found)


GESTURES: tuple[tuple[str, tuple[tuple[str, str], ...]], ...] = (
    (
        QT_TRANSLATE_NOOP("gestures", "Mouse: picture"),
        (
            (
                QT_TRANSLATE_NOOP("gestures", "Click a box"),
                QT_TRANSLATE_NOOP("gestures", "Select its track"),
            ),
            (
                QT_TRANSLATE_NOOP("gestures", "Drag a box or its handles"),
                QT_TRANSLATE_NOOP("gestures", "Move or resize it: sets a keyframe"),
            ),
            (
                QT_TRANSLATE_NOOP("gestures", "Wheel"),
                QT_TRANSLATE_NOOP("gestures", "Zoom at the cursor"),
            ),
            (
                QT_TRANSLATE_NOOP("gestures", "Middle drag, Space+drag"),
                QT_TRANSLATE_NOOP("gestures", "Move the picture"),
            ),
            (
                QT_TRANSLATE_NOOP("gestures", "Alt+arrows"),
                QT_TRANSLATE_NOOP("gestures", "Move the picture"),
            ),
            (
                QT_TRANSLATE_NOOP("gestures", "Double click beside the boxes"),
                QT_TRANSLATE_NOOP("gestures", "Fit picture"),
            ),
            (
                QT_TRANSLATE_NOOP("gestures", "Esc"),
                QT_TRANSLATE_NOOP("gestures", "Cancel drawing or dragging"),
            ),
        ),
    ),
    (
        QT_TRANSLATE_NOOP("gestures", "Mouse: timeline"),
        (
            (
                QT_TRANSLATE_NOOP("gestures", "Click"),
                QT_TRANSLATE_NOOP("gestures", "Go there"),
            ),
            (
                QT_TRANSLATE_NOOP("gestures", "Drag"),
                QT_TRANSLATE_NOOP("gestures", "Scrub"),
            ),
            (
                QT_TRANSLATE_NOOP("gestures", "Click a track's bar"),
                QT_TRANSLATE_NOOP("gestures", "Select its track"),
            ),
            (
                QT_TRANSLATE_NOOP("gestures", "Wheel"),
                QT_TRANSLATE_NOOP("gestures", "Zoom at the cursor"),
            ),
            (
                QT_TRANSLATE_NOOP("gestures", "Shift+wheel, middle drag"),
                QT_TRANSLATE_NOOP("gestures", "Move along the time"),
            ),
        ),
    ),
)
"""(title, ((gesture, what it does), ...)), for translation in the context "gestures"."""
