"""Review: the way through the findings."""

from __future__ import annotations

from gui.action_specs.spec import QT_TRANSLATE_NOOP, Spec, has_project

SPECS: tuple[Spec, ...] = (
    Spec(
        "next_finding",
        QT_TRANSLATE_NOOP("actions", "&Next finding"),
        ("N",),
        has_project,
        repeats=True,
    ),
    Spec(
        "previous_finding",
        QT_TRANSLATE_NOOP("actions", "&Previous finding"),
        ("Shift+N",),
        has_project,
        repeats=True,
    ),
    Spec("resolve_finding", QT_TRANSLATE_NOOP("actions", "&Resolve"), ("R",), has_project),
    Spec(
        "snooze_finding",
        QT_TRANSLATE_NOOP("actions", "&Snooze until tomorrow"),
        ("Z",),
        has_project,
    ),
    Spec(
        "snooze_finding_analysis",
        QT_TRANSLATE_NOOP("actions", "Snooze until the next &analysis"),
        ("Shift+Z",),
        has_project,
    ),
    Spec("reopen_finding", QT_TRANSLATE_NOOP("actions", "Re&open"), ("Shift+R",), has_project),
)
