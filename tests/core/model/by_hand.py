"""Documents of a few tracks by hand, and what is seen of them frame by frame."""

from __future__ import annotations

from core.model import edits
from core.model.document import Document
from core.model.edits import Edit
from core.model.values import Box, Track
from tests.core.documents import FRAMES, a_video, an_index, pts_of, some_keyframes, state

INDEX = an_index(a_video())


def document(*frames: list[int]) -> Document:
    """One video, and a track with keyframes at each of these lists of frames."""
    doc = Document()
    doc.apply(edits.add_video(a_video()))
    for id, numbers in enumerate(frames, start=1):
        doc.apply(edits.add_track(Track(id, 1, detector="mtcnn"), some_keyframes(numbers)))
    return doc


def done(doc: Document, edit: Edit) -> None:
    """Carry out an edit; its inverse gives back what was, and doing it again what is."""
    before = state(doc)
    inverse = doc.apply(edit)
    after = state(doc)
    doc.apply(inverse)
    assert state(doc) == before
    doc.apply(edit)
    assert state(doc) == after


def frames_of(doc: Document, track_id: int) -> list[int]:
    return [(int(p) - 1024) // 512 for p in doc.keyframes(track_id).pts]


def boxes_of(doc: Document, track_id: int) -> dict[int, Box]:
    """The box of each frame in which a track is visible."""
    track, rows = doc.tracks[track_id], doc.keyframes(track_id)
    found = {}
    for frame in range(FRAMES):
        box = rows.box_at(pts_of(frame))
        if box is not None and not track.is_outside(pts_of(frame)):
            found[frame] = box
    return found
