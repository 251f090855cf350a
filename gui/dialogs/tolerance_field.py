"""The field for a tolerance: one of the recommendations, frames, or own limits in ms."""

from __future__ import annotations

from PySide6.QtWidgets import QDoubleSpinBox, QGridLayout, QLabel, QWidget

from core.sync.grades import ITU_DETECTABILITY, TOLERANCES, FrameTolerance, parse_tolerance
from gui.quiet import QuietCombo, QuietDoubleSpin

OWN = "own"


class ToleranceField(QWidget):
    """Its value is a text as `core.sync.grades.parse_tolerance` reads it."""

    def __init__(self) -> None:
        super().__init__()
        self.combo = QuietCombo()
        self.early = _limit(self.tr("Own limits: audio early by"), ITU_DETECTABILITY.early_ms)
        self.late = _limit(self.tr("Own limits: audio late by"), ITU_DETECTABILITY.late_ms)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.addWidget(self.combo, 0, 0, 1, 5)
        grid.addWidget(QLabel(self.tr("early")), 1, 0)
        grid.addWidget(self.early, 1, 1)
        grid.addWidget(QLabel(self.tr("late")), 1, 2)
        grid.addWidget(self.late, 1, 3)
        grid.setColumnStretch(4, 1)
        early_late = self.tr("{name}: {early} ms early, {late} ms late")
        names = {
            "itu-detectability": self.tr("ITU-R BT.1359, detectable"),
            "itu-acceptability": self.tr("ITU-R BT.1359, acceptable"),
        }
        for value, known in TOLERANCES.items():
            name = names.get(value, known.name)
            early, late = f"{known.early_ms:g}", f"{known.late_ms:g}"
            self.combo.addItem(early_late.format(name=name, early=early, late=late), value)
        self.combo.addItem(self.tr("One frame to either side"), "1 frame")
        self.combo.addItem(self.tr("Two frames to either side"), "2 frames")
        self.combo.addItem(self.tr("Own limits"), OWN)
        self.combo.currentIndexChanged.connect(self._on_choice)
        self.setFocusProxy(self.combo)
        self._on_choice()

    def value(self) -> str:
        """What is chosen."""
        chosen = str(self.combo.currentData())
        return f"{self.early.value():g}/{self.late.value():g}" if chosen == OWN else chosen

    def set_value(self, value: str) -> None:
        """Show a tolerance; the text must be one."""
        row = self.combo.findData(value)
        if row < 0:
            own = parse_tolerance(value)
            if isinstance(own, FrameTolerance):
                # Chosen by the command line or in the file of settings: it has a row of its own.
                row = self.combo.count() - 1
                self.combo.insertItem(row, self.tr("{n} frames to either side").format(
                    n=f"{own.frames:g}"), value)  # fmt: skip
            else:
                self.early.setValue(own.early_ms)
                self.late.setValue(own.late_ms)
                row = self.combo.findData(OWN)
        self.combo.setCurrentIndex(row)

    def setAccessibleDescription(self, description: str) -> None:
        super().setAccessibleDescription(description)
        for field in (self.combo, self.early, self.late):
            field.setAccessibleDescription(description)

    def _on_choice(self) -> None:
        """Own limits begin with those that were chosen last."""
        chosen = self.combo.currentData()
        for field in (self.early, self.late):
            field.setEnabled(chosen == OWN)
        if chosen in TOLERANCES:
            self.early.setValue(TOLERANCES[chosen].early_ms)
            self.late.setValue(TOLERANCES[chosen].late_ms)


def _limit(name: str, ms: float) -> QDoubleSpinBox:
    field = QuietDoubleSpin()
    field.setDecimals(1)
    field.setRange(0.0, 2000.0)
    field.setSuffix(" ms")
    field.setValue(ms)
    field.setAccessibleName(name)
    return field
