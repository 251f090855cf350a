"""Reading a file of tensors: its size and hash first, then tensors only, so that no file runs
code. torch is imported on loading.
"""

from __future__ import annotations

import os
import pickle
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from core import files
from core.errors import ModelError

if TYPE_CHECKING:
    import torch

_FULL = (
    "out of memory",
    "can't allocate memory",
    "not enough memory",
    "cublas_status_alloc_failed",
)
MOST_BYTES = 1 << 30
"""A file beyond this is none of ours; refused before it is read into memory."""


def checked_sha256(path: Path, what: str, way_out: str, most: int = MOST_BYTES) -> str:
    """Lower-case hex SHA-256 of a file that is there, not empty and not too large.

    Args:
        what: whose weights they should be, for messages.
        way_out: what a person can do, for messages.

    Raises:
        ModelError: it is none of this.
    """
    if not os.path.exists(path):
        raise ModelError("the weights file is not there", way_out, path)
    if not os.path.isfile(path):
        raise ModelError("this is not a file", way_out, path)
    size = path.stat().st_size
    if size == 0:
        raise ModelError("the weights file is empty", way_out, path)
    if size > most:
        raise ModelError(
            f"the file is too large for the weights of {what} ({size / 1e6:.0f} MB)", way_out, path
        )
    try:
        return files.sha256(path)
    except OSError as error:
        raise ModelError(
            f"the weights file cannot be read ({error.strerror or error})", way_out, path
        ) from error


def read_tensors(path: Path, way_out: str) -> Any:
    """What a file saved by torch holds, tensors and plain values only.

    Raises:
        ModelError: damaged, no such file, or one that would run code.
    """
    import torch

    try:
        return torch.load(path, map_location="cpu", weights_only=True)
    except pickle.UnpicklingError as error:
        raise ModelError(_unpickling_text(str(error)), way_out, path) from error
    except Exception as error:
        # Damaged bytes reach every layer of torch's reader: there is no closed list of types.
        raise ModelError(
            "the weights file is damaged or was not downloaded completely", way_out, path
        ) from error


def load_state(
    net: torch.nn.Module,
    path: Path,
    what: str,
    way_out: str,
    state: Any = None,
    most: int = MOST_BYTES,
) -> str:
    """Put the weights of a file into a network, by name and shape; nothing is half right.

    Args:
        net: left in evaluation mode, without gradients.
        what: the network's name, for messages.
        state: the table of tensors, where the caller had to rename them; else the file is read.

    Returns:
        The file's SHA-256.

    Raises:
        ModelError: the file or the tensors in it are not this network's.
    """
    sha256 = checked_sha256(path, what, way_out, most)
    state = read_tensors(path, way_out) if state is None else state
    problem = mismatch(state, net.state_dict())
    if problem:
        raise ModelError(f"these are not the weights of {what}: {problem}", way_out, path)
    # A counter of training batches, without effect here; old files do not hold it.
    net.load_state_dict(
        {name: state.get(name, tensor) for name, tensor in net.state_dict().items()}
    )
    net.eval().requires_grad_(False)
    return sha256


def mismatch(state: object, expected: Mapping[str, object]) -> str:
    """What keeps `state` from being a network's weights, in words; empty if nothing does."""
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


def _unpickling_text(message: str) -> str:
    # torch's own words for "an object that is not data": it names what the file wanted to call.
    if "Unsupported global" in message or "Unsupported class" in message or "GLOBAL" in message:
        return "the file would run program code when loaded, and was not opened"
    return "the file does not hold network weights, or is damaged"


def is_out_of_memory(error: BaseException) -> bool:
    """Whether an error says that the device's or the computer's memory is full.

    torch tells it by text: on Linux, on Windows, by CUDA and by its cuBLAS.
    """
    text = str(error).lower()
    return isinstance(error, MemoryError) or (
        isinstance(error, RuntimeError) and any(words in text for words in _FULL)
    )
