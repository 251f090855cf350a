"""What the checks of one track look at, taken out of a document."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

import numpy as np

from core.model.document import Document
from core.model.edits import Edit, KeyframesChange, merged_spans
from core.model.keyframes import Keyframes
from core.model.values import Shot, Speaking, SyncScore, Track, Verdict, VerdictValue, Video
from core.review.finding import digest
from core.timebase import GRID_RATE

Span = tuple[int, int]

NOT_HEARD = frozenset({VerdictValue.NOT_SPEAKING, VerdictValue.VOICE_OVER, VerdictValue.REJECT})
"""Verdicts by which the voice is not this track's."""


# No slots: cached properties need a place.
@dataclass(frozen=True, eq=False)
class TrackFacts:
    """One track with all that its own findings rest on; frozen values of the document.

    Args:
        shot: the shot in which it begins; the whole video where there are no shots.
        verdicts: of the track and of its spans, by id.
        speaking: what a speaker model said of it.
    """

    video: Video
    track: Track
    keyframes: Keyframes
    score: SyncScore | None
    shot: Shot
    verdicts: tuple[Verdict, ...]
    speaking: Speaking | None = None

    @property
    def id(self) -> int:
        return self.track.id

    def same(self, other: TrackFacts) -> bool:
        """Whether these are the very values of `other`: quick, and never wrongly true."""
        return (
            self.video is other.video
            and self.track is other.track
            and self.keyframes is other.keyframes
            and self.score is other.score
            and self.speaking is other.speaking
            and self.shot == other.shot
            and len(self.verdicts) == len(other.verdicts)
            and all(a is b for a, b in zip(self.verdicts, other.verdicts, strict=True))
        )

    @property
    def verdict(self) -> VerdictValue | None:
        """The verdict of the track as a whole."""
        return next((v.value for v in self.verdicts if v.start_pts is None), None)

    @property
    def decided(self) -> bool:
        """Whether a person has decided about the track; unsure is no decision."""
        return self.verdict not in (None, VerdictValue.UNSURE)

    @property
    def span(self) -> Span:
        """First and last keyframe's pts, the end exclusive; (start, start) without keyframes."""
        pts = self.keyframes.pts
        if not len(pts):
            return self.video.start_pts, self.video.start_pts
        return int(pts[0]), min(
            int(pts[-1]) + self.frame_pts, max(self.video.end_pts, int(pts[-1]) + 1)
        )

    @property
    def frame_pts(self) -> int:
        """About the length of a frame in pts units, at least 1."""
        return max(round(1 / (self.video.frame_rate * self.video.time_base)), 1)

    def judged(self, start_pts: int, end_pts: int) -> bool:
        """Whether decided verdicts on spans cover all of this time."""
        spans = joined(
            (v.start_pts, v.end_pts)
            for v in self.verdicts
            if v.start_pts is not None
            and v.end_pts is not None
            and v.value is not VerdictValue.UNSURE
        )
        return any(a <= start_pts and end_pts <= b for a, b in spans)

    def visible(self) -> list[Span]:
        """Spans in which it is in the picture, rising, disjoint, in pts."""
        at, end = self.span
        spans: list[Span] = []
        for away, back in joined(self.track.outside):
            if at < min(away, end):
                spans.append((at, min(away, end)))
            at = max(at, back)
        if at < end:
            spans.append((at, end))
        return spans

    @cached_property
    def box_basis(self) -> str:
        """Changes with any keyframe's time or box and with the spans outside."""
        rows = self.keyframes
        return digest((rows.pts.data, rows.boxes.data, self.track.outside))

    @cached_property
    def score_basis(self) -> tuple[object, ...]:
        """What findings from the sound rest on: the boxes that were compared, score, verdict."""
        score = self.score
        figures = score and (
            score.scorer, score.kind, score.start_step, score.steps, score.determined,
            score.reason, float(score.offset_steps), float(score.confidence), score.stale,
            score.changed,
        )  # fmt: skip
        return self.box_basis, figures, self.verdict and self.verdict.value


class Grouped:
    """A document's tracks of faces by video and verdicts by track, so that many videos take one
    pass. Objects have no lips, and nothing of the review is about them.

    For one moment only: it does not see later edits.
    """

    def __init__(self, doc: Document) -> None:
        self.doc = doc
        self._tracks: dict[int, list[Track]] = defaultdict(list)
        for track in filter(lambda track: track.is_face, doc.tracks.values()):
            self._tracks[track.video_id].append(track)
        self._verdicts: dict[int, list[Verdict]] = defaultdict(list)
        for _, verdict in sorted(doc.verdicts.items()):
            self._verdicts[verdict.track_id].append(verdict)

    def any_order(self, video_id: int) -> Sequence[Track]:
        """The tracks of a video, unsorted, which is quick."""
        return self._tracks.get(video_id, ())

    def count(self, video_id: int) -> int:
        """How many tracks a video has."""
        return len(self._tracks.get(video_id, ()))

    def tracks_of(self, video_id: int) -> list[Track]:
        """As `Document.tracks_of`."""

        def start(track: Track) -> tuple[int, int]:
            rows = self.doc.keyframes(track.id)
            return (int(rows.pts[0]) if len(rows) else 0, track.id)

        return sorted(self._tracks.get(video_id, ()), key=start)

    def verdicts_of(self, track_id: int) -> tuple[Verdict, ...]:
        """The verdicts of a track and of its spans, by id."""
        return tuple(self._verdicts.get(track_id, ()))


def facts_of(doc: Document | Grouped, video_id: int) -> list[TrackFacts]:
    """The tracks of a video, in the order of `Document.tracks_of`.

    Raises:
        KeyError: there is no such video.
    """
    grouped = doc if isinstance(doc, Grouped) else Grouped(doc)
    doc = grouped.doc
    video, analysis = doc.videos[video_id], doc.analyses.get(video_id)
    shots = analysis.shots if analysis else ()
    starts = np.array([s.start_pts for s in shots], dtype=np.int64)
    whole = Shot(video.start_pts, video.end_pts)
    found = []
    for track in grouped.tracks_of(video_id):
        rows = doc.keyframes(track.id)
        shot = whole
        if len(rows) and len(shots):
            at = int(np.searchsorted(starts, rows.pts[0], side="right")) - 1
            shot = shots[max(at, 0)]
        score, verdicts = doc.scores.get(track.id), grouped.verdicts_of(track.id)
        speaking = doc.speaking.get(track.id)
        found.append(TrackFacts(video, track, rows, score, shot, verdicts, speaking))
    return found


def touched_videos(edit: Edit, document: Document) -> set[int]:
    """The videos whose facts an edit may have changed; the document is that after it."""
    tracks: set[int] = set()
    videos: set[int] = set()
    for change in edit.changes:
        if isinstance(change, KeyframesChange):
            tracks.add(change.track_id)
            continue
        if change.kind in ("video", "analysis"):
            videos.add(change.id)
        elif change.kind in ("score", "speaking"):
            tracks.add(change.id)
        for record in (change.before, change.after):
            if isinstance(record, Track):
                videos.add(record.video_id)
            elif isinstance(record, Verdict):
                tracks.add(record.track_id)
    return videos | {document.tracks[id].video_id for id in tracks if id in document.tracks}


def joined(spans: Iterable[Span]) -> tuple[Span, ...]:
    """As `merged_spans`, without empty ones."""
    return merged_spans(span for span in spans if span[1] > span[0])


def per_step(video: Video) -> Fraction:
    """pts units in a grid step."""
    return 1 / (video.time_base * GRID_RATE)


def step_of(video: Video, pts: int) -> int:
    """The first grid step at which a frame of this pts may be shown."""
    # A pts that a coarse clock rounded up must not lose its step.
    return math.ceil((pts - video.start_pts) / per_step(video) - Fraction(1, 50))


def pts_of_step(video: Video, step: int) -> int:
    """The pts of a grid step, kept within the video."""
    pts = video.start_pts + round(step * per_step(video))
    return min(max(pts, video.start_pts), video.end_pts)


def step_count(video: Video) -> int:
    """Grid steps of the video, at least 1."""
    return max(step_of(video, video.end_pts), 1)


def seconds(video: Video, pts: int) -> float:
    """The length of so many pts units."""
    return float(pts * video.time_base)
