"""Face clips: the 224 x 224 crops of one track on the grid, with the sound of the same span."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from core.media.audio import SAMPLE_RATE, Samples, SpooledSamples
from core.media.reader import FrameReader
from core.media.source import VideoSource
from core.model.keyframes import Keyframes
from core.model.score_parts import CROP_MEDIAN
from core.timebase import GRID_RATE
from core.vision.smoothing import median_filter

CROP_SIZE = 224
CROP_SCALE = 0.4
PADDING_VALUE = 110
_BATCH = 16

Picture = npt.NDArray[np.uint8]


def crop_paths(boxes: npt.NDArray[np.float32]) -> npt.NDArray[np.float64]:
    """Centre and half-size of the crops of consecutive grid steps.

    Args:
        boxes: (n, 4) xyxy.

    Returns:
        (n, 3) float64 cx, cy, s with s = max(w, h)/2, each median-filtered over 13 steps
        (reference crop).
    """
    b = boxes.astype(np.float64)
    size = np.maximum(b[:, 2] - b[:, 0], b[:, 3] - b[:, 1]) / 2
    path = np.stack([(b[:, 0] + b[:, 2]) / 2, (b[:, 1] + b[:, 3]) / 2, size], axis=1)
    return median_filter(path, CROP_MEDIAN)


def crop_face(picture: Picture, cx: float, cy: float, s: float) -> Picture:
    """The reference crop: rows cy - s .. cy + s(1+2cs), columns cx -+ s(1+cs), to 224 x 224.

    What lies outside of the picture has the value 110.
    """
    s = max(s, 1.0)
    # The published code rounds down in a padded picture; so do we, to cut at the same pixels.
    pad = int(s * (1 + 2 * CROP_SCALE))
    y0, x0 = cy + pad, cx + pad
    top, bottom = int(y0 - s) - pad, int(y0 + s * (1 + 2 * CROP_SCALE)) - pad
    left, right = int(x0 - s * (1 + CROP_SCALE)) - pad, int(x0 + s * (1 + CROP_SCALE)) - pad
    inside = picture[max(top, 0) : max(bottom, 0), max(left, 0) : max(right, 0)]
    face = np.full((bottom - top, right - left, 3), PADDING_VALUE, np.uint8)
    if inside.size:
        y, x = max(-top, 0), max(-left, 0)
        face[y : y + inside.shape[0], x : x + inside.shape[1]] = inside
    return np.asarray(cv2.resize(face, (CROP_SIZE, CROP_SIZE)), np.uint8)


def whole_picture(picture: Picture) -> Picture:
    """The picture as the face clip: resized to 224 x 224 only if it is not that already."""
    if picture.shape[:2] == (CROP_SIZE, CROP_SIZE):
        return picture
    return np.asarray(cv2.resize(picture, (CROP_SIZE, CROP_SIZE)), np.uint8)


def track_steps(source: VideoSource, keyframes: Keyframes) -> tuple[int, int]:
    """First and one past the last grid step at which a track is there."""
    pts = source.index.pts[source.index.grid_frames()]
    inside = np.flatnonzero((pts >= keyframes.pts[0]) & (pts <= keyframes.pts[-1]))
    return (int(inside[0]), int(inside[-1]) + 1) if len(inside) else (0, 0)


@dataclass(frozen=True, slots=True, eq=False)
class TrackClip:
    """The face clip of a track; see `core.api.FaceClip`.

    Args:
        samples_all: the video's sound, (m,) int16, sample 0 at video time 0.
        start, stop: grid steps.
        path: (stop - start, 3) cx, cy, s, or None for the whole picture.
        check: called before each frame is decoded; may raise to stop.
    """

    source: VideoSource
    samples_all: Samples | SpooledSamples
    start: int
    stop: int
    path: npt.NDArray[np.float64] | None
    check: Callable[[], None] = lambda: None

    @classmethod
    def of_track(
        cls,
        source: VideoSource,
        samples: Samples | SpooledSamples,
        keyframes: Keyframes,
        whole: bool,
        check: Callable[[], None] = lambda: None,
    ) -> TrackClip:
        """The clip of a track from its first to its last keyframe, boxes interpolated."""
        start, stop = track_steps(source, keyframes)
        if whole:
            return cls(source, samples, start, stop, None, check)
        pts = source.index.pts[source.index.grid_frames()[start:stop]]
        return cls(source, samples, start, stop, crop_paths(keyframes.boxes_at(pts)), check)

    @property
    def count(self) -> int:
        return self.stop - self.start

    def pictures(self) -> Iterator[Picture]:
        """Batches (n, 224, 224, 3) of RGB uint8, n at most 16; decodes anew at each call."""
        batch: list[Picture] = []
        with FrameReader(self.source, check=self.check) as reader:
            for step, _, picture in reader.grid(self.start, self.stop):
                if self.path is None:
                    batch.append(whole_picture(picture))
                else:
                    cx, cy, s = (float(v) for v in self.path[step - self.start])
                    batch.append(crop_face(picture, cx, cy, s))
                if len(batch) == _BATCH:
                    yield np.stack(batch)
                    batch = []
        if batch:
            yield np.stack(batch)

    def samples(self) -> Samples:
        """(m,) int16 at 16 kHz from the first picture to the end of the last; shorter where the
        sound ends."""
        per_step = SAMPLE_RATE // GRID_RATE
        return self.samples_all[self.start * per_step : self.stop * per_step]
