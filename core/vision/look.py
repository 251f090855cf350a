"""How a picture is shown to see more in it: brightness, contrast, gamma, one channel alone.

For the screen only. Nothing that is analysed, cropped, copied, saved or exported goes through here.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Literal, get_args

import cv2
import numpy as np
import numpy.typing as npt

Channel = Literal["all", "red", "green", "blue", "luma"]
CHANNELS: tuple[Channel, ...] = get_args(Channel)

BRIGHTNESS = (-1.0, 1.0)
CONTRAST = (0.0, 4.0)
GAMMA = (0.2, 5.0)

Picture = npt.NDArray[np.uint8]

_PLANES = {"blue": 0, "green": 1, "red": 2}


@dataclass(frozen=True, slots=True)
class Look:
    """One way to show pictures. The default changes nothing.

    A value v of 0..1 becomes (contrast (v - 0.5) + 0.5 + brightness) ^ (1 / gamma), clipped to 0..1
    before the power: the formula of FFmpeg's filter "eq".

    Args:
        brightness: -1..1, added.
        contrast: 0..4, about the middle.
        gamma: 0.2..5; over 1 lifts the dark parts.
        channel: "all"; or one of them, or the luma of ITU-R BT.601, as grey.

    Raises:
        ValueError: a value lies outside of its range.
    """

    brightness: float = 0.0
    contrast: float = 1.0
    gamma: float = 1.0
    channel: Channel = "all"

    def __post_init__(self) -> None:
        for name, value, (low, high) in (
            ("brightness", self.brightness, BRIGHTNESS),
            ("contrast", self.contrast, CONTRAST),
            ("gamma", self.gamma, GAMMA),
        ):
            if not low <= value <= high:
                raise ValueError(f"{name} {value} is outside of {low}..{high}")
        if self.channel not in CHANNELS:
            raise ValueError(f"no channel {self.channel!r}")

    @property
    def is_plain(self) -> bool:
        """Whether it changes nothing."""
        return self == Look()

    def apply(self, bgra: Picture) -> Picture:
        """The picture in this look.

        Args:
            bgra: (H, W, 4) uint8; not changed.

        Returns:
            (H, W, 4) uint8 BGRA, opaque; `bgra` itself if the look changes nothing.
        """
        if self.is_plain:
            return bgra
        if self.channel == "all":
            return np.asarray(cv2.LUT(bgra, _bgra_table(self)), np.uint8)
        if self.channel == "luma":
            plane = cv2.cvtColor(bgra, cv2.COLOR_BGRA2GRAY)
        else:
            plane = cv2.extractChannel(bgra, _PLANES[self.channel])
        plane = cv2.LUT(plane, _table(self))
        return np.asarray(cv2.cvtColor(plane, cv2.COLOR_GRAY2BGRA), np.uint8)


@lru_cache(maxsize=8)
def _table(look: Look) -> Picture:
    """(256,) uint8: what each value becomes."""
    values = np.arange(256, dtype=np.float64) / 255
    bent = np.clip(look.contrast * (values - 0.5) + 0.5 + look.brightness, 0, 1) ** (1 / look.gamma)
    table = np.rint(bent * 255).astype(np.uint8)
    table.setflags(write=False)
    return table


@lru_cache(maxsize=8)
def _bgra_table(look: Look) -> Picture:
    """(1, 256, 4) uint8: the same for each colour, opaque for all alphas."""
    table = np.full((1, 256, 4), 255, np.uint8)
    table[0, :, :3] = _table(look)[:, None]
    table.setflags(write=False)
    return table
