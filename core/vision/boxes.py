"""Arithmetic of many boxes at once. Boxes are (n, 4) xyxy."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]


def areas(boxes: Floats) -> Floats:
    """(n,) areas; 0 for boxes turned inside out."""
    size = np.clip(boxes[:, 2:] - boxes[:, :2], 0, None)
    return np.asarray(size[:, 0] * size[:, 1])


def iou_matrix(a: Floats, b: Floats) -> Floats:
    """(len(a), len(b)) intersection over union, 0 where both are empty."""
    low = np.maximum(a[:, None, :2], b[None, :, :2])
    high = np.minimum(a[:, None, 2:], b[None, :, 2:])
    size = np.clip(high - low, 0, None)
    inter = size[..., 0] * size[..., 1]
    union = areas(a)[:, None] + areas(b)[None, :] - inter
    return np.divide(inter, union, out=np.zeros_like(inter), where=union > 0)


def paired_iou(a: Floats, b: Floats) -> Floats:
    """(n,) intersection over union of the boxes in the same rows, 0 where both are empty."""
    size = np.clip(np.minimum(a[:, 2:], b[:, 2:]) - np.maximum(a[:, :2], b[:, :2]), 0, None)
    inter = size[:, 0] * size[:, 1]
    union = areas(a) + areas(b) - inter
    return np.divide(inter, union, out=np.zeros_like(inter), where=union > 0)


def nms(
    boxes: Floats, scores: Floats, labels: npt.NDArray[np.int64], iou: float
) -> npt.NDArray[np.int64]:
    """Class-aware non-maximum suppression by torchvision.

    Returns:
        (m,) int64 rows to keep, best score first. Boxes of different labels never suppress each
        other.
    """
    if len(boxes) < 2:
        return np.arange(len(boxes), dtype=np.int64)
    import torch
    from torchvision.ops import batched_nms

    kept = batched_nms(
        torch.from_numpy(np.ascontiguousarray(boxes, dtype=np.float32)),
        torch.from_numpy(np.ascontiguousarray(scores, dtype=np.float32)),
        torch.from_numpy(np.ascontiguousarray(labels, dtype=np.int64)),
        iou,
    )
    return np.asarray(kept.numpy(), dtype=np.int64)
