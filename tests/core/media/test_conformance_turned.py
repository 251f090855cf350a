"""Rotation and mirroring are applied once, the same everywhere; boxes live in upright stored
pixels, and only the view stretches them to the display aspect."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from core.media.picture import Painter
from core.media.reader import FrameReader
from core.media.source import VideoSource
from core.vision.clips import CROP_SIZE, TrackClip
from tests.core.media.conftest import Table
from tests.media.clips import ClipSpec, make_clip
from tests.media.conformance import NotMade, by_ffmpeg
from tests.media.marks import read_number
from tests.media.muxing import Picture
from tests.media.remux import orient_mp4, remux

ANAMORPHIC = Fraction(16, 11)
SPEC = ClipSpec(frames=10, sample_aspect=ANAMORPHIC)


def by_header(path: Path, degrees: int, mirrored: bool) -> Path:
    return orient_mp4(make_clip(path, SPEC).path, degrees, mirrored)


def by_matroska(path: Path, degrees: int, mirrored: bool) -> Path:
    return remux(by_header(path.with_suffix(".mp4"), degrees, mirrored), path)


def by_codec(path: Path, degrees: int, mirrored: bool) -> Path:
    """In the H.264 stream itself, which counts counter-clockwise (ITU-T H.264, D.2.27)."""
    orientation = f"insert:rotate={-degrees % 360}" + (":flip=horizontal" if mirrored else "")
    source = make_clip(path.with_name("source.mkv"), SPEC).path
    return remux(source, path, bitstream_filter=f"h264_metadata=display_orientation={orientation}")


Make = Callable[[Path, int, bool], Path]
TURNS = [(degrees, mirrored) for degrees in (0, 90, 180, 270) for mirrored in (False, True)]
FILES = [
    *[("turned.mp4", by_header, *turn) for turn in TURNS],
    *[("turned.mov", by_header, *turn) for turn in TURNS],
    # Matroska keeps quarter turns, and no mirroring.
    *[("turned.mkv", by_matroska, degrees, False) for degrees, mirrored in TURNS if not mirrored],
    *[("sei.mkv", by_codec, *turn) for turn in TURNS[1:]],
    *[("sei.mp4", by_codec, *turn) for turn in TURNS[1:]],
]


@pytest.mark.parametrize(("file", "make", "degrees", "mirrored"), FILES)
def test_a_turned_picture_is_upright_once_everywhere(
    tmp_path: Path, table: Table, file: str, make: Make, degrees: int, mirrored: bool
) -> None:
    def number(upright: Picture) -> int:
        """Turned back by hand, and mirrored back, the number stands as it was drawn."""
        stored = np.rot90(upright, degrees // 90)
        return read_number(np.ascontiguousarray(stored[:, ::-1] if mirrored else stored))

    name = f"{degrees}{'_mirrored' if mirrored else ''}_{file}"
    special = f"turned by {degrees}{', mirrored' if mirrored else ''}"
    with table.check(name, special) as row:
        source = VideoSource.open(make(tmp_path / file, degrees, mirrored))
        table.describe(row, source)
        across = degrees % 180 != 0
        width, height = SPEC.size[::-1] if across else SPEC.size
        # The size in the project, in exports and of boxes.
        assert (source.probe.width, source.probe.height) == (width, height)
        record = source.record(1)
        assert (record.width, record.height) == (width, height)
        assert source.probe.sample_aspect == (1 / ANAMORPHIC if across else ANAMORPHIC)
        with FrameReader(source) as reader:
            # To analyse, at any size.
            assert reader.read(3).shape == (height, width, 3)
            assert number(reader.read(3)) == 3
            assert [number(p) for _, _, p in reader.grid(2, 5)] == [2, 3, 4]
            # To look at, full and small.
            for size in (None, (width // 2, height // 2)):
                reader.go_to(6)
                kept = reader.keep(size)
                assert kept.size == (size or (width, height))
                bgra = Painter().bgra(kept)
                assert bgra.shape == (*kept.size[::-1], 4)
                assert number(bgra[..., 2::-1]) == 6
        with FrameReader(source, (width // 2, height // 2)) as reader:
            assert number(reader.read(7)) == 7
        # To crop.
        clip = TrackClip(source, np.empty(0, np.int16), 0, 10, None)
        faces = np.concatenate(list(clip.pictures()))
        assert faces.shape == (10, CROP_SIZE, CROP_SIZE, 3)
        assert [number(face) for face in faces] == list(range(10))
        row.asked += 17


@pytest.mark.parametrize(
    ("suffix", "codec", "pix_fmt"),
    [
        ("mp4", "libx264", "yuv420p"),
        ("mp4", "libx265", "yuv420p"),
        ("mov", "prores_ks", "yuv422p10le"),
        ("mkv", "libx264", "yuv420p"),
        ("ts", "libx264", "yuv420p"),
        ("avi", "mpeg4", "yuv420p"),
    ],
)
def test_the_shape_of_pixels_is_told_and_pixels_stay_as_stored(
    tmp_path: Path, table: Table, suffix: str, codec: str, pix_fmt: str
) -> None:
    spec = ClipSpec(frames=5, video_codec=codec, pix_fmt=pix_fmt, sample_aspect=ANAMORPHIC)
    check_shape(make_clip(tmp_path / f"aspect_{codec}.{suffix}", spec).path, table)


def test_the_shape_of_pixels_in_webm_is_told(tmp_path: Path, table: Table) -> None:
    """VP9 itself does not tell it, and PyAV does not write it."""
    options = ("-vf", "setsar=16/11", "-c:v", "libvpx-vp9", "-b:v", "2M")
    try:
        made = by_ffmpeg(ClipSpec(frames=5), *options)(tmp_path / "aspect_vp9.webm")
    except NotMade as reason:
        pytest.skip(str(reason))
    check_shape(made.path, table)


def check_shape(path: Path, table: Table) -> None:
    with table.check(path.name, "pixel aspect 16:11") as row:
        source = VideoSource.open(path)
        table.describe(row, source)
        # Matroska keeps the size on display in whole pixels: 279 for 279.3.
        assert abs(source.probe.sample_aspect - ANAMORPHIC) < Fraction(1, 100)
        assert (source.probe.width, source.probe.height) == SPEC.size
        with FrameReader(source) as reader:
            assert reader.read(4).shape == (SPEC.size[1], SPEC.size[0], 3)
            assert read_number(reader.read(4)) == 4
        row.asked += 1
