"""The loader shows exactly the frame asked for, and only the newest request."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from core.errors import MediaError
from core.media.cache import PictureCache
from core.media.reader import FrameReader
from core.media.source import VideoSource
from gui.workers.frame_loader import FrameLoader, LoadedFrame
from tests.gui.helpers import picture_of
from tests.media.marks import read_number


@pytest.fixture
def source(clip_factory: Callable[..., Any]) -> VideoSource:
    return VideoSource.open(clip_factory(frames=120, gop=60, bframes=2).path)


class Gate:
    """A reader that waits before it goes anywhere until it is let through."""

    def __init__(self) -> None:
        self.open = threading.Event()
        self.reached = threading.Event()
        self.read: list[int] = []

    def reader(self, source: VideoSource, size: Any, check: Callable[[], None]) -> FrameReader:
        gate = self

        class Slow(FrameReader):
            def go_to(self, wanted: int) -> int:
                gate.read.append(wanted)
                gate.reached.set()
                assert gate.open.wait(10)
                return super().go_to(wanted)

        return Slow(source, size, check)


@pytest.fixture
def make_loader(qapp: Any, source: VideoSource) -> Iterator[Callable[..., FrameLoader]]:
    made: list[FrameLoader] = []

    def make(cache: int = 64 << 20, **arguments: Any) -> FrameLoader:
        made.append(FrameLoader(source, PictureCache(cache), **arguments))
        return made[-1]

    yield make
    for loader in made:
        loader.stop()
        assert loader.join()


def collected(loader: FrameLoader) -> list[LoadedFrame]:
    frames: list[LoadedFrame] = []
    loader.loaded.connect(frames.append)
    return frames


def test_every_frame_is_the_one_asked_for(
    make_loader: Callable[..., FrameLoader], source: VideoSource, qtbot: Any
) -> None:
    loader = make_loader(cache=1)  # nothing fits: every request decodes
    frames = collected(loader)
    for wanted in (0, 1, 2, 59, 60, 61, 119, 5, 118, 30, 30):
        generation = loader.request(wanted)
        qtbot.waitUntil(lambda g=generation: bool(frames) and frames[-1].generation == g)
        shown = frames[-1]
        assert shown.frame_number == wanted
        assert shown.pts == int(source.index.pts[wanted])
        assert read_number(picture_of(shown.image)) == wanted


def test_the_newest_request_wins(make_loader: Callable[..., FrameLoader], qtbot: Any) -> None:
    gate = Gate()
    loader = make_loader(open_reader=gate.reader)
    frames = collected(loader)
    loader.request(0)
    assert gate.reached.wait(10)
    for wanted in range(1, 40):
        last = loader.request(wanted)
    gate.open.set()
    qtbot.waitUntil(lambda: bool(frames) and frames[-1].generation == last)
    assert frames[-1].frame_number == 39
    # Of the 38 requests in between none was answered: they were forgotten, not queued.
    assert len(frames) <= 2


def test_a_newer_request_stops_the_way_to_an_older_one(
    make_loader: Callable[..., FrameLoader], qtbot: Any
) -> None:
    gate = Gate()
    loader = make_loader(open_reader=gate.reader)
    frames = collected(loader)
    loader.request(119)
    assert gate.reached.wait(10)
    last = loader.request(3)
    gate.open.set()
    qtbot.waitUntil(lambda: bool(frames) and frames[-1].generation == last)
    assert [f.frame_number for f in frames] == [3]
    assert read_number(picture_of(frames[-1].image)) == 3


def test_a_cached_frame_is_not_decoded_again(
    make_loader: Callable[..., FrameLoader], qtbot: Any
) -> None:
    gate = Gate()
    gate.open.set()
    loader = make_loader(open_reader=gate.reader)
    frames = collected(loader)
    for wanted in (7, 8, 7):
        generation = loader.request(wanted)
        qtbot.waitUntil(lambda g=generation: bool(frames) and frames[-1].generation == g)
    assert gate.read.count(7) == 1
    assert [f.frame_number for f in frames] == [7, 8, 7]


def test_a_failure_is_told_and_the_loader_goes_on(
    make_loader: Callable[..., FrameLoader], qtbot: Any
) -> None:
    tries: list[int] = []

    def reader(source: VideoSource, size: Any, check: Callable[[], None]) -> FrameReader:
        tries.append(1)
        if len(tries) == 1:
            raise MediaError("it is gone", "Bring it back", source.path)
        return FrameReader(source, size, check)

    loader = make_loader(open_reader=reader)
    frames = collected(loader)
    failures: list[BaseException] = []
    loader.failed.connect(failures.append)
    loader.request(4)
    qtbot.waitUntil(lambda: len(failures) == 1)
    assert isinstance(failures[0], MediaError)
    loader.request(4)
    qtbot.waitUntil(lambda: len(frames) == 1)
    assert read_number(picture_of(frames[0].image)) == 4


def test_nothing_comes_after_stop(make_loader: Callable[..., FrameLoader], qtbot: Any) -> None:
    gate = Gate()
    loader = make_loader(open_reader=gate.reader)
    frames = collected(loader)
    loader.request(0)
    assert gate.reached.wait(10)
    loader.stop()
    gate.open.set()
    assert loader.join()
    qtbot.wait(30)
    assert frames == []
    assert not loader.running
