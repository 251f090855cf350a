"""One suite over all kinds of clips: the frame that is shown is the frame that was asked for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
import pytest

from core.media.picture import Painter
from core.media.reader import FrameReader
from core.media.source import VideoSource
from core.timebase import GRID_RATE
from tests.core.media.conftest import Table
from tests.media.clips import CATALOGUE, variable_times
from tests.media.conformance import CODECS, LARGE, Case, Footage, NotMade, plain
from tests.media.conformance_times import TIMES
from tests.media.marks import read_number

USUAL = {
    name: Case(file, name.replace("_", " "), plain(spec))
    for name, (file, spec) in CATALOGUE.items()
    if spec.frame_times and spec.size != (1, 1)
}
CASES = {**USUAL, **CODECS, **TIMES}
ALL = [pytest.param(name, marks=pytest.mark.slow if name == "8k_mp4" else ()) for name in CASES]


@dataclass(frozen=True, slots=True)
class Opened:
    name: str
    footage: Footage
    source: VideoSource

    def index_of(self, numbers: list[int]) -> list[int]:
        return [n for n in numbers if 0 <= n < len(self.footage.numbers)]


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory, table: Table) -> Callable[[str], Opened]:
    folder = tmp_path_factory.mktemp("conformance")
    made: dict[str, Opened] = {}

    def get(name: str) -> Opened:
        if name not in made:
            case = CASES[name]
            try:
                footage = case.make(folder / case.file)
            except NotMade as reason:
                pytest.skip(str(reason))
            with table.check(case.file, case.special) as row:
                made[name] = Opened(name, footage, VideoSource.open(footage.path))
                table.describe(row, made[name].source)
        return made[name]

    return get


Opener = Callable[[str], Opened]


@pytest.mark.parametrize("name", ALL)
def test_the_index_has_every_frame_at_its_time(opened: Opener, table: Table, name: str) -> None:
    clip = opened(name)
    index, footage = clip.source.index, clip.footage
    with table.check(CASES[name].file):
        assert len(index) == len(footage.numbers)
        for number, time in enumerate(footage.times):
            assert abs(index.time_of(number) - time) <= index.time_base
        # How long the last frame stays is the encoder's word: x264 writes its own at a variable
        # rate.
        uneven = len(set(np.diff(index.pts).tolist())) > 3
        slack = Fraction(1, 25) if uneven else 2 * index.time_base
        assert abs(index.duration - footage.end) <= slack


@pytest.mark.parametrize("name", ALL)
def test_every_frame_in_order(opened: Opener, table: Table, name: str) -> None:
    clip = opened(name)
    with table.check(CASES[name].file) as row, FrameReader(clip.source) as reader:
        shown = [(number, read_number(picture)) for number, picture in reader.frames()]
        assert shown == list(enumerate(clip.footage.numbers))
        row.asked += len(shown)


def questions(clip: Opened) -> list[int]:
    """Last, first, at and beside every key frame, random ones, and backwards step by step."""
    last = len(clip.footage.numbers) - 1
    rng = np.random.default_rng(7)
    if clip.name in LARGE:
        return [last, 0, last // 2, last // 2 - 1]
    keys = clip.source.index.key_numbers
    beside = {int(k) + d for k in keys for d in (-2, -1, 0, 1, 2)}
    around = rng.permutation(sorted(beside)).tolist()
    asked = [last, 0, *around, *rng.integers(0, last + 1, 12).tolist()]
    back = list(range(min(last, 30), max(min(last, 30) - 16, -1), -1))
    return clip.index_of([*asked, *back, *back[::-1]])


@pytest.mark.parametrize("name", ALL)
def test_the_frame_asked_for_is_the_frame_shown(opened: Opener, table: Table, name: str) -> None:
    clip = opened(name)
    with table.check(CASES[name].file) as row, FrameReader(clip.source) as reader:
        for number in questions(clip):
            assert read_number(reader.read(number)) == clip.footage.numbers[number]
            row.asked += 1


@pytest.mark.parametrize("name", ALL)
def test_the_player_s_short_way_shows_the_same(opened: Opener, table: Table, name: str) -> None:
    """Unneeded pictures left out, kept small, painted; and on from there frame by frame."""
    clip = opened(name)
    numbers, probe, painter = clip.footage.numbers, clip.source.probe, Painter()
    small = (probe.width // 2, probe.height // 2)

    def shown(reader: FrameReader) -> int:
        bgra = painter.bgra(reader.keep(small))
        assert bgra.shape == (small[1], small[0], 4)
        return read_number(np.ascontiguousarray(bgra[..., 2::-1]))

    with table.check(CASES[name].file) as row, FrameReader(clip.source) as reader:
        for number in questions(clip):
            assert reader.go_to(number) == number
            assert shown(reader) == numbers[number]
            following = reader.go_on()
            assert following == (number + 1 if number + 1 < len(numbers) else None)
            if following is not None:
                assert shown(reader) == numbers[following]
            row.asked += 2
        assert not reader.take_damage()


@pytest.mark.parametrize("name", [n for n in CASES if n not in LARGE])
def test_the_grid_shows_the_frame_of_that_time(opened: Opener, table: Table, name: str) -> None:
    clip = opened(name)
    index, footage = clip.source.index, clip.footage
    tick = index.time_base
    # A container's clock rounds by half a tick, but for clocks that are made for their frames.
    slack = tick / 2 if tick <= Fraction(1, 500) else 0
    with table.check(CASES[name].file) as row, FrameReader(clip.source) as reader:
        for step, number, picture in reader.grid():
            time = Fraction(step, GRID_RATE) + slack
            begun = [n for n in range(len(index)) if index.time_of(n) <= time]
            assert number == begun[-1]
            assert read_number(picture) == footage.numbers[number]
            row.asked += 1
        assert abs(index.grid_steps - footage.end * GRID_RATE) <= 1


def test_at_25_frames_a_second_the_grid_is_the_frames(opened: Opener) -> None:
    for name in ("h264_25", "mpeg4_avi", "late_start_mkv", "ts", "bframes", "cut_mid_gop"):
        index = opened(name).source.index
        assert index.grid_frames().tolist() == list(range(len(index))), name


def test_the_rate_of_an_uneven_clip_is_its_mean(opened: Opener) -> None:
    index = opened("vfr_mkv").source.index
    frames = len(variable_times())
    assert float(index.average_rate) == pytest.approx(frames / float(index.duration), rel=1e-3)
    assert opened("mkv_ntsc").source.index.average_rate == Fraction(30000, 1001)
