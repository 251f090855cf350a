"""The licences of what the program is made of: a list to search, and the words."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QFontDatabase, QKeyEvent, QTextDocument
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPlainTextEdit,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from core.jobs import JobContext
from core.licences import load_licences
from gui.workers.job_runner import JobRunner
from gui.workers.one_job import OneJob


@dataclass(frozen=True, slots=True)
class _Row:
    """An entry as it is shown and searched."""

    name: str
    words: str
    lowered: str


def _rows(ctx: JobContext) -> tuple[_Row, ...]:
    entries = [(entry.name, entry.whole()) for entry in load_licences(ctx)]
    return tuple(_Row(name, words, f"{name}\n{words}".lower()) for name, words in entries)


class LicencesDialog(QDialog):
    """Reads them in a worker when it opens.

    Signals:
        failed(error): they cannot be read.
    """

    failed = Signal(object)

    def __init__(self, runner: JobRunner, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Third-party licences"))
        self.search = QLineEdit()
        self.search.setProperty("role", "field")
        self.search.setClearButtonEnabled(True)
        self.search.setPlaceholderText(self.tr("Search names and texts; Return: the next place"))
        self.search.setAccessibleName(self.tr("Search"))
        self.search.textChanged.connect(self._filter)
        self.search.installEventFilter(self)
        self.list = QListWidget()
        self.list.setProperty("role", "steps")
        self.list.setAccessibleName(self.tr("What the program is made of"))
        self.list.currentItemChanged.connect(lambda item, _former: self._show(item))
        self.text = QPlainTextEdit()
        self.text.setReadOnly(True)
        self.text.setTabChangesFocus(True)
        self.text.setAccessibleName(self.tr("Licence"))
        self.text.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        # With the keyboard: read-only text has no cursor of its own by default.
        self.text.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse
            | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.count = QLabel(self.tr("Collecting…"))
        self.count.setProperty("role", "muted")
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        self.buttons.rejected.connect(self.reject)
        # Return in the search field goes on with the search.
        self.buttons.button(QDialogButtonBox.StandardButton.Close).setAutoDefault(False)
        panes = QSplitter()
        panes.addWidget(self.list)
        panes.addWidget(self.text)
        panes.setStretchFactor(1, 1)
        panes.setChildrenCollapsible(False)
        below = QHBoxLayout()
        below.addWidget(self.count, 1)
        below.addWidget(self.buttons)
        column = QVBoxLayout(self)
        column.addWidget(self.search)
        column.addWidget(panes, 1)
        column.addLayout(below)
        letter = self.text.fontMetrics().averageCharWidth()
        panes.setSizes([letter * 32, letter * 100])
        room = self.screen().availableGeometry().size() * 0.9
        self.resize(min(letter * 140, room.width()), min(letter * 90, room.height()))
        self._job = OneJob(runner, self)
        self._job.failed.connect(self._on_failed)
        self.finished.connect(lambda _result: self._job.drop())
        self._job.start(self.tr("Third-party licences"), _rows, self._fill)

    def _fill(self, rows: tuple[_Row, ...]) -> None:
        for row in rows:
            item = QListWidgetItem(row.name)
            item.setData(Qt.ItemDataRole.UserRole, row)
            self.list.addItem(item)
        self._filter()
        self.search.setFocus()

    def _on_failed(self, error: BaseException) -> None:
        self.count.setText("")
        self.failed.emit(error)

    def _filter(self) -> None:
        """List what has the searched words in its name or its texts."""
        wanted = self.search.text().strip().lower()
        shown: list[QListWidgetItem] = []
        for number in range(self.list.count()):
            item = self.list.item(number)
            item.setHidden(wanted not in item.data(Qt.ItemDataRole.UserRole).lowered)
            if not item.isHidden():
                shown.append(item)
        if self.list.count():
            self.count.setText(
                self.tr("{shown} of {all}").format(shown=len(shown), all=self.list.count())
            )
        current = self.list.currentItem()
        if shown and (current is None or current.isHidden()):
            named = [item for item in shown if wanted in item.text().lower()]
            self.list.setCurrentItem((named or shown)[0])
        else:
            self._show(current)

    def _show(self, item: QListWidgetItem | None) -> None:
        if item is None or item.isHidden():
            self.text.clear()
            return
        words = item.data(Qt.ItemDataRole.UserRole).words
        if self.text.toPlainText() != words:
            self.text.setPlainText(words)
        self.text.moveCursor(self.text.textCursor().MoveOperation.Start)
        self._find()

    def _find(self, backward: bool = False) -> None:
        """Select the next place of the searched words; from the other end after the last."""
        wanted = self.search.text().strip()
        if not wanted:
            return
        flag = QTextDocument.FindFlag.FindBackward if backward else QTextDocument.FindFlag(0)
        if not self.text.find(wanted, flag):
            moves = self.text.textCursor().MoveOperation
            self.text.moveCursor(moves.End if backward else moves.Start)
            self.text.find(wanted, flag)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        pressed = watched is self.search and event.type() == QEvent.Type.KeyPress
        if pressed and isinstance(event, QKeyEvent) and self._on_key(event):
            return True
        return super().eventFilter(watched, event)

    def _on_key(self, event: QKeyEvent) -> bool:
        """Return finds, Up and Down go through the list, without leaving the search."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._find(bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier))
            return True
        steps = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}
        step = steps.get(Qt.Key(event.key()))
        if step is None:
            return False
        row = self.list.currentRow() + step
        while 0 <= row < self.list.count():
            if not self.list.item(row).isHidden():
                self.list.setCurrentRow(row)
                break
            row += step
        return True
