"""The lane of what a speaker model says: whether each face speaks."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from gui.session import Session
from gui.texts import time_text, tr
from gui.timeline.axis import Frame
from gui.timeline.confidence_lane import ConfidenceLane
from gui.timeline.curves import Curve, CurveSet
from gui.timeline.preparing import Preparing

_HALF = 0.5
"""From here on a track is taken to speak (core.review.speakers)."""


class SpeakingLane(ConfidenceLane):
    """Probability 0..1 that the face of a track speaks; the selected one is thick and on top."""

    def __init__(self) -> None:
        super().__init__("lane_speaking")

    def show(self, session: Session, preparing: Preparing) -> None:
        """Show the tracks of the video on screen."""
        tracks, speaking = session.tracks, session.document.speaking
        asked = [said for track in tracks if (said := speaking.get(track.id)) is not None]
        told = [said for said in asked if len(said.probabilities)]
        self.set_curves(preparing.curves(told), {track.id: track.title for track in tracks})
        missing = session.video is not None and not told
        self.set_note(tr("Speaking: analyse with a speaker model to see it") if missing else "")

    def set_curves(self, curves: Sequence[Curve], names: dict[int, str]) -> None:
        super().set_curves(curves, names)
        # The picture is the same, but boxes may have changed since.
        if any(a.score is not b.score for a, b in zip(self.set.curves, curves, strict=True)):
            self.set = CurveSet(curves)

    def set_failed(self) -> None:
        """The curves cannot be prepared."""
        self.set_note(tr("Speaking: could not be prepared"))

    def limits(self) -> tuple[float, float]:
        return 0.0, 1.0

    def draw(self, painter: QPainter, frame: Frame) -> None:
        if len(self.set) and self.theme is not None:
            half = float(self.y(_HALF, frame.height))
            painter.fillRect(QRectF(0, half, frame.width, 1), self.theme.colour("muted", 120))
        super().draw(painter, frame)

    def words(self, curve: Curve, value: float, seconds: float) -> str:
        head = tr("{track} at {time}: speaks with {percent} %").format(
            track=self.names.get(curve.track_id, str(curve.track_id)),
            time=time_text(seconds),
            percent=round(value * 100),
        )
        meaning = tr(
            "How probable the speaker model takes it that this face speaks, by the movement of "
            "its lips and by the sound. From 50 % on (the line) it may be who speaks."
        )
        if curve.score.stale:
            meaning += " " + tr("The boxes changed since: score it again.")
        return f"{head}\n{meaning}"
