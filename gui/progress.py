"""The running job in the status bar: what it does, how far it is, how long it takes, Cancel."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QToolButton, QWidget

from core.jobs import Progress
from gui.core_texts import core_text
from gui.language import retranslated
from gui.texts import remaining_text
from gui.workers.job_runner import Handle, JobRunner


class JobStatus(QWidget):
    """Shows the newest job of some runners; hidden while none runs."""

    def __init__(self, runners: list[JobRunner], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._handles: list[Handle] = []
        self._latest: dict[int, Progress] = {}
        self.text = QLabel()
        self.bar = QProgressBar()
        self.bar.setFixedWidth(220)
        self.bar.setRange(0, 1000)
        self.cancel = QToolButton()
        self.cancel.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.cancel.clicked.connect(self._cancel)
        row = QHBoxLayout(self)
        row.setContentsMargins(4, 0, 4, 0)
        row.addWidget(self.text)
        row.addWidget(self.bar)
        row.addWidget(self.cancel)
        for runner in runners:
            runner.started.connect(self._on_started)
            runner.progressed.connect(self._on_progress)
            for ended in (runner.done, runner.failed):
                ended.connect(lambda handle, _value: self._on_end(handle))
            runner.cancelled.connect(self._on_end)
        retranslated(self._say)

    def _say(self) -> None:
        self.cancel.setText(self.tr("Cancel"))
        self.bar.setAccessibleName(self.tr("Progress"))
        self._refresh()

    def _on_started(self, handle: Handle) -> None:
        self._handles.append(handle)
        self._refresh()

    def _on_progress(self, handle: Handle, progress: Progress) -> None:
        if handle in self._handles:
            self._latest[handle.number] = progress
            self._refresh()

    def _on_end(self, handle: Handle) -> None:
        self._latest.pop(handle.number, None)
        if handle in self._handles:
            self._handles.remove(handle)
        self._refresh()

    def _cancel(self) -> None:
        if self._handles:
            self._handles[0].cancel()
            self.text.setText(self.tr("Cancelling…"))

    def _refresh(self) -> None:
        self.setVisible(bool(self._handles))
        if not self._handles:
            self.text.clear()
            return
        # The oldest is the long one: short jobs must not hide an analysis.
        handle = self._handles[0]
        if handle.event.is_set():
            self.text.setText(self.tr("Cancelling…"))
            return
        progress = self._latest.get(handle.number)
        words = [handle.text]
        if progress is not None and progress.text:
            words.append(core_text(progress.text))
        if progress is not None and progress.remaining_s is not None:
            words.append(remaining_text(progress.remaining_s))
        self.text.setText(" · ".join(dict.fromkeys(words)))
        if progress is None or progress.fraction is None:
            self.bar.setRange(0, 0)
        else:
            self.bar.setRange(0, 1000)
            self.bar.setValue(round(progress.fraction * 1000))
