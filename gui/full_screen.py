"""The picture alone on the whole screen."""

from __future__ import annotations

from PySide6.QtCore import QByteArray
from PySide6.QtWidgets import QWidget

from gui.main_window import MainWindow


class FullScreen:
    """Hides everything around the picture and brings it back as it was.

    The same window stays, so that every key of it works there too.
    """

    def __init__(self, window: MainWindow) -> None:
        self._window = window
        self._layout: QByteArray | None = None
        self._maximised = False
        self._shown: list[QWidget] = []

    @property
    def on(self) -> bool:
        return self._layout is not None

    def set(self, on: bool) -> None:
        if on == self.on:
            return
        window = self._window
        if on:
            self._layout = window.saveState()
            self._maximised = window.isMaximized()
            around = [
                window.menuBar(),
                window.toolbar,
                window.statusBar(),
                window.transport,
                *window.docks.values(),
            ]
            self._shown = [widget for widget in around if not widget.isHidden()]
            for widget in self._shown:
                widget.hide()
            window.showFullScreen()
        else:
            layout, self._layout = self._layout, None
            for widget in self._shown:
                widget.show()
            self._shown = []
            if self._maximised:
                window.showMaximized()
            else:
                window.showNormal()
            if layout is not None:
                window.restoreState(layout)
