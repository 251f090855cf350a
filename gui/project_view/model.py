"""All videos of the project as a table."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QSize,
    QSortFilterProxyModel,
    Qt,
    QTimer,
)
from PySide6.QtGui import QPixmap

from core.model.edits import Edit
from core.model.values import Video
from core.review.criteria import Selection
from core.review.finding import Finding
from gui.batch_queue import BatchQueue, QueueStatus
from gui.core_texts import core_text
from gui.findings.control import FindingsControl
from gui.findings.model import kind_text
from gui.language import language
from gui.project_view.thumbnails import SIZE, Thumbnails
from gui.session import Session
from gui.texts import time_text
from gui.theme import ThemeManager

Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()
_SETTLE_MS = 50

NAME, LENGTH, TRACKS, FINDING, REVIEWED, STATUS, KEPT = range(7)
SORT_ROLE = Qt.ItemDataRole.UserRole + 1
FRACTION_ROLE = Qt.ItemDataRole.UserRole + 2
"""0..1 of what REVIEWED shows."""
STATE_ROLE = Qt.ItemDataRole.UserRole + 3
"""What filters go by: a set of "analysed", "waiting", "failed", "unreviewed", "kept", "lost"."""


class ProjectModel(QAbstractTableModel):
    """One row a video, by id."""

    def __init__(
        self,
        session: Session,
        themes: ThemeManager,
        thumbnails: Thumbnails,
        findings: FindingsControl,
        queue: BatchQueue,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._themes = themes
        self._thumbnails = thumbnails
        self._findings = findings
        self._queue = queue
        self._videos: list[Video] = []
        self._worst: dict[int, Finding] = {}
        self._tracks: dict[int, list[int]] = {}
        self.selection: Selection | None = None
        self._judged: set[int] = set()
        self._kept_videos: set[int] = set()
        # What sorting and filtering ask for again and again, by video.
        self._facts: dict[int, tuple[dict[int, Any], set[str]]] = {}
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_SETTLE_MS)
        self._timer.timeout.connect(self.refresh)
        session.project_changed.connect(self.reload)
        session.document_changed.connect(self._on_edit)
        thumbnails.came.connect(self._on_thumbnail)
        findings.changed.connect(self._on_findings)
        queue.changed.connect(self.again)
        queue.progressed.connect(self._on_progress)
        language().changed.connect(self.again)
        themes.changed.connect(self.again)

    def reload(self) -> None:
        """Read the videos anew."""
        self.beginResetModel()
        doc = self._session.document
        self._videos = [doc.videos[id] for id in sorted(doc.videos)]
        self._count()
        self._facts.clear()
        self._judged = {verdict.track_id for verdict in doc.verdicts.values()}
        self.endResetModel()

    def _count(self) -> None:
        self._tracks = {video.id: [] for video in self._videos}
        for track in self._session.document.tracks.values():
            self._tracks.setdefault(track.video_id, []).append(track.id)

    def _on_edit(self, _edit: Edit) -> None:
        doc = self._session.document
        if [doc.videos[id] for id in sorted(doc.videos)] != self._videos:
            self.reload()
        else:
            self._count()
            self.again()

    def _on_findings(self) -> None:
        self._worst = {}
        for finding in self._findings.open_findings():
            self._worst.setdefault(finding.video_id, finding)
        self.again()

    def set_selection(self, selection: Selection | None) -> None:
        """What the criteria keep and lose."""
        self.selection = selection
        self.again()

    def again(self) -> None:
        """Say everything anew, once for many changes."""
        self._timer.start()

    def refresh(self) -> None:
        """Say everything anew now."""
        self._timer.stop()
        self._facts.clear()
        doc = self._session.document
        self._judged = {verdict.track_id for verdict in doc.verdicts.values()}
        self._kept_videos = set(self.selection.kept_videos) if self.selection else set()
        if self._videos:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._videos) - 1, KEPT))
            self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, KEPT)

    def _on_progress(self, video_id: int) -> None:
        for row, video in enumerate(self._videos):
            if video.id == video_id:
                self._facts.pop(video_id, None)
                self.dataChanged.emit(self.index(row, STATUS), self.index(row, STATUS))

    def _on_thumbnail(self, video_id: int) -> None:
        for row, video in enumerate(self._videos):
            if video.id == video_id:
                self.dataChanged.emit(self.index(row, NAME), self.index(row, NAME))

    def video_at(self, row: int) -> Video:
        return self._videos[row]

    def rowCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._videos)

    def columnCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else 7

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return (
                self.tr("Video"),
                self.tr("Length"),
                self.tr("Tracks"),
                self.tr("Worst finding"),
                self.tr("Reviewed"),
                self.tr("Analysis"),
                self.tr("Kept"),
            )[section]
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or index.row() >= len(self._videos):
            return None
        video, column = self._videos[index.row()], index.column()
        if role == Qt.ItemDataRole.DisplayRole:
            return self._text(video, column)
        if role == Qt.ItemDataRole.ToolTipRole:
            return video.path if column == NAME else self._text(video, column)
        if role == SORT_ROLE:
            return self._known(video)[0][column]
        if role == FRACTION_ROLE:
            done, of = self._reviewed(video)
            return done / of if of else 0.0
        if role == STATE_ROLE:
            return self._known(video)[1]
        if role == Qt.ItemDataRole.DecorationRole and column == NAME:
            image = self._thumbnails.get(video)
            return self._blank() if image is None else QPixmap.fromImage(image)
        if role == Qt.ItemDataRole.SizeHintRole and column == NAME:
            return QSize(SIZE[0] + 150, SIZE[1] + 8)
        if role == Qt.ItemDataRole.ForegroundRole and column == STATUS:
            entry = self._queue.entry(video.id)
            if entry is not None and entry.status is QueueStatus.FAILED:
                return self._themes.theme.colour("low")
        return None

    def _blank(self) -> QPixmap:
        blank = QPixmap(*SIZE)
        blank.fill(self._themes.theme.colour("picture"))
        return blank

    def _text(self, video: Video, column: int) -> str:
        if column == NAME:
            rate = f"{float(video.frame_rate):.3f}".rstrip("0").rstrip(".")
            return f"{Path(video.path).name}\n{video.width}×{video.height} · {rate} fps"
        if column == LENGTH:
            return time_text(float(video.duration), 0)
        if column == TRACKS:
            return str(len(self._tracks.get(video.id, ())))
        if column == FINDING:
            worst = self._worst.get(video.id)
            return "" if worst is None else kind_text(worst.kind)
        if column == REVIEWED:
            done, of = self._reviewed(video)
            return self.tr("{done} of {n}").format(done=done, n=of) if of else ""
        return self._kept(video) if column == KEPT else self._status(video)

    def _known(self, video: Video) -> tuple[dict[int, Any], set[str]]:
        """What each column sorts by, and what filters go by."""
        known = self._facts.get(video.id)
        if known is None:
            worst = self._worst.get(video.id)
            kept = self.selection.by_video.get(video.id) if self.selection is not None else None
            done, of = self._reviewed(video)
            values = {
                NAME: Path(video.path).name.casefold(),
                LENGTH: float(video.duration),
                TRACKS: len(self._tracks.get(video.id, ())),
                FINDING: worst.doubt if worst is not None else -1.0,
                REVIEWED: done / of if of else 0.0,
                STATUS: self._status(video),
                KEPT: kept.kept if kept is not None else -1,
            }
            known = self._facts[video.id] = values, self._states(video)
        return known

    def _reviewed(self, video: Video) -> tuple[int, int]:
        """Tracks with a verdict, and all."""
        ids = self._tracks.get(video.id, [])
        return sum(id in self._judged for id in ids), len(ids)

    def _states(self, video: Video) -> set[str]:
        done, of = self._reviewed(video)
        states = {"analysed"} if video.id in self._session.document.analyses else {"not analysed"}
        entry = self._queue.entry(video.id)
        if entry is not None and entry.status is QueueStatus.FAILED:
            states.add("failed")
        if done < of or not of:
            states.add("unreviewed")
        if self.selection is not None:
            states.add("kept" if video.id in self._kept_videos else "lost")
        return states

    def _status(self, video: Video) -> str:
        entry = self._queue.entry(video.id)
        if entry is not None:
            match entry.status:
                case QueueStatus.WAITING:
                    return self.tr("waiting")
                case QueueStatus.RUNNING:
                    return self.tr("running, {n} %").format(n=round(entry.fraction * 100))
                case QueueStatus.FAILED:
                    return self.tr("failed: {why}").format(why=core_text(entry.reason))
        if video.id in self._session.document.analyses:
            return self.tr("analysed")
        return self.tr("not analysed yet")

    def _kept(self, video: Video) -> str:
        totals = self.selection.by_video.get(video.id) if self.selection is not None else None
        if totals is None or not totals.kept + totals.lost:
            return ""
        return self.tr("{kept} of {n}").format(kept=totals.kept, n=totals.kept + totals.lost)


class ProjectFilter(QSortFilterProxyModel):
    """By name and by state; sorts by what a column means, not by its text."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._words = ""
        self._state = "all"
        self.setSortRole(SORT_ROLE)
        self.setDynamicSortFilter(True)

    def show_only(self, words: str, state: str) -> None:
        """Videos whose names hold these words, in this state ("all" for any)."""
        self.beginFilterChange()
        self._words, self._state = words.casefold().strip(), state
        self.endFilterChange()

    def filterAcceptsRow(self, source_row: int, source_parent: Index) -> bool:
        index = self.sourceModel().index(source_row, NAME, source_parent)
        name = str(index.data()).partition("\n")[0].casefold()
        if self._words not in name:
            return False
        return self._state == "all" or self._state in index.data(STATE_ROLE)

    def lessThan(self, source_left: Index, source_right: Index) -> bool:
        return bool(source_left.data(SORT_ROLE) < source_right.data(SORT_ROLE))
