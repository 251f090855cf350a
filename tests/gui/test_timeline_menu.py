"""The right-click menu of the timeline, on the real window."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtGui import QAction, QContextMenuEvent
from PySide6.QtWidgets import QApplication, QMenu

from core.model.values import VerdictValue
from gui.program import Program
from tests.core.documents import span_verdicts
from tests.gui.playing import change, spans
from tests.gui.timeline_helpers import bar_spot, open_analysed, spot_in


@pytest.fixture
def opened(program: Program, clip_factory: Callable[..., Any], qtbot: Any) -> Program:
    clip: Path = clip_factory(frames=100, audio_codec="aac").path
    return open_analysed(program, clip, qtbot)


def items(menu: QMenu) -> dict[str, QAction]:
    """By the text that is read."""
    texts = [action.text().replace("&&", "\0").replace("&", "") for action in menu.actions()]
    return dict(zip([text.replace("\0", "&") for text in texts], menu.actions(), strict=True))


def below(action: QAction) -> dict[str, QAction]:
    """The items of a menu in a menu."""
    menu = action.menu()
    assert isinstance(menu, QMenu)
    return items(menu)


def menu_of(program: Program, key: int) -> dict[str, QAction]:
    """What a right click on a track's bar offers."""
    lane = program.window.timeline.tracks
    spot = bar_spot(program, lane, key) - lane.rect.topLeft()
    return items(program.timeline.menu(lane, spot.x(), spot.y()))


def test_the_menu_goes_and_marks_where_it_was_opened(opened: Program) -> None:
    session, timeline = opened.session, opened.window.timeline
    frame = timeline.view.frame_of(timeline.wave)
    menu = items(opened.timeline.menu(timeline.wave, frame.x(1.0), 5.0))
    menu["Mark in here"].trigger()
    items(opened.timeline.menu(timeline.wave, frame.x(3.0), 5.0))["Mark out here"].trigger()
    marked = timeline.view.marked
    assert marked is not None
    assert (marked.start, marked.end) == pytest.approx((1.0, 3.04), abs=0.05)
    assert session.position == 0
    menu["Go to 00:01.000"].trigger()
    assert session.seconds == pytest.approx(1.0, abs=0.05)


def test_the_menu_of_a_shot_marks_and_shows_it(opened: Program) -> None:
    session, timeline = opened.session, opened.window.timeline
    frame = timeline.view.frame_of(timeline.shots)
    menu = items(opened.timeline.menu(timeline.shots, frame.x(3.0), 5.0))
    menu["Mark Shot 2"].trigger()
    video = session.video
    assert video is not None
    shot = session.document.analyses[video.id].shots[1]
    assert (session.mark_in, session.mark_out) == (shot.start_pts, shot.end_pts)
    menu["Zoom to Shot 2"].trigger()
    assert timeline.axis.range == pytest.approx((1.9, 4.0))


def test_the_menu_of_a_track_marks_it_and_judges_the_span(opened: Program) -> None:
    session, timeline = opened.session, opened.window.timeline
    track = session.tracks[1]
    spot = bar_spot(opened, timeline.tracks, track.id) - timeline.tracks.rect.topLeft()
    menu = opened.timeline.menu(timeline.tracks, spot.x(), spot.y())
    assert session.selected == track.id
    found = items(menu)
    found[f"Mark {track.title}"].trigger()
    found = items(opened.timeline.menu(timeline.tracks, spot.x(), spot.y()))
    name = f"Verdict for the marked span of {track.title}"
    assert found[name].isEnabled()
    verdicts = found[name].menu()
    assert isinstance(verdicts, QMenu)
    items(verdicts)["Marked span: voice-over"].trigger()
    (verdict,) = span_verdicts(session.document, track.id)
    assert verdict.value is VerdictValue.VOICE_OVER
    assert verdict.start_pts == session.mark_in
    opened.actions["undo"].trigger()
    assert span_verdicts(session.document, track.id) == []


def test_the_menu_plays_and_loops_the_marked_span(opened: Program, qtbot: Any) -> None:
    session, clock, timeline = opened.session, opened.clock, opened.window.timeline
    found = items(opened.timeline.menu(timeline.wave, 50.0, 5.0))
    assert not found["Play the marked span"].isEnabled()
    opened.timeline.mark_seconds(1.0, 1.2)
    found = items(opened.timeline.menu(timeline.wave, 50.0, 5.0))
    found["Play the marked span"].trigger()
    assert clock.playing
    first = session.index.frame_of_pts(session.mark_in)  # type: ignore[union-attr, arg-type]
    qtbot.waitUntil(lambda: not clock.playing)
    assert session.position == first
    found["Loop the marked span"].trigger()
    assert clock.playing
    assert clock.repeat
    clock.pause()


def test_the_menu_opens_by_mouse_and_by_key(opened: Program, qtbot: Any) -> None:
    view = opened.window.timeline.view
    spot = spot_in(opened, opened.window.timeline.confidence, 1.0)
    for reason in (QContextMenuEvent.Reason.Mouse, QContextMenuEvent.Reason.Keyboard):
        event = QContextMenuEvent(reason, spot, view.mapToGlobal(spot))
        QApplication.sendEvent(view, event)
        qtbot.waitUntil(lambda: QApplication.activePopupWidget() is not None)
        menu = QApplication.activePopupWidget()
        assert isinstance(menu, QMenu)
        assert "Mark in here" in items(menu)
        menu.close()
        qtbot.waitUntil(lambda: QApplication.activePopupWidget() is None)


def test_a_right_click_on_one_of_several_selected_tracks_leaves_them_selected(
    opened: Program,
) -> None:
    session = opened.session
    first, second, third = (track.id for track in session.tracks[:3])
    session.select_all((first, second))
    menu = menu_of(opened, second)
    assert session.chosen == (first, second)
    below(menu["Verdict of the 2 selected tracks"])["Verdict: reject"].trigger()
    assert {v.track_id for v in session.document.verdicts.values()} == {first, second}
    # One that is not selected becomes the only one.
    title = session.document.tracks[third].title
    assert f"Verdict of {title}" in menu_of(opened, third)
    assert session.chosen == (third,)


def test_the_marked_span_is_judged_on_every_selected_track(opened: Program) -> None:
    session = opened.session
    first, second = (track.id for track in session.tracks[:2])
    session.select_all((first, second))
    opened.timeline.mark_seconds(0.4, 1.0)
    verdicts = below(menu_of(opened, second)["Verdict for the marked span"])
    verdicts["Marked span: reject"].trigger()
    assert {v.track_id for v in session.document.verdicts.values()} == {first, second}
    # One step for both.
    opened.actions["undo"].trigger()
    assert not session.document.verdicts
    opened.actions["redo"].trigger()
    verdicts["Marked span: no verdict"].trigger()
    assert not session.document.verdicts


def test_the_menu_calls_a_track_by_its_whole_name(opened: Program) -> None:
    track = opened.session.tracks[0]
    change(opened, "track", track, replace(track, name="Tom & Ann · left"))
    menu = menu_of(opened, track.id)
    opened.timeline.mark_seconds(0.4, 1.0)
    assert {
        "Mark Tom & Ann · left",
        "Zoom to Tom & Ann · left",
        "Verdict of Tom & Ann · left",
    } <= set(menu)
    assert "Verdict for the marked span of Tom & Ann · left" in menu_of(opened, track.id)


def test_a_loop_of_the_marks_goes_at_the_speed_that_it_was(opened: Program) -> None:
    clock = opened.clock
    opened.timeline.mark_seconds(1.0, 2.0)
    opened.session.seek_seconds(3.0)
    opened.actions["shuttle_on"].trigger()
    lane = opened.window.timeline.wave
    items(opened.timeline.menu(lane, 50.0, 5.0))["Loop the marked span"].trigger()
    assert clock.playing
    assert (clock.speed, clock.repeat) == (1, True)
    assert spans(opened) == [pytest.approx((1.0, 2.04))]
    assert opened.session.seconds == pytest.approx(1.0, abs=0.1)
    clock.pause()


def test_a_loop_of_the_marks_ends_that_of_the_speech(opened: Program) -> None:
    clock, session = opened.clock, opened.session
    session.select(session.tracks[0].id)
    opened.timeline.mark_seconds(2.5, 3.0)
    opened.actions["play_speech"].trigger()
    assert clock.playing
    lane = opened.window.timeline.wave
    items(opened.timeline.menu(lane, 50.0, 5.0))["Loop the marked span"].trigger()
    assert spans(opened) == [pytest.approx((2.5, 3.04), abs=0.021)]
    assert "the marked span" in opened.window.hint.text()
    clock.pause()


def by_key(program: Program, qtbot: Any) -> dict[str, QAction]:
    """The menu that the Menu key opens; it is closed when this returns."""
    view = program.window.timeline.view
    spot = QPoint(1, 1)
    event = QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, spot, view.mapToGlobal(spot))
    QApplication.sendEvent(view, event)
    qtbot.waitUntil(lambda: QApplication.activePopupWidget() is not None)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    texts = items(menu)
    menu.close()
    return texts


def test_the_menu_key_opens_the_menu_of_the_selected_track(opened: Program, qtbot: Any) -> None:
    session, timeline = opened.session, opened.window.timeline
    for bar in timeline.tracks.bars:
        session.select(bar.key)
        menu = by_key(opened, qtbot)
        assert session.chosen == (bar.key,)
        assert f"Zoom to {session.document.tracks[bar.key].title}" in menu
    # Neither track nor playhead is in sight: a place that is, and nobody else is selected.
    last = timeline.tracks.bars[0].key
    session.select(last)
    session.seek_seconds(0.0)
    timeline.axis.set_range(3.0, 3.5)
    menu = by_key(opened, qtbot)
    assert session.chosen == (last,)
    assert "Go to 00:03.000" in menu
    assert menu.keys().isdisjoint(f"Zoom to {t.title}" for t in session.document.tracks.values())
