"""Read-ahead: what is at hand after a seek, a step forward, a step back."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from core.media.cache import PictureCache
from core.media.picture import KeptPicture, Painter
from core.media.reader import FrameReader
from core.media.scrub import Scrubber
from core.media.source import VideoSource
from core.timebase import FrameIndex
from tests.media.marks import read_number

SMALL = (96, 56)
LONG_AGO = 60.0
BYTES = SMALL[0] * SMALL[1] * 3 // 2


class Counting(FrameReader):
    """Counts the frames that come out of the decoder."""

    decodes = 0

    def _next(self) -> Any:
        Counting.decodes += 1
        return super()._next()


@pytest.fixture
def source(clip_factory: Callable[..., Any]) -> VideoSource:
    return VideoSource.open(clip_factory(frames=300, gop=100, bframes=3).path)


@pytest.fixture
def make(source: VideoSource) -> Iterator[Callable[..., tuple[Scrubber, PictureCache]]]:
    made: list[Scrubber] = []

    def scrubber(pictures: int = 400) -> tuple[Scrubber, PictureCache]:
        cache = PictureCache(pictures * BYTES)
        made.append(Scrubber(source, cache, lambda: None, Counting))
        Counting.decodes = 0
        return made[-1], cache

    yield scrubber
    for one in made:
        one.close()


def number_in(kept: KeptPicture) -> int:
    return read_number(np.ascontiguousarray(Painter().bgra(kept)[:, :, 2::-1]))


def show(scrubber: Scrubber, number: int, size: tuple[int, int] | None = SMALL) -> None:
    scrubber.aim(number, size)
    kept = scrubber.at_hand()
    if kept is None or not scrubber.fits(kept):
        real, kept = scrubber.decode()
        assert real == number
    assert kept.size == (size or (192, 112))
    assert number_in(kept) == number


def rest(scrubber: Scrubber, quiet_s: float = LONG_AGO) -> int:
    """Prepare all that is worth it; how many steps that took."""
    for steps in range(2000):
        if scrubber.prepare(quiet_s) is None:
            return steps
    raise AssertionError("it never ends")


def test_after_a_rest_the_group_behind_is_at_hand(
    make: Callable[..., tuple[Scrubber, PictureCache]],
) -> None:
    scrubber, cache = make()
    show(scrubber, 180)
    rest(scrubber)
    assert cache.missing(range(100, 184), SMALL) == []
    assert cache.get(99) is None
    before = Counting.decodes
    for number in range(179, 130, -1):
        show(scrubber, number)
    assert Counting.decodes == before


def test_nothing_is_read_ahead_while_one_jumps_about(
    make: Callable[..., tuple[Scrubber, PictureCache]],
) -> None:
    scrubber, cache = make()
    show(scrubber, 180)
    wait_s = scrubber.prepare(0.0)
    assert wait_s is not None
    assert wait_s > 0
    assert len(cache) == 1


def test_a_step_forward_reads_ahead_at_once(
    make: Callable[..., tuple[Scrubber, PictureCache]],
) -> None:
    scrubber, cache = make()
    show(scrubber, 120)
    show(scrubber, 121)
    while scrubber.prepare(0.0) == 0:
        pass
    assert cache.missing(range(121, 130), SMALL) == []
    before = Counting.decodes
    show(scrubber, 122)
    assert Counting.decodes == before


def test_backward_travel_goes_on_into_the_group_before(
    make: Callable[..., tuple[Scrubber, PictureCache]],
) -> None:
    scrubber, cache = make(pictures=160)
    show(scrubber, 230)
    rest(scrubber)
    for number in range(229, 60, -1):
        show(scrubber, number)
        rest(scrubber, 0.0)
    # Blocks, not one group of pictures decoded for each step.
    assert Counting.decodes < 1200
    assert cache.bytes_used <= cache.limit_bytes


@pytest.mark.parametrize("pictures", [0, 1, 2, 3, 5, 20])
def test_little_memory_ends_too(
    make: Callable[..., tuple[Scrubber, PictureCache]], pictures: int
) -> None:
    scrubber, cache = make(pictures)
    for number in (150, 151, 152, 151, 150, 149, 148, 20, 299, 0, 1):
        show(scrubber, number)
        rest(scrubber)
        assert cache.bytes_used <= cache.limit_bytes


@pytest.mark.parametrize("pictures", [0, 1])
def test_nothing_is_read_ahead_for_which_there_is_no_room(
    make: Callable[..., tuple[Scrubber, PictureCache]], pictures: int
) -> None:
    scrubber, _ = make(pictures)
    show(scrubber, 150)
    before = Counting.decodes
    rest(scrubber)
    assert Counting.decodes == before


def test_a_smaller_size_is_made_of_what_is_at_hand(
    make: Callable[..., tuple[Scrubber, PictureCache]],
) -> None:
    scrubber, _ = make()
    show(scrubber, 50, None)
    before = Counting.decodes
    show(scrubber, 50, SMALL)
    assert Counting.decodes == before
    # A larger one is decoded; the small one is at hand meanwhile.
    scrubber.aim(50, None)
    kept = scrubber.at_hand()
    assert kept is not None
    assert kept.size == SMALL
    assert not scrubber.fits(kept)
    show(scrubber, 50, None)


def test_random_walks_show_what_was_asked_for(
    make: Callable[..., tuple[Scrubber, PictureCache]],
) -> None:
    scrubber, _ = make(40)
    rng = np.random.default_rng(5)
    at = 0
    for _ in range(300):
        step = int(rng.integers(-3, 4)) if rng.random() < 0.8 else int(rng.integers(-300, 300))
        at = min(max(at + step, 0), 299)
        show(scrubber, at)
        for _ in range(int(rng.integers(0, 6))):
            scrubber.prepare(LONG_AGO)


def test_a_longer_index_of_the_same_file(source: VideoSource) -> None:
    index = source.index
    short = FrameIndex(index.pts[:150], index.key[:150], index.time_base, int(index.pts[150]))
    scrubber = Scrubber(replace(source, index=short), PictureCache(1 << 20), lambda: None)
    try:
        show(scrubber, 149)
        rest(scrubber)
        scrubber.use(source)
        for number in (150, 149, 299):
            show(scrubber, number)
    finally:
        scrubber.close()


def test_a_frame_that_does_not_decode_is_not_read_ahead_again_and_again(
    source: VideoSource,
) -> None:
    pts, key = source.index.pts, source.index.key
    # The index knows a frame 180 that the file does not hold.
    index = replace(source.index, pts=np.insert(pts, 180, pts[179] + 1), key=np.insert(key, 180, 0))
    cache = PictureCache(400 * BYTES)
    scrubber = Scrubber(replace(source, index=index), cache, lambda: None, Counting)
    try:
        show(scrubber, 170)
        for number in (190, 171):
            scrubber.aim(number, SMALL)
            if scrubber.at_hand() is None:
                assert scrubber.decode()[0] == number
            rest(scrubber)
        assert cache.missing(range(101, 190), SMALL) == [180]
        before = Counting.decodes
        for number in range(170, 150, -1):
            show(scrubber, number)
            rest(scrubber)
        assert Counting.decodes == before
        # Whoever asks for it gets the one before.
        scrubber.aim(180, SMALL)
        assert scrubber.decode()[0] == 179
    finally:
        scrubber.close()
