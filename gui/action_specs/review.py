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
    Spec(
        "project_view",
        QT_TRANSLATE_NOOP("actions", "All &videos of the project"),
        ("F4",),
        has_project,
        "video",
        True,
        short=QT_TRANSLATE_NOOP("actions", "All videos"),
    ),
    Spec("queue_chosen", QT_TRANSLATE_NOOP("actions", "Analyse the &chosen"), enabled=has_project),
    Spec(
        "queue_all",
        QT_TRANSLATE_NOOP("actions", "Analyse a&ll that are not"),
        ("Ctrl+Shift+R",),
        has_project,
    ),
    Spec("queue_pause", QT_TRANSLATE_NOOP("actions", "&Pause or go on"), enabled=has_project),
    Spec("queue_retry", QT_TRANSLATE_NOOP("actions", "&Retry what failed"), enabled=has_project),
    Spec(
        "remove_video",
        QT_TRANSLATE_NOOP("actions", "Remove from the pro&ject"),
        enabled=has_project,
    ),
    Spec("reopen_finding", QT_TRANSLATE_NOOP("actions", "Re&open"), ("Shift+R",), has_project),
)
