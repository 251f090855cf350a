"""What the window is looking at: project, video, position, selection. No widgets."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from fractions import Fraction

import numpy as np
from PySide6.QtCore import QObject, Signal

from core.errors import AppError
from core.media.damage import DamagedSpan, merged
from core.media.peaks import Peaks
from core.media.source import VideoSource
from core.model.document import Document, Step
from core.model.edits import Edit, KeyframesChange, RecordChange
from core.model.values import Track, Video
from core.model.verdict_edits import Decision
from core.store.project import Project
from core.timebase import FrameIndex
from gui.texts import now_text
from gui.undo import History
from gui.workers.open_video import OpenVideo


class Session(QObject):
    """The one place that views read from and gestures write through. Lives on the window's thread.

    `position` is the frame asked for; the player shows it as soon as it is decoded.

    Signals:
        video_changed(): another video is on screen.
        index_grown(): the same video, whose index is longer or whole now; position and selection
            are as they were, and every frame has the number that it had.
        damage_changed(): `damage` holds other spans.
    """

    project_changed = Signal()
    video_changed = Signal()
    index_grown = Signal()
    damage_changed = Signal()
    peaks_changed = Signal()
    position_changed = Signal(int)
    selection_changed = Signal()
    marks_changed = Signal()
    document_changed = Signal(object)
    history_changed = Signal()
    frame_shown = Signal(int)
    failed = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.project: Project | None = None
        self.document = Document()
        self.history = History(self.document, parent=self)
        self.opened: OpenVideo | None = None
        self.peaks: Peaks | None = None
        self.peaks_failed = False
        self.position = 0
        self.selected: int | None = None
        self._others: frozenset[int] = frozenset()
        self.mark_in: int | None = None
        self.mark_out: int | None = None
        self.damage: tuple[DamagedSpan, ...] = ()
        self.reviewer = ""
        self._unsubscribe: Callable[[], None] = self.document.subscribe(self._edited)

    @property
    def writable(self) -> bool:
        """False while another process has the project open: edits are refused."""
        return self.project is None or self.project.writable

    @property
    def video(self) -> Video | None:
        return self.opened.video if self.opened else None

    @property
    def source(self) -> VideoSource | None:
        return self.opened.source if self.opened else None

    @property
    def index(self) -> FrameIndex | None:
        return self.opened.index if self.opened else None

    @property
    def indexed(self) -> bool:
        """Whether the media of the video on screen is there and its index is whole."""
        return self.source is not None and self.opened is not None and self.opened.reading is None

    @property
    def selected_track(self) -> Track | None:
        return None if self.selected is None else self.document.tracks.get(self.selected)

    @property
    def chosen(self) -> tuple[int, ...]:
        """The selected tracks: first the one whose figures are shown, then the others."""
        return () if self.selected is None else (self.selected, *sorted(self._others))

    @property
    def pts(self) -> int:
        """The pts of the position; 0 without a video."""
        return int(self.opened.index.pts[self.position]) if self.opened else 0

    @property
    def seconds(self) -> float:
        """The time of the position, for display."""
        return float(self.opened.index.time_of(self.position)) if self.opened else 0.0

    @property
    def tracks(self) -> list[Track]:
        """The tracks of the video on screen, by start."""
        return self.document.tracks_of(self.opened.video.id) if self.opened else []

    def set_project(self, project: Project | None, opened: OpenVideo | None) -> Project | None:
        """Show another project, at this video. Returns the former project, still open."""
        former = self.project
        self._use_document(project)
        self.project = project
        self.project_changed.emit()
        self.set_video(opened)
        return former

    def _use_document(self, project: Project | None) -> None:
        document = project.document if project else Document()
        history = History(document, project, self)
        self._unsubscribe()
        self.document = document
        self._unsubscribe = document.subscribe(self._edited)
        self.history.deleteLater()
        self.history = history
        self.history.stack.indexChanged.connect(self._on_history)
        self.history_changed.emit()

    def _on_history(self, _index: int) -> None:
        self.history_changed.emit()

    def replace_project(self, project: Project) -> None:
        """Go on in a copy of the present project: same content, position and selection."""
        self._use_document(project)
        self.project = project
        self.project_changed.emit()

    def set_video(self, opened: OpenVideo | None) -> None:
        """Show a video of the project, from its start."""
        self.opened = opened
        self.peaks, self.peaks_failed = None, False
        self.position = 0
        self.selected, self._others = None, frozenset()
        self.mark_in = self.mark_out = None
        self.damage = _known_damage(opened)
        self.video_changed.emit()
        self.damage_changed.emit()
        self.marks_changed.emit()
        self.selection_changed.emit()
        self.position_changed.emit(0)

    def grow(self, opened: OpenVideo) -> None:
        """More of the video on screen was indexed. Its frames so far must be as they were: else it
        is shown anew.
        """
        if self.opened is None or not _continues(self.opened, opened):
            self.set_video(opened)
            return
        self.opened = opened
        self.index_grown.emit()
        self.add_damage(_known_damage(opened))

    def add_damage(self, spans: Iterable[DamagedSpan]) -> None:
        """Spans of the video on screen were found to be damaged."""
        damage = merged((*self.damage, *spans))
        if damage != self.damage:
            self.damage = damage
            self.damage_changed.emit()

    def set_peaks(self, video_id: int, peaks: Peaks) -> None:
        """The waveform of a video has come; ignored if another one is on screen by now."""
        if self.video is not None and self.video.id == video_id:
            self.peaks, self.peaks_failed = peaks, False
            self.peaks_changed.emit()

    def fail_peaks(self) -> None:
        """The sound of the video on screen cannot be read: no waveform comes."""
        self.peaks_failed = True
        self.peaks_changed.emit()

    def seek_frame(self, frame_number: int) -> None:
        """Go to a frame; clamped to the video."""
        if self.opened is None:
            return
        wanted = min(max(frame_number, 0), len(self.opened.index) - 1)
        if wanted != self.position:
            self.position = wanted
            self.position_changed.emit(wanted)

    def seek(self, time: Fraction) -> None:
        """Go to the frame shown at this time."""
        if self.opened is not None:
            self.seek_frame(self.opened.index.frame_at(time))

    def seek_seconds(self, seconds: float) -> None:
        """Go to a place on the timeline, given as a float from a plot."""
        self.seek_frame(self.frame_at_seconds(seconds))

    def frame_at_seconds(self, seconds: float) -> int:
        """The frame shown at a place on the timeline, clamped to the video; 0 without one."""
        if self.opened is None:
            return 0
        return self.opened.index.frame_at(Fraction(round(seconds * 1_000_000), 1_000_000))

    def track_span(self, track_id: int) -> tuple[int, int] | None:
        """The pts from the first keyframe of a track to before the end of its last frame; None
        without keyframes, or without a video.
        """
        index, pts = self.index, self.document.keyframes(track_id).pts
        if index is None or not len(pts):
            return None
        return int(pts[0]), index.end_of(index.frame_of_pts(int(pts[-1])))

    @property
    def marked_span(self) -> tuple[int, int] | None:
        """The pts from the first that is marked to before the end; a side without a mark is open.
        None without marks.
        """
        first, end, index = self.mark_in, self.mark_out, self.index
        if index is None or (first is None and end is None):
            return None
        return (
            index.start_pts if first is None else first,
            index.end_pts if end is None else end,
        )

    def set_mark_in(self, frame_number: int | None = None) -> None:
        """The marked span begins with this frame (its pts), or with the one on screen."""
        if self.opened is not None:
            frame = self.position if frame_number is None else frame_number
            self.mark_in = int(self.opened.index.pts[frame])
            if self.mark_out is not None and self.mark_out <= self.mark_in:
                self.mark_out = None
            self.marks_changed.emit()

    def set_mark_out(self, frame_number: int | None = None) -> None:
        """The marked span ends after this frame (pts of the next one, or the end), or after the one
        on screen.
        """
        if self.opened is not None:
            frame = self.position if frame_number is None else frame_number
            self.mark_out = self.opened.index.end_of(frame)
            if self.mark_in is not None and self.mark_in >= self.mark_out:
                self.mark_in = None
            self.marks_changed.emit()

    def set_marks(self, first: int | None, end: int | None) -> None:
        """Mark the span from the pts `first` to before the pts `end`; None: that side is open."""
        if self.opened is not None and (first is None or end is None or first < end):
            self.mark_in, self.mark_out = first, end
            self.marks_changed.emit()

    def clear_marks(self) -> None:
        self.mark_in = self.mark_out = None
        self.marks_changed.emit()

    def select(self, track_id: int | None) -> None:
        """Select one track alone, or none."""
        self.select_all(() if track_id is None else (track_id,))

    def select_all(self, track_ids: Iterable[int]) -> None:
        """Select these tracks, the first as the one whose figures are shown."""
        ids = [id for id in dict.fromkeys(track_ids) if id in self.document.tracks]
        first, others = (ids[0], frozenset(ids[1:])) if ids else (None, frozenset())
        if (first, others) != (self.selected, self._others):
            self.selected, self._others = first, others
            self.selection_changed.emit()

    def select_too(self, track_id: int) -> None:
        """Add a track to the selected ones as the first, or take it away from them."""
        chosen = [id for id in self.chosen if id != track_id]
        if len(chosen) == len(self.chosen):
            chosen.insert(0, track_id)
        self.select_all(chosen)

    def decision(self) -> Decision:
        """What the reviewer of now decides now."""
        return Decision(self.reviewer, now_text())

    def do(self, edit: Edit) -> bool:
        """Carry out one edit of the user.

        False, and `failed` emitted, if it could not be written.
        """
        return self._guarded(lambda: self.history.do(edit))

    def guard(self, build: Callable[[], Edit]) -> bool:
        """Build and carry out one edit of the user.

        False, and `failed` emitted, if it does not fit or could not be written.
        """
        return self._guarded(lambda: self.history.do(build()))

    def adopt(self, edit: Edit) -> bool:
        """Carry out an edit that is no step of the user's, so that undo does not stop at it.

        False, and `failed` emitted, if it could not be written.
        """
        return self._guarded(lambda: self.document.apply(edit, Step.NONE))

    def undo(self) -> bool:
        """Take the last edit back and go to where it was."""
        return self._guarded(lambda: self._show(self.history.undo()))

    def redo(self) -> bool:
        """Carry out the last undone edit again and go to where it was."""
        return self._guarded(lambda: self._show(self.history.redo()))

    def _guarded(self, act: Callable[[], object]) -> bool:
        try:
            act()
        except (AppError, ValueError) as error:
            self.failed.emit(error)
            return False
        return True

    def _show(self, edit: Edit | None) -> None:
        """Bring what an undo changed on the screen: a change nobody sees looks like none."""
        changes = edit.changes if edit else ()
        boxes = [c for c in changes if isinstance(c, KeyframesChange)]
        if len(boxes) != 1 or self.opened is None:
            return
        track_id, rows = boxes[0].track_id, boxes[0].added or boxes[0].removed
        if track_id in self.document.tracks:
            self.select(track_id)
        if len(rows) == 1:
            self.seek_frame(self.opened.index.frame_of_pts(int(rows.pts[0])))

    def _edited(self, edit: Edit) -> None:
        self.select_all(self.chosen)
        video = self.video
        # While a video is read for the first time, the project does not have it yet.
        waits = self.opened is not None and self.opened.reading is not None
        gone = video is not None and not waits and video.id not in self.document.videos
        self.document_changed.emit(edit)
        if gone:
            self.set_video(None)


def _known_damage(opened: OpenVideo | None) -> tuple[DamagedSpan, ...]:
    """What indexing found."""
    return opened.source.damage if opened is not None and opened.source is not None else ()


def _continues(former: OpenVideo, longer: OpenVideo) -> bool:
    """Whether the frames of one are the first frames of the other."""
    old, new = former.index, longer.index
    same_file = former.source and longer.source and former.source.path == longer.source.path
    return bool(same_file and np.array_equal(new.pts[: len(old)], old.pts))


def touched_tracks(edit: Edit) -> set[int]:
    """Ids of the tracks whose boxes, record, score or verdict an edit changes."""
    ids: set[int] = set()
    for change in edit.changes:
        if isinstance(change, KeyframesChange):
            ids.add(change.track_id)
        elif isinstance(change, RecordChange) and change.kind in ("track", "score", "speaking"):
            ids.add(change.id)
        elif change.kind == "verdict":
            for record in (change.before, change.after):
                track_id = getattr(record, "track_id", None)
                if track_id is not None:
                    ids.add(track_id)
    return ids


def structure_changed(edit: Edit) -> bool:
    """Whether an edit adds or removes tracks or videos."""
    return any(
        isinstance(c, RecordChange)
        and c.kind in ("track", "video")
        and (c.before is None or c.after is None)
        for c in edit.changes
    )
