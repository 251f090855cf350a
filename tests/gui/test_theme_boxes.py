"""Boxes to tick are seen in both themes, ticked or not."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QCheckBox, QStyle, QStyleOptionButton, QWidget
from pytestqt.qtbot import QtBot

from gui.theme import ThemeManager


def lightness(image: QImage, x: int, y: int) -> int:
    return image.pixelColor(x, y).lightness()


@pytest.mark.parametrize("theme", ["dark", "light"])
@pytest.mark.parametrize("on", [False, True])
def test_a_box_stands_out(qtbot: QtBot, qapp: QApplication, theme: str, on: bool) -> None:
    themes = ThemeManager(qapp, theme)
    window = QWidget()
    qtbot.addWidget(window)
    box = QCheckBox("text", window)
    box.setChecked(on)
    box.adjustSize()
    window.show()
    image = window.grab().toImage()
    option = QStyleOptionButton()
    box.initStyleOption(option)
    place = box.style().subElementRect(QStyle.SubElement.SE_CheckBoxIndicator, option, box)
    middle = place.center()
    paper = themes.theme.colour("window").lightness()
    edge = lightness(image, middle.x(), place.top())
    assert abs(edge - paper) > 60
    inside = {
        lightness(image, x, y)
        for x in range(place.left() + 3, place.right() - 2)
        for y in range(place.top() + 3, place.bottom() - 2)
    }
    # The tick is drawn from a file; without it the box would be of one colour.
    assert (max(inside) - min(inside) > 40) is on
