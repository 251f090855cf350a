"""Rows of bars: how high they are, and that what is scrolled to is there."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor

from gui.program import Program
from gui.timeline.bars import Bar, BarsLane
from tests.gui.timeline_helpers import open_analysed, spot_in, wheel

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def opened(program: Program, clip_factory: Callable[..., Any], qtbot: Any) -> Program:
    clip: Path = clip_factory(frames=100, audio_codec="aac").path
    return open_analysed(program, clip, qtbot)


def bars(rows: int) -> list[Bar]:
    """One in each row, over the whole clip; keys are rows."""
    return [Bar(0.0, 4.0, row, QColor("red"), str(row), row) for row in range(rows)]


def rows_in_sight(program: Program, lane: BarsLane) -> set[int]:
    frame = program.window.timeline.view.frame_of(lane)
    found = (lane.bar_at(100, y, frame) for y in range(frame.height))
    return {bar.row for bar in found if bar is not None}


def test_fewer_rows_are_not_scrolled_away(opened: Program) -> None:
    lane = opened.window.timeline.tracks
    lane.set_bars(bars(150))
    lane.select(149)
    assert 149 in rows_in_sight(opened, lane)
    lane.set_bars(bars(2))
    assert rows_in_sight(opened, lane) == {0, 1}


def test_rows_that_find_room_are_not_scrolled_away(opened: Program) -> None:
    timeline = opened.window.timeline
    lane = timeline.tracks
    timeline.view.setFixedHeight(250)
    timeline.view.lay_out()
    lane.set_bars(bars(30))
    lane.select(29)
    assert 0 not in rows_in_sight(opened, lane)
    timeline.view.setFixedHeight(1600)
    timeline.view.lay_out()
    assert rows_in_sight(opened, lane) == set(range(30))


def test_a_row_that_was_selected_in_a_folded_lane_is_in_sight_when_it_unfolds(
    opened: Program,
) -> None:
    lane = opened.window.timeline.tracks
    lane.set_bars(bars(150))
    lane.set_folded(True)
    lane.select(75)
    wheel(opened, spot_in(opened, lane, 2.0), -120, CTRL)
    lane.set_folded(False)
    assert 75 in rows_in_sight(opened, lane)
    lane.set_bars([])
    lane.set_bars(bars(2))
    assert rows_in_sight(opened, lane) == {0, 1}


@pytest.mark.parametrize("unfolded", ["", "spectrum", "shots wave heat confidence speakers tracks"])
def test_all_lanes_have_room_in_the_smallest_panel(opened: Program, unfolded: str) -> None:
    timeline = opened.window.timeline
    for name in ("shots", "wave", "spectrum", "heat", "confidence"):
        getattr(timeline, name).set_folded(name not in unfolded)
    lanes: Sequence[BarsLane] = (timeline.speakers, timeline.tracks)
    for lane in lanes:
        lane.set_bars(bars(40))
    height = timeline.minimumSizeHint().height()
    timeline.view.setFixedHeight(height)
    timeline.view.lay_out()
    assert timeline.view.height() == height <= 240
    assert timeline.lanes[-1].rect.bottom() < height
    assert all(lane.rect.height() >= lane.row_px for lane in lanes)


def test_rows_of_one_lane_leave_room_for_those_of_another(opened: Program) -> None:
    timeline = opened.window.timeline
    timeline.view.setFixedHeight(500)
    timeline.speakers.set_bars(bars(2))
    timeline.tracks.set_bars(bars(100))
    timeline.view.lay_out()
    assert timeline.speakers.rect.height() == 2 * timeline.speakers.row_px
    timeline.speakers.set_bars(bars(100))
    assert timeline.speakers.rect.height() == pytest.approx(timeline.tracks.rect.height(), abs=1)
    # What is painted into keeps the height that it needs.
    assert timeline.heat.rect.height() >= timeline.heat.open_height
    assert timeline.lanes[-1].rect.bottom() < 500
