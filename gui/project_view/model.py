"""All videos of the project as a table."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from itertools import islice
from pathlib import Path
from typing import Any, TypeVar

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
from core.review.facts import Grouped, touched_videos
from core.review.finding import Finding
from core.review.reviewed import reviewed_tracks
from gui.batch_queue import BatchQueue, Entry, QueueStatus
from gui.core_texts import core_text
from gui.findings.control import FindingsControl
from gui.findings.model import kind_text
from gui.language import language
from gui.project_view.thumbnails import SIZE, Thumbnails
from gui.session import Session
from gui.texts import time_text
from gui.theme import ThemeManager

T = TypeVar("T")
Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()
_SETTLE_MS = 50

NAME, LENGTH, TRACKS, FINDING, REVIEWED, STATUS, KEPT = range(7)
SORT_ROLE = Qt.ItemDataRole.UserRole + 1
FRACTION_ROLE = Qt.ItemDataRole.UserRole + 2
"""0..1 of what REVIEWED shows."""
STATE_ROLE = Qt.ItemDataRole.UserRole + 3
"""What filters go by: a set of "analysed" or "not analysed", "failed", "missing", "unreviewed",
"kept" or "lost".
"""
ROWS_AT_ONCE = 25
"""So many are told in one step of the window's thread."""


class ProjectModel(QAbstractTableModel):
    """One row a video, by id.

    Only rows that may have changed are told anew, some at a time: views sort, filter and paint
    what is told.
    """

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
        self._rows: dict[int, int] = {}
        self._worst: dict[int, Finding] = {}
        self._missing: frozenset[int] = frozenset()
        self._queued: dict[int, tuple[Entry, int]] = {}
        self.selection: Selection | None = None
        # What sorting and filtering ask for again and again, by video.
        self._facts: dict[int, tuple[dict[int, Any], set[str]]] = {}
        # Tracks that are reviewed, and all; of a document grouped once for all videos.
        self._progress: dict[int, tuple[int, int]] = {}
        self._grouped: Grouped | None = None
        self._waiting: dict[int, None] = {}
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._step)
        session.project_changed.connect(self._on_project)
        session.document_changed.connect(self._on_edit)
        thumbnails.came.connect(self._on_thumbnail)
        findings.changed.connect(self._on_findings)
        queue.changed.connect(self._on_queue)
        queue.progressed.connect(self._on_progress)
        language().changed.connect(self.again)
        themes.changed.connect(self.again)

    def _on_project(self) -> None:
        self._missing = frozenset()
        self.reload()

    def reload(self) -> None:
        """Read the videos anew."""
        self.beginResetModel()
        self._timer.stop()
        self._waiting.clear()
        self._facts.clear()
        self._progress.clear()
        self._grouped = None
        doc = self._session.document
        self._videos = [doc.videos[id] for id in sorted(doc.videos)]
        self._rows = {video.id: row for row, video in enumerate(self._videos)}
        self.endResetModel()

    # --- what changes --------------------------------------------------------------------------

    def _on_edit(self, edit: Edit) -> None:
        doc = self._session.document
        self._grouped = None
        if [doc.videos[id] for id in sorted(doc.videos)] != self._videos:
            self.reload()
            return
        for id in (touched := touched_videos(edit, doc)):
            self._progress.pop(id, None)
        self._tell(touched)

    def _on_findings(self) -> None:
        worst: dict[int, Finding] = {}
        for finding in self._findings.open_findings():
            worst.setdefault(finding.video_id, finding)
        self._worst, before = worst, self._worst
        self._tell(_others(before, worst, lambda f: (f.kind, f.doubt)))

    def set_selection(self, selection: Selection | None) -> None:
        """What the criteria keep and lose."""
        before = self.selection.by_video if self.selection is not None else {}
        now = selection.by_video if selection is not None else {}
        one_is_none = (self.selection is None) != (selection is None)
        self.selection = selection
        if one_is_none:
            self.again()
        else:
            self._tell(_others(before, now, lambda totals: totals))

    def set_missing(self, video_ids: frozenset[int]) -> None:
        """The videos whose files are not there."""
        changed, self._missing = self._missing ^ video_ids, video_ids
        self._tell(changed)

    def _on_queue(self) -> None:
        before, self._queued = self._queued, self._queue.standing()
        self._tell(_others(before, self._queued, lambda standing: standing))

    def again(self) -> None:
        """Say everything anew, a little later."""
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, NAME, KEPT)
        self._tell(self._rows)

    def _tell(self, video_ids: Iterable[int]) -> None:
        """Say these videos anew, once for many changes."""
        self._waiting |= dict.fromkeys(video_ids)
        if self._waiting and not self._timer.isActive():
            self._timer.start(_SETTLE_MS)

    def refresh(self) -> None:
        """Say now what waits to be said."""
        while self._waiting:
            self._step()

    def _step(self) -> None:
        """Say some of the rows that wait, and the rest in the next steps."""
        some = list(islice(self._waiting, ROWS_AT_ONCE))
        for id in some:
            del self._waiting[id]
        for first, last in _runs(self._rows[id] for id in some if id in self._rows):
            # Not before: what sorts must see of rows that are not told yet what they were.
            for video in self._videos[first : last + 1]:
                self._facts.pop(video.id, None)
            self.dataChanged.emit(self.index(first, NAME), self.index(last, KEPT))
        if self._waiting:
            self._timer.start(0)
        else:
            self._timer.stop()

    def _on_progress(self, video_id: int) -> None:
        self._facts.pop(video_id, None)
        self._tell_cell(video_id, STATUS)

    def _on_thumbnail(self, video_id: int) -> None:
        self._tell_cell(video_id, NAME)

    def _tell_cell(self, video_id: int, column: int) -> None:
        row = self._rows.get(video_id)
        if row is not None:
            index = self.index(row, column)
            self.dataChanged.emit(index, index)

    # --- what is told --------------------------------------------------------------------------

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
        amiss = column == STATUS and self._known(video)[1] & {"failed", "missing"}
        if role == Qt.ItemDataRole.ForegroundRole and amiss:
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
            return str(self._reviewed(video)[1])
        if column == FINDING:
            worst = self._worst.get(video.id)
            return "" if worst is None else kind_text(worst.kind)
        if column == REVIEWED:
            done, of = self._reviewed(video)
            return self.counts_text(done, of) if of else ""
        return self._kept(video) if column == KEPT else self._status(video)

    def counts_text(self, done: int, of: int) -> str:
        """How much of how many, as the column of what is reviewed has it."""
        return self.tr("{done} of {n}").format(done=done, n=of)

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
                TRACKS: of,
                FINDING: worst.doubt if worst is not None else -1.0,
                REVIEWED: done / of if of else 0.0,
                STATUS: self._status(video),
                KEPT: kept.kept if kept is not None else -1,
            }
            known = self._facts[video.id] = values, self._states(video)
        return known

    def _reviewed(self, video: Video) -> tuple[int, int]:
        """Tracks that count as reviewed, and all."""
        known = self._progress.get(video.id)
        if known is None:
            if self._grouped is None:
                self._grouped = Grouped(self._session.document)
            done = len(reviewed_tracks(self._grouped, video.id))
            known = self._progress[video.id] = done, self._grouped.count(video.id)
        return known

    def _states(self, video: Video) -> set[str]:
        done, of = self._reviewed(video)
        states = {"analysed"} if video.id in self._session.document.analyses else {"not analysed"}
        entry = self._queue.entry(video.id)
        if entry is not None and entry.status is QueueStatus.FAILED:
            states.add("failed")
        if done < of or not of:
            states.add("unreviewed")
        if self.selection is not None:
            totals = self.selection.by_video.get(video.id)
            states.add("kept" if totals is not None and totals.kept else "lost")
        if video.id in self._missing:
            states.add("missing")
        return states

    def _status(self, video: Video) -> str:
        entry = self._queue.entry(video.id)
        if entry is not None:
            match entry.status:
                case QueueStatus.WAITING if video.id not in self._missing:
                    return self.tr("waiting, number {n}").format(n=self._queue.place(video.id))
                case QueueStatus.RUNNING:
                    return self.tr("running, {n} %").format(n=round(entry.fraction * 100))
                case QueueStatus.FAILED:
                    return self.tr("failed: {why}").format(why=core_text(entry.reason))
        if video.id in self._missing:
            return self.tr("media missing")
        if video.id in self._session.document.analyses:
            return self.tr("analysed")
        return self.tr("not analysed yet")

    def _kept(self, video: Video) -> str:
        totals = self.selection.by_video.get(video.id) if self.selection is not None else None
        if totals is None or not totals.kept + totals.lost:
            return ""
        return self.tr("{kept} of {n}").format(kept=totals.kept, n=totals.kept + totals.lost)


def _others(
    before: Mapping[int, T], now: Mapping[int, T], shown: Callable[[T], object]
) -> list[int]:
    """Keys of which something else is shown now."""
    return [
        id
        for id in before.keys() | now.keys()
        if id not in before or id not in now or shown(before[id]) != shown(now[id])
    ]


def _runs(rows: Iterable[int]) -> list[tuple[int, int]]:
    """Rows as runs of neighbours, first and last."""
    runs: list[tuple[int, int]] = []
    for row in sorted(rows):
        if runs and row == runs[-1][1] + 1:
            runs[-1] = runs[-1][0], row
        else:
            runs.append((row, row))
    return runs


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
        # Asked for each row that is told: what need not be looked at is not.
        if not self._words and self._state == "all":
            return True
        index = self.sourceModel().index(source_row, NAME, source_parent)
        name = str(index.data()).partition("\n")[0].casefold()
        if self._words not in name:
            return False
        return self._state == "all" or self._state in index.data(STATE_ROLE)

    def lessThan(self, source_left: Index, source_right: Index) -> bool:
        return bool(source_left.data(SORT_ROLE) < source_right.data(SORT_ROLE))
