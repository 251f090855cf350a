"""The editor of keys: every action by menu, its keys, what they would take from whom."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from gui.action_table import TABLE
from gui.actions import plain_text
from gui.dialogs.key_field import KeyField
from gui.key_groups import groups
from gui.keymap import (
    KeyMap,
    fixed_use,
    holder,
    native,
    own_changes,
    portable,
    preset_map,
    presets,
    pressed_as,
    resolved,
)
from gui.preferences import Preferences
from gui.texts import translated

_ID = Qt.ItemDataRole.UserRole


class KeyEditor(QDialog):
    """Works on a copy; OK puts it into the settings, from where the window takes it."""

    def __init__(self, preferences: Preferences, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._preferences = preferences
        settings = preferences.settings
        self._names = {spec.id: plain_text(spec.text) for spec in TABLE}
        self.keys: KeyMap = resolved(settings.key_preset, settings.keys)
        self._base = preset_map(settings.key_preset)
        self.setWindowTitle(self.tr("Change the keys"))
        self.resize(820, 620)
        column = QVBoxLayout(self)
        column.addLayout(self._make_head(settings.key_preset))
        self.tree = self._make_tree()
        column.addWidget(self.tree, 1)
        column.addLayout(self._make_editor())
        self.warning = QLabel()
        self.warning.setWordWrap(True)
        self.warning.setAccessibleName(self.tr("Warning"))
        # Its room is there from the beginning: nothing jumps when a warning comes.
        self.warning.setMinimumHeight(self.warning.fontMetrics().lineSpacing() * 2)
        column.addWidget(self.warning)
        column.addWidget(self._make_buttons())
        self._fill()
        self._select_first()

    # --- parts ---------------------------------------------------------------------------------

    def _make_head(self, chosen: str) -> QHBoxLayout:
        row = QHBoxLayout()
        label = QLabel(self.tr("&Preset"))
        self.preset = QComboBox()
        for one in presets():
            self.preset.addItem(one.name, one.id)
        self.preset.setCurrentIndex(max(self.preset.findData(chosen), 0))
        self.preset.setToolTip(self.tr("Gives every action the keys of this preset"))
        self.preset.activated.connect(self._take_preset)
        label.setBuddy(self.preset)
        row.addWidget(label)
        row.addWidget(self.preset)
        row.addStretch(1)
        self.search = QLineEdit()
        self.search.setProperty("role", "field")
        self.search.setPlaceholderText(self.tr("Search an action or a key"))
        self.search.setAccessibleName(self.search.placeholderText())
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(self._filter)
        row.addWidget(self.search, 2)
        find = QShortcut(QKeySequence(QKeySequence.StandardKey.Find), self)
        find.activated.connect(self.search.setFocus)
        return row

    def _make_tree(self) -> QTreeWidget:
        tree = QTreeWidget()
        tree.setAccessibleName(self.tr("Actions and their keys"))
        tree.setColumnCount(3)
        tree.setHeaderLabels([self.tr("Action"), self.tr("Keys"), self.tr("Changed")])
        tree.setUniformRowHeights(True)
        tree.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        for column in (1, 2):
            tree.header().setSectionResizeMode(column, QHeaderView.ResizeMode.ResizeToContents)
        tree.header().setStretchLastSection(False)
        tree.currentItemChanged.connect(lambda _new, _old: self._show_current())
        tree.itemActivated.connect(lambda _item, _column: self.field.setFocus())
        return tree

    def _make_editor(self) -> QHBoxLayout:
        row = QHBoxLayout()
        self.current = QLabel()
        self.current.setProperty("role", "heading")
        self.current.setWordWrap(True)
        self.list = QListWidget()
        self.list.setAccessibleName(self.tr("Keys of the action"))
        self.list.setMaximumHeight(self.list.fontMetrics().lineSpacing() * 4)
        self.list.itemSelectionChanged.connect(self._enable)
        self.remove = QPushButton(self.tr("Re&move"))
        self.remove.clicked.connect(self._remove)
        self.reset = QPushButton(self.tr("&Reset"))
        self.reset.setToolTip(self.tr("The keys that the preset gives to this action"))
        self.reset.clicked.connect(self._reset)
        self.field = KeyField()
        self.field.setPlaceholderText(self.tr("Press the new key here"))
        self.field.setAccessibleName(self.tr("New key"))
        self.field.recorded.connect(lambda _key: self._warn())
        self.field.confirmed.connect(self._add)
        self.add = QPushButton(self.tr("&Add"))
        self.add.clicked.connect(self._add)
        left, middle, right = QVBoxLayout(), QVBoxLayout(), QVBoxLayout()
        left.addWidget(self.current)
        new = QHBoxLayout()
        new.addWidget(self.field, 1)
        new.addWidget(self.add)
        left.addLayout(new)
        left.addStretch(1)
        middle.addWidget(self.list)
        right.addWidget(self.remove)
        right.addWidget(self.reset)
        right.addStretch(1)
        row.addLayout(left, 3)
        row.addLayout(middle, 2)
        row.addLayout(right)
        return row

    def _make_buttons(self) -> QDialogButtonBox:
        standard = QDialogButtonBox.StandardButton
        self.buttons = QDialogButtonBox(standard.Ok | standard.Cancel)
        self.reset_all = self.buttons.addButton(
            self.tr("Reset a&ll"), QDialogButtonBox.ButtonRole.ResetRole
        )
        self.reset_all.clicked.connect(self._take_preset)
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        for button in self.findChildren(QPushButton):
            # Enter confirms what the field holds; it must not press a button besides.
            button.setAutoDefault(False)
        return self.buttons

    # --- what is shown -------------------------------------------------------------------------

    def _fill(self) -> None:
        for group in groups():
            top = QTreeWidgetItem(self.tree, [group.title])
            top.setFlags(Qt.ItemFlag.ItemIsEnabled)
            font = top.font(0)
            font.setBold(True)
            top.setFont(0, font)
            for id in group.ids:
                item = QTreeWidgetItem(top, [self._names[id]])
                item.setData(0, _ID, id)
            top.setExpanded(True)
        self._refresh()

    def _items(self) -> list[QTreeWidgetItem]:
        return [item for top in self._tops() for item in _children(top)]

    def _tops(self) -> list[QTreeWidgetItem]:
        return _children(self.tree.invisibleRootItem())

    def _refresh(self) -> None:
        base = self._base
        for item in self._items():
            id = item.data(0, _ID)
            item.setText(1, "   ".join(native(key) for key in self.keys[id]))
            item.setText(2, "●" if self.keys[id] != base[id] else "")
            item.setToolTip(2, self.tr("Not as in the preset") if item.text(2) else "")
        self._show_current()
        self._filter()

    def _select_first(self) -> None:
        self.tree.setCurrentItem(self._items()[0])

    @property
    def action(self) -> str | None:
        """The id of the action that is edited."""
        item = self.tree.currentItem()
        return None if item is None else item.data(0, _ID)

    def choose(self, id: str) -> None:
        """Edit this action."""
        for item in self._items():
            if item.data(0, _ID) == id:
                self.tree.setCurrentItem(item)

    def _show_current(self) -> None:
        id = self.action
        self.current.setText("" if id is None else self._names[id])
        self.list.clear()
        for key in () if id is None else self.keys[id]:
            item = QListWidgetItem(native(key), self.list)
            item.setData(_ID, key)
        if self.list.count():
            self.list.setCurrentRow(0)
        self.field.forget()
        self._warn()

    def _filter(self) -> None:
        wanted = self.search.text().casefold().strip()
        for top in self._tops():
            shown = 0
            for item in _children(top):
                fits = wanted in f"{item.text(0)} {item.text(1)}".casefold()
                item.setHidden(not fits)
                shown += fits
            top.setHidden(not shown)

    def _warn(self) -> None:
        """Say what the recorded key does already."""
        id, key = self.action, self.field.key
        words, take = "", False
        if id is not None and key:
            other, fixed = holder(self.keys, key), fixed_use(key)
            if other == id:
                words = self.tr("{key} is a key of this action already.").format(key=native(key))
            elif other is not None:
                take = True
                words = self.tr(
                    "{key} belongs to “{other}”. Adding it here takes it away there."
                ).format(key=native(key), other=self._names[other])
            if fixed is not None:
                use = translated("keys", fixed.text)
                words += " " if words else ""
                text = self.tr("Lists and fields need {key} ({use}): they lose it to this action.")
                if fixed.kept:
                    text = self.tr(
                        "Parts of the window take {key} for themselves ({use}): "
                        "there this action does not get it."
                    )
                words += text.format(key=native(key), use=use)
        self.warning.setText(words)
        self.add.setText(self.tr("Ta&ke over") if take else self.tr("&Add"))
        self._enable()

    def _enable(self) -> None:
        id, key = self.action, self.field.key
        self.field.setEnabled(id is not None)
        self.add.setEnabled(bool(id and key) and holder(self.keys, key) != id)
        self.remove.setEnabled(bool(self.list.selectedItems()))
        self.reset.setEnabled(id is not None and self.keys[id] != self._base[id])

    # --- what is done --------------------------------------------------------------------------

    def _add(self) -> None:
        id, key = self.action, self.field.key
        if id is None or not key or holder(self.keys, key) == id:
            return
        self._take_away(key)
        self.keys[id] = (*self.keys[id], portable(key))
        self._refresh()
        self.field.setFocus()

    def _take_away(self, key: str) -> None:
        """No two actions may hold one key: Qt then does neither."""
        for id, mine in self.keys.items():
            kept = tuple(one for one in mine if pressed_as(one) != pressed_as(key))
            if kept != mine:
                self.keys[id] = kept

    def _remove(self) -> None:
        id, chosen = self.action, {item.data(_ID) for item in self.list.selectedItems()}
        if id is not None:
            self.keys[id] = tuple(key for key in self.keys[id] if key not in chosen)
            self._refresh()

    def _reset(self) -> None:
        id = self.action
        if id is None:
            return
        keys = self._base[id]
        for key in keys:
            self._take_away(key)
        self.keys[id] = keys
        self._refresh()

    def _take_preset(self) -> None:
        self._base = preset_map(self.preset.currentData())
        self.keys = dict(self._base)
        self._refresh()

    def accept(self) -> None:
        chosen = self.preset.currentData()
        self._preferences.change(key_preset=chosen, keys=own_changes(chosen, self.keys))
        super().accept()


def _children(parent: QTreeWidgetItem) -> list[QTreeWidgetItem]:
    children = (parent.child(row) for row in range(parent.childCount()))
    return [child for child in children if child is not None]
