"""What the networks run on: measured when the dialog opens."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QPushButton, QVBoxLayout, QWidget

from core.analysis.device_report import DeviceReport, device_reports
from core.jobs import JobContext
from gui.core_texts import core_text
from gui.workers.job_runner import JobRunner
from gui.workers.one_job import OneJob


class DevicesDialog(QDialog):
    """Shows the devices of this computer.

    Signals:
        failed(error): they could not be measured.
    """

    failed = Signal(object)

    def __init__(self, runner: JobRunner, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Devices"))
        self.setMinimumWidth(self.fontMetrics().averageCharWidth() * 70)
        column = QVBoxLayout(self)
        self.text = QLabel(self.tr("Measuring…"))
        self.text.setWordWrap(True)
        self.text.setTextFormat(Qt.TextFormat.PlainText)
        self.text.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse
            | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.text.setAccessibleName(self.windowTitle())
        column.addWidget(self.text, 1)
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        self.again = QPushButton(self.tr("&Measure again"))
        copy = QPushButton(self.tr("&Copy"))
        for button, done in ((self.again, self.measure), (copy, self._copy)):
            button.setAutoDefault(False)
            button.clicked.connect(done)
            self.buttons.addButton(button, QDialogButtonBox.ButtonRole.ActionRole)
        self.buttons.rejected.connect(self.reject)
        column.addWidget(self.buttons)
        self._job = OneJob(runner, self)
        self._job.failed.connect(self._on_failed)
        self.finished.connect(self._job.drop)
        self.measure()

    def measure(self) -> None:
        """Measure, in the worker."""
        self.again.setEnabled(False)
        self.text.setText(self.tr("Measuring…"))

        def job(ctx: JobContext) -> list[DeviceReport]:
            return device_reports(ctx)

        self._job.start(self.tr("Measuring the devices"), job, self._show)

    def _show(self, reports: list[DeviceReport]) -> None:
        self.again.setEnabled(True)
        self.text.setText("\n\n".join(map(partial(_words, self), reports)))

    def _on_failed(self, error: Exception) -> None:
        self.again.setEnabled(True)
        self.text.setText("")
        self.failed.emit(error)

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.text.text())


def _words(dialog: DevicesDialog, report: DeviceReport) -> str:
    name = f"{report.id.upper()}: {report.name}"
    if report.chosen:
        name += " – " + dialog.tr("what Auto takes")
    lines = [name]
    lines += [f"    {core_text(what)}: {core_text(value)}" for what, value in report.facts]
    product = dialog.tr("{precision}: {tflops} tera operations a second, exact to {deviation}")
    lines += [
        "    "
        + product.format(
            precision=p.precision, tflops=f"{p.tflops:.2f}", deviation=f"{p.deviation:.1e}"
        )
        for p in report.products
    ]
    if report.problem:
        lines.append("    " + dialog.tr("cannot be used: {why}").format(why=report.problem))
    return "\n".join(lines)
