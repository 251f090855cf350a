"""Checks the file of the video on screen for damage, on request."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QObject, Signal

from core.jobs import JobContext
from core.media.checking import find_damage
from core.media.damage import DamagedSpan
from core.timebase import FrameIndex
from gui.actions import Actions
from gui.session import Session
from gui.texts import short_name
from gui.workers.job_runner import JobRunner
from gui.workers.one_job import OneJob


class FileCheck(QObject):
    """Decodes the whole video in a worker and marks on the timeline what is damaged.

    Signals:
        notice(text): what was found. failed(error): the file cannot be read any more.
    """

    notice = Signal(str)
    failed = Signal(object)

    def __init__(
        self,
        session: Session,
        runner: JobRunner,
        actions: Actions,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._job = OneJob(runner, self)
        self._job.failed.connect(self.failed)
        self._job.cancelled.connect(self._on_cancelled)
        actions.on("check_file", self.start)
        session.video_changed.connect(self.cancel)

    def start(self) -> None:
        """Check the video on screen; does nothing while that runs or before it is indexed."""
        source, video = self._session.source, self._session.video
        if self._job.running or not self._session.indexed or source is None or video is None:
            return

        def job(ctx: JobContext) -> tuple[DamagedSpan, ...]:
            return find_damage(source, ctx)

        text = self.tr("Check of {name}").format(name=short_name(video))
        self._job.start(text, job, self._take)

    def cancel(self) -> None:
        """Ask the running check to stop; nothing is marked."""
        self._job.drop()

    def _take(self, spans: tuple[DamagedSpan, ...]) -> None:
        index, video = self._session.index, self._session.video
        if index is None or video is None:
            return
        self._session.add_damage(spans)
        found = self._words(spans, index)
        self.notice.emit(
            self.tr("{name}: {found}").format(name=short_name(video), found=found)
            if found
            else self.tr("{name}: every one of its {n} frames decodes without error").format(
                name=short_name(video), n=f"{len(index):,}"
            )
        )

    def _words(self, spans: tuple[DamagedSpan, ...], index: FrameIndex) -> str:
        parts: list[str] = []
        lost, corrupt = (
            sum(_frames_in(index, span) for span in spans if span.reason == reason)
            for reason in ("lost", "corrupt")
        )
        if lost:
            parts.append(
                self.tr("one frame cannot be decoded")
                if lost == 1
                else self.tr("{n} frames cannot be decoded").format(n=f"{lost:,}")
            )
        if corrupt:
            parts.append(
                self.tr("one frame is damaged")
                if corrupt == 1
                else self.tr("{n} frames are damaged").format(n=f"{corrupt:,}")
            )
        missing = [span for span in spans if span.reason == "cut short"]
        if missing:
            seconds = sum(float((s.end_pts - s.start_pts) * index.time_base) for s in missing)
            parts.append(self.tr("{s} s are missing at its end").format(s=f"{seconds:.1f}"))
        return ", ".join(parts)

    def _on_cancelled(self) -> None:
        self.notice.emit(self.tr("The check was cancelled; nothing was marked"))


def _frames_in(index: FrameIndex, span: DamagedSpan) -> int:
    first, last = np.searchsorted(index.pts, (span.start_pts, span.end_pts))
    return int(last - first)
