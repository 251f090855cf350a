"""Files that break off, and clips too small for numbers, play as far as they go."""

from __future__ import annotations

from pathlib import Path

import av
import pytest

from core.media.audio import SAMPLE_RATE, read_samples
from core.media.reader import FrameReader
from core.media.source import VideoSource
from tests.core.media.conftest import Table
from tests.media.clips import ClipSpec, make_clip, make_cut_short, make_named
from tests.media.marks import read_number


@pytest.mark.parametrize("suffix", [".mkv", ".avi", ".frag.mp4", ".ts"])
def test_a_file_cut_short_plays_as_far_as_it_goes(
    tmp_path: Path, table: Table, suffix: str
) -> None:
    path = make_cut_short(tmp_path, suffix).path
    source = VideoSource.open(path)
    count = len(source.index)
    with table.check(path.name, "60 % of the file") as row, FrameReader(source) as reader:
        table.describe(row, source)
        assert 20 < count < 150
        shown = [n for n, picture in reader.frames() if read_number(picture) == n]
        # The frame in which the file breaks off may lack its end.
        assert len(shown) >= count - 2
        assert read_number(reader.read(count // 2)) == count // 2
        row.asked += count + 1
    assert len(read_samples(source)) > SAMPLE_RATE // 2


def test_a_file_cut_short_after_its_first_picture_shows_it(tmp_path: Path) -> None:
    faststart = {"movflags": "+faststart"}
    spec = ClipSpec(bframes=2, gop=50, container_options=faststart)
    path = make_clip(tmp_path / "first.mp4", spec).path
    with av.open(str(path)) as container:
        sizes = [(p.pos or 0, p.size) for p in container.demux(video=0) if p.size]
    # The first picture is whole, the second lacks its end.
    path.write_bytes(path.read_bytes()[: sizes[1][0] + sizes[1][1] // 2])
    source = VideoSource.open(path)
    with FrameReader(source) as reader:
        assert read_number(reader.read(0)) == 0
        assert next(n for n, _ in reader.frames()) == 0


class Enough(Exception):
    pass


def test_a_reader_can_be_stopped_on_its_way_through_a_long_group_of_pictures(
    tmp_path: Path,
) -> None:
    """Frame 249 is 249 frames after its key frame: nobody waits for all of them."""
    asked = 0

    def check() -> None:
        nonlocal asked
        asked += 1
        if asked == 20:
            raise Enough

    source = VideoSource.open(make_named(tmp_path, "bframes").path)
    with FrameReader(source, check=check) as reader, pytest.raises(Enough):
        reader.read(249)


def test_one_pixel(tmp_path: Path) -> None:
    source = VideoSource.open(make_named(tmp_path, "one_pixel").path)
    with FrameReader(source) as reader:
        levels = [int(picture[0, 0, 0]) for _, picture in reader.frames()]
    assert levels == sorted(levels)
    assert len(set(levels)) == len(source.index)
