"""The actions of the window as QActions, by id."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QKeySequence

from gui.action_table import TABLE, WRITING, State
from gui.texts import translated
from gui.theme import ThemeManager


class Actions(QObject):
    """The table as QActions, by id."""

    def __init__(self, themes: ThemeManager, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._themes = themes
        self._actions: dict[str, QAction] = {}
        for spec in TABLE:
            action = QAction(translated("actions", spec.text), self)
            action.setObjectName(spec.id)
            action.setShortcuts([QKeySequence(keys) for keys in spec.shortcuts])
            action.setCheckable(spec.checkable)
            action.setAutoRepeat(spec.repeats)
            name = action.text().replace("&", "").rstrip("…")
            keys = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
            action.setToolTip(f"{name} ({keys})" if keys else name)
            self._actions[spec.id] = action
        self._draw_icons()
        themes.changed.connect(self._draw_icons)
        self.update_state(State())

    def __getitem__(self, id: str) -> QAction:
        return self._actions[id]

    def all(self) -> list[QAction]:
        return list(self._actions.values())

    def on(self, id: str, act: Callable[[], object]) -> None:
        """Call `act` when the action is triggered."""
        self._actions[id].triggered.connect(lambda _checked=False: act())

    def update_state(self, state: State) -> None:
        """Enable what makes sense."""
        for spec in TABLE:
            allowed = state.writable or spec.id not in WRITING
            self._actions[spec.id].setEnabled(allowed and spec.enabled(state))

    def _draw_icons(self) -> None:
        for spec in TABLE:
            if spec.icon:
                self._actions[spec.id].setIcon(self._themes.icon(spec.icon))
