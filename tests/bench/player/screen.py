"""The player's view, loaders and feed without the rest of the window, and what came when."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QApplication

from core.media.source import VideoSource
from gui.player.feed import FrameFeed
from gui.player.view import PlayerView
from gui.session import Session
from gui.theme import ThemeManager
from gui.workers.frame_loader import LoadedFrame
from gui.workers.open_video import OpenVideo

GIVEN_UP_S = 20.0


@dataclass(frozen=True, slots=True)
class Shown:
    """A picture that the view was given, without its pixels: at `seconds`, `width` pixels wide."""

    seconds: float
    frame_number: int
    exact: bool
    width: int


class Screen:
    """A shown view of `size` with a feed; `shown` tells all that it was given."""

    def __init__(self, app: QApplication, size: tuple[int, int], cache_mb: int) -> None:
        self.session = Session()
        self.view = PlayerView(self.session, ThemeManager(app, "dark"))
        self.view.resize(*size)
        self.shown: list[Shown] = []
        self._show = self.view.show_frame
        self.view.show_frame = self._note  # type: ignore[method-assign]
        self.feed = FrameFeed(self.session, self.view, cache_mb << 20)
        self._loop = QEventLoop()
        self.view.show()
        self.failures: list[Exception] = []
        self.feed.failed.connect(self.failures.append)

    def _note(self, frame: LoadedFrame) -> None:
        self.shown.append(
            Shown(time.perf_counter(), frame.frame_number, frame.exact, frame.image.width())
        )
        self._show(frame)
        self._loop.quit()

    def open(self, path: Path) -> VideoSource:
        source = VideoSource.open(path)
        self.session.set_video(OpenVideo(source.record(1), source, source.index))
        self.wait(lambda: bool(self.shown) and self.shown[-1].exact)
        return source

    def wait(self, until: Callable[[], bool]) -> None:
        """Run the event loop until something is so."""
        end = time.perf_counter() + GIVEN_UP_S
        tick = QTimer()
        tick.setInterval(5)
        tick.timeout.connect(self._loop.quit)
        tick.start()
        while not until():
            if time.perf_counter() > end:
                raise TimeoutError("no answer")
            self._loop.exec()

    def run(self, seconds: float) -> None:
        """Run the event loop for a time."""
        end = time.perf_counter() + seconds
        self.wait(lambda: time.perf_counter() >= end)

    def settle(self) -> None:
        """Until nothing is read ahead any more."""
        self.run(0.2)
        self.wait(lambda: not self.feed.busy)

    def go(self, frame_number: int) -> float:
        """Seek; seconds until this very frame was given to the view."""
        began = time.perf_counter()
        self.session.seek_frame(frame_number)
        self.wait(lambda: self._arrived(frame_number))
        return self.shown[-1].seconds - began

    def _arrived(self, frame_number: int) -> bool:
        if not self.shown:
            return False
        last = self.shown[-1]
        # The strip's small picture of this frame is not the answer yet.
        return last.frame_number == frame_number and last.width > 300

    def forget(self) -> None:
        """Drop all that is kept, as if the video had just been opened."""
        self.feed._cache.clear()

    def close(self) -> None:
        self.session.set_video(None)
        if not self.feed.close():
            raise RuntimeError("a thread did not end")
        self.view.close()
        self.view.deleteLater()
        self.session.deleteLater()
