"""Lanes hold their words at every size of the text. (`test_scale` looks at the whole window.)"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QApplication

from gui.language import language
from gui.program import Program
from gui.timeline.axis import Frame
from gui.timeline.lane import LINE_PX
from gui.timeline.ruler import tick_step
from tests.gui.timeline_helpers import LEFT, open_analysed


@pytest.fixture
def opened(program: Program, clip_factory: Callable[..., Any], qtbot: Any) -> Program:
    clip: Path = clip_factory(frames=100, audio_codec="aac").path
    return open_analysed(program, clip, qtbot)


@pytest.fixture
def large(
    qapp: QApplication,
    make_program: Callable[..., Program],
    clip_factory: Callable[..., Any],
    qtbot: Any,
) -> Iterator[Program]:
    """The same, with text at 200 %."""
    usual = QFont(qapp.font())
    font = QFont(usual)
    font.setPointSizeF(usual.pointSizeF() * 2)
    QApplication.setFont(font)
    try:
        yield open_analysed(make_program(), clip_factory(frames=100, audio_codec="aac").path, qtbot)
    finally:
        QApplication.setFont(usual)


@pytest.mark.parametrize("code", ["en", "ko"])
def test_lanes_have_room_for_large_names(large: Program, code: str) -> None:
    timeline = large.window.timeline
    view, line = timeline.view, timeline.view.fontMetrics().height()
    assert line > 1.5 * LINE_PX
    try:
        large.actions[f"language_{code}"].trigger()
        view.setFixedHeight(900)
        view.lay_out()
        labelled = 0
        for lane in timeline.lanes:
            area, name = view.title_of(lane)
            assert name == lane.title
            assert area.height() >= line
            assert lane.folded_height >= line
            labels = [text for _y, text in lane.labels(lane.rect.height())]
            assert all(view.fontMetrics().horizontalAdvance(t) < view.caption for t in labels)
            labelled += bool(labels)
            assert lane.rect.left() == view.caption
        assert labelled
        assert timeline.tracks.row_height(timeline.tracks.rect.height()) >= line + 2
    finally:
        language().choose("en")


def test_all_lanes_have_room_in_the_smallest_panel_with_large_text(large: Program) -> None:
    timeline = large.window.timeline
    view, line = timeline.view, timeline.view.fontMetrics().height()
    timeline.spectrum.set_folded(False)
    view.setFixedHeight(view.minimumSizeHint().height())
    view.lay_out()
    assert all(lane.rect.height() >= line for lane in timeline.lanes)
    assert timeline.lanes[-1].rect.bottom() < view.height()


def test_large_names_are_clicked_where_they_are(large: Program, qtbot: Any) -> None:
    timeline = large.window.timeline
    right = QPoint(timeline.view.caption - 4, timeline.wave.rect.top() + 20)
    assert timeline.view.tip_at(right) == timeline.wave.explanation
    qtbot.mouseClick(timeline.view, LEFT, pos=right)
    assert timeline.wave.folded
    assert large.session.position == 0


def test_a_wide_scale_makes_the_column_wider(opened: Program) -> None:
    timeline = opened.window.timeline
    usual = timeline.view.caption
    words = "a scale with many words in it"
    timeline.wave.labels = lambda _height: [(20.0, words)]  # type: ignore[method-assign]
    timeline.wave.changed.emit()
    assert timeline.view.caption > usual
    assert timeline.wave.rect.left() == timeline.view.caption


@pytest.mark.parametrize("room", [86.0, 153.0, 300.0])
@pytest.mark.parametrize("per_pixel", [0.0001, 0.003, 0.2, 7.0])
def test_times_of_the_ruler_do_not_touch(room: float, per_pixel: float) -> None:
    assert tick_step(Frame(1000, 20, 0.0, per_pixel), room) / per_pixel >= room
