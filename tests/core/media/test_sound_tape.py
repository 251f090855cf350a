"""The strip of sound along a route, stretched, switched: which source sample is heard when."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

import numpy as np
import numpy.typing as npt
import pytest

from core.media.route import Route
from core.media.stretch import Stretch
from core.media.tape import Programme, Tape

RATE = 8000
Floats = npt.NDArray[np.float32]


class Ramp:
    """Sound in which every sample tells its position."""

    rate = RATE

    def read(self, start: int, count: int) -> Floats:
        places = np.arange(start, start + count, dtype=np.float32)
        return np.stack([places, places], axis=1)


def spans(*pairs: tuple[float, float]) -> tuple[tuple[Fraction, Fraction], ...]:
    return tuple((Fraction(a), Fraction(b)) for a, b in pairs)


def in_pieces(render: Callable[[int], Floats], count: int) -> Floats:
    sizes = np.random.default_rng(3).integers(1, 700, count)
    parts, have = [], 0
    for size in sizes:
        parts.append(render(min(int(size), count - have)))
        have += len(parts[-1])
        if have == count:
            break
    return np.concatenate(parts)[:, 0]


def test_forward_and_delayed() -> None:
    start = Fraction(5)
    for delay in (0, 960, -960):
        tape = Tape(Ramp(), Route(start), delay)
        np.testing.assert_array_equal(
            tape.read(100, 500)[:, 0], 5 * RATE + 100 - delay + np.arange(500)
        )


def test_backward_is_reversed_up_to_the_start() -> None:
    tape = Tape(Ramp(), Route(Fraction(1), -1))
    heard = tape.read(0, 2 * RATE)[:, 0]
    np.testing.assert_array_equal(heard[:7000], 7999 - np.arange(7000))
    assert not heard[RATE:].any()


def test_spans_follow_each_other_faded_at_the_joints() -> None:
    route = Route(Fraction(0), 1, spans((1, 2), (4, 4.5)), repeat=True)
    heard = Tape(Ramp(), route).read(0, 4 * RATE)[:, 0]
    fade = 24
    for low, high, first in (
        (0, 8000, 8000),
        (8000, 12000, 32000),
        (12000, 20000, 8000),
        (20000, 24000, 32000),
    ):
        inner = slice(low + fade, high - fade)
        np.testing.assert_array_equal(heard[inner], first + np.arange(low, high)[fade:-fade] - low)
    # No jump: at a joint the sound goes through silence.
    assert heard[8000] == 0
    assert heard[7999] < 0.1 * heard[7900]


def test_a_new_delay_is_faded_in_where_nothing_was_read_yet() -> None:
    tape = Tape(Ramp(), Route(Fraction(5)), 0)
    tape.read(0, 1000)
    tape.set_delay(400)
    heard = tape.read(900, 600)[:, 0] - (5 * RATE + 900) - np.arange(600)
    assert not heard[:100].any()
    assert (np.diff(heard[100:261]) <= 0.01).all()
    np.testing.assert_array_equal(heard[260:], -400)
    # What was read before sounds the same once more.
    again = tape.read(900, 100)[:, 0]
    np.testing.assert_array_equal(again, 5 * RATE + 900 + np.arange(100))
    # Back again, and at once somewhere else: the last one wins.
    tape.set_delay(0)
    tape.set_delay(-80)
    later = tape.read(3000, 500)[:, 0] - (5 * RATE + 3000) - np.arange(500)
    np.testing.assert_array_equal(later, 80)


def voice_like(seconds: float, pitch: float, rate: int) -> Floats:
    t = np.arange(int(seconds * rate)) / rate
    sound = sum(np.sin(2 * np.pi * pitch * k * t) / k for k in range(1, 8))
    return np.repeat((0.1 * sound).astype(np.float32)[:, None], 2, axis=1)


def around(samples: Floats) -> Callable[[int, int], Floats]:
    """Reads `samples`, and silence around them."""

    def read(index: int, count: int) -> Floats:
        out = np.zeros((count, 2), np.float32)
        low, high = max(index, 0), min(index + count, len(samples))
        if low < high:
            out[low - index : high - index] = samples[low:high]
        return out

    return read


@pytest.mark.parametrize("speed", ["1/4", "1/2", "3/4", "5/4", "3/2", "2", "3", "4"])
def test_the_pitch_and_the_loudness_stay(speed: str) -> None:
    rate, pitch = 48000, 130.0
    sound = voice_like(4, pitch, rate)
    stretch = Stretch(around(sound), 0, Fraction(speed), rate)
    heard = in_pieces(stretch.render, int(3.5 * rate / Fraction(speed)))
    middle = heard[len(heard) // 2 - 12000 :][:24000]
    spectrum = np.abs(np.fft.rfft(middle * np.hanning(len(middle))))
    assert np.argmax(spectrum) * rate / len(middle) == pytest.approx(pitch, abs=3)
    assert np.std(middle) == pytest.approx(np.std(sound), rel=0.05)


@pytest.mark.parametrize("speed", ["1/4", "1/2", "3/4", "1", "5/4", "3/2", "2", "3", "4"])
def test_each_sample_is_from_its_time(speed: str) -> None:
    """Bursts of 60 ms in hiss come at their times over the speed, without any sum of errors."""
    rate, factor = 48000, Fraction(speed)
    sound = np.random.default_rng(1).standard_normal((20 * rate, 2)).astype(np.float32) * 1e-3
    middles = np.arange(1, 20)
    burst = (0.5 * np.sin(np.arange(2880) * 2 * np.pi * 200 / rate)).astype(np.float32)
    for middle in middles:
        sound[middle * rate - 1440 : middle * rate + 1440] += burst[:, None]
    heard = in_pieces(Stretch(around(sound), 0, factor, rate).render, int(19.6 * rate / factor))
    for middle in middles:
        at, wide = int(middle * rate / factor), int(0.3 * rate / factor)
        power = heard[at - wide : at + wide].astype(np.float64) ** 2
        centre = (power * np.arange(-wide, wide)).sum() / power.sum() / rate * float(factor)
        # Seconds of video: half a frame at 25 a second. Fast, a grain holds more than one.
        assert abs(centre) < (0.012 if factor <= 2 else 0.02)


def test_speed_one_is_the_sound_itself() -> None:
    sound = np.random.default_rng(2).standard_normal((RATE, 2)).astype(np.float32)
    heard = in_pieces(Stretch(around(sound), 100, Fraction(1), RATE).render, 5000)
    np.testing.assert_array_equal(heard, sound[100:5100, 0])


def test_a_programme_tells_the_place_of_every_sample() -> None:
    """Speed, delay, way and start change; every sample heard is from where the place says."""
    programme = Programme(Ramp(), Route(Fraction(2)), Fraction(1), 0, mark=1)
    assert programme.render(1000)[500:, 0] == pytest.approx(2 * RATE + np.arange(500, 1000))
    programme.set_speed(Fraction(2))
    programme.render(500)
    fast = programme.render(1000)[:, 0]
    place = programme.place(Fraction(1500))
    assert (place.mark, place.travelled) == (1, Fraction(1000 + 2 * 500, RATE))
    expected = 2 * RATE + 1000 + 2 * np.arange(500, 1500)
    # The grains lie up to 8 ms from their place.
    assert np.abs(fast - expected).max() < 0.013 * RATE * 2
    programme.set_speed(Fraction(1))
    programme.set_way(Route(Fraction(0), 1, spans((2.4, 2.6)), repeat=True))
    programme.render(2500)
    here = programme.place(Fraction(2500 + 1))
    assert here.route.start == 2 + Fraction(4000, RATE)
    assert here.mark == 1
    # From 2.5 s a tenth to the end of the span, then the span again and again.
    looped = programme.render(1600)[:, 0]
    place = programme.place(Fraction(5000))
    assert float(place.route.time_at(place.travelled)) == pytest.approx(2.4125)
    time = float(place.route.time_at(place.travelled))
    assert looped[0] == pytest.approx(time * RATE, abs=1)
    programme.set_delay(80)
    programme.begin(Route(Fraction(7)), Fraction(1), mark=2)
    programme.render(400)
    assert programme.place(Fraction(6600 + 400)).mark == 2
    assert programme.render(100)[0, 0] == 7 * RATE + 400 - 80
    # The past is known until it is forgotten.
    assert programme.place(Fraction(900)).travelled == Fraction(900, RATE)
    programme.forget(6600)
    assert programme.place(Fraction(6700)).travelled == Fraction(100, RATE)
    assert programme.given == 7100
