"""The tracks of the video on screen as a table."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
)
from PySide6.QtGui import QColor, QPainter, QPixmap

from core.model import verdict_edits
from core.model.edits import Edit
from core.model.values import Track, VerdictValue
from core.review.reviewed import reviewed_tracks
from gui.core_texts import core_text
from gui.language import language
from gui.session import Session, structure_changed, touched_tracks
from gui.texts import offset_words, time_text, verdict_text
from gui.theme import ThemeManager

Index = QModelIndex | QPersistentModelIndex

TITLE, SPAN, OFFSET, CONFIDENCE, FINDINGS, VERDICT = range(6)
TRACK_ID = Qt.ItemDataRole.UserRole + 1
_ROOT = QModelIndex()


@dataclass(frozen=True, slots=True)
class FindingMark:
    """What is to be looked at in a track.

    Args:
        count: open findings, without that it is not reviewed: the verdict tells that.
        doubt: of the worst of them, 0..1.
        text: what they are, a line each.
    """

    count: int
    doubt: float
    text: str


class TrackTableModel(QAbstractTableModel):
    """One row a track, by start.

    Column VERDICT is editable: its EditRole is a VerdictValue or None.
    """

    def __init__(
        self, session: Session, themes: ThemeManager, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._themes = themes
        self._tracks: list[Track] = []
        self._marks: dict[int, FindingMark] = {}
        self._reviewed: frozenset[int] | None = None
        session.video_changed.connect(self.reload)
        session.project_changed.connect(self.reload)
        session.document_changed.connect(self._on_edit)
        themes.changed.connect(self.reload)
        language().changed.connect(self.reload)
        self.reload()

    def reload(self) -> None:
        """Read the tracks anew."""
        self.beginResetModel()
        self._tracks = self._session.tracks
        self._reviewed = None
        self.endResetModel()

    def _on_edit(self, edit: Edit) -> None:
        if structure_changed(edit):
            self.reload()
            return
        self._reviewed = None
        changed = touched_tracks(edit)
        for row, track in enumerate(self._tracks):
            if track.id in changed:
                self._tracks[row] = self._session.document.tracks[track.id]
                self.dataChanged.emit(self.index(row, 0), self.index(row, VERDICT))

    def set_marks(self, marks: Mapping[int, FindingMark]) -> None:
        """Show the open findings, by track id."""
        if self._marks == marks:
            return
        self._marks = dict(marks)
        if self._tracks:
            last = len(self._tracks) - 1
            self.dataChanged.emit(self.index(0, FINDINGS), self.index(last, FINDINGS))

    def row_of(self, track_id: int | None) -> int | None:
        """The row of a track, or None."""
        for row, track in enumerate(self._tracks):
            if track.id == track_id:
                return row
        return None

    def track_at(self, row: int) -> Track:
        return self._tracks[row]

    def rowCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._tracks)

    def columnCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else 6

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return (
                self.tr("Track"),
                self.tr("Time"),
                self.tr("Sync"),
                self.tr("Conf."),
                self.tr("Findings"),
                self.tr("Verdict"),
            )[section]
        if role == Qt.ItemDataRole.ToolTipRole and section == OFFSET:
            return self.tr("Whether the audio is early or late against the lips")
        if role == Qt.ItemDataRole.ToolTipRole and section == FINDINGS:
            return self.tr("What is open in the track; two clicks lead to the worst")
        if role == Qt.ItemDataRole.ToolTipRole and section == CONFIDENCE:
            return self.tr("Confidence: how far the best shift stands out from the others")
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = super().flags(index)
        if index.isValid() and index.column() == VERDICT and self._session.writable:
            flags |= Qt.ItemFlag.ItemIsEditable
        return flags

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or index.row() >= len(self._tracks):
            return None
        track, column = self._tracks[index.row()], index.column()
        if role == TRACK_ID:
            return track.id
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return self._text(track, column, role == Qt.ItemDataRole.ToolTipRole)
        if role == Qt.ItemDataRole.EditRole and column == VERDICT:
            verdict = self._session.document.track_verdict(track.id)
            return verdict.value if verdict else None
        if role == Qt.ItemDataRole.DecorationRole and column == TITLE:
            swatch = QPixmap(10, 10)
            swatch.fill(self._themes.theme.track(track.id))
            return swatch
        if role == Qt.ItemDataRole.DecorationRole and column == FINDINGS:
            return self._dot(track.id)
        if role == Qt.ItemDataRole.ForegroundRole:
            return self._foreground(track, column)
        if role == Qt.ItemDataRole.TextAlignmentRole and column == CONFIDENCE:
            return int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        return None

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if role != Qt.ItemDataRole.EditRole or index.column() != VERDICT:
            return False
        # Qt hands a StrEnum over as plain text.
        value = None if value is None else VerdictValue(value)
        track = self._tracks[index.row()]
        decision = self._session.decision()
        edit = verdict_edits.set_verdict(self._session.document, track.id, value, decision)
        return self._session.do(edit)

    def _text(self, track: Track, column: int, long: bool) -> str:
        doc = self._session.document
        score = doc.scores.get(track.id)
        if column == TITLE:
            return track.title
        if column == SPAN:
            rows, video = doc.keyframes(track.id), self._session.video
            if not len(rows) or video is None:
                return ""
            first, last = (video.seconds(int(p)) for p in (rows.pts[0], rows.pts[-1]))
            return f"{time_text(first, 1, short=True)} – {time_text(last, 1, short=True)}"
        if column == OFFSET and not track.is_face:
            return self.tr("an object: it has no lips") if long else ""
        if column == OFFSET:
            words = offset_words(score, short=not long)
            if score is None:
                return words
            if score.stale:
                words += " *"
            if long and score.stale:
                words += self.tr(" (the boxes changed since: score it again)")
            if long and score.reason:
                words += f"\n{core_text(score.reason)}"
            return words
        if column == CONFIDENCE:
            return "" if score is None else f"{score.confidence:.2f}"
        if column == FINDINGS:
            mark = self._marks.get(track.id)
            if mark is None:
                return ""
            return mark.text if long else str(mark.count)
        verdict = doc.track_verdict(track.id)
        if verdict is None and self._is_reviewed(track):
            return self.tr("by spans")
        return verdict_text(verdict.value if verdict else None)

    def _dot(self, track_id: int) -> QPixmap | None:
        """The colour of the worst finding, as in the overview."""
        mark = self._marks.get(track_id)
        if mark is None:
            return None
        dot = QPixmap(10, 10)
        dot.fill(Qt.GlobalColor.transparent)
        painter = QPainter(dot)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._themes.theme.level(1.0 - mark.doubt))
        painter.drawEllipse(0, 0, 10, 10)
        painter.end()
        return dot

    def _is_reviewed(self, track: Track) -> bool:
        if self._reviewed is None:
            doc = self._session.document
            known = track.video_id in doc.videos
            self._reviewed = reviewed_tracks(doc, track.video_id) if known else frozenset()
        return track.id in self._reviewed

    def _foreground(self, track: Track, column: int) -> QColor | None:
        theme, doc = self._themes.theme, self._session.document
        if column == OFFSET:
            score = doc.scores.get(track.id)
            if score is None or not score.determined:
                return theme.colour("muted")
            return theme.colour("in_sync" if score.direction == "in sync" else "out_of_sync")
        if column == VERDICT:
            verdict = doc.track_verdict(track.id)
            if verdict is None:
                return theme.colour("other_verdict" if self._is_reviewed(track) else "muted")
            names = {VerdictValue.IN_SYNC: "in_sync", VerdictValue.OUT_OF_SYNC: "out_of_sync"}
            return theme.colour(names.get(verdict.value, "other_verdict"))
        return None
