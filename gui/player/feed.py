"""Brings pictures from the decoder threads of the open video to the view."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from core.media.cache import PictureCache
from core.media.picture import KeptPicture, Painter
from core.media.source import VideoSource
from core.media.strip import Strip
from gui.player.view import PlayerView
from gui.session import Session
from gui.workers.frame_loader import FrameLoader, LoadedFrame, to_image
from gui.workers.strip_loader import StripLoader

_SHORT = 4
"""Frames. The exact picture of so short a move is likely to come within `_PATIENCE_MS`."""
_PATIENCE_MS = 10
"""So long the picture on screen stays before a small one nearer to the wanted frame replaces it,
where the move was short.
"""
_MOST_PAINTED = 1920 * 1088
"""Pixels of a kept picture that are made for the screen here; larger ones take the decoder's thread
several milliseconds.
"""

_DECODED_FRAMES = 10
"""Pictures of stored size that the two decoders hold beside the cache; more or fewer by codec."""


class FrameFeed(QObject):
    """Owns the loaders: a pair for the open video, stopped when another one comes.

    A long move shows the nearest picture of the strip at once, a short one only if the exact
    picture does not come soon; what is shown is never farther from the position than what was.

    Args:
        cache_bytes: for the pictures that are kept and those that the decoders hold, roughly.

    Signals:
        failed(error): a frame could not be decoded; told once until one can be again.
    """

    failed = Signal(object)

    def __init__(
        self,
        session: Session,
        view: PlayerView,
        cache_bytes: int,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._view = view
        self._cache_bytes = cache_bytes
        self._cache = PictureCache(cache_bytes)
        self._painter, self._small_painter = Painter(), Painter()
        self._strip = Strip()
        self._loader: FrameLoader | None = None
        self._strip_loader: StripLoader | None = None
        self._retired: list[FrameLoader | StripLoader] = []
        self._failing = False
        self._patience = QTimer(self)
        self._patience.setSingleShot(True)
        self._patience.setTimerType(Qt.TimerType.PreciseTimer)
        self._patience.setInterval(_PATIENCE_MS)
        self._patience.timeout.connect(self._show_small)
        session.video_changed.connect(self._on_video)
        session.index_grown.connect(self._on_longer_index)
        session.position_changed.connect(self._request)
        view.wanted_size_changed.connect(self._request)
        view.look_changed.connect(self._request)

    def set_cache(self, cache_bytes: int) -> None:
        """Another limit for the pictures that are kept, from the next video on."""
        self._cache_bytes = cache_bytes

    @property
    def strip(self) -> Strip:
        """The small pictures of the open video, as far as they are decoded."""
        return self._strip

    @property
    def busy(self) -> bool:
        """Whether a frame is decoded for the view, or frames are read ahead for it."""
        return self._loader is not None and self._loader.busy

    @property
    def strip_running(self) -> bool:
        """Whether small pictures are still decoded."""
        return self._strip_loader is not None and self._strip_loader.running

    def _on_video(self) -> None:
        self._retire()
        # Loaders that are about to end may still write into the former ones.
        source = self._session.source
        self._cache = PictureCache(self._room_beside(source))
        self._strip = Strip()
        if source is not None:
            self._loader = FrameLoader(source, self._cache, self)
            self._loader.loaded.connect(self._on_loaded)
            self._loader.passed.connect(self._on_passed)
            self._loader.damaged.connect(self._session.add_damage)
            self._loader.failed.connect(self._on_failed)
            self._begin_strip(source)
            self._request()

    def _room_beside(self, source: VideoSource | None) -> int:
        """Bytes for kept pictures of this video: a third of the limit at least."""
        pixels = source.probe.width * source.probe.height if source else 0
        held = _DECODED_FRAMES * pixels * 3 // 2
        return max(self._cache_bytes - held, self._cache_bytes // 3)

    def _on_longer_index(self) -> None:
        source = self._session.source
        if self._loader is not None and source is not None:
            self._loader.set_source(source)
            self._begin_strip(source)

    def _begin_strip(self, source: VideoSource) -> None:
        opened = self._session.opened
        reading = opened.reading if opened else None
        whole = reading is None or reading.stopped
        if whole and self._strip_loader is None and self._loader is not None:
            self._strip_loader = StripLoader(source, self._strip, self._loader.travels)

    def _request(self) -> None:
        source = self._session.source
        if self._loader is None or source is None:
            return
        position, wanted, look = self._session.position, self._view.wanted_size(), self._view.look
        width, height = wanted or (source.probe.width, source.probe.height)
        kept = self._cache.get(position)
        at_hand = (
            kept is not None and kept.size == (width, height) and width * height <= _MOST_PAINTED
        )
        generation = self._loader.request(position, wanted, look, answered=at_hand)
        shown = self._view.frame
        if kept is not None and at_hand:
            # It takes less than a millisecond, and the decoder's thread may be in a large frame.
            self._patience.stop()
            self._show(generation, position, kept, self._painter)
        elif shown is not None and abs(shown.frame_number - position) > _SHORT:
            self._show_small()
        elif not self._patience.isActive():
            self._patience.start()

    def _show(self, generation: int, number: int, kept: KeptPicture, painter: Painter) -> None:
        index = self._session.index
        if index is not None:
            image = to_image(painter.bgra(kept), self._view.look)
            pts, exact = int(index.pts[number]), number == self._session.position
            self._view.show_frame(LoadedFrame(generation, number, pts, image, exact, kept.full))

    def _show_small(self) -> None:
        """The strip's picture, where nothing nearer to the position is on screen."""
        small = self._strip.nearest(self._session.position)
        if self._loader is not None and small is not None and self._nearer(small[0]):
            self._show(self._loader.generation, *small, self._small_painter)

    def _nearer(self, number: int) -> bool:
        shown, position = self._view.frame, self._session.position
        return shown is None or abs(number - position) < abs(shown.frame_number - position)

    def _on_passed(self, frame: LoadedFrame) -> None:
        if self._nearer(frame.frame_number):
            self._view.show_frame(frame)

    def _on_loaded(self, frame: LoadedFrame) -> None:
        self._failing = False
        if self._loader is not None and frame.generation != self._loader.generation:
            self._on_passed(frame)
            return
        self._patience.stop()
        self._view.show_frame(frame)

    def _on_failed(self, error: Exception) -> None:
        if not self._failing:
            self._failing = True
            self.failed.emit(error)

    def _retire(self) -> None:
        self._patience.stop()
        for loader in (self._strip_loader, self._loader):
            if loader is not None:
                loader.stop()
                self._retired.append(loader)
        self._loader = self._strip_loader = None
        for old in [old for old in self._retired if not old.running]:
            self._retired.remove(old)
            if isinstance(old, FrameLoader):
                old.deleteLater()

    def close(self, timeout_s: float = 5.0) -> bool:
        """Stop and wait for all decoder threads, each at most `timeout_s`.

        True if all have ended.
        """
        self._retire()
        ended = [loader.join(timeout_s) for loader in self._retired]
        return all(ended)
