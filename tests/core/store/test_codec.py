"""Records and edits as JSON."""

from __future__ import annotations

import gc
import json
import math
from dataclasses import fields, replace
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.model import values
from core.model.document import Document
from core.model.edits import Edit, KeyframesChange, Record
from core.model.keyframes import Keyframes
from core.model.values import SyncScore, Verdict, VerdictValue
from core.store import arrays, codec
from core.store.arrays import CodecError, Reader, Writer, bytes_of
from tests.core.documents import (
    a_score,
    a_video,
    an_analysis,
    keyframe_rows,
    scores,
    some_keyframes,
    tracks,
)


def reader_of(writer: Writer) -> Reader:
    stored = {sha: bytes_of(array) for sha, array in writer.arrays.items()}
    return Reader(stored.get)


def again(kind: str, record: Record) -> Record:
    """Through text and back."""
    writer = Writer()
    text = codec.dump(codec.encode_record(kind, record.id, record, writer))
    return codec.decode_record(kind, json.loads(text), reader_of(writer))


def test_every_kind_of_record_is_described() -> None:
    assert set(codec.RECORDS) == set(Document.KINDS)


@settings(deadline=None, max_examples=60)
@given(score=scores(), track=tracks(3, 1), rate=st.fractions(min_value=Fraction(1, 1000)))
def test_records_come_back_as_they_were(
    score: SyncScore, track: values.Track, rate: Fraction
) -> None:
    assert again("score", score) == score
    assert again("track", track) == track
    video = replace(a_video(), frame_rate=rate)
    assert again("video", video) == video
    assert again("analysis", an_analysis()) == an_analysis()


@pytest.mark.parametrize("value", list(VerdictValue))
def test_verdicts_come_back(value: VerdictValue) -> None:
    verdict = Verdict(2, 1, value, 5, None, "Kim 민지", "2026-01-01T00:00:00Z", 'a "note"\n')
    assert again("verdict", verdict) == verdict


def test_arrays_keep_their_type_and_cannot_be_written() -> None:
    score = again("score", a_score(confidence=math.inf))
    assert isinstance(score, SyncScore)
    found = [f.name for f in fields(SyncScore) if isinstance(getattr(score, f.name), np.ndarray)]
    assert found == ["matrix", "frame_confidence", "local_offset"]
    assert (score.matrix.dtype, score.local_offset.dtype) == (np.float32, np.float64)
    assert not score.matrix.flags.writeable
    assert score.confidence == math.inf


@settings(deadline=None, max_examples=40)
@given(removed=keyframe_rows(min_size=0), added=keyframe_rows(min_size=0))
def test_edits_of_few_and_many_keyframes_come_back(removed: Keyframes, added: Keyframes) -> None:
    edit = Edit("Move box", (KeyframesChange(7, removed, added),))
    writer = Writer()
    text = codec.encode_edit(edit, writer)
    assert codec.decode_edit(text, reader_of(writer)) == edit
    many = [rows for rows in (removed, added) if len(rows) > codec.INLINE_KEYFRAMES]
    # Rows and landmarks.
    assert len(writer.arrays) <= 2 * len(many)


def test_equal_arrays_are_kept_once_and_hashes_go_with_their_arrays() -> None:
    score = a_score()
    writer = Writer()
    codec.encode_record("score", 1, score, writer)
    codec.encode_record("score", 1, replace(score, stale=True), writer)
    codec.encode_record("score", 1, a_score(), writer)
    assert len(writer.arrays) == 3
    key = id(score.matrix)
    assert key in arrays._hashes
    del score, writer
    gc.collect()
    assert key not in arrays._hashes


def test_a_record_of_another_kind_or_id_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="is not track 1"):
        codec.encode_record("track", 1, a_video(), Writer())
    with pytest.raises(ValueError, match="is not video 2"):
        codec.encode_record("video", 2, a_video(), Writer())


@pytest.mark.parametrize(
    "text",
    ["{", "{}", "[]", '{"text": 1, "changes": []}', '{"text": "x", "changes": [{"kind": "x"}]}'],
)
def test_a_damaged_edit(text: str) -> None:
    with pytest.raises(CodecError):
        codec.decode_edit(text, reader_of(Writer()))


def test_no_type_but_ours_is_read() -> None:
    writer = Writer()
    value = codec.encode_record("score", 1, a_score(), writer)
    value["matrix"]["dtype"] = "|O"
    with pytest.raises(CodecError, match="no type of ours"):
        codec.decode_record("score", value, reader_of(writer))


def test_keyframes_of_a_track_outside_the_inline_limit_are_one_array() -> None:
    writer = Writer()
    rows = some_keyframes(list(range(codec.INLINE_KEYFRAMES + 1)))
    codec.encode_edit(Edit("x", (KeyframesChange(1, Keyframes.empty(), rows),)), writer)
    (array,) = writer.arrays.values()
    assert array.nbytes == 30 * len(rows)
