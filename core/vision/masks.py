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
