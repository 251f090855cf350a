"""Analysis, and the program itself."""

from __future__ import annotations

from gui.action_specs.spec import QT_TRANSLATE_NOOP, Spec, is_indexed

SPECS: tuple[Spec, ...] = (
    Spec(
        "analyse",
        QT_TRANSLATE_NOOP("actions", "&Analyse"),
        ("Ctrl+R",),
        lambda s: s.indexed and not s.analysing and not s.opening,
        "analyse",
    ),
    Spec(
        "rescore",
        QT_TRANSLATE_NOOP("actions", "&Score the track again"),
        ("Shift+S",),
        lambda s: s.track and s.indexed and not s.analysing and not s.opening,
    ),
    Spec(
        "rescore_all",
        QT_TRANSLATE_NOOP("actions", "Score all changed &tracks"),
        ("Ctrl+Alt+S",),
        lambda s: s.indexed and not s.analysing and not s.opening,
    ),
    Spec(
        "cancel",
        QT_TRANSLATE_NOOP("actions", "&Cancel"),
        ("Ctrl+.",),
        lambda s: s.analysing or s.following,
        "cancel",
    ),
    Spec(
        "check_file",
        QT_TRANSLATE_NOOP("actions", "Check the file for &damage"),
        enabled=is_indexed,
    ),
    Spec("models", QT_TRANSLATE_NOOP("actions", "&Models…")),
    Spec("about", QT_TRANSLATE_NOOP("actions", "&About SyncReview")),
)
