"""Undo and redo as the window does them, without its stack."""

from __future__ import annotations

from core.model.document import Step
from core.model.edits import Edit
from core.store.project import Project


def next_undo(project: Project) -> tuple[Edit, int] | None:
    """The edit that takes the last step back, and the step's number."""
    done = [line for line in project.steps() if line.done]
    if not done:
        return None
    return project.step_edit(done[-1].number).inverse(), done[-1].number


def next_redo(project: Project) -> tuple[Edit, int] | None:
    """The edit of the first step that was undone, and its number."""
    undone = [line for line in project.steps() if not line.done]
    if not undone:
        return None
    return project.step_edit(undone[0].number), undone[0].number


def undo(project: Project) -> bool:
    """Take a step back; False if nothing is left."""
    found = next_undo(project)
    if found is not None:
        project.document.apply(found[0], Step.UNDO, found[1])
    return found is not None


def redo(project: Project) -> bool:
    """Do a step again; False if nothing is left."""
    found = next_redo(project)
    if found is not None:
        project.document.apply(found[0], Step.REDO, found[1])
    return found is not None
