"""The toolbar's choices for the next analysis."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QComboBox

from core.contract import Kind
from core.registry import Registry
from gui.preferences import Preferences
from gui.quiet import QuietCombo

if TYPE_CHECKING:
    from core.analysis.params import AnalysisParams
    from core.sync.scores import Mode

AUTO = "auto"


class AnalysisChoices(QObject):
    """Combo boxes for detector, scorer and device; what is chosen is remembered."""

    def __init__(
        self, registry: Registry, preferences: Preferences, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._preferences = preferences
        settings = preferences.settings
        self.detector = self._combo("detector", self._plugins(registry, "detector"))
        scorers = [(AUTO, self.tr("Auto")), *self._plugins(registry, "scorer")]
        self.scorer = self._combo("scorer", scorers)
        devices = [(AUTO, self.tr("Auto")), ("cpu", "CPU"), ("cuda", "CUDA"), ("mps", "MPS")]
        self.device = self._combo("device", devices)
        for combo, value in (
            (self.detector, settings.detector),
            (self.scorer, settings.scorer),
            (self.device, settings.device),
        ):
            # A plugin that is gone since leaves the first choice.
            combo.setCurrentIndex(max(combo.findData(value), 0))
        self.scorer.setToolTip(
            self.tr(
                "Auto: SyncNet where its weights are installed, else the scorer without weights"
            )
        )

    def _plugins(self, registry: Registry, kind: str) -> list[tuple[str, str]]:
        return [(info.id, info.name) for info in registry.plugins(cast("Kind", kind))]

    def _combo(self, name: str, items: list[tuple[str, str]]) -> QComboBox:
        combo = QuietCombo()
        combo.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        for value, text in items:
            combo.addItem(text, value)
        # A long name of a plugin widens the list, not the toolbar.
        combo.view().setMinimumWidth(combo.sizeHint().width())
        combo.setMaximumWidth(150)
        combo.activated.connect(
            lambda _row: self._preferences.change(**{name: combo.currentData()})
        )
        return combo

    def params(self) -> AnalysisParams:
        """The parameters of an analysis as chosen now."""
        from core.analysis.params import AnalysisParams

        mode = cast("Mode", self._preferences.settings.mode)
        return AnalysisParams(
            detector=self.detector.currentData() or "mtcnn",
            scorer=self.scorer.currentData() or AUTO,
            device=self.device.currentData() or AUTO,
            mode=mode,
        )
