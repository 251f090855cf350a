"""Files that break off, and clips too small for numbers, play as far as they go."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from random import Random

import av
import av.error
import pytest

from core.media.audio import SAMPLE_RATE, read_samples
from core.media.container import translated
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


def test_damaged_packets_of_sound_are_passed_over_whatever_the_decoder_says_of_them(
    tmp_path: Path,
) -> None:
    """AAC's decoder tells of some damage by -1, which reads as "not permitted"."""
    spec = ClipSpec(frames=100, audio_codec="aac", audio_seconds=Fraction(4))
    path = make_clip(tmp_path / "noise.mkv", spec).path
    data = bytearray(path.read_bytes())
    noise = Random(5)
    told = set()
    with av.open(str(path)) as container:
        for number, packet in enumerate(container.demux(audio=0)):
            if packet.pos is not None and 20 <= number < 160:
                start = data.index(bytes(packet), packet.pos)
                data[start + noise.randrange(min(packet.size, 24))] = noise.randrange(256)
    path.write_bytes(data)
    with av.open(str(path)) as container:
        for packet in container.demux(audio=0):
            try:
                packet.decode()
            except av.error.FFmpegError as error:
                told.add(type(error))
    assert {av.error.InvalidDataError, av.error.PermissionError} <= told
    assert len(read_samples(VideoSource.open(path))) == pytest.approx(4 * SAMPLE_RATE, abs=2000)


def test_a_stream_that_turns_up_late_does_not_end_the_indexing(tmp_path: Path) -> None:
    """The header of an FLV names no sound, and after 24 s there is some."""
    path = make_clip(tmp_path / "late.flv", ClipSpec(frames=600)).path
    # One tag of PCM (Adobe FLV 10.1, E.4): type, size, time in ms, stream 0, samples.
    body = bytes([0x3E]) + bytes(2000)
    tag = bytes([8]) + len(body).to_bytes(3, "big") + (23000).to_bytes(3, "big") + bytes(4) + body
    path.write_bytes(path.read_bytes() + tag + len(tag).to_bytes(4, "big"))
    with av.open(str(path)) as container, pytest.raises(IndexError):
        # PyAV's fault, for which `packets` is there.
        list(container.demux(video=0))
    assert len(VideoSource.open(path).index) == 600


def test_a_file_that_may_not_be_read_is_told_apart_from_a_damaged_one(tmp_path: Path) -> None:
    path = make_named(tmp_path, "one_second").path
    refused = av.error.PermissionError(1, "Operation not permitted")
    assert "is not a readable video" in str(translated(refused, path))
    assert "permission denied" in str(translated(refused, path / "nowhere"))
