"""By how much the sound is delayed so that it is heard corrected, and why by that much."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from PySide6.QtCore import QCoreApplication, QObject, QTimer, Signal

from core.model.values import SyncScore, Track
from gui.language import language
from gui.player.clock import MAX_DELAY_MS
from gui.session import Session

_FOLLOW_MS = 300
_SURE = 0.5
"""Of the whole clip's confidence: a window that has less of it is left out of the local offset."""


class CorrectBy(StrEnum):
    """Where the delay comes from; the values are those of the settings."""

    TRACK = "track"
    LOCAL = "local"
    MANUAL = "manual"


@dataclass(frozen=True, slots=True)
class Delay:
    """What "hear it corrected" would do now.

    Args:
        ms: the sound comes later by this; negative: earlier.
        by: whose value that is; MANUAL where the chosen source has none.
        why: why it is not the chosen source's, or not meant for what is seen now, for the user;
            empty if it is.
        brief: why it is not the chosen source's in two or three words.
    """

    ms: int
    by: CorrectBy
    why: str = ""
    brief: str = ""


def tr(text: str) -> str:
    return QCoreApplication.translate("correction", text)


def delay_words(ms: int) -> str:
    """A delay in words, never a bare sign."""
    if ms == 0:
        return tr("sound as it is")
    if ms > 0:
        return tr("sound delayed by {ms} ms").format(ms=ms)
    return tr("sound advanced by {ms} ms").format(ms=-ms)


def local_offset_ms(score: SyncScore, seconds: float) -> float | None:
    """The local offset at a time, between its windows linearly; the nearest beyond the ends.

    None where no window is sure.
    """
    rows = score.local_offset
    if not len(rows):
        return None
    sure = np.isfinite(rows).all(axis=1) & (rows[:, 2] >= _SURE * score.confidence)
    if not sure.any():
        return None
    return float(np.interp(seconds, rows[sure, 0], rows[sure, 1]))


class Correction(QObject):
    """Follows the selected track and the position.

    Signals:
        changed(): `delay` or the choice of its source is another one.
    """

    changed = Signal()

    def __init__(
        self, session: Session, by: CorrectBy, manual_ms: int, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._session = session
        self.by = by
        self.manual_ms = manual_ms
        self.delay = self._find()
        self._last = (self.by, self.delay)
        # The position moves with every frame; the ear takes a few changes a second.
        self._follow = QTimer(self)
        self._follow.setSingleShot(True)
        self._follow.setInterval(_FOLLOW_MS)
        self._follow.timeout.connect(self.refresh)
        session.selection_changed.connect(self.refresh)
        session.video_changed.connect(self.refresh)
        session.document_changed.connect(lambda _edit: self.refresh())
        session.position_changed.connect(self._on_position)
        language().changed.connect(self.refresh)

    def choose(self, by: CorrectBy) -> None:
        """Take the delay from there."""
        self.by = by
        self.refresh()

    def set_manual(self, ms: int) -> None:
        """Set the delay by hand, and take it from there."""
        self.manual_ms = min(max(ms, -MAX_DELAY_MS), MAX_DELAY_MS)
        self.choose(CorrectBy.MANUAL)

    def nudge(self, ms: int) -> None:
        """So much later than what is in force, whosever value that is."""
        self.set_manual(self.delay.ms + ms)

    def refresh(self) -> None:
        """Find the delay anew."""
        self.delay = self._find()
        if (self.by, self.delay) != self._last:
            self._last = self.by, self.delay
            self.changed.emit()

    def _on_position(self, _frame: int) -> None:
        if self.by is not CorrectBy.MANUAL and not self._follow.isActive():
            self._follow.start()

    def _find(self) -> Delay:
        if self.by is CorrectBy.MANUAL:
            return Delay(self.manual_ms, CorrectBy.MANUAL)
        track = self._session.selected_track
        if track is None:
            return self._by_hand(tr("no track is selected"), tr("No track: by hand"))
        score = self._session.document.scores.get(track.id)
        if score is None:
            why = tr("{track} is not scored").format(track=track.title)
            return self._by_hand(why, tr("Not scored: by hand"))
        if not score.determined:
            why = tr("{track} is undetermined").format(track=track.title)
            return self._by_hand(why, tr("Undetermined: by hand"))
        away = self._away(track)
        if self.by is CorrectBy.TRACK:
            return Delay(_limited(score.offset_ms), CorrectBy.TRACK, away)
        local = local_offset_ms(score, self._session.seconds)
        if local is None:
            why = tr("{track} has no sure local offset: its whole offset").format(track=track.title)
            brief = tr("Not sure here: of the track")
            return Delay(_limited(score.offset_ms), CorrectBy.TRACK, why, brief)
        return Delay(_limited(local), CorrectBy.LOCAL, away)

    def _away(self, track: Track) -> str:
        """Where the track is not seen, its offset may well put right sound out of place."""
        pts = self._session.document.keyframes(track.id).pts
        if len(pts) and pts[0] <= self._session.pts <= pts[-1]:
            return ""
        return tr("{track} is not in the picture here").format(track=track.title)

    def _by_hand(self, why: str, brief: str) -> Delay:
        why = tr("{why}: by hand").format(why=why)
        return Delay(self.manual_ms, CorrectBy.MANUAL, why, brief)


def _limited(ms: float) -> int:
    return min(max(round(ms), -MAX_DELAY_MS), MAX_DELAY_MS)
