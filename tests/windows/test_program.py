"""SyncReview.exe of the folder build at work."""

from __future__ import annotations

import contextlib
import io
import json
import re
import time
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from pycocotools.coco import COCO

from core import __version__
from installer.bundle import contents
from tests.windows.conftest import DIST, LIMIT_S, Analysis
from tests.windows.machine import Machine

PIXELS = 0.01
"""By which boxes may differ: the two runs have other versions of numpy and OpenCV."""


def test_the_self_test_passes(machine: Machine, program: Path) -> None:
    report_file = machine.folder / "자가 진단 보고서.json"
    done = machine.run(program, "--self-test", report_file, limit_s=LIMIT_S)
    report: dict[str, Any] = json.loads(report_file.read_text(encoding="utf-8"))
    assert done.code == 0, report
    assert report["ok"]
    assert report["frozen"]
    assert all(check["ok"] for check in report["checks"])
    found = {check["name"]: check["detail"] for check in report["checks"]}
    assert set(contents.plugin_ids()) == set(found["plugins"])
    # OpenCV 5 has no cascades any more.
    has_cascades = report["versions"]["opencv-python-headless"].startswith("4.")
    assert (found["plugins"]["haar"] == "loaded") == has_cascades
    assert found["window: open, decode, paint"]["platform"] == "windows"


def test_it_prints_to_a_pipe_although_it_is_windowed(machine: Machine, program: Path) -> None:
    done = machine.run(program, "--version")
    assert (done.code, done.out) == (0, f"SyncReview {__version__}\n")


def test_what_fails_says_so_and_has_an_exit_code(machine: Machine, program: Path) -> None:
    missing = machine.folder / "없는 영상.mp4"
    done = machine.run(program, "analyze", missing)
    assert done.code == 1
    # To a pipe it writes in the encoding of this Windows, and escapes what that lacks.
    escaped = missing.name.encode("ascii", "backslashreplace").decode()
    assert missing.name in done.err or escaped in done.err
    assert "the file does not exist" in done.err


def test_the_exported_coco_is_read_by_pycocotools(on_windows: Analysis) -> None:
    with contextlib.redirect_stdout(io.StringIO()):
        coco = COCO(str(on_windows.coco))
    assert len(coco.imgs) == 650
    assert len(coco.anns) == 1300


def test_tracks_and_scores_are_those_of_a_run_from_source(
    on_windows: Analysis, from_source: Analysis
) -> None:
    here, there = (a.report["videos"][0]["tracks"] for a in (on_windows, from_source))
    assert [t["direction"] for t in here] == [
        "in sync", "undetermined", "undetermined", "audio late",
    ]  # fmt: skip
    for one, other in zip(here, there, strict=True):
        for key in ("start_s", "end_s", "scorer", "direction", "determined", "steps"):
            assert one[key] == other[key], key
        for key in ("offset_ms", "confidence", "min_distance"):
            assert one[key] == pytest.approx(other[key], abs=0.01), key


def test_boxes_are_those_of_a_run_from_source(on_windows: Analysis, from_source: Analysis) -> None:
    here, there = (
        json.loads(a.coco.read_text(encoding="utf-8"))["annotations"]
        for a in (on_windows, from_source)
    )
    assert len(here) == len(there)
    for one, other in zip(here, there, strict=True):
        assert (one["image_id"], one["track_id"]) == (other["image_id"], other["track_id"])
        assert one["bbox"] == pytest.approx(other["bbox"], abs=PIXELS)


def test_the_window_shows_the_analysed_clip(
    machine: Machine, program: Path, on_windows: Analysis
) -> None:
    picture = machine.folder / "창 그림.png"
    done = machine.run(program, "open", on_windows.project, "--screenshot", picture)
    assert done.code == 0, done.out + done.err
    with Image.open(picture) as image:
        shown = image.convert("RGB")
    shown.save(DIST / "window.png")
    assert shown.size == (1600, 1000)
    # Left the list of videos, below it the sync map: the panels are there, and not the faces alone.
    assert shown.crop((60, 200, 170, 500)).getcolors(4) is not None
    assert len(shown.crop((850, 735, 1590, 820)).getcolors(1 << 20) or ()) > 200
    assert len(shown.crop((300, 70, 1010, 450)).getcolors(1 << 20) or ()) > 5000


def test_the_start_paints_a_window(machine: Machine, program: Path) -> None:
    done = machine.run(program, "--time-start")
    assert done.code == 0, done.out + done.err
    match = re.fullmatch(r"painted (\d+\.\d+) ready (\d+\.\d+)\n", done.out)
    assert match is not None, done.out
    assert 0 < float(match[1]) < float(match[2])


def test_a_project_is_opened_by_a_double_click_and_the_window_closed(
    machine: Machine, program: Path, on_windows: Analysis
) -> None:
    # The system's file manager calls a program with the file alone.
    with machine.running(program, on_windows.project) as process:
        end = time.monotonic() + 300
        while len(machine.picture().getcolors(1 << 24) or ()) < 5000:
            assert process.poll() is None, "it ended"
            assert time.monotonic() < end, "no faces on the screen"
            time.sleep(1)
        time.sleep(2)  # what is painted after the first picture of the video
        machine.picture().save(DIST / "screen.png")
        machine.close_windows_of(program.name)
        assert process.wait(120) == 0
