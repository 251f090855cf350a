"""Exact time: frames by time, and the 25 Hz grid over any clock."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.timebase import FrameIndex, Timestamp

CLOCKS = [Fraction(1, d) for d in (1000, 12800, 90000, 600, 30000, 44100, 24, 1_000_000)]


def index_of(
    rate: Fraction, count: int, clock: Fraction, start: int = 0, half: Fraction = Fraction(1, 2)
) -> FrameIndex:
    """Frames at `rate` on a clock: rounded to the nearest tick, or down with `half` 0."""
    ticks = [int((i / rate / clock + half).__floor__()) for i in range(count + 1)]
    pts = np.array(ticks[:-1], dtype=np.int64) + start
    return FrameIndex(pts, np.ones(count, dtype=np.bool_), clock, ticks[-1] + start)


@st.composite
def indexes(draw: st.DrawFn) -> FrameIndex:
    """Any variable rate on any clock."""
    clock = draw(st.sampled_from([*CLOCKS, Fraction(1001, 30000)]))
    gaps = draw(st.lists(st.integers(1, 3000), min_size=1, max_size=60))
    start = draw(st.integers(-100_000, 100_000))
    pts = np.cumsum([start, *gaps], dtype=np.int64)
    return FrameIndex(pts[:-1], np.ones(len(gaps), dtype=np.bool_), clock, int(pts[-1]))


def slack_of(index: FrameIndex) -> Fraction:
    return index.time_base / 2 if index.time_base <= Fraction(1, 500) else Fraction(0)


def brute(index: FrameIndex, time: Fraction) -> int:
    """The last frame that starts at or before `time`, but for the rounding of fine clocks."""
    tick = ((time + slack_of(index)) / index.time_base).__floor__()
    starts = [p - index.start_pts for p in index.pts.tolist()]
    return max([i for i, s in enumerate(starts) if s <= tick], default=0)


@settings(deadline=None, max_examples=150)
@given(index=indexes(), time=st.fractions(-2, 200, max_denominator=10_000))
def test_the_frame_at_a_time_is_the_last_that_started(index: FrameIndex, time: Fraction) -> None:
    assert index.frame_at(time) == brute(index, time)


@settings(deadline=None, max_examples=100)
@given(index=indexes(), time=st.fractions(-2, 200, max_denominator=10_000))
def test_the_last_frame_before_a_time(index: FrameIndex, time: Fraction) -> None:
    begun = [n for n in range(len(index)) if index.time_of(n) < time]
    assert index.last_before(time) <= max(begun, default=0) + (slack_of(index) > 0)
    for n in range(1, len(index)):
        assert index.last_before(index.time_of(n)) == n - 1
    ends = [index.end_of(n) for n in range(len(index))]
    assert ends == [*index.pts[1:].tolist(), index.end_pts]


@settings(deadline=None, max_examples=100)
@given(index=indexes())
def test_each_frame_is_found_at_its_own_time_and_pts(index: FrameIndex) -> None:
    for i in range(len(index)):
        assert index.frame_at(index.time_of(i)) == i
        assert index.frame_of_pts(int(index.pts[i])) == i
        assert index.time_of_pts(int(index.pts[i])) == index.time_of(i)
    assert index.frame_of_pts(index.start_pts - 1) == 0
    assert index.frame_of_pts(index.end_pts + 1) == len(index) - 1


@settings(deadline=None, max_examples=100)
@given(index=indexes())
def test_the_grid_shows_the_frame_of_its_time(index: FrameIndex) -> None:
    frames = index.grid_frames()
    assert len(frames) == index.grid_steps
    assert frames.tolist() == [brute(index, Fraction(i, 25)) for i in range(len(frames))]
    # One step more would start at or after the end, but for the rounding.
    end = index.duration - slack_of(index)
    assert Fraction(index.grid_steps, 25) >= end
    assert index.grid_steps == 1 or Fraction(index.grid_steps - 1, 25) < end


@settings(deadline=None, max_examples=150)
@given(
    clock=st.sampled_from([c for c in CLOCKS if c <= Fraction(1, 500)])
    | st.integers(500, 200_000).map(lambda d: Fraction(1, d)),
    count=st.integers(1, 700),
    start=st.integers(-(10**9), 10**9),
    half=st.sampled_from([Fraction(0), Fraction(1, 2)]),
)
def test_at_25_fps_the_grid_is_the_frames(
    clock: Fraction, count: int, start: int, half: Fraction
) -> None:
    index = index_of(Fraction(25), count, clock, start, half)
    assert index.grid_frames().tolist() == list(range(count))


def test_a_long_clip_at_25_fps_keeps_one_frame_a_step() -> None:
    index = index_of(Fraction(25), 90_000, Fraction(1, 90_000), 1 << 40)
    assert np.array_equal(index.grid_frames(), np.arange(90_000))


@pytest.mark.parametrize("clock", [Fraction(1, 30000), Fraction(1001, 30000), Fraction(1, 1000)])
def test_2997_on_the_grid(clock: Fraction) -> None:
    index = index_of(Fraction(30000, 1001), 3000, clock, 7)
    frames = index.grid_frames()
    assert index.grid_steps == 2503  # 3000 * 1001/30000 s = 100.1 s
    assert set(np.diff(frames).tolist()) == {1, 2}
    assert index.average_rate == Fraction(30000, 1001)


@pytest.mark.parametrize("rate", ["24000/1001", "24", "25", "30000/1001", "30", "50", "60"])
@pytest.mark.parametrize("clock", CLOCKS[:5])
def test_the_usual_rates_keep_their_names(rate: str, clock: Fraction) -> None:
    assert index_of(Fraction(rate), 250, clock).average_rate == Fraction(rate)


@pytest.mark.parametrize("rate", [Fraction(10), Fraction(30), Fraction(30000, 1001), Fraction(60)])
def test_a_clock_of_one_tick_a_frame_shows_no_frame_early(rate: Fraction) -> None:
    """AVI counts in frames; MP4 in fine ticks. Both show the same frames on the grid."""
    coarse = index_of(rate, 300, 1 / rate)
    fine = index_of(rate, 300, Fraction(1, 90_000))
    assert coarse.grid_frames().tolist() == fine.grid_frames().tolist()
    assert all(coarse.time_of(n) * 25 <= i for i, n in enumerate(coarse.grid_frames().tolist()))


def test_an_unusual_rate_is_a_plain_fraction() -> None:
    assert index_of(Fraction(17), 170, Fraction(1, 17)).average_rate == 17


def test_the_key_frame_before() -> None:
    key = np.array([False, True, False, False, True, False])
    index = FrameIndex(np.arange(6, dtype=np.int64), key, Fraction(1, 25), 6)
    assert [index.key_before(i) for i in range(6)] == [0, 1, 1, 1, 4, 4]


@pytest.mark.parametrize(
    ("pts", "key", "end", "words"),
    [
        ([], [], 1, "at least one"),
        ([0, 1], [True], 2, "differ in length"),
        ([0, 0], [True, True], 2, "must increase"),
        ([0, 5], [True, True], 5, "after the last"),
    ],
)
def test_an_impossible_index_is_refused(
    pts: list[int], key: list[bool], end: int, words: str
) -> None:
    with pytest.raises(ValueError, match=words):
        FrameIndex(
            np.array(pts, dtype=np.int64), np.array(key, dtype=np.bool_), Fraction(1, 25), end
        )


def test_timestamps_compare_by_the_time_they_mean() -> None:
    a, b = Timestamp(1, Fraction(1, 25)), Timestamp(40, Fraction(1, 1000))
    assert a == b
    assert hash(a) == hash(b)
    assert a < Timestamp(41, Fraction(1, 1000))
    assert a >= b
    assert a != 0.04
