"""The settings as the window changes them, and where its docks lie."""

from __future__ import annotations

import base64
import binascii
import json
import logging
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from PySide6.QtCore import QByteArray, QObject, Signal
from PySide6.QtWidgets import QMainWindow

from core import files
from core.errors import AppError
from core.settings import Settings, config_dir, load_settings, save_settings

log = logging.getLogger(__name__)


class Preferences(QObject):
    """Holds the settings; every change is saved.

    Args:
        failed: told when they cannot be saved; the change holds for this run.
    """

    changed = Signal()

    def __init__(self, failed: Callable[[BaseException], None]) -> None:
        super().__init__()
        self.settings: Settings = load_settings()
        self._failed = failed

    def change(self, **values: Any) -> None:
        """Set fields of `Settings` and save."""
        new = replace(self.settings, **values)
        if new == self.settings:
            return
        self.settings = new
        self.changed.emit()
        try:
            save_settings(new)
        except AppError as error:
            self._failed(error)

    def remember_file(self, path: Path) -> None:
        """Put a file in front of the recent ones."""
        self.change(recent_files=self.settings.with_recent(path))

    def forget_file(self, path: str) -> None:
        """Take a file out of the recent ones."""
        kept = tuple(p for p in self.settings.recent_files if p != path)
        self.change(recent_files=kept)


def layout_path() -> Path:
    """Where the place of the window and its docks is kept."""
    return config_dir() / "window.json"


def save_layout(window: QMainWindow) -> None:
    """Remember size and docks. A failure costs only the layout and is logged."""
    path = layout_path()
    values = {
        "geometry": base64.b64encode(window.saveGeometry().data()).decode(),
        "state": base64.b64encode(window.saveState().data()).decode(),
    }
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with files.replacing(path) as temporary:
            temporary.write_text(json.dumps(values), encoding="utf-8")
    except OSError as error:
        log.warning("%s: the layout cannot be saved: %s", path, error)


def restore_geometry(window: QMainWindow) -> bool:
    """Bring size and place back. False, and nothing done, if there is no readable layout."""
    kept = _kept_layout()
    return kept is not None and window.restoreGeometry(kept[0])


def restore_layout(window: QMainWindow) -> bool:
    """Bring docks back, and the size of a window that is not shown yet: one that is was moved by
    its person meanwhile. False, and nothing done, if there is no readable layout.
    """
    kept = _kept_layout()
    if kept is None:
        return False
    placed = window.isVisible() or window.restoreGeometry(kept[0])
    return placed and window.restoreState(kept[1])


def _kept_layout() -> tuple[QByteArray, QByteArray] | None:
    try:
        values = json.loads(layout_path().read_text(encoding="utf-8"))
        geometry = base64.b64decode(values["geometry"], validate=True)
        state = base64.b64decode(values["state"], validate=True)
    except FileNotFoundError:
        return None
    except (OSError, ValueError, KeyError, TypeError, binascii.Error) as error:
        log.warning("%s: the layout is not readable: %s", layout_path(), error)
        return None
    return QByteArray(geometry), QByteArray(state)
