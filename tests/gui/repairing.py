"""A window with tracks to repair, for the tests of the tools of a track and a box."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt

from gui.program import Program
from tests.core.documents import state
from tests.gui.helpers import analyse_by_hand, open_file

SIZE = (320, 240)
Key = Qt.Key
SHIFT, ALT, CTRL = (
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.AltModifier,
    Qt.KeyboardModifier.ControlModifier,
)
EYES = ((60.0, 80.0), (90.0, 80.0))


@pytest.fixture(name="opened")
def opened_fixture(program: Program, clip_factory: Callable[..., Any], qtbot: Any) -> Program:
    """A window with two tracks in each of two shots, of 20 frames; the first track is selected."""
    path: Path = clip_factory(frames=40, size=SIZE, audio_codec="aac").path
    open_file(program, path, qtbot)
    analyse_by_hand(program)
    program.session.select(1)
    program.window.view.setFocus()
    return program


@pytest.fixture(name="press")
def press_fixture(opened: Program, qtbot: Any) -> Callable[..., None]:
    """Press a key over the picture; then undo it and do it again, comparing the document."""

    def act(key: Key, keys: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        session = opened.session
        before, steps = state(session.document), session.history.stack.index()
        qtbot.keyClick(opened.window, key, keys)
        after = state(session.document)
        assert after != before
        assert session.history.stack.index() == steps + 1
        chosen = session.chosen
        session.undo()
        assert state(session.document) == before
        session.redo()
        assert state(session.document) == after
        session.select_all(chosen)

    return act


def frames_of(program: Program, track_id: int) -> list[int]:
    """The frames in which a track is visible."""
    doc, index = program.session.document, program.session.index
    assert index is not None
    track, rows = doc.tracks[track_id], doc.keyframes(track_id)
    return [
        n
        for n, pts in enumerate(index.pts.tolist())
        if rows.box_at(pts) is not None and not track.is_outside(pts)
    ]
