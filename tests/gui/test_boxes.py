"""The box on screen and what belongs to it: by keys, numbers and mouse on the real window."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from PySide6.QtWidgets import QApplication, QDoubleSpinBox

from core.model import edits
from core.model.edits import KeyframesChange
from core.model.keyframes import Keyframes
from core.model.values import Box, Keyframe, Source, Track
from core.vision.masks import encode_mask
from gui.player.box_painting import ColourBy, box_colour
from gui.program import Program
from tests.core.documents import state
from tests.gui.helpers import drag, go_to, on_view, open_file, picture_of
from tests.gui.repairing import (
    ALT,
    CTRL,
    SHIFT,
    SIZE,
    Key,
    opened_fixture,
    press_fixture,
)

__all__ = ["opened_fixture", "press_fixture"]

EYES = ((60.0, 80.0), (90.0, 80.0))


def test_copy_and_paste_to_another_frame_and_another_shot(
    opened: Program, press: Any, qtbot: Any
) -> None:
    doc, view = opened.session.document, opened.window.view
    go_to(opened, 2, qtbot)
    box = doc.keyframes(2).at(2).box
    opened.session.select(2)
    assert not opened.actions["paste_box"].isEnabled()
    qtbot.keyClick(opened.window, Key.Key_C, CTRL)
    go_to(opened, 9, qtbot)
    opened.session.select(1)
    press(Key.Key_V, CTRL)
    assert doc.keyframes(1).at(9).box == box
    assert view.frame is not None
    press(Key.Key_D, CTRL)
    assert opened.session.selected == 5
    assert doc.keyframes(5).at(9).box.x1 == pytest.approx(box.x1 + 10)


def test_a_box_of_another_project_becomes_a_new_track(
    opened: Program, clip_factory: Callable[..., Any], qtbot: Any
) -> None:
    """The track with the same number is somebody else there."""
    go_to(opened, 2, qtbot)
    box = opened.session.document.keyframes(1).at(2).box
    qtbot.keyClick(opened.window, Key.Key_C, CTRL)
    open_file(opened, clip_factory(frames=30, size=(320, 240)).path, qtbot)
    session = opened.session
    rows = Keyframes.of([Keyframe(session.pts, Box(1, 1, 20, 20))])
    assert session.video is not None
    assert session.do(edits.add_track(Track(1, session.video.id), rows))
    qtbot.waitUntil(lambda: opened.window.view.frame is not None)
    qtbot.keyClick(opened.window, Key.Key_V, CTRL)
    assert session.document.keyframes(1) == rows
    assert session.document.keyframes(2).at(0).box == box


def test_keys_move_and_resize_the_box_inside_the_picture(
    opened: Program, press: Any, qtbot: Any
) -> None:
    go_to(opened, 2, qtbot)
    editing = opened.editing
    before = editing.box_here()
    assert before is not None
    press(Key.Key_Right, ALT | SHIFT)
    press(Key.Key_Down, ALT | SHIFT)
    after = editing.box_here()
    assert after is not None
    assert (after.x1 - before.x1, after.y1 - before.y1) == (1.0, 1.0)
    press(Key.Key_Period)
    larger = editing.box_here()
    assert larger is not None
    assert larger.width > after.width
    assert larger.center == pytest.approx(after.center)
    for _ in range(400):
        editing.nudge(-3, 0)
    edge = editing.box_here()
    assert edge is not None
    assert edge.x1 == 0.0
    assert edge.width == pytest.approx(larger.width, abs=0.01)


def test_the_box_by_numbers(opened: Program, qtbot: Any) -> None:
    go_to(opened, 2, qtbot)
    qtbot.keyClick(opened.window, Key.Key_B)
    field = QApplication.focusWidget()
    assert field is not None
    assert field.accessibleName() == "Left edge in pixels"
    qtbot.keyClicks(field, "12.5")
    qtbot.keyClick(field, Key.Key_Return)
    box = opened.editing.box_here()
    assert box is not None
    assert box.x1 == 12.5
    assert opened.window.view.hasFocus()
    opened.session.undo()
    assert opened.editing.box_here() != box


def test_a_number_left_behind_changes_no_other_box(opened: Program, qtbot: Any) -> None:
    """The field keeps the focus while another frame or track comes on screen."""
    doc, session = opened.session.document, opened.session
    go_to(opened, 2, qtbot)
    before = state(doc)
    qtbot.keyClick(opened.window, Key.Key_B)
    field = QApplication.focusWidget()
    assert isinstance(field, QDoubleSpinBox)
    qtbot.keyClicks(field, "12.5")
    go_to(opened, 7, qtbot)
    here = opened.editing.box_here()
    assert here is not None
    assert field.value() == pytest.approx(here.x1, abs=0.05)
    session.select(2)
    opened.window.view.setFocus()
    assert state(doc) == before
    qtbot.keyClick(opened.window, Key.Key_B)
    qtbot.keyClicks(field, "12.5")
    qtbot.keyClick(field, Key.Key_Escape)
    assert opened.window.view.hasFocus()
    assert state(doc) == before


def test_landmarks_are_shown_and_dragged(opened: Program, qtbot: Any) -> None:
    view, doc = opened.window.view, opened.session.document
    go_to(opened, 0, qtbot)
    assert view.frame is not None
    old = doc.keyframes(1).at(0)
    rows = Keyframes.of([Keyframe(view.frame.pts, Box(40, 60, 110, 140), landmarks=EYES)])
    change = KeyframesChange(1, Keyframes.of([old]), rows)
    opened.session.do(edits.Edit("Landmarks", (change,)))
    plain = picture_of(view.grab().toImage())
    start = on_view(view, *EYES[0])
    drag(qtbot, view, start, on_view(view, 66, 90))
    moved = doc.keyframes(1).at(0).landmarks
    assert moved[0] == pytest.approx((66, 90), abs=0.7)
    assert moved[1] == EYES[1]
    assert not np.array_equal(plain, picture_of(view.grab().toImage()))
    opened.session.undo()
    assert doc.keyframes(1).at(0).landmarks == EYES


def test_a_landmark_that_is_not_known_is_left_out_and_the_others_are_dragged(
    opened: Program, qtbot: Any
) -> None:
    view, doc = opened.window.view, opened.session.document
    go_to(opened, 0, qtbot)
    assert view.frame is not None
    points = (EYES[0], (math.nan, math.nan), EYES[1])
    rows = Keyframes.of([Keyframe(view.frame.pts, Box(40, 60, 110, 140), landmarks=points)])
    change = KeyframesChange(1, Keyframes.of([doc.keyframes(1).at(0)]), rows)
    opened.session.do(edits.Edit("Landmarks", (change,)))
    view.grab()
    drag(qtbot, view, on_view(view, *EYES[1]), on_view(view, 66, 90))
    moved = doc.keyframes(1).at(0).landmarks
    assert moved[0] == EYES[0]
    assert np.isnan(moved[1]).all()
    assert moved[2] == pytest.approx((66, 90), abs=0.7)
    opened.session.undo()
    assert doc.keyframes(1).at(0).landmarks[2] == EYES[1]


def test_a_landmark_between_keyframes_is_dragged(opened: Program, qtbot: Any) -> None:
    """It lies between those of its neighbours; where it is put becomes a keyframe of a person."""
    view, doc = opened.window.view, opened.session.document
    index = opened.session.index
    assert index is not None
    old = doc.keyframes(1)
    ends = [
        Keyframe(int(index.pts[n]), Box(40, 60, 110, 140), landmarks=((x, 80.0), (x + 30, 80.0)))
        for n, x in ((0, 60.0), (10, 70.0))
    ]
    opened.session.do(edits.Edit("Sparse", (KeyframesChange(1, old, Keyframes.of(ends)),)))
    go_to(opened, 5, qtbot)
    drag(qtbot, view, on_view(view, 65, 80), on_view(view, 75, 100))
    assert doc.keyframes(1).pts.tolist() == index.pts[[0, 5, 10]].tolist()
    moved = doc.keyframes(1).at(1)
    assert moved.landmarks[0] == pytest.approx((75, 100), abs=0.7)
    assert moved.landmarks[1] == (95, 80)
    assert moved.source is Source.PERSON
    opened.session.undo()
    assert len(doc.keyframes(1)) == 2


def test_masks_tint_their_pixels(opened: Program, qtbot: Any) -> None:
    view, doc = opened.window.view, opened.session.document
    go_to(opened, 0, qtbot)
    assert view.frame is not None
    pixels = np.zeros((SIZE[1], SIZE[0]), np.uint8)
    pixels[150:200, 150:220] = 1
    before = picture_of(view.grab().toImage())
    old = doc.keyframes(1).at(0)
    new = Keyframe(old.pts, old.box, mask=encode_mask(pixels))
    change = KeyframesChange(1, Keyframes.of([old]), Keyframes.of([new]))
    opened.session.do(edits.Edit("Mask", (change,)))
    after = picture_of(view.grab().toImage())
    spot = on_view(view, 185, 175)
    assert not np.array_equal(after[spot.y(), spot.x()], before[spot.y(), spot.x()])
    beside = on_view(view, 250, 225)
    assert np.array_equal(after[beside.y(), beside.x()], before[beside.y(), beside.x()])


def test_colours_tell_what_was_chosen(opened: Program, qtbot: Any) -> None:
    go_to(opened, 2, qtbot)
    theme, (first, second) = opened.themes.theme, opened.window.view.overlays[:2]
    assert box_colour(first, theme, ColourBy.TRACK) != box_colour(second, theme, ColourBy.TRACK)
    assert box_colour(first, theme, ColourBy.LABEL) == box_colour(second, theme, ColourBy.LABEL)
    opened.actions["colour_label"].trigger()
    assert opened.window.view.layer.colour_by is ColourBy.LABEL
    assert opened.preferences.settings.colour_by == "label"
    assert not opened.actions["colour_confidence"].isChecked()
