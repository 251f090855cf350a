"""Every action of the window in one table: id, text, shortcut, enabled-when. No widgets."""

from __future__ import annotations

from gui.action_specs import analysis, editing, files, playback, program, review, tracks, viewing
from gui.action_specs.spec import Spec, State

__all__ = ["TABLE", "WRITING", "Spec", "State"]

TABLE: tuple[Spec, ...] = (
    *files.SPECS,
    *editing.SPECS,
    *tracks.SPECS,
    *review.SPECS,
    *playback.SPECS,
    *viewing.SPECS,
    *analysis.SPECS,
    *program.SPECS,
)

_LOOKING = frozenset(
    {
        "next_keyframe", "previous_keyframe", "next_track", "previous_track", "select_all",
        "copy_box", "show_loose",
    }
)  # fmt: skip

WRITING = (
    frozenset(spec.id for spec in (*editing.SPECS, *tracks.SPECS))
    | {
        "analyse",
        "resolve_finding",
        "snooze_finding",
        "snooze_finding_analysis",
        "reopen_finding",
        "remove_video",
        "rescore",
        "rescore_all",
        "queue_chosen",
        "queue_all",
        "queue_retry",
    }
) - _LOOKING
"""Actions that change the project: off where another process has it open."""
