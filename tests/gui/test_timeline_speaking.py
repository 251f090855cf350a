"""The lane of speaking: one curve 0..1 a track, explained, and what the inspector says of it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PySide6.QtWidgets import QLabel

from core.analysis.params import NO_SPEAKER
from core.model import edits
from core.model.values import Box, Speaking
from gui.program import Program
from gui.timeline.curves import Curve, prepared
from gui.timeline.speaking_lane import SpeakingLane
from tests.gui.timeline_helpers import open_analysed


@pytest.fixture
def opened(program: Program, demo_clip: Path, qtbot: Any) -> Program:
    return open_analysed(program, demo_clip, qtbot)


def say(program: Program, track_id: int, values: Any, start: int = 10) -> None:
    doc = program.session.document
    said = Speaking(track_id, "lr_asd", None, start, np.asarray(values, np.float32))
    program.session.do(edits.Edit("", (edits.record_change(doc, "speaking", track_id, said),)))


def facts(program: Program) -> str:
    return "\n".join(label.text() for label in program.inspector.findChildren(QLabel))


def test_a_curve_begins_at_its_own_step() -> None:
    values = np.array([0.0, 0.5, 1.0], np.float32)
    curve = Curve(1, Speaking(1, "lr_asd", None, 50, values), prepared(values))
    assert (curve.start, curve.end, curve.kind) == (2.0, 2.08, "")
    assert curve.value(2.06) == pytest.approx(0.75)


def test_the_lane_shows_what_was_said_and_explains_it(opened: Program) -> None:
    timeline, lane = opened.window.timeline, opened.window.timeline.speaking
    assert isinstance(lane, SpeakingLane)
    assert lane.folded
    assert lane.curves == 0
    assert "analyse with a speaker model" in lane.note
    opened.actions["lane_speaking"].trigger()
    assert not lane.folded
    first, second = (track.id for track in opened.session.tracks[:2])
    say(opened, first, np.full(200, 0.8))
    say(opened, second, np.full(200, 0.1))
    assert lane.curves == 2
    assert lane.note == ""
    # The scale is that of a probability, whatever the values are.
    assert lane.limits() == (0.0, 1.0)
    assert {"0", "1"} <= {text for _, text in lane.labels(200)}
    frame = timeline.view.frame_of(lane)
    tip = lane.tip(frame.x(3.0), float(lane.y(0.8, frame.height)), frame)
    title = opened.session.document.tracks[first].title
    assert tip.startswith(f"{title} at 00:03")
    assert "80 %" in tip
    assert "speaker model" in tip
    assert "score it again" not in tip
    # The confidence keeps its own curves.
    assert timeline.confidence.curves == 4
    assert "frame confidence" in timeline.confidence.words(timeline.confidence.set.curves[0], 1, 3)


def test_it_is_painted_at_its_height(opened: Program) -> None:
    timeline, lane = opened.window.timeline, opened.window.timeline.speaking
    opened.actions["lane_speaking"].trigger()

    def row_of_curve(value: float) -> float:
        say(opened, opened.session.tracks[0].id, np.full(600, value), start=0)
        opened.session.select(opened.session.tracks[0].id)
        picture = timeline.view.grab().toImage()
        ratio = picture.devicePixelRatio()
        x = round(timeline.view.x_of(5.0, lane) * ratio)
        top, height = lane.rect.top(), lane.rect.height()
        column = [
            picture.pixelColor(x, round((top + y) * ratio)).saturation()
            for y in range(2, height - 2)
        ]
        return 2 + int(np.argmax(column))

    high, low = row_of_curve(0.9), row_of_curve(0.2)
    height = lane.rect.height()
    assert abs(high - float(lane.y(0.9, height))) <= 3
    assert abs(low - float(lane.y(0.2, height))) <= 3


def test_the_inspector_tells_the_mean_and_that_the_boxes_changed(opened: Program) -> None:
    track = opened.session.tracks[0]
    opened.session.select(track.id)
    assert "on average" not in facts(opened)
    say(opened, track.id, [0.2, 0.4, 0.9])
    assert "50 % on average (lr_asd)" in facts(opened)
    assert "since the speaker model" not in facts(opened)
    doc = opened.session.document
    pts = int(doc.keyframes(track.id).pts[2])
    opened.session.do(edits.set_box(doc, track.id, pts, Box(1, 2, 90, 90)))
    assert "since the speaker model" in facts(opened)
    (curve,) = opened.window.timeline.speaking.set.curves
    assert "score it again" in opened.window.timeline.speaking.words(curve, 0.5, 0.4)


def test_the_settings_choose_the_speaker_model(program: Program) -> None:
    assert program.choices.params().speaker == "auto"
    program.preferences.change(speaker="none")
    assert program.choices.params().speaker == NO_SPEAKER
    program.preferences.change(speaker="lr_asd")
    assert program.choices.params() == replace(program.choices.params(), speaker="lr_asd")
