"""The installer made from the folder build: it installs, what it installs starts, and it goes."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest

from tests.windows.conftest import LIMIT_S
from tests.windows.machine import Machine

RUNNING = 3
"""The installer's exit code while the program is open; see installer/windows/setup.nsi."""


@pytest.fixture(scope="module")
def installed(machine: Machine, setup_build: Path) -> Path:
    """The folder that the installer made, for the current user and without a question."""
    setup = machine.put(setup_build, f"받은 파일/{setup_build.name}")
    done = machine.run(setup, "/S", "/CurrentUser", limit_s=LIMIT_S)
    assert done.code == 0
    return _program_folder(machine)


def _program_folder(machine: Machine) -> Path:
    if machine.wine is None:
        return Path.home() / "AppData" / "Local" / "Programs" / "SyncReview"
    (user,) = (p for p in machine.wine.drive_c.glob("users/*") if p.name != "Public")
    return user / "AppData" / "Local" / "Programs" / "SyncReview"


def test_every_file_of_the_build_is_there(installed: Path, folder_build: Path) -> None:
    def files(folder: Path) -> dict[str, int]:
        return {
            path.relative_to(folder).as_posix(): path.stat().st_size
            for path in folder.rglob("*")
            if path.is_file()
        }

    there = files(installed)
    assert there.pop("Uninstall.exe") > 0
    assert there == files(folder_build)


def test_what_was_installed_passes_its_self_test(machine: Machine, installed: Path) -> None:
    report_file = machine.folder / "설치 후.json"
    done = machine.run(installed / "SyncReview.exe", "--self-test", report_file, limit_s=LIMIT_S)
    report = json.loads(report_file.read_text(encoding="utf-8"))
    assert done.code == 0, report
    assert report["ok"]


def test_it_refuses_while_the_program_is_open(
    machine: Machine, installed: Path, setup_build: Path
) -> None:
    with machine.running(installed / "SyncReview.exe") as process:
        end = time.monotonic() + 180
        # It announces itself before its window is there. (On Windows the screen is never empty.)
        while machine.picture().getcolors(50) is not None:
            assert process.poll() is None, "the program has ended"
            assert time.monotonic() < end, "no window"
            time.sleep(1)
        time.sleep(10)
        assert machine.run(setup_build, "/S", "/CurrentUser").code == RUNNING
        machine.close_windows_of("SyncReview.exe")
        assert process.wait(120) == 0


def test_the_uninstaller_leaves_nothing_of_it(machine: Machine, installed: Path) -> None:
    done = machine.run(installed / "Uninstall.exe", "/S", "/CurrentUser", limit_s=LIMIT_S)
    assert done.code == 0
    # It runs from a copy of itself, so that it can remove its own file.
    end = time.monotonic() + 120
    while installed.exists():
        assert time.monotonic() < end, sorted(p.name for p in installed.iterdir())
        time.sleep(0.5)
