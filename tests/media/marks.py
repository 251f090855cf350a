"""Marks that survive compression: a frame's number in its pixels, and clicks in its sound."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from tests.media.muxing import Picture, Samples

BITS = 12
_WHITE, _BLACK = 235, 20

CLICK_SECONDS = 0.004
_CLICK_HERTZ = 3000.0


def draw_number(number: int, size: tuple[int, int]) -> Picture:
    """A picture, (height, width, 3) uint8 RGB, with `number` burnt into its upper half.

    The first quarter holds the number's bits as white and black blocks, the second quarter their
    complement, so that a reader sees contrast in every column and can tell damage from darkness.
    Below lie a slope and a bar that moves with the number.

    Raises:
        ValueError: the number does not fit into `BITS` bits, or the picture is too small.
    """
    width, height = size
    if not 0 <= number < 1 << BITS:
        raise ValueError(f"{number} does not fit into {BITS} bits")
    if width < 2 * BITS or height < 16:
        raise ValueError(f"{width}x{height} is too small for a number")
    picture = np.empty((height, width, 3), np.uint8)
    slope = np.linspace(60, 190, width, dtype=np.float32)
    picture[..., 0] = slope
    picture[..., 1] = slope[::-1]
    picture[..., 2] = 40 + (number * 7) % 160
    bar = (number * 5) % max(1, width - 8)
    picture[height // 2 :, bar : bar + 8] = (250, 220, 40)
    edges = _edges(width)
    for bit in range(BITS):
        lit = bool(number >> (BITS - 1 - bit) & 1)
        left, right = edges[bit], edges[bit + 1]
        picture[: height // 4, left:right] = _WHITE if lit else _BLACK
        picture[height // 4 : height // 2, left:right] = _BLACK if lit else _WHITE
    return picture


def read_number(rgb: Picture) -> int:
    """The number burnt into a picture, at any scale.

    Raises:
        ValueError: the picture holds none, or it is damaged beyond reading.
    """
    height, width = rgb.shape[:2]
    grey = rgb.astype(np.float32).mean(axis=2)
    edges = _edges(width)
    number = 0
    for bit in range(BITS):
        left, right = edges[bit], edges[bit + 1]
        inner = slice(left + (right - left) // 4, max(right - (right - left) // 4, left + 1))
        upper = float(grey[height // 16 : height // 4 - height // 16, inner].mean())
        lower = float(grey[height // 4 + height // 16 : height // 2 - height // 16, inner].mean())
        if abs(upper - lower) < 80.0:
            raise ValueError(f"bit {bit} cannot be read: {upper:.0f} over {lower:.0f}")
        number = number << 1 | (upper > lower)
    return number


def _edges(width: int) -> list[int]:
    return [round(width * k / BITS) for k in range(BITS + 1)]


def click_wave(rate: int) -> Samples:
    """One click: a burst of 4 ms with a sharp start; (n,) float32, peak about 0.9."""
    time = np.arange(round(CLICK_SECONDS * rate)) / rate
    wave = np.sin(2 * np.pi * _CLICK_HERTZ * time) * np.exp(-time / 0.0015)
    return (0.9 / np.max(np.abs(wave)) * wave).astype(np.float32)


def click_track(times: npt.ArrayLike, seconds: float, rate: int) -> Samples:
    """Silence of `seconds` with a click that begins at each of `times` (seconds); float32 mono."""
    samples = np.zeros(round(seconds * rate), dtype=np.float32)
    wave = click_wave(rate)
    for time in np.atleast_1d(np.asarray(times, dtype=np.float64)):
        start = round(float(time) * rate)
        if start < 0 or start >= len(samples):
            raise ValueError(f"a click at {time} s lies outside the sound")
        end = min(start + len(wave), len(samples))
        samples[start:end] += wave[: end - start]
    return samples


def find_clicks(samples: npt.ArrayLike, rate: int) -> list[float]:
    """Seconds from the first sample at which clicks begin, in order; (n,) mono of any scale.

    The place is where the sound correlates best with the click itself, so lossy codecs' ringing
    before the click does not move it.
    """
    sound = np.asarray(samples, dtype=np.float64).reshape(-1)
    wave = click_wave(rate).astype(np.float64)
    if len(sound) < len(wave):
        return []
    match = np.abs(np.correlate(sound, wave, mode="valid"))
    top = float(match.max(initial=0.0))
    floor = 0.4 * top
    # A click stands far out of what surrounds it; where nothing does, there is none.
    if top <= 0.0 or top < 25.0 * float(np.median(match)):
        return []
    near = len(wave)
    found: list[float] = []
    at = 0
    while at < len(match):
        if match[at] < floor:
            at += 1
            continue
        window = match[at : at + 2 * near]
        best = at + int(np.argmax(window))
        found.append(best / rate)
        at = best + 2 * near
    return found
