"""Sound to the device, in a thread of its own: decodes, mixes, writes, and tells what is heard."""

from __future__ import annotations

import logging
import threading
import time
from collections import deque
from collections.abc import Callable
from fractions import Fraction
from typing import TYPE_CHECKING, Protocol

import numpy as np
from PySide6.QtCore import QLoggingCategory

from core.errors import AppError
from core.media.route import Route
from core.media.sound import SoundReader, Stereo
from core.media.source import VideoSource
from core.media.tape import Programme
from gui.workers.audio_state import State, Status
from gui.workers.device_clock import DeviceClock

if TYPE_CHECKING:
    from gui.workers.audio_device import Output

log = logging.getLogger(__name__)

OpenOutput = Callable[[], "Output | None"]

_BEAT_S = 0.004
"""How often the device is asked; the buffer holds thirty times that."""
_FIRST_BEAT_S = 0.001
"""Until it plays: when it began decides about the rest."""
_BLOCK = 512
"""Most frames rendered in one go: a switch waits for no more."""
_LOOK_S = (1.0, 16.0)
"""How often is looked for another device; where there is none, more and more seldom."""
_STALL_S = 3.0
"""A device that takes nothing for so long does not play. The null sink of PulseAudio stands still
for up to two seconds when it begins.
"""
_GRAIN_S = 0.08
_GRAIN_EDGE_S = 0.015
_GRAIN_IDLE_S = 1.0


class Reader(Protocol):
    """As `SoundReader`."""

    rate: int

    def read(self, start: int, count: int) -> Stereo: ...
    def close(self) -> None: ...


class AudioPlayer:
    """Plays the sound of one route at a time.

    All methods return at once; what they ask for is done by the player's thread, or by `step` if
    it has none.

    Args:
        open_output: opens the device; called in the player's thread.
        now: seconds, monotonic.
        threaded: tests call `step` themselves.
        open_reader: gives the sound of a video at a rate.
    """

    def __init__(
        self,
        open_output: OpenOutput,
        now: Callable[[], float] = time.monotonic,
        threaded: bool = True,
        open_reader: Callable[[VideoSource, int], Reader] = SoundReader,
    ) -> None:
        self._open_output = open_output
        self._open_reader = open_reader
        self._now = now
        self._condition = threading.Condition()
        self._commands: deque[Callable[[], None]] = deque()
        self._stopping = False
        self._thread: threading.Thread | None = None
        if threaded:
            # A device's driver may hang; the program must be able to end all the same.
            self._thread = threading.Thread(target=self._work, name="sound", daemon=True)
        # Before the first sound there is nothing to change or to end.
        self._started = not threaded
        self.state = State()
        # Below: of the player's thread alone.
        self._output: Output | None = None
        self._clock: DeviceClock | None = None
        self._reader: Reader | None = None
        self._source: VideoSource | None = None
        self._programme: Programme | None = None
        self._mark = 0
        self._delay_ms = self._wanted_delay_ms = 0
        self._gain = self._wanted_gain = 1.0
        self._taken, self._taken_at = 0, 0.0
        self._looked_at, self._look_s = 0.0, _LOOK_S[0]
        self._grain: tuple[VideoSource, Fraction] | None = None
        self._written = 0

    # --- asked from the window -----------------------------------------------------------------

    def begin(self, source: VideoSource, route: Route, speed: Fraction, mark: int) -> None:
        """Play from the start of a route. To change the video, `leave` the former one before."""
        self._start()
        self._ask(lambda: self._begin(source, route, speed, mark))

    def set_way(self, route: Route) -> None:
        """Go on from where the sound is, along another route's spans."""
        self._ask(lambda: self._change(lambda programme: programme.set_way(route)))

    def set_speed(self, speed: Fraction) -> None:
        """Go on from where the sound is, faster or slower, at the same pitch."""
        self._ask(lambda: self._change(lambda programme: programme.set_speed(speed)))

    def set_delay_ms(self, delay_ms: int) -> None:
        """Let the sound come later than in the file by this; negative: earlier."""
        self._wanted_delay_ms = delay_ms

    def set_gain(self, gain: float) -> None:
        """Amplitude, 0 to 1."""
        self._wanted_gain = gain

    def stop(self) -> None:
        """Be silent at once."""
        self._ask(self._stop)

    def leave(self) -> None:
        """Be silent at once, and let go of the file."""
        self._ask(self._end)

    def grain(self, source: VideoSource, time: Fraction) -> None:
        """Let a moment of sound be heard, while nothing is played; the newest one wins."""

        def change() -> None:
            self._grain = (source, time)

        self._start()
        self._ask(change)

    def close(self, timeout_s: float = 5.0) -> bool:
        """End the thread. True if it has ended in time."""
        with self._condition:
            self._stopping = True
            self._condition.notify()
        if self._thread is None:
            self._end()
            return True
        if self._started:
            self._thread.join(timeout_s)
        return not self._thread.is_alive()

    def _ask(self, command: Callable[[], None]) -> None:
        with self._condition:
            if self._stopping or not self._started:
                return
            self._commands.append(command)
            self._condition.notify()

    def _start(self) -> None:
        """Have a thread, from the first sound on."""
        if self._thread is not None and not self._started and not self._stopping:
            self._started = True
            self._thread.start()

    # --- in the thread -------------------------------------------------------------------------

    def _work(self) -> None:
        try:
            while self._wait():
                try:
                    self.step()
                except Exception as error:  # the window plays on silently and says so
                    log.exception("the sound stops")
                    self._fail(Status.BROKEN, self._mark, AppError(repr(error)))
        finally:
            self._end()

    def _wait(self) -> bool:
        """Until there is something to do. False at the end."""
        with self._condition:
            if not self._commands and not self._stopping:
                self._condition.wait(self._pause())
            return not self._stopping

    def _pause(self) -> float | None:
        if self._clock is not None:
            waiting = self._programme is not None and not self._clock.running
            return _FIRST_BEAT_S if waiting else _BEAT_S
        return _LOOK_S[0] / 4 if self.state.status in (Status.NO_DEVICE, Status.LOST) else None

    def step(self) -> None:
        """Do what was asked for, and give the device what it has room for."""
        if self._delay_ms != self._wanted_delay_ms:
            self._delay_ms = self._wanted_delay_ms
            self._change(lambda programme: programme.set_delay(self._delay()))
        while self._commands:
            self._commands.popleft()()
        now = self._now()
        if self.state.status in (Status.NO_DEVICE, Status.LOST):
            self._look_for_device(now)
        elif self._output is not None:
            self._feed(self._output, now)
        if self._grain is not None and self._programme is None:
            self._play_grain()

    def _end(self) -> None:
        self._stop()
        if self._reader is not None:
            self._reader.close()
            self._reader = None

    def _begin(self, source: VideoSource, route: Route, speed: Fraction, mark: int) -> None:
        self._mark = mark
        self._grain = None
        if self._programme is None:
            # What is left of a grain.
            self._close_output()
        try:
            output = self._output or self._open()
            if output is None:
                self._fail(Status.NO_DEVICE, mark)
                return
            if self._programme is None:
                reader = self._reader_of(source, output.rate)
                self._programme = Programme(reader, route, speed, self._delay(), mark)
            else:
                self._programme.begin(route, speed, mark)
        except AppError as error:
            self._fail(Status.BROKEN, mark, error)
            return
        self._publish(mark)

    def _open(self) -> Output | None:
        output = self._open_output()
        if output is not None:
            self._output = output
            self._clock = DeviceClock(output.rate)
            self._gain = self._wanted_gain
            self._written = self._taken = 0
            self._taken_at = self._looked_at = self._now()
        return output

    def _reader_of(self, source: VideoSource, rate: int) -> Reader:
        """The reader of a file, kept from one play to the next."""
        reader, former = self._reader, self._source
        same = former is not None and (former.path, former.index.start_pts) == (
            source.path,
            source.index.start_pts,
        )
        if reader is None or not same or reader.rate != rate:
            if reader is not None:
                reader.close()
                self._reader = None
            self._reader = reader = self._open_reader(source, rate)
            self._source = source
        return reader

    def _delay(self) -> int:
        assert self._output is not None
        return round(Fraction(self._delay_ms, 1000) * self._output.rate)

    def _change(self, change: Callable[[Programme], None]) -> None:
        if self._programme is None:
            return
        try:
            change(self._programme)
        except AppError as error:
            self._fail(Status.BROKEN, self.state.mark, error)

    def _feed(self, output: Output, now: float) -> None:
        mark = self.state.mark
        if output.lost():
            self._fail(Status.LOST, mark)
            return
        if now - self._looked_at > _LOOK_S[0]:
            self._looked_at = now
            if output.moved():
                self._fail(Status.RETURNED, mark)
                return
        if self._programme is None:
            self._feed_nothing(output, now)
            return
        try:
            while (free := min(output.free(), _BLOCK)) > 0:
                output.write(self._gained(self._programme.render(free)))
                self._written += free
        except AppError as error:
            self._fail(Status.BROKEN, mark, error)
            return
        self._publish(mark)
        if self._now() - self._taken_at > _STALL_S:
            self._fail(Status.LOST, mark)

    def _publish(self, mark: int) -> None:
        """Tell what is heard. Time and count are read together: between them lies nothing."""
        output, clock, programme = self._output, self._clock, self._programme
        assert output is not None
        assert clock is not None
        assert programme is not None
        taken, now = output.taken(), self._now()
        if taken != self._taken:
            self._taken, self._taken_at = taken, now
            self._look_s = _LOOK_S[0]
        heard = clock.update(now, taken)
        if heard is not None:
            programme.forget(int(heard.at(now)))
        self.state = State(Status.PLAYING, mark, output.name, None, programme, heard)

    def _gained(self, samples: Stereo) -> Stereo:
        """The samples, as loud as wanted; from the former loudness in a ramp."""
        if self._gain == self._wanted_gain == 1.0:
            return samples
        ramp = np.linspace(self._gain, self._wanted_gain, len(samples), dtype=np.float32)
        self._gain = self._wanted_gain
        return samples * ramp[:, None]

    def _look_for_device(self, now: float) -> None:
        if now - self._looked_at < self._look_s:
            return
        self._looked_at = now
        self._look_s = min(self._look_s * 2, _LOOK_S[1])
        output = self._open_output()
        if output is not None:
            output.close()
            self.state = State(Status.RETURNED, self.state.mark)

    def _play_grain(self) -> None:
        assert self._grain is not None
        source, time_ = self._grain
        output = self._output or self._open()
        if output is None:
            self._grain = None
            return
        if self._written - output.taken() > 0:
            # The one before is not yet played; by then there may be a newer one.
            return
        self._grain = None
        count = min(int(_GRAIN_S * output.rate), output.free())
        try:
            reader = self._reader_of(source, output.rate)
            samples = reader.read(round(time_ * output.rate) - self._delay(), count)
        except AppError as error:
            log.warning("no sound while scrubbing: %s", error)
            return
        edge = int(_GRAIN_EDGE_S * output.rate)
        places = np.arange(count, dtype=np.float32)
        shape = np.minimum(np.minimum(places, count - 1 - places) / edge, 1.0)
        output.write(self._gained(samples * shape[:, None]))
        self._written += count

    def _feed_nothing(self, output: Output, now: float) -> None:
        """Between grains; the device is let go when none has come for a while."""
        taken = output.taken()
        if taken != self._taken or self._grain is not None:
            self._taken, self._taken_at = taken, now
        elif now - self._taken_at > _GRAIN_IDLE_S:
            self._close_output()

    def _fail(self, status: Status, mark: int, error: AppError | None = None) -> None:
        self._stop()
        self._looked_at = self._now()
        self.state = State(status, mark, None, error)

    def _stop(self) -> None:
        self._programme = None
        self._grain = None
        self._close_output()
        self.state = State(Status.IDLE, self.state.mark)

    def _close_output(self) -> None:
        if self._output is not None:
            self._output.close()
        self._output = self._clock = None


def device_player() -> AudioPlayer:
    """A player for the default device of the machine. Its thread begins with the first sound."""
    return AudioPlayer(_open_device)


def _open_device() -> Output | None:
    # Says with every start which of the libraries that it could use are not there.
    QLoggingCategory.setFilterRules("qt.multimedia.symbolsresolver.warning=false")
    from gui.workers.audio_device import open_output

    return open_output()
