"""Made-up SyncNet weights and inputs: every tensor is filled from its own name.

The figures in `data/` were computed from these by the published layers (`plain_*` below), so that
two implementations can be compared without any weights file.
"""

from __future__ import annotations

import hashlib
import math
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    import torch

    from core.sync.network import SyncNet

SCALE = {"netfclip.3": 0.0017668810908006058, "netfcaud.3": 0.007995244235094144}
"""Factors on the last layers: the embeddings then have norms near 10."""


def values(name: str, shape: tuple[int, ...], norms: set[str]) -> npt.NDArray[np.generic]:
    """The array of a tensor of this name; `norms` holds the prefixes that are batch norms."""
    prefix, _, leaf = name.rpartition(".")
    if leaf == "num_batches_tracked":
        return np.zeros(shape, np.int64)
    seed = int.from_bytes(hashlib.sha256(name.encode()).digest()[:8], "little")
    z = np.random.Generator(np.random.PCG64(seed)).standard_normal(shape)
    if leaf == "running_var":
        filled = 1.0 + 0.1 * np.abs(z)
    elif leaf == "running_mean":
        filled = 0.1 * z
    elif prefix in norms:
        filled = 1.0 + 0.1 * z if leaf == "weight" else 0.1 * z
    elif leaf == "bias":
        filled = 0.01 * z
    else:
        filled = math.sqrt(2.0 / math.prod(shape[1:])) * z
    rounded = filled.astype(np.float32)
    return (rounded * np.float32(SCALE[prefix])).astype(np.float32) if prefix in SCALE else rounded


def seeded_state() -> dict[str, torch.Tensor]:
    """The whole state dict."""
    import torch

    from core.sync.network import SyncNet

    shapes = {name: tuple(tensor.shape) for name, tensor in SyncNet().state_dict().items()}
    norms = {name.rpartition(".")[0] for name in shapes if name.endswith("running_mean")}
    return {
        name: torch.from_numpy(np.array(values(name, shape, norms), order="C").reshape(shape))
        for name, shape in shapes.items()
    }


def seeded_net() -> SyncNet:
    """The network with these weights, for inference."""
    from core.sync.network import SyncNet

    net = SyncNet().eval()
    net.load_state_dict(seeded_state())
    return net.requires_grad_(False)


def write_weights(path: Path, legacy: bool = False) -> Path:
    """Save the state dict as `path`, in the format of today or, as the published file, the old."""
    import torch

    torch.save(seeded_state(), path, _use_new_zipfile_serialization=not legacy)
    return path


def pictures(count: int, seed: int = 20160) -> npt.NDArray[np.uint8]:
    """(count, 224, 224, 3) uint8 noise; read as RGB."""
    generator = np.random.Generator(np.random.PCG64(seed))
    return generator.integers(0, 256, (count, 224, 224, 3), dtype=np.uint8)


def speech_like(sample_count: int, seed: int = 7) -> npt.NDArray[np.int16]:
    """Noise with a slow envelope: every filter bank has something to say."""
    generator = np.random.Generator(np.random.PCG64(seed))
    knots = generator.random(sample_count // 1600 + 2)
    envelope = np.interp(np.arange(sample_count) / 1600, np.arange(len(knots)), knots)
    sound = envelope * generator.standard_normal(sample_count) * 3000
    return sound.astype(np.int16)


def plain_lip(net: SyncNet, clip: npt.NDArray[np.uint8]) -> npt.NDArray[np.float32]:
    """(T - 4, 1024): windows cut out one by one, as the published code does."""
    import torch

    bgr = torch.from_numpy(clip[..., ::-1].copy()).permute(3, 0, 1, 2).float()
    windows = torch.stack([bgr[:, i : i + 5] for i in range(len(clip) - 4)])
    with torch.no_grad():
        return np.asarray(net.forward_lip(windows).numpy())


def plain_aud(net: SyncNet, mfcc: npt.NDArray[np.float32], steps: int) -> npt.NDArray[np.float32]:
    """(steps, 1024) of columns 4i..4i+19."""
    import torch

    columns = torch.from_numpy(mfcc.T.copy())
    windows = torch.stack([columns[None, :, 4 * i : 4 * i + 20] for i in range(steps)])
    with torch.no_grad():
        return np.asarray(net.forward_aud(windows).numpy())
