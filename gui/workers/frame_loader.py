"""Pictures for the view: one decoder thread for the open video, in which the newest request
wins.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QImage

from core.media.cache import FrameCache
from core.media.reader import FrameReader
from core.media.source import VideoSource
from core.vision.look import Look

log = logging.getLogger(__name__)

_STRIDE = 12
"""Frames decoded between two looks at whether a newer request has come."""
_STARVED_S = 0.2
"""A scrub that replaces every request before it is answered gets a picture on the way this
often.
"""


@dataclass(frozen=True, slots=True)
class FrameRequest:
    """What the view wants to see.

    Args:
        generation: rises with each request of a loader.
        size: (width, height) of the upright picture on screen in device pixels, at most the stored
            size; None for the stored size.
        look: what to do to the pixels for display; None leaves them.
    """

    generation: int
    frame_number: int
    size: tuple[int, int] | None
    look: Look | None


@dataclass(frozen=True, slots=True)
class LoadedFrame:
    """A picture with its real place in the video.

    Args:
        generation: of the request it answers.
        frame_number, pts: of this picture; another frame than requested where the file is damaged,
            or on the way of a fast scrub.
        image: owned, RGB32, the upright picture, of any size: the view draws it into the place of
            the whole picture.
        exact: it is the frame that was asked for.
        full: it has the stored size.
    """

    generation: int
    frame_number: int
    pts: int
    image: QImage = field(repr=False)
    exact: bool
    full: bool


def to_image(picture: npt.NDArray[np.uint8]) -> QImage:
    """An owned RGB32 image of a (H, W, 3) uint8 RGB picture."""
    rows = np.ascontiguousarray(picture)
    height, width = rows.shape[:2]
    view = QImage(rows.data, width, height, rows.strides[0], QImage.Format.Format_RGB888)
    # The conversion copies: the image outlives the array, and is in the format that paints fastest.
    return view.convertToFormat(QImage.Format.Format_RGB32)


class FrameLoader(QObject):
    """Decodes requested frames of one video in its own thread.

    `loaded` and `failed` are emitted on the thread that owns the loader. After `stop` nothing is
    emitted.
    """

    loaded = Signal(object)
    failed = Signal(object)
    _ready = Signal(object)
    _broken = Signal(object)

    def __init__(
        self,
        source: VideoSource,
        cache: FrameCache,
        parent: QObject | None = None,
        open_reader: Callable[[VideoSource], FrameReader] = FrameReader,
    ) -> None:
        super().__init__(parent)
        self._source = source
        self._cache = cache
        self._open_reader = open_reader
        self._condition = threading.Condition()
        self._pending: FrameRequest | None = None
        self._generation = 0
        self._stopping = False
        self._position = -1
        self._last_answer = time.monotonic()
        self._thread = threading.Thread(target=self._work, name=f"decoder-{source.path.name}")
        self._ready.connect(self._deliver, Qt.ConnectionType.QueuedConnection)
        self._broken.connect(self._deliver_failure, Qt.ConnectionType.QueuedConnection)
        self._thread.start()

    def request(
        self, frame_number: int, size: tuple[int, int] | None = None, look: Look | None = None
    ) -> int:
        """Ask for a frame and forget any request not yet answered. Returns its generation."""
        with self._condition:
            self._generation += 1
            self._pending = FrameRequest(self._generation, frame_number, size, look)
            self._condition.notify()
            return self._generation

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

    def _take(self) -> FrameRequest | None:
        """The newest request; waits for one. None when the loader stops."""
        with self._condition:
            while self._pending is None and not self._stopping:
                self._condition.wait()
            request, self._pending = self._pending, None
            return None if self._stopping else request

    def _outdated(self) -> bool:
        with self._condition:
            return self._pending is not None or self._stopping

    def _work(self) -> None:
        reader: FrameReader | None = None
        try:
            while (request := self._take()) is not None:
                try:
                    number = request.frame_number
                    picture = self._cache.get(self._key(number))
                    if picture is None:
                        reader = reader or self._open_reader(self._source)
                        found = self._decode(reader, number)
                        if found is None:
                            continue
                        number, picture = found
                    self._answer(request, number, picture)
                except Exception as error:  # noqa: BLE001 - the view shows it; the thread goes on
                    if reader is not None:
                        reader.close()
                    reader, self._position = None, -1
                    if not self._stopping:
                        self._broken.emit(error)
        finally:
            if reader is not None:
                reader.close()

    def _decode(self, reader: FrameReader, wanted: int) -> tuple[int, npt.NDArray[np.uint8]] | None:
        """The picture, or None if a newer request came on the way there."""
        key = self._source.index.key_before(wanted)
        start = self._position + 1 if key <= self._position < wanted else key
        for on_the_way in range(start, wanted, _STRIDE):
            number, picture = self._read(reader, on_the_way)
            if self._outdated():
                starved = time.monotonic() - self._last_answer > _STARVED_S
                return (number, picture) if starved else None
        return self._read(reader, wanted)

    def _read(self, reader: FrameReader, wanted: int) -> tuple[int, npt.NDArray[np.uint8]]:
        self._position = -1
        number, picture = reader.read_shown(wanted)
        self._position = wanted
        self._cache.put(self._key(number), picture)
        return number, picture

    def _answer(self, request: FrameRequest, number: int, picture: npt.NDArray[np.uint8]) -> None:
        pts = int(self._source.index.pts[number])
        exact = number == request.frame_number
        frame = LoadedFrame(request.generation, number, pts, to_image(picture), exact, True)
        self._last_answer = time.monotonic()
        if not self._stopping:
            self._ready.emit(frame)

    def _key(self, number: int) -> tuple[str, int]:
        return (str(self._source.path), number)

    def _deliver(self, frame: LoadedFrame) -> None:
        if not self._stopping:
            self.loaded.emit(frame)

    def _deliver_failure(self, error: Exception) -> None:
        if not self._stopping:
            self.failed.emit(error)
