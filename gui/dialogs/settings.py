"""The settings: everything that is chosen once, with what it means."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtCore import QSize, Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QGridLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QSpinBox,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from core import files
from core.errors import AppError
from core.registry import Registry
from core.settings import Settings, data_dir, weights_dir
from core.updates.publisher import publisher
from gui.choices import choices_of
from gui.dialogs.tolerance_field import ToleranceField
from gui.preferences import Preferences
from gui.quiet import QuietCombo, QuietSpin


class SettingsDialog(QDialog):
    """Shows the settings; OK takes what was changed, Cancel leaves everything as it was.

    Each field sets one setting; those that have no field here stay what they are.

    Signals:
        failed(error): a folder cannot be shown.
    """

    failed = Signal(object)

    def __init__(
        self, preferences: Preferences, registry: Registry, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._preferences = preferences
        self._registry = registry
        self.fields: dict[str, QWidget] = {}
        self.setWindowTitle(self.tr("Settings"))
        column = QVBoxLayout(self)
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        for title, page in (
            (self.tr("&General"), self._general()),
            (self.tr("&Analysis"), self._analysis()),
            (self.tr("&Player"), self._player()),
            (self.tr("&Folders"), self._folders()),
        ):
            self.tabs.addTab(_scrolled(page), title)
        column.addWidget(self.tabs, 1)
        standard = QDialogButtonBox.StandardButton
        self.buttons = QDialogButtonBox(standard.Ok | standard.Cancel | standard.RestoreDefaults)
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        defaults = self.buttons.button(standard.RestoreDefaults)
        defaults.setAutoDefault(False)
        defaults.setToolTip(self.tr("All fields of this dialog; it holds with OK"))
        defaults.clicked.connect(lambda: self.show_settings(Settings()))
        column.addWidget(self.buttons)
        self.show_settings(preferences.settings)
        self._fit()

    def _fit(self) -> None:
        """Large enough for the longest page, if the screen is; it is scrolled otherwise."""
        width = self.fontMetrics().averageCharWidth() * 84
        pages = (self.tabs.widget(n).widget() for n in range(self.tabs.count()))  # type: ignore
        height = max(page.layout().heightForWidth(width) for page in pages)
        around = self.tabs.tabBar().sizeHint().height() + self.buttons.sizeHint().height()
        room = self.screen().availableGeometry().size() * 0.9
        self.resize(QSize(width + 40, height + around + 60).boundedTo(room))

    # --- pages ---------------------------------------------------------------------------------

    def _general(self) -> QWidget:
        page = _Page(self.fields)
        name = QLineEdit()
        name.setProperty("role", "field")
        page.add(
            "reviewer", self.tr("&Reviewer"), name,
            self.tr("The name that goes with your verdicts and into exports."),
        )  # fmt: skip
        page.add(
            "language", self.tr("&Language"),
            _combo([("auto", self.tr("As the system")), ("en", "English"), ("ko", "한국어")]),
            self.tr("Changes at once; nothing has to be started anew."),
        )  # fmt: skip
        page.add(
            "theme", self.tr("&Theme"),
            _combo(
                [
                    ("auto", self.tr("As the system")),
                    ("dark", self.tr("Dark")),
                    ("light", self.tr("Light")),
                ]
            ),
            self.tr("Pictures are judged better on a dark surround."),
        )  # fmt: skip
        page.add(
            "check_updates", "", QCheckBox(self.tr("Look for a new version once a &day")),
            self.tr(
                "A small signed file is read; nothing about you or your videos is sent. Nothing is "
                "installed: you are told, and the page can be opened."
            ),
        )  # fmt: skip
        address = QLineEdit()
        address.setProperty("role", "field")
        address.setPlaceholderText(publisher().address or self.tr("none is built in"))
        page.add(
            "update_address", self.tr("Address of &updates"), address,
            self.tr("Where new versions are announced. Empty: the address that is built in."),
        )  # fmt: skip
        return page.done()

    def _analysis(self) -> QWidget:
        page = _Page(self.fields)
        page.add(
            "detector", self.tr("&Detector"), _combo(choices_of(self._registry, "detector")),
            self.tr("Finds the faces."),
        )  # fmt: skip
        page.add(
            "objects", self.tr("O&bjects"), _combo(choices_of(self._registry, "objects")),
            self.tr("Finds other things beside the faces; they are followed and exported."),
        )  # fmt: skip
        every = QuietSpin()
        every.setRange(1, 25)
        page.add(
            "detect_every", self.tr("D&etect in every"), every,
            self.tr(
                "1: in every picture (25 a second). 5: in every fifth one, which takes a fifth of "
                "the time; between them the boxes are followed."
            ),
        )  # fmt: skip
        page.add(
            "scorer", self.tr("&Scorer"), _combo(choices_of(self._registry, "scorer")),
            self.tr(
                "Compares lips and voice. Auto: SyncNet where its weights are installed, else the "
                "scorer without weights."
            ),
        )  # fmt: skip
        page.add(
            "speaker", self.tr("Spea&ker model"), _combo(choices_of(self._registry, "speaker")),
            self.tr(
                "Tells when each face speaks. Auto: LR-ASD where its weights are installed, else "
                "none. It makes an analysis longer."
            ),
        )  # fmt: skip
        page.add(
            "mode", self.tr("&Mode"),
            _combo([("robust", self.tr("Robust")), ("reference", self.tr("Reference"))]),
            self.tr(
                "Robust leaves out comparisons past the ends of a clip. Reference computes as the "
                "published SyncNet does. Both are kept in results and exports."
            ),
        )  # fmt: skip
        page.add(
            "tolerance", self.tr("&Tolerance"), ToleranceField(),
            self.tr("An offset outside of it becomes a finding to look at."),
        )  # fmt: skip
        page.add(
            "device", self.tr("De&vice"), _combo(choices_of(self._registry, "device")),
            self.tr("What the networks run on. Auto: a graphics card if there is one."),
        )  # fmt: skip
        page.add(
            "offline", "", QCheckBox(self.tr("Offli&ne: download nothing")),
            self.tr(
                "No weights, and no look for a new version. Weights can still be imported from "
                "files in Analysis, Models."
            ),
        )  # fmt: skip
        return page.done()

    def _player(self) -> QWidget:
        page = _Page(self.fields)
        cache = QuietSpin()
        cache.setRange(16, 65536)
        cache.setSingleStep(64)
        cache.setSuffix(" MiB")
        page.add(
            "frame_cache_mb", self.tr("Picture &cache"), cache,
            self.tr(
                "Memory for decoded pictures: more makes stepping and dragging back smoother. "
                "Holds from the next video on."
            ),
        )  # fmt: skip
        page.add(
            "scrub_sound", "", QCheckBox(self.tr("Sound while &dragging")),
            self.tr("Short pieces of sound under the mouse."),
        )  # fmt: skip
        page.add(
            "reverse_sound", "", QCheckBox(self.tr("Sound when playing &backward")),
            self.tr("The sound runs backward too."),
        )  # fmt: skip
        return page.done()

    def _folders(self) -> QWidget:
        page = _Page(self.fields)
        for label, folder, note in (
            (
                self.tr("Drafts and data"),
                data_dir(),
                self.tr("Videos that were opened without a project have their drafts here."),
            ),
            (
                self.tr("Weights"),
                weights_dir(),
                self.tr("Files of weights that are put here are found, such as SyncNet's."),
            ),
        ):
            button = QPushButton(self.tr("Open the folder"))
            button.setAccessibleName(f"{label}: {button.text()}")
            button.setAutoDefault(False)
            button.clicked.connect(lambda _checked=False, f=folder: self._show_folder(f))
            page.add("", label, button, f"{folder}\n{note}")
        return page.done()

    def _show_folder(self, folder: Path) -> None:
        try:
            open_folder(folder)
        except AppError as error:
            self.failed.emit(error)

    # --- values --------------------------------------------------------------------------------

    def show_settings(self, settings: Settings) -> None:
        """Put the values of these settings into the fields."""
        self._shown = {}
        for name, field in self.fields.items():
            _put(field, getattr(settings, name))
            self._shown[name] = _value(field)
        self._from = settings

    def values(self) -> dict[str, Any]:
        """What the fields say, by the settings' names."""
        return {name: _value(field) for name, field in self.fields.items()}

    def accept(self) -> None:
        # What a field cannot show, such as a plugin that is gone, stays unless it was changed.
        self._preferences.change(
            **{
                name: getattr(self._from, name) if value == self._shown[name] else value
                for name, value in self.values().items()
            }
        )
        super().accept()


def _value(field: QWidget) -> Any:
    if isinstance(field, QComboBox):
        return field.currentData()
    if isinstance(field, QCheckBox):
        return field.isChecked()
    if isinstance(field, QSpinBox):
        return field.value()
    if isinstance(field, ToleranceField):
        return field.value()
    assert isinstance(field, QLineEdit)
    return field.text().strip()


def _put(field: QWidget, value: Any) -> None:
    if isinstance(field, QComboBox):
        field.setCurrentIndex(max(field.findData(value), 0))
    elif isinstance(field, QCheckBox):
        field.setChecked(value)
    elif isinstance(field, QSpinBox):
        field.setValue(value)
    elif isinstance(field, ToleranceField):
        field.set_value(value)
    elif isinstance(field, QLineEdit):
        field.setText(value)


def _scrolled(page: QWidget) -> QScrollArea:
    """A page in the room of a tab: with large text it is scrolled, not squeezed."""
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    # Its fields are reached by Tab.
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setWidget(page)
    area.setMinimumWidth(
        page.minimumSizeHint().width() + area.verticalScrollBar().sizeHint().width()
    )
    return area


class _Page:
    """Rows of a label, a field and under it what it means."""

    def __init__(self, fields: dict[str, QWidget]) -> None:
        self._fields = fields
        self._page = QWidget()
        self._grid = QGridLayout(self._page)
        self._grid.setColumnStretch(1, 1)
        self._grid.setHorizontalSpacing(16)
        self._grid.setVerticalSpacing(4)

    def add(self, name: str, label: str, field: QWidget, note: str) -> None:
        row = self._grid.rowCount()
        if label:
            title = QLabel(label)
            title.setBuddy(field.focusProxy() or field)
            self._grid.addWidget(title, row, 0)
        self._grid.addWidget(field, row, 1)
        words = QLabel(note)
        words.setWordWrap(True)
        words.setProperty("role", "muted")
        self._grid.addWidget(words, row + 1, 1)
        self._grid.setRowMinimumHeight(row + 2, 10)
        field.setAccessibleDescription(note)
        if name:
            self._fields[name] = field

    def done(self) -> QWidget:
        self._grid.setRowStretch(self._grid.rowCount(), 1)
        return self._page


def _combo(rows: list[tuple[str, str]]) -> QComboBox:
    combo = QuietCombo()
    for value, text in rows:
        combo.addItem(text, value)
    return combo


def open_folder(folder: Path) -> None:
    """Show a folder in the system's file manager; it is made if it is not there.

    Raises:
        AppError: it cannot be made, or the system does not show it.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        text, hint = files.reason(error)
        raise AppError(f"the folder cannot be made: {text}", hint, folder) from error
    if not QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder))):
        raise AppError(
            "the system has no program that shows folders", "Go there by its path", folder
        )
