"""Bringing torch in, in a process of its own: nothing is printed, collections go on afterwards."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
_PROGRAM = """
import gc, sys
import core.analysis.loading
assert "torch" not in sys.modules
core.analysis.loading.load_torch()
assert {"torch", "torchvision"} <= sys.modules.keys()
assert gc.isenabled() and gc.get_freeze_count() > 10_000
before = gc.get_freeze_count()
core.analysis.loading.load_torch()
assert gc.get_freeze_count() == before
"""


def test_torch_comes_in_quietly_and_once() -> None:
    done = subprocess.run(
        [sys.executable, "-c", _PROGRAM], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
