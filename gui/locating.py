"""Locating media that were moved: the window asks, a worker looks, one edit tells the project."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QObject, QPoint, Qt, Signal
from PySide6.QtWidgets import QFileDialog, QMenu, QMessageBox

from core.errors import MediaError
from core.jobs import JobContext
from core.media.relink import Candidate, Found, Match, judge, search
from core.model import edits
from core.model.edits import Edit, RecordChange
from core.model.values import Video
from gui.actions import Actions
from gui.asking import VIDEO_PATTERNS
from gui.files import Files
from gui.main_window import MainWindow
from gui.session import Session
from gui.workers.job_runner import JobRunner
from gui.workers.one_job import OneJob

_TOLD = 5
"""So many names a message holds."""


class Locating(QObject):
    """Signals: failed(error), notice(text)."""

    failed = Signal(object)
    notice = Signal(str)

    def __init__(
        self,
        session: Session,
        files: Files,
        runner: JobRunner,
        window: MainWindow,
        actions: Actions,
    ) -> None:
        super().__init__(window)
        self._session = session
        self._files = files
        self._window = window
        # `Files` tells errors of this worker.
        self._job = OneJob(runner, self)
        self.question: QMessageBox | None = None
        actions.on("locate_file", self._ask_file_of_shown)
        actions.on("locate_folder", self._ask_folder)
        window.videos.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        window.videos.customContextMenuRequested.connect(self._show_menu)
        session.document_changed.connect(self._on_edit)
        files.leaving.connect(self.cancel)

    # --- asking --------------------------------------------------------------------------------

    def _show_menu(self, spot: QPoint) -> None:
        index = self._window.videos.indexAt(spot)
        if not index.isValid() or not self._session.writable:
            return
        video = self._window.videos_model.video_at(index.row())
        menu = QMenu(self._window)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        one = menu.addAction(self.tr("Locate this video…"))
        one.triggered.connect(lambda: self._ask_file(video))
        menu.addAction(self.tr("Locate missing media…")).triggered.connect(self._ask_folder)
        menu.popup(self._window.videos.viewport().mapToGlobal(spot))

    def _ask_file_of_shown(self) -> None:
        if self._session.video is not None:
            self._ask_file(self._session.video)

    def _ask_file(self, video: Video) -> None:
        name, _filter = QFileDialog.getOpenFileName(
            self._window,
            self.tr("Where is {name}?").format(name=Path(video.path).name),
            str(_nearest_folder(Path(video.path))),
            self.tr("Videos ({patterns});;All files (*)").format(patterns=VIDEO_PATTERNS),
        )
        if name:
            self.take_file(video, Path(name))

    def _ask_folder(self) -> None:
        shown = self._session.video
        start = _nearest_folder(Path(shown.path)) if shown else Path.home()
        name = QFileDialog.getExistingDirectory(
            self._window, self.tr("Search this folder for missing media"), str(start)
        )
        if name:
            self.search_folder(Path(name))

    # --- looking -------------------------------------------------------------------------------

    def take_file(self, video: Video, path: Path) -> None:
        """Take this file for the video, if it is the one."""

        def job(ctx: JobContext) -> Candidate:
            ctx.progress(0, 0, f"Comparing {path.name}")
            return judge(video, path)

        self.cancel()
        self._job.start(self.tr("Comparing {name}").format(name=path.name), job, self._take_one)

    def search_folder(self, folder: Path) -> None:
        """Look in a folder for every video of the project that is missing."""
        videos = tuple(self._session.document.videos.values())
        opened = self._session.opened
        unreadable = opened.video.id if opened is not None and opened.source is None else None

        def job(ctx: JobContext) -> Found:
            missing = [v for v in videos if v.id == unreadable or not os.path.isfile(v.path)]
            return search(missing, folder, ctx)

        self.cancel()
        self._job.start(self.tr("Locating media"), job, self._take_found)

    def cancel(self) -> None:
        """Stop looking; what is asked about it goes."""
        self._job.drop()
        if self.question is not None:
            self.question.reject()

    # --- what was found ------------------------------------------------------------------------

    def _take_one(self, found: Candidate) -> None:
        if found.match is Match.DIFFERENT:
            self.failed.emit(
                MediaError(
                    f"this is another video: {found.why}",
                    "Choose the file that the project was made with, or open this one by itself",
                    found.path,
                )
            )
        elif found.match is Match.LIKELY:
            self._ask_likely([found])
        else:
            self._relink([found])

    def _take_found(self, found: Found) -> None:
        exact = [c for c in found.candidates if c.match is Match.EXACT]
        likely = [c for c in found.candidates if c.match is Match.LIKELY]
        if exact:
            self._relink(exact)
        self._tell(len(exact), found)
        if likely:
            self._ask_likely(likely)

    def _tell(self, count: int, found: Found) -> None:
        if not found.candidates and not found.left:
            self.notice.emit(self.tr("No media are missing."))
            return
        parts = [self.tr("Found: {n}.").format(n=count)] if count or not found.candidates else []
        if found.left:
            names = _names([Path(video.path) for video in found.left])
            parts.append(self.tr("Not found: {names}.").format(names=names))
        if not found.complete:
            parts.append(self.tr("The folder is too large to look at all of it."))
        if parts:
            self.notice.emit(" ".join(parts))

    def _ask_likely(self, likely: list[Candidate]) -> None:
        """A file whose content differs is only taken when a person says so."""
        box = QMessageBox(self._window)
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.setIcon(QMessageBox.Icon.Warning)
        box.setWindowTitle(self.tr("Locate media"))
        names = _names([candidate.path for candidate in likely])
        box.setText(self.tr("Not the same content: {names}").format(names=names))
        box.setInformativeText(
            self.tr(
                "Picture size and length are those of the video of the project, the bytes are not: "
                "it may be a copy with other tags, or another version. If it is another version, "
                "boxes and sync results do not describe it."
            )
        )
        use = box.addButton(self.tr("Use it anyway"), QMessageBox.ButtonRole.AcceptRole)
        box.addButton(QMessageBox.StandardButton.Cancel)
        box.setDefaultButton(QMessageBox.StandardButton.Cancel)
        use.clicked.connect(lambda: self._relink(likely))
        box.finished.connect(self._forget_question)
        self.question = box
        box.open()

    def _forget_question(self, _result: int) -> None:
        self.question = None

    def _relink(self, found: Sequence[Candidate]) -> None:
        document = self._session.document
        known = [c for c in found if c.video.id in document.videos]
        edit = edits.relink_videos(
            document, [(c.video.id, str(c.path), c.fingerprint) for c in known]
        )
        if self._session.do(edit) and len(known) == 1:
            self.notice.emit(self.tr("Found: {path}").format(path=known[0].path))

    def _on_edit(self, edit: Edit) -> None:
        """The video on screen lies elsewhere now, or by undo where it was: it is opened there."""
        shown = self._session.video
        for change in edit.changes:
            if not isinstance(change, RecordChange) or shown is None or change.kind != "video":
                continue
            before, after = change.before, change.after
            if change.id != shown.id or not isinstance(before, Video) or after is None:
                continue
            assert isinstance(after, Video)
            if (before.path, before.fingerprint) != (after.path, after.fingerprint):
                self._files.show_video(shown.id, again=True)


def _nearest_folder(path: Path) -> Path:
    """The deepest folder above a file that is gone."""
    for folder in path.parents:
        if folder.is_dir():
            return folder
    return Path.home()


def _names(paths: Sequence[Path]) -> str:
    names = ", ".join(path.name for path in paths[:_TOLD])
    return f"{names}, …" if len(paths) > _TOLD else names
