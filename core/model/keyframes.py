"""The boxes of one track as parallel, read-only arrays, and interpolation between them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from core.model.values import SOURCE_CODES, Box, Keyframe, Source


@dataclass(frozen=True, slots=True, eq=False)
class Keyframes:
    """Keyframes of a track, by rising pts.

    Args:
        pts: (n,) int64, strictly increasing.
        boxes: (n, 4) float32 xyxy.
        scores: (n,) float32.
        sources: (n,) uint8, positions in `SOURCE_CODES`.
        occluded: (n,) bool.
    """

    pts: npt.NDArray[np.int64]
    boxes: npt.NDArray[np.float32]
    scores: npt.NDArray[np.float32]
    sources: npt.NDArray[np.uint8]
    occluded: npt.NDArray[np.bool_]

    def __post_init__(self) -> None:
        n = len(self.pts)
        if self.boxes.shape != (n, 4) or not (
            len(self.scores) == len(self.sources) == len(self.occluded) == n
        ):
            raise ValueError("the arrays of keyframes differ in length")
        if n > 1 and bool(np.any(np.diff(self.pts) <= 0)):
            raise ValueError("keyframes must be in order of pts, each once")
        for array in self.columns():
            array.setflags(write=False)

    @classmethod
    def empty(cls) -> Keyframes:
        return cls.of(())

    @classmethod
    def of(cls, keyframes: Iterable[Keyframe]) -> Keyframes:
        rows = sorted(keyframes, key=lambda k: k.pts)
        return cls(
            np.array([k.pts for k in rows], dtype=np.int64),
            np.array([k.box.as_tuple() for k in rows], dtype=np.float32).reshape(-1, 4),
            np.array([k.score for k in rows], dtype=np.float32),
            np.array([SOURCE_CODES.index(k.source) for k in rows], dtype=np.uint8),
            np.array([k.occluded for k in rows], dtype=np.bool_),
        )

    @classmethod
    def detected(
        cls,
        pts: npt.NDArray[np.int64],
        boxes: npt.NDArray[np.float32],
        scores: npt.NDArray[np.float32],
    ) -> Keyframes:
        """Keyframes that a detector set."""
        n = len(pts)
        return cls(
            np.asarray(pts, dtype=np.int64),
            np.asarray(boxes, dtype=np.float32).reshape(n, 4),
            np.asarray(scores, dtype=np.float32),
            np.full(n, SOURCE_CODES.index(Source.DETECTOR), dtype=np.uint8),
            np.zeros(n, dtype=np.bool_),
        )

    def columns(self) -> tuple[npt.NDArray[Any], ...]:
        return self.pts, self.boxes, self.scores, self.sources, self.occluded

    def __len__(self) -> int:
        return len(self.pts)

    def __iter__(self) -> Iterator[Keyframe]:
        return (self.at(i) for i in range(len(self)))

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Keyframes):
            return NotImplemented
        return all(
            np.array_equal(a, b) for a, b in zip(self.columns(), other.columns(), strict=True)
        )

    def __hash__(self) -> int:
        return hash(self.pts.tobytes())

    def at(self, row: int) -> Keyframe:
        """The keyframe in this row."""
        return Keyframe(
            int(self.pts[row]),
            Box(*(float(v) for v in self.boxes[row])),
            float(self.scores[row]),
            SOURCE_CODES[int(self.sources[row])],
            bool(self.occluded[row]),
        )

    def row_of(self, pts: int) -> int | None:
        """Row of the keyframe at exactly this pts."""
        row = int(np.searchsorted(self.pts, pts))
        return row if row < len(self.pts) and int(self.pts[row]) == pts else None

    def get(self, pts: int) -> Keyframe | None:
        row = self.row_of(pts)
        return None if row is None else self.at(row)

    @property
    def has_person(self) -> bool:
        """Whether a person set any of them."""
        return bool(np.any(self.sources == SOURCE_CODES.index(Source.PERSON)))

    def select(self, rows: npt.NDArray[np.bool_] | npt.NDArray[np.int64]) -> Keyframes:
        """The rows of a mask or list of positions."""
        return Keyframes(*(column[rows] for column in self.columns()))

    def replaced(self, removed: Keyframes, added: Keyframes) -> Keyframes:
        """Take `removed` out and put `added` in.

        Raises:
            ValueError: a removed row is not there as given, or an added one is there already.
        """
        rows = np.searchsorted(self.pts, removed.pts)
        if len(removed) and (
            bool(np.any(rows >= len(self.pts))) or self.select(rows.astype(np.int64)) != removed
        ):
            raise ValueError("a keyframe to remove is not there")
        keep = np.ones(len(self), dtype=np.bool_)
        keep[rows] = False
        kept = self.select(keep)
        columns = [
            np.concatenate(pair) for pair in zip(kept.columns(), added.columns(), strict=True)
        ]
        order = np.argsort(columns[0], kind="stable")
        return Keyframes(*(column[order] for column in columns))

    def box_at(self, pts: int) -> Box | None:
        """The box at `pts`: linear between keyframes, None before the first and after the last."""
        if len(self) == 0 or pts < self.pts[0] or pts > self.pts[-1]:
            return None
        right = int(np.searchsorted(self.pts, pts))
        if int(self.pts[right]) == pts:
            return self.at(right).box
        a, b = int(self.pts[right - 1]), int(self.pts[right])
        t = (pts - a) / (b - a)
        mixed = (1.0 - t) * self.boxes[right - 1] + t * self.boxes[right]
        return Box(*(float(v) for v in mixed))

    def boxes_at(self, pts: npt.NDArray[np.int64]) -> npt.NDArray[np.float32]:
        """(m, 4) float32 boxes at many pts; clamped to the first and last keyframe outside of them.

        Raises:
            ValueError: there are no keyframes.
        """
        if len(self) == 0:
            raise ValueError("a track without keyframes has no boxes")
        where = self.pts.astype(np.float64)
        return np.stack(
            [np.interp(pts.astype(np.float64), where, self.boxes[:, c]) for c in range(4)],
            axis=1,
        ).astype(np.float32)
