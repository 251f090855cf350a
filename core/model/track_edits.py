"""Edits that repair tracks: cut, join, exchange, trim, hide and fill them.

As in `core.model.edits`, functions only build edits. Frames are named by their pts in the video's
`FrameIndex`; a keyframe that a cut needs is taken from what interpolation gives there, so that no
box moves.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import numpy.typing as npt

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
from core.model.score_parts import part_of_score, part_of_speaking
from core.model.spans import clipped, divided_verdicts, joined_verdicts, trimmed_verdicts
from core.model.values import Keyframe, Track
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
    first = replace(track, outside=clipped(track.outside, None, pts))
    second = replace(track, id=new_id, name="", outside=clipped(track.outside, pts, None))
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
    speaking = doc.speaking.get(track_id)
    if speaking is not None:
        for id, ends in ((track_id, (None, pts)), (new_id, (pts, None))):
            said = part_of_speaking(speaking, video, *ends)
            part_said = None if said is None else replace(said, id=id)
            changes.append(record_change(doc, "speaking", id, part_said))
    changes += divided_verdicts(doc, track_id, new_id, pts, doc.next_id("verdict"))[0]
    return Edit("Split track", tuple(changes))


def merge(doc: Document, keep_id: int, other_id: int, index: FrameIndex) -> Edit:
    """Join two tracks; the first keeps its id, name, label and verdict.

    Where both are seen the boxes of the first stay. Frames between the two are outside: they can be
    filled (`fill_gaps`).

    Raises:
        EditError: they are of two videos or shots, or the same one, or one is locked.
    """
    keep, other = doc.tracks[keep_id], doc.tracks[other_id]
    a, b = doc.keyframes(keep_id), doc.keyframes(other_id)
    if keep_id == other_id or keep.video_id != other.video_id:
        raise EditError("two tracks of one video are merged", "Select the second track too")
    _check_unlocked(keep, other)
    if _shot_of(doc, keep.video_id, a) != _shot_of(doc, keep.video_id, b):
        raise EditError("the tracks lie in different shots", _CROSSES_CUT)
    rows, outside = _merged(keep, other, a, b, index)
    return Edit(
        "Merge tracks",
        (
            *track_removal(doc, other_id),
            _whole_change(doc, keep_id, rows),
            record_change(doc, "track", keep_id, replace(keep, outside=outside)),
            *joined_verdicts(doc, keep_id, other_id),
            *stale_score(doc, keep_id),
        ),
    )


def swap(doc: Document, first_id: int, second_id: int, frame: int, index: FrameIndex) -> Edit:
    """From this frame to the end each of two tracks goes on as the other.

    Raises:
        EditError: neither is there from this frame on, one would have nothing left, or is locked.
    """
    pts = int(index.pts[frame])
    last = int(index.pts[frame - 1]) if frame else pts - 1
    tracks = doc.tracks[first_id], doc.tracks[second_id]
    rows = doc.keyframes(first_id), doc.keyframes(second_id)
    if first_id == second_id or tracks[0].video_id != tracks[1].video_id:
        raise EditError("two tracks of one video are swapped", "Select the second track too")
    _check_unlocked(*tracks)
    (head_a, tail_a), (head_b, tail_b) = (_cut(r, last, pts) for r in rows)
    if not (len(tail_a) or len(tail_b)):
        raise EditError("neither track goes on here", "Go to a frame in which one of them is seen")
    new = _joined(head_a, tail_b), _joined(head_b, tail_a)
    if not (len(new[0]) and len(new[1])):
        raise EditError("nothing would be left of one of the tracks", "Change its label instead")
    outside = (
        merged_spans(
            (*clipped(tracks[0].outside, None, pts), *clipped(tracks[1].outside, pts, None))
        ),
        merged_spans(
            (*clipped(tracks[1].outside, None, pts), *clipped(tracks[0].outside, pts, None))
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
    there, next_id = divided_verdicts(doc, first_id, second_id, pts, doc.next_id("verdict"))
    back, _ = divided_verdicts(doc, second_id, first_id, pts, next_id)
    changes += [*there, *back]
    return Edit("Swap tracks from here", tuple(changes))


def hand_over(doc: Document, from_id: int, to_id: int, frame: int, index: FrameIndex) -> Edit:
    """From this frame on a track goes on as another one, which ends before it.

    Raises:
        EditError: the first is not there from this frame on, all of it is, the other one is there
            too (then they can be swapped), or one is locked.
    """
    pts = int(index.pts[frame])
    last = int(index.pts[frame - 1]) if frame else pts - 1
    source, target = doc.tracks[from_id], doc.tracks[to_id]
    if from_id == to_id or source.video_id != target.video_id:
        raise EditError("two tracks of one video are needed", "Select the second track too")
    _check_unlocked(source, target)
    head, tail = _cut(doc.keyframes(from_id), last, pts)
    if not len(tail):
        raise EditError("the track does not go on here", "Go to a frame in which it is seen")
    if not len(head):
        raise EditError("nothing would be left of the track", "Merge the two tracks instead")
    present = doc.keyframes(to_id)
    if len(present) and present.pts[-1] >= pts:
        raise EditError("both tracks go on here", "Swap them from here instead")
    joined = _joined(present, tail)
    moved = clipped(source.outside, pts, None)
    gap = _gap_inside(joined, index, last, pts)
    outside = merged_spans((*target.outside, *moved, *gap))
    end = int(tail.pts[-1])
    changes: list[Change] = [
        record_change(
            doc,
            "track",
            from_id,
            replace(source, outside=clipped(source.outside, None, pts)),
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
    changes += _said_of_part(doc, from_id, None, pts)
    # What was said of the target where it was not seen would judge the boxes that come.
    changes += trimmed_verdicts(doc, to_id, None, pts)
    changes += divided_verdicts(doc, from_id, to_id, pts, doc.next_id("verdict"))[0]
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
    trimmed = replace(track, outside=clipped(track.outside, first, end))
    changes: list[Change] = [
        record_change(doc, "track", track_id, trimmed),
        _whole_change(doc, track_id, kept),
    ]
    score = doc.scores.get(track_id)
    if score is not None:
        part = part_of_score(score, doc.videos[track.video_id], first, end)
        changes.append(record_change(doc, "score", track_id, part))
    changes += _said_of_part(doc, track_id, first, end)
    changes += trimmed_verdicts(doc, track_id, first, end)
    return Edit("Trim track", tuple(changes))


def set_outside(doc: Document, track_id: int, start_pts: int, end_pts: int, out: bool) -> Edit:
    """The track is not visible from one pts up to another, or it is."""
    track = doc.tracks[track_id]
    if out:
        spans = merged_spans((*track.outside, (start_pts, end_pts)))
    else:
        before = clipped(track.outside, None, start_pts)
        spans = merged_spans((*before, *clipped(track.outside, end_pts, None)))
    if spans == track.outside:
        return Edit("Outside", ())
    # A score is of all boxes, also of those that are not visible: it stays what it was.
    change = record_change(doc, "track", track_id, replace(track, outside=spans))
    return Edit("Outside from here" if out else "Visible from here", (change,))


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
    # The boxes there were scored already (see `set_outside`).
    change = record_change(doc, "track", track_id, replace(track, outside=spans))
    return Edit("Fill gaps", (change,))


def _said_of_part(
    doc: Document, track_id: int, start_pts: int | None, end_pts: int | None
) -> list[RecordChange]:
    """Of what a speaker model said of a track, the part of these pictures stays."""
    speaking = doc.speaking.get(track_id)
    if speaking is None:
        return []
    video = doc.videos[doc.tracks[track_id].video_id]
    part = part_of_speaking(speaking, video, start_pts, end_pts)
    return [] if part is speaking else [record_change(doc, "speaking", track_id, part)]


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


def _merged(
    keep: Track, other: Track, a: Keyframes, b: Keyframes, index: FrameIndex
) -> tuple[Keyframes, tuple[Span, ...]]:
    """The keyframes of two tracks as one, and where it is outside."""
    given = np.union1d(a.pts, b.pts)
    if not len(given):
        return a, merged_spans((*keep.outside, *other.outside))
    within = (index.pts >= given[0]) & (index.pts <= given[-1])
    # Keyframes may lie where the index, which is still being read, is not yet.
    pts = np.union1d(index.pts[within], given)
    seen = [_seen(track, rows, pts) for track, rows in ((keep, a), (other, b))]
    runs = list(_runs(np.where(seen[0], 1, np.where(seen[1], 2, 0))))
    rows = _laid([run for run in runs if run[0]], a, b, pts)
    end = max(index.end_of(index.frame_of_pts(int(pts[-1]))), int(pts[-1]) + 1)
    ends = [*pts[1:].tolist(), end]
    hidden = [(int(pts[first]), ends[last]) for owner, first, last in runs if not owner]
    return rows, clipped(hidden, int(rows.pts[0]) if len(rows) else None, end)


def _laid(
    runs: list[tuple[int, int, int]], a: Keyframes, b: Keyframes, pts: npt.NDArray[np.int64]
) -> Keyframes:
    """The keyframes of `a` (1) and `b` (2) in their runs (whose, first, last position in `pts`),
    with one at each side of where the other one goes on, so that no box moves.
    """
    joined: list[tuple[int, int, int]] = []
    for owner, first, last in runs:
        if joined and joined[-1][0] == owner:
            first = joined.pop()[1]
        joined.append((owner, first, last))
    rows = Keyframes.empty()
    for number, (owner, first, last) in enumerate(joined):
        source = a if owner == 1 else b
        begins, ends = number == 0, number == len(joined) - 1
        start, end = int(pts[0 if begins else first]), int(pts[-1 if ends else last])
        part = source.between(start, end)
        borders = [] if begins else [source.keyframe_at(start)]
        borders += [] if ends or end == start else [source.keyframe_at(end)]
        new: list[Keyframe] = [k for k in borders if k is not None and part.get(k.pts) is None]
        rows = _joined(rows, _joined(part, Keyframes.of(new)))
    return rows if joined else a


def _seen(track: Track, rows: Keyframes, pts: npt.NDArray[np.int64]) -> npt.NDArray[np.bool_]:
    """At which of these pts a track is visible."""
    if not len(rows):
        return np.zeros(len(pts), dtype=np.bool_)
    seen = (pts >= rows.pts[0]) & (pts <= rows.pts[-1])
    for start, end in track.outside:
        seen &= (pts < start) | (pts >= end)
    return seen


def _runs(values: npt.NDArray[np.int64]) -> Iterator[tuple[int, int, int]]:
    """Runs of one value: which, and the positions of its first and last."""
    starts = np.flatnonzero(np.diff(values, prepend=-1))
    for first, stop in zip(starts.tolist(), [*starts[1:].tolist(), len(values)], strict=True):
        yield int(values[first]), first, stop - 1


def _check_unlocked(*tracks: Track) -> None:
    if any(track.locked for track in tracks):
        raise EditError("a locked track stays as it is", "Unlock it first: Track > Lock")


def _shot_of(doc: Document, video_id: int, rows: Keyframes) -> int:
    """Number of the shot in which a track begins; 0 where shots are not known."""
    analysis = doc.analyses.get(video_id)
    starts = [shot.start_pts for shot in analysis.shots] if analysis else []
    return int(np.searchsorted(starts, rows.pts[0], side="right")) if len(rows) else 0
