"""Pictures for the view: one decoder thread for the open video, in which the newest request
wins.
"""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QImage

from core.media.cache import PictureCache
from core.media.memory import give_back
from core.media.picture import KeptPicture, Painter
from core.media.reader import FrameReader
from core.media.scrub import STEP, OpenReader, Scrubber
from core.media.source import VideoSource
from core.vision.look import Look

_STARVED_S = 0.1
"""A scrub that replaces every request before it is answered gets a picture on the way this
often.
"""
_TRAVEL_S = 0.3
"""So long after a step another one is expected."""


@dataclass(frozen=True, slots=True)
class FrameRequest:
    """What the view wants to see.

    Args:
        generation: rises with each request of a loader.
        size: (width, height) of the upright picture on screen in device pixels, at most the stored
            size; None for the stored size.
        look: what to do to the pixels for display; None leaves them.
        answered: the picture is on screen; only what comes next may be read ahead.
    """

    generation: int
    frame_number: int
    size: tuple[int, int] | None
    look: Look | None
    answered: bool = False


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


def to_image(bgra: npt.NDArray[np.uint8], look: Look | None = None) -> QImage:
    """An owned RGB32 image of a (H, W, 4) uint8 BGRA picture, in this look."""
    rows = np.ascontiguousarray(bgra if look is None else look.apply(bgra))
    height, width = rows.shape[:2]
    view = QImage(rows.data, width, height, rows.strides[0], QImage.Format.Format_RGB32)
    # The image outlives the array.
    return view.copy()


class _Superseded(Exception):
    """A newer request came, or the loader stops."""


class FrameLoader(QObject):
    """Decodes requested frames of one video in its own thread, and those that will come next.

    Lives on the thread on which its signals are emitted. After `stop` nothing is emitted, and the
    cache, which is for this video alone, is emptied.

    Signals:
        loaded(LoadedFrame): the answer to a request. The same frame comes twice where it was at
            hand in a smaller size.
        passed(LoadedFrame): a picture on the way to one that takes long; never exact.
        damaged(tuple of DamagedSpan): decoding has shown these.
        failed(error): a request could not be answered.
    """

    loaded = Signal(object)
    passed = Signal(object)
    damaged = Signal(object)
    failed = Signal(object)
    _sent = Signal(str, object)

    def __init__(
        self,
        source: VideoSource,
        cache: PictureCache,
        parent: QObject | None = None,
        open_reader: OpenReader = FrameReader,
    ) -> None:
        super().__init__(parent)
        self._source = source
        self._cache = cache
        self._scrubber = Scrubber(source, cache, self._check, open_reader)
        self._painter = Painter()
        self._condition = threading.Condition()
        self._pending: FrameRequest | None = None
        self._longer: VideoSource | None = None
        self._generation = 0
        self._asked = 0
        self._stepped = -_TRAVEL_S
        self._stopping = False
        self._busy = False
        self._last_answer = time.monotonic()
        self._shown: tuple[int, Look | None] | None = None
        self._thread = threading.Thread(target=self._work, name=f"decoder-{source.path.name}")
        self._sent.connect(self._deliver, Qt.ConnectionType.QueuedConnection)
        self._thread.start()

    def request(
        self,
        frame_number: int,
        size: tuple[int, int] | None = None,
        look: Look | None = None,
        answered: bool = False,
    ) -> int:
        """Ask for a frame and forget any request not yet answered. Returns its generation."""
        with self._condition:
            self._generation += 1
            if 0 < abs(frame_number - self._asked) <= STEP:
                self._stepped = time.monotonic()
            self._asked = frame_number
            self._pending = FrameRequest(self._generation, frame_number, size, look, answered)
            self._busy = True
            self._condition.notify()
            return self._generation

    def set_source(self, source: VideoSource) -> None:
        """Go on with a longer index of the same file."""
        with self._condition:
            self._longer = source
            self._condition.notify()

    @property
    def generation(self) -> int:
        """Of the newest request."""
        return self._generation

    def travels(self) -> bool:
        """Whether frames were asked for one after the other until just now: somebody plays or
        steps, and the machine should have time for nothing else. Any thread may ask.
        """
        return time.monotonic() - self._stepped < _TRAVEL_S

    @property
    def busy(self) -> bool:
        """Whether a request is unanswered or frames are read ahead. Any thread may ask."""
        return self._busy

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

    # --- in the decoder thread -----------------------------------------------------------------

    def _take(self, wait_s: float | None) -> FrameRequest | None:
        """The newest request, if one comes in this time; None waits without end."""
        with self._condition:
            if self._longer is None and self._pending is None and not self._stopping:
                self._busy = wait_s == 0
                if wait_s != 0:
                    self._condition.wait(wait_s)
            if self._longer is not None:
                self._source, self._longer = self._longer, None
                self._scrubber.use(self._source)
            request, self._pending = self._pending, None
            return request

    def _check(self) -> None:
        # No lock: a moment's delay does no harm, and this is asked at every frame.
        if self._pending is not None or self._stopping:
            raise _Superseded

    def _work(self) -> None:
        wait_s: float | None = None
        asked = time.monotonic()
        try:
            while True:
                request = self._take(wait_s)
                if self._stopping:
                    return
                try:
                    if request is not None:
                        asked, wait_s = time.monotonic(), 0
                        self._serve(request)
                    else:
                        wait_s = self._scrubber.prepare(time.monotonic() - asked)
                except _Superseded:
                    continue
                except Exception as error:  # noqa: BLE001 - the view shows it; the thread goes on
                    self._scrubber.close()
                    wait_s = None
                    if request is not None:
                        self._send("failed", error)
                damage = self._scrubber.take_damage()
                if damage:
                    self._send("damaged", tuple(damage))
        finally:
            self._scrubber.close()
            self._cache.clear()
            give_back()

    def _serve(self, request: FrameRequest) -> None:
        scrubber = self._scrubber
        scrubber.aim(request.frame_number, request.size)
        if request.answered:
            self._note_answer(request.frame_number, request.look)
            return
        kept = scrubber.at_hand()
        fits = kept is not None and scrubber.fits(kept)
        # In a smaller size it is on screen already where only the size changed.
        if kept is not None and (fits or self._shown != (request.frame_number, request.look)):
            self._answer(request, request.frame_number, kept)
        if fits:
            return
        try:
            number, kept = scrubber.decode()
        except _Superseded:
            if time.monotonic() - self._last_answer > _STARVED_S and not self._stopping:
                passed = scrubber.on_the_way()
                if passed is not None and passed[0] != request.frame_number:
                    self._answer(request, *passed, name="passed")
            raise
        self._answer(request, number, kept)

    def _answer(
        self, request: FrameRequest, number: int, kept: KeptPicture, name: str = "loaded"
    ) -> None:
        image = to_image(self._painter.bgra(kept), request.look)
        pts = int(self._source.index.pts[number])
        exact = number == request.frame_number
        frame = LoadedFrame(request.generation, number, pts, image, exact, kept.full)
        self._note_answer(number, request.look)
        self._send(name, frame)

    def _note_answer(self, number: int, look: Look | None) -> None:
        self._last_answer = time.monotonic()
        self._shown = (number, look)

    def _send(self, name: str, value: object) -> None:
        if not self._stopping:
            self._sent.emit(name, value)

    # --- in the thread of the window -----------------------------------------------------------

    def _deliver(self, name: str, value: object) -> None:
        if not self._stopping:
            getattr(self, name).emit(value)
