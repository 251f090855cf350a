"""S3FD in the plain published formulation, as the other side of comparisons: fp32, one picture at a
time, every layer and every prior by itself, non-maximum suppression as loops in Python.
"""

from __future__ import annotations

import time

import cv2
import numpy as np
import numpy.typing as npt
import torch
from torch.nn import functional

from plugins.s3fd.network import PRIOR_SIZES, STRIDES, VARIANCES, S3fd

MEAN_BGR = (104.0, 117.0, 123.0)

Floats = npt.NDArray[np.float32]


class PlainS3fd:
    """The whole way from a picture to boxes; `nms_seconds` adds up what suppression takes."""

    def __init__(self, net: S3fd, scales: tuple[float, ...], min_score: float) -> None:
        self._net = net
        self._scales = scales
        self._min_score = min_score
        self.nms_seconds = 0.0

    def detect(self, picture: npt.NDArray[np.uint8]) -> npt.NDArray[np.float64]:
        """(n, 5): boxes xyxy and scores of one picture (H, W, 3) RGB uint8."""
        height, width = picture.shape[:2]
        found = [np.empty((0, 5))]
        for scale in self._scales:
            scaled = cv2.resize(picture, (0, 0), fx=scale, fy=scale, interpolation=cv2.INTER_LINEAR)
            x = scaled.transpose(2, 0, 1).astype(np.float32)
            x -= np.array(MEAN_BGR[::-1], np.float32)[:, None, None]
            boxes, scores = self._one_scale(torch.from_numpy(x)[None])
            boxes = boxes * torch.tensor([width, height] * 2, dtype=torch.float32)
            over = scores > self._min_score
            found.append(torch.cat([boxes[over], scores[over, None]], 1).numpy().astype(float))
        rows = np.concatenate(found)
        start = time.perf_counter()
        kept = rows[_suppressed(rows, 0.1)]
        self.nms_seconds += time.perf_counter() - start
        return kept

    @torch.no_grad()
    def _one_scale(self, x: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        """Boxes in shares of the picture and scores, best first, after the first suppression."""
        net = self._net
        sources = []
        height, width = x.shape[2:]
        for i, layer in enumerate(net.vgg):
            x = layer(x)
            if i in (15, 22, 29):
                length = x.pow(2).sum(dim=1, keepdim=True).sqrt() + 1e-10
                weight = net.scales[len(sources)].view(1, -1, 1, 1)
                sources.append(weight.expand_as(x) * (x / length))
        sources.append(x)
        for i, layer in enumerate(net.extras):
            x = functional.relu(layer(x))
            if i % 2:
                sources.append(x)
        loc, conf, priors = [], [], []
        for i, source in enumerate(sources):
            c = net.conf[i](source)
            if i == 0:
                c = torch.cat([c[:, :3].max(dim=1, keepdim=True).values, c[:, 3:]], dim=1)
            loc.append(net.loc[i](source).permute(0, 2, 3, 1).reshape(-1, 4))
            conf.append(c.permute(0, 2, 3, 1).reshape(-1, 2))
            side = PRIOR_SIZES[i]
            for row in range(source.shape[2]):
                for column in range(source.shape[3]):
                    priors.append(
                        [
                            (column + 0.5) / (width / STRIDES[i]),
                            (row + 0.5) / (height / STRIDES[i]),
                            side / width,
                            side / height,
                        ]
                    )
        prior = torch.tensor(priors)
        raw = torch.cat(loc)
        scores = torch.softmax(torch.cat(conf), dim=-1)[:, 1]
        centre = prior[:, :2] + raw[:, :2] * VARIANCES[0] * prior[:, 2:]
        size = prior[:, 2:] * torch.exp(raw[:, 2:] * VARIANCES[1])
        low = centre - size / 2
        boxes = torch.cat([low, size + low], dim=1)
        over = scores > 0.05
        boxes, scores = boxes[over], scores[over]
        start = time.perf_counter()
        kept = _kept(boxes, scores, 0.3, 5000)[:750]
        self.nms_seconds += time.perf_counter() - start
        return boxes[kept], scores[kept]


def _kept(boxes: torch.Tensor, scores: torch.Tensor, iou: float, most: int) -> list[int]:
    """Rows that stay, best first; of equal scores the last one goes first."""
    area = (boxes[:, 2] - boxes[:, 0]) * (boxes[:, 3] - boxes[:, 1])
    order = scores.sort(0).indices[-most:]
    kept = []
    while len(order):
        best = int(order[-1])
        kept.append(best)
        order = order[:-1]
        low = torch.maximum(boxes[order, :2], boxes[best, :2])
        high = torch.minimum(boxes[order, 2:], boxes[best, 2:])
        size = (high - low).clamp(min=0)
        inter = size[:, 0] * size[:, 1]
        order = order[inter / (area[order] - inter + area[best]) <= iou]
    return kept


def _suppressed(rows: npt.NDArray[np.float64], iou: float) -> list[int]:
    """The same over rows of boxes and scores, in numpy."""
    area = (rows[:, 2] - rows[:, 0]) * (rows[:, 3] - rows[:, 1])
    order = rows[:, 4].argsort()[::-1]
    kept = []
    while len(order):
        best = order[0]
        kept.append(int(best))
        order = order[1:]
        low = np.maximum(rows[best, :2], rows[order, :2])
        high = np.minimum(rows[best, 2:4], rows[order, 2:4])
        size = np.maximum(high - low, 0)
        inter = size[:, 0] * size[:, 1]
        order = order[inter / (area[best] + area[order] - inter) <= iou]
    return kept
