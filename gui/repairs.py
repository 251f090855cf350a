"""What the keys of repairing tracks do. Each is one edit, or one job that ends in one."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QInputDialog, QWidget

from core.model import edits, fact_edits, path_edits, track_edits
from core.model.edits import Edit
from core.model.keyframes import Keyframes
from core.model.values import Keyframe, Source, Track
from core.timebase import FrameIndex
from core.vision.smoothing import smooth_keyframes
from gui.action_specs.spec import QT_TRANSLATE_NOOP
from gui.editing import Editing
from gui.player.view import PlayerView
from gui.session import Session

_SMOOTH_FRAMES = 13
"""As wide as the median that the scorer's crops go through."""
_SHORT_GAP_S = 1
_HOLD_FRAMES = 25
_DUPLICATE_PX = 10.0

# The names of edits, which are kept in English.
_SMOOTHED = QT_TRANSLATE_NOOP("core", "Smooth track")
_PASTED = QT_TRANSLATE_NOOP("core", "Paste box")
_ADOPTED = QT_TRANSLATE_NOOP("core", "Make a track")


class Repairs(QObject):
    """Repairs of the selected track at the frame on screen.

    Signals:
        copied_changed(): there is a box to paste, or another one.
    """

    notice = Signal(str)
    copied_changed = Signal()

    def __init__(
        self, session: Session, view: PlayerView, editing: Editing, window: QWidget
    ) -> None:
        super().__init__(window)
        self._session = session
        self._view = view
        self._editing = editing
        self._window = window
        self._copied: tuple[Track, Keyframe, Path] | None = None
        self._hold = _HOLD_FRAMES

    # --- what they work on ---------------------------------------------------------------------

    def _frame(self) -> int | None:
        """The frame on screen."""
        return self._view.frame.frame_number if self._view.frame is not None else None

    def _repair(self, build: Callable[[int, int, FrameIndex], Edit]) -> bool:
        """Carry out an edit of (track id, frame, index) of an unlocked selected track."""
        track, index, frame = self._session.selected_track, self._session.index, self._frame()
        if track is None or index is None or frame is None:
            return False
        if track.locked:
            self._editing.open_tracks()
            return False
        return self._session.guard(lambda: build(track.id, frame, index))

    def _pair(self) -> tuple[int, int] | None:
        """The two selected tracks: first the one that was selected first by its start."""
        ids, doc = self._session.chosen, self._session.document
        if len(ids) != 2:
            self.notice.emit(self.tr("Select two tracks: click the second one with Ctrl held."))
            return None
        if len(self._editing.open_tracks()) < 2:
            return None

        def start(id: int) -> tuple[int, int]:
            rows = doc.keyframes(id)
            return (int(rows.pts[0]) if len(rows) else 0, id)

        first, second = sorted(ids, key=start)
        return first, second

    # --- cut and join --------------------------------------------------------------------------

    def split(self) -> None:
        """The frame on screen is the first of the second part; that one is selected then."""
        doc = self._session.document
        new_id = doc.next_id("track")
        if self._repair(lambda id, frame, index: track_edits.split(doc, id, frame, index)):
            self._session.select(new_id)

    def merge(self) -> None:
        """The earlier of the two selected tracks takes the other one in."""
        pair, index, doc = self._pair(), self._session.index, self._session.document
        if pair is None or index is None:
            return
        if self._session.guard(lambda: track_edits.merge(doc, *pair, index)):
            self._session.select(pair[0])

    def swap(self) -> None:
        """The two selected tracks change their identities from the frame on screen on."""
        pair, index, frame = self._pair(), self._session.index, self._frame()
        doc = self._session.document
        if pair is not None and index is not None and frame is not None:
            self._session.guard(lambda: track_edits.swap(doc, *pair, frame, index))

    def hand_over(self, to_id: int) -> None:
        """From the frame on screen on the selected track goes on as another one."""
        doc = self._session.document
        if self._repair(
            lambda id, frame, index: track_edits.hand_over(doc, id, to_id, frame, index)
        ):
            self._session.select(to_id)

    def ask_hand_over(self) -> None:
        """The second selected track takes the rest; with one selected, ask which."""
        track = self._session.selected_track
        if track is None:
            return
        if len(self._session.chosen) == 2:
            self.hand_over(self._session.chosen[1])
            return
        free = (t for t in self._session.tracks if t.id != track.id and not t.locked)
        others = {t.title: t.id for t in free}
        if not others:
            self.notice.emit(self.tr("There is no other track: split this one first."))
            return
        title, accepted = QInputDialog.getItem(
            self._window,
            self.tr("Give the rest to another track"),
            self.tr("From here on {track} is:").format(track=track.title),
            list(others),
            0,
            False,
        )
        if accepted:
            self.hand_over(others[title])

    def start_here(self) -> None:
        """What lies before the frame on screen goes."""
        doc = self._session.document
        self._repair(
            lambda id, frame, index: track_edits.trim(doc, id, frame, len(index) - 1, index)
        )

    def end_here(self) -> None:
        """What lies behind the frame on screen goes; the track stays."""
        doc = self._session.document
        self._repair(lambda id, frame, index: track_edits.trim(doc, id, 0, frame, index))

    def trim_marked(self) -> None:
        """Only what lies in the marked span stays."""
        session = self._session
        first, end = session.mark_in, session.mark_out

        def build(id: int, _frame: int, index: FrameIndex) -> Edit:
            low = 0 if first is None else index.frame_of_pts(first)
            high = len(index) - 1 if end is None else index.frame_of_pts(end - 1)
            return track_edits.trim(session.document, id, low, high, index)

        self._repair(build)

    # --- visible, hidden, covered --------------------------------------------------------------

    def toggle_outside(self) -> None:
        """Outside from the frame on screen to the end of the track; again: visible from here."""
        doc = self._session.document

        def build(id: int, frame: int, index: FrameIndex) -> Edit:
            track, rows = doc.tracks[id], doc.keyframes(id)
            pts = int(index.pts[frame])
            end = index.end_of(index.frame_of_pts(int(rows.pts[-1])))
            if track.is_outside(pts):
                end = next(b for a, b in track.outside if a <= pts < b)
                return track_edits.set_outside(doc, id, pts, end, False)
            if not rows.pts[0] <= pts < end:
                return Edit("Outside", ())
            return track_edits.set_outside(doc, id, pts, end, True)

        self._repair(build)

    def toggle_flag(self, name: str) -> None:
        """Occluded or truncated at the frame on screen; in the marked span, if it is in it."""
        session, doc = self._session, self._session.document

        def build(id: int, frame: int, index: FrameIndex) -> Edit:
            rows, pts = doc.keyframes(id), int(index.pts[frame])
            first, end = pts, index.end_of(frame)
            low = index.start_pts if session.mark_in is None else session.mark_in
            high = index.end_pts if session.mark_out is None else session.mark_out
            marked = session.mark_in is not None or session.mark_out is not None
            if marked and low <= pts < high and len(rows):
                first, end = max(low, int(rows.pts[0])), high
            here = rows.keyframe_at(pts)
            on = not getattr(here, name, False)
            return fact_edits.set_flags(doc, id, first, end, **{name: on})

        self._repair(build)

    # --- boxes over time -----------------------------------------------------------------------

    def ask_propagate(self) -> None:
        """Ask for how many frames the box is held, and hold it."""
        frames, accepted = QInputDialog.getInt(
            self._window,
            self.tr("Hold the box"),
            self.tr("Hold this box for so many frames (negative: backward):"),
            self._hold,
            -100_000,
            100_000,
        )
        if accepted and frames:
            self._hold = frames
            self.propagate(frames)

    def propagate(self, frames: int) -> None:
        """Hold the box at the frame on screen over so many frames after it, or before."""
        doc = self._session.document

        def build(id: int, frame: int, index: FrameIndex) -> Edit:
            last = min(max(frame + frames, 0), len(index) - 1)
            return path_edits.propagate(doc, id, frame, last, index)

        self._repair(build)

    def smooth(self) -> None:
        """Calm the boxes in the marked span, or of the whole track; a person's boxes stay."""
        session, doc = self._session, self._session.document

        def build(id: int, _frame: int, index: FrameIndex) -> Edit:
            rows = doc.keyframes(id)
            low = int(rows.pts[0]) if session.mark_in is None else session.mark_in
            high = int(rows.pts[-1]) if session.mark_out is None else session.mark_out - 1
            calm = smooth_keyframes(rows, low, high, _SMOOTH_FRAMES)
            return path_edits.replace_rows(doc, id, None, calm, _SMOOTHED)

        self._repair(build)

    def fill_gaps(self) -> None:
        """Outside spans of up to a second are filled by interpolation."""
        doc = self._session.document

        def build(id: int, _frame: int, index: FrameIndex) -> Edit:
            longest = int(_SHORT_GAP_S / index.time_base)
            edit = track_edits.fill_gaps(doc, id, longest)
            if not edit.changes:
                self.notice.emit(self.tr("No gap of up to a second in this track."))
            return edit

        self._repair(build)

    # --- copies --------------------------------------------------------------------------------

    @property
    def copied(self) -> bool:
        """Whether there is a box to paste."""
        return self._copied is not None

    def copy_box(self) -> None:
        """Remember the box of the selected track at the frame on screen."""
        track, project, frame = (
            self._session.selected_track,
            self._session.project,
            self._view.frame,
        )
        if track is None or project is None or frame is None:
            return
        here = self._session.document.keyframes(track.id).keyframe_at(frame.pts)
        if here is None or track.is_outside(frame.pts):
            self.notice.emit(self.tr("The track has no box in this frame."))
            return
        self._copied = track, here, project.path
        self.copied_changed.emit()
        self.notice.emit(
            self.tr("Box of {track} copied: paste it in another frame.").format(track=track.title)
        )

    def paste_box(self) -> None:
        """Set the copied box here: of the selected track, else of its own, else as a new one."""
        video, frame, doc = self._session.video, self._view.frame, self._session.document
        if self._copied is None or video is None or frame is None:
            return
        track, keyframe, path = self._copied
        box = keyframe.box.clamped(video.width, video.height)
        target, project = self._session.selected_track, self._session.project
        if target is None and project is not None and project.path == path:
            target = doc.tracks.get(track.id)
        if min(box.width, box.height) < 1:
            self.notice.emit(self.tr("The copied box lies outside of this picture."))
        elif target is not None and target.video_id == video.id:
            self._session.select(target.id)
            if not target.locked:
                self._session.do(edits.set_box(doc, target.id, frame.pts, box, _PASTED))
        else:
            new = Track(doc.next_id("track"), video.id, track.label)
            rows = Keyframes.of([Keyframe(frame.pts, box, 1.0, Source.PERSON)])
            if self._session.do(edits.add_track(new, rows, _PASTED)):
                self._session.select(new.id)

    def duplicate(self) -> None:
        """A copy of the selected track beside it, as a new track."""
        doc, track = self._session.document, self._session.selected_track
        if track is not None:
            new_id = doc.next_id("track")
            if self._session.guard(lambda: fact_edits.duplicate(doc, track.id, _DUPLICATE_PX)):
                self._session.select(new_id)

    def adopt(self, rows: Keyframes, label: str) -> None:
        """Detections that no track covers become a track, which is selected."""
        doc, video = self._session.document, self._session.video
        if video is None or not len(rows):
            return
        track = Track(doc.next_id("track"), video.id, label)
        if self._session.do(edits.add_track(track, rows, _ADOPTED)):
            self._session.select(track.id)


def shot_starts(session: Session) -> list[int]:
    """The pts at which shots of the video on screen begin, as far as they are known."""
    video = session.video
    analysis = session.document.analyses.get(video.id) if video else None
    return [shot.start_pts for shot in analysis.shots] if analysis else []
