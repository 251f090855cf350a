"""What the window does with weights: downloads, imports, checks and removes, one job at a time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from core.errors import AppError
from core.jobs import JobContext
from core.weights.catalogue import TORCHVISION, WeightsEntry, catalogue
from core.weights.download import fetch
from core.weights.installed import Check, Imported, Verified, import_weights, remove, verify
from gui.preferences import Preferences
from gui.workers.job_runner import JobRunner
from gui.workers.one_job import OneJob


@dataclass(frozen=True, slots=True)
class Fetched:
    """What became of the files that were asked for."""

    done: tuple[WeightsEntry, ...]
    failed: tuple[AppError, ...]


class WeightsControl(QObject):
    """Does it in a worker, and knows what the last check found.

    Signals:
        changed(): a job began or ended, files came or went.
        progressed(progress): of the job that runs.
        told(text): what was done. failed(error): what could not be.
    """

    changed = Signal()
    progressed = Signal(object)
    told = Signal(str)
    failed = Signal(object)

    def __init__(
        self, preferences: Preferences, runner: JobRunner, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._preferences = preferences
        self._job = OneJob(runner, self)
        self._job.changed.connect(self.changed)
        self._job.progressed.connect(self.progressed)
        self._job.failed.connect(self.failed)
        self._job.cancelled.connect(self._on_cancelled)
        self.checks: dict[str, Check] = {}
        """What the last check found, by id; what changed since is left out."""

    @property
    def running(self) -> bool:
        return self._job.running

    @property
    def offline(self) -> bool:
        """Whether the user wants no downloads."""
        return self._preferences.settings.offline

    def cancel(self) -> None:
        """Ask the running job to stop."""
        self._job.cancel()

    def fetch(self, entries: Sequence[WeightsEntry]) -> None:
        """Download files, one after the other; one that fails costs no other."""
        if self.running or not entries:
            return
        offline, total = self.offline, sum(entry.size for entry in entries)

        def job(ctx: JobContext) -> Fetched:
            done: list[WeightsEntry] = []
            failed: list[AppError] = []
            low = 0.0
            for entry in entries:
                high = low + entry.size / total
                try:
                    with ctx.within(low, min(high, 1.0)):
                        if entry.url.startswith(TORCHVISION):
                            _load_torch(ctx)
                        fetch(entry, ctx, offline=offline)
                    done.append(entry)
                except AppError as error:
                    failed.append(error)
                low = high
            return Fetched(tuple(done), tuple(failed))

        self._forget(entries)
        self._job.start(self.tr("Download of weights"), job, self._on_fetched)

    def import_files(self, paths: Sequence[Path]) -> None:
        """Take files and what is in folders, known by their hash."""
        if self.running or not paths:
            return

        def job(ctx: JobContext) -> Imported:
            return import_weights(paths, ctx)

        self._job.start(self.tr("Import of weights"), job, self._on_imported)

    def verify(self) -> None:
        """Read every installed file and compare its hash."""
        if not self.running:
            self._job.start(self.tr("Check of weights"), verify, self._on_verified)

    def remove(self, entries: Sequence[WeightsEntry]) -> None:
        """Remove installed files and half downloads."""
        if self.running:
            return
        removed: list[WeightsEntry] = []
        for entry in entries:
            try:
                remove(entry)
                removed.append(entry)
            except AppError as error:
                self.failed.emit(error)
        self._forget(entries)
        self.changed.emit()
        if removed:
            self.told.emit(self.tr("Removed: {names}").format(names=_names(removed)))

    # --- how it ended --------------------------------------------------------------------------

    def _on_fetched(self, result: Fetched) -> None:
        self.changed.emit()
        if result.done:
            self.told.emit(self.tr("Downloaded: {names}").format(names=_names(result.done)))
        for error in result.failed:
            self.failed.emit(error)

    def _on_imported(self, result: Imported) -> None:
        taken = [entry for entry, _path in result.taken]
        self._forget(taken)
        self.changed.emit()
        words = []
        if taken:
            words.append(self.tr("Imported: {names}").format(names=_names(taken)))
        if result.unknown:
            names = ", ".join(path.name for path in result.unknown)
            words.append(self.tr("Not recognised: {names}").format(names=names))
        if not words and not result.failed:
            words.append(self.tr("There are no weights in what was given."))
        if words:
            self.told.emit("\n".join(words))
        for error in result.failed:
            self.failed.emit(error)

    def _on_verified(self, result: Verified) -> None:
        self.checks = {check.entry.id: check for check in result.checks}
        self.changed.emit()
        states = [check.state for check in result.checks]
        text = self.tr("Fine: {fine} · damaged: {damaged} · not installed: {missing}").format(
            fine=states.count("fine"),
            damaged=states.count("damaged"),
            missing=states.count("missing"),
        )
        if result.unknown:
            names = ", ".join(path.name for path in result.unknown)
            text += "\n" + self.tr("Not in the catalogue: {names}").format(names=names)
        self.told.emit(text)

    def _on_cancelled(self) -> None:
        self.told.emit(self.tr("Cancelled; what was finished or half downloaded is kept."))

    def _forget(self, entries: Sequence[WeightsEntry]) -> None:
        for entry in entries:
            self.checks.pop(entry.id, None)


def entries() -> list[WeightsEntry]:
    """The catalogue, in its order."""
    return list(catalogue().values())


def _names(of: Sequence[WeightsEntry]) -> str:
    return ", ".join(entry.file for entry in of)


def _load_torch(ctx: JobContext) -> None:
    """Its address comes from torchvision, which is brought in without stalling the window."""
    from core.analysis.loading import load_torch

    ctx.progress(0, 0, "Loading the models")
    load_torch()
