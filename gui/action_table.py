"""Every action of the window in one table: id, text, shortcut, enabled-when. No widgets."""

from __future__ import annotations

from gui.action_specs import analysis, editing, files, playback, program, viewing
from gui.action_specs.spec import Spec, State

__all__ = ["TABLE", "Spec", "State"]

TABLE: tuple[Spec, ...] = (
    *files.SPECS,
    *editing.SPECS,
    *playback.SPECS,
    *viewing.SPECS,
    *analysis.SPECS,
    *program.SPECS,
)
