"""Loading SyncNet's weights: hash first, then tensors only, then every name and shape, so that
nothing is half right.
"""

from __future__ import annotations

import os
import pickle
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from core import files
from core.errors import ModelError

if TYPE_CHECKING:
    from core.sync.network import SyncNet

PUBLISHED_SHA256 = "961e8696f888fce4f3f3a6c3d5b3267cf5b343100b238e79b2659bff2c605442"
PUBLISHED_SIZE = 54_573_114
PUBLISHED_URL = "https://www.robots.ox.ac.uk/~vgg/software/lipsync/data/syncnet_v2.model"
MAX_SIZE = 8 * PUBLISHED_SIZE
"""A file beyond this is not SyncNet's; refused before it is read into memory."""

_WAY_OUT = f"Install syncnet_v2.model again ({PUBLISHED_URL}) or choose another weights file"


@dataclass(frozen=True, slots=True, eq=False)
class LoadedSyncNet:
    """A network with its weights, where they came from, and what a report must say about them."""

    net: SyncNet
    sha256: str
    notices: tuple[str, ...]


def file_sha256(path: Path) -> str:
    """Lower-case hex SHA-256 of a file, read in pieces.

    Raises:
        ModelError: if the file cannot be read.
    """
    try:
        return files.sha256(path)
    except OSError as error:
        raise ModelError(
            f"the weights file cannot be read ({error.strerror or error})", _WAY_OUT, path
        ) from error


def load_syncnet_weights(path: Path) -> LoadedSyncNet:
    """Read a state dict with the published names.

    The hash is taken before anything is unpickled. A hash other than the published one is allowed
    (weights may be trained anew) and always named in `notices`. Only tensors are unpickled, so a
    file cannot run code.

    Raises:
        ModelError: missing, empty, truncated, oversized, not a state dict, of another network, or
            one that would run code.
    """
    import torch

    from core.sync.network import SyncNet

    sha256 = _checked_hash(path)
    try:
        state = torch.load(path, map_location="cpu", weights_only=True)
    except pickle.UnpicklingError as error:
        raise ModelError(_unpickling_text(str(error)), _WAY_OUT, path) from error
    except Exception as error:
        # Damaged bytes reach every layer of torch's reader: there is no closed list of types.
        raise ModelError(
            "the weights file is damaged or was not downloaded completely", _WAY_OUT, path
        ) from error
    net = SyncNet().eval()
    problem = _mismatch(state, net.state_dict())
    if problem:
        raise ModelError(f"these are not SyncNet's weights: {problem}", _WAY_OUT, path)
    # A counter of training batches, without effect here; the oldest files do not hold it.
    net.load_state_dict(
        {name: state.get(name, tensor) for name, tensor in net.state_dict().items()}
    )
    net.requires_grad_(False)
    notices: tuple[str, ...] = ()
    if sha256 != PUBLISHED_SHA256:
        notices = (
            f"{path.name} is not the published SyncNet file (its SHA-256 is {sha256}): "
            "offsets and confidences may not be comparable with published ones",
        )
    return LoadedSyncNet(net, sha256, notices)


def _checked_hash(path: Path) -> str:
    if not os.path.exists(path):
        raise ModelError("the weights file is not there", _WAY_OUT, path)
    if not os.path.isfile(path):
        raise ModelError("this is not a file", _WAY_OUT, path)
    size = path.stat().st_size
    if size == 0:
        raise ModelError("the weights file is empty", _WAY_OUT, path)
    if size > MAX_SIZE:
        raise ModelError(
            f"the file is too large for SyncNet's weights ({size / 1e6:.0f} MB)", _WAY_OUT, path
        )
    return file_sha256(path)


def _unpickling_text(message: str) -> str:
    # torch's own words for "an object that is not data": it names what the file wanted to call.
    if "Unsupported global" in message or "Unsupported class" in message or "GLOBAL" in message:
        return "the file would run program code when loaded, and was not opened"
    return "the file does not hold network weights, or is damaged"


def _mismatch(state: object, expected: dict[str, object]) -> str:
    """What keeps `state` from being this network's weights, in words; empty if nothing does."""
    import torch

    if not isinstance(state, dict):
        return f"the file holds a {type(state).__name__}, not a table of tensors"
    needed = {name for name in expected if not name.endswith("num_batches_tracked")}
    missing = sorted(needed - state.keys())
    if missing:
        return f"{len(missing)} of {len(needed)} tensors are missing, such as {missing[0]}"
    extra = sorted(str(name) for name in state.keys() - expected.keys())
    if extra:
        return f"{len(extra)} tensors are unknown, such as {extra[0]}"
    for name in sorted(needed):
        tensor, model = state[name], expected[name]
        if not isinstance(tensor, torch.Tensor) or not tensor.is_floating_point():
            return f"{name} is not a tensor of real numbers"
        assert isinstance(model, torch.Tensor)
        if tensor.shape != model.shape:
            return f"{name} has the shape {tuple(tensor.shape)}, not {tuple(model.shape)}"
        if not bool(torch.isfinite(tensor).all()):
            return f"{name} holds values that are not finite"
    return ""
