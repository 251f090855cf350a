"""The findings as a table: how doubtful, what, where, in words."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QCoreApplication,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
)

from core.model.values import FindingStatus
from core.review.finding import Finding, FindingKind
from core.review.words import finding_words
from gui.core_texts import core_text
from gui.language import language
from gui.session import Session
from gui.texts import short_name, time_text
from gui.theme import ThemeManager

Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()

DOUBT, KIND, PLACE, WORDS = range(4)
DOUBT_ROLE = Qt.ItemDataRole.UserRole + 1


def kind_text(kind: FindingKind) -> str:
    """A kind of finding in the user's language."""

    def tr(text: str) -> str:
        return QCoreApplication.translate("findings", text)

    return {
        FindingKind.OFFSET_OUTSIDE: tr("Offset"),
        FindingKind.UNDETERMINED: tr("Undetermined"),
        FindingKind.LOW_CONFIDENCE: tr("Low confidence"),
        FindingKind.DRIFT: tr("Drift"),
        FindingKind.BOX_JUMP: tr("Box jumps"),
        FindingKind.SHORT_GAP: tr("Gap"),
        FindingKind.LOST_TRACK: tr("Lost track"),
        FindingKind.SAME_VOICE: tr("Same voice"),
        FindingKind.NO_VISIBLE_SPEAKER: tr("No visible speaker"),
        FindingKind.UNREVIEWED: tr("Unreviewed"),
    }[kind]


class FindingsModel(QAbstractTableModel):
    """One row a finding, in the order in which they were given."""

    def __init__(self, session: Session, themes: ThemeManager, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self._themes = themes
        self._rows: list[Finding] = []
        self._closed: dict[str, FindingStatus] = {}
        language().changed.connect(self._again)
        themes.changed.connect(self._again)

    def show(self, rows: list[Finding], closed: dict[str, FindingStatus]) -> None:
        """Show these findings; `closed` tells by key which are not open."""
        if (rows, closed) == (self._rows, self._closed):
            return
        self.beginResetModel()
        self._rows, self._closed = rows, closed
        self.endResetModel()

    def _again(self) -> None:
        self.beginResetModel()
        self.endResetModel()

    def finding_at(self, row: int) -> Finding:
        return self._rows[row]

    def row_of(self, key: str) -> int | None:
        """The row of a finding, or None."""
        return next((n for n, f in enumerate(self._rows) if f.key == key), None)

    def words(self, finding: Finding) -> str:
        """What is doubtful, with the names of the tracks."""
        tracks = self._session.document.tracks

        def title(id: int) -> str:
            return tracks[id].title if id in tracks else str(id)

        if finding.track_id is None:
            return core_text(finding_words(finding, title))
        head, _, rest = finding_words(finding, title).partition(": ")
        return f"{head}: {core_text(rest)}"

    def rowCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else 4

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            names = (self.tr("Doubt"), self.tr("Kind"), self.tr("Where"), self.tr("What"))
            return names[section]
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or index.row() >= len(self._rows):
            return None
        finding, column = self._rows[index.row()], index.column()
        if role == DOUBT_ROLE:
            return finding.doubt
        if role == Qt.ItemDataRole.ToolTipRole:
            return f"{kind_text(finding.kind)}\n{self._place(finding)}\n{self.words(finding)}"
        if role == Qt.ItemDataRole.DisplayRole:
            if column == KIND:
                return kind_text(finding.kind)
            if column == PLACE:
                return self._place(finding)
            return self.words(finding) if column == WORDS else f"{finding.doubt:.0%}"
        if role == Qt.ItemDataRole.ForegroundRole and finding.key in self._closed:
            return self._themes.theme.colour("muted")
        return None

    def _place(self, finding: Finding) -> str:
        video = self._session.document.videos.get(finding.video_id)
        if video is None:
            return ""
        time = time_text(video.seconds(finding.start_pts), 1, short=True)
        shown = self._session.video
        if shown is not None and shown.id == video.id:
            return time
        return f"{short_name(video, 18)} {time}"
