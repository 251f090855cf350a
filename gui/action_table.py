"""Every action of the window in one table: id, text, shortcut, enabled-when. No widgets."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


def QT_TRANSLATE_NOOP(context: str, text: str) -> str:
    """Mark a text for translation; the tools that collect texts know it by this name."""
    return text


@dataclass(frozen=True, slots=True)
class State:
    """What decides which actions make sense now.

    Args:
        media: the file of the video on screen can be read. indexing: its index is still being
            read. indexed: it is read to the end.
    """

    project: bool = False
    video: bool = False
    media: bool = False
    sound: bool = False
    indexed: bool = False
    indexing: bool = False
    marks: bool = False
    track: bool = False
    keyframes: bool = False
    can_undo: bool = False
    can_redo: bool = False
    analysing: bool = False
    opening: bool = False


def _always(_state: State) -> bool:
    return True


def _project(state: State) -> bool:
    return state.project


def _indexed(state: State) -> bool:
    return state.indexed


def _sound(state: State) -> bool:
    return state.media and state.sound


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
        lambda s: s.video and not s.indexing,
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
    Spec("draw", QT_TRANSLATE_NOOP("actions", "&Draw a box"), ("W",), _indexed, "draw", True),
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
    # Not "Shift+." besides: one press would match both, and Qt then does neither.
    Spec("faster", QT_TRANSLATE_NOOP("actions", "F&aster"), (">",), _media, repeats=True),
    Spec("slower", QT_TRANSLATE_NOOP("actions", "S&lower"), ("<",), _media, repeats=True),
    Spec("mark_in", QT_TRANSLATE_NOOP("actions", "Mark &in"), ("I",), _video),
    Spec("mark_out", QT_TRANSLATE_NOOP("actions", "Mark &out"), ("O",), _video),
    Spec(
        "clear_marks",
        QT_TRANSLATE_NOOP("actions", "&Clear the marks"),
        ("Shift+O",),
        lambda s: s.marks,
    ),
    Spec("loop", QT_TRANSLATE_NOOP("actions", "&Loop"), ("Shift+L",), _media, "loop", True),
    Spec(
        "play_around",
        QT_TRANSLATE_NOOP("actions", "Play &around the cursor"),
        ("Shift+Space",),
        _media,
    ),
    Spec(
        "play_speech",
        QT_TRANSLATE_NOOP("actions", "Play only the &speech of the track"),
        ("Ctrl+Space",),
        _track_media,
    ),
    Spec(
        "hear_corrected",
        QT_TRANSLATE_NOOP("actions", "&Hear it corrected"),
        ("C",),
        _sound,
        "corrected",
        True,
    ),
    Spec(
        "delay_later",
        QT_TRANSLATE_NOOP("actions", "Sound 1 ms &later"),
        ("]",),
        _sound,
        repeats=True,
    ),
    Spec(
        "delay_earlier",
        QT_TRANSLATE_NOOP("actions", "Sound 1 ms &earlier"),
        ("[",),
        _sound,
        repeats=True,
    ),
    Spec("mute", QT_TRANSLATE_NOOP("actions", "&Mute"), ("Ctrl+M",), _always, "sound", True),
    Spec(
        "volume_up",
        QT_TRANSLATE_NOOP("actions", "Lo&uder"),
        ("Ctrl+Up",),
        repeats=True,
    ),
    Spec(
        "volume_down",
        QT_TRANSLATE_NOOP("actions", "&Quieter"),
        ("Ctrl+Down",),
        repeats=True,
    ),
    Spec("scrub_sound", QT_TRANSLATE_NOOP("actions", "Sound while &dragging"), checkable=True),
    Spec(
        "reverse_sound",
        QT_TRANSLATE_NOOP("actions", "Sound when playing &backward"),
        checkable=True,
    ),
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
    Spec("go_to", QT_TRANSLATE_NOOP("actions", "&Go to time or frame…"), ("Ctrl+G",), _video),
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
    Spec("actual_size", QT_TRANSLATE_NOOP("actions", "&Actual size (1:1)"), ("Ctrl+1",), _media),
    Spec(
        "pixel_grid", QT_TRANSLATE_NOOP("actions", "Pixel &grid up close"), ("G",), checkable=True
    ),
    Spec("look", QT_TRANSLATE_NOOP("actions", "&Brightness and channels…"), ("Ctrl+B",), _media),
    Spec(
        "face_panel", QT_TRANSLATE_NOOP("actions", "What the &scorer sees"), ("F",), checkable=True
    ),
    Spec(
        "full_screen",
        QT_TRANSLATE_NOOP("actions", "F&ull screen"),
        ("F11",),
        _media,
        checkable=True,
    ),
    Spec("copy_frame", QT_TRANSLATE_NOOP("actions", "&Copy the frame"), ("Ctrl+C",), _media),
    Spec(
        "save_frame",
        QT_TRANSLATE_NOOP("actions", "Save the &frame as PNG…"),
        ("Ctrl+Shift+P",),
        _media,
    ),
    Spec(
        "whole", QT_TRANSLATE_NOOP("actions", "&Whole video in the timeline"), ("Ctrl+9",), _video
    ),
    Spec(
        "analyse",
        QT_TRANSLATE_NOOP("actions", "&Analyse"),
        ("Ctrl+R",),
        lambda s: s.indexed and not s.analysing and not s.opening,
        "analyse",
    ),
    Spec(
        "cancel",
        QT_TRANSLATE_NOOP("actions", "&Cancel analysis"),
        ("Ctrl+.",),
        lambda s: s.analysing,
        "cancel",
    ),
    Spec(
        "check_file",
        QT_TRANSLATE_NOOP("actions", "Check the file for &damage"),
        enabled=_indexed,
    ),
    Spec("theme_auto", QT_TRANSLATE_NOOP("actions", "Theme of the s&ystem"), checkable=True),
    Spec("theme_dark", QT_TRANSLATE_NOOP("actions", "D&ark"), checkable=True),
    Spec("theme_light", QT_TRANSLATE_NOOP("actions", "&Light"), checkable=True),
    Spec("about", QT_TRANSLATE_NOOP("actions", "&About SyncReview")),
)
