"""Checks for a newer version, in a worker: when asked, and once a day where that is turned on."""

from __future__ import annotations

import datetime
import logging

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QToolButton

from core.jobs import JobContext
from core.updates.announcement import Announcement
from core.updates.check import address_of, check_for_update
from core.updates.state import load_state
from gui.language import retranslated
from gui.preferences import Preferences
from gui.workers.job_runner import JobRunner
from gui.workers.one_job import OneJob

log = logging.getLogger(__name__)


class UpdateControl(QObject):
    """Knows what the last check found. It downloads no program and installs nothing.

    Signals:
        changed(): a check began or ended.
    """

    START_MS = 5_000
    """After the window is there: the first check is in nobody's way."""
    AGAIN_MS = 3_600_000
    """A window that stays open for days looks once an hour whether a day has passed."""

    changed = Signal()

    def __init__(
        self, preferences: Preferences, runner: JobRunner, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._preferences = preferences
        self._job = OneJob(runner, self)
        self._job.changed.connect(self.changed)
        self._job.failed.connect(self._on_failed)
        self._asked = False
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._look)
        self.found: Announcement | None = None
        """What is announced, newer or not."""
        self.error: BaseException | None = None
        """Why the last check that somebody asked for gave nothing."""

    @property
    def running(self) -> bool:
        return self._job.running

    @property
    def newer(self) -> Announcement | None:
        """A version that is newer than this one, as far as is known."""
        return self.found if self.found is not None and self.found.is_newer else None

    def begin(self) -> None:
        """From now on check by itself, where the settings say so."""
        self._timer.start(self.START_MS)

    def end(self) -> None:
        """Check no more: the window closes."""
        self._timer.stop()

    def _look(self) -> None:
        self._timer.setInterval(self.AGAIN_MS)
        settings = self._preferences.settings
        wanted = settings.check_updates and not settings.offline
        if wanted and not self.running and address_of(settings.update_address):
            self._start(asked=False)

    def check(self) -> None:
        """Check now, because a person wants to know."""
        if self.running and self._asked:
            return
        self._start(asked=True)

    def cancel(self) -> None:
        """Stop a check that somebody asked for, and hear no more of it."""
        if self._asked:
            self._job.drop()

    def _start(self, asked: bool) -> None:
        self._asked, self.error = asked, None
        settings = self._preferences.settings
        address, offline = settings.update_address, settings.offline

        def job(ctx: JobContext) -> Announcement | None:
            if not asked and not load_state().is_due(datetime.datetime.now(datetime.UTC)):
                return None
            return check_for_update(address_of(address), ctx, offline=offline)

        self._job.start(self.tr("Check for updates"), job, self._on_found)

    def _on_found(self, found: Announcement | None) -> None:
        if found is not None:
            self.found = found
            self.changed.emit()

    def _on_failed(self, error: BaseException) -> None:
        if self._asked:
            self.error = error
            self.changed.emit()
        else:
            # Nobody asked: it is no more than a line in the log.
            log.warning("check for updates: %s", error)


class UpdateOffer(QToolButton):
    """Stays in the status bar while a newer version is known, and opens the dialog."""

    def __init__(self, control: UpdateControl) -> None:
        super().__init__()
        self._control = control
        self.setProperty("role", "offer")
        # The menu Help leads to the same place.
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        control.changed.connect(self._say)
        retranslated(self._say)

    def _say(self) -> None:
        newer = self._control.newer
        self.setAccessibleName(self.tr("New version"))
        self.setVisible(newer is not None)
        if newer is not None:
            self.setText(self.tr("SyncReview {version} is available").format(version=newer.version))
