"""Loading SyncNet's weights: hash first, then tensors only, then every name and shape, so that
nothing is half right.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from core.tensors import load_state

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


def load_syncnet_weights(path: Path) -> LoadedSyncNet:
    """Read a state dict with the published names.

    The hash is taken before anything is unpickled. A hash other than the published one is allowed
    (weights may be trained anew) and always named in `notices`. Only tensors are unpickled, so a
    file cannot run code.

    Raises:
        ModelError: missing, empty, truncated, oversized, not a state dict, of another network, or
            one that would run code.
    """
    from core.sync.network import SyncNet

    net = SyncNet()
    sha256 = load_state(net, path, "SyncNet", _WAY_OUT, most=MAX_SIZE)
    notices: tuple[str, ...] = ()
    if sha256 != PUBLISHED_SHA256:
        notices = (
            f"{path.name} is not the published SyncNet file (its SHA-256 is {sha256}): "
            "offsets and confidences may not be comparable with published ones",
        )
    return LoadedSyncNet(net, sha256, notices)
