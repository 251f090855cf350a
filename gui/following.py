"""Follows a box through the video in a worker, and puts what came of it into the track."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import QObject, Signal

from core.jobs import JobContext
from core.model import path_edits
from core.model.keyframes import Keyframes
from core.model.values import SOURCE_CODES, Source, Track
from gui.action_specs.spec import QT_TRANSLATE_NOOP
from gui.player.view import PlayerView
from gui.repairs import shot_starts
from gui.session import Session
from gui.workers.job_runner import Handle, JobRunner


@dataclass(frozen=True, slots=True)
class _Task:
    """What is being followed: the track with its boxes as they were at the start."""

    handle: Handle
    track_id: int
    rows: Keyframes
    direction: int


class Following(QObject):
    """At most one box at a time. The track must be as it was when the result comes.

    Signals:
        changed(): following began or ended.
        notice(text), failed(error).
    """

    changed = Signal()
    notice = Signal(str)
    failed = Signal(object)

    def __init__(
        self, session: Session, view: PlayerView, runner: JobRunner, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._view = view
        self._runner = runner
        self._task: _Task | None = None
        runner.done.connect(self._on_done)
        runner.failed.connect(self._on_failed)
        runner.cancelled.connect(self._on_cancelled)

    @property
    def running(self) -> bool:
        return self._task is not None

    def follow(self, direction: Literal[1, -1]) -> None:
        """Follow the selected track's box from the frame on screen, up to the cut, the next box
        that a person set, or where it is lost.
        """
        session, frame = self._session, self._view.frame
        source, track = session.source, session.selected_track
        if self.running or source is None or track is None or frame is None or track.locked:
            return
        rows = session.document.keyframes(track.id)
        here = rows.keyframe_at(frame.pts)
        if here is None or track.is_outside(frame.pts):
            self.notice.emit(self.tr("Draw or set a box in this frame first (W, F2)."))
            return
        start, box, cuts = frame.pts, here.box, shot_starts(session)
        most = self._room(rows, frame.frame_number, direction)

        def job(ctx: JobContext) -> object:
            # Here and not above: it brings OpenCV.
            from core.vision.tracking import FollowOptions, follow

            options = FollowOptions(max_frames=most)
            return follow(source, start, box, direction, cuts, ctx, options)

        text = self.tr("Following {track}").format(track=track.title)
        handle = self._runner.submit(text, job)
        self._task = _Task(handle, track.id, rows, direction)
        self.changed.emit()

    def cancel(self) -> None:
        """Stop; the track stays as it is."""
        if self._task is not None:
            self._task.handle.cancel()

    def _room(self, rows: Keyframes, frame: int, direction: int) -> int | None:
        """Frames up to the next box that a person set, which is not to be overwritten."""
        index = self._session.index
        assert index is not None
        person = rows.pts[rows.sources == SOURCE_CODES.index(Source.PERSON)]
        here = int(index.pts[frame])
        ahead = person[person > here] if direction > 0 else person[person < here]
        if not len(ahead):
            return None
        nearest = int(ahead[0] if direction > 0 else ahead[-1])
        return max(abs(index.frame_of_pts(nearest) - frame) - 1, 0)

    def _end(self) -> None:
        self._task = None
        self.changed.emit()

    def _on_done(self, handle: Handle, result: object) -> None:
        from core.vision.tracking import Followed

        task = self._task
        if task is None or handle is not task.handle or not isinstance(result, Followed):
            return
        self._end()
        doc, index = self._session.document, self._session.index
        track = doc.tracks.get(task.track_id)
        if track is None or index is None or doc.keyframes(track.id) != task.rows:
            self.notice.emit(self.tr("The track changed while its box was followed: not used."))
            return
        if len(result.keyframes):
            forward = QT_TRANSLATE_NOOP("core", "Track forward")
            backward = QT_TRANSLATE_NOOP("core", "Track backward")
            text = forward if task.direction > 0 else backward
            rows = result.keyframes
            if not self._session.guard(
                lambda: path_edits.lay_rows(doc, track.id, rows, index, text)
            ):
                return
            self._session.seek_frame(index.frame_of_pts(result.last_pts))
        self.notice.emit(self._words(track, len(result.keyframes), result.reason.value))

    def _words(self, track: Track, frames: int, reason: str) -> str:
        why = {
            "end": self.tr("up to the end of the video"),
            "cut": self.tr("up to the cut"),
            "lost": self.tr("then it was lost"),
            "limit": self.tr("up to the next box set by hand"),
            "left": self.tr("then it left the picture"),
        }[reason]
        text = self.tr("{track} followed through {n} frames, {why}")
        return text.format(track=track.title, n=frames, why=why)

    def _on_failed(self, handle: Handle, error: BaseException) -> None:
        if self._task is not None and handle is self._task.handle:
            self._end()
            self.failed.emit(error)

    def _on_cancelled(self, handle: Handle) -> None:
        if self._task is not None and handle is self._task.handle:
            self._end()
            self.notice.emit(self.tr("Following cancelled; the track is as it was"))
