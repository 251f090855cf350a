"""The models' weights: what is there, what each is for, one click to get it."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QFileDialog,
    QGridLayout,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QMessageBox,
    QProgressBar,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from core.errors import AppError
from core.jobs import Progress
from core.registry import Registry
from core.settings import weights_dir
from core.weights.catalogue import WeightsEntry, find_weights, size_text
from core.weights.part import part_size
from gui.core_texts import core_text, plugin_text
from gui.dialogs.settings import open_folder
from gui.language import retranslated
from gui.preferences import Preferences
from gui.quiet import EnterKey
from gui.texts import remaining_text
from gui.weights import WeightsControl, entries

FOR, STATE, SIZE, LICENCE, FILE, CITATION = range(6)
_ID = Qt.ItemDataRole.UserRole


class ModelsDialog(QDialog):
    """Stays open beside the work if one likes. What runs goes on when it is closed; the status bar
    of the window shows it too.

    Signals:
        failed(error): the folder of weights cannot be shown.
    """

    failed = Signal(object)

    def __init__(
        self,
        control: WeightsControl,
        preferences: Preferences,
        registry: Registry,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._control = control
        self._registry = registry
        self._progress: Progress | None = None
        self.question: QMessageBox | None = None
        self.setAcceptDrops(True)
        column = QVBoxLayout(self)
        self.offline = self._label("")
        self.table = self._make_table()
        self.details = self._label("muted")
        self.message = self._label("")
        column.addWidget(self.offline)
        column.addWidget(self.table, 1)
        column.addWidget(self.details)
        column.addLayout(self._make_progress())
        column.addWidget(self.message)
        column.addLayout(self._make_buttons())
        control.changed.connect(self.refresh)
        control.progressed.connect(self._on_progress)
        control.told.connect(self.message.setText)
        preferences.changed.connect(self.refresh)
        retranslated(self._say)
        self.table.setCurrentItem(self._items()[0])

    def _label(self, role: str) -> QLabel:
        label = QLabel()
        label.setWordWrap(True)
        label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        if role:
            label.setProperty("role", role)
        return label

    def _make_table(self) -> QTreeWidget:
        table = QTreeWidget()
        table.setColumnCount(6)
        table.setRootIsDecorated(False)
        table.setUniformRowHeights(True)
        table.setAllColumnsShowFocus(True)
        table.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        table.header().setSectionsMovable(False)
        # Tab leads on to the buttons.
        table.setTabKeyNavigation(False)
        table.itemSelectionChanged.connect(self._on_chosen)
        EnterKey(table).pressed.connect(self._fetch)
        remove = QShortcut(QKeySequence(QKeySequence.StandardKey.Delete), table)
        remove.setContext(Qt.ShortcutContext.WidgetShortcut)
        remove.activated.connect(self._ask_remove)
        return table

    def _make_progress(self) -> QHBoxLayout:
        row = QHBoxLayout()
        self.progress_text = QLabel()
        self.bar = QProgressBar()
        self.bar.setRange(0, 1000)
        self.bar.setFixedWidth(220)
        self.cancel = QPushButton()
        self.cancel.clicked.connect(self._cancel)
        row.addWidget(self.progress_text, 1)
        row.addWidget(self.bar)
        row.addWidget(self.cancel)
        return row

    def _make_buttons(self) -> QGridLayout:
        self.download, self.take, self.take_folder, self.verify, self.remove = (
            QPushButton() for _ in range(5)
        )
        self.folder, self.close_button = QPushButton(), QPushButton()
        self.download.clicked.connect(self._fetch)
        self.take.clicked.connect(self._ask_files)
        self.take_folder.clicked.connect(self._ask_folder)
        self.verify.clicked.connect(self._control.verify)
        self.remove.clicked.connect(self._ask_remove)
        self.folder.clicked.connect(self._show_folder)
        self.close_button.clicked.connect(self.reject)
        grid = QGridLayout()
        first = (self.download, self.take, self.take_folder, self.verify)
        second = (self.remove, self.folder, None, self.close_button)
        for row, buttons in enumerate((first, second)):
            for place, button in enumerate(buttons):
                if button is not None:
                    # Enter belongs to the table.
                    button.setAutoDefault(False)
                    grid.addWidget(button, row, place)
        self.cancel.setAutoDefault(False)
        return grid

    def sizeHint(self) -> QSize:
        em, line = self.fontMetrics().averageCharWidth(), self.fontMetrics().lineSpacing()
        room = self.screen().availableGeometry().size() * 0.9
        return QSize(em * 150, line * 34).boundedTo(room)

    # --- what is shown -------------------------------------------------------------------------

    def _say(self) -> None:
        self.setWindowTitle(self.tr("Models"))
        self.table.setHeaderLabels(
            [
                self.tr("For"), self.tr("State"), self.tr("Size"), self.tr("Licence"),
                self.tr("File"), self.tr("Citation"),
            ]
        )  # fmt: skip
        self.table.setAccessibleName(self.tr("Weights of models"))
        self.table.setAccessibleDescription(
            self.tr("Enter downloads what is chosen, Delete removes it.")
        )
        self.offline.setText(
            self.tr(
                "SyncReview is set to be offline: nothing is downloaded. Files can be imported; "
                "the settings change it."
            )
        )
        self.bar.setAccessibleName(self.tr("Progress"))
        self.cancel.setText(self.tr("&Cancel"))
        self.download.setText(self.tr("&Download"))
        self.take.setText(self.tr("&Import files…"))
        self.take_folder.setText(self.tr("Import a f&older…"))
        self.take.setToolTip(
            self.tr("Files are known by their content, whatever they are called. Drop them here.")
        )
        self.verify.setText(self.tr("Check &all"))
        self.verify.setToolTip(self.tr("Reads every installed file and compares its SHA-256"))
        self.remove.setText(self.tr("&Remove…"))
        self.folder.setText(self.tr("Open &the folder"))
        self.folder.setToolTip(str(weights_dir()))
        self.close_button.setText(self.tr("C&lose"))
        # What was told is in the former language.
        self.message.clear()
        self.refresh()
        # Not at each refresh: widths chosen by hand stay.
        self._fit_columns()

    def refresh(self) -> None:
        """Show what is there now."""
        known = entries()
        if [item.data(0, _ID) for item in self._items()] != [entry.id for entry in known]:
            self.table.clear()
            for entry in known:
                QTreeWidgetItem(self.table).setData(0, _ID, entry.id)
        for item, entry in zip(self._items(), known, strict=True):
            values = {
                FOR: self.users(entry),
                STATE: self.state(entry),
                SIZE: size_text(entry.size),
                LICENCE: entry.licence,
                FILE: entry.file,
                CITATION: entry.citation,
            }
            for place, text in values.items():
                item.setText(place, text)
                item.setToolTip(place, text)
            item.setTextAlignment(SIZE, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        if not self._control.running:
            self._progress = None
        self._show_progress()
        self._on_chosen()

    def _fit_columns(self) -> None:
        header, em = self.table.header(), self.fontMetrics().averageCharWidth()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        for place, most in ((FOR, 30), (STATE, 34), (SIZE, 12), (LICENCE, 26), (FILE, 34)):
            self.table.resizeColumnToContents(place)
            self.table.setColumnWidth(place, min(self.table.columnWidth(place), em * most))

    def users(self, entry: WeightsEntry) -> str:
        """The names of the plugins that load it; the ids of those that are not there."""
        there = self._registry.users(entry.id)
        if there:
            return ", ".join(plugin_text(info, info.name) for info in there)
        return self.tr("{names} (not there)").format(names=", ".join(entry.used_by))

    def state(self, entry: WeightsEntry) -> str:
        """In words."""
        check = self._control.checks.get(entry.id)
        part = part_size(entry)
        if find_weights(entry.id) is None:
            if part:
                return self.tr("{part} of {whole} downloaded").format(
                    part=size_text(part), whole=size_text(entry.size)
                )
            return self.tr("not installed")
        if check is None or check.state == "missing":
            return self.tr("installed")
        if check.state == "fine":
            return self.tr("installed, checked")
        return self.tr("damaged: {reason}").format(reason=core_text(check.reason))

    def _items(self) -> list[QTreeWidgetItem]:
        rows = (self.table.topLevelItem(row) for row in range(self.table.topLevelItemCount()))
        return [item for item in rows if item is not None]

    def chosen(self) -> list[WeightsEntry]:
        """The entries that are selected."""
        ids = {item.data(0, _ID) for item in self.table.selectedItems()}
        return [entry for entry in entries() if entry.id in ids]

    def choose(self, *ids: str) -> None:
        """Select these entries."""
        for item in self._items():
            item.setSelected(item.data(0, _ID) in ids)

    def _on_chosen(self) -> None:
        chosen, busy = self.chosen(), self._control.running
        lines = [
            f"{entry.file} · {size_text(entry.size)} · {entry.licence}\n{entry.citation}"
            for entry in chosen[:1]
        ]
        if len(chosen) > 1:
            total = size_text(sum(entry.size for entry in chosen))
            lines = [self.tr("{n} files, {size}").format(n=len(chosen), size=total)]
        self.details.setText("\n".join(lines))
        self.offline.setVisible(self._control.offline)
        self.download.setEnabled(bool(self._wanted()) and not busy and not self._control.offline)
        removable = any(find_weights(entry.id) or part_size(entry) for entry in chosen)
        self.remove.setEnabled(removable and not busy)
        for button in (self.take, self.take_folder, self.verify):
            button.setEnabled(not busy)

    def _wanted(self) -> list[WeightsEntry]:
        """What is chosen and not there, or known to be damaged."""
        checks = self._control.checks

        def wanted(entry: WeightsEntry) -> bool:
            check = checks.get(entry.id)
            return find_weights(entry.id) is None or (check is not None and check.state != "fine")

        return [entry for entry in self.chosen() if wanted(entry)]

    def _on_progress(self, progress: Progress) -> None:
        self._progress = progress
        self._show_progress()

    def _show_progress(self) -> None:
        running, progress = self._control.running, self._progress
        for widget in (self.progress_text, self.bar, self.cancel):
            widget.setVisible(running)
        self.cancel.setEnabled(running)
        words = [] if progress is None else [core_text(progress.text)]
        if progress is not None and progress.total:
            words.append(
                self.tr("{done} of {total}").format(
                    done=size_text(progress.done), total=size_text(progress.total)
                )
            )
            words.append(remaining_text(progress.remaining_s))
        self.progress_text.setText(" · ".join(word for word in words if word))
        fraction = None if progress is None else progress.fraction
        self.bar.setRange(0, 0 if fraction is None else 1000)
        self.bar.setValue(0 if fraction is None else round(fraction * 1000))

    # --- what is done --------------------------------------------------------------------------

    def _fetch(self) -> None:
        if self.download.isEnabled():
            self.message.clear()
            self._control.fetch(self._wanted())

    def _cancel(self) -> None:
        self.cancel.setEnabled(False)
        self._control.cancel()

    def take_files(self, paths: list[Path]) -> None:
        """Import what was chosen or dropped."""
        self.message.clear()
        self._control.import_files(paths)

    def _ask_files(self) -> None:
        self._ask(QFileDialog.FileMode.ExistingFiles, self.take.text())

    def _ask_folder(self) -> None:
        self._ask(QFileDialog.FileMode.Directory, self.take_folder.text())

    def _ask(self, mode: QFileDialog.FileMode, title: str) -> None:
        dialog = QFileDialog(self, title.replace("&", ""))
        dialog.setFileMode(mode)
        dialog.accepted.connect(lambda: self.take_files([Path(p) for p in dialog.selectedFiles()]))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _ask_remove(self) -> None:
        if not self.remove.isEnabled():
            return
        chosen = [e for e in self.chosen() if find_weights(e.id) or part_size(e)]
        standard = QMessageBox.StandardButton
        box = QMessageBox(self)
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.setIcon(QMessageBox.Icon.Question)
        box.setWindowTitle(self.tr("Remove weights"))
        box.setText(
            self.tr("Remove {names}?").format(names=", ".join(entry.file for entry in chosen))
        )
        box.setInformativeText(self.tr("What needs them has to get them again."))
        yes = box.addButton(self.tr("&Remove"), QMessageBox.ButtonRole.DestructiveRole)
        box.addButton(standard.Cancel)
        box.setDefaultButton(standard.Cancel)
        yes.clicked.connect(lambda: self._remove(chosen))
        box.finished.connect(self._on_answered)
        self.question = box
        box.open()

    def _on_answered(self) -> None:
        self.question = None

    def _remove(self, chosen: list[WeightsEntry]) -> None:
        self.message.clear()
        self._control.remove(chosen)

    def _show_folder(self) -> None:
        try:
            open_folder(weights_dir())
        except AppError as error:
            self.failed.emit(error)

    # --- dropped files -------------------------------------------------------------------------

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        local = any(url.isLocalFile() for url in event.mimeData().urls())
        if local and not self._control.running:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        paths = [Path(u.toLocalFile()) for u in event.mimeData().urls() if u.isLocalFile()]
        event.acceptProposedAction()
        self.take_files(paths)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        # Somebody may have put files into the folder meanwhile.
        if event.type() == QEvent.Type.ActivationChange and self.isActiveWindow():
            self.refresh()
