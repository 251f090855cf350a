"""Mouse, keys and the right-click menu on the timeline, on the real window."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtTest import QTest

from gui.program import Program
from gui.timeline.axis import Follow
from tests.gui.timeline_helpers import (
    LEFT,
    NO_KEYS,
    bar_spot,
    drag,
    move,
    open_analysed,
    over,
    press,
    send,
    spot_in,
    wheel,
)

SHIFT = Qt.KeyboardModifier.ShiftModifier
ALT = Qt.KeyboardModifier.AltModifier
CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def opened(program: Program, clip_factory: Callable[..., Any], qtbot: Any) -> Program:
    clip: Path = clip_factory(frames=100, audio_codec="aac").path
    return open_analysed(program, clip, qtbot)


# --- seek, scrub, span ----------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["ruler", "wave", "heat", "confidence", "shots"])
def test_a_click_in_any_lane_seeks(opened: Program, qtbot: Any, name: str) -> None:
    timeline = opened.window.timeline
    qtbot.mouseClick(timeline.view, LEFT, pos=spot_in(opened, getattr(timeline, name), 2.0))
    assert opened.session.seconds == pytest.approx(2.0, abs=0.05)
    assert timeline.view.playhead == pytest.approx(opened.session.seconds)


def test_a_drag_scrubs(opened: Program) -> None:
    lane, seen = opened.window.timeline.wave, []
    opened.session.position_changed.connect(lambda _n: seen.append(opened.session.seconds))
    drag(opened, spot_in(opened, lane, 1.0), spot_in(opened, lane, 3.0))
    assert len(seen) >= 4
    assert seen == sorted(seen)
    assert opened.session.seconds == pytest.approx(3.0, abs=0.05)
    assert opened.session.mark_in is None


@pytest.mark.parametrize("keys", [SHIFT, ALT])
def test_a_drag_with_shift_or_alt_marks_a_span(opened: Program, keys: Any) -> None:
    session, lane = opened.session, opened.window.timeline.heat
    before = session.position
    drag(opened, spot_in(opened, lane, 3.0), spot_in(opened, lane, 1.0), keys=keys)
    index = session.index
    assert index is not None
    assert session.mark_in is not None
    assert session.mark_out is not None
    assert float(index.time_of_pts(session.mark_in)) == pytest.approx(1.0, abs=0.06)
    assert float(index.time_of_pts(session.mark_out)) == pytest.approx(3.0, abs=0.06)
    assert session.position == before
    assert opened.window.timeline.view.selecting is None


def test_a_click_with_shift_marks_nothing_and_esc_ends_a_drag(opened: Program, qtbot: Any) -> None:
    session, view = opened.session, opened.window.timeline.view
    spot = spot_in(opened, opened.window.timeline.wave, 2.0)
    qtbot.mouseClick(view, LEFT, SHIFT, pos=spot)
    assert (session.mark_in, session.position) == (None, 0)
    send(view, QEvent.Type.MouseButtonPress, spot, LEFT, LEFT, SHIFT)
    move(opened, spot + QPoint(80, 0), keys=SHIFT)
    assert view.selecting is not None
    QTest.keyClick(view, Qt.Key.Key_Escape)
    assert view.selecting is None
    none = Qt.MouseButton.NoButton
    send(view, QEvent.Type.MouseButtonRelease, spot + QPoint(80, 0), LEFT, none, SHIFT)
    assert session.mark_in is None


def test_a_click_on_a_track_selects_it_and_a_double_click_goes_to_its_start(
    opened: Program, qtbot: Any
) -> None:
    timeline, session = opened.window.timeline, opened.session
    for bar in timeline.tracks.bars:
        spot = bar_spot(opened, timeline.tracks, bar.key)
        qtbot.mouseClick(timeline.view, LEFT, pos=spot)
        assert session.selected == bar.key
        assert timeline.tracks.selected == bar.key
        qtbot.mouseDClick(timeline.view, LEFT, pos=spot)
        assert session.seconds == pytest.approx(bar.start, abs=0.021)


# --- zoom and pan ---------------------------------------------------------------------------------


def test_the_wheel_zooms_at_the_cursor_and_with_shift_pans(opened: Program) -> None:
    timeline, axis = opened.window.timeline, opened.window.timeline.axis
    whole = axis.range
    assert whole == pytest.approx((0.0, 4.0))
    spot = spot_in(opened, timeline.wave, 1.0)
    wheel(opened, spot, 600)
    assert axis.span < 2.5
    assert timeline.view.seconds_at(spot.x()) == pytest.approx(1.0, abs=0.05)
    low, span = axis.low, axis.span
    wheel(opened, spot, -120, SHIFT)
    assert axis.low > low
    assert axis.span == pytest.approx(span)
    wheel(opened, spot, -6000)
    assert axis.range == pytest.approx(whole)


def test_a_drag_with_the_middle_button_pans(opened: Program) -> None:
    timeline, axis = opened.window.timeline, opened.window.timeline.axis
    axis.set_range(1.0, 2.0)
    start = spot_in(opened, timeline.wave, 1.5)
    drag(opened, start, start - QPoint(100, 0), Qt.MouseButton.MiddleButton)
    assert timeline.view.seconds_at(start.x() - 100) == pytest.approx(1.5, abs=0.02)
    assert axis.span == pytest.approx(1.0)
    assert opened.session.position == 0


def test_the_frame_of_the_overview_moves_zooms_and_jumps(opened: Program, qtbot: Any) -> None:
    timeline, axis = opened.window.timeline, opened.window.timeline.axis
    axis.set_range(1.0, 2.0)
    drag(opened, over(opened, 1.5), over(opened, 2.5))
    assert axis.range == pytest.approx((2.0, 3.0), abs=0.02)
    drag(opened, over(opened, 3.0), over(opened, 3.5))
    assert axis.range == pytest.approx((2.0, 3.5), abs=0.03)
    drag(opened, over(opened, 2.0), over(opened, 1.0))
    assert axis.range == pytest.approx((1.0, 3.5), abs=0.04)
    axis.set_range(0.0, 1.0)
    qtbot.mouseClick(timeline.view, LEFT, pos=over(opened, 3.0))
    assert axis.range == pytest.approx((2.5, 3.5), abs=0.02)
    assert opened.session.position == 0


def test_keys_zoom_pan_and_fit(opened: Program) -> None:
    axis, window, session = opened.window.timeline.axis, opened.window, opened.session
    session.seek_seconds(2.0)
    QTest.keyClick(window, Qt.Key.Key_Equal)
    assert axis.span == pytest.approx(4.0 / 1.5)
    QTest.keyClick(window, Qt.Key.Key_Equal)
    low = axis.low
    QTest.keyClick(window, Qt.Key.Key_Right, ALT)
    assert axis.low > low
    QTest.keyClick(window, Qt.Key.Key_Left, ALT)
    assert axis.low == pytest.approx(low)
    QTest.keyClick(window, Qt.Key.Key_Minus)
    assert axis.span == pytest.approx(4.0 / 1.5)
    session.set_marks(*(int(session.index.pts[n]) for n in (50, 75)))  # type: ignore[union-attr]
    QTest.keyClick(window, Qt.Key.Key_8, CTRL)
    assert axis.range == pytest.approx((1.95, 3.05), abs=0.01)
    session.select(session.tracks[0].id)
    QTest.keyClick(window, Qt.Key.Key_7, CTRL)
    assert axis.low == 0.0
    assert axis.high == pytest.approx(2.06, abs=0.05)
    QTest.keyClick(window, Qt.Key.Key_9, CTRL)
    assert axis.range == pytest.approx((0.0, 4.0))


def test_the_playhead_is_followed_as_chosen(opened: Program) -> None:
    axis, session, timeline = opened.window.timeline.axis, opened.session, opened.window.timeline
    axis.set_range(0.0, 1.0)
    session.seek_seconds(1.5)
    assert axis.low == pytest.approx(session.seconds)
    opened.actions["follow_centre"].trigger()
    assert timeline.follow is Follow.CENTRE
    session.seek_seconds(2.0)
    assert sum(axis.range) / 2 == pytest.approx(session.seconds)
    QTest.keyClick(opened.window, Qt.Key.Key_F, CTRL | SHIFT)
    assert timeline.follow is Follow.OFF
    assert opened.actions["follow_off"].isChecked()
    assert not opened.actions["follow_centre"].isChecked()
    before = axis.range
    session.seek_seconds(3.9)
    assert axis.range == before
    assert opened.preferences.settings.follow == "off"


# --- folding --------------------------------------------------------------------------------------


def test_a_click_on_a_caption_folds_a_lane_for_good(
    opened: Program, make_program: Callable[..., Program], qtbot: Any
) -> None:
    timeline = opened.window.timeline
    lane = timeline.heat
    high, others = lane.rect.height(), timeline.wave.rect.height()
    spot = QPoint(20, lane.rect.top() + lane.folded_height // 2)
    qtbot.mouseClick(timeline.view, LEFT, pos=spot)
    assert lane.folded
    assert lane.rect.height() == lane.folded_height < high
    assert timeline.wave.rect.height() > others
    assert not opened.actions["lane_heat"].isChecked()
    folded = {"lane_heat", "lane_spectrum", "lane_speaking"}
    assert set(opened.preferences.settings.folded_lanes) == folded
    again = make_program()
    assert again.window.timeline.heat.folded
    assert not again.window.timeline.wave.folded
    opened.actions["lane_heat"].trigger()
    assert not lane.folded
    assert lane.rect.height() == high


def test_every_lane_folds_from_the_menu(opened: Program) -> None:
    menu = opened.window.menus["lanes"]
    lanes = {lane.id: lane for lane in opened.window.timeline.lanes if lane.id}
    assert [action.objectName() for action in menu.actions()] == list(lanes)
    for action in menu.actions():
        before = lanes[action.objectName()].folded
        action.trigger()
        assert lanes[action.objectName()].folded is not before


def test_the_spectrogram_is_read_only_when_unfolded(opened: Program, qtbot: Any) -> None:
    lane = opened.window.timeline.spectrum
    assert lane.folded
    assert lane.spectrum is None
    opened.actions["lane_spectrum"].trigger()
    qtbot.waitUntil(lambda: lane.spectrum is not None)
    spectrum = lane.spectrum
    assert spectrum is not None
    assert spectrum.levels.shape[1] * spectrum.seconds_per_column == pytest.approx(4.0, abs=0.1)
    assert lane.note == ""


def test_a_click_on_the_caption_column_does_not_seek(opened: Program, qtbot: Any) -> None:
    timeline = opened.window.timeline
    opened.session.seek_frame(30)
    low = timeline.wave.rect.bottom() - 2
    qtbot.mouseClick(timeline.view, LEFT, pos=QPoint(timeline.view.caption - 5, low))
    assert opened.session.position == 30
    assert not timeline.wave.folded


# --- what goes wrong with a mouse -----------------------------------------------------------------


def test_a_finger_that_goes_up_a_little_aslant_zooms(opened: Program) -> None:
    timeline, axis = opened.window.timeline, opened.window.timeline.axis
    spot = spot_in(opened, timeline.wave, 1.0)
    wheel(opened, spot, 600, x=5)
    assert axis.span < 2.5
    low, span = axis.low, axis.span
    wheel(opened, spot, 5, x=-120)
    assert axis.low > low
    assert axis.span == pytest.approx(span)


@pytest.mark.parametrize("keys", [NO_KEYS, SHIFT])
def test_a_drag_whose_release_went_elsewhere_ends_with_the_next_move(
    opened: Program, keys: Any
) -> None:
    timeline, session = opened.window.timeline, opened.session
    spot = spot_in(opened, timeline.wave, 1.0)
    press(opened, spot, keys=keys)
    move(opened, spot + QPoint(40, 0), keys=keys)
    assert timeline.view.dragging
    before = session.position
    move(opened, spot + QPoint(300, 0), held=Qt.MouseButton.NoButton)
    assert not timeline.view.dragging
    assert timeline.view.selecting is None
    assert (session.position, session.mark_in) == (before, None)


def test_a_press_after_a_lost_release_begins_anew(opened: Program) -> None:
    timeline, session = opened.window.timeline, opened.session
    press(opened, spot_in(opened, timeline.wave, 1.0), keys=SHIFT)
    drag(opened, spot_in(opened, timeline.wave, 2.0), spot_in(opened, timeline.wave, 3.0))
    assert session.seconds == pytest.approx(3.0, abs=0.05)
    assert session.mark_in is None


@pytest.mark.parametrize("how", ["hidden", "focus", "video"])
def test_a_drag_ends_with_what_it_was_in(opened: Program, how: str) -> None:
    timeline = opened.window.timeline
    timeline.view.setFocus()
    press(opened, spot_in(opened, timeline.wave, 1.0))
    assert timeline.view.dragging
    if how == "hidden":
        timeline.hide()
    elif how == "focus":
        opened.window.view.setFocus()
    else:
        opened.session.set_video(None)
    assert not timeline.view.dragging
