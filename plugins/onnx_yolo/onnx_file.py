"""The few facts of an ONNX file that a detector needs, without the onnx package.

An ONNX file is one protobuf message. Field numbers are those of onnx.proto (ONNX 1.x): ModelProto
graph 7, metadata_props 14; GraphProto initializer 5, input 11; ValueInfoProto name 1, type 2;
TypeProto tensor_type 1; TensorTypeProto shape 2; TensorShapeProto dim 1; Dimension dim_value 1;
TensorProto name 8; StringStringEntryProto key 1, value 2. The wire format is protobuf's: a varint
of number and type, then a varint (0), eight bytes (1), a length and bytes (2), or four bytes (5).
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

_MODEL_GRAPH, _MODEL_METADATA = 7, 14
_GRAPH_INITIALIZER, _GRAPH_INPUT = 5, 11
_TENSOR_NAME = 8

MOST_LABELS = 100_000
MOST_TEXT = 4_000_000
"""Bytes of names; far beyond any data set's."""


@dataclass(frozen=True, slots=True)
class OnnxFacts:
    """What a file says of its network.

    Args:
        inputs: the shape of each input that is no weight, by name; None for a length that is not
            fixed.
        metadata: what its exporter wrote beside the network.
    """

    inputs: dict[str, tuple[int | None, ...]] = field(default_factory=dict)
    metadata: dict[str, str] = field(default_factory=dict)


def read_onnx(data: bytes | memoryview) -> OnnxFacts:
    """The facts of an ONNX file.

    Raises:
        ValueError: these are not the bytes of a whole ONNX file.
    """
    view = memoryview(data)
    inputs: dict[str, tuple[int | None, ...]] = {}
    metadata: dict[str, str] = {}
    weights: set[str] = set()
    graphs = 0
    for number, value in _fields(view):
        if number == _MODEL_METADATA:
            entry = dict(_fields(_message(value)))
            metadata[_text(entry.get(1, b""))] = _text(entry.get(2, b""))
        elif number == _MODEL_GRAPH:
            graphs += 1
            for part, inner in _fields(_message(value)):
                if part == _GRAPH_INITIALIZER:
                    weights.update(
                        _text(v) for n, v in _fields(_message(inner)) if n == _TENSOR_NAME
                    )
                elif part == _GRAPH_INPUT:
                    name, shape = _input(_message(inner))
                    inputs[name] = shape
    if graphs != 1:
        raise ValueError("there is no network in it")
    return OnnxFacts({k: v for k, v in inputs.items() if k not in weights}, metadata)


def read_names(text: str) -> tuple[str, ...]:
    """Labels as exporters of YOLO write them: `{0: 'person', 1: 'car'}` or `['person', 'car']`.

    Raises:
        ValueError: it is none of the two, or the numbers leave gaps.
    """
    text = text.strip()
    if len(text) > MOST_TEXT or text[:1] + text[-1:] not in ("{}", "[]"):
        raise ValueError("the names are no list of labels")
    pairs = text.startswith("{")
    names: dict[int, str] = {}
    position, end = 1, len(text) - 1
    while (position := _spaces(text, position)) < end:
        key = len(names)
        if pairs:
            match = _KEY.match(text, position, end)
            if match is None:
                raise ValueError("the names are no list of labels")
            key, position = int(match[1] or match[2]), match.end()
        match = _STRING.match(text, position, end)
        if match is None or key in names or len(names) >= MOST_LABELS:
            raise ValueError("the names are no list of labels")
        try:
            # One string between quotes, which the pattern made sure of; nothing is executed.
            names[key] = str(ast.literal_eval(match[0]))
        except SyntaxError as error:
            raise ValueError("the names are no list of labels") from error
        position = _spaces(text, match.end())
        if position < end:
            if text[position] != ",":
                raise ValueError("the names are no list of labels")
            position += 1
    if sorted(names) != list(range(len(names))):
        raise ValueError("the numbers of the labels leave gaps")
    return tuple(names[key] for key in range(len(names)))


_KEY = re.compile(r"""(?:(\d{1,6})|["'](\d{1,6})["'])\s*:\s*""", re.ASCII)
_STRING = re.compile(r"""'(?:[^'\\\n\r\0]|\\[^\n\r\0])*'|"(?:[^"\\\n\r\0]|\\[^\n\r\0])*\"""")
_SPACE = re.compile(r"\s*")


def _spaces(text: str, position: int) -> int:
    match = _SPACE.match(text, position)
    assert match is not None
    return match.end()


def _input(message: memoryview) -> tuple[str, tuple[int | None, ...]]:
    """Name and shape of a ValueInfoProto; () for what is no tensor or says nothing."""
    parts = dict(_fields(message))
    tensor = dict(_fields(_message(parts.get(2, b"")))).get(1, b"")
    shape = dict(_fields(_message(tensor))).get(2, b"")
    lengths: list[int | None] = []
    for number, dimension in _fields(_message(shape)):
        if number == 1:
            length = dict(_fields(_message(dimension))).get(1)
            lengths.append(length if isinstance(length, int) and 0 < length < 1 << 31 else None)
    return _text(parts.get(1, b"")), tuple(lengths)


def _fields(view: memoryview) -> Iterator[tuple[int, int | memoryview]]:
    """Number and value of each field of a message; fixed lengths come as bytes."""
    position = 0
    while position < len(view):
        key, position = _varint(view, position)
        number, wire = key >> 3, key & 7
        if not number:
            raise ValueError("damaged: a field without a number")
        if wire == 0:
            value, position = _varint(view, position)
            yield number, value
            continue
        if wire == 2:
            length, position = _varint(view, position)
        elif wire in (1, 5):
            length = 8 if wire == 1 else 4
        else:
            raise ValueError("damaged: no such type of field")
        if length > len(view) - position:
            raise ValueError("damaged or cut off")
        yield number, view[position : position + length]
        position += length


def _varint(view: memoryview, position: int) -> tuple[int, int]:
    value = 0
    for shift in range(0, 70, 7):
        if position >= len(view):
            raise ValueError("damaged or cut off")
        byte = view[position]
        position += 1
        value |= (byte & 127) << shift
        if byte < 128:
            return value, position
    raise ValueError("damaged: a number without an end")


def _message(value: int | bytes | memoryview) -> memoryview:
    if isinstance(value, int):
        raise ValueError("damaged: a number where a message should be")
    return memoryview(value)


def _text(value: int | bytes | memoryview) -> str:
    part = _message(value)
    if len(part) > MOST_TEXT:
        raise ValueError("damaged: a text without an end")
    return bytes(part).decode("utf-8")
