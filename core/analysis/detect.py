"""The decoding pass: shots and detections of every grid step, in bounded memory."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from core.analysis.isolation import plugin_at_work
from core.analysis.params import AnalysisParams
from core.analysis.stages import Detected
from core.contract import Detections, FaceDetector, PluginInfo
from core.jobs import JobContext
from core.media.reader import FrameReader
from core.media.source import VideoSource
from core.vision.boxes import nms
from core.vision.linking import StepDetections
from core.vision.shots import ShotDetector

_CPU_BATCH = 4
"""As fast as larger ones on two cores, with lower peaks of memory and a quicker cancel."""
_GPU_BATCH = 32


def detection_size(width: int, height: int, long_side: int) -> tuple[int, int]:
    """The size at which a picture is given to the detector: never larger than it is."""
    scale = min(long_side / max(width, height), 1.0)
    return max(round(width * scale), 1), max(round(height * scale), 1)


def detect(
    source: VideoSource,
    detector: tuple[PluginInfo, FaceDetector] | None,
    device: str,
    params: AnalysisParams,
    ctx: JobContext,
) -> Detected:
    """Decode the video once; find its shots, and what the detector sees at each grid step.

    Every frame goes to the shot detector, so that a cut is exact to the frame; the frames of the
    grid go to the detector. Without a detector only the shots are found.

    Raises:
        PluginError: the detector failed.
    """
    size = detection_size(source.probe.width, source.probe.height, params.detection_long_side)
    scale = np.array([source.probe.width / size[0], source.probe.height / size[1]] * 2, np.float32)
    shots = ShotDetector(source.index, params.shot_threshold)
    batch_size = _CPU_BATCH if device == "cpu" else _GPU_BATCH
    steps_of = _steps_of_frames(source)
    text = "Finding shots" if detector is None else "Finding faces"
    found: list[StepDetections] = []
    batch: list[tuple[int, npt.NDArray[np.uint8]]] = []

    def flush() -> None:
        if detector is None or not batch:
            return
        info, model = detector
        with plugin_at_work(info):
            results = model.detect(np.stack([picture for _, picture in batch]))
            kept = [_kept(result, params.detection_iou) for result in results]
        for (number, _), (boxes, scores, labels, points) in zip(batch, kept, strict=True):
            pts = int(source.index.pts[number])
            points = None if points is None else points * scale[:2]
            for step in steps_of[number]:
                found.append(StepDetections(step, pts, boxes * scale, scores, labels, points))
        batch.clear()

    with FrameReader(source, size, ctx.check) as reader:
        for number, picture in reader.frames():
            ctx.progress(number, len(source.index), text)
            shots.feed(int(source.index.pts[number]), picture)
            if detector is not None and number in steps_of:
                batch.append((number, picture))
            if len(batch) == batch_size:
                flush()
        flush()
    ctx.progress(1, 1, text)
    labels = ("face",) if detector is None else tuple(detector[1].labels)
    return Detected(shots.shots(), found, labels)


def _steps_of_frames(source: VideoSource) -> dict[int, range]:
    """The grid steps at which each frame is shown; frames that no step shows are left out."""
    shown = source.index.grid_frames()
    numbers, first, count = np.unique(shown, return_index=True, return_counts=True)
    return {
        int(n): range(int(i), int(i + c)) for n, i, c in zip(numbers, first, count, strict=True)
    }


def _kept(
    found: Detections, iou: float
) -> tuple[
    npt.NDArray[np.float32],
    npt.NDArray[np.float32],
    npt.NDArray[np.int64],
    npt.NDArray[np.float32] | None,
]:
    rows = nms(found.boxes, found.scores, found.labels, iou)
    points = None if found.landmarks is None else found.landmarks[rows]
    return found.boxes[rows], found.scores[rows], found.labels[rows], points
