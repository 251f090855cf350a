from __future__ import annotations

from fractions import Fraction

import numpy as np

from core.model.values import Shot
from core.timebase import FrameIndex
from core.vision.shots import ShotDetector


def index_of(pts: list[int], base: Fraction) -> FrameIndex:
    stamps = np.array(pts, np.int64)
    return FrameIndex(stamps, np.ones(len(pts), np.bool_), base, pts[-1] + 1)


def picture(color: tuple[int, int, int]) -> np.ndarray:
    return np.full((90, 160, 3), color, np.uint8)


def test_a_cut_is_exact_to_the_frame_with_a_start_before_zero_and_an_uneven_rate() -> None:
    # 40 frames at 25/s, then 60 at 50/s, in ms; the pts start below zero.
    pts = [-500 + 40 * i for i in range(40)] + [-500 + 1600 + 20 * i for i in range(60)]
    index = index_of(pts, Fraction(1, 1000))
    shots = ShotDetector(index)
    for i, stamp in enumerate(pts):
        shots.feed(stamp, picture((200, 40, 40) if i < 57 else (30, 60, 220)))
    assert shots.shots() == (Shot(pts[0], pts[57]), Shot(pts[57], pts[-1] + 1))


def test_without_a_cut_there_is_one_shot() -> None:
    index = index_of(list(range(30)), Fraction(1, 25))
    shots = ShotDetector(index)
    for stamp in range(30):
        shots.feed(stamp, picture((90, 90, 90)))
    assert shots.shots() == (Shot(0, 30),)


def test_a_flash_shorter_than_a_shot_makes_no_two_cuts() -> None:
    index = index_of(list(range(100)), Fraction(1, 25))
    shots = ShotDetector(index)
    for stamp in range(100):
        shots.feed(stamp, picture((255, 255, 255) if stamp in (50, 51) else (20, 20, 20)))
    assert all(s.end_pts - s.start_pts >= 15 for s in shots.shots())


def test_a_picture_of_one_pixel_is_no_trouble() -> None:
    index = index_of([0, 1], Fraction(1, 25))
    shots = ShotDetector(index)
    for stamp in (0, 1):
        shots.feed(stamp, np.zeros((1, 1, 3), np.uint8))
    assert shots.shots() == (Shot(0, 2),)
