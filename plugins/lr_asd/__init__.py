"""Speaker model: LR-ASD with the published weights; see `network`.

Preparation as published (Columbia_test.py of Junhua-Liao/LR-ASD at commit 1b6dcd2): the face clip
is the reference crop of SyncNet, of which the middle 112 x 112 is taken in grey; MFCC in four
columns a picture. As there, the answer is the mean over windows of 1 to 6 s, short ones counting
more; only the recurrent layers see these windows here, since the other layers look 0.36 s to either
side and lose nothing by seeing across.

The published network goes mostly by the lips: with the sound replaced by silence it still takes a
moving mouth for a speaking one. Nobody speaks audibly where nothing sounds, so there the answer
is 0 (see `audible`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt
import torch

from core.api import (
    ClipError,
    FaceClip,
    JobContext,
    PluginOptions,
    UInt8s,
    checked_sha256,
    load_state,
    mfcc,
    read_tensors,
)
from plugins.lr_asd.network import COLUMNS, PICTURE_SIDE, REACH, SpeakerNetwork, renamed

Floats = npt.NDArray[np.float32]

WEIGHTS = "lr_asd"
RATE = 25
WINDOWS = {1: 3, 2: 3, 3: 2, 4: 1, 5: 1, 6: 1}
"""Seconds of a window, and how often it counts in the mean; published."""
BLOCK = 60 * RATE
"""All windows end where a block ends, so that blocks can be judged one by one."""
CHUNK = 50
"""Pictures that go through the network at once; changes memory and speed, not the numbers."""
LEAST = 10
"""Pictures of the shortest clip that has an answer, as in the published script."""
QUIET = 33
"""Samples under this are no sound: -60 dB of full scale."""
PAUSE = RATE // 2
"""Pictures to either side in which sound may be for a picture to count as audible: longer than the
pauses between words."""
_HOP, _WINDOW, _PICTURE = 160, 400, 640
_WAY_OUT = "Get the file anew in Analysis > Models, or choose another speaker model"


class LrAsd:
    """Tells when the face of a clip speaks."""

    def __init__(self, net: SpeakerNetwork, device: str = "cpu", chunk: int = CHUNK) -> None:
        self.net = net.to(device)
        self._device = device
        self._chunk = chunk
        self._check: Callable[[], None] = lambda: None
        # A chunk takes seconds on a slow CPU, a layer of it a fraction of one.
        for layer in self.net.visualEncoder.modules():
            if isinstance(layer, torch.nn.Conv3d):
                layer.register_forward_pre_hook(lambda *_: self._check())

    def speaking(self, clip: FaceClip, ctx: JobContext) -> Floats:
        """(clip.count,) probability that the face speaks.

        Sound that ends before the pictures is followed by silence.

        Raises:
            ClipError: too short, or without sound.
        """
        self._check = ctx.check
        samples = clip.samples()
        if clip.count < LEAST:
            raise ClipError("the clip is too short to tell whether the face speaks")
        if len(samples) < LEAST * _PICTURE:
            raise ClipError("there is no sound to tell by whether the face speaks")
        found: list[Floats] = []
        waiting: list[torch.Tensor] = []
        done = 0
        for part in self._features(clip, samples, ctx):
            waiting.append(part)
            done += len(part)
            ctx.progress(done, clip.count, "Telling who speaks")
            ready = torch.cat(waiting)
            while len(ready) >= BLOCK:
                found.append(self.probabilities(ready[:BLOCK]))
                ready = ready[BLOCK:]
            waiting = [ready]
        found.append(self.probabilities(torch.cat(waiting)))
        return np.concatenate(found) * audible(samples, clip.count)

    def probabilities(self, features: torch.Tensor) -> Floats:
        """(t,) of the features (t, 256) of a block: the mean log-odds over all windows, as 0..1."""
        total = torch.zeros(len(features), device=features.device)
        with torch.inference_mode():
            for seconds, weight in WINDOWS.items():
                for window in _windows(features, seconds * RATE):
                    total[window[0] : window[1]] += weight * self._judged(features, *window)
            found = torch.sigmoid(total / sum(WINDOWS.values()))
        return np.asarray(found.float().cpu().numpy(), np.float32)

    def _judged(self, features: torch.Tensor, start: int, end: int, length: int) -> torch.Tensor:
        """Log-odds of the pictures start..end-1, in windows of `length`."""
        windows = features[start:end].reshape(-1, length, features.shape[1])
        return self.net.log_odds(windows).reshape(-1)

    def _features(
        self, clip: FaceClip, samples: npt.NDArray[np.int16], ctx: JobContext
    ) -> Iterator[torch.Tensor]:
        """Features of the clip's pictures, some at a time: each sees its whole surroundings."""
        held = np.empty((0, PICTURE_SIDE, PICTURE_SIDE), np.uint8)
        first = start = 0
        for batch in clip.pictures():
            ctx.check()
            held = np.concatenate([held, grey_middle(batch)])
            while first + len(held) >= start + self._chunk + REACH:
                end = start + self._chunk
                yield self._part(held, samples, first, start, end)
                held, first = held[max(end - REACH, 0) - first :], max(end - REACH, 0)
                start = end
                ctx.check()
        if first + len(held) != clip.count:
            raise ClipError("the pictures of the clip end before they should")
        if start < clip.count:
            yield self._part(held, samples, first, start, clip.count)

    def _part(
        self, held: UInt8s, samples: npt.NDArray[np.int16], first: int, start: int, end: int
    ) -> torch.Tensor:
        """Features of the pictures start..end-1, of `held`, which begins with picture `first`."""
        low, high = max(start - REACH, 0), min(end + REACH, first + len(held))
        pictures = torch.from_numpy(held[low - first : high - first]).to(self._device)
        columns = torch.from_numpy(mfcc_of(samples, low, high)).to(self._device)
        with torch.inference_mode():
            return self.net.features(pictures, columns)[start - low : end - low]


def grey_middle(pictures: UInt8s) -> UInt8s:
    """(n, 112, 112) grey middles of pictures (n, 224, 224, 3) of RGB."""
    low = (pictures.shape[1] - PICTURE_SIDE) // 2
    middle = pictures[:, low : low + PICTURE_SIDE, low : low + PICTURE_SIDE]
    # The weights are the same as in the published order of colours.
    return np.stack([cv2.cvtColor(np.ascontiguousarray(p), cv2.COLOR_RGB2GRAY) for p in middle])


def mfcc_of(samples: npt.NDArray[np.int16], first: int, stop: int) -> Floats:
    """(4 * (stop - first), 13) columns of the pictures first..stop-1; silence beyond the sound."""
    begin = max(first * _PICTURE - _HOP, 0)
    end = stop * _PICTURE + _WINDOW - _HOP
    piece = np.zeros(end - begin, np.int16)
    given = samples[begin:end]
    piece[: len(given)] = given
    # One column early where there is one: what a column is depends on the sample before it.
    skip = (first * _PICTURE - begin) // _HOP
    return mfcc(piece, skip, skip + COLUMNS * (stop - first))


def audible(samples: npt.NDArray[np.int16], count: int) -> npt.NDArray[np.bool_]:
    """(count,) whether anything sounds within half a second of each picture."""
    loud = np.zeros(count + 2 * PAUSE, np.bool_)
    for first in range(0, min(count, -(-len(samples) // _PICTURE)), BLOCK):
        part = samples[first * _PICTURE : min(first + BLOCK, count) * _PICTURE].astype(np.int32)
        part = np.pad(np.abs(part), (0, -len(part) % _PICTURE)).reshape(-1, _PICTURE)
        loud[PAUSE + first : PAUSE + first + len(part)] = part.max(axis=1) >= QUIET
    near = np.lib.stride_tricks.sliding_window_view(loud, 2 * PAUSE + 1)
    return np.asarray(near.any(axis=1), np.bool_)


def _windows(features: torch.Tensor, length: int) -> Iterator[tuple[int, int, int]]:
    """(start, end, length of a window): the whole windows together, then the rest as one."""
    whole = len(features) // length * length
    if whole:
        yield 0, whole, length
    if whole < len(features):
        yield whole, len(features), len(features) - whole


def load(path: Path, device: str) -> LrAsd:
    """The model with the weights of a file.

    Raises:
        ModelError: the file is not there or is none of LR-ASD's.
    """
    net = SpeakerNetwork()
    # Its size is looked at before it is read.
    checked_sha256(path, "LR-ASD", _WAY_OUT)
    load_state(net, path, "LR-ASD", _WAY_OUT, renamed(read_tensors(path, _WAY_OUT)))
    return LrAsd(net, device)


def create(options: PluginOptions) -> LrAsd:
    """Load the installed weights.

    Raises:
        ModelError: they are missing or not LR-ASD's.
    """
    return load(options.file(WEIGHTS, "LR-ASD"), options.device)
