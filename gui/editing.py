"""What the gestures and keys of reviewing do: each is one edit of the document."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QInputDialog, QWidget

from core.model import edits, verdict_edits
from core.model.keyframes import Keyframes
from core.model.values import Box, Keyframe, Track, VerdictValue
from gui.action_specs.spec import QT_TRANSLATE_NOOP
from gui.player.view import PlayerView
from gui.session import Session
from gui.texts import now_text


class Editing(QObject):
    """Edits of the selected track at the frame on screen.

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
            near = rows.boxes_at(np.array([frame.pts], dtype=np.int64))[0]
            box = Box(*(float(v) for v in near))
            text = QT_TRANSLATE_NOOP("core", "Set keyframe")
            self._session.do(edits.set_box(doc, track.id, frame.pts, box, text))
        elif len(rows) > 1:
            self._session.do(edits.delete_keyframe(doc, track.id, frame.pts))
        else:
            self.notice.emit(self.tr("The only keyframe of a track stays; Del deletes the track."))

    def delete_track(self) -> None:
        """The selected track goes, with its score and verdict; undo brings all back."""
        track = self._session.selected_track
        if track is not None:
            self._session.do(edits.delete_track(self._session.document, track.id))

    def set_verdict(self, value: VerdictValue | None) -> None:
        """Decide on the selected track; the same verdict again takes it back."""
        doc, track = self._session.document, self._session.selected_track
        if track is None:
            return
        old = doc.track_verdict(track.id)
        if old is not None and old.value == value:
            value = None
        self._session.do(
            verdict_edits.set_verdict(doc, track.id, value, self._session.reviewer, now_text())
        )

    def relabel(self, label: str, name: str | None = None) -> None:
        """Change label and name of the selected track; an empty label is left as it was."""
        doc, track = self._session.document, self._session.selected_track
        label = label.strip()
        if track is None or not label:
            return
        name = track.name if name is None else name.strip()
        if (label, name) != (track.label, track.name):
            self._session.do(edits.relabel(doc, track.id, label, name))

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
            self.relabel(label)

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
