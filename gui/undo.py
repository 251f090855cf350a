"""Undo and redo over document edits.

The document applies an edit first and only then the stack moves: when the project file cannot be
written, the error reaches the caller and both the document and the stack are as they were.
"""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtGui import QUndoCommand, QUndoStack

from core.model.document import Document
from core.model.edits import Edit


class EditCommand(QUndoCommand):
    """An applied edit on the stack. Moving the stack does nothing by itself: see `History`."""

    def __init__(self, edit: Edit, inverse: Edit) -> None:
        super().__init__(edit.text)
        self.edit = edit
        self.inverse = inverse


class History(QObject):
    """The edits of one document in order; every edit of the window goes through `do`."""

    def __init__(self, document: Document, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._document = document
        self.stack = QUndoStack(self)

    def do(self, edit: Edit) -> None:
        """Apply an edit and remember it. An edit without changes is not remembered.

        Raises:
            ValueError: the edit does not fit the document.
            ProjectError: it could not be written; nothing has changed.
        """
        if not edit.changes:
            return
        inverse = self._document.apply(edit)
        self.stack.push(EditCommand(edit, inverse))

    def undo(self) -> Edit | None:
        """Take the last edit back; returns what was applied, or None when there is nothing."""
        if not self.stack.canUndo():
            return None
        command = self._command(self.stack.index() - 1)
        self._document.apply(command.inverse)
        self.stack.undo()
        return command.inverse

    def redo(self) -> Edit | None:
        """Apply the last undone edit again; returns it, or None when there is nothing."""
        if not self.stack.canRedo():
            return None
        command = self._command(self.stack.index())
        self._document.apply(command.edit)
        self.stack.redo()
        return command.edit

    def _command(self, row: int) -> EditCommand:
        command = self.stack.command(row)
        if not isinstance(command, EditCommand):
            raise TypeError("only EditCommand goes on this stack")
        return command
