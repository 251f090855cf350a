"""Colours, icons and the style sheet; dark or light as the system or the settings say."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass

from PySide6.QtCore import QObject, QSize, Qt, Signal
from PySide6.QtGui import QColor, QIcon, QPainter, QPalette, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QApplication

from core.resources import RESOURCES

THEMES = ("auto", "dark", "light")


@dataclass(frozen=True, slots=True)
class Theme:
    """One set of colours, as "#rrggbb"."""

    name: str
    colours: dict[str, str]
    tracks: tuple[str, ...]

    def colour(self, name: str, alpha: int = 255) -> QColor:
        """The colour of this name in resources/theme."""
        colour = QColor(self.colours[name])
        colour.setAlpha(alpha)
        return colour

    def track(self, track_id: int) -> QColor:
        """The colour by which a track is known in every view."""
        return QColor(self.tracks[(track_id - 1) % len(self.tracks)])

    def level(self, value: float | None) -> QColor:
        """Colour of a confidence level 0..1: low, middle, high; neutral where there is none."""
        if value is None:
            return self.colour("neutral")
        level = min(max(value, 0.0), 1.0)
        first, second = ("low", "middle") if level < 0.5 else ("middle", "high")
        a, b = self.colour(first), self.colour(second)
        t = level * 2 if level < 0.5 else level * 2 - 1
        return QColor.fromRgbF(
            a.redF() + (b.redF() - a.redF()) * t,
            a.greenF() + (b.greenF() - a.greenF()) * t,
            a.blueF() + (b.blueF() - a.blueF()) * t,
        )


def load_theme(name: str) -> Theme:
    """Read resources/theme/<name>.toml."""
    values = tomllib.loads((RESOURCES / "theme" / f"{name}.toml").read_text(encoding="utf-8"))
    tracks = tuple(values.pop("tracks"))
    return Theme(name, values, tracks)


class ThemeManager(QObject):
    """Holds the present theme, dresses the application in it and follows the system's scheme."""

    changed = Signal()

    def __init__(self, app: QApplication, choice: str = "auto") -> None:
        super().__init__()
        self._app = app
        self._choice = choice
        self._icons: dict[str, QIcon] = {}
        self.theme = load_theme(self._wanted())
        self._dress()
        app.styleHints().colorSchemeChanged.connect(self._follow)

    def choose(self, choice: str) -> None:
        """Set "auto", "light" or "dark"."""
        self._choice = choice
        self._follow()

    def _wanted(self) -> str:
        if self._choice in ("light", "dark"):
            return self._choice
        # Where the platform does not say, dark: pictures are judged better on a dark surround.
        light = self._app.styleHints().colorScheme() == Qt.ColorScheme.Light
        return "light" if light else "dark"

    def _follow(self) -> None:
        name = self._wanted()
        if name != self.theme.name:
            self.theme = load_theme(name)
            self._icons.clear()
            self._dress()
            self.changed.emit()

    def _dress(self) -> None:
        theme, palette = self.theme, QPalette()
        role = QPalette.ColorRole
        for roles, name in (
            ((role.Window,), "window"),
            ((role.Base,), "base"),
            ((role.AlternateBase,), "alternate"),
            ((role.Button,), "button"),
            ((role.WindowText, role.Text, role.ButtonText, role.ToolTipText), "text"),
            ((role.ToolTipBase, role.Light), "panel"),
            ((role.Mid, role.Dark), "border"),
            ((role.Highlight, role.Link, role.Accent), "accent"),
            ((role.HighlightedText,), "accent_text"),
            ((role.PlaceholderText,), "muted"),
        ):
            for one in roles:
                palette.setColor(one, theme.colour(name))
        for one in (role.WindowText, role.Text, role.ButtonText):
            palette.setColor(QPalette.ColorGroup.Disabled, one, theme.colour("disabled"))
        self._app.setStyle("Fusion")
        self._app.setPalette(palette)
        sheet = (RESOURCES / "theme" / "app.qss").read_text(encoding="utf-8")
        self._app.setStyleSheet(re.sub(r"@(\w+)", lambda m: theme.colours[m[1]], sheet))

    def icon(self, name: str) -> QIcon:
        """An icon of resources/icons in the text colour of the theme."""
        icon = self._icons.get(name)
        if icon is None:
            icon = QIcon(draw_icon(name, self.theme.colour("text")))
            icon.addPixmap(draw_icon(name, self.theme.colour("disabled")), QIcon.Mode.Disabled)
            self._icons[name] = icon
        return icon


def draw_icon(name: str, colour: QColor, size: int = 40) -> QPixmap:
    """Render an SVG whose strokes are `currentColor`."""
    text = (RESOURCES / "icons" / f"{name}.svg").read_text(encoding="utf-8")
    renderer = QSvgRenderer(text.replace("currentColor", colour.name()).encode())
    pixmap = QPixmap(QSize(size, size))
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    renderer.render(painter)
    painter.end()
    return pixmap
