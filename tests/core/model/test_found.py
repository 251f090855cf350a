"""A new analysis tells what a person changed from what the former one found."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given

from core.model import edits, fact_edits, track_edits
from core.model.document import Document
from core.model.edits import Edit, KeyframesChange, NewTrack
from core.model.keyframes import Keyframes
from core.model.values import Track
from core.store import codec
from core.store.arrays import Reader, Writer, bytes_of
from tests.core.documents import (
    a_score,
    a_video,
    an_analysis,
    an_index,
    keyframe_rows,
    pts_of,
    some_keyframes,
)

INDEX = an_index(a_video())
ROWS = some_keyframes(list(range(0, 40, 2)))


def analysed(is_face: bool) -> Document:
    doc = Document()
    doc.apply(edits.add_video(a_video()))
    track = Track(0, 1, "face" if is_face else "cup", detector="some", is_face=is_face)
    score = a_score() if is_face else None
    doc.apply(edits.set_analysis(doc, an_analysis(), [NewTrack(track, ROWS, score)]))
    return doc


def analyse_again(doc: Document) -> None:
    (track,) = (t for t in doc.tracks.values() if t.id == 1)
    found = NewTrack(replace(track, id=0, found="", name=""), ROWS)
    doc.apply(edits.set_analysis(doc, replace(an_analysis(), key="other"), [found]))


CHANGES: dict[str, Callable[[Document], Edit]] = {
    "deleted keyframe": lambda d: edits.delete_keyframe(d, 1, pts_of(10)),
    "trimmed": lambda d: track_edits.trim(d, 1, 0, 30, INDEX),
    "split": lambda d: track_edits.split(d, 1, 20, INDEX),
    "occluded": lambda d: fact_edits.set_flags(d, 1, pts_of(4), pts_of(8), occluded=True),
}


@pytest.mark.parametrize("is_face", [True, False])
@pytest.mark.parametrize("name", CHANGES)
def test_boxes_that_a_person_changed_stay(name: str, is_face: bool) -> None:
    doc = analysed(is_face)
    doc.apply(CHANGES[name](doc))
    if is_face:
        # Scored again: a score that is fresh says nothing of whose boxes these are.
        fresh = [replace(score, stale=False, changed=()) for score in doc.scores.values()]
        doc.apply(edits.set_scores(doc, fresh))
    kept = {id: doc.keyframes(id) for id in doc.tracks}
    analyse_again(doc)
    assert {id: doc.keyframes(id) for id in doc.tracks if id in kept} == kept


@pytest.mark.parametrize("is_face", [True, False])
def test_what_was_taken_back_was_not_changed(is_face: bool) -> None:
    doc = analysed(is_face)
    doc.apply(doc.apply(CHANGES["trimmed"](doc)))
    analyse_again(doc)
    assert list(doc.tracks) == [2]


def test_each_column_counts() -> None:
    rows = some_keyframes([0, 4])
    other = [
        replace(rows.at(0), **change)
        for change in (
            {"box": rows.at(1).box}, {"score": 0.1}, {"occluded": True},
            {"landmarks": ((1.0, 2.0),)}, {"mask": b"PPYo0"}, {"pts": 1},
        )
    ]  # fmt: skip
    digests = {rows.digest(), *(Keyframes.of([one, rows.at(1)]).digest() for one in other)}
    assert len(digests) == 7


@given(keyframe_rows(min_size=1))
def test_a_digest_survives_the_project_file(rows: Keyframes) -> None:
    writer = Writer()
    text = codec.encode_edit(Edit("x", (KeyframesChange(1, Keyframes.empty(), rows),)), writer)
    stored = {sha: bytes_of(array) for sha, array in writer.arrays.items()}
    assert json.loads(text)
    (change,) = codec.decode_edit(text, Reader(stored.get)).changes
    assert isinstance(change, KeyframesChange)
    assert change.added.digest() == rows.digest()


def test_landmarks_that_are_not_known_count_for_nothing() -> None:
    rows = some_keyframes([0, 4])
    empty = np.full((2, 17, 2), np.nan, np.float32)
    assert replace(rows, landmarks=empty).digest() == rows.digest()
    assert replace(rows, landmarks=-empty).digest() == rows.digest()
