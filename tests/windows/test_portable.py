"""The one-file EXE, from a folder with Korean letters and spaces."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from core import __version__
from tests.windows.conftest import LIMIT_S
from tests.windows.machine import Machine


@pytest.fixture(scope="module")
def portable(machine: Machine, portable_build: Path) -> Path:
    return machine.put(portable_build, f"휴대용 프로그램/{portable_build.name}")


def test_the_self_test_passes_from_a_korean_folder(machine: Machine, portable: Path) -> None:
    report_file = portable.parent / "보고서.json"
    done = machine.run(portable, "--self-test", report_file, cwd=portable.parent, limit_s=LIMIT_S)
    report = json.loads(report_file.read_text(encoding="utf-8"))
    assert done.code == 0, report
    assert report["ok"]
    assert report["frozen"]


def test_it_opens_the_demo_clip_in_its_window(
    machine: Machine, portable: Path, demo_clip: Path
) -> None:
    clip = machine.put(demo_clip, "휴대용 프로그램/데모 영상.mp4")
    picture = portable.parent / "창.png"
    done = machine.run(
        portable, "open", clip, "--screenshot", picture, cwd=portable.parent, limit_s=LIMIT_S
    )
    assert done.code == 0, done.out + done.err
    assert picture.read_bytes().startswith(b"\x89PNG")


def test_what_it_unpacks_is_removed_at_its_end(machine: Machine, portable: Path) -> None:
    before = set(machine.temporary_folders())
    done = machine.run(portable, "--version", cwd=portable.parent, limit_s=LIMIT_S)
    assert (done.code, done.out) == (0, f"SyncReview {__version__}\n")
    assert set(machine.temporary_folders()) <= before
