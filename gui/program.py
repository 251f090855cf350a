"""Wires the parts together: actions to commands, workers to views, errors to the dialog."""

from __future__ import annotations

import logging
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication, QFileDialog

from core.registry import Registry, default_registry
from core.store.project import SUFFIX
from gui.action_table import State
from gui.actions import Actions
from gui.analysis import AnalysisControl, best_track
from gui.checking import FileCheck
from gui.choices import AnalysisChoices
from gui.dialogs.about import show_about
from gui.dialogs.export_coco import ExportCocoDialog, show_summary
from gui.editing import Editing
from gui.errors import ErrorReporter, ErrorSink
from gui.files import Files, is_draft
from gui.main_window import VERDICT_ACTIONS, MainWindow
from gui.player.clock import PlayClock
from gui.player.feed import FrameFeed
from gui.playing import PlayingControl
from gui.preferences import Preferences, restore_layout, save_layout
from gui.session import Session
from gui.texts import VERDICTS
from gui.theme import THEMES, ThemeManager
from gui.tracks.inspector import Inspector
from gui.viewing import ViewingControl
from gui.workers.audio_player import device_player
from gui.workers.job_runner import JobRunner

log = logging.getLogger(__name__)

_NOTICE_MS = 8000
VIDEO_PATTERNS = "*.mp4 *.mov *.mkv *.avi *.webm *.m4v *.ts *.mts *.mpg *.mpeg *.wmv *.flv *.mxf"


class Program(QObject):
    """Everything behind one main window.

    Args:
        app: the application.
        show_error: where errors go; by default a dialog.
        registry: of plugins; by default those that come with the program.
        layout: whether to take and keep the layout of docks in the settings' folder.
    """

    def __init__(
        self,
        app: QApplication,
        show_error: ErrorSink | None = None,
        registry: Registry | None = None,
        layout: bool = True,
    ) -> None:
        super().__init__()
        self._layout = layout
        self._closed = False
        self.errors = ErrorReporter(None, show_error)
        self.preferences = Preferences(self.errors.report)
        settings = self.preferences.settings
        self.themes = ThemeManager(app, settings.theme)
        self.registry = registry or default_registry()
        self.session = Session(self)
        self.session.reviewer = settings.reviewer
        self.actions = Actions(self.themes, self)
        self.clock = PlayClock(self.session, self, player=device_player())
        self.choices = AnalysisChoices(self.registry, self.preferences, self)
        self.analysing = JobRunner("analysis", self)
        self.filing = JobRunner("files", self)
        self.plotting = JobRunner("plots", self)
        self.window = MainWindow(
            self.session,
            self.themes,
            self.actions,
            self.clock,
            self.choices,
            self.plotting,
            [self.analysing, self.filing],
        )
        self.errors.parent_widget = self.window
        self.editing = Editing(self.session, self.window.view, self.window)
        verdicts = [self.actions[name] for name in VERDICT_ACTIONS]
        self.inspector = Inspector(self.session, self.editing.relabel, verdicts)
        self.window.place_docks(self.inspector)
        self.feed = FrameFeed(self.session, self.window.view, settings.frame_cache_mb << 20, self)
        self.viewing = ViewingControl(self.session, self.window, self.themes, self.actions, self)
        self.playing = PlayingControl(
            self.session, self.clock, self.window, self.actions, self.preferences
        )
        self.files = Files(self.session, self.filing, self.preferences, self)
        self.analysis = AnalysisControl(self.session, self.analysing, self.registry, self)
        self.checking = FileCheck(self.session, self.analysing, self.actions, self)
        self._notice_timer = QTimer(self)
        self._notice_timer.setSingleShot(True)
        self._notice_timer.timeout.connect(self._show_hint)
        self._connect()
        self._connect_actions()
        self.window.resize(1400, 900)
        if layout:
            restore_layout(self.window)
        self.window.show_recent(settings.recent_files)
        self._on_project()
        if self.registry.failures:
            names = ", ".join(f.folder.name for f in self.registry.failures)
            reason = self.registry.failures[0].reason
            self.notice(
                self.tr("Plugins left out: {names} ({reason})").format(names=names, reason=reason)
            )

    # --- wiring --------------------------------------------------------------------------------

    def _connect(self) -> None:
        session, window = self.session, self.window
        parts = (session, self.files, self.feed, self.analysis, self.viewing, self.checking)
        for part in parts:
            part.failed.connect(self.errors.report)
        for runner in (self.plotting,):
            runner.failed.connect(lambda _handle, error: self.errors.report(error))
        tellers = (self.files, self.analysis, self.editing, self.viewing, self.playing)
        for teller in (*tellers, self.checking, self.clock):
            teller.notice.connect(self.notice)
        for changed in (
            session.video_changed,
            session.index_grown,
            session.selection_changed,
            session.marks_changed,
            session.history_changed,
            self.analysis.changed,
            self.files.opened,
            self.clock.changed,
        ):
            changed.connect(self._update_actions)
        session.document_changed.connect(lambda _edit: self._update_actions())
        session.document_changed.connect(lambda _edit: self._show_hint())
        session.project_changed.connect(self._on_project)
        session.video_changed.connect(self._on_video)
        session.video_changed.connect(self._select_surest)
        session.index_grown.connect(self._show_hint)
        self.files.leaving.connect(self.analysis.cancel)
        self.files.exported.connect(lambda summary: show_summary(window, summary))
        self.preferences.changed.connect(
            lambda: window.show_recent(self.preferences.settings.recent_files)
        )
        self.themes.changed.connect(self._update_actions)
        window.dropped.connect(self.files.open_all)
        window.recent_chosen.connect(lambda path: self.files.open(Path(path)))
        window.closing.connect(self.close)
        window.videos.clicked.connect(
            lambda index: self.files.show_video(window.videos_model.video_at(index.row()).id)
        )
        window.videos_model.modelReset.connect(self._mark_video)
        window.videos.activated.connect(
            lambda index: self.files.show_video(window.videos_model.video_at(index.row()).id)
        )
        self.inspector.leave.connect(window.view.setFocus)
        window.view.play_toggled.connect(self.actions["play"].trigger)
        window.view.editing.connect(self.clock.pause)
        window.view.drawing_changed.connect(self._on_drawing)
        window.timeline.scrubbing.connect(self.clock.pause)
        window.transport.slider.sliderPressed.connect(self.clock.pause)

    def _connect_actions(self) -> None:
        on, session, view = self.actions.on, self.session, self.window.view
        on("open_video", self._ask_video)
        on("open_project", self._ask_project)
        on("open_demo", self.files.open_demo)
        on("save_as", self._ask_save_as)
        on("export_coco", self._ask_export)
        on("quit", self.window.close)
        on("undo", session.undo)
        on("redo", session.redo)
        self.actions["draw"].toggled.connect(view.set_drawing)
        on("keyframe", self.editing.toggle_keyframe)
        on("delete", self.editing.delete_track)
        on("relabel", self.editing.ask_label)
        for name, value in zip(VERDICT_ACTIONS, VERDICTS, strict=True):
            on(name, partial(self.editing.set_verdict, value))
        on("play", self.clock.toggle)
        on("shuttle_back", lambda: self.clock.shuttle(-1))
        on("shuttle_stop", self.clock.pause)
        on("shuttle_on", lambda: self.clock.shuttle(1))
        for name, frames in (
            ("frame_back", -1),
            ("frame_on", 1),
            ("ten_back", -10),
            ("ten_on", 10),
        ):
            on(name, partial(self._step, frames))
        on("second_back", lambda: self._step_second(-1))
        on("second_on", lambda: self._step_second(1))
        on("first", lambda: session.seek_frame(0))
        on("last", lambda: session.seek_frame(len(session.index or ()) - 1))
        on("next_keyframe", lambda: self.editing.step_keyframe(1))
        on("previous_keyframe", lambda: self.editing.step_keyframe(-1))
        on("whole", self.window.timeline.show_all)
        on("analyse", lambda: self.analysis.start(self.choices.params()))
        on("cancel", self.analysis.cancel)
        for choice in THEMES:
            on(f"theme_{choice}", partial(self._choose_theme, choice))
        self._check_theme()
        on("about", lambda: show_about(self.window, self.themes))

    # --- what changes --------------------------------------------------------------------------

    def _update_actions(self) -> None:
        session, stack = self.session, self.session.history.stack
        media = session.source is not None
        self.actions.update_state(
            State(
                project=session.project is not None,
                video=session.opened is not None,
                media=media,
                sound=session.video is not None and session.video.has_audio,
                indexing=media and not session.indexed,
                indexed=session.indexed,
                marks=session.mark_in is not None or session.mark_out is not None,
                track=session.selected_track is not None,
                keyframes=session.selected_track is not None,
                can_undo=stack.canUndo(),
                can_redo=stack.canRedo(),
                analysing=self.analysis.running,
                opening=self.files.busy_opening,
            )
        )
        undo, redo = stack.undoText(), stack.redoText()
        self.actions["undo"].setText(self.tr("&Undo {what}").format(what=undo).rstrip())
        self.actions["redo"].setText(self.tr("&Redo {what}").format(what=redo).rstrip())
        for name, text in (("undo", self.tr("Undo")), ("redo", self.tr("Redo"))):
            self.actions[name].setIconText(text)
        self.actions["analyse"].setIconText(self.tr("Analyse"))
        self.actions["open_video"].setIconText(self.tr("Open"))
        self.actions["delete"].setIconText(self.tr("Delete"))
        self.actions["export_coco"].setIconText(self.tr("Export COCO"))
        self.actions["play"].setIcon(self.themes.icon("pause" if self.clock.playing else "play"))

    def _on_project(self) -> None:
        self.window.show_content(self.session.project is not None)
        self._update_actions()
        self._on_video()

    def _on_video(self) -> None:
        project, video = self.session.project, self.session.video
        parts = ["SyncReview"]
        if project is not None:
            draft = self.tr("draft, saved as you go") if is_draft(project) else project.path.name
            parts.insert(0, draft)
        if video is not None:
            parts.insert(0, Path(video.path).name)
        self._mark_video()
        self.window.setWindowTitle(" — ".join(parts))
        self._show_hint()

    def _mark_video(self) -> None:
        """The list marks the video on screen, also after it was read anew."""
        video, model = self.session.video, self.window.videos_model
        row = None if video is None else model.row_of(video.id)
        if row is not None:
            self.window.videos.setCurrentIndex(model.index(row))

    def _select_surest(self) -> None:
        """An analysed video opens with a track selected: its sync map is what one looks for."""
        best = best_track(self.session.tracks, self.session.document.scores)
        if best is not None and best.id in self.session.document.scores:
            self.session.select(best.id)

    def _choose_theme(self, choice: str) -> None:
        self.preferences.change(theme=choice)
        self.themes.choose(choice)
        self._check_theme()

    def _check_theme(self) -> None:
        for choice in THEMES:
            chosen = self.preferences.settings.theme == choice
            self.actions[f"theme_{choice}"].setChecked(chosen)

    def _on_drawing(self, on: bool) -> None:
        self.actions["draw"].setChecked(on)
        self._show_hint()

    def notice(self, text: str) -> None:
        """Tell something in the status bar for a while; over the picture in full screen."""
        self.window.hint.setText(text)
        self.viewing.full_screen.tell(text)
        self._notice_timer.start(_NOTICE_MS)

    def _show_hint(self) -> None:
        session = self.session
        if self.window.view.drawing:
            text = self.tr("Draw the box with the mouse. Esc: do not.")
        elif session.opened is None:
            text = self.tr("Open a video to begin.") if session.project is None else ""
        elif session.source is None:
            text = self.tr(
                "The media file is missing: its tracks can be looked at, not its pictures."
            )
        elif not session.indexed:
            text = self.tr("What is indexed so far can be looked at; analysing needs the whole.")
        elif session.video and session.video.id not in session.document.analyses:
            text = self.tr("Analyse (Ctrl+R) finds the faces and how they are in sync.")
        else:
            text = self.tr(
                "Space plays · W draws a box · 1–6 give the verdict · every step is saved"
            )
        if not self._notice_timer.isActive() or self.window.view.drawing:
            self.window.hint.setText(text)

    def _step(self, frames: int) -> None:
        self.clock.pause()
        self.session.seek_frame(self.session.position + frames)

    def _step_second(self, direction: int) -> None:
        self.clock.pause()
        index = self.session.index
        if index is not None:
            self.session.seek(
                max(index.time_of(self.session.position) + direction, index.time_of(0))
            )

    # --- asking --------------------------------------------------------------------------------

    def _start_folder(self) -> str:
        recent = self.preferences.settings.recent_files
        return str(Path(recent[0]).parent) if recent else str(Path.home())

    def _ask_video(self) -> None:
        patterns = self.tr("Videos ({patterns});;All files (*)").format(patterns=VIDEO_PATTERNS)
        name, _filter = QFileDialog.getOpenFileName(
            self.window, self.tr("Open video"), self._start_folder(), patterns
        )
        if name:
            self.files.open(Path(name))

    def _ask_project(self) -> None:
        patterns = self.tr("Projects (*{suffix})").format(suffix=SUFFIX)
        name, _filter = QFileDialog.getOpenFileName(
            self.window, self.tr("Open project"), self._start_folder(), patterns
        )
        if name:
            self.files.open(Path(name))

    def _ask_save_as(self) -> None:
        video = self.session.video
        stem = Path(video.path).with_suffix(SUFFIX) if video else Path(self._start_folder())
        name, _filter = QFileDialog.getSaveFileName(
            self.window,
            self.tr("Save project as"),
            str(stem),
            self.tr("Projects (*{suffix})").format(suffix=SUFFIX),
        )
        if name:
            self.files.save_as(Path(name))

    def _ask_export(self) -> None:
        video = self.session.video
        if video is None:
            return
        suggestion = Path(video.path).with_name(Path(video.path).stem + "_coco.json")
        dialog = ExportCocoDialog(
            suggestion, sorted(self.session.document.videos), video.id, self.window
        )
        dialog.accepted.connect(lambda: self.files.export(dialog.target(), dialog.options()))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    # --- the end -------------------------------------------------------------------------------

    def close(self) -> None:
        """Cancel everything, wait for it (bounded), close the project. Leaves no thread."""
        if self._closed:
            return
        self._closed = True
        self.viewing.show_full_screen(False)
        self.clock.pause()
        if self._layout and not self.window.docks_hidden:
            save_layout(self.window)
        # Waiting for the workers may take a moment; a window that does not answer looks broken.
        self.window.hide()
        runners = (self.analysing, self.filing, self.plotting)
        for runner in runners:
            runner.cancel_all()
        self.clock.close()
        for runner in runners:
            if not runner.close():
                log.warning("%s has not ended in time", runner)
        if not self.viewing.close():
            log.warning("the decoder of faces or single frames has not ended in time")
        if not self.feed.close():
            log.warning("a decoder has not ended in time")
        if self.session.project is not None:
            self.session.project.close()
