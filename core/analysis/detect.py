"""The decoding pass: shots and detections of every grid step, in bounded memory."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import cv2
import numpy as np
import numpy.typing as npt

from core.analysis import between
from core.analysis.ahead import made_ahead
from core.analysis.batches import BatchedDetector
from core.analysis.params import AnalysisParams
from core.analysis.stages import Detected
from core.contract import Detections
from core.jobs import JobContext
from core.media.reader import FrameReader
from core.media.source import VideoSource
from core.vision.boxes import nms
from core.vision.linking import StepDetections
from core.vision.masks import resized_mask
from core.vision.shots import ShotDetector

UInt8s = npt.NDArray[np.uint8]

_MOST_WAITING = 64
_AHEAD = 8
"""Pictures that are decoded while the detector is at work."""


def detection_size(width: int, height: int, long_side: int) -> tuple[int, int]:
    """The size at which a picture is given to the detector: never larger than it is."""
    scale = min(long_side / max(width, height), 1.0)
    return max(round(width * scale), 1), max(round(height * scale), 1)


def detect(
    source: VideoSource,
    detectors: Sequence[BatchedDetector],
    params: AnalysisParams,
    ctx: JobContext,
) -> Detected:
    """Decode the video once; find its shots, and what the detectors see at each grid step.

    Every frame goes to the shot detector, so that a cut is exact to the frame; the frames of the
    grid go to the detectors, every `params.detect_every`-th of them. Without a detector only the
    shots are found. Decoding and shots run in a thread of their own.

    Args:
        detectors: that of faces first. Their labels are one behind the other in the result.

    Raises:
        PluginError: a detector failed.
    """
    probe = source.probe
    # Decoded at the size of the one that wants the largest pictures.
    long_side = max((d.long_side for d in detectors), default=params.detection_long_side)
    size = detection_size(probe.width, probe.height, long_side)
    shots = ShotDetector(source.index, params.shot_threshold)
    steps_of = _steps_of_frames(source)
    text = "Finding faces" if detectors else "Finding shots"

    def pictures() -> Iterator[tuple[int, UInt8s]]:
        with FrameReader(source, size, ctx.check) as reader:
            for number, picture in reader.frames():
                shots.feed(int(source.index.pts[number]), picture)
                yield number, picture

    looking = _Looking(source, size, detectors, params, ctx)
    with made_ahead(pictures, _AHEAD) as decoded:
        for number, picture in decoded:
            ctx.progress(number, len(source.index), text)
            if detectors and number in steps_of:
                looking.feed(number, picture)
        looking.flush()
    ctx.progress(1, 1, text)
    pts = source.index.pts
    found = [
        StepDetections(
            step, int(pts[number]), f.boxes, f.scores, f.labels, f.landmarks, f.masks, followed
        )
        for number, f, followed in looking.found
        for step in steps_of[number]
    ]
    labels = tuple(label for d in detectors for label in d.model.labels) or ("face",)
    faces = len(detectors[0].model.labels) if detectors else 1
    notices = tuple(notice for d in detectors for notice in d.notices)
    return Detected(shots.shots(), found, labels, faces, notices)


@dataclass(slots=True)
class _Looking:
    """Collects pictures into batches, and what is found in them.

    `found` holds frame numbers, their detections in source pixels, and whether those were followed.
    """

    source: VideoSource
    size: tuple[int, int]
    detectors: Sequence[BatchedDetector]
    params: AnalysisParams
    ctx: JobContext
    found: list[tuple[int, Detections, bool]] = field(default_factory=list)
    _waiting: list[tuple[int, UInt8s]] = field(default_factory=list)

    @property
    def _room(self) -> int:
        """How many pictures wait: whole groups, and no more than memory and cancelling bear."""
        every = self.params.detect_every
        batch = max((d.batch for d in self.detectors), default=1)
        return max(min(batch, _MOST_WAITING // every), 1) * every

    def feed(self, number: int, picture: UInt8s) -> None:
        self._waiting.append((number, picture))
        if len(self._waiting) >= self._room:
            self.flush()

    def flush(self) -> None:
        if not self._waiting:
            return
        every = self.params.detect_every
        seen = [picture for _number, picture in self._waiting[::every]]
        found = [self._merged(results) for results in self._detected(np.stack(seen))]
        for group, looked in zip(range(0, len(self._waiting), every), found, strict=True):
            (number, picture), *rest = self._waiting[group : group + every]
            self._keep(number, looked, False)
            pictures = [later for _number, later in rest]
            after = between.followed(looked, picture, pictures, self.ctx.check) if rest else []
            for (later, _picture), boxes in zip(rest, after, strict=True):
                self._keep(later, boxes, True)
        self._waiting.clear()

    def _detected(self, pictures: UInt8s) -> Iterator[tuple[Detections, ...]]:
        """For each picture what each detector found."""
        return zip(*(self._by(d, pictures) for d in self.detectors), strict=True)

    def _by(self, detector: BatchedDetector, pictures: UInt8s) -> Iterator[Detections]:
        """What one detector finds, in pixels of the pictures that were decoded."""
        size = detection_size(*self.size, detector.long_side)
        if size == self.size:
            return iter(detector.detect(pictures, self.ctx.check))
        small = [cv2.resize(p, size, interpolation=cv2.INTER_AREA) for p in pictures]
        results = detector.detect(np.asarray(small, np.uint8), self.ctx.check)
        return (_scaled(found, size, self.size) for found in results)

    def _merged(self, results: tuple[Detections, ...]) -> Detections:
        """What all detectors found in one picture, without what is there twice."""
        parts, first = [], 0
        for detector, found in zip(self.detectors, results, strict=True):
            # Those of objects have an option of their own for it.
            faces = detector.info.finds == "faces"
            parts.append(_kept(found, self.params.detection_iou if faces else 1.0, first))
            first += len(detector.model.labels)
        return parts[0] if len(parts) == 1 else _joined(parts)

    def _keep(self, number: int, found: Detections, was_followed: bool) -> None:
        probe = self.source.probe
        whole = _scaled(found, self.size, (probe.width, probe.height))
        self.found.append((number, whole, was_followed))


def _steps_of_frames(source: VideoSource) -> dict[int, range]:
    """The grid steps at which each frame is shown; frames that no step shows are left out."""
    shown = source.index.grid_frames()
    numbers, first, count = np.unique(shown, return_index=True, return_counts=True)
    return {
        int(n): range(int(i), int(i + c)) for n, i, c in zip(numbers, first, count, strict=True)
    }


def _kept(found: Detections, iou: float, first_label: int) -> Detections:
    rows = nms(found.boxes, found.scores, found.labels, iou)
    points, masks = found.landmarks, found.masks
    return Detections(
        found.boxes[rows],
        found.scores[rows],
        found.labels[rows] + first_label,
        None if points is None else points[rows],
        None if masks is None else tuple(masks[row] for row in rows),
    )


def _scaled(found: Detections, size: tuple[int, int], new: tuple[int, int]) -> Detections:
    """Detections in a picture of (width, height) `size` in one of another size."""
    scale = np.array([new[0] / size[0], new[1] / size[1]] * 2, np.float32)
    return Detections(
        found.boxes * scale,
        found.scores,
        found.labels,
        None if found.landmarks is None else found.landmarks * scale[:2],
        found.masks and tuple(m and resized_mask(m, size, new) for m in found.masks),
    )


def _joined(parts: list[Detections]) -> Detections:
    most = max(0 if p.landmarks is None else p.landmarks.shape[1] for p in parts)
    landmarks: list[npt.NDArray[np.float32]] = []
    for part in parts:
        table = np.full((len(part), most, 2), np.nan, np.float32)
        if part.landmarks is not None:
            table[:, : part.landmarks.shape[1]] = part.landmarks
        landmarks.append(table)
    masks = tuple(m for p in parts for m in p.masks or (None,) * len(p))
    return Detections(
        np.concatenate([p.boxes for p in parts]),
        np.concatenate([p.scores for p in parts]),
        np.concatenate([p.labels for p in parts]),
        np.concatenate(landmarks) if most else None,
        masks if any(m is not None for m in masks) else None,
    )
