"""From panel to panel by key, and a frame around what has the keyboard."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QRectF, Qt
from PySide6.QtGui import QGuiApplication, QPainter, QPaintEvent, QPen, QRegion
from PySide6.QtWidgets import QApplication, QDockWidget, QMenu, QMenuBar, QWidget

from gui.main_window import MainWindow
from gui.theme import ThemeManager

_WIDTH = 4
"""Of the ring, with its rounded corners."""

PANELS = ("picture", "timeline", "tracks", "inspector", "findings", "videos", "history")
"""In the order of F6."""


class Panels:
    """Moves the keyboard from panel to panel; those that are closed are left out."""

    def __init__(self, window: MainWindow) -> None:
        self._window = window

    def _widgets(self) -> list[QWidget]:
        window = self._window
        if window.docks_hidden:
            page = window.stack.currentWidget()
            return [page] if page is not None else []
        docks = window.docks
        places = [window.view, *(docks[name].widget() for name in PANELS[1:] if name in docks)]
        return [place for place in places if place.isVisible()]

    def step(self, by: int) -> None:
        """Focus the next (1) or former (-1) panel, in a ring."""
        places = self._widgets()
        focus = QApplication.focusWidget()
        here = next(
            (n for n, place in enumerate(places) if focus and _within(focus, place)),
            -1 if by > 0 else 0,
        )
        for number in range(1, len(places) + 1):
            place = places[(here + by * number) % len(places)]
            target = first_field(place)
            if target is not None:
                dock = place.parentWidget()
                if isinstance(dock, QDockWidget):
                    # Behind the tab of another one it has the keyboard where nobody sees it.
                    dock.raise_()
                target.setFocus(Qt.FocusReason.ShortcutFocusReason)
                return


def _within(widget: QWidget, place: QWidget) -> bool:
    return widget is place or place.isAncestorOf(widget)


def first_field(place: QWidget) -> QWidget | None:
    """What takes the keyboard first in a panel."""
    if place.focusPolicy() & Qt.FocusPolicy.TabFocus and place.isEnabled():
        return place
    widget = place.nextInFocusChain()
    while widget is not place and widget is not None:
        tabbed = bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)
        if tabbed and place.isAncestorOf(widget) and widget.isVisible() and widget.isEnabled():
            return widget
        widget = widget.nextInFocusChain()
    return None


class FocusRing(QWidget):
    """A line in the accent colour around the widget of a window that has the keyboard."""

    def __init__(self, themes: ThemeManager, window: QWidget) -> None:
        super().__init__(window)
        self._themes = themes
        self._target: QWidget | None = None
        self._watched: list[QWidget] = []
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.hide()

    @property
    def target(self) -> QWidget | None:
        """What it lies around now."""
        return self._target

    def put_around(self, target: QWidget | None) -> None:
        """Lie around this one, wherever it moves; None: nowhere."""
        for watched in self._watched:
            watched.removeEventFilter(self)
        if self._target is not None:
            self._target.destroyed.disconnect(self._forget)
        self._target, self._watched = target, []
        if target is None:
            self.hide()
            return
        target.destroyed.connect(self._forget)
        widget: QWidget | None = target
        while widget is not None and widget is not self.window():
            self._watched.append(widget)
            widget.installEventFilter(self)
            widget = widget.parentWidget()
        self._fit()

    def _forget(self, _gone: object = None) -> None:
        self._target, self._watched = None, []
        self.hide()

    def _fit(self) -> None:
        target = self._target
        if target is None or not target.isVisible():
            self.hide()
            return
        inner = target.rect().adjusted(_WIDTH, _WIDTH, -_WIDTH, -_WIDTH)
        # Only the line itself: what moves within, such as the picture, is not painted twice.
        self.setMask(QRegion(target.rect()).subtracted(QRegion(inner)))
        self.setGeometry(QRect(target.mapTo(self.window(), QPoint(0, 0)), target.size()))
        self.raise_()
        self.show()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if kind in (QEvent.Type.Move, QEvent.Type.Resize, QEvent.Type.Show, QEvent.Type.Hide):
            self._fit()
        elif kind == QEvent.Type.MouseButtonPress:
            # Whoever clicks knows where he is; the next Tab or F6 brings it back.
            self.window().setAttribute(_KEYS_LEAD, False)
            self.put_around(None)
        return False

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self._themes.theme.colour("accent"), 2.0))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 4, 4)
        painter.end()


_KEYS_LEAD = Qt.WidgetAttribute.WA_KeyboardFocusChange
"""Qt sets it on a window in which Tab or a shortcut moved the focus."""


class FocusRings(QObject):
    """Puts the ring around the focus of a window in which the keyboard moves it."""

    def __init__(self, app: QApplication, themes: ThemeManager, parent: QObject) -> None:
        super().__init__(parent)
        self._themes = themes
        app.focusChanged.connect(self._on_focus)

    def _on_focus(self, _former: QWidget | None, now: QWidget | None) -> None:
        if now is None or isinstance(now, QMenu | QMenuBar):
            return
        window = now.window()
        # Not deeper: dialogs are children of the window too, and have rings of their own.
        direct = Qt.FindChildOption.FindDirectChildrenOnly
        ring = window.findChild(FocusRing, options=direct)
        if QGuiApplication.mouseButtons() != Qt.MouseButton.NoButton:
            window.setAttribute(_KEYS_LEAD, False)
        if window.testAttribute(_KEYS_LEAD):
            ring = ring or FocusRing(self._themes, window)
            ring.put_around(now)
        elif ring is not None:
            ring.put_around(None)
