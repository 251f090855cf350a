"""In which numbers a network computes: half precision where the device is faster with it, and only
as long as the results stay what they are. torch is imported when it is asked.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import numpy as np

if TYPE_CHECKING:
    from core.sync.network import FastSyncNet, SyncNet

Precision = Literal["fp32", "fp16", "bf16"]
Wanted = Literal["auto", "full", "half"]

BOUND = 0.01
"""Half precision is off where it moves a distance between picture and sound by more than this share
of it, on the pictures that it is tried with. SyncNet's published confidences of clips in sync are a
third to a half of the distances around them: a hundredth does not change what is said of a clip.
"""
_TRIED_PICTURES = 8


def half_of(device: str) -> Precision:
    """The half precision that a device is faster with; "fp32" where it has none."""
    if device == "cuda":
        return "fp16"
    if device == "cpu" and _has_bf16():
        return "bf16"
    return "fp32"


def _has_bf16() -> bool:
    """Whether this processor multiplies bf16 itself; elsewhere it is emulated, and slow."""
    import torch

    # Private in torch, and the only place where it tells this; without them it is not used.
    asked = [
        getattr(torch.cpu, name, None)
        for name in ("_is_avx512_bf16_supported", "_is_amx_tile_supported")
    ]
    return any(bool(ask()) for ask in asked if ask is not None)


def network_in(net: SyncNet, device: str, wanted: Wanted) -> tuple[FastSyncNet, tuple[str, ...]]:
    """The network for inference, and what a report has to say about its numbers.

    Args:
        wanted: "full": fp32. "half": the device's half precision. "auto": half precision as long
            as it moves no distance by more than `BOUND`.
    """
    from core.sync.network import FastSyncNet

    half = "fp32" if wanted == "full" else half_of(device)
    if half == "fp32":
        return FastSyncNet(net, device), ()
    fast = FastSyncNet(net, device, half)
    if wanted == "half":
        return fast, ()
    full = FastSyncNet(net, device)
    moved = largest_change(full, fast)
    if not np.isfinite(moved):
        return full, (f"{half} gives no distances with these weights and is off",)
    if moved > BOUND:
        return full, (f"{half} moves distances by up to {moved:.1%} with these weights and is off",)
    return fast, ()


def largest_change(full: FastSyncNet, half: FastSyncNet) -> float:
    """By how much of itself `half` moves a distance at most, on made-up pictures and sound."""
    random = np.random.default_rng(2016)
    # Coarse blocks: noise by the pixel looks alike to a network's first layers, whatever it is.
    coarse = random.integers(0, 256, (_TRIED_PICTURES, 14, 14, 3), np.uint8)
    pictures = coarse.repeat(16, axis=1).repeat(16, axis=2)
    mfcc = (random.standard_normal((4 * _TRIED_PICTURES + 20, 13)) * 10).astype(np.float32)
    rows = [np.concatenate(list(n.embed_pictures(iter([pictures])))) for n in (full, half)]
    sounds = full.embed_sound(mfcc)[: len(rows[0])]
    before, after = (np.linalg.norm(r[:, None] - sounds[None], axis=2) for r in rows)
    return float(np.max(np.abs(after - before) / np.maximum(before, 1e-12)))
