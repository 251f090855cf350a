"""The face clip of a track picture by picture: cut in a thread of its own by the scorer's code."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QImage

from core.media.reader import FrameReader
from core.media.source import VideoSource
from core.model.keyframes import Keyframes
from core.vision.clips import (
    CROP_SCALE,
    CROP_SIZE,
    crop_face,
    crop_paths,
    track_steps,
    whole_picture,
)


@dataclass(frozen=True, slots=True, eq=False)
class FaceRequest:
    """The picture of a track's face clip at the time of a frame.

    Args:
        keyframes: of the track, as they are now.
        whole: the scorer gets the whole picture instead of a crop.
    """

    frame_number: int
    keyframes: Keyframes
    whole: bool


@dataclass(frozen=True, slots=True, eq=False)
class FacePicture:
    """What the scorer sees at the time of the frame that was asked for.

    Args:
        step: of the grid; None, and no image, if the clip does not reach to that time.
        frame_number: of the frame that the grid shows at that step: the one asked for or, where a
            video has more than 25 a second, one shortly before it.
        side: of the square that was cut out, in stored pixels; 0 for the whole picture.
        image: owned, RGB888, 224 x 224.
    """

    request: FaceRequest
    step: int | None = None
    frame_number: int = 0
    side: int = 0
    image: QImage | None = field(default=None, repr=False)


class _Newer(Exception):
    """A newer request came while this one was being decoded."""


class _Clip:
    """Steps and crops of one track; kept until its boxes change."""

    def __init__(self, source: VideoSource, keyframes: Keyframes, whole: bool) -> None:
        self.keyframes, self.whole = keyframes, whole
        self.grid = source.index.grid_frames()
        self.start, self.stop = track_steps(source, keyframes)
        self.path: npt.NDArray[np.float64] | None = None
        if not whole and self.stop > self.start:
            pts = source.index.pts[self.grid[self.start : self.stop]]
            self.path = crop_paths(keyframes.boxes_at(pts))

    def step_at(self, frame_number: int) -> int | None:
        """The first step that shows this frame, else the last one before it; None outside."""
        step = int(np.searchsorted(self.grid, frame_number, side="left"))
        if step == len(self.grid) or self.grid[step] != frame_number:
            step -= 1
        return step if self.start <= step < self.stop else None

    def side(self, step: int) -> int:
        """Width of the square that `cut` takes; 0 for the whole picture."""
        if self.path is None:
            return 0
        return round(2 * (1 + CROP_SCALE) * max(float(self.path[step - self.start, 2]), 1.0))

    def cut(self, step: int, picture: npt.NDArray[np.uint8]) -> npt.NDArray[np.uint8]:
        """(224, 224, 3) uint8 RGB as in `TrackClip.pictures`."""
        if self.path is None:
            return whole_picture(picture)
        cx, cy, s = (float(v) for v in self.path[step - self.start])
        return crop_face(picture, cx, cy, s)


class FaceLoader(QObject):
    """One decoder thread; the newest request wins. Nothing is emitted after `stop`.

    Signals:
        loaded(FacePicture), failed(error): on the thread that owns the loader.
    """

    loaded = Signal(object)
    failed = Signal(object)
    _ready = Signal(object)
    _broken = Signal(object)

    def __init__(self, source: VideoSource, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.source = source
        self._condition = threading.Condition()
        self._pending: FaceRequest | None = None
        self._stopping = False
        self._clip: _Clip | None = None
        self._thread = threading.Thread(target=self._work, name=f"faces-{source.path.name}")
        self._ready.connect(self._deliver, Qt.ConnectionType.QueuedConnection)
        self._broken.connect(self._deliver_failure, Qt.ConnectionType.QueuedConnection)
        self._thread.start()

    def request(self, request: FaceRequest) -> None:
        """Ask for a picture and forget the one not yet answered."""
        with self._condition:
            self._pending = request
            self._condition.notify()

    def stop(self) -> None:
        """Ask the thread to end; does not wait."""
        with self._condition:
            self._stopping = True
            self._pending = None
            self._condition.notify()

    def join(self, timeout_s: float = 5.0) -> bool:
        """Wait for the thread after `stop`. True if it has ended."""
        self._thread.join(timeout_s)
        return not self._thread.is_alive()

    @property
    def running(self) -> bool:
        return self._thread.is_alive()

    def _take(self) -> FaceRequest | None:
        with self._condition:
            while self._pending is None and not self._stopping:
                self._condition.wait()
            request, self._pending = self._pending, None
            return None if self._stopping else request

    def _check(self) -> None:
        with self._condition:
            if self._pending is not None or self._stopping:
                raise _Newer

    def _work(self) -> None:
        reader: FrameReader | None = None
        try:
            while (request := self._take()) is not None:
                try:
                    reader = reader or FrameReader(self.source, check=self._check)
                    self._ready.emit(self._picture(reader, request))
                except _Newer:
                    # The reader stays where it is: the next frame is often close.
                    continue
                except Exception as error:  # noqa: BLE001 - the panel shows it; the thread goes on
                    if reader is not None:
                        reader.close()
                    reader = None
                    self._broken.emit(error)
        finally:
            if reader is not None:
                reader.close()

    def _picture(self, reader: FrameReader, request: FaceRequest) -> FacePicture:
        clip = self._clip
        if clip is None or clip.keyframes is not request.keyframes or clip.whole != request.whole:
            clip = self._clip = _Clip(self.source, request.keyframes, request.whole)
        step = clip.step_at(request.frame_number)
        if step is None:
            return FacePicture(request)
        number, picture = reader.read_shown(int(clip.grid[step]))
        face = np.ascontiguousarray(clip.cut(step, picture))
        view = QImage(face.data, CROP_SIZE, CROP_SIZE, CROP_SIZE * 3, QImage.Format.Format_RGB888)
        return FacePicture(request, step, number, clip.side(step), view.copy())

    def _deliver(self, picture: FacePicture) -> None:
        if not self._stopping:
            self.loaded.emit(picture)

    def _deliver_failure(self, error: Exception) -> None:
        if not self._stopping:
            self.failed.emit(error)
