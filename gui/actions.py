"""The actions of the window as QActions, by id."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction, QKeySequence

from gui.action_table import TABLE, WRITING, State
from gui.keymap import DEFAULT_PRESET, KeyMap, holder, native, preset_map
from gui.language import retranslated, without_mnemonic
from gui.texts import translated
from gui.theme import ThemeManager


class Actions(QObject):
    """The table as QActions, by id.

    Signals:
        keys_changed(): some have other keys now.
    """

    keys_changed = Signal()

    def __init__(self, themes: ThemeManager, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._themes = themes
        self._actions: dict[str, QAction] = {}
        for spec in TABLE:
            action = QAction(self)
            action.setObjectName(spec.id)
            action.setCheckable(spec.checkable)
            action.setAutoRepeat(spec.repeats)
            self._actions[spec.id] = action
        self.keys: KeyMap = {}
        self.set_keys(preset_map(DEFAULT_PRESET))
        retranslated(self._say)
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

    def set_keys(self, keys: KeyMap) -> None:
        """Take these keys; they and the tool tips hold at once.

        Args:
            keys: for every action, none twice; see `gui.keymap.resolved`.
        """
        if keys == self.keys:
            return
        self.keys = keys
        # In two rounds: a key that moves must not for a moment be held by two.
        for action in self._actions.values():
            action.setShortcuts([])
        for id, mine in keys.items():
            self._actions[id].setShortcuts([QKeySequence(key) for key in mine])
        self._tell_keys()
        self.keys_changed.emit()

    def key_text(self, id: str) -> str:
        """The first key of an action as people read it; empty if it has none."""
        keys = self.keys.get(id, ())
        return native(keys[0]) if keys else ""

    def trigger_key(self, key: str) -> None:
        """Trigger the action that holds this key, if there is one."""
        id = holder(self.keys, key)
        if id is not None:
            self._actions[id].trigger()

    def _say(self) -> None:
        for spec in TABLE:
            self._actions[spec.id].setText(action_text(spec.text))
            # Buttons show this; Qt would leave "(H)" of "듣기(&H)" in it.
            self._actions[spec.id].setIconText(plain_text(spec.short or spec.text))
        self._tell_keys()

    def _tell_keys(self) -> None:
        for spec in TABLE:
            name = plain_text(spec.text)
            key = self.key_text(spec.id)
            self._actions[spec.id].setToolTip(f"{name} ({key})" if key else name)

    def _draw_icons(self) -> None:
        for spec in TABLE:
            if spec.icon:
                self._actions[spec.id].setIcon(self._themes.icon(spec.icon))


def action_text(text: str) -> str:
    """A text of the table in the user's language, as it stands in a menu."""
    return translated("actions", text)


def plain_text(text: str) -> str:
    """A text of the table in the user's language, without the mark for the menu's key."""
    return without_mnemonic(action_text(text))
