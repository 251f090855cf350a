from __future__ import annotations

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.vision.clips import CROP_SIZE, crop_face, crop_paths, whole_picture
from core.vision.smoothing import median_filter


def published_crop(picture: np.ndarray, cx: float, cy: float, s: float) -> np.ndarray:
    """The reference pipeline's crop, as DESIGN states it: pad by 110, cut, resize."""
    cs = 0.4
    pad = int(s * (1 + 2 * cs))
    padded = np.pad(picture, ((pad, pad), (pad, pad), (0, 0)), constant_values=110)
    my, mx = cy + pad, cx + pad
    rows = slice(int(my - s), int(my + s * (1 + 2 * cs)))
    columns = slice(int(mx - s * (1 + cs)), int(mx + s * (1 + cs)))
    return cv2.resize(padded[rows, columns], (224, 224))


@given(st.floats(0, 159), st.floats(0, 119), st.floats(4, 90), st.integers(0, 9))
def test_the_crop_is_the_published_one(cx: float, cy: float, s: float, seed: int) -> None:
    picture = np.random.default_rng(seed).integers(0, 256, (120, 160, 3), np.uint8)
    assert np.array_equal(crop_face(picture, cx, cy, s), published_crop(picture, cx, cy, s))


def test_a_face_outside_of_the_picture_is_all_padding() -> None:
    crop = crop_face(np.zeros((20, 20, 3), np.uint8), 500, 500, 10)
    assert crop.shape == (CROP_SIZE, CROP_SIZE, 3)
    assert set(np.unique(crop)) == {110}


def test_a_picture_of_the_right_size_is_its_own_clip() -> None:
    picture = np.zeros((224, 224, 3), np.uint8)
    assert whole_picture(picture) is picture
    assert whole_picture(np.zeros((1, 1, 3), np.uint8)).shape == (224, 224, 3)


def test_a_jump_of_one_step_does_not_move_the_crop() -> None:
    boxes = np.tile(np.array([[10, 20, 70, 100]], np.float32), (40, 1))
    boxes[20] += 300
    path = crop_paths(boxes)
    assert np.allclose(path, [40, 60, 40])


@given(st.lists(st.floats(-1e3, 1e3), min_size=1, max_size=30), st.sampled_from([1, 3, 5, 13]))
def test_the_median_filter_is_the_plain_one(values: list[float], width: int) -> None:
    half = width // 2
    padded = [values[0]] * half + values + [values[-1]] * half
    expected = [np.median(padded[i : i + width]) for i in range(len(values))]
    assert np.allclose(median_filter(np.array(values), width), expected)


def test_an_even_median_is_refused() -> None:
    with pytest.raises(ValueError, match="odd"):
        median_filter(np.zeros(5), 4)
