"""Everything about the selected track; about the video where none is selected."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import (
    QComboBox,
    QFormLayout,
    QFrame,
    QGridLayout,
    QLabel,
    QScrollArea,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from core.model.edits import Edit
from core.model.score_parts import is_outdated
from core.model.values import Offset, Speaking, SyncScore, Track, Video
from core.sync.grades import Grade, grade
from core.timebase import STEP_MS
from gui.core_texts import core_text
from gui.language import retranslated
from gui.quiet import Field, QuietCombo
from gui.session import Session
from gui.texts import VERDICTS, ms_words, offset_words, time_text, verdict_text

_MARGIN = 10


class Inspector(QScrollArea):
    """Label, name and verdict of the selected track, and its figures.

    Args:
        relabel: called with label and name when the user changed either.
        verdicts: the six verdict actions.
        rescore: scores the track again; offered where its score is missing or stale, or what the
            speaker model said of it.
        asks_speaker: whether scoring asks a speaker model, too.

    Signals:
        leave(): Enter or Esc ended the typing; the focus should go back to the picture.
    """

    leave = Signal()

    def __init__(
        self,
        session: Session,
        relabel: Callable[[str, str], None],
        verdicts: list[QAction],
        rescore: QAction,
        asks_speaker: Callable[[], bool],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._rescore = rescore
        self._asks_speaker = asks_speaker
        self._relabel = relabel
        self._shown: Track | None = None
        self._verdicts = verdicts
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(_MARGIN, 8, _MARGIN, 8)
        column.setSpacing(8)
        self.heading = QLabel()
        self.heading.setProperty("role", "heading")
        self.heading.setWordWrap(True)
        column.addWidget(self.heading)
        self._editor = self._make_editor(verdicts)
        column.addWidget(self._editor)
        self._facts = QFormLayout()
        self._facts.setContentsMargins(0, 0, 0, 0)
        self._facts.setHorizontalSpacing(12)
        self._facts.setVerticalSpacing(4)
        self._facts.setRowWrapPolicy(QFormLayout.RowWrapPolicy.DontWrapRows)
        column.addLayout(self._facts)
        column.addStretch(1)
        self.setWidget(body)
        session.selection_changed.connect(self.refresh)
        session.video_changed.connect(self.refresh)
        session.index_grown.connect(self._on_grown)
        session.document_changed.connect(self._on_edit)
        retranslated(self._say)

    def _say(self) -> None:
        """Everything that is said here, in the language of now."""
        texts = (self.tr("Label"), self.tr("Name"), self.tr("Verdict"))
        for title, text in zip(self._titles, texts, strict=True):
            title.setText(text)
        self.label.setAccessibleName(texts[0])
        self.name.setAccessibleName(texts[1])
        self.name.setPlaceholderText(self.tr("e.g. who it is"))
        self._show_keys()
        self.refresh()

    def _show_keys(self) -> None:
        """The verdicts' buttons name their keys."""
        for button, action, value in zip(self.buttons, self._verdicts, VERDICTS, strict=True):
            key = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
            button.setText(f"{key}  {verdict_text(value)}" if key else verdict_text(value))
            button.setToolTip(action.toolTip())

    def minimumSizeHint(self) -> QSize:
        """As wide as its fields need: it is scrolled up and down only."""
        # Hidden now or not: the panel must not change its width with the selection.
        widest = max(self._editor.minimumSizeHint().width(), self.heading.minimumSizeHint().width())
        bar = self.verticalScrollBar().sizeHint().width()
        width = widest + 2 * _MARGIN + bar
        return QSize(width, super().minimumSizeHint().height())

    def _make_editor(self, verdicts: list[QAction]) -> QWidget:
        editor = QWidget()
        form = self._form = QFormLayout(editor)
        form.setContentsMargins(0, 0, 0, 0)
        self.label = QuietCombo()
        self.label.setEditable(True)
        self.label.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.label.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.label.activated.connect(lambda _row: self._commit())
        line = Field()
        self.label.setLineEdit(line)
        line.taken_back.connect(self._take_back)
        line.editingFinished.connect(self._commit)
        line.returnPressed.connect(self.leave)
        self.name = Field()
        self.name.taken_back.connect(self._take_back)
        self.name.setProperty("role", "field")
        self.name.editingFinished.connect(self._commit)
        # The keys belong to the reviewing again.
        self.name.returnPressed.connect(self.leave)
        self._titles = (QLabel(), QLabel(), QLabel())
        form.addRow(self._titles[0], self.label)
        form.addRow(self._titles[1], self.name)
        grid = QGridLayout()
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(4)
        self.buttons: list[QToolButton] = []
        for number, action in enumerate(verdicts):
            button = QToolButton()
            button.setCheckable(True)
            button.setProperty("role", "verdict")
            # By Tab, not by a click: the keys belong to the reviewing.
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
            button.setMinimumSize(QSize(0, 26))
            button.clicked.connect(action.trigger)
            action.changed.connect(self._show_keys)
            grid.addWidget(button, number // 2, number % 2)
            self.buttons.append(button)
        form.addRow(self._titles[2], grid)
        return editor

    def add_row(self, title: QLabel, widget: QWidget) -> None:
        """Something else on the selected track, under its verdict."""
        self._form.addRow(title, widget)

    def _on_edit(self, _edit: Edit) -> None:
        self.refresh()

    def _take_back(self) -> None:
        """Esc: what was typed and not yet taken goes."""
        self._shown = None
        self.refresh()
        self.leave.emit()

    def _commit(self) -> None:
        track = self._session.selected_track
        label, name = self.label.currentText(), self.name.text()
        if track is not None and (label, name) != (track.label, track.name):
            self._relabel(label, name)

    def refresh(self) -> None:
        """Show the present state."""
        while self._facts.rowCount():
            self._facts.removeRow(0)
        track = self._session.selected_track
        self._editor.setVisible(track is not None)
        self.updateGeometry()
        if track is None:
            self._shown = None
            self._show_video()
            return
        doc = self._session.document
        self.heading.setText(track.title)
        # Another edit, or an analysis that ends, must not wipe out what is being typed.
        if self._shown != track:
            self._shown = track
            labels = sorted({t.label for t in doc.tracks.values()} | {"face"})
            self.label.blockSignals(True)
            self.label.clear()
            self.label.addItems(labels)
            self.label.setCurrentText(track.label)
            self.label.blockSignals(False)
            self.name.setText(track.name)
        verdict = doc.track_verdict(track.id)
        for button, value in zip(self.buttons, VERDICTS, strict=True):
            button.setChecked(verdict is not None and verdict.value == value)
        if track.is_face:
            self._show_score(doc.scores.get(track.id))
            self._show_speaking(doc.speaking.get(track.id))
            if is_outdated(doc, track.id, self._asks_speaker()):
                self._offer_rescore()
        else:
            self._fact(self.tr("Sync"), self.tr("an object: it has no lips"))
        rows = doc.keyframes(track.id)
        set_by_person = int((rows.sources == 1).sum())
        self._fact(
            self.tr("Keyframes"),
            self.tr("{n} ({m} set by hand)").format(n=len(rows), m=set_by_person),
        )
        self._fact(self.tr("Found by"), track.detector or self.tr("a person"))
        video = self._session.video
        if video is not None and video.id in doc.analyses:
            heading = QLabel(self.tr("Video"))
            heading.setProperty("role", "heading")
            self._facts.addRow(heading)
            self._show_analysis(video)

    def _show_score(self, score: SyncScore | None) -> None:
        if score is None:
            self._fact(self.tr("Sync"), self.tr("not scored: analyse, or score the track"))
            return
        words = offset_words(score)
        self._fact(self.tr("Sync"), words)
        if score.stale:
            self._fact("", self.tr("The boxes changed since it was scored."))
        if score.reason:
            self._fact(self.tr("Why"), core_text(score.reason))
        if score.determined:
            graded = grade(score.offset_ms)
            texts = {
                Grade.NOT_DETECTABLE: self.tr("not detectable"),
                Grade.ACCEPTABLE: self.tr("detectable, acceptable"),
                Grade.NOT_ACCEPTABLE: self.tr("not acceptable"),
                Grade.UNDETERMINED: self.tr("undetermined"),
            }
            self._fact(self.tr("ITU-R BT.1359"), texts[graded.viewer])
            ebu = self.tr("within") if graded.within_ebu_r37 else self.tr("outside")
            self._fact(self.tr("EBU R37"), ebu)
        self._fact(self.tr("Confidence"), f"{score.confidence:.3f}")
        self._fact(self.tr("Robust"), self._offset(score.robust))
        self._fact(self.tr("Reference"), self._offset(score.reference))
        self._fact(
            self.tr("Scorer"),
            f"{score.scorer}, {score.steps} × {2 * score.vshift + 1}, {score.mode}",
        )
        if score.weights_sha256:
            self._fact(self.tr("Weights"), score.weights_sha256[:12] + "…")

    def _show_speaking(self, speaking: Speaking | None) -> None:
        if speaking is None:
            return
        if not len(speaking.probabilities):
            model = self.tr("{model} says nothing of this track").format(model=speaking.speaker)
            self._fact(self.tr("Speaking"), model)
            return
        words = self.tr("{percent} % on average ({model})").format(
            percent=round(float(speaking.probabilities.mean()) * 100), model=speaking.speaker
        )
        self._fact(self.tr("Speaking"), words)
        if speaking.stale:
            self._fact("", self.tr("The boxes changed since the speaker model saw them."))

    def _offer_rescore(self) -> None:
        button = QToolButton()
        # Its text, key and state are the action's, in whatever language.
        button.setDefaultAction(self._rescore)
        button.setObjectName("rescore")
        button.setProperty("role", "offer")
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._facts.addRow(QLabel(), button)

    def _offset(self, result: Offset) -> str:
        words = ms_words(result.offset_steps * STEP_MS)
        return self.tr("{words}, confidence {conf}, minimum {low}").format(
            words=words, conf=f"{result.confidence:.2f}", low=f"{result.min_distance:.2f}"
        )

    def _on_grown(self) -> None:
        if self._session.selected_track is None:
            self.refresh()

    def _show_video(self) -> None:
        video, index = self._session.video, self._session.index
        if video is None or index is None:
            self.heading.setText("")
            return
        self.heading.setText(self.tr("No track selected"))
        self._fact(self.tr("File"), video.path)
        text, frames = self.tr("{w} × {h}, {n} frames, {r} fps"), video.frame_count
        if self._session.opened is not None and self._session.opened.reading is not None:
            text, frames = self.tr("{w} × {h}, {n} frames so far, {r} fps"), len(index)
        self._fact(
            self.tr("Picture"),
            text.format(
                w=video.width,
                h=video.height,
                n=frames,
                r=f"{float(video.frame_rate):.3f}".rstrip("0").rstrip("."),
            ),
        )
        self._fact(self.tr("Sound"), self.tr("yes") if video.has_audio else self.tr("none"))
        self._show_analysis(video)

    def _show_analysis(self, video: Video) -> None:
        analysis = self._session.document.analyses.get(video.id)
        if analysis is None:
            self._fact(self.tr("Analysis"), self.tr("not analysed yet"))
            return
        self._fact(self.tr("Analysis"), f"{analysis.detector}, {analysis.scorer}")
        self._fact(self.tr("Shots"), str(len(analysis.shots)))
        for notice in analysis.notices:
            self._fact(self.tr("Note"), core_text(notice))
        for drop in analysis.dropped[:50]:
            span = (
                f"{time_text(video.seconds(drop.start_pts), 1)} – "
                f"{time_text(video.seconds(drop.end_pts), 1)}"
            )
            self._fact(self.tr("Dropped"), f"{span}: {core_text(drop.reason)}")

    def _fact(self, name: str, value: str) -> None:
        key = QLabel(name)
        key.setProperty("role", "muted")
        key.setAlignment(Qt.AlignmentFlag.AlignTop)
        text = QLabel(value)
        text.setWordWrap(True)
        text.setTextFormat(Qt.TextFormat.PlainText)
        text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        text.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        text.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._facts.addRow(key, text)
