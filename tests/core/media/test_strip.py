"""The strip of small pictures: which frames, in what order, and the nearest of them."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise

import numpy as np
import pytest
from av.video.frame import VideoFrame

from core.media.orientation import Orientation
from core.media.picture import KeptPicture
from core.media.strip import Strip, strip_order, strip_size
from core.timebase import FrameIndex


def index_of(frames: int, gop: int) -> FrameIndex:
    """25 frames a second."""
    pts = np.arange(frames, dtype=np.int64) * 512
    return FrameIndex(pts, np.arange(frames) % gop == 0, Fraction(1, 12800), frames * 512)


def kept() -> KeptPicture:
    return KeptPicture(VideoFrame(16, 16, "gray"), Orientation(), False)


def test_key_frames_come_first_coarse_to_fine_then_what_lies_between() -> None:
    order = list(strip_order(index_of(1000, 250), 100))
    assert order[0] == 0
    assert sorted(order[:4]) == [0, 250, 500, 750]
    assert order[:2] == [0, 500]
    assert len(order) == len(set(order)) <= 100
    assert len(order) >= 70
    # Half a second apart at least, and no long part without any.
    gaps = np.diff([*sorted(order), 1000])
    assert gaps.min() >= 9
    assert gaps.max() <= 25
    # A group of pictures is decoded in one go.
    groups = [n // 250 for n in order[4:]]
    assert sum(a != b for a, b in pairwise(groups)) == 3


def test_every_beginning_of_the_order_is_spread_over_the_video() -> None:
    order = list(strip_order(index_of(4800, 10), 480))
    for count in (8, 32, 128):
        gaps = np.diff([*sorted(order[:count]), 4800])
        assert gaps.max() <= 2 * 4800 / count


@pytest.mark.parametrize(("frames", "gop"), [(1, 1), (2, 250), (5000, 1), (300_000, 250)])
def test_never_more_than_asked_for(frames: int, gop: int) -> None:
    index = index_of(frames, gop)
    order = list(strip_order(index, 50))
    assert 1 <= len(order) == len(set(order)) <= 50
    assert all(0 <= n < frames for n in order)
    if frames > 100_000:
        assert index.key[order].all()


def test_the_nearest_picture() -> None:
    strip = Strip()
    assert strip.nearest(5) is None
    for number in (100, 10, 50):
        strip.add(number, kept())
    found = {n: strip.nearest(n) for n in (0, 10, 29, 30, 31, 74, 76, 5000)}
    assert [f[0] for f in found.values() if f] == [10, 10, 10, 10, 50, 50, 100, 100]
    assert len(strip) == 3
    assert 50 in strip
    assert 51 not in strip
    assert strip.nbytes == 3 * kept().nbytes


@pytest.mark.parametrize(
    ("stored", "small"),
    [((1920, 1080), (256, 144)), ((1080, 1920), (144, 256)), ((100, 50), (100, 50))],
)
def test_small_pictures_have_the_shape_of_the_video(
    stored: tuple[int, int], small: tuple[int, int]
) -> None:
    assert strip_size(*stored) == small
