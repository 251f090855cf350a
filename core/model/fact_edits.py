"""Edits of what is said of tracks and boxes: labels, attributes, flags, landmarks."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace

import numpy as np

from core.errors import EditError
from core.model.document import Document
from core.model.edits import (
    Change,
    Edit,
    KeyframesChange,
    RecordChange,
    record_change,
    relabelled,
    set_keyframe,
)
from core.model.keyframes import OCCLUDED, TRUNCATED, Keyframes
from core.model.values import Source, Track


def set_locked(doc: Document, track_ids: Iterable[int], locked: bool) -> Edit:
    """Gestures change these tracks no more, or again."""
    return _each(
        doc, track_ids, "Lock" if locked else "Unlock", lambda t: replace(t, locked=locked)
    )


def set_hidden(doc: Document, track_ids: Iterable[int], hidden: bool) -> Edit:
    """These tracks are drawn over the picture no more, or again."""
    return _each(doc, track_ids, "Hide" if hidden else "Show", lambda t: replace(t, hidden=hidden))


def set_attributes(
    doc: Document, track_ids: Iterable[int], changes: Mapping[str, str | None]
) -> Edit:
    """Named texts of tracks, such as {"language": "ko"}; None takes one away, others stay.

    Raises:
        EditError: a name is empty.
    """
    if not all(name.strip() for name in changes):
        raise EditError("an attribute needs a name", "Type a name, such as language")
    given = {name.strip(): value for name, value in changes.items()}

    def changed(track: Track) -> Track:
        others = (pair for pair in track.attributes if pair[0] not in given)
        new = (*others, *((name, value) for name, value in given.items() if value is not None))
        same = set(new) == set(track.attributes)
        return track if same else replace(track, attributes=tuple(sorted(new)))

    return _each(doc, track_ids, "Change attributes", changed)


def relabel_all(doc: Document, track_ids: Iterable[int], label: str) -> Edit:
    """The same label for several tracks, see `edits.relabel`."""
    return _each(doc, track_ids, "Change label", lambda t: relabelled(t, label))


def set_flags(
    doc: Document,
    track_id: int,
    first_pts: int,
    end_pts: int,
    *,
    occluded: bool | None = None,
    truncated: bool | None = None,
) -> Edit:
    """Flags of all boxes of a track from one pts up to another, which keeps its own.

    Flags hold from a keyframe on: where the span begins or ends between keyframes there is a new
    one. None leaves a flag as it is.

    Raises:
        EditError: the track has no box at the first frame.
    """
    rows = doc.keyframes(track_id)
    first = rows.keyframe_at(first_pts)
    if first is None:
        raise EditError("the track has no box here", "Go to a frame in which it is seen")
    old = rows.between(first_pts, end_pts - 1)
    new = old if old.get(first_pts) else old.replaced(Keyframes.empty(), Keyframes.of([first]))
    flags = new.flags.copy()
    for bit, on in ((OCCLUDED, occluded), (TRUNCATED, truncated)):
        if on is not None:
            flags = ((flags | bit) if on else (flags & (0xFF ^ bit))).astype(np.uint8)
    new = Keyframes.from_columns(
        new.pts, new.boxes, new.scores, new.sources, flags, new.landmarks, new.masks
    )
    behind = rows.keyframe_at(end_pts)
    if behind is not None and rows.get(end_pts) is None:
        end = Keyframes.of([behind])
        if end.flags[0] != flags[-1]:
            new = new.replaced(Keyframes.empty(), end)
    # What is said of a box does not move it: its score stays what it was.
    text = "Occluded" if occluded is not None else "Truncated"
    changes = () if new == old else (KeyframesChange(track_id, old, new),)
    return Edit(text, changes)


def move_landmark(
    doc: Document, track_id: int, pts: int, number: int, point: tuple[float, float]
) -> Edit:
    """A person puts one landmark of the box at a frame in its place.

    Raises:
        EditError: there is no such landmark at this frame.
    """
    rows = doc.keyframes(track_id)
    here = rows.keyframe_at(pts)
    if here is None or not 0 <= number < len(here.landmarks):
        raise EditError("there is no landmark here", "Go to a frame in which it is seen")
    points = list(here.landmarks)
    points[number] = point
    new = replace(here, landmarks=tuple(points), source=Source.PERSON)
    return set_keyframe(doc, track_id, rows.get(pts), new, "Move landmark")


def duplicate(doc: Document, track_id: int, shift: float) -> Edit:
    """A copy of a track, its boxes moved by `shift` pixels right and down, as a new track."""
    track, rows = doc.tracks[track_id], doc.keyframes(track_id)
    id = doc.next_id("track")
    moved = rows.with_boxes(rows.boxes + np.float32(shift))
    copy = replace(track, id=id, name="", locked=False, hidden=False, detector="")
    return Edit(
        "Duplicate track",
        (
            RecordChange("track", id, None, copy),
            KeyframesChange(id, Keyframes.empty(), moved),
        ),
    )


def _each(
    doc: Document, track_ids: Iterable[int], text: str, change: Callable[[Track], Track]
) -> Edit:
    changes: list[Change] = []
    for id in track_ids:
        new = change(doc.tracks[id])
        if new != doc.tracks[id]:
            changes.append(record_change(doc, "track", id, new))
    return Edit(text, tuple(changes))
