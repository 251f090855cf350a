"""RetinaFace with a MobileNet-0.25 backbone (Deng et al., 2020), as published with the weights
`mobilenet0.25_Final.pth` of Face-Detector-1MB-with-landmark: rectified linear units everywhere,
three levels with strides 8, 16 and 32, two square priors each.

`RetinaFace` has the published layers under the published names and serves to hold and check
weights. `FastRetinaFace` is the same function made for inference.
"""

from __future__ import annotations

import copy
from itertools import pairwise

import torch
from torch import nn
from torch.nn import functional
from torch.nn.utils.fusion import fuse_conv_bn_eval

STRIDES = (8, 16, 32)
PRIOR_SIZES = ((10, 20), (32, 64), (128, 256))
"""Pixels, by level."""
PRIORS = 2
VARIANCES = (0.1, 0.2)

_CHANNELS = 64
"""Of every level behind the feature pyramid."""


class RetinaFace(nn.Module):
    """The network with the published state-dict names; inference only needs `FastRetinaFace`."""

    def __init__(self) -> None:
        super().__init__()
        self.body = nn.ModuleDict(
            {
                "stage1": nn.Sequential(
                    _conv(3, 8, 3, stride=2),
                    _separable(8, 16),
                    _separable(16, 32, stride=2),
                    _separable(32, 32),
                    _separable(32, 64, stride=2),
                    _separable(64, 64),
                ),
                "stage2": nn.Sequential(
                    _separable(64, 128, stride=2), *(_separable(128, 128) for _ in range(5))
                ),
                "stage3": nn.Sequential(_separable(128, 256, stride=2), _separable(256, 256)),
            }
        )
        self.fpn = nn.ModuleDict(
            {
                "output1": _conv(64, _CHANNELS, 1),
                "output2": _conv(128, _CHANNELS, 1),
                "output3": _conv(256, _CHANNELS, 1),
                "merge1": _conv(_CHANNELS, _CHANNELS, 3),
                "merge2": _conv(_CHANNELS, _CHANNELS, 3),
            }
        )
        self.ssh1, self.ssh2, self.ssh3 = _context(), _context(), _context()
        self.ClassHead = _heads(2)
        self.BboxHead = _heads(4)
        self.LandmarkHead = _heads(10)

    def forward(self, x: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
        """As published.

        Args:
            x: (N, 3, H, W) float BGR, less (104, 117, 123).

        Returns:
            Of P priors, level by level, in each row by row: class logits (N, P, 2), boxes
            (N, P, 4), landmarks (N, P, 10), both still relative to the priors.
        """
        parts = []
        for level, feature in enumerate(features(self, x)):
            parts.append([_rows(conv(feature), PRIORS) for conv in head_convs(self, level)])
        logits, boxes, points = (torch.cat(part, dim=1) for part in zip(*parts, strict=True))
        return logits, boxes, points


def head_convs(net: RetinaFace, level: int) -> list[nn.Conv2d]:
    """The 1x1 convolutions of a level: classes, boxes, landmarks."""
    heads = (net.ClassHead[level], net.BboxHead[level], net.LandmarkHead[level])
    return [m for head in heads for m in head.children() if isinstance(m, nn.Conv2d)]


def features(net: RetinaFace, x: torch.Tensor) -> list[torch.Tensor]:
    """What the heads look at: (N, 64, h, w) of the three levels."""
    stages = []
    for stage in net.body.values():
        x = stage(x)
        stages.append(x)
    fpn = net.fpn
    low, middle, top = (fpn[f"output{i + 1}"](stage) for i, stage in enumerate(stages))
    middle = fpn["merge2"](middle + functional.interpolate(top, size=middle.shape[2:]))
    low = fpn["merge1"](low + functional.interpolate(middle, size=low.shape[2:]))
    return [
        _with_context(ssh, level)
        for ssh, level in zip((net.ssh1, net.ssh2, net.ssh3), (low, middle, top), strict=True)
    ]


class FastRetinaFace:
    """Inference with the weights of a `RetinaFace`: batch norm folded into the convolutions, the
    three heads of a level in one, RGB input, channels-last memory.

    Args:
        net: its weights are copied, not changed.
        device: "cpu", "cuda" or "mps".
    """

    def __init__(self, net: RetinaFace, device: str = "cpu") -> None:
        self.device = torch.device(device)
        heads = []
        for level in range(len(STRIDES)):
            parts = head_convs(net, level)
            # One prior's sixteen numbers beside each other: 2 logits, 4 of the box, 10 of points.
            weight = [p.weight.detach().reshape(PRIORS, -1, _CHANNELS, 1, 1) for p in parts]
            bias = [p.bias.detach().reshape(PRIORS, -1) for p in parts if p.bias is not None]
            heads.append((torch.cat(weight, 1).flatten(0, 1), torch.cat(bias, 1).flatten()))
        self._net = copy.deepcopy(net).eval().requires_grad_(False)
        _fold(self._net)
        first = next(m for m in self._net.modules() if isinstance(m, nn.Conv2d))
        # The published weights expect BGR: turning them over gives the same sums from RGB.
        first.weight = nn.Parameter(first.weight.flip(1), requires_grad=False)
        self._net.to(self.device).to(memory_format=torch.channels_last)
        self._heads = [(w.to(self.device), b.to(self.device)) for w, b in heads]
        self._mean = torch.tensor((123.0, 117.0, 104.0), device=self.device)

    def __call__(self, pictures: torch.Tensor) -> torch.Tensor:
        """(N, H, W, 3) uint8 RGB to (N, P, 16) float32: per prior two logits, four numbers of the
        box, ten of the landmarks; the order of priors is that of `priors`.
        """
        with torch.inference_mode():
            # (N, H, W, 3) in memory is a channels-last (N, 3, H, W).
            x = (pictures.to(self.device).float() - self._mean).permute(0, 3, 1, 2)
            levels = features(self._net, x)
            outputs = [
                _rows(functional.conv2d(level, weight, bias), PRIORS)
                for level, (weight, bias) in zip(levels, self._heads, strict=True)
            ]
            return torch.cat(outputs, dim=1)


def priors(height: int, width: int) -> torch.Tensor:
    """(P, 3) float32: centre x, centre y and side of each prior, in pixels of the picture."""
    parts = []
    for stride, sizes in zip(STRIDES, PRIOR_SIZES, strict=True):
        rows, columns = -(-height // stride), -(-width // stride)
        y, x, side = torch.meshgrid(
            (torch.arange(rows) + 0.5) * stride,
            (torch.arange(columns) + 0.5) * stride,
            torch.tensor(sizes, dtype=torch.float32),
            indexing="ij",
        )
        parts.append(torch.stack([x, y, side], dim=-1).reshape(-1, 3))
    return torch.cat(parts)


def decode(raw: torch.Tensor, prior: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    """Boxes (n, 4) xyxy and landmarks (n, 5, 2) in pixels, out of the last fourteen numbers of
    (n, 16) and the priors (n, 3) of the same rows.
    """
    centre, side = prior[:, :2], prior[:, 2:]
    middle = centre + raw[:, 2:4] * VARIANCES[0] * side
    half = side * torch.exp(raw[:, 4:6] * VARIANCES[1]) / 2
    points = centre[:, None] + raw[:, 6:].reshape(-1, 5, 2) * VARIANCES[0] * side[:, None]
    return torch.cat([middle - half, middle + half], dim=1), points


def _conv(inside: int, out: int, size: int, stride: int = 1, relu: bool = True) -> nn.Sequential:
    conv = nn.Conv2d(inside, out, size, stride, size // 2, bias=False)
    return nn.Sequential(conv, nn.BatchNorm2d(out), *([nn.ReLU(inplace=True)] if relu else []))


def _separable(inside: int, out: int, stride: int = 1) -> nn.Sequential:
    return nn.Sequential(
        nn.Conv2d(inside, inside, 3, stride, 1, groups=inside, bias=False),
        nn.BatchNorm2d(inside),
        nn.ReLU(inplace=True),
        nn.Conv2d(inside, out, 1, bias=False),
        nn.BatchNorm2d(out),
        nn.ReLU(inplace=True),
    )


def _context() -> nn.ModuleDict:
    """The context module of SSH (Najibi et al., 2017): fields of 3, 5 and 7 pixels."""
    half, quarter = _CHANNELS // 2, _CHANNELS // 4
    return nn.ModuleDict(
        {
            "conv3X3": _conv(_CHANNELS, half, 3, relu=False),
            "conv5X5_1": _conv(_CHANNELS, quarter, 3),
            "conv5X5_2": _conv(quarter, quarter, 3, relu=False),
            "conv7X7_2": _conv(quarter, quarter, 3),
            "conv7x7_3": _conv(quarter, quarter, 3, relu=False),
        }
    )


def _with_context(ssh: nn.ModuleDict, x: torch.Tensor) -> torch.Tensor:
    shared = ssh["conv5X5_1"](x)
    wide = ssh["conv7x7_3"](ssh["conv7X7_2"](shared))
    return functional.relu_(torch.cat([ssh["conv3X3"](x), ssh["conv5X5_2"](shared), wide], dim=1))


def _heads(numbers: int) -> nn.ModuleList:
    return nn.ModuleList(
        nn.ModuleDict({"conv1x1": nn.Conv2d(_CHANNELS, PRIORS * numbers, 1)}) for _ in STRIDES
    )


def _rows(x: torch.Tensor, priors: int) -> torch.Tensor:
    """(N, priors * k, h, w) to (N, h * w * priors, k)."""
    return x.permute(0, 2, 3, 1).reshape(len(x), -1, x.shape[1] // priors)


def _fold(module: nn.Module) -> None:
    """Put every batch norm into the convolution before it."""
    for child in module.children():
        if isinstance(child, nn.Sequential):
            for i, (conv, norm) in enumerate(pairwise(list(child))):
                if isinstance(conv, nn.Conv2d) and isinstance(norm, nn.BatchNorm2d):
                    child[i], child[i + 1] = fuse_conv_bn_eval(conv, norm), nn.Identity()
        _fold(child)
