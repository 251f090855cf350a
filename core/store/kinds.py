"""How single values of a record are written as JSON and read again."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import MISSING, fields
from enum import Enum
from fractions import Fraction
from typing import Any

import numpy as np

from core.store.arrays import Array, CodecError, Reader, Writer

Json = Any
"""What `json.loads` returns."""

_DTYPES = {"<f4", "<f8", "<i8", "|u1", "|b1"}


class Kind:
    """How one type of value is written and read."""

    def __init__(
        self,
        encode: Callable[[Any, Writer], Json],
        decode: Callable[[Json, Reader], Any],
    ) -> None:
        self.encode = encode
        self.decode = decode


def expect(kind: type | tuple[type, ...], value: Json) -> Any:
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
    return float(expect((int, float), value))


def _fraction_in(value: Json, _: Reader) -> Fraction:
    try:
        return Fraction(expect(str, value))
    except (ValueError, ZeroDivisionError) as error:
        raise CodecError(f"{value!r} is no fraction") from error


def array_out(array: Array, writer: Writer) -> Json:
    return {
        "$array": writer.put(array),
        "dtype": array.dtype.newbyteorder("<").str,
        "shape": list(array.shape),
    }


def array_in(value: Json, reader: Reader) -> Array:
    dtype, shape = value["dtype"], tuple(value["shape"])
    if dtype not in _DTYPES:
        raise CodecError(f"{dtype!r} is no type of ours")
    data = reader.get(expect(str, value["$array"]))
    # frombuffer keeps to the file's byte order; astype gives the machine's own.
    array = np.frombuffer(data, dtype=dtype).reshape(shape)
    return array.astype(array.dtype.newbyteorder("="))


INT = Kind(lambda v, _: int(v), lambda v, _: expect(int, v))
FLOAT = Kind(_float_out, _float_in)
STR = Kind(lambda v, _: str(v), lambda v, _: expect(str, v))
BOOL = Kind(lambda v, _: bool(v), lambda v, _: expect(bool, v))
FRACTION = Kind(lambda v, _: f"{v.numerator}/{v.denominator}", _fraction_in)
ARRAY = Kind(array_out, array_in)
PATH = Kind(lambda v, _: str(v), lambda v, r: r.place(expect(str, v)))


def optional(kind: Kind) -> Kind:
    return Kind(
        lambda v, w: None if v is None else kind.encode(v, w),
        lambda v, r: None if v is None else kind.decode(v, r),
    )


def enum(values: type[Enum]) -> Kind:
    return Kind(lambda v, _: v.value, lambda v, _: values(v))


def tuple_of(kind: Kind) -> Kind:
    return Kind(
        lambda v, w: [kind.encode(item, w) for item in v],
        lambda v, r: tuple(kind.decode(item, r) for item in expect(list, v)),
    )


def pair(kind: Kind) -> Kind:
    def decode(value: Json, reader: Reader) -> tuple[Any, Any]:
        first, second = expect(list, value)
        return kind.decode(first, reader), kind.decode(second, reader)

    return Kind(lambda v, w: [kind.encode(item, w) for item in v], decode)


def struct(type_: type, **kinds: Kind) -> Kind:
    """A dataclass whose fields are exactly `kinds`."""
    names = {f.name: f for f in fields(type_)}
    if names.keys() != kinds.keys():
        raise TypeError(f"{type_.__name__}: {names.keys() ^ kinds.keys()} not described")

    def decode(value: Json, reader: Reader) -> Any:
        given = expect(dict, value)
        for name, field in names.items():
            if name not in given and field.default is MISSING:
                raise CodecError(f"{type_.__name__} without {name}")
        return type_(
            **{n: kind.decode(given[n], reader) for n, kind in kinds.items() if n in given}
        )

    return Kind(
        lambda v, w: {name: kind.encode(getattr(v, name), w) for name, kind in kinds.items()},
        decode,
    )
