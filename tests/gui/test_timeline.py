"""The timeline: what the lanes show, and that it seeks, selects, zooms and does not leak."""

from __future__ import annotations

import gc
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import psutil
import pyqtgraph as pg
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication

from core.media.peaks import Peaks
from core.model.values import VerdictValue
from gui.program import Program
from gui.timeline.bars import pack
from gui.timeline.heat import STEP_MS, heat_map
from gui.timeline.lanes import Lane, visible_peaks
from tests.gui.helpers import analyse_by_hand, open_file, score_by_hand


@pytest.fixture
def opened(program: Program, clip_factory: Callable[..., Any], qtbot: Any) -> Program:
    clip: Path = clip_factory(frames=100, audio_codec="aac").path
    open_file(program, clip, qtbot)
    analyse_by_hand(program)
    QApplication.processEvents()
    return program


def spot_in(program: Program, lane: Lane, seconds: float, y: float) -> QPoint:
    """The pixel of the timeline's viewport over a point of a lane."""
    scene = lane.box.mapViewToScene(QPointF(seconds, y))
    return program.window.timeline.view.mapFromScene(scene)


@pytest.mark.parametrize("name", ["wave", "heat", "confidence", "shots"])
def test_a_click_in_any_lane_seeks(opened: Program, qtbot: Any, name: str) -> None:
    lane = getattr(opened.window.timeline, name)
    viewport = opened.window.timeline.view.viewport()
    qtbot.mouseClick(viewport, Qt.MouseButton.LeftButton, pos=spot_in(opened, lane, 2.0, 0.0))
    assert opened.session.seconds == pytest.approx(2.0, abs=0.05)
    for each in opened.window.timeline.lanes:
        assert each.playhead.value() == pytest.approx(opened.session.seconds)


def test_a_drag_scrubs(opened: Program, qtbot: Any) -> None:
    lane = opened.window.timeline.wave
    viewport = opened.window.timeline.view.viewport()
    start, end = spot_in(opened, lane, 1.0, 0.0), spot_in(opened, lane, 3.0, 0.0)
    qtbot.mousePress(viewport, Qt.MouseButton.LeftButton, pos=start)
    seen = []
    for part in (0.25, 0.5, 0.75, 1.0):
        spot = QPointF(start) + (QPointF(end) - QPointF(start)) * part
        _move(viewport, spot)
        seen.append(opened.session.seconds)
    qtbot.mouseRelease(viewport, Qt.MouseButton.LeftButton, pos=end)
    assert seen == sorted(seen)
    assert opened.session.seconds == pytest.approx(3.0, abs=0.05)


def _move(viewport: Any, spot: QPointF) -> None:
    from PySide6.QtCore import QEvent
    from PySide6.QtGui import QMouseEvent

    event = QMouseEvent(
        QEvent.Type.MouseMove,
        spot,
        viewport.mapToGlobal(spot),
        Qt.MouseButton.NoButton,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    QApplication.sendEvent(viewport, event)


def test_a_click_on_a_track_selects_it(opened: Program, qtbot: Any) -> None:
    timeline = opened.window.timeline
    viewport = timeline.view.viewport()
    for bar in timeline.tracks.bars.bars:
        y = timeline.tracks.bars.rows - bar.row - 0.5
        middle = (bar.start + bar.end) / 2
        qtbot.mouseClick(
            viewport, Qt.MouseButton.LeftButton, pos=spot_in(opened, timeline.tracks, middle, y)
        )
        assert opened.session.selected == bar.key
    chosen = [bar.key for bar in timeline.tracks.bars.bars if bar.selected]
    assert chosen == [opened.session.selected]


def test_the_wheel_zooms_at_the_cursor_and_with_shift_pans(opened: Program, qtbot: Any) -> None:
    lane = opened.window.timeline.wave
    view = opened.window.timeline.view
    whole = lane.box.viewRange()[0]
    assert whole == pytest.approx([0.0, 4.0])
    spot = spot_in(opened, lane, 1.0, 0.0)
    _wheel(view, spot, 600)
    low, high = lane.box.viewRange()[0]
    assert high - low < 2.5
    assert lane.box.mapSceneToView(view.mapToScene(spot)).x() == pytest.approx(1.0, abs=0.05)
    for each in opened.window.timeline.lanes:
        assert each.box.viewRange()[0] == pytest.approx([low, high])
    _wheel(view, spot, -120, Qt.KeyboardModifier.ShiftModifier)
    panned = lane.box.viewRange()[0]
    assert panned[0] > low
    assert panned[1] - panned[0] == pytest.approx(high - low)
    _wheel(view, spot, -6000)
    assert lane.box.viewRange()[0] == pytest.approx(whole)


def _wheel(
    view: Any,
    spot: QPoint,
    delta: int,
    keys: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier,
) -> None:
    viewport = view.viewport()
    event = QWheelEvent(
        QPointF(spot),
        viewport.mapToGlobal(QPointF(spot)),
        QPoint(),
        QPoint(0, delta),
        Qt.MouseButton.NoButton,
        keys,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(viewport, event)
    QApplication.processEvents()


def test_the_sync_map_of_the_selected_track_is_shown(opened: Program, qtbot: Any) -> None:
    timeline = opened.window.timeline
    assert timeline.heat.map is None
    assert "select" in timeline.heat.note_text
    late = next(t for t in opened.session.tracks if _offset(opened, t.id) == -5)
    opened.session.select(late.id)
    qtbot.waitUntil(lambda: timeline.heat.map is not None)
    assert timeline.heat.image.isVisible()
    xs, ys = timeline.heat.best.getData()
    assert list(ys) == [-200.0, -200.0]
    assert list(xs) == pytest.approx([2.0, 4.0], abs=0.1)
    assert "audio is late by 200 ms" in timeline.heat.note_text
    silent = next(t for t in opened.session.tracks if not _determined(opened, t.id))
    opened.session.select(silent.id)
    qtbot.waitUntil(lambda: not opened.plotting.busy)
    assert not timeline.heat.best.isVisible()
    assert "undetermined" in timeline.heat.note_text


def _offset(program: Program, id: int) -> float:
    return program.session.document.scores[id].offset_steps


def _determined(program: Program, id: int) -> bool:
    return program.session.document.scores[id].determined


def test_lanes_follow_edits(opened: Program, qtbot: Any) -> None:
    timeline = opened.window.timeline
    assert timeline.confidence.curves == 4
    assert len(timeline.shots.bars.bars) == 2
    track = opened.session.tracks[0]
    opened.session.select(track.id)
    opened.editing.set_verdict(VerdictValue.OUT_OF_SYNC)
    bar = next(b for b in timeline.tracks.bars.bars if b.key == track.id)
    assert "out of sync" in bar.text
    assert bar.badge is not None
    opened.editing.delete_track()
    assert timeline.confidence.curves == 3
    opened.actions["undo"].trigger()
    assert timeline.confidence.curves == 4


@pytest.mark.parametrize("offset", [-12, -5, 0, 3, 14])
def test_the_bright_row_is_the_offset(offset: int) -> None:
    prepared = heat_map(score_by_hand(1, 200, offset, start_step=50))
    assert int(prepared.levels.mean(axis=1).argmax()) - prepared.vshift == offset
    # The first column's middle is the centre of the window of step 50.
    assert prepared.start_s + 0.5 / 25 == pytest.approx(52 / 25)


def test_the_cut_of_the_map_lies_where_its_columns_belong() -> None:
    prepared = heat_map(score_by_hand(1, 1000, 2, start_step=25))
    part, left, right = prepared.visible(10.0, 20.0, 100)
    assert part.shape[1] <= 140
    assert left <= 10.0 < 20.0 <= right
    scale = (right - left) / part.shape[1]
    for column in range(part.shape[1]):
        first = round((left + column * scale - prepared.start_s) * 25)
        last = round((left + (column + 1) * scale - prepared.start_s) * 25)
        assert np.array_equal(part[:, column], prepared.levels[:, first:last].max(axis=1))
    nothing, *_ = prepared.visible(-5.0, 0.5, 100)
    assert nothing.shape[1] == 0
    assert STEP_MS == 40.0


def test_peaks_keep_their_extremes_when_zoomed_out() -> None:
    rng = np.random.default_rng(1)
    high = rng.random(10_000).astype(np.float32)
    high[4321] = 5.0
    peaks = Peaks(-high, high)
    times, low, top = visible_peaks(peaks, 0.0, 100.0, 500)
    assert 400 < len(times) < 1100
    assert top.max() == 5.0
    assert low.min() == -5.0
    assert times[int(top.argmax())] == pytest.approx(43.21, abs=0.2)
    times, _low, top = visible_peaks(peaks, 43.0, 43.5, 500)
    assert times[int(top.argmax())] == pytest.approx(43.215)


def test_packing_never_overlaps() -> None:
    spans = [(0.0, 5.0), (0.0, 3.0), (3.0, 6.0), (5.0, 9.0), (5.5, 7.0)]
    assert pack(spans) == [0, 1, 1, 0, 2]


def test_500_repaints_take_no_reference_and_no_memory(opened: Program, qtbot: Any) -> None:
    """PySide6 6.12 takes one reference from None at each call that returns nothing."""
    timeline = opened.window.timeline
    opened.session.select(opened.session.tracks[0].id)
    qtbot.waitUntil(lambda: timeline.heat.map is not None)
    viewport = timeline.view.viewport()
    process = psutil.Process()
    lane = timeline.wave

    def repaint(times: int) -> None:
        for n in range(times):
            low = (n % 50) * 0.02
            lane.plot.setXRange(low, low + 2.0, padding=0)
            lane.playhead.setValue(low + 1.0)
            viewport.repaint()

    repaint(60)
    gc.collect()
    references, memory = sys.getrefcount(None), process.memory_info().rss
    repaint(500)
    gc.collect()
    # Taken references kill the process when none is left. (Python 3.12 made None immortal. Axes
    # give a few references too many at each repaint with PySide6 6.11; that does no harm.)
    assert sys.getrefcount(None) > references - 50
    assert process.memory_info().rss - memory < 24 << 20
    assert pg.__version__.startswith("0.14")
