"""The videos of the open project as a list."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from core.model.edits import Edit, RecordChange
from core.model.values import Video
from gui.language import language
from gui.session import Session
from gui.texts import time_text
from gui.theme import ThemeManager

Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()


class VideoListModel(QAbstractListModel):
    """One row a video, in the order in which they came. UserRole is the video's id."""

    def __init__(
        self, session: Session, themes: ThemeManager, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._themes = themes
        self._videos: list[Video] = []
        session.project_changed.connect(self.reload)
        session.video_changed.connect(self.reload)
        session.document_changed.connect(self._on_edit)
        themes.changed.connect(self.reload)
        language().changed.connect(self.reload)
        self.reload()

    def reload(self) -> None:
        """Read the videos anew."""
        self.beginResetModel()
        videos = self._session.document.videos
        self._videos = [videos[id] for id in sorted(videos)]
        shown = self._session.video
        if shown is not None and shown.id not in videos:
            # It is being indexed; the project gets it when that is done.
            self._videos.append(shown)
        self.endResetModel()

    def _on_edit(self, edit: Edit) -> None:
        # A reset takes the list's selection away: not for tracks that come and go.
        if any(isinstance(c, RecordChange) and c.kind == "video" for c in edit.changes):
            self.reload()

    def row_of(self, video_id: int | None) -> int | None:
        """The row of a video, or None."""
        ids = [video.id for video in self._videos]
        return ids.index(video_id) if video_id in ids else None

    def video_at(self, row: int) -> Video:
        return self._videos[row]

    def rowCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._videos)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or index.row() >= len(self._videos):
            return None
        video = self._videos[index.row()]
        if role == Qt.ItemDataRole.UserRole:
            return video.id
        if role == Qt.ItemDataRole.DisplayRole:
            name = Path(video.path).name
            rate = f"{float(video.frame_rate):.3f}".rstrip("0").rstrip(".")
            length = time_text(float(video.duration), 0)
            return f"{name}\n{length} · {video.width}×{video.height} · {rate} fps"
        if role == Qt.ItemDataRole.ToolTipRole:
            missing = self._is_missing(video)
            return video.path + ("\n" + self.tr("The file is not there.") if missing else "")
        if role == Qt.ItemDataRole.DecorationRole:
            return self._themes.icon("warning" if self._is_missing(video) else "video")
        return None

    def _is_missing(self, video: Video) -> bool:
        """Only known of the video on screen: asking the disk for each would block on network
        drives.
        """
        opened = self._session.opened
        return opened is not None and opened.video.id == video.id and opened.source is None
