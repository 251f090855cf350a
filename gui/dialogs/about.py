"""What this program is and what it runs on."""

from __future__ import annotations

import platform
from importlib import metadata

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QMessageBox, QWidget

from core import __version__
from gui.theme import ThemeManager, draw_icon

_PARTS = ("PySide6_Essentials", "pyqtgraph", "av", "numpy", "torch", "torchvision")


def versions() -> list[str]:
    """The versions that matter when something goes wrong.

    Read from metadata: nothing is imported.
    """
    lines = [f"Python {platform.python_version()} · {platform.system()} {platform.machine()}"]
    for name in _PARTS:
        try:
            lines.append(f"{name} {metadata.version(name)}")
        except metadata.PackageNotFoundError:
            # Frozen programs carry no metadata of some packages.
            continue
    return lines


def show_about(parent: QWidget, themes: ThemeManager) -> QMessageBox:
    """Open the dialog; it does not block."""
    box = QMessageBox(parent)
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    box.setWindowTitle(QCoreApplication.translate("about", "About SyncReview"))
    box.setIconPixmap(draw_icon("app", themes.theme.colour("text"), 64))
    box.setText(f"<b>SyncReview {__version__}</b>")
    box.setInformativeText(
        QCoreApplication.translate(
            "about",
            "Reviews whether the voices in a video belong to the lips that seem to speak them.",
        )
        + "\n\n"
        + "\n".join(versions())
    )
    box.open()
    return box
