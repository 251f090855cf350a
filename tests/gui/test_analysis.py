"""How an analysis is started, cancelled and ends, with an analysis that does as the test says."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt

import core.analysis.run
from core.analysis.run import AnalysisResult
from core.errors import ModelError
from core.jobs import JobContext
from gui.program import Program
from tests.core.documents import state
from tests.gui.helpers import analysis_by_hand, go_to, open_file, wait_idle


class Analysis:
    """Stands in for core.analysis.run.analyse: waits at 40 % until it is told how to end."""

    def __init__(self) -> None:
        self.go_on = threading.Event()
        self.waiting = threading.Event()
        self.error: Exception | None = None

    def __call__(
        self, source: Any, video: Any, params: Any, stages: Any, registry: Any, ctx: JobContext
    ) -> AnalysisResult:
        assert threading.current_thread() is not threading.main_thread()
        stages.put("a stage", video.id, "detections", b"kept")
        while not self.go_on.wait(0.005):
            ctx.progress(40, 100, "Finding faces")
            self.waiting.set()
        ctx.check()
        if self.error is not None:
            raise self.error
        analysis, found = analysis_by_hand(video, source.index)
        return AnalysisResult(analysis, found)


@pytest.fixture
def analysis(monkeypatch: pytest.MonkeyPatch) -> Analysis:
    stand_in = Analysis()
    monkeypatch.setattr(core.analysis.run, "analyse", stand_in)
    return stand_in


@pytest.fixture
def clip(clip_factory: Callable[..., Any]) -> Path:
    path: Path = clip_factory(frames=100, audio_codec="aac").path
    return path


@pytest.fixture
def running(program: Program, clip: Path, analysis: Analysis, qtbot: Any) -> Program:
    open_file(program, clip, qtbot)
    qtbot.keyClick(program.window, Qt.Key.Key_R, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(analysis.waiting.is_set)
    qtbot.waitUntil(lambda: "Finding faces" in program.window.jobs.text.text())
    return program


def test_progress_is_shown_and_the_window_works_meanwhile(
    running: Program, analysis: Analysis, qtbot: Any
) -> None:
    jobs = running.window.jobs
    assert jobs.isVisible()
    assert jobs.bar.value() == 400
    assert not running.actions["analyse"].isEnabled()
    assert running.actions["cancel"].isEnabled()
    go_to(running, 60, qtbot)
    analysis.go_on.set()
    qtbot.waitUntil(lambda: not running.analysis.running)
    assert not jobs.isVisible()
    assert running.actions["analyse"].isEnabled()
    assert len(running.session.tracks) == 4
    assert running.session.history.stack.undoText() == "Analyse"
    # The surest track is selected, so that its sync map is there to be seen.
    chosen = running.session.selected_track
    assert chosen is not None
    assert running.session.document.scores[chosen.id].determined
    running.actions["undo"].trigger()
    assert running.session.tracks == []
    running.actions["redo"].trigger()
    assert len(running.session.tracks) == 4


def test_cancelling_leaves_the_document_and_keeps_the_stages(
    running: Program, qtbot: Any, errors: list[BaseException]
) -> None:
    before = state(running.session.document)
    qtbot.mouseClick(running.window.jobs.cancel, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not running.analysis.running)
    assert state(running.session.document) == before
    assert not running.session.history.stack.canUndo()
    assert errors == []
    assert running.session.project is not None
    stages = running.session.project.stages()
    assert stages.get("a stage") == b"kept"
    stages.close()


def test_a_failure_is_told_once_and_the_window_goes_on(
    running: Program, analysis: Analysis, qtbot: Any, errors: list[BaseException]
) -> None:
    analysis.error = ModelError("the weights are truncated", "Install them again", "w.model")
    before = state(running.session.document)
    analysis.go_on.set()
    qtbot.waitUntil(lambda: not running.analysis.running)
    assert errors == [analysis.error]
    assert state(running.session.document) == before
    analysis.error = None
    running.actions["analyse"].trigger()
    qtbot.waitUntil(lambda: not running.analysis.running)
    assert len(running.session.tracks) == 4


def test_corrections_survive_a_second_analysis(
    running: Program, analysis: Analysis, qtbot: Any
) -> None:
    analysis.go_on.set()
    qtbot.waitUntil(lambda: not running.analysis.running)
    track = running.session.tracks[0].id
    running.session.select(track)
    running.editing.relabel("face", "Kim")
    running.actions["analyse"].trigger()
    qtbot.waitUntil(lambda: not running.analysis.running)
    assert running.session.document.tracks[track].name == "Kim"
    assert len(running.session.tracks) == 4


def test_opening_another_video_cancels(
    running: Program, clip_factory: Callable[..., Any], qtbot: Any, errors: list[BaseException]
) -> None:
    open_file(running, clip_factory(frames=20).path, qtbot)
    qtbot.waitUntil(lambda: not running.analysis.running)
    wait_idle(running, qtbot)
    assert running.session.tracks == []
    assert errors == []


def test_closing_the_window_ends_it(running: Program) -> None:
    # The guard of the GUI tests fails this test if a thread is left.
    running.window.close()
    assert not running.analysing.busy
