"""Curves, bars and pictures of the timeline: nothing is lost, and little is painted."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication

from gui.program import Program
from gui.theme import load_theme
from gui.timeline import raster
from gui.timeline.axis import Frame, TimeAxis
from gui.timeline.bars import Bar, BarsLane
from gui.timeline.confidence_lane import ConfidenceLane
from gui.timeline.curves import Curve, CurveSet, prepared
from gui.timeline.lane import Lane
from tests.bench.timeline.material import Size, fill
from tests.gui.helpers import score_by_hand
from tests.gui.timeline_helpers import colours_at, open_analysed, spot_in, wheel


def curve(id: int, values: Any, start_step: int) -> Curve:
    score = score_by_hand(id, 10, 0)
    array = np.asarray(values, np.float32)
    score = replace(score, start_step=start_step, steps=len(array), frame_confidence=array)
    return Curve(id, score, prepared(array))


CURVES = st.lists(
    st.tuples(
        st.lists(st.floats(-50, 50, width=32), min_size=1, max_size=200),
        st.integers(0, 500),
    ),
    min_size=1,
    max_size=5,
)


@settings(deadline=None)
@given(CURVES, st.floats(0, 20), st.floats(0.002, 3.0), st.integers(1, 80))
def test_columns_of_curves_lose_no_extreme(
    given_curves: Any, low: float, step: float, count: int
) -> None:
    curves = [curve(k + 1, values, start) for k, (values, start) in enumerate(given_curves)]
    seen = CurveSet(curves)
    found = seen.columns(seen.between(low, low + step * count), low, step, count)
    assert len(set(zip(found.curve.tolist(), found.x.tolist(), strict=True))) == len(found.x)
    by_place = {
        (c, x): (a, b)
        for c, x, a, b in zip(
            found.curve.tolist(), found.x.tolist(), found.low.tolist(), found.high.tolist(),
            strict=True,
        )
    }  # fmt: skip
    for number, one in enumerate(curves):
        values = one.pyramid.levels[0][0]
        for k, value in enumerate(values.tolist()):
            place = (one.start + k / 25 - low) / step
            column = int(np.floor(place))
            # On the very edge it may count to either side.
            if not 1e-3 < place - column < 1 - 1e-3 or not 0 <= column < count:
                continue
            least, most = by_place[number, column]
            assert least - 1e-3 <= value <= most + 1e-3


@settings(deadline=None)
@given(st.lists(st.floats(-50, 50, width=32), min_size=2, max_size=100), st.floats(0.002, 1.5))
def test_a_curve_is_drawn_without_holes(values: list[float], step: float) -> None:
    one = CurveSet([curve(1, values, 0)])
    found = one.columns(np.array([0]), 0.0, step, 400)
    order = np.argsort(found.x)
    assert (np.diff(found.x[order]) == 1).all()
    low, high = found.low[order], found.high[order]
    assert (low[1:] <= high[:-1] + 1e-3).all()
    assert (high[1:] >= low[:-1] - 1e-3).all()


def test_gaps_of_a_curve_stay_open() -> None:
    values = np.ones(100, np.float32)
    values[40:60] = np.nan
    found = CurveSet([curve(1, values, 0)]).columns(np.array([0]), 0.0, 0.04, 110)
    times = found.x * 0.04 - 2 / 25
    assert not ((times > 41 / 25) & (times < 58 / 25)).any()
    assert ((times > 62 / 25) & (times < 3.9)).any()


@settings(deadline=None)
@given(
    st.lists(st.tuples(st.floats(0, 100), st.floats(0, 20)), min_size=1, max_size=60),
    st.floats(-10, 110),
    st.floats(0.01, 50),
)
def test_the_bars_in_sight_are_found(spans: Any, low: float, length: float) -> None:
    red = QColor("red")
    lane = BarsLane("lane_tracks")
    lane.set_bars([Bar(s, s + n, 0, red, "", key) for key, (s, n) in enumerate(spans)])
    found = {lane.bars[k].key for k in lane.between(low, low + length).tolist()}
    wanted = {k for k, (s, n) in enumerate(spans) if s <= low + length and s + n >= low}
    assert found == wanted


def test_strokes_cover_pixels_by_the_part_they_cover() -> None:
    pixels = raster.blank(3, 6)
    shades = raster.shades(QColor("white"))
    x, top, bottom = np.array([0, 2]), np.array([1.0, 2.25]), np.array([4.0, 2.75])
    raster.strokes(pixels, x, top, bottom, shades)
    alpha = (pixels >> 24).tolist()
    assert [row[0] for row in alpha] == [0, 255, 255, 255, 0, 0]
    assert [row[1] for row in alpha] == [0] * 6
    assert [row[2] for row in alpha] == pytest.approx([0, 0, 127, 0, 0, 0], abs=1)


def test_a_crowd_of_curves_is_painted_coarser_but_whole(qapp: QApplication) -> None:
    """Two hundred tracks at once: less than a fifth of the columns, the peak still to be seen."""
    lane = ConfidenceLane()
    lane.dress(load_theme("dark"))
    flat = np.zeros(5000, np.float32)
    peak = flat.copy()
    peak[2500] = 10.0
    lane.set_curves([curve(k, peak if k == 7 else flat, 0) for k in range(1, 201)], {})
    axis = TimeAxis()
    axis.set_length(200.0)
    axis.show_all()
    from PySide6.QtGui import QImage, QPainter

    frame = axis.frame(1000, 100)
    image = QImage(1000, 100, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    lane.paint(painter, frame)
    painter.end()
    plain = load_theme("dark").colour("plot").name()
    y = round(float(lane.y(9.0, 100)))
    row = {image.pixelColor(x, y).name() for x in range(480, 520)}
    assert row != {plain}
    assert image.pixelColor(100, y).name() == plain


# --- on the real window ------------------------------------------------------------------------


@pytest.fixture
def opened(program: Program, clip_factory: Callable[..., Any], qtbot: Any) -> Program:
    clip: Path = clip_factory(frames=100, audio_codec="aac").path
    return open_analysed(program, clip, qtbot)


@pytest.fixture
def painted(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Ids of the lanes that were painted anew."""
    names: list[str] = []
    paint = Lane.paint

    def noted(self: Lane, painter: Any, frame: Frame) -> None:
        names.append(self.id or type(self).__name__)
        paint(self, painter, frame)

    monkeypatch.setattr(Lane, "paint", noted)
    return names


def test_the_playhead_paints_no_lane_anew(opened: Program, painted: list[str]) -> None:
    view = opened.window.timeline.view
    view.repaint()
    painted.clear()
    for frame in range(10, 40):
        opened.session.seek_frame(frame)
        view.repaint()
    assert painted == []


def test_selecting_a_track_paints_only_what_shows_it(
    opened: Program, painted: list[str], qtbot: Any
) -> None:
    view, tracks = opened.window.timeline.view, opened.session.tracks
    opened.session.select(tracks[0].id)
    # Findings and speakers of the opened file come by themselves, and are painted, too.
    qtbot.waitUntil(lambda: opened.review.findings.ready, timeout=15000)
    qtbot.waitUntil(lambda: not opened.plotting.busy)
    view.repaint()
    painted.clear()
    opened.session.select(tracks[1].id)
    qtbot.waitUntil(lambda: not opened.plotting.busy)
    view.repaint()
    assert set(painted) <= {"lane_tracks", "lane_confidence", "lane_heat"}
    assert {"lane_tracks", "lane_confidence"} <= set(painted)


def test_panning_leaves_the_overview_as_it_is(opened: Program, painted: list[str]) -> None:
    timeline = opened.window.timeline
    timeline.axis.set_range(0.0, 1.0)
    timeline.view.repaint()
    painted.clear()
    timeline.axis.pan(0.5)
    timeline.view.repaint()
    assert "OverviewLane" not in painted
    assert "lane_wave" in painted


def test_outside_spans_are_hatched_and_hidden_tracks_pale(opened: Program) -> None:
    session, timeline = opened.session, opened.window.timeline
    lane, track = timeline.tracks, session.tracks[0]
    pts = session.document.keyframes(track.id).pts
    bar = lane.bar_of(track.id)
    assert bar is not None
    before = colours_at(opened, _row_of(opened, bar), 1.0)
    from core.model.edits import Edit, RecordChange

    new = replace(track, outside=((int(pts[20]), int(pts[40])),), locked=True, hidden=True)
    session.do(Edit("Flags", (RecordChange("track", track.id, track, new),)))
    changed = lane.bar_of(track.id)
    assert changed is not None
    assert changed.gaps == ((pytest.approx(0.8), pytest.approx(1.6)),)
    assert (changed.locked, changed.hidden) == (True, True)
    hatched = colours_at(opened, _row_of(opened, changed), 1.0)
    pale = colours_at(opened, _row_of(opened, changed), 1.7)
    assert hatched != before
    assert not hatched & pale
    assert "outside" in changed.tip
    assert "locked" in changed.tip


def _row_of(program: Program, bar: Bar) -> Lane:
    """A stand-in that lies where the bar lies, for `colours_at`."""
    timeline = program.window.timeline
    area = timeline.tracks.area_of(bar, timeline.view.frame_of(timeline.tracks))
    row = Lane("", timeline.tracks.room)
    row.rect = area.toRect().translated(timeline.tracks.rect.topLeft())
    row.rect.setLeft(timeline.tracks.rect.left())
    row.rect.setWidth(timeline.tracks.rect.width())
    return row


def test_many_rows_scroll_with_ctrl_and_the_wheel(opened: Program) -> None:
    lane = opened.window.timeline.tracks
    red = QColor("red")
    lane.set_bars([Bar(0.0, 4.0, row, red, str(row), row) for row in range(150)])
    QApplication.processEvents()
    spot = spot_in(opened, lane, 2.0)
    frame = opened.window.timeline.view.frame_of(lane)
    first = lane.bar_at(100, 1, frame)
    assert first is not None
    assert first.key == 0
    wheel(opened, spot, -120, Qt.KeyboardModifier.ControlModifier)
    scrolled = lane.bar_at(100, 1, frame)
    assert scrolled is not None
    assert scrolled.key > 0
    lane.select(149)
    last = lane.bar_at(100, frame.height - 2, frame)
    assert last is not None
    assert last.key == 149
    assert opened.window.timeline.axis.whole


def test_long_curves_are_prepared_by_the_worker(program: Program, qtbot: Any) -> None:
    fill(program.session, Size(hours=1.0, tracks=20, points=40_000))
    timeline = program.window.timeline
    qtbot.waitUntil(lambda: timeline.confidence.curves == 20)
    track = program.session.tracks[3]
    score = program.session.document.scores[track.id]
    (found,) = [c for c in timeline.confidence.set.curves if c.track_id == track.id]
    assert found.pyramid.levels[-1][1][0] == score.frame_confidence.max()
