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
from gui.workers.job_runner import JobRunner
from gui.workers.one_job import OneJob

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
        self._registry = registry
        self._job = OneJob(runner, self)
        self._job.changed.connect(self.changed)
        self._job.failed.connect(self.failed)
        self._job.cancelled.connect(self._on_cancelled)

    @property
    def running(self) -> bool:
        return self._job.running

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

        text = self.tr("Analysis of {name}").format(name=short_name(video))
        self._job.start(text, job, lambda result: self._take(project, result))

    def cancel(self) -> None:
        """Ask the running analysis to stop; the document stays as it is."""
        self._job.cancel()

    def _take(self, project: Project, result: AnalysisResult) -> None:
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

    def _on_cancelled(self) -> None:
        self.notice.emit(self.tr("Analysis cancelled; what was finished is kept"))


def best_track(tracks: list[Track], scores: Mapping[int, SyncScore]) -> Track | None:
    """The track with the surest score: determined ones first, then by confidence."""

    def rank(track: Track) -> tuple[bool, float]:
        score = scores[track.id]
        return score.determined, score.confidence

    scored = [track for track in tracks if track.id in scores]
    return max(scored, key=rank) if scored else (tracks[0] if tracks else None)
