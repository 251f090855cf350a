"""The picture alone on the whole screen."""

from __future__ import annotations

from PySide6.QtCore import QByteArray, QTimer
from PySide6.QtWidgets import QLabel, QWidget

from gui.main_window import MainWindow
from gui.player.camera import MARGIN

_REMARK_MS = 2500


class FullScreen:
    """Hides everything around the picture and brings it back as it was.

    The same window stays, so that every key of it works there too.
    """

    def __init__(self, window: MainWindow) -> None:
        self._window = window
        self._layout: QByteArray | None = None
        self._maximised = False
        self._shown: list[QWidget] = []
        # The status bar is away then: what ends it is told over the picture for a moment.
        self._remark = QLabel(window.tr("Esc ends full screen"), window.view)
        self._remark.setStyleSheet(
            "background: rgba(12, 14, 17, 215); color: #d6dbe2; border-radius: 6px; padding: 8px;"
        )
        self._remark.hide()
        self._timer = QTimer(window)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_REMARK_MS)
        self._timer.timeout.connect(self._remark.hide)

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
            window.view.set_margin(0)
            window.showFullScreen()
            self._remark.adjustSize()
            self._remark.move(24, 24)
            self._remark.show()
            self._timer.start()
        else:
            layout, self._layout = self._layout, None
            self._timer.stop()
            self._remark.hide()
            window.view.set_margin(MARGIN)
            for widget in self._shown:
                widget.show()
            self._shown = []
            if self._maximised:
                window.showMaximized()
            else:
                window.showNormal()
            if layout is not None:
                window.restoreState(layout)
