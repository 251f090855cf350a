"""Undo and verdicts."""

from __future__ import annotations

from gui.action_specs.spec import (
    QT_TRANSLATE_NOOP,
    Spec,
    has_track,
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
    Spec("verdict_1", QT_TRANSLATE_NOOP("actions", "Verdict: in sync"), ("1",), has_track),
    Spec("verdict_2", QT_TRANSLATE_NOOP("actions", "Verdict: out of sync"), ("2",), has_track),
    Spec("verdict_3", QT_TRANSLATE_NOOP("actions", "Verdict: not speaking"), ("3",), has_track),
    Spec("verdict_4", QT_TRANSLATE_NOOP("actions", "Verdict: voice-over"), ("4",), has_track),
    Spec("verdict_5", QT_TRANSLATE_NOOP("actions", "Verdict: reject"), ("5",), has_track),
    Spec("verdict_6", QT_TRANSLATE_NOOP("actions", "Verdict: unsure"), ("6",), has_track),
)
