"""Beside the picture: the face clip of the selected track, as the scorer gets it."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QColor, QHideEvent, QPainter, QPaintEvent, QPen, QShowEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QVBoxLayout, QWidget

from core.analysis.run import WHOLE_PICTURE
from core.vision.clips import CROP_SIZE
from gui.errors import describe
from gui.language import retranslated
from gui.player.view import PlayerView
from gui.session import Session
from gui.texts import time_text
from gui.theme import ThemeManager
from gui.workers.face_loader import FaceLoader, FacePicture, FaceRequest

MOUTH_TOP = CROP_SIZE // 2
"""First row of a crop that `core.sync.cca` compares with the voice; SyncNet takes all rows."""

_REST_MS = 80
"""How long a jump has to rest before its face is decoded: a drag would decode for nothing."""
_NEXT_FRAMES = 8
"""A step on by at most this many frames is playback, which decodes on at once."""


class FaceView(QWidget):
    """The crop as large as there is room, with the mouth's part outlined; or a message."""

    def __init__(self, themes: ThemeManager) -> None:
        super().__init__()
        self._themes = themes
        self.picture: FacePicture | None = None
        self.message = ""
        self.setMinimumSize(160, 160)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        themes.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        return QSize(CROP_SIZE + 16, CROP_SIZE + 16)

    def heightForWidth(self, arg__1: int) -> int:
        return arg__1

    def show_picture(self, picture: FacePicture | None, message: str) -> None:
        self.picture, self.message = picture, message
        self.update()

    def square(self) -> QRectF:
        """Where the crop is drawn: a whole number of device pixels for each of its own if that
        uses most of the room.
        """
        ratio = self.devicePixelRatioF()
        side = float(min(self.width(), self.height()))
        whole = int(side * ratio / CROP_SIZE) * CROP_SIZE / ratio
        side = whole if whole >= 0.8 * side else side
        left = round((self.width() - side) / 2 * ratio) / ratio
        return QRectF(left, 0, side, side)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        square, image = self.square(), self.picture.image if self.picture else None
        painter.fillRect(square, self._themes.theme.colour("picture"))
        if image is None:
            # The surround is dark in every theme.
            painter.setPen(QColor(200, 205, 212))
            flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
            painter.drawText(square.adjusted(12, 12, -12, -12), flags, self.message)
            return
        per = square.width() * self.devicePixelRatioF() / CROP_SIZE
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, per != int(per))
        painter.drawImage(square, image)
        mouth = QRectF(square)
        mouth.setTop(square.top() + square.height() * MOUTH_TOP / CROP_SIZE)
        # A dark line below keeps it visible on faces of any colour.
        for pen in (
            QPen(QColor(0, 0, 0, 150), 3),
            QPen(self._themes.theme.colour("accent"), 1.5, Qt.PenStyle.DashLine),
        ):
            painter.setPen(pen)
            painter.drawRect(mouth.adjusted(1.5, 0, -1.5, -1.5))


class FacePanel(QWidget):
    """Follows the frame on screen and the selection while it is shown.

    What cannot be decoded it tells in its place: the feed of the view tells it in the dialog.
    """

    def __init__(self, session: Session, view: PlayerView, themes: ThemeManager) -> None:
        super().__init__()
        self._session = session
        self._view = view
        self._loader: FaceLoader | None = None
        self._retired: list[FaceLoader] = []
        self._asked = -1
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(_REST_MS)
        self._rest.timeout.connect(self._ask)
        self.face = FaceView(themes)
        self.title = title = QLabel()
        title.setProperty("role", "heading")
        self.caption = QLabel()
        self.caption.setWordWrap(True)
        self.note = QLabel()
        self.note.setWordWrap(True)
        self.note.setProperty("role", "muted")
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 8, 8, 8)
        column.addWidget(title)
        column.addWidget(self.face)
        column.addWidget(self.caption)
        column.addWidget(self.note)
        column.addStretch(1)
        session.video_changed.connect(self._on_video)
        session.index_grown.connect(self._ask)
        session.selection_changed.connect(self._ask)
        session.document_changed.connect(lambda _edit: self._ask())
        session.frame_shown.connect(self._on_frame)
        retranslated(self._say)

    def _say(self) -> None:
        self.title.setText(self.tr("What the scorer sees"))
        self.note.setText(
            self.tr(
                "Outlined: the half with the mouth. Scoring without weights compares it with the "
                "voice; SyncNet looks at the whole crop."
            )
        )
        if self.picture is not None:
            # What is asked for now comes in a moment: till then, too, no word is in the former
            # language.
            self._on_loaded(self.picture)
        self._ask()

    @property
    def picture(self) -> FacePicture | None:
        """What is shown now."""
        return self.face.picture

    @property
    def decoding(self) -> bool:
        """Whether a decoder is at work for it, or has not ended yet."""
        return self._loader is not None or any(old.running for old in self._retired)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._ask()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._retire()

    def _on_video(self) -> None:
        self._retire()
        self._show_none("")
        self._ask()

    def _on_frame(self, frame_number: int) -> None:
        if not self.isVisible():
            return
        if 0 <= frame_number - self._asked <= _NEXT_FRAMES:
            self._ask()
        else:
            self._rest.start()

    def _ask(self) -> None:
        """Ask for the face at the frame on screen, or say why there is none."""
        session, frame, track = self._session, self._view.frame, self._session.selected_track
        if not self.isVisible():
            return
        source = session.source
        if source is None or frame is None:
            self._show_none("")
            return
        if track is None:
            self._show_none(self.tr("Select a track to see its face clip"))
            return
        rows = session.document.keyframes(track.id)
        if not len(rows):
            self._show_none(self.tr("The track has no box"))
            return
        if not session.indexed:
            # Where a clip ends and how it is smoothed is known with the whole index only.
            self._show_none(self.tr("Shown when the file is read to its end"))
            return
        if self._loader is None or self._loader.source is not source:
            self._retire()
            self._loader = FaceLoader(source, self)
            self._loader.loaded.connect(self._on_loaded)
            self._loader.failed.connect(self._on_failed)
        self._asked = frame.frame_number
        whole = track.detector == WHOLE_PICTURE
        self._loader.request(FaceRequest(frame.frame_number, rows, whole))

    def _show_none(self, message: str) -> None:
        self.face.show_picture(None, message)
        self.caption.clear()
        self._rest.stop()
        self._asked = -1

    def _on_loaded(self, picture: FacePicture) -> None:
        track, index = self._session.selected_track, self._session.index
        if track is None or index is None:
            return
        if self._session.document.keyframes(track.id) is not picture.request.keyframes:
            # Of another track, or of its boxes before an edit; the right one is on its way.
            return
        if picture.step is None:
            self._show_none(
                self.tr("The face clip of {name} does not reach here").format(name=track.title)
            )
            return
        self.face.show_picture(picture, "")
        place = self.tr("{name}: step {step}, frame {frame}, {time}").format(
            name=track.title,
            step=picture.step,
            frame=picture.frame_number,
            time=time_text(float(index.time_of(picture.frame_number))),
        )
        self.caption.setText(f"{place}\n{self._cut_words(picture)}")

    def _cut_words(self, picture: FacePicture) -> str:
        if picture.request.whole:
            return self.tr("The whole picture, made 224 × 224")
        return self.tr("Cut {side} × {side} px, made 224 × 224").format(side=picture.side)

    def _on_failed(self, error: Exception) -> None:
        self._show_none(describe(error)[0])

    def _retire(self) -> None:
        self._rest.stop()
        self._asked = -1
        if self._loader is not None:
            self._loader.stop()
            self._retired.append(self._loader)
            self._loader = None
        for loader in [old for old in self._retired if not old.running]:
            self._retired.remove(loader)
            loader.deleteLater()

    def close_threads(self, timeout_s: float = 5.0) -> bool:
        """Stop and wait for the decoder, at most `timeout_s`. True if it has ended."""
        self._retire()
        ended = [loader.join(timeout_s) for loader in self._retired]
        return all(ended)
