"""The boxes of one track as parallel, read-only arrays, and interpolation between them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from core.model.values import SOURCE_CODES, Box, Keyframe, Source

OCCLUDED, TRUNCATED = 1, 2
"""Bits of `Keyframes.flags`."""


def masks_of(masks: Iterable[bytes | None]) -> npt.NDArray[np.object_]:
    """(n,) objects: one mask, or None, for each row."""
    given = list(masks)
    column = np.empty(len(given), dtype=np.object_)
    column[:] = given
    return column


def points_table(rows: Sequence[Sequence[Sequence[float]]]) -> npt.NDArray[np.float32]:
    """(n, K, 2) float32 of n lists of points; K is that of the longest, NaN where one ends."""
    table = np.full((len(rows), max(map(len, rows), default=0), 2), np.nan, np.float32)
    for row, points in zip(table, rows, strict=True):
        if len(points):
            row[: len(points)] = points
    return table


def _no_landmarks() -> npt.NDArray[np.float32]:
    return np.empty((0, 0, 2), np.float32)


@dataclass(frozen=True, slots=True, eq=False)
class Keyframes:
    """Keyframes of a track, by rising pts. Use `of`, `detected` or `from_columns` to make some.

    Args:
        pts: (n,) int64, strictly increasing.
        boxes: (n, 4) float32 xyxy.
        scores: (n,) float32.
        sources: (n,) uint8, positions in `SOURCE_CODES`.
        flags: (n,) uint8, bits `OCCLUDED` and `TRUNCATED`.
        landmarks: (n, K, 2) float32 source pixels; NaN where one is not known. K is 0 for a track
            without any.
        masks: (n,) objects, `bytes` as in `Keyframe.mask` or None.
    """

    pts: npt.NDArray[np.int64]
    boxes: npt.NDArray[np.float32]
    scores: npt.NDArray[np.float32]
    sources: npt.NDArray[np.uint8]
    flags: npt.NDArray[np.uint8]
    landmarks: npt.NDArray[np.float32] = field(default_factory=_no_landmarks)
    masks: npt.NDArray[np.object_] = field(default_factory=lambda: masks_of(()))

    def __post_init__(self) -> None:
        n = len(self.pts)
        if n and not len(self.landmarks):
            object.__setattr__(self, "landmarks", np.empty((n, 0, 2), np.float32))
        if n and not len(self.masks):
            object.__setattr__(self, "masks", masks_of([None] * n))
        if any(len(column) != n for column in self.columns()):
            raise ValueError("the arrays of keyframes differ in length")
        if self.boxes.shape[1:] != (4,) or self.landmarks.shape[2:] != (2,):
            raise ValueError("boxes are (n, 4) and landmarks (n, K, 2)")
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
            np.array([_flags(k) for k in rows], dtype=np.uint8),
            points_table([k.landmarks for k in rows]),
            masks_of(k.mask for k in rows),
        )

    @classmethod
    def detected(
        cls,
        pts: npt.NDArray[np.int64],
        boxes: npt.NDArray[np.float32],
        scores: npt.NDArray[np.float32],
        landmarks: npt.NDArray[np.float32] | None = None,
        source: Source = Source.DETECTOR,
    ) -> Keyframes:
        """Keyframes that a detector (or a tracker) set."""
        n = len(pts)
        sources = np.full(n, SOURCE_CODES.index(source), dtype=np.uint8)
        return cls.from_columns(pts, boxes, scores, sources, np.zeros(n, np.uint8), landmarks, None)

    @classmethod
    def from_columns(
        cls,
        pts: npt.NDArray[Any],
        boxes: npt.NDArray[Any],
        scores: npt.NDArray[Any],
        sources: npt.NDArray[Any],
        flags: npt.NDArray[Any],
        landmarks: npt.NDArray[Any] | None,
        masks: npt.NDArray[np.object_] | None,
    ) -> Keyframes:
        """Copies of these columns, in the right types; None: no row has any."""
        n = len(pts)
        return cls(
            np.array(pts, dtype=np.int64),
            np.array(boxes, dtype=np.float32).reshape(n, 4),
            np.array(scores, dtype=np.float32),
            np.array(sources, dtype=np.uint8),
            np.array(flags, dtype=np.uint8),
            np.empty((n, 0, 2), np.float32)
            if landmarks is None
            else np.array(landmarks, dtype=np.float32),
            masks_of([None] * n) if masks is None else masks.copy(),
        )

    def columns(self) -> tuple[npt.NDArray[Any], ...]:
        return (
            self.pts, self.boxes, self.scores, self.sources, self.flags, self.landmarks, self.masks,
        )  # fmt: skip

    def __len__(self) -> int:
        return len(self.pts)

    def __iter__(self) -> Iterator[Keyframe]:
        return (self.at(i) for i in range(len(self)))

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Keyframes):
            return NotImplemented
        *mine, landmarks, masks = self.columns()
        *theirs, other_landmarks, other_masks = other.columns()
        return (
            all(np.array_equal(a, b) for a, b in zip(mine, theirs, strict=True))
            and _same_points(landmarks, other_landmarks)
            and masks.tolist() == other_masks.tolist()
        )

    def __hash__(self) -> int:
        return hash(self.pts.tobytes())

    def at(self, row: int) -> Keyframe:
        """The keyframe in this row."""
        flags = int(self.flags[row])
        return Keyframe(
            int(self.pts[row]),
            Box(*(float(v) for v in self.boxes[row])),
            float(self.scores[row]),
            SOURCE_CODES[int(self.sources[row])],
            bool(flags & OCCLUDED),
            bool(flags & TRUNCATED),
            _points(self.landmarks[row]),
            self.masks[row],
        )

    def row_of(self, pts: int) -> int | None:
        """Row of the keyframe at exactly this pts."""
        row = int(np.searchsorted(self.pts, pts))
        return row if row < len(self.pts) and int(self.pts[row]) == pts else None

    def get(self, pts: int) -> Keyframe | None:
        row = self.row_of(pts)
        return None if row is None else self.at(row)

    @property
    def occluded(self) -> npt.NDArray[np.bool_]:
        """(n,) bool."""
        return (self.flags & OCCLUDED).astype(np.bool_)

    @property
    def truncated(self) -> npt.NDArray[np.bool_]:
        """(n,) bool."""
        return (self.flags & TRUNCATED).astype(np.bool_)

    @property
    def has_person(self) -> bool:
        """Whether a person set any of them."""
        return bool(np.any(self.sources == SOURCE_CODES.index(Source.PERSON)))

    def digest(self) -> str:
        """Changes with whatever is in the rows, and survives the project file: landmarks that are
        not known count for nothing, whatever their bits and however many.
        """
        *columns, landmarks, masks = self.columns()
        points = landmarks[:, : self.most_landmarks]
        digest = hashlib.sha256()
        for column in (*columns, np.where(np.isnan(points), np.float32(np.nan), points)):
            digest.update(column.tobytes())
        digest.update(repr(masks.tolist()).encode())
        return digest.hexdigest()

    @property
    def has_landmarks(self) -> bool:
        """Whether any row has landmarks."""
        return not np.isnan(self.landmarks).all()

    @property
    def most_landmarks(self) -> int:
        """How many the row with most of them has."""
        known = ~np.isnan(self.landmarks).all(axis=2)
        return int((known * np.arange(1, known.shape[1] + 1)).max(initial=0))

    @property
    def has_masks(self) -> bool:
        """Whether any row has a mask."""
        return any(mask is not None for mask in self.masks.tolist())

    def select(self, rows: npt.NDArray[np.bool_] | npt.NDArray[np.int64]) -> Keyframes:
        """The rows of a mask or list of positions."""
        return Keyframes(*(column[rows] for column in self.columns()))

    def between(self, first_pts: int, last_pts: int) -> Keyframes:
        """The keyframes from one pts to another, both included."""
        return self.select((self.pts >= first_pts) & (self.pts <= last_pts))

    def with_boxes(self, boxes: npt.NDArray[np.float32]) -> Keyframes:
        """The same keyframes with other boxes, (n, 4); landmarks stay where they lie in the box,
        masks, which would not fit any more, go where a box changed.
        """
        moved = np.any(boxes != self.boxes, axis=1)
        masks = self.masks.copy()
        masks[moved] = None
        landmarks = carried(self.landmarks, self.boxes, boxes)
        landmarks[~moved] = self.landmarks[~moved]
        return Keyframes(
            self.pts, np.array(boxes, np.float32), self.scores, self.sources, self.flags,
            landmarks, masks,
        )  # fmt: skip

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
        most = max(kept.landmarks.shape[1], added.landmarks.shape[1])
        pairs = zip(_padded(kept, most), _padded(added, most), strict=True)
        columns = [np.concatenate(pair) for pair in pairs]
        order = np.argsort(columns[0], kind="stable")
        return Keyframes(*(column[order] for column in columns))

    def difference(self, other: Keyframes) -> tuple[Keyframes, Keyframes]:
        """The rows that `other` does not have as they are here, and those that only it has."""
        common, mine, theirs = np.intersect1d(
            self.pts, other.pts, assume_unique=True, return_indices=True
        )
        most = max(self.landmarks.shape[1], other.landmarks.shape[1])
        same = np.ones(len(common), dtype=np.bool_)
        for a, b in zip(_padded(self, most), _padded(other, most), strict=True):
            left, right = a[mine], b[theirs]
            # The unknown equals the unknown: NaN is the only value that differs from itself.
            equal = (left == right) | ((left != left) & (right != right))
            same &= equal.astype(np.bool_).all(axis=tuple(range(1, a.ndim)))
        gone, come = np.ones(len(self), dtype=np.bool_), np.ones(len(other), dtype=np.bool_)
        gone[mine[same]] = come[theirs[same]] = False
        return self.select(gone), other.select(come)

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

    def keyframe_at(self, pts: int) -> Keyframe | None:
        """The keyframe at `pts`, or the one that interpolation gives there; None outside.

        Landmarks are interpolated as boxes are, where both neighbours have them; flags are those of
        the keyframe before; a mask belongs to its own frame only.
        """
        box = self.box_at(pts)
        if box is None:
            return None
        exact = self.get(pts)
        if exact is not None:
            return exact
        right = int(np.searchsorted(self.pts, pts))
        before = self.at(right - 1)
        a, b = int(self.pts[right - 1]), int(self.pts[right])
        t = (pts - a) / (b - a)
        points = _points((1.0 - t) * self.landmarks[right - 1] + t * self.landmarks[right])
        return replace(before, pts=pts, box=box, landmarks=points, mask=None)

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

    def landmarks_at(self, pts: npt.NDArray[np.int64]) -> npt.NDArray[np.float32]:
        """(m, K, 2) float32 landmarks at many pts from the first to the last keyframe, as
        `keyframe_at` gives them; NaN where there are none.

        Raises:
            ValueError: there are no keyframes.
        """
        if len(self) == 0:
            raise ValueError("a track without keyframes has no landmarks")
        left = np.clip(np.searchsorted(self.pts, pts, side="right") - 1, 0, len(self) - 1)
        right = np.minimum(left + 1, len(self) - 1)
        a, b = self.pts[left], self.pts[right]
        t = ((pts - a) / np.maximum(b - a, 1))[:, None, None]
        mixed = (1.0 - t) * self.landmarks[left] + t * self.landmarks[right]
        # At a keyframe the next one says nothing, not even that it has none.
        points = np.where(t == 0.0, self.landmarks[left], mixed).astype(np.float32)
        points[np.isnan(points).any(axis=2)] = np.nan
        return points


def carried(
    landmarks: npt.NDArray[np.float32],
    old: npt.NDArray[np.float32],
    new: npt.NDArray[np.float32],
) -> npt.NDArray[np.float32]:
    """Landmarks (n, K, 2) of boxes `old` (n, 4) at the same places in the boxes `new`."""
    size = np.maximum(old[:, 2:] - old[:, :2], 1e-6)
    scale = (new[:, 2:] - new[:, :2]) / size
    moved = (landmarks - old[:, None, :2]) * scale[:, None, :] + new[:, None, :2]
    return moved.astype(np.float32)


def _flags(keyframe: Keyframe) -> int:
    return OCCLUDED * keyframe.occluded | TRUNCATED * keyframe.truncated


def _points(table: npt.NDArray[np.float32]) -> tuple[tuple[float, float], ...]:
    """(K, 2) as points, up to the last of which something is known."""
    known = np.flatnonzero(~np.isnan(table).all(axis=1))
    count = int(known[-1]) + 1 if len(known) else 0
    return tuple((float(x), float(y)) for x, y in table[:count].tolist())


def _padded(rows: Keyframes, most: int) -> tuple[npt.NDArray[Any], ...]:
    """The columns with room for `most` landmarks."""
    *others, landmarks, masks = rows.columns()
    missing = most - landmarks.shape[1]
    wide = np.pad(landmarks, ((0, 0), (0, missing), (0, 0)), constant_values=np.nan)
    return (*others, wide, masks)


def _same_points(a: npt.NDArray[np.float32], b: npt.NDArray[np.float32]) -> bool:
    """Equal points, whatever room for more the tables have."""
    if len(a) != len(b):
        return False
    common = min(a.shape[1], b.shape[1])
    no_more = np.isnan(a[:, common:]).all() and np.isnan(b[:, common:]).all()
    return bool(no_more) and np.array_equal(a[:, :common], b[:, :common], equal_nan=True)
