"""Changed and drawn tracks are scored again, by key, in one step of undo."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QToolButton

from core.model import edits
from core.model.values import Box, Speaking
from gui.program import Program
from tests.core.documents import state
from tests.gui.helpers import analyse_by_hand, go_to, open_file

SHIFT = Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def opened(program: Program, clip_factory: Callable[..., Any], qtbot: Any) -> Program:
    path: Path = clip_factory(frames=80, size=(320, 240), audio_codec="aac").path
    open_file(program, path, qtbot)
    analyse_by_hand(program)
    program.window.view.setFocus()
    return program


def outdated(program: Program) -> list[int]:
    return program.rescoring.outdated(program.choices.params())


def ended(program: Program, qtbot: Any) -> None:
    qtbot.waitUntil(lambda: not program.rescoring.running, timeout=60000)


def test_a_moved_box_is_scored_again(opened: Program, qtbot: Any) -> None:
    session, doc = opened.session, opened.session.document
    session.select(1)
    go_to(opened, 10, qtbot)
    opened.editing.nudge(5, 0)
    assert doc.scores[1].stale
    before = state(doc)
    qtbot.keyClick(opened.window, Qt.Key.Key_S, SHIFT)
    assert opened.rescoring.running
    assert not opened.actions["analyse"].isEnabled()
    ended(opened, qtbot)
    assert not doc.scores[1].stale
    assert doc.scores[1].scorer == "av_cca"
    assert "1 tracks scored again" in opened.window.hint.text()
    session.undo()
    assert state(doc) == before


def offered(program: Program) -> QToolButton | None:
    """The inspector's button, where the score is missing or stale."""
    return program.inspector.findChild(QToolButton, "rescore")


def test_the_inspector_offers_it_where_it_is_needed(opened: Program, qtbot: Any) -> None:
    doc = opened.session.document
    opened.session.select(1)
    assert offered(opened) is None
    go_to(opened, 10, qtbot)
    opened.editing.nudge(5, 0)
    button = offered(opened)
    assert button is not None
    assert button.isEnabled()
    assert "Score the track again" in button.text()
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert opened.rescoring.running
    assert not button.isEnabled()
    ended(opened, qtbot)
    assert not doc.scores[1].stale
    assert offered(opened) is None
    opened.editing.draw_box(Box(20, 20, 120, 120))
    assert opened.session.selected not in doc.scores
    assert offered(opened) is not None


def test_leaving_the_project_ends_it(
    opened: Program, clip_factory: Callable[..., Any], qtbot: Any
) -> None:
    opened.session.select(1)
    go_to(opened, 10, qtbot)
    opened.editing.nudge(5, 0)
    qtbot.keyClick(opened.window, Qt.Key.Key_S, SHIFT)
    assert opened.rescoring.running
    with qtbot.waitSignal(opened.analysing.cancelled, timeout=60000):
        opened.files.leaving.emit()
    assert not opened.rescoring.running
    assert opened.session.document.scores[1].stale


def test_all_that_are_not_up_to_date(opened: Program, qtbot: Any) -> None:
    doc = opened.session.document
    go_to(opened, 5, qtbot)
    opened.editing.draw_box(Box(20, 20, 120, 120))
    drawn = opened.session.selected
    assert drawn is not None
    assert outdated(opened) == [drawn]
    opened.actions["rescore_all"].trigger()
    ended(opened, qtbot)
    # One frame is too short for an answer, and that is one.
    assert not doc.scores[drawn].determined
    assert "too short" in doc.scores[drawn].reason
    assert outdated(opened) == []
    opened.actions["rescore_all"].trigger()
    assert "up to date" in opened.window.hint.text()


def test_what_changes_meanwhile_stays_stale(opened: Program, qtbot: Any) -> None:
    doc = opened.session.document
    opened.session.select(1)
    go_to(opened, 10, qtbot)
    opened.editing.nudge(5, 0)
    qtbot.keyClick(opened.window, Qt.Key.Key_S, SHIFT)
    opened.editing.nudge(5, 0)
    ended(opened, qtbot)
    assert doc.scores[1].stale
    assert "changed meanwhile" in opened.window.hint.text()


def facts(program: Program) -> str:
    return "\n".join(label.text() for label in program.inspector.findChildren(QLabel))


def test_what_the_scorer_has_to_say_is_told(
    program: Program, clip_factory: Callable[..., Any], qtbot: Any
) -> None:
    path: Path = clip_factory(frames=80, size=(320, 240), audio_codec=None).path
    open_file(program, path, qtbot)
    analyse_by_hand(program)
    program.session.select(1)
    assert "no audio" not in facts(program)
    program.actions["rescore"].trigger()
    ended(program, qtbot)
    assert program.window.hint.text() == "1 tracks scored again; the video has no audio"
    assert program.session.document.analyses[1].notices == ("the video has no audio",)
    assert "the video has no audio" in facts(program)
    program.session.undo()
    assert program.session.document.analyses[1].notices == ()


def test_what_the_speaker_model_said_is_asked_for_with_the_score(opened: Program) -> None:
    session, doc = opened.session, opened.session.document
    session.select(1)
    faces = [track.id for track in session.tracks]
    assert (outdated(opened), offered(opened)) == ([], None)
    opened.preferences.change(speaker="lr_asd")
    assert outdated(opened) == faces
    session.select(2)
    session.select(1)
    assert offered(opened) is not None
    said = Speaking(1, "lr_asd", None, 0, np.full(80, 0.5, np.float32))
    session.do(edits.set_scores(doc, [doc.scores[1]], [said]))
    assert 1 not in outdated(opened)
    assert offered(opened) is None
    # As where the score was renewed without a model: the boxes are others than those it saw.
    pts = int(doc.keyframes(1).pts[2])
    fresh = doc.scores[1]
    session.do(edits.set_box(doc, 1, pts, Box(1, 2, 90, 90)))
    session.do(edits.set_scores(doc, [fresh]))
    assert doc.speaking[1].stale
    assert not doc.scores[1].stale
    assert 1 in outdated(opened)
    assert offered(opened) is not None
    # Nothing that is asked for can be had without a model.
    opened.preferences.change(speaker="none")
    assert outdated(opened) == []


def test_a_track_of_which_the_model_says_nothing_is_not_asked_for_again(opened: Program) -> None:
    session, doc = opened.session, opened.session.document
    opened.preferences.change(speaker="lr_asd")
    session.select(1)
    said = Speaking(1, "lr_asd", None, 0, np.empty(0, np.float32))
    session.do(edits.set_scores(doc, [doc.scores[1]], [said]))
    assert "lr_asd says nothing of this track" in facts(opened)
    assert offered(opened) is None
    assert 1 not in outdated(opened)
    assert opened.window.timeline.speaking.curves == 0
