"""The start: the empty window first, then the rest; and nothing heavy on the way."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtGui import QFileOpenEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

import gui.program
import gui.starting
from core.selftest import demo_clip
from core.settings import HOME_VARIABLE
from gui.app import Run, build_app
from gui.starting import FirstPaint
from tests.package.repo import ROOT

HEAVY = ("torch", "torchvision", "scipy", "matplotlib", "sympy", "facenet_pytorch", "scenedetect")


def started(tmp_path: Path, *options: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *options, "main.py", "--time-start"],
        cwd=ROOT,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen", HOME_VARIABLE: str(tmp_path)},
        capture_output=True,
        text=True,
        timeout=120,
    )


def test_no_way_to_the_window_imports_what_takes_long(tmp_path: Path) -> None:
    done = started(tmp_path, "-X", "importtime")
    assert done.returncode == 0, done.stderr
    assert re.fullmatch(r"painted \d+\.\d{3} ready \d+\.\d{3}\n", done.stdout)
    imported = re.findall(r"^import time: .*\| +(\S+)$", done.stderr, re.MULTILINE)
    assert "gui.telling" in imported  # as the last of the steps does
    assert {name.partition(".")[0] for name in imported}.isdisjoint(HEAVY)
    # What belongs into the window comes after its first picture; so it is not asked for before.
    order = {name: place for place, name in enumerate(imported)}
    assert order["gui.main_window"] < order["gui.starting"] < order["numpy._core"]


@pytest.fixture
def run(qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.setenv(HOME_VARIABLE, str(tmp_path / "home"))
    return Run(build_app(), [], None, None)


def test_the_window_is_filled_after_its_first_picture(run: Run, qtbot: QtBot) -> None:
    run.show()
    assert run.window.isVisible()
    assert run.program is None
    qtbot.waitUntil(lambda: run.program is not None and bool(run.window.docks), timeout=30_000)
    run.window.close()
    assert run.close(0) == 0
    assert not run.window.isVisible()


def test_a_first_start_shows_all_that_belongs_to_an_open_project(run: Run, qtbot: QtBot) -> None:
    run.show()
    qtbot.waitUntil(lambda: run.program is not None, timeout=30_000)
    program = run.program
    assert program is not None
    QApplication.sendEvent(QApplication.instance(), QFileOpenEvent(str(demo_clip())))
    qtbot.waitUntil(lambda: program.window.view.frame is not None, timeout=30_000)
    shown = {name for name, dock in program.window.docks.items() if dock.isVisible()}
    # Findings lie behind the inspector.
    assert shown >= {"videos", "tracks", "inspector", "timeline"}
    assert "history" not in shown
    assert program.window.toolbar.isVisible()
    run.window.close()
    assert run.close(0) == 0
    # And so it opens the next time.
    again = Run(build_app(), [demo_clip()], None, None)
    again.show()
    qtbot.waitUntil(
        lambda: again.program is not None and again.program.window.view.frame is not None,
        timeout=30_000,
    )
    assert again.program is not None
    docks = again.program.window.docks
    assert {name for name, dock in docks.items() if dock.isVisible()} == shown
    again.window.close()
    assert again.close(0) == 0


def test_a_window_that_is_closed_at_once_stays_empty(run: Run, qtbot: QtBot) -> None:
    run.show()
    qtbot.wait(1)
    run.window.close()
    qtbot.wait(200)
    assert run.program is None
    assert run.close(0) == 0


def test_a_picture_that_was_not_made_is_a_failure(qtbot: QtBot, tmp_path: Path) -> None:
    run = Run(build_app(), [], tmp_path / "window.png", None)
    run.show()
    run.window.close()
    assert run.close(0) == 1


def test_a_window_that_is_not_painted_is_filled_all_the_same(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gui.starting, "_NOT_PAINTED_MS", 50)
    window, calls = QWidget(), list[int]()
    qtbot.addWidget(window)
    FirstPaint(window, lambda: calls.append(1))
    qtbot.waitUntil(lambda: bool(calls))
    window.show()
    qtbot.wait(100)
    assert calls == [1]


def test_what_fails_on_the_way_is_told(
    run: Run, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    codes: list[int] = []
    monkeypatch.setattr(gui.program, "Program", lambda *_, **__: 1 / 0)
    monkeypatch.setattr(run, "leave", codes.append)
    run.show()
    qtbot.waitUntil(lambda: codes == [1], timeout=30_000)
    with pytest.raises(ZeroDivisionError):
        run.close(1)
    run.window.close()
