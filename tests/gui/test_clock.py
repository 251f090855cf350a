"""The clock alone, without sound: spans, loops, speeds, what it remembers."""

from __future__ import annotations

from fractions import Fraction

import pytest

from gui.player.clock import SPEEDS, PlayClock
from gui.session import Session
from tests.fake_sound import Time, fake_video, steady_index

pytestmark = pytest.mark.usefixtures("qapp")

SPANS = ((Fraction(2), Fraction(3)), (Fraction(5), Fraction(6)))


class Silent:
    """A clock over a video of 20 s, without any player."""

    def __init__(self, rate: Fraction = Fraction(25)) -> None:
        self.now = Time()
        self.session = Session()
        self.session.set_video(fake_video(steady_index(rate, 20)))
        self.clock = PlayClock(self.session, now=self.now)

    def run(self, seconds: float) -> list[int]:
        """The frames that came."""
        came: list[int] = []
        for _ in range(round(seconds * 100)):
            self.now.now += 0.01
            self.clock.tick()
            if not came or came[-1] != self.session.position:
                came.append(self.session.position)
        return came


def test_spans_are_played_once_and_again_from_their_start() -> None:
    silent = Silent()
    silent.clock.set_spans(SPANS, repeat=False)
    for _ in range(2):
        silent.clock.play()
        assert silent.run(3) == [*range(50, 75), *range(125, 150)]
        assert not silent.clock.playing
        assert silent.session.position == 149


def test_a_span_that_ends_within_a_frame_ends_with_it() -> None:
    """As where 29.97 frames a second have a clock of one tick a frame (AVI)."""
    silent = Silent(Fraction(30000, 1001))
    silent.clock.set_spans(((Fraction(2), Fraction(4)),), repeat=False)
    silent.clock.play()
    assert silent.run(3)[-1] == silent.session.position == 119
    assert not silent.clock.playing


def test_a_loop_goes_on_until_it_is_taken_away() -> None:
    silent = Silent()
    silent.session.seek_frame(60)
    silent.clock.set_spans(SPANS[:1], repeat=True)
    silent.clock.play()
    assert set(silent.run(5)) == set(range(50, 75))
    assert silent.clock.playing
    silent.clock.set_spans((), repeat=False)
    silent.run(2)
    assert silent.session.position > 90
    silent.clock.set_spans((), repeat=True)
    silent.run(20)
    assert silent.clock.playing
    assert silent.session.position < 500


def test_spans_backward() -> None:
    silent = Silent()
    silent.session.seek_frame(300)
    silent.clock.set_spans(SPANS, repeat=True)
    silent.clock.play(-1)
    came = silent.run(1.9)
    inside = [frame for frame in came if frame not in (150, 75)]
    assert inside == [*range(149, 124, -1), *range(74, 51, -1)]


def test_bad_spans_leave_the_former_ones() -> None:
    silent = Silent()
    silent.clock.set_spans(SPANS, repeat=True)
    with pytest.raises(ValueError, match="sorted"):
        silent.clock.set_spans(SPANS[::-1], repeat=False)
    assert (silent.clock.spans, silent.clock.repeat) == (SPANS, True)


def test_the_shuttle_takes_the_next_of_its_speeds() -> None:
    silent = Silent()
    clock = silent.clock
    clock.shuttle(1)
    clock.set_speed(Fraction(5, 4))
    speeds = []
    for _ in range(4):
        clock.shuttle(1)
        speeds.append(clock.speed)
    assert speeds == [2, 4, 4, 4]
    clock.shuttle(-1)
    assert (clock.speed, clock.direction) == (Fraction(5, 4), -1)


def test_the_speed_of_the_shuttle_ends_with_it() -> None:
    silent = Silent()
    clock = silent.clock
    clock.set_speed(Fraction(1, 2))
    for _ in range(3):
        clock.shuttle(1)
    assert clock.speed == 2
    clock.pause()
    assert clock.speed == Fraction(1, 2)
    clock.play()
    assert clock.speed == Fraction(1, 2)


@pytest.mark.parametrize("speed", SPEEDS, ids=str)
def test_every_speed_keeps_its_time(speed: Fraction) -> None:
    silent = Silent()
    silent.clock.set_speed(speed)
    silent.clock.play()
    silent.run(2.005)
    assert silent.session.position == pytest.approx(50 * float(speed), abs=1)


def test_values_are_kept_within_their_limits_and_told_once() -> None:
    silent = Silent()
    clock, told = silent.clock, []
    clock.changed.connect(lambda: told.append(1))
    clock.set_delay_ms(1000)
    clock.set_delay_ms(600)
    clock.set_volume(1.5)
    clock.set_volume(-1)
    clock.set_muted(True)
    clock.set_muted(True)
    assert (clock.delay_ms, clock.volume, clock.muted) == (600, 0.0, True)
    assert len(told) == 3


def test_another_video_stops_and_forgets_the_spans() -> None:
    silent = Silent()
    silent.clock.set_delay_ms(120)
    silent.clock.set_spans(SPANS, repeat=True)
    silent.clock.play()
    silent.session.set_video(fake_video(steady_index(Fraction(25), 20)))
    assert not silent.clock.playing
    assert (silent.clock.spans, silent.clock.repeat) == ((), False)
    assert silent.clock.delay_ms == 120
