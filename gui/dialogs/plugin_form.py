"""A form made of the options that a plugin's manifest declares."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, cast

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QFormLayout,
    QLabel,
    QLineEdit,
    QWidget,
)

from core.contract import Option, PluginInfo
from gui.core_texts import plugin_text
from gui.quiet import QuietCombo, QuietDoubleSpin, QuietSpin

_FAR = 1_000_000


class PluginForm(QWidget):
    """The options of one plugin.

    Signals:
        changed: a value is another one.
    """

    changed = Signal()

    def __init__(self, info: PluginInfo, given: Mapping[str, object]) -> None:
        """
        Args:
            given: options that differ from the manifest's; what it does not allow is left out.
        """
        super().__init__()
        self._info = info
        self.fields: dict[str, QWidget] = {}
        self._read: dict[str, Callable[[], object]] = {}
        form = QFormLayout(self)
        form.setContentsMargins(0, 0, 0, 0)
        for key, option in info.options.items():
            value = option.default
            if key in given and option.allows(given[key]):
                value = cast("Any", given[key])
            field, read = self._field(option, value)
            title = plugin_text(info, option.name)
            words = plugin_text(info, option.description)
            field.setAccessibleName(title)
            field.setAccessibleDescription(words)
            form.addRow(title, field)
            note = QLabel(words)
            note.setWordWrap(True)
            note.setProperty("role", "muted")
            form.addRow("", note)
            self.fields[key], self._read[key] = field, read

    def values(self) -> dict[str, object]:
        """What differs from the manifest."""
        return {
            key: value
            for key, read in self._read.items()
            if (value := read()) != self._info.options[key].default
        }

    def _field(self, option: Option, value: Any) -> tuple[QWidget, Callable[[], object]]:
        low = -_FAR if option.minimum is None else option.minimum
        high = _FAR if option.maximum is None else option.maximum
        if option.type == "bool":
            box = QCheckBox()
            box.setChecked(bool(value))
            box.toggled.connect(self.changed)
            return box, box.isChecked
        if option.type == "int":
            whole = QuietSpin()
            whole.setRange(int(low), int(high))
            whole.setValue(int(value))
            shown = whole.value()
            whole.valueChanged.connect(self.changed)
            # What the field cannot show stays what it is until it is changed.
            return whole, lambda: value if whole.value() == shown else whole.value()
        if option.type == "float":
            number = QuietDoubleSpin()
            number.setDecimals(3)
            number.setSingleStep(0.05 if high <= 1 else 0.5)
            number.setRange(float(low), float(high))
            number.setValue(float(value))
            first = number.value()
            number.valueChanged.connect(self.changed)
            # In binary a decimal comes back as it was given, not a hair beside it.
            return number, lambda: value if number.value() == first else round(number.value(), 3)
        if option.choices:
            combo = QuietCombo()
            for choice in option.choices:
                combo.addItem(plugin_text(self._info, choice), choice)
            combo.setCurrentIndex(combo.findData(value))
            combo.currentIndexChanged.connect(self.changed)
            return combo, lambda: str(combo.currentData())
        line = QLineEdit(str(value))
        line.setProperty("role", "field")
        line.textChanged.connect(self.changed)
        return line, lambda: value if line.text() == str(value) else line.text().strip()
