"""The table of tracks."""

from __future__ import annotations

from PySide6.QtCore import (
    QAbstractItemModel,
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QSize,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from gui.models.tracks import (
    CONFIDENCE,
    FINDINGS,
    OFFSET,
    SPAN,
    TITLE,
    VERDICT,
    TrackTableModel,
)
from gui.session import Session
from gui.texts import VERDICTS, verdict_text

Index = QModelIndex | QPersistentModelIndex


class VerdictDelegate(QStyledItemDelegate):
    """A drop-down of the verdicts in the table's cell."""

    def createEditor(
        self, parent: QWidget, option: QStyleOptionViewItem, index: Index
    ) -> QComboBox:
        combo = QComboBox(parent)
        combo.addItem(verdict_text(None), None)
        for number, value in enumerate(VERDICTS, start=1):
            combo.addItem(f"{number}  {verdict_text(value)}", value)
        combo.activated.connect(lambda _row: self._commit(combo))
        # Open at once: the cell was clicked to choose.
        QTimer.singleShot(0, combo, combo.showPopup)
        return combo

    def _commit(self, combo: QComboBox) -> None:
        self.commitData.emit(combo)
        self.closeEditor.emit(combo)

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        assert isinstance(editor, QComboBox)
        value = index.data(Qt.ItemDataRole.EditRole)
        editor.setCurrentIndex(VERDICTS.index(value) + 1 if value is not None else 0)

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        assert isinstance(editor, QComboBox)
        value = editor.currentData()  # plain text: Qt does not keep a StrEnum
        if value != index.data(Qt.ItemDataRole.EditRole):
            model.setData(index, value, Qt.ItemDataRole.EditRole)


class TrackPanel(QWidget):
    """The tracks of the video on screen; the selected rows are the session's selected tracks.

    Signals:
        findings_asked(int): the findings of this track were double-clicked.
    """

    findings_asked = Signal(int)

    def __init__(
        self, session: Session, model: TrackTableModel, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._session = session
        self.model = model
        # Either the table follows the session now, or the session the table.
        self._following = False
        self.table = QTableView()
        self.table.setModel(model)
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.DoubleClicked)
        self.table.setItemDelegateForColumn(VERDICT, VerdictDelegate(self.table))
        # Tab leads on to the next panel; the arrows go from row to row.
        self.table.setTabKeyNavigation(False)
        self.table.setShowGrid(False)
        self.table.setAlternatingRowColors(True)
        self.table.setWordWrap(False)
        self.table.setIconSize(QSize(10, 10))
        self.table.verticalHeader().hide()
        self.table.verticalHeader().setDefaultSectionSize(26)
        header = self.table.horizontalHeader()
        header.setHighlightSections(False)
        header.setMinimumSectionSize(header.fontMetrics().averageCharWidth() * 7)
        # Widths by the rows in sight: asking every row after every edit stalls long lists.
        header.setResizeContentsPrecision(0)
        fit = QHeaderView.ResizeMode.ResizeToContents
        for column in (TITLE, SPAN, CONFIDENCE, FINDINGS, VERDICT):
            header.setSectionResizeMode(column, fit)
        header.setSectionResizeMode(OFFSET, QHeaderView.ResizeMode.Stretch)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.table)
        self.table.selectionModel().selectionChanged.connect(self._on_rows)
        self.table.doubleClicked.connect(self._go_to_start)
        session.selection_changed.connect(self._on_selection)
        model.modelReset.connect(self._on_selection)

    def _on_rows(self, _chosen: QItemSelection, _gone: QItemSelection) -> None:
        if self._following:
            return
        rows = [index.row() for index in self.table.selectionModel().selectedRows()]
        ids = [self.model.track_at(row).id for row in rows]
        # The row that was clicked last is the one whose figures are shown.
        current = self.table.currentIndex().row()
        if current in rows:
            ids.insert(0, self.model.track_at(current).id)
        self._following = True
        self._session.select_all(ids)
        self._following = False

    def _on_selection(self) -> None:
        if self._following:
            return
        model = self.table.selectionModel()
        wanted = [row for id in self._session.chosen if (row := self.model.row_of(id)) is not None]
        if sorted(wanted) == sorted(index.row() for index in model.selectedRows()):
            return
        self._following = True
        model.clearSelection()
        flags = QItemSelectionModel.SelectionFlag
        for row in wanted:
            model.select(self.model.index(row, 0), flags.Select | flags.Rows)
        if wanted:
            first = self.model.index(wanted[0], 0)
            model.setCurrentIndex(first, flags.NoUpdate)
            self.table.scrollTo(first)
        self._following = False

    def _go_to_start(self, index: QModelIndex) -> None:
        opened = self._session.opened
        if index.column() == VERDICT or opened is None:
            return
        track = self.model.track_at(index.row())
        if index.column() == FINDINGS and index.data():
            self.findings_asked.emit(track.id)
            return
        rows = self._session.document.keyframes(track.id)
        if len(rows):
            self._session.seek_frame(opened.index.frame_of_pts(int(rows.pts[0])))
