"""Undo and redo go on after a restart; the history list shows and walks them."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt

from core.errors import ProjectError
from core.model import edits, verdict_edits
from core.model.document import Step
from core.model.values import Box, VerdictValue
from core.store.project import Project
from gui.history_panel import HistoryPanel
from gui.program import Program
from tests.core.documents import state
from tests.core.obstacles import full_disk
from tests.gui.helpers import analyse_by_hand, open_file, wait_idle

ROOT = Path(__file__).parents[2]


@pytest.fixture
def clip(clip_factory: Callable[..., Any]) -> Path:
    path: Path = clip_factory(frames=40, size=(320, 240), audio_codec="aac").path
    return path


@pytest.fixture
def opened(program: Program, clip: Path, qtbot: Any) -> Program:
    """A draft with an analysis and three verdicts, all steps of this session."""
    open_file(program, clip, qtbot)
    analyse_by_hand(program)
    program.session.select(program.session.tracks[0].id)
    for number in (2, 3, 4):
        program.actions[f"verdict_{number}"].trigger()
    return program


def panel_of(program: Program, qtbot: Any) -> HistoryPanel:
    """The history list, on screen."""
    program.window.docks["history"].toggleViewAction().trigger()
    panel = program.window.history
    qtbot.waitUntil(panel.isVisible)
    return panel


def rows(panel: HistoryPanel) -> list[str]:
    model = panel.model
    return [model.index(row).data() for row in range(model.rowCount())]


def click(panel: HistoryPanel, row: int, qtbot: Any) -> None:
    """Click a row and wait until the walk there has ended."""
    spot = panel.list.visualRect(panel.model.index(row)).center()
    qtbot.mouseClick(panel.list.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(spot))
    qtbot.waitUntil(lambda: not panel.walk.walking)


def test_undo_and_redo_go_on_after_a_restart(
    make_program: Callable[..., Program], opened: Program, clip: Path, qtbot: Any
) -> None:
    track = opened.session.tracks[0].id
    opened.actions["undo"].trigger()
    before = state(opened.session.document)
    opened.window.close()
    again = make_program()
    open_file(again, clip, qtbot)
    doc, stack = again.session.document, again.session.history.stack
    assert state(doc) == before
    assert (stack.index(), stack.count()) == (3, 4)
    assert again.actions["redo"].text().endswith("Set verdict")
    again.actions["redo"].trigger()
    verdict = doc.track_verdict(track)
    assert verdict is not None
    assert verdict.value is VerdictValue.VOICE_OVER
    for _ in range(4):
        assert again.actions["undo"].isEnabled()
        again.actions["undo"].trigger()
    # Opening the file was nothing to undo.
    assert not again.actions["undo"].isEnabled()
    assert again.session.tracks == []
    assert len(doc.videos) == 1
    again.actions["redo"].trigger()
    assert len(again.session.tracks) == 4


def edit_and_kill(program: Program, clip: Path, steps: str, qtbot: Any) -> Path:
    """Analyse a clip and leave it; then a process that never closes its project `p` does the steps.

    Returns:
        the path of the project.
    """
    open_file(program, clip, qtbot)
    analyse_by_hand(program)
    assert program.session.project is not None
    path = program.session.project.path
    program.files.open_demo()
    wait_idle(program, qtbot)
    code = (
        "import os, sys\n"
        "from core.model import edits\n"
        "from core.store.project import Project\n"
        "from tests.core.store.walking import undo\n"
        "p = Project.open(sys.argv[1])\n"
        f"{steps}"
        "os.kill(os.getpid(), 9)\n"
    )
    command = [sys.executable, "-c", code, str(path)]
    killed = subprocess.run(command, cwd=ROOT, env=os.environ, check=False)
    assert killed.returncode == -signal.SIGKILL
    return path


def test_a_killed_window_leaves_its_history_too(program: Program, clip: Path, qtbot: Any) -> None:
    """Steps and position by a process that never closed the project."""
    edit_and_kill(
        program,
        clip,
        "p.document.apply(edits.relabel(p.document, 1, 'person'))\n"
        "p.document.apply(edits.relabel(p.document, 1, 'speaker'))\n"
        "undo(p)\n",
        qtbot,
    )
    open_file(program, clip, qtbot)
    assert program.session.writable
    assert program.session.document.tracks[1].label == "person"
    program.actions["redo"].trigger()
    assert program.session.document.tracks[1].label == "speaker"
    program.actions["undo"].trigger()
    program.actions["undo"].trigger()
    assert program.session.document.tracks[1].label == "face"


def test_more_steps_than_are_kept_are_left_by_a_killed_window(
    program: Program, clip: Path, qtbot: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The journal is pruned now and then only: the list is those steps around the present one."""
    path = edit_and_kill(
        program,
        clip,
        "for n in range(10):\n"
        "    p.document.apply(edits.relabel(p.document, 1, f'label {n}'))\n"
        "for n in range(3):\n"
        "    undo(p)\n",
        qtbot,
    )
    monkeypatch.setattr("core.store.journal.JOURNAL_EDITS", 5)
    open_file(program, path, qtbot)
    session = program.session
    stack, document = session.history.stack, session.document
    assert document.tracks[1].label == "label 6"
    assert stack.count() == 5
    assert (stack.canUndo(), stack.canRedo()) == (True, True)
    assert session.undo()
    assert document.tracks[1].label == "label 5"
    for number in (6, 7, 8):
        assert session.redo()
        assert document.tracks[1].label == f"label {number}"


def test_the_list_is_hidden_until_it_is_wanted_and_shows_where_we_are(
    opened: Program, qtbot: Any
) -> None:
    dock = opened.window.docks["history"]
    assert not dock.isVisible()
    assert dock.toggleViewAction() in opened.window.menus["view"].actions()
    opened.actions["undo"].trigger()
    panel = panel_of(opened, qtbot)
    texts = rows(panel)
    assert texts[1:] == ["Analyse", "Set verdict", "Set verdict", "Set verdict"]
    assert texts[0].endswith("saved mark")
    assert panel.list.currentIndex().row() == 3
    fonts = [panel.model.index(r).data(Qt.ItemDataRole.FontRole) for r in range(5)]
    assert [bool(f and f.bold()) for f in fonts] == [False, False, False, True, False]
    opened.actions["undo"].trigger()
    assert panel.list.currentIndex().row() == 2
    assert "Undone" in panel.model.index(4).data(Qt.ItemDataRole.ToolTipRole)


def test_a_click_goes_to_any_state_through_the_document(opened: Program, qtbot: Any) -> None:
    panel, session = panel_of(opened, qtbot), opened.session
    full = state(session.document)
    click(panel, 0, qtbot)
    assert session.tracks == []
    assert session.history.stack.index() == 0
    assert panel.list.currentIndex().row() == 0
    with Project.open(session.project.path) as project:  # type: ignore[union-attr]
        assert state(project.document) == state(session.document)
    click(panel, 4, qtbot)
    assert state(session.document) == full
    click(panel, 2, qtbot)
    assert session.history.stack.index() == 2
    verdict = session.document.track_verdict(session.tracks[0].id)
    assert verdict is not None
    assert verdict.value is VerdictValue.OUT_OF_SYNC
    # A new step drops what was undone.
    opened.session.select(session.tracks[1].id)
    opened.actions["verdict_1"].trigger()
    assert rows(panel)[1:] == ["Analyse", "Set verdict", "Set verdict"]


def test_the_keyboard_walks_the_list(opened: Program, qtbot: Any) -> None:
    panel = panel_of(opened, qtbot)
    panel.list.setFocus()
    for _ in range(4):
        qtbot.keyClick(panel.list, Qt.Key.Key_Up)
    assert opened.session.history.stack.index() == 4
    qtbot.keyClick(panel.list, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: opened.session.history.stack.index() == 0)


def test_the_saved_mark_moves_with_save_as(opened: Program, tmp_path: Path, qtbot: Any) -> None:
    panel = panel_of(opened, qtbot)
    opened.actions["undo"].trigger()
    assert not opened.session.history.stack.isClean()
    opened.files.save_as(tmp_path / "mine.syncreview")
    wait_idle(opened, qtbot)
    assert opened.session.history.stack.isClean()
    texts = rows(panel)
    assert [text.endswith("saved mark") for text in texts] == [False, False, False, True, False]
    # The copy has the whole history.
    opened.actions["redo"].trigger()
    click(panel, 0, qtbot)
    assert opened.session.tracks == []


def test_a_step_that_does_not_fit_any_more_is_told_and_the_walk_ends_there(
    opened: Program, qtbot: Any, errors: list[BaseException]
) -> None:
    panel, session = panel_of(opened, qtbot), opened.session
    track = session.tracks[0].id
    # The program changes the verdict: the last step but one does not fit any more.
    verdict = verdict_edits.set_verdict(session.document, track, VerdictValue.REJECT)
    session.document.apply(verdict, Step.NONE)
    before = state(session.document)
    click(panel, 0, qtbot)
    (error,) = errors
    assert isinstance(error, ProjectError)
    assert '"Set verdict" cannot be undone' in error.user_text
    assert state(session.document) == before
    assert session.history.stack.index() == 4
    assert panel.list.currentIndex().row() == 4


def test_a_walk_ends_where_the_disk_is_full(
    opened: Program, qtbot: Any, errors: list[BaseException]
) -> None:
    panel, session = panel_of(opened, qtbot), opened.session
    assert session.project is not None
    with full_disk(0):
        click(panel, 0, qtbot)
    assert [type(e) for e in errors] == [ProjectError]
    assert session.history.stack.index() == 4
    click(panel, 3, qtbot)
    assert session.history.stack.index() == 3


def test_an_edit_during_a_long_walk_ends_it(opened: Program, qtbot: Any) -> None:
    session, walk = opened.session, opened.window.history.walk
    walk.go(0)
    assert walk.walking
    track = session.tracks[0].id
    box = Box(5, 5, 50, 50)
    assert session.do(edits.set_box(session.document, track, session.pts, box))
    qtbot.waitUntil(lambda: not walk.walking)
    rows_now = session.document.keyframes(track).get(session.pts)
    assert rows_now is not None
    assert rows_now.box == box
    assert session.history.stack.index() == session.history.stack.count() == 5


def test_opening_what_is_open_keeps_one_document(opened: Program, clip: Path, qtbot: Any) -> None:
    """A second document of the same file would overwrite the edits of the first."""
    project = opened.session.project
    open_file(opened, clip, qtbot)
    assert opened.session.project is project
    assert project is not None
    assert len(opened.session.document.verdicts) == 1
    open_file(opened, project.path, qtbot)
    assert opened.session.project is project
    assert opened.session.history.stack.count() == 4


def test_opening_again_is_the_way_out_when_another_wrote_the_project(
    opened: Program, qtbot: Any, errors: list[BaseException]
) -> None:
    project = opened.session.project
    assert project is not None
    with Project.open(project.path) as other:
        other.document.apply(edits.relabel(other.document, 1, "person"))
    opened.actions["undo"].trigger()
    (error,) = errors
    assert isinstance(error, ProjectError)
    assert "changed from elsewhere" in error.user_text
    assert "Open the project again" in error.hint
    assert opened.session.history.stack.index() == 4
    open_file(opened, project.path, qtbot)
    assert opened.session.document.tracks[1].label == "person"
    opened.actions["undo"].trigger()
    assert opened.session.document.tracks[1].label == "face"


def test_old_edits_are_read_from_the_project_again(
    opened: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("gui.undo.IN_MEMORY", 3)
    session = opened.session
    track, states = session.tracks[0].id, [state(session.document)]
    for i in range(8):
        box = Box(i, i, i + 20, i + 20)
        assert session.do(edits.set_box(session.document, track, session.pts, box))
        states.append(state(session.document))
    history = session.history
    kept = [history.command(row).edit is not None for row in range(history.stack.count())]
    assert kept[-8:] == [False] * 5 + [True] * 3
    for expected in reversed(states[:-1]):
        assert session.undo()
        assert state(session.document) == expected
    for expected in states[1:]:
        assert session.redo()
        assert state(session.document) == expected
    read = [history.command(row).edit is not None for row in range(history.stack.count())]
    assert read == kept
