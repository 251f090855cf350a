"""Lines over the picture that stay while something is not as usual, with what can be done."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from gui.actions import Actions
from gui.session import Session
from gui.theme import ThemeManager


class Banner(QFrame):
    """One line: an icon, a text, and buttons that trigger actions."""

    def __init__(self, themes: ThemeManager, buttons: list[QPushButton]) -> None:
        super().__init__()
        self.setProperty("role", "banner")
        self._themes = themes
        self._icon = QLabel()
        self.label = QLabel()
        self.label.setWordWrap(True)
        self.label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        line = QHBoxLayout(self)
        line.setContentsMargins(10, 5, 10, 5)
        line.setSpacing(8)
        line.addWidget(self._icon)
        line.addWidget(self.label, 1)
        for button in buttons:
            line.addWidget(button)
        self.hide()
        themes.changed.connect(self._draw)
        self._draw()

    def _draw(self) -> None:
        self._icon.setPixmap(self._themes.icon("warning").pixmap(18, 18))

    def say(self, text: str) -> None:
        """Show this text; an empty one hides the line."""
        self.label.setText(text)
        self.setVisible(bool(text))


class Banners(QWidget):
    """Says that the project is read-only and who has it, and that a media file is missing."""

    def __init__(self, session: Session, themes: ThemeManager, actions: Actions) -> None:
        super().__init__()
        self._session = session
        self._actions = actions
        copy = self._button("save_as", self.tr("Open a copy…"))
        locate = self._button("locate_file", self.tr("Locate…"))
        search = self._button("locate_folder", self.tr("Search a folder…"))
        self.read_only = Banner(themes, [copy])
        self.missing = Banner(themes, [locate, search])
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.read_only)
        column.addWidget(self.missing)
        session.project_changed.connect(self._refresh)
        session.video_changed.connect(self._refresh)
        session.document_changed.connect(lambda _edit: self._refresh())

    def _button(self, name: str, text: str) -> QPushButton:
        """A button for an action, by words that fit the line."""
        action, button = self._actions[name], QPushButton(text)
        button.setToolTip(action.toolTip())
        button.clicked.connect(action.trigger)
        action.changed.connect(lambda: button.setEnabled(action.isEnabled()))
        button.setEnabled(action.isEnabled())
        return button

    def _refresh(self) -> None:
        project, opened = self._session.project, self._session.opened
        holder = project.held_by if project is not None else None
        self.read_only.say(
            ""
            if holder is None
            else self.tr(
                "Read-only: opened by {holder}. You see it as it was when you opened it."
            ).format(holder=holder.describe())
        )
        missing = opened is not None and opened.source is None
        name = Path(opened.video.path).name if opened is not None else ""
        self.missing.say(
            self.tr("{name} cannot be read where it was. Its tracks can be reviewed.").format(
                name=name
            )
            if missing
            else ""
        )
