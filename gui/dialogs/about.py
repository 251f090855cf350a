"""What this program is and what it runs on."""

from __future__ import annotations

import platform
import sys
from collections.abc import Callable
from importlib import metadata

from PySide6.QtCore import QCoreApplication, Qt, qVersion
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMessageBox, QWidget

from core import __version__
from core.media.versions import ffmpeg_version
from gui.theme import ThemeManager, draw_icon

_PARTS = ("PySide6_Essentials", "pyqtgraph", "av", "numpy", "torch", "torchvision")


def tr(text: str) -> str:
    return QCoreApplication.translate("about", text)


def versions() -> list[str]:
    """The versions that matter when something goes wrong.

    Read from metadata: nothing is imported.
    """
    lines = [
        f"Python {platform.python_version()} · {platform.system()} {platform.machine()}",
        f"Qt {qVersion()} · FFmpeg {ffmpeg_version()}",
    ]
    for name in _PARTS:
        try:
            lines.append(f"{name} {metadata.version(name)}")
        except metadata.PackageNotFoundError:
            # Frozen programs carry no metadata of some packages.
            continue
    return lines


def device_words() -> str:
    """What networks run on. Known once torch is there: it is not loaded for this."""
    torch = sys.modules.get("torch")
    if torch is None:
        return tr("Device: known after the first analysis")
    if torch.cuda.is_available():
        return tr("Device: {name} (CUDA)").format(name=torch.cuda.get_device_name(0))
    if torch.backends.mps.is_available():
        return tr("Device: graphics of Apple (MPS)")
    return tr("Device: CPU with {n} threads").format(n=torch.get_num_threads())


def show_about(
    parent: QWidget, themes: ThemeManager, show_licences: Callable[[QWidget], object]
) -> QMessageBox:
    """Open the dialog; it does not block.

    Args:
        show_licences: called with the dialog, to show those of third parties over it.
    """
    box = QMessageBox(parent)
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    box.setWindowTitle(tr("About SyncReview"))
    box.setIconPixmap(draw_icon("app", themes.theme.colour("text"), 64))
    box.setText(f"<b>SyncReview {__version__}</b>")
    facts = "\n".join([*versions(), device_words()])
    words = tr("Reviews whether the voices in a video belong to the lips that seem to speak them.")
    box.setInformativeText(f"{words}\n\n{facts}")
    box.setTextInteractionFlags(
        Qt.TextInteractionFlag.TextSelectableByMouse
        | Qt.TextInteractionFlag.TextSelectableByKeyboard
    )
    copy = box.addButton(tr("&Copy"), QMessageBox.ButtonRole.ActionRole)
    # By itself a message box closes with every button.
    copy.clicked.disconnect()
    copy.clicked.connect(
        lambda: QGuiApplication.clipboard().setText(f"SyncReview {__version__}\n{facts}")
    )
    licences = box.addButton(tr("Third-party &licences…"), QMessageBox.ButtonRole.ActionRole)
    licences.clicked.disconnect()
    licences.clicked.connect(lambda: show_licences(box))
    box.addButton(QMessageBox.StandardButton.Close)
    box.open()
    return box
