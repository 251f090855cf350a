"""The box of the selected track at the frame on screen as numbers, and its flags."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QKeyEvent, QWheelEvent
from PySide6.QtWidgets import QCheckBox, QDoubleSpinBox, QGridLayout, QLabel, QWidget

from core.model.values import Box
from gui.action_specs.spec import QT_TRANSLATE_NOOP
from gui.editing import Editing
from gui.language import retranslated
from gui.player.view import PlayerView
from gui.session import Session

_MOST = 65535.0
_BY_NUMBERS = QT_TRANSLATE_NOOP("core", "Box by numbers")


class _Number(QDoubleSpinBox):
    """A number of pixels; Enter ends the typing, Esc takes it back."""

    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setDecimals(1)
        self.setRange(-_MOST, _MOST)
        self.setKeyboardTracking(False)
        self.setButtonSymbols(QDoubleSpinBox.ButtonSymbols.NoButtons)

    def wheelEvent(self, event: QWheelEvent) -> None:
        # Scrolling over it scrolls what lies around it.
        event.ignore()

    @property
    def typed_in(self) -> bool:
        """Whether the text is not yet taken over."""
        return self.lineEdit().isModified()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            # The value is still the one before the typing: `setKeyboardTracking`.
            self.setValue(self.value())
        super().keyPressEvent(event)
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape):
            self.left.emit()


class BoxForm(QWidget):
    """Left, top, width and height in source pixels.

    Args:
        flag: called with "occluded" or "truncated" when the person changes it.

    Signals:
        leave(): the typing ended; the focus should go back to the picture.
    """

    leave = Signal()

    def __init__(
        self,
        session: Session,
        view: PlayerView,
        editing: Editing,
        flag: Callable[[str], None],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._view = view
        self._editing = editing
        self._place: tuple[int, int] | None = None
        """The track and the pts whose box the fields show."""
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(4)
        self.fields: list[_Number] = []
        for number, short in enumerate(("x", "y", "w", "h")):
            field = _Number()
            field.editingFinished.connect(self._commit)
            field.left.connect(self.leave)
            label = QLabel(short)
            label.setProperty("role", "muted")
            row, column = divmod(number, 2)
            grid.addWidget(label, row, 2 * column)
            grid.addWidget(field, row, 2 * column + 1)
            grid.setColumnStretch(2 * column + 1, 1)
            self.fields.append(field)
        self.title = QLabel()
        self.occluded, self.truncated = QCheckBox(), QCheckBox()
        for column, (check, name) in enumerate(
            ((self.occluded, "occluded"), (self.truncated, "truncated"))
        ):
            check.clicked.connect(lambda _on, name=name: flag(name))
            check.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            grid.addWidget(check, 2, 2 * column, 1, 2)
        session.selection_changed.connect(self.refresh)
        session.video_changed.connect(self.refresh)
        session.document_changed.connect(lambda _edit: self.refresh())
        session.frame_shown.connect(lambda _frame: self.refresh())
        retranslated(self._say)
        self.refresh()

    def _say(self) -> None:
        """What the fields are, in the language of now."""
        self.title.setText(self.tr("Box"))
        names = (
            self.tr("Left edge in pixels"),
            self.tr("Upper edge in pixels"),
            self.tr("Width in pixels"),
            self.tr("Height in pixels"),
        )
        for field, name in zip(self.fields, names, strict=True):
            field.setAccessibleName(name)
            field.setToolTip(name)
        self.occluded.setText(self.tr("occluded"))
        self.truncated.setText(self.tr("truncated"))

    def focus_first(self) -> None:
        """Let the person type."""
        self.fields[0].setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.fields[0].selectAll()

    def refresh(self) -> None:
        """Show the box at the frame on screen; what is typed stays while that is the same one."""
        place = self._here()
        if place == self._place and any(field.typed_in for field in self.fields):
            return
        self._place = place
        box, track = self._editing.box_here(), self._session.selected_track
        here = box is not None and track is not None
        free = here and track is not None and not track.locked
        values = (0.0,) * 4 if box is None else (box.x1, box.y1, box.width, box.height)
        for field, value in zip(self.fields, values, strict=True):
            with QSignalBlocker(field):
                field.setValue(value)
                field.setEnabled(free)
        frame = self._view.frame
        keyframe = None
        if here and track is not None and frame is not None:
            keyframe = self._session.document.keyframes(track.id).keyframe_at(frame.pts)
        self.occluded.setChecked(keyframe is not None and keyframe.occluded)
        self.truncated.setChecked(keyframe is not None and keyframe.truncated)
        self.occluded.setEnabled(free)
        self.truncated.setEnabled(free)

    def _here(self) -> tuple[int, int] | None:
        track, frame = self._session.selected_track, self._view.frame
        return None if track is None or frame is None else (track.id, frame.pts)

    def _commit(self) -> None:
        old = self._editing.box_here()
        if old is None or self._here() != self._place:
            return
        for field in self.fields:
            field.lineEdit().setModified(False)
        x, y, w, h = (field.value() for field in self.fields)
        shown = [round(v, 1) for v in (old.x1, old.y1, old.width, old.height)]
        if [x, y, w, h] != shown:
            # A field that was not typed in keeps its exact value.
            exact = (old.x1, old.y1, old.width, old.height)
            x, y, w, h = (
                e if v == s else v for v, s, e in zip((x, y, w, h), shown, exact, strict=True)
            )
            self._editing.set_box_here(
                Box(x, y, x + max(w, 1.0), y + max(h, 1.0)),
                _BY_NUMBERS,
            )
            # It may have been put into the picture.
            self.refresh()
