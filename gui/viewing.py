"""What the keys and menus of looking do: size, look, the scorer's crop, full screen, frames out."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import QFileDialog

from core.jobs import JobContext
from core.media.source import VideoSource
from gui.actions import Actions
from gui.full_screen import FullScreen
from gui.main_window import MainWindow
from gui.player.face_panel import FacePanel
from gui.player.look_panel import LookPanel
from gui.session import Session
from gui.stills import SUFFIX, Still, read_still, still_name, write_png
from gui.theme import ThemeManager
from gui.workers.job_runner import Handle, JobRunner

_Place = tuple[VideoSource, int]
"""A video and the number of one of its frames."""


class ViewingControl(QObject):
    """Connects the actions of the view; owns the panels beside and over it.

    Signals:
        notice(text): for the status bar.
        failed(error): a frame could not be copied or saved.
    """

    notice = Signal(str)
    failed = Signal(object)

    def __init__(
        self,
        session: Session,
        window: MainWindow,
        themes: ThemeManager,
        actions: Actions,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._window = window
        self._view = window.view
        self._actions = actions
        self._folder: Path | None = None
        self._runner = JobRunner("frames", self)
        self._saving: dict[int, Path | None] = {}
        self._runner.done.connect(self._on_still)
        self._runner.failed.connect(self._on_failed)
        self._runner.cancelled.connect(lambda handle: self._saving.pop(handle.number, None))
        self.look_panel = LookPanel(self._view)
        self.face_panel = FacePanel(session, self._view, themes)
        self.face_panel.hide()
        window.picture_area.addWidget(self.face_panel)
        window.picture_area.setStretchFactor(0, 1)
        self.full_screen = FullScreen(window)
        self._escape = QShortcut(QKeySequence(Qt.Key.Key_Escape), window)
        self._escape.setEnabled(False)
        self._escape.activated.connect(lambda: self.show_full_screen(False))
        self._connect()

    def _connect(self) -> None:
        on, view = self._actions.on, self._view
        on("fit", view.fit)
        on("actual_size", view.show_actual_size)
        on("zoom_in", lambda: view.zoom(1.25))
        on("zoom_out", lambda: view.zoom(0.8))
        on("look", self._toggle_look)
        on("copy_frame", self.copy_frame)
        on("save_frame", self._ask_save)
        self._actions["pixel_grid"].toggled.connect(view.set_pixel_grid)
        self._actions["face_panel"].toggled.connect(self.face_panel.setVisible)
        self._actions["full_screen"].toggled.connect(self.show_full_screen)
        self.look_panel.look_chosen.connect(view.set_look)
        self._session.project_changed.connect(self._on_project)

    def _on_project(self) -> None:
        if self._session.project is None:
            self.show_full_screen(False)

    def _toggle_look(self) -> None:
        if self.look_panel.isVisible():
            self.look_panel.hide()
        else:
            self.look_panel.open()

    # --- full screen ---------------------------------------------------------------------------

    def show_full_screen(self, on: bool) -> None:
        """The picture alone on the whole screen, or the window as it was. Esc ends it."""
        self.full_screen.set(on)
        self._escape.setEnabled(on)
        self._actions["full_screen"].setChecked(on)
        if on:
            self._view.setFocus()

    # --- single frames -------------------------------------------------------------------------

    def _shown(self) -> _Place | None:
        """The frame on screen and its video."""
        source, frame = self._session.source, self._view.frame
        return None if source is None or frame is None else (source, frame.frame_number)

    def copy_frame(self) -> None:
        """Put the frame on screen into the clipboard: original pixels, no boxes, no look."""
        shown = self._shown()
        if shown is not None:
            self._read(shown, None)

    def save_frame(self, path: Path, place: _Place | None = None) -> None:
        """Save a frame as PNG, by default the one on screen: original pixels, no boxes, no look."""
        place = place or self._shown()
        if place is not None:
            self._folder = path.parent
            self._read(place, path)

    def _read(self, place: _Place, path: Path | None) -> None:
        source, number = place

        def job(ctx: JobContext) -> Still:
            still = read_still(source, number, ctx)
            if path is not None:
                write_png(still, path)
            return still

        text = self.tr("Copying the frame") if path is None else self.tr("Saving the frame")
        handle = self._runner.submit(text, job)
        self._saving[handle.number] = path

    def _on_still(self, handle: Handle, still: Still) -> None:
        path = self._saving.pop(handle.number)
        size = f"{still.image.width()} × {still.image.height()}"
        if path is None:
            QGuiApplication.clipboard().setImage(still.image)
            text = self.tr("Frame {frame} copied ({size})")
            self.notice.emit(text.format(frame=still.frame_number, size=size))
        else:
            text = self.tr("Frame {frame} saved as {name} ({size})")
            self.notice.emit(text.format(frame=still.frame_number, name=path.name, size=size))

    def _on_failed(self, handle: Handle, error: BaseException) -> None:
        self._saving.pop(handle.number, None)
        self.failed.emit(error)

    def _ask_save(self) -> None:
        shown = self._shown()
        if shown is None:
            return
        source, number = shown
        folder = self._folder or source.path.parent
        dialog = QFileDialog(self._window, self.tr("Save the frame"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilter(self.tr("Pictures (*{suffix})").format(suffix=SUFFIX))
        dialog.setDefaultSuffix(SUFFIX)
        dialog.setDirectory(str(folder))
        dialog.selectFile(still_name(source, number))
        # By then another one may be on screen: the video plays on behind the dialog.
        dialog.fileSelected.connect(lambda name: self.save_frame(Path(name), shown))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    @property
    def busy(self) -> bool:
        """Whether a frame is still being copied or saved."""
        return self._runner.busy

    def close(self) -> bool:
        """End the threads, bounded. True if they have ended."""
        ended = self.face_panel.close_threads()
        return self._runner.close() and ended
