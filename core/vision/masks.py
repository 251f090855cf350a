"""Masks as COCO's compressed run lengths, column by column over the whole upright picture."""

from __future__ import annotations

import warnings

import numpy as np
import numpy.typing as npt


def encode_mask(pixels: npt.NDArray[np.uint8]) -> bytes:
    """The run lengths of a mask (H, W) uint8, 0 or 1."""
    from pycocotools import mask as coco

    counts: bytes = coco.encode(np.asfortranarray(pixels))["counts"]
    return counts


def decode_mask(counts: bytes, size: tuple[int, int]) -> npt.NDArray[np.uint8]:
    """(H, W) uint8, 0 or 1, C-contiguous.

    Args:
        counts: as `encode_mask` gives them.
        size: (width, height) of the picture.
    """
    from pycocotools import mask as coco

    width, height = size
    with warnings.catch_warnings():
        # pycocotools speaks numpy 1 to numpy 2, which still understands it.
        warnings.filterwarnings("ignore", "__array__", DeprecationWarning)
        pixels = coco.decode({"size": [height, width], "counts": counts})
    return np.ascontiguousarray(pixels)


def mask_area(counts: bytes, size: tuple[int, int]) -> int:
    """How many pixels of a picture (width, height) the mask has."""
    from pycocotools import mask as coco

    width, height = size
    return int(coco.area({"size": [height, width], "counts": counts}))


def mask_fits(counts: bytes, size: tuple[int, int]) -> bool:
    """Whether the runs are as long as a picture (width, height) has pixels; other masks cannot be
    decoded. Quicker than to try it.
    """
    codes = np.frombuffer(counts, np.uint8).astype(np.int64) - 48
    ends = np.flatnonzero((codes & 32) == 0)
    if not len(ends) or ends[-1] != len(codes) - 1 or codes.min() < 0 or codes.max() > 63:
        return False
    # Five bits a character, the low ones first; the sixth says that more follow.
    starts = np.concatenate([[0], ends[:-1] + 1])
    places = np.arange(len(codes)) - np.repeat(starts, ends - starts + 1)
    if places.max() > 6:
        return False
    runs = np.add.reduceat((codes & 31) << (5 * places), starts)
    negative = (codes[ends] & 16) != 0
    runs = runs - np.where(negative, np.int64(1) << (5 * (places[ends] + 1)), 0)
    # From the fourth on each is the difference to the one before the last.
    runs[1::2], runs[2::2] = runs[1::2].cumsum(), runs[2::2].cumsum()
    return bool(runs.min() >= 0) and int(runs.sum()) == size[0] * size[1]


def resized_mask(counts: bytes, size: tuple[int, int], new: tuple[int, int]) -> bytes:
    """A mask over a picture of another size.

    Args:
        counts: as `encode_mask` gives them.
        size, new: (width, height) of the picture, before and after.
    """
    if size == new:
        return counts
    import cv2

    grown = cv2.resize(decode_mask(counts, size) * 255, new, interpolation=cv2.INTER_LINEAR)
    return encode_mask((np.asarray(grown) >= 128).astype(np.uint8))
