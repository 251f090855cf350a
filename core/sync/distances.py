"""From embeddings to the distance matrix, in bounded memory.

Column k of row i is the euclidean distance of picture i to sound i + k - vshift. Formula: PyTorch's
`pairwise_distance`, the norm of (a - b + 1e-6), as the published SyncNet code calls it; sounds
outside the clip are zero vectors, as it pads them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

import numpy as np
import numpy.typing as npt

Float32s = npt.NDArray[np.float32]

EPS = np.float32(1e-6)


def distance_rows(pictures: Float32s, sounds: Float32s) -> Float32s:
    """Distances of n pictures to the 2*vshift+1 sounds around each.

    Args:
        pictures: (n, d) float32.
        sounds: (n + 2*vshift, d) float32; row j + k belongs to column k of row j.

    Returns:
        (n, 2*vshift+1) float32.
    """
    count = len(pictures)
    columns = len(sounds) - count + 1
    if columns < 1 or columns % 2 == 0:
        raise ValueError(f"{len(sounds)} sounds do not fit {count} pictures")
    rows = np.empty((count, columns), np.float32)
    shifted = pictures + EPS
    for k in range(columns):
        difference = shifted - sounds[k : k + count]
        rows[:, k] = np.sqrt(np.einsum("nd,nd->n", difference, difference))
    return rows


def distance_matrix(pictures: Float32s, sounds: Float32s, vshift: int) -> Float32s:
    """The whole matrix (steps, 2*vshift+1) of two (steps, d) arrays."""
    if pictures.shape != sounds.shape:
        raise ValueError(f"embeddings of one shape, not {pictures.shape} and {sounds.shape}")
    return distance_rows(pictures, np.pad(sounds, ((vshift, vshift), (0, 0))))


def stream_distances(
    pictures: Iterable[Float32s],
    sounds: Callable[[int, int], Float32s],
    steps: int,
    vshift: int,
    block: int = 128,
) -> Iterator[Float32s]:
    """The matrix block by block, holding only the sounds within reach of the current pictures.

    Args:
        pictures: blocks (n, d) of picture embeddings in order; rows past `steps` are ignored.
        sounds: `sounds(first, last)` gives rows first..last-1 of the sound embeddings; asked once
            for each row.
        steps: rows of the whole matrix.
        vshift: reach in steps.
        block: sounds asked for at a time.

    Yields:
        (n, 2*vshift+1) float32 for each block of pictures; fewer than `steps` rows only if
        `pictures` ends early.
    """
    done = 0
    held: Float32s | None = None
    held_first = held_last = 0
    for rows in pictures:
        rows = rows[: steps - done]
        if len(rows) == 0:
            break
        dimension = rows.shape[1]
        first, last = done - vshift, done + len(rows) + vshift
        if held is None:
            held = np.zeros((0, dimension), np.float32)
        while held_last < min(last, steps):
            upto = min(held_last + block, steps)
            held = np.concatenate([held, sounds(held_last, upto)])
            held_last = upto
        keep = max(first, 0)
        held = held[keep - held_first :]
        held_first = keep
        window = np.zeros((last - first, dimension), np.float32)
        inside = held[: min(last, steps) - keep]
        window[keep - first : keep - first + len(inside)] = inside
        yield distance_rows(rows, window)
        done += len(rows)
