"""One suite over all kinds of clips: the frame that is shown is the frame that was asked for."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest

from core.media.audio import SAMPLE_RATE, read_samples, spooled_samples
from core.media.reader import FrameReader
from core.media.source import VideoSource
from core.timebase import GRID_RATE
from tests.media.clips import (
    CATALOGUE,
    Clip,
    ClipSpec,
    make_clip,
    make_cut_short,
    make_rotated,
    variable_times,
)
from tests.media.marks import find_clicks, read_number

WITHOUT_PTS = ClipSpec(bframes=2, gop=30)
CLIPS = {
    **CATALOGUE,
    # AVI has no pts, and raw H.264 no times at all.
    "bframes_avi": ("bframes.avi", WITHOUT_PTS),
    "xvid_avi": ("xvid.avi", replace(WITHOUT_PTS, video_codec="mpeg4")),
    "raw": ("raw.h264", WITHOUT_PTS),
}
VIDEO_CLIPS = [name for name, (_, spec) in CLIPS.items() if spec.frame_times]
NUMBERED = [name for name in VIDEO_CLIPS if CLIPS[name][1].size != (1, 1)]
WITH_CLICKS = [name for name in VIDEO_CLIPS if CLIPS[name][1].clicks]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("clips")


@pytest.fixture(scope="module")
def opened(folder: Path) -> dict[str, tuple[Clip, VideoSource]]:
    made: dict[str, tuple[Clip, VideoSource]] = {}
    for name in VIDEO_CLIPS:
        file_name, spec = CLIPS[name]
        clip = make_clip(folder / file_name, spec)
        made[name] = clip, VideoSource.open(clip.path)
    return made


Opened = dict[str, tuple[Clip, VideoSource]]


@pytest.mark.parametrize("name", VIDEO_CLIPS)
def test_the_index_has_every_frame_at_its_time(opened: Opened, name: str) -> None:
    clip, source = opened[name]
    index = source.index
    assert len(index) == len(clip.times)
    for number, time in enumerate(clip.times):
        assert abs(index.time_of(number) - time) <= index.time_base
    assert index.key[0]
    # How long the last frame stays is the encoder's word: x264 writes its own at a variable rate.
    slack = Fraction(1, 25) if clip.spec.times else 2 * index.time_base
    assert abs(index.duration - clip.spec.duration) <= slack


@pytest.mark.parametrize("name", NUMBERED)
def test_every_frame_in_order(opened: Opened, name: str) -> None:
    _, source = opened[name]
    with FrameReader(source) as reader:
        shown = [(number, read_number(picture)) for number, picture in reader.frames()]
    assert shown == [(n, n) for n in range(len(source.index))]


@pytest.mark.parametrize("name", NUMBERED)
def test_the_frame_asked_for_is_the_frame_shown(opened: Opened, name: str) -> None:
    _, source = opened[name]
    index = source.index
    last = len(index) - 1
    keys = [int(k) for k in np.flatnonzero(index.key)]
    around = [k + d for k in keys for d in (-1, 0, 1)]
    asked = [n for n in [last, 0, *around] if 0 <= n <= last]
    asked += np.random.default_rng(7).integers(0, last + 1, 12).tolist()
    asked += list(range(min(last, 12), -1, -1))
    with FrameReader(source) as reader:
        for number in asked:
            assert read_number(reader.read(number)) == number


@pytest.mark.parametrize("name", NUMBERED)
def test_the_grid_shows_the_frame_of_that_time(opened: Opened, name: str) -> None:
    clip, source = opened[name]
    tick = source.index.time_base
    with FrameReader(source) as reader:
        for step, number, picture in reader.grid():
            # The last frame that starts by then; a container's clock rounds by half a tick.
            time = Fraction(step, GRID_RATE)
            begun = [n for n, t in enumerate(clip.times) if t <= time + tick / 2]
            assert number == begun[-1] == read_number(picture)
    assert abs(source.index.grid_steps - clip.spec.duration * GRID_RATE) <= 1


def test_at_25_frames_a_second_the_grid_is_the_frames(opened: Opened) -> None:
    for name in ("h264_25", "mpeg4_avi", "late_start_mkv", "ts", "bframes"):
        index = opened[name][1].index
        assert index.grid_frames().tolist() == list(range(len(index))), name


@pytest.mark.parametrize("name", WITH_CLICKS)
def test_a_click_sounds_at_its_frame(opened: Opened, name: str) -> None:
    clip, source = opened[name]
    heard = find_clicks(read_samples(source), SAMPLE_RATE)
    assert len(heard) == len(clip.click_times)
    for found, time in zip(heard, clip.click_times, strict=True):
        assert abs(found - float(time)) < 0.001


def test_spooled_sound_is_the_same(opened: Opened) -> None:
    _, source = opened["mp4_aac_44"]
    whole = read_samples(source)
    with spooled_samples(source) as spooled:
        assert len(spooled) == len(whole)
        for part in (slice(None), slice(0, 640), slice(1000, 1640), slice(-5, None), slice(9, 3)):
            assert np.array_equal(spooled[part], whole[part])


def test_sound_that_starts_later_than_the_picture_begins_with_silence(opened: Opened) -> None:
    _, source = opened["late_sound_mkv"]
    samples = read_samples(source)
    assert not samples[: SAMPLE_RATE // 2 - 16].any()


def test_without_a_sound_track_there_are_no_samples(opened: Opened) -> None:
    _, source = opened["no_audio"]
    assert not source.probe.has_audio
    with spooled_samples(source) as spooled:
        assert len(spooled) == 0


def test_the_rate_of_an_uneven_clip_is_its_mean(opened: Opened) -> None:
    index = opened["vfr_mkv"][1].index
    frames = len(variable_times())
    assert float(index.average_rate) == pytest.approx(frames / float(index.duration), rel=1e-3)
    assert opened["mkv_ntsc"][1].index.average_rate == Fraction(30000, 1001)


@pytest.mark.parametrize("degrees", [0, 90, 180, 270])
def test_a_turned_picture_is_upright_once(folder: Path, degrees: int) -> None:
    clip = make_rotated(folder, degrees)
    source = VideoSource.open(clip.path)
    width, height = clip.spec.size if degrees % 180 == 0 else clip.spec.size[::-1]
    assert (source.probe.width, source.probe.height) == (width, height)
    with FrameReader(source) as reader:
        picture = reader.read(3)
        assert picture.shape == (height, width, 3)
        # Turned back by hand, counter-clockwise, the number stands as it was drawn.
        assert read_number(np.ascontiguousarray(np.rot90(picture, degrees // 90))) == 3
    with FrameReader(source, (width // 2, height // 2)) as reader:
        assert reader.read(0).shape == (height // 2, width // 2, 3)


@pytest.mark.parametrize("suffix", [".mkv", ".avi", ".frag.mp4", ".ts"])
def test_a_file_cut_short_plays_as_far_as_it_goes(folder: Path, suffix: str) -> None:
    source = VideoSource.open(make_cut_short(folder, suffix).path)
    count = len(source.index)
    assert 20 < count < 150
    with FrameReader(source) as reader:
        shown = [n for n, picture in reader.frames() if read_number(picture) == n]
        # The frame in which the file breaks off may lack its end.
        assert len(shown) >= count - 2
        assert read_number(reader.read(count // 2)) == count // 2
    assert len(read_samples(source)) > SAMPLE_RATE // 2


def test_a_file_cut_short_after_its_first_picture_shows_it(folder: Path) -> None:
    faststart = {"movflags": "+faststart"}
    spec = ClipSpec(bframes=2, gop=50, container_options=faststart)
    path = make_clip(folder / "first.mp4", spec).path
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
    opened: Opened,
) -> None:
    """Frame 249 is 249 frames after its key frame: nobody waits for all of them."""
    asked = 0

    def check() -> None:
        nonlocal asked
        asked += 1
        if asked == 20:
            raise Enough

    with FrameReader(opened["bframes"][1], check=check) as reader, pytest.raises(Enough):
        reader.read(249)


def test_a_jump_of_the_sound_past_the_end_makes_no_hours_of_silence(folder: Path) -> None:
    """MPEG-TS clocks wrap after 26 hours; broken files jump as far."""
    path = folder / "jump.mkv"
    with av.open(str(path), "w") as out:
        video = out.add_stream("mpeg4", rate=25, width=64, height=64)
        sound = out.add_stream("pcm_s16le", rate=16000, layout="mono")
        for n in range(25):
            out.mux(video.encode(av.VideoFrame(64, 64, "yuv420p")))
            hours = 0 if n < 20 else 26 * 3600 * 16000
            frame = av.AudioFrame.from_ndarray(np.ones((1, 640), np.int16), "s16", "mono")
            frame.sample_rate, frame.time_base = 16000, Fraction(1, 16000)
            frame.pts = 640 * n + hours
            out.mux(sound.encode(frame))
        out.mux([*video.encode(), *sound.encode()])
    assert len(read_samples(VideoSource.open(path))) == 20 * 640


def test_one_pixel(opened: Opened) -> None:
    _, source = opened["one_pixel"]
    with FrameReader(source) as reader:
        levels = [int(picture[0, 0, 0]) for _, picture in reader.frames()]
    assert levels == sorted(levels)
    assert len(set(levels)) == len(source.index)
