"""S3FD (Zhang et al., 2017) as published with the weights `sfd_face.pth`: VGG-16 with six heads.

`S3fd` has the published layers under the published names and serves to hold and check weights.
`FastS3fd` is the same function made for inference.
"""

from __future__ import annotations

import torch
from torch import nn
from torch.nn import functional

STRIDES = (4, 8, 16, 32, 64, 128)
PRIOR_SIZES = (16, 32, 64, 128, 256, 512)
"""Pixels: one square prior at each place of a head's map."""
VARIANCES = (0.1, 0.2)
MEAN_BGR = (104.0, 117.0, 123.0)
SMALLEST = 32
"""Pixels; VGG's five poolings leave nothing of a picture under 28, so smaller ones are padded."""

_BACKGROUNDS = 3
"""The first head tells background in three ways; the likeliest counts."""
_TINY = 1e-10
"""Added to the length in the normalisation, as published."""

_VGG = (64, 64, "M", 128, 128, "M", 256, 256, 256, "C", 512, 512, 512, "M", 512, 512, 512, "M")
"""Widths of the 3x3 convolutions, each with a ReLU; M and C: 2x2 pooling, C rounds sizes up."""
_SOURCES = (15, 22, 29)
"""The ReLUs behind conv3_3, conv4_3 and conv5_3 in `vgg`: what the first three heads look at."""


class _Scale(nn.Module):
    """The learned scale, by channel, of an L2 normalisation."""

    def __init__(self, channels: int) -> None:
        super().__init__()
        self.weight = nn.Parameter(torch.ones(channels))


class S3fd(nn.Module):
    """The network with the published state-dict names; inference only needs `FastS3fd`."""

    def __init__(self) -> None:
        super().__init__()
        layers: list[nn.Module] = []
        width = 3
        for item in _VGG:
            if isinstance(item, str):
                layers.append(nn.MaxPool2d(2, 2, ceil_mode=item == "C"))
            else:
                layers += [nn.Conv2d(width, item, 3, padding=1), nn.ReLU(inplace=True)]
                width = item
        layers += [nn.Conv2d(512, 1024, 3, padding=6, dilation=6), nn.ReLU(inplace=True)]
        layers += [nn.Conv2d(1024, 1024, 1), nn.ReLU(inplace=True)]
        self.vgg = nn.ModuleList(layers)
        self.L2Norm3_3, self.L2Norm4_3, self.L2Norm5_3 = _Scale(256), _Scale(512), _Scale(512)
        self.extras = nn.ModuleList(
            [
                nn.Conv2d(1024, 256, 1),
                nn.Conv2d(256, 512, 3, 2, 1),
                nn.Conv2d(512, 128, 1),
                nn.Conv2d(128, 256, 3, 2, 1),
            ]
        )
        widths = (256, 512, 512, 1024, 512, 256)
        self.loc = nn.ModuleList(nn.Conv2d(w, 4, 3, padding=1) for w in widths)
        self.conf = nn.ModuleList(
            nn.Conv2d(w, _BACKGROUNDS + 1 if i == 0 else 2, 3, padding=1)
            for i, w in enumerate(widths)
        )

    @property
    def scales(self) -> tuple[nn.Parameter, ...]:
        """The learned scales of the first three heads' inputs."""
        return self.L2Norm3_3.weight, self.L2Norm4_3.weight, self.L2Norm5_3.weight


class FastS3fd:
    """Inference with the weights of an `S3fd`, fp32: the learned scales folded into the heads, the
    two convolutions of a head in one, channels-last memory on a GPU.

    On a CPU channels-last is faster by a tenth or two, but rounds otherwise than the published
    code: enough to put another one of several boxes with scores near 1 first.

    Args:
        net: its weights are taken over.
        device: "cpu", "cuda" or "mps".
    """

    def __init__(self, net: S3fd, device: str = "cpu") -> None:
        self.device = torch.device(device)
        self._layout = torch.contiguous_format if self.device.type == "cpu" else torch.channels_last
        self._heads = []
        for level, pair in enumerate(zip(net.loc, net.conf, strict=True)):
            loc, conf = (conv for conv in pair if isinstance(conv, nn.Conv2d))
            assert loc.bias is not None
            assert conf.bias is not None
            weight = torch.cat([loc.weight, conf.weight]).detach()
            if level < len(net.scales):
                weight = weight * net.scales[level].detach().view(1, -1, 1, 1)
            bias = torch.cat([loc.bias, conf.bias]).detach()
            self._heads.append((self._placed(weight), bias.to(self.device)))
        net.requires_grad_(False).to(self.device).to(memory_format=self._layout)
        self._vgg, self._extras = net.vgg, net.extras
        self._mean = torch.tensor(MEAN_BGR[::-1], device=self.device)

    def heads(self, pictures: torch.Tensor) -> list[torch.Tensor]:
        """The raw outputs of the six heads.

        Args:
            pictures: (N, H, W, 3) uint8 RGB, H and W at least `SMALLEST`.

        Returns:
            For each head (N, 4 + c, h, w) float32: four numbers of the box relative to the prior,
            then the logits; c is 4 for the first head, of which three are background, else 2.
        """
        with torch.inference_mode():
            x = (pictures.to(self.device).float() - self._mean).permute(0, 3, 1, 2)
            x = x.contiguous(memory_format=self._layout)
            outputs: list[torch.Tensor] = []
            for i, layer in enumerate(self._vgg):
                x = layer(x)
                if i in _SOURCES:
                    length = torch.linalg.vector_norm(x, dim=1, keepdim=True)
                    outputs.append(self._head(len(outputs), x / (length + _TINY)))
            outputs.append(self._head(len(outputs), x))
            for i, layer in enumerate(self._extras):
                x = functional.relu_(layer(x))
                if i % 2:
                    outputs.append(self._head(len(outputs), x))
            return outputs

    def _head(self, level: int, x: torch.Tensor) -> torch.Tensor:
        weight, bias = self._heads[level]
        return functional.conv2d(x, weight, bias, padding=1)

    def _placed(self, weight: torch.Tensor) -> torch.Tensor:
        return weight.to(self.device).contiguous(memory_format=self._layout)


def candidates(heads: list[torch.Tensor], over: float) -> list[tuple[torch.Tensor, torch.Tensor]]:
    """For each picture the boxes (n, 4) xyxy in pixels and scores (n,) over a threshold, on the
    CPU, in the order of the heads and of their places row by row.

    Args:
        heads: from `FastS3fd.heads`.
    """
    boxes: list[list[torch.Tensor]] = [[] for _ in heads[0]]
    scores: list[list[torch.Tensor]] = [[] for _ in heads[0]]
    for head, stride, side in zip(heads, STRIDES, PRIOR_SIZES, strict=True):
        logits = head[:, 4:]
        if logits.shape[1] > 2:
            background = logits[:, :_BACKGROUNDS].amax(dim=1, keepdim=True)
            logits = torch.cat([background, logits[:, _BACKGROUNDS:]], dim=1)
        # Along the last axis in memory, as published: along another one torch rounds otherwise, and
        # which of many scores near 1 is the best hangs on the last digit.
        score = torch.softmax(logits.permute(0, 2, 3, 1).contiguous(), dim=-1)[..., 1]
        for i, one in enumerate(score):
            row, column = torch.nonzero(one > over, as_tuple=True)
            raw = head[i, :4, row, column].T.float()
            centre = (torch.stack([column, row], dim=1) + 0.5) * stride
            middle = centre + raw[:, :2] * VARIANCES[0] * side
            half = side * torch.exp(raw[:, 2:] * VARIANCES[1]) / 2
            boxes[i].append(torch.cat([middle - half, middle + half], dim=1).cpu())
            scores[i].append(one[row, column].float().cpu())
    return [(torch.cat(b), torch.cat(s)) for b, s in zip(boxes, scores, strict=True)]
