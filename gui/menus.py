"""The menus of the window as data: which actions lie where."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtWidgets import QMenu, QMenuBar

from gui.action_specs.spec import QT_TRANSLATE_NOOP
from gui.actions import Actions
from gui.texts import translated

SEPARATOR = ""


@dataclass(frozen=True, slots=True)
class Menu:
    """A menu. An item is the id of an action, `SEPARATOR` or a menu within.

    Args:
        id: by which `build_menus` returns it, for those who add to it.
        text: for translation in the context "menus".
    """

    id: str
    text: str
    items: tuple[str | Menu, ...]


VERDICT_ACTIONS = tuple(f"verdict_{n}" for n in range(1, 7))

MENUS: tuple[Menu, ...] = (
    Menu(
        "file",
        QT_TRANSLATE_NOOP("menus", "&File"),
        (
            "open_video", "open_project", "open_demo",
            Menu("recent", QT_TRANSLATE_NOOP("menus", "&Recent"), ()),
            SEPARATOR,
            "save_as", "export_coco", "save_frame",
            SEPARATOR,
            "settings", "edit_keys",
            SEPARATOR,
            "quit",
        ),
    ),
    Menu(
        "edit",
        QT_TRANSLATE_NOOP("menus", "&Edit"),
        (
            "undo", "redo",
            SEPARATOR,
            "copy_frame",
            SEPARATOR,
            "draw", "keyframe", "relabel", "delete",
            SEPARATOR,
            Menu("verdict", QT_TRANSLATE_NOOP("menus", "&Verdict"), VERDICT_ACTIONS),
        ),
    ),
    Menu(
        "playback",
        QT_TRANSLATE_NOOP("menus", "&Playback"),
        (
            "play", "shuttle_back", "shuttle_stop", "shuttle_on", "faster", "slower",
            SEPARATOR,
            "mark_in", "mark_out", "clear_marks", "loop",
            SEPARATOR,
            "play_around", "play_speech",
            SEPARATOR,
            "hear_corrected", "delay_later", "delay_earlier",
            SEPARATOR,
            Menu(
                "sound",
                QT_TRANSLATE_NOOP("menus", "&Sound"),
                ("mute", "volume_up", "volume_down", SEPARATOR, "scrub_sound", "reverse_sound"),
            ),
            Menu(
                "go",
                QT_TRANSLATE_NOOP("menus", "&Go"),
                (
                    "go_to",
                    SEPARATOR,
                    "frame_back", "frame_on", "ten_back", "ten_on", "second_back", "second_on",
                    "first", "last",
                    SEPARATOR,
                    "next_keyframe", "previous_keyframe",
                ),
            ),
        ),
    ),
    Menu(
        "view",
        QT_TRANSLATE_NOOP("menus", "&View"),
        (
            "fit", "actual_size", "zoom_in", "zoom_out", "pixel_grid", "look",
            "face_panel", "full_screen",
            SEPARATOR,
            "whole",
            SEPARATOR,
            Menu(
                "theme",
                QT_TRANSLATE_NOOP("menus", "&Theme"),
                ("theme_auto", "theme_dark", "theme_light"),
            ),
            Menu(
                "language",
                QT_TRANSLATE_NOOP("menus", "La&nguage"),
                ("language_auto", "language_en", "language_ko"),
            ),
            SEPARATOR,
            "next_panel", "previous_panel",
        ),
    ),
    Menu(
        "analysis",
        QT_TRANSLATE_NOOP("menus", "&Analysis"),
        ("analyse", "cancel", SEPARATOR, "check_file"),
    ),
    Menu("help", QT_TRANSLATE_NOOP("menus", "&Help"), ("key_list", SEPARATOR, "about")),
)  # fmt: skip


def build_menus(bar: QMenuBar, actions: Actions) -> dict[str, QMenu]:
    """Fill a menu bar; the menus by their ids."""
    made: dict[str, QMenu] = {}
    for menu in MENUS:
        _fill(bar.addMenu(""), menu, actions, made)
    return made


def title_menus(made: dict[str, QMenu], menus: tuple[Menu | str, ...] = MENUS) -> None:
    """Give the menus their titles in the present language."""
    for menu in menus:
        if isinstance(menu, Menu):
            made[menu.id].setTitle(translated("menus", menu.text))
            title_menus(made, menu.items)


def _fill(target: QMenu, menu: Menu, actions: Actions, made: dict[str, QMenu]) -> None:
    made[menu.id] = target
    for item in menu.items:
        if isinstance(item, Menu):
            _fill(target.addMenu(""), item, actions, made)
        elif item == SEPARATOR:
            target.addSeparator()
        else:
            target.addAction(actions[item])
