"""The guards of the GUI tests catch what they are there for."""

from __future__ import annotations

import os
import threading
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, QRunnable, QThread, QThreadPool, QTimer, qWarning
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from core import settings
from tests.qt_guard import QtMessages, Threads


def test_a_warning_of_qt_is_seen(qapp: object) -> None:
    with QtMessages() as messages:
        QObject().startTimer(-1)
        qWarning("ours")
    assert "ours" in messages.unexpected()
    assert any("startTimer" in text for text in messages.unexpected())
    assert messages.unexpected(["^ours$", "startTimer"]) == []
    assert messages.missing(["^ours$", "never"]) == ["never"]


@pytest.mark.qt_warns("^announced")
def test_an_announced_warning_is_allowed() -> None:
    qWarning("announced in the marker")


def test_the_platform_is_not_blamed_on_the_program(qtbot: QtBot) -> None:
    widget = QWidget()
    qtbot.addWidget(widget)
    widget.setMinimumSize(10, 10)
    with qtbot.waitExposed(widget):
        widget.show()
    widget.raise_()


def test_a_thread_that_stays_is_seen() -> None:
    end = threading.Event()
    with Threads() as threads:
        assert threads.left(0) == []
        thread = threading.Thread(target=end.wait, name="forgotten", daemon=True)
        thread.start()
        assert threads.left(0.05) == ["thread 'forgotten' (daemon)"]
        end.set()
        thread.join()
        assert threads.left(0) == []


def test_a_thread_that_ends_soon_is_waited_for() -> None:
    with Threads() as threads:
        timer = threading.Timer(0.1, lambda: None)
        timer.start()
        assert threads.left() == []
        timer.join()


def test_a_qthread_that_stays_is_seen(qapp: object) -> None:
    with Threads() as threads:
        thread = QThread()
        thread.setObjectName("decoder")
        thread.start()
        assert threads.left(0.05) == ["QThread 'decoder'"]
        thread.quit()
        assert thread.wait(5000)
        assert threads.left(0) == []


def test_work_in_the_global_pool_is_seen(qapp: object) -> None:
    end = threading.Event()

    class Waiting(QRunnable):
        def run(self) -> None:
            end.wait(10)

    with Threads() as threads:
        QThreadPool.globalInstance().start(Waiting())
        assert any("pool" in text for text in threads.left(0.05))
        end.set()
        assert QThreadPool.globalInstance().waitForDone(5000)
        assert threads.left() == []


def test_an_exception_in_a_slot_is_not_lost(qtbot: QtBot) -> None:
    def fail() -> None:
        raise ValueError("in a slot")

    with qtbot.captureExceptions() as caught:
        QTimer.singleShot(0, fail)
        qtbot.waitUntil(lambda: bool(caught))
    assert caught[0][0] is ValueError


def test_settings_go_to_a_folder_of_the_tests_own(tmp_path: Path) -> None:
    assert Path(os.environ["SYNCREVIEW_HOME"]).is_relative_to(tmp_path)
    assert os.environ[settings.HOME_VARIABLE] == os.environ["SYNCREVIEW_HOME"]
