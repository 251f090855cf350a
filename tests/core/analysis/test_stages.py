"""What is kept of a stage comes back as it was."""

from __future__ import annotations

import numpy as np

from core.analysis.stages import Detected, pack_detections, unpack_detections
from core.model.values import Shot
from core.vision.linking import StepDetections


def a_step(step: int, faces: int, points: int | None) -> StepDetections:
    boxes = np.full((faces, 4), float(step), np.float32)
    landmarks = None if points is None else np.full((faces, points, 2), float(step), np.float32)
    return StepDetections(
        step, 10 * step, boxes, np.ones(faces, np.float32), np.zeros(faces, np.int64), landmarks
    )


def test_landmarks_of_some_pictures_stay_with_their_pictures() -> None:
    steps = [a_step(0, 1, None), a_step(1, 2, 5), a_step(2, 0, None), a_step(3, 1, 3)]
    back = unpack_detections(pack_detections(Detected((Shot(0, 40),), steps, ("face",)))).steps
    assert [len(step.boxes) for step in back] == [1, 2, 0, 1]
    known = []
    for step in back:
        assert step.landmarks is not None
        known.append(np.isfinite(step.landmarks).all(axis=2).sum(axis=1).tolist())
        assert set(step.landmarks[np.isfinite(step.landmarks)]) <= {float(step.step)}
    assert known == [[0], [5, 5], [], [3]]


def test_without_any_landmarks_there_are_none() -> None:
    steps = [a_step(0, 1, None), a_step(1, 2, None)]
    back = unpack_detections(pack_detections(Detected((Shot(0, 40),), steps, ("face",)))).steps
    assert [step.landmarks for step in back] == [None, None]
