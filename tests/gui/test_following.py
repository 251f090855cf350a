"""A box followed through the picture, and detections that no track took."""

from __future__ import annotations

import threading
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import Qt

from core.analysis.stages import Detected, pack_detections
from core.model import edits, track_edits
from core.model.values import SOURCE_CODES, Box, Shot, Source
from core.store.stages import StageStore
from core.vision.linking import StepDetections
from gui.program import Program
from tests.core.documents import state
from tests.core.vision.moving import make_moving
from tests.gui.helpers import analyse_by_hand, go_to, on_view, open_file, wait_idle
from tests.gui.repairing import (
    CTRL,
    SHIFT,
    Key,
    frames_of,
    opened_fixture,
)

__all__ = ["opened_fixture"]


def right(frame: int) -> Box:
    return Box(60 + 2 * frame, 40, 120 + 2 * frame, 100)


@pytest.fixture
def moving(program: Program, tmp_path: Path, qtbot: Any) -> tuple[Program, int]:
    """A window with a patch that moves to the right, over a cut after half of the 40 frames; and
    the track of its box in frame 2, which is shown.
    """
    clip = make_moving(tmp_path / "moving.mp4", right, frames=40)
    open_file(program, clip.path, qtbot)
    analyse_by_hand(program)
    go_to(program, 2, qtbot)
    program.editing.draw_box(right(2))
    assert program.session.selected is not None
    return program, program.session.selected


def follow(program: Program, qtbot: Any, key: Key = Key.Key_T, *held: Any) -> None:
    qtbot.keyClick(program.window, key, *held)
    assert program.tracks.following.running
    assert not program.actions["track_on"].isEnabled()


def followed(program: Program, qtbot: Any) -> None:
    qtbot.waitUntil(lambda: not program.tracks.following.running, timeout=20000)


def test_t_follows_a_drawn_box_up_to_the_cut(moving: tuple[Program, int], qtbot: Any) -> None:
    program, track = moving
    session, doc = program.session, program.session.document
    follow(program, qtbot)
    followed(program, qtbot)
    assert frames_of(program, track) == list(range(2, 20))
    assert "followed through 17 frames, up to the cut" in program.window.hint.text()
    assert session.position == 19
    rows = doc.keyframes(track)
    tracker = SOURCE_CODES.index(Source.TRACKER)
    assert rows.sources.tolist() == [SOURCE_CODES.index(Source.PERSON), *[tracker] * 17]
    overlaps = [rows.at(i).box.iou(right(2 + i)) for i in range(18)]
    assert min(overlaps) > 0.9
    session.undo()
    assert frames_of(program, track) == [2]
    go_to(program, 2, qtbot)
    follow(program, qtbot, Key.Key_T, SHIFT)
    followed(program, qtbot)
    assert frames_of(program, track) == [0, 1, 2]


def test_following_ends_before_the_next_box_of_a_person(
    moving: tuple[Program, int], qtbot: Any
) -> None:
    program, track = moving
    doc, index = program.session.document, program.session.index
    assert index is not None
    pts = int(index.pts[8])
    program.session.do(edits.set_box(doc, track, pts, Box(0, 0, 50, 50)))
    follow(program, qtbot)
    followed(program, qtbot)
    assert doc.keyframes(track).pts.tolist() == index.pts[2:9].tolist()
    assert doc.keyframes(track).at(6).box == Box(0, 0, 50, 50)
    assert "up to the next box set by hand" in program.window.hint.text()


def test_what_changed_meanwhile_is_not_overwritten(moving: tuple[Program, int], qtbot: Any) -> None:
    program, _track = moving
    follow(program, qtbot)
    program.editing.nudge(5, 5)
    after = state(program.session.document)
    followed(program, qtbot)
    assert state(program.session.document) == after
    assert "changed while" in program.window.hint.text()


def test_another_video_is_opened_while_a_box_is_followed(
    moving: tuple[Program, int], clip_factory: Callable[..., Any], tmp_path: Path, qtbot: Any
) -> None:
    """It goes into its own track, by the times of its own video."""
    program, track = moving
    files, session = program.files, program.session
    files.save_as(tmp_path / "two.syncreview")
    wait_idle(program, qtbot)
    video = session.video
    assert video is not None
    hold = threading.Event()
    program.following.submit("first", lambda _ctx: hold.wait(10))
    follow(program, qtbot)
    open_file(program, clip_factory(frames=30, video_start=Fraction(3)).path, qtbot)
    assert session.video is not None
    assert session.video.id != video.id
    position = session.position
    hold.set()
    followed(program, qtbot)
    assert session.position == position
    files.show_video(video.id)
    qtbot.waitUntil(lambda: session.video is not None and session.video.id == video.id)
    assert frames_of(program, track) == list(range(2, 20))


def test_a_detection_without_a_track_becomes_one(opened: Program, qtbot: Any) -> None:
    session = opened.session
    project, video, index = session.project, session.video, session.index
    assert project is not None
    assert video is not None
    assert index is not None
    loose = Box(130, 160, 180, 210)
    track = session.document.keyframes(1)
    found = [
        StepDetections(
            n,
            int(index.pts[n]),
            np.array([loose.as_tuple(), track.at(n).box.as_tuple()], np.float32),
            np.array([0.8, 0.9], np.float32),
            np.array([1, 0]),
        )
        for n in range(3, 15)
    ]
    shots = (Shot(video.start_pts, video.end_pts),)
    with StageStore(project.path) as stages:
        stages.put(
            "k", video.id, "detections", pack_detections(Detected(shots, found, ("face", "person")))
        )
    go_to(opened, 5, qtbot)
    opened.actions["show_loose"].trigger()
    qtbot.waitUntil(lambda: opened.tracks.loose.ready, timeout=10000)
    view = opened.window.view
    assert view.layer.loose == [loose]
    qtbot.mouseDClick(view, Qt.MouseButton.LeftButton, pos=on_view(view, 150, 190))
    qtbot.waitUntil(lambda: session.selected == 5, timeout=10000)
    assert frames_of(opened, 5) == list(range(3, 15))
    assert session.document.tracks[5].label == "person"
    qtbot.waitUntil(lambda: opened.tracks.loose.ready and not view.layer.loose, timeout=10000)
    session.undo()
    qtbot.waitUntil(lambda: view.layer.loose == [loose], timeout=10000)


def test_outside_is_not_followed_or_copied(opened: Program, qtbot: Any) -> None:
    doc, index = opened.session.document, opened.session.index
    assert index is not None
    opened.session.do(track_edits.set_outside(doc, 1, int(index.pts[3]), int(index.pts[9]), True))
    before = state(doc)
    go_to(opened, 5, qtbot)
    qtbot.keyClick(opened.window, Key.Key_C, CTRL)
    assert not opened.tracks.repairs.copied
    qtbot.keyClick(opened.window, Key.Key_T)
    assert not opened.tracks.following.running
    assert state(doc) == before
    # Beside it the same keys do both.
    go_to(opened, 10, qtbot)
    qtbot.keyClick(opened.window, Key.Key_C, CTRL)
    assert opened.tracks.repairs.copied
    qtbot.keyClick(opened.window, Key.Key_T)
    assert opened.tracks.following.running
    wait_idle(opened, qtbot)
