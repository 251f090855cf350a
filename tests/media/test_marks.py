"""The marks can be read back, and what is no mark is not taken for one."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from tests.media.marks import BITS, click_track, draw_number, find_clicks, read_number


@pytest.mark.parametrize("number", [0, 1, 2, 77, 1365, 2730, (1 << BITS) - 1])
@pytest.mark.parametrize("size", [(192, 112), (321, 241), (24, 16), (97, 51)])
def test_a_number_is_read_back(number: int, size: tuple[int, int]) -> None:
    assert read_number(draw_number(number, size)) == number


def test_a_number_survives_scaling_blur_and_noise() -> None:
    picture = draw_number(1234, (192, 112))
    small = cv2.resize(picture, (97, 60), interpolation=cv2.INTER_AREA)
    noise = np.random.Generator(np.random.PCG64(1)).normal(0, 12, small.shape)
    spoilt = np.clip(cv2.GaussianBlur(small, (3, 3), 0) + noise, 0, 255).astype(np.uint8)
    assert read_number(spoilt) == 1234


@pytest.mark.parametrize("grey", [0, 128, 255])
def test_a_picture_without_a_number_is_refused(grey: int) -> None:
    with pytest.raises(ValueError, match="cannot be read"):
        read_number(np.full((112, 192, 3), grey, np.uint8))


@pytest.mark.parametrize(
    ("number", "size"), [(1 << BITS, (192, 112)), (-1, (192, 112)), (0, (8, 8))]
)
def test_what_cannot_be_drawn_is_refused(number: int, size: tuple[int, int]) -> None:
    with pytest.raises(ValueError, match=r"fit|small"):
        draw_number(number, size)


@pytest.mark.parametrize("rate", [16000, 44100, 48000])
def test_clicks_are_found_to_the_sample(rate: int) -> None:
    times = [0.0, 0.2, 0.523, 0.9]
    found = find_clicks(click_track(times, 1.0, rate), rate)
    assert found == pytest.approx(times, abs=1.5 / rate)


def test_noise_and_silence_hold_no_clicks() -> None:
    noise = np.random.Generator(np.random.PCG64(2)).normal(0, 0.01, 48000)
    assert find_clicks(noise, 48000) == []
    assert find_clicks(np.zeros(48000), 48000) == []


def test_a_click_outside_the_sound_is_refused() -> None:
    with pytest.raises(ValueError, match="outside"):
        click_track([1.5], 1.0, 48000)
