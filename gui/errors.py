"""One way to show what went wrong: in a dialog, with what to do about it."""

from __future__ import annotations

import logging
import sys
import threading
import traceback
from collections.abc import Callable
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QMessageBox, QWidget

from core.errors import AppError, Cancelled
from gui.core_texts import core_text
from gui.texts import tr

log = logging.getLogger(__name__)


ErrorSink = Callable[[BaseException], None]
"""Where errors go: the dialog in the program, a list in tests."""


class ErrorReporter(QObject):
    """Takes errors from any thread and shows them on the window's thread.

    Args:
        show: called on the window's thread for each error; by default a dialog that does not block.
    """

    _arrived = Signal(object)

    def __init__(self, parent: QWidget | None = None, show: ErrorSink | None = None) -> None:
        super().__init__()
        self.parent_widget = parent
        self._show = show or self._dialog
        self._open: list[QMessageBox] = []
        self._arrived.connect(self._deliver, Qt.ConnectionType.AutoConnection)

    def report(self, error: BaseException) -> None:
        """Show `error`; `Cancelled` is never shown."""
        if not isinstance(error, Cancelled):
            self._arrived.emit(error)

    def _deliver(self, error: BaseException) -> None:
        if not isinstance(error, AppError):
            log.error("unexpected error", exc_info=error)
        self._show(error)

    def _dialog(self, error: BaseException) -> None:
        text, informative, details = describe(error)
        for shown in self._open:
            if (shown.text(), shown.informativeText()) == (text, informative):
                # The same trouble again and again is told once.
                shown.raise_()
                return
        box = QMessageBox(self.parent_widget)
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.setIcon(QMessageBox.Icon.Warning)
        box.setWindowTitle(self.tr("SyncReview"))
        box.setText(text)
        box.setInformativeText(informative)
        if details:
            box.setDetailedText(details)
        # Paths are copied into other programs.
        box.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._open.append(box)
        box.finished.connect(lambda _result: self._open.remove(box))
        box.open()

    @property
    def open_dialogs(self) -> tuple[QMessageBox, ...]:
        """The dialogs that are on the screen now."""
        return tuple(self._open)

    def install_hooks(self) -> Callable[[], None]:
        """Send uncaught exceptions of every thread here. Returns the function that ends it."""
        former, former_thread = sys.excepthook, threading.excepthook

        def main_hook(
            kind: type[BaseException], error: BaseException, where: TracebackType | None
        ) -> None:
            if issubclass(kind, (KeyboardInterrupt, SystemExit)):
                former(kind, error, where)
            else:
                self.report(error)

        def thread_hook(args: threading.ExceptHookArgs) -> None:
            if args.exc_value is not None and not isinstance(args.exc_value, SystemExit):
                self.report(args.exc_value)

        sys.excepthook, threading.excepthook = main_hook, thread_hook

        def remove() -> None:
            sys.excepthook, threading.excepthook = former, former_thread

        return remove


_VERBS = frozenset({"is", "has", "holds", "cannot", "does", "was"})
"""Texts that begin with one of these are about the file: the command line prints it in front."""


def _sentence(text: str) -> str:
    """With a capital letter and a full stop."""
    return text[:1].upper() + text[1:].rstrip(".") + "." if text else ""


def describe(error: BaseException) -> tuple[str, str, str]:
    """Text, hint with the file, and details of an error, for the dialog."""
    if isinstance(error, AppError):
        cause = error.__cause__
        details = "".join(traceback.format_exception(cause)) if cause is not None else ""
        hint = _sentence(core_text(error.hint))
        parts = [part for part in (hint, error.path) if part]
        text = core_text(error.user_text)
        if error.path and error.user_text.partition(" ")[0] in _VERBS:
            said = tr("{name} {text}.").format(name=Path(error.path).name, text=text.rstrip("."))
            return said, "\n\n".join(parts), details
        return _sentence(text), "\n\n".join(parts), details
    details = "".join(traceback.format_exception(error))
    return (
        tr("Something unexpected went wrong."),
        f"{type(error).__name__}: {error}\n\n"
        + tr(
            "What you did until now is in the project file. "
            "The details help whoever mends the program."
        ),
        details,
    )
