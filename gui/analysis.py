"""Starts and cancels analyses, and puts their results into the document."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import closing
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from core.jobs import JobContext
from core.model import edits
from core.model.values import SyncScore, Track
from core.registry import Registry
from core.store.project import Project
from core.store.stages import StageStore
from gui.session import Session
from gui.texts import short_name
from gui.workers.job_runner import Handle, JobRunner

if TYPE_CHECKING:
    from core.analysis.params import AnalysisParams
    from core.analysis.run import AnalysisResult


class AnalysisControl(QObject):
    """At most one analysis at a time, of the video on screen.

    Signals:
        changed(): one began or ended.
        finished(): a result is in the document. notice(text): for the status bar.
    """

    changed = Signal()
    finished = Signal()
    notice = Signal(str)
    failed = Signal(object)

    def __init__(
        self,
        session: Session,
        runner: JobRunner,
        registry: Registry,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._runner = runner
        self._registry = registry
        self._handle: Handle | None = None
        self._project: Project | None = None
        runner.done.connect(self._on_done)
        runner.failed.connect(self._on_failed)
        runner.cancelled.connect(self._on_cancelled)

    @property
    def running(self) -> bool:
        return self._handle is not None

    def start(self, params: AnalysisParams) -> None:
        """Analyse the video on screen; does nothing while one runs or without media."""
        project, opened = self._session.project, self._session.opened
        if self.running or project is None or opened is None or opened.source is None:
            return
        source, video, registry, path = (
            opened.source,
            opened.video,
            self._registry,
            project.path,
        )

        def job(ctx: JobContext) -> AnalysisResult:
            ctx.progress(0, 0, "Starting")
            # Here and not above: this brings torch, which takes seconds.
            from core.analysis.run import analyse

            with closing(StageStore(path)) as stages:
                return analyse(source, video, params, stages, registry, ctx)

        self._project = project
        self._handle = self._runner.submit(
            self.tr("Analysis of {name}").format(name=short_name(video)), job
        )
        self.changed.emit()

    def cancel(self) -> None:
        """Ask the running analysis to stop; the document stays as it is."""
        if self._handle is not None:
            self._handle.cancel()

    def _end(self) -> None:
        self._handle = None
        self._project = None
        self.changed.emit()

    def _on_done(self, handle: Handle, result: AnalysisResult) -> None:
        if handle is not self._handle:
            return
        project = self._project
        self._end()
        doc = self._session.document
        if project is not self._session.project or result.analysis.id not in doc.videos:
            # Another project is open by now. The stages are kept; the next run there is instant.
            return
        if not self._session.do(edits.set_analysis(doc, result.analysis, result.found)):
            return
        shown = self._session.video
        if self._session.selected is None and shown and shown.id == result.analysis.id:
            best = best_track(self._session.tracks, doc.scores)
            self._session.select(best.id if best else None)
        count = len(result.found)
        name = short_name(doc.videos[result.analysis.id])
        text = self.tr("{name} analysed: {n} found").format(
            name=name,
            n=self.tr("one track") if count == 1 else self.tr("{n} tracks").format(n=count),
        )
        if result.analysis.dropped:
            text += self.tr(", {n} dropped (see Inspector)").format(n=len(result.analysis.dropped))
        self.notice.emit(
            text if count else self.tr("{name} analysed: no face found").format(name=name)
        )
        self.finished.emit()

    def _on_failed(self, handle: Handle, error: BaseException) -> None:
        if handle is self._handle:
            self._end()
            self.failed.emit(error)

    def _on_cancelled(self, handle: Handle) -> None:
        if handle is self._handle:
            self._end()
            self.notice.emit(self.tr("Analysis cancelled; what was finished is kept"))


def best_track(tracks: list[Track], scores: Mapping[int, SyncScore]) -> Track | None:
    """The track with the surest score: determined ones first, then by confidence."""

    def rank(track: Track) -> tuple[bool, float]:
        score = scores[track.id]
        return score.determined, score.confidence

    scored = [track for track in tracks if track.id in scores]
    return max(scored, key=rank) if scored else (tracks[0] if tracks else None)
