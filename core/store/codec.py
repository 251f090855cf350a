"""Records and edits as JSON, with their arrays apart.

Every field of every record is named here with its type, so that the file's form does not follow
from the code by accident. Reading ignores fields it does not know and fills missing ones from the
record's defaults.
"""

from __future__ import annotations

import json
from typing import cast

import numpy as np

from core.model.edits import Change, Edit, KeyframesChange, Record, RecordChange
from core.model.keyframes import Keyframes, masks_of, points_table
from core.model.values import (
    Analysis,
    Dropped,
    FindingState,
    FindingStatus,
    Offset,
    Shot,
    Speaking,
    SyncScore,
    Track,
    Verdict,
    VerdictValue,
    Video,
)
from core.store.arrays import CodecError, Reader, Writer
from core.store.kinds import (
    ARRAY,
    BOOL,
    FLOAT,
    FRACTION,
    INT,
    PATH,
    STR,
    Json,
    Kind,
    array_in,
    array_out,
    enum,
    expect,
    optional,
    pair,
    struct,
    tuple_of,
)

INLINE_KEYFRAMES = 16
"""Up to so many rows of keyframes go into an edit's JSON, more into an array of their own."""

_ROW = np.dtype(
    [("pts", "<i8"), ("box", "<f4", (4,)), ("score", "<f4"), ("source", "u1"), ("flags", "u1")]
)


_SPAN = {"start_pts": INT, "end_pts": INT}
_POINTS = tuple_of(pair(FLOAT))
_OFFSET = struct(Offset, offset_steps=INT, confidence=FLOAT, min_distance=FLOAT)

RECORDS: dict[str, tuple[type, Kind]] = {
    "video": (
        Video,
        struct(
            Video,
            id=INT,
            path=PATH,
            width=INT,
            height=INT,
            frame_count=INT,
            frame_rate=FRACTION,
            time_base=FRACTION,
            **_SPAN,
            has_audio=BOOL,
            fingerprint=STR,
        ),
    ),
    "analysis": (
        Analysis,
        struct(
            Analysis,
            id=INT,
            key=STR,
            detector=STR,
            scorer=STR,
            shots=tuple_of(struct(Shot, **_SPAN)),
            dropped=tuple_of(struct(Dropped, reason=STR, **_SPAN)),
            notices=tuple_of(STR),
        ),
    ),
    "track": (
        Track,
        struct(
            Track,
            id=INT,
            video_id=INT,
            label=STR,
            name=STR,
            detector=STR,
            outside=tuple_of(pair(INT)),
            attributes=tuple_of(pair(STR)),
            locked=BOOL,
            hidden=BOOL,
            is_face=BOOL,
            found=STR,
        ),
    ),
    "verdict": (
        Verdict,
        struct(
            Verdict,
            id=INT,
            track_id=INT,
            value=enum(VerdictValue),
            start_pts=optional(INT),
            end_pts=optional(INT),
            reviewer=STR,
            decided_at=STR,
            note=STR,
        ),
    ),
    "finding": (
        FindingState,
        struct(
            FindingState,
            id=INT,
            video_id=INT,
            key=STR,
            basis=STR,
            status=enum(FindingStatus),
            reviewer=STR,
            decided_at=STR,
            until=STR,
            note=STR,
        ),
    ),
    "score": (
        SyncScore,
        struct(
            SyncScore,
            id=INT,
            scorer=STR,
            weights_sha256=optional(STR),
            mode=STR,
            kind=STR,
            start_step=INT,
            steps=INT,
            vshift=INT,
            determined=BOOL,
            reason=STR,
            offset_steps=FLOAT,
            confidence=FLOAT,
            min_distance=FLOAT,
            reference=_OFFSET,
            robust=_OFFSET,
            matrix=ARRAY,
            frame_confidence=ARRAY,
            local_offset=ARRAY,
            stale=BOOL,
            changed=tuple_of(pair(INT)),
        ),
    ),
    "speaking": (
        Speaking,
        struct(
            Speaking,
            id=INT,
            speaker=STR,
            weights_sha256=optional(STR),
            start_step=INT,
            probabilities=ARRAY,
            stale=BOOL,
        ),
    ),
}


def encode_record(kind: str, id: int, record: Record, writer: Writer) -> Json:
    """A record as JSON values.

    Raises:
        ValueError: the record is not of this kind or has another id (a mistake in the edit).
    """
    type_, how = RECORDS[kind]
    if type(record) is not type_ or record.id != id:
        raise ValueError(f"{record!r} is not {kind} {id}")
    return how.encode(record, writer)


def decode_record(kind: str, value: Json, reader: Reader) -> Record:
    """The record that `encode_record` wrote.

    Raises:
        CodecError: it is not whole.
    """
    try:
        return cast("Record", RECORDS[kind][1].decode(value, reader))
    except (KeyError, TypeError, ValueError) as error:
        raise CodecError(f"{kind}: {error}") from error


def _encode_keyframes(keyframes: Keyframes, writer: Writer) -> Json:
    rows = np.empty(len(keyframes), dtype=_ROW)
    rows["pts"], rows["box"], rows["score"] = keyframes.pts, keyframes.boxes, keyframes.scores
    rows["source"], rows["flags"] = keyframes.sources, keyframes.flags
    value: Json
    if len(rows) <= INLINE_KEYFRAMES:
        columns = (rows[name].tolist() for name in _ROW.names or ())
        value = [list(row) for row in zip(*columns, strict=True)]
    else:
        value = {"$keyframes": writer.put(rows.view(np.uint8))}
    if not (keyframes.has_landmarks or keyframes.has_masks):
        return value
    points: Json
    if len(rows) <= INLINE_KEYFRAMES:
        points = [_POINTS.encode(keyframe.landmarks, writer) for keyframe in keyframes]
    else:
        points = array_out(keyframes.landmarks, writer)
    masks = [None if mask is None else mask.decode("ascii") for mask in keyframes.masks.tolist()]
    return {
        "rows": value,
        "landmarks": points,
        "masks": masks if keyframes.has_masks else None,
    }


def _decode_keyframes(value: Json, reader: Reader) -> Keyframes:
    landmarks = masks = None
    if isinstance(value, dict) and "rows" in value:
        points = value["landmarks"]
        if isinstance(points, list):
            landmarks = points_table([_POINTS.decode(row, reader) for row in points])
        else:
            landmarks = array_in(points, reader)
        if value["masks"] is not None:
            masks = masks_of(
                None if mask is None else mask.encode("ascii") for mask in value["masks"]
            )
        value = value["rows"]
    if isinstance(value, list):
        rows = np.array([tuple(row) for row in value], dtype=_ROW)
    else:
        rows = np.frombuffer(reader.get(value["$keyframes"]), dtype=_ROW)
    return Keyframes.from_columns(
        rows["pts"], rows["box"], rows["score"], rows["source"], rows["flags"], landmarks, masks
    )


def encode_edit(edit: Edit, writer: Writer) -> str:
    """An edit as JSON text, with before and after, so that it can be undone after a restart."""

    def record(change: RecordChange, value: Record | None) -> Json:
        return None if value is None else encode_record(change.kind, change.id, value, writer)

    changes: list[Json] = []
    for change in edit.changes:
        if isinstance(change, RecordChange):
            before, after = record(change, change.before), record(change, change.after)
            changes.append({"kind": change.kind, "id": change.id, "before": before, "after": after})
        else:
            removed = _encode_keyframes(change.removed, writer)
            added = _encode_keyframes(change.added, writer)
            changes.append({"track_id": change.track_id, "removed": removed, "added": added})
    return dump({"text": edit.text, "changes": changes})


def decode_edit(text: str, reader: Reader) -> Edit:
    """The edit that `encode_edit` wrote.

    Raises:
        CodecError: it is not whole.
    """

    def change(value: Json) -> Change:
        if "track_id" in value:
            return KeyframesChange(
                expect(int, value["track_id"]),
                _decode_keyframes(value["removed"], reader),
                _decode_keyframes(value["added"], reader),
            )
        kind = expect(str, value["kind"])
        before, after = (
            None if value[name] is None else decode_record(kind, value[name], reader)
            for name in ("before", "after")
        )
        return RecordChange(kind, expect(int, value["id"]), before, after)

    try:
        value = json.loads(text)
        return Edit(expect(str, value["text"]), tuple(change(c) for c in value["changes"]))
    except (KeyError, TypeError, ValueError) as error:
        raise CodecError(f"edit: {error}") from error


def dump(value: Json) -> str:
    """Compact JSON text; ASCII only, so that any text of the user survives, lone surrogates too."""
    return json.dumps(value, separators=(",", ":"), allow_nan=False)
