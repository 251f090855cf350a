"""Damage in the window: what indexing, decoding and the check found, on the timeline."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import Qt

from core.jobs import JobContext
from core.media.damage import DamagedSpan
from core.media.source import VideoSource
from gui import checking
from gui.program import Program
from gui.timeline.axis import Frame
from gui.timeline.unread import Part, pixel_areas
from tests.gui.helpers import go_to, open_file, wait_frame, wait_idle
from tests.gui.timeline_helpers import colours_at, spot_in
from tests.media.clips import ClipSpec, make_clip, make_cut_short


def closed(program: Program) -> list[Part]:
    return program.window.timeline.wave.closed.parts


def noisy(folder: Path) -> Path:
    """PNG pictures in MOV, of which number 12 cannot be read."""
    spec = ClipSpec(frames=30, video_codec="png", pix_fmt="rgb24")
    path = make_clip(folder / "noisy.mov", spec).path
    content = bytearray(path.read_bytes())
    place = [i for i in range(len(content)) if content[i : i + 4] == b"\x89PNG"][12]
    content[place : place + 4] = b"nois"
    path.write_bytes(content)
    return path


def test_a_file_cut_short_plays_and_shows_what_is_missing(
    program: Program, tmp_path: Path, qtbot: Any, errors: list[BaseException]
) -> None:
    open_file(program, make_cut_short(tmp_path, ".mkv").path, qtbot)
    index = program.session.index
    assert index is not None
    (part,) = closed(program)
    assert part.hatched
    assert "missing" in part.text
    assert part.start == pytest.approx(float(index.duration))
    assert part.end == pytest.approx(6, abs=0.1)
    high = program.window.timeline.axis.high
    assert high == pytest.approx(part.end)
    go_to(program, len(index) - 1, qtbot)
    assert program.session.indexed
    assert errors == []


def test_the_check_marks_what_does_not_decode(
    program: Program, tmp_path: Path, qtbot: Any, errors: list[BaseException]
) -> None:
    open_file(program, noisy(tmp_path), qtbot)
    index = program.session.index
    assert index is not None
    told: list[str] = []
    program.checking.notice.connect(told.append)
    program.actions["check_file"].trigger()
    assert program.analysing.busy
    program.actions["check_file"].trigger()
    qtbot.waitUntil(lambda: not program.analysing.busy)
    (part,) = closed(program)
    assert (part.start, part.end) == pytest.approx((12 / 25, 13 / 25))
    assert "cannot be decoded" in part.text
    assert told == ["noisy.mov: one frame cannot be decoded"]
    assert errors == []


def test_the_check_of_a_sound_file_says_so(
    program: Program, clip_factory: Callable[..., Any], qtbot: Any
) -> None:
    path = clip_factory(frames=30).path
    open_file(program, path, qtbot)
    told: list[str] = []
    program.checking.notice.connect(told.append)
    program.actions["check_file"].trigger()
    qtbot.waitUntil(lambda: not program.analysing.busy)
    assert told == [f"{path.name}: every one of its 30 frames decodes without error"]
    assert closed(program) == []


def test_another_video_ends_the_check(
    program: Program,
    clip_factory: Callable[..., Any],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    qtbot: Any,
) -> None:
    def endless(_source: VideoSource, ctx: JobContext) -> tuple[DamagedSpan, ...]:
        while True:
            ctx.check()
            time.sleep(0.01)

    monkeypatch.setattr(checking, "find_damage", endless)
    open_file(program, noisy(tmp_path), qtbot)
    told: list[str] = []
    program.checking.notice.connect(told.append)
    program.actions["check_file"].trigger()
    open_file(program, clip_factory(frames=20).path, qtbot)
    qtbot.waitUntil(lambda: not program.analysing.busy)
    assert told == []
    assert closed(program) == []
    assert program.session.damage == ()


def test_a_file_that_went_away_before_the_check_is_told(
    program: Program, tmp_path: Path, qtbot: Any, errors: list[BaseException]
) -> None:
    path = noisy(tmp_path)
    open_file(program, path, qtbot)
    path.unlink()
    program.actions["check_file"].trigger()
    qtbot.waitUntil(lambda: not program.analysing.busy)
    assert len(errors) == 1
    assert "does not exist" in str(errors[0])
    # It can be asked for again.
    program.actions["check_file"].trigger()
    qtbot.waitUntil(lambda: not program.analysing.busy)
    assert len(errors) == 2


def test_what_playing_shows_to_be_damaged_is_marked(
    program: Program, tmp_path: Path, qtbot: Any
) -> None:
    open_file(program, noisy(tmp_path), qtbot)
    program.session.seek_frame(12)
    qtbot.waitUntil(lambda: len(closed(program)) == 1)
    (part,) = closed(program)
    assert part.start <= 12 / 25 < part.end


def test_the_session_keeps_spans_merged_and_drops_them_with_the_video(
    program: Program, clip_factory: Callable[..., Any], qtbot: Any
) -> None:
    open_file(program, clip_factory(frames=50).path, qtbot)
    session = program.session
    told: list[tuple[DamagedSpan, ...]] = []
    session.damage_changed.connect(lambda: told.append(session.damage))
    index = session.index
    assert index is not None
    a, b, c = (int(index.pts[n]) for n in (5, 6, 7))
    session.add_damage([DamagedSpan(a, b)])
    session.add_damage([DamagedSpan(a, b)])
    session.add_damage([DamagedSpan(b, c)])
    assert told == [(DamagedSpan(a, b),), (DamagedSpan(a, c),)]
    open_file(program, clip_factory(frames=20).path, qtbot)
    assert session.damage == ()
    assert closed(program) == []


def test_the_mouse_over_a_damaged_place_tells_of_it_and_still_scrubs(
    program: Program, clip_factory: Callable[..., Any], qtbot: Any
) -> None:
    open_file(program, clip_factory(frames=100).path, qtbot)
    session, panel = program.session, program.window.timeline
    index = session.index
    assert index is not None
    session.add_damage([DamagedSpan(int(index.pts[40]), int(index.pts[60]))])
    assert "cannot be decoded" in panel.view.tip_at(spot_in(program, panel.wave, 2.0))
    assert panel.view.tip_at(spot_in(program, panel.wave, 1.0)) == ""
    qtbot.mouseClick(panel.view, Qt.MouseButton.LeftButton, pos=spot_in(program, panel.wave, 2.2))
    wait_frame(program, qtbot)
    assert abs(session.position - 55) <= 1


def test_hatching_is_painted_where_it_belongs(
    program: Program, clip_factory: Callable[..., Any], qtbot: Any
) -> None:
    open_file(program, clip_factory(frames=100).path, qtbot)
    session, panel = program.session, program.window.timeline
    index = session.index
    assert index is not None

    def column(seconds: float) -> set[str]:
        return colours_at(program, panel.heat, seconds)

    before = column(2.0), column(3.5)
    session.add_damage([DamagedSpan(int(index.pts[40]), int(index.pts[60]))])
    wait_idle(program, qtbot)
    after = column(2.0), column(3.5)
    assert after[0] != before[0]
    assert len(after[0]) > 1
    assert after[1] == before[1]


def test_what_touches_on_the_screen_is_painted_as_one() -> None:
    """Seconds 0.1 and 0.3 and so on of 100 s are damaged, 10 pixels a second."""
    spans = np.array([[k / 5 + 0.1, k / 5 + 0.2] for k in range(500)])
    whole = Frame(1000, 40, 0.0, 0.1)
    (area,) = pixel_areas(spans, whole)
    assert (area.left(), area.right()) == pytest.approx((1, 1000), abs=2)
    assert (area.top(), area.bottom()) == pytest.approx((0, 40))
    # Up close each stands alone, cut to what is in the view.
    close = Frame(500, 40, 10.15, 0.001)
    areas = pixel_areas(spans, close)
    edges = [(area.left(), area.right()) for area in areas]
    assert edges == [pytest.approx(e) for e in ((0, 50), (150, 250), (350, 450))]
    # One frame of a long video stays visible.
    (area,) = pixel_areas(np.array([[50.0, 50.01]]), whole)
    assert area.width() == pytest.approx(3)
    assert pixel_areas(spans, Frame(1000, 40, 200.0, 0.1)) == []
