"""The face panel shows the scorer's own crop, to the pixel."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QRectF

from core.analysis.run import WHOLE_PICTURE
from core.jobs import JobContext
from core.model import edits
from core.model.keyframes import Keyframes
from core.model.values import Box, Keyframe, Track
from core.sync.cca import mouth_vectors
from core.vision.clips import CROP_SIZE, TrackClip
from gui.player.face_panel import MOUTH_TOP, FacePanel
from gui.program import Program
from tests.gui.helpers import go_to, open_file, picture_of


def add_track(program: Program, spans: tuple[int, int], detector: str = "mtcnn") -> int:
    """A track whose box walks and grows, from one frame to another; its id."""
    session = program.session
    assert session.video is not None
    assert session.index is not None
    a, b = spans
    rows = Keyframes.of(
        [
            Keyframe(int(session.index.pts[a]), Box(20, 30, 70, 95)),
            Keyframe(int(session.index.pts[(a + b) // 2]), Box(60, 20, 130, 90)),
            Keyframe(int(session.index.pts[b]), Box(90, 40, 150, 110)),
        ]
    )
    track = Track(session.document.next_id("track"), session.video.id, detector=detector)
    session.do(edits.add_track(track, rows))
    session.select(track.id)
    return track.id


def scorers_pictures(program: Program, track_id: int, whole: bool = False) -> dict[int, Any]:
    """Step -> (224, 224, 3) RGB, as a scorer is given it."""
    source = program.session.source
    assert source is not None
    rows = program.session.document.keyframes(track_id)
    clip = TrackClip.of_track(source, np.zeros(0, np.int16), rows, whole)
    pictures = np.concatenate(list(clip.pictures()))
    return {clip.start + n: picture for n, picture in enumerate(pictures)}


def panel_of(program: Program) -> FacePanel:
    return program.viewing.face_panel


def shown(program: Program, step: int | None) -> Callable[[], bool]:
    def there() -> bool:
        picture = panel_of(program).picture
        return picture is not None and picture.step == step

    return there


def crop_of(program: Program) -> np.ndarray:
    picture = panel_of(program).picture
    assert picture is not None
    assert picture.image is not None
    return picture_of(picture.image)


@pytest.fixture
def opened(program: Program, clip_factory: Callable[..., Any], qtbot: Any) -> Program:
    open_file(program, clip_factory(frames=60).path, qtbot)
    return program


def test_the_crop_is_the_scorers_at_every_kind_of_step(opened: Program, qtbot: Any) -> None:
    track = add_track(opened, (5, 50))
    wanted = scorers_pictures(opened, track)
    assert min(wanted) == 5
    assert max(wanted) == 50
    opened.actions["face_panel"].setChecked(True)
    for frame in (5, 6, 50, 27, 26, 11, 49):
        go_to(opened, frame, qtbot)
        qtbot.waitUntil(shown(opened, frame))
        assert (crop_of(opened) == wanted[frame]).all(), frame
        assert f"frame {frame}" in panel_of(opened).caption.text()


def test_above_25_frames_a_second_it_is_the_frame_that_the_scorer_sees(
    program: Program, clip_factory: Callable[..., Any], qtbot: Any
) -> None:
    open_file(program, clip_factory(frames=60, rate=Fraction(50)).path, qtbot)
    track = add_track(program, (0, 59))
    wanted = scorers_pictures(program, track)
    program.actions["face_panel"].setChecked(True)
    for frame, step in ((31, 15), (30, 15), (41, 20), (0, 0)):
        go_to(program, frame, qtbot)
        qtbot.waitUntil(shown(program, step))
        picture = panel_of(program).picture
        assert picture is not None
        assert picture.frame_number == step * 2
        assert (crop_of(program) == wanted[step]).all()


def test_under_25_frames_a_second_it_is_the_first_step_of_the_frame(
    program: Program, clip_factory: Callable[..., Any], qtbot: Any
) -> None:
    open_file(program, clip_factory(frames=30, rate=Fraction(10)).path, qtbot)
    track = add_track(program, (0, 29))
    wanted = scorers_pictures(program, track)
    program.actions["face_panel"].setChecked(True)
    for frame, step in ((4, 10), (5, 13), (29, 73)):
        go_to(program, frame, qtbot)
        qtbot.waitUntil(shown(program, step))
        assert (crop_of(program) == wanted[step]).all()


def test_a_whole_picture_is_shown_as_the_scorer_gets_it(opened: Program, qtbot: Any) -> None:
    track = add_track(opened, (0, 59), WHOLE_PICTURE)
    wanted = scorers_pictures(opened, track, whole=True)
    opened.actions["face_panel"].setChecked(True)
    go_to(opened, 33, qtbot)
    qtbot.waitUntil(shown(opened, 33))
    assert (crop_of(opened) == wanted[33]).all()


def test_it_follows_the_selection_and_edits(opened: Program, qtbot: Any) -> None:
    first = add_track(opened, (0, 59))
    opened.actions["face_panel"].setChecked(True)
    go_to(opened, 20, qtbot)
    qtbot.waitUntil(shown(opened, 20))
    second = add_track(opened, (10, 40))
    wanted = scorers_pictures(opened, second)[20]
    qtbot.waitUntil(lambda: (crop_of(opened) == wanted).all())
    opened.editing.change_box(second, Box(5, 5, 60, 60), "Move box")
    changed = scorers_pictures(opened, second)[20]
    assert (changed != wanted).any()
    qtbot.waitUntil(lambda: (crop_of(opened) == changed).all())
    opened.session.select(first)
    original = scorers_pictures(opened, first)[20]
    qtbot.waitUntil(lambda: (crop_of(opened) == original).all())


def test_it_says_why_there_is_no_face(opened: Program, qtbot: Any) -> None:
    add_track(opened, (10, 40))
    opened.actions["face_panel"].setChecked(True)
    panel = panel_of(opened)
    qtbot.waitUntil(lambda: "does not reach here" in panel.face.message)
    assert panel.picture is None
    opened.session.select(None)
    assert "Select a track" in panel.face.message
    assert panel.caption.text() == ""


def test_it_tells_in_its_place_what_cannot_be_read(
    program: Program,
    clip_factory: Callable[..., Any],
    tmp_path: Path,
    qtbot: Any,
    errors: list[BaseException],
) -> None:
    path = tmp_path / "gone.mp4"
    path.write_bytes(clip_factory(frames=60).path.read_bytes())
    open_file(program, path, qtbot)
    add_track(program, (0, 59))
    kept = path.rename(tmp_path / "kept.mp4")
    program.actions["face_panel"].setChecked(True)
    panel = panel_of(program)
    qtbot.waitUntil(lambda: panel.face.message != "")
    assert panel.picture is None
    assert errors == []
    kept.rename(path)
    program.session.seek_frame(4)
    qtbot.waitUntil(shown(program, 4))


def test_hidden_it_decodes_nothing(opened: Program, qtbot: Any) -> None:
    add_track(opened, (0, 59))
    action = opened.actions["face_panel"]
    panel = panel_of(opened)
    go_to(opened, 3, qtbot)
    assert panel.decoding is False
    action.setChecked(True)
    qtbot.waitUntil(shown(opened, 3))
    assert panel.decoding is True
    action.setChecked(False)
    qtbot.waitUntil(lambda: panel.decoding is False)
    go_to(opened, 9, qtbot)
    action.setChecked(True)
    qtbot.waitUntil(shown(opened, 9))


def test_another_video_shows_its_own_faces(
    opened: Program, clip_factory: Callable[..., Any], qtbot: Any
) -> None:
    add_track(opened, (0, 59))
    opened.actions["face_panel"].setChecked(True)
    qtbot.waitUntil(shown(opened, 0))
    other = clip_factory(frames=40, size=(160, 120), gop=7)
    open_file(opened, other.path, qtbot)
    assert panel_of(opened).picture is None
    track = add_track(opened, (0, 39))
    qtbot.waitUntil(shown(opened, 0))
    assert (crop_of(opened) == scorers_pictures(opened, track)[0]).all()


def test_the_outlined_rows_are_those_that_the_scorer_compares() -> None:
    rng = np.random.default_rng(1)
    clip = rng.integers(0, 256, (4, CROP_SIZE, CROP_SIZE, 3), np.uint8)
    vectors = mouth_vectors(iter([clip]), 4, JobContext())
    above = clip.copy()
    above[:, :MOUTH_TOP] = 0
    assert (mouth_vectors(iter([above]), 4, JobContext()) == vectors).all()
    first_row = clip.copy()
    first_row[:, MOUTH_TOP] //= 2
    assert (mouth_vectors(iter([first_row]), 4, JobContext()) != vectors).any()


def test_the_crop_is_drawn_with_the_mouths_half_outlined(opened: Program, qtbot: Any) -> None:
    add_track(opened, (0, 59))
    opened.actions["face_panel"].setChecked(True)
    qtbot.waitUntil(shown(opened, 0))
    face = panel_of(opened).face
    face.setFixedSize(250, 250)
    square = face.square()
    assert square.width() == square.height()
    assert QRectF(face.rect()).contains(square)
    drawn = picture_of(face.grab().toImage())
    left, top, side = round(square.x()), round(square.y()), round(square.width())
    crop = crop_of(opened)
    assert side == CROP_SIZE
    # Above the outline: the crop's own pixels.
    part = drawn[top : top + MOUTH_TOP - 3, left : left + side]
    assert (part == crop[: MOUTH_TOP - 3]).all()
    line = drawn[top + round(side / 2), left + 8 : left + side - 8].astype(int)
    assert np.abs(line - drawn[top + round(side / 2) - 6, left + 8 : left + side - 8]).max() > 30
