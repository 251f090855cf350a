"""Full screen, and single frames to the clipboard and to files."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest
from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel, QWidget

from core.errors import ExportError
from core.media.reader import FrameReader
from core.vision.look import Look
from gui import full_screen
from gui.program import Program
from tests.core.obstacles import full_disk
from tests.gui.helpers import go_to, move, open_file, picture_of


@pytest.fixture
def opened(program: Program, clip_factory: Callable[..., Any], qtbot: Any) -> Program:
    open_file(program, clip_factory(frames=30, size=(320, 240)).path, qtbot)
    program.window.activateWindow()
    qtbot.waitUntil(program.window.isActiveWindow)
    return program


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An empty folder to save into."""
    made = tmp_path / "stills"
    made.mkdir()
    return made


def original(program: Program, frame_number: int) -> np.ndarray:
    source = program.session.source
    assert source is not None
    with FrameReader(source) as reader:
        return reader.read(frame_number)


def around(program: Program) -> list[QWidget]:
    window = program.window
    return [
        window.menuBar(),
        window.toolbar,
        window.statusBar(),
        window.transport,
        *window.docks.values(),
    ]


# --- full screen --------------------------------------------------------------------------------


def sizes_in_sight(program: Program) -> dict[str, QSize]:
    """Of the docks; one behind a tab has no size that means anything."""
    docks = program.window.docks
    return {n: d.size() for n, d in docks.items() if not d.visibleRegion().isEmpty()}


def test_full_screen_is_the_picture_alone_and_esc_brings_all_back(
    opened: Program, qtbot: Any
) -> None:
    window, view = opened.window, opened.window.view
    window.docks["videos"].hide()
    window.resizeDocks([window.docks["tracks"]], [460], Qt.Orientation.Horizontal)
    QApplication.processEvents()
    shown = [widget.isVisible() for widget in around(opened)]
    sizes = sizes_in_sight(opened)
    small = view.size()
    qtbot.keyClick(window, Qt.Key.Key_F11)
    qtbot.waitUntil(window.isFullScreen)
    assert opened.actions["full_screen"].isChecked()
    assert not any(widget.isVisible() for widget in around(opened))
    qtbot.waitUntil(lambda: view.width() > small.width())
    # No margin: the picture goes from edge to edge in one direction.
    rest = view.placement.origin
    assert min(rest.x(), rest.y()) == pytest.approx(0, abs=1)
    # The keys still work there.
    qtbot.keyClick(window, Qt.Key.Key_Right)
    assert opened.session.position == 1
    qtbot.keyClick(view, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not window.isFullScreen())
    assert not opened.actions["full_screen"].isChecked()
    assert [widget.isVisible() for widget in around(opened)] == shown
    qtbot.waitUntil(lambda: sizes == sizes_in_sight(opened))


def test_in_full_screen_the_keys_say_over_the_picture_what_they_did(
    opened: Program, qtbot: Any
) -> None:
    window, view = opened.window, opened.window.view

    def remarks() -> list[str]:
        return [label.text() for label in view.findChildren(QLabel) if label.isVisible()]

    opened.notice("In the window the status bar is there")
    assert remarks() == []
    qtbot.keyClick(window, Qt.Key.Key_F11)
    qtbot.waitUntil(window.isFullScreen)
    assert remarks() == ["Esc ends full screen"]
    opened.actions["faster"].trigger()
    assert remarks() == ["Speed 1.25 ×"]
    opened.actions["volume_down"].trigger()
    assert remarks() == [opened.window.hint.text()]
    assert "Volume" in remarks()[0]
    qtbot.keyClick(view, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not window.isFullScreen())
    assert remarks() == []


def test_in_full_screen_the_mouse_brings_the_transport(opened: Program, qtbot: Any) -> None:
    window, view, bar = opened.window, opened.window.view, opened.window.transport
    place = bar.parentWidget()
    qtbot.keyClick(window, Qt.Key.Key_F11)
    qtbot.waitUntil(lambda: window.isFullScreen() and view.width() == window.width())
    assert not bar.isVisible()
    size = view.size()
    move(view, QPointF(40, 40), Qt.MouseButton.NoButton)
    assert bar.isVisible()
    # Over the picture, which stays as large as it was.
    assert view.size() == size
    assert bar.mapTo(window, bar.rect().bottomLeft()).y() == window.height() - 1
    opened.viewing.full_screen._bar_timer.setInterval(1)
    move(view, QPointF(50, 40), Qt.MouseButton.NoButton)
    qtbot.waitUntil(lambda: not bar.isVisible())
    qtbot.keyClick(view, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not window.isFullScreen())
    assert bar.isVisible()
    assert bar.parentWidget() is place
    assert bar.y() >= window.picture_area.geometry().bottom()


def test_esc_ends_drawing_before_full_screen(opened: Program, qtbot: Any) -> None:
    window, view = opened.window, opened.window.view
    qtbot.keyClick(window, Qt.Key.Key_F11)
    qtbot.waitUntil(window.isFullScreen)
    view.set_drawing(True)
    qtbot.keyClick(view, Qt.Key.Key_Escape)
    assert not view.drawing
    assert window.isFullScreen()
    qtbot.keyClick(view, Qt.Key.Key_Escape)
    assert not window.isFullScreen()


def test_closing_in_full_screen_keeps_the_layout(
    opened: Program, make_program: Callable[..., Program], qtbot: Any
) -> None:
    opened.actions["full_screen"].trigger()
    qtbot.waitUntil(opened.window.isFullScreen)
    opened.window.close()
    again = make_program()
    assert not again.window.isFullScreen()
    again.window.show_content(True)
    assert again.window.transport.isVisible()
    assert again.window.toolbar.isVisible()
    docks = again.window.docks
    assert {name for name, dock in docks.items() if not dock.isVisible()} == {"history"}


def test_a_window_that_comes_back_in_another_size_is_left_alone_later(
    opened: Program, monkeypatch: pytest.MonkeyPatch, qtbot: Any
) -> None:
    monkeypatch.setattr(full_screen, "_RETURN_MS", 10)
    window, size = opened.window, opened.window.size()
    opened.actions["full_screen"].trigger()
    qtbot.waitUntil(window.isFullScreen)
    limits = window.maximumSize()
    window.setMaximumSize(size.width() - 40, size.height() - 40)
    opened.actions["full_screen"].trigger()
    qtbot.wait(100)
    assert window.size() != size
    window.docks["videos"].hide()
    window.setMaximumSize(limits)
    window.resize(size)
    qtbot.wait(20)
    assert window.size() == size
    assert window.docks["videos"].isHidden()


# --- frames -------------------------------------------------------------------------------------


def test_the_frame_is_copied_in_its_original_pixels(opened: Program, qtbot: Any) -> None:
    go_to(opened, 17, qtbot)
    opened.window.view.zoom(3)
    opened.window.view.set_look(Look(gamma=3, channel="red"))
    keys = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    qtbot.keyClick(opened.window, Qt.Key.Key_C, keys)
    qtbot.waitUntil(lambda: not opened.viewing.busy)
    image = QGuiApplication.clipboard().image()
    assert (picture_of(image) == original(opened, 17)).all()
    assert "Frame 17 copied (320 × 240)" in opened.window.hint.text()


def test_the_frame_is_saved_in_its_original_pixels(
    opened: Program, folder: Path, qtbot: Any
) -> None:
    go_to(opened, 23, qtbot)
    opened.window.view.set_look(Look(brightness=0.5))
    path = folder / "a frame.png"
    path.write_bytes(b"old")
    opened.viewing.save_frame(path)
    # The frame is the one on screen at that moment, not at the end of decoding.
    opened.session.seek_frame(2)
    qtbot.waitUntil(lambda: not opened.viewing.busy)
    saved = cv2.imread(str(path))
    assert saved is not None
    assert (saved[..., ::-1] == original(opened, 23)).all()
    texts = QImage(str(path))
    assert "frame 23" in texts.text("Description")
    assert "a frame.png" in opened.window.hint.text()
    assert [p.name for p in folder.iterdir()] == ["a frame.png"]


def test_oblong_pixels_are_saved_as_stored_and_named_in_the_file(
    program: Program, clip_factory: Callable[..., Any], folder: Path, qtbot: Any
) -> None:
    clip = clip_factory(frames=4, size=(360, 288), sample_aspect=Fraction(16, 11))
    open_file(program, clip.path, qtbot)
    program.viewing.save_frame(folder / "x.png")
    qtbot.waitUntil(lambda: not program.viewing.busy)
    image = QImage(str(folder / "x.png"))
    assert (image.width(), image.height()) == (360, 288)
    aspect = image.dotsPerMeterY() / image.dotsPerMeterX()
    assert aspect == pytest.approx(16 / 11, rel=0.001)


def test_the_dialog_suggests_a_name_that_says_which_frame(
    opened: Program, qtbot: Any, monkeypatch: pytest.MonkeyPatch, folder: Path
) -> None:
    go_to(opened, 7, qtbot)
    opened.actions["save_frame"].trigger()
    dialogs = opened.window.findChildren(QFileDialog)
    assert len(dialogs) == 1
    name = Path(dialogs[0].selectedFiles()[0]).name
    source = opened.session.source
    assert source is not None
    assert name == f"{source.path.stem}_frame07.png"
    assert dialogs[0].defaultSuffix() == "png"
    # It is that frame, also where the video plays on behind the dialog.
    go_to(opened, 12, qtbot)
    dialogs[0].fileSelected.emit(str(folder / name))
    dialogs[0].close()
    qtbot.waitUntil(lambda: not opened.viewing.busy)
    saved = cv2.imread(str(folder / name))
    assert saved is not None
    assert (saved[..., ::-1] == original(opened, 7)).all()


@pytest.mark.parametrize(
    ("name", "words"), [("no/such/folder.png", "folder"), ("frame.jpg", "PNG only")]
)
def test_what_cannot_be_saved_is_told(
    opened: Program,
    folder: Path,
    qtbot: Any,
    errors: list[BaseException],
    name: str,
    words: str,
) -> None:
    opened.viewing.save_frame(folder / name)
    qtbot.waitUntil(lambda: bool(errors))
    assert isinstance(errors[0], ExportError)
    assert words in str(errors[0])
    assert list(folder.iterdir()) == []
    assert not opened.viewing.busy


def test_a_full_disk_leaves_the_former_file(
    opened: Program, folder: Path, qtbot: Any, errors: list[BaseException]
) -> None:
    path = folder / "frame.png"
    path.write_bytes(b"old")
    with full_disk():
        opened.viewing.save_frame(path)
        qtbot.waitUntil(lambda: bool(errors))
    assert isinstance(errors[0], ExportError)
    assert path.read_bytes() == b"old"
    assert [p.name for p in folder.iterdir()] == ["frame.png"]


def test_a_file_that_is_gone_is_told(
    program: Program,
    clip_factory: Callable[..., Any],
    folder: Path,
    qtbot: Any,
    errors: list[BaseException],
) -> None:
    path = folder / "gone.mp4"
    path.write_bytes(clip_factory(frames=30).path.read_bytes())
    open_file(program, path, qtbot)
    path.unlink()
    program.viewing.copy_frame()
    qtbot.waitUntil(lambda: bool(errors))
    assert "gone.mp4" in str(errors[0])


def test_closing_while_a_frame_is_saved_leaves_no_thread(opened: Program, folder: Path) -> None:
    for n in range(5):
        opened.viewing.save_frame(folder / f"{n}.png")
    opened.actions["face_panel"].setChecked(True)
    opened.window.close()
    assert all(p.suffix == ".png" for p in folder.iterdir())
