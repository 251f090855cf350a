"""The mark of the running program that the installer on Windows looks for."""

from __future__ import annotations

import ctypes
import logging
import sys
from pathlib import Path
from typing import Any

import pytest

from gui import app, running

ROOT = Path(__file__).resolve().parents[2]


class Kernel:
    """kernel32 as far as it is called: `CreateMutexW` gives the handle that it was made with."""

    def __init__(self, handle: int | None) -> None:
        self.made: list[tuple[Any, ...]] = []

        def create(*arguments: Any) -> int | None:
            self.made.append(arguments)
            return handle

        self.CreateMutexW = create


@pytest.fixture(autouse=True)
def fresh(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(running, "_handles", [])


def _on_windows(monkeypatch: pytest.MonkeyPatch, handle: int | None) -> Kernel:
    kernel = Kernel(handle)
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setattr(ctypes, "WinDLL", lambda name, use_last_error: kernel, raising=False)
    monkeypatch.setattr(ctypes, "get_last_error", lambda: 6, raising=False)
    return kernel


def test_a_window_holds_the_mutex_of_the_installer(monkeypatch: pytest.MonkeyPatch) -> None:
    kernel = _on_windows(monkeypatch, 4711)
    running.announce()
    running.announce()
    assert kernel.made == [(None, False, "SyncReview_running")]
    assert running._handles == [4711]
    script = (ROOT / "installer" / "windows" / "setup.nsi").read_text(encoding="utf-8")
    assert f'!define MUTEX "{running.MUTEX}"' in script


def test_without_it_the_program_starts_all_the_same(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    _on_windows(monkeypatch, None)
    with caplog.at_level(logging.WARNING):
        running.announce()
    assert "SyncReview_running: Windows error 6" in caplog.text


def test_other_systems_are_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    kernel = _on_windows(monkeypatch, 1)
    monkeypatch.setattr(sys, "platform", "linux")
    running.announce()
    assert kernel.made == []


def test_opening_the_window_announces_it_first(monkeypatch: pytest.MonkeyPatch) -> None:
    class Announced(Exception):
        pass

    def announced() -> None:
        raise Announced

    monkeypatch.setattr(app, "announce", announced)
    with pytest.raises(Announced):
        app.run_window([])
