"""Pictures of one video kept in memory up to a number of bytes, those near the position first."""

from __future__ import annotations

import threading

from core.media.picture import KeptPicture


class PictureCache:
    """One picture for a frame number, at whatever size it came last. Thread-safe.

    When room is needed, the picture goes that lies farthest from the window that was set last:
    those in it stay while they fit. A picture larger than the limit changes nothing.
    """

    def __init__(self, limit_bytes: int) -> None:
        self.limit_bytes = limit_bytes
        self._bytes = 0
        self._items: dict[int, tuple[KeptPicture, int]] = {}
        self._window = (0, 0)
        self._lock = threading.Lock()

    def get(self, number: int) -> KeptPicture | None:
        with self._lock:
            item = self._items.get(number)
            return item[0] if item else None

    def has(self, number: int, size: tuple[int, int]) -> bool:
        """Whether this frame is here at this size."""
        kept = self.get(number)
        return kept is not None and kept.size == size

    def missing(self, numbers: range, size: tuple[int, int]) -> list[int]:
        """Those of these frames that are not here at this size, in their order."""
        with self._lock:
            items = self._items
            return [n for n in numbers if n not in items or items[n][0].size != size]

    def put(self, number: int, kept: KeptPicture) -> None:
        """Keep a picture, if there is room for it."""
        size = kept.nbytes
        if size > self.limit_bytes:
            # Else all others would go before it.
            return
        with self._lock:
            self._drop(number)
            self._items[number] = (kept, size)
            self._bytes += size
            while self._bytes > self.limit_bytes:
                self._drop(max(self._items, key=self._distance))

    def set_window(self, first: int, last: int) -> None:
        """The frames first..last are wanted more than any others."""
        with self._lock:
            self._window = (first, last)

    def clear(self) -> None:
        with self._lock:
            self._items.clear()
            self._bytes = 0

    @property
    def bytes_used(self) -> int:
        return self._bytes

    def __len__(self) -> int:
        return len(self._items)

    def _distance(self, number: int) -> int:
        first, last = self._window
        return max(first - number, number - last)

    def _drop(self, number: int) -> None:
        item = self._items.pop(number, None)
        if item is not None:
            self._bytes -= item[1]
