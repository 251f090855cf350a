"""A field that takes the next key that is pressed."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QLineEdit, QWidget

from gui.keymap import native, portable

_MODIFIERS = frozenset(
    {
        Qt.Key.Key_Shift, Qt.Key.Key_Control, Qt.Key.Key_Alt, Qt.Key.Key_Meta,
        Qt.Key.Key_AltGr, Qt.Key.Key_CapsLock, Qt.Key.Key_NumLock, Qt.Key.Key_unknown,
    }
)  # fmt: skip
_LEFT_ALONE = frozenset({Qt.Key.Key_Tab, Qt.Key.Key_Backtab, Qt.Key.Key_Escape})
"""These lead out of the field and the dialog."""
_CONFIRMING = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter})


class KeyField(QLineEdit):
    """Shows the key that was pressed last. Tab and Esc keep their meaning; so does Enter once a
    key is there, so that the keyboard alone is enough.

    Signals:
        recorded(key): a key was pressed, as `QKeySequence` writes it for all systems.
        confirmed(): Enter, after a key.
    """

    recorded = Signal(str)
    confirmed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setReadOnly(True)
        self.setProperty("role", "field")
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)
        self.key = ""

    def forget(self) -> None:
        """Empty it."""
        self.key = ""
        self.clear()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            # No shortcut of the window may swallow what is to be recorded.
            if event.key() not in _LEFT_ALONE:
                event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _LEFT_ALONE:
            event.ignore()
            return
        if event.key() in _CONFIRMING and self.key and not event.modifiers():
            self.confirmed.emit()
            return
        if event.key() in _MODIFIERS:
            return
        key = key_of(event)
        if key:
            self.key = key
            self.setText(native(key))
            self.recorded.emit(key)


def key_of(event: QKeyEvent) -> str:
    """The key of an event as shortcuts name it; empty where it has no name."""
    # Keys of the keypad count as the others: a shortcut with the keypad's modifier never matches.
    held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    shift = Qt.KeyboardModifier.ShiftModifier
    if held & shift and 0x20 < event.key() < 0x7F and not chr(event.key()).isalnum():
        # The sign that Shift makes is the key: "?" and not Shift+"?".
        held &= ~shift
    return portable(QKeySequence(int(event.key()) | held.value).toString())
