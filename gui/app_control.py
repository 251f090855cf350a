"""The program around the work: settings, keys, language, theme, panels, help."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication, QDialog, QMessageBox, QWidget

from core.registry import Registry
from core.settings import Settings
from gui.actions import Actions
from gui.dialogs.about import show_about
from gui.dialogs.devices import DevicesDialog
from gui.dialogs.key_editor import KeyEditor
from gui.dialogs.key_list import KeyList
from gui.dialogs.licences import LicencesDialog
from gui.dialogs.models import ModelsDialog
from gui.dialogs.plugins import PluginsDialog
from gui.dialogs.settings import SettingsDialog
from gui.dialogs.updates import UpdatesDialog
from gui.keymap import resolved
from gui.language import LANGUAGES, language
from gui.main_window import MainWindow
from gui.panels import FocusRings, Panels
from gui.player.feed import FrameFeed
from gui.preferences import Preferences
from gui.session import Session
from gui.theme import THEMES, ThemeManager
from gui.updating import UpdateControl, UpdateOffer
from gui.weights import WeightsControl
from gui.workers.job_runner import JobRunner


class AppControl(QObject):
    """Lets the settings hold: whoever changes them, the window follows at once.

    Signals:
        failed(error): a folder cannot be shown, weights cannot be had.
        notice(text): for the status bar.
    """

    failed = Signal(object)
    notice = Signal(str)

    def __init__(
        self,
        app: QApplication,
        window: MainWindow,
        session: Session,
        feed: FrameFeed,
        actions: Actions,
        themes: ThemeManager,
        preferences: Preferences,
        registry: Registry,
        fetching: JobRunner,
        asides: JobRunner,
        measuring: JobRunner,
    ) -> None:
        super().__init__(window)
        self._window = window
        self._session = session
        self._feed = feed
        self._actions = actions
        self._themes = themes
        self._preferences = preferences
        self._registry = registry
        self._panels = Panels(window)
        FocusRings(app, themes, self)
        self.key_list: KeyList | None = None
        self._measuring = measuring
        self.weights = WeightsControl(preferences, fetching, self)
        self.weights.failed.connect(self.failed)
        self.weights.told.connect(self._tell)
        self.models: ModelsDialog | None = None
        self._asides = asides
        self.updates = UpdateControl(preferences, asides, self)
        offer = UpdateOffer(self.updates)
        offer.clicked.connect(self.show_updates)
        window.statusBar().addPermanentWidget(offer)
        on = actions.on
        on("settings", self.show_settings)
        on("edit_keys", self.edit_keys)
        on("plugins", self.show_plugins)
        on("devices", self.show_devices)
        on("key_list", self.show_key_list)
        on("models", self.show_models)
        on("next_panel", partial(self._panels.step, 1))
        on("previous_panel", partial(self._panels.step, -1))
        on("updates", self.show_updates)
        on("about", self.show_about)
        for choice in THEMES:
            on(f"theme_{choice}", partial(self._choose, "theme", choice))
        for choice in LANGUAGES:
            on(f"language_{choice}", partial(self._choose, "language", choice))
        self._applied: Settings | None = None
        preferences.changed.connect(self.apply)
        self.apply()

    def apply(self) -> None:
        """Let everything be as the settings say. Only what was changed in them is set: most
        changes are of the volume or the recent files.
        """
        settings, actions = self._preferences.settings, self._actions
        former, self._applied = self._applied, settings

        def changed(*names: str) -> bool:
            return any(
                former is None or getattr(settings, name) != getattr(former, name) for name in names
            )

        self._session.reviewer = settings.reviewer
        if changed("frame_cache_mb"):
            self._feed.set_cache(settings.frame_cache_mb << 20)
        if changed("language"):
            language().choose(settings.language)
        if changed("theme"):
            self._themes.choose(settings.theme)
        if changed("key_preset", "keys"):
            actions.set_keys(resolved(settings.key_preset, settings.keys))
        for name in ("scrub_sound", "reverse_sound"):
            # The actions themselves are saved a moment after they were switched.
            if changed(name):
                actions[name].setChecked(getattr(settings, name))
        self._tick()

    def _tick(self) -> None:
        """Mark in the menus what is chosen."""
        settings, actions = self._preferences.settings, self._actions
        for choice in THEMES:
            actions[f"theme_{choice}"].setChecked(settings.theme == choice)
        for choice in LANGUAGES:
            actions[f"language_{choice}"].setChecked(settings.language == choice)

    def _choose(self, name: str, choice: str) -> None:
        self._preferences.change(**{name: choice})
        # A click on what is chosen already takes its mark away.
        self._tick()

    def show_settings(self) -> SettingsDialog:
        """Open the settings; does not block."""
        dialog = SettingsDialog(self._preferences, self._registry, self._window)
        dialog.failed.connect(self.failed)
        self._open(dialog)
        return dialog

    def show_plugins(self) -> PluginsDialog:
        """Open the plugins; does not block."""
        dialog = PluginsDialog(self._preferences, self._registry, self._window)
        dialog.failed.connect(self.failed)
        self._open(dialog)
        return dialog

    def show_devices(self) -> DevicesDialog:
        """Measure what the networks run on; does not block."""
        dialog = DevicesDialog(self._measuring, self._window)
        dialog.failed.connect(self.failed)
        self._open(dialog)
        return dialog

    def show_updates(self) -> UpdatesDialog:
        """Look whether there is a newer version; does not block."""
        dialog = UpdatesDialog(self.updates, self._preferences, self._window)
        dialog.failed.connect(self.failed)
        self._open(dialog)
        return dialog

    def show_about(self) -> QMessageBox:
        """Show what the program is; does not block."""
        return show_about(self._window, self._themes, self.show_licences)

    def show_licences(self, over: QWidget) -> LicencesDialog:
        """Show the licences of what the program is made of; does not block."""
        dialog = LicencesDialog(self._asides, over)
        dialog.failed.connect(self.failed)
        self._open(dialog)
        return dialog

    def edit_keys(self) -> KeyEditor:
        """Open the editor of keys; does not block."""
        dialog = KeyEditor(self._preferences, self._window)
        self._open(dialog)
        return dialog

    def show_key_list(self) -> KeyList:
        """Show the list of keys; it stays beside the work until it is closed."""
        if self.key_list is None:
            self.key_list = KeyList(self._actions, self._window)
        self.key_list.show()
        self.key_list.raise_()
        self.key_list.activateWindow()
        self.key_list.search.setFocus()
        return self.key_list

    def show_models(self) -> ModelsDialog:
        """Show the weights of the models; they stay beside the work until they are closed."""
        if self.models is None:
            self.models = ModelsDialog(
                self.weights, self._preferences, self._registry, self._window
            )
            self.models.failed.connect(self.failed)
        self.models.refresh()
        self.models.show()
        self.models.raise_()
        self.models.activateWindow()
        self.models.table.setFocus()
        return self.models

    def _tell(self, text: str) -> None:
        """The dialog says it itself, while it is there."""
        if self.models is None or not self.models.isVisible():
            self.notice.emit(text.replace("\n", " · "))

    def _open(self, dialog: QDialog) -> None:
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()
