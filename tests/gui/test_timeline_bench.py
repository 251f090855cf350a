"""The measurement of the timeline runs: it is seldom started, and needs much of the program."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def test_pan_and_zoom_are_measured_beside_plain_pyqtgraph(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "tests.bench.timeline.pan_zoom"]
    small = ["--hours", "0.1", "--tracks", "4", "--points", "2000", "--frames", "3"]
    result = subprocess.run(
        [*command, *small],
        cwd=ROOT,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen", "SYNCREVIEW_HOME": str(tmp_path)},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert result.returncode == 0, result.stderr
    lines = result.stdout.splitlines()
    assert any("p95 / plain" in line for line in lines)
    plain = [line for line in lines if "pyqtgraph, plain" in line]
    assert len(plain) == 7
    assert all(line.rstrip().endswith("1.000") for line in plain)
    ours = [line for line in lines if "timeline, all lanes" in line]
    assert len(ours) == 7
    assert all(float(line.split("under")[0].split()[-1]) > 0 for line in ours)
