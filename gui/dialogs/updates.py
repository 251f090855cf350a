"""Whether there is a newer version, what it brings, and the page to get it from."""

from __future__ import annotations

from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QDialogButtonBox,
    QLabel,
    QPlainTextEdit,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from core import __version__
from core.errors import AppError
from gui.errors import describe
from gui.preferences import Preferences
from gui.updating import UpdateControl


class UpdatesDialog(QDialog):
    """Checks when it opens, unless a newer version is known already. It only tells: the page is
    opened in the browser when a person presses the button.

    Signals:
        failed(error): the system has no browser.
    """

    failed = Signal(object)

    def __init__(
        self, control: UpdateControl, preferences: Preferences, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._control = control
        self.setWindowTitle(self.tr("Updates"))
        self.setMinimumWidth(self.fontMetrics().averageCharWidth() * 76)
        column = QVBoxLayout(self)
        self.heading = QLabel()
        self.heading.setProperty("role", "heading")
        self.text = QLabel()
        for label in (self.heading, self.text):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(True)
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.waiting = QProgressBar()
        self.waiting.setRange(0, 0)
        self.waiting.setTextVisible(False)
        self.waiting.setAccessibleName(self.tr("Looking for a new version…"))
        self.notes = QPlainTextEdit()
        self.notes.setReadOnly(True)
        self.notes.setTabChangesFocus(True)
        self.notes.setAccessibleName(self.tr("What is new"))
        self.notes.setMinimumHeight(self.fontMetrics().lineSpacing() * 10)
        self.daily = QCheckBox(self.tr("Check once a &day"))
        self.daily.setChecked(preferences.settings.check_updates)
        self.daily.toggled.connect(lambda on: preferences.change(check_updates=on))
        promise = QLabel(
            self.tr("SyncReview downloads and installs nothing by itself: it opens the page.")
        )
        promise.setProperty("role", "muted")
        promise.setWordWrap(True)
        for widget in (self.heading, self.text, self.waiting, self.notes):
            column.addWidget(widget)
        column.addSpacing(8)
        column.addWidget(self.daily)
        column.addWidget(promise)
        column.addStretch(1)
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        self.download = self._button(self.tr("&Open the download page"), self._open_download)
        self.more = self._button(self.tr("&More about it"), self._open_notes)
        self.again = self._button(self.tr("Check &again"), control.check)
        self.buttons.rejected.connect(self.reject)
        column.addWidget(self.buttons)
        control.changed.connect(self._show)
        self.finished.connect(lambda _result: control.cancel())
        if control.newer is None:
            control.check()
        self._show()

    def _button(self, text: str, done: object) -> QPushButton:
        button = QPushButton(text)
        button.setAutoDefault(False)
        button.clicked.connect(done)
        self.buttons.addButton(button, QDialogButtonBox.ButtonRole.ActionRole)
        return button

    def _show(self) -> None:
        control, found, newer = self._control, self._control.found, self._control.newer
        running, failed = control.running, control.error
        self.waiting.setVisible(running)
        told = newer if not running and failed is None else None
        self.again.setEnabled(not running)
        self.again.setVisible(told is None)
        self.notes.setVisible(told is not None and bool(told.notes))
        self.download.setVisible(told is not None)
        self.more.setVisible(told is not None and bool(told.notes_url))
        if running:
            heading, text = self.tr("Looking for a new version…"), ""
        elif failed is not None:
            heading, text, _details = describe(failed)
        elif told is not None:
            heading = self.tr("SyncReview {version} is available").format(version=told.version)
            text = self.tr("Published on {date}. You have {own}.").format(
                date=told.date.isoformat(), own=__version__
            )
            self.notes.setPlainText(told.notes)
            self.download.setToolTip(told.download_url)
            self.more.setToolTip(told.notes_url)
            self.download.setDefault(True)
            self.download.setFocus()
        elif found is not None:
            heading = self.tr("You have the newest version")
            text = self.tr("Announced is {version} of {date}. You have {own}.").format(
                version=found.version, date=found.date.isoformat(), own=__version__
            )
        else:
            heading, text = "", ""
        self.heading.setText(heading)
        self.text.setText(text)
        self.text.setVisible(bool(text))
        if told is not None and not self.isVisible():
            self.adjustSize()

    def _open_download(self) -> None:
        if self._control.newer is not None:
            self._browse(self._control.newer.download_url)

    def _open_notes(self) -> None:
        if self._control.newer is not None:
            self._browse(self._control.newer.notes_url)

    def _browse(self, address: str) -> None:
        if not QDesktopServices.openUrl(QUrl(address)):
            self.failed.emit(
                AppError("the system has no program that shows web pages", f"Go to {address}")
            )
