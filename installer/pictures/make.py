"""Draws the program's pictures from resources/icons/app.svg: the icon of the EXE and the splash.

    python installer/pictures/make.py

Run by hand after a change; the pictures are in the repository, so that a build needs no Qt.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFont, QGuiApplication, QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

HERE = Path(__file__).resolve().parent
SVG = HERE.parent.parent / "resources" / "icons" / "app.svg"
_PAPER, _INK, _PALE = QColor("#1b2027"), QColor("#e8ebf0"), QColor("#9aa4b2")


def icon(side: int) -> QImage:
    """The icon, ARGB, `side` pixels wide and high."""
    image = QImage(side, side, QImage.Format.Format_ARGB32)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    QSvgRenderer(str(SVG)).render(painter, QRectF(0, 0, side, side))
    painter.end()
    return image


def splash() -> QImage:
    """What the one-file build shows while it unpacks; the bottom stays free for its text."""
    image = QImage(480, 264, QImage.Format.Format_RGB32)
    image.fill(_PAPER)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    QSvgRenderer(str(SVG)).render(painter, QRectF(24, 64, 112, 112))
    painter.setPen(_INK)
    painter.setFont(QFont("DejaVu Sans", 30))
    painter.drawText(QRectF(160, 68, 300, 56), Qt.AlignmentFlag.AlignVCenter, "SyncReview")
    painter.setPen(_PALE)
    painter.setFont(QFont("DejaVu Sans", 12))
    line = QRectF(162, 124, 300, 28)
    painter.drawText(line, Qt.AlignmentFlag.AlignVCenter, "starts …  시작합니다 …")
    painter.end()
    return image


def main() -> int:
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    app = QGuiApplication(sys.argv)
    icon(512).save(str(HERE / "icon.png"))
    splash().save(str(HERE / "splash.png"))
    del app
    return 0


if __name__ == "__main__":
    sys.exit(main())
