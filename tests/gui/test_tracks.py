"""The table of tracks and the inspector."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtWidgets import QComboBox, QFormLayout, QLabel, QToolButton

from core.model.values import VerdictValue
from gui.models.tracks import CONFIDENCE, OFFSET, SPAN, TITLE, VERDICT
from gui.program import Program
from tests.gui.helpers import analyse_by_hand, open_file


@pytest.fixture
def opened(program: Program, clip_factory: Callable[..., Any], qtbot: Any) -> Program:
    open_file(program, clip_factory(frames=100, audio_codec="aac").path, qtbot)
    analyse_by_hand(program)
    return program


def column(program: Program, number: int) -> list[str]:
    model = program.window.tracks.model
    return [model.index(row, number).data() for row in range(model.rowCount())]


def facts(program: Program) -> dict[str, str]:
    """What the inspector lists."""
    form = program.inspector._facts
    found = {}
    for row in range(form.rowCount()):
        if form.itemAt(row, QFormLayout.ItemRole.SpanningRole) is not None:
            continue  # a heading
        roles = QFormLayout.ItemRole.LabelRole, QFormLayout.ItemRole.FieldRole
        widgets = [form.itemAt(row, role).widget() for role in roles]
        if isinstance(widgets[1], QToolButton):
            continue  # offers to score again
        texts = []
        for widget in widgets:
            assert isinstance(widget, QLabel)
            texts.append(widget.text())
        found[texts[0]] = texts[1]
    return found


def test_offsets_are_in_words(opened: Program) -> None:
    assert column(opened, TITLE) == ["face 1", "face 2", "face 3", "face 4"]
    assert column(opened, SPAN)[0] == "0:00.0 – 0:02.0"
    assert column(opened, OFFSET) == [
        "in sync",
        "undetermined",
        "undetermined",
        "late 200 ms",
    ]
    model = opened.window.tracks.model
    tip = model.index(3, OFFSET).data(Qt.ItemDataRole.ToolTipRole)
    assert tip == "audio is late by 200 ms"
    assert column(opened, CONFIDENCE) == ["6.00", "0.40", "0.40", "6.00"]


def test_row_and_selection_follow_each_other(opened: Program, qtbot: Any) -> None:
    table, model = opened.window.tracks.table, opened.window.tracks.model
    rect = table.visualRect(model.index(2, TITLE))
    qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=rect.center())
    assert opened.session.selected == model.track_at(2).id
    opened.session.select(model.track_at(0).id)
    assert table.selectionModel().isRowSelected(0, QModelIndex())
    opened.session.select(None)
    assert not table.selectionModel().hasSelection()


def test_a_double_click_goes_to_the_start_of_a_track(opened: Program, qtbot: Any) -> None:
    table, model = opened.window.tracks.table, opened.window.tracks.model
    rect = table.visualRect(model.index(3, SPAN))
    # Qt sees a double click only after a press and release.
    qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=rect.center())
    qtbot.mouseDClick(table.viewport(), Qt.MouseButton.LeftButton, pos=rect.center())
    assert opened.session.position == 50


def test_the_verdict_is_chosen_in_the_table(opened: Program, qtbot: Any) -> None:
    table, model = opened.window.tracks.table, opened.window.tracks.model
    table.edit(model.index(1, VERDICT))
    combo = table.viewport().findChild(QComboBox)
    assert isinstance(combo, QComboBox)
    combo.setCurrentIndex(combo.findData(VerdictValue.NOT_SPEAKING))
    combo.activated.emit(combo.currentIndex())
    assert column(opened, VERDICT) == ["—", "not speaking", "—", "—"]
    assert opened.session.history.stack.undoText() == "Set verdict"
    opened.actions["undo"].trigger()
    assert column(opened, VERDICT) == ["—"] * 4
    qtbot.waitUntil(lambda: table.viewport().findChild(QComboBox) is None)


def test_a_stale_score_is_marked(opened: Program) -> None:
    track = opened.session.tracks[0].id
    opened.session.select(track)
    box = opened.window.view.overlays[0].box
    opened.editing.change_box(track, box, "Move box")
    assert column(opened, OFFSET)[0] == "in sync *"
    assert "changed" in " ".join(facts(opened).values())


def test_the_inspector_tells_the_figures(opened: Program) -> None:
    opened.session.select(opened.session.tracks[3].id)
    told = facts(opened)
    assert told["Sync"] == "audio is late by 200 ms"
    assert told["ITU-R BT.1359"] == "not acceptable"
    assert told["EBU R37"] == "outside"
    assert "minimum 6.00" in told["Reference"]
    assert told["Scorer"].startswith("syncnet")
    opened.session.select(opened.session.tracks[1].id)
    told = facts(opened)
    assert told["Sync"] == "undetermined"
    assert told["Why"] == "the confidence 0.400 is under the floor of 1.500"
    assert "ITU-R BT.1359" not in told
    opened.session.select(None)
    assert facts(opened)["Shots"] == "2"
