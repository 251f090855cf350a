"""The timeline: what the lanes show, and that they follow the document."""

from __future__ import annotations

import gc
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import psutil
import pytest
from PySide6.QtWidgets import QApplication

from core.media.peaks import Peaks
from core.model import verdict_edits
from core.model.values import VerdictValue
from gui.program import Program
from gui.timeline.bars import BarsLane, pack
from gui.timeline.heat import colour_table, heat_map
from gui.timeline.overview import OverviewMark
from gui.timeline.speakers import SpeakerSpan
from tests.gui.helpers import score_by_hand
from tests.gui.timeline_helpers import bar_spot, colours_at, open_analysed, spot_in


@pytest.fixture
def opened(program: Program, clip_factory: Callable[..., Any], qtbot: Any) -> Program:
    clip: Path = clip_factory(frames=100, audio_codec="aac").path
    return open_analysed(program, clip, qtbot)


def test_the_sync_map_of_the_selected_track_is_shown(opened: Program, qtbot: Any) -> None:
    timeline = opened.window.timeline
    assert timeline.heat.map is None
    assert "select" in timeline.heat.note
    scored = [(t, _score(opened, t.id)) for t in opened.session.tracks]
    late = next(t for t, score in scored if score.offset_steps == -5 and score.determined)
    opened.session.select(late.id)
    qtbot.waitUntil(lambda: timeline.heat.map is not None)
    assert timeline.heat.best == pytest.approx((2.0, 4.0, -200.0), abs=0.1)
    assert "audio is late by 200 ms" in timeline.heat.note
    # The track is in the second half.
    plain = opened.themes.theme.colour("plot").name()
    assert colours_at(opened, timeline.heat, 1.0) == {plain}
    assert plain not in colours_at(opened, timeline.heat, 3.0)
    silent = next(t for t in opened.session.tracks if not _score(opened, t.id).determined)
    opened.session.select(silent.id)
    qtbot.waitUntil(lambda: not opened.plotting.busy)
    assert timeline.heat.best is None
    assert "undetermined" in timeline.heat.note


def _score(program: Program, id: int) -> Any:
    return program.session.document.scores[id]


def test_lanes_follow_edits(opened: Program, qtbot: Any) -> None:
    timeline = opened.window.timeline
    assert timeline.confidence.curves == 4
    assert len(timeline.shots.bars) == 2
    track = opened.session.tracks[0]
    others = [bar for bar in timeline.tracks.bars if bar.key != track.id]
    opened.session.select(track.id)
    opened.editing.set_verdict(VerdictValue.OUT_OF_SYNC)
    bar = timeline.tracks.bar_of(track.id)
    assert bar is not None
    assert "out of sync" in bar.text
    assert bar.badge == opened.themes.theme.colour("out_of_sync")
    # What the edit left alone was not made again.
    assert all(timeline.tracks.bar_of(other.key) is other for other in others)
    opened.editing.delete_track()
    assert timeline.confidence.curves == 3
    opened.actions["undo"].trigger()
    assert timeline.confidence.curves == 4


def test_a_verdict_of_a_span_is_a_strip(opened: Program) -> None:
    session, timeline = opened.session, opened.window.timeline
    track, video = session.tracks[0], session.video
    assert video is not None
    pts = session.document.keyframes(track.id).pts
    span = int(pts[10]), int(pts[20])
    session.do(
        verdict_edits.set_span_verdicts(session.document, [track.id], span, VerdictValue.IN_SYNC)
    )
    bar = timeline.tracks.bar_of(track.id)
    assert bar is not None
    ((start, end, colour),) = bar.strips
    assert (start, end) == pytest.approx((0.4, 0.8))
    assert colour == opened.themes.theme.colour("in_sync")
    assert "in sync" in bar.tip
    view = timeline.view
    area = timeline.tracks.area_of(bar, view.frame_of(timeline.tracks))
    picture, ratio = view.grab().toImage(), view.devicePixelRatioF()
    y = round((timeline.tracks.rect.top() + area.top() + 1.5) * ratio)
    drawn = [picture.pixelColor(round(view.x_of(s) * ratio), y) for s in (0.6, 1.2)]
    assert drawn[0] == colour
    assert drawn[1] != colour


def test_the_confidence_of_the_selected_track_is_on_top(opened: Program) -> None:
    session, lane = opened.session, opened.window.timeline.confidence
    first, second = (track.id for track in session.tracks[:2])
    session.select(first)
    assert lane.selected == first
    frame = opened.window.timeline.view.frame_of(lane)
    curve = next(curve for curve in lane.set.curves if curve.track_id == first)
    value = curve.value(1.0)
    y = float(lane.y(value, frame.height))
    found = lane.near(frame.x(1.0), y, frame)
    assert found is not None
    assert found[0].track_id == first
    tip = lane.tip(frame.x(1.0), y, frame)
    assert session.document.tracks[first].title in tip
    assert f"{value:.2f}" in tip
    assert "fit" in tip
    session.select(second)
    assert lane.selected == second


def test_the_undetermined_zone_is_shaded_and_told(opened: Program) -> None:
    lane, view = opened.window.timeline.confidence, opened.window.timeline.view
    frame = view.frame_of(lane)
    assert lane.floor == 3.0
    y = float(lane.y(-0.2, frame.height))
    assert "undetermined" in lane.tip(frame.width - 3.0, frame.height - 1.0, frame)
    assert 0 < float(lane.y(3.0, frame.height)) < y


def test_marks_of_the_overview_are_chosen_by_a_click(opened: Program, qtbot: Any) -> None:
    timeline = opened.window.timeline
    red = opened.themes.theme.colour("low")
    marks = [OverviewMark(1.0, 1.2, red, "drift", "a"), OverviewMark(3.0, 3.0, red, "jump", "b")]
    timeline.set_overview_marks(marks)
    spot = spot_in(opened, timeline.overview, 3.0, 0.15)
    assert timeline.view.tip_at(spot) == "jump"
    before = opened.session.position
    with qtbot.waitSignal(timeline.mark_chosen) as chosen:
        qtbot.mouseClick(timeline.view, _left(), pos=spot)
    assert chosen.args == ["b"]
    assert opened.session.position == before
    picture, ratio = timeline.view.grab().toImage(), timeline.view.devicePixelRatioF()
    assert picture.pixelColor(round(spot.x() * ratio), round(spot.y() * ratio)) == red


def _left() -> Any:
    from PySide6.QtCore import Qt

    return Qt.MouseButton.LeftButton


def test_who_speaks_is_a_lane(opened: Program, qtbot: Any) -> None:
    timeline, tracks = opened.window.timeline, opened.session.tracks
    assert timeline.speakers.note
    ids = [track.id for track in tracks]
    timeline.set_speakers([SpeakerSpan(0.0, 1.0, ids[1]), SpeakerSpan(1.5, 2.5, ids[0])])
    assert not timeline.speakers.note
    assert [bar.key for bar in timeline.speakers.bars] == [ids[1], ids[0]]
    qtbot.mouseClick(timeline.view, _left(), pos=spot_in(opened, timeline.speakers, 2.0))
    assert opened.session.selected == ids[0]
    opened.editing.delete_track()
    assert [bar.key for bar in timeline.speakers.bars] == [ids[1]]


def test_two_who_speak_at_once_lie_in_two_rows(opened: Program) -> None:
    timeline, tracks = opened.window.timeline, opened.session.tracks
    timeline.set_speakers([SpeakerSpan(0, 2, tracks[0].id), SpeakerSpan(1, 3, tracks[1].id)])
    assert [bar.row for bar in timeline.speakers.bars] == [0, 1]


def test_keyframes_tell_who_set_them(opened: Program) -> None:
    session, timeline = opened.session, opened.window.timeline
    track = session.tracks[0]
    session.select(track.id)
    before = timeline.tracks.bar_of(track.id)
    assert before is not None
    assert len(before.detector) == 50
    assert not len(before.person)
    session.seek_frame(12)
    box = session.document.keyframes(track.id).at(12).box
    opened.editing.change_box(track.id, box, "Move box")
    after = timeline.tracks.bar_of(track.id)
    assert after is not None
    assert after.person.tolist() == pytest.approx([12 / 25])
    assert len(after.detector) == 49


def test_a_bar_tells_under_the_mouse_what_it_is(opened: Program) -> None:
    timeline, track = opened.window.timeline, opened.session.tracks[1]
    text = timeline.view.tip_at(bar_spot(opened, timeline.tracks, track.id))
    assert track.title in text
    assert "00:00.000" in text


def test_a_screen_reader_is_told_time_and_track(opened: Program, qtbot: Any) -> None:
    view, session = opened.window.timeline.view, opened.session
    assert view.accessibleName() == "Timeline"
    session.select(session.tracks[0].id)
    session.seek_frame(50)
    qtbot.waitUntil(lambda: "00:02.000" in view.accessibleDescription())
    assert session.tracks[0].title in view.accessibleDescription()


@pytest.mark.parametrize("offset", [-12, -5, 0, 3, 14])
def test_the_bright_row_is_the_offset(offset: int) -> None:
    prepared = heat_map(score_by_hand(1, 200, offset, start_step=50))
    assert int(prepared.levels.mean(axis=1).argmax()) - prepared.vshift == offset
    # The first column's middle is the centre of the window of step 50.
    assert prepared.start_s + 0.5 / 25 == pytest.approx(52 / 25)


def test_columns_of_the_map_hold_the_brightest_of_their_steps() -> None:
    prepared = heat_map(score_by_hand(1, 1000, 2, start_step=25))
    for low, step, count in ((10.0, 0.1, 100), (3.0, 0.33, 80), (2.0, 0.01, 50)):
        part, there = prepared.columns(low, step, count)
        assert part.shape == (31, count)
        assert there.all()
        for column in range(count):
            first = (low + column * step - prepared.start_s) * 25
            end = int(np.ceil(first + step * 25 - 1e-6))
            steps = prepared.levels[:, int(first + 1e-6) : end]
            assert (part[:, column] >= steps.max(axis=1)).all()
    _part, there = prepared.columns(-5.0, 0.05, 100)
    assert not there.any()


def test_the_colours_of_the_map_rise_in_lightness() -> None:
    table = colour_table()
    weights = {16: 0.2126, 8: 0.7152, 0: 0.0722}
    light = sum(((table >> shift) & 255) * part for shift, part in weights.items())
    assert (np.diff(light.astype(float)) > -0.5).all()
    assert (table >> 24 == 255).all()


def test_a_loud_moment_stays_in_sight_when_zoomed_out() -> None:
    rng = np.random.default_rng(1)
    high = rng.random(10_000).astype(np.float32)
    high[4321] = 5.0
    peaks = Peaks(-high, high)
    for count in (7, 500, 3000):
        low, top = peaks.pyramid.columns(0.0, 10_000 / count, count)
        assert top.max() == 5.0
        assert low.min() == -5.0
        assert abs(int(top.argmax()) - int(4321 / 10_000 * count)) <= 1


def test_packing_never_overlaps() -> None:
    spans = [(0.0, 5.0), (0.0, 3.0), (3.0, 6.0), (5.0, 9.0), (5.5, 7.0)]
    assert pack(spans) == [0, 1, 1, 0, 2]


def test_a_short_bar_is_still_to_be_clicked(opened: Program) -> None:
    """A cut of one frame in a long video is less than a pixel wide."""
    from PySide6.QtGui import QColor

    from gui.timeline.axis import Frame
    from gui.timeline.bars import Bar

    lane = BarsLane("lane_shots")
    lane.set_bars([Bar(100.0, 100.04, 0, QColor("red"), "cut", 7)])
    frame = Frame(1000, 20, 0.0, 36.0)
    bar = lane.bar_at(frame.x(100.0), 10, frame)
    assert bar is not None
    assert bar.key == 7
    assert lane.bar_at(frame.x(100.0) + 9, 10, frame) is None


def test_500_repaints_take_no_reference_and_no_memory(opened: Program, qtbot: Any) -> None:
    """PySide6 6.12 takes one reference from None at each call that returns nothing."""
    timeline = opened.window.timeline
    opened.session.select(opened.session.tracks[0].id)
    qtbot.waitUntil(lambda: timeline.heat.map is not None)
    process = psutil.Process()

    def repaint(times: int) -> None:
        for n in range(times):
            low = (n % 50) * 0.02
            timeline.axis.set_range(low, low + 2.0)
            timeline.view.set_playhead(low + 1.0)
            timeline.view.repaint()
            QApplication.processEvents()

    repaint(60)
    gc.collect()
    references, memory = sys.getrefcount(None), process.memory_info().rss
    repaint(500)
    gc.collect()
    # Taken references kill the process when none is left. (Python 3.12 made None immortal.)
    assert sys.getrefcount(None) > references - 50
    assert process.memory_info().rss - memory < 24 << 20
