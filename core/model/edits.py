"""Edits: named lists of changes, each with its before and after, so that the inverse is a swap.

Functions here only build edits from a document's present state; `Document.apply` carries them out.
Asking (the window, the command line) stays apart from doing.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from core.model.keyframes import Keyframes
from core.model.values import (
    Analysis,
    Box,
    Keyframe,
    Source,
    SyncScore,
    Track,
    Verdict,
    VerdictValue,
    Video,
)

if TYPE_CHECKING:
    from core.model.document import Document

Record = Video | Analysis | Track | SyncScore | Verdict


@dataclass(frozen=True, slots=True)
class RecordChange:
    """One record of `kind` (see `Document.KINDS`) with this id appears, changes or goes."""

    kind: str
    id: int
    before: Record | None
    after: Record | None

    def inverse(self) -> RecordChange:
        return RecordChange(self.kind, self.id, self.after, self.before)


@dataclass(frozen=True, slots=True)
class KeyframesChange:
    """Rows of one track's keyframes go and others come."""

    track_id: int
    removed: Keyframes
    added: Keyframes

    def inverse(self) -> KeyframesChange:
        return KeyframesChange(self.track_id, self.added, self.removed)


Change = RecordChange | KeyframesChange


@dataclass(frozen=True, slots=True)
class Edit:
    """One step of undo. `text` names it in the menu ("Move box")."""

    text: str
    changes: tuple[Change, ...]

    def inverse(self) -> Edit:
        return Edit(self.text, tuple(c.inverse() for c in reversed(self.changes)))


def _record(doc: Document, kind: str, id: int, after: Record | None) -> RecordChange:
    return RecordChange(kind, id, doc.get(kind, id), after)


def _stale(doc: Document, track_id: int) -> tuple[RecordChange, ...]:
    """The boxes of a track change, so its sync score no longer describes them."""
    score = doc.scores.get(track_id)
    if score is None or score.stale:
        return ()
    return (RecordChange("score", track_id, score, replace(score, stale=True)),)


def add_video(video: Video) -> Edit:
    return Edit("Add video", (RecordChange("video", video.id, None, video),))


def set_box(
    doc: Document,
    track_id: int,
    pts: int,
    box: Box,
    text: str = "Move box",
    occluded: bool = False,
) -> Edit:
    """A person sets the box of a track at a frame: an interpolated frame becomes a keyframe."""
    old = doc.keyframes(track_id).get(pts)
    new = Keyframe(pts, box, 1.0, Source.PERSON, old.occluded if old else occluded)
    change = KeyframesChange(track_id, Keyframes.of([old] if old else []), Keyframes.of([new]))
    return Edit(text, (change, *_stale(doc, track_id)))


def delete_keyframe(doc: Document, track_id: int, pts: int) -> Edit:
    """Remove a keyframe; the box there is interpolated again. The last one cannot go this way.

    Raises:
        ValueError: there is no keyframe at `pts`, or it is the track's only one.
    """
    rows = doc.keyframes(track_id)
    old = rows.get(pts)
    if old is None:
        raise ValueError("no keyframe here")
    if len(rows) == 1:
        raise ValueError("the only keyframe of a track: delete the track instead")
    change = KeyframesChange(track_id, Keyframes.of([old]), Keyframes.empty())
    return Edit("Delete keyframe", (change, *_stale(doc, track_id)))


def add_track(track: Track, keyframes: Keyframes, text: str = "Draw box") -> Edit:
    return Edit(
        text,
        (
            RecordChange("track", track.id, None, track),
            KeyframesChange(track.id, Keyframes.empty(), keyframes),
        ),
    )


def delete_track(doc: Document, track_id: int) -> Edit:
    """The track goes with its keyframes, score and verdicts."""
    return Edit("Delete track", _track_removal(doc, track_id))


def _track_removal(doc: Document, track_id: int) -> tuple[Change, ...]:
    changes: list[Change] = [
        RecordChange("verdict", v.id, v, None)
        for v in doc.verdicts.values()
        if v.track_id == track_id
    ]
    if (score := doc.scores.get(track_id)) is not None:
        changes.append(RecordChange("score", track_id, score, None))
    changes.append(KeyframesChange(track_id, doc.keyframes(track_id), Keyframes.empty()))
    changes.append(RecordChange("track", track_id, doc.tracks[track_id], None))
    return tuple(changes)


def relabel(doc: Document, track_id: int, label: str, name: str | None = None) -> Edit:
    track = doc.tracks[track_id]
    # Noted, since no label tells by itself who gave it: a new analysis keeps what a person named.
    attributes = track.attributes if label == track.label else _labelled(track)
    new = replace(
        track, label=label, name=track.name if name is None else name, attributes=attributes
    )
    return Edit("Change label", (_record(doc, "track", track_id, new),))


def _labelled(track: Track) -> tuple[tuple[str, str], ...]:
    others = (pair for pair in track.attributes if pair[0] != "label_source")
    return (*others, ("label_source", Source.PERSON.value))


def set_verdict(
    doc: Document,
    track_id: int,
    value: VerdictValue | None,
    reviewer: str = "",
    decided_at: str = "",
    note: str = "",
) -> Edit:
    """Set the verdict of a whole track, or take it back with None."""
    old = doc.track_verdict(track_id)
    if value is None:
        if old is None:
            return Edit("Clear verdict", ())
        return Edit("Clear verdict", (RecordChange("verdict", old.id, old, None),))
    id = old.id if old else doc.next_id("verdict")
    new = Verdict(id, track_id, value, None, None, reviewer, decided_at, note)
    return Edit("Set verdict", (RecordChange("verdict", id, old, new),))


@dataclass(frozen=True, slots=True)
class NewTrack:
    """A track that an analysis found: its id is given when the edit is built."""

    track: Track
    keyframes: Keyframes
    score: SyncScore | None = None


def set_analysis(doc: Document, analysis: Analysis, found: Iterable[NewTrack]) -> Edit:
    """Put the result of an analysis in place of the former one.

    Tracks that a person touched (see `_touched`) stay; a found track that covers the same face as
    one of those is left out. Untouched tracks of the former analysis go.
    """
    changes: list[Change] = []
    kept: list[Keyframes] = []
    for track in doc.tracks_of(analysis.id):
        rows = doc.keyframes(track.id)
        if _touched(doc, track):
            kept.append(rows)
        else:
            changes.extend(_track_removal(doc, track.id))
    next_id = doc.next_id("track")
    for new in found:
        if any(_same_face(new.keyframes, rows) for rows in kept):
            continue
        changes.append(RecordChange("track", next_id, None, replace(new.track, id=next_id)))
        changes.append(KeyframesChange(next_id, Keyframes.empty(), new.keyframes))
        if new.score is not None:
            score = replace(new.score, id=next_id)
            changes.append(RecordChange("score", next_id, None, score))
        next_id += 1
    changes.append(_record(doc, "analysis", analysis.id, analysis))
    return Edit("Analyse", tuple(changes))


def _touched(doc: Document, track: Track) -> bool:
    """Whether a person drew, named or relabelled a track, moved its boxes, or gave it a verdict."""
    score = doc.scores.get(track.id)
    return (
        not track.detector
        or bool(track.name or track.outside or track.attributes)
        or doc.keyframes(track.id).has_person
        # A deleted keyframe leaves no trace but this.
        or (score is not None and score.stale)
        or any(verdict.track_id == track.id for verdict in doc.verdicts.values())
    )


def _same_face(a: Keyframes, b: Keyframes) -> bool:
    """Whether two tracks share most of the shorter one's time and lie over each other there."""
    if not len(a) or not len(b):
        return False
    shorter, other = (a, b) if len(a) <= len(b) else (b, a)
    inside = (shorter.pts >= other.pts[0]) & (shorter.pts <= other.pts[-1])
    if inside.sum() * 2 < len(shorter):
        return False
    mine, theirs = shorter.boxes[inside], other.boxes_at(shorter.pts[inside])
    overlaps = [Box(*p).iou(Box(*q)) for p, q in zip(mine.tolist(), theirs.tolist(), strict=True)]
    return sum(overlaps) / len(overlaps) > 0.5
