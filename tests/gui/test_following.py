"""A box followed through the picture, and detections that no track took."""

from __future__ import annotations

from typing import Any

import numpy as np
from PySide6.QtCore import Qt

from core.analysis.stages import Detected, pack_detections
from core.model import edits, track_edits
from core.model.values import Box, Shot, Track
from core.store.stages import StageStore
from core.vision.linking import StepDetections
from gui.program import Program
from tests.core.documents import state
from tests.gui.helpers import go_to, on_view
from tests.gui.repairing import (
    CTRL,
    Key,
    frames_of,
    opened_fixture,
    press_fixture,
)

__all__ = ["opened_fixture", "press_fixture"]


def test_t_follows_a_drawn_box(opened: Program, qtbot: Any) -> None:
    """On a made clip the picture moves under the box; what matters here is the way to the track."""
    session, doc = opened.session, opened.session.document
    go_to(opened, 2, qtbot)
    opened.editing.draw_box(Box(20, 20, 120, 100))
    track = session.selected
    assert track is not None
    qtbot.keyClick(opened.window, Key.Key_T)
    assert opened.tracks.following.running
    assert not opened.actions["track_on"].isEnabled()
    qtbot.waitUntil(lambda: not opened.tracks.following.running, timeout=20000)
    rows = doc.keyframes(track)
    assert "followed through" in opened.window.hint.text()
    index = session.index
    assert index is not None
    assert len(rows) >= 1
    # Never over the cut at frame 20.
    assert int(rows.pts[-1]) < int(index.pts[20])
    if len(rows) > 1:
        assert set(rows.sources.tolist()) == {1, 2}
        session.undo()
        assert len(doc.keyframes(track)) == 1


def test_following_ends_before_the_next_box_of_a_person(opened: Program, qtbot: Any) -> None:
    doc, index = opened.session.document, opened.session.index
    assert index is not None
    go_to(opened, 2, qtbot)
    opened.editing.draw_box(Box(20, 20, 120, 100))
    track = opened.session.selected
    assert track is not None
    pts = int(index.pts[5])
    opened.session.do(edits.set_box(doc, track, pts, Box(0, 0, 50, 50)))
    qtbot.keyClick(opened.window, Key.Key_T)
    qtbot.waitUntil(lambda: not opened.tracks.following.running, timeout=20000)
    assert doc.keyframes(track).get(pts).box == Box(0, 0, 50, 50)  # type: ignore[union-attr]
    assert doc.keyframes(track).pts[-1] == pts


def test_what_changed_meanwhile_is_not_overwritten(opened: Program, qtbot: Any) -> None:
    go_to(opened, 2, qtbot)
    opened.editing.draw_box(Box(20, 20, 120, 100))
    qtbot.keyClick(opened.window, Key.Key_T)
    opened.editing.nudge(5, 5)
    after = state(opened.session.document)
    qtbot.waitUntil(lambda: not opened.tracks.following.running, timeout=20000)
    assert state(opened.session.document) == after


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
            np.zeros(2, np.int64),
        )
        for n in range(3, 15)
    ]
    shots = (Shot(video.start_pts, video.end_pts),)
    with StageStore(project.path) as stages:
        stages.put("k", video.id, "detections", pack_detections(Detected(shots, found, ("face",))))
    go_to(opened, 5, qtbot)
    opened.actions["show_loose"].trigger()
    qtbot.waitUntil(lambda: opened.tracks.loose.ready, timeout=10000)
    view = opened.window.view
    assert view.layer.loose == [loose]
    qtbot.mouseDClick(view, Qt.MouseButton.LeftButton, pos=on_view(view, 150, 190))
    qtbot.waitUntil(lambda: session.selected == 5, timeout=10000)
    assert frames_of(opened, 5) == list(range(3, 15))
    qtbot.waitUntil(lambda: opened.tracks.loose.ready and not view.layer.loose, timeout=10000)
    session.undo()
    qtbot.waitUntil(lambda: view.layer.loose == [loose], timeout=10000)


def test_outside_is_not_followed_or_copied(opened: Program, qtbot: Any) -> None:
    doc, index = opened.session.document, opened.session.index
    assert index is not None
    opened.session.do(track_edits.set_outside(doc, 1, int(index.pts[3]), int(index.pts[9]), True))
    go_to(opened, 5, qtbot)
    qtbot.keyClick(opened.window, Key.Key_C, CTRL)
    assert not opened.tracks.repairs.copied
    qtbot.keyClick(opened.window, Key.Key_T)
    assert not opened.tracks.following.running
    assert isinstance(doc.tracks[1], Track)
