"""Keeps the findings of a project up to date, and goes from one to the next."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QObject, QTimer, Signal

from core.jobs import JobContext
from core.model import review_edits
from core.model.edits import Edit, RecordChange
from core.model.values import NEXT_ANALYSIS, FindingStatus
from core.review.facts import Grouped, touched_videos
from core.review.finding import Finding, Limits, rank, ranked
from core.review.findings import VideoFindings
from core.review.states import holds
from core.sync.grades import parse_tolerance
from gui.files import Files
from gui.preferences import Preferences
from gui.session import Session
from gui.texts import now_text
from gui.workers.job_runner import JobRunner
from gui.workers.one_job import OneJob

if TYPE_CHECKING:
    from core.review.speakers import Speakers

_SETTLE_MS = 200
"""An edit is rarely alone: findings are looked for when they rest."""


@dataclass(frozen=True, slots=True, eq=False)
class _Known:
    """The findings of all videos: by video, the most doubtful first, and by key.

    Ranked in the worker: for many findings that takes longer than the window may stand still.
    """

    by_video: dict[int, list[Finding]] = field(default_factory=dict)
    ranked: list[Finding] = field(default_factory=list)
    by_key: dict[str, Finding] = field(default_factory=dict)

    @classmethod
    def of(cls, by_video: dict[int, list[Finding]]) -> _Known:
        every = ranked(f for found in by_video.values() for f in found)
        return cls(by_video, every, {f.key: f for f in every})


@dataclass(frozen=True, slots=True, eq=False)
class _Result:
    """What a job found: in which videos it looked, what is known now, and who speaks in the video
    on screen.
    """

    videos: list[int]
    known: _Known
    speakers: tuple[int, Speakers] | None


class FindingsControl(QObject):
    """Findings are computed in a worker, from a snapshot, for the videos that an edit touched.

    Args:
        runner: of one thread; what is kept of each video belongs to it.

    Signals:
        changed(): `findings` or their states are others.
        speakers_changed(): of the video on screen.
        notice(text): for the status bar.
    """

    changed = Signal()
    speakers_changed = Signal()
    notice = Signal(str)

    def __init__(
        self,
        session: Session,
        files: Files,
        preferences: Preferences,
        runner: JobRunner,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._files = files
        self._preferences = preferences
        self._known = _Known()
        # Of what is known and of the document: looked for when asked for.
        self._closed: dict[str, FindingStatus] | None = None
        self._open: list[Finding] | None = None
        # Used in the worker only.
        self._kept: dict[int, VideoFindings] = {}
        # Of the videos that were on screen; used in the worker only.
        self._loudness: dict[int, npt.NDArray[np.float32]] = {}
        self._dirty: set[int] = set()
        self._stopped = False
        self._job = OneJob(runner, self)
        # The window tells errors of this worker.
        self._job.failed.connect(lambda _error: self._dirty.clear())
        self._current: str | None = None
        self._going: Finding | None = None
        self.speakers: Speakers | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_SETTLE_MS)
        self._timer.timeout.connect(self._start)
        # A snooze runs out without anybody doing anything.
        self._minute = QTimer(self)
        self._minute.setInterval(60_000)
        self._minute.timeout.connect(self._on_minute)
        self._minute.start()
        session.project_changed.connect(self._on_project)
        session.video_changed.connect(self._on_video)
        session.peaks_changed.connect(self._on_peaks)
        session.document_changed.connect(self._on_edit)
        preferences.changed.connect(self._on_settings)
        self._tolerance = preferences.settings.tolerance

    def stop(self) -> None:
        """Look for nothing any more: the program ends."""
        self._stopped = True
        self._timer.stop()
        self._minute.stop()

    # --- what is known -------------------------------------------------------------------------

    @property
    def ready(self) -> bool:
        """Whether everything is up to date."""
        return not self._dirty and not self._job.running

    def findings(self) -> list[Finding]:
        """Of all videos of the project, the most doubtful first; not to be changed."""
        return self._known.ranked

    def find(self, key: object) -> Finding | None:
        """The finding of this key, if it is still one."""
        return self._known.by_key.get(key) if isinstance(key, str) else None

    def statuses(self) -> dict[str, FindingStatus]:
        """By key, what a person did with those that are not open; not to be changed."""
        if self._closed is None:
            now, by_key = datetime.now(UTC), self._known.by_key
            self._closed = {
                state.key: state.status
                for state in self._session.document.finding_states.values()
                if state.key in by_key and holds(state, by_key[state.key], now)
            }
        return self._closed

    def open_findings(self) -> list[Finding]:
        """Those that nobody has closed, the most doubtful first; not to be changed."""
        if self._open is None:
            closed = self.statuses()
            self._open = [f for f in self._known.ranked if f.key not in closed]
        return self._open

    def _tell(self) -> None:
        """Findings or their states are others."""
        self._closed = self._open = None
        self.changed.emit()

    # --- what a person does --------------------------------------------------------------------

    @property
    def current(self) -> Finding | None:
        """The finding that was gone to last, if it is still one."""
        return self.find(self._current)

    def go_to(self, finding: Finding) -> None:
        """Show its video at its start, with its track selected."""
        self._current = finding.key
        video = self._session.video
        if video is not None and video.id == finding.video_id:
            self._arrive(finding)
        else:
            self._going = finding
            self._files.show_video(finding.video_id)
        self.changed.emit()

    def step(self, direction: int) -> None:
        """Go to the next or previous open finding, in order of doubt, over all videos."""
        found, current = self.open_findings(), self.current
        if not found:
            self.notice.emit(self.tr("No finding is open."))
            return
        if current is None:
            at = 0 if direction > 0 else len(found) - 1
        elif direction > 0:
            at = bisect_right(found, rank(current), key=rank)
        else:
            at = bisect_left(found, rank(current), key=rank) - 1
        if 0 <= at < len(found):
            self.go_to(found[at])
        elif direction > 0:
            self.notice.emit(self.tr("This was the last open finding."))
        else:
            self.notice.emit(self.tr("This is the first open finding."))

    def resolve(self, findings: Iterable[Finding]) -> None:
        """They are done with, until an edit changes what they rest on."""
        session = self._session
        session.do(
            review_edits.set_finding_state(
                session.document, findings, FindingStatus.RESOLVED, session.reviewer, now_text()
            )
        )

    def snooze(self, findings: Iterable[Finding], days: int | None) -> None:
        """They come back after so many days; None: with the next analysis."""
        session = self._session
        until = NEXT_ANALYSIS
        if days is not None:
            until = (datetime.now(UTC) + timedelta(days=days)).isoformat(timespec="seconds")
        session.do(
            review_edits.set_finding_state(
                session.document,
                findings,
                FindingStatus.SNOOZED,
                session.reviewer,
                now_text(),
                until,
            )
        )

    def reopen(self, findings: Iterable[Finding]) -> None:
        """Take back what was done with them."""
        document = self._session.document
        self._session.do(review_edits.reopen_findings(document, [f.key for f in findings]))

    def _arrive(self, finding: Finding) -> None:
        index = self._session.index
        if finding.track_id is not None:
            ids = (finding.track_id, finding.other_track_id)
            self._session.select_all(id for id in ids if id is not None)
        if index is not None:
            self._session.seek_frame(index.frame_of_pts(finding.start_pts))

    # --- keeping up ----------------------------------------------------------------------------

    def _on_project(self) -> None:
        self._job.drop()
        self._known, self._kept, self._loudness = _Known(), {}, {}
        self._current = self._going = None
        self.speakers = None
        self._want(self._session.document.videos)
        self._tell()

    def _on_video(self) -> None:
        video, going = self._session.video, self._going
        self.speakers = None
        self.speakers_changed.emit()
        if video is not None:
            self._want([video.id])
        if going is not None and video is not None and video.id == going.video_id:
            self._going = None
            # After everybody who resets the selection for a new video.
            QTimer.singleShot(0, self, lambda: self._arrive(going))

    def _on_peaks(self) -> None:
        if self._session.video is not None:
            self._want([self._session.video.id])

    def _on_settings(self) -> None:
        tolerance = self._preferences.settings.tolerance
        if tolerance != self._tolerance:
            self._tolerance = tolerance
            self._kept = {}
            self._want(self._session.document.videos)

    def _on_edit(self, edit: Edit) -> None:
        self._want(touched_videos(edit, self._session.document))
        if any(isinstance(c, RecordChange) and c.kind == "finding" for c in edit.changes):
            self._tell()

    def _on_minute(self) -> None:
        if self._session.document.finding_states:
            self._tell()

    def _want(self, video_ids: Iterable[int]) -> None:
        self._dirty.update(video_ids)
        if self._dirty and not self._stopped:
            self._timer.start()

    def _start(self) -> None:
        if self._session.project is None:
            self._dirty.clear()
            return
        document = self._session.document.snapshot()
        wanted, kept, before = sorted(self._dirty), self._kept, self._known.by_video
        limits = Limits(tolerance=parse_tolerance(self._tolerance))
        video, peaks, heard = self._session.video, self._session.peaks, self._loudness
        shown = video.id if video is not None else None

        def job(ctx: JobContext) -> _Result:
            from core.review.speakers import speakers_of
            from core.sync.speech import step_loudness

            grouped = Grouped(document)
            found: dict[int, list[Finding]] = {}
            speakers = None
            for id in wanted:
                ctx.check()
                if id not in document.videos:
                    continue
                if id == shown and peaks is not None:
                    heard[id] = step_loudness(peaks.low, peaks.high, peaks.seconds_per_bin)
                loudness = heard.get(id)
                known = kept.get(id)
                if known is None or (known.loudness is None) != (loudness is None):
                    known = kept[id] = VideoFindings(limits, loudness)
                found[id] = known.of(grouped, id)
                if id == shown:
                    speakers = id, speakers_of(grouped, id, loudness)
            every = {id: some for id, some in {**before, **found}.items() if id in document.videos}
            return _Result(wanted, _Known.of(every), speakers)

        self._job.start(self.tr("Findings"), job, self._take)

    def _take(self, result: _Result) -> None:
        if not self._timer.isActive():
            self._dirty.difference_update(result.videos)
        self._known = result.known
        video = self._session.video
        if result.speakers is not None and video is not None and result.speakers[0] == video.id:
            self.speakers = result.speakers[1]
            self.speakers_changed.emit()
        self._tell()
