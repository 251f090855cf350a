"""Undo and redo over document edits, over restarts too.

The document applies an edit first and only then the stack moves: when the project file cannot be
written, the error reaches the caller and both the document and the stack are as they were. The
project's journal holds the same steps; at opening the stack is filled from it, and the edit of such
a step is read when it is undone or redone.
"""

from __future__ import annotations

from typing import Protocol

from PySide6.QtCore import QObject, QSignalBlocker
from PySide6.QtGui import QUndoCommand, QUndoStack

from core.errors import ProjectError
from core.model.document import Document, Step
from core.model.edits import Edit
from core.store import journal
from core.store.loading import StepLine

IN_MEMORY = 100
"""So many of the newest edits are kept in memory; older ones are read from the project again."""


class Steps(Protocol):
    """The steps of a project file (`core.store.project.Project`)."""

    @property
    def position(self) -> int:
        """The number of the last step that is done."""
        ...

    def steps(self) -> list[StepLine]: ...

    def step_edit(self, number: int) -> Edit: ...


class EditCommand(QUndoCommand):
    """A step on the stack. Moving the stack does nothing by itself: see `History`.

    Args:
        number: of the step in the project file; 0 without one.
        at: when it was done, as ISO text in UTC.
        edit: None: it is read from the project when it is wanted.
    """

    def __init__(self, text: str, number: int = 0, at: str = "", edit: Edit | None = None) -> None:
        super().__init__(text)
        self.number = number
        self.at = at
        self.edit = edit


class History(QObject):
    """The edits of one document in order; every edit of the window goes through `do`.

    The stack's clean state is the saved mark: every step is in the file at once, so it is the state
    at opening or at the last "Save project as".

    Raises:
        ProjectError: the journal of the project cannot be read.
    """

    def __init__(
        self, document: Document, steps: Steps | None = None, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._document = document
        self._steps = steps
        self.stack = QUndoStack(self)
        self.stack.setUndoLimit(journal.JOURNAL_EDITS)
        if steps is not None:
            self._fill(steps.steps())
        self.stack.setClean()

    def _fill(self, lines: list[StepLine]) -> None:
        with QSignalBlocker(self.stack):
            for line in lines:
                self.stack.push(EditCommand(line.text, line.number, line.at))
            self.stack.setIndex(sum(line.done for line in lines))

    def do(self, edit: Edit) -> None:
        """Apply an edit and remember it. An edit without changes is not remembered.

        Raises:
            ValueError: the edit does not fit the document.
            ProjectError: it could not be written; nothing has changed.
        """
        if not edit.changes:
            return
        self._document.apply(edit)
        number = self._steps.position if self._steps else 0
        self.stack.push(EditCommand(edit.text, number, journal.now(), edit))
        if self._steps is not None and self.stack.index() > IN_MEMORY:
            self.command(self.stack.index() - 1 - IN_MEMORY).edit = None

    def undo(self) -> Edit | None:
        """Take the last edit back; returns what was applied, or None when there is nothing.

        Raises:
            ProjectError: it does not fit any more or could not be read or written; nothing has
                changed.
        """
        if not self.stack.canUndo():
            return None
        edit = self._apply(self.stack.index() - 1, Step.UNDO)
        self.stack.undo()
        return edit

    def redo(self) -> Edit | None:
        """Apply the last undone edit again; returns it, or None when there is nothing.

        Raises:
            ProjectError: as `undo`.
        """
        if not self.stack.canRedo():
            return None
        edit = self._apply(self.stack.index(), Step.REDO)
        self.stack.redo()
        return edit

    def command(self, row: int) -> EditCommand:
        """The step in a row of the stack, the oldest is 0."""
        command = self.stack.command(row)
        if not isinstance(command, EditCommand):
            raise TypeError("only EditCommand goes on this stack")
        return command

    def _apply(self, row: int, step: Step) -> Edit:
        command = self.command(row)
        edit = command.edit
        if edit is None:
            # Not kept: a walk to the start would load the whole history.
            assert self._steps is not None
            edit = self._steps.step_edit(command.number)
        if step is Step.UNDO:
            edit = edit.inverse()
        try:
            self._document.apply(edit, step, command.number)
        except ValueError as error:
            text, hint = command.text(), "Nothing was changed; the history ends here"
            if step is Step.UNDO:
                raise ProjectError(
                    f'"{text}" cannot be undone: what it changed has changed since', hint
                ) from error
            raise ProjectError(
                f'"{text}" cannot be done again: what it changed has changed since', hint
            ) from error
        return edit
