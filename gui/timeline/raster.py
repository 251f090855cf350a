"""Pictures of many small strokes, painted by numpy: one call, however many there are."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from PySide6.QtGui import QColor, QImage

Floats = npt.NDArray[np.floating]
Ints = npt.NDArray[np.int64]
Pixels = npt.NDArray[np.uint32]


def shades(colour: QColor) -> Pixels:
    """(256,) premultiplied ARGB of a colour from transparent to its own opacity."""
    alpha = np.arange(256) * colour.alphaF() / 255.0
    parts = [
        np.rint(part * alpha * 255).astype(np.uint32)
        for part in (1.0, colour.redF(), colour.greenF(), colour.blueF())
    ]
    return parts[0] << 24 | parts[1] << 16 | parts[2] << 8 | parts[3]


def blank(width: int, height: int) -> Pixels:
    """(height, width) transparent pixels."""
    return np.zeros((height, width), np.uint32)


def strokes(
    pixels: Pixels, x: Ints, top: Floats, bottom: Floats, colours: Pixels, which: Ints | None = None
) -> None:
    """Paint upright strokes one pixel wide, later ones over earlier ones.

    Args:
        pixels: (h, w), painted into.
        x: (n,) columns, within the picture.
        top, bottom: (n,) rows, with fractions: a pixel that is half covered is half opaque.
        colours: (256,) shades of all, or (m, 256) of which `which` (n,) picks one for each.
    """
    height, width = pixels.shape
    top = np.clip(top, 0, height).astype(np.float32)
    bottom = np.clip(bottom, 0, height).astype(np.float32)
    first = np.floor(top).astype(np.int64)
    lengths = np.maximum(np.ceil(bottom).astype(np.int64) - first, 0)
    total = int(lengths.sum())
    if not total:
        return
    starts = np.cumsum(lengths) - lengths
    row = np.arange(total) - np.repeat(starts - first, lengths)
    cover = np.minimum(row + 1, np.repeat(bottom, lengths))
    cover -= np.maximum(row, np.repeat(top, lengths))
    level = np.clip(cover * 255, 0, 255).astype(np.int64)
    if which is not None:
        level += np.repeat(which, lengths) * 256
    pixels.reshape(-1)[row * width + np.repeat(x, lengths)] = colours.reshape(-1)[level]


def runs(pixels: Pixels, row: Ints, left: Ints, right: Ints, colours: Pixels) -> None:
    """Fill runs of pixels, later ones over earlier ones: rows `row`, from `left` to before `right`,
    (n,) each, in `colours` (n,) premultiplied ARGB.
    """
    width = pixels.shape[1]
    left, right = np.clip(left, 0, width), np.clip(right, 0, width)
    lengths = np.maximum(right - left, 0)
    total = int(lengths.sum())
    if total:
        starts = np.cumsum(lengths) - lengths
        column = np.arange(total) - np.repeat(starts - left, lengths)
        pixels.reshape(-1)[np.repeat(row, lengths) * width + column] = np.repeat(colours, lengths)


def picture(pixels: Pixels) -> QImage:
    """The pixels as an image that owns them."""
    height, width = pixels.shape
    rows = np.ascontiguousarray(pixels)
    image = QImage(rows.data, width, height, width * 4, QImage.Format.Format_ARGB32_Premultiplied)
    return image.copy()


def argb(colour: QColor) -> int:
    """Premultiplied ARGB of a colour."""
    return int(shades(colour)[255])
