"""Places that are typed, timecodes, and the dialog that asks."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import Qt

from core.timebase import FrameIndex
from gui.dialogs.go_to import GoToDialog, PlaceError, read_place
from gui.player.timecode import Timecode
from gui.program import Program
from tests.gui.helpers import open_file


def index_of(rate: Fraction, frames: int, start: int = 0) -> FrameIndex:
    base = Fraction(1, 90000)
    ticks = [start + round(n / rate / base) for n in range(frames + 1)]
    pts = np.array(ticks[:-1], np.int64)
    return FrameIndex(pts, np.ones(frames, np.bool_), base, ticks[-1])


TEN_MINUTES = index_of(Fraction(25), 15_000, start=900)


@pytest.mark.parametrize(
    ("typed", "frame"),
    [
        ("1:02.48", 1562),
        ("0:01:02.48", 1562),
        ("01:02", 1550),
        ("63.2s", 1580),
        ("63.2", 1580),
        ("63,2 s", 1580),
        ("80ms", 2),
        ("2 min", 3000),
        ("1234", 1234),
        ("f1234", 1234),
        (" Frame 12 ", 12),
        ("#7", 7),
        ("7f", 7),
        ("pts 900", 0),
        ("pts 4500", 1),
        ("PTS4499", 0),
        ("+10", 1010),
        ("-10", 990),
        ("\u221210", 990),
        ("+ 2s", 1050),
        ("-2s", 950),
        ("+0:10", 1250),
        ("-5000", 0),
        ("-1h", 0),
        ("+99999", 14_999),
        ("50%", 7500),
        ("0%", 0),
        ("100 %", 14_999),
        ("00:01:02:12", 1562),
    ],
)
def test_places(typed: str, frame: int) -> None:
    assert read_place(typed, TEN_MINUTES, 1000) == frame


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("later", "no time"),
        ("1:", "no time"),
        ("+", "no time"),
        ("1:75:00:00", "No frame"),
        ("00:00:01:25", "No frame"),
        ("15000", "0 to 14999"),
        ("10:00.1", "ends at 10:00.000"),
        ("101%", "ends at"),
        ("pts 899", "900 to"),
        ("00:10:00:00", "end at 00:09:59:24"),
    ],
)
def test_what_names_no_place_says_why(typed: str, words: str) -> None:
    with pytest.raises(PlaceError, match=words):
        read_place(typed, TEN_MINUTES, 1000)


def test_a_time_that_was_read_off_is_found_again() -> None:
    index = index_of(Fraction(30000, 1001), 900)
    for frame in range(900):
        assert read_place(f"{float(index.time_of(frame)):.3f}s", index, 0) == frame


@pytest.mark.parametrize(
    ("rate", "frame", "text"),
    [
        ("25", 1562, "00:01:02:12"),
        ("24000/1001", 24, "00:00:01:00"),
        # SMPTE ST 12-1: ;00 and ;01 are left out at each minute but every tenth.
        ("30000/1001", 1799, "00:00:59;29"),
        ("30000/1001", 1800, "00:01:00;02"),
        ("30000/1001", 17981, "00:09:59;29"),
        ("30000/1001", 17982, "00:10:00;00"),
        ("30000/1001", 107892, "01:00:00;00"),
        ("60000/1001", 3600, "00:01:00;04"),
    ],
)
def test_timecode(rate: str, frame: int, text: str) -> None:
    timecode = Timecode.of(index_of(Fraction(rate), 200))
    assert timecode is not None
    assert timecode.text(frame) == text
    parts = [int(part) for part in text.replace(";", ":").split(":")]
    assert timecode.frame(*parts) == frame


def test_dropped_numbers_name_no_frame_and_all_others_one() -> None:
    timecode = Timecode(30, 2)
    assert timecode.frame(0, 1, 0, 1) is None
    assert timecode.frame(0, 1, 0, 2) == 1800
    texts = [timecode.text(n) for n in range(40_000)]
    assert len(set(texts)) == len(texts)


def test_a_varying_rate_has_no_timecode() -> None:
    index = index_of(Fraction(25), 100)
    pts = index.pts.copy()
    pts[50:] += 90_000
    varying = FrameIndex(pts, index.key.copy(), index.time_base, index.end_pts + 90_000)
    assert Timecode.of(varying) is None
    with pytest.raises(PlaceError, match="varies"):
        read_place("00:00:01:00", varying, 0)
    assert Timecode.of(index_of(Fraction(25, 2), 100)) is None


def test_the_dialog_says_when_more_is_still_to_come(
    program: Program,
    clip_factory: Callable[..., Any],
    qtbot: Any,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    open_file(program, clip_factory(frames=100).path, qtbot)
    monkeypatch.setattr(type(program.session), "indexed", property(lambda _session: False))
    dialog = GoToDialog(program.session, program.window)
    qtbot.keyClicks(dialog.line, "f200")
    assert dialog.meaning.text().endswith("The file is still being read.")
    dialog.deleteLater()


def test_the_dialog_tells_what_is_meant_and_goes_there(
    program: Program, clip_factory: Callable[..., Any], qtbot: Any
) -> None:
    open_file(program, clip_factory(frames=100).path, qtbot)
    dialog = GoToDialog(program.session, program.window)
    dialog.open()
    assert not dialog.go.isEnabled()
    qtbot.keyClicks(dialog.line, "f200")
    assert "0 to 99" in dialog.meaning.text()
    assert not dialog.go.isEnabled()
    dialog.line.clear()
    qtbot.keyClicks(dialog.line, "1.2s")
    assert "Frame 30" in dialog.meaning.text()
    qtbot.keyClick(dialog.line, Qt.Key.Key_Return)
    assert program.session.position == 30
    assert not dialog.isVisible()
    dialog.deleteLater()
