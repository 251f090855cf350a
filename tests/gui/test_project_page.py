"""The page of all videos: how much is told anew, missing files, the order of the queue, scorers."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QModelIndex, Qt

from core.model import edits, verdict_edits
from core.model.edits import Edit, RecordChange
from core.model.values import Verdict, VerdictValue
from gui.models.tracks import VERDICT
from gui.program import Program
from gui.project_view.model import NAME, REVIEWED, ROWS_AT_ONCE, STATUS, TRACKS
from gui.queue_pace import Pace
from tests.core.documents import a_video
from tests.gui.three_videos import WHOLE, ended, three_fixture

__all__ = ["three_fixture"]

PAGE_ACTIONS = ("queue_chosen", "remove_video", "queue_up", "queue_down")


def told_rows(program: Program) -> list[int]:
    """Rows of the model that are told from now on, in order."""
    rows: list[int] = []

    def hear(first: QModelIndex, last: QModelIndex, *_: object) -> None:
        rows.extend(range(first.row(), last.row() + 1))

    program.project.model.dataChanged.connect(hear)
    return rows


def test_only_what_changed_is_told_anew(three: Program, qtbot: Any) -> None:
    model, session = three.project.model, three.session
    qtbot.waitUntil(lambda: three.review.findings.ready, timeout=15000)
    model.refresh()
    rows = told_rows(three)
    session.do(verdict_edits.set_verdicts(session.document, [1], VerdictValue.REJECT))
    model.refresh()
    assert set(rows) == {0}
    model.set_selection(model.selection)
    three.review.findings.changed.emit()
    three.project.queue.changed.emit()
    model.refresh()
    assert set(rows) == {0}


def test_many_rows_are_told_some_at_a_time(
    three: Program, monkeypatch: pytest.MonkeyPatch, qtbot: Any
) -> None:
    model, session = three.project.model, three.session
    for id in range(4, 1 + 3 * ROWS_AT_ONCE):
        session.do(edits.add_video(a_video(id, f"/videos/{id}.mp4")))
    three.project.panel.table.sortByColumn(TRACKS, Qt.SortOrder.DescendingOrder)
    model.refresh()
    asked: list[int] = []
    real = model._states
    monkeypatch.setattr(model, "_states", lambda video: asked.append(video.id) or real(video))
    steps: list[int] = []
    step = model._step

    def counted() -> None:
        before = len(asked)
        step()
        steps.append(len(asked) - before)

    monkeypatch.setattr(model, "_step", counted)
    model.again()
    model.refresh()
    assert len(steps) == 3
    # Sorting asks for each row that was told, and for no other.
    assert max(steps) <= ROWS_AT_ONCE
    assert len(asked) == len(set(asked)) <= model.rowCount()


def test_rows_that_wait_are_told_without_being_asked(three: Program, qtbot: Any) -> None:
    model = three.project.model
    model.refresh()
    rows = told_rows(three)
    model.again()
    qtbot.waitUntil(lambda: set(rows) == {0, 1, 2}, timeout=5000)


def test_a_missing_file_is_told(three: Program, qtbot: Any) -> None:
    path = Path(three.session.document.videos[1].path)
    away = path.rename(path.with_suffix(".away"))
    three.project.show(True)
    qtbot.waitUntil(lambda: cell_of(three, 1, STATUS) == "media missing", timeout=5000)
    panel = three.project.panel
    panel.state.setCurrentIndex(panel.state.findData("missing"))
    panel.state.activated.emit(0)
    assert panel.filter.rowCount() == 1
    away.rename(path)
    three.project._missing._on_state(Qt.ApplicationState.ApplicationActive)
    qtbot.waitUntil(lambda: cell_of(three, 1, STATUS) == "analysed", timeout=5000)
    assert panel.filter.rowCount() == 0


def cell_of(program: Program, video_id: int, column: int) -> str:
    """What the page says of a video, whatever it is sorted by."""
    model = program.project.model
    model.refresh()
    return str(model.index(model._rows[video_id], column).data())


def choose(program: Program, *video_ids: int) -> None:
    panel = program.project.panel
    panel.table.clearSelection()
    mode = panel.table.selectionModel().SelectionFlag
    for row in range(panel.filter.rowCount()):
        index = panel.filter.index(row, NAME)
        if panel._video_id(index) in video_ids:
            panel.table.selectionModel().select(index, mode.Select | mode.Rows)


def test_the_queue_can_be_reordered(three: Program, qtbot: Any) -> None:
    queue, actions = three.project.queue, three.actions
    queue.add([1, 2, 3], WHOLE)
    queue.pause()
    qtbot.waitUntil(lambda: not queue.running, timeout=15000)
    assert queue.waiting == [1, 2, 3]
    assert "paused, 3 waiting" in three.project.panel.queue.text()
    choose(three, 3)
    qtbot.keyClick(
        three.project.panel.table, Qt.Key.Key_PageUp, Qt.KeyboardModifier.ControlModifier
    )
    assert queue.waiting == [1, 3, 2]
    assert cell_of(three, 3, STATUS) == "waiting, number 2"
    assert cell_of(three, 2, STATUS) == "waiting, number 3"
    choose(three, 1, 3)
    actions["queue_down"].trigger()
    assert queue.waiting == [2, 1, 3]
    # At the end there is no further down, and the chosen keep their order.
    actions["queue_down"].trigger()
    assert queue.waiting == [2, 1, 3]
    actions["queue_up"].trigger()
    assert queue.waiting == [1, 3, 2]
    queue.remove([1, 2])
    assert not actions["queue_up"].isEnabled()
    queue.resume()
    ended(three, qtbot)
    assert three.project.panel.queue.text() == ""


def test_actions_are_off_with_nothing_chosen(three: Program, qtbot: Any) -> None:
    actions, project = three.actions, three.project
    project.panel.table.clearSelection()
    assert not any(actions[id].isEnabled() for id in PAGE_ACTIONS)
    assert not actions["queue_pause"].isEnabled()
    assert not actions["queue_retry"].isEnabled()
    assert actions["queue_all"].isEnabled()
    choose(three, 2)
    assert actions["queue_chosen"].isEnabled()
    assert actions["remove_video"].isEnabled()
    assert not actions["queue_up"].isEnabled()
    # What is chosen there is not seen from the player.
    project.show(False)
    assert not any(actions[id].isEnabled() for id in PAGE_ACTIONS)


def test_the_estimate_of_the_queue() -> None:
    now = [100.0]
    pace = Pace(lambda: now[0])
    assert pace.remaining_s(60.0) is None
    pace.begin(20.0)
    now[0] += 2.0
    pace.reached(0.5)
    # Too soon to tell.
    assert pace.remaining_s(60.0) is None
    now[0] += 2.0
    # 10 s of video took 4 s; 50 s are left, of the present one half.
    assert pace.remaining_s(60.0) == pytest.approx(20.0)
    pace.reached(1.0)
    now[0] += 1.0
    pace.end()
    assert pace.remaining_s(40.0) == pytest.approx(10.0)
    pace.begin(40.0)
    assert pace.remaining_s(40.0) == pytest.approx(10.0)


def test_verdicts_on_spans_count_as_review_everywhere(three: Program, qtbot: Any) -> None:
    session = three.session
    assert cell_of(three, 1, REVIEWED) == "0 of 4"
    video = session.document.videos[1]
    span = Verdict(1, 1, VerdictValue.IN_SYNC, video.start_pts, video.end_pts)
    session.do(Edit("x", (RecordChange("verdict", 1, None, span),)))
    assert cell_of(three, 1, REVIEWED) == "1 of 4"
    three.project._open(1)
    qtbot.waitUntil(lambda: session.video is not None and session.video.id == 1, timeout=15000)
    table = three.window.tracks.table.model()
    words = [str(table.index(row, VERDICT).data()) for row in range(table.rowCount())]
    assert sorted(words) == ["by spans", "—", "—", "—"]


def test_confidences_of_both_scorers_can_be_seen(three: Program, qtbot: Any) -> None:
    session, criteria = three.session, three.project.criteria

    def shown() -> str:
        return str(criteria.plots[0].getPlotItem().titleLabel.text)

    scored = [id for id, score in session.document.scores.items() if score.steps]
    kinds = {session.document.scores[id].kind for id in scored}
    assert kinds == {"distance"}
    assert criteria.kind.isHidden()
    assert shown() == f"Confidence of SyncNet: {len(scored)} tracks"
    old = session.document.scores[scored[0]]
    new = replace(old, kind="correlation", scorer="av_cca")
    session.do(Edit("x", (RecordChange("score", old.id, old, new),)))
    three.project._select()
    qtbot.waitUntil(lambda: not criteria.kind.isHidden(), timeout=15000)
    assert shown() == f"Confidence of SyncNet: {len(scored) - 1} tracks"
    criteria.kind.setCurrentIndex(1)
    criteria.kind.activated.emit(1)
    assert shown() == "Confidence of the scorer without weights: 1 tracks"
