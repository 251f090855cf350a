"""Looks: what the sliders do to every value, and that they do it to the screen's copy only."""

from __future__ import annotations

import numpy as np
import pytest

from core.vision.look import CHANNELS, Look


def ramp() -> np.ndarray:
    """(3, 256, 4) BGRA: every value in blue, red counts down, green is 77 throughout."""
    picture = np.full((3, 256, 4), 255, np.uint8)
    picture[..., 0] = np.arange(256)
    picture[..., 1] = 77
    picture[..., 2] = np.arange(256)[::-1]
    return picture


def test_the_default_changes_nothing_and_copies_nothing() -> None:
    picture = ramp()
    assert Look().is_plain
    assert Look().apply(picture) is picture


@pytest.mark.parametrize(
    "look",
    [
        Look(brightness=0.2),
        Look(brightness=-1),
        Look(contrast=0),
        Look(contrast=4),
        Look(gamma=0.2),
        Look(gamma=5),
        Look(brightness=-0.1, contrast=1.7, gamma=2.2),
    ],
)
def test_each_colour_follows_the_formula_and_alpha_stays(look: Look) -> None:
    picture = ramp()
    before = picture.copy()
    shown = look.apply(picture)
    values = picture[..., :3].astype(np.float64) / 255
    wanted = np.clip(look.contrast * (values - 0.5) + 0.5 + look.brightness, 0, 1)
    wanted = wanted ** (1 / look.gamma) * 255
    assert np.abs(shown[..., :3] - wanted).max() <= 0.5
    assert (shown[..., 3] == 255).all()
    assert (picture == before).all()
    assert not look.is_plain


def test_gamma_over_one_lifts_the_dark() -> None:
    picture = np.full((1, 1, 4), 20, np.uint8)
    assert Look(gamma=2).apply(picture)[0, 0, 0] > 60


@pytest.mark.parametrize(("channel", "plane"), [("blue", 0), ("green", 1), ("red", 2)])
def test_a_channel_alone_is_grey(channel: str, plane: int) -> None:
    picture = ramp()
    shown = Look(channel=channel).apply(picture)  # type: ignore[arg-type]
    for other in range(3):
        assert (shown[..., other] == picture[..., plane]).all()
    assert (shown[..., 3] == 255).all()


def test_luma_weighs_the_colours() -> None:
    picture = ramp()
    shown = Look(channel="luma").apply(picture)
    wanted = picture[..., :3] @ np.array([0.114, 0.587, 0.299])
    assert np.abs(shown[..., 0] - wanted).max() <= 1
    assert (shown[..., 0] == shown[..., 2]).all()


def test_a_channel_goes_through_the_curve_too() -> None:
    picture = ramp()
    both = Look(gamma=2, channel="green").apply(picture)
    assert both[0, 0, 0] == Look(gamma=2).apply(picture)[0, 0, 1]


def test_looks_are_values() -> None:
    assert Look(gamma=2) == Look(gamma=2)
    assert len({Look(channel=c) for c in CHANNELS}) == len(CHANNELS)


@pytest.mark.parametrize(
    "values",
    [
        {"brightness": 1.1},
        {"contrast": -0.1},
        {"gamma": 0},
        {"gamma": float("nan")},
        {"channel": "alpha"},
    ],
)
def test_values_out_of_range_are_refused(values: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"outside|channel"):
        Look(**values)  # type: ignore[arg-type]
