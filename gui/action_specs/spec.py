"""What an action of the window is, and what decides whether it makes sense now. No widgets."""

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
        chosen: how many tracks are selected. locked: one of them is locked.
        copied: there is a box to paste. following: a box is being followed.
        videos: how many are chosen on the page of all videos, while it is shown. unanalysed: some
            video is. queued: something is analysed or waits for it. queue_failed: something
            failed. movable: a chosen video waits, and is not the only one.
        writable: the project takes edits. missing: the file of the video on screen is not there.
    """

    project: bool = False
    video: bool = False
    media: bool = False
    sound: bool = False
    indexed: bool = False
    indexing: bool = False
    marks: bool = False
    track: bool = False
    chosen: int = 0
    locked: bool = False
    copied: bool = False
    following: bool = False
    can_undo: bool = False
    can_redo: bool = False
    analysing: bool = False
    opening: bool = False
    writable: bool = False
    missing: bool = False
    videos: int = 0
    unanalysed: bool = False
    queued: bool = False
    queue_failed: bool = False
    movable: bool = False


def always(_state: State) -> bool:
    return True


def has_project(state: State) -> bool:
    return state.project


def is_indexed(state: State) -> bool:
    return state.indexed


def has_sound(state: State) -> bool:
    return state.media and state.sound


def has_video(state: State) -> bool:
    return state.video


def has_media(state: State) -> bool:
    return state.media


def has_marks(state: State) -> bool:
    return state.marks


def has_track(state: State) -> bool:
    return state.track


def has_track_and_media(state: State) -> bool:
    return state.track and state.media


@dataclass(frozen=True, slots=True)
class Spec:
    """One action. The first shortcut is the one shown in menus."""

    id: str
    text: str
    shortcuts: tuple[str, ...] = ()
    enabled: Callable[[State], bool] = always
    icon: str = ""
    checkable: bool = False
    repeats: bool = False
    """Whether holding the key does it again and again."""
    short: str = ""
    """What its button says where `text` is too long."""
