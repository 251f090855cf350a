"""From the session's position to the view's picture: sizes, looks, the strip, a longer index."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from PySide6.QtWidgets import QApplication

from core.media.damage import DamagedSpan
from core.media.source import VideoSource
from core.timebase import FrameIndex
from core.vision.look import Look
from gui.player.feed import FrameFeed
from gui.player.view import PlayerView
from gui.session import Session
from gui.theme import ThemeManager
from gui.workers.frame_loader import LoadedFrame
from gui.workers.open_video import OpenVideo
from tests.gui.helpers import picture_of
from tests.media.marks import read_number


@pytest.fixture
def source(clip_factory: Callable[..., Any]) -> VideoSource:
    return VideoSource.open(clip_factory(frames=300, gop=100, bframes=2, size=(384, 224)).path)


class Screen:
    """A view with its feed; `shown` holds every picture that it was given."""

    def __init__(self, app: QApplication, monkeypatch: pytest.MonkeyPatch) -> None:
        self.session = Session()
        self.view = PlayerView(self.session, ThemeManager(app, "dark"))
        self.view.resize(320, 200)
        self.view.show()
        self.shown: list[LoadedFrame] = []
        show = self.view.show_frame

        def note(frame: LoadedFrame) -> None:
            self.shown.append(frame)
            show(frame)

        monkeypatch.setattr(self.view, "show_frame", note)
        self.feed = FrameFeed(self.session, self.view, 64 << 20)

    def open(self, source: VideoSource) -> None:
        self.session.set_video(OpenVideo(source.record(1), source, source.index))

    def at(self, number: int) -> bool:
        """Whether this frame is on screen in the size of the view."""
        frame = self.view.frame
        if frame is None or not frame.exact or frame.frame_number != number:
            return False
        wanted = self.view.wanted_size() or (384, 224)
        return (frame.image.width(), frame.image.height()) == wanted


@pytest.fixture
def screen(qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> Iterator[Screen]:
    made = Screen(qapp, monkeypatch)
    yield made
    assert made.feed.close()
    made.view.deleteLater()


def test_pictures_come_at_the_size_of_the_view(
    screen: Screen, source: VideoSource, qtbot: Any
) -> None:
    screen.open(source)
    for number in (0, 120, 121, 119, 299):
        screen.session.seek_frame(number)
        qtbot.waitUntil(lambda n=number: screen.at(n))
        frame = screen.view.frame
        assert frame is not None
        assert not frame.full
        assert frame.pts == int(source.index.pts[number])
        assert read_number(picture_of(frame.image)) == number
    screen.view.show_actual_size()
    screen.view.zoom(2.0)
    qtbot.waitUntil(lambda: screen.view.wanted_size() is None)
    qtbot.waitUntil(lambda: screen.at(299))
    frame = screen.view.frame
    assert frame is not None
    assert frame.full
    assert read_number(picture_of(frame.image)) == 299


def test_a_look_is_applied_to_the_same_frame(
    screen: Screen, source: VideoSource, qtbot: Any
) -> None:
    screen.open(source)
    screen.session.seek_frame(30)
    qtbot.waitUntil(lambda: screen.at(30))
    plain = picture_of(screen.shown[-1].image)
    screen.view.set_look(Look(brightness=0.3))
    qtbot.waitUntil(lambda: picture_of(screen.shown[-1].image).mean() > plain.mean() + 20)
    assert screen.shown[-1].frame_number == 30
    screen.view.set_look(Look())
    qtbot.waitUntil(lambda: np.array_equal(picture_of(screen.shown[-1].image), plain))


def test_a_long_move_shows_something_true_at_once(
    screen: Screen, source: VideoSource, qtbot: Any
) -> None:
    screen.open(source)
    qtbot.waitUntil(lambda: not screen.feed.strip_running and screen.at(0))
    for number in (297, 3, 203, 98):
        before = len(screen.shown)
        screen.session.seek_frame(number)
        # Before any event was handled: a drag never waits for the decoder.
        [small] = screen.shown[before:]
        assert abs(small.frame_number - number) <= 13
        assert small.exact == (small.frame_number == number)
        assert small.pts == int(source.index.pts[small.frame_number])
        assert read_number(picture_of(small.image)) == small.frame_number
        qtbot.waitUntil(lambda n=number: screen.at(n))


def test_what_is_shown_during_a_drag_never_lies_farther_away(
    screen: Screen, source: VideoSource, qtbot: Any
) -> None:
    screen.open(source)
    qtbot.waitUntil(lambda: screen.at(0))
    for number in [*range(0, 300, 7), *range(299, 40, -11)]:
        frame = screen.view.frame
        before = abs(frame.frame_number - number) if frame else 300
        count = len(screen.shown)
        screen.session.seek_frame(number)
        qtbot.wait(2)
        for shown in screen.shown[count:]:
            assert abs(shown.frame_number - number) <= before
    qtbot.waitUntil(lambda: screen.at(screen.session.position))
    assert read_number(picture_of(screen.shown[-1].image)) == screen.session.position


def test_a_longer_index_keeps_the_picture_and_gives_the_rest(
    screen: Screen, source: VideoSource, qtbot: Any
) -> None:
    index = source.index
    short = FrameIndex(index.pts[:80], index.key[:80], index.time_base, int(index.pts[80]))
    partial = replace(source, index=short)
    screen.open(partial)
    screen.session.seek_frame(79)
    qtbot.waitUntil(lambda: screen.at(79))
    qtbot.waitUntil(lambda: not screen.feed.busy)
    count = len(screen.shown)
    opened = screen.session.opened
    assert opened is not None
    screen.session.grow(replace(opened, source=source, index=index))
    qtbot.wait(30)
    assert len(screen.shown) == count
    screen.session.seek_frame(250)
    qtbot.waitUntil(lambda: screen.at(250))
    assert read_number(picture_of(screen.shown[-1].image)) == 250


def test_lost_frames_are_marked_as_damaged(screen: Screen, source: VideoSource, qtbot: Any) -> None:
    pts = source.index.pts
    index = replace(
        source.index,
        # The file holds no frame between 150 and 151.
        pts=np.insert(pts, 151, (pts[150] + pts[151]) // 2),
        key=np.insert(source.index.key, 151, False),
    )
    screen.open(replace(source, index=index))
    screen.session.seek_frame(151)
    lost = DamagedSpan(int(index.pts[151]), int(index.pts[152]), "lost")
    qtbot.waitUntil(lambda: lost in screen.session.damage)
    frame = screen.view.frame
    assert frame is not None
    assert (frame.frame_number, frame.exact) == (150, False)


def test_another_video_takes_nothing_of_the_former(
    screen: Screen, source: VideoSource, clip_factory: Callable[..., Any], qtbot: Any
) -> None:
    other = VideoSource.open(clip_factory(frames=50, gop=10, size=(384, 224)).path)
    for _ in range(3):
        screen.open(source)
        screen.session.seek_frame(200)
        screen.open(other)
        count = len(screen.shown)
        screen.session.seek_frame(45)
        qtbot.waitUntil(lambda: screen.at(45))
        assert all(f.pts in other.index.pts for f in screen.shown[count:])
        assert read_number(picture_of(screen.shown[-1].image)) == 45
