"""Decoded pictures have the colours that were recorded: matrix, high dynamic range, alpha."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import Literal

import av
import numpy as np
import numpy.typing as npt
import pytest
from av.video.reformatter import Interpolation

from core.media.colour import PictureMaker, with_matrix
from core.media.picture import Painter
from core.media.reader import FrameReader
from core.media.source import VideoSource
from tests.core.media.conftest import Table
from tests.media.conformance import HDR, HLG, PQ
from tests.media.muxing import Picture, VideoOut, write_media

RATE = Fraction(25)
COLOUR = (0.8, 0.2, 0.3)
EIGHT_BIT = [204, 51, 76]

# Kr and Kb of ITU-R BT.601-7, BT.709-6 and BT.2020-2.
WEIGHTS = {"601": (0.299, 0.114), "709": (0.2126, 0.0722), "2020": (0.2627, 0.0593)}


def yuv_frame(size: tuple[int, int], matrix: str, tag: int | None) -> av.VideoFrame:
    """A frame of COLOUR, encoded by a matrix, tagged with one (FFmpeg's AVCOL_SPC), or not."""
    kr, kb = WEIGHTS[matrix]
    r, g, b = COLOUR
    y = kr * r + (1 - kr - kb) * g + kb * b
    u, v = (b - y) / (2 * (1 - kb)), (r - y) / (2 * (1 - kr))
    frame = av.VideoFrame(*size, "yuv420p")
    codes = (16 + 219 * y, 128 + 224 * u, 128 + 224 * v)
    for plane, code in zip(frame.planes, codes, strict=True):
        plane.update(bytes([round(code)]) * plane.buffer_size)
    if tag is not None:
        frame.colorspace = tag
    return frame


@pytest.mark.parametrize(
    ("size", "matrix", "tag"),
    [
        ((1280, 720), "709", 1),
        ((1280, 720), "709", None),
        ((1280, 536), "709", None),
        ((1080, 1920), "709", None),
        ((640, 360), "601", None),
        ((720, 576), "601", None),
        ((640, 360), "709", 1),
        ((1280, 720), "601", 5),
        ((1280, 720), "601", 6),
        ((640, 360), "2020", 9),
    ],
)
def test_the_matrix_is_the_one_named_or_else_that_of_the_size(
    size: tuple[int, int], matrix: str, tag: int | None
) -> None:
    frame = with_matrix(yuv_frame(size, matrix, tag))
    maker = PictureMaker()
    rgb = maker.make(frame, size, "rgb24")
    assert rgb.shape == (size[1], size[0], 3)
    # The other matrix is 12 off; swscale rounds down, by up to 4.
    assert np.abs(rgb[5, 5].astype(int) - EIGHT_BIT).max() <= 5
    bgra = maker.make(frame, (size[0] // 2, size[1] // 2), "bgra", Interpolation.AREA)
    assert bgra.shape == (size[1] // 2, size[0] // 2, 4)
    assert np.abs(bgra[5, 5, 2::-1].astype(int) - EIGHT_BIT).max() <= 5
    assert bgra[5, 5, 3] == 255


OPTIONS = {
    "libx265": {
        "x265-params": "log-level=error:pools=none:frame-threads=1:bframes=0:lossless=1",
    },
    "prores_ks": {"profile": "4"},
}


def write(path: Path, picture: Picture, codec: str, pix_fmt: str, tags: dict[str, int]) -> Path:
    height, width = picture.shape[:2]
    video = VideoOut(
        size=(width, height),
        pts=[0, 1],
        time_base=1 / RATE,
        rate=RATE,
        last_duration=1,
        codec=codec,
        pix_fmt=pix_fmt,
        options=OPTIONS.get(codec, {}),
        tags=tags,
    )
    return write_media(path, video, [picture, picture], None)


def both_ways(path: Path) -> tuple[Picture, Picture]:
    """The picture as the analysis has it, and as the view has it, both RGB."""
    source = VideoSource.open(path)
    with FrameReader(source) as reader:
        read = reader.read(1)
        reader.go_to(1)
        return read, Painter().bgra(reader.keep(None))[..., 2::-1]


# Codes of 0, 203 (white paper) and 1,000 cd/m2: ITU-R BT.2408-7, table 1.
CODES = {"pq": (0, 148, 192), "hlg": (0, 191, 255)}


@pytest.mark.parametrize(("name", "transfer"), [("pq", PQ), ("hlg", HLG)])
def test_high_dynamic_range_is_brought_to_the_range_of_a_screen(
    tmp_path: Path, table: Table, name: str, transfer: dict[str, int]
) -> None:
    """Untouched, PQ's white paper would be a mid grey (148)."""
    picture = np.zeros((48, 96, 3), np.uint8)
    for third, code in enumerate(CODES[name]):
        picture[:, third * 32 : third * 32 + 32] = code
    path = write(tmp_path / f"{name}.mp4", picture, "libx265", "yuv420p10le", HDR | transfer)
    with table.check(path.name, "HDR, brought to a screen's range") as row:
        table.describe(row, VideoSource.open(path))
        for shown in both_ways(path):
            black, white, peak = (int(shown[20, x].mean()) for x in (16, 48, 80))
            assert black <= 2
            assert 230 <= white <= 248
            assert white < peak <= 255
            # Grey stays grey.
            assert np.ptp(shown[20].astype(int), axis=1).max() <= 3
            row.asked += 1


def test_what_is_not_high_dynamic_range_is_left_as_it_is(tmp_path: Path) -> None:
    picture = np.full((48, 96, 3), 148, np.uint8)
    for shown in both_ways(write(tmp_path / "sdr.mp4", picture, "libx265", "yuv420p10le", {})):
        assert np.abs(shown.astype(int) - 148).max() <= 3


@pytest.mark.parametrize(
    ("file", "codec", "pix_fmt"),
    [
        ("over_black_png.mov", "png", "rgba"),
        ("over_black_prores.mov", "prores_ks", "yuva444p10le"),
        ("over_black_ffv1.mkv", "ffv1", "yuva420p"),
    ],
)
def test_what_is_transparent_lies_over_black(
    tmp_path: Path, table: Table, file: str, codec: str, pix_fmt: str
) -> None:
    picture = np.full((64, 96, 4), 255, np.uint8)
    picture[:, 32:64, 3] = 128
    picture[:, 64:] = (255, 40, 40, 0)
    path = write(tmp_path / file, picture, codec, pix_fmt, {})
    with table.check(file, "alpha, over black") as row:
        table.describe(row, VideoSource.open(path))
        for shown in both_ways(path):
            places: npt.NDArray[np.int64] = shown[32, [16, 48, 80]].astype(np.int64)
            assert np.abs(places[0] - 255).max() <= 3
            assert np.abs(places[1] - 128).max() <= 4
            assert places[2].max() <= 4
            row.asked += 1


@pytest.mark.parametrize("threads", [0, 1, 2])
@pytest.mark.parametrize("pixel_format", ["rgb24", "bgra"])
@pytest.mark.parametrize("pix_fmt", ["yuv420p", "yuvj420p", "yuv422p", "nv12", "yuva420p"])
def test_every_pixel_is_painted_at_any_width(
    pix_fmt: str, pixel_format: Literal["rgb24", "bgra"], threads: int
) -> None:
    """And none twice: swscale's rows may end in blocks of columns, its threads run at one time."""
    low = 0 if pix_fmt == "yuvj420p" else 16

    def grey(width: int, code: int) -> av.VideoFrame:
        frame = av.VideoFrame(width, 64, pix_fmt)
        for plane, value in zip(frame.planes, (code, 128, 128, 255), strict=False):
            plane.update(bytes([value]) * plane.buffer_size)
        return frame

    maker = PictureMaker()
    for width in range(608, 625):

        def make(code: int, width: int = width) -> Picture:
            frame = grey(width, code)
            return maker.make(frame, (width, 64), pixel_format, threads=threads)

        # What is given back is what the next picture is made in.
        used = [make(235) for _ in range(2)]
        del used
        assert int(make(low)[..., :3].max()) <= 2, f"width {width}"
