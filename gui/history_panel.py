"""The history list: every step of the project, where it stands, and a click to go there."""

from __future__ import annotations

import time
from datetime import datetime
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QFont, QShowEvent
from PySide6.QtWidgets import QAbstractItemView, QListView, QVBoxLayout, QWidget

from gui.core_texts import core_text
from gui.language import retranslated
from gui.session import Session
from gui.theme import ThemeManager

Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()
_SLICE_S = 0.006
"""So long a walk through history holds the window at a time."""


class Walk(QObject):
    """Goes to a state of the history step by step, and lets the window breathe between.

    It ends early when a step fails (the session tells why) or when something else changed the
    history meanwhile. `ended` follows in any case.
    """

    ended = Signal()

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._target = 0
        self._expected: tuple[object, int, int] | None = None
        self._timer = QTimer(self)
        self._timer.setInterval(0)
        self._timer.timeout.connect(self._some)

    @property
    def walking(self) -> bool:
        return self._timer.isActive()

    def go(self, index: int) -> None:
        """Go to the state after `index` steps; 0 is the state before the first."""
        self._target = index
        self._expected = self._where()
        self._timer.start()

    def _where(self) -> tuple[object, int, int]:
        stack = self._session.history.stack
        return self._session.history, stack.count(), stack.index()

    def _some(self) -> None:
        until = time.perf_counter() + _SLICE_S
        while self._step():
            if time.perf_counter() >= until:
                return
        self._timer.stop()
        self.ended.emit()

    def _step(self) -> bool:
        """One step towards the target. False if there is none to make."""
        here = self._where()
        if here != self._expected or here[2] == self._target:
            return False
        session = self._session
        done = session.undo() if here[2] > self._target else session.redo()
        self._expected = self._where()
        return done and self._expected != here


class HistoryModel(QAbstractListModel):
    """Row 0 is the state before the first step; row n the state after step n."""

    def __init__(self, session: Session, themes: ThemeManager, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self._themes = themes
        self._rows = 0
        self.refresh()

    def refresh(self) -> None:
        """Look at the stack anew."""
        rows = self._session.history.stack.count() + 1
        if rows != self._rows:
            self.beginResetModel()
            self._rows = rows
            self.endResetModel()
        else:
            self.dataChanged.emit(self.index(0), self.index(rows - 1))

    def rowCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else self._rows

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        history = self._session.history
        stack, row = history.stack, index.row()
        if not index.isValid() or row > stack.count():
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            text = core_text(stack.text(row - 1)) if row else self.tr("Start of the history")
            saved = row == stack.cleanIndex()
            return self.tr("{step}  ·  saved mark").format(step=text) if saved else text
        if role == Qt.ItemDataRole.ToolTipRole:
            return self._tip(row)
        if role == Qt.ItemDataRole.FontRole and row == stack.index():
            font = QFont()
            font.setBold(True)
            return font
        if role == Qt.ItemDataRole.ForegroundRole and row > stack.index():
            return self._themes.theme.colour("muted")
        return None

    def _tip(self, row: int) -> str:
        stack = self._session.history.stack
        lines = []
        if row:
            at = self._session.history.command(row - 1).at
            if at:
                lines.append(f"{datetime.fromisoformat(at).astimezone():%Y-%m-%d %H:%M:%S}")
        if row > stack.index():
            lines.append(self.tr("Undone: a click does it again."))
        if row == stack.cleanIndex():
            lines.append(self.tr("As the project was opened or last saved under a name."))
        return "\n".join(lines)


class HistoryPanel(QWidget):
    """The steps as a list; the row of the present state is selected. A click goes to a state."""

    def __init__(self, session: Session, themes: ThemeManager) -> None:
        super().__init__()
        self._session = session
        self._stale = True
        self.walk = Walk(session, self)
        self.model = HistoryModel(session, themes, self)
        self.list = QListView()
        self.list.setModel(self.model)
        self.list.setProperty("role", "steps")
        self.list.setUniformItemSizes(True)
        self.list.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.list.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setMinimumWidth(180)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.list)
        # activated: by the keyboard. On some platforms a click does that too, once is enough.
        self.list.clicked.connect(lambda index: self._go(index.row()))
        self.list.activated.connect(lambda index: self._go(index.row()))
        session.history_changed.connect(self._on_history)
        session.project_changed.connect(self._on_history)
        themes.changed.connect(self._on_history)
        self.walk.ended.connect(self._on_history)
        retranslated(self._say)

    def _say(self) -> None:
        self.list.setAccessibleName(self.tr("History"))
        self._on_history()

    def _go(self, row: int) -> None:
        if self._session.writable and row != self._session.history.stack.index():
            self.walk.go(row)
        elif not self.walk.walking:
            self._mark()

    def _on_history(self) -> None:
        # A list nobody sees, and each step of a long walk, need no painting.
        self._stale = True
        if self.isVisible() and not self.walk.walking:
            self._refresh()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._stale:
            self._refresh()

    def _refresh(self) -> None:
        self._stale = False
        self.model.refresh()
        self._mark()

    def _mark(self) -> None:
        """Select the row of the present state and bring it into sight."""
        index = self.model.index(self._session.history.stack.index())
        self.list.setCurrentIndex(index)
        self.list.scrollTo(index)
