"""What the window shows before anything is open: what to do, and the files of the last days."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QEvent, QModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QAction, QFont
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from gui.actions import Actions
from gui.language import retranslated
from gui.quiet import EnterKey
from gui.theme import ThemeManager, draw_icon

_ROWS = 6
_PATH = Qt.ItemDataRole.UserRole


class Welcome(QWidget):
    """Says what to do, and offers it.

    Signals:
        recent_chosen(path): one of the recent files is to be opened.
    """

    recent_chosen = Signal(str)

    def __init__(
        self,
        themes: ThemeManager,
        actions: Actions,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._themes = themes
        self._actions = actions
        self._recent: tuple[str, ...] = ()
        self.picture = QLabel()
        self.picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.title = QLabel()
        self.title.setProperty("role", "title")
        self.title.setWordWrap(True)
        self.title.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.text = QLabel()
        self.text.setProperty("role", "muted")
        self.text.setWordWrap(True)
        self.text.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.video_button = _button("primary", actions["open_video"])
        self.project_button = _button("secondary", actions["open_project"])
        self.demo_button = _button("secondary", actions["open_demo"])
        self.hint = QLabel()
        self.hint.setProperty("role", "drop")
        self.hint.setWordWrap(True)
        self.hint.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.recent_title = QLabel()
        self.recent_title.setProperty("role", "heading")
        self.list = QListWidget()
        self.list.setProperty("role", "plain")
        self.list.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.list.setCursor(Qt.CursorShape.PointingHandCursor)
        # Not by Qt's "activated": a double click would open the file twice.
        self.list.clicked.connect(self._choose)
        EnterKey(self.list).pressed.connect(self._choose)
        self._lay_out()
        themes.changed.connect(self._draw)
        self._draw()
        self._enlarge()
        retranslated(self._say)
        actions.keys_changed.connect(self._say)
        self.show_recent(())

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 12, 24, 12)
        column.addStretch(2)
        column.addWidget(self.picture)
        column.addSpacing(10)
        column.addWidget(self.title)
        column.addLayout(_centred(self.text, 620))
        column.addSpacing(16)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        for button in (self.video_button, self.project_button, self.demo_button):
            buttons.addWidget(button)
            buttons.addSpacing(8)
        buttons.addStretch(1)
        column.addLayout(buttons)
        column.addSpacing(16)
        column.addLayout(_centred(self.hint, 620))
        column.addSpacing(16)
        column.addLayout(_centred(self.recent_title, 620))
        column.addLayout(_centred(self.list, 620))
        column.addStretch(3)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._enlarge()

    def _enlarge(self) -> None:
        font = self.font()
        font.setPointSizeF(font.pointSizeF() * 1.6)
        font.setWeight(QFont.Weight.DemiBold)
        self.title.setFont(font)

    def _draw(self) -> None:
        pixmap = draw_icon("app", self._themes.theme.colour("text"), 160)
        pixmap.setDevicePixelRatio(2.0)
        self.picture.setPixmap(pixmap)
        self._show_rows()

    def _say(self) -> None:
        key = self._actions.key_text
        self.picture.setAccessibleName("SyncReview")
        self.title.setText(self.tr("Do the voices belong to the lips?"))
        text = self.tr(
            "Open a video and analyse it to see where sound and lips are apart. "
            "Then correct the boxes, decide, and export the result as COCO JSON."
        )
        if key("analyse"):
            text = self.tr(
                "Open a video and analyse it ({analyse}) to see where sound and lips are apart. "
                "Then correct the boxes, decide, and export the result as COCO JSON."
            )
        self.text.setText(text.format(analyse=key("analyse")))
        self.video_button.setText(self.tr("Open a video…"))
        self.project_button.setText(self.tr("Open a project…"))
        self.demo_button.setText(self.tr("Open the demo clip"))
        for button, name in (
            (self.video_button, "open_video"),
            (self.project_button, "open_project"),
            (self.demo_button, "open_demo"),
        ):
            button.setToolTip(self._actions[name].toolTip())
        hint = self.tr("Or drop videos, a folder of videos or a project here.")
        if key("key_list"):
            hint = self.tr(
                "Or drop videos, a folder of videos or a project here. {keys} lists the keys."
            )
        self.hint.setText(hint.format(keys=key("key_list")))
        self.recent_title.setText(self.tr("Recent files"))
        self.list.setAccessibleName(self.recent_title.text())

    def show_recent(self, paths: Sequence[str]) -> None:
        """The files opened last, the newest first."""
        self._recent = tuple(paths[:_ROWS])
        self._show_rows()

    def _show_rows(self) -> None:
        self.list.clear()
        for path in self._recent:
            project = path.endswith(".syncreview")
            icon = self._themes.icon("open" if project else "video")
            item = QListWidgetItem(icon, f"{Path(path).name}   ·   {Path(path).parent}")
            item.setData(_PATH, path)
            item.setToolTip(path)
            self.list.addItem(item)
        for widget in (self.recent_title, self.list):
            widget.setVisible(bool(self._recent))
        if self._recent:
            height = sum(max(self.list.sizeHintForRow(n), 1) for n in range(self.list.count()))
            self.list.setFixedHeight(height + 2 * self.list.frameWidth() + 4)

    def _choose(self, index: QModelIndex) -> None:
        self.recent_chosen.emit(index.data(_PATH))


def _button(role: str, action: QAction) -> QPushButton:
    button = QPushButton()
    button.setProperty("role", role)
    button.clicked.connect(action.trigger)
    return button


def _centred(widget: QWidget, width: int) -> QHBoxLayout:
    """In the middle, at most so wide for a text of ordinary size."""
    row = QHBoxLayout()
    room = width * max(widget.fontMetrics().averageCharWidth(), 1) // 7
    widget.setMaximumSize(QSize(room, 16777215))
    widget.setSizePolicy(QSizePolicy.Policy.Expanding, widget.sizePolicy().verticalPolicy())
    row.addStretch(1)
    row.addWidget(widget, 1000)
    row.addStretch(1)
    return row
