"""Keys: presets, one's own, the editor, the list. No two actions ever hold the same key."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QDialogButtonBox

from core.settings import settings_path
from gui.action_table import TABLE
from gui.dialogs.key_editor import KeyEditor
from gui.dialogs.key_list import blocks, in_columns
from gui.key_groups import groups
from gui.keymap import (
    FIXED,
    Fixed,
    KeyMap,
    fixed_use,
    holder,
    own_changes,
    portable,
    preset_map,
    presets,
    pressed_as,
    resolved,
)
from gui.language import without_mnemonic
from gui.program import Program
from gui.theme import RESOURCES
from tests.gui.helpers import analyse_by_hand, open_file

DESIGN = {
    "play": "Space", "shuttle_back": "J", "shuttle_stop": "K", "shuttle_on": "L",
    "frame_back": "Left", "frame_on": "Right", "ten_back": "Shift+Left", "ten_on": "Shift+Right",
    "second_back": "Ctrl+Left", "second_on": "Ctrl+Right", "first": "Home", "last": "End",
    "mark_in": "I", "mark_out": "O", "draw": "W", "keyframe": "F2", "next_keyframe": "E",
    "previous_keyframe": "Shift+E", "delete": "Del", "undo": "Ctrl+Z", "key_list": "F1",
    "settings": "Ctrl+,", "next_panel": "F6",
    **{f"verdict_{n}": str(n) for n in range(1, 7)},
}  # fmt: skip


def all_keys(keys: KeyMap) -> list[str]:
    return [pressed_as(key) for mine in keys.values() for key in mine]


# --- the maps ----------------------------------------------------------------------------------


def test_the_keys_of_the_design_hold() -> None:
    keys = preset_map("syncreview")
    assert {id: keys[id][0] for id in DESIGN} == DESIGN
    assert keys["redo"] == ("Ctrl+Y", "Ctrl+Shift+Z")


@pytest.mark.parametrize("preset", [one.id for one in presets()])
def test_a_preset_names_known_actions_and_gives_no_key_twice(preset: str) -> None:
    path = RESOURCES / "keys" / f"{preset}.toml"
    given = tomllib.loads(path.read_text(encoding="utf-8"))["keys"]
    assert set(given) <= {spec.id for spec in TABLE}
    assert all(QKeySequence(key).toString() for keys in given.values() for key in keys)
    keys = preset_map(preset)
    assert len(all_keys(keys)) == len(set(all_keys(keys)))
    # What the preset gives is what holds.
    assert all(keys[id] == tuple(map(portable, mine)) for id, mine in given.items())
    # None of them has another use in a part of the window. But for two, which move the picture
    # where it has the keyboard and the timeline elsewhere.
    shared = {"timeline_left": ("Alt+Left",), "timeline_right": ("Alt+Right",)}
    assert {id: mine for id, mine in keys.items() if any(map(fixed_use, mine))} == shared


def test_the_presets_are_those_that_people_know() -> None:
    assert [one.name for one in presets()] == ["SyncReview", "CVAT", "LosslessCut"]
    cvat, lossless = preset_map("cvat"), preset_map("losslesscut")
    assert (cvat["frame_on"], cvat["frame_back"], cvat["keyframe"]) == (("F",), ("D",), ("K",))
    # K belongs to the keyframe there, so pausing has no key of its own.
    assert cvat["shuttle_stop"] == ()
    assert (lossless["frame_back"], lossless["frame_on"]) == ((",",), (".",))


def test_ones_own_keys_win_and_only_they_are_kept() -> None:
    own = (("mute", ("Ctrl+Alt+M",)), ("draw", ()))
    keys = resolved("syncreview", own)
    assert keys["mute"] == ("Ctrl+Alt+M",)
    assert keys["draw"] == ()
    assert set(own_changes("syncreview", keys)) == set(own)
    assert own_changes("syncreview", preset_map("syncreview")) == ()


def test_settings_of_another_version_give_no_key_twice() -> None:
    # A later version gives "W" to another action, or knows one that this one does not.
    own = (("mute", ("W",)), ("unheard_of", ("X",)), ("quit", ("W", "nonsense+")))
    keys = resolved("no such preset", own)
    assert holder(keys, "W") == "quit"
    assert keys["mute"] == keys["draw"] == ()
    assert len(all_keys(keys)) == len(set(all_keys(keys)))


@pytest.mark.parametrize(
    ("key", "same"),
    [(">", "Shift+."), ("Ctrl+<", "Ctrl+Shift+,"), ("Delete", "Del"), ("Ctrl++", "Ctrl++")],
)
def test_one_press_is_one_key(key: str, same: str) -> None:
    assert pressed_as(key) == portable(same)


def test_every_action_is_in_one_group() -> None:
    ids = [id for group in groups() for id in group.ids]
    assert sorted(ids) == sorted(spec.id for spec in TABLE)


# --- in the window -----------------------------------------------------------------------------


def test_changed_keys_hold_at_once_everywhere(
    program: Program, demo_clip: Path, qtbot: Any
) -> None:
    open_file(program, demo_clip, qtbot)
    shown = program.app_control.show_key_list()
    program.preferences.change(keys=(("frame_on", ("X",)), ("verdict_1", ("Ctrl+1", "A"))))
    assert program.actions["frame_on"].shortcut().toString() == "X"
    assert program.actions["frame_on"].toolTip() == "Frame on (X)"
    assert program.inspector.buttons[0].text().startswith("Ctrl+1")
    assert "Ctrl+1" in program.inspector.buttons[0].toolTip()
    assert "Ctrl+1" in shown.text.toPlainText()
    shown.close()
    program.window.view.setFocus()
    qtbot.keyClick(program.window.view, Qt.Key.Key_X)
    assert program.session.position == 1
    # Its former key does nothing now.
    qtbot.keyClick(program.window.view, Qt.Key.Key_Right)
    assert program.session.position == 1


def test_no_two_actions_hold_one_key_whatever_is_chosen(program: Program) -> None:
    for preset in presets():
        program.preferences.change(key_preset=preset.id, keys=())
        held = [s.toString() for action in program.actions.all() for s in action.shortcuts()]
        assert len(held) == len(set(held))
        assert {id: tuple(s.toString() for s in program.actions[id].shortcuts())
                for id in program.actions.keys} == preset_map(preset.id)  # fmt: skip


def test_space_in_the_picture_does_what_has_the_key(
    program: Program, demo_clip: Path, qtbot: Any
) -> None:
    open_file(program, demo_clip, qtbot)
    program.preferences.change(keys=(("play", ("P",)), ("frame_on", ("Space",))))
    program.window.view.setFocus()
    qtbot.keyClick(program.window.view, Qt.Key.Key_Space)
    assert program.session.position == 1
    assert not program.clock.playing


def test_a_program_begins_with_the_keys_of_the_settings(
    make_program: Callable[..., Program],
) -> None:
    first = make_program()
    first.preferences.change(key_preset="cvat", keys=(("draw", ("B",)),))
    first.window.close()
    second = make_program()
    assert second.actions["frame_on"].shortcut().toString() == "F"
    assert second.actions["draw"].shortcut().toString() == "B"


# --- the editor --------------------------------------------------------------------------------


@pytest.fixture
def editor(program: Program, qtbot: Any) -> KeyEditor:
    dialog = program.app_control.edit_keys()
    qtbot.waitExposed(dialog)
    return dialog


def press(editor: KeyEditor, qtbot: Any, key: Qt.Key, *held: Qt.KeyboardModifier) -> None:
    editor.field.setFocus()
    modifiers = Qt.KeyboardModifier.NoModifier
    for one in held:
        modifiers |= one
    qtbot.keyClick(editor.field, key, modifiers)


def test_a_key_is_recorded_added_and_kept(program: Program, editor: KeyEditor, qtbot: Any) -> None:
    editor.choose("mute")
    press(editor, qtbot, Qt.Key.Key_M, Qt.KeyboardModifier.AltModifier)
    assert editor.field.text() == "Alt+M"
    assert editor.warning.text() == ""
    # Enter confirms what was pressed; the dialog stays.
    press(editor, qtbot, Qt.Key.Key_Return)
    assert editor.keys["mute"] == ("Ctrl+M", "Alt+M")
    # Nothing holds before OK.
    assert program.actions["mute"].shortcuts() == [QKeySequence("Ctrl+M")]
    editor.accept()
    assert program.actions["mute"].shortcuts() == [QKeySequence("Ctrl+M"), QKeySequence("Alt+M")]
    assert json.loads(settings_path().read_text())["keys"] == {"mute": ["Ctrl+M", "Alt+M"]}


def test_a_conflict_names_the_other_action_and_taking_over_leaves_one_holder(
    editor: KeyEditor, qtbot: Any
) -> None:
    editor.choose("mute")
    press(editor, qtbot, Qt.Key.Key_W)
    assert "Draw a box" in editor.warning.text()
    assert without_mnemonic(editor.add.text()) == "Take over"
    editor.add.click()
    assert editor.keys["mute"] == ("Ctrl+M", "W")
    assert editor.keys["draw"] == ()
    assert len(all_keys(editor.keys)) == len(set(all_keys(editor.keys)))


def test_shifted_signs_are_the_keys_they_are(editor: KeyEditor, qtbot: Any) -> None:
    editor.choose("mute")
    press(editor, qtbot, Qt.Key.Key_Greater, Qt.KeyboardModifier.ShiftModifier)
    assert editor.field.key == ">"
    assert "Faster" in editor.warning.text()
    press(editor, qtbot, Qt.Key.Key_Right, Qt.KeyboardModifier.KeypadModifier)
    assert editor.field.key == "Right"


@pytest.mark.parametrize("fixed", FIXED, ids=lambda fixed: fixed.key)
def test_keys_with_another_use_are_told(fixed: Fixed, editor: KeyEditor, qtbot: Any) -> None:
    editor.choose("mute")
    press(editor, qtbot, *key_and_held(fixed))
    assert fixed.text in editor.warning.text()
    assert ("they lose it" in editor.warning.text()) is not fixed.kept
    assert ("does not get it" in editor.warning.text()) is fixed.kept
    assert editor.add.isEnabled()


@pytest.mark.parametrize("fixed", FIXED, ids=lambda fixed: fixed.key)
def test_who_gets_a_key_with_another_use_is_as_the_editor_tells(
    fixed: Fixed, program: Program, demo_clip: Path, qtbot: Any
) -> None:
    open_file(program, demo_clip, qtbot)
    analyse_by_hand(program)
    program.session.select(program.session.tracks[0].id)
    program.preferences.change(keys=(("mute", (fixed.key,)),))
    window, mute = program.window, program.actions["mute"]
    window.activateWindow()
    places = [
        window.tracks.table, window.videos, window.transport.volume.slider, program.inspector.name,
        program.choices.device, program.inspector.buttons[0], program.review.panel.table,
    ]  # fmt: skip
    if fixed.kept:
        places = [window.view]
    window.docks["findings"].raise_()
    window.docks["inspector"].raise_()
    for place in places:
        place.setFocus()
        before = mute.isChecked()
        qtbot.keyClick(place, *key_and_held(fixed))
        assert (mute.isChecked() != before) is not fixed.kept, place


def key_and_held(fixed: Fixed) -> tuple[Qt.Key, Qt.KeyboardModifier]:
    pressed = QKeySequence(fixed.key)[0]
    return pressed.key(), pressed.keyboardModifiers()


def test_a_key_of_the_action_itself_is_not_added_twice(editor: KeyEditor, qtbot: Any) -> None:
    editor.choose("mute")
    press(editor, qtbot, Qt.Key.Key_M, Qt.KeyboardModifier.ControlModifier)
    assert "already" in editor.warning.text()
    assert not editor.add.isEnabled()


def test_removing_and_resetting_one(editor: KeyEditor, qtbot: Any) -> None:
    editor.choose("draw")
    editor.remove.click()
    assert editor.keys["draw"] == ()
    assert editor.reset.isEnabled()
    editor.choose("mute")
    press(editor, qtbot, Qt.Key.Key_W)
    editor.add.click()
    editor.choose("draw")
    editor.reset.click()
    # Its key comes back from whom it was given to.
    assert editor.keys["draw"] == ("W",)
    assert editor.keys["mute"] == ("Ctrl+M",)


def test_a_preset_and_reset_all(program: Program, editor: KeyEditor) -> None:
    editor.preset.setCurrentIndex(editor.preset.findData("cvat"))
    editor.preset.activated.emit(editor.preset.currentIndex())
    assert editor.keys == preset_map("cvat")
    editor.choose("draw")
    editor.remove.click()
    editor.reset_all.click()
    assert editor.keys == preset_map("cvat")
    editor.accept()
    assert program.actions["draw"].shortcut().toString() == "N"
    assert program.preferences.settings.keys == ()


def test_cancel_leaves_the_keys(program: Program, editor: KeyEditor) -> None:
    before = program.actions.keys
    editor.choose("draw")
    editor.remove.click()
    editor.buttons.button(QDialogButtonBox.StandardButton.Cancel).click()
    assert program.actions.keys == before
    assert not settings_path().exists()


def test_the_editor_is_searched_by_name_and_by_key(editor: KeyEditor, qtbot: Any) -> None:
    def shown() -> list[str]:
        return [item.text(0) for item in editor._items() if not item.isHidden()]

    qtbot.keyClicks(editor.search, "keyframe")
    assert shown() == ["Set or remove keyframe", "Next keyframe", "Previous keyframe"]
    editor.search.setText("ctrl+z")
    assert shown() == ["Undo"]


def test_tab_leads_out_of_the_field_and_esc_out_of_the_dialog(
    editor: KeyEditor, qtbot: Any
) -> None:
    editor.choose("mute")
    editor.field.setFocus()
    qtbot.keyClick(editor.field, Qt.Key.Key_Tab)
    assert editor.field.key == ""
    assert not editor.field.hasFocus()
    editor.field.setFocus()
    qtbot.keyClick(editor.field, Qt.Key.Key_Escape)
    assert not editor.isVisible()


# --- the list ----------------------------------------------------------------------------------


def test_the_list_shows_every_key_and_the_gestures(program: Program) -> None:
    found = blocks(program.actions)
    told = {keys for block in found for keys, _words in block.rows}
    for spec in TABLE:
        for key in program.actions.keys[spec.id]:
            native = QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText)
            assert any(native in keys.split("  ·  ") for keys in told), spec.id
    assert {"Wheel", "Drag"} <= told


def test_the_list_opens_with_its_key_is_searched_and_closed_with_esc(
    program: Program, qtbot: Any
) -> None:
    program.window.activateWindow()
    program.actions["key_list"].trigger()
    shown = program.app_control.key_list
    assert shown is not None
    qtbot.waitExposed(shown)
    qtbot.keyClicks(shown.search, "zoom")
    text = shown.text.toPlainText()
    assert "Zoom in" in text
    assert "Draw a box" not in text
    shown.search.setText("no such thing")
    assert "no such thing" in shown.text.toPlainText()
    qtbot.keyClick(shown.search, Qt.Key.Key_Escape)
    assert not shown.isVisible()


def test_columns_are_of_about_the_same_height(program: Program) -> None:
    found = blocks(program.actions)
    columns = in_columns(found, 3)
    assert [block for column in columns for block in column] == found
    heights = [sum(len(block.rows) + 2 for block in column) for column in columns]
    # A group is not torn apart; what is left over goes where there is room.
    assert max(heights) < 0.45 * sum(heights)


def test_the_list_is_printed(program: Program, tmp_path: Path) -> None:
    printer = QPrinter()
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    target = tmp_path / "keys.pdf"
    printer.setOutputFileName(str(target))
    program.app_control.show_key_list().print_to(printer)
    assert target.read_bytes().startswith(b"%PDF")
