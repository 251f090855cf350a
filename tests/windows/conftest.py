"""What was built for Windows, and a Windows to try it on: `make windows` calls these tests.

They are not part of `make test`. What they need and do not find fails them: nothing is skipped.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from core import __version__
from installer.windows.wine import MissingTool, Wine, screen
from tests.windows.machine import Machine

ROOT = Path(__file__).resolve().parents[2]
HERE = Path(__file__).resolve().parent
DIST = ROOT / "dist" / "windows"
LIMIT_S = 1500
"""For one test: with two processors that others use, too, an analysis takes minutes under Wine."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.timeout(LIMIT_S))


def _built(path: Path) -> Path:
    if not path.exists():
        pytest.fail(f"{path} is not there: run `make windows`", pytrace=False)
    return path


@pytest.fixture(scope="session")
def folder_build() -> Path:
    """The folder with SyncReview.exe as it was built."""
    _built(DIST / "SyncReview" / "SyncReview.exe")
    return DIST / "SyncReview"


@pytest.fixture(scope="session")
def portable_build() -> Path:
    """The one-file EXE as it was built."""
    return _built(DIST / f"SyncReview-{__version__}-portable.exe")


@pytest.fixture(scope="session")
def setup_build() -> Path:
    """The installer as it was built."""
    return _built(DIST.parent / f"SyncReview-{__version__}-setup.exe")


@pytest.fixture(scope="session")
def machine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Machine]:
    """A Windows that has never seen the program."""
    folder = tmp_path_factory.mktemp("windows")
    if sys.platform == "win32":
        yield Machine(folder, None)
        return
    from installer.windows.wine_env import make_prefix

    wine = Wine(folder / "prefix", folder / "home")
    try:
        make_prefix(wine)
        with screen() as display:
            machine = Machine(folder, wine, display)
            yield machine
            machine.close()
        shutil.rmtree(folder)  # close to 2 GB, and pytest keeps the folders of three runs
    except MissingTool as error:
        pytest.fail(str(error), pytrace=False)


@pytest.fixture(scope="session")
def program(machine: Machine, folder_build: Path) -> Path:
    """SyncReview.exe of the folder build, copied to that Windows."""
    return machine.put(folder_build, "SyncReview 폴더") / "SyncReview.exe"


@dataclass(frozen=True, slots=True)
class Analysis:
    """What `analyze` of the demo clip wrote."""

    project: Path
    coco: Path
    report: dict[str, Any]


def _outputs(folder: Path) -> list[Path]:
    return [folder / name for name in ("데모.syncreview", "데모.json", "보고서.json")]


def _arguments(clip: Path, outputs: list[Path]) -> list[str | Path]:
    options = ("--project", "--coco", "--report")
    pairs = zip(options, outputs, strict=True)
    return ["analyze", clip, *(word for pair in pairs for word in pair)]


@pytest.fixture(scope="session")
def on_windows(machine: Machine, program: Path, demo_clip: Path) -> Analysis:
    """The demo clip analysed by SyncReview.exe."""
    clip = machine.put(demo_clip, "영상 자료/데모 clip.mp4")
    outputs = _outputs(clip.parent)
    done = machine.run(program, *_arguments(clip, outputs), limit_s=LIMIT_S)
    assert done.code == 0, done.out + done.err
    return Analysis(outputs[0], outputs[1], json.loads(outputs[2].read_text(encoding="utf-8")))


@pytest.fixture(scope="session")
def from_source(tmp_path_factory: pytest.TempPathFactory, demo_clip: Path) -> Analysis:
    """The demo clip analysed by this Python from the sources."""
    outputs = _outputs(tmp_path_factory.mktemp("source"))
    command = [sys.executable, "main.py", *map(str, _arguments(demo_clip, outputs))]
    subprocess.run(command, cwd=ROOT, stdin=subprocess.DEVNULL, check=True, timeout=LIMIT_S)
    return Analysis(outputs[0], outputs[1], json.loads(outputs[2].read_text(encoding="utf-8")))
