"""Playback: where the video should be now, how fast, and what is heard with it."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from fractions import Fraction

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from core.media.route import Route, Span
from gui.session import Session

SPEEDS: tuple[Fraction, ...] = tuple(
    Fraction(s) for s in ("1/4", "1/2", "3/4", "1", "5/4", "3/2", "2", "3", "4")
)
SHUTTLE: tuple[Fraction, ...] = (Fraction(1), Fraction(2), Fraction(4))
MAX_DELAY_MS = 600
_TICK_MS = 8


class PlayClock(QObject):
    """Moves the session's position in real time. A slow decoder loses frames, never time.

    Signals:
        changed(): playing, speed, direction, delay, volume, mute or spans.
        notice(text): about the sound device, for the status bar.

    Args:
        now: seconds, monotonic; tests pass their own.
    """

    changed = Signal()
    notice = Signal(str)

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
        self._spans: tuple[Span, ...] = ()
        self._repeat = False
        self._delay_ms = 0
        self._volume = 1.0
        self._muted = False
        self._scrub_sound = False
        self._reverse_sound = True
        self._route = Route(Fraction(0))
        # At `_began_at` playback was `_travelled` seconds of video along its route.
        self._began_at = 0.0
        self._travelled = Fraction(0)
        self._moving = False
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(_TICK_MS)
        self._timer.timeout.connect(self.tick)
        session.position_changed.connect(self._on_position)
        session.video_changed.connect(self._on_video)

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

    @property
    def spans(self) -> tuple[Span, ...]:
        """What alone is played, in seconds from the first picture; empty: all."""
        return self._spans

    @property
    def repeat(self) -> bool:
        return self._repeat

    @property
    def delay_ms(self) -> int:
        """By how much the sound comes later than in the file; negative: earlier."""
        return self._delay_ms

    @property
    def volume(self) -> float:
        """0 to 1, as the ear judges it."""
        return self._volume

    @property
    def muted(self) -> bool:
        return self._muted

    @property
    def scrub_sound(self) -> bool:
        return self._scrub_sound

    @property
    def reverse_sound(self) -> bool:
        return self._reverse_sound

    @property
    def device_name(self) -> str | None:
        """What plays the sound; None: nothing does."""
        return None

    # --- playing -------------------------------------------------------------------------------

    def play(self, direction: int = 1) -> None:
        """Play from the position; from the start if it is at the end."""
        index = self._session.index
        if index is None or self._session.source is None:
            return
        if direction > 0:
            if self._spans and not self._repeat:
                if self._session.position >= self._last_frame(self._spans[-1]):
                    self._session.seek(self._spans[0][0])
            elif self._session.position == len(index) - 1:
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
            self.play()

    def shuttle(self, direction: int) -> None:
        """J and L: play that way; pressed again, the next faster of 1, 2 and 4 times."""
        if self.playing and self._direction == direction:
            faster = [speed for speed in SHUTTLE if speed > self._speed]
            self.set_speed(faster[0] if faster else SHUTTLE[-1])
        else:
            self._speed = Fraction(1)
            self.play(direction)

    def set_speed(self, speed: Fraction) -> None:
        """Change the speed; playback goes on from where it is."""
        if self.playing:
            self._go_on()
        self._speed = speed
        self.changed.emit()

    def set_spans(self, spans: Sequence[Span], repeat: bool) -> None:
        """Play only these and jump over the rest; playback goes on from where it is.

        Args:
            spans: half-open, in seconds from the first picture, sorted, disjoint; empty: all.
            repeat: again and again; the whole video without spans.

        Raises:
            ValueError: spans that are empty, not sorted or overlap.
        """
        Route(Fraction(0), 1, tuple(spans))
        self._spans, self._repeat = tuple(spans), repeat
        if self.playing:
            self._go_on()
            self._route = self._route_from(self._route.time_at(self._travelled))
            self._travelled = Fraction(0)
        self.changed.emit()

    def set_delay_ms(self, delay_ms: int) -> None:
        """Let the sound come later than in the file by this; at most 600 either way."""
        delay_ms = min(max(delay_ms, -MAX_DELAY_MS), MAX_DELAY_MS)
        if delay_ms != self._delay_ms:
            self._delay_ms = delay_ms
            self.changed.emit()

    def set_volume(self, volume: float) -> None:
        """0 (silent) to 1 (as recorded), as the ear judges it."""
        volume = min(max(volume, 0.0), 1.0)
        if volume != self._volume:
            self._volume = volume
            self.changed.emit()

    def set_muted(self, muted: bool) -> None:
        if muted != self._muted:
            self._muted = muted
            self.changed.emit()

    def set_scrub_sound(self, on: bool) -> None:
        """Whether a paused video lets a grain of sound be heard at each new position."""
        self._scrub_sound = on

    def set_reverse_sound(self, on: bool) -> None:
        """Whether playing backward is heard, backward; silent otherwise."""
        self._reverse_sound = on

    def close(self) -> None:
        """Stop, for good."""
        self.pause()

    def tick(self) -> None:
        """Bring the position to where the clock says."""
        index = self._session.index
        if index is None or not self.playing:
            return
        travelled = self._now_travelled()
        length = self._route.length
        over = length is not None and travelled >= length
        time_ = self._route.time_at(travelled)
        over = over or (self._direction > 0 and time_ >= index.duration)
        self._moving = True
        try:
            if over and self._spans and self._direction > 0:
                self._session.seek_frame(self._last_frame(self._spans[-1]))
            else:
                self._session.seek(max(time_, Fraction(0)))
        finally:
            self._moving = False
        if over:
            self.pause()

    # --- inside --------------------------------------------------------------------------------

    def _now_travelled(self) -> Fraction:
        return self._travelled + Fraction(self._now() - self._began_at) * self._speed

    def _go_on(self) -> None:
        """Count from here."""
        now = self._now()
        self._travelled += Fraction(now - self._began_at) * self._speed
        self._began_at = now

    def _begin(self) -> None:
        """Play from the position."""
        index = self._session.index
        start = index.time_of(self._session.position) if index else Fraction(0)
        self._route = self._route_from(start)
        self._travelled = Fraction(0)
        self._began_at = self._now()

    def _route_from(self, start: Fraction) -> Route:
        spans, index = self._spans, self._session.index
        if self._repeat and not spans and index is not None:
            spans = ((Fraction(0), index.duration),)
        return Route(start, self._direction, spans, self._repeat)

    def _last_frame(self, span: Span) -> int:
        """The last frame that begins inside a span, or the one shown at its begin."""
        index = self._session.index
        assert index is not None
        begin, end = span
        last = index.frame_at(end)
        if index.time_of(last) > end - index.time_base:
            last -= 1
        return max(last, index.frame_at(begin))

    def _on_position(self, _frame: int) -> None:
        if not self._moving and self.playing:
            # Somebody else moved: play on from there.
            self._begin()

    def _on_video(self) -> None:
        self._spans, self._repeat = (), False
        self.pause()
