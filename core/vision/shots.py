"""Cuts by PySceneDetect's content detector, fed from our own decoder."""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from core.model.values import Shot
from core.timebase import FrameIndex

_LONG_SIDE = 256
"""Cuts are as clear at this size, and the detector's cost is in its pixels."""


class ShotDetector:
    """Takes every frame of a video in order and gives its shots.

    Args:
        index: of the video, for exact times.
        threshold: mean change of hue, saturation and luma of a pixel, 0..255, that makes a cut.
        min_shot_s: shorter shots are merged.
    """

    def __init__(self, index: FrameIndex, threshold: float = 27.0, min_shot_s: float = 0.6) -> None:
        # Imported late: it takes most of a second.
        from scenedetect.common import FrameTimecode, Timecode
        from scenedetect.detectors import ContentDetector

        self._index = index
        self._detector = ContentDetector(threshold=threshold, min_scene_len=min_shot_s)
        self._timecode: Any = lambda pts: FrameTimecode(
            Timecode(pts, index.time_base), index.average_rate
        )
        self._cuts: list[int] = []

    def feed(self, pts: int, picture: npt.NDArray[np.uint8]) -> None:
        """The next frame: its pts and (H, W, 3) RGB pixels of any size, the same for all frames."""
        height, width = picture.shape[:2]
        scale = _LONG_SIDE / max(height, width)
        if scale < 1:
            size = max(round(width * scale), 1), max(round(height * scale), 1)
            picture = cv2.resize(picture, size, interpolation=cv2.INTER_AREA)  # type: ignore[assignment]
        bgr = np.ascontiguousarray(picture[..., ::-1])
        # The detector forbids negative times, which a pts may be.
        stamp = self._timecode(pts - self._index.start_pts)
        self._note(self._detector.process_frame(stamp, bgr))

    def shots(self) -> tuple[Shot, ...]:
        """All shots, after the last frame: they cover the video without gaps."""
        end = self._timecode(int(self._index.pts[-1]) - self._index.start_pts)
        self._note(self._detector.post_process(end))
        starts = [self._index.start_pts, *sorted(set(self._cuts) - {self._index.start_pts})]
        ends = [*starts[1:], self._index.end_pts]
        return tuple(Shot(a, b) for a, b in zip(starts, ends, strict=True))

    def _note(self, cuts: list[Any]) -> None:
        for cut in cuts:
            pts = int(cut.pts) + self._index.start_pts
            self._cuts.append(int(self._index.pts[self._index.frame_of_pts(pts)]))
