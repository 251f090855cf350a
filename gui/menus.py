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
SPAN_VERDICT_ACTIONS = tuple(f"span_verdict_{n}" for n in range(1, 7))

LANE_ACTIONS = tuple(
    f"lane_{name}"
    for name in (
        "shots",
        "wave",
        "spectrum",
        "heat",
        "confidence",
        "speaking",
        "speakers",
        "tracks",
    )
)
FOLLOW_ACTIONS = ("follow_page", "follow_centre", "follow_off")

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
            "locate_folder",
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
            "copy_box", "paste_box", "duplicate", "copy_frame",
            SEPARATOR,
            "select_all", "next_track", "previous_track",
            SEPARATOR,
            Menu("verdict", QT_TRANSLATE_NOOP("menus", "&Verdict"), VERDICT_ACTIONS),
            Menu(
                "span_verdict",
                QT_TRANSLATE_NOOP("menus", "Verdict of the &marked span"),
                (*SPAN_VERDICT_ACTIONS, SEPARATOR, "span_verdict_0"),
            ),
            "note",
        ),
    ),
    Menu(
        "track",
        QT_TRANSLATE_NOOP("menus", "&Track"),
        (
            "draw", "keyframe", "relabel", "delete",
            SEPARATOR,
            "split", "merge", "swap", "hand_over",
            SEPARATOR,
            "start_here", "end_here", "trim_marked",
            SEPARATOR,
            "track_on", "track_back", "propagate", "smooth", "fill_gaps",
            SEPARATOR,
            "outside", "occluded", "truncated",
            SEPARATOR,
            "show_loose", "adopt_loose",
            SEPARATOR,
            Menu(
                "box",
                QT_TRANSLATE_NOOP("menus", "&Box"),
                (
                    "edit_numbers",
                    SEPARATOR,
                    "nudge_left", "nudge_right", "nudge_up", "nudge_down", "grow", "shrink",
                ),
            ),
            SEPARATOR,
            "lock", "hide", "show_hidden",
        ),
    ),
    Menu(
        "review",
        QT_TRANSLATE_NOOP("menus", "&Review"),
        (
            "project_view", "remove_video",
            SEPARATOR,
            "next_finding", "previous_finding",
            SEPARATOR,
            "resolve_finding", "snooze_finding", "snooze_finding_analysis", "reopen_finding",
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
            "whole", "zoom_marks", "zoom_track",
            "timeline_in", "timeline_out", "timeline_left", "timeline_right",
            Menu("lanes", QT_TRANSLATE_NOOP("menus", "La&nes"), LANE_ACTIONS),
            Menu(
                "follow",
                QT_TRANSLATE_NOOP("menus", "Follow the pla&yhead"),
                ("follow", SEPARATOR, *FOLLOW_ACTIONS),
            ),
            SEPARATOR,
            Menu(
                "colour",
                QT_TRANSLATE_NOOP("menus", "&Colour of boxes"),
                ("colour_confidence", "colour_track", "colour_label", "colour_score"),
            ),
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
        (
            "analyse", "rescore", "rescore_all", "cancel",
            SEPARATOR,
            "queue_chosen", "queue_all", "queue_up", "queue_down", "queue_pause", "queue_retry",
            SEPARATOR,
            "models", "plugins", "devices",
            SEPARATOR,
            "check_file",
        ),
    ),
    Menu("help", QT_TRANSLATE_NOOP("menus", "&Help"), ("key_list", SEPARATOR, "updates", "about")),
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
