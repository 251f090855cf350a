"""The file dialogs of the window: they ask, `Files` does."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog, QWidget

from core.store.project import SUFFIX
from gui.dialogs.export_coco import ExportCocoDialog
from gui.files import Files
from gui.preferences import Preferences
from gui.session import Session

VIDEO_PATTERNS = "*.mp4 *.mov *.mkv *.avi *.webm *.m4v *.ts *.mts *.mpg *.mpeg *.wmv *.flv *.mxf"


class FileDialogs(QObject):
    """Asks for files, beginning where the last one came from."""

    def __init__(
        self, session: Session, files: Files, preferences: Preferences, window: QWidget
    ) -> None:
        super().__init__(window)
        self._session = session
        self._files = files
        self._preferences = preferences
        self._window = window

    def _start_folder(self) -> str:
        recent = self._preferences.settings.recent_files
        return str(Path(recent[0]).parent) if recent else str(Path.home())

    def ask_video(self) -> None:
        patterns = self.tr("Videos ({patterns});;All files (*)").format(patterns=VIDEO_PATTERNS)
        name, _filter = QFileDialog.getOpenFileName(
            self._window, self.tr("Open video"), self._start_folder(), patterns
        )
        if name:
            self._files.open(Path(name))

    def ask_project(self) -> None:
        name, _filter = QFileDialog.getOpenFileName(
            self._window, self.tr("Open project"), self._start_folder(), self._projects()
        )
        if name:
            self._files.open(Path(name))

    def ask_save_as(self) -> None:
        video = self._session.video
        stem = Path(video.path).with_suffix(SUFFIX) if video else Path(self._start_folder())
        name, _filter = QFileDialog.getSaveFileName(
            self._window, self.tr("Save project as"), str(stem), self._projects()
        )
        if name:
            self._files.save_as(Path(name))

    def ask_new_project(self, videos: list[Path], then: Callable[[Path], None]) -> None:
        """Ask where a project for several videos should lie; does not block."""
        dialog = QFileDialog(self._window, self.tr("Project for {n} videos").format(n=len(videos)))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        # A project that is there is not replaced: it takes the videos.
        dialog.setOption(QFileDialog.Option.DontConfirmOverwrite)
        dialog.setNameFilter(self._projects())
        dialog.setDefaultSuffix(SUFFIX)
        folder = videos[0].parent
        dialog.setDirectory(str(folder))
        dialog.selectFile(folder.name + SUFFIX)
        dialog.fileSelected.connect(lambda name: then(Path(name)))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def ask_export(self) -> None:
        video = self._session.video
        if video is None:
            return
        suggestion = Path(video.path).with_name(Path(video.path).stem + "_coco.json")
        dialog = ExportCocoDialog(
            suggestion, sorted(self._session.document.videos), video.id, self._window
        )
        dialog.accepted.connect(lambda: self._files.export(dialog.target(), dialog.options()))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _projects(self) -> str:
        return self.tr("Projects (*{suffix})").format(suffix=SUFFIX)
