"""Detections that no track covers: shown over the picture, and made into tracks."""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QCursor

from core.jobs import JobContext
from core.model.keyframes import Keyframes
from core.model.values import Box
from core.store.stages import StageStore
from gui.player.view import PlayerView
from gui.repairs import Repairs
from gui.session import Session
from gui.workers.job_runner import JobRunner
from gui.workers.one_job import OneJob

if TYPE_CHECKING:
    from core.vision.loose import Loose

_SETTLE_MS = 300
"""An edit is rarely alone: what no track covers is looked for when they rest."""


@dataclass(frozen=True, slots=True, eq=False)
class _Found:
    """The loose detections of a video."""

    video_id: int
    loose: Loose | None
    labels: tuple[str, ...] = ()


class LooseControl(QObject):
    """Reads the detections of the last analysis while they are shown.

    Args:
        runner: the worker for it; the window tells its errors.
    """

    notice = Signal(str)

    def __init__(
        self, session: Session, view: PlayerView, repairs: Repairs, runner: JobRunner
    ) -> None:
        super().__init__(repairs)
        self._session = session
        self._view = view
        self._repairs = repairs
        self._on = False
        self._found: _Found | None = None
        self._reading = OneJob(runner, self)
        self._chaining = OneJob(runner, self)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_SETTLE_MS)
        self._timer.timeout.connect(self._read)
        session.video_changed.connect(self._on_video)
        session.document_changed.connect(lambda _edit: self._on_edit())
        session.frame_shown.connect(lambda _frame: self._show())
        view.loose_chosen.connect(self.adopt)

    @property
    def ready(self) -> bool:
        """Whether what is shown is what the tracks leave."""
        settled = not self._reading.running and not self._timer.isActive()
        return self._found is not None and settled

    def stop(self) -> None:
        """Look for nothing any more: the program ends."""
        self._on = False
        self._timer.stop()

    def set_shown(self, on: bool) -> None:
        """Show the detections without a track, or not."""
        self._on = on
        if on:
            self._read()
        else:
            self._found = None
            self._show()

    def adopt_here(self) -> None:
        """Make a track of the detection under the mouse, or of the only one in the frame."""
        if not self._on:
            self.notice.emit(self.tr("Show the detections without a track first."))
            return
        spot = self._view.mapFromGlobal(QCursor.pos()).toPointF()
        box = self._view.layer.loose_at(self._view.placement, spot)
        if box is None and len(self._view.layer.loose) == 1:
            box = self._view.layer.loose[0]
        if box is None:
            self.notice.emit(self.tr("Point at a dotted box: it becomes a track."))
        else:
            self.adopt(box)

    def adopt(self, box: Box) -> None:
        """Make a track of a detection and those of its shot that go on from it."""
        frame, found = self._view.frame, self._found
        video = self._session.video
        if frame is None or found is None or found.loose is None or video is None:
            return
        loose, pts = found.loose, frame.pts
        analysis = self._session.document.analyses.get(video.id)
        shots = analysis.shots if analysis else ()

        label = found.labels[int(loose.labels[loose.row_of(pts, box)])]

        def job(_ctx: JobContext) -> Keyframes:
            from core.vision.loose import chain

            return chain(loose, shots, pts, box)

        self._chaining.start(
            self.tr("Linking detections"), job, lambda rows: self._repairs.adopt(rows, label)
        )

    def _on_video(self) -> None:
        self._found = None
        self._chaining.drop()
        self._show()
        if self._on:
            self._read()

    def _on_edit(self) -> None:
        if self._on:
            self._timer.start()

    def _read(self) -> None:
        project, video = self._session.project, self._session.video
        if not self._on or project is None or video is None:
            return
        path, video_id = project.path, video.id
        doc = self._session.document
        tracks = [(doc.keyframes(t.id), t.outside) for t in doc.tracks_of(video_id)]

        def job(ctx: JobContext) -> _Found:
            from core.analysis.stages import unpack_detections
            from core.vision.loose import loose_detections

            with closing(StageStore(path)) as stages:
                data = stages.newest(video_id, "detections")
            ctx.check()
            if data is None:
                return _Found(video_id, None)
            detected = unpack_detections(data)
            return _Found(video_id, loose_detections(detected.steps, tracks), detected.labels)

        self._reading.start(self.tr("Detections"), job, self._take)

    def _show(self) -> None:
        frame, found = self._view.frame, self._found
        boxes: list[Box] = []
        if frame is not None and found is not None and found.loose is not None:
            rows = found.loose.at(frame.pts).boxes.tolist()
            boxes = [Box(*row) for row in rows]
        if boxes != self._view.layer.loose:
            self._view.layer.set_loose(boxes)

    def _take(self, found: _Found) -> None:
        video = self._session.video
        if not self._on or video is None or found.video_id != video.id:
            return
        self._found = found
        self._show()
        if found.loose is None:
            self.notice.emit(self.tr("Analyse the video first: it has no detections yet."))
        elif not len(found.loose):
            self.notice.emit(self.tr("Every detection belongs to a track."))
