"""Results of stages as bytes under keys, so that a killed or repeated run goes on where it was.

A key is a hash over the media's fingerprint and everything that the result depends on. Change
`_FORMAT` whenever the code of a stage gives other numbers from the same input.
"""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from core.model.keyframes import Keyframes, points_table
from core.model.values import Shot
from core.sync.matrix import SyncMatrix
from core.vision.linking import StepDetections

_FORMAT = 5

Arrays = dict[str, npt.NDArray[Any]]


class Stages(Protocol):
    """Where finished stages are kept (the project file)."""

    def get(self, key: str) -> bytes | None:
        """What was put under this key, or None."""
        ...

    def put(self, key: str, video_id: int, stage: str, data: bytes) -> None:
        """Keep the result of a stage."""
        ...


def stage_key(stage: str, fingerprint: str, parameters: Mapping[str, object]) -> str:
    """The key of a stage's result. `parameters` are JSON values."""
    text = json.dumps([_FORMAT, stage, fingerprint, parameters], sort_keys=True)
    return f"{stage}-{hashlib.sha256(text.encode()).hexdigest()}"


def keyframes_hash(keyframes: Keyframes) -> str:
    """Names the path of a track: its pts and boxes."""
    digest = hashlib.sha256(keyframes.pts.tobytes())
    digest.update(keyframes.boxes.tobytes())
    return digest.hexdigest()


def _pack(arrays: Arrays, meta: object = None) -> bytes:
    buffer = io.BytesIO()
    text = np.frombuffer(json.dumps(meta).encode(), np.uint8)
    np.savez_compressed(buffer, allow_pickle=False, meta=text, **arrays)
    return buffer.getvalue()


def _unpack(data: bytes) -> tuple[Arrays, Any]:
    with np.load(io.BytesIO(data), allow_pickle=False) as archive:
        arrays = {name: archive[name] for name in archive.files}
    return arrays, json.loads(arrays.pop("meta").tobytes())


@dataclass(frozen=True, slots=True, eq=False)
class Detected:
    """What the decoding pass gives: shots, the detections of every grid step, label names.

    Args:
        faces: so many of the labels, from the first on, are those of the face detector.
        notices: what a report has to say about it.
    """

    shots: tuple[Shot, ...]
    steps: list[StepDetections]
    labels: tuple[str, ...]
    faces: int = 1
    notices: tuple[str, ...] = ()


def pack_detections(detected: Detected) -> bytes:
    """As bytes for the project file."""
    shots, found = detected.shots, detected.steps
    return _pack(
        {
            "shots": np.array([(s.start_pts, s.end_pts) for s in shots], np.int64).reshape(-1, 2),
            "steps": np.array([d.step for d in found], np.int64),
            "pts": np.array([d.pts for d in found], np.int64),
            "counts": np.array([len(d.boxes) for d in found], np.int64),
            "boxes": np.concatenate([np.empty((0, 4), np.float32), *(d.boxes for d in found)]),
            "scores": np.concatenate([np.empty(0, np.float32), *(d.scores for d in found)]),
            "labels": np.concatenate([np.empty(0, np.int64), *(d.labels for d in found)]),
            "landmarks": _landmarks(found),
            "followed": np.array([d.followed for d in found], np.bool_),
            **_masks(found),
        },
        {
            "labels": list(detected.labels),
            "faces": detected.faces,
            "notices": list(detected.notices),
        },
    )


def _masks(found: list[StepDetections]) -> Arrays:
    """The masks of all detections, one behind the other, and their lengths; -1: it has none."""
    masks = [m for step in found for m in step.masks or (None,) * len(step.boxes)]
    return {
        "masks": np.frombuffer(b"".join(m for m in masks if m is not None), np.uint8),
        "mask_lengths": np.array([-1 if m is None else len(m) for m in masks], np.int64),
    }


def _masks_back(a: Arrays) -> list[bytes | None]:
    lengths = a["mask_lengths"]
    ends = np.cumsum(np.maximum(lengths, 0))
    data = a["masks"].tobytes()
    return [
        None if n < 0 else data[end - n : end]
        for n, end in zip(lengths.tolist(), ends.tolist(), strict=True)
    ]


def _landmarks(found: list[StepDetections]) -> npt.NDArray[np.float32]:
    """(all detections, K, 2); K is 0 where the detector gives none, NaN where it gives fewer: it
    may tell them in some pictures only.
    """
    rows: list[list[list[float]]] = []
    for step in found:
        rows += [[]] * len(step.boxes) if step.landmarks is None else step.landmarks.tolist()
    return points_table(rows)


def unpack_detections(data: bytes) -> Detected:
    """The inverse of `pack_detections`."""
    a, meta = _unpack(data)
    ends = np.cumsum(a["counts"])
    points, masks = a["landmarks"], _masks_back(a)
    found = [
        StepDetections(
            int(step),
            int(pts),
            a["boxes"][i:j],
            a["scores"][i:j],
            a["labels"][i:j],
            points[i:j] if points.shape[1] else None,
            tuple(masks[i:j]) if any(m is not None for m in masks[i:j]) else None,
            bool(followed),
        )
        for step, pts, followed, i, j in zip(
            a["steps"], a["pts"], a["followed"], ends - a["counts"], ends, strict=True
        )
    ]
    shots = tuple(Shot(int(x), int(y)) for x, y in a["shots"])
    return Detected(shots, found, tuple(meta["labels"]), int(meta["faces"]), tuple(meta["notices"]))


def pack_matrix(matrix: SyncMatrix) -> bytes:
    """A scorer's result."""
    meta = {
        "kind": matrix.kind,
        "min_confidence": matrix.min_confidence,
        "null_max": matrix.null_max,
        "weights_sha256": matrix.weights_sha256,
        "notices": list(matrix.notices),
        "reason": matrix.reason,
    }
    return _pack({"values": matrix.values}, meta)


def unpack_matrix(data: bytes) -> SyncMatrix:
    """The inverse of `pack_matrix`."""
    arrays, meta = _unpack(data)
    return SyncMatrix(values=arrays["values"], **{**meta, "notices": tuple(meta["notices"])})
