"""The dialog of plugins: what is there, options as a form, one's own folder with consent."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QComboBox, QDoubleSpinBox, QLineEdit, QSpinBox

from core.contract import Option, PluginInfo
from core.registry import PluginFailure
from core.settings import load_settings
from gui.dialogs.plugin_form import PluginForm
from gui.dialogs.plugins import PluginsDialog
from gui.program import Program
from tests.gui.test_access import nameless

INFO = PluginInfo(
    "sample",
    "Sample",
    "detector",
    "1.0",
    Path("nowhere"),
    options={
        option.key: option
        for option in (
            Option("count", "int", 3, 1, 9),
            Option("share", "float", 0.5, 0.0, 1.0),
            Option("fast", "bool", False),
            Option("way", "str", "near", choices=("near", "far")),
            Option("labels", "str", ""),
        )
    },
)


@pytest.fixture
def dialog(program: Program, qtbot: Any) -> PluginsDialog:
    program.registry.absent["needs"] = PluginFailure(
        Path("/plugins/needs"), "it needs Python packages that are not installed: mmdet"
    )
    dialog = program.app_control.show_plugins()
    qtbot.waitExposed(dialog)
    return dialog


def choose(dialog: PluginsDialog, name: str) -> None:
    (item,) = dialog.tree.findItems(name, Qt.MatchFlag.MatchExactly)
    dialog.tree.setCurrentItem(item)


def test_every_plugin_is_there_with_its_state(dialog: PluginsDialog) -> None:
    rows = {
        item.text(0): (item.text(1), item.text(2))
        for n in range(dialog.tree.topLevelItemCount())
        if (item := dialog.tree.topLevelItem(n)) is not None
    }
    assert rows["MTCNN"] == ("faces", "ready")
    assert rows["SyncNet"] == ("sync", "weights are not installed: syncnet_v2")
    assert "mmdet" in rows["needs"][1]
    choose(dialog, "needs")
    assert nameless(dialog) == []


def test_options_are_a_form_and_hold_with_ok(program: Program, dialog: PluginsDialog) -> None:
    choose(dialog, "MTCNN")
    face = dialog.forms["mtcnn"].fields["min_face"]
    assert isinstance(face, QSpinBox)
    assert (face.minimum(), face.maximum(), face.value()) == (12, 1000, 20)
    face.setValue(44)
    # What was typed stays while others are looked at.
    choose(dialog, "Mouth and voice correlation")
    choose(dialog, "MTCNN")
    assert dialog.forms["mtcnn"].fields["min_face"] is face
    assert face.isVisible()
    dialog.accept()
    assert load_settings().options_of("mtcnn") == {"min_face": 44}
    assert program.choices.params().options_of("mtcnn") == {"min_face": 44}
    again = program.app_control.show_plugins()
    choose(again, "MTCNN")
    face = again.forms["mtcnn"].fields["min_face"]
    assert isinstance(face, QSpinBox)
    assert face.value() == 44
    face.setValue(20)
    again.accept()
    assert load_settings().plugin_options == ()


def test_cancel_leaves_everything(program: Program, dialog: PluginsDialog) -> None:
    choose(dialog, "MTCNN")
    face = dialog.forms["mtcnn"].fields["min_face"]
    assert isinstance(face, QSpinBox)
    face.setValue(44)
    dialog.own.setChecked(True)
    dialog.reject()
    assert program.preferences.settings.plugin_options == ()
    assert not program.preferences.settings.user_plugins


def test_ones_own_plugins_need_a_tick(program: Program, dialog: PluginsDialog) -> None:
    assert not dialog.own.isChecked()
    assert "all that you can do" in dialog.own.accessibleDescription()
    dialog.own.setChecked(True)
    dialog.accept()
    assert program.preferences.settings.user_plugins


def test_each_type_has_its_field(qtbot: Any) -> None:
    form = PluginForm(INFO, {"count": 5, "share": 7.0, "way": "far", "gone": 1})
    qtbot.addWidget(form)
    # What the manifest does not allow is left out.
    assert form.values() == {"count": 5, "way": "far"}
    changes = []
    form.changed.connect(lambda: changes.append(form.values()))
    share, fast, way, labels = (form.fields[k] for k in ("share", "fast", "way", "labels"))
    assert isinstance(share, QDoubleSpinBox)
    assert isinstance(fast, QCheckBox)
    assert isinstance(way, QComboBox)
    assert isinstance(labels, QLineEdit)
    share.setValue(0.35)
    fast.setChecked(True)
    way.setCurrentIndex(0)
    labels.setText(" cat, dog ")
    assert form.values() == {"count": 5, "share": 0.35, "fast": True, "labels": "cat, dog"}
    assert len(changes) == 4
    for key, value in form.values().items():
        assert INFO.options[key].checked(value) == value
