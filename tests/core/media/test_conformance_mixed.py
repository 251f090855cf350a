"""Whatever a reader was asked before, and wherever it was stopped, the next answer is right."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from random import Random

import numpy as np
import pytest

from core.media.picture import Painter
from core.media.reader import FrameReader
from core.media.source import VideoSource
from tests.core.media.conftest import Table
from tests.media.conformance import CODECS
from tests.media.conformance_times import TIMES
from tests.media.marks import read_number

CASES = {**CODECS, **TIMES}
NAMES = (
    *("mpeg4_ts", "mpeg4_avi", "h264_mp4", "h264_ts", "h264_open_mkv", "hevc_open_ts", "av1_mkv"),
    *("vp9_webm", "mpeg2_mpg", "cut_mid_gop", "edit_two", "edit_back", "negative_mkv", "wrap"),
    *("repeated_mkv", "gap_avi", "no_pts_avi", "raw", "vfr_b", "intra_refresh", "fragments"),
)
ACTS = ("read", "near", "go", "go", "on", "on", "on", "stopped go", "stopped read")


class Stopped(Exception):
    pass


class Stopper:
    """Lets `left` pictures pass, then stops once."""

    def __init__(self) -> None:
        self.left: int | None = None

    def __call__(self) -> None:
        if self.left is None:
            return
        self.left -= 1
        if self.left < 0:
            self.left = None
            raise Stopped


@pytest.mark.parametrize("seed", [0, 1])
@pytest.mark.parametrize("name", NAMES)
def test_any_order_of_questions(tmp_path: Path, table: Table, name: str, seed: int) -> None:
    case, rng, stopper, painter = CASES[name], Random(seed), Stopper(), Painter()
    footage = case.make(tmp_path / case.file)
    source = VideoSource.open(footage.path)
    numbers = footage.numbers

    def kept(reader: FrameReader) -> int:
        return read_number(np.ascontiguousarray(painter.bgra(reader.keep(None))[..., 2::-1]))

    with (
        table.check(case.file, case.special) as row,
        FrameReader(source, check=stopper) as reader,
    ):
        table.describe(row, source)
        arrived = False
        for _ in range(60):
            act = rng.choice(ACTS)
            number = rng.randrange(len(numbers))
            if act == "on":
                following = reader.go_on() if arrived else None
                if following is not None:
                    assert kept(reader) == numbers[following]
            elif act == "go":
                assert reader.go_to(number) == number
                arrived = True
                assert kept(reader) == numbers[number]
            elif act.startswith("stopped"):
                stopper.left = rng.randint(0, 8)
                arrived = False
                with suppress(Stopped):
                    (reader.go_to if act == "stopped go" else reader.read)(number)
                    arrived = act == "stopped go"
                stopper.left = None
            else:
                if act == "near":
                    number = (reader.position or 0) + rng.randint(-3, 6)
                    number = min(max(number, 0), len(numbers) - 1)
                arrived = False
                assert read_number(reader.read(number)) == numbers[number]
            row.asked += 1
        assert not reader.take_damage()
