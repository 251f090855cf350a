"""Frozen values of a review. Boxes are xyxy floats in pixels of the (rotated) source picture."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import StrEnum
from fractions import Fraction

import numpy as np
import numpy.typing as npt

from core.timebase import GRID_RATE, STEP_MS

WINDOW_PICTURES = 5
"""Pictures that a row of a score's matrix spans."""
WINDOW_CENTRE = WINDOW_PICTURES // 2
"""What row i says belongs to the middle one, grid step start_step + i + 2."""


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle, x1 <= x2 and y1 <= y2, right and bottom edges exclusive."""

    x1: float
    y1: float
    x2: float
    y2: float

    @property
    def width(self) -> float:
        return self.x2 - self.x1

    @property
    def height(self) -> float:
        return self.y2 - self.y1

    @property
    def area(self) -> float:
        return self.width * self.height

    @property
    def center(self) -> tuple[float, float]:
        return (self.x1 + self.x2) / 2, (self.y1 + self.y2) / 2

    def as_tuple(self) -> tuple[float, float, float, float]:
        return self.x1, self.y1, self.x2, self.y2

    def iou(self, other: Box) -> float:
        """Intersection over union, 0..1."""
        w = min(self.x2, other.x2) - max(self.x1, other.x1)
        h = min(self.y2, other.y2) - max(self.y1, other.y1)
        if w <= 0 or h <= 0:
            return 0.0
        inter = w * h
        return inter / (self.area + other.area - inter)

    def clamped(self, width: float, height: float) -> Box:
        """The part of the box inside a picture of this size."""
        return Box(
            min(max(self.x1, 0.0), width),
            min(max(self.y1, 0.0), height),
            min(max(self.x2, 0.0), width),
            min(max(self.y2, 0.0), height),
        )


class Source(StrEnum):
    """Who set a keyframe."""

    DETECTOR = "detector"
    PERSON = "person"
    TRACKER = "tracker"


SOURCE_CODES: tuple[Source, ...] = (Source.DETECTOR, Source.PERSON, Source.TRACKER)
"""Position in this tuple is the uint8 code used in arrays and in the project file."""


@dataclass(frozen=True, slots=True)
class Keyframe:
    """A box of a track at one frame.

    Args:
        score: the detector's or tracker's, 1.0 where a person set the box.
        occluded: something lies before it. truncated: it goes on beyond the picture's edge.
        landmarks: points (x, y) in source pixels, in the detector's order, NaN for one that is not
            known; empty: none.
        mask: which pixels belong to it, as COCO's compressed run lengths (`counts`) over the whole
            upright picture, column by column; None: not known.
    """

    pts: int
    box: Box
    score: float = 1.0
    source: Source = Source.PERSON
    occluded: bool = False
    truncated: bool = False
    landmarks: tuple[tuple[float, float], ...] = ()
    mask: bytes | None = None


class VerdictValue(StrEnum):
    """What a person decided (DESIGN: verdict)."""

    IN_SYNC = "in sync"
    OUT_OF_SYNC = "out of sync"
    NOT_SPEAKING = "not speaking"
    VOICE_OVER = "voice-over"
    REJECT = "reject"
    UNSURE = "unsure"


@dataclass(frozen=True, slots=True)
class Video:
    """One media file of a project.

    `path` is absolute; `fingerprint` names the content (core.media.source.fingerprint) and finds a
    moved file again. `start_pts` is the pts of the first picture, time 0. Sizes are those of the
    upright picture.
    """

    id: int
    path: str
    width: int
    height: int
    frame_count: int
    frame_rate: Fraction
    time_base: Fraction
    start_pts: int
    end_pts: int
    has_audio: bool
    fingerprint: str

    @property
    def duration(self) -> Fraction:
        return (self.end_pts - self.start_pts) * self.time_base

    def seconds(self, pts: int) -> float:
        """Seconds from the first picture, for display and export."""
        return float((pts - self.start_pts) * self.time_base)


@dataclass(frozen=True, slots=True)
class Shot:
    """A run of frames between two cuts: start_pts <= pts < end_pts."""

    start_pts: int
    end_pts: int


@dataclass(frozen=True, slots=True)
class Dropped:
    """What an analysis left out, and why."""

    reason: str
    start_pts: int
    end_pts: int


@dataclass(frozen=True, slots=True)
class Analysis:
    """The last analysis of a video: `id` is the video's id."""

    id: int
    key: str
    detector: str
    scorer: str
    shots: tuple[Shot, ...] = ()
    dropped: tuple[Dropped, ...] = ()
    notices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Track:
    """One face or object through a shot. Its keyframes live beside it, in `Document.keyframes`.

    `outside` holds spans (start_pts, end_pts), end exclusive, in which it is not visible; sorted
    and disjoint. A `locked` track is not changed by gestures, a `hidden` one not drawn over the
    picture; both are exported. Only the lips of a face (`is_face`) can belong to a voice: other
    tracks are not scored and raise no findings. `found` is the digest of the keyframes as an
    analysis found them (`Keyframes.digest`): others now mean that a person changed them. Empty
    where none found it.
    """

    id: int
    video_id: int
    label: str = "face"
    name: str = ""
    detector: str = ""
    outside: tuple[tuple[int, int], ...] = ()
    attributes: tuple[tuple[str, str], ...] = ()
    locked: bool = False
    hidden: bool = False
    is_face: bool = True
    found: str = ""

    def is_outside(self, pts: int) -> bool:
        """Whether the track is not visible at this time."""
        return any(start <= pts < end for start, end in self.outside)

    @property
    def title(self) -> str:
        return self.name or f"{self.label} {self.id}"


@dataclass(frozen=True, slots=True)
class Verdict:
    """A decision about a track, or about a span of it when `start_pts` and `end_pts` are given."""

    id: int
    track_id: int
    value: VerdictValue
    start_pts: int | None = None
    end_pts: int | None = None
    reviewer: str = ""
    decided_at: str = ""
    note: str = ""


class FindingStatus(StrEnum):
    """What a person did with a finding. One without a state is open."""

    RESOLVED = "resolved"
    SNOOZED = "snoozed"


NEXT_ANALYSIS = "next analysis"
"""`FindingState.until` of a snooze that the next analysis of the video ends."""


@dataclass(frozen=True, slots=True)
class FindingState:
    """A person dealt with a finding of a video.

    Findings are computed (core.review) and not kept; this names one by its `key`. It holds only
    while what the finding rests on is still that of `basis`, so that an edit reopens it.

    Args:
        until: for a snooze: an ISO 8601 date-time (UTC where it names no zone) or `NEXT_ANALYSIS`.
    """

    id: int
    video_id: int
    key: str
    basis: str
    status: FindingStatus
    reviewer: str = ""
    decided_at: str = ""
    until: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Offset:
    """A whole-step answer of one mode: sign as in DESIGN (positive: the audio is early)."""

    offset_steps: int
    confidence: float
    min_distance: float


@dataclass(frozen=True, slots=True, eq=False)
class SyncScore:
    """The sync result of one track; `id` is the track's id.

    Args:
        start_step: grid step of the first picture of the track's clip.
        steps: rows of the matrix; row i pairs the pictures start_step+i .. start_step+i+4.
        vshift: search range in steps.
        kind: "distance" or "correlation"; correlations are stored negated, so lower is better in
            both.
        matrix: (steps, 2*vshift+1) float32; column k compares with the sound at i + k - vshift.
        offset_steps: the chosen mode's answer with its sub-step part, positive: audio early.
        determined, reason: whether the answer stands, and if not, why.
        frame_confidence: (steps,) float32; row i belongs to grid step start_step + i + 2.
        local_offset: (m, 3) float64 rows of time_s, offset_ms, confidence.
        stale: the boxes changed since.
        changed: where they did, spans (first pts, last pts), both inclusive, sorted and disjoint;
            empty for a stale score: anywhere.
    """

    id: int
    scorer: str
    weights_sha256: str | None
    mode: str
    kind: str
    start_step: int
    steps: int
    vshift: int
    determined: bool
    reason: str
    offset_steps: float
    confidence: float
    min_distance: float
    reference: Offset
    robust: Offset
    matrix: npt.NDArray[np.float32] = field(repr=False)
    frame_confidence: npt.NDArray[np.float32] = field(repr=False)
    local_offset: npt.NDArray[np.float64] = field(repr=False)
    stale: bool = False
    changed: tuple[tuple[int, int], ...] = ()

    def __post_init__(self) -> None:
        for array in (self.matrix, self.frame_confidence, self.local_offset):
            array.setflags(write=False)

    def with_id(self, id: int) -> SyncScore:
        """The same figures as those of another track."""
        return replace(self, id=id)

    @property
    def offset_ms(self) -> float:
        return self.offset_steps * STEP_MS

    @property
    def direction(self) -> str:
        """In words: "in sync", "audio early", "audio late" or "undetermined"."""
        if not self.determined:
            return "undetermined"
        if abs(self.offset_steps) < 0.5:
            return "in sync"
        return "audio early" if self.offset_steps > 0 else "audio late"

    def frame_confidence_times(self) -> npt.NDArray[np.float64]:
        """(steps,) seconds: the centre of each row's 5-frame window."""
        first = self.start_step + WINDOW_CENTRE
        return (np.arange(self.steps, dtype=np.float64) + first) / GRID_RATE

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, SyncScore):
            return NotImplemented
        return all(_same(getattr(self, name), getattr(other, name)) for name in self.__slots__)

    def __hash__(self) -> int:
        return hash((self.id, self.scorer, self.steps))


@dataclass(frozen=True, slots=True, eq=False)
class Speaking:
    """When the face of one track speaks, as a speaker model tells; `id` is the track's id.

    Args:
        start_step: grid step of the first value.
        probabilities: (n,) float32, 0..1; value i belongs to grid step start_step + i.
        stale: the boxes changed since.
    """

    id: int
    speaker: str
    weights_sha256: str | None
    start_step: int
    probabilities: npt.NDArray[np.float32] = field(repr=False)
    stale: bool = False

    def __post_init__(self) -> None:
        self.probabilities.setflags(write=False)

    def at_seconds(self, times: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
        """(m,) the value of the nearest grid step; NaN where there is none within half a step."""
        values = np.full(len(times), np.nan)
        rows = np.floor(times * GRID_RATE - self.start_step + 0.5).astype(np.int64)
        inside = (rows >= 0) & (rows < len(self.probabilities))
        values[inside] = self.probabilities[rows[inside]]
        return values

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Speaking):
            return NotImplemented
        return all(_same(getattr(self, name), getattr(other, name)) for name in self.__slots__)

    def __hash__(self) -> int:
        return hash((self.id, self.speaker, self.start_step, len(self.probabilities)))


def _same(a: object, b: object) -> bool:
    """Equality by which NaN equals NaN: a score read again equals the one that was written."""
    if isinstance(a, np.ndarray) and isinstance(b, np.ndarray):
        return np.array_equal(a, b, equal_nan=True)
    if isinstance(a, Offset) and isinstance(b, Offset):
        return all(_same(getattr(a, name), getattr(b, name)) for name in a.__slots__)
    return a == b or (a != a and b != b)
