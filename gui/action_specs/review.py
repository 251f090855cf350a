"""Review: the way through the findings."""

from __future__ import annotations

from gui.action_specs.spec import QT_TRANSLATE_NOOP, Spec, State, has_project


def _has_videos(state: State) -> bool:
    return state.videos > 0


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
    Spec("queue_chosen", QT_TRANSLATE_NOOP("actions", "Analyse the &chosen"), enabled=_has_videos),
    Spec(
        "queue_all",
        QT_TRANSLATE_NOOP("actions", "Analyse a&ll that are not"),
        ("Ctrl+Shift+R",),
        lambda state: state.unanalysed,
    ),
    Spec(
        "queue_pause",
        QT_TRANSLATE_NOOP("actions", "&Pause or go on"),
        enabled=lambda state: state.queued,
    ),
    Spec(
        "queue_retry",
        QT_TRANSLATE_NOOP("actions", "&Retry what failed"),
        enabled=lambda state: state.queue_failed,
    ),
    Spec(
        "queue_up",
        QT_TRANSLATE_NOOP("actions", "Analyse &earlier"),
        ("Ctrl+PgUp",),
        lambda state: state.movable,
        repeats=True,
    ),
    Spec(
        "queue_down",
        QT_TRANSLATE_NOOP("actions", "Analyse la&ter"),
        ("Ctrl+PgDown",),
        lambda state: state.movable,
        repeats=True,
    ),
    Spec(
        "remove_video",
        QT_TRANSLATE_NOOP("actions", "Remove from the pro&ject"),
        enabled=_has_videos,
    ),
    Spec("reopen_finding", QT_TRANSLATE_NOOP("actions", "Re&open"), ("Shift+R",), has_project),
)
