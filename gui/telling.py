"""What the title and the status bar say."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, QTimer

from gui.actions import Actions
from gui.files import is_draft
from gui.language import language
from gui.main_window import MainWindow
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
            return self.tr("Analyse ({key}) finds the faces and how they are in sync.").format(
                key=key("analyse")
            )
        if not session.writable:
            text = self.tr("{play} plays · a copy of the project ({copy}) can be edited")
            return text.format(play=key("play"), copy=key("save_as"))
        return self.tr(
            "{play} plays · {draw} draws a box · {first}–{last} give the verdict · "
            "{keys} lists the keys · every step is saved"
        ).format(
            play=key("play"), draw=key("draw"), first=key("verdict_1"), last=key("verdict_6"),
            keys=key("key_list"),
        )  # fmt: skip
