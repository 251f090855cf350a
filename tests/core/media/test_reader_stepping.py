"""What the player does with a reader: go to a frame the short way, go on, keep pictures."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from av.video.frame import VideoFrame

from core.media import reader as reading
from core.media.damage import DamagedSpan
from core.media.picture import Painter
from core.media.reader import FrameReader
from core.media.source import VideoSource
from tests.media.clips import CATALOGUE, Clip, ClipSpec, make_clip, make_cut_short
from tests.media.marks import read_number

OPEN_GOP = {"x264-params": "open-gop=1:keyint=12:min-keyint=12:bframes=3:b-pyramid=normal"}
CLIPS = {
    **{
        name: CATALOGUE[name]
        for name in ("bframes", "vfr_mkv", "mpeg4_avi", "hevc", "ts", "late_start_mkv", "odd_png")
    },
    "xvid_avi": ("xvid.avi", ClipSpec(bframes=2, gop=30, video_codec="mpeg4")),
    "bframes_avi": ("bframes.avi", ClipSpec(bframes=2, gop=30)),
    "raw": ("raw.h264", ClipSpec(bframes=2, gop=30)),
    "open_gop": ("open.mkv", ClipSpec(frames=120, bframes=3, video_options=OPEN_GOP)),
    "ten_bit": ("ten.mp4", ClipSpec(bframes=2, gop=30, pix_fmt="yuv420p10le")),
    "rgb": ("rgb.mkv", ClipSpec(frames=20, video_codec="ffv1", pix_fmt="bgr0")),
}


@pytest.fixture(scope="module")
def sources(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], VideoSource]:
    folder = tmp_path_factory.mktemp("stepping")
    made: dict[str, VideoSource] = {}

    def get(name: str) -> VideoSource:
        if name not in made:
            file_name, spec = CLIPS[name]
            made[name] = VideoSource.open(make_clip(folder / file_name, spec).path)
        return made[name]

    return get


def number_in(reader: FrameReader, size: tuple[int, int] | None = None) -> int:
    """The number drawn into the reader's present picture."""
    bgra = Painter().bgra(reader.keep(size))
    return read_number(np.ascontiguousarray(bgra[:, :, 2::-1]))


@pytest.mark.parametrize("name", CLIPS)
def test_the_short_way_ends_at_the_frame_asked_for(
    sources: Callable[[str], VideoSource], name: str
) -> None:
    source = sources(name)
    last = len(source.index) - 1
    keys = [int(k) for k in source.index.key_numbers]
    asked = [last, 0, *(n for k in keys for n in (k - 1, k, k + 1) if 0 <= n <= last)]
    asked += np.random.default_rng(3).integers(0, last + 1, 25).tolist()
    asked += list(range(min(last, 14), -1, -1))
    with FrameReader(source) as reader:
        for number in asked:
            assert reader.go_to(number) == number
            assert number_in(reader) == number
            assert reader.position == number
            # What comes after it is whole, although much before it was left out.
            for following in range(number + 1, min(number + 4, last + 1)):
                assert reader.go_on() == following
                assert number_in(reader) == following
        assert reader.go_to(last) == last
        assert reader.go_on() is None
        assert reader.take_damage() == []


def test_pictures_that_no_other_refers_to_are_left_out(
    sources: Callable[[str], VideoSource],
) -> None:
    source = sources("bframes")
    counts = []
    for way in ("go_to", "read_shown"):
        seen: list[None] = []
        with FrameReader(source, check=lambda seen=seen: seen.append(None)) as reader:
            getattr(reader, way)(240)
        counts.append(len(seen))
    assert counts[0] < 0.7 * counts[1]


class Interrupted(Exception):
    pass


def test_an_interrupted_way_can_be_left_for_any_other(
    sources: Callable[[str], VideoSource],
) -> None:
    source = sources("bframes")
    left = [0]

    def check() -> None:
        left[0] -= 1
        if left[0] == 0:
            raise Interrupted

    rng = np.random.default_rng(11)
    with FrameReader(source, check=check) as reader:
        for _ in range(40):
            left[0] = int(rng.integers(1, 60))
            with suppress(Interrupted):
                reader.go_to(int(rng.integers(100, 250)))
            left[0] = 0
            # Often a frame right after the place of the interruption, that was fed already.
            near = (reader.position or 0) + int(rng.integers(-3, 6))
            wanted = min(max(near, 0), 299)
            assert reader.go_to(wanted) == wanted
            assert number_in(reader) == wanted


@pytest.mark.parametrize("name", ["bframes", "ten_bit", "rgb"])
def test_kept_pictures_have_the_wanted_size(
    sources: Callable[[str], VideoSource], name: str
) -> None:
    source = sources(name)
    with FrameReader(source) as reader:
        reader.go_to(7)
        for size in ((96, 56), (95, 57), (192, 112), None):
            kept = reader.keep(size)
            wanted = size or (192, 112)
            assert kept.size == wanted
            assert kept.full == (wanted == (192, 112))
            assert Painter().bgra(kept).shape == (wanted[1], wanted[0], 4)
            assert kept.nbytes > 0
            assert number_in(reader, size) == 7


def test_kept_pictures_are_those_of_the_reader(sources: Callable[[str], VideoSource]) -> None:
    source = sources("bframes")
    with FrameReader(source) as reader:
        reader.go_to(31)
        bgra = Painter().bgra(reader.keep(None))
        assert np.array_equal(bgra[:, :, 2::-1], reader.read(31))


@pytest.mark.parametrize("degrees", [90, 180, 270])
def test_kept_pictures_are_upright(rotated_clip: Callable[[int], Clip], degrees: int) -> None:
    source = VideoSource.open(rotated_clip(degrees).path)
    width, height = source.probe.width, source.probe.height
    with FrameReader(source) as reader:
        reader.go_to(4)
        for size in (None, (width // 2, height // 2)):
            kept = reader.keep(size)
            bgra = Painter().bgra(kept)
            assert bgra.shape[1::-1] == kept.size == (size or (width, height))
        assert np.array_equal(Painter().bgra(reader.keep(None))[:, :, 2::-1], reader.read(4))


def test_lost_frames_are_told(tmp_path: Path) -> None:
    spec = ClipSpec(frames=60, gop=20, video_codec="mjpeg", pix_fmt="yuvj420p")
    source = VideoSource.open(make_clip(tmp_path / "lost.mkv", spec).path)
    pts = source.index.pts
    index = replace(
        source.index,
        # The index knows a frame between 30 and 31 that the file does not hold.
        pts=np.insert(pts, 31, (pts[30] + pts[31]) // 2),
        key=np.insert(source.index.key, 31, False),
    )
    with FrameReader(replace(source, index=index)) as reader:
        assert reader.go_to(31) == 30
        assert number_in(reader) == 30
        assert reader.go_on() == 32
        spans = set(reader.take_damage())
        assert spans == {DamagedSpan(int(index.pts[31]), int(index.pts[32]), "lost")}
        assert reader.take_damage() == []


def test_a_file_cut_short_gives_its_last_frame(tmp_path: Path) -> None:
    source = VideoSource.open(make_cut_short(tmp_path, ".mkv").path)
    last = len(source.index) - 1
    with FrameReader(source) as reader:
        number = reader.go_to(last)
        assert last - 3 <= number <= last
        assert number_in(reader) == number


@pytest.mark.parametrize("name", ["bframes", "ts"])
def test_the_end_of_a_growing_index_is_not_looked_for_behind_it(
    sources: Callable[[str], VideoSource], monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    source = sources(name)
    pts, key = source.index.pts[:31], source.index.key[:31]
    # What is known so far ends with a frame that the file does not hold.
    lost = int(source.index.pts[30]) + 1
    part = replace(
        source.index, pts=np.append(pts, lost), key=np.append(key, False), end_pts=lost + 1
    )
    came: list[int | None] = []
    time_of = reading.frame_time

    def counted(frame: VideoFrame) -> int | None:
        came.append(time_of(frame))
        return came[-1]

    monkeypatch.setattr(reading, "frame_time", counted)
    with FrameReader(replace(source, index=part)) as reader:
        assert reader.read_shown(31)[0] == 30
        assert reader.read_shown(31)[0] == 30
        assert len(came) < 40
        assert reader.go_on() is None
        reader.use(source)
        assert reader.go_on() == 31
        assert number_in(reader) == 31
        assert reader.go_to(40) == 40
        assert number_in(reader) == 40
