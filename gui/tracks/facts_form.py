"""Free text on the selected track: attributes and the note beside its verdict."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QLabel

from core.model import fact_edits
from core.model.document import Document
from core.model.values import Track
from gui.editing import Editing
from gui.language import retranslated
from gui.quiet import Field
from gui.session import Session

_OWN = frozenset({"label_source"})
"""Attributes that the program keeps for itself."""


def attributes_text(track: Track) -> str:
    """`name=value; name=value` of a track, without what the program keeps for itself."""
    pairs = (f"{name}={value}" for name, value in track.attributes if name not in _OWN)
    return "; ".join(pairs)


def attributes_of(text: str) -> dict[str, str]:
    """The pairs that a person typed; a name alone means "yes"."""
    found: dict[str, str] = {}
    for part in text.split(";"):
        name, has_value, value = part.partition("=")
        if name.strip() and name.strip() not in _OWN:
            found[name.strip()] = value.strip() if has_value else "yes"
    return found


class FactFields(QObject):
    """The fields for attributes and note; an edit is made when typing ends.

    Signals:
        leave(): the focus should go back to the picture.
    """

    leave = Signal()

    def __init__(self, session: Session, editing: Editing, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self._editing = editing
        self._filled: tuple[Document, int] | None = None
        """The track whose texts the fields hold, and its project's document."""
        self.attributes, self.note = Field(), Field()
        self.attributes_title, self.note_title = QLabel(), QLabel()
        for field, commit in (
            (self.attributes, self._commit_attributes),
            (self.note, self._commit_note),
        ):
            field.setProperty("role", "field")
            field.editingFinished.connect(commit)
            field.returnPressed.connect(self.leave)
            field.taken_back.connect(self._take_back)
        session.selection_changed.connect(self.refresh)
        session.document_changed.connect(lambda _edit: self.refresh())
        retranslated(self._say)
        self.refresh()

    def _say(self) -> None:
        """What the fields are for, in the language of now."""
        for title, field, name, example in (
            (
                self.note_title,
                self.note,
                self.tr("Note"),
                self.tr("free text beside the verdict"),
            ),
            (
                self.attributes_title,
                self.attributes,
                self.tr("Attributes"),
                self.tr("name=value; name=value"),
            ),
        ):
            title.setText(name)
            field.setAccessibleName(name)
            field.setPlaceholderText(example)

    def refresh(self) -> None:
        """Show the present texts; what is being typed stays, or is taken over with its track."""
        track = self._session.selected_track
        if self._selected() != self._filled:
            self._commit_attributes()
            self._commit_note()
            self._fill()
            return
        verdict = self._session.document.track_verdict(track.id) if track else None
        if not self.attributes.isModified():
            self.attributes.setText(attributes_text(track) if track else "")
        if not self.note.isModified():
            self.note.setText(verdict.note if verdict else "")

    def _fill(self) -> None:
        """Show the texts of the selected track, whatever was typed."""
        self._filled = self._selected()
        self.attributes.setModified(False)
        self.note.setModified(False)
        self.refresh()

    def _selected(self) -> tuple[Document, int] | None:
        track = self._session.selected_track
        return None if track is None else (self._session.document, track.id)

    def _own(self) -> Track | None:
        """The track whose texts the fields hold, if it is still there."""
        if self._filled is None or self._filled[0] is not self._session.document:
            return None
        return self._session.document.tracks.get(self._filled[1])

    def _take_back(self) -> None:
        self._fill()
        self.leave.emit()

    def _commit_attributes(self) -> None:
        doc, track = self._session.document, self._own()
        if track is None or not self.attributes.isModified():
            return
        self.attributes.setModified(False)
        wanted = attributes_of(self.attributes.text())
        present = {name: value for name, value in track.attributes if name not in _OWN}
        if wanted != present:
            kept = [pair for pair in track.attributes if pair[0] in _OWN]
            self._session.guard(
                lambda: fact_edits.set_attributes(doc, track.id, [*kept, *wanted.items()])
            )

    def _commit_note(self) -> None:
        track = self._own()
        if track is None or not self.note.isModified():
            return
        self.note.setModified(False)
        verdict = self._session.document.track_verdict(track.id)
        text = self.note.text().strip()
        if text != (verdict.note if verdict else ""):
            self._editing.set_note(track.id, text)
