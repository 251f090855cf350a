"""What a reviewer meets at the window: focus, held keys, lists, long names, many tracks."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QKeyEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox

from core.errors import MediaError
from core.model import edits
from core.model.keyframes import Keyframes
from core.model.values import Box, Keyframe, Track, VerdictValue
from core.store.project import SUFFIX
from gui.dialogs.export_coco import ExportCocoDialog
from gui.errors import ErrorReporter, describe
from gui.program import Program
from tests.gui.helpers import analyse_by_hand, drag, on_view, open_file, wait_idle
from tests.gui.timeline_helpers import bar_spot, spot_in
from tests.gui.timeline_helpers import drag as drag_timeline


@pytest.fixture
def clip(clip_factory: Callable[..., Any]) -> Path:
    path: Path = clip_factory(frames=60, size=(320, 240), audio_codec="aac").path
    return path


@pytest.fixture
def opened(program: Program, clip: Path, qtbot: Any) -> Program:
    open_file(program, clip, qtbot)
    analyse_by_hand(program)
    program.session.select(program.session.tracks[0].id)
    program.window.activateWindow()
    qtbot.waitUntil(program.window.isActiveWindow)
    return program


# --- typing -------------------------------------------------------------------------------------


def test_a_name_is_typed_without_triggering_shortcuts(opened: Program, qtbot: Any) -> None:
    name, track = opened.inspector.name, opened.session.selected
    assert track is not None
    name.setFocus()
    qtbot.keyClicks(name, "Jill wekl 1 2")
    QTest.keyClick(name, Qt.Key.Key_Left)
    QTest.keyClick(name, Qt.Key.Key_Delete)
    assert name.text() == "Jill wekl 1 "
    assert opened.session.document.track_verdict(track) is None
    assert not opened.window.view.drawing
    assert not opened.clock.playing
    assert opened.session.position == 0
    assert track in opened.session.document.tracks


def test_enter_takes_the_name_and_gives_the_keys_back(opened: Program, qtbot: Any) -> None:
    name, track = opened.inspector.name, opened.session.selected
    assert track is not None
    name.setFocus()
    qtbot.keyClicks(name, "Eve")
    QTest.keyClick(name, Qt.Key.Key_Return)
    assert opened.session.document.tracks[track].name == "Eve"
    assert opened.window.view.hasFocus()


def test_escape_takes_the_typing_back(opened: Program, qtbot: Any) -> None:
    name, track = opened.inspector.name, opened.session.selected
    assert track is not None
    name.setFocus()
    qtbot.keyClicks(name, "Eve")
    QTest.keyClick(name, Qt.Key.Key_Escape)
    assert name.text() == ""
    assert opened.session.document.tracks[track].name == ""
    assert opened.window.view.hasFocus()


def test_another_edit_leaves_what_is_being_typed(opened: Program, qtbot: Any) -> None:
    name, track = opened.inspector.name, opened.session.selected
    assert track is not None
    name.setFocus()
    qtbot.keyClicks(name, "Ev")
    qtbot.mouseClick(opened.inspector.buttons[1], Qt.MouseButton.LeftButton)
    assert opened.session.document.track_verdict(track) is not None
    analyse_by_hand(opened)
    qtbot.keyClicks(name, "e")
    assert name.text() == "Eve"
    opened.session.select(opened.session.tracks[1].id)
    assert name.text() == ""


@pytest.mark.parametrize("where", ["label", "speed", "detector"])
def test_the_wheel_does_not_change_a_choice(opened: Program, where: str) -> None:
    combo: QComboBox = {
        "label": opened.inspector.label,
        "speed": opened.window.transport.speed,
        "detector": opened.choices.detector,
    }[where]
    combo.addItem("another", "another")
    before = combo.currentIndex()
    for delta in (-120, 120):
        QApplication.sendEvent(
            combo,
            QWheelEvent(
                QPointF(4, 4),
                combo.mapToGlobal(QPointF(4, 4)),
                QPoint(),
                QPoint(0, delta),
                Qt.MouseButton.NoButton,
                Qt.KeyboardModifier.NoModifier,
                Qt.ScrollPhase.NoScrollPhase,
                False,
            ),
        )
        assert combo.currentIndex() == before


# --- keys ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("place", ["view", "table", "videos", "timeline"])
def test_the_keys_of_reviewing_work_wherever_the_focus_is(opened: Program, place: str) -> None:
    window, doc = opened.window, opened.session.document
    widget = {
        "view": window.view,
        "table": window.tracks.table,
        "videos": window.videos,
        "timeline": window.timeline.view,
    }[place]
    track = opened.session.selected
    assert track is not None
    widget.setFocus()
    assert widget.hasFocus()
    for number, value in enumerate(VerdictValue):
        QTest.keyClick(widget, Qt.Key(Qt.Key.Key_1 + number))
        verdict = doc.track_verdict(track)
        assert verdict is not None
        assert verdict.value is value
    QTest.keyClick(widget, Qt.Key.Key_Right)
    assert opened.session.position == 1
    QTest.keyClick(widget, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    assert opened.session.position == 11
    QTest.keyClick(widget, Qt.Key.Key_End)
    assert opened.session.position == 59
    QTest.keyClick(widget, Qt.Key.Key_Home)
    QTest.keyClick(widget, Qt.Key.Key_Space)
    assert opened.clock.playing
    QTest.keyClick(widget, Qt.Key.Key_K)
    assert not opened.clock.playing


def test_only_steps_repeat_while_a_key_is_held(opened: Program) -> None:
    repeating = {a.objectName() for a in opened.actions.all() if a.autoRepeat()}
    assert {"frame_on", "frame_back", "undo", "redo", "next_keyframe"} <= repeating
    assert not repeating & {"play", "delete", "draw", "keyframe", "analyse"}
    assert not any(name.startswith("verdict") for name in repeating)


def test_space_let_go_in_another_window_does_not_stay_down(opened: Program, qtbot: Any) -> None:
    view = opened.window.view
    view.setFocus()
    QApplication.sendEvent(
        view, QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Space, Qt.KeyboardModifier.NoModifier)
    )
    opened.window.tracks.table.setFocus()
    before = view.placement
    start = on_view(view, 300, 230)
    drag(qtbot, view, start, start - QPoint(40, 40))
    assert view.placement == before


def test_a_second_button_does_not_end_a_gesture(opened: Program, qtbot: Any) -> None:
    view, doc = opened.window.view, opened.session.document
    before = set(doc.tracks)
    opened.actions["draw"].trigger()
    a, b = on_view(view, 20, 20), on_view(view, 90, 90)
    qtbot.mousePress(view, Qt.MouseButton.LeftButton, pos=a)
    qtbot.mousePress(view, Qt.MouseButton.RightButton, pos=a)
    qtbot.mouseRelease(view, Qt.MouseButton.RightButton, pos=a)
    assert set(doc.tracks) == before
    from tests.gui.helpers import move

    move(view, QPointF(b), Qt.MouseButton.LeftButton)
    qtbot.mouseRelease(view, Qt.MouseButton.LeftButton, pos=b)
    (new,) = set(doc.tracks) - before
    assert doc.keyframes(new).at(0).box.as_tuple() == pytest.approx((20, 20, 90, 90), abs=1)


# --- lists --------------------------------------------------------------------------------------


def test_the_video_stays_marked_when_tracks_come_and_go(opened: Program) -> None:
    videos = opened.window.videos
    assert videos.currentIndex().row() == 0
    opened.editing.draw_box(Box(10, 10, 60, 60))
    assert videos.currentIndex().row() == 0
    assert videos.selectionModel().hasSelection()
    opened.session.undo()
    assert videos.selectionModel().hasSelection()


def test_an_analysed_video_opens_with_its_surest_track(
    opened: Program, make_program: Callable[..., Program], clip: Path, qtbot: Any
) -> None:
    opened.window.close()
    again = make_program()
    open_file(again, clip, qtbot)
    track = again.session.selected_track
    assert track is not None
    assert again.session.document.scores[track.id].determined
    assert again.window.timeline.heat.map is not None


def test_enter_opens_the_video_the_arrows_went_to(
    opened: Program, clip: Path, tmp_path: Path, qtbot: Any
) -> None:
    project, second = tmp_path / f"p{SUFFIX}", tmp_path / "second.mp4"
    shutil.copy(clip, second)
    opened.files.save_as(project)
    open_file(opened, second, qtbot)
    videos = opened.window.videos
    videos.setFocus()
    QTest.keyClick(videos, Qt.Key.Key_Up)
    QTest.keyClick(videos, Qt.Key.Key_Return)
    wait_idle(opened, qtbot)
    assert opened.session.video is not None
    assert opened.session.video.path == str(clip)


def test_several_dropped_videos_join_a_saved_project(
    opened: Program, clip: Path, tmp_path: Path, qtbot: Any
) -> None:
    more = [tmp_path / "b.mp4", tmp_path / "c.mp4"]
    for path in more:
        shutil.copy(clip, path)
    opened.files.save_as(tmp_path / f"p{SUFFIX}")
    opened.files.open_all(more)
    qtbot.waitUntil(lambda: len(opened.session.document.videos) == 3, timeout=10000)
    wait_idle(opened, qtbot)


def test_several_dropped_videos_without_a_project_say_how(
    opened: Program, clip: Path, tmp_path: Path, qtbot: Any
) -> None:
    more = [tmp_path / "b.mp4", tmp_path / "c.mp4"]
    for path in more:
        shutil.copy(clip, path)
    opened.files.open_all(more)
    wait_idle(opened, qtbot)
    assert opened.session.video is not None
    assert opened.session.video.path == str(more[0])
    assert "Save project as" in opened.window.hint.text()


def test_a_bad_file_among_several_does_not_stop_the_others(
    opened: Program, clip: Path, tmp_path: Path, errors: list[BaseException], qtbot: Any
) -> None:
    bad, good = tmp_path / "bad.mp4", tmp_path / "good.mp4"
    bad.write_text("no video")
    shutil.copy(clip, good)
    opened.files.save_as(tmp_path / f"p{SUFFIX}")
    opened.files.open_all([bad, good])
    qtbot.waitUntil(lambda: len(opened.session.document.videos) == 2, timeout=10000)
    wait_idle(opened, qtbot)
    assert [type(error) for error in errors] == [MediaError]


def test_another_way_to_write_the_path_is_the_same_video(
    opened: Program, clip: Path, tmp_path: Path, qtbot: Any
) -> None:
    opened.files.save_as(tmp_path / f"p{SUFFIX}")
    link = tmp_path / "elsewhere"
    link.symlink_to(clip.parent)
    opened.files.open(link / clip.name)
    wait_idle(opened, qtbot)
    assert len(opened.session.document.videos) == 1


# --- the timeline -------------------------------------------------------------------------------


def crowd(program: Program, count: int) -> None:
    """Tracks that all overlap in time."""
    doc, opened = program.session.document, program.session.opened
    assert opened is not None
    first, last = int(opened.index.pts[0]), int(opened.index.pts[-1])
    for number in range(count):
        left = 5.0 + number
        box = Box(left, 5.0, left + 20, 40.0)
        rows = Keyframes.of([Keyframe(first, box), Keyframe(last, box)])
        program.session.do(edits.add_track(Track(doc.next_id("track"), opened.video.id), rows))


def test_many_tracks_leave_room_for_the_other_lanes(opened: Program, qtbot: Any) -> None:
    timeline = opened.window.timeline
    crowd(opened, 60)
    QApplication.processEvents()
    assert timeline.tracks.rows > 60
    for lane in (timeline.wave, timeline.heat, timeline.confidence):
        assert lane.rect.height() >= 20, lane.title
    # Each is still to be had with a click: the last row is scrolled into sight.
    bar = timeline.tracks.bars[-1]
    timeline.tracks.show_row(bar.row)
    spot = bar_spot(opened, timeline.tracks, bar.key)
    assert timeline.tracks.rect.contains(spot)
    qtbot.mouseClick(timeline.view, Qt.MouseButton.LeftButton, pos=spot)
    assert opened.session.selected == bar.key


def test_scrubbing_past_the_edge_does_not_turn_pages(opened: Program) -> None:
    timeline = opened.window.timeline
    timeline.axis.set_range(0.5, 1.0)
    start = spot_in(opened, timeline.wave, 0.6)
    for x in (0.9, 1.2, 1.9):
        drag_timeline(opened, start, spot_in(opened, timeline.wave, x))
    assert timeline.axis.range == pytest.approx((0.5, 1.0))
    assert opened.session.seconds == pytest.approx(1.0, abs=0.05)
    drag_timeline(opened, start, spot_in(opened, timeline.wave, -0.3))
    assert opened.session.seconds == pytest.approx(0.5, abs=0.05)


def test_the_page_turns_backward_too(opened: Program) -> None:
    timeline = opened.window.timeline
    timeline.axis.set_range(1.2, 1.7)
    opened.session.seek_seconds(1.1)
    low, high = timeline.axis.range
    # The playhead stands at the right: the next frames back are on the page already.
    assert high == pytest.approx(opened.session.seconds)
    assert high - low == pytest.approx(0.5)


# --- dialogs ------------------------------------------------------------------------------------


def test_an_export_never_replaces_anything_but_json(qtbot: Any, tmp_path: Path) -> None:
    video = tmp_path / "a.mp4"
    video.write_bytes(b"a video")
    dialog = ExportCocoDialog(video, [1], 1)
    qtbot.addWidget(dialog)
    assert dialog.target() == tmp_path / "a.mp4.json"
    (tmp_path / "a.mp4.json").write_text("{}")
    dialog.path.setText(str(video) + " ")
    assert "a.mp4.json is there" in dialog.warning.text()
    dialog.path.setText(str(tmp_path / "none" / "a.json"))
    assert not dialog.export.isEnabled()
    assert "no folder" in dialog.warning.text()


def test_the_same_trouble_is_told_once(qtbot: Any) -> None:
    reporter = ErrorReporter()
    for path in ("a.mp4", "a.mp4", "b.mp4"):
        reporter.report(MediaError("it cannot be read", "Copy it again", path))
    assert len(reporter.open_dialogs) == 2
    for box in reporter.open_dialogs:
        box.close()


def test_errors_are_whole_sentences() -> None:
    text, hint, _details = describe(
        MediaError("is not a readable video", "Copy it again", "/videos/a b.mp4")
    )
    assert text == "a b.mp4 is not a readable video."
    assert hint == "Copy it again.\n\n/videos/a b.mp4"
    text, hint, _details = describe(MediaError("the file is empty", "", "/videos/a.mp4"))
    assert (text, hint) == ("The file is empty.", "/videos/a.mp4")


def test_the_theme_is_chosen_in_the_menu(opened: Program) -> None:
    for choice in ("light", "dark"):
        opened.actions[f"theme_{choice}"].trigger()
        assert opened.themes.theme.name == choice
        assert opened.window.videos.selectionModel().hasSelection()
        assert opened.preferences.settings.theme == choice
        checked = [a for a in opened.actions.all() if a.objectName().startswith("theme_")]
        assert [a.objectName() for a in checked if a.isChecked()] == [f"theme_{choice}"]
