"""Scores tracks again after their boxes changed, or for the first time where a person drew them."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import closing
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from core.jobs import JobContext
from core.model import edits
from core.model.score_parts import outdated
from core.registry import Registry
from core.store.project import Project
from core.store.stages import StageStore
from gui.core_texts import core_text
from gui.session import Session
from gui.workers.job_runner import JobRunner
from gui.workers.one_job import OneJob

if TYPE_CHECKING:
    from core.analysis.params import AnalysisParams
    from core.analysis.rescore import Rescored


def speaker_is_chosen(params: AnalysisParams) -> bool:
    """Whether scoring with these parameters also asks a speaker model."""
    from core.analysis.params import NO_SPEAKER

    return params.speaker_model != NO_SPEAKER


class Rescoring(QObject):
    """One run at a time, in the worker of analyses.

    Signals:
        changed(): a run began or ended. notice(text), failed(error).
    """

    changed = Signal()
    notice = Signal(str)
    failed = Signal(object)

    def __init__(
        self, session: Session, runner: JobRunner, registry: Registry, parent: QObject
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

    def outdated(self, params: AnalysisParams) -> list[int]:
        """Tracks of the video on screen that are to be scored, for the first time or again."""
        video, doc = self._session.video, self._session.document
        return outdated(doc, video.id, speaker_is_chosen(params)) if video is not None else []

    def start(self, track_ids: Iterable[int], params: AnalysisParams) -> None:
        """Score these tracks of the video on screen."""
        session, doc = self._session, self._session.document
        project, source, video = session.project, session.source, session.video
        ids = list(track_ids)
        faces = [id for id in ids if doc.tracks[id].is_face]
        wanted = [(id, doc.keyframes(id), doc.scores.get(id)) for id in faces]
        if self.running or project is None or source is None or video is None:
            return
        if ids and not faces:
            self.notice.emit(self.tr("Only faces are scored: objects have no lips."))
            return
        if not wanted:
            self.notice.emit(self.tr("The scores of all tracks are up to date."))
            return
        registry, path = self._registry, project.path

        def job(ctx: JobContext) -> tuple[list[Rescored], tuple[str, ...]]:
            ctx.progress(0, 0, "Starting")
            # Here and not above: this brings torch, which takes seconds.
            from core.analysis.rescore import rescore

            with closing(StageStore(path)) as stages:
                return rescore(source, video, wanted, params, stages, registry, ctx)

        text = self.tr("Scoring {n} tracks").format(n=len(wanted))
        self._job.start(text, job, lambda result: self._take(project, *result))

    def cancel(self) -> None:
        """Stop; the scores stay as they are."""
        self._job.cancel()

    def _take(self, project: Project, result: list[Rescored], notices: tuple[str, ...]) -> None:
        doc = self._session.document
        if project is not self._session.project:
            return
        # What was changed while it was scored stays stale.
        fresh = [r for r in result if doc.keyframes(r.score.id) == r.keyframes]
        fresh = [r for r in fresh if r.score.id in doc.tracks]
        said = [r.speaking for r in fresh if r.speaking is not None]
        scores = [r.score for r in fresh]
        if fresh and not self._session.do(edits.set_scores(doc, scores, said, notices)):
            return
        text = self.tr("{n} tracks scored again").format(n=len(fresh))
        if len(fresh) < len(result):
            text += self.tr("; {n} were changed meanwhile").format(n=len(result) - len(fresh))
        self.notice.emit("; ".join([text, *map(core_text, notices)]))

    def _on_cancelled(self) -> None:
        self.notice.emit(self.tr("Scoring cancelled; the scores are as they were"))
