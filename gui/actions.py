"""Every action of the window in one table: id, text, shortcut, enabled-when."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, QObject
from PySide6.QtGui import QAction, QKeySequence

from gui.theme import ThemeManager


def QT_TRANSLATE_NOOP(context: str, text: str) -> str:
    """Mark a text for translation; the tools that collect texts know it by this name."""
    return text


@dataclass(frozen=True, slots=True)
class State:
    """What decides which actions make sense now."""

    project: bool = False
    video: bool = False
    media: bool = False
    track: bool = False
    box: bool = False
    keyframes: bool = False
    can_undo: bool = False
    can_redo: bool = False
    analysing: bool = False
    opening: bool = False


def _always(_state: State) -> bool:
    return True


def _project(state: State) -> bool:
    return state.project


def _video(state: State) -> bool:
    return state.video


def _media(state: State) -> bool:
    return state.media


def _track(state: State) -> bool:
    return state.track


def _track_media(state: State) -> bool:
    return state.track and state.media


def _keyframes(state: State) -> bool:
    return state.keyframes


@dataclass(frozen=True, slots=True)
class Spec:
    """One action. The first shortcut is the one shown in menus."""

    id: str
    text: str
    shortcuts: tuple[str, ...] = ()
    enabled: Callable[[State], bool] = _always
    icon: str = ""
    checkable: bool = False
    repeats: bool = False
    """Whether holding the key does it again and again."""


TABLE: tuple[Spec, ...] = (
    Spec("open_video", QT_TRANSLATE_NOOP("actions", "&Open video…"), ("Ctrl+O",), icon="open"),
    Spec("open_project", QT_TRANSLATE_NOOP("actions", "Open &project…"), ("Ctrl+Shift+O",)),
    Spec("open_demo", QT_TRANSLATE_NOOP("actions", "Open the &demo clip")),
    Spec(
        "save_as",
        QT_TRANSLATE_NOOP("actions", "&Save project as…"),
        ("Ctrl+Shift+S",),
        _project,
    ),
    Spec(
        "export_coco",
        QT_TRANSLATE_NOOP("actions", "&Export COCO…"),
        ("Ctrl+E",),
        _video,
        "export",
    ),
    Spec("quit", QT_TRANSLATE_NOOP("actions", "&Quit"), ("Ctrl+Q",)),
    Spec(
        "undo",
        QT_TRANSLATE_NOOP("actions", "&Undo"),
        ("Ctrl+Z",),
        lambda s: s.can_undo,
        "undo",
        repeats=True,
    ),
    Spec(
        "redo",
        QT_TRANSLATE_NOOP("actions", "&Redo"),
        ("Ctrl+Y", "Ctrl+Shift+Z"),
        lambda s: s.can_redo,
        "redo",
        repeats=True,
    ),
    Spec("draw", QT_TRANSLATE_NOOP("actions", "&Draw a box"), ("W",), _media, "draw", True),
    Spec(
        "keyframe", QT_TRANSLATE_NOOP("actions", "Set or remove &keyframe"), ("F2",), _track_media
    ),
    Spec("delete", QT_TRANSLATE_NOOP("actions", "Delete &track"), ("Del",), _track, "delete"),
    Spec("relabel", QT_TRANSLATE_NOOP("actions", "Re&label…"), ("Ctrl+L",), _track),
    Spec("verdict_1", QT_TRANSLATE_NOOP("actions", "Verdict: in sync"), ("1",), _track),
    Spec("verdict_2", QT_TRANSLATE_NOOP("actions", "Verdict: out of sync"), ("2",), _track),
    Spec("verdict_3", QT_TRANSLATE_NOOP("actions", "Verdict: not speaking"), ("3",), _track),
    Spec("verdict_4", QT_TRANSLATE_NOOP("actions", "Verdict: voice-over"), ("4",), _track),
    Spec("verdict_5", QT_TRANSLATE_NOOP("actions", "Verdict: reject"), ("5",), _track),
    Spec("verdict_6", QT_TRANSLATE_NOOP("actions", "Verdict: unsure"), ("6",), _track),
    Spec("play", QT_TRANSLATE_NOOP("actions", "&Play or pause"), ("Space",), _media, "play"),
    Spec("shuttle_back", QT_TRANSLATE_NOOP("actions", "Play &backward"), ("J",), _media),
    Spec("shuttle_stop", QT_TRANSLATE_NOOP("actions", "P&ause"), ("K",), _media),
    Spec("shuttle_on", QT_TRANSLATE_NOOP("actions", "Play &forward"), ("L",), _media),
    Spec(
        "frame_back",
        QT_TRANSLATE_NOOP("actions", "Frame back"),
        ("Left",),
        _video,
        "previous",
        repeats=True,
    ),
    Spec(
        "frame_on",
        QT_TRANSLATE_NOOP("actions", "Frame on"),
        ("Right",),
        _video,
        "next",
        repeats=True,
    ),
    Spec(
        "ten_back",
        QT_TRANSLATE_NOOP("actions", "Ten frames back"),
        ("Shift+Left",),
        _video,
        repeats=True,
    ),
    Spec(
        "ten_on",
        QT_TRANSLATE_NOOP("actions", "Ten frames on"),
        ("Shift+Right",),
        _video,
        repeats=True,
    ),
    Spec(
        "second_back",
        QT_TRANSLATE_NOOP("actions", "One second back"),
        ("Ctrl+Left",),
        _video,
        repeats=True,
    ),
    Spec(
        "second_on",
        QT_TRANSLATE_NOOP("actions", "One second on"),
        ("Ctrl+Right",),
        _video,
        repeats=True,
    ),
    Spec("first", QT_TRANSLATE_NOOP("actions", "First frame"), ("Home",), _video, "first"),
    Spec("last", QT_TRANSLATE_NOOP("actions", "Last frame"), ("End",), _video, "last"),
    Spec(
        "next_keyframe",
        QT_TRANSLATE_NOOP("actions", "Next keyframe"),
        ("E",),
        _keyframes,
        repeats=True,
    ),
    Spec(
        "previous_keyframe",
        QT_TRANSLATE_NOOP("actions", "Previous keyframe"),
        ("Shift+E",),
        _keyframes,
        repeats=True,
    ),
    Spec("fit", QT_TRANSLATE_NOOP("actions", "&Fit picture"), ("Ctrl+0",), _media, "fit"),
    Spec(
        "zoom_in",
        QT_TRANSLATE_NOOP("actions", "Zoom &in"),
        ("Ctrl++", "Ctrl+="),
        _media,
        repeats=True,
    ),
    Spec("zoom_out", QT_TRANSLATE_NOOP("actions", "Zoom &out"), ("Ctrl+-",), _media, repeats=True),
    Spec(
        "whole", QT_TRANSLATE_NOOP("actions", "&Whole video in the timeline"), ("Ctrl+9",), _video
    ),
    Spec(
        "analyse",
        QT_TRANSLATE_NOOP("actions", "&Analyse"),
        ("Ctrl+R",),
        lambda s: s.media and not s.analysing and not s.opening,
        "analyse",
    ),
    Spec(
        "cancel",
        QT_TRANSLATE_NOOP("actions", "&Cancel analysis"),
        ("Ctrl+.",),
        lambda s: s.analysing,
        "cancel",
    ),
    Spec("theme_auto", QT_TRANSLATE_NOOP("actions", "Theme of the s&ystem"), checkable=True),
    Spec("theme_dark", QT_TRANSLATE_NOOP("actions", "D&ark"), checkable=True),
    Spec("theme_light", QT_TRANSLATE_NOOP("actions", "&Light"), checkable=True),
    Spec("about", QT_TRANSLATE_NOOP("actions", "&About SyncReview")),
)


class Actions(QObject):
    """The table as QActions, by id."""

    def __init__(self, themes: ThemeManager, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._themes = themes
        self._actions: dict[str, QAction] = {}
        for spec in TABLE:
            action = QAction(QCoreApplication.translate("actions", spec.text), self)
            action.setObjectName(spec.id)
            action.setShortcuts([QKeySequence(keys) for keys in spec.shortcuts])
            action.setCheckable(spec.checkable)
            action.setAutoRepeat(spec.repeats)
            name = action.text().replace("&", "").rstrip("…")
            keys = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
            action.setToolTip(f"{name} ({keys})" if keys else name)
            self._actions[spec.id] = action
        self._draw_icons()
        themes.changed.connect(self._draw_icons)
        self.update_state(State())

    def __getitem__(self, id: str) -> QAction:
        return self._actions[id]

    def all(self) -> list[QAction]:
        return list(self._actions.values())

    def on(self, id: str, act: Callable[[], object]) -> None:
        """Call `act` when the action is triggered."""
        self._actions[id].triggered.connect(lambda _checked=False: act())

    def update_state(self, state: State) -> None:
        """Enable what makes sense."""
        for spec in TABLE:
            self._actions[spec.id].setEnabled(spec.enabled(state))

    def _draw_icons(self) -> None:
        for spec in TABLE:
            if spec.icon:
                self._actions[spec.id].setIcon(self._themes.icon(spec.icon))
