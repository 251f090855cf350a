"""ONNX files written by hand: a network that finds coloured squares, and answers as YOLO does.

The plugin's reader knows the format from the other side; here the numbers are written down again,
so that one mistake in both is unlikely: field numbers of onnx.proto, wire format of protobuf.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

SIDE = 64
CELL = 8
LABELS = ("red square", "green square")


def varint(value: int) -> bytes:
    out = bytearray()
    while value > 127:
        out.append(value & 127 | 128)
        value >>= 7
    out.append(value)
    return bytes(out)


def number(field: int, value: int) -> bytes:
    return varint(field << 3) + varint(value)


def part(field: int, value: bytes | str) -> bytes:
    data = value.encode() if isinstance(value, str) else value
    return varint(field << 3 | 2) + varint(len(data)) + data


def tensor(name: str, values: np.ndarray) -> bytes:
    """TensorProto: dims 1, data_type 2 (1 float, 7 int64), name 8, raw_data 9."""
    kind = {"float32": 1, "int64": 7}[values.dtype.name]
    dims = b"".join(number(1, n) for n in values.shape)
    return dims + number(2, kind) + part(8, name) + part(9, values.tobytes())


def value_info(name: str, shape: Sequence[int | str]) -> bytes:
    dims = b"".join(part(1, number(1, n) if isinstance(n, int) else part(2, n)) for n in shape)
    return part(1, name) + part(2, part(1, number(1, 1) + part(2, dims)))


def ints(name: str, values: Sequence[int]) -> bytes:
    """AttributeProto: name 1, ints 8, type 20 (7: ints)."""
    return part(1, name) + b"".join(number(8, v) for v in values) + number(20, 7)


def integer(name: str, value: int) -> bytes:
    """AttributeProto: name 1, i 3, type 20 (2: int)."""
    return part(1, name) + number(3, value) + number(20, 2)


def node(op: str, inputs: Sequence[str], output: str, *attributes: bytes) -> bytes:
    """NodeProto: input 1, output 2, name 3, op_type 4, attribute 5."""
    return (
        b"".join(part(1, name) for name in inputs)
        + part(2, output)
        + part(3, f"{op}_{output}")
        + part(4, op)
        + b"".join(part(5, one) for one in attributes)
    )


def model(
    nodes: Sequence[bytes],
    weights: Sequence[bytes],
    inputs: Mapping[str, Sequence[int | str]],
    outputs: Mapping[str, Sequence[int | str]],
    metadata: Mapping[str, str] | None = None,
) -> bytes:
    """ModelProto: ir_version 1, graph 7, opset_import 8, metadata_props 14. GraphProto: node 1,
    name 2, initializer 5, input 11, output 12.
    """
    graph = (
        b"".join(part(1, one) for one in nodes)
        + part(2, "made by hand")
        + b"".join(part(5, one) for one in weights)
        + b"".join(part(11, value_info(name, shape)) for name, shape in inputs.items())
        + b"".join(part(12, value_info(name, shape)) for name, shape in outputs.items())
    )
    props = b"".join(part(14, part(1, k) + part(2, v)) for k, v in (metadata or {}).items())
    return number(1, 8) + part(7, graph) + part(8, number(2, 13)) + props


def squares(
    layout: str, metadata: Mapping[str, str] | None = None, shape: Sequence[int | str] | None = None
) -> bytes:
    """A detector of red and of green squares of at least one cell of 8 x 8 pixels.

    A convolution of one cell tells how much redder (greener) than the other two colours a cell is;
    each cell answers with its own place as its box.

    Args:
        layout: "v5" or "v8".
    """
    cells = (SIDE // CELL) ** 2
    kernel = np.zeros((2, 3, CELL, CELL), np.float32)
    for label in range(2):
        kernel[label] = -0.5
        kernel[label, label] = 1.0
    kernel *= np.float32(20 / CELL**2)
    y, x = np.divmod(np.arange(cells), SIDE // CELL)
    places = np.stack([x, y, np.zeros(cells), np.zeros(cells)]).astype(np.float32)
    grid = places * CELL + np.array([[4], [4], [CELL], [CELL]], np.float32)
    weights = [
        tensor("kernel", kernel),
        tensor("bias", np.full(2, -10, np.float32)),
        tensor("flat", np.array([1, 2, cells], np.int64)),
        tensor("grid", grid[None].astype(np.float32)),
    ]
    nodes = [
        node(
            "Conv",
            ["images", "kernel", "bias"],
            "likeness",
            ints("kernel_shape", [CELL, CELL]),
            ints("strides", [CELL, CELL]),
        ),
        node("Sigmoid", ["likeness"], "scores"),
        node("Reshape", ["scores", "flat"], "labels"),
    ]
    if layout == "v8":
        nodes.append(node("Concat", ["grid", "labels"], "output0", integer("axis", 1)))
        outputs = {"output0": [1, 6, cells]}
    else:
        weights.append(tensor("objectness", np.full((1, 1, cells), 0.9, np.float32)))
        joined = ["grid", "objectness", "labels"]
        nodes.append(node("Concat", joined, "columns", integer("axis", 1)))
        nodes.append(node("Transpose", ["columns"], "output0", ints("perm", [0, 2, 1])))
        outputs = {"output0": [1, cells, 7]}
    inputs = {"images": shape or [1, 3, SIDE, SIDE]}
    return model(nodes, weights, inputs, outputs, metadata)
