"""The picture in the view: any decoded size in its place, its grid, its look, its keys."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from core.media.reader import FrameReader
from core.vision.look import Look
from gui.player.look_panel import LookPanel
from gui.player.painting import stand_in_words
from gui.program import Program
from gui.workers.frame_loader import LoadedFrame
from tests.gui.helpers import analyse_by_hand, go_to, open_file, picture_of, wait_frame


@pytest.fixture
def opened(program: Program, clip_factory: Callable[..., Any], qtbot: Any) -> Program:
    open_file(program, clip_factory(frames=30, size=(320, 240)).path, qtbot)
    program.window.activateWindow()
    qtbot.waitUntil(program.window.isActiveWindow)
    return program


def quarters(width: int, height: int) -> QImage:
    """Red, green, blue and white quarters."""
    picture = np.zeros((height, width, 4), np.uint8)
    picture[: height // 2, : width // 2] = (0, 0, 255, 255)
    picture[: height // 2, width // 2 :] = (0, 255, 0, 255)
    picture[height // 2 :, : width // 2] = (255, 0, 0, 255)
    picture[height // 2 :, width // 2 :] = (255, 255, 255, 255)
    image = QImage(picture.data, width, height, width * 4, QImage.Format.Format_RGB32)
    return image.copy()


def colour_at(program: Program, x: float, y: float) -> tuple[int, int, int]:
    """What the view shows over a point of the picture."""
    view = program.window.view
    spot = view.placement.to_view(QPointF(x, y)) * view.devicePixelRatioF()
    shown = picture_of(view.grab().toImage())
    r, g, b = (int(v) for v in shown[int(spot.y()), int(spot.x())])
    return r, g, b


@pytest.mark.parametrize("zoom", [1.0, 3.0, 9.0])
@pytest.mark.parametrize("size", [(320, 240), (160, 120), (80, 60), (41, 33)])
def test_a_picture_of_any_size_lies_in_the_same_place(
    opened: Program, size: tuple[int, int], zoom: float
) -> None:
    view = opened.window.view
    view.show_frame(LoadedFrame(0, 0, 0, quarters(*size), exact=True, full=size == (320, 240)))
    view.zoom(zoom)
    near = 12.0
    assert colour_at(opened, 160 - near, 120 - near) == (255, 0, 0)
    assert colour_at(opened, 160 + near, 120 - near) == (0, 255, 0)
    assert colour_at(opened, 160 - near, 120 + near) == (0, 0, 255)
    assert colour_at(opened, 160 + near, 120 + near) == (255, 255, 255)


def test_pixels_are_squares_up_close_and_the_grid_lies_between_them(opened: Program) -> None:
    view = opened.window.view
    checks = np.zeros((240, 320, 4), np.uint8)
    checks[..., 3] = 255
    checks[::2, ::2, :3] = checks[1::2, 1::2, :3] = 255
    image = QImage(checks.data, 320, 240, 1280, QImage.Format.Format_RGB32).copy()
    view.show_frame(LoadedFrame(0, 0, 0, image, exact=True, full=True))
    view.zoom(12 / view.placement.scale)
    assert view.placement.scale == pytest.approx(12)
    # On the edge between two pixels: one of them, or the line.
    plain = picture_of(view.grab().toImage())
    assert set(np.unique(plain)) == {0, 255}
    opened.actions["pixel_grid"].setChecked(True)
    lined = picture_of(view.grab().toImage())
    changed = (plain != lined).any(axis=2)
    rows, columns = changed.mean(axis=1), changed.mean(axis=0)
    assert (rows > 0.9).sum() == pytest.approx(view.height() / 12, abs=2)
    assert (columns > 0.9).sum() == pytest.approx(view.width() / 12, abs=2)
    middle = view.placement.to_view(QPointF(160.5, 120.5)).toPoint()
    assert (plain[middle.y(), middle.x()] == lined[middle.y(), middle.x()]).all()
    view.fit()
    assert view.placement.scale < 8
    opened.actions["pixel_grid"].setChecked(True)
    with_grid = picture_of(view.grab().toImage())
    opened.actions["pixel_grid"].setChecked(False)
    assert (with_grid == picture_of(view.grab().toImage())).all()


def test_many_steps_of_the_wheel_ask_for_one_size(
    make_program: Callable[..., Program], clip_factory: Callable[..., Any], qtbot: Any
) -> None:
    program = make_program()
    open_file(program, clip_factory(frames=6, size=(1280, 720)).path, qtbot)
    view = program.window.view
    qtbot.waitUntil(lambda: view.wanted_size() == view.camera.wanted_size())
    small = view.wanted_size()
    assert small is not None
    assert small[0] < 1280
    told: list[object] = []
    view.wanted_size_changed.connect(lambda: told.append(view.wanted_size()))
    for _ in range(20):
        view.zoom(1.02)
        assert view.wanted_size() == small
    between = view.camera.wanted_size()
    assert between is not None
    assert between[0] > small[0]
    qtbot.waitUntil(lambda: told == [between])
    view.zoom(20)
    qtbot.waitUntil(lambda: told == [between, None])
    frame = view.frame
    assert frame is not None
    qtbot.waitUntil(lambda: view.frame is not None and view.frame.image.width() == 1280)


# --- keys ---------------------------------------------------------------------------------------


def test_alt_and_arrows_move_the_view(opened: Program, qtbot: Any) -> None:
    view = opened.window.view
    view.setFocus()
    view.zoom(6)
    alt = Qt.KeyboardModifier.AltModifier
    for key, across, down in (
        (Qt.Key.Key_Right, 1, 0),
        (Qt.Key.Key_Down, 0, 1),
        (Qt.Key.Key_Left, -1, 0),
        (Qt.Key.Key_Up, 0, -1),
    ):
        before = view.placement.origin
        qtbot.keyClick(view, key, alt)
        by = before - view.placement.origin
        assert by.x() == pytest.approx(across * view.width() / 10)
        assert by.y() == pytest.approx(down * view.height() / 10)
    assert opened.session.position == 0


def test_control_1_shows_the_actual_size_and_control_0_fits(opened: Program, qtbot: Any) -> None:
    view, control = opened.window.view, Qt.KeyboardModifier.ControlModifier
    fitted = view.placement
    qtbot.keyClick(opened.window, Qt.Key.Key_1, control)
    assert view.placement.scale == 1
    qtbot.keyClick(opened.window, Qt.Key.Key_0, control)
    assert view.placement == fitted


# --- looks --------------------------------------------------------------------------------------


def original(program: Program, frame_number: int) -> np.ndarray:
    source = program.session.source
    assert source is not None
    with FrameReader(source) as reader:
        return reader.read(frame_number)


def looked_at(program: Program, look: Look, frame_number: int) -> np.ndarray:
    bgra = np.full((240, 320, 4), 255, np.uint8)
    bgra[..., :3] = original(program, frame_number)[..., ::-1]
    return look.apply(bgra)[..., 2::-1]


def same(program: Program, wanted: np.ndarray) -> bool:
    frame = program.window.view.frame
    return frame is not None and (picture_of(frame.image) == wanted).all()


def panel_of(program: Program) -> LookPanel:
    return program.viewing.look_panel


def test_the_sliders_change_what_the_view_shows(opened: Program, qtbot: Any) -> None:
    go_to(opened, 7, qtbot)
    opened.actions["look"].trigger()
    panel = panel_of(opened)
    assert panel.isVisible()
    panel.sliders["gamma"].setValue(120)
    panel.sliders["brightness"].setValue(110)
    look = panel.look
    assert look.gamma == pytest.approx(5**0.5, abs=0.001)
    assert look.brightness == pytest.approx(0.1)
    assert opened.window.view.look == look
    qtbot.waitUntil(lambda: same(opened, looked_at(opened, look, 7)))
    panel.channel.setCurrentIndex(panel.channel.findData("green"))
    qtbot.waitUntil(lambda: same(opened, looked_at(opened, panel.look, 7)))
    panel.reset.click()
    assert opened.window.view.look is None
    assert panel.look.is_plain
    assert not panel.reset.isEnabled()
    qtbot.waitUntil(lambda: same(opened, original(opened, 7)))


def test_every_step_of_a_slider_is_a_look_of_its_own(opened: Program) -> None:
    panel = panel_of(opened)
    for name, slider in panel.sliders.items():
        seen = set()
        for step in range(slider.minimum(), slider.maximum() + 1):
            slider.setValue(step)
            assert slider.value() == step
            seen.add(getattr(panel.look, name))
        assert len(seen) == slider.maximum() + 1
        panel.set_look(Look())
        assert getattr(panel.look, name) == getattr(Look(), name)


def test_the_panel_is_worked_by_keys_without_moving_in_the_video(
    opened: Program, qtbot: Any
) -> None:
    go_to(opened, 5, qtbot)
    qtbot.keyClick(opened.window, Qt.Key.Key_B, Qt.KeyboardModifier.ControlModifier)
    panel = panel_of(opened)
    slider = panel.sliders["brightness"]
    qtbot.waitUntil(slider.hasFocus)
    qtbot.keyClick(slider, Qt.Key.Key_Right)
    assert panel.look.brightness == pytest.approx(0.01)
    assert opened.session.position == 5
    qtbot.keyClick(slider, Qt.Key.Key_Tab)
    assert panel.sliders["contrast"].hasFocus()
    qtbot.keyClick(panel.sliders["contrast"], Qt.Key.Key_Escape)
    assert not panel.isVisible()
    assert opened.window.view.hasFocus()
    qtbot.keyClick(opened.window.view, Qt.Key.Key_Right)
    assert opened.session.position == 6
    wait_frame(opened, qtbot)


def test_the_panel_stays_within_the_view(opened: Program, qtbot: Any) -> None:
    opened.actions["look"].trigger()
    panel, view = panel_of(opened), opened.window.view
    for width in (1200, 1600, 1150):
        opened.window.resize(width, 850)
        QApplication.processEvents()
        assert view.rect().contains(panel.geometry())


def test_a_changed_look_is_told_in_the_picture(opened: Program) -> None:
    view = opened.window.view
    analyse_by_hand(opened)
    # What the loader sends is another matter: the picture stays as it is for this test.
    opened.feed.close()
    QApplication.processEvents()
    before = picture_of(view.grab().toImage())
    view.set_look(Look(gamma=1.01))
    after = picture_of(view.grab().toImage())
    changed = np.argwhere((before != after).any(axis=2))
    assert len(changed) > 300
    # In the corner alone.
    assert changed[:, 0].max() < 40


def test_a_picture_from_elsewhere_tells_its_own_time(opened: Program) -> None:
    view, index = opened.window.view, opened.session.index
    assert index is not None
    opened.feed.close()
    QApplication.processEvents()
    image = quarters(320, 240)
    first, last = int(index.pts[0]), int(index.pts[-1])
    near, far = (
        LoadedFrame(0, number, int(index.pts[number]), image, exact=False, full=True)
        for number in (5, 0)
    )
    opened.session.seek_frame(len(index) - 1)
    view.show_frame(near)
    before = picture_of(view.grab().toImage())
    view.show_frame(far)
    after = picture_of(view.grab().toImage())
    changed = np.argwhere((before != after).any(axis=2))
    # In the lower left corner alone.
    assert len(changed) > 300
    assert changed[:, 0].min() > len(before) - 60
    assert stand_in_words(index, first, len(index) - 1) == "Nearest picture: 00:00.000"
    assert stand_in_words(index, last, len(index) - 1) == ""


def test_the_caption_of_a_box_stays_in_the_view(opened: Program) -> None:
    view = opened.window.view
    analyse_by_hand(opened)
    box = view.overlays[0].box
    # Only the lower right part of the box is in the view: its own corner is far outside.
    view.zoom(12 / view.placement.scale)
    place = view.placement
    by = QPointF(view.width() / 2, view.height() / 2) - place.to_view(QPointF(box.x2, box.y2))
    view.camera.move_to(place.moved(by))
    shown = picture_of(view.grab().toImage())
    # The plate of the caption is nearly black; the clip's pictures are not.
    corner = shown[:20, :40].astype(int)
    assert (corner.max(axis=2) < 60).mean() > 0.3
