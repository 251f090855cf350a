"""Tracks of objects in the window: shown and edited, but not scored or doubted."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from PySide6.QtWidgets import QLabel

from core.model.edits import Edit, RecordChange
from core.model.score_parts import outdated
from gui.models.tracks import CONFIDENCE, FINDINGS, OFFSET
from gui.program import Program
from tests.gui.helpers import analyse_by_hand, open_file


@pytest.fixture
def opened(program: Program, clip_factory: Callable[..., Any], qtbot: Any) -> Program:
    """Four tracks, the second of which is an object."""
    open_file(program, clip_factory(frames=200, size=(160, 120), audio_codec="aac").path, qtbot)
    analyse_by_hand(program)
    doc = program.session.document
    track = doc.tracks[2]
    changes = (
        RecordChange("track", 2, track, replace(track, label="cup", is_face=False)),
        RecordChange("score", 2, doc.scores[2], None),
    )
    program.session.do(Edit("An object", changes))
    qtbot.waitUntil(lambda: program.review.findings.ready, timeout=15000)
    return program


def test_an_object_has_no_sync_and_no_findings(opened: Program) -> None:
    session, model = opened.session, opened.window.tracks.model
    row = model.row_of(2)
    assert row is not None
    assert [model.index(row, c).data() for c in (OFFSET, CONFIDENCE, FINDINGS)] == ["", "", ""]
    found = {id for f in opened.review.findings.findings() for id in f.track_ids}
    assert found == {1, 3, 4}
    assert outdated(session.document, 1) == []
    session.select(2)
    texts = {label.text() for label in opened.inspector.findChildren(QLabel)}
    assert "an object: it has no lips" in texts
    opened.actions["rescore"].trigger()
    assert "objects have no lips" in opened.window.hint.text()
    # It is edited as every track.
    opened.actions["verdict_5"].trigger()
    assert session.document.track_verdict(2) is not None
    session.undo()
    session.undo()
    assert session.document.tracks[2].is_face
