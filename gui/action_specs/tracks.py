"""Tracks and boxes: what corrects them."""

from __future__ import annotations

from gui.action_specs.spec import (
    QT_TRANSLATE_NOOP,
    Spec,
    State,
    has_track,
    has_track_and_media,
    has_video,
    is_indexed,
)


def _open_track(state: State) -> bool:
    """A selected track that is not locked, in a video whose frames are known."""
    return state.track and state.indexed and not state.locked


def _open_pair(state: State) -> bool:
    return _open_track(state) and state.chosen == 2


def _marked(state: State) -> bool:
    return state.track and state.marks


SPECS: tuple[Spec, ...] = (
    Spec("draw", QT_TRANSLATE_NOOP("actions", "&Draw a box"), ("W",), is_indexed, "draw", True),
    Spec(
        "keyframe",
        QT_TRANSLATE_NOOP("actions", "Set or remove &keyframe"),
        ("F2",),
        lambda s: has_track_and_media(s) and not s.locked,
    ),
    Spec(
        "delete",
        QT_TRANSLATE_NOOP("actions", "Delete &track"),
        ("Del",),
        has_track,
        "delete",
        short=QT_TRANSLATE_NOOP("actions", "Delete"),
    ),
    Spec("relabel", QT_TRANSLATE_NOOP("actions", "Re&label…"), ("Ctrl+L",), has_track),
    Spec(
        "next_keyframe",
        QT_TRANSLATE_NOOP("actions", "Next keyframe"),
        ("E",),
        has_track,
        repeats=True,
    ),
    Spec(
        "previous_keyframe",
        QT_TRANSLATE_NOOP("actions", "Previous keyframe"),
        ("Shift+E",),
        has_track,
        repeats=True,
    ),
    Spec("next_track", QT_TRANSLATE_NOOP("actions", "Select ne&xt track"), ("PgDown",)),
    Spec("previous_track", QT_TRANSLATE_NOOP("actions", "Select &previous track"), ("PgUp",)),
    Spec(
        "select_all",
        QT_TRANSLATE_NOOP("actions", "Select &all tracks"),
        ("Ctrl+A",),
        has_video,
    ),
    Spec("copy_box", QT_TRANSLATE_NOOP("actions", "&Copy box"), ("Ctrl+C",), has_track),
    Spec(
        "paste_box",
        QT_TRANSLATE_NOOP("actions", "&Paste box here"),
        ("Ctrl+V",),
        lambda s: s.indexed and s.copied,
    ),
    Spec("duplicate", QT_TRANSLATE_NOOP("actions", "D&uplicate track"), ("Ctrl+D",), has_track),
    Spec(
        "nudge_left",
        QT_TRANSLATE_NOOP("actions", "Box one pixel left"),
        ("Alt+Shift+Left",),
        _open_track,
        repeats=True,
    ),
    Spec(
        "nudge_right",
        QT_TRANSLATE_NOOP("actions", "Box one pixel right"),
        ("Alt+Shift+Right",),
        _open_track,
        repeats=True,
    ),
    Spec(
        "nudge_up",
        QT_TRANSLATE_NOOP("actions", "Box one pixel up"),
        ("Alt+Shift+Up",),
        _open_track,
        repeats=True,
    ),
    Spec(
        "nudge_down",
        QT_TRANSLATE_NOOP("actions", "Box one pixel down"),
        ("Alt+Shift+Down",),
        _open_track,
        repeats=True,
    ),
    Spec("grow", QT_TRANSLATE_NOOP("actions", "Box larger"), (".",), _open_track, repeats=True),
    Spec("shrink", QT_TRANSLATE_NOOP("actions", "Box smaller"), (",",), _open_track, repeats=True),
    Spec(
        "edit_numbers",
        QT_TRANSLATE_NOOP("actions", "Box by &numbers"),
        ("B",),
        _open_track,
    ),
    Spec("split", QT_TRANSLATE_NOOP("actions", "&Split here"), ("S",), _open_track),
    Spec("merge", QT_TRANSLATE_NOOP("actions", "&Merge the selected"), ("M",), _open_pair),
    Spec("swap", QT_TRANSLATE_NOOP("actions", "S&wap two from here on"), ("X",), _open_pair),
    Spec(
        "hand_over",
        QT_TRANSLATE_NOOP("actions", "Give the &rest to another track…"),
        ("Shift+X",),
        _open_track,
    ),
    Spec(
        "start_here", QT_TRANSLATE_NOOP("actions", "Trac&k begins here"), ("Ctrl+[",), _open_track
    ),
    Spec("end_here", QT_TRANSLATE_NOOP("actions", "Track &ends here"), ("Ctrl+]",), _open_track),
    Spec(
        "trim_marked",
        QT_TRANSLATE_NOOP("actions", "Tr&im to the marked span"),
        ("Ctrl+T",),
        lambda s: _open_track(s) and s.marks,
    ),
    Spec("outside", QT_TRANSLATE_NOOP("actions", "&Outside from here"), ("U",), _open_track),
    Spec("occluded", QT_TRANSLATE_NOOP("actions", "O&ccluded"), ("Q",), _open_track),
    Spec("truncated", QT_TRANSLATE_NOOP("actions", "Tr&uncated"), ("Shift+Q",), _open_track),
    Spec(
        "track_on",
        QT_TRANSLATE_NOOP("actions", "&Track forward"),
        ("T",),
        lambda s: _open_track(s) and not s.following,
    ),
    Spec(
        "track_back",
        QT_TRANSLATE_NOOP("actions", "Track &backward"),
        ("Shift+T",),
        lambda s: _open_track(s) and not s.following,
    ),
    Spec("propagate", QT_TRANSLATE_NOOP("actions", "&Hold the box for…"), ("P",), _open_track),
    Spec("smooth", QT_TRANSLATE_NOOP("actions", "Smoot&h"), ("Y",), _open_track),
    Spec("fill_gaps", QT_TRANSLATE_NOOP("actions", "&Fill short gaps"), ("Shift+Y",), _open_track),
    Spec(
        "show_loose",
        QT_TRANSLATE_NOOP("actions", "Show &detections without a track"),
        ("D",),
        is_indexed,
        checkable=True,
    ),
    Spec(
        "adopt_loose",
        QT_TRANSLATE_NOOP("actions", "M&ake a track of the detection"),
        ("A",),
        is_indexed,
    ),
    Spec("lock", QT_TRANSLATE_NOOP("actions", "&Lock"), ("Shift+K",), has_track, checkable=True),
    Spec("hide", QT_TRANSLATE_NOOP("actions", "Hid&e"), ("H",), has_track, checkable=True),
    Spec(
        "show_hidden",
        QT_TRANSLATE_NOOP("actions", "Sho&w all hidden"),
        ("Shift+H",),
        has_video,
    ),
    Spec("note", QT_TRANSLATE_NOOP("actions", "Not&e"), ("Ctrl+N",), has_track),
    *(
        Spec(f"span_verdict_{n}", text, (f"Alt+{n}",), _marked)
        for n, text in enumerate(
            (
                QT_TRANSLATE_NOOP("actions", "Marked span: in sync"),
                QT_TRANSLATE_NOOP("actions", "Marked span: out of sync"),
                QT_TRANSLATE_NOOP("actions", "Marked span: not speaking"),
                QT_TRANSLATE_NOOP("actions", "Marked span: voice-over"),
                QT_TRANSLATE_NOOP("actions", "Marked span: reject"),
                QT_TRANSLATE_NOOP("actions", "Marked span: unsure"),
            ),
            start=1,
        )
    ),
    Spec(
        "span_verdict_0",
        QT_TRANSLATE_NOOP("actions", "Marked span: no verdict"),
        ("Alt+0",),
        _marked,
    ),
)
