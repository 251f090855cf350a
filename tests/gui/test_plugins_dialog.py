"""The dialog of plugins: what is there, options as a form, one's own folder with consent."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, cast

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QComboBox, QDoubleSpinBox, QLabel, QLineEdit, QSpinBox

from core.contract import Kind, Option, PluginInfo
from core.registry import PluginFailure
from core.settings import load_settings
from gui.core_texts import core_text
from gui.dialogs.plugin_form import PluginForm
from gui.dialogs.plugins import PluginsDialog
from gui.language import language
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


@pytest.fixture
def english_afterwards() -> Iterator[None]:
    yield
    language().choose("en")


def shown(form: PluginForm) -> str:
    return "\n".join(label.text() for label in form.findChildren(QLabel))


@pytest.mark.usefixtures("english_afterwards")
def test_every_option_of_the_program_has_a_korean_title_and_help(
    dialog: PluginsDialog, qtbot: Any
) -> None:
    # A window begins in the language of its settings.
    language().choose("ko")
    looked = 0
    for kind in ("detector", "scorer", "speaker"):
        for info in dialog._registry.plugins(cast("Kind", kind)):
            form = PluginForm(info, {})
            qtbot.addWidget(form)
            words = shown(form)
            for option in info.options.values():
                looked += 1
                assert option.title, (info.id, option.key)
                assert core_text(option.title) in words
                assert core_text(option.description) in words
                for text in (option.title, option.description):
                    assert re.search("[가-힣]", core_text(text)), (info.id, text)
                field = form.fields[option.key]
                assert field.accessibleName() == core_text(option.title)
                if isinstance(field, QComboBox):
                    assert field.itemData(0) == option.choices[0]
    assert looked > 40
    syncnet = PluginForm(dialog._registry.find("syncnet"), {})
    qtbot.addWidget(syncnet)
    precision = syncnet.fields["precision"]
    assert isinstance(precision, QComboBox)
    assert (precision.itemText(0), precision.itemData(0)) == ("자동", "auto")


@pytest.mark.usefixtures("english_afterwards")
def test_ones_own_plugin_says_what_its_manifest_says(qtbot: Any) -> None:
    language().choose("ko")
    # Words of ours, which would be translated.
    options = {
        "a": Option("a", "str", "auto", choices=("auto",), description="Labels", title="Labels"),
        "lowest_score": Option("lowest_score", "int", 1),
    }
    form = PluginForm(replace(INFO, options=options), {})
    qtbot.addWidget(form)
    assert shown(form).split("\n") == ["Labels", "Labels", "lowest score", ""]
    choice = form.fields["a"]
    assert isinstance(choice, QComboBox)
    assert choice.itemText(0) == "auto"
