"""What tests of downloads do: get the file, be refused, leave half of it, cancel."""

from __future__ import annotations

import threading
import time
from pathlib import Path

import pytest

from core.errors import Cancelled, ModelError
from core.jobs import JobContext
from core.weights.disk import make_folder
from core.weights.download import Patience, fetch
from core.weights.part import Part
from tests.core.weights.server import CONTENT, Server

QUICK = Patience(timeout_s=0.5, waits_s=(0.01, 0.02, 0.04))


def get(server: Server, ctx: JobContext | None = None, **fields: object) -> Path:
    return fetch(server.entry(**fields), ctx or JobContext(), offline=False, patience=QUICK)


def refused(server: Server, **fields: object) -> ModelError:
    with pytest.raises(ModelError) as caught:
        get(server, **fields)
    return caught.value


def left(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def begin(server: Server, size: int = 100_000, content: bytes = CONTENT) -> None:
    """Leave half a download, as one that was cancelled."""
    make_folder(server.entry().path.parent)
    with Part(server.entry(), server.entry().url) as part:
        part.start_anew(server.etag or server.modified)
        part.add(content[:size])


def cancel_meanwhile(server: Server, after_s: float, patience: Patience) -> None:
    """Cancel a download that waits for the network; it ends long before its patience does."""
    ctx, ended = JobContext(), list[float]()
    threads = threading.active_count()

    def work() -> None:
        with pytest.raises(Cancelled):
            fetch(server.entry(), ctx, offline=False, patience=patience)
        ended.append(time.monotonic())

    worker = threading.Thread(target=work)
    worker.start()
    time.sleep(after_s)
    asked = time.monotonic()
    ctx.cancel()
    worker.join(10)
    # A tenth of a second or less; the network would have its whole timeout.
    assert asked < ended[0] < asked + 5.0
    # The thread of the connection ends too, well before its timeout.
    server.stop.set()
    deadline = time.monotonic() + 5
    while threading.active_count() > threads and time.monotonic() < deadline:
        time.sleep(0.02)
    assert threading.active_count() <= threads
