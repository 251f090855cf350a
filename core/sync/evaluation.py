"""SyncNet over one face clip, streamed: pictures and sound in, distance matrix out. torch is
imported on loading.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from core.errors import ModelError
from core.jobs import JobContext
from core.model.values import WINDOW_PICTURES
from core.sync.distances import stream_distances
from core.sync.matrix import SyncMatrix
from core.sync.mfcc import mfcc
from core.sync.precision import Precision, Wanted, network_in
from core.sync.steps import step_count, too_short
from core.sync.weights import load_syncnet_weights
from core.tensors import is_out_of_memory

if TYPE_CHECKING:
    from core.sync.network import FastSyncNet

UInt8s = npt.NDArray[np.uint8]
Int16s = npt.NDArray[np.int16]
Float32s = npt.NDArray[np.float32]

STEP_TEXT = "Comparing lips and voice"


class OutOfMemoryError(ModelError):
    """The device's memory is full."""


class SyncNetModel:
    """A loaded network, ready to score clips on one thread.

    Args:
        net: the network for inference.
        sha256: of the weights file.
        notices: what every report of its results must say.
        weights: the file, to be read again where only the CPU has the memory.
    """

    def __init__(
        self,
        net: FastSyncNet,
        sha256: str,
        notices: tuple[str, ...] = (),
        weights: Path | None = None,
    ) -> None:
        self._net = net
        self.sha256 = sha256
        self.notices = notices
        self._weights = weights

    @property
    def device(self) -> str:
        """ "cpu", "cuda" or "mps"."""
        return self._net.device.type

    @property
    def precision(self) -> Precision:
        """Of the picture branch."""
        return self._net.precision

    @classmethod
    def load(cls, weights: Path, device: str = "cpu", precision: Wanted = "full") -> SyncNetModel:
        """Read weights and place them on "cpu", "cuda" or "mps", in the numbers wanted (see
        `core.sync.precision`).

        Raises:
            ModelError: as `load_syncnet_weights`, or if the device does not take the network.
        """
        loaded = load_syncnet_weights(weights)
        try:
            net, notices = network_in(loaded.net, device, precision)
        except (RuntimeError, AssertionError) as error:
            raise ModelError(
                f"the network cannot run on {device} ({_first_line(error)})",
                "Choose the device cpu",
            ) from error
        return cls(net, loaded.sha256, (*loaded.notices, *notices), weights)

    def on_cpu(self) -> SyncNetModel:
        """The same network on the CPU, saying so."""
        if self._weights is None:
            raise ModelError("the network has no file to be read again")
        made = SyncNetModel.load(self._weights)
        notice = f"SyncNet had too little memory on {self.device} and ran on the CPU"
        made.notices = (*made.notices, notice)
        return made

    def evaluate(
        self,
        pictures: Iterator[UInt8s],
        count: int,
        samples: Int16s,
        vshift: int,
        ctx: JobContext,
        min_confidence: float | None = None,
    ) -> SyncMatrix:
        """Distances of every window of pictures to the sounds around it.

        Args:
            pictures: batches (n, 224, 224, 3) of RGB uint8, `count` pictures in all.
            count: number of pictures.
            samples: (m,) int16 mono at 16 kHz; sample 0 sounds with the first picture.
            vshift: search range in steps, at least 1.
            ctx: asked for cancellation before every few pictures; told how far the work is.
            min_confidence: handed through to the matrix.

        Raises:
            ClipError: a clip under 6 pictures or without sound.
            OutOfMemoryError: the device's memory does not hold even one window.
            ModelError: another failure of the network.
            Cancelled: when asked to stop.
        """
        steps = step_count(count, len(samples))
        if steps == 0:
            raise too_short(count, len(samples))
        net = self._net

        def sounds(first: int, last: int) -> Float32s:
            ctx.check()
            columns = mfcc(samples, 4 * first, 4 * (last - 1) + 20)
            return net.embed_sound(columns)

        values = np.empty((steps, 2 * vshift + 1), np.float32)
        done = 0
        embedded = net.embed_pictures(pictures, check=ctx.check)
        try:
            for rows in stream_distances(embedded, sounds, steps, vshift):
                values[done : done + len(rows)] = rows
                done += len(rows)
                ctx.progress(done, steps, STEP_TEXT)
                if done == steps:
                    break
        except (RuntimeError, MemoryError) as error:
            kind = OutOfMemoryError if is_out_of_memory(error) else ModelError
            raise kind(
                f"the network failed ({_first_line(error)})",
                "Close other programs if the device is out of memory, or choose the device cpu",
            ) from error
        finally:
            embedded.close()
        if done < steps:
            raise ModelError(
                f"the face clip ended after {done + WINDOW_PICTURES - 1} of {count} pictures"
            )
        return SyncMatrix(
            values,
            "distance",
            min_confidence,
            None,
            weights_sha256=self.sha256,
            notices=self.notices,
        )


def _first_line(error: BaseException) -> str:
    text = str(error).strip()
    return text.splitlines()[0] if text else type(error).__name__
