"""Streamed distances equal the whole matrix, and that equals its definition."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.sync.distances import distance_matrix, distance_rows, stream_distances


def embeddings(steps: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    generator = np.random.default_rng(seed)
    a, b = generator.normal(size=(2, steps, 7)).astype(np.float32)
    return a, b


def test_the_definition_with_zeros_beyond_the_ends() -> None:
    a, b = embeddings(6, 0)
    ours = distance_matrix(a, b, 2)
    assert ours.shape == (6, 5)
    for i in range(6):
        for k in range(5):
            j = i + k - 2
            sound = b[j].astype(float) if 0 <= j < 6 else np.zeros(7)
            expected = np.sqrt(((a[i] - sound + 1e-6) ** 2).sum())
            assert ours[i, k] == pytest.approx(expected, rel=1e-6)


def test_equal_embeddings_have_the_distance_of_the_epsilon() -> None:
    a = np.zeros((3, 1024), np.float32)
    np.testing.assert_allclose(distance_matrix(a, a, 1), 1e-6 * 32, rtol=1e-4)


@settings(deadline=None, max_examples=60)
@given(
    steps=st.integers(1, 40),
    vshift=st.integers(1, 15),
    cuts=st.lists(st.integers(1, 9), min_size=1, max_size=8),
    block=st.integers(1, 50),
)
def test_blocks_equal_the_whole(steps: int, vshift: int, cuts: list[int], block: int) -> None:
    a, b = embeddings(steps, steps)
    asked: list[int] = []

    def sounds(first: int, last: int) -> np.ndarray:
        asked.extend(range(first, last))
        return b[first:last]

    def pictures() -> list[np.ndarray]:
        # Two rows more than wanted: what lies past `steps` is not scored.
        padded, parts, start = np.vstack([a, a[:2]]), [], 0
        while start < len(padded):
            size = cuts[len(parts) % len(cuts)]
            parts.append(padded[start : start + size])
            start += size
        return parts

    rows = np.concatenate(list(stream_distances(pictures(), sounds, steps, vshift, block)))
    np.testing.assert_array_equal(rows, distance_matrix(a, b, vshift))
    assert asked == list(range(steps))


def test_what_does_not_fit_is_refused() -> None:
    a, b = embeddings(6, 0)
    with pytest.raises(ValueError, match="do not fit"):
        distance_rows(a, b[:5])
    with pytest.raises(ValueError, match="one shape"):
        distance_matrix(a, b[:5], 1)
