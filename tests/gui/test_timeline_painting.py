"""What the lanes paint, pixel by pixel, in both themes."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QRect
from PySide6.QtGui import QColor, QHelpEvent, QImage, QPainter
from PySide6.QtWidgets import QApplication, QToolTip

from gui.theme import Theme, load_theme
from gui.timeline.axis import Frame, TimeAxis
from gui.timeline.bars import Bar, BarsLane
from gui.timeline.canvas import Marked, TimelineCanvas
from gui.timeline.confidence_lane import ConfidenceLane
from gui.timeline.curves import Curve, prepared
from gui.timeline.lane import Lane
from gui.timeline.overview import OverviewLane
from gui.timeline.ruler import RulerLane
from gui.timeline.unread import Part
from tests.gui.helpers import score_by_hand

FRAME = Frame(1000, 40, 0.0, 0.01)
"""Ten seconds, a hundred pixels each."""
FILL = QColor(90, 60, 160)


@pytest.fixture(params=["dark", "light"])
def theme(request: Any, qapp: QApplication) -> Theme:
    return load_theme(request.param)


def painted(lane: Lane, theme: Theme, frame: Frame = FRAME) -> QImage:
    """The picture of a lane that lies in no window."""
    lane.dress(theme)
    lane.place(QRect(0, 0, frame.width, frame.height))
    image = QImage(frame.columns, frame.lines, QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(frame.ratio)
    painter = QPainter(image)
    lane.paint(painter, frame)
    painter.end()
    return image


def colours(image: QImage, x: range, y: range) -> set[str]:
    return {image.pixelColor(a, b).name() for a in x for b in y}


def columns_of(image: QImage, colour: QColor, y: int) -> list[int]:
    """Where in a line of pixels a colour stands."""
    return [x for x in range(image.width()) if image.pixelColor(x, y).name() == colour.name()]


def lane_of(bar: Bar) -> BarsLane:
    lane = BarsLane("lane_tracks")
    lane.set_bars([bar])
    return lane


BAR = Bar(1.0, 9.0, 0, FILL, "", 1)


# --- confidence -----------------------------------------------------------------------------------


def a_curve(value: float, start_step: int, steps: int) -> Curve:
    values = np.full(steps, value, np.float32)
    score = replace(
        score_by_hand(1, 10, 0), start_step=start_step, steps=steps, frame_confidence=values
    )
    return Curve(1, score, prepared(values))


def test_the_undetermined_zone_is_shaded(theme: Theme) -> None:
    lane = ConfidenceLane()
    lane.set_curves([a_curve(8.0, 0, 100)], {})
    frame = Frame(1000, 100, 0.0, 0.01)
    image = painted(lane, theme, frame)
    plain, edge = theme.colour("plot").name(), round(float(lane.y(3.0, 100)))
    # Where no curve is, from the left of the words.
    place = range(600, 800)
    assert colours(image, place, range(edge - 8, edge - 1)) == {plain}
    shaded = colours(image, place, range(edge + 2, edge + 12))
    assert plain not in shaded
    assert len(shaded) > 1, "hatched, not only tinted"
    assert colours(image, place, range(edge, edge + 1)).isdisjoint({plain} | shaded)


def test_a_curve_is_where_its_value_is(theme: Theme) -> None:
    lane = ConfidenceLane()
    lane.set_curves([a_curve(8.0, 0, 100)], {})
    lane.select(1)
    image = painted(lane, theme, Frame(1000, 100, 0.0, 0.01))
    y = round(float(lane.y(8.0, 100)))
    found = columns_of(image, theme.track(1), y)
    # Values at 0.08 s to 4.04 s.
    assert found == list(range(found[0], found[-1] + 1))
    assert (found[0], found[-1]) == pytest.approx((8, 404), abs=2)
    assert colours(image, range(0, 500), range(y + 4, y + 6)) == {theme.colour("plot").name()}


# --- bars -----------------------------------------------------------------------------------------


def test_keyframe_marks_are_where_their_times_are(theme: Theme) -> None:
    times = {"person": np.array([3.0, 5.5]), "tracker": np.array([4.0]), "detector": np.array([7])}
    image = painted(lane_of(replace(BAR, **times)), theme)
    without = painted(lane_of(BAR), theme)
    bottom = 40 - 22
    # Rows keep their height: the bar lies in the upper 20 pixels.
    assert columns_of(image, theme.colour("text"), bottom - 6) == [299, 300, 549, 550]
    changed = [x for x in range(1000) if image.pixelColor(x, 17) != without.pixelColor(x, 17)]
    assert sorted({round(x, -1) for x in changed}) == [300, 400, 550, 700]
    (tracked,) = columns_of(image, theme.colour("accent"), 17)
    assert tracked == pytest.approx(400, abs=1)


def test_an_outside_span_is_painted_otherwise(theme: Theme) -> None:
    image = painted(lane_of(replace(BAR, gaps=((3.0, 6.0),))), theme)
    inside = range(4, 16)
    for x in (250, 650):
        assert colours(image, range(x, x + 40), inside) == {FILL.name()}
    hatched = colours(image, range(310, 590), inside)
    assert len(hatched) > 1
    assert colours(image, range(300, 304), inside) != {FILL.name()}
    assert colours(image, range(601, 605), inside) == {FILL.name()}


@pytest.mark.parametrize("name", ["in_sync", "out_of_sync", "other_verdict"])
def test_verdicts_have_their_colours(theme: Theme, name: str) -> None:
    colour = theme.colour(name)
    strip = (3.0, 5.0, theme.colour("low"))
    bar = replace(BAR, badge=colour, strips=(strip,))
    image = painted(lane_of(bar), theme)
    assert image.pixelColor(109, 10).name() == colour.name()
    assert columns_of(image, strip[2], 2) == list(range(300, 500))
    overview = OverviewLane()
    overview.set_tracks([bar])
    found = painted(overview, theme)
    assert columns_of(found, colour, 39) == list(range(100, 900))


def test_the_selected_bar_has_a_frame_and_a_hidden_one_is_pale(theme: Theme) -> None:
    lane = lane_of(BAR)
    lane.select(1)
    text = theme.colour("text")
    assert len(columns_of(painted(lane, theme), text, 2)) > 700
    lane.select(None)
    assert columns_of(painted(lane, theme), text, 2) == []
    pale = painted(lane_of(replace(BAR, hidden=True)), theme).pixelColor(500, 10)
    assert pale.name() not in (FILL.name(), theme.colour("plot").name())


def test_a_name_is_painted_as_it_is(theme: Theme) -> None:
    pictures = [
        painted(lane_of(replace(BAR, text=words)), theme) for words in ("A & B", "A && B", "A  B")
    ]
    assert pictures[0] != pictures[1]
    assert pictures[0] != pictures[2]
    assert colours(pictures[0], range(100, 160), range(4, 16)) > {FILL.name()}


def test_the_nearest_bar_is_meant(theme: Theme) -> None:
    lane = BarsLane("lane_tracks")
    lane.set_bars([Bar(1.0, 2.0, 0, FILL, "", 1), Bar(2.05, 3.0, 0, FILL, "", 2)])
    painted(lane, theme)
    found = [lane.bar_at(x, 5, FRAME) for x in (201.0, 204.0, 96.5, 95.0)]
    assert [bar and bar.key for bar in found] == [1, 2, 1, None]


# --- any lane -------------------------------------------------------------------------------------


def test_a_folded_lane_is_empty(theme: Theme) -> None:
    bars, curves = lane_of(replace(BAR, text="face 1")), ConfidenceLane()
    curves.set_curves([a_curve(8.0, 0, 100)], {})
    for lane in (bars, curves):
        lane.set_note("a note")
        everything = range(0, 1000, 3), range(15)
        low = Frame(1000, lane.folded_height, 0.0, 0.01)
        assert len(colours(painted(lane, theme), *everything)) > 2
        lane.set_folded(True)
        assert colours(painted(lane, theme, low), *everything) == {theme.colour("plot").name()}


def test_what_cannot_be_decoded_is_hatched_and_what_is_not_read_yet_shaded(theme: Theme) -> None:
    lane, colour = Lane("lane_wave", lane_of(BAR).room), theme.colour("low", 170)
    muted = theme.colour("muted")
    lane.closed.set_parts(
        [Part(2.0, 3.0, colour, True, "damaged"), Part(8.0, 10.0, muted, False, "not read")],
        theme.colour("text"),
    )
    image, rows = painted(lane, theme), range(40)
    plain = theme.colour("plot").name()
    assert colours(image, range(0, 199), rows) == {plain}
    assert len(colours(image, range(202, 298), rows)) > 1
    assert colours(image, range(302, 798), rows) == {plain}
    (shade,) = colours(image, range(802, 1000), rows)
    assert shade != plain


# --- what lies over the lanes ---------------------------------------------------------------------


class Stage:
    """A canvas with an overview, a ruler and a lane of bars, over ten seconds."""

    def __init__(self, theme: Theme, qtbot: Any) -> None:
        self.axis = TimeAxis()
        self.axis.set_length(10.0)
        self.axis.show_all()
        self.lanes = [OverviewLane(), RulerLane(), BarsLane("lane_shots"), BarsLane("lane_tracks")]
        self.view = TimelineCanvas(self.axis, self.lanes)
        qtbot.addWidget(self.view)
        self.view.dress(theme)
        self.view.resize(1112, 160)
        self.view.lay_out()

    def picture(self) -> QImage:
        return self.view.grab().toImage()

    def line(self, lane: Lane) -> int:
        """A line of pixels that runs through a lane."""
        return lane.rect.top() + 2


@pytest.fixture
def stage(theme: Theme, qtbot: Any) -> Stage:
    return Stage(theme, qtbot)


def test_the_playhead_is_where_its_time_is(stage: Stage, theme: Theme) -> None:
    stage.axis.set_range(2.0, 7.0)
    before = stage.picture()
    red = theme.colour("playhead")
    for seconds in (3.0, 6.2):
        stage.view.set_playhead(seconds)
        image = stage.picture()
        for lane in stage.lanes:
            x = stage.view.x_of(seconds, lane)
            found = columns_of(image, red, stage.line(lane))
            assert found == pytest.approx([x - 1, x], abs=1)
    assert stage.view.x_of(3.0, stage.lanes[0]) != stage.view.x_of(3.0, stage.lanes[3])
    # Beside the range it is in the overview alone, and leaves nothing behind.
    stage.view.set_playhead(8.0)
    image = stage.picture()
    assert columns_of(image, red, stage.line(stage.lanes[3])) == []
    assert columns_of(image, red, stage.line(stage.lanes[0]))
    tall = QRect(0, stage.lanes[1].rect.top(), 1112, 160)
    assert image.copy(tall) == before.copy(tall)


@pytest.mark.parametrize("sides", [(True, True), (True, False), (False, True)])
def test_marks_have_an_edge_where_they_were_set(
    stage: Stage, theme: Theme, sides: tuple[bool, bool]
) -> None:
    lane, view = stage.lanes[3], stage.view
    before = stage.picture()
    view.set_marked(Marked(3.0, 6.0, *sides))
    image, y = stage.picture(), lane.rect.center().y()
    left, right = round(view.x_of(3.0)), round(view.x_of(6.0))
    plain, tint = before.pixelColor(left - 9, y), image.pixelColor(left + 9, y)
    assert tint != plain
    assert colours(image, range(left + 3, right - 3), range(y, y + 1)) == {tint.name()}
    for x in (left - 4, right + 4):
        assert image.pixelColor(x, y) == plain
    for x, drawn in ((left, sides[0]), (right, sides[1])):
        edge = colours(image, range(x - 1, x + 2), range(y, y + 1)) - {plain.name(), tint.name()}
        assert bool(edge) is drawn
    view.set_marked(None)
    assert stage.picture() == before


def test_the_frame_of_the_overview_shows_the_range(stage: Stage, theme: Theme) -> None:
    stage.axis.set_range(2.0, 5.0)
    image, lane = stage.picture(), stage.lanes[0]
    left, right = (round(stage.view.x_of(s, lane)) for s in (2.0, 5.0))
    y = lane.rect.center().y()
    plain = theme.colour("plot").name()
    assert colours(image, range(left + 3, right - 3), range(y, y + 1)) == {plain}
    for x in (left - 20, right + 20):
        assert image.pixelColor(x, y).name() != plain


def test_a_name_in_a_tool_tip_is_no_markup(stage: Stage) -> None:
    lane = stage.lanes[3]
    assert isinstance(lane, BarsLane)
    lane.set_bars([replace(BAR, tip="<b>Ann</b> & B\nlocked")])
    spot = lane.rect.topLeft() + QPoint(500, 8)
    event = QHelpEvent(QEvent.Type.ToolTip, spot, stage.view.mapToGlobal(spot))
    QApplication.sendEvent(stage.view, event)
    from PySide6.QtGui import QTextDocument

    shown = QTextDocument()
    shown.setHtml(QToolTip.text())
    assert shown.toPlainText() == "<b>Ann</b> & B\nlocked"
    QToolTip.hideText()
