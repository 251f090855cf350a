"""A dock whose buttons say what they do, in the present language."""

from __future__ import annotations

from PySide6.QtCore import QEvent
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QAbstractButton, QDockWidget, QWidget


class Dock(QDockWidget):
    """Qt names the buttons "Close" and "Float" in every dock, and not in every language."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.topLevelChanged.connect(lambda _floating: self._name_buttons())

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        # Qt names them anew with every change of the style; a new title comes with a new language.
        if event.type() in (QEvent.Type.WindowTitleChange, QEvent.Type.StyleChange):
            self._name_buttons()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        # And when a layout was restored, without a word.
        self._name_buttons()

    def _name_buttons(self) -> None:
        for part, words in (
            ("close", self.tr("Close the panel {name}")),
            ("float", self.tr("Take the panel {name} out of the window, or back")),
        ):
            button = self.findChild(QAbstractButton, f"qt_dockwidget_{part}button")
            if isinstance(button, QAbstractButton):
                text = words.format(name=self.windowTitle())
                button.setAccessibleName(text)
                button.setAccessibleDescription("")
                button.setToolTip(text)
