"""Fills a strip of small pictures in the background."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable

from core.errors import MediaError
from core.media.memory import give_back
from core.media.reader import FrameReader
from core.media.source import VideoSource
from core.media.strip import Strip, strip_order, strip_size

log = logging.getLogger(__name__)

_PAUSE_S = 0.05


class _Stopped(Exception):
    """The loader ends."""


class StripLoader:
    """Decodes the pictures of a strip in a thread of its own, one decoder thread at most.

    Args:
        source: with the whole index.
        strip: filled; only frames that decode come into it.
        waits: asked before each frame is decoded; while it is true nothing is.
    """

    def __init__(self, source: VideoSource, strip: Strip, waits: Callable[[], bool]) -> None:
        self._source = source
        self._strip = strip
        self._waits = waits
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._work, name=f"strip-{source.path.name}")
        self._thread.start()

    def stop(self) -> None:
        """Ask the thread to end; does not wait."""
        self._stop.set()

    def join(self, timeout_s: float = 5.0) -> bool:
        """Wait for the thread. True if it has ended."""
        self._thread.join(timeout_s)
        return not self._thread.is_alive()

    @property
    def running(self) -> bool:
        return self._thread.is_alive()

    def _check(self) -> None:
        while self._waits():
            if self._stop.wait(_PAUSE_S):
                break
        if self._stop.is_set():
            raise _Stopped

    def _work(self) -> None:
        probe = self._source.probe
        size = strip_size(probe.width, probe.height)
        try:
            with FrameReader(self._source, None, self._check, threads=1) as reader:
                for number in strip_order(self._source.index):
                    self._check()
                    if number not in self._strip and reader.go_to(number) == number:
                        self._strip.add(number, reader.keep(size))
        except _Stopped:
            return
        except MediaError as error:
            # The loader of the view says the same to the user as soon as it needs the file.
            log.info("no strip of %s: %s", self._source.path, error)
        finally:
            give_back()
