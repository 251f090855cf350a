"""Records and edits as JSON, with their arrays apart.

Every field of every record is named here with its type, so that the file's form does not follow
from the code by accident. Reading ignores fields it does not know and fills missing ones from the
record's defaults.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable
from dataclasses import MISSING, fields
from enum import Enum
from fractions import Fraction
from typing import Any, cast

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
from core.store.arrays import Array, CodecError, Reader, Writer

Json = Any
"""What `json.loads` returns."""

INLINE_KEYFRAMES = 16
"""Up to so many rows of keyframes go into an edit's JSON, more into an array of their own."""

_ROW = np.dtype(
    [("pts", "<i8"), ("box", "<f4", (4,)), ("score", "<f4"), ("source", "u1"), ("flags", "u1")]
)
_DTYPES = {"<f4", "<f8", "<i8", "|u1", "|b1"}


class _Kind:
    """How one type of value is written and read."""

    def __init__(
        self,
        encode: Callable[[Any, Writer], Json],
        decode: Callable[[Json, Reader], Any],
    ) -> None:
        self.encode = encode
        self.decode = decode


def _expect(kind: type | tuple[type, ...], value: Json) -> Any:
    # bool is an int to isinstance, but True is no pts.
    if not isinstance(value, kind) or (isinstance(value, bool) and kind is not bool):
        raise CodecError(f"{value!r} where {kind} was expected")
    return value


def _float_out(value: float, _: Writer) -> Json:
    number = float(value)
    return number if math.isfinite(number) else repr(number)


def _float_in(value: Json, _: Reader) -> float:
    if isinstance(value, str) and value in ("nan", "inf", "-inf"):
        return float(value)
    return float(_expect((int, float), value))


def _fraction_in(value: Json, _: Reader) -> Fraction:
    try:
        return Fraction(_expect(str, value))
    except (ValueError, ZeroDivisionError) as error:
        raise CodecError(f"{value!r} is no fraction") from error


def _array_out(array: Array, writer: Writer) -> Json:
    return {
        "$array": writer.put(array),
        "dtype": array.dtype.newbyteorder("<").str,
        "shape": list(array.shape),
    }


def _array_in(value: Json, reader: Reader) -> Array:
    dtype, shape = value["dtype"], tuple(value["shape"])
    if dtype not in _DTYPES:
        raise CodecError(f"{dtype!r} is no type of ours")
    data = reader.get(_expect(str, value["$array"]))
    # frombuffer keeps to the file's byte order; astype gives the machine's own.
    array = np.frombuffer(data, dtype=dtype).reshape(shape)
    return array.astype(array.dtype.newbyteorder("="))


_INT = _Kind(lambda v, _: int(v), lambda v, _: _expect(int, v))
_FLOAT = _Kind(_float_out, _float_in)
_STR = _Kind(lambda v, _: str(v), lambda v, _: _expect(str, v))
_BOOL = _Kind(lambda v, _: bool(v), lambda v, _: _expect(bool, v))
_FRACTION = _Kind(lambda v, _: f"{v.numerator}/{v.denominator}", _fraction_in)
_ARRAY = _Kind(_array_out, _array_in)
_PATH = _Kind(lambda v, _: str(v), lambda v, r: r.place(_expect(str, v)))


def _optional(kind: _Kind) -> _Kind:
    return _Kind(
        lambda v, w: None if v is None else kind.encode(v, w),
        lambda v, r: None if v is None else kind.decode(v, r),
    )


def _enum(values: type[Enum]) -> _Kind:
    return _Kind(lambda v, _: v.value, lambda v, _: values(v))


def _tuple_of(kind: _Kind) -> _Kind:
    return _Kind(
        lambda v, w: [kind.encode(item, w) for item in v],
        lambda v, r: tuple(kind.decode(item, r) for item in _expect(list, v)),
    )


def _pair(kind: _Kind) -> _Kind:
    def decode(value: Json, reader: Reader) -> tuple[Any, Any]:
        first, second = _expect(list, value)
        return kind.decode(first, reader), kind.decode(second, reader)

    return _Kind(lambda v, w: [kind.encode(item, w) for item in v], decode)


def _struct(type_: type, **kinds: _Kind) -> _Kind:
    """A dataclass whose fields are exactly `kinds`."""
    names = {f.name: f for f in fields(type_)}
    if names.keys() != kinds.keys():
        raise TypeError(f"{type_.__name__}: {names.keys() ^ kinds.keys()} not described")

    def decode(value: Json, reader: Reader) -> Any:
        given = _expect(dict, value)
        for name, field in names.items():
            if name not in given and field.default is MISSING:
                raise CodecError(f"{type_.__name__} without {name}")
        return type_(
            **{n: kind.decode(given[n], reader) for n, kind in kinds.items() if n in given}
        )

    return _Kind(
        lambda v, w: {name: kind.encode(getattr(v, name), w) for name, kind in kinds.items()},
        decode,
    )


_SPAN = {"start_pts": _INT, "end_pts": _INT}
_POINTS = _tuple_of(_pair(_FLOAT))
_OFFSET = _struct(Offset, offset_steps=_INT, confidence=_FLOAT, min_distance=_FLOAT)

RECORDS: dict[str, tuple[type, _Kind]] = {
    "video": (
        Video,
        _struct(
            Video,
            id=_INT,
            path=_PATH,
            width=_INT,
            height=_INT,
            frame_count=_INT,
            frame_rate=_FRACTION,
            time_base=_FRACTION,
            **_SPAN,
            has_audio=_BOOL,
            fingerprint=_STR,
        ),
    ),
    "analysis": (
        Analysis,
        _struct(
            Analysis,
            id=_INT,
            key=_STR,
            detector=_STR,
            scorer=_STR,
            shots=_tuple_of(_struct(Shot, **_SPAN)),
            dropped=_tuple_of(_struct(Dropped, reason=_STR, **_SPAN)),
            notices=_tuple_of(_STR),
        ),
    ),
    "track": (
        Track,
        _struct(
            Track,
            id=_INT,
            video_id=_INT,
            label=_STR,
            name=_STR,
            detector=_STR,
            outside=_tuple_of(_pair(_INT)),
            attributes=_tuple_of(_pair(_STR)),
            locked=_BOOL,
            hidden=_BOOL,
            is_face=_BOOL,
        ),
    ),
    "verdict": (
        Verdict,
        _struct(
            Verdict,
            id=_INT,
            track_id=_INT,
            value=_enum(VerdictValue),
            start_pts=_optional(_INT),
            end_pts=_optional(_INT),
            reviewer=_STR,
            decided_at=_STR,
            note=_STR,
        ),
    ),
    "finding": (
        FindingState,
        _struct(
            FindingState,
            id=_INT,
            video_id=_INT,
            key=_STR,
            basis=_STR,
            status=_enum(FindingStatus),
            reviewer=_STR,
            decided_at=_STR,
            until=_STR,
            note=_STR,
        ),
    ),
    "score": (
        SyncScore,
        _struct(
            SyncScore,
            id=_INT,
            scorer=_STR,
            weights_sha256=_optional(_STR),
            mode=_STR,
            kind=_STR,
            start_step=_INT,
            steps=_INT,
            vshift=_INT,
            determined=_BOOL,
            reason=_STR,
            offset_steps=_FLOAT,
            confidence=_FLOAT,
            min_distance=_FLOAT,
            reference=_OFFSET,
            robust=_OFFSET,
            matrix=_ARRAY,
            frame_confidence=_ARRAY,
            local_offset=_ARRAY,
            stale=_BOOL,
            changed=_tuple_of(_pair(_INT)),
        ),
    ),
    "speaking": (
        Speaking,
        _struct(
            Speaking,
            id=_INT,
            speaker=_STR,
            weights_sha256=_optional(_STR),
            start_step=_INT,
            probabilities=_ARRAY,
            stale=_BOOL,
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
        points = _array_out(keyframes.landmarks, writer)
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
            landmarks = _array_in(points, reader)
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
                _expect(int, value["track_id"]),
                _decode_keyframes(value["removed"], reader),
                _decode_keyframes(value["added"], reader),
            )
        kind = _expect(str, value["kind"])
        before, after = (
            None if value[name] is None else decode_record(kind, value[name], reader)
            for name in ("before", "after")
        )
        return RecordChange(kind, _expect(int, value["id"]), before, after)

    try:
        value = json.loads(text)
        return Edit(_expect(str, value["text"]), tuple(change(c) for c in value["changes"]))
    except (KeyError, TypeError, ValueError) as error:
        raise CodecError(f"edit: {error}") from error


def dump(value: Json) -> str:
    """Compact JSON text; ASCII only, so that any text of the user survives, lone surrogates too."""
    return json.dumps(value, separators=(",", ":"), allow_nan=False)
