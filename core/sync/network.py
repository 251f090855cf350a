"""SyncNet (Chung and Zisserman, "Out of time", 2016). Imports torch at once: import this module
lazily.

`SyncNet` has the published layers under the published names and serves to hold and check weights.
`FastSyncNet` is the same function made for inference: batch norm folded into the layers before it,
the five pictures of a window laid side by side as channels, channels-last memory, and the first
layer run over a stream of pictures so that no window is cut out.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator
from contextlib import AbstractContextManager

import numpy as np
import numpy.typing as npt
import torch
from torch import nn
from torch.nn import functional

from core.model.values import WINDOW_PICTURES
from core.sync.precision import Precision
from core.tensors import is_out_of_memory

UInt8s = npt.NDArray[np.uint8]
Float32s = npt.NDArray[np.float32]

EMBEDDING = 1024
WINDOW_COLUMNS = 20
PICTURE_SIZE = 224
_BLOCK, _DEVICE_BLOCK = 6, 48
"""Windows at a time: on a CPU more gain nothing and take memory; a graphics card idles with few."""


class SyncNet(nn.Module):
    """The network with the published state-dict names; inference only needs `FastSyncNet`."""

    def __init__(self) -> None:
        super().__init__()
        self.netcnnaud = nn.Sequential(
            *_conv2d(1, 64, (3, 3), 1),
            nn.MaxPool2d((1, 1), (1, 1)),
            *_conv2d(64, 192, (3, 3), 1),
            nn.MaxPool2d((3, 3), (1, 2)),
            *_conv2d(192, 384, (3, 3), 1),
            *_conv2d(384, 256, (3, 3), 1),
            *_conv2d(256, 256, (3, 3), 1),
            nn.MaxPool2d((3, 3), (2, 2)),
            *_conv2d(256, 512, (5, 4), 0),
        )
        self.netfcaud = _head()
        self.netcnnlip = nn.Sequential(
            *_conv3d(3, 96, (5, 7, 7), 2, 0),
            nn.MaxPool3d((1, 3, 3), (1, 2, 2)),
            *_conv3d(96, 256, (1, 5, 5), 2, 1),
            nn.MaxPool3d((1, 3, 3), (1, 2, 2), (0, 1, 1)),
            *_conv3d(256, 256, (1, 3, 3), 1, 1),
            *_conv3d(256, 256, (1, 3, 3), 1, 1),
            *_conv3d(256, 256, (1, 3, 3), 1, 1),
            nn.MaxPool3d((1, 3, 3), (1, 2, 2)),
            *_conv3d(256, 512, (1, 6, 6), 1, 0),
        )
        self.netfclip = _head()

    def forward_lip(self, windows: torch.Tensor) -> torch.Tensor:
        """(N, 3, 5, 224, 224) float BGR 0..255 to (N, 1024)."""
        out: torch.Tensor = self.netfclip(self.netcnnlip(windows).flatten(1))
        return out

    def forward_aud(self, windows: torch.Tensor) -> torch.Tensor:
        """(N, 1, 13, 20) float MFCC to (N, 1024)."""
        out: torch.Tensor = self.netfcaud(self.netcnnaud(windows).flatten(1))
        return out


class FastSyncNet:
    """Inference with the weights of a `SyncNet`; fp32 throughout, also on CUDA (no TF32), unless
    the picture branch is asked for in half precision. The sound branch takes a tenth of the time
    and stays in fp32.

    Args:
        net: its weights are copied, not changed.
        device: "cpu", "cuda" or "mps".
        precision: of the picture branch's convolutions.
    """

    def __init__(self, net: SyncNet, device: str = "cpu", precision: Precision = "fp32") -> None:
        self.device = torch.device(device)
        self.precision: Precision = precision
        self._dtype = {"fp32": torch.float32, "fp16": torch.float16, "bf16": torch.bfloat16}[
            precision
        ]
        self._block = _BLOCK if device == "cpu" else _DEVICE_BLOCK
        self._lip = [_fold(net.netcnnlip, i) for i in (0, 4, 8, 11, 14, 18)]
        first_weight, first_bias = self._lip[0]
        # (96, 3, 5, 7, 7) to (96, 15, 7, 7): channel 3 t + c, the order in which pictures are
        # stacked below. The published weights expect BGR; turning the weights over instead of every
        # picture gives the same sums.
        stacked = first_weight.flip(1).permute(0, 2, 1, 3, 4).reshape(96, 15, 7, 7)
        self._lip = [(stacked, first_bias)] + [(w.squeeze(2), b) for w, b in self._lip[1:]]
        self._aud = [_fold(net.netcnnaud, i) for i in (0, 4, 8, 11, 14, 18)]
        self._lip = [self._placed(w, b, self._dtype) for w, b in self._lip]
        self._aud = [self._placed(w, b) for w, b in self._aud]
        self._lip_head = [
            self._placed(*_fold(net.netfclip, 0)),
            self._placed(*_plain(net.netfclip, 3)),
        ]
        self._aud_head = [
            self._placed(*_fold(net.netfcaud, 0)),
            self._placed(*_plain(net.netfcaud, 3)),
        ]

    def embed_pictures(
        self,
        batches: Iterator[UInt8s],
        block: int | None = None,
        check: Callable[[], None] = lambda: None,
    ) -> Generator[Float32s, None, None]:
        """Embeddings of the windows of a stream of pictures.

        Args:
            batches: arrays (n, 224, 224, 3) of RGB uint8, n may vary, in order.
            block: windows computed at a time; changes memory and speed, and the numbers by
                rounding only. By default what suits the device; halved where the memory is full.
            check: called before each block; may raise to stop.

        Yields:
            (n, 1024) float32, n <= block; T - 4 rows in all for T pictures. Row i belongs to
            pictures i..i+4.

        Raises:
            ValueError: pictures of another size.
        """
        if block is not None:
            self._block = block
        held = np.zeros((0, PICTURE_SIZE, PICTURE_SIZE, 3), np.uint8)
        overlap = WINDOW_PICTURES - 1
        for batch in batches:
            if batch.shape[1:] != (PICTURE_SIZE, PICTURE_SIZE, 3):
                raise ValueError(
                    f"pictures of {PICTURE_SIZE}x{PICTURE_SIZE}x3, not {batch.shape[1:]}"
                )
            held = np.concatenate([held, batch])
            while len(held) >= (count := self._block) + overlap:
                check()
                yield self._fitting(held[: count + overlap])
                held = held[count:]
        if len(held) > overlap:
            check()
            yield self._fitting(held)

    def embed_sound(self, mfcc: Float32s, block: int = 128) -> Float32s:
        """Embeddings of every fourth 20-column window.

        Args:
            mfcc: (n, 13) float32, starting at a column 4 i.

        Returns:
            (floor((n - 20) / 4) + 1, 1024) float32; row i belongs to columns 4i..4i+19.
        """
        count = max((len(mfcc) - WINDOW_COLUMNS) // 4 + 1, 0)
        parts = [np.zeros((0, EMBEDDING), np.float32)]
        columns = torch.from_numpy(np.ascontiguousarray(mfcc, dtype=np.float32))
        for first in range(0, count, block):
            last = min(first + block, count)
            piece = columns[4 * first : 4 * (last - 1) + WINDOW_COLUMNS].to(self.device)
            windows = piece.unfold(0, WINDOW_COLUMNS, 4).unsqueeze(1)
            with torch.inference_mode(), _full_precision():
                parts.append(self._sound(windows).cpu().numpy())
        return np.concatenate(parts)

    def _fitting(self, pictures: UInt8s) -> Float32s:
        """As `_pictures`, in halves where the memory does not hold the whole."""
        count = len(pictures) - WINDOW_PICTURES + 1
        try:
            return self._pictures(pictures)
        except (RuntimeError, MemoryError) as error:
            if count < 2 or not is_out_of_memory(error):
                raise
        if self.device.type == "cuda":
            torch.cuda.empty_cache()
        half = count // 2
        self._block = half
        parts = pictures[: half + WINDOW_PICTURES - 1], pictures[half:]
        return np.concatenate([self._fitting(part) for part in parts])

    def _pictures(self, pictures: UInt8s) -> Float32s:
        count = len(pictures) - WINDOW_PICTURES + 1
        with torch.inference_mode(), _full_precision():
            rgb = torch.from_numpy(np.ascontiguousarray(pictures)).to(self.device)
            # (count, 224, 224, 15) in memory is a channels-last (count, 15, 224, 224).
            shape = (count, PICTURE_SIZE, PICTURE_SIZE, 3 * WINDOW_PICTURES)
            stacked = torch.empty(shape, dtype=self._dtype, device=self.device)
            for t in range(WINDOW_PICTURES):
                stacked[..., 3 * t : 3 * t + 3] = rgb[t : t + count]
            x = stacked.permute(0, 3, 1, 2)
            # The largest of what is cut off at 0 is the largest, cut off: pooling first leaves a
            # quarter to be cut.
            x = functional.relu_(functional.max_pool2d(self._conv(x, 0, stride=2), 3, 2))
            x = self._conv(x, 1, stride=2, padding=1)
            x = functional.relu_(functional.max_pool2d(x, 3, 2, padding=1))
            for layer in (2, 3):
                x = functional.relu_(self._conv(x, layer, padding=1))
            x = functional.relu_(functional.max_pool2d(self._conv(x, 4, padding=1), 3, 2))
            x = functional.relu_(self._conv(x, 5))
            return _run_head(x.float(), self._lip_head).cpu().numpy()

    def _conv(self, x: torch.Tensor, layer: int, stride: int = 1, padding: int = 0) -> torch.Tensor:
        weight, bias = self._lip[layer]
        return functional.conv2d(x, weight, bias, stride, padding)

    def _sound(self, x: torch.Tensor) -> torch.Tensor:
        x = x.contiguous(memory_format=torch.channels_last)
        for layer, (weight, bias) in enumerate(self._aud):
            padding = 0 if layer == 5 else 1
            x = functional.relu_(functional.conv2d(x, weight, bias, 1, padding))
            if layer == 1:
                x = functional.max_pool2d(x, (3, 3), (1, 2))
            elif layer == 4:
                x = functional.max_pool2d(x, (3, 3), (2, 2))
        return _run_head(x, self._aud_head)

    def _placed(
        self, weight: torch.Tensor, bias: torch.Tensor, dtype: torch.dtype = torch.float32
    ) -> tuple[torch.Tensor, torch.Tensor]:
        weight = weight.to(self.device, dtype)
        if weight.ndim == 4:
            weight = weight.contiguous(memory_format=torch.channels_last)
        return weight, bias.to(self.device, dtype)


def _run_head(x: torch.Tensor, head: list[tuple[torch.Tensor, torch.Tensor]]) -> torch.Tensor:
    hidden = functional.relu_(functional.linear(x.flatten(1), *head[0]))
    return functional.linear(hidden, *head[1])


def _full_precision() -> AbstractContextManager[None]:
    # cuDNN would use TF32 for convolutions by default, which moves distances in the third digit.
    context: AbstractContextManager[None] = torch.backends.cudnn.flags(allow_tf32=False)
    return context


def _conv2d(
    inputs: int, outputs: int, kernel: tuple[int, int], padding: int
) -> tuple[nn.Module, nn.Module, nn.Module]:
    conv = nn.Conv2d(inputs, outputs, kernel, padding=padding)
    return conv, nn.BatchNorm2d(outputs), nn.ReLU()


def _conv3d(
    inputs: int, outputs: int, kernel: tuple[int, int, int], stride: int, padding: int
) -> tuple[nn.Module, nn.Module, nn.Module]:
    conv = nn.Conv3d(inputs, outputs, kernel, (1, stride, stride), (0, padding, padding))
    return conv, nn.BatchNorm3d(outputs), nn.ReLU()


def _head() -> nn.Sequential:
    return nn.Sequential(
        nn.Linear(512, 512), nn.BatchNorm1d(512), nn.ReLU(), nn.Linear(512, EMBEDDING)
    )


def _plain(net: nn.Sequential, index: int) -> tuple[torch.Tensor, torch.Tensor]:
    state = net.state_dict()
    return state[f"{index}.weight"].clone(), state[f"{index}.bias"].clone()


def _fold(net: nn.Sequential, index: int) -> tuple[torch.Tensor, torch.Tensor]:
    """Weight and bias of the layer at `index` with the batch norm after it folded in.

    Computed in float64 and rounded once, so that folding costs no accuracy.
    """
    weight, bias = (tensor.double() for tensor in _plain(net, index))
    gain, beta = (tensor.double() for tensor in _plain(net, index + 1))
    state, norm = net.state_dict(), net[index + 1]
    assert isinstance(norm, nn.modules.batchnorm._BatchNorm)
    mean = state[f"{index + 1}.running_mean"].double()
    scale = gain / torch.sqrt(state[f"{index + 1}.running_var"].double() + norm.eps)
    weight = weight * scale.reshape(-1, *[1] * (weight.ndim - 1))
    return weight.float(), ((bias - mean) * scale + beta).float()
