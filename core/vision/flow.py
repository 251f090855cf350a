"""Follows a box from picture to picture by optical flow. Knows pictures only, no videos.

Median flow (Kalal, Mikolajczyk and Matas, "Forward-backward error: automatic detection of tracking
failures", ICPR 2010): points in the box are followed to the next picture and back by the pyramidal
method of Lucas and Kanade; those that come back to where they began vote for one shift and one
scale, by medians. It needs no weights, keeps the box's size, and knows how far it can be trusted.

Alone it drifts, as every small error stays. So each box is also laid over *anchors*: what was in
the drawn box, and what was in a later one, after the target had changed its looks (a head that
turned). The flow from an anchor's patch to the present one takes the drift out, and their
normalised cross-correlation tells whether it still is the target at all.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Self

import cv2
import numpy as np
import numpy.typing as npt

Grey = npt.NDArray[np.uint8]
Floats = npt.NDArray[np.float64]
"""A box as (4,) xyxy, or points as (n, 2) xy, in pixels of the pictures given."""
_Part = tuple[slice, slice]
"""Rows and columns."""

_INNER = 0.1
"""Share of a box left out at each side: there is ground in its corners."""
_POINTS = 60
_MIN_POINTS = 6
_LEVELS = 3
_STOP = (cv2.TERM_CRITERIA_EPS | cv2.TERM_CRITERIA_COUNT, 20, 0.03)

_PATCH = 96
"""Pixels of the longer side of a box in its patch."""
_PATCH_MARGIN = 0.25
_LIKENESS = 24
"""Side of the pictures that are correlated: blind to noise, and to a mouth that moves."""
_ANCHORS = 4
_SEARCH_UNDER = 0.5
_SEARCHED_SIDE = 32
_RENEW_UNDER = 0.8
_RENEW_HALF = 0.55


@dataclass(frozen=True, slots=True)
class Seen:
    """A box in the next picture.

    Args:
        box: (4,) xyxy; may reach out of the picture.
        trust: 0..1, the lower of the share of its points that agree on its motion and of its
            likeness to the closest anchor.
    """

    box: Floats
    trust: float


@dataclass(frozen=True, slots=True)
class _Motion:
    """Scale about `origin`, which moves to `target`; `share` of all points agree with it."""

    scale: float
    origin: Floats
    target: Floats
    share: float

    def moved(self, points: Floats) -> Floats:
        moved = self.target + self.scale * (points.reshape(-1, 2) - self.origin)
        return np.asarray(moved.reshape(points.shape))


class BoxFollower:
    """Follows one box; give it the pictures in their order, forward or backward in time.

    Args:
        picture: (H, W) uint8 grey, in which the box was drawn.
        box: (4,) xyxy in it, at least partly inside.
    """

    def __init__(self, picture: Grey, box: Floats) -> None:
        self._picture = picture
        self._box = np.asarray(box, np.float64)
        self._anchors = [_Anchor.of(picture, self._box)]

    @property
    def box(self) -> Floats:
        """(4,) xyxy where it was seen last."""
        return self._box

    def look(self, picture: Grey) -> Seen | None:
        """The box in the next picture, None where too few points of it are found again.

        It counts only once it is given to `accept`: else the next picture is again compared with
        the last one that counted.
        """
        around = _around(self._box, picture.shape)
        if around is None:
            return None
        seen = self._flown(picture, around)
        if seen is None or seen.trust < _SEARCH_UNDER:
            # Too fast for the flow, or behind something for some pictures: look for it.
            first_and_last = self._anchors[:: max(len(self._anchors) - 1, 1)]
            others = [self._searched(picture, around, anchor) for anchor in first_and_last]
            seen = max(filter(None, [seen, *others]), key=lambda s: s.trust, default=None)
        return seen

    def accept(self, picture: Grey, seen: Seen) -> None:
        """Go on from there."""
        self._picture, self._box = picture, seen.box
        if seen.trust >= _RENEW_UNDER:
            return
        alike = [anchor.likeness(picture, seen.box) for anchor in self._anchors]
        whole, half = np.max(alike, axis=0)
        # A head that turns changes all over; what slides over it makes one half strange first, and
        # must not become what is looked for.
        if whole < _RENEW_UNDER and half >= _RENEW_HALF:
            # What was drawn always stays; of the later looks the newest do.
            first, *later = self._anchors
            later = later[-(_ANCHORS - 2) :]
            self._anchors = [first, *later, _Anchor.of(picture, seen.box)]

    def _flown(self, picture: Grey, around: _Part) -> Seen | None:
        """The box by the flow from the last picture."""
        side = _side(self._box)
        corner = np.tile(_corner(around), 2)
        before, after = self._picture[around], picture[around]
        points = _good_points(before, self._box - corner)
        window = int(np.clip(side / 5, 9, 21)) | 1
        motion = _motion(before, after, points, window, _LEVELS, max(0.5, 0.02 * side))
        if motion is None:
            return None
        box, likeness = self._anchored(picture, motion.moved(self._box - corner) + corner)
        return Seen(box, _share(min(motion.share, likeness)))

    def _anchored(self, picture: Grey, box: Floats) -> tuple[Floats, float]:
        """The box laid over the first anchor that fits well, and its likeness to the closest."""
        tried: list[tuple[Floats, float]] = []
        for anchor in self._anchors:
            laid, likeness, _ = anchor.lay(picture, box)
            tried.append((laid, likeness))
            if likeness >= _RENEW_UNDER:
                break
        return max(tried, key=lambda t: t[1])

    def _searched(self, picture: Grey, around: _Part, anchor: _Anchor) -> Seen | None:
        """The box where the anchor correlates best, at the size that it had."""
        zoom = _SEARCHED_SIDE / _side(self._box)
        wide, high = (max(round(float(v)), 4) for v in (self._box[2:] - self._box[:2]) * zoom)
        part = picture[around]
        size = tuple(max(round(n * zoom), 1) for n in part.shape[::-1])
        if size[0] < wide or size[1] < high:
            return None
        small = cv2.resize(part, size, interpolation=cv2.INTER_AREA)
        core = cv2.resize(anchor.core, (wide, high), interpolation=cv2.INTER_AREA)
        fit = cv2.matchTemplate(small, core, cv2.TM_CCOEFF_NORMED)
        corner = _corner(around) + np.array(cv2.minMaxLoc(fit)[3]) / zoom
        there = np.concatenate([corner, corner + self._box[2:] - self._box[:2]])
        laid, likeness, share = anchor.lay(picture, there)
        return Seen(laid, _share(min(share, likeness)))


@dataclass(frozen=True, slots=True, eq=False)
class _Patch:
    """The surroundings of a box at a fixed size.

    Args:
        pixels: (h, w) uint8.
        inner: (4,) xyxy of the box in it.
        corner: (2,) xy of its corner in the picture.
        zoom: (2,) its pixels per pixel of the picture.
        seen: (h, w) uint8, 0 where there is no picture.
    """

    pixels: Grey
    inner: Floats
    corner: Floats
    zoom: Floats
    seen: Grey

    @classmethod
    def of(cls, picture: Grey, box: Floats, inner_size: tuple[int, int]) -> Self:
        width, height = inner_size
        margin = round(_PATCH_MARGIN * max(inner_size))
        zoom = np.array([width, height]) / np.maximum(box[2:] - box[:2], 1e-3)
        corner = box[:2] - margin / zoom
        back = np.array([[1 / zoom[0], 0, corner[0]], [0, 1 / zoom[1], corner[1]]])
        size = (width + 2 * margin, height + 2 * margin)
        flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
        pixels = cv2.warpAffine(picture, back, size, flags=flags, borderMode=cv2.BORDER_REPLICATE)
        low = np.ceil(-corner * zoom).astype(int)
        high = np.floor((np.array(picture.shape[::-1]) - corner) * zoom).astype(int)
        seen = np.zeros(size[::-1], np.uint8)
        seen[max(low[1], 0) : max(high[1], 0), max(low[0], 0) : max(high[0], 0)] = 255
        inner = np.array([margin, margin, margin + width, margin + height], np.float64)
        return cls(np.asarray(pixels, np.uint8), inner, corner, zoom, seen)

    def likeness(self, other: _Patch) -> tuple[float, float]:
        """Normalised cross-correlation of the boxes, -1..1, where both are within the picture; and
        that of the left, right, upper or lower half, whichever is the least alike.
        """
        a, b, seen = (_core(p, self.inner) for p in (self.pixels, other.pixels, self.seen))
        both = (seen > 127) & (_core(other.seen, self.inner) > 127)
        whole, *halves = (_correlation(a[part], b[part], both[part]) for part in _PARTS)
        return whole, min(halves)


@dataclass(frozen=True, slots=True, eq=False)
class _Anchor:
    """What the target looked like, and good points of it, (n, 2) in its patch."""

    patch: _Patch
    points: Floats
    size: tuple[int, int]

    @classmethod
    def of(cls, picture: Grey, box: Floats) -> Self:
        sides = np.maximum(box[2:] - box[:2], 1e-3)
        width, height = (int(max(v, 8)) for v in np.rint(sides * _PATCH / sides.max()))
        patch = _Patch.of(picture, box, (width, height))
        points = _good_points(patch.pixels, patch.inner)
        return cls(patch, points, (width, height))

    @property
    def core(self) -> Grey:
        """The pixels of the box."""
        x1, y1, x2, y2 = (int(v) for v in self.patch.inner)
        return self.patch.pixels[y1:y2, x1:x2]

    def likeness(self, picture: Grey, box: Floats) -> tuple[float, float]:
        """`_Patch.likeness` of a box in another picture."""
        return self.patch.likeness(_Patch.of(picture, box, self.size))

    def lay(self, picture: Grey, box: Floats) -> tuple[Floats, float, float]:
        """The box moved to where the anchor fits best nearby, the likeness there, and the share of
        the anchor's points that agree on the move."""
        there = _Patch.of(picture, box, self.size)
        likeness, _ = self.patch.likeness(there)
        motion = _motion(self.patch.pixels, there.pixels, self.points, 15, 2, 1.5)
        if motion is None:
            return box, likeness, 0.0
        if motion.share >= 0.5 and 0.8 < motion.scale < 1.25:
            inner = motion.moved(there.inner)
            moved = np.tile(there.corner, 2) + inner / np.tile(there.zoom, 2)
            after, _ = self.likeness(picture, moved)
            if after > likeness:
                return moved, after, motion.share
        return box, likeness, motion.share


_HALF = _LIKENESS // 2
_ALL = slice(None)
_PARTS = (
    (_ALL, _ALL),
    (_ALL, slice(_HALF)),
    (_ALL, slice(_HALF, None)),
    (slice(_HALF), _ALL),
    (slice(_HALF, None), _ALL),
)
"""The whole of a small picture and its halves: left, right, upper, lower."""


def _correlation(
    a: npt.NDArray[np.float32], b: npt.NDArray[np.float32], both: npt.NDArray[np.bool_]
) -> float:
    """Normalised cross-correlation of the pixels that both have, -1..1; 0 where either is flat."""
    if np.count_nonzero(both) < _LIKENESS:
        return 0.0
    x, y = a[both] - a[both].mean(), b[both] - b[both].mean()
    norm = float(np.linalg.norm(x) * np.linalg.norm(y))
    return float(x @ y) / norm if norm > 1.0 else 0.0


def _share(value: float) -> float:
    return float(np.clip(value, 0.0, 1.0))


def _corner(part: _Part) -> Floats:
    rows, columns = part
    return np.array([columns.start, rows.start], np.float64)


def _side(box: Floats) -> float:
    return float(np.max(box[2:] - box[:2]))


def _around(box: Floats, shape: tuple[int, ...]) -> _Part | None:
    """Rows and columns in which the box can lie in the next picture: its size to each side."""
    reach = _side(box) + 16
    height, width = shape
    x1, y1 = (int(max(v - reach, 0)) for v in box[:2])
    x2, y2 = int(min(box[2] + reach, width)), int(min(box[3] + reach, height))
    return (slice(y1, y2), slice(x1, x2)) if x2 - x1 > 8 and y2 - y1 > 8 else None


def _good_points(picture: Grey, box: Floats) -> Floats:
    """Corners within the box, (n, 2) float64, n up to 60."""
    size = box[2:] - box[:2]
    low = np.maximum(np.floor(box[:2] + _INNER * size), 0).astype(int)
    high = np.minimum(np.ceil(box[2:] - _INNER * size), picture.shape[::-1]).astype(int)
    if np.any(high - low < 4):
        return np.empty((0, 2))
    part = np.ascontiguousarray(picture[low[1] : high[1], low[0] : high[0]])
    # Typed as never None, which it is where all is flat.
    found: npt.NDArray[Any] | None = cv2.goodFeaturesToTrack(
        part, _POINTS, 0.01, max(2.0, float(size.min()) / 12)
    )
    if found is None:
        return np.empty((0, 2))
    return np.asarray(found.reshape(-1, 2) + low, np.float64)


def _motion(
    before: Grey, after: Grey, points: Floats, window: int, levels: int, error: float
) -> _Motion | None:
    """How most of the points move; None if fewer than six come back to within `error` pixels,
    or none could move like that from one picture to the next."""
    if len(points) < _MIN_POINTS:
        return None
    start = points.astype(np.float32).reshape(-1, 1, 2)
    size = (window, window)
    there, out, _ = cv2.calcOpticalFlowPyrLK(
        before, after, start, np.empty_like(start), winSize=size, maxLevel=levels, criteria=_STOP
    )
    back, home, _ = cv2.calcOpticalFlowPyrLK(
        after, before, there, np.empty_like(start), winSize=size, maxLevel=levels, criteria=_STOP
    )
    way = np.linalg.norm((back - start)[:, 0], axis=1)
    ok = (out[:, 0] > 0) & (home[:, 0] > 0) & (way < error)
    if np.count_nonzero(ok) < _MIN_POINTS:
        return None
    p, q = points[ok], there[ok, 0].astype(np.float64)
    i, j = np.triu_indices(len(p), 1)
    apart = np.linalg.norm(p[i] - p[j], axis=1)
    # Of points that lie close together the rounding would speak.
    far = apart >= np.median(apart) / 2
    scale = float(np.median(np.linalg.norm((q[i] - q[j])[far], axis=1) / apart[far]))
    if not 0.5 < scale < 2.0:
        return None
    origin = p.mean(axis=0)
    target = np.median(q - scale * (p - origin), axis=0)
    motion = _Motion(scale, origin, target, 0.0)
    off = np.linalg.norm(motion.moved(p) - q, axis=1)
    share = float(np.count_nonzero(off < max(1.5, 2 * error))) / len(points)
    return _Motion(scale, origin, target, share)


def _core(pixels: Grey, inner: Floats) -> npt.NDArray[np.float32]:
    """(24, 24) float32 of the box in a patch."""
    x1, y1, x2, y2 = (int(v) for v in inner)
    small = cv2.resize(pixels[y1:y2, x1:x2], (_LIKENESS, _LIKENESS), interpolation=cv2.INTER_AREA)
    return np.asarray(small, np.float32)
