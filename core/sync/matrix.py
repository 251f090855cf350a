"""What a scorer returns."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt


@dataclass(frozen=True, slots=True, eq=False)
class SyncMatrix:
    """Distance of the picture at step i to the sound at step i + k - vshift, for every i and k.

    Args:
        values: (steps, 2*vshift+1) float32, lower is better. Where i + k - vshift lies outside
            0..steps-1 it holds what reference mode compares with: the distance to a zero vector, or
            correlation 0.
        kind: "distance" (euclidean), or "correlation" (negated held-out correlation).
        min_confidence: below this the answer is undetermined; None where a null decides instead.
        null_max: largest value that the answer's peak reached by chance in this clip's own null, or
            None.
        weights_sha256: hash of the weights used, None where the scorer needs none.
        notices: sentences for the report, such as an unknown hash of the weights.
        reason: why the scorer itself says that no offset can be had from this clip; empty where one
            can.
    """

    values: npt.NDArray[np.float32]
    kind: Literal["distance", "correlation"]
    min_confidence: float | None = None
    null_max: float | None = None
    weights_sha256: str | None = None
    notices: tuple[str, ...] = ()
    reason: str = ""

    def __post_init__(self) -> None:
        if self.values.ndim != 2 or self.values.shape[1] % 2 != 1:
            raise ValueError(f"a matrix of (steps, 2*vshift+1), not {self.values.shape}")
        self.values.setflags(write=False)

    @property
    def steps(self) -> int:
        return int(self.values.shape[0])

    @property
    def vshift(self) -> int:
        return int(self.values.shape[1]) // 2
