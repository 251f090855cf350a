"""Which device torch computes on."""

from __future__ import annotations

from core.errors import ModelError

DEVICES = ("auto", "cpu", "cuda", "mps")


def resolve_device(wanted: str) -> str:
    """ "cpu", "cuda" or "mps" for what was asked.

    Raises:
        ModelError: the device that was asked for is not there.
    """
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
