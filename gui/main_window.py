"""The main window: docks, menus and the toolbar. What they do lies elsewhere.

It comes in two steps: empty, with nothing imported but Qt, it is on screen at once; `fill` then
puts everything in its place.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QSize, Qt, Signal
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDockWidget,
    QLabel,
    QListView,
    QMainWindow,
    QSizePolicy,
    QSplitter,
    QStackedWidget,
    QToolBar,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from gui.language import retranslated
from gui.theme import ThemeManager, draw_icon

if TYPE_CHECKING:
    from gui.actions import Actions
    from gui.choices import AnalysisChoices
    from gui.player.clock import PlayClock
    from gui.session import Session
    from gui.workers.job_runner import JobRunner

SIZE = 1400, 900
"""Width and height of a window that has no layout of before."""


class MainWindow(QMainWindow):
    """Signals:
    dropped(list of Path), recent_chosen(str), closing().
    """

    dropped = Signal(object)
    recent_chosen = Signal(str)
    closing = Signal()

    def __init__(self, themes: ThemeManager) -> None:
        super().__init__()
        icon = draw_icon("app", themes.theme.colour("text"), 128)
        self.setObjectName("main")
        self.setWindowTitle("SyncReview")
        self.setWindowIcon(icon)
        self.resize(*SIZE)
        starting = QLabel()
        starting.setAlignment(Qt.AlignmentFlag.AlignCenter)
        starting.setPixmap(icon)
        self.setCentralWidget(starting)

    def fill(
        self,
        session: Session,
        themes: ThemeManager,
        actions: Actions,
        clock: PlayClock,
        choices: AnalysisChoices,
        plots: JobRunner,
        listening: JobRunner,
        shown_runners: list[JobRunner],
    ) -> None:
        """Make everything that is in the window but the docks; see `place_docks`."""
        from gui.banners import Banners
        from gui.history_panel import HistoryPanel
        from gui.models.tracks import TrackTableModel
        from gui.models.videos import VideoListModel
        from gui.player.transport import Transport
        from gui.player.view import PlayerView
        from gui.progress import JobStatus
        from gui.timeline.panel import TimelinePanel
        from gui.tracks.panel import TrackPanel
        from gui.welcome import Welcome

        self.setAcceptDrops(True)
        self.setDockNestingEnabled(True)
        self._actions = actions
        self._hidden_state: QByteArray | None = None
        self.view = PlayerView(session, themes)
        buttons = [
            actions[name]
            for name in ("first", "frame_back", "play", "frame_on", "last", "draw", "fit")
        ]
        self.transport = Transport(session, clock, themes, buttons)
        self.timeline = TimelinePanel(session, themes, plots, listening)
        self.tracks = TrackPanel(session, TrackTableModel(session, themes, self))
        self.videos_model = VideoListModel(session, themes, self)
        self.videos = QListView()
        self.videos.setModel(self.videos_model)
        self.videos.setIconSize(QSize(20, 20))
        self.videos.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.videos.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.videos.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        # Narrower than this a panel shows nothing of use.
        self.videos.setMinimumWidth(self.fontMetrics().averageCharWidth() * 18)
        self.tracks.setMinimumWidth(430)
        self.history = HistoryPanel(session, themes)
        self.jobs = JobStatus(shown_runners)
        player = QWidget()
        column = QVBoxLayout(player)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        # Room for what is looked at beside the picture.
        self.picture_area = QSplitter(Qt.Orientation.Horizontal)
        self.picture_area.setChildrenCollapsible(False)
        self.picture_area.addWidget(self.view)
        self.banners = Banners(session, themes, actions)
        column.addWidget(self.banners)
        column.addWidget(self.picture_area, 1)
        column.addWidget(self.transport)
        self._player_column = column
        self.stack = QStackedWidget()
        self.welcome = Welcome(themes, actions)
        self.welcome.recent_chosen.connect(self.recent_chosen)
        self.stack.addWidget(self.welcome)
        self.stack.addWidget(player)
        self.setCentralWidget(self.stack)
        self._make_toolbar(choices)
        self._make_menus()
        self._make_status_bar()
        for action in actions.all():
            self.addAction(action)
        self.docks: dict[str, QDockWidget] = {}
        retranslated(self._say)

    def _say(self) -> None:
        """What has a text of its own here."""
        from gui.menus import title_menus

        title_menus(self.menus)
        self.toolbar.setWindowTitle(self.tr("Toolbar"))
        # Qt's button for what does not fit has an arrow and no words.
        for more in self.toolbar.findChildren(QToolButton, "qt_toolbar_ext_button"):
            more.setAccessibleName(self.tr("More of the toolbar"))
        titles = {
            "videos": self.tr("Videos"),
            "tracks": self.tr("Tracks"),
            "inspector": self.tr("Inspector"),
            "timeline": self.tr("Timeline"),
            "history": self.tr("History"),
            "findings": self.tr("Findings"),
        }
        for name, dock in self.docks.items():
            dock.setWindowTitle(titles[name])
        self.videos.setAccessibleName(titles["videos"])
        self.tracks.table.setAccessibleName(titles["tracks"])
        self.timeline.view.setAccessibleName(titles["timeline"])
        self.view.setAccessibleName(self.tr("Picture"))

    def float_transport(self, floating: bool) -> None:
        """Take the transport from its place to lie over the picture, hidden; or put it back."""
        self.transport.hide()
        self.transport.setAutoFillBackground(floating)
        if floating:
            self._player_column.removeWidget(self.transport)
            self.transport.setParent(self.view)
        else:
            self._player_column.addWidget(self.transport)

    def place_docks(self, inspector: QWidget, findings: QWidget) -> None:
        """Put the docks where they belong; a saved layout may move them afterwards."""
        area = Qt.DockWidgetArea
        for corner, side in (
            (Qt.Corner.BottomLeftCorner, area.BottomDockWidgetArea),
            (Qt.Corner.BottomRightCorner, area.BottomDockWidgetArea),
        ):
            self.setCorner(corner, side)
        left = self._dock("videos", self.videos, area.LeftDockWidgetArea)
        right = self._dock("tracks", self.tracks, area.RightDockWidgetArea)
        below = self._dock("inspector", inspector, area.RightDockWidgetArea)
        bottom = self._dock("timeline", self.timeline, area.BottomDockWidgetArea)
        self._dock("history", self.history, area.LeftDockWidgetArea).hide()
        beside = self._dock("findings", findings, area.RightDockWidgetArea)
        self._say()
        self.splitDockWidget(right, below, Qt.Orientation.Vertical)
        self.tabifyDockWidget(below, beside)
        below.raise_()
        em, room = self.fontMetrics().averageCharWidth(), self.width()
        widths = [min(em * 30, room // 5), min(em * 78, room * 2 // 5)]
        self.resizeDocks([left, right], widths, Qt.Orientation.Horizontal)
        self.resizeDocks([right, below], [190, 330], Qt.Orientation.Vertical)
        self.resizeDocks([bottom], [410], Qt.Orientation.Vertical)
        view_menu = self.menus["view"]
        view_menu.addSeparator()
        for dock in self.docks.values():
            view_menu.addAction(dock.toggleViewAction())

    def _dock(self, name: str, widget: QWidget, area: Qt.DockWidgetArea) -> QDockWidget:
        from gui.dock import Dock

        dock = Dock(self)
        dock.setObjectName(name)
        dock.setWidget(widget)
        self.addDockWidget(area, dock)
        # Said at once: what comes into a window that is on screen counts as hidden until later,
        # and is taken for that by whoever saves the layout meanwhile.
        dock.show()
        self.docks[name] = dock
        return dock

    def show_content(self, has_project: bool) -> None:
        """The player and the docks, or the page that says what to do."""
        if not has_project:
            self.stack.setCurrentIndex(0)
        elif not self.stack.currentIndex():
            self.stack.setCurrentIndex(1)
        # A page over the whole window stays when another project comes.
        self._hide_docks(self.stack.currentIndex() != 1)

    def _hide_docks(self, hidden: bool) -> None:
        if hidden and self._hidden_state is None:
            self._hidden_state = self.saveState()
            for dock in self.docks.values():
                dock.hide()
        elif not hidden and self._hidden_state is not None:
            state, self._hidden_state = self._hidden_state, None
            self.restoreState(state)

    def add_page(self, page: QWidget) -> None:
        """A page that can take the place of the player, and does not keep the window wide."""
        page.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Ignored)
        self.stack.addWidget(page)

    def show_page(self, page: QWidget | None) -> None:
        """Show a page in the place of the player; None: the player. Not while nothing is open."""
        if not self.stack.currentIndex():
            return
        if page is None:
            self.stack.setCurrentIndex(1)
            self._hide_docks(False)
        else:
            self.stack.setCurrentWidget(page)
            self._hide_docks(True)

    def page_shown(self, page: QWidget) -> bool:
        return self.stack.currentWidget() is page

    @property
    def docks_hidden(self) -> bool:
        """Whether the docks are away, as nothing is open or a page takes the window."""
        return self._hidden_state is not None

    def _make_toolbar(self, choices: AnalysisChoices) -> None:
        bar = QToolBar()
        bar.setObjectName("toolbar")
        bar.setMovable(False)
        bar.setIconSize(QSize(20, 20))
        bar.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        for name in ("open_video", "project_view", "analyse"):
            bar.addAction(self._actions[name])
        for name in ("detector", "scorer", "device"):
            bar.addWidget(choices.labels[name])
            bar.addWidget(getattr(choices, name))
        spacer = QWidget()
        spacer.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        bar.addWidget(spacer)
        for name in ("undo", "redo", "delete", "export_coco"):
            bar.addAction(self._actions[name])
        self.toolbar = bar
        self.addToolBar(bar)
        bar.show()  # as with docks

    def _make_menus(self) -> None:
        from gui.menus import build_menus

        self.menus = build_menus(self.menuBar(), self._actions)
        self.recent = self.menus["recent"]

    def show_recent(self, paths: Sequence[str]) -> None:
        """Fill the menu of recent files."""
        self.recent.clear()
        self.recent.setEnabled(bool(paths))
        for path in paths:
            action = self.recent.addAction(f"{Path(path).name}  ·  {Path(path).parent}")
            action.triggered.connect(lambda _c=False, p=path: self.recent_chosen.emit(p))
        self.welcome.show_recent(paths)

    def _make_status_bar(self) -> None:
        self.hint = QLabel()
        self.hint.setProperty("role", "muted")
        self.hint.setIndent(6)
        self.statusBar().addWidget(self.hint, 1)
        self.statusBar().addPermanentWidget(self.jobs)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        paths = [Path(u.toLocalFile()) for u in event.mimeData().urls() if u.isLocalFile()]
        event.acceptProposedAction()
        self.dropped.emit(paths)

    def closeEvent(self, event: QCloseEvent) -> None:
        self.closing.emit()
        event.accept()
