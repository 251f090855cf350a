"""The main job in the real window: analyse, cancel, correct, be killed, go on, export."""

from __future__ import annotations

import io
import json
import os
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from contextlib import redirect_stdout, suppress
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from core.exchange.coco import CocoOptions
from core.model.values import Source, VerdictValue
from gui.program import Program
from tests.gui.helpers import open_file, wait_idle

TIMEOUT_S = 330.0
ROOT = Path(__file__).resolve().parents[2]

OFFSCREEN = ["offscreen"]
# A real X server with real windows and keyboard focus.
XVFB = ["xcb", "xvfb-run", "-a", "-s", "-screen 0 1400x1000x24"]


def run_and_kill(clip: Path, platform: str, *launcher: str) -> dict[str, dict[str, Any]]:
    """Let the driver work until it is ready, then SIGKILL it. Returns its reports by step."""
    environment = dict(os.environ, QT_QPA_PLATFORM=platform)
    command = [*launcher, sys.executable, "-m", "tests.e2e.driver", str(clip)]
    steps: dict[str, dict[str, Any]] = {}
    with subprocess.Popen(
        command,
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        # The whole group: xvfb-run has the driver and the X server as children. A driver that hangs
        # must not outlive the test.
        watchdog = threading.Timer(TIMEOUT_S, os.killpg, (process.pid, signal.SIGKILL))
        watchdog.start()
        other = []
        for line in process.stdout:
            if not line.startswith("{"):
                other.append(line)  # xvfb-run puts messages among the output
                continue
            report = json.loads(line)
            steps[report["step"]] = report
            if report["step"] == "ready":
                break
        watchdog.cancel()
        watchdog.join()
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        messages = "".join(other) + process.stderr.read()
    assert "ready" in steps, messages
    return steps


@pytest.mark.slow
@pytest.mark.timeout(400)
@pytest.mark.parametrize("platform", [OFFSCREEN, XVFB], ids=["offscreen", "xvfb"])
def test_analyse_cancel_correct_be_killed_and_export(
    platform: list[str],
    demo_factory: Callable[..., Any],
    make_program: Callable[..., Program],
    tmp_path: Path,
    qtbot: Any,
    errors: list[BaseException],
) -> None:
    if len(platform) > 1 and shutil.which(platform[1]) is None:
        pytest.skip("xvfb-run is not installed")
    clip = tmp_path / "말하는 두 사람.mp4"
    shutil.copy(demo_factory(shot_seconds=Fraction(5)).path, clip)

    steps = run_and_kill(clip, *platform)

    assert steps["ready"]["platform"] == platform[0]
    # Cancelling left the document as it was.
    assert (steps["cancelled"]["tracks"], steps["cancelled"]["analyses"]) == (0, 0)
    assert steps["analysed"]["tracks"] == steps["analysed"]["scores"] == 2
    corrected = steps["corrected"]

    program = make_program()
    open_file(program, clip, qtbot)
    session = program.session
    assert errors == []
    assert session.project is not None
    assert str(session.project.path) == steps["opened"]["project"]
    doc = session.document
    assert {str(id): len(doc.keyframes(id)) for id in doc.tracks} == steps["ready"]["tracks"]
    keyframe = doc.keyframes(corrected["track"]).get(corrected["pts"])
    assert keyframe is not None
    assert keyframe.source is Source.PERSON
    assert keyframe.box.as_tuple() == pytest.approx(corrected["box"])
    verdict = doc.track_verdict(corrected["track"])
    assert verdict is not None
    assert verdict.value == corrected["verdict"] == VerdictValue.OUT_OF_SYNC
    assert doc.scores[corrected["track"]].stale

    target = tmp_path / "내보내기.json"
    program.files.export(target, CocoOptions())
    wait_idle(program, qtbot)
    assert errors == []
    check_coco(program, target, corrected)


def check_coco(program: Program, target: Path, corrected: dict[str, Any]) -> None:
    """pycocotools reads what the document holds."""
    from pycocotools.coco import COCO

    with redirect_stdout(io.StringIO()):  # it chats
        coco = COCO(str(target))
    session = program.session
    assert session.index is not None
    assert len(coco.imgs) == len(session.index)
    visible = 0
    for track in session.tracks:
        rows = session.document.keyframes(track.id)
        inside = (session.index.pts >= rows.pts[0]) & (session.index.pts <= rows.pts[-1])
        visible += int(inside.sum())
    assert len(coco.anns) == visible
    frame = session.index.frame_of_pts(corrected["pts"])
    (image,) = [i for i in coco.imgs.values() if i["frame_index"] == frame]
    x1, y1, x2, y2 = corrected["box"]
    found = [
        a
        for a in coco.imgToAnns[image["id"]]
        if a["attributes"]["source"] == "person" and a["attributes"]["verdict"] == "out of sync"
    ]
    assert [a["bbox"] for a in found] == [pytest.approx([x1, y1, x2 - x1, y2 - y1], abs=0.01)]
