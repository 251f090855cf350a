"""The plugins: what there is, what works, their options, and a folder of one's own."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QStackedWidget,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from core.contract import PluginInfo
from core.errors import AppError
from core.registry import Registry
from core.settings import plugins_dir
from core.weights.catalogue import find_weights
from gui.core_texts import core_text, plugin_text
from gui.dialogs.plugin_form import PluginForm
from gui.dialogs.settings import open_folder
from gui.preferences import Preferences

_ROW = Qt.ItemDataRole.UserRole


@dataclass(frozen=True, slots=True)
class _Row:
    name: str
    folder: Path
    info: PluginInfo | None
    reason: str
    """Why it cannot be used; "" if it can."""


class PluginsDialog(QDialog):
    """Shows the plugins; OK takes what was changed, Cancel leaves everything as it was.

    Signals:
        failed(error): a folder cannot be shown.
    """

    failed = Signal(object)

    def __init__(
        self, preferences: Preferences, registry: Registry, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._preferences = preferences
        self._registry = registry
        self.forms: dict[str, PluginForm] = {}
        self.setWindowTitle(self.tr("Plugins"))
        em = self.fontMetrics().averageCharWidth()
        self.resize(em * 120, em * 84)
        column = QVBoxLayout(self)
        row = QHBoxLayout()
        column.addLayout(row, 1)
        self.tree = QTreeWidget()
        self.tree.setAccessibleName(self.windowTitle())
        self.tree.setHeaderLabels([self.tr("Plugin"), self.tr("For"), self.tr("State")])
        self.tree.setRootIsDecorated(False)
        self.tree.setTabKeyNavigation(False)
        row.addWidget(self.tree, 3)
        # A page for each plugin that was looked at: what was typed there is kept.
        self._stack = QStackedWidget()
        self._pages: dict[Path, QScrollArea] = {}
        row.addWidget(self._stack, 2)
        self.own = QCheckBox(self.tr("Load the plugins of my &own folder, too"))
        self.own.setChecked(preferences.settings.user_plugins)
        column.addWidget(self.own)
        note = QLabel(
            self.tr(
                "A plugin is a program: it can do all that you can do on this computer. Put only "
                "those there whose makers you trust. Holds after a restart.\n{folder}"
            ).format(folder=plugins_dir())
        )
        note.setWordWrap(True)
        note.setProperty("role", "muted")
        self.own.setAccessibleDescription(note.text())
        column.addWidget(note)
        standard = QDialogButtonBox.StandardButton
        self.buttons = QDialogButtonBox(standard.Ok | standard.Cancel)
        self.folder = QPushButton(self.tr("Open the &folder"))
        self.folder.setAutoDefault(False)
        self.folder.clicked.connect(self._show_folder)
        self.buttons.addButton(self.folder, QDialogButtonBox.ButtonRole.ActionRole)
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        column.addWidget(self.buttons)
        self._fill()
        self.tree.currentItemChanged.connect(lambda now, _before: self._show(now))
        if (first := self.tree.topLevelItem(0)) is not None:
            self.tree.setCurrentItem(first)

    def _fill(self) -> None:
        for row in self._rows():
            words = core_text(row.reason) if row.reason else self.tr("ready")
            item = QTreeWidgetItem([row.name, self._kind(row.info), words])
            item.setToolTip(2, words)
            item.setData(0, _ROW, row)
            self.tree.addTopLevelItem(item)
        for column in (0, 1):
            self.tree.resizeColumnToContents(column)

    def _rows(self) -> list[_Row]:
        rows = [
            _Row(plugin_text(info, info.name), info.folder, info, self._lacking(info))
            for kind in ("detector", "scorer", "speaker")
            for info in self._registry.plugins(kind)
        ]
        broken = [*self._registry.absent.values(), *self._registry.failures]
        return rows + [_Row(f.folder.name, f.folder, None, f.reason) for f in broken]

    def _lacking(self, info: PluginInfo) -> str:
        """Why a plugin that is whole cannot be used now."""
        missing = [id for id in info.required_weights if find_weights(id) is None]
        if not missing:
            return ""
        return self.tr("weights are not installed: {ids}").format(ids=", ".join(missing))

    def _kind(self, info: PluginInfo | None) -> str:
        if info is None:
            return ""
        if info.kind == "detector":
            return self.tr("faces") if info.finds == "faces" else self.tr("objects")
        return {"scorer": self.tr("sync"), "speaker": self.tr("who speaks")}[info.kind]

    def _show(self, item: QTreeWidgetItem | None) -> None:
        """What is known of a plugin, and its options."""
        if item is None:
            return
        row: _Row = item.data(0, _ROW)
        if row.folder not in self._pages:
            self._pages[row.folder] = self._page(row)
            self._stack.addWidget(self._pages[row.folder])
        self._stack.setCurrentWidget(self._pages[row.folder])

    def _page(self, row: _Row) -> QScrollArea:
        page = QWidget()
        column = QVBoxLayout(page)
        title = QLabel(row.name)
        title.setProperty("role", "heading")
        column.addWidget(title)
        facts = [core_text(row.reason)] if row.reason else []
        if row.info is not None:
            info = row.info
            facts.insert(0, plugin_text(info, info.description))
            facts.append(
                self.tr("Version {version}, licence {licence}").format(
                    version=info.version, licence=info.license or "—"
                )
            )
        facts.append(str(row.folder))
        words = QLabel("\n\n".join(filter(None, facts)))
        words.setWordWrap(True)
        words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        column.addWidget(words)
        if row.info is not None and row.info.options:
            given = self._preferences.settings.options_of(row.info.id)
            form = self.forms[row.info.id] = PluginForm(row.info, given)
            column.addWidget(form)
        column.addStretch(1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        # Its fields are reached by Tab.
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(page)
        return area

    def _show_folder(self) -> None:
        try:
            open_folder(plugins_dir())
        except AppError as error:
            self.failed.emit(error)

    def accept(self) -> None:
        settings = self._preferences.settings
        for id, form in self.forms.items():
            settings = replace(settings, plugin_options=settings.with_options(id, form.values()))
        self._preferences.change(
            plugin_options=settings.plugin_options, user_plugins=self.own.isChecked()
        )
        super().accept()
