"""A detector at work: batches as large as the memory allows, and smaller ones where it does not."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from core.analysis.isolation import plugin_at_work
from core.contract import Detections, Detector, PluginInfo
from core.errors import AppError, ModelError
from core.tensors import is_out_of_memory

_log = logging.getLogger(__name__)

CPU_BATCH = 4
"""As fast as larger ones on two cores, with lower peaks of memory and a quicker cancel."""
MOST = 32
_LONGEST_S = 0.5
"""Between two looks at whether to stop: batches that take longer are made smaller."""
_QUICK_S = 0.1
"""Batches that take less are not looked into: a hundredth of the time would go into looking."""
_BYTES_PER_PIXEL = 4096
"""Of a picture that is detected in, about: a detector's first layers hold a few hundred channels
of floats. Where that is too low, the batch is halved when the memory runs out.
"""


def first_batch(device: str, pixels: int) -> int:
    """How many pictures of so many pixels to begin with."""
    if device == "cpu":
        return CPU_BATCH
    free = _free_bytes(device)
    if free is None:
        return MOST
    return int(np.clip(free // 2 // max(pixels * _BYTES_PER_PIXEL, 1), 1, MOST))


def _free_bytes(device: str) -> int | None:
    if device != "cuda":
        return None
    import torch

    free, _total = torch.cuda.mem_get_info()
    return int(free)


@dataclass(slots=True)
class BatchedDetector:
    """A detector, its device and the size of its batches. Used from one thread.

    Args:
        make: makes it for a device; called again where only the CPU has the memory.
        device: "cpu", "cuda" or "mps".
        batch: pictures at a time; halved when the memory runs out.
        long_side: pictures are shrunk to this many pixels for it.
        notices: what a report has to say about it.
    """

    info: PluginInfo
    make: Callable[[str], Detector]
    device: str
    batch: int = CPU_BATCH
    notices: list[str] = field(default_factory=list)
    long_side: int = 480
    model: Detector = field(init=False)
    _most: int = field(init=False)
    _quick: bool = field(init=False, default=False)

    def __post_init__(self) -> None:
        self._most = self.batch
        if self.device == "cpu":
            # How long a picture takes is not known yet.
            self.batch = 1
        try:
            self.model = self.make(self.device)
        except (AppError, RuntimeError, MemoryError) as error:
            if self.device == "cpu" or not _is_full(error):
                raise
            self._go_to_cpu()

    def detect(
        self, pictures: npt.NDArray[np.uint8], check: Callable[[], None] = lambda: None
    ) -> list[Detections]:
        """One `Detections` per picture of (N, H, W, 3).

        Args:
            check: called before each batch, and between the layers of a network that is not quick;
                may raise to stop. A batch takes at most half a second, or one picture.

        Raises:
            PluginError: the detector failed.
            ModelError: even a single picture does not fit into the computer's memory.
        """
        found: list[Detections] = []
        while len(found) < len(pictures):
            part = pictures[len(found) : len(found) + self.batch]
            check()
            begin = time.monotonic()
            results = self._of_batch(part, check)
            if results is None:
                self._shrink()
                continue
            if len(results) != len(part):
                raise ModelError(
                    f"the plugin {self.info.name} gave {len(results)} results for "
                    f"{len(part)} pictures",
                    "Choose another one",
                )
            found += results
            self._pace(len(part), time.monotonic() - begin)
        return found

    def _pace(self, count: int, took: float) -> None:
        """Smaller batches where one took too long, larger ones again where it was quick: the first
        of all also prepares the network.
        """
        self._quick = took < _QUICK_S
        if took > _LONGEST_S and count > 1:
            self.batch = max(int(count * _LONGEST_S / took), 1)
        elif took < _LONGEST_S / 4 and count == self.batch:
            self.batch = min(2 * self.batch, self._most)

    def _of_batch(
        self, pictures: npt.NDArray[np.uint8], check: Callable[[], None]
    ) -> list[Detections] | None:
        """None: the memory is full."""
        with plugin_at_work(self.info, _never if self._quick else check):
            try:
                results = self.model.detect(pictures)
            except Exception as error:
                if not is_out_of_memory(error):
                    raise
                return None
            return [_checked(found, len(self.model.labels)) for found in results]

    def _shrink(self) -> None:
        """After the failed call has been left: its tensors are gone only then."""
        if self.device == "cuda":
            import torch

            torch.cuda.empty_cache()
        if self.batch > 1:
            self._most = self.batch = self.batch // 2
            _log.warning("%s: out of memory; batches of %d now", self.info.id, self.batch)
        elif self.device != "cpu":
            self._go_to_cpu()
        else:
            raise ModelError(
                f"the memory is full ({self.info.name})",
                "Close other programs, or choose another detector",
            )

    def _go_to_cpu(self) -> None:
        notice = f"{self.info.name} had too little memory on {self.device} and ran on the CPU"
        _log.warning(notice)
        self.notices.append(notice)
        self.device = "cpu"
        self.batch, self._most, self._quick = 1, CPU_BATCH, False
        self.model = self.make("cpu")


def _never() -> None:
    """In place of a look at whether to stop."""


def _is_full(error: BaseException) -> bool:
    """Whether it, or what it was made of, says that the memory is full."""
    return is_out_of_memory(error) or (
        error.__cause__ is not None and is_out_of_memory(error.__cause__)
    )


def _checked(found: Detections, labels: int) -> Detections:
    """What a plugin gave for one picture, in the types of the contract.

    Raises:
        ValueError: it is not what the contract says.
    """
    n = len(found.boxes)
    boxes = np.asarray(found.boxes, np.float32) if n else np.empty((0, 4), np.float32)
    scores = np.asarray(found.scores, np.float32)
    kinds = np.asarray(found.labels, np.int64)
    if boxes.shape != (n, 4):
        raise ValueError(f"boxes of the shape {boxes.shape}")
    if scores.shape != (n,) or kinds.shape != (n,):
        raise ValueError(f"{scores.shape} scores and {kinds.shape} labels for {n} boxes")
    if not (np.isfinite(boxes).all() and np.isfinite(scores).all()):
        raise ValueError("boxes or scores that are not finite")
    if n and not (kinds.min() >= 0 and kinds.max() < labels):
        raise ValueError(f"the label {int(kinds.max())} of {labels}")
    landmarks, masks = found.landmarks, found.masks
    if landmarks is not None:
        landmarks = np.asarray(landmarks, np.float32)
        if landmarks.ndim != 3 or len(landmarks) != n or landmarks.shape[2] != 2:
            raise ValueError(f"landmarks of the shape {landmarks.shape} for {n} boxes")
    if masks is not None and len(masks) != n:
        raise ValueError(f"{len(masks)} masks for {n} boxes")
    return Detections(boxes, scores, kinds, landmarks, masks)
