"""What the title and the status bar say."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, QTimer

from gui.actions import Actions
from gui.files import is_draft
from gui.language import language
from gui.main_window import MainWindow
from gui.menus import VERDICT_ACTIONS
from gui.session import Session

_NOTICE_MS = 8000


class Telling(QObject):
    """Notices stay for a while; then the hint for what can be done next comes back."""

    def __init__(
        self, session: Session, window: MainWindow, actions: Actions, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._window = window
        self._actions = actions
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.show_hint)
        actions.keys_changed.connect(self.show_hint)
        language().changed.connect(self._say)

    def _say(self) -> None:
        # What was told in another language need not be read to its end.
        self._timer.stop()
        self.show_title()
        self.show_hint()

    def notice(self, text: str) -> None:
        """Tell something in the status bar for a while."""
        self._window.hint.setText(text)
        self._timer.start(_NOTICE_MS)

    def show_title(self) -> None:
        """Video, project and program in the title of the window."""
        project, video = self._session.project, self._session.video
        parts = ["SyncReview"]
        if project is not None:
            draft = self.tr("draft, saved as you go") if is_draft(project) else project.path.name
            if not project.writable:
                draft = self.tr("{name} (read-only)").format(name=draft)
            parts.insert(0, draft)
        if video is not None:
            parts.insert(0, Path(video.path).name)
        self._window.setWindowTitle(" — ".join(parts))

    def show_hint(self) -> None:
        """What can be done now, unless a notice is still to be read."""
        if not self._timer.isActive() or self._window.view.drawing:
            self._window.hint.setText(self._hint())

    def _hint(self) -> str:
        session, key = self._session, self._actions.key_text
        if self._window.view.drawing:
            return self.tr("Draw the box with the mouse. Esc: do not.")
        if session.opened is None:
            return self.tr("Open a video to begin.") if session.project is None else ""
        if session.source is None:
            return self.tr(
                "The media file is missing: its tracks can be looked at, not its pictures."
            )
        if not session.indexed:
            return self.tr("What is indexed so far can be looked at; analysing needs the whole.")
        if session.video and session.video.id not in session.document.analyses:
            text = self.tr("Analyse finds the faces and how they are in sync.")
            if key("analyse"):
                text = self.tr("Analyse ({key}) finds the faces and how they are in sync.")
            return text.format(key=key("analyse"))
        if not session.writable:
            copy = self.tr("a copy of the project can be edited")
            if key("save_as"):
                copy = self.tr("a copy of the project ({key}) can be edited")
            return _listed([self._keyed("play"), copy.format(key=key("save_as"))])
        return _listed(
            [
                self._keyed("play"),
                self._keyed("draw"),
                self._verdicts(),
                self._keyed("key_list"),
                self.tr("every step is saved"),
            ]
        )

    def _keyed(self, id: str) -> str:
        """What the key of an action does; nothing if it has none."""
        texts = {
            "play": self.tr("{key} plays"),
            "draw": self.tr("{key} draws a box"),
            "key_list": self.tr("{key} lists the keys"),
        }
        key = self._actions.key_text(id)
        return texts[id].format(key=key) if key else ""

    def _verdicts(self) -> str:
        """The keys of the verdicts while they are a row of figures."""
        keys = [self._actions.key_text(name) for name in VERDICT_ACTIONS]
        if keys == [str(number) for number in range(1, len(keys) + 1)]:
            text = self.tr("{first}–{last} give the verdict")
            return text.format(first=keys[0], last=keys[-1])
        return self.tr("Edit > Verdict gives the verdict")


def _listed(parts: list[str]) -> str:
    return " · ".join(part for part in parts if part)
