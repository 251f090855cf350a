"""The language of the window: chosen at run time, followed by everything that shows words."""

from __future__ import annotations

import re
from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QObject, QTranslator, Signal

from gui.theme import RESOURCES

LANGUAGES = ("auto", "en", "ko")

_FOLDER = RESOURCES / "translations"
_MNEMONIC = re.compile(r"\s*\(&\w\)|&(?=\w)")


class Language(QObject):
    """Holds the translators of the application.

    Signals:
        changed(): texts are to be asked for anew. Sent at once, so that nothing is painted in
            two languages; Qt's own widgets follow with Qt's own event.
    """

    changed = Signal()

    def __init__(self, app: QCoreApplication) -> None:
        super().__init__(app)
        self.setObjectName("language")
        self._app = app
        self._translators: list[QTranslator] = []
        self.code = "en"

    def choose(self, choice: str) -> None:
        """Set "auto", which follows the system, or a language by its code."""
        locale = QLocale.system() if choice == "auto" else QLocale(choice)
        code = "ko" if locale.language() == QLocale.Language.Korean else "en"
        if code == self.code:
            return
        for translator in self._translators:
            self._app.removeTranslator(translator)
            translator.deleteLater()
        self._translators = []
        if code != "en":
            qt_folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
            for name, folder in ((f"qtbase_{code}", qt_folder), (f"syncreview_{code}", _FOLDER)):
                translator = QTranslator(self)
                if translator.load(name, str(folder)):
                    self._app.installTranslator(translator)
                    self._translators.append(translator)
        self.code = code
        self.changed.emit()


def language() -> Language:
    """The one of the application."""
    app = QCoreApplication.instance()
    assert app is not None
    found = app.findChild(Language, "language")
    return found if isinstance(found, Language) else Language(app)


def retranslated(say: Callable[[], None]) -> None:
    """Call `say` now and whenever the language changes.

    Args:
        say: a method of a QObject that sets texts; with the object the connection goes.
    """
    say()
    language().changed.connect(say)


def without_mnemonic(text: str) -> str:
    """A menu's text as it reads elsewhere: "&Open video…" and "영상 열기(&O)…" without the key."""
    return _MNEMONIC.sub("", text).rstrip("…")
