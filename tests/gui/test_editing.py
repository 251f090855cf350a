"""Each gesture on the picture is one edit, that undo takes back."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication

from core.errors import ProjectError
from core.model.values import Box, Source, VerdictValue
from core.store.project import Project
from gui.program import Program
from tests.core.obstacles import full_disk
from tests.gui.helpers import analyse_by_hand, drag, go_to, on_view, open_file

SIZE = (320, 240)


@pytest.fixture
def clip(clip_factory: Callable[..., Any]) -> Path:
    path: Path = clip_factory(frames=40, size=SIZE, audio_codec="aac").path
    return path


@pytest.fixture
def opened(program: Program, clip: Path, qtbot: Any) -> Program:
    """A window with a clip and two tracks a shot; the picture fits the view."""
    open_file(program, clip, qtbot)
    analyse_by_hand(program)
    return program


def box_on_screen(program: Program, track_id: int) -> Box:
    return next(o.box for o in program.window.view.overlays if o.track_id == track_id)


def reopened(program: Program) -> Project:
    """What another process would find in the project file now."""
    assert program.session.project is not None
    return Project.open(program.session.project.path)


def test_w_and_a_drag_draw_a_box(opened: Program, qtbot: Any) -> None:
    view, doc = opened.window.view, opened.session.document
    before = set(doc.tracks)
    go_to(opened, 7, qtbot)
    view.setFocus()
    qtbot.keyClick(opened.window, Qt.Key.Key_W)
    assert view.drawing
    assert opened.actions["draw"].isChecked()
    drag(qtbot, view, on_view(view, 100, 150), on_view(view, 60, 110))
    (new,) = set(doc.tracks) - before
    keyframe = doc.keyframes(new).at(0)
    assert keyframe.pts == opened.session.pts
    assert keyframe.source is Source.PERSON
    assert keyframe.box.as_tuple() == pytest.approx((60, 110, 100, 150), abs=1.0)
    assert opened.session.selected == new
    assert not view.drawing
    assert not opened.actions["draw"].isChecked()
    with reopened(opened) as project:
        assert new in project.document.tracks


def test_a_slip_of_the_mouse_draws_nothing(opened: Program, qtbot: Any) -> None:
    view, doc = opened.window.view, opened.session.document
    before = dict(doc.tracks)
    opened.actions["draw"].trigger()
    spot = on_view(view, 100, 150)
    drag(qtbot, view, spot, spot + QPoint(1, 1))
    assert dict(doc.tracks) == before
    assert view.drawing


def test_escape_ends_drawing(opened: Program, qtbot: Any) -> None:
    view, doc = opened.window.view, opened.session.document
    before = dict(doc.tracks)
    opened.actions["draw"].trigger()
    qtbot.mousePress(view, Qt.MouseButton.LeftButton, pos=on_view(view, 20, 20))
    qtbot.keyClick(view, Qt.Key.Key_Escape)
    qtbot.mouseRelease(view, Qt.MouseButton.LeftButton, pos=on_view(view, 90, 90))
    assert not view.drawing
    assert dict(doc.tracks) == before


def test_a_drag_moves_a_box_and_undo_takes_it_back(opened: Program, qtbot: Any) -> None:
    view, doc = opened.window.view, opened.session.document
    go_to(opened, 5, qtbot)
    track = view.overlays[0].track_id
    before, rows = box_on_screen(opened, track), doc.keyframes(track)
    x, y = before.center
    drag(qtbot, view, on_view(view, x, y), on_view(view, x + 20, y - 10))
    after = box_on_screen(opened, track)
    assert after.x1 == pytest.approx(before.x1 + 20, abs=1.0)
    assert after.y1 == pytest.approx(before.y1 - 10, abs=1.0)
    assert (after.width, after.height) == pytest.approx((before.width, before.height), abs=0.01)
    assert opened.session.selected == track
    keyframe = doc.keyframes(track).get(opened.session.pts)
    assert keyframe is not None
    assert keyframe.source is Source.PERSON
    assert doc.scores[track].stale
    assert opened.actions["undo"].text().endswith("Move box")
    with reopened(opened) as project:
        assert project.document.keyframes(track) == doc.keyframes(track)
    moved = doc.keyframes(track)
    go_to(opened, 20, qtbot)
    qtbot.keyClick(opened.window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert doc.keyframes(track) == rows
    assert not doc.scores[track].stale
    # Undo shows where it took something back.
    assert opened.session.position == 5
    both = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    qtbot.keyClick(opened.window, Qt.Key.Key_Z, both)
    assert doc.keyframes(track) == moved
    qtbot.keyClick(opened.window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClick(opened.window, Qt.Key.Key_Y, Qt.KeyboardModifier.ControlModifier)
    assert doc.keyframes(track) == moved
    with reopened(opened) as project:
        assert project.document.keyframes(track) == moved


def test_a_handle_resizes(opened: Program, qtbot: Any) -> None:
    view = opened.window.view
    track = view.overlays[0].track_id
    opened.session.select(track)
    before = box_on_screen(opened, track)
    drag(
        qtbot,
        view,
        on_view(view, before.x2, before.y2),
        on_view(view, before.x2 + 15, before.y2 + 9),
    )
    after = box_on_screen(opened, track)
    assert (after.x1, after.y1) == pytest.approx((before.x1, before.y1), abs=0.01)
    assert (after.x2, after.y2) == pytest.approx((before.x2 + 15, before.y2 + 9), abs=1.0)
    assert opened.session.history.stack.undoText() == "Resize box"


def test_a_click_selects_and_changes_nothing(opened: Program, qtbot: Any) -> None:
    view = opened.window.view
    count = opened.session.history.stack.count()
    for overlay in view.overlays:
        x, y = overlay.box.center
        qtbot.mouseClick(view, Qt.MouseButton.LeftButton, pos=on_view(view, x, y))
        assert opened.session.selected == overlay.track_id
    qtbot.mouseClick(view, Qt.MouseButton.LeftButton, pos=on_view(view, 2, SIZE[1] - 2))
    assert opened.session.selected is None
    assert opened.session.history.stack.count() == count


def test_del_deletes_the_selected_track(opened: Program, qtbot: Any) -> None:
    doc = opened.session.document
    track = opened.session.tracks[0]
    score = doc.scores[track.id]
    opened.session.select(track.id)
    opened.editing.set_verdict(VerdictValue.REJECT)
    qtbot.keyClick(opened.window, Qt.Key.Key_Delete)
    assert track.id not in doc.tracks
    assert opened.session.selected is None
    opened.actions["undo"].trigger()
    assert doc.tracks[track.id] == track
    assert doc.scores[track.id] == score
    verdict = doc.track_verdict(track.id)
    assert verdict is not None
    assert verdict.value is VerdictValue.REJECT


@pytest.mark.parametrize(("key", "value"), list(zip("123456", VerdictValue, strict=True)))
def test_keys_give_verdicts(opened: Program, qtbot: Any, key: str, value: VerdictValue) -> None:
    doc = opened.session.document
    track = opened.session.tracks[1].id
    opened.session.select(track)
    qtbot.keyClick(opened.window, key)
    verdict = doc.track_verdict(track)
    assert verdict is not None
    assert verdict.value is value
    assert [b.isChecked() for b in opened.inspector.buttons].index(True) == int(key) - 1
    qtbot.keyClick(opened.window, key)
    assert doc.track_verdict(track) is None


def test_relabelling_in_the_inspector(opened: Program, qtbot: Any) -> None:
    doc, inspector = opened.session.document, opened.inspector
    track = opened.session.tracks[0].id
    opened.session.select(track)
    inspector.name.setFocus()
    inspector.name.clear()
    qtbot.keyClicks(inspector.name, "Kim 2")
    qtbot.keyClick(inspector.name, Qt.Key.Key_Return)
    assert doc.tracks[track].name == "Kim 2"
    # Digits typed into a field are no verdicts.
    assert doc.track_verdict(track) is None
    inspector.label.setCurrentText("얼굴")
    line = inspector.label.lineEdit()
    assert line is not None
    qtbot.keyClick(line, Qt.Key.Key_Return)
    assert doc.tracks[track].label == "얼굴"
    assert any(o.caption.startswith("Kim 2") for o in opened.window.view.overlays)


def test_keyframes_are_set_removed_and_visited(opened: Program, qtbot: Any) -> None:
    doc = opened.session.document
    opened.actions["draw"].trigger()
    view = opened.window.view
    drag(qtbot, view, on_view(view, 10, 190), on_view(view, 60, 230))
    track = opened.session.selected
    assert track is not None
    go_to(opened, 9, qtbot)
    qtbot.keyClick(opened.window, Qt.Key.Key_F2)
    assert len(doc.keyframes(track)) == 2
    # Between the two the box is interpolated: the track has grown.
    go_to(opened, 4, qtbot)
    assert not next(o for o in view.overlays if o.track_id == track).keyframe
    qtbot.keyClick(opened.window, Qt.Key.Key_E)
    assert opened.session.position == 9
    qtbot.keyClick(opened.window, Qt.Key.Key_E, Qt.KeyboardModifier.ShiftModifier)
    assert opened.session.position == 0
    go_to(opened, 9, qtbot)
    qtbot.keyClick(opened.window, Qt.Key.Key_F2)
    assert len(doc.keyframes(track)) == 1
    go_to(opened, 0, qtbot)
    qtbot.keyClick(opened.window, Qt.Key.Key_F2)
    assert len(doc.keyframes(track)) == 1


def test_the_wheel_zooms_at_the_cursor_and_the_middle_button_pans(
    opened: Program, qtbot: Any
) -> None:
    view = opened.window.view
    spot = QPointF(view.width() * 0.3, view.height() * 0.6)
    fitted = view.placement
    under = fitted.to_source(spot)
    wheel(view, spot, 480)
    assert view.placement.scale > fitted.scale * 1.5
    near = view.placement.to_source(spot)
    assert (near.x(), near.y()) == pytest.approx((under.x(), under.y()), abs=1e-6)
    origin = view.placement.origin
    start = spot.toPoint()
    drag(qtbot, view, start, start + QPoint(30, -12), button=Qt.MouseButton.MiddleButton)
    assert view.placement.origin == origin + QPointF(30, -12)
    wheel(view, spot, -4800)
    assert view.placement == fitted


def wheel(view: Any, spot: QPointF, delta: int) -> None:
    event = QWheelEvent(
        spot,
        view.mapToGlobal(spot),
        QPoint(),
        QPoint(0, delta),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(view, event)


def test_space_and_a_drag_pan_without_playing(opened: Program, qtbot: Any) -> None:
    view = opened.window.view
    view.setFocus()
    view.zoom(2.0)
    origin = view.placement.origin
    qtbot.keyPress(view, Qt.Key.Key_Space)
    start = view.rect().center()
    drag(qtbot, view, start, start + QPoint(25, 5))
    qtbot.keyRelease(view, Qt.Key.Key_Space)
    assert view.placement.origin == origin + QPointF(25, 5)
    assert not opened.clock.playing
    qtbot.keyPress(view, Qt.Key.Key_Space)
    qtbot.keyRelease(view, Qt.Key.Key_Space)
    assert opened.clock.playing
    opened.clock.pause()


def test_a_full_disk_leaves_everything_as_it_was(
    opened: Program, errors: list[BaseException]
) -> None:
    doc = opened.session.document
    track = opened.session.tracks[0]
    opened.session.select(track.id)
    opened.editing.set_verdict(VerdictValue.UNSURE)
    count = opened.session.history.stack.count()
    with full_disk():
        opened.editing.relabel("someone", "else")
        opened.actions["undo"].trigger()
    assert [type(e) for e in errors] == [ProjectError, ProjectError]
    assert doc.tracks[track.id] == track
    assert doc.track_verdict(track.id) is not None
    assert opened.session.history.stack.count() == count
    assert opened.session.history.stack.index() == count
    opened.actions["undo"].trigger()
    assert doc.track_verdict(track.id) is None
