"""Free text: attributes of the selected tracks, and the note beside the verdict of the first."""

from __future__ import annotations

from collections.abc import Sequence

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


def attributes_text(tracks: Sequence[Track], differs: str) -> str:
    """`name=value; name=value` of tracks, without what the program keeps for itself.

    Args:
        differs: stands for a value that is not the same in all of them.
    """
    each = [dict(track.attributes) for track in tracks]
    parts: list[str] = []
    for name in sorted({name for one in each for name in one} - _OWN):
        values = {one.get(name) for one in each}
        value = values.pop() if len(values) == 1 else differs
        parts.append(f"{name}={value}")
    return "; ".join(parts)


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

    Of several tracks the attributes of all are shown and changed, the note is of the first.

    Signals:
        leave(): the focus should go back to the picture.
    """

    leave = Signal()

    def __init__(self, session: Session, editing: Editing, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self._editing = editing
        self._filled: tuple[Document, tuple[int, ...]] | None = None
        """The tracks whose texts the fields hold, and their project's document."""
        self._shown: dict[str, str] = {}
        """The attributes as they were shown, before any typing."""
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
        self.attributes.setToolTip(self.tr("What is typed here holds for all selected tracks."))
        self.refresh()

    def refresh(self) -> None:
        """Show the present texts; what is being typed stays, or is taken over with its track."""
        if self._selected() != self._filled:
            self._commit_attributes()
            self._commit_note()
            self._fill()
            return
        tracks = self._own()
        verdict = self._session.document.track_verdict(tracks[0].id) if tracks else None
        if not self.attributes.isModified():
            text = attributes_text(tracks, self._differs())
            self._shown = attributes_of(text)
            self.attributes.setText(text)
        if not self.note.isModified():
            self.note.setText(verdict.note if verdict else "")

    def _fill(self) -> None:
        """Show the texts of the selected track, whatever was typed."""
        self._filled = self._selected()
        self.attributes.setModified(False)
        self.note.setModified(False)
        self.refresh()

    def _selected(self) -> tuple[Document, tuple[int, ...]] | None:
        chosen = self._session.chosen
        return (self._session.document, chosen) if chosen else None

    def _own(self) -> list[Track]:
        """The tracks whose texts the fields hold, if all of them are still there."""
        if self._filled is None or self._filled[0] is not self._session.document:
            return []
        tracks, ids = self._session.document.tracks, self._filled[1]
        # What was typed for tracks of which some are gone goes: the edit that took them is not at
        # its end yet.
        return [tracks[id] for id in ids] if all(id in tracks for id in ids) else []

    def _differs(self) -> str:
        """What stands for a value that is not the same in all selected tracks."""
        return f"‹{self.tr('several values')}›"

    def _take_back(self) -> None:
        self._fill()
        self.leave.emit()

    def _commit_attributes(self) -> None:
        doc, tracks = self._session.document, self._own()
        if not tracks or not self.attributes.isModified():
            return
        self.attributes.setModified(False)
        # Only what was typed: the other values of the tracks stay, also those that differ.
        typed = attributes_of(self.attributes.text())
        changes: dict[str, str | None] = {name: None for name in self._shown if name not in typed}
        changes |= {name: text for name, text in typed.items() if self._shown.get(name) != text}
        ids = [track.id for track in tracks]
        if changes:
            self._session.guard(lambda: fact_edits.set_attributes(doc, ids, changes))

    def _commit_note(self) -> None:
        tracks = self._own()
        if not tracks or not self.note.isModified():
            return
        self.note.setModified(False)
        track = tracks[0]
        verdict = self._session.document.track_verdict(track.id)
        text = self.note.text().strip()
        if text != (verdict.note if verdict else ""):
            self._editing.set_note(track.id, text)
