"""The window and the command line write the same file."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QApplication

import main
from core.exchange.coco import CocoOptions
from gui.program import Program
from tests.gui.helpers import analyse_by_hand, open_file, wait_idle


def written(path: Path) -> dict[str, Any]:
    """Without the time of writing."""
    data: dict[str, Any] = json.loads(path.read_text())
    del data["info"]["date_created"]
    return data


def test_the_window_exports_what_the_command_line_does(
    program: Program, clip_factory: Callable[..., Any], tmp_path: Path, qtbot: Any
) -> None:
    project = tmp_path / "two.syncreview"
    for frames, codec in ((100, "aac"), (60, None)):
        open_file(program, clip_factory(frames=frames, audio_codec=codec).path, qtbot)
        if frames == 100:
            program.files.save_as(project)
            wait_idle(program, qtbot)
        analyse_by_hand(program)
    for shown in (2, 1):
        program.files.show_video(shown)
        wait_idle(program, qtbot)
        mine = tmp_path / f"window{shown}.json"
        with qtbot.waitSignal(program.files.exported, timeout=10000):
            program.files.export(mine, CocoOptions())
        theirs = tmp_path / f"terminal{shown}.json"
        assert main.main(["export", str(project), "--coco", str(theirs)]) == 0
        assert written(mine) == written(theirs)
        told = [video["speakers_by"] for video in written(mine)["videos"]]
        assert told == ["lips and sound", "lips"]
    for box in QApplication.topLevelWidgets():
        if box.windowTitle() == "Export COCO":
            box.close()
