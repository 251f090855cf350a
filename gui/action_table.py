"""Every action of the window in one table: id, text, shortcut, enabled-when. No widgets."""

from __future__ import annotations

from gui.action_specs import analysis, editing, files, playback, viewing
from gui.action_specs.spec import Spec, State

__all__ = ["TABLE", "WRITING", "Spec", "State"]

TABLE: tuple[Spec, ...] = (
    *files.SPECS,
    *editing.SPECS,
    *playback.SPECS,
    *viewing.SPECS,
    *analysis.SPECS,
)

WRITING = frozenset(spec.id for spec in editing.SPECS) | {"analyse"}
"""Actions that change the project: off where another process has it open."""
