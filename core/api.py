"""The only module of ours that a plugin imports.

A plugin is a folder with `manifest.toml` and `__init__.py`. The manifest names its kind; the
package has a
function `create(options: PluginOptions)` that returns an object of that kind's protocol. Version 1.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol, runtime_checkable

import numpy as np
import numpy.typing as npt

from core.errors import AppError, Cancelled, ModelError, PluginError
from core.jobs import JobContext
from core.sync.evaluation import SyncNetModel
from core.sync.matrix import SyncMatrix

API_VERSION = 1

UInt8s = npt.NDArray[np.uint8]

__all__ = [
    "API_VERSION",
    "AppError",
    "Cancelled",
    "Detections",
    "FaceClip",
    "FaceDetector",
    "JobContext",
    "ModelError",
    "PluginError",
    "PluginOptions",
    "SyncMatrix",
    "SyncNetModel",
    "SyncScorer",
]


@dataclass(frozen=True, slots=True)
class PluginOptions:
    """What the program hands to a plugin's `create`.

    Args:
        device: "cpu", "cuda" or "mps"; already resolved, never "auto".
        weights: path of each weights file the plugin may load, by catalogue id; absent where not
            installed.
        values: the manifest's options, with defaults filled in.
    """

    device: str = "cpu"
    weights: Mapping[str, Path] = field(default_factory=dict)
    values: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, eq=False)
class Detections:
    """The boxes of one picture.

    Args:
        boxes: (n, 4) float32 xyxy in pixels of the picture that was given.
        scores: (n,) float32, 0..1.
        labels: (n,) int64 indices into the detector's `labels`.
        landmarks: (n, K, 2) float32 pixels, or None.
    """

    boxes: npt.NDArray[np.float32]
    scores: npt.NDArray[np.float32]
    labels: npt.NDArray[np.int64]
    landmarks: npt.NDArray[np.float32] | None = None

    def __len__(self) -> int:
        return len(self.boxes)


@runtime_checkable
class FaceDetector(Protocol):
    """Finds faces. Used from one thread."""

    labels: tuple[str, ...]

    def detect(self, pictures: UInt8s) -> list[Detections]:
        """Detect in a batch (N, H, W, 3) of RGB uint8; one `Detections` per picture."""
        ...


class FaceClip(Protocol):
    """The crops of one track on the 25 Hz grid, with the sound of the same span."""

    @property
    def count(self) -> int:
        """Number of pictures."""
        ...

    def pictures(self) -> Iterator[UInt8s]:
        """Batches (n, 224, 224, 3) of RGB uint8 in order, `count` pictures in all; each call
        starts anew."""
        ...

    def samples(self) -> npt.NDArray[np.int16]:
        """(m,) mono at 16 kHz; sample 0 sounds at the time of the first picture."""
        ...


@runtime_checkable
class SyncScorer(Protocol):
    """Compares the pictures of a face clip with its sound at shifts of up to `vshift` steps."""

    vshift: int

    def score(self, clip: FaceClip, ctx: JobContext) -> SyncMatrix:
        """Score a clip. Calls `ctx.progress(done, total, text)` while it works.

        Raises:
            ModelError: with the reason in words, e.g. a clip too short to be scored at all.
        """
        ...
