"""Follows a box through the video in a worker, and puts what came of it into the track."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from PySide6.QtCore import QObject, Signal

from core.jobs import JobContext
from core.model import path_edits
from core.model.keyframes import Keyframes
from core.model.values import SOURCE_CODES, Source, Track
from core.timebase import FrameIndex
from gui.action_specs.spec import QT_TRANSLATE_NOOP
from gui.player.view import PlayerView
from gui.repairs import shot_starts
from gui.session import Session
from gui.workers.job_runner import JobRunner
from gui.workers.one_job import OneJob

if TYPE_CHECKING:
    from core.vision.tracking import Followed

_FORWARD = QT_TRANSLATE_NOOP("core", "Track forward")
_BACKWARD = QT_TRANSLATE_NOOP("core", "Track backward")


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
        self._job = OneJob(runner, self)
        self._job.changed.connect(self.changed)
        self._job.failed.connect(self.failed)
        self._job.cancelled.connect(self._on_cancelled)

    @property
    def running(self) -> bool:
        return self._job.running

    def follow(self, direction: Literal[1, -1]) -> None:
        """Follow the selected track's box from the frame on screen, up to the cut, the next box
        that a person set, or where it is lost.
        """
        session, frame = self._session, self._view.frame
        source, index, track = session.source, session.index, session.selected_track
        if self.running or source is None or index is None or track is None or frame is None:
            return
        if track.locked:
            return
        rows = session.document.keyframes(track.id)
        here = rows.keyframe_at(frame.pts)
        if here is None or track.is_outside(frame.pts):
            self.notice.emit(self.tr("Draw or set a box in this frame first."))
            return
        start, box, cuts = frame.pts, here.box, shot_starts(session)
        most = _room(rows, index, frame.frame_number, direction)

        def job(ctx: JobContext) -> Followed:
            # Here and not above: it brings OpenCV.
            from core.vision.tracking import FollowOptions, follow

            options = FollowOptions(max_frames=most)
            return follow(source, start, box, direction, cuts, ctx, options)

        text = self.tr("Following {track}").format(track=track.title)
        label = _FORWARD if direction > 0 else _BACKWARD
        self._job.start(text, job, lambda found: self._take(track, rows, index, found, label))

    def cancel(self) -> None:
        """Stop; the track stays as it is."""
        self._job.cancel()

    def _take(
        self, track: Track, rows: Keyframes, index: FrameIndex, found: Followed, label: str
    ) -> None:
        """Lay what was found into the track, if its boxes are as they were at the start."""
        session, doc = self._session, self._session.document
        if track.id not in doc.tracks or doc.keyframes(track.id) != rows:
            self.notice.emit(self.tr("The track changed while its box was followed: not used."))
            return
        if len(found.keyframes):
            if not session.guard(
                lambda: path_edits.lay_rows(doc, track.id, found.keyframes, index, label)
            ):
                return
            if session.video is not None and session.video.id == track.video_id:
                session.seek_frame(index.frame_of_pts(found.last_pts))
        self.notice.emit(self._words(track, len(found.keyframes), found.reason.value))

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

    def _on_cancelled(self) -> None:
        self.notice.emit(self.tr("Following cancelled; the track is as it was"))


def _room(rows: Keyframes, index: FrameIndex, frame: int, direction: int) -> int | None:
    """Frames up to the next box that a person set, which is not to be overwritten."""
    person = rows.pts[rows.sources == SOURCE_CODES.index(Source.PERSON)]
    here = int(index.pts[frame])
    ahead = person[person > here] if direction > 0 else person[person < here]
    if not len(ahead):
        return None
    nearest = int(ahead[0] if direction > 0 else ahead[-1])
    return max(abs(index.frame_of_pts(nearest) - frame) - 1, 0)
