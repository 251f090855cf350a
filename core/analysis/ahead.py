"""Values made in a thread of their own, a few ahead of where they are used."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

T = TypeVar("T")

_WAIT_S = 0.1
_END = object()


@contextmanager
def made_ahead(make: Callable[[], Iterator[T]], room: int) -> Iterator[Iterator[T]]:
    """Iterate over `make()` while a thread of its own makes the next values.

    Decoding, cv2 and torch let other threads run while they compute, so that decoding and inference
    take place at the same time. What `make` or its iterator raises is raised where the values are
    used. Leaving the block stops the thread and waits for it.

    Args:
        make: called in the thread; whatever it opens is closed there when the iterator ends.
        room: values that may wait; memory is bounded by it.
    """
    ready: queue.Queue[object] = queue.Queue(room)
    stopped = threading.Event()
    raised: list[BaseException] = []

    def put(value: object) -> bool:
        while not stopped.is_set():
            try:
                ready.put(value, timeout=_WAIT_S)
            except queue.Full:
                continue
            return True
        return False

    def work() -> None:
        values: Iterator[T] | None = None
        try:
            try:
                values = make()
                for value in values:
                    if not put(value):
                        break
            finally:
                close = getattr(values, "close", None)
                if close is not None:
                    close()
        except BaseException as error:  # noqa: BLE001 - raised where the values are used
            raised.append(error)
        finally:
            put(_END)

    def given() -> Iterator[T]:
        while (value := ready.get()) is not _END:
            yield value  # type: ignore[misc]
        if raised:
            raise raised[0]

    thread = threading.Thread(target=work, name="ahead", daemon=True)
    thread.start()
    try:
        yield given()
    finally:
        stopped.set()
        thread.join()
