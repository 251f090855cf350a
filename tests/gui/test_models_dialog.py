"""The weights of models in the window: downloads, imports, checks, removing, offline."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDesktopServices, QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QFileDialog,
    QMessageBox,
    QPushButton,
    QWidget,
)

from core.analysis.params import AnalysisParams
from core.analysis.scoring import TrackScorer
from core.errors import AppError
from core.settings import load_settings, weights_dir
from core.weights import catalogue as module
from core.weights.catalogue import WeightsEntry
from core.weights.part import part_size
from gui.dialogs.models import FOR, STATE, ModelsDialog
from gui.errors import describe
from gui.program import Program
from tests.core.weights.server import CONTENT, Server, entry_for, serving, write_catalogue

OTHER = CONTENT[::-1]


@pytest.fixture(autouse=True)
def no_proxy_of_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "https_proxy", "all_proxy", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)


@pytest.fixture
def server(no_thread_is_left: None) -> Iterator[Server]:
    with serving() as made:
        yield made


@pytest.fixture
def entries(
    server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[tuple[WeightsEntry, WeightsEntry]]:
    """The catalogue: the weights of SyncNet by name, and others that no plugin has."""
    made = (
        server.entry(id="syncnet_v2"),
        entry_for(OTHER, f"{server.address}/other", id="other", file="other.onnx"),
    )
    write_catalogue(tmp_path / "weights.toml", made)
    monkeypatch.setattr(module, "catalogue_path", lambda: tmp_path / "weights.toml")
    module.catalogue.cache_clear()
    yield made
    module.catalogue.cache_clear()


@pytest.fixture
def dialog(entries: object, program: Program, qtbot: Any) -> ModelsDialog:
    program.actions["models"].trigger()
    shown = program.app_control.models
    assert shown is not None
    qtbot.waitExposed(shown)
    return shown


def column(dialog: ModelsDialog, place: int) -> list[str]:
    return [item.text(place) for item in dialog._items()]


def wait(program: Program, qtbot: Any) -> None:
    qtbot.waitUntil(lambda: not program.app_control.weights.running, timeout=15000)


def press(button: QPushButton) -> None:
    assert button.isEnabled(), button.text()
    button.click()


def question(dialog: ModelsDialog) -> QMessageBox:
    assert dialog.question is not None
    return dialog.question


def drop(target: QWidget, *paths: Path) -> bool:
    """Drag files over it and let them go; whether it wanted them."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    keys = (Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton)
    enter = QDragEnterEvent(QPoint(5, 5), *keys, Qt.KeyboardModifier.NoModifier)
    enter.ignore()
    QApplication.sendEvent(target, enter)
    if enter.isAccepted():
        let_go = QDropEvent(QPointF(5, 5), *keys, Qt.KeyboardModifier.NoModifier)
        QApplication.sendEvent(target, let_go)
    return enter.isAccepted()


def test_the_real_catalogue_is_shown_whole(program: Program, qtbot: Any) -> None:
    dialog = program.app_control.show_models()
    qtbot.waitExposed(dialog)
    assert len(column(dialog, STATE)) == len(module.catalogue())
    assert set(column(dialog, STATE)) == {"not installed"}
    assert "SyncNet" in column(dialog, FOR)
    for item in dialog._items():
        assert [place for place in range(6) if not item.text(place)] == []
    assert not dialog.offline.isVisible()
    assert "Out of time" in dialog.details.text()
    # The same one again.
    assert program.app_control.show_models() is dialog


def test_one_click_gets_the_file_and_the_next_analysis_sees_it(
    program: Program, dialog: ModelsDialog, entries: Any, qtbot: Any
) -> None:
    params = AnalysisParams(scorer="auto")
    assert TrackScorer(params, program.registry).plugin.info.id == "av_cca"
    assert column(dialog, FOR) == ["SyncNet", "nobody (not there)"]
    dialog.choose("syncnet_v2")
    press(dialog.download)
    assert not dialog.verify.isEnabled()
    assert dialog.cancel.isVisible()
    wait(program, qtbot)
    assert column(dialog, STATE) == ["installed", "not installed"]
    assert dialog.message.text() == "Downloaded: small.pth"
    assert not dialog.cancel.isVisible()
    assert not dialog.download.isEnabled()
    assert entries[0].path.read_bytes() == CONTENT
    assert TrackScorer(params, program.registry).plugin.info.id == "syncnet"


def test_progress_estimate_cancel_and_going_on(
    program: Program, dialog: ModelsDialog, server: Server, entries: Any, qtbot: Any
) -> None:
    server.pause_s = 0.05
    dialog.choose("syncnet_v2")
    press(dialog.download)
    qtbot.waitUntil(lambda: " of 300 kB" in dialog.progress_text.text(), timeout=10000)
    qtbot.waitUntil(lambda: "left" in dialog.progress_text.text(), timeout=10000)
    assert 0 < dialog.bar.value() < 1000
    press(dialog.cancel)
    wait(program, qtbot)
    there = part_size(entries[0])
    assert 0 < there < len(CONTENT)
    assert column(dialog, STATE)[0].endswith(" of 300 kB downloaded")
    assert "Cancelled" in dialog.message.text()
    server.pause_s = 0.0
    press(dialog.download)
    wait(program, qtbot)
    assert server.ranges_asked[-1] == f"bytes={there}-"
    assert column(dialog, STATE)[0] == "installed"


def test_one_that_fails_costs_no_other_and_says_where_to_get_it(
    program: Program,
    dialog: ModelsDialog,
    server: Server,
    entries: Any,
    errors: list[BaseException],
    qtbot: Any,
) -> None:
    server.statuses = [404]
    dialog.table.selectAll()
    assert dialog.details.text() == "2 files, 600 kB"
    press(dialog.download)
    wait(program, qtbot)
    # The first is missing there; the second is asked for and is not what it should be.
    assert len(errors) == 2
    first = errors[0]
    assert isinstance(first, AppError)
    text, hint, _details = describe(first)
    assert text == "The download of small.pth failed: the server has no such file (404)."
    assert entries[0].url in hint
    assert str(weights_dir()) in hint
    assert column(dialog, STATE) == ["not installed"] * 2
    server.content = OTHER
    dialog.choose("other")
    press(dialog.download)
    wait(program, qtbot)
    assert column(dialog, STATE) == ["not installed", "installed"]


def test_it_goes_on_when_the_dialog_is_closed(
    program: Program, dialog: ModelsDialog, server: Server, entries: Any, qtbot: Any
) -> None:
    told: list[str] = []
    program.app_control.notice.connect(told.append)
    server.pause_s = 0.01
    dialog.choose("syncnet_v2")
    press(dialog.download)
    dialog.close()
    jobs = program.window.jobs
    qtbot.waitUntil(lambda: "Download of weights" in jobs.text.text(), timeout=10000)
    wait(program, qtbot)
    assert entries[0].path.is_file()
    assert told == ["Downloaded: small.pth"]


def test_closing_the_window_ends_a_download(
    program: Program, dialog: ModelsDialog, server: Server, entries: Any, qtbot: Any
) -> None:
    # That no thread is left is seen to by the fixture.
    server.pause_s = 0.2
    dialog.choose("syncnet_v2")
    press(dialog.download)
    qtbot.waitUntil(lambda: part_size(entries[0]) > 0 or bool(server.asked), timeout=10000)
    program.window.close()
    assert not entries[0].path.exists()


def test_files_are_dropped(
    program: Program, dialog: ModelsDialog, tmp_path: Path, entries: Any, qtbot: Any
) -> None:
    given = tmp_path / "받은"
    given.mkdir()
    (given / "no name").write_bytes(OTHER)
    (given / "strange.pth").write_bytes(b"?")
    assert drop(dialog, given)
    wait(program, qtbot)
    assert column(dialog, STATE) == ["not installed", "installed"]
    assert dialog.message.text() == "Imported: other.onnx\nNot recognised: strange.pth"
    (given / "strange.pth").unlink()
    (given / "no name").unlink()
    assert drop(dialog, given)
    wait(program, qtbot)
    assert dialog.message.text() == "There are no weights in what was given."


@pytest.mark.parametrize("folder", [False, True])
def test_files_are_chosen(
    program: Program, dialog: ModelsDialog, tmp_path: Path, qtbot: Any, folder: bool
) -> None:
    given = tmp_path / "given"
    given.mkdir()
    (given / "no name").write_bytes(CONTENT)
    press(dialog.take_folder if folder else dialog.take)
    chooser = dialog.findChild(QFileDialog)
    assert chooser is not None
    chooser.setDirectory(str(given if not folder else tmp_path))
    chooser.selectFile("given" if folder else "no name")
    chooser.accept()
    qtbot.waitUntil(lambda: "Imported" in dialog.message.text(), timeout=10000)
    assert column(dialog, STATE)[0] == "installed"


def test_errors_of_an_import_are_shown(
    program: Program,
    dialog: ModelsDialog,
    tmp_path: Path,
    errors: list[BaseException],
    qtbot: Any,
) -> None:
    dialog.take_files([tmp_path / "gone.pth"])
    wait(program, qtbot)
    (error,) = errors
    assert "there is no such file" in str(error)
    assert dialog.message.text() == ""


def test_a_check_finds_what_is_damaged_and_a_click_mends_it(
    program: Program, dialog: ModelsDialog, entries: Any, qtbot: Any
) -> None:
    weights_dir().mkdir(parents=True)
    entries[0].path.write_bytes(bytes(len(CONTENT)))
    entries[1].path.write_bytes(OTHER)
    (weights_dir() / "own.pth").write_bytes(b"?")
    dialog.refresh()
    assert column(dialog, STATE) == ["installed"] * 2
    dialog.choose("syncnet_v2")
    assert not dialog.download.isEnabled()
    press(dialog.verify)
    wait(program, qtbot)
    bad, good = column(dialog, STATE)
    assert bad.startswith("damaged: its SHA-256 is not the published one")
    assert good == "installed, checked"
    assert dialog.message.text() == (
        "Fine: 1 · damaged: 1 · not installed: 0\nNot in the catalogue: own.pth"
    )
    press(dialog.download)
    wait(program, qtbot)
    assert column(dialog, STATE) == ["installed", "installed, checked"]
    assert entries[0].path.read_bytes() == CONTENT


def test_removing_asks(program: Program, dialog: ModelsDialog, entries: Any, qtbot: Any) -> None:
    weights_dir().mkdir(parents=True)
    entries[0].path.write_bytes(CONTENT)
    dialog.refresh()
    dialog.choose("other")
    assert not dialog.remove.isEnabled()
    dialog.choose("syncnet_v2")
    press(dialog.remove)
    assert "small.pth" in question(dialog).text()
    question(dialog).button(QMessageBox.StandardButton.Cancel).click()
    assert entries[0].path.is_file()
    assert dialog.question is None
    press(dialog.remove)
    yes = next(b for b in question(dialog).buttons() if "emove" in b.text())
    yes.click()
    assert not entries[0].path.exists()
    assert column(dialog, STATE)[0] == "not installed"
    assert dialog.message.text() == "Removed: small.pth"


def test_offline_says_so_and_downloads_nothing(
    program: Program, dialog: ModelsDialog, server: Server, qtbot: Any
) -> None:
    dialog.choose("syncnet_v2")
    assert dialog.download.isEnabled()
    settings = program.app_control.show_settings()
    field = settings.fields["offline"]
    assert isinstance(field, QCheckBox)
    field.setChecked(True)
    settings.accept()
    assert load_settings().offline
    assert dialog.offline.isVisible()
    assert not dialog.download.isEnabled()
    QTest.keyClick(dialog.table, Qt.Key.Key_Return)
    assert not program.app_control.weights.running
    program.preferences.change(offline=False)
    assert not dialog.offline.isVisible()
    assert dialog.download.isEnabled()
    assert server.asked == []


def test_everything_by_keyboard(
    program: Program, dialog: ModelsDialog, entries: Any, qtbot: Any
) -> None:
    dialog.activateWindow()
    dialog.table.setFocus()
    dialog.table.setCurrentItem(dialog._items()[1])
    QTest.keyClick(dialog.table, Qt.Key.Key_Home)
    QTest.keyClick(dialog.table, Qt.Key.Key_Return)
    wait(program, qtbot)
    assert column(dialog, STATE) == ["installed", "not installed"]
    reached = set()
    for _ in range(12):
        focus = QApplication.focusWidget()
        assert focus is not None
        reached.add(focus)
        QTest.keyClick(focus, Qt.Key.Key_Tab)
    # What is installed can be removed, and is not downloaded.
    assert reached >= {
        dialog.table, dialog.take, dialog.take_folder, dialog.verify, dialog.remove,
        dialog.folder, dialog.close_button,
    }  # fmt: skip
    dialog.table.setFocus()
    QTest.keyClick(dialog.table, Qt.Key.Key_Delete)
    question(dialog).reject()
    assert entries[0].path.is_file()
    QTest.keyClick(dialog.table, Qt.Key.Key_Escape)
    assert not dialog.isVisible()


def test_what_came_into_the_folder_meanwhile_is_seen(dialog: ModelsDialog, entries: Any) -> None:
    weights_dir().mkdir(parents=True)
    entries[1].path.write_bytes(OTHER)
    dialog.activateWindow()
    QApplication.sendEvent(dialog, QEvent(QEvent.Type.ActivationChange))
    assert column(dialog, STATE) == ["not installed", "installed"]


def test_the_folder_is_shown_or_told_where_it_is(
    dialog: ModelsDialog, monkeypatch: pytest.MonkeyPatch, errors: list[BaseException]
) -> None:
    opened: list[str] = []

    def open_url(url: QUrl) -> bool:
        opened.append(url.toLocalFile())
        return len(opened) == 1

    monkeypatch.setattr(QDesktopServices, "openUrl", open_url)
    press(dialog.folder)
    assert opened == [str(weights_dir())]
    assert errors == []
    press(dialog.folder)
    (error,) = errors
    assert isinstance(error, AppError)
    assert error.path == str(weights_dir())


def test_widths_that_were_chosen_stay_and_words_go_with_the_language(
    dialog: ModelsDialog, program: Program
) -> None:
    dialog.table.setColumnWidth(FOR, 311)
    dialog.refresh()
    assert dialog.table.columnWidth(FOR) == 311
    dialog.message.setText("Removed: other.onnx")
    program.actions["language_ko"].trigger()
    left = dialog.message.text()
    program.actions["language_en"].trigger()
    assert left == ""
