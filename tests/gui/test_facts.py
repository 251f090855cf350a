"""Attributes and the note: typed in the inspector, for one track and for several."""

from __future__ import annotations

from typing import Any

import pytest

from core.model import edits, fact_edits
from gui.program import Program
from gui.quiet import Field
from tests.core.documents import state
from tests.gui.repairing import Key, opened_fixture

__all__ = ["opened_fixture"]


@pytest.fixture
def field(opened: Program) -> Field:
    """The field for attributes; two tracks are selected, which agree on one of three."""
    session = opened.session
    for id, pairs in (
        (1, {"language": "ko", "mood": "calm"}),
        (2, {"language": "en", "mood": "calm", "noisy": "yes"}),
    ):
        session.do(fact_edits.set_attributes(session.document, [id], pairs))
    session.do(edits.relabel(session.document, 2, "person"))
    session.select_all((1, 2))
    fields = opened.inspector.findChildren(Field)
    return next(field for field in fields if "name=" in field.placeholderText())


def typed(field: Field, text: str, qtbot: Any) -> None:
    field.setFocus()
    field.selectAll()
    # Pasted: the keys of a test are those of ASCII.
    field.insert(text)
    qtbot.keyClick(field, Key.Key_Return)


SEVERAL = "‹several values›"


def test_attributes_of_several_tracks_are_shown_and_set_in_one_step(
    opened: Program, field: Field, qtbot: Any
) -> None:
    session, doc = opened.session, opened.session.document
    assert field.text() == f"language={SEVERAL}; mood=calm; noisy={SEVERAL}"
    before, steps = state(doc), session.history.stack.index()
    typed(field, f"language={SEVERAL}; mood=glad; noisy={SEVERAL}; seen", qtbot)
    assert dict(doc.tracks[1].attributes) == {"language": "ko", "mood": "glad", "seen": "yes"}
    assert dict(doc.tracks[2].attributes) == {
        "label_source": "person",
        "language": "en",
        "mood": "glad",
        "noisy": "yes",
        "seen": "yes",
    }
    assert session.history.stack.index() == steps + 1
    opened.actions["undo"].trigger()
    assert state(doc) == before
    assert field.text() == f"language={SEVERAL}; mood=calm; noisy={SEVERAL}"


def test_what_differs_is_set_or_taken_away_for_all(
    opened: Program, field: Field, qtbot: Any
) -> None:
    doc = opened.session.document
    typed(field, "language=fr; mood=calm", qtbot)
    assert dict(doc.tracks[1].attributes) == {"language": "fr", "mood": "calm"}
    assert dict(doc.tracks[2].attributes) == {
        "label_source": "person",
        "language": "fr",
        "mood": "calm",
    }
    assert field.text() == "language=fr; mood=calm"
    opened.session.select(3)
    assert field.text() == ""


def test_what_is_typed_for_several_stays_with_them(
    opened: Program, field: Field, qtbot: Any
) -> None:
    session, doc = opened.session, opened.session.document
    field.setFocus()
    field.end(False)
    qtbot.keyClicks(field, "; seen")
    session.select(3)
    assert ["seen" in dict(doc.tracks[id].attributes) for id in (1, 2, 3)] == [True, True, False]
    session.select_all((1, 2))
    field.end(False)
    qtbot.keyClicks(field, "; lost")
    # Where one of them goes meanwhile, undo still takes back what was done last.
    before = state(doc)
    session.do(edits.delete_tracks(doc, [2]))
    assert "lost" not in dict(doc.tracks[1].attributes)
    opened.actions["undo"].trigger()
    assert state(doc) == before


def test_a_value_that_cannot_be_typed_stays_as_it_is(
    opened: Program, field: Field, qtbot: Any
) -> None:
    session, doc = opened.session, opened.session.document
    session.do(fact_edits.set_attributes(doc, [3], {"source": "a; b"}))
    session.select(3)
    field.setFocus()
    field.end(False)
    qtbot.keyClicks(field, "; seen")
    qtbot.keyClick(field, Key.Key_Return)
    assert dict(doc.tracks[3].attributes) == {"source": "a; b", "seen": "yes"}
