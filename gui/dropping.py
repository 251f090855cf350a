"""What was dropped on the window: files, folders of files, several at once."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from PySide6.QtCore import QObject, Signal

from core import files as file_words
from core.errors import MediaError
from core.jobs import JobContext
from core.store.project import SUFFIX, Project
from gui.asking import VIDEO_PATTERNS, FileDialogs
from gui.files import Files, is_draft
from gui.session import Session
from gui.workers.job_runner import JobRunner
from gui.workers.one_job import OneJob

VIDEO_SUFFIXES = frozenset(pattern[1:] for pattern in VIDEO_PATTERNS.split())
MOST_FILES = 2000
"""From a folder; who drops a whole disk by mistake should not wait for it."""


class Found(NamedTuple):
    """What is to be opened.

    Args:
        cut: there were more than `MOST_FILES`. unreadable: how many folders could not be read.
    """

    files: list[Path]
    cut: bool
    unreadable: int


def videos_in(
    folder: Path, ctx: JobContext, unreadable: Callable[[OSError], None]
) -> Iterator[Path]:
    """The videos of a folder and those within, by name. Links are not followed.

    Args:
        unreadable: told of each folder that cannot be read.
    """
    for where, folders, names in os.walk(folder, onerror=unreadable):
        ctx.check()
        folders.sort()
        for name in sorted(names):
            if Path(name).suffix.lower() in VIDEO_SUFFIXES:
                yield Path(where) / name


def files_of(paths: list[Path], ctx: JobContext) -> Found:
    """What is to be opened: files as they are, folders as the videos in them, each once.

    Raises:
        MediaError: nothing was found, and a folder could not be read.
    """
    found: dict[Path, None] = {}
    problems: list[OSError] = []
    for path in paths:
        # Unlike `Path.is_dir` this does not raise where one may not look: opening it tells why.
        for file in videos_in(path, ctx, problems.append) if os.path.isdir(path) else [path]:
            if file not in found and len(found) == MOST_FILES:
                return Found(list(found), True, len(problems))
            found[file] = None
    if problems and not found:
        why, _hint = file_words.reason(problems[0])
        raise MediaError(
            f"the folder cannot be read: {why}",
            "Check the permissions of the folder",
            problems[0].filename,
        )
    return Found(list(found), False, len(problems))


class Dropping(QObject):
    """Looks into folders in a worker; asks where a project for several videos should lie.

    Signals:
        notice(text): for the status bar.
    """

    notice = Signal(str)

    def __init__(
        self,
        session: Session,
        files: Files,
        runner: JobRunner,
        dialogs: FileDialogs,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._files = files
        self._dialogs = dialogs
        # `Files` tells errors of this worker.
        self._job = OneJob(runner, self)

    def take(self, paths: list[Path]) -> None:
        """Open what was dropped."""

        def look(ctx: JobContext) -> Found:
            return files_of(paths, ctx)

        self._job.start(self.tr("Looking for videos"), look, self._open)

    def _open(self, found: Found) -> None:
        files = found.files
        if not files:
            self.notice.emit(self.tr("There is no video in what was dropped."))
            return
        if found.cut:
            text = self.tr("Only the first {n} videos of what was dropped are taken.")
            self.notice.emit(text.format(n=len(files)))
        elif found.unreadable:
            text = self.tr("Folders that cannot be read were left out: {n}")
            self.notice.emit(text.format(n=found.unreadable))
        project = self._session.project
        saved = project is not None and not is_draft(project)
        given = any(file.suffix.lower() == SUFFIX for file in files)
        if len(files) == 1 or saved or given:
            self._files.open_all(files)
        else:
            self._dialogs.ask_new_project(files, lambda path: self.make(path, files))

    def make(self, path: Path, files: list[Path]) -> None:
        """Make a project and open the videos in it; one that is there takes them."""

        def create(_ctx: JobContext) -> list[Path]:
            if not path.exists():
                Project.create(path).close()
            return [path, *files]

        text = self.tr("New project {name}").format(name=path.name)
        self._job.start(text, create, self._files.open_all)
