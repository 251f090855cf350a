"""Direct decoding of the published example clip: PyAV and nothing of ours in between."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import numpy as np
import numpy.typing as npt


@cache
def read_example(
    shared: Path, pictures: bool = True
) -> tuple[npt.NDArray[np.uint8], npt.NDArray[np.int16]]:
    """RGB pictures (n, 224, 224, 3), or none, and mono 16 kHz samples of vgg_example.avi."""
    import av

    path = str(shared / "media" / "vgg_example.avi")
    frames = np.zeros((0, 224, 224, 3), np.uint8)
    if pictures:
        with av.open(path) as container:
            frames = np.stack([f.to_ndarray(format="rgb24") for f in container.decode(video=0)])
    resampler = av.AudioResampler(format="s16", layout="mono", rate=16000)
    parts = []
    with av.open(path) as container:
        for frame in [*container.decode(audio=0), None]:
            parts += [piece.to_ndarray().ravel() for piece in resampler.resample(frame)]
    return frames, np.concatenate(parts)
