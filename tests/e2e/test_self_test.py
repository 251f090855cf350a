"""`--self-test`: the report, and the ends that nobody can catch."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.package.repo import ROOT

BAD_ENDS = {
    "slot": """
        from PySide6.QtCore import QCoreApplication, QTimer
        app = QCoreApplication([])
        QTimer.singleShot(0, lambda: import_module("no_such_module"))
        app.exec()
    """,
    "thread": """
        import threading, time
        threading.Thread(target=lambda: 1 / 0).start()
        time.sleep(60)
    """,
    "hang": """
        import threading
        threading.Event().wait(60)
    """,
}


def run(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=ROOT,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen", **environment},
        capture_output=True,
        text=True,
        timeout=170,
    )


def test_the_report_of_a_sound_installation(tmp_path: Path) -> None:
    file = tmp_path / "보고서.json"
    done = run("main.py", "--self-test", str(file), SYNCREVIEW_HOME=str(tmp_path / "home"))
    assert done.returncode == 0, done.stdout + done.stderr
    report: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    assert report["ok"]
    assert not report["frozen"]
    details = {check["name"]: check["detail"] for check in report["checks"]}
    assert {"loaded"} <= set(details["plugins"].values())
    assert details["plugins"]["mtcnn"] == "loaded"
    job = details["demo clip: analyse, project, COCO"]
    assert job["images"] > 0
    assert "in sync" in job["tracks"]
    assert details["window: open, decode, paint"]["picture"] == [960, 540]


@pytest.mark.parametrize(
    ("end", "code", "reason"),
    [
        ("slot", 2, "no_such_module"),
        ("thread", 2, "ZeroDivisionError"),
        ("hang", 3, "moved for 1 s"),
    ],
)
def test_what_nobody_catches_ends_with_a_report(end: str, code: int, reason: str) -> None:
    limit_s = 1.0 if end == "hang" else 60.0
    lines = [
        "from importlib import import_module",
        "from pathlib import Path",
        "from core.selftest import SelfTest",
        "from gui.selftest import guarded",
        f"with guarded(SelfTest(), Path('-'), {limit_s}):",
        *(f"    {line.strip()}" for line in BAD_ENDS[end].strip().splitlines()),
    ]
    done = run("-c", "\n".join(lines))
    assert done.returncode == code, done.stdout + done.stderr
    report = json.loads(done.stdout)
    assert not report["ok"]
    assert reason in report["checks"][-1]["detail"]
