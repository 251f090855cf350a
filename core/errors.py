"""Errors that a person gets to read.

Every error that can be caused by input says three things: what is wrong, with which file, and what
to do about it. The window shows them in one dialog, the command line on one line.
"""

from __future__ import annotations

from os import PathLike, fspath


class AppError(Exception):
    """A failure with a message for the user.

    Args:
        user_text: one sentence, without the path and without a final full stop.
        hint: what the user can do about it, one sentence; may be empty.
        path: the file concerned, if any.
    """

    def __init__(
        self, user_text: str, hint: str = "", path: str | PathLike[str] | None = None
    ) -> None:
        super().__init__(user_text)
        self.user_text = user_text
        self.hint = hint
        self.path = None if path is None else fspath(path)

    def __str__(self) -> str:
        where = f"{self.path}: " if self.path else ""
        hint = f". {self.hint}" if self.hint else ""
        return f"{where}{self.user_text}{hint}"


class MediaError(AppError):
    """A video or sound file cannot be opened, decoded or written."""


class ProjectError(AppError):
    """A project file cannot be opened, understood or written."""


class ModelError(AppError):
    """A model's weights or its computation failed."""


class ClipError(ModelError):
    """One clip cannot be scored at all, such as one that is too short; others can."""


class EditError(AppError):
    """What a person asked for does not fit what is there; nothing was changed."""


class ExportError(AppError):
    """An export could not be written."""


class PluginError(AppError):
    """A plugin is missing, invalid or failed."""


class UpdateError(AppError):
    """What is published of a newer version cannot be had, or is not to be believed."""


class Cancelled(Exception):
    """The user cancelled a job. Not an error: never shown in the error dialog."""
