"""Playback: where the video should be now, how fast, and what is heard with it."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Sequence
from fractions import Fraction

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from core.media.route import Route, Span
from gui.session import Session
from gui.workers.audio_player import AudioPlayer
from gui.workers.audio_state import State, Status, gain_of, sound_words

log = logging.getLogger(__name__)

SPEEDS: tuple[Fraction, ...] = tuple(
    Fraction(s) for s in ("1/4", "1/2", "3/4", "1", "5/4", "3/2", "2", "3", "4")
)
SHUTTLE: tuple[Fraction, ...] = (Fraction(1), Fraction(2), Fraction(4))
MAX_DELAY_MS = 600
_TICK_MS = 8
_PATIENCE_S = 5.0
"""A driver that takes longer to open its device is not waited for."""


class PlayClock(QObject):
    """Moves the session's position in real time. A slow decoder loses frames, never time.

    Where there is sound, what is heard is the time, and the picture follows: it waits for the first
    sample, and stands while the device does. Without sound, or without a device, a steady clock
    takes its place.

    Signals:
        changed(): playing, speed, direction, delay, volume, mute, spans, missing sound.
        notice(text): about the sound device, for the status bar.

    Args:
        now: seconds, monotonic; tests pass their own.
        player: plays the sound; closed with the clock. None: all is silent.
    """

    changed = Signal()
    notice = Signal(str)

    def __init__(
        self,
        session: Session,
        parent: QObject | None = None,
        now: Callable[[], float] = time.monotonic,
        player: AudioPlayer | None = None,
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._now = now
        self._player = player
        self._mark = 0
        self._asked_at = 0.0
        self._sounding = False
        # There was no device, or there is none any more, while this plays on.
        self._without_device = False
        # Other spans were asked for and are not yet heard.
        self._way_pending = False
        self._told: Status | None = None
        self._grain_at = 0
        self._speed = self._chosen_speed = Fraction(1)
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
        """What plays the sound now; None: nothing does."""
        return None if self._player is None else self._player.state.device

    @property
    def sound_missing(self) -> bool:
        """Whether the last attempt to play sound found no device, or lost it."""
        return self._told in (Status.NO_DEVICE, Status.LOST)

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
            if self._player is not None:
                self._player.stop()
            self._sounding = self._without_device = False
            # How fast the shuttle went holds for that time only.
            self._speed = self._chosen_speed
            self.changed.emit()

    def toggle(self) -> None:
        """Play forward, or pause."""
        if self.playing:
            self.pause()
        else:
            self.play()

    def shuttle(self, direction: int) -> None:
        """J and L: play that way; again: the next faster of 1, 2 and 4 times, until paused."""
        if self.playing and self._direction == direction:
            self._go_at(next((s for s in SHUTTLE if s > self._speed), SHUTTLE[-1]))
        else:
            self._speed = self._chosen_speed
            self.play(direction)

    def set_speed(self, speed: Fraction) -> None:
        """Change the speed; playback goes on from where it is."""
        self._chosen_speed = speed
        self._go_at(speed)

    def _go_at(self, speed: Fraction) -> None:
        if self.playing:
            self._now_travelled()
        self._speed = speed
        if self._sounding and self._player is not None:
            self._player.set_speed(speed)
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
            here = self._here()
            if self._sounding and self._player is not None:
                self._player.set_way(self._route_from(here))
                self._way_pending = True
            else:
                self._route, self._travelled = self._route_from(here), Fraction(0)
        self.changed.emit()

    def set_delay_ms(self, delay_ms: int) -> None:
        """Let the sound come later than in the file by this; at most 600 either way."""
        delay_ms = min(max(delay_ms, -MAX_DELAY_MS), MAX_DELAY_MS)
        if delay_ms != self._delay_ms:
            self._delay_ms = delay_ms
            if self._player is not None:
                self._player.set_delay_ms(delay_ms)
            self.changed.emit()

    def set_volume(self, volume: float) -> None:
        """0 (silent) to 1 (as recorded), as the ear judges it."""
        volume = min(max(volume, 0.0), 1.0)
        if volume != self._volume:
            self._volume = volume
            self._set_gain()
            self.changed.emit()

    def set_muted(self, muted: bool) -> None:
        if muted != self._muted:
            self._muted = muted
            self._set_gain()
            self.changed.emit()

    def _set_gain(self) -> None:
        if self._player is not None:
            self._player.set_gain(0.0 if self._muted else gain_of(self._volume))

    def set_scrub_sound(self, on: bool) -> None:
        """Whether a paused video lets a grain of sound be heard at each new position."""
        self._scrub_sound = on

    def set_reverse_sound(self, on: bool) -> None:
        """Whether playing backward is heard, backward; silent otherwise."""
        if on != self._reverse_sound:
            self._reverse_sound = on
            if self.playing and self._direction < 0:
                self._begin_at(self._here())

    def close(self) -> None:
        """Stop, for good; waits for the thread of the sound, bounded."""
        self.pause()
        if self._player is not None and not self._player.close():
            log.warning("the thread of the sound has not ended in time")

    def tick(self) -> None:
        """Bring the position to where the clock says."""
        index = self._session.index
        if index is None or not self.playing:
            return
        travelled = self._now_travelled()
        length = self._route.length
        over = length is not None and travelled >= length and not self._way_pending
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
        """Seconds of video along the route by now."""
        now = self._now()
        if self._player is not None and (self._sounding or self._without_device):
            self._follow(self._player.state, now)
        if not self._sounding:
            self._travelled += Fraction(now - self._began_at) * self._speed
        self._began_at = now
        return self._travelled

    def _follow(self, state: State, now: float) -> None:
        """Take from the player where the sound is, or that there is none any more."""
        if state.mark != self._mark:
            # It has not come to this start yet: the picture waits, but not for ever.
            if self._sounding and now - self._asked_at > _PATIENCE_S:
                self._go_on_silently(State(Status.LOST, self._mark), now)
        elif state.status is Status.PLAYING and not self._sounding:
            # It came after all.
            self._begin_at(self._route.time_at(self._travelled))
        elif state.status is Status.PLAYING:
            place = state.place(now)
            self._tell(state)
            if place is not None and place.mark == self._mark:
                if place.route is not self._route:
                    self._route, self._travelled = place.route, place.travelled
                    self._way_pending = False
                self._travelled = max(self._travelled, place.travelled)
        elif state.status is Status.RETURNED:
            self._begin_at(self._route.time_at(self._travelled))
        elif state.status is not Status.IDLE and self._sounding:
            self._go_on_silently(state, now)

    def _go_on_silently(self, state: State, now: float) -> None:
        """By the steady clock, from where the sound was."""
        self._tell(state)
        self._sounding = False
        self._without_device = state.status is not Status.BROKEN
        # Other spans that were asked for hold from here.
        self._way_pending = False
        self._route = self._route_from(self._route.time_at(self._travelled))
        self._travelled = Fraction(0)
        self._began_at = now

    def _tell(self, state: State) -> None:
        """Say once how it is with the sound, and again when that has changed."""
        if state.status is self._told:
            return
        former, self._told = self._told, state.status
        words = sound_words(state, former)
        if words:
            self.notice.emit(words)
            self.changed.emit()

    def _here(self) -> Fraction:
        return self._route.time_at(self._now_travelled())

    def _begin(self) -> None:
        """Play from the position."""
        index = self._session.index
        self._begin_at(index.time_of(self._session.position) if index else Fraction(0))

    def _begin_at(self, start: Fraction) -> None:
        self._route = self._route_from(start)
        self._travelled = Fraction(0)
        self._began_at = self._now()
        self._without_device = self._way_pending = False
        source, player = self._session.source, self._player
        if player is None:
            return
        audible = self._direction > 0 or self._reverse_sound
        self._sounding = source is not None and source.probe.has_audio and audible
        if source is not None and self._sounding:
            self._mark += 1
            self._asked_at = self._began_at
            player.begin(source, self._route, self._speed, self._mark)
        else:
            player.stop()

    def _route_from(self, start: Fraction) -> Route:
        spans, index = self._spans, self._session.index
        if self._repeat and not spans and index is not None:
            spans = ((Fraction(0), index.duration),)
        return Route(start, self._direction, spans, self._repeat)

    def _last_frame(self, span: Span) -> int:
        """The last frame that begins inside a span, or the one shown at its begin."""
        index = self._session.index
        assert index is not None
        return max(index.last_before(span[1]), index.frame_at(span[0]))

    def _on_position(self, frame: int) -> None:
        if not self._moving and self.playing:
            # Somebody else moved: play on from there.
            self._begin()
        elif not self.playing and self._scrub_sound and frame != self._grain_at:
            self._play_grain(frame)
        self._grain_at = frame

    def _play_grain(self, frame: int) -> None:
        source, index = self._session.source, self._session.index
        if self._player and source is not None and index is not None and source.probe.has_audio:
            self._player.grain(source, index.time_of(frame))

    def _on_video(self) -> None:
        self._grain_at = 0
        self._spans, self._repeat = (), False
        self.pause()
        if self._player is not None:
            self._player.leave()
        if self._told is Status.BROKEN:
            self._told = None
