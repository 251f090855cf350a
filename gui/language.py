"""The language of the window: chosen at run time, followed by everything that shows words."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QObject, QTranslator, Signal

from core.resources import RESOURCES

log = logging.getLogger(__name__)

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
        loaded = self._load(code) if code != "en" else []
        if code != "en" and not loaded:
            # Better English, and said so, than Korean in name only.
            code = "en"
            if code == self.code:
                return
        for translator in self._translators:
            self._app.removeTranslator(translator)
            translator.deleteLater()
        self._translators = loaded
        for translator in loaded:
            self._app.installTranslator(translator)
        self.code = code
        self.changed.emit()

    def _load(self, code: str) -> list[QTranslator]:
        """Qt's texts and ours; nothing without ours."""
        own = QTranslator(self)
        if not own.load(f"syncreview_{code}", str(_FOLDER)):
            log.error("%s: no translation %s can be read; the window is English", _FOLDER, code)
            own.deleteLater()
            return []
        folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
        qt = QTranslator(self)
        if not qt.load(f"qtbase_{code}", folder):
            log.warning("%s: no translation %s of Qt's own texts can be read", folder, code)
            qt.deleteLater()
            return [own]
        # The last one installed is asked first.
        return [qt, own]


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
