"""The toolbar's choices for the next analysis."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QComboBox, QLabel

from core.contract import Kind
from core.registry import Registry
from gui.core_texts import plugin_text
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
    """(value, text in the user's language) of "detector", "objects", "scorer", "speaker" or
    "device".
    """
    if name == "device":
        return [(AUTO, _auto_device()), ("cpu", "CPU"), ("cuda", "CUDA"), ("mps", "MPS")]
    if name in ("detector", "objects"):
        finds = "faces" if name == "detector" else "objects"
        found = [info for info in registry.plugins("detector") if info.finds == finds]
    else:
        found = registry.plugins(cast("Kind", name))
    plugins = [(info.id, plugin_text(info, info.name)) for info in found]
    first = {
        "detector": [],
        "objects": [("", tr("None"))],
        "speaker": [(AUTO, tr("Auto")), (NONE, tr("None"))],
    }
    return [*first.get(name, [(AUTO, tr("Auto"))]), *plugins]


def _auto_device() -> str:
    """Auto, and what that is: known once torch is there, which is not loaded for this."""
    torch = sys.modules.get("torch")
    # While it is imported in a worker parts of it are there already.
    if torch is None or not hasattr(torch, "cuda") or not hasattr(torch, "backends"):
        return tr("Auto")
    names = {"CUDA": torch.cuda.is_available(), "MPS": torch.backends.mps.is_available()}
    used = next((name for name, there in names.items() if there), "CPU")
    return tr("Auto: {device}").format(device=used)


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
        # What Auto means is told later, and needs more room.
        combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
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

    def tell_device(self) -> None:
        """Say what Auto means, now that an analysis has loaded torch."""
        self.device.setItemText(0, _auto_device())

    def _options(self) -> dict[str, dict[str, object]]:
        """What was changed in the options of plugins, as far as their manifests still allow it."""
        found: dict[str, dict[str, object]] = {}
        for id, given in self._preferences.settings.plugin_options:
            known = self._registry.options(id)
            found[id] = {k: v for k, v in given if k in known and known[k].allows(v)}
        return found

    def params(self) -> AnalysisParams:
        """The parameters of an analysis as chosen now."""
        from core.analysis.params import AnalysisParams

        settings = self._preferences.settings
        mode = cast("Mode", settings.mode)
        # A plugin that is gone since leaves the first choice, as in the settings' dialog.
        known = {id for id, _text in choices_of(self._registry, "speaker")}
        speaker = settings.speaker if settings.speaker in known else AUTO
        return AnalysisParams(
            detector=self.detector.currentData() or "mtcnn",
            # One that is gone or failed since is told of when the analysis begins.
            objects=settings.objects,
            detect_every=settings.detect_every,
            options=self._options(),
            scorer=self.scorer.currentData() or AUTO,
            device=self.device.currentData() or AUTO,
            mode=mode,
            speaker=speaker,
        )
