"""Wires the parts together: actions to commands, workers to views, errors to the dialog."""

from __future__ import annotations

import logging
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication

from core.registry import Registry, default_registry
from gui.action_table import State
from gui.actions import Actions
from gui.analysis import AnalysisControl, best_track
from gui.app_control import AppControl
from gui.asking import FileDialogs
from gui.checking import FileCheck
from gui.choices import AnalysisChoices
from gui.core_texts import core_text
from gui.dialogs.export_coco import show_summary
from gui.dropping import Dropping
from gui.errors import ErrorReporter, ErrorSink
from gui.files import Files
from gui.findings.review import ReviewControl
from gui.language import language
from gui.locating import Locating
from gui.main_window import MainWindow
from gui.menus import VERDICT_ACTIONS
from gui.navigation import Navigation
from gui.player.clock import PlayClock
from gui.player.feed import FrameFeed
from gui.playing import PlayingControl
from gui.preferences import Preferences, restore_layout, save_layout
from gui.project_view.control import ProjectControl
from gui.rescoring import Rescoring, speaker_is_chosen
from gui.session import Session
from gui.telling import Telling
from gui.theme import ThemeManager
from gui.timeline.control import TimelineControl
from gui.track_control import TrackControl
from gui.tracks.inspector import Inspector
from gui.viewing import ViewingControl
from gui.workers.audio_player import device_player
from gui.workers.job_runner import JobRunner

log = logging.getLogger(__name__)


class Program(QObject):
    """Everything behind one main window.

    Args:
        app: the application.
        show_error: where errors go; by default a dialog.
        registry: of plugins; by default those that come with the program.
        layout: whether to take and keep the layout of docks in the settings' folder.
        window: the window to fill, with its themes; by default one is made.
    """

    def __init__(
        self,
        app: QApplication,
        show_error: ErrorSink | None = None,
        registry: Registry | None = None,
        layout: bool = True,
        window: tuple[MainWindow, ThemeManager] | None = None,
    ) -> None:
        super().__init__()
        self._layout = layout
        self._closed = False
        self.errors = ErrorReporter(None, show_error)
        self.preferences = Preferences(self.errors.report)
        settings = self.preferences.settings
        language().choose(settings.language)
        if window is None:
            themes = ThemeManager(app, settings.theme)
            window = MainWindow(themes), themes
        self.window, self.themes = window
        self.registry = registry or default_registry()
        self.session = Session(self)
        self.actions = Actions(self.themes, self)
        self.clock = PlayClock(self.session, self, player=device_player())
        self.choices = AnalysisChoices(self.registry, self.preferences, self)
        self.analysing = JobRunner("analysis", self)
        self.analysing.done.connect(lambda _handle, _result: self.choices.tell_device())
        self.filing = JobRunner("files", self)
        self.plotting = JobRunner("plots", self)
        self.listening = JobRunner("listening", self)
        self.following = JobRunner("following", self)
        self.fetching = JobRunner("weights", self)
        self.asides = JobRunner("asides", self)
        self.measuring = JobRunner("devices", self)
        self.window.fill(
            self.session,
            self.themes,
            self.actions,
            self.clock,
            self.choices,
            self.plotting,
            self.listening,
            [self.analysing, self.following, self.filing, self.fetching, self.measuring],
        )
        self.errors.parent_widget = self.window
        self.tracks = TrackControl(
            self.session,
            self.window,
            self.actions,
            self.preferences,
            self.following,
            self.plotting,
        )
        self.editing = self.tracks.editing
        verdicts = [self.actions[name] for name in VERDICT_ACTIONS]
        self.inspector = Inspector(
            self.session,
            self.editing.relabel,
            verdicts,
            self.actions["rescore"],
            lambda: speaker_is_chosen(self.choices.params()),
        )
        self.tracks.fill(self.inspector)
        self.files = Files(self.session, self.filing, self.preferences, self)
        self.review = ReviewControl(
            self.session,
            self.window,
            self.files,
            self.actions,
            self.themes,
            self.preferences,
            self.plotting,
        )
        self.project = ProjectControl(
            self.session,
            self.window,
            self.files,
            self.actions,
            self.themes,
            self.preferences,
            self.review.findings,
            self.analysing,
            self.plotting,
            self.registry,
            lambda: self.choices.params(),
        )
        self.rescoring = Rescoring(self.session, self.analysing, self.registry, self)
        self.window.place_docks(self.inspector, self.review.panel)
        self.feed = FrameFeed(self.session, self.window.view, settings.frame_cache_mb << 20, self)
        self.viewing = ViewingControl(self.session, self.window, self.themes, self.actions, self)
        self.playing = PlayingControl(
            self.session, self.clock, self.window, self.actions, self.preferences
        )
        self.timeline = TimelineControl(
            self.session, self.window.timeline, self.actions, self.preferences, self.playing
        )
        self.analysis = AnalysisControl(self.session, self.analysing, self.registry, self)
        self.checking = FileCheck(self.session, self.analysing, self.actions, self)
        self.dialogs = FileDialogs(self.session, self.files, self.preferences, self.window)
        self.locating = Locating(self.session, self.files, self.filing, self.window, self.actions)
        self.navigation = Navigation(self.session, self.clock, self.actions, self)
        self.telling = Telling(self.session, self.window, self.actions, self)
        self.dropping = Dropping(self.session, self.files, self.filing, self.dialogs, self)
        self.app_control = AppControl(
            app,
            self.window,
            self.session,
            self.feed,
            self.actions,
            self.themes,
            self.preferences,
            self.registry,
            self.fetching,
            self.asides,
            self.measuring,
        )
        self._connect()
        self._connect_actions()
        if layout:
            restore_layout(self.window)
        self.window.show_recent(settings.recent_files)
        self._on_project()
        if self.registry.failures:
            names = ", ".join(f.folder.name for f in self.registry.failures)
            reason = core_text(self.registry.failures[0].reason)
            self.notice(
                self.tr("Plugins left out: {names} ({reason})").format(names=names, reason=reason)
            )

    # --- wiring --------------------------------------------------------------------------------

    def _connect(self) -> None:
        session, window = self.session, self.window
        parts = (
            session,
            self.files,
            self.feed,
            self.analysis,
            self.viewing,
            self.checking,
            self.tracks.following,
            self.rescoring,
            self.locating,
            self.app_control,
        )
        for part in parts:
            part.failed.connect(self.errors.report)
        for runner in (self.plotting, self.listening):
            runner.failed.connect(lambda _handle, error: self.errors.report(error))
        tellers = (self.files, self.analysis, self.tracks, self.viewing, self.playing)
        for teller in (
            *tellers,
            self.timeline,
            self.review,
            self.project,
            self.rescoring,
            self.checking,
            self.clock,
            self.dropping,
            self.locating,
            self.app_control,
        ):
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
            self.tracks.changed,
            self.project.changed,
            self.rescoring.changed,
        ):
            changed.connect(self._update_actions)
        session.document_changed.connect(lambda _edit: self._update_actions())
        session.document_changed.connect(lambda _edit: self.telling.show_hint())
        session.project_changed.connect(self._on_project)
        session.video_changed.connect(self._on_video)
        session.video_changed.connect(self._select_surest)
        session.index_grown.connect(self.telling.show_hint)
        self.files.leaving.connect(self.analysis.cancel)
        self.files.leaving.connect(self.rescoring.cancel)
        self.files.leaving.connect(self.tracks.following.cancel)
        self.files.exported.connect(lambda summary: show_summary(window, summary))
        self.preferences.changed.connect(
            lambda: window.show_recent(self.preferences.settings.recent_files)
        )
        self.themes.changed.connect(self._update_actions)
        language().changed.connect(self._update_actions)
        window.dropped.connect(self.dropping.take)
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
        window.view.play_toggled.connect(lambda: self.actions.trigger_key("Space"))
        window.view.editing.connect(self.clock.pause)
        window.view.drawing_changed.connect(self._on_drawing)
        window.timeline.scrubbing.connect(self.clock.pause)
        window.transport.slider.sliderPressed.connect(self.clock.pause)

    def _connect_actions(self) -> None:
        on, session, view = self.actions.on, self.session, self.window.view
        on("open_video", self.dialogs.ask_video)
        on("open_project", self.dialogs.ask_project)
        on("open_demo", self.files.open_demo)
        on("save_as", self.dialogs.ask_save_as)
        on("export_coco", self.dialogs.ask_export)
        on("quit", self.window.close)
        on("undo", session.undo)
        on("redo", session.redo)
        self.actions["draw"].toggled.connect(view.set_drawing)
        on("play", self.clock.toggle)
        on("shuttle_back", lambda: self.clock.shuttle(-1))
        on("shuttle_stop", self.clock.pause)
        on("shuttle_on", lambda: self.clock.shuttle(1))
        on("analyse", lambda: self.analysis.start(self.choices.params()))
        on("rescore", lambda: self.rescoring.start(session.chosen, self.choices.params()))
        on("rescore_all", self._rescore_all)
        on("cancel", self._cancel)

    def _rescore_all(self) -> None:
        params = self.choices.params()
        self.rescoring.start(self.rescoring.outdated(params), params)

    # --- what changes --------------------------------------------------------------------------

    def _update_actions(self) -> None:
        session, stack = self.session, self.session.history.stack
        media = session.source is not None
        state = State(
            project=session.project is not None,
            video=session.opened is not None,
            media=media,
            sound=session.video is not None and session.video.has_audio,
            indexing=media and not session.indexed,
            indexed=session.indexed,
            marks=session.mark_in is not None or session.mark_out is not None,
            track=session.selected_track is not None,
            writable=session.writable,
            missing=session.opened is not None and not media,
            can_undo=stack.canUndo(),
            can_redo=stack.canRedo(),
            analysing=self._analysing(),
            opening=self.files.busy_opening,
        )
        self.actions.update_state(self.project.refined(self.tracks.refined(state)))
        undo, redo = core_text(stack.undoText()), core_text(stack.redoText())
        self.actions["undo"].setText(self.tr("&Undo {what}").format(what=undo).rstrip())
        self.actions["redo"].setText(self.tr("&Redo {what}").format(what=redo).rstrip())
        self.actions["play"].setIcon(self.themes.icon("pause" if self.clock.playing else "play"))

    def _on_project(self) -> None:
        self.window.show_content(self.session.project is not None)
        self.inspector.setEnabled(self.session.writable)
        self._update_actions()
        self._on_video()

    def _on_video(self) -> None:
        self._mark_video()
        self.telling.show_title()
        self.telling.show_hint()

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

    def _analysing(self) -> bool:
        runs = (self.analysis.running, self.project.queue.running, self.rescoring.running)
        return any(runs)

    def _cancel(self) -> None:
        self.analysis.cancel()
        self.tracks.following.cancel()
        self.rescoring.cancel()
        if self.project.queue.running:
            self.project.queue.pause()

    def _on_drawing(self, on: bool) -> None:
        self.actions["draw"].setChecked(on)
        self.telling.show_hint()

    def notice(self, text: str) -> None:
        """Tell something in the status bar for a while; over the picture in full screen."""
        self.telling.notice(text)
        self.viewing.full_screen.tell(text)

    # --- the end -------------------------------------------------------------------------------

    def close(self) -> None:
        """Cancel everything, wait for it (bounded), close the project. Leaves no thread."""
        if self._closed:
            return
        self._closed = True
        self.app_control.updates.end()
        self.viewing.show_full_screen(False)
        self.clock.pause()
        self.review.findings.stop()
        self.tracks.loose.stop()
        if self._layout and not self.window.docks_hidden:
            save_layout(self.window)
        # Waiting for the workers may take a moment; a window that does not answer looks broken.
        self.window.hide()
        if not self.project.close():
            log.warning("the decoder of thumbnails has not ended in time")
        runners = (
            self.analysing, self.following, self.filing, self.plotting, self.listening,
            self.fetching, self.asides, self.measuring,
        )  # fmt: skip
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
        self.files.close()
