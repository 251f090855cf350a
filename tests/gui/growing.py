"""A long file whose index is held by hand at some packet, for the tests of the window meanwhile."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from av.packet import Packet

from core.media import index as indexing
from gui.program import Program
from tests.gui.helpers import (
    open_file,
    picture_of,
    wait_frame,
    wait_idle,
)
from tests.media.marks import read_number

FRAMES = 120


class Gate:
    """Lets packets through up to a number, then holds the thread that indexes."""

    def __init__(self) -> None:
        self._condition = threading.Condition()
        self._limit = 10**9
        self._error: Exception | None = None
        self.seen = 0

    def hold_at(self, packets: int) -> None:
        with self._condition:
            self._limit, self.seen, self._error = packets, 0, None
            self._condition.notify_all()

    def release(self, error: Exception | None = None) -> None:
        with self._condition:
            self._limit, self._error = 10**9, error
            self._condition.notify_all()

    def pass_one(self) -> None:
        with self._condition:
            self.seen += 1
            self._condition.wait_for(lambda: self.seen <= self._limit, timeout=20)
            if self._error is not None:
                error, self._error = self._error, None
                raise error


@pytest.fixture(name="gate")
def gate_fixture(monkeypatch: pytest.MonkeyPatch) -> Iterator[Gate]:
    gate = Gate()
    add = indexing._Frames.add_packet

    def gated(frames: indexing._Frames, packet: Packet, pts: int) -> None:
        gate.pass_one()
        add(frames, packet, pts)

    monkeypatch.setattr(indexing._Frames, "add_packet", gated)
    monkeypatch.setattr(indexing, "FIRST_GROWTH_S", 0.0)
    monkeypatch.setattr(indexing, "GROWTH_S", 0.0)
    yield gate
    gate.release()


@pytest.fixture(name="clip")
def clip_fixture(clip_factory: Callable[..., Any]) -> Path:
    path: Path = clip_factory(frames=FRAMES, gop=30, bframes=2, audio_codec="aac").path
    return path


def known(program: Program) -> int:
    return len(program.session.index or ())


def open_part(program: Program, path: Path, gate: Gate, packets: int, qtbot: Any) -> None:
    """Open a file as far as its first packets."""
    gate.hold_at(packets)
    program.files.open(path)
    # The last packets that came tell only of frames before them.
    qtbot.waitUntil(
        lambda: (
            program.session.video is not None
            and program.session.video.path == str(path)
            and known(program) >= packets - 6
        ),
        timeout=15000,
    )
    wait_frame(program, qtbot)


@pytest.fixture(name="joining")
def joining_fixture(
    program: Program,
    clip: Path,
    clip_factory: Callable[..., Any],
    gate: Gate,
    tmp_path: Path,
    qtbot: Any,
) -> None:
    """A saved project of one video, and the clip that shall join it, read as far as 60 packets."""
    open_file(program, clip_factory(frames=20).path, qtbot)
    program.files.save_as(tmp_path / "both.syncreview")
    wait_idle(program, qtbot)
    open_part(program, clip, gate, 60, qtbot)
    assert len(program.session.document.videos) == 1


def shown_number(program: Program) -> int:
    frame = program.window.view.frame
    assert frame is not None
    number: int = read_number(picture_of(frame.image))
    return number
