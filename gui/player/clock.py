"""Playback by a steady clock: where the video should be now."""

from __future__ import annotations

import time
from collections.abc import Callable
from fractions import Fraction

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from gui.session import Session

SPEEDS: tuple[Fraction, ...] = tuple(Fraction(s) for s in ("1/4", "1/2", "1", "2", "4"))
_TICK_MS = 8


class PlayClock(QObject):
    """Moves the session's position in real time. A slow decoder loses frames, never time.

    Args:
        now: seconds, monotonic; tests pass their own.
    """

    changed = Signal()

    def __init__(
        self,
        session: Session,
        parent: QObject | None = None,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._now = now
        self._speed = Fraction(1)
        self._direction = 1
        self._began_at = 0.0
        self._began = Fraction(0)
        self._moving = False
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(_TICK_MS)
        self._timer.timeout.connect(self.tick)
        session.position_changed.connect(self._on_position)
        session.video_changed.connect(self.pause)

    @property
    def playing(self) -> bool:
        return self._timer.isActive()

    @property
    def speed(self) -> Fraction:
        """Video seconds per second, without the direction."""
        return self._speed

    @property
    def direction(self) -> int:
        """1 forward, -1 backward."""
        return self._direction

    def set_speed(self, speed: Fraction) -> None:
        """Change the speed; playback goes on from where it is."""
        self._speed = speed
        if self.playing:
            self._begin()
        self.changed.emit()

    def play(self, direction: int = 1) -> None:
        """Play from the position; from the start if it is at the end."""
        index = self._session.index
        if index is None or self._session.source is None:
            return
        if direction > 0 and self._session.position == len(index) - 1:
            self._session.seek_frame(0)
        self._direction = direction
        self._begin()
        self._timer.start()
        self.changed.emit()

    def pause(self) -> None:
        """Stop at the position."""
        if self.playing:
            self._timer.stop()
            self.changed.emit()

    def toggle(self) -> None:
        """Play forward, or pause."""
        if self.playing:
            self.pause()
        else:
            self._direction = 1
            self.play()

    def shuttle(self, direction: int) -> None:
        """J and L: play that way; pressed again, twice as fast, up to 4 times."""
        if self.playing and self._direction == direction:
            self.set_speed(min(self._speed * 2, SPEEDS[-1]))
        else:
            self._speed = Fraction(1)
            self.play(direction)

    def tick(self) -> None:
        """Bring the position to where the clock says."""
        index = self._session.index
        if index is None:
            return
        elapsed = Fraction(self._now() - self._began_at)
        time_ = self._began + elapsed * self._speed * self._direction
        self._moving = True
        try:
            self._session.seek(max(time_, Fraction(0)))
        finally:
            self._moving = False
        if time_ >= index.duration or (self._direction < 0 and time_ <= 0):
            self.pause()

    def _begin(self) -> None:
        index = self._session.index
        self._began_at = self._now()
        self._began = index.time_of(self._session.position) if index else Fraction(0)

    def _on_position(self, _frame: int) -> None:
        if not self._moving and self.playing:
            # Somebody else moved: play on from there.
            self._begin()
