"""The page of all videos: what it tells, filters, criteria, removal, and the queue."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt

from core.model import edits, verdict_edits
from core.model.values import VerdictValue
from gui.batch_queue import QueueStatus
from gui.program import Program
from gui.project_view.model import FINDING, KEPT, NAME, REVIEWED, STATUS, TRACKS
from tests.core.documents import state
from tests.gui.helpers import wait_idle
from tests.gui.three_videos import WHOLE, cell, ended, three_fixture

__all__ = ["three_fixture"]


def test_the_page_tells_how_it_stands_with_each_video(three: Program, qtbot: Any) -> None:
    panel, model = three.project.panel, three.project.model
    assert three.project.shown
    assert panel.filter.rowCount() == 3
    assert panel.count.text() == "3 of 3 videos"
    panel.table.sortByColumn(TRACKS, Qt.SortOrder.DescendingOrder)
    assert cell(three, 0, NAME).startswith("clip_")
    assert cell(three, 0, TRACKS) == "4"
    assert cell(three, 0, STATUS) == "analysed"
    assert cell(three, 1, STATUS) == "not analysed yet"
    assert cell(three, 0, FINDING) != ""
    assert cell(three, 0, REVIEWED) == "0 of 4"
    doc = three.session.document
    three.session.do(verdict_edits.set_verdicts(doc, [1, 2], VerdictValue.REJECT))
    assert cell(three, 0, REVIEWED) == "2 of 4"
    images = three.project.thumbnails
    for video in doc.videos.values():
        images.get(video)
    qtbot.waitUntil(lambda: not images.busy, timeout=15000)
    assert all(images.get(video) is not None for video in doc.videos.values())
    assert model.rowCount() == 3


def test_search_and_filter(three: Program) -> None:
    panel = three.project.panel
    name = cell(three, 1, NAME).partition("\n")[0]
    panel.search.setText(name.upper())
    assert panel.filter.rowCount() == 1
    assert panel.count.text() == "1 of 3 videos"
    panel.search.clear()
    panel.state.setCurrentIndex(panel.state.findData("not analysed"))
    panel.state.activated.emit(0)
    assert panel.filter.rowCount() == 2


def test_enter_opens_the_video(three: Program, qtbot: Any) -> None:
    panel = three.project.panel
    panel.table.sortByColumn(TRACKS, Qt.SortOrder.DescendingOrder)
    panel.table.setFocus()
    panel.table.selectRow(0)
    assert three.session.video is not None
    assert three.session.video.id == 3
    qtbot.keyClick(panel.table, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: three.session.video.id == 1, timeout=15000)  # type: ignore[union-attr]
    assert not three.project.shown
    assert not three.actions["project_view"].isChecked()


def test_presets_keep_and_lose(three: Program, qtbot: Any) -> None:
    criteria, model, panel = three.project.criteria, three.project.model, three.project.panel
    panel.table.sortByColumn(TRACKS, Qt.SortOrder.DescendingOrder)

    def kept(preset: str) -> str:
        model.set_selection(None)
        criteria.preset.setCurrentIndex(criteria.preset.findData(preset))
        three.project._select()
        qtbot.waitUntil(lambda: model.selection is not None, timeout=15000)
        return cell(three, 0, KEPT)

    # Both speakers have confidence 6; the second one's offset is five steps.
    assert kept("loose") == "2 of 4"
    assert kept("normal") == "1 of 4"
    assert "Kept tracks: 1," in criteria.totals.text()
    assert three.preferences.settings.keep_preset == "normal"
    assert not criteria.confidence.isEnabled()
    assert kept("own") == "1 of 4"
    criteria.confidence.setValue(7.0)
    assert three.preferences.settings.keep_confidence == 7.0
    assert kept("own") == "0 of 4"


def test_a_removed_video_comes_back_with_undo(three: Program, qtbot: Any) -> None:
    panel, doc = three.project.panel, three.session.document
    panel.table.sortByColumn(TRACKS, Qt.SortOrder.DescendingOrder)
    panel.table.selectRow(0)
    before = state(doc)
    three.actions["remove_video"].trigger()
    assert sorted(doc.videos) == [2, 3]
    assert not doc.tracks
    assert panel.filter.rowCount() == 2
    three.session.undo()
    assert state(doc) == before
    assert panel.filter.rowCount() == 3


def test_the_queue_analyses_what_is_not(three: Program, qtbot: Any) -> None:
    queue, doc = three.project.queue, three.session.document
    queue.add([2, 3], WHOLE)
    assert queue.running
    assert not three.actions["analyse"].isEnabled()
    assert queue.entry(3).status is QueueStatus.WAITING  # type: ignore[union-attr]
    ended(three, qtbot)
    assert set(doc.analyses) == {1, 2, 3}
    assert {t.video_id for t in doc.tracks.values()} == {1, 2, 3}
    assert "queue is done" in three.window.hint.text()
    assert three.actions["analyse"].isEnabled()


def test_a_video_that_fails_does_not_stop_the_rest(three: Program, qtbot: Any) -> None:
    queue, doc = three.project.queue, three.session.document
    path = Path(doc.videos[2].path)
    away = path.with_suffix(".away")
    path.rename(away)
    queue.add([2, 3], WHOLE)
    ended(three, qtbot)
    assert queue.failed == [2]
    assert 3 in doc.analyses
    row = next(r for r in range(3) if cell(three, r, STATUS).startswith("failed"))
    assert "does not exist" in cell(three, row, STATUS)
    away.rename(path)
    queue.retry(WHOLE)
    ended(three, qtbot)
    assert not queue.failed
    assert 2 in doc.analyses


def test_what_failed_is_tried_again_with_what_is_chosen_now(
    three: Program, qtbot: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    queue, doc = three.project.queue, three.session.document
    queue.add([2], replace(WHOLE, crop="face", detector="gone"))
    ended(three, qtbot)
    assert queue.failed == [2]
    # What runs or waits meanwhile keeps the choice with which it was queued.
    queue.add([3], replace(WHOLE, mode="reference"))
    monkeypatch.setattr(three.project, "_params", lambda: WHOLE)
    three.actions["queue_retry"].trigger()
    ended(three, qtbot)
    assert not queue.failed
    modes = {t.video_id: doc.scores[t.id].mode for t in doc.tracks.values()}
    assert (modes[2], modes[3]) == ("robust", "reference")


def test_pause_and_go_on(three: Program, qtbot: Any) -> None:
    queue, doc = three.project.queue, three.session.document
    queue.add([2, 3], WHOLE)
    three.actions["queue_pause"].trigger()
    qtbot.waitUntil(lambda: not queue.running, timeout=15000)
    assert queue.paused
    assert len(queue.waiting) == 2
    assert set(doc.analyses) == {1}
    queue.remove([2])
    three.actions["queue_pause"].trigger()
    ended(three, qtbot)
    assert set(doc.analyses) == {1, 3}


def test_who_goes_on_at_once_need_not_wait_for_the_pause(three: Program, qtbot: Any) -> None:
    queue, doc = three.project.queue, three.session.document
    queue.add([2, 3], WHOLE)
    queue.pause()
    queue.resume()
    ended(three, qtbot)
    assert set(doc.analyses) == {1, 2, 3}


def test_leaving_the_project_ends_the_queue(
    three: Program, clip_factory: Callable[..., Any], tmp_path: Path, qtbot: Any
) -> None:
    queue = three.project.queue
    queue.add([2, 3], WHOLE)
    three.files.save_as(tmp_path / "copy.syncreview")
    wait_idle(three, qtbot)
    qtbot.waitUntil(lambda: not queue.running, timeout=15000)
    assert queue.entry(2) is None


def test_cancel_pauses_the_queue(three: Program, qtbot: Any) -> None:
    queue = three.project.queue
    queue.add([2, 3], WHOLE)
    assert three.actions["cancel"].isEnabled()
    three.actions["cancel"].trigger()
    qtbot.waitUntil(lambda: not queue.running, timeout=15000)
    assert queue.paused
    assert sorted(queue.waiting) == [2, 3]


def test_videos_that_are_removed_leave_the_queue(three: Program, qtbot: Any) -> None:
    queue, session = three.project.queue, three.session
    queue.add([2, 3], WHOLE)
    assert queue.entry(2).status is QueueStatus.RUNNING  # type: ignore[union-attr]
    session.do(edits.delete_videos(session.document, [2]))
    assert queue.entry(2) is None
    ended(three, qtbot)
    assert set(session.document.analyses) == {1, 3}
    session.undo()
    session.undo()
    assert 2 in session.document.videos
    assert queue.entry(2) is None


def test_failures_stay_when_others_are_added(three: Program, qtbot: Any) -> None:
    queue, doc = three.project.queue, three.session.document
    path = Path(doc.videos[2].path)
    away = path.rename(path.with_suffix(".away"))
    queue.add([2], WHOLE)
    ended(three, qtbot)
    # Other tests use the same clip.
    away.rename(path)
    queue.add([3], WHOLE)
    ended(three, qtbot)
    assert queue.failed == [2]


def test_sorting_and_filtering_compute_a_row_once(
    three: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    model, panel = three.project.model, three.project.panel
    asked: list[int] = []
    real = model._states
    monkeypatch.setattr(model, "_states", lambda video: asked.append(video.id) or real(video))
    model.again()
    model.refresh()
    panel.table.sortByColumn(FINDING, Qt.SortOrder.DescendingOrder)
    panel.table.sortByColumn(KEPT, Qt.SortOrder.AscendingOrder)
    assert asked
    assert len(asked) == len(set(asked))
