"""Lines over the picture that stay while something is not as usual, with what can be done."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from gui.actions import Actions
from gui.language import retranslated
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
        self._copy = self._button("save_as")
        self._locate = self._button("locate_file")
        self._search = self._button("locate_folder")
        self.read_only = Banner(themes, [self._copy])
        self.missing = Banner(themes, [self._locate, self._search])
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.read_only)
        column.addWidget(self.missing)
        session.project_changed.connect(self._refresh)
        session.video_changed.connect(self._refresh)
        session.document_changed.connect(lambda _edit: self._refresh())
        retranslated(self._say)

    def _say(self) -> None:
        """The words that fit the line, in the language of now."""
        self._copy.setText(self.tr("Open a copy…"))
        self._locate.setText(self.tr("Locate…"))
        self._search.setText(self.tr("Search a folder…"))
        self._refresh()

    def _button(self, name: str) -> QPushButton:
        """A button for an action."""
        action, button = self._actions[name], QPushButton()
        action.changed.connect(lambda: button.setToolTip(action.toolTip()))
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
