"""Connects findings and who speaks with keys, dock and timeline."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from gui.actions import Actions
from gui.files import Files
from gui.findings.control import FindingsControl
from gui.findings.model import kind_text
from gui.findings.panel import FindingsPanel
from gui.main_window import MainWindow
from gui.preferences import Preferences
from gui.session import Session
from gui.theme import ThemeManager
from gui.timeline.overview import OverviewMark
from gui.timeline.speakers import SpeakerSpan
from gui.workers.job_runner import JobRunner

_SNOOZE_DAYS = 1


class ReviewControl(QObject):
    """Owns the findings and their dock.

    Signals:
        notice(text): for the status bar.
    """

    notice = Signal(str)

    def __init__(
        self,
        session: Session,
        window: MainWindow,
        files: Files,
        actions: Actions,
        themes: ThemeManager,
        preferences: Preferences,
        runner: JobRunner,
    ) -> None:
        super().__init__(window)
        self._session = session
        self._window = window
        self._themes = themes
        self.findings = FindingsControl(session, files, preferences, runner, self)
        self.panel = FindingsPanel(session, self.findings, themes, actions)
        self.findings.notice.connect(self.notice)
        on = actions.on
        on("next_finding", lambda: self.findings.step(1))
        on("previous_finding", lambda: self.findings.step(-1))
        on("resolve_finding", self._resolve)
        on("snooze_finding", lambda: self.findings.snooze(self.panel.chosen(), _SNOOZE_DAYS))
        on("snooze_finding_analysis", lambda: self.findings.snooze(self.panel.chosen(), None))
        on("reopen_finding", lambda: self.findings.reopen(self.panel.chosen()))
        self.findings.changed.connect(self._show_marks)
        self.findings.speakers_changed.connect(self._show_speakers)
        themes.changed.connect(self._show_marks)
        window.timeline.mark_chosen.connect(self._on_mark)

    def _resolve(self) -> None:
        """Close what is chosen and go on to the next."""
        chosen = self.panel.chosen()
        if not chosen:
            self.notice.emit(self.tr("Choose a finding first (N goes to the next)."))
            return
        self.findings.resolve(chosen)
        self.findings.step(1)

    def _show_marks(self) -> None:
        video, theme = self._session.video, self._themes.theme
        if video is None:
            self._window.timeline.set_overview_marks(())
            return
        self._window.timeline.set_overview_marks(
            [
                OverviewMark(
                    video.seconds(finding.start_pts),
                    video.seconds(finding.end_pts),
                    theme.level(1.0 - finding.doubt),
                    f"{kind_text(finding.kind)}: {self.panel.model.words(finding)}",
                    finding.key,
                )
                for finding in reversed(self.findings.open_findings())
                if finding.video_id == video.id
            ]
        )

    def _show_speakers(self) -> None:
        video, speakers = self._session.video, self.findings.speakers
        turns = speakers.turns if speakers is not None and video is not None else ()
        self._window.timeline.set_speakers(
            [
                SpeakerSpan(video.seconds(t.start_pts), video.seconds(t.end_pts), t.track_id)
                for t in turns
                if video is not None
            ]
        )

    def _on_mark(self, key: object) -> None:
        found = self.findings.find(key)
        if found is not None:
            self.findings.go_to(found)
