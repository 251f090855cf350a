"""The settings: taken with OK, left by Cancel, in force at once; the dialog About."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from dataclasses import fields, replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QApplication,
    QCheckBox,
    QComboBox,
    QDialogButtonBox,
    QLabel,
    QLineEdit,
    QPushButton,
    QSpinBox,
)

from core.settings import Settings, data_dir, settings_path, weights_dir
from core.sync.grades import EBU_R37, ITU_ACCEPTABILITY, ITU_DETECTABILITY
from gui.dialogs import about
from gui.dialogs.settings import SettingsDialog
from gui.dialogs.tolerance_field import OWN, ToleranceField
from gui.language import language
from gui.program import Program

ELSEWHERE = {
    # Set in the toolbar of playing, by opening files, and by the editor of keys.
    "recent_files", "volume", "muted", "correction", "manual_delay_ms", "key_preset", "keys",
    # Set in the View menu and at the timeline.
    "colour_by", "folded_lanes", "follow",
    # Set in the dialog of plugins.
    "user_plugins", "plugin_options",
    # Set in the view of the project.
    "keep_preset", "keep_confidence", "keep_offset",
}  # fmt: skip
"""Settings that have no field in the dialog."""


@pytest.fixture(autouse=True)
def english_afterwards(qapp: QApplication) -> Iterator[None]:
    yield
    language().choose("en")


@pytest.fixture
def dialog(program: Program, qtbot: Any) -> SettingsDialog:
    shown = program.app_control.show_settings()
    qtbot.waitExposed(shown)
    return shown


def choose(dialog: SettingsDialog, name: str, value: str) -> None:
    field = dialog.fields[name]
    combo = field.combo if isinstance(field, ToleranceField) else field
    assert isinstance(combo, QComboBox)
    row = combo.findData(value)
    assert row >= 0, (name, value)
    combo.setCurrentIndex(row)


def test_every_setting_has_its_place() -> None:
    names = {field.name for field in fields(Settings)}
    assert names >= ELSEWHERE


def test_every_other_setting_has_a_field_with_a_help(dialog: SettingsDialog) -> None:
    assert set(dialog.fields) == {field.name for field in fields(Settings)} - ELSEWHERE
    for name, field in dialog.fields.items():
        assert field.accessibleDescription(), name


def test_ok_takes_what_was_chosen_and_it_holds_at_once(
    program: Program, dialog: SettingsDialog
) -> None:
    name, cache = dialog.fields["reviewer"], dialog.fields["frame_cache_mb"]
    assert isinstance(name, QLineEdit)
    assert isinstance(cache, QSpinBox)
    name.setText("  김민지 ")
    cache.setValue(512)
    choose(dialog, "theme", "light")
    choose(dialog, "language", "ko")
    choose(dialog, "scorer", "syncnet")
    choose(dialog, "device", "cpu")
    choose(dialog, "mode", "reference")
    choose(dialog, "tolerance", "2 frames")
    sound = dialog.fields["scrub_sound"]
    assert isinstance(sound, QCheckBox)
    sound.setChecked(True)
    # Nothing holds before.
    assert program.themes.theme.name == "dark"
    dialog.accept()
    assert program.session.reviewer == "김민지"
    assert program.themes.theme.name == "light"
    assert program.actions["theme_light"].isChecked()
    assert not program.actions["theme_auto"].isChecked()
    assert language().code == "ko"
    assert program.actions["language_ko"].isChecked()
    assert program.actions["scrub_sound"].isChecked()
    assert program.choices.scorer.currentData() == "syncnet"
    assert program.choices.params().mode == "reference"
    assert program.feed._cache_bytes == 512 << 20
    assert json.loads(settings_path().read_text()) == {
        "reviewer": "김민지", "frame_cache_mb": 512, "theme": "light", "language": "ko",
        "scorer": "syncnet", "device": "cpu", "mode": "reference", "scrub_sound": True,
        "tolerance": "2 frames",
    }  # fmt: skip


def test_cancel_and_esc_leave_everything(
    program: Program, dialog: SettingsDialog, qtbot: Any
) -> None:
    choose(dialog, "theme", "light")
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert program.themes.theme.name == "dark"
    assert not settings_path().exists()
    again = program.app_control.show_settings()
    choose(again, "language", "ko")
    again.buttons.button(QDialogButtonBox.StandardButton.Cancel).click()
    assert language().code == "en"
    assert not settings_path().exists()


def test_the_defaults_come_back_for_the_fields_only(program: Program) -> None:
    program.preferences.change(theme="light", volume=20, reviewer="A", key_preset="cvat")
    dialog = program.app_control.show_settings()
    dialog.buttons.button(QDialogButtonBox.StandardButton.RestoreDefaults).click()
    dialog.accept()
    settings = program.preferences.settings
    assert settings == replace(Settings(), volume=20, key_preset="cvat")


def test_what_a_field_cannot_show_stays(make_program: Callable[..., Program]) -> None:
    settings_path().parent.mkdir(parents=True)
    settings_path().write_text(json.dumps({"detector": "gone", "of_a_later_version": {"a": 1}}))
    program = make_program()
    dialog = program.app_control.show_settings()
    choose(dialog, "theme", "light")
    dialog.accept()
    assert json.loads(settings_path().read_text()) == {
        "detector": "gone", "of_a_later_version": {"a": 1}, "theme": "light",
    }  # fmt: skip


def test_everything_is_reached_by_the_keyboard(dialog: SettingsDialog, qtbot: Any) -> None:
    for label in dialog.findChildren(QLabel):
        if label.buddy() is not None and not isinstance(label.buddy(), QPushButton):
            assert "&" in label.text(), label.text()
    for tab in range(dialog.tabs.count()):
        dialog.tabs.setCurrentIndex(tab)
        page = dialog.tabs.currentWidget()
        assert page is not None
        wanted = {
            widget
            for kind in (QLineEdit, QComboBox, QCheckBox, QSpinBox, QPushButton)
            for widget in page.findChildren(kind)
            if widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.isVisible()
        }
        reached = set()
        dialog.tabs.setFocus()
        for _ in range(40):
            qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
            reached.add(QApplication.focusWidget())
        # Parts of a spin box are reached as the spin box.
        assert {w for w in wanted if not isinstance(w.parent(), QAbstractSpinBox)} <= reached


def tolerance_of(dialog: SettingsDialog) -> ToleranceField:
    field = dialog.fields["tolerance"]
    assert isinstance(field, ToleranceField)
    return field


def test_own_limits_of_the_tolerance_begin_with_those_chosen_last(
    program: Program, dialog: SettingsDialog
) -> None:
    field = tolerance_of(dialog)
    choose(dialog, "tolerance", "ebu-r37")
    assert not field.early.isEnabled()
    choose(dialog, "tolerance", OWN)
    assert field.early.isEnabled()
    assert (field.early.value(), field.late.value()) == (EBU_R37.early_ms, EBU_R37.late_ms)
    field.late.setValue(82.5)
    dialog.accept()
    assert program.preferences.settings.tolerance == "40/82.5"
    field = tolerance_of(program.app_control.show_settings())
    assert field.combo.currentText() == "Own limits"
    assert (field.early.value(), field.late.value()) == (40.0, 82.5)


@pytest.mark.parametrize(
    ("value", "shown"), [("30/80", "Own limits"), ("2.5 frames", "2.5 frames to either side")]
)
def test_a_tolerance_of_elsewhere_is_shown_and_stays(
    value: str, shown: str, program: Program
) -> None:
    program.preferences.change(tolerance=value)
    dialog = program.app_control.show_settings()
    assert tolerance_of(dialog).combo.currentText() == shown
    dialog.accept()
    assert program.preferences.settings.tolerance == value


def test_the_tolerances_are_those_of_the_recommendations(dialog: SettingsDialog) -> None:
    combo = tolerance_of(dialog).combo
    for value, known in (
        ("itu-detectability", ITU_DETECTABILITY),
        ("itu-acceptability", ITU_ACCEPTABILITY),
        ("ebu-r37", EBU_R37),
    ):
        text = combo.itemText(combo.findData(value))
        assert f"{known.early_ms:g} ms early, {known.late_ms:g} ms late" in text


def test_a_mark_in_the_menu_stays_when_it_is_chosen_again(program: Program) -> None:
    for _ in range(2):
        program.actions["theme_light"].trigger()
        assert program.actions["theme_light"].isChecked()
    for _ in range(2):
        program.actions["language_en"].trigger()
        assert program.actions["language_en"].isChecked()


def test_switching_the_sound_is_not_taken_back_by_another_setting(program: Program) -> None:
    program.actions["scrub_sound"].setChecked(True)
    # Before it is saved, a moment later.
    program.preferences.change(reviewer="A")
    assert program.actions["scrub_sound"].isChecked()


def test_folders_are_opened_and_made(
    dialog: SettingsDialog, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []
    monkeypatch.setattr(
        QDesktopServices, "openUrl", lambda url: opened.append(QUrl(url).toLocalFile()) or True
    )
    buttons = [b for b in dialog.findChildren(QPushButton) if b.text() == "Open the folder"]
    for button in buttons:
        button.click()
    assert opened == [str(data_dir()), str(weights_dir())]
    assert weights_dir().is_dir()


def test_a_folder_that_cannot_be_made_or_shown_is_told(
    dialog: SettingsDialog, errors: list[BaseException], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda _url: False)
    data, weights = [
        b for b in dialog.findChildren(QPushButton) if b.text() == "Open the folder"
    ]  # fmt: skip
    weights_dir().parent.mkdir(parents=True, exist_ok=True)
    weights_dir().write_text("no folder")
    weights.click()
    data.click()
    told = [(str(error), getattr(error, "path", None)) for error in errors]
    assert [
        "there is a file where the folder should be" in told[0][0],
        "no program" in told[1][0],
    ] == [True] * 2
    assert [path for _text, path in told] == [str(weights_dir()), str(data_dir())]


# --- About -------------------------------------------------------------------------------------


def test_about_tells_the_versions_and_copies_them(program: Program, qtbot: Any) -> None:
    box = program.app_control.show_about()
    text = box.informativeText()
    assert "FFmpeg" in text
    assert "Qt 6" in text
    copy = next(b for b in box.buttons() if "opy" in b.text())
    copy.click()
    assert box.isVisible()
    assert "FFmpeg" in QGuiApplication.clipboard().text()
    box.close()


def test_the_device_is_told_without_loading_torch(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "torch", None)
    assert about.device_words() == "Device: known after the first analysis"
    fake = SimpleNamespace(
        cuda=SimpleNamespace(is_available=lambda: False),
        backends=SimpleNamespace(mps=SimpleNamespace(is_available=lambda: False)),
        get_num_threads=lambda: 7,
    )
    monkeypatch.setitem(sys.modules, "torch", fake)
    assert about.device_words() == "Device: CPU with 7 threads"
    fake.cuda.is_available = lambda: True
    fake.cuda.get_device_name = lambda _n: "Some card"
    assert about.device_words() == "Device: Some card (CUDA)"


def test_the_folder_of_weights_is_told(dialog: SettingsDialog) -> None:
    texts = [label.text() for label in dialog.findChildren(QLabel)]
    assert any(str(weights_dir()) in text for text in texts)
    assert Path(weights_dir()).is_absolute()
