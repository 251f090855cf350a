"""What a speaker model said of a track: kept with it, marked when its boxes change, cut with it."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from pathlib import Path

import numpy as np

from core.model import edits, track_edits
from core.model.document import Document
from core.model.edits import NewTrack
from core.model.values import Box, Source, Speaking, Track
from core.store import schema
from core.store.project import Project
from tests.core.documents import a_score, a_video, an_analysis, an_index, pts_of, some_keyframes

COUNT = 40


def a_speaking(id: int = 0, start: int = 5) -> Speaking:
    values = np.linspace(0.0, 1.0, COUNT, dtype=np.float32)
    return Speaking(id, "lr_asd", "ab" * 32, start, values)


def fill(doc: Document) -> None:
    doc.apply(edits.add_video(a_video()))
    found = NewTrack(
        Track(0, 1, detector="mtcnn"), some_keyframes([5, 44]), a_score(start_step=5), a_speaking()
    )
    doc.apply(edits.set_analysis(doc, an_analysis(), [found]))


def filled() -> Document:
    doc = Document()
    fill(doc)
    return doc


def test_an_analysis_brings_it_and_a_deleted_track_takes_it_along() -> None:
    doc = filled()
    assert doc.speaking == {1: a_speaking(1)}
    inverse = doc.apply(edits.delete_tracks(doc, [1]))
    assert doc.speaking == {}
    doc.apply(inverse)
    assert doc.speaking == {1: a_speaking(1)}


def test_a_changed_box_makes_it_stale_and_undo_takes_that_back() -> None:
    doc = filled()
    inverse = doc.apply(edits.set_box(doc, 1, pts_of(20), Box(0, 0, 50, 50)))
    assert doc.speaking[1] == replace(a_speaking(1), stale=True)
    doc.apply(inverse)
    assert doc.speaking[1] == a_speaking(1)


def test_a_track_without_a_score_is_marked_too() -> None:
    doc = filled()
    doc.apply(edits.Edit("", (edits.record_change(doc, "score", 1, None),)))
    doc.apply(edits.set_box(doc, 1, pts_of(20), Box(0, 0, 50, 50)))
    assert doc.speaking[1].stale


def test_a_cut_track_keeps_what_was_said_of_its_pictures() -> None:
    doc = filled()
    before = doc.speaking[1].probabilities
    doc.apply(track_edits.split(doc, 1, 25, an_index(a_video())))
    first, second = doc.speaking[1], doc.speaking[2]
    assert (first.start_step, second.start_step) == (5, 25)
    assert np.array_equal(first.probabilities, before[:20])
    assert np.array_equal(second.probabilities, before[20:])
    inverse = doc.apply(track_edits.trim(doc, 1, 8, 12, an_index(a_video())))
    assert doc.speaking[1].start_step == 8
    assert np.array_equal(doc.speaking[1].probabilities, before[3:8])
    doc.apply(inverse)
    assert doc.speaking[1] == first
    doc.apply(track_edits.merge(doc, 1, 2, an_index(a_video())))
    assert doc.speaking == {1: replace(first, stale=True)}


def test_the_rest_of_a_track_goes_over_with_what_stays_said_of_the_first_part() -> None:
    doc = filled()
    doc.apply(edits.add_track(Track(2, 1), some_keyframes([0, 9], Source.PERSON)))
    doc.apply(track_edits.hand_over(doc, 1, 2, 30, an_index(a_video())))
    assert len(doc.speaking[1].probabilities) == 25
    assert 2 not in doc.speaking


def test_values_at_times() -> None:
    said = a_speaking()
    times = np.array([0.1, 0.2, 0.219, 0.221, 44 / 25, 45 / 25])
    expected = said.probabilities[[0, 0, 1, 39]]
    found = said.at_seconds(times)
    assert np.isnan(found[[0, 5]]).all()
    assert np.allclose(found[1:5], expected)


def test_it_is_in_the_file_and_an_older_file_opens(tmp_path: Path) -> None:
    path = tmp_path / "p.syncreview"
    with Project.create(path) as project:
        fill(project.document)
    with Project.open(path) as project:
        assert project.document.speaking == {1: a_speaking(1)}
        assert not project.document.speaking[1].probabilities.flags.writeable
    # As the version before wrote it.
    with sqlite3.connect(path) as raw:
        raw.execute("DELETE FROM records WHERE kind = 'speaking'")
        raw.execute("DELETE FROM ids WHERE kind = 'speaking'")
        raw.execute("DELETE FROM journal")
        raw.execute("PRAGMA user_version = 3")
    raw.close()
    with Project.open(path) as project:
        assert project.document.speaking == {}
        assert set(project.document.tracks) == {1}
        doc = project.document
        said = edits.record_change(doc, "speaking", 1, a_speaking(1))
        doc.apply(edits.Edit("Speaks", (said,)))
    with sqlite3.connect(path) as raw:
        assert schema.version_of(raw) == schema.current_version() > 3
    raw.close()
