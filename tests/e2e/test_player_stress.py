"""500 random seeks, speeds, toggles and files in one process: no wrong frame, nothing left over."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
_ROOM_MIB = 40
"""What the allocator may keep more; a decoder or a picture cache that is not let go is larger."""


@pytest.mark.slow
def test_the_player_shows_no_wrong_frame_and_leaves_nothing_behind(tmp_path: Path) -> None:
    environment = os.environ | {"SYNCREVIEW_HOME": str(tmp_path / "home")}
    done = subprocess.run(
        [sys.executable, "-m", "tests.e2e.stress", str(tmp_path), "--operations", "500"],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    facts = json.loads(done.stdout)
    before, after = facts["before"], facts["after"]
    assert facts["checked"] > 200
    assert len(facts["done"]) == 10
    assert after["memory_mib"] - before["memory_mib"] < _ROOM_MIB, facts
    # Decoders come and go with the kind of the open file: three decoding threads at most.
    assert after["threads"] <= before["threads"] + 1, facts
    assert after["system_threads"] <= before["system_threads"] + 4, facts
    assert after["files"] <= before["files"] + 4, facts
    assert facts["threads_left"] == 1, facts
