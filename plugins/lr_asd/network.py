"""The network of LR-ASD (J. Liao et al., "LR-ASD: lightweight and robust network for active
speaker detection", 2025), written anew; names and shapes of its tensors are the published ones.

Grey pictures at 25 Hz and MFCC columns at 100 Hz go through three blocks each; a block convolves
in space (pictures) or over the cepstra (sound) first, then in time. Both give 128 numbers a
picture. They are weighted by a gate, and two recurrent layers, one for each direction, look at what
was before and after.
"""

from __future__ import annotations

from typing import Any

import torch
from torch import nn

PICTURE_SIDE = 112
COLUMNS = 4
"""Columns of MFCC a picture."""
CEPSTRA = 13
FEATURES = 256
REACH = 9
"""Pictures before and after on which the features of a picture rest: 2 + 1 in each of three blocks;
those of the sound rest on 6 pictures' worth of columns."""

_MEAN, _DEVIATION = 0.4161, 0.1688
"""Of the training pictures, 0..1; published."""
_EPS = 0.001


class _Block(nn.Module):
    """Four convolutions with batch norm and ReLU: kernels of 5 and 3 across, then in time."""

    def __init__(self, across: str, inside: int, out: int, stride: int = 1) -> None:
        super().__init__()
        self.across = across
        sizes = ((inside, out // 2), (out // 2, out), (out, out), (out, out))
        self.steps: list[tuple[str, str]] = []
        for i, (given, made) in enumerate(sizes):
            name, number = across if i < 2 else "t", i % 2 + 1
            self._add(name, number, given, made, stride if i == 0 else 1)

    def _add(self, name: str, number: int, given: int, made: int, stride: int) -> None:
        width = 5 if number == 1 else 3
        half = width // 2
        conv: nn.Module
        norm: nn.Module
        if self.across == "s":
            plane = (1, width, width), (0, half, half)
            kernel, pad = plane if name == "s" else ((width, 1, 1), (half, 0, 0))
            conv = nn.Conv3d(given, made, kernel, (1, stride, stride), pad, bias=False)
            norm = nn.BatchNorm3d(made, _EPS)
        else:
            shape = ((width, 1), (half, 0)) if name == "m" else ((1, width), (0, half))
            conv = nn.Conv2d(given, made, *shape[:1], padding=shape[1], bias=False)
            norm = nn.BatchNorm2d(made, _EPS)
        self.add_module(f"{name}_{number}", conv)
        self.add_module(f"{name}_norm_{number}", norm)
        self.steps.append((f"{name}_{number}", f"{name}_norm_{number}"))

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        for conv, norm in self.steps:
            x = torch.relu_(self.get_submodule(norm)(self.get_submodule(conv)(x)))
        return x


class _Pictures(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.block1 = _Block("s", 1, 32, stride=2)
        self.block2 = _Block("s", 32, 64)
        self.block3 = _Block("s", 64, 128)
        self.pool = nn.MaxPool3d((1, 3, 3), (1, 2, 2), (0, 1, 1))

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        x = self.block3(self.pool(self.block2(self.pool(self.block1(x)))))
        return x.amax((3, 4)).transpose(1, 2)


class _Sound(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.block1 = _Block("m", 1, 32)
        self.block2 = _Block("m", 32, 64)
        self.block3 = _Block("m", 64, 128)
        self.pool = nn.MaxPool2d((1, 3), (1, 2), (0, 1))

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        x = self.block3(self.pool(self.block2(self.pool(self.block1(x)))))
        return x.mean(2).transpose(1, 2)


class _Gate(nn.Module):
    """Weighs each number by 0..1, from all of them at the same step."""

    def __init__(self, channels: int) -> None:
        super().__init__()
        self.attention = nn.Conv1d(channels, channels, 1, bias=False)
        self.bn = nn.BatchNorm1d(channels, _EPS)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        weights = torch.sigmoid(self.bn(self.attention(x.transpose(1, 2))))
        return x * weights.transpose(1, 2)


class _Context(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.gru_forward = nn.GRU(FEATURES, FEATURES // 4, batch_first=True)
        self.gru_backward = nn.GRU(FEATURES, FEATURES // 4, batch_first=True)
        self.attention = _Gate(FEATURES // 2)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        before, _ = self.gru_forward(x)
        after, _ = self.gru_backward(x.flip(1))
        gated: torch.Tensor = self.attention(torch.cat((before, after.flip(1)), 2))
        return gated


class SpeakerNetwork(nn.Module):
    """Pictures and sound of a clip to the log-odds of speaking."""

    def __init__(self) -> None:
        super().__init__()
        self.visualEncoder = _Pictures()
        self.audioEncoder = _Sound()
        self.fusion = _Gate(FEATURES)
        self.detector = _Context()
        self.head = nn.Linear(FEATURES // 2, 2)

    def features(self, pictures: torch.Tensor, columns: torch.Tensor) -> torch.Tensor:
        """What each picture and its sound say.

        Args:
            pictures: (t, 112, 112) grey, 0..255.
            columns: (4t, 13) MFCC.

        Returns:
            (t, 256).
        """
        seen = self.visualEncoder((pictures.float()[None, None] / 255 - _MEAN) / _DEVIATION)
        heard = self.audioEncoder(columns.T[None, None])
        gated: torch.Tensor = self.fusion(torch.cat((heard, seen), 2))
        return gated[0]

    def log_odds(self, features: torch.Tensor) -> torch.Tensor:
        """(n, t) log-odds of speaking over not, of n windows of features (n, t, 256); their
        logistic is the softmax of the two classes."""
        classes = self.head(self.detector(features))
        difference: torch.Tensor = classes[..., 1] - classes[..., 0]
        return difference


def renamed(state: Any) -> Any:
    """The published table of tensors under this network's names; anything else as it is.

    "model." stands before the network's names and "lossAV.FC" is its last layer; "lossV" is a
    layer for training only.
    """
    if not isinstance(state, dict):
        return state
    names: dict[str, Any] = {}
    for key, tensor in state.items():
        name = str(key).removeprefix("module.").removeprefix("model.")
        if not name.startswith("lossV."):
            names[name.replace("lossAV.FC.", "head.", 1)] = tensor
    return names
