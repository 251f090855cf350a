"""Each repair of a track by its key on the real window: one edit, undone and redone."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QInputDialog

from core.analysis.stages import Detected, pack_detections
from core.model import edits, track_edits
from core.model.edits import KeyframesChange
from core.model.keyframes import Keyframes
from core.model.values import Box, Keyframe, Shot, Source, Track, VerdictValue
from core.store.stages import StageStore
from core.vision.linking import StepDetections
from gui.player.box_painting import ColourBy, box_colour
from gui.program import Program
from tests.core.documents import state
from tests.gui.helpers import analyse_by_hand, drag, go_to, on_view, open_file, picture_of

SIZE = (320, 240)
Key = Qt.Key
SHIFT, ALT, CTRL = (
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.AltModifier,
    Qt.KeyboardModifier.ControlModifier,
)
EYES = ((60.0, 80.0), (90.0, 80.0))


@pytest.fixture
def opened(program: Program, clip_factory: Callable[..., Any], qtbot: Any) -> Program:
    """A window with two tracks in each of two shots, of 20 frames; the first track is selected."""
    path: Path = clip_factory(frames=40, size=SIZE, audio_codec="aac").path
    open_file(program, path, qtbot)
    analyse_by_hand(program)
    program.session.select(1)
    program.window.view.setFocus()
    return program


@pytest.fixture
def press(opened: Program, qtbot: Any) -> Callable[..., None]:
    """Press a key over the picture; then undo it and do it again, comparing the document."""

    def act(key: Key, keys: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        session = opened.session
        before, steps = state(session.document), session.history.stack.index()
        qtbot.keyClick(opened.window, key, keys)
        after = state(session.document)
        assert after != before
        assert session.history.stack.index() == steps + 1
        chosen = session.chosen
        session.undo()
        assert state(session.document) == before
        session.redo()
        assert state(session.document) == after
        session.select_all(chosen)

    return act


def frames_of(program: Program, track_id: int) -> list[int]:
    """The frames in which a track is visible."""
    doc, index = program.session.document, program.session.index
    assert index is not None
    track, rows = doc.tracks[track_id], doc.keyframes(track_id)
    return [
        n
        for n, pts in enumerate(index.pts.tolist())
        if rows.box_at(pts) is not None and not track.is_outside(pts)
    ]


def test_s_splits_before_the_frame_on_screen(opened: Program, press: Any, qtbot: Any) -> None:
    go_to(opened, 8, qtbot)
    press(Key.Key_S)
    assert frames_of(opened, 1) == list(range(8))
    assert frames_of(opened, 5) == list(range(8, 20))
    assert opened.session.selected == 5


def test_splitting_outside_of_the_track_says_what_to_do(
    opened: Program, errors: list[BaseException], qtbot: Any
) -> None:
    go_to(opened, 30, qtbot)
    qtbot.keyClick(opened.window, Key.Key_S)
    (error,) = errors
    assert "inside" in str(error)
    assert not opened.session.history.stack.canRedo()


def test_m_merges_the_two_selected(opened: Program, press: Any, qtbot: Any) -> None:
    go_to(opened, 8, qtbot)
    press(Key.Key_S)
    opened.session.select_all([5, 1])
    press(Key.Key_M)
    assert frames_of(opened, 1) == list(range(20))
    assert 5 not in opened.session.document.tracks
    assert opened.session.selected == 1


def test_x_swaps_the_two_selected_from_here(opened: Program, press: Any, qtbot: Any) -> None:
    doc = opened.session.document
    left, right = doc.keyframes(1).at(12).box, doc.keyframes(2).at(12).box
    go_to(opened, 10, qtbot)
    opened.session.select_all([1, 2])
    press(Key.Key_X)
    assert (doc.keyframes(1).at(12).box, doc.keyframes(2).at(12).box) == (right, left)
    assert doc.keyframes(1).at(9).box == left


def test_the_rest_goes_to_another_track(
    opened: Program, press: Any, qtbot: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    go_to(opened, 8, qtbot)
    press(Key.Key_S)
    go_to(opened, 14, qtbot)
    opened.session.select(5)
    asked: list[list[str]] = []

    def answer(_parent: Any, _title: str, _text: str, items: list[str], *_: Any) -> Any:
        asked.append(items)
        return items[0], True

    monkeypatch.setattr(QInputDialog, "getItem", answer)
    press(Key.Key_X, SHIFT)
    assert asked[0][0] == "face 1"
    assert frames_of(opened, 1) == [*range(8), *range(14, 20)]
    assert frames_of(opened, 5) == list(range(8, 14))


def test_begin_and_end_of_a_track(opened: Program, press: Any, qtbot: Any) -> None:
    go_to(opened, 5, qtbot)
    press(Key.Key_BracketLeft, CTRL)
    go_to(opened, 15, qtbot)
    press(Key.Key_BracketRight, CTRL)
    assert frames_of(opened, 1) == list(range(5, 16))
    opened.session.seek_frame(7)
    opened.session.set_mark_in()
    opened.session.seek_frame(9)
    opened.session.set_mark_out()
    go_to(opened, 0, qtbot)
    press(Key.Key_T, CTRL)
    assert frames_of(opened, 1) == [7, 8, 9]


def test_u_is_outside_from_here_and_again_visible(opened: Program, press: Any, qtbot: Any) -> None:
    go_to(opened, 6, qtbot)
    press(Key.Key_U)
    assert frames_of(opened, 1) == list(range(6))
    assert all(o.track_id != 1 for o in opened.window.view.overlays)
    go_to(opened, 12, qtbot)
    press(Key.Key_U)
    assert frames_of(opened, 1) == [*range(6), *range(12, 20)]
    press(Key.Key_Y, SHIFT)
    assert frames_of(opened, 1) == list(range(20))


def test_q_covers_the_box_here_or_in_the_marked_span(
    opened: Program, press: Any, qtbot: Any
) -> None:
    doc = opened.session.document
    go_to(opened, 3, qtbot)
    press(Key.Key_Q)
    assert np.flatnonzero(doc.keyframes(1).occluded).tolist() == [3]
    opened.session.seek_frame(5)
    opened.session.set_mark_in()
    opened.session.seek_frame(8)
    opened.session.set_mark_out()
    go_to(opened, 6, qtbot)
    press(Key.Key_Q)
    press(Key.Key_Q, SHIFT)
    assert np.flatnonzero(doc.keyframes(1).occluded).tolist() == [3, 5, 6, 7, 8]
    assert np.flatnonzero(doc.keyframes(1).truncated).tolist() == [5, 6, 7, 8]


def test_p_holds_the_box(
    opened: Program, press: Any, qtbot: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QInputDialog, "getInt", lambda *_: (6, True))
    go_to(opened, 4, qtbot)
    press(Key.Key_P)
    rows = opened.session.document.keyframes(1)
    index = opened.session.index
    assert index is not None
    assert rows.get(int(index.pts[7])) is None
    assert rows.get(int(index.pts[10])).source is Source.PERSON  # type: ignore[union-attr]


def test_y_calms_a_trembling_track(opened: Program, press: Any, qtbot: Any) -> None:
    doc = opened.session.document
    rows = doc.keyframes(1)
    shaken = rows.with_boxes(
        (rows.boxes + np.where(np.arange(len(rows)) % 2, 6, 0)[:, None]).astype(np.float32)
    )
    from core.model import path_edits

    opened.session.do(path_edits.replace_rows(doc, 1, None, shaken, "Shake"))
    go_to(opened, 4, qtbot)
    press(Key.Key_Y)
    calm = doc.keyframes(1).boxes[:, 0]
    assert np.abs(np.diff(calm)).max() < 1.5


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


def test_ctrl_click_selects_several_and_one_verdict_goes_to_all(
    opened: Program, press: Any, qtbot: Any
) -> None:
    view, doc = opened.window.view, opened.session.document
    go_to(opened, 2, qtbot)
    x, y = doc.keyframes(2).at(2).box.center
    qtbot.mouseClick(view, Qt.MouseButton.LeftButton, CTRL, on_view(view, x, y))
    assert opened.session.chosen == (2, 1)
    assert len(opened.window.tracks.table.selectionModel().selectedRows()) == 2
    press(Key.Key_3)
    assert {doc.track_verdict(id).value for id in (1, 2)} == {  # type: ignore[union-attr]
        VerdictValue.NOT_SPEAKING
    }
    press(Key.Key_Delete)
    assert set(doc.tracks) == {3, 4}


def test_rows_of_the_table_select_several(opened: Program) -> None:
    table = opened.window.tracks.table
    table.selectAll()
    assert len(opened.session.chosen) == 4
    table.clearSelection()
    assert opened.session.chosen == ()
    opened.session.select_all([3, 1])
    rows = {index.row() for index in table.selectionModel().selectedRows()}
    assert rows == {opened.window.tracks.model.row_of(id) for id in (1, 3)}


def test_a_locked_track_stays_and_a_hidden_one_is_not_drawn(
    opened: Program, press: Any, qtbot: Any
) -> None:
    view, doc = opened.window.view, opened.session.document
    go_to(opened, 2, qtbot)
    press(Key.Key_K, SHIFT)
    assert opened.actions["lock"].isChecked()
    assert not opened.actions["split"].isEnabled()
    before = state(doc)
    box = doc.keyframes(1).at(2).box
    spot = on_view(view, *box.center)
    drag(qtbot, view, spot, spot + QPoint(30, 10))
    qtbot.keyClick(opened.window, Key.Key_Delete)
    assert state(doc) == before
    press(Key.Key_K, SHIFT)
    press(Key.Key_H)
    assert all(o.track_id != 1 for o in view.overlays)
    press(Key.Key_H, SHIFT)
    assert any(o.track_id == 1 for o in view.overlays)


def test_a_verdict_for_the_marked_span(opened: Program, press: Any, qtbot: Any) -> None:
    assert not opened.actions["span_verdict_5"].isEnabled()
    opened.session.seek_frame(4)
    opened.session.set_mark_in()
    opened.session.seek_frame(9)
    opened.session.set_mark_out()
    press(Key.Key_5, ALT)
    (verdict,) = opened.session.document.verdicts.values()
    index = opened.session.index
    assert index is not None
    assert verdict.value is VerdictValue.REJECT
    assert (verdict.start_pts, verdict.end_pts) == (int(index.pts[4]), int(index.pts[10]))
    press(Key.Key_0, ALT)
    assert not opened.session.document.verdicts


def test_note_and_attributes_are_typed_in_the_inspector(opened: Program, qtbot: Any) -> None:
    doc = opened.session.document
    qtbot.keyClick(opened.window, Key.Key_2)
    qtbot.keyClick(opened.window, Key.Key_N, CTRL)
    field = QApplication.focusWidget()
    assert field is not None
    qtbot.keyClicks(field, "drifts at the end")
    qtbot.keyClick(field, Key.Key_Return)
    verdict = doc.track_verdict(1)
    assert verdict is not None
    assert (verdict.note, verdict.value) == ("drifts at the end", VerdictValue.OUT_OF_SYNC)
    facts = next(
        f for f in opened.inspector.findChildren(type(field)) if "name=" in f.placeholderText()
    )
    facts.setFocus()
    qtbot.keyClicks(facts, "language=ko; noisy")
    qtbot.keyClick(facts, Key.Key_Return)
    assert dict(doc.tracks[1].attributes) == {"language": "ko", "noisy": "yes"}
    opened.session.undo()
    assert doc.tracks[1].attributes == ()


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


def test_masks_tint_their_pixels(opened: Program, qtbot: Any) -> None:
    from core.vision.masks import encode_mask

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


def test_t_follows_a_drawn_box(opened: Program, qtbot: Any) -> None:
    """On a made clip the picture moves under the box; what matters here is the way to the track."""
    session, doc = opened.session, opened.session.document
    go_to(opened, 2, qtbot)
    opened.editing.draw_box(Box(20, 20, 120, 100))
    track = session.selected
    assert track is not None
    qtbot.keyClick(opened.window, Key.Key_T)
    assert opened.tracks.following.running
    assert not opened.actions["track_on"].isEnabled()
    qtbot.waitUntil(lambda: not opened.tracks.following.running, timeout=20000)
    rows = doc.keyframes(track)
    assert "followed through" in opened.window.hint.text()
    index = session.index
    assert index is not None
    assert len(rows) >= 1
    # Never over the cut at frame 20.
    assert int(rows.pts[-1]) < int(index.pts[20])
    if len(rows) > 1:
        assert set(rows.sources.tolist()) == {1, 2}
        session.undo()
        assert len(doc.keyframes(track)) == 1


def test_following_ends_before_the_next_box_of_a_person(opened: Program, qtbot: Any) -> None:
    doc, index = opened.session.document, opened.session.index
    assert index is not None
    go_to(opened, 2, qtbot)
    opened.editing.draw_box(Box(20, 20, 120, 100))
    track = opened.session.selected
    assert track is not None
    pts = int(index.pts[5])
    opened.session.do(edits.set_box(doc, track, pts, Box(0, 0, 50, 50)))
    qtbot.keyClick(opened.window, Key.Key_T)
    qtbot.waitUntil(lambda: not opened.tracks.following.running, timeout=20000)
    assert doc.keyframes(track).get(pts).box == Box(0, 0, 50, 50)  # type: ignore[union-attr]
    assert doc.keyframes(track).pts[-1] == pts


def test_what_changed_meanwhile_is_not_overwritten(opened: Program, qtbot: Any) -> None:
    go_to(opened, 2, qtbot)
    opened.editing.draw_box(Box(20, 20, 120, 100))
    qtbot.keyClick(opened.window, Key.Key_T)
    opened.editing.nudge(5, 5)
    after = state(opened.session.document)
    qtbot.waitUntil(lambda: not opened.tracks.following.running, timeout=20000)
    assert state(opened.session.document) == after


def test_a_detection_without_a_track_becomes_one(opened: Program, qtbot: Any) -> None:
    session = opened.session
    project, video, index = session.project, session.video, session.index
    assert project is not None
    assert video is not None
    assert index is not None
    loose = Box(130, 160, 180, 210)
    track = session.document.keyframes(1)
    found = [
        StepDetections(
            n,
            int(index.pts[n]),
            np.array([loose.as_tuple(), track.at(n).box.as_tuple()], np.float32),
            np.array([0.8, 0.9], np.float32),
            np.zeros(2, np.int64),
        )
        for n in range(3, 15)
    ]
    shots = (Shot(video.start_pts, video.end_pts),)
    with StageStore(project.path) as stages:
        stages.put("k", video.id, "detections", pack_detections(Detected(shots, found, ("face",))))
    go_to(opened, 5, qtbot)
    opened.actions["show_loose"].trigger()
    qtbot.waitUntil(lambda: opened.tracks.loose.ready, timeout=10000)
    view = opened.window.view
    assert view.layer.loose == [loose]
    qtbot.mouseDClick(view, Qt.MouseButton.LeftButton, pos=on_view(view, 150, 190))
    qtbot.waitUntil(lambda: session.selected == 5, timeout=10000)
    assert frames_of(opened, 5) == list(range(3, 15))
    qtbot.waitUntil(lambda: opened.tracks.loose.ready and not view.layer.loose, timeout=10000)
    session.undo()
    qtbot.waitUntil(lambda: view.layer.loose == [loose], timeout=10000)


def test_steps_from_track_to_track(opened: Program, qtbot: Any) -> None:
    order = [track.id for track in opened.session.tracks]
    seen = [opened.session.selected]
    for _ in range(4):
        qtbot.keyClick(opened.window, Key.Key_PageDown)
        seen.append(opened.session.selected)
    assert seen == [*order, order[-1]]
    qtbot.keyClick(opened.window, Key.Key_A, CTRL)
    assert opened.session.chosen[0] == order[-1]
    assert set(opened.session.chosen) == set(order)


def test_outside_is_not_followed_or_copied(opened: Program, qtbot: Any) -> None:
    doc, index = opened.session.document, opened.session.index
    assert index is not None
    opened.session.do(track_edits.set_outside(doc, 1, int(index.pts[3]), int(index.pts[9]), True))
    go_to(opened, 5, qtbot)
    qtbot.keyClick(opened.window, Key.Key_C, CTRL)
    assert not opened.tracks.repairs.copied
    qtbot.keyClick(opened.window, Key.Key_T)
    assert not opened.tracks.following.running
    assert isinstance(doc.tracks[1], Track)
