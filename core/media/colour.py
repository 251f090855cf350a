"""From decoded frames to 8-bit RGB for a screen: colour matrix, high dynamic range, alpha."""

from __future__ import annotations

from functools import cache
from typing import Literal, cast

import cv2
import numpy as np
import numpy.typing as npt
from av.video.frame import VideoFrame
from av.video.reformatter import Colorspace, ColorTrc, Interpolation, VideoReformatter

Picture = npt.NDArray[np.uint8]

# Of AVFrame.colorspace (libavutil/pixfmt.h, AVCOL_SPC_UNSPECIFIED).
_UNSPECIFIED = 2
_HD_ROWS = 720

_BLOCK = 16

REFERENCE_WHITE = 203.0
"""cd/m2 of white paper in high dynamic range (ITU-R BT.2408-7, 2.1); shown as a screen's white."""
_HLG_PEAK = 1000.0
_KNEE = 0.7


def with_matrix(frame: VideoFrame) -> VideoFrame:
    """The same frame; where it does not name its colour matrix, by its size as players do.

    BT.709 from 720 rows on, swscale's default (BT.601) below. To be called before a frame is
    shrunk.
    """
    if frame.colorspace == _UNSPECIFIED and max(frame.height, frame.width * 9 // 16) >= _HD_ROWS:
        frame.colorspace = Colorspace.ITU709
    return frame


def to_four_bytes(interpolation: Interpolation, width: int) -> Interpolation:
    """How to make pictures of four bytes a pixel of this width.

    swscale's quick way from YUV writes blocks of 16 columns: of a row that ends within one it
    leaves columns as they were in memory, or (in several threads) writes into the next row
    (libswscale 9.5 on x86). Its slow exact way does not, nor do its ways to three bytes a pixel.
    """
    if width % _BLOCK == 0:
        return interpolation
    return interpolation | Interpolation.FULL_CHR_H_INT | Interpolation.ACCURATE_RND


class PictureMaker:
    """Makes arrays of decoded frames. Owned by one thread.

    High dynamic range (PQ, HLG) is mapped to a screen's range channel by channel; the colours stay
    in the primaries of the file (paler on a screen than they are). What is transparent lies over
    black.
    """

    def __init__(self) -> None:
        self._reformatter = VideoReformatter()

    def make(
        self,
        frame: VideoFrame,
        size: tuple[int, int],
        pixel_format: Literal["rgb24", "bgra"],
        interpolation: Interpolation = Interpolation.BILINEAR,
        threads: int = 0,
    ) -> Picture:
        """(H, W, 3) uint8 RGB or (H, W, 4) uint8 BGRA of `size` (width, height), as stored: not
        turned upright; not for writing. `threads` of swscale, 0 for as many as there are cores."""
        clear = any(component.is_alpha for component in frame.format.components)
        # Three bytes and a fourth put in are several times as fast as the exact way to four.
        four = clear or (pixel_format == "bgra" and size[0] % _BLOCK == 0)
        order = "bgra" if pixel_format == "bgra" else "rgba"
        scaled = self._reformatter.reformat(
            frame,
            *size,
            order if four else "rgb24",
            interpolation=to_four_bytes(interpolation, size[0]) if four else interpolation,
            threads=threads,
        )
        picture = cast("Picture", scaled.to_ndarray())
        if clear:
            picture = _over_black(picture)[..., : 3 if pixel_format == "rgb24" else 4]
        elif pixel_format == "bgra" and not four:
            picture = cast("Picture", cv2.cvtColor(picture, cv2.COLOR_RGB2BGRA))
        curve = _curve(frame.color_trc)
        return np.ascontiguousarray(picture) if curve is None else curve.take(picture)


def _over_black(picture: Picture) -> Picture:
    """(H, W, 4) with straight alpha, which becomes 255."""
    alpha = picture[..., 3:]
    if int(alpha.min()) == 255:
        return picture
    out = np.empty_like(picture)
    # Rounded to the nearest; products stay below 2**16.
    out[..., :3] = (picture[..., :3].astype(np.uint16) * alpha + 127) // 255
    out[..., 3] = 255
    return out


@cache
def _curve(transfer: int) -> Picture | None:
    """(256,) uint8 from codes of a transfer function to those of a screen; None: as it is."""
    code = np.arange(256) / 255.0
    if transfer == ColorTrc.SMPTE2084:
        nits = _pq(code)
    elif transfer == ColorTrc.ARIB_STD_B67:
        nits = _hlg(code)
    else:
        return None
    light = nits / REFERENCE_WHITE
    # Straight up to the knee; what is brighter bends softly towards white.
    over = 1.0 - np.exp(-np.maximum(light - _KNEE, 0.0) / (1.0 - _KNEE))
    light = np.minimum(light, _KNEE) + (1.0 - _KNEE) * over
    # IEC 61966-2-1.
    srgb = np.where(light <= 0.0031308, 12.92 * light, 1.055 * light ** (1 / 2.4) - 0.055)
    curve = np.round(255.0 * srgb).astype(np.uint8)
    curve.setflags(write=False)
    return curve


def _pq(code: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """cd/m2 (ITU-R BT.2100-2, table 4, EOTF)."""
    m1, m2, c1, c2, c3 = 0.1593017578125, 78.84375, 0.8359375, 18.8515625, 18.6875
    power = code ** (1 / m2)
    return 10000.0 * (np.maximum(power - c1, 0.0) / (c2 - c3 * power)) ** (1 / m1)


def _hlg(code: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """cd/m2 on a screen of 1,000 (ITU-R BT.2100-2, table 5: inverse OETF, then the OOTF with gamma
    1.2 on each channel in place of the luminance)."""
    a, b, c = 0.17883277, 0.28466892, 0.55991073
    scene = np.where(code <= 0.5, code**2 / 3.0, (np.exp((code - c) / a) + b) / 12.0)
    return _HLG_PEAK * scene**1.2
