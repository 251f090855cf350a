"""The toolbar's choices for the next analysis."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QComboBox, QLabel

from core.contract import Kind
from core.registry import Registry
from gui.core_texts import core_text
from gui.language import retranslated
from gui.preferences import Preferences
from gui.quiet import QuietCombo
from gui.texts import tr

if TYPE_CHECKING:
    from core.analysis.params import AnalysisParams
    from core.sync.scores import Mode

AUTO = "auto"
NONE = "none"


def choices_of(registry: Registry, name: str) -> list[tuple[str, str]]:
    """(value, text in the user's language) of "detector", "scorer", "speaker" or "device"."""
    if name == "device":
        return [(AUTO, tr("Auto")), ("cpu", "CPU"), ("cuda", "CUDA"), ("mps", "MPS")]
    plugins = [(info.id, core_text(info.name)) for info in registry.plugins(cast("Kind", name))]
    if name == "speaker":
        return [(AUTO, tr("Auto")), (NONE, tr("None")), *plugins]
    return plugins if name == "detector" else [(AUTO, tr("Auto")), *plugins]


class AnalysisChoices(QObject):
    """Combo boxes for detector, scorer and device, each with its label; what is chosen is
    remembered.
    """

    def __init__(
        self, registry: Registry, preferences: Preferences, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._registry = registry
        self._preferences = preferences
        self.labels = {name: QLabel() for name in ("detector", "scorer", "device")}
        self.detector, self.scorer, self.device = (
            self._combo(name, label) for name, label in self.labels.items()
        )
        retranslated(self._say)
        preferences.changed.connect(self._show)

    def _combo(self, name: str, label: QLabel) -> QComboBox:
        combo = QuietCombo()
        # By Tab, not by a click: the keys belong to the reviewing.
        combo.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        combo.activated.connect(
            lambda _row: self._preferences.change(**{name: combo.currentData()})
        )
        label.setBuddy(combo)
        return combo

    def _say(self) -> None:
        texts = {
            "detector": self.tr("Detector"),
            "scorer": self.tr("Scorer"),
            "device": self.tr("Device"),
        }
        tips = {
            "detector": self.tr("What finds the faces"),
            "scorer": self.tr(
                "Auto: SyncNet where its weights are installed, else the scorer without weights"
            ),
            "device": self.tr("What the networks run on"),
        }
        for name, label in self.labels.items():
            combo: QComboBox = getattr(self, name)
            combo.clear()
            for value, text in choices_of(self._registry, name):
                combo.addItem(text, value)
            # A long name of a plugin widens the list, not the toolbar.
            combo.setMaximumWidth(16777215)
            combo.view().setMinimumWidth(combo.sizeHint().width())
            combo.setMaximumWidth(combo.fontMetrics().averageCharWidth() * 22)
            combo.setToolTip(tips[name])
            combo.setAccessibleName(texts[name])
            label.setText(texts[name])
        self._show()

    def _show(self) -> None:
        """What the settings say."""
        for name in self.labels:
            combo: QComboBox = getattr(self, name)
            # A plugin that is gone since leaves the first choice.
            row = combo.findData(getattr(self._preferences.settings, name))
            combo.setCurrentIndex(max(row, 0))

    def params(self) -> AnalysisParams:
        """The parameters of an analysis as chosen now."""
        from core.analysis.params import NO_SPEAKER, AnalysisParams

        speaker = self._preferences.settings.speaker
        mode = cast("Mode", self._preferences.settings.mode)
        return AnalysisParams(
            detector=self.detector.currentData() or "mtcnn",
            scorer=self.scorer.currentData() or AUTO,
            device=self.device.currentData() or AUTO,
            mode=mode,
            speaker=NO_SPEAKER if speaker == NONE else speaker,
        )
