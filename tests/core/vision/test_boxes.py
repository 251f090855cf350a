from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from core.model.values import Box
from core.vision.boxes import areas, iou_matrix, nms, paired_iou

coordinates = st.floats(0, 200, width=32)
boxes = st.tuples(coordinates, coordinates, st.floats(1, 80), st.floats(1, 80)).map(
    lambda b: [b[0], b[1], b[0] + b[2], b[1] + b[3]]
)
many = st.lists(boxes, min_size=1, max_size=8).map(lambda b: np.array(b, np.float32))


@given(many, many)
def test_overlap_is_that_of_single_boxes(a: np.ndarray, b: np.ndarray) -> None:
    found = iou_matrix(a, b)
    for i, p in enumerate(a.tolist()):
        for j, q in enumerate(b.tolist()):
            assert abs(found[i, j] - Box(*p).iou(Box(*q))) < 1e-4


@given(many, many)
def test_overlap_in_pairs_is_the_diagonal_of_all(a: np.ndarray, b: np.ndarray) -> None:
    n = min(len(a), len(b))
    assert np.array_equal(paired_iou(a[:n], b[:n]), np.diag(iou_matrix(a[:n], b[:n])))


@given(many, st.data())
def test_what_nms_keeps_does_not_overlap_and_what_it_drops_does(
    found: np.ndarray, data: st.DataObject
) -> None:
    n = len(found)
    scores = np.array(data.draw(st.lists(st.floats(0, 1), min_size=n, max_size=n)), np.float32)
    labels = np.array(data.draw(st.lists(st.integers(0, 1), min_size=n, max_size=n)), np.int64)
    kept = nms(found, scores, labels, 0.5)
    assert list(scores[kept]) == sorted(scores[kept], reverse=True)
    overlap = iou_matrix(found, found)
    for i in kept:
        for j in kept:
            assert i == j or labels[i] != labels[j] or overlap[i, j] <= 0.5 + 1e-5
    for i in set(range(n)) - set(kept.tolist()):
        assert any(overlap[i, j] > 0.5 - 1e-5 and labels[i] == labels[j] for j in kept)


def test_boxes_turned_inside_out_have_no_area() -> None:
    assert areas(np.array([[5, 5, 1, 9]], np.float32)).tolist() == [0.0]
