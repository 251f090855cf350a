"""Each repair of a track by its key on the real window: one edit, undone and redone."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QInputDialog

from core.model import fact_edits, path_edits
from core.model.values import Source, VerdictValue
from gui.program import Program
from tests.core.documents import state
from tests.gui.helpers import drag, go_to, on_view
from tests.gui.repairing import (
    ALT,
    CTRL,
    SHIFT,
    Key,
    frames_of,
    opened_fixture,
    press_fixture,
)

__all__ = ["opened_fixture", "press_fixture"]


def test_s_splits_before_the_frame_on_screen(opened: Program, press: Any, qtbot: Any) -> None:
    go_to(opened, 8, qtbot)
    press(Key.Key_S)
    assert frames_of(opened, 1) == list(range(8))
    assert frames_of(opened, 5) == list(range(8, 20))
    assert opened.session.selected == 5


def test_splitting_outside_of_the_track_says_what_to_do(
    opened: Program, errors: list[BaseException], qtbot: Any
) -> None:
    go_to(opened, 30, qtbot)
    qtbot.keyClick(opened.window, Key.Key_S)
    (error,) = errors
    assert "inside" in str(error)
    assert not opened.session.history.stack.canRedo()


def test_m_merges_the_two_selected(opened: Program, press: Any, qtbot: Any) -> None:
    go_to(opened, 8, qtbot)
    press(Key.Key_S)
    opened.session.select_all([5, 1])
    press(Key.Key_M)
    assert frames_of(opened, 1) == list(range(20))
    assert 5 not in opened.session.document.tracks
    assert opened.session.selected == 1


def test_tracks_that_cannot_be_merged_stay_selected(
    opened: Program, errors: list[BaseException], qtbot: Any
) -> None:
    opened.session.select_all([3, 1])
    qtbot.keyClick(opened.window, Key.Key_M)
    (error,) = errors
    assert "different shots" in str(error)
    assert opened.session.chosen == (3, 1)


def test_the_rest_goes_to_no_locked_track(
    opened: Program, errors: list[BaseException], qtbot: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = opened.session
    assert session.do(fact_edits.set_locked(session.document, [2], True))
    go_to(opened, 8, qtbot)
    before, asked = state(session.document), []

    def answer(_parent: Any, _title: str, _text: str, items: list[str], *_: Any) -> Any:
        asked.append(items)
        return items[0], False

    monkeypatch.setattr(QInputDialog, "getItem", answer)
    qtbot.keyClick(opened.window, Key.Key_X, SHIFT)
    assert asked == [["face 3", "face 4"]]
    opened.tracks.repairs.hand_over(2)
    (error,) = errors
    assert "locked" in str(error)
    assert state(session.document) == before


def test_x_swaps_the_two_selected_from_here(opened: Program, press: Any, qtbot: Any) -> None:
    doc = opened.session.document
    left, right = doc.keyframes(1).at(12).box, doc.keyframes(2).at(12).box
    go_to(opened, 10, qtbot)
    opened.session.select_all([1, 2])
    press(Key.Key_X)
    assert (doc.keyframes(1).at(12).box, doc.keyframes(2).at(12).box) == (right, left)
    assert doc.keyframes(1).at(9).box == left


def test_the_rest_goes_to_another_track(
    opened: Program, press: Any, qtbot: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    go_to(opened, 8, qtbot)
    press(Key.Key_S)
    go_to(opened, 14, qtbot)
    opened.session.select(5)
    asked: list[list[str]] = []

    def answer(_parent: Any, _title: str, _text: str, items: list[str], *_: Any) -> Any:
        asked.append(items)
        return items[0], True

    monkeypatch.setattr(QInputDialog, "getItem", answer)
    press(Key.Key_X, SHIFT)
    assert asked[0][0] == "face 1"
    assert frames_of(opened, 1) == [*range(8), *range(14, 20)]
    assert frames_of(opened, 5) == list(range(8, 14))


def test_begin_and_end_of_a_track(opened: Program, press: Any, qtbot: Any) -> None:
    go_to(opened, 5, qtbot)
    press(Key.Key_BracketLeft, CTRL)
    go_to(opened, 15, qtbot)
    press(Key.Key_BracketRight, CTRL)
    assert frames_of(opened, 1) == list(range(5, 16))
    opened.session.seek_frame(7)
    opened.session.set_mark_in()
    opened.session.seek_frame(9)
    opened.session.set_mark_out()
    go_to(opened, 0, qtbot)
    press(Key.Key_T, CTRL)
    assert frames_of(opened, 1) == [7, 8, 9]


def test_u_is_outside_from_here_and_again_visible(opened: Program, press: Any, qtbot: Any) -> None:
    go_to(opened, 6, qtbot)
    press(Key.Key_U)
    assert frames_of(opened, 1) == list(range(6))
    assert all(o.track_id != 1 for o in opened.window.view.overlays)
    go_to(opened, 12, qtbot)
    press(Key.Key_U)
    assert frames_of(opened, 1) == [*range(6), *range(12, 20)]
    press(Key.Key_Y, SHIFT)
    assert frames_of(opened, 1) == list(range(20))


def test_q_covers_the_box_here_or_in_the_marked_span(
    opened: Program, press: Any, qtbot: Any
) -> None:
    doc = opened.session.document
    go_to(opened, 3, qtbot)
    press(Key.Key_Q)
    assert np.flatnonzero(doc.keyframes(1).occluded).tolist() == [3]
    opened.session.seek_frame(5)
    opened.session.set_mark_in()
    opened.session.seek_frame(8)
    opened.session.set_mark_out()
    go_to(opened, 6, qtbot)
    press(Key.Key_Q)
    press(Key.Key_Q, SHIFT)
    assert np.flatnonzero(doc.keyframes(1).occluded).tolist() == [3, 5, 6, 7, 8]
    assert np.flatnonzero(doc.keyframes(1).truncated).tolist() == [5, 6, 7, 8]


def test_p_holds_the_box(
    opened: Program, press: Any, qtbot: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QInputDialog, "getInt", lambda *_: (6, True))
    go_to(opened, 4, qtbot)
    press(Key.Key_P)
    rows = opened.session.document.keyframes(1)
    index = opened.session.index
    assert index is not None
    assert rows.get(int(index.pts[7])) is None
    assert rows.get(int(index.pts[10])).source is Source.PERSON  # type: ignore[union-attr]


def test_y_calms_a_trembling_track(opened: Program, press: Any, qtbot: Any) -> None:
    doc = opened.session.document
    rows = doc.keyframes(1)
    shaken = rows.with_boxes(
        (rows.boxes + np.where(np.arange(len(rows)) % 2, 6, 0)[:, None]).astype(np.float32)
    )
    opened.session.do(path_edits.replace_rows(doc, 1, None, shaken, "Shake"))
    go_to(opened, 4, qtbot)
    press(Key.Key_Y)
    calm = doc.keyframes(1).boxes[:, 0]
    assert np.abs(np.diff(calm)).max() < 1.5


def test_ctrl_click_selects_several_and_one_verdict_goes_to_all(
    opened: Program, press: Any, qtbot: Any
) -> None:
    view, doc = opened.window.view, opened.session.document
    go_to(opened, 2, qtbot)
    x, y = doc.keyframes(2).at(2).box.center
    qtbot.mouseClick(view, Qt.MouseButton.LeftButton, CTRL, on_view(view, x, y))
    assert opened.session.chosen == (2, 1)
    assert len(opened.window.tracks.table.selectionModel().selectedRows()) == 2
    press(Key.Key_3)
    assert {doc.track_verdict(id).value for id in (1, 2)} == {  # type: ignore[union-attr]
        VerdictValue.NOT_SPEAKING
    }
    press(Key.Key_Delete)
    assert set(doc.tracks) == {3, 4}


def test_rows_of_the_table_select_several(opened: Program) -> None:
    table = opened.window.tracks.table
    table.selectAll()
    assert len(opened.session.chosen) == 4
    table.clearSelection()
    assert opened.session.chosen == ()
    opened.session.select_all([3, 1])
    rows = {index.row() for index in table.selectionModel().selectedRows()}
    assert rows == {opened.window.tracks.model.row_of(id) for id in (1, 3)}


def test_a_locked_track_stays_and_a_hidden_one_is_not_drawn(
    opened: Program, press: Any, qtbot: Any
) -> None:
    view, doc = opened.window.view, opened.session.document
    go_to(opened, 2, qtbot)
    press(Key.Key_K, SHIFT)
    assert opened.actions["lock"].isChecked()
    assert not opened.actions["split"].isEnabled()
    before = state(doc)
    box = doc.keyframes(1).at(2).box
    spot = on_view(view, *box.center)
    drag(qtbot, view, spot, spot + QPoint(30, 10))
    qtbot.keyClick(opened.window, Key.Key_Delete)
    assert state(doc) == before
    press(Key.Key_K, SHIFT)
    press(Key.Key_H)
    assert all(o.track_id != 1 for o in view.overlays)
    press(Key.Key_H, SHIFT)
    assert any(o.track_id == 1 for o in view.overlays)


def test_a_verdict_for_the_marked_span(opened: Program, press: Any, qtbot: Any) -> None:
    assert not opened.actions["span_verdict_5"].isEnabled()
    opened.session.seek_frame(4)
    opened.session.set_mark_in()
    opened.session.seek_frame(9)
    opened.session.set_mark_out()
    press(Key.Key_5, ALT)
    (verdict,) = opened.session.document.verdicts.values()
    index = opened.session.index
    assert index is not None
    assert verdict.value is VerdictValue.REJECT
    assert (verdict.start_pts, verdict.end_pts) == (int(index.pts[4]), int(index.pts[10]))
    press(Key.Key_0, ALT)
    assert not opened.session.document.verdicts


def test_note_and_attributes_are_typed_in_the_inspector(opened: Program, qtbot: Any) -> None:
    doc = opened.session.document
    qtbot.keyClick(opened.window, Key.Key_2)
    qtbot.keyClick(opened.window, Key.Key_N, CTRL)
    field = QApplication.focusWidget()
    assert field is not None
    qtbot.keyClicks(field, "drifts at the end")
    qtbot.keyClick(field, Key.Key_Return)
    verdict = doc.track_verdict(1)
    assert verdict is not None
    assert (verdict.note, verdict.value) == ("drifts at the end", VerdictValue.OUT_OF_SYNC)
    facts = next(
        f for f in opened.inspector.findChildren(type(field)) if "name=" in f.placeholderText()
    )
    facts.setFocus()
    qtbot.keyClicks(facts, "language=ko; noisy")
    qtbot.keyClick(facts, Key.Key_Return)
    assert dict(doc.tracks[1].attributes) == {"language": "ko", "noisy": "yes"}
    opened.session.undo()
    assert doc.tracks[1].attributes == ()


def test_what_is_typed_belongs_to_the_track_it_was_typed_for(opened: Program, qtbot: Any) -> None:
    doc = opened.session.document
    qtbot.keyClick(opened.window, Key.Key_N, CTRL)
    field = QApplication.focusWidget()
    assert field is not None
    qtbot.keyClicks(field, "abc")
    opened.session.select(2)
    assert field.text() == ""  # type: ignore[attr-defined]
    qtbot.keyClick(field, Key.Key_Return)
    assert doc.track_verdict(1).note == "abc"  # type: ignore[union-attr]
    assert doc.track_verdict(2) is None
    field.setFocus()
    qtbot.keyClicks(field, "not this")
    qtbot.keyClick(field, Key.Key_Escape)
    assert doc.track_verdict(2) is None
    assert field.text() == ""  # type: ignore[attr-defined]


def test_steps_from_track_to_track(opened: Program, qtbot: Any) -> None:
    order = [track.id for track in opened.session.tracks]
    seen = [opened.session.selected]
    for _ in range(4):
        qtbot.keyClick(opened.window, Key.Key_PageDown)
        seen.append(opened.session.selected)
    assert seen == [*order, order[-1]]
    qtbot.keyClick(opened.window, Key.Key_A, CTRL)
    assert opened.session.chosen[0] == order[-1]
    assert set(opened.session.chosen) == set(order)
