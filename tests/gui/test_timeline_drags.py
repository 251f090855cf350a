"""Drags that move the visible range: all of the way counts from the press, and undoes itself."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt

from gui.program import Program
from gui.timeline.axis import MIN_RANGE_S
from tests.gui.timeline_helpers import LEFT, move, open_analysed, over, press, spot_in, wheel

MIDDLE = Qt.MouseButton.MiddleButton
ODD = (0.7123456789, 1.9876543211)
"""No round numbers: what is added up in steps would end beside it."""


@pytest.fixture
def opened(program: Program, clip_factory: Callable[..., Any], qtbot: Any) -> Program:
    clip: Path = clip_factory(frames=100, audio_codec="aac").path
    return open_analysed(program, clip, qtbot)


def wander(program: Program, spot: QPoint, button: Any) -> None:
    """Out in uneven steps, beyond both ends, and back to the press."""
    for dx in (7, 33, 170, 900, 3000, 41, -13, -600, -5000, -77, 0):
        move(program, spot + QPoint(dx, 0), button)


@pytest.mark.parametrize("name", ["wave", "overview"])
def test_a_drag_that_comes_back_leaves_the_range_as_it_was(opened: Program, name: str) -> None:
    timeline, axis = opened.window.timeline, opened.window.timeline.axis
    axis.set_range(*ODD)
    assert axis.range == ODD
    press(opened, spot_in(opened, getattr(timeline, name), 1.2, 0.75), MIDDLE)
    wander(opened, spot_in(opened, getattr(timeline, name), 1.2, 0.75), MIDDLE)
    assert axis.range == ODD


@pytest.mark.parametrize("edge", [0, 1])
def test_an_edge_of_the_frame_that_comes_back_leaves_the_range_as_it_was(
    opened: Program, edge: int
) -> None:
    axis = opened.window.timeline.axis
    axis.set_range(*ODD)
    # Not quite on the edge: it does not jump to the mouse.
    spot = over(opened, ODD[edge]) + QPoint(3, 0)
    press(opened, spot)
    move(opened, spot)
    assert axis.range == ODD
    wander(opened, spot, LEFT)
    assert axis.range == ODD


@pytest.mark.parametrize("edge", [0, 1])
def test_an_edge_that_is_drawn_over_the_other_one_does_not_push_it(
    opened: Program, edge: int
) -> None:
    axis = opened.window.timeline.axis
    axis.set_range(1.0, 2.0)
    spot = over(opened, axis.range[edge])
    press(opened, spot)
    for dx in range(0, 500, 50):
        move(opened, spot + QPoint(dx if edge == 0 else -dx, 0))
        assert axis.range[1 - edge] == pytest.approx(2.0 - edge)
    assert axis.span == pytest.approx(MIN_RANGE_S)


def test_the_wheel_zooms_while_a_drag_pans(opened: Program) -> None:
    timeline, axis = opened.window.timeline, opened.window.timeline.axis
    axis.set_range(1.0, 2.0)
    spot = spot_in(opened, timeline.wave, 1.5)
    press(opened, spot, MIDDLE)
    move(opened, spot + QPoint(40, 0), MIDDLE)
    under = timeline.view.seconds_at(spot.x() + 40)
    wheel(opened, spot + QPoint(40, 0), 300)
    span = axis.span
    assert span < 0.8
    move(opened, spot + QPoint(90, 0), MIDDLE)
    assert axis.span == pytest.approx(span)
    assert timeline.view.seconds_at(spot.x() + 90) == pytest.approx(under)


def test_what_is_panned_while_all_is_in_sight_stays_whole(opened: Program) -> None:
    axis = opened.window.timeline.axis
    axis.set_length(3.9999999)
    axis.show_all()
    for step in (0.3333333, -0.7777777, 0.1234567):
        axis.pan(step)
        assert axis.whole


def test_the_view_stays_under_the_mouse_that_comes_back_from_beyond_an_end(
    opened: Program,
) -> None:
    timeline, axis = opened.window.timeline, opened.window.timeline.axis
    axis.set_range(1.0, 2.0)
    spot = spot_in(opened, timeline.wave, 1.5)
    press(opened, spot, MIDDLE)
    move(opened, spot + QPoint(3000, 0), MIDDLE)
    assert axis.low == 0.0
    move(opened, spot + QPoint(100, 0), MIDDLE)
    assert timeline.view.seconds_at(spot.x() + 100) == pytest.approx(1.5, abs=0.02)
    move(opened, spot, MIDDLE)
    assert axis.range == pytest.approx((1.0, 2.0))


def test_the_frame_of_the_overview_stays_under_the_mouse_too(opened: Program) -> None:
    axis = opened.window.timeline.axis
    axis.set_range(1.0, 2.0)
    press(opened, over(opened, 1.5))
    move(opened, over(opened, 3.9))
    assert axis.range == pytest.approx((3.0, 4.0))
    move(opened, over(opened, 2.0))
    assert axis.range == pytest.approx((1.5, 2.5), abs=0.02)
