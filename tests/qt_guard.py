"""What every test with a window is watched for: Qt's warnings, threads and files left behind.

A conftest imports the fixtures at the end of this module; they are autouse.
`@pytest.mark.qt_warns("regex")` on a test says that a warning is expected; it must then come.
"""

from __future__ import annotations

import os
import re
import threading
import time
import weakref
from collections.abc import Iterator, Sequence
from pathlib import Path
from types import TracebackType

# Before the first QApplication; a run on a real or virtual screen sets its own.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import pytest
from PySide6.QtCore import (
    QCoreApplication,
    QEvent,
    QMessageLogContext,
    QThread,
    QThreadPool,
    QtMsgType,
    qInstallMessageHandler,
)

GRACE_S = 5.0
"""How long a thread that was told to end may take; only a failing test waits that long."""

# Of the platform the tests run on, not of the program.
IGNORED = (
    # The offscreen platform has no window manager.
    r"^This plugin does not support (propagateSizeHints|raise|grabbing the (keyboard|mouse))\(?\)?",
    # QtMultimedia where no sound server runs: what the program says of it is tested.
    r"^PulseAudioService: pa_context_connect\(\) failed",
)

_BAD = frozenset({QtMsgType.QtWarningMsg, QtMsgType.QtCriticalMsg, QtMsgType.QtFatalMsg})


class QtMessages:
    """Collects what Qt says while it is entered. Thread-safe, as Qt's handler has to be."""

    def __init__(self) -> None:
        self._said: list[tuple[QtMsgType, str]] = []
        self._former: object = None

    def __enter__(self) -> QtMessages:
        self._former = qInstallMessageHandler(self._handle)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        qInstallMessageHandler(self._former)

    def _handle(self, kind: QtMsgType, context: QMessageLogContext, text: str) -> None:
        del context
        self._said.append((kind, text))

    def unexpected(self, expected: Sequence[str] = ()) -> list[str]:
        """Warnings and worse that match none of `expected` and are not the platform's."""
        patterns = [re.compile(pattern) for pattern in (*IGNORED, *expected)]
        return [
            text
            for kind, text in list(self._said)
            if kind in _BAD and not any(pattern.search(text) for pattern in patterns)
        ]

    def missing(self, expected: Sequence[str]) -> list[str]:
        """The patterns of `expected` that no warning matched."""
        said = [text for kind, text in list(self._said) if kind in _BAD]
        return [p for p in expected if not any(re.search(p, text) for text in said)]


class Threads:
    """Knows the threads that were there, and says which have come and stayed.

    Qt lists no threads of its own, so every `QThread.start` is noted while this is entered.
    """

    def __init__(self) -> None:
        self._before = set(threading.enumerate())
        self._started: list[weakref.ref[QThread]] = []
        self._patch = pytest.MonkeyPatch()

    def __enter__(self) -> Threads:
        start = QThread.start
        started = self._started

        def noted_start(thread: QThread, *args: object) -> None:
            started.append(weakref.ref(thread))
            start(thread, *args)  # type: ignore[call-overload]

        self._patch.setattr(QThread, "start", noted_start)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._patch.undo()

    def _left_now(self) -> list[str]:
        left = [
            f"thread {thread.name!r}{' (daemon)' if thread.daemon else ''}"
            for thread in threading.enumerate()
            # Python invents a "Dummy" for a foreign thread that once ran Python; it never ends.
            if thread not in self._before and not isinstance(thread, threading._DummyThread)
        ]
        for reference in self._started:
            qthread = reference()
            if qthread is not None and _is_running(qthread):
                left.append(f"QThread {qthread.objectName() or type(qthread).__name__!r}")
        active = QThreadPool.globalInstance().activeThreadCount()
        if active:
            left.append(f"{active} runnables in Qt's global thread pool")
        return left

    def left(self, grace_s: float = GRACE_S) -> list[str]:
        """The threads that are still there after at most `grace_s`."""
        deadline = time.monotonic() + grace_s
        while (left := self._left_now()) and time.monotonic() < deadline:
            _deliver_events()
            time.sleep(0.01)
        return left


def _is_running(qthread: QThread) -> bool:
    try:
        return qthread.isRunning()
    except RuntimeError:
        # The C++ half is deleted; Qt itself aborts when that happens to a running thread.
        return False


def _deliver_events() -> None:
    """Let queued signals arrive and `deleteLater` happen, as the event loop would."""
    if QCoreApplication.instance() is not None:
        QCoreApplication.processEvents()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture(autouse=True)
def no_thread_is_left() -> Iterator[None]:
    """Fails a test after which a thread that it started still runs."""
    with Threads() as threads:
        yield
        _deliver_events()
        left = threads.left()
    if left:
        pytest.fail("left running: " + ", ".join(left), pytrace=False)


@pytest.fixture(autouse=True)
def qt_is_quiet(no_thread_is_left: None, request: pytest.FixtureRequest) -> Iterator[None]:
    """Fails a test in which Qt warned of something that the test did not announce."""
    expected = [str(mark.args[0]) for mark in request.node.iter_markers("qt_warns")]
    with QtMessages() as messages:
        yield
        _deliver_events()
    if unexpected := messages.unexpected(expected):
        pytest.fail("Qt warned: " + "; ".join(unexpected), pytrace=False)
    if missing := messages.missing(expected):
        pytest.fail("Qt did not warn of: " + "; ".join(missing), pytrace=False)


@pytest.fixture(autouse=True)
def own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Settings, data and caches of the program go to a folder of the test's own."""
    home = tmp_path / "home"
    for name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME"):
        folder = home / name.lower()
        folder.mkdir(parents=True)
        monkeypatch.setenv(name, str(folder))
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("SYNCREVIEW_HOME", str(home / "syncreview"))
    # What a test plays is not heard in the room; those of the sound bring a server of their own.
    monkeypatch.setenv("PULSE_SERVER", f"unix:{home / 'no-sound-server'}")
    return home


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    # pytest-qt would put its own message handler over ours, and only looks at the call itself.
    for item in items:
        if "qt_is_quiet" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.no_qt_log)
