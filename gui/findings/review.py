"""Connects findings and who speaks with keys, dock and timeline."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from core.review.finding import Finding, FindingKind
from gui.actions import Actions
from gui.files import Files
from gui.findings.control import FindingsControl
from gui.findings.model import kind_text
from gui.findings.panel import FindingsPanel
from gui.language import language
from gui.main_window import MainWindow
from gui.models.tracks import FindingMark
from gui.preferences import Preferences
from gui.session import Session
from gui.theme import ThemeManager
from gui.timeline.overview import OverviewMark
from gui.timeline.speakers import SpeakerSpan
from gui.workers.job_runner import JobRunner

_SNOOZE_DAYS = 1
_NAMED = 6
"""So many findings of a track are named in its tooltip."""


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
        language().changed.connect(self._show_marks)
        window.timeline.mark_chosen.connect(self._on_mark)
        window.tracks.findings_asked.connect(self._on_track)

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
            self._window.tracks.model.set_marks({})
            return
        here = [f for f in self.findings.open_findings() if f.video_id == video.id]
        self._window.tracks.model.set_marks(self._track_marks(here))
        self._window.timeline.set_overview_marks(
            [
                OverviewMark(
                    video.seconds(finding.start_pts),
                    video.seconds(finding.end_pts),
                    theme.level(1.0 - finding.doubt),
                    self._words(finding),
                    finding.key,
                )
                for finding in reversed(here)
            ]
        )

    def _track_marks(self, found: list[Finding]) -> dict[int, FindingMark]:
        """By track; the most doubtful come first."""
        by_track: dict[int, list[Finding]] = {}
        for finding in found:
            if finding.kind is not FindingKind.UNREVIEWED:
                for id in finding.track_ids:
                    by_track.setdefault(id, []).append(finding)
        return {
            id: FindingMark(
                len(some),
                some[0].doubt,
                "\n".join(self._words(finding) for finding in some[:_NAMED])
                + ("\n…" if len(some) > _NAMED else ""),
            )
            for id, some in by_track.items()
        }

    def _words(self, finding: Finding) -> str:
        return f"{kind_text(finding.kind)}: {self.panel.model.words(finding)}"

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

    def _on_track(self, track_id: int) -> None:
        """Go to the worst finding of a track."""
        for finding in self.findings.open_findings():
            if track_id in finding.track_ids and finding.kind is not FindingKind.UNREVIEWED:
                self.findings.go_to(finding)
                return

    def _on_mark(self, key: object) -> None:
        found = self.findings.find(key)
        if found is not None:
            self.findings.go_to(found)
