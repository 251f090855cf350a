"""Edits: undo, boxes, tracks, verdicts."""

from __future__ import annotations

from gui.action_specs.spec import (
    QT_TRANSLATE_NOOP,
    Spec,
    has_track,
    has_track_and_media,
    is_indexed,
)

SPECS: tuple[Spec, ...] = (
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
    Spec("draw", QT_TRANSLATE_NOOP("actions", "&Draw a box"), ("W",), is_indexed, "draw", True),
    Spec(
        "keyframe",
        QT_TRANSLATE_NOOP("actions", "Set or remove &keyframe"),
        ("F2",),
        has_track_and_media,
    ),
    Spec("delete", QT_TRANSLATE_NOOP("actions", "Delete &track"), ("Del",), has_track, "delete"),
    Spec("relabel", QT_TRANSLATE_NOOP("actions", "Re&label…"), ("Ctrl+L",), has_track),
    Spec("verdict_1", QT_TRANSLATE_NOOP("actions", "Verdict: in sync"), ("1",), has_track),
    Spec("verdict_2", QT_TRANSLATE_NOOP("actions", "Verdict: out of sync"), ("2",), has_track),
    Spec("verdict_3", QT_TRANSLATE_NOOP("actions", "Verdict: not speaking"), ("3",), has_track),
    Spec("verdict_4", QT_TRANSLATE_NOOP("actions", "Verdict: voice-over"), ("4",), has_track),
    Spec("verdict_5", QT_TRANSLATE_NOOP("actions", "Verdict: reject"), ("5",), has_track),
    Spec("verdict_6", QT_TRANSLATE_NOOP("actions", "Verdict: unsure"), ("6",), has_track),
)
