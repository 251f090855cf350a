"""Which device torch computes on."""

from __future__ import annotations

import os

from core.analysis.loading import load_torch
from core.errors import ModelError

DEVICES = ("auto", "cpu", "cuda", "mps")

_PRIMITIVES = "32"
"""oneDNN keeps compiled primitives for each shape it meets. Face detectors meet a new number of
candidates in almost every batch, and the default of 1024 then costs some 300 MiB (measured with
MTCNN: 1,115 MiB against 853 after 320 pictures, at the same speed)."""


def resolve_device(wanted: str) -> str:
    """Give "cpu", "cuda" or "mps" for what was asked. Call it before the first model is made.

    Raises:
        ModelError: the device that was asked for is not there.
    """
    # Read by oneDNN at its first use, which comes after torch is imported.
    os.environ.setdefault("ONEDNN_PRIMITIVE_CACHE_CAPACITY", _PRIMITIVES)
    load_torch()
    import torch

    has = {
        "cuda": torch.cuda.is_available(),
        "mps": torch.backends.mps.is_available(),
        "cpu": True,
    }
    if wanted == "auto":
        return next(name for name, present in has.items() if present)
    if not has.get(wanted, False):
        known = ", ".join(name for name, present in has.items() if present)
        raise ModelError(f"there is no device {wanted!r} on this computer", f"It has: {known}")
    return wanted
