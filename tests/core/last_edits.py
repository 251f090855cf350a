"""What the journal of a project holds, for tests."""

from __future__ import annotations

from core.model.edits import Edit
from core.store.project import Project


def last_edits(project: Project, n: int) -> list[Edit]:
    """The edits of the last `n` steps that are done, the oldest first."""
    done = [line.number for line in project.steps() if line.done]
    return [project.step_edit(number) for number in done[-n:]] if n > 0 else []
