"""The list of keys and gestures on one page: searchable, printable, in the present language."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from itertools import combinations, pairwise

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QKeySequence, QPalette, QResizeEvent, QShortcut, QTextDocument
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QTextBrowser,
    QVBoxLayout,
    QWidget,
)

from gui.action_table import TABLE
from gui.actions import Actions, plain_text
from gui.key_groups import GESTURES, groups
from gui.keymap import native
from gui.language import retranslated
from gui.texts import translated

_LEAST_COLUMN_EM = 22
_MOST_COLUMNS = 3


@dataclass(frozen=True, slots=True)
class Block:
    """One group: its title and its rows of (keys, what they do)."""

    title: str
    rows: tuple[tuple[str, str], ...]


def blocks(actions: Actions, wanted: str = "") -> list[Block]:
    """Everything that has a key or a gesture and fits what is searched for."""
    names = {spec.id: plain_text(spec.text) for spec in TABLE}
    found: list[Block] = []
    for group in groups():
        rows = tuple(
            ("  ·  ".join(native(key) for key in actions.keys[id]), names[id])
            for id in group.ids
            if actions.keys.get(id)
        )
        found.append(Block(group.title, rows))
    for title, gestures in GESTURES:
        rows = tuple(
            (translated("gestures", gesture), translated("gestures", effect))
            for gesture, effect in gestures
        )
        found.append(Block(translated("gestures", title), rows))
    wanted = wanted.casefold().strip()
    kept = (
        Block(b.title, tuple(r for r in b.rows if wanted in f"{r[0]} {r[1]} {b.title}".casefold()))
        for b in found
    )
    return [block for block in kept if block.rows]


def in_columns(found: list[Block], count: int) -> list[list[Block]]:
    """The blocks in their order, in columns of which the highest is as low as can be."""
    heights = [len(block.rows) + 2 for block in found]
    count = min(count, max(len(found), 1))
    best: tuple[int, tuple[int, ...]] | None = None
    for cuts in combinations(range(1, len(found)), count - 1):
        ends = (0, *cuts, len(found))
        highest = max(sum(heights[a:b]) for a, b in pairwise(ends))
        if best is None or highest < best[0]:
            best = highest, ends
    ends = best[1] if best is not None else (0, len(found))
    return [found[a:b] for a, b in pairwise(ends)]


def page(found: list[Block], count: int, colours: dict[str, str], nothing: str) -> str:
    """The page as HTML.

    Args:
        colours: "text" and "muted", as "#rrggbb".
        nothing: what it says when there are no blocks.
    """
    if not found:
        return f"<p style='color:{colours['muted']}'>{escape(nothing)}</p>"
    cells = []
    for column in in_columns(found, count):
        parts = []
        for block in column:
            rows = "".join(
                f"<tr><td width='40%' style='padding:1px 8px 1px 0'>"
                f"<b>{escape(keys)}</b></td>"
                f"<td style='padding:1px 0'>{escape(words)}</td></tr>"
                for keys, words in block.rows
            )
            parts.append(
                f"<p style='margin:10px 0 3px 0; color:{colours['muted']}'>"
                f"<b>{escape(block.title)}</b></p><table width='100%'>{rows}</table>"
            )
        cells.append(
            f"<td width='{100 // count}%' style='padding:0 14px; vertical-align:top'>"
            f"{''.join(parts)}</td>"
        )
    return (
        f"<body style='color:{colours['text']}'><table width='100%'><tr>{''.join(cells)}</tr>"
        "</table></body>"
    )


class KeyList(QDialog):
    """Stays open beside the work if one likes; Esc closes it."""

    def __init__(self, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._actions = actions
        column = QVBoxLayout(self)
        head = QHBoxLayout()
        self.search = QLineEdit()
        self.search.setProperty("role", "field")
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(self.refresh)
        find = QShortcut(QKeySequence(QKeySequence.StandardKey.Find), self)
        find.activated.connect(self.search.setFocus)
        head.addWidget(self.search, 1)
        column.addLayout(head)
        self.text = QTextBrowser()
        self.text.setOpenLinks(False)
        column.addWidget(self.text, 1)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        self.print = QPushButton()
        self.change = QPushButton()
        buttons.addButton(self.change, QDialogButtonBox.ButtonRole.ActionRole)
        buttons.addButton(self.print, QDialogButtonBox.ButtonRole.ActionRole)
        buttons.rejected.connect(self.reject)
        self.print.clicked.connect(self._ask_printer)
        self.change.clicked.connect(actions["edit_keys"].trigger)
        for button in (self.print, self.change):
            button.setAutoDefault(False)
        column.addWidget(buttons)
        actions.keys_changed.connect(self.refresh)
        retranslated(self._say)

    def sizeHint(self) -> QSize:
        em, line = self.fontMetrics().averageCharWidth(), self.fontMetrics().lineSpacing()
        room = self.screen().availableGeometry().size() * 0.9
        return QSize(em * 200, line * 58).boundedTo(room)

    def _say(self) -> None:
        self.setWindowTitle(self.tr("List of keys"))
        self.search.setPlaceholderText(self.tr("Search an action or a key"))
        self.search.setAccessibleName(self.search.placeholderText())
        self.text.setAccessibleName(self.windowTitle())
        self.print.setText(self.tr("&Print…"))
        self.change.setText(self.tr("&Change the keys…"))
        self.refresh()

    def columns(self) -> int:
        """How many columns there is room for."""
        width = self.text.viewport().width()
        least = self.fontMetrics().averageCharWidth() * 2 * _LEAST_COLUMN_EM
        return min(max(width // least, 1), _MOST_COLUMNS)

    def refresh(self) -> None:
        """Show what fits the search."""
        palette = self.palette()

        def colour(role: QPalette.ColorRole) -> str:
            return palette.color(role).name()

        roles = QPalette.ColorRole
        colours = {"text": colour(roles.Text), "muted": colour(roles.PlaceholderText)}
        self.text.setHtml(self._page(colours, self.columns()))

    def _page(self, colours: dict[str, str], columns: int) -> str:
        nothing = self.tr("Nothing fits “{what}”.").format(what=self.search.text())
        return page(blocks(self._actions, self.search.text()), columns, colours, nothing)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.refresh()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.FontChange):
            self.refresh()

    def _ask_printer(self) -> None:
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        dialog = QPrintDialog(printer, self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.accepted.connect(lambda: self.print_to(printer))
        dialog.setWindowModality(Qt.WindowModality.WindowModal)
        dialog.show()

    def print_to(self, printer: QPrinter) -> None:
        """Print the page as it is shown, dark on white in every theme."""
        document = QTextDocument()
        font = self.font()
        font.setPointSizeF(8.0)
        document.setDefaultFont(font)
        ink = {"text": "#000000", "muted": "#444444"}
        title = f"<h3>SyncReview: {escape(self.windowTitle())}</h3>"
        document.setHtml(title + self._page(ink, 2))
        document.print_(printer)
