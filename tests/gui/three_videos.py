"""A project with three videos and the page of them, for tests."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from core.analysis.params import AnalysisParams
from gui.program import Program
from tests.gui.helpers import analyse_by_hand, open_file, wait_idle

WHOLE = AnalysisParams(crop="none", device="cpu")


@pytest.fixture(name="three")
def three_fixture(
    program: Program, clip_factory: Callable[..., Any], tmp_path: Path, qtbot: Any
) -> Program:
    """A saved project with three videos, of which the first is analysed; its page is shown."""
    paths = [
        clip_factory(frames=frames, size=(160, 120), audio_codec="aac").path
        for frames in (100, 60, 80)
    ]
    open_file(program, paths[0], qtbot)
    program.files.save_as(tmp_path / "three.syncreview")
    wait_idle(program, qtbot)
    analyse_by_hand(program)
    for path in paths[1:]:
        open_file(program, path, qtbot)
    program.actions["project_view"].trigger()
    qtbot.waitUntil(lambda: program.review.findings.ready, timeout=15000)
    qtbot.waitUntil(lambda: program.project.model.selection is not None, timeout=15000)
    return program


def cell(program: Program, row: int, column: int) -> str:
    # What changed is told a moment later, once for many changes.
    program.project.model.refresh()
    return str(program.project.panel.filter.index(row, column).data())


def ended(program: Program, qtbot: Any) -> None:
    queue = program.project.queue
    qtbot.waitUntil(lambda: not queue.running and not queue.waiting, timeout=60000)
