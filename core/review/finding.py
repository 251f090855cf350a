"""What a finding is, and the limits by which findings are made."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType

from core.sync.grades import ITU_DETECTABILITY, AnyTolerance


class FindingKind(StrEnum):
    """Why a place deserves a look."""

    OFFSET_OUTSIDE = "offset outside"
    UNDETERMINED = "undetermined"
    LOW_CONFIDENCE = "low confidence"
    DRIFT = "drift"
    BOX_JUMP = "box jump"
    SHORT_GAP = "short gap"
    LOST_TRACK = "lost track"
    SAME_VOICE = "same voice"
    NO_VISIBLE_SPEAKER = "no visible speaker"
    UNREVIEWED = "unreviewed"


@dataclass(frozen=True, slots=True)
class Finding:
    """A place of a video that deserves a look.

    Args:
        start_pts, end_pts: where, end exclusive.
        doubt: 0..1, higher: look first.
        figures: finite numbers for words; which ones depends on the kind:

            - OFFSET_OUTSIDE: offset_ms (positive: audio early), early_ms, late_ms, excess_ms,
              confidence, stale (1: the boxes changed since it was measured)
            - UNDETERMINED: confidence; scored (0: there is no score at all); listens (1: another
              track's lips fit the sound meanwhile)
            - LOW_CONFIDENCE: confidence, floor; for a span of a track: share (of the track's own
              full confidence), seconds
            - DRIFT: as a slope ms_per_minute, change_ms; as a step step_ms (positive: the audio
              becomes earlier), before_ms, after_ms
            - BOX_JUMP: share (centre's way in box sizes), size_ratio, seconds, jumps (how many)
            - SHORT_GAP: seconds, gaps (how many); with `other_track_id`: seconds, iou
            - LOST_TRACK: seconds (to the end of the shot)
            - SAME_VOICE: seconds, share (of the shorter track's fit)
            - NO_VISIBLE_SPEAKER: seconds, faces (how many tracks are in the picture)
            - UNREVIEWED: others (findings of this track)
        reason: the scorer's own words, for UNDETERMINED.
        key: stable over runs: kind, video, tracks and place.
        basis: hash of what it rests on; another one means that an edit has changed that.
    """

    kind: FindingKind
    video_id: int
    track_id: int | None
    other_track_id: int | None
    start_pts: int
    end_pts: int
    doubt: float
    key: str
    basis: str
    figures: Mapping[str, float] = field(default_factory=lambda: MappingProxyType({}), hash=False)
    reason: str = ""

    @property
    def track_ids(self) -> tuple[int, ...]:
        """The tracks it is about: none, one or two."""
        return tuple(id for id in (self.track_id, self.other_track_id) if id is not None)


def make_finding(
    kind: FindingKind,
    video_id: int,
    span: tuple[int, int],
    doubt: float,
    basis: Iterable[object],
    *,
    place: object = "",
    tracks: tuple[int, ...] = (),
    figures: Mapping[str, float] | None = None,
    reason: str = "",
) -> Finding:
    """A finding with its key and basis.

    Args:
        span: start and end pts, end exclusive.
        basis: values whose `repr` tells all that the finding rests on.
        place: tells findings of one kind and track apart.
        tracks: one track, two, or none.
    """
    names = ",".join(map(str, tracks))
    clean = {k: float(v) for k, v in (figures or {}).items() if math.isfinite(v)}
    return Finding(
        kind,
        video_id,
        tracks[0] if tracks else None,
        tracks[1] if len(tracks) > 1 else None,
        int(span[0]),
        max(int(span[1]), int(span[0]) + 1),
        min(max(float(doubt), 0.0), 1.0) if math.isfinite(doubt) else 0.5,
        f"{kind.value}:{video_id}:{names}:{place}",
        digest(basis),
        MappingProxyType(clean),
        reason,
    )


def digest(values: Iterable[object]) -> str:
    """16 hex digits that change with any of the values; buffers as they are, others by `repr`."""
    told = hashlib.blake2b(digest_size=8)
    for value in values:
        if not isinstance(value, bytes | memoryview):
            value = repr(value).encode("utf-8", "replace")
        told.update(memoryview(value).nbytes.to_bytes(8, "little"))
        told.update(value)
    return told.hexdigest()


def ranked(findings: Iterable[Finding]) -> list[Finding]:
    """The most doubtful first; of equal doubt by video, time and key, so that no two tie."""
    return sorted(findings, key=rank)


def rank(finding: Finding) -> tuple[float, int, int, str]:
    """What `ranked` sorts by."""
    return -finding.doubt, finding.video_id, finding.start_pts, finding.key


@dataclass(frozen=True, slots=True)
class Limits:
    """From where on something is a finding. Lengths in seconds, box movements in box sizes.

    A box size is the square root of the area. Distances are SyncNet's LSE-C; correlations sum three
    held-out correlations, so their confidence seldom exceeds 2.4 (see core.review.criteria).

    Args:
        tolerance: of OFFSET_OUTSIDE.
        confidence_floor: by kind of score; a determined score under it is LOW_CONFIDENCE.
        weak_share, weak_s: a span of this length at least in which the smoothed frame confidence
            is under this share of the track's own full one.
        drift_ms: change of the offset within a track, as a slope over it or as one step.
        local_floor: by kind of score, the confidence that each part must have for that.
        jump_share, jump_rate: a centre may move by `jump_share + jump_rate * seconds`.
        jump_factor: and by so many times what is usual in this track.
        size_share, size_rate: the same for the natural logarithm of the size.
        gap_s: gaps up to this length are short. merge_s: the same between two tracks.
        lost_s: a track that ends so long before its shot is lost, unless at the picture's edge.
        voice_level, voice_s: two tracks that both reach this level over this length claim one
            voice. unseen_s: least length of sound without a speaker.
    """

    tolerance: AnyTolerance = ITU_DETECTABILITY
    confidence_floor: Mapping[str, float] = field(
        default_factory=lambda: {"distance": 4.0, "correlation": 1.0}, hash=False
    )
    weak_share: float = 0.12
    weak_s: float = 2.0
    drift_ms: float = 60.0
    local_floor: Mapping[str, float] = field(
        default_factory=lambda: {"distance": 3.0, "correlation": 0.7}, hash=False
    )
    jump_share: float = 0.15
    jump_rate: float = 1.5
    jump_factor: float = 6.0
    size_share: float = 0.2
    size_rate: float = 1.0
    gap_s: float = 0.6
    merge_s: float = 1.5
    lost_s: float = 1.0
    voice_level: float = 0.5
    voice_s: float = 1.0
    unseen_s: float = 1.0
