"""Edits that lay a track's boxes anew over a span of time."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from core.errors import EditError
from core.model.document import Document
from core.model.edits import Edit, KeyframesChange, Span, record_change, stale_score
from core.model.keyframes import Keyframes
from core.model.values import Keyframe, Source
from core.timebase import FrameIndex


def replace_rows(
    doc: Document, track_id: int, span: Span | None, rows: Keyframes, text: str
) -> Edit:
    """Put `rows` in the place of all keyframes from span[0] to span[1] (pts, both included).

    Args:
        span: None: the whole track.

    Raises:
        EditError: nothing would be left of the track.
    """
    present = doc.keyframes(track_id)
    old = present if span is None else present.between(*span)
    if len(old) == len(present) and not len(rows):
        raise EditError("nothing would be left of the track", "Delete the track instead")
    if old == rows:
        return Edit(text, ())
    changed = _changed_span(present, old, rows)
    return Edit(text, (KeyframesChange(track_id, old, rows), *stale_score(doc, track_id, changed)))


def _changed_span(present: Keyframes, old: Keyframes, new: Keyframes) -> list[Span]:
    """From the keyframe before what differs to the one behind it."""
    pts = np.concatenate([old.pts, new.pts])
    low, high = int(pts.min()), int(pts.max())
    before, after = present.pts[present.pts < low], present.pts[present.pts > high]
    return [(int(before[-1]) if len(before) else low, int(after[0]) if len(after) else high)]


def lay_rows(doc: Document, track_id: int, rows: Keyframes, index: FrameIndex, text: str) -> Edit:
    """Put boxes that were followed over what the track has in their span; it is visible there.

    Args:
        rows: at least one keyframe, of consecutive frames or nearly so.
    """
    first, last = int(rows.pts[0]), int(rows.pts[-1])
    edit = replace_rows(doc, track_id, (first, last), rows, text)
    track, end = doc.tracks[track_id], index.end_of(index.frame_of_pts(last))
    parts = [part for a, b in track.outside for part in ((a, min(b, first)), (max(a, end), b))]
    outside = tuple((a, b) for a, b in parts if a < b)
    if outside == track.outside:
        return edit
    change = record_change(doc, "track", track_id, replace(track, outside=outside))
    return replace(edit, changes=(*edit.changes, change))


def propagate(doc: Document, track_id: int, frame: int, last_frame: int, index: FrameIndex) -> Edit:
    """Hold the box of a frame up to another frame, before or behind it; keyframes between go.

    Raises:
        EditError: the track has no box at this frame.
    """
    rows = doc.keyframes(track_id)
    pts, last = int(index.pts[frame]), int(index.pts[last_frame])
    here = rows.keyframe_at(pts)
    if here is None:
        raise EditError("the track has no box here", "Go to a frame in which it is seen")
    ends = [
        Keyframe(p, here.box, 1.0, Source.PERSON, here.occluded, here.truncated, here.landmarks)
        for p in sorted({pts, last})
    ]
    span = min(pts, last), max(pts, last)
    return replace_rows(doc, track_id, span, Keyframes.of(ends), "Propagate box")
