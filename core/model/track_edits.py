"""Edits that repair tracks: cut, join, exchange, trim, hide and fill them.

As in `core.model.edits`, functions only build edits. Frames are named by their pts in the video's
`FrameIndex`; a keyframe that a cut needs is taken from what interpolation gives there, so that no
box moves.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import numpy as np

from core.errors import EditError
from core.model.document import Document
from core.model.edits import (
    Change,
    Edit,
    KeyframesChange,
    RecordChange,
    Span,
    merged_spans,
    record_change,
    stale_score,
    track_removal,
)
from core.model.keyframes import Keyframes
from core.model.score_parts import part_of_score
from core.model.values import Track, Verdict
from core.timebase import FrameIndex

_CROSSES_CUT = "A track never crosses a cut; give both tracks the same name instead"


def split(doc: Document, track_id: int, frame: int, index: FrameIndex) -> Edit:
    """Cut a track before a frame: what comes before keeps the id, the rest becomes a new track.

    Verdicts and scores are divided too; both scores are stale around the cut only.

    Raises:
        EditError: the track is not on both sides of the cut.
    """
    track, rows = doc.tracks[track_id], doc.keyframes(track_id)
    pts = int(index.pts[frame])
    if frame == 0 or not len(rows) or not rows.pts[0] < pts <= rows.pts[-1]:
        raise EditError(
            "the track can only be split inside of it", "Go to the first frame of its second part"
        )
    last = int(index.pts[frame - 1])
    new_id = doc.next_id("track")
    head, tail = _cut(rows, last, pts)
    first = replace(track, outside=_clipped(track.outside, None, pts))
    second = replace(track, id=new_id, name="", outside=_clipped(track.outside, pts, None))
    changes: list[Change] = [
        record_change(doc, "track", track_id, first),
        RecordChange("track", new_id, None, second),
        _whole_change(doc, track_id, head),
        KeyframesChange(new_id, Keyframes.empty(), tail),
    ]
    video = doc.videos[track.video_id]
    score = doc.scores.get(track_id)
    if score is not None:
        parts = (
            (track_id, part_of_score(score, video, None, pts)),
            (new_id, part_of_score(score, video, pts, None)),
        )
        for id, part in parts:
            after = None if part is None else replace(part, id=id)
            changes.append(record_change(doc, "score", id, after))
    changes += _divided_verdicts(doc, track_id, new_id, pts)
    return Edit("Split track", tuple(changes))


def merge(doc: Document, keep_id: int, other_id: int, index: FrameIndex) -> Edit:
    """Join two tracks; the first keeps its id, name, label and verdict.

    Where both have boxes those of the first stay. Frames between the two are outside: they can be
    filled (`fill_gaps`).

    Raises:
        EditError: they are of two videos or shots, or the same one.
    """
    keep, other = doc.tracks[keep_id], doc.tracks[other_id]
    a, b = doc.keyframes(keep_id), doc.keyframes(other_id)
    if keep_id == other_id or keep.video_id != other.video_id:
        raise EditError("two tracks of one video are merged", "Select the second track too")
    if _shot_of(doc, keep.video_id, a) != _shot_of(doc, keep.video_id, b):
        raise EditError("the tracks lie in different shots", _CROSSES_CUT)
    free = np.array([not a.pts[0] <= p <= a.pts[-1] or keep.is_outside(p) for p in b.pts.tolist()])
    added = b.select(free & ~np.isin(b.pts, a.pts))
    rows = a.replaced(Keyframes.empty(), added)
    changes: list[Change] = [*track_removal(doc, other_id), _whole_change(doc, keep_id, rows)]
    outside = _joined_outside(keep, other, a, b, index)
    changes.append(record_change(doc, "track", keep_id, replace(keep, outside=outside)))
    for verdict in doc.verdicts.values():
        if verdict.track_id == other_id and verdict.start_pts is not None:
            moved = replace(verdict, track_id=keep_id)
            # Its going is among the changes of the removal; it comes back under its own id.
            changes.append(RecordChange("verdict", verdict.id, None, moved))
    changes += stale_score(doc, keep_id)
    return Edit("Merge tracks", tuple(changes))


def swap(doc: Document, first_id: int, second_id: int, frame: int, index: FrameIndex) -> Edit:
    """From this frame to the end each of two tracks goes on as the other.

    Raises:
        EditError: neither is there from this frame on, or one would have nothing left.
    """
    pts = int(index.pts[frame])
    last = int(index.pts[frame - 1]) if frame else pts - 1
    tracks = doc.tracks[first_id], doc.tracks[second_id]
    rows = doc.keyframes(first_id), doc.keyframes(second_id)
    if first_id == second_id or tracks[0].video_id != tracks[1].video_id:
        raise EditError("two tracks of one video are swapped", "Select the second track too")
    (head_a, tail_a), (head_b, tail_b) = (_cut(r, last, pts) for r in rows)
    if not (len(tail_a) or len(tail_b)):
        raise EditError("neither track goes on here", "Go to a frame in which one of them is seen")
    new = _joined(head_a, tail_b), _joined(head_b, tail_a)
    if not (len(new[0]) and len(new[1])):
        raise EditError("nothing would be left of one of the tracks", "Change its label instead")
    outside = (
        merged_spans(
            (*_clipped(tracks[0].outside, None, pts), *_clipped(tracks[1].outside, pts, None))
        ),
        merged_spans(
            (*_clipped(tracks[1].outside, None, pts), *_clipped(tracks[0].outside, pts, None))
        ),
    )
    changes: list[Change] = []
    end = max(int(r.pts[-1]) for r in rows)
    for id, track, after, spans in zip((first_id, second_id), tracks, new, outside, strict=True):
        gap = _gap_inside(after, index, last, pts)
        spans = merged_spans((*spans, *gap))
        changes.append(record_change(doc, "track", id, replace(track, outside=spans)))
        changes.append(_whole_change(doc, id, after))
        changes += stale_score(doc, id, [(last, end)])
    return Edit("Swap tracks from here", tuple(changes))


def hand_over(doc: Document, from_id: int, to_id: int, frame: int, index: FrameIndex) -> Edit:
    """From this frame on a track goes on as another one, which ends before it.

    Raises:
        EditError: the first is not there from this frame on, all of it is, or the other one is
            there too (then they can be swapped).
    """
    pts = int(index.pts[frame])
    last = int(index.pts[frame - 1]) if frame else pts - 1
    source, target = doc.tracks[from_id], doc.tracks[to_id]
    if from_id == to_id or source.video_id != target.video_id:
        raise EditError("two tracks of one video are needed", "Select the second track too")
    head, tail = _cut(doc.keyframes(from_id), last, pts)
    if not len(tail):
        raise EditError("the track does not go on here", "Go to a frame in which it is seen")
    if not len(head):
        raise EditError("nothing would be left of the track", "Merge the two tracks instead")
    present = doc.keyframes(to_id)
    if len(present) and present.pts[-1] >= pts:
        raise EditError("both tracks go on here", "Swap them from here instead")
    joined = _joined(present, tail)
    moved = _clipped(source.outside, pts, None)
    gap = _gap_inside(joined, index, last, pts)
    outside = merged_spans((*target.outside, *moved, *gap))
    end = int(tail.pts[-1])
    changes: list[Change] = [
        record_change(
            doc,
            "track",
            from_id,
            replace(source, outside=_clipped(source.outside, None, pts)),
        ),
        record_change(doc, "track", to_id, replace(target, outside=outside)),
        _whole_change(doc, from_id, head),
        _whole_change(doc, to_id, joined),
        *stale_score(doc, to_id, [(int(present.pts[-1]) if len(present) else pts, end)]),
    ]
    score = doc.scores.get(from_id)
    if score is not None:
        part = part_of_score(score, doc.videos[source.video_id], None, pts)
        changes.append(record_change(doc, "score", from_id, part))
    return Edit("Give the rest to another track", tuple(changes))


def trim(
    doc: Document, track_id: int, first_frame: int, last_frame: int, index: FrameIndex
) -> Edit:
    """Keep a track only from one frame to another, both included.

    Raises:
        EditError: the track is not there at all.
    """
    track, rows = doc.tracks[track_id], doc.keyframes(track_id)
    first, last = int(index.pts[first_frame]), int(index.pts[last_frame])
    end = index.end_of(last_frame)
    kept = rows
    if len(rows) and last < rows.pts[-1]:
        kept = _cut(kept, last, last + 1)[0]
    if len(kept) and first > kept.pts[0]:
        kept = _cut(kept, first - 1, first)[1]
    if not len(kept):
        raise EditError("the track is not seen there", "Delete it if all of it should go")
    if kept == rows:
        return Edit("Trim track", ())
    trimmed = replace(track, outside=_clipped(track.outside, first, end))
    changes: list[Change] = [
        record_change(doc, "track", track_id, trimmed),
        _whole_change(doc, track_id, kept),
    ]
    score = doc.scores.get(track_id)
    if score is not None:
        part = part_of_score(score, doc.videos[track.video_id], first, end)
        changes.append(record_change(doc, "score", track_id, part))
    for verdict in doc.verdicts.values():
        if verdict.track_id == track_id and verdict.start_pts is not None:
            after = _clipped_verdict(verdict, first, end)
            if after != verdict:
                changes.append(RecordChange("verdict", verdict.id, verdict, after))
    return Edit("Trim track", tuple(changes))


def set_outside(doc: Document, track_id: int, start_pts: int, end_pts: int, out: bool) -> Edit:
    """The track is not visible from one pts up to another, or it is."""
    track = doc.tracks[track_id]
    if out:
        spans = merged_spans((*track.outside, (start_pts, end_pts)))
    else:
        before = _clipped(track.outside, None, start_pts)
        spans = merged_spans((*before, *_clipped(track.outside, end_pts, None)))
    if spans == track.outside:
        return Edit("Outside", ())
    changed = [(start_pts, end_pts)]
    return Edit(
        "Outside from here" if out else "Visible from here",
        (
            record_change(doc, "track", track_id, replace(track, outside=spans)),
            *stale_score(doc, track_id, changed),
        ),
    )


def fill_gaps(doc: Document, track_id: int, longest: int) -> Edit:
    """Outside spans of at most `longest` pts between boxes are filled by interpolation."""
    track, rows = doc.tracks[track_id], doc.keyframes(track_id)
    spans = tuple(
        (a, b)
        for a, b in track.outside
        if b - a > longest or not (len(rows) and rows.pts[0] < a and b <= rows.pts[-1])
    )
    if spans == track.outside:
        return Edit("Fill gaps", ())
    gone = [span for span in track.outside if span not in spans]
    return Edit(
        "Fill gaps",
        (
            record_change(doc, "track", track_id, replace(track, outside=spans)),
            *stale_score(doc, track_id, gone),
        ),
    )


def _whole_change(doc: Document, track_id: int, rows: Keyframes) -> KeyframesChange:
    """From the present keyframes to these; what stays is not named."""
    gone, come = doc.keyframes(track_id).difference(rows)
    return KeyframesChange(track_id, gone, come)


def _cut(rows: Keyframes, last: int, first: int) -> tuple[Keyframes, Keyframes]:
    """The keyframes up to `last` and from `first` on, with one at each side of the cut if the track
    goes through it.
    """
    head, tail = rows.select(rows.pts <= last), rows.select(rows.pts >= first)
    if len(head) and len(tail):
        ends = (rows.keyframe_at(last), rows.keyframe_at(first))
        if ends[0] is not None and head.get(last) is None:
            head = head.replaced(Keyframes.empty(), Keyframes.of([ends[0]]))
        if ends[1] is not None and tail.get(first) is None:
            tail = tail.replaced(Keyframes.empty(), Keyframes.of([ends[1]]))
    return head, tail


def _joined(head: Keyframes, tail: Keyframes) -> Keyframes:
    return head.replaced(Keyframes.empty(), tail)


def _gap_inside(rows: Keyframes, index: FrameIndex, last: int, first: int) -> tuple[Span, ...]:
    """The span without boxes where two parts were put together at a cut."""
    head, tail = rows.pts[rows.pts <= last], rows.pts[rows.pts >= first]
    if not (len(head) and len(tail)):
        return ()
    start, end = index.end_of(index.frame_of_pts(int(head[-1]))), int(tail[0])
    return ((start, end),) if start < end else ()


def _joined_outside(
    keep: Track, other: Track, a: Keyframes, b: Keyframes, index: FrameIndex
) -> tuple[Span, ...]:
    spans = [*keep.outside]
    # Where the other track fills what was outside, it is seen.
    for start, end in other.outside:
        if not a.pts[0] <= start <= a.pts[-1]:
            spans.append((start, end))
    filled: list[Span] = []
    for start, end in merged_spans(spans):
        inside = b.pts[(b.pts >= start) & (b.pts < end)]
        if len(inside) and (start, end) in keep.outside:
            low, high = int(inside[0]), index.end_of(index.frame_of_pts(int(inside[-1])))
            filled += [(x, y) for x, y in ((start, low), (high, end)) if x < y]
        else:
            filled.append((start, end))
    first, second = (a, b) if a.pts[-1] <= b.pts[-1] else (b, a)
    gap = index.end_of(index.frame_of_pts(int(first.pts[-1]))), int(second.pts[0])
    if gap[0] < gap[1]:
        filled.append(gap)
    return merged_spans(filled)


def _clipped(spans: Iterable[Span], start: int | None, end: int | None) -> tuple[Span, ...]:
    """The parts of spans from `start` to `end`; None: no limit."""
    cut = (
        (a if start is None else max(a, start), b if end is None else min(b, end)) for a, b in spans
    )
    return tuple((a, b) for a, b in cut if a < b)


def _clipped_verdict(verdict: Verdict, start: int | None, end: int | None) -> Verdict | None:
    """The part of a span's verdict; None if nothing of it is left."""
    assert verdict.start_pts is not None
    assert verdict.end_pts is not None
    parts = _clipped([(verdict.start_pts, verdict.end_pts)], start, end)
    return replace(verdict, start_pts=parts[0][0], end_pts=parts[0][1]) if parts else None


def _divided_verdicts(doc: Document, track_id: int, new_id: int, pts: int) -> list[Change]:
    """The verdict of the whole track stays with the first part; those of spans go where they are,
    in two where the cut goes through them.
    """
    changes: list[Change] = []
    next_id = doc.next_id("verdict")
    for verdict in doc.verdicts.values():
        if verdict.track_id != track_id or verdict.start_pts is None:
            continue
        head, tail = _clipped_verdict(verdict, None, pts), _clipped_verdict(verdict, pts, None)
        if tail is None:
            continue
        if head is None:
            changes.append(
                RecordChange("verdict", verdict.id, verdict, replace(tail, track_id=new_id))
            )
            continue
        changes.append(RecordChange("verdict", verdict.id, verdict, head))
        new = replace(tail, id=next_id, track_id=new_id)
        changes.append(RecordChange("verdict", next_id, None, new))
        next_id += 1
    return changes


def _shot_of(doc: Document, video_id: int, rows: Keyframes) -> int:
    """Number of the shot in which a track begins; 0 where shots are not known."""
    analysis = doc.analyses.get(video_id)
    starts = [shot.start_pts for shot in analysis.shots] if analysis else []
    return int(np.searchsorted(starts, rows.pts[0], side="right")) if len(rows) else 0
