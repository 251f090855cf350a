"""Text at 200 %: nothing is cut off, whether the font or the whole screen is scaled."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize("language", ["en", "ko"])
@pytest.mark.parametrize(
    ("font", "screen"), [(1.0, "1"), (2.0, "1"), (1.0, "2")], ids=["plain", "font", "screen"]
)
def test_no_text_is_cut_off(font: float, screen: str, language: str, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "tests.gui.window_at_scale", str(font), language, ""]
    result = subprocess.run(
        command,
        cwd=ROOT,
        env={
            **os.environ,
            "QT_QPA_PLATFORM": "offscreen",
            "QT_SCALE_FACTOR": screen,
            "SYNCREVIEW_HOME": str(tmp_path),
        },
        capture_output=True,
        text=True,
        timeout=150,
        check=False,
    )
    assert result.returncode == 0, result.stderr
    found = {name: lines for name, lines in json.loads(result.stdout).items() if lines}
    assert json.dumps(found, indent=1, ensure_ascii=False) == "{}"
