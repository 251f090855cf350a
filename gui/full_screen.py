"""The picture alone on the whole screen."""

from __future__ import annotations

from PySide6.QtCore import QByteArray, QEvent, QObject, QSize, QTimer
from PySide6.QtWidgets import QLabel, QWidget

from gui.main_window import MainWindow
from gui.player.camera import MARGIN

_REMARK_MS = 2500
_RETURN_MS = 400


class FullScreen(QObject):
    """Hides everything around the picture and brings it back as it was.

    The same window stays, so that every key of it works there too.
    """

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._layout: QByteArray | None = None
        self._maximised = False
        self._size = QSize()
        self._shown: list[QWidget] = []
        self._returning: QByteArray | None = None
        # The status bar is away then: what it says is told over the picture for a moment.
        self._remark = QLabel(window.view)
        self._remark.setStyleSheet(
            "background: rgba(12, 14, 17, 215); color: #d6dbe2; border-radius: 6px; padding: 8px;"
        )
        self._remark.hide()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_REMARK_MS)
        self._timer.timeout.connect(self._remark.hide)
        # So are time, scrub bar and sound: they lie over the picture while the mouse moves.
        self._bar_timer = QTimer(self)
        self._bar_timer.setSingleShot(True)
        self._bar_timer.setInterval(_REMARK_MS)
        self._bar_timer.timeout.connect(self._hide_bar)
        window.installEventFilter(self)
        window.view.installEventFilter(self)

    @property
    def on(self) -> bool:
        return self._layout is not None

    def set(self, on: bool) -> None:
        """Enter or leave; nothing if it is so already."""
        if on and not self.on:
            self._enter()
        elif not on and self.on:
            self._leave()

    def tell(self, text: str) -> None:
        """Say over the picture what the hidden status bar would; nothing in the window."""
        if not self.on:
            return
        self._remark.setText(text)
        self._remark.adjustSize()
        self._remark.move(24, 24)
        self._remark.show()
        self._timer.start()

    def _enter(self) -> None:
        window = self._window
        # What a return still under way has not brought back yet is what the person had.
        self._layout = self._returning or window.saveState()
        self._returning = None
        self._maximised, self._size = window.isMaximized(), window.size()
        around = (
            window.menuBar(),
            window.toolbar,
            window.statusBar(),
            window.banners,
            *window.docks.values(),
        )
        self._shown = [widget for widget in around if not widget.isHidden()]
        for widget in self._shown:
            widget.hide()
        window.float_transport(True)
        window.view.set_margin(0)
        window.showFullScreen()
        self.tell(self.tr("Esc ends full screen"))

    def _leave(self) -> None:
        window = self._window
        self._returning, self._layout = self._layout, None
        self._timer.stop()
        self._remark.hide()
        self._bar_timer.stop()
        window.float_transport(False)
        window.transport.show()
        window.view.set_margin(MARGIN)
        for widget in self._shown:
            widget.show()
        self._shown = []
        if self._maximised:
            window.showMaximized()
        else:
            window.showNormal()
            # Not every platform remembers its size; those that do give it in a moment, with the
            # place.
            QTimer.singleShot(_RETURN_MS, self, self._resize)
        if window.size() == self._size:
            self._restore()
        elif self._returning is not None:
            # For a layout that is saved before then.
            window.restoreState(self._returning)
            # A window manager that gives another size for good has the last word.
            QTimer.singleShot(2 * _RETURN_MS, self, self._restore)

    def _show_bar(self) -> None:
        view, bar = self._window.view, self._window.transport
        height = bar.sizeHint().height()
        bar.setGeometry(0, view.height() - height, view.width(), height)
        bar.show()
        self._bar_timer.start()

    def _hide_bar(self) -> None:
        bar = self._window.transport
        if bar.underMouse() or bar.slider.isSliderDown():
            self._bar_timer.start()
        else:
            bar.hide()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._window.view:
            moved = event.type() == QEvent.Type.MouseMove
            resized = event.type() == QEvent.Type.Resize and self._window.transport.isVisible()
            if self.on and (moved or resized):
                self._show_bar()
            return super().eventFilter(watched, event)
        # The window manager gives the former size later; docks restored before that are squeezed.
        if (
            event.type() == QEvent.Type.Resize
            and watched is self._window
            and self._returning is not None
            and self._window.size() == self._size
        ):
            QTimer.singleShot(0, self, self._restore)
        return super().eventFilter(watched, event)

    def _resize(self) -> None:
        if self._returning is not None:
            self._window.resize(self._size)

    def _restore(self) -> None:
        state, self._returning = self._returning, None
        if state is not None and not self._window.docks_hidden:
            self._window.restoreState(state)
