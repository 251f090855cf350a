"""What the gestures and keys of reviewing do: each is one edit of the document."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import numpy as np
from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QInputDialog, QWidget

from core.model import edits, fact_edits, verdict_edits
from core.model.keyframes import Keyframes
from core.model.values import Box, Keyframe, Track, VerdictValue
from gui.action_specs.spec import QT_TRANSLATE_NOOP
from gui.player.geometry import Grip, dragged
from gui.player.gestures import MOVED, RESIZED
from gui.player.view import PlayerView
from gui.session import Session

_GROWTH = 0.02
"""Part of its size by which a key makes a box larger or smaller at each side."""


class Editing(QObject):
    """Edits of the selected tracks, and of boxes at the frame on screen.

    Boxes belong to the frame that is shown, which during a scrub is not yet the one asked for.
    """

    notice = Signal(str)

    def __init__(self, session: Session, view: PlayerView, parent: QWidget) -> None:
        super().__init__(parent)
        self._session = session
        self._view = view
        self._window = parent
        view.box_drawn.connect(self.draw_box)
        view.box_changed.connect(self.change_box)
        view.landmark_moved.connect(self.move_landmark)

    # --- boxes ---------------------------------------------------------------------------------

    def draw_box(self, box: Box) -> None:
        """A new track that begins with a box at the frame on screen."""
        doc, video, frame = self._session.document, self._session.video, self._view.frame
        if video is None or frame is None:
            return
        track = Track(doc.next_id("track"), video.id)
        rows = Keyframes.of([Keyframe(frame.pts, box)])
        if self._session.do(edits.add_track(track, rows)):
            self._session.select(track.id)

    def change_box(self, track_id: int, box: Box, text: str) -> None:
        """A person set the box of a track at the frame on screen."""
        frame = self._view.frame
        if frame is not None and track_id in self._session.document.tracks:
            edit = edits.set_box(self._session.document, track_id, frame.pts, box, text)
            self._session.do(edit)

    def move_landmark(self, track_id: int, number: int, point: tuple[float, float]) -> None:
        """A person put a landmark of the box at the frame on screen in its place."""
        frame, doc = self._view.frame, self._session.document
        if frame is not None and track_id in doc.tracks:
            self._session.guard(
                lambda: fact_edits.move_landmark(doc, track_id, frame.pts, number, point)
            )

    def box_here(self) -> Box | None:
        """The box of the selected track at the frame on screen."""
        track, frame = self._session.selected_track, self._view.frame
        if track is None or frame is None or track.is_outside(frame.pts):
            return None
        return self._session.document.keyframes(track.id).box_at(frame.pts)

    def set_box_here(self, box: Box, text: str) -> None:
        """Set the box of the selected track at the frame on screen; within the picture."""
        track, video = self._session.selected_track, self._session.video
        if track is None or video is None or track.locked:
            return
        box = box.clamped(video.width, video.height)
        if min(box.width, box.height) >= 1 and box != self.box_here():
            self.change_box(track.id, box, text)

    def nudge(self, dx: float, dy: float) -> None:
        """Move the box by source pixels; it stays inside the picture."""
        box, video = self.box_here(), self._session.video
        if box is not None and video is not None:
            moved = dragged(box, Grip.MOVE, dx, dy, video.width, video.height)
            self.set_box_here(moved, MOVED)

    def grow(self, direction: int) -> None:
        """Make the box larger (1) or smaller (-1) around its centre."""
        box = self.box_here()
        if box is not None:
            dx = direction * max(box.width * _GROWTH, 0.5)
            dy = direction * max(box.height * _GROWTH, 0.5)
            larger = Box(box.x1 - dx, box.y1 - dy, box.x2 + dx, box.y2 + dy)
            self.set_box_here(larger, RESIZED)

    def toggle_keyframe(self) -> None:
        """Set a keyframe at the frame on screen, or take the one there away.

        Before the first and after the last keyframe the nearest box is taken: the track grows.
        """
        doc, track, frame = (
            self._session.document,
            self._session.selected_track,
            self._view.frame,
        )
        if track is None or frame is None:
            return
        rows = doc.keyframes(track.id)
        if rows.get(frame.pts) is None:
            near = edits.nearest_keyframe(rows, frame.pts)
            assert near is not None
            text = QT_TRANSLATE_NOOP("core", "Set keyframe")
            self._session.do(edits.set_box(doc, track.id, frame.pts, near.box, text))
        elif len(rows) > 1:
            self._session.do(edits.delete_keyframe(doc, track.id, frame.pts))
        else:
            self.notice.emit(self.tr("The only keyframe of a track stays: delete the track."))

    # --- tracks --------------------------------------------------------------------------------

    def open_tracks(self) -> list[Track]:
        """The selected tracks that are not locked; says so where some are."""
        tracks = [self._session.document.tracks[id] for id in self._session.chosen]
        free = [track for track in tracks if not track.locked]
        if len(free) < len(tracks):
            self.notice.emit(self.tr("Locked tracks stay as they are: Track > Lock unlocks them."))
        return free

    def delete_track(self) -> None:
        """The selected tracks go, with scores and verdicts; undo brings all back."""
        doc, tracks = self._session.document, self.open_tracks()
        if not tracks:
            return
        boxes = sum(len(doc.keyframes(track.id)) for track in tracks)
        ids = [track.id for track in tracks]
        judged = sum(verdict.track_id in ids for verdict in doc.verdicts.values())
        if not self._session.do(edits.delete_tracks(doc, ids)):
            return
        text = self.tr("Deleted: {name} with {boxes} keyframes and {verdicts} verdicts")
        if len(tracks) > 1:
            text = self.tr("Deleted: {name} and more with {boxes} keyframes, {verdicts} verdicts")
        self.notice.emit(text.format(name=tracks[0].title, boxes=boxes, verdicts=judged))

    def set_verdict(self, value: VerdictValue | None) -> None:
        """Decide on the selected tracks; the same verdict again takes it back."""
        doc, ids = self._session.document, self._session.chosen
        if not ids:
            return
        present = {id: doc.track_verdict(id) for id in ids}
        if all(old is not None and old.value == value for old in present.values()):
            value = None
        self._session.do(verdict_edits.set_verdicts(doc, ids, value, self._session.decision()))

    def set_span_verdict(self, value: VerdictValue | None) -> None:
        """Decide on the marked span of the selected tracks; None takes back what was decided."""
        session, span = self._session, self._session.marked_span
        if span is None:
            return
        session.guard(
            lambda: verdict_edits.set_span_verdicts(
                session.document, session.chosen, span, value, session.decision()
            )
        )

    def set_note(self, track_id: int, text: str) -> None:
        """The free text beside the verdict of a track; without one it is unsure."""
        doc = self._session.document
        verdict = doc.track_verdict(track_id)
        if verdict is not None:
            self._session.do(verdict_edits.set_note(doc, verdict.id, text))
        elif text:
            decision = replace(self._session.decision(), note=text)
            edit = verdict_edits.set_verdict(doc, track_id, VerdictValue.UNSURE, decision)
            self._session.do(replace(edit, text=QT_TRANSLATE_NOOP("core", "Change note")))

    def relabel(self, label: str, name: str | None = None) -> None:
        """Change label and name of the selected track; an empty label is left as it was."""
        doc, track = self._session.document, self._session.selected_track
        label = label.strip()
        if track is None or not label:
            return
        name = track.name if name is None else name.strip()
        if (label, name) != (track.label, track.name):
            self._session.do(edits.relabel(doc, track.id, label, name))

    def relabel_chosen(self, label: str) -> None:
        """One label for all selected tracks."""
        label = label.strip()
        if label:
            doc, ids = self._session.document, self._session.chosen
            self._session.do(fact_edits.relabel_all(doc, ids, label))

    def ask_label(self) -> None:
        """Ask for a label and set it."""
        track = self._session.selected_track
        if track is None:
            return
        known = sorted({t.label for t in self._session.document.tracks.values()})
        label, accepted = QInputDialog.getItem(
            self._window,
            self.tr("Relabel"),
            self.tr("Label of {track}:").format(track=track.title),
            known,
            known.index(track.label),
            True,
        )
        if accepted:
            self.relabel_chosen(label)

    def set_locked(self, on: bool) -> None:
        """Lock the selected tracks, or unlock them."""
        self._session.do(fact_edits.set_locked(self._session.document, self._session.chosen, on))

    def set_hidden(self, ids: Iterable[int], on: bool) -> None:
        """Draw these tracks over the picture no more, or again."""
        self._session.do(fact_edits.set_hidden(self._session.document, ids, on))

    def show_hidden(self) -> None:
        """Draw every track of the video again."""
        self.set_hidden([track.id for track in self._session.tracks], False)

    # --- places --------------------------------------------------------------------------------

    def step_keyframe(self, direction: int) -> None:
        """Go to the next or previous keyframe of the selected track."""
        track, index = self._session.selected_track, self._session.index
        if track is None or index is None:
            return
        pts = self._session.document.keyframes(track.id).pts
        here = self._session.pts
        if direction > 0:
            row = int(np.searchsorted(pts, here, side="right"))
        else:
            row = int(np.searchsorted(pts, here, side="left")) - 1
        if 0 <= row < len(pts):
            self._session.seek_frame(index.frame_of_pts(int(pts[row])))

    def step_track(self, direction: int) -> None:
        """Select the next or previous track, by start; at the ends it stays."""
        ids = [track.id for track in self._session.tracks]
        if not ids:
            return
        if self._session.selected not in ids:
            self._session.select(ids[0 if direction > 0 else -1])
            return
        row = ids.index(self._session.selected) + direction
        if 0 <= row < len(ids):
            self._session.select(ids[row])

    def select_all(self) -> None:
        """Select every track of the video, the present one first."""
        ids = [track.id for track in self._session.tracks]
        self._session.select_all((*self._session.chosen, *ids))
