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
    NEXT_ANALYSIS,
    Analysis,
    Box,
    FindingState,
    Keyframe,
    Source,
    Speaking,
    SyncScore,
    Track,
    Verdict,
    Video,
)

if TYPE_CHECKING:
    from core.model.document import Document

Record = Video | Analysis | Track | SyncScore | Speaking | Verdict | FindingState


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

Span = tuple[int, int]
"""Two pts."""


@dataclass(frozen=True, slots=True)
class Edit:
    """One step of undo. `text` names it in the menu ("Move box")."""

    text: str
    changes: tuple[Change, ...]

    def inverse(self) -> Edit:
        return Edit(self.text, tuple(c.inverse() for c in reversed(self.changes)))


def record_change(doc: Document, kind: str, id: int, after: Record | None) -> RecordChange:
    """This record becomes `after`; None: it goes."""
    return RecordChange(kind, id, doc.get(kind, id), after)


def stale_score(
    doc: Document, track_id: int, spans: Iterable[Span] | None = None
) -> tuple[RecordChange, ...]:
    """The boxes of a track change, so its sync score no longer describes them, nor does what the
    speaker model said of them.

    Args:
        spans: (first pts, last pts) in which they change; None: anywhere.
    """
    found: list[RecordChange] = []
    speaking = doc.speaking.get(track_id)
    if speaking is not None and not speaking.stale:
        after = replace(speaking, stale=True)
        found.append(RecordChange("speaking", track_id, speaking, after))
    score = doc.scores.get(track_id)
    if score is None:
        return tuple(found)
    anywhere = spans is None or (score.stale and not score.changed)
    changed = () if anywhere else merged_spans((*score.changed, *(spans or ())))
    new = replace(score, stale=True, changed=changed)
    if new != score:
        found.append(RecordChange("score", track_id, score, new))
    return tuple(found)


def merged_spans(spans: Iterable[Span]) -> tuple[Span, ...]:
    """The same places as sorted and disjoint spans."""
    found: list[Span] = []
    for start, end in sorted(spans):
        if found and start <= found[-1][1]:
            found[-1] = found[-1][0], max(found[-1][1], end)
        else:
            found.append((start, end))
    return tuple(found)


def add_video(video: Video) -> Edit:
    return Edit("Add video", (RecordChange("video", video.id, None, video),))


def relink_video(doc: Document, video_id: int, path: str, fingerprint: str = "") -> Edit:
    """The media of a video lie elsewhere now.

    Args:
        path: absolute.
        fingerprint: of the file there, if its content is not quite the same.
    """
    video = doc.videos[video_id]
    new = replace(video, path=path, fingerprint=fingerprint or video.fingerprint)
    return Edit(
        "Locate media", (record_change(doc, "video", video_id, new),) if new != video else ()
    )


def relink_videos(doc: Document, found: Iterable[tuple[int, str, str]]) -> Edit:
    """Several at once, as one step: `found` holds what `relink_video` takes."""
    changes = (relink_video(doc, *one).changes for one in found)
    return Edit("Locate media", tuple(change for some in changes for change in some))


def delete_videos(doc: Document, video_ids: Iterable[int]) -> Edit:
    """Videos leave the project with all that was found and decided about them; their files stay."""
    changes: list[Change] = []
    for id in sorted(set(video_ids)):
        for track in doc.tracks_of(id):
            changes += track_removal(doc, track.id)
        changes += [
            RecordChange("finding", state.id, state, None)
            for state in doc.finding_states.values()
            if state.video_id == id
        ]
        if id in doc.analyses:
            changes.append(RecordChange("analysis", id, doc.analyses[id], None))
        changes.append(RecordChange("video", id, doc.videos[id], None))
    return Edit("Remove video", tuple(changes))


def set_box(
    doc: Document,
    track_id: int,
    pts: int,
    box: Box,
    text: str = "Move box",
    occluded: bool | None = None,
    truncated: bool | None = None,
) -> Edit:
    """A person sets the box of a track at a frame: an interpolated frame becomes a keyframe.

    Landmarks keep their places in the box; a mask goes if the box changes. A track that was outside
    here is visible again from this frame on.

    Args:
        occluded, truncated: None leaves them as they are here.
    """
    rows = doc.keyframes(track_id)
    old = rows.get(pts)
    here = nearest_keyframe(rows, pts)
    new = Keyframe(pts, box, 1.0, Source.PERSON, bool(occluded), bool(truncated))
    if here is not None:
        points = Keyframes.of([here]).with_boxes(Keyframes.of([new]).boxes).at(0)
        new = replace(
            new,
            occluded=here.occluded if occluded is None else occluded,
            truncated=here.truncated if truncated is None else truncated,
            landmarks=points.landmarks,
            mask=points.mask,
        )
    return set_keyframe(doc, track_id, old, new, text)


def set_keyframe(
    doc: Document, track_id: int, old: Keyframe | None, new: Keyframe, text: str
) -> Edit:
    """Put `new` in the place of `old`, of the same frame; see `set_box`."""
    track, rows = doc.tracks[track_id], doc.keyframes(track_id)
    change = KeyframesChange(track_id, Keyframes.of([old] if old else []), Keyframes.of([new]))
    changes: list[Change] = [change, *stale_score(doc, track_id, [reach(rows, new.pts)])]
    if track.is_outside(new.pts):
        outside = tuple(
            (a, new.pts if a <= new.pts < b else b)
            for a, b in track.outside
            if not a == new.pts < b
        )
        changes.append(record_change(doc, "track", track_id, replace(track, outside=outside)))
    return Edit(text, tuple(changes))


def nearest_keyframe(rows: Keyframes, pts: int) -> Keyframe | None:
    """What is at `pts` by interpolation; beyond the ends the keyframe there, without its mask."""
    if not len(rows):
        return None
    here = rows.keyframe_at(pts)
    if here is None:
        here = replace(rows.at(0 if pts < rows.pts[0] else -1), pts=pts, mask=None)
    return here


def reach(rows: Keyframes, pts: int) -> Span:
    """From where to where the boxes depend on a keyframe at `pts`."""
    before, after = rows.pts[rows.pts < pts], rows.pts[rows.pts > pts]
    return (int(before[-1]) if len(before) else pts, int(after[0]) if len(after) else pts)


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
    return Edit("Delete keyframe", (change, *stale_score(doc, track_id, [reach(rows, pts)])))


def add_track(track: Track, keyframes: Keyframes, text: str = "Draw box") -> Edit:
    return Edit(
        text,
        (
            RecordChange("track", track.id, None, track),
            KeyframesChange(track.id, Keyframes.empty(), keyframes),
        ),
    )


def delete_tracks(doc: Document, track_ids: Iterable[int]) -> Edit:
    """These tracks go with their keyframes, scores and verdicts, in one step."""
    ids = sorted(set(track_ids))
    text = "Delete track" if len(ids) == 1 else f"Delete {len(ids)} tracks"
    return Edit(text, tuple(change for id in ids for change in track_removal(doc, id)))


def track_removal(doc: Document, track_id: int) -> tuple[Change, ...]:
    changes: list[Change] = [
        RecordChange("verdict", v.id, v, None)
        for v in doc.verdicts.values()
        if v.track_id == track_id
    ]
    if (score := doc.scores.get(track_id)) is not None:
        changes.append(RecordChange("score", track_id, score, None))
    if (speaking := doc.speaking.get(track_id)) is not None:
        changes.append(RecordChange("speaking", track_id, speaking, None))
    changes.append(KeyframesChange(track_id, doc.keyframes(track_id), Keyframes.empty()))
    changes.append(RecordChange("track", track_id, doc.tracks[track_id], None))
    return tuple(changes)


def relabel(doc: Document, track_id: int, label: str, name: str | None = None) -> Edit:
    track = relabelled(doc.tracks[track_id], label)
    new = track if name is None else replace(track, name=name)
    return Edit("Change label", (record_change(doc, "track", track_id, new),))


def relabelled(track: Track, label: str) -> Track:
    """A track to which a person gave this label; itself if it is the present one."""
    if label == track.label:
        return track
    # Noted, since no label tells by itself who gave it: a new analysis keeps what a person named.
    others = (pair for pair in track.attributes if pair[0] != "label_source")
    noted = (*others, ("label_source", Source.PERSON.value))
    return replace(track, label=label, attributes=noted)


def set_scores(
    doc: Document,
    scores: Iterable[SyncScore],
    speaking: Iterable[Speaking] = (),
    notices: Iterable[str] = (),
) -> Edit:
    """New scores of tracks, and what a speaker model says of them, each under its track's id.

    `notices` join those of the analyses of the tracks' videos.
    """
    scores, notices = list(scores), list(notices)
    changes = [record_change(doc, "score", score.id, score) for score in scores]
    changes += [record_change(doc, "speaking", one.id, one) for one in speaking]
    for id in sorted({doc.tracks[score.id].video_id for score in scores}):
        analysis = doc.analyses.get(id)
        if analysis is not None and not set(notices) <= set(analysis.notices):
            told = tuple(dict.fromkeys([*analysis.notices, *notices]))
            changes.append(record_change(doc, "analysis", id, replace(analysis, notices=told)))
    return Edit("Score again", tuple(changes))


@dataclass(frozen=True, slots=True)
class NewTrack:
    """A track that an analysis found: its id is given when the edit is built."""

    track: Track
    keyframes: Keyframes
    score: SyncScore | None = None
    speaking: Speaking | None = None


def set_analysis(doc: Document, analysis: Analysis, found: Iterable[NewTrack]) -> Edit:
    """Put the result of an analysis in place of the former one.

    Tracks that a person touched (see `_touched`) stay; a found track that covers the same face as
    one of those is left out. Untouched tracks of the former analysis go. Snoozes until the next
    analysis end; other states of findings stay: where the finding is gone they do nothing.
    """
    changes: list[Change] = [
        RecordChange("finding", state.id, state, None)
        for state in doc.finding_states.values()
        if state.video_id == analysis.id and state.until == NEXT_ANALYSIS
    ]
    kept: list[tuple[Track, Keyframes]] = []
    for track in doc.tracks_of(analysis.id):
        rows = doc.keyframes(track.id)
        if _touched(doc, track):
            kept.append((track, rows))
        else:
            changes.extend(track_removal(doc, track.id))
    next_id = doc.next_id("track")
    for new in found:
        alike = [rows for track, rows in kept if _same_kind(new.track, track)]
        if any(_same_face(new.keyframes, rows) for rows in alike):
            continue
        track = replace(new.track, id=next_id, found=new.keyframes.digest())
        changes.append(RecordChange("track", next_id, None, track))
        changes.append(KeyframesChange(next_id, Keyframes.empty(), new.keyframes))
        if new.score is not None:
            score = replace(new.score, id=next_id)
            changes.append(RecordChange("score", next_id, None, score))
        if new.speaking is not None:
            speaking = replace(new.speaking, id=next_id)
            changes.append(RecordChange("speaking", next_id, None, speaking))
        next_id += 1
    changes.append(record_change(doc, "analysis", analysis.id, analysis))
    return Edit("Analyse", tuple(changes))


def _touched(doc: Document, track: Track) -> bool:
    """Whether a person drew, named or relabelled a track, changed its boxes, or gave it a
    verdict.
    """
    score, rows = doc.scores.get(track.id), doc.keyframes(track.id)
    return (
        not track.detector
        or bool(track.name or track.outside or track.attributes or track.locked or track.hidden)
        # Projects of before `found` have only these traces of it.
        or (rows.has_person or (score is not None and score.stale))
        or (bool(track.found) and track.found != rows.digest())
        or any(verdict.track_id == track.id for verdict in doc.verdicts.values())
    )


def _same_kind(a: Track, b: Track) -> bool:
    """Whether two tracks can be of one thing: a person stands behind every face. A face may have
    been given another label.
    """
    return a.is_face == b.is_face and (a.is_face or a.label == b.label)


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
