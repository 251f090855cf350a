"""The dock of findings: the list, what of it is shown, and what can be done with one."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect
from PySide6.QtGui import QAction, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QLineEdit,
    QMenu,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from core.review.finding import Finding, FindingKind
from gui.actions import Actions
from gui.findings.control import FindingsControl
from gui.findings.model import DOUBT, DOUBT_ROLE, KIND, PLACE, WORDS, FindingsModel, kind_text
from gui.language import retranslated
from gui.quiet import EnterKey, QuietCombo
from gui.session import Session
from gui.theme import ThemeManager

Index = QModelIndex | QPersistentModelIndex

_STATES = ("open", "snoozed", "resolved", "all")


class DoubtDelegate(QStyledItemDelegate):
    """The doubt as a bar."""

    def __init__(self, themes: ThemeManager, parent: QWidget) -> None:
        super().__init__(parent)
        self._themes = themes

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        theme, area = self._themes.theme, QRect(option.rect)
        doubt = float(index.data(DOUBT_ROLE) or 0.0)
        bar = area.adjusted(6, area.height() // 2 - 3, -6, -(area.height() // 2 - 3))
        painter.fillRect(bar, theme.colour("border"))
        bar.setWidth(max(round(bar.width() * doubt), 1))
        # The more doubt, the warmer.
        painter.fillRect(bar, theme.level(1.0 - doubt))


class FindingsPanel(QWidget):
    """Ranked by doubt; filtered by video, state, kind and words."""

    def __init__(
        self,
        session: Session,
        control: FindingsControl,
        themes: ThemeManager,
        actions: Actions,
    ) -> None:
        super().__init__()
        self._session = session
        self._control = control
        self._hidden_kinds: set[FindingKind] = set()
        self.model = FindingsModel(session, themes, self)
        self.table = QTableView()
        self.table.setModel(self.model)
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setShowGrid(False)
        self.table.setWordWrap(False)
        self.table.setAlternatingRowColors(True)
        self.table.verticalHeader().hide()
        self.table.verticalHeader().setDefaultSectionSize(24)
        self.table.setItemDelegateForColumn(DOUBT, DoubtDelegate(themes, self.table))
        header = self.table.horizontalHeader()
        header.setHighlightSections(False)
        header.setResizeContentsPrecision(50)
        header.setSectionResizeMode(DOUBT, QHeaderView.ResizeMode.Fixed)
        self.table.setColumnWidth(DOUBT, 58)
        for column in (KIND, PLACE):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(WORDS, QHeaderView.ResizeMode.Stretch)
        self.videos, self.state = QuietCombo(), QuietCombo()
        for combo, values in ((self.videos, ("all", "this")), (self.state, _STATES)):
            for value in values:
                combo.addItem("", value)
            combo.activated.connect(lambda _row: self.refresh())
        self.kinds = QToolButton()
        self.kinds.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._menu = QMenu(self.kinds)
        self.kinds.setMenu(self._menu)
        self._kind_actions = {kind: self._kind_action(kind) for kind in FindingKind}
        self.search = QLineEdit()
        self.search.setProperty("role", "field")
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(lambda _text: self.refresh())
        self.count = QLabel()
        self.count.setProperty("role", "muted")
        self._lay_out([actions[n] for n in ("resolve_finding", "snooze_finding", "reopen_finding")])
        EnterKey(self.table).pressed.connect(self._on_chosen)
        self.table.clicked.connect(self._on_chosen)
        control.changed.connect(self.refresh)
        session.video_changed.connect(self.refresh)
        self.model.modelReset.connect(self._mark)
        retranslated(self._say)

    def _lay_out(self, actions: list[QAction]) -> None:
        filters, below = QHBoxLayout(), QHBoxLayout()
        for widget in (self.videos, self.state, self.kinds):
            filters.addWidget(widget)
        filters.addWidget(self.search, 1)
        below.addWidget(self.count, 1)
        for action in actions:
            button = QToolButton()
            button.setDefaultAction(action)
            below.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(6, 6, 6, 4)
        column.setSpacing(4)
        column.addLayout(filters)
        column.addWidget(self.table, 1)
        column.addLayout(below)

    def _kind_action(self, kind: FindingKind) -> QAction:
        action = self._menu.addAction("")
        action.setCheckable(True)
        action.setChecked(True)
        action.toggled.connect(lambda on, kind=kind: self.show_kind(kind, on))
        return action

    def _say(self) -> None:
        """Everything that is said here, in the language of now."""
        self.table.setAccessibleName(self.tr("Findings"))
        _name(self.videos, (self.tr("All videos"), self.tr("This video")))
        _name(
            self.state,
            (self.tr("Open"), self.tr("Snoozed"), self.tr("Resolved"), self.tr("Open and closed")),
        )
        self.videos.setAccessibleName(self.tr("Findings of which videos"))
        self.state.setAccessibleName(self.tr("Findings in which state"))
        self.kinds.setText(self.tr("Kinds"))
        self.search.setPlaceholderText(self.tr("Search"))
        self.search.setAccessibleName(self.tr("Search the findings"))
        for kind, action in self._kind_actions.items():
            action.setText(kind_text(kind))
        self.refresh()

    def show_kind(self, kind: FindingKind, on: bool) -> None:
        """Show the findings of a kind, or not."""
        self._kind_actions[kind].setChecked(on)
        (self._hidden_kinds.discard if on else self._hidden_kinds.add)(kind)
        self.refresh()

    def chosen(self) -> list[Finding]:
        """The selected rows; else the finding that was gone to last."""
        rows = sorted({index.row() for index in self.table.selectionModel().selectedRows()})
        if rows:
            return [self.model.finding_at(row) for row in rows]
        current = self._control.current
        return [] if current is None else [current]

    def refresh(self) -> None:
        """Show what there is now."""
        closed, every = self._control.statuses(), self._control.findings()
        rows = self._wanted()
        self.model.show(rows, closed)
        self._mark()
        text = self.tr("{open} open, {shown} shown").format(
            open=len(self._control.open_findings()), shown=len(rows)
        )
        self.count.setText(text if every else "")

    def _mark(self) -> None:
        """The row of the finding that was gone to last is selected."""
        current = self._control.current
        row = None if current is None else self.model.row_of(current.key)
        if row is not None:
            self.table.selectRow(row)

    def _wanted(self) -> list[Finding]:
        """What the filters leave."""
        state, closed = self.state.currentData(), self._control.statuses()
        if state == "open":
            rows = self._control.open_findings()
        else:
            rows = self._control.findings()
            if state != "all":
                rows = [f for f in rows if f.key in closed and closed[f.key].value == state]
        if self.videos.currentData() == "this":
            shown = self._session.video
            rows = [f for f in rows if shown is not None and f.video_id == shown.id]
        if self._hidden_kinds:
            rows = [f for f in rows if f.kind not in self._hidden_kinds]
        wanted = self.search.text().casefold().strip()
        if wanted:
            rows = [f for f in rows if wanted in self._text(f).casefold()]
        return rows

    def _text(self, finding: Finding) -> str:
        return f"{kind_text(finding.kind)} {self.model.words(finding)}"

    def _on_chosen(self, index: QModelIndex) -> None:
        self._control.go_to(self.model.finding_at(index.row()))


def _name(combo: QComboBox, texts: tuple[str, ...]) -> None:
    for row, text in enumerate(texts):
        combo.setItemText(row, text)
