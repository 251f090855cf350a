"""Brings pictures from the decoder thread of the open video to the view."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from core.media.cache import PictureCache
from gui.player.view import PlayerView
from gui.session import Session
from gui.workers.frame_loader import FrameLoader, LoadedFrame


class FrameFeed(QObject):
    """Owns the loader: one for the open video, stopped when another one comes.

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
        self._cache = PictureCache(cache_bytes)
        self._loader: FrameLoader | None = None
        self._retired: list[FrameLoader] = []
        self._failing = False
        session.video_changed.connect(self._on_video)
        session.index_grown.connect(self._on_longer_index)
        session.position_changed.connect(self._request)
        view.wanted_size_changed.connect(self._request)
        view.look_changed.connect(self._request)

    def _on_video(self) -> None:
        self._retire()
        self._cache.clear()
        source = self._session.source
        if source is not None:
            self._loader = FrameLoader(source, self._cache, self)
            self._loader.loaded.connect(self._on_loaded)
            self._loader.passed.connect(self._on_passed)
            self._loader.damaged.connect(self._session.add_damage)
            self._loader.failed.connect(self._on_failed)
            self._request()

    def _on_longer_index(self) -> None:
        if self._loader is not None and self._session.source is not None:
            self._loader.set_source(self._session.source)

    def _request(self) -> None:
        if self._loader is not None:
            self._loader.request(self._session.position, self._view.wanted_size(), self._view.look)

    def _on_passed(self, frame: LoadedFrame) -> None:
        """A picture on the way: better than one that lies farther from where it goes."""
        shown = self._view.frame
        position = self._session.position
        if shown is None or abs(frame.frame_number - position) < abs(shown.frame_number - position):
            self._view.show_frame(frame)

    def _on_loaded(self, frame: LoadedFrame) -> None:
        if self._loader is not None and frame.generation != self._loader.generation:
            self._on_passed(frame)
            return
        self._failing = False
        self._view.show_frame(frame)

    def _on_failed(self, error: Exception) -> None:
        if not self._failing:
            self._failing = True
            self.failed.emit(error)

    def _retire(self) -> None:
        if self._loader is not None:
            self._loader.stop()
            self._retired.append(self._loader)
            self._loader = None
        for loader in [old for old in self._retired if not old.running]:
            self._retired.remove(loader)
            loader.deleteLater()

    def close(self, timeout_s: float = 5.0) -> bool:
        """Stop and wait for all decoder threads, each at most `timeout_s`.

        True if all have ended.
        """
        self._retire()
        ended = [loader.join(timeout_s) for loader in self._retired]
        return all(ended)
