"""The page of all videos of the project."""

from __future__ import annotations

from PySide6.QtCore import (
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QLineEdit,
    QSplitter,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from core.review.finding import FindingKind
from gui.actions import Actions
from gui.findings.model import kind_text
from gui.language import retranslated
from gui.project_view.criteria_panel import CriteriaPanel
from gui.project_view.model import (
    FINDING,
    FRACTION_ROLE,
    KEPT,
    LENGTH,
    NAME,
    REVIEWED,
    STATUS,
    TRACKS,
    ProjectFilter,
    ProjectModel,
)
from gui.project_view.thumbnails import SIZE
from gui.quiet import EnterKey, QuietCombo
from gui.texts import time_text
from gui.theme import ThemeManager

Index = QModelIndex | QPersistentModelIndex
_STATES = ("all", "not analysed", "unreviewed", "failed", "missing", "kept", "lost")

_ACTIONS = (
    "queue_chosen", "queue_all", "queue_up", "queue_down", "queue_pause", "queue_retry",
    "remove_video",
)  # fmt: skip

_CELL_MARGIN = 24
"""Of a cell's text, both sides together."""


class ReviewedDelegate(QStyledItemDelegate):
    """How much is reviewed, as a bar under its words."""

    def __init__(self, themes: ThemeManager, parent: QWidget) -> None:
        super().__init__(parent)
        self._themes = themes

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        super().paint(painter, option, index)
        if not index.data():
            return
        theme, area = self._themes.theme, QRect(option.rect)
        bar = QRect(area.left() + 8, area.center().y() + 12, area.width() - 16, 4)
        painter.fillRect(bar, theme.colour("border"))
        bar.setWidth(round(bar.width() * float(index.data(FRACTION_ROLE))))
        painter.fillRect(bar, theme.colour("high"))


class ProjectPanel(QWidget):
    """Signals:
    open_video(video id).
    chosen_changed(): other videos are selected.
    """

    open_video = Signal(int)
    chosen_changed = Signal()

    def __init__(
        self,
        model: ProjectModel,
        criteria: CriteriaPanel,
        themes: ThemeManager,
        actions: Actions,
    ) -> None:
        super().__init__()
        self.model = model
        self.criteria = criteria
        self.filter = ProjectFilter(self)
        self.filter.setSourceModel(model)
        self.table = QTableView()
        self.table.setModel(self.filter)
        self.table.setSortingEnabled(True)
        self.table.sortByColumn(NAME, Qt.SortOrder.AscendingOrder)
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setIconSize(QSize(*SIZE))
        self.table.setShowGrid(False)
        self.table.setAlternatingRowColors(True)
        self.table.verticalHeader().hide()
        self.table.verticalHeader().setDefaultSectionSize(SIZE[1] + 8)
        self.table.setItemDelegateForColumn(REVIEWED, ReviewedDelegate(themes, self.table))
        self.table.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)
        header = self.table.horizontalHeader()
        header.setHighlightSections(False)
        header.setSectionResizeMode(NAME, QHeaderView.ResizeMode.Stretch)
        self.table.setColumnWidth(STATUS, 170)
        self.search, self.state, self.count = QLineEdit(), QuietCombo(), QLabel()
        self.queue = QLabel()
        self.queue.setProperty("role", "muted")
        self.search.setProperty("role", "field")
        self.search.setClearButtonEnabled(True)
        self.count.setProperty("role", "muted")
        for state in _STATES:
            self.state.addItem("", state)
        self.search.textChanged.connect(lambda _text: self._filter())
        self.state.activated.connect(lambda _row: self._filter())
        above, below = QHBoxLayout(), QHBoxLayout()
        above.addWidget(self.search, 1)
        above.addWidget(self.state)
        above.addWidget(self.count)
        above.addWidget(self.queue)
        for name in _ACTIONS:
            self.table.addAction(actions[name])
            # In the menu only: at twice the size of text there is no room for more buttons.
            if name not in ("queue_up", "queue_down"):
                button = QToolButton()
                button.setDefaultAction(actions[name])
                below.addWidget(button)
        below.addStretch(1)
        split = QSplitter(Qt.Orientation.Vertical)
        split.setChildrenCollapsible(False)
        split.addWidget(self.table)
        split.addWidget(criteria)
        split.setStretchFactor(0, 1)
        split.setSizes([1000, 200])
        whole = QVBoxLayout(self)
        whole.addLayout(above)
        whole.addWidget(split, 1)
        whole.addLayout(below)
        self.table.activated.connect(self._on_activated)
        EnterKey(self.table).pressed.connect(self._on_activated)
        self.table.selectionModel().selectionChanged.connect(lambda *_: self.chosen_changed.emit())
        self.filter.modelReset.connect(self.chosen_changed)
        self.filter.rowsInserted.connect(self._tell)
        self.filter.rowsRemoved.connect(self._tell)
        self.filter.modelReset.connect(self._tell)
        retranslated(self._say)

    def _say(self) -> None:
        """Everything that is said here, in the language of now."""
        self.table.setAccessibleName(self.tr("Videos of the project"))
        self.search.setPlaceholderText(self.tr("Search by name"))
        self.search.setAccessibleName(self.tr("Search by name"))
        self.state.setAccessibleName(self.tr("Which videos"))
        texts = (
            self.tr("All videos"),
            self.tr("Not analysed"),
            self.tr("Not reviewed"),
            self.tr("Failed"),
            self.tr("Media missing"),
            self.tr("Kept"),
            self.tr("Lost"),
        )
        for row, text in enumerate(texts):
            self.state.setItemText(row, text)
        self._size_columns()
        self._tell()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._size_columns()

    def _size_columns(self) -> None:
        """Columns as wide as what stands in them at most. A header that did so by itself would look
        at all of them whenever a row changes.
        """
        header, wide = self.table.horizontalHeader(), self.table.fontMetrics().horizontalAdvance
        counts = self.model.counts_text(100, 100)
        for column, texts in {
            LENGTH: [time_text(36000, 0)],
            TRACKS: ["1000"],
            FINDING: [kind_text(kind) for kind in FindingKind],
            REVIEWED: [counts],
            KEPT: [counts],
        }.items():
            needed = max(map(wide, texts)) + _CELL_MARGIN
            header.resizeSection(column, max(needed, header.sectionSizeHint(column)))

    def _tell(self) -> None:
        text = self.tr("{shown} of {n} videos")
        self.count.setText(text.format(shown=self.filter.rowCount(), n=self.model.rowCount()))

    def _filter(self) -> None:
        self.filter.show_only(self.search.text(), self.state.currentData())
        self._tell()

    def chosen(self) -> list[int]:
        """Ids of the videos of the selected rows, in the order of the table."""
        rows = sorted(index.row() for index in self.table.selectionModel().selectedRows())
        return [self._video_id(self.filter.index(row, NAME)) for row in rows]

    def _video_id(self, index: Index) -> int:
        return self.model.video_at(self.filter.mapToSource(index).row()).id

    def _on_activated(self, index: QModelIndex) -> None:
        self.open_video.emit(self._video_id(index))
