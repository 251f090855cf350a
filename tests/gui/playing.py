"""Fixtures and helpers of the tests of playing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from core.model.edits import Edit, RecordChange
from gui.program import Program
from tests.gui.helpers import analyse_by_hand, open_file


@pytest.fixture(name="opened")
def opened_fixture(program: Program, clip_factory: Callable[..., Any], qtbot: Any) -> Program:
    """Eight seconds at 25 fps; two shots with two tracks each, of which one is determined."""
    open_file(program, clip_factory(frames=200, audio_codec="aac").path, qtbot)
    analyse_by_hand(program)
    program.session.select(None)
    return program


class Clock:
    """Time that stands until a test moves it."""

    now = 50.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture(name="silent")
def silent_fixture(program: Program, clip_factory: Callable[..., Any], qtbot: Any) -> Program:
    """The same without sound: the steady clock plays it."""
    open_file(program, clip_factory(frames=200).path, qtbot)
    analyse_by_hand(program)
    program.session.select(None)
    return program


@pytest.fixture(name="time")
def time_fixture(silent: Program, monkeypatch: pytest.MonkeyPatch) -> Clock:
    """The time of the program's clock, moved by hand."""
    clock = Clock()
    monkeypatch.setattr(silent.clock, "_now", clock)
    return clock


def press(program: Program, name: str) -> None:
    action = program.actions[name]
    assert action.isEnabled(), name
    action.trigger()


def spans(program: Program) -> list[tuple[float, float]]:
    """What alone is played, in seconds."""
    return [(float(a), float(b)) for a, b in program.clock.spans]


def plays(program: Program) -> bool:
    return program.clock.playing


def is_mute(program: Program) -> bool:
    return program.clock.muted


def change(program: Program, kind: Any, before: Any, after: Any) -> None:
    """One record of the document becomes another."""
    program.session.do(Edit("Change", (RecordChange(kind, before.id, before, after),)))


def track_of(program: Program, determined: bool) -> int:
    scores = program.session.document.scores
    return next(t.id for t in program.session.tracks if scores[t.id].determined is determined)
