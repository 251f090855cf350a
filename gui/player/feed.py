"""Brings pictures from the decoder thread of the open video to the view."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from core.media.cache import FrameCache
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
        self._cache = FrameCache(cache_bytes)
        self._loader: FrameLoader | None = None
        self._retired: list[FrameLoader] = []
        self._failing = False
        session.video_changed.connect(self._on_video)
        session.position_changed.connect(self._request)

    def _on_video(self) -> None:
        self._retire()
        self._cache.clear()
        source = self._session.source
        if source is not None:
            self._loader = FrameLoader(source, self._cache, self)
            self._loader.loaded.connect(self._on_loaded)
            self._loader.failed.connect(self._on_failed)
            self._loader.request(self._session.position)

    def _request(self, frame_number: int) -> None:
        if self._loader is not None:
            self._loader.request(frame_number)

    def _on_loaded(self, frame: LoadedFrame) -> None:
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
