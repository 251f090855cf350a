"""The start: the empty window first, then the rest; and nothing heavy on the way."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

import gui.program
from core.settings import HOME_VARIABLE
from gui.app import Run, build_app
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


def test_a_window_that_is_closed_at_once_stays_empty(run: Run, qtbot: QtBot) -> None:
    run.show()
    qtbot.wait(1)
    run.window.close()
    qtbot.wait(200)
    assert run.program is None
    assert run.close(0) == 0


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
