"""The conformance clips are what they claim to be, read plainly with PyAV."""

from __future__ import annotations

import itertools
import json
import shutil
import subprocess
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest

from tests.media.clips import CATALOGUE, Clip, ClipSpec, empty_file, make_clip, text_as_video
from tests.media.marks import find_clicks, read_number
from tests.media.reading import decode_pictures, decode_sound

WITH_PICTURE = [name for name, (_, spec) in CATALOGUE.items() if spec.frame_times]
WITH_CLICKS = [name for name, (_, spec) in CATALOGUE.items() if spec.clicks]


@pytest.mark.parametrize("name", WITH_PICTURE)
def test_frames_carry_their_numbers_at_their_times(
    name: str, clip_factory: Callable[..., Clip]
) -> None:
    clip = clip_factory(name)
    made = decode_pictures(clip.path)
    assert len(made.times) == len(clip.times)
    with av.open(str(clip.path)) as container:
        tick = container.streams.video[0].time_base
    assert tick is not None
    for got, want in zip(made.times, clip.times, strict=True):
        assert abs(got - made.times[0] - want) <= tick / 2
    if min(clip.spec.size) >= 16:
        assert [read_number(p) for p in made.pictures] == list(range(len(clip.times)))
    assert {p.shape[:2] for p in made.pictures} == {clip.spec.size[::-1]}


@pytest.mark.parametrize("name", WITH_CLICKS)
def test_clicks_are_heard_where_their_frames_are_seen(
    name: str, clip_factory: Callable[..., Clip]
) -> None:
    clip = clip_factory(name)
    sound = decode_sound(clip.path)
    picture_start = decode_pictures(clip.path, every=1000).times[0]
    shift = float(sound.start - picture_start)
    heard = [t + shift for t in find_clicks(sound.samples, sound.rate)]
    assert heard == pytest.approx([float(t) for t in clip.click_times], abs=1e-3)


@pytest.mark.parametrize("name", ["late_start_mkv", "late_sound_mkv", "ts"])
def test_start_times_are_not_zero(name: str, clip_factory: Callable[..., Clip]) -> None:
    clip = clip_factory(name)
    assert decode_pictures(clip.path, every=1000).times[0] == clip.spec.video_start > 0


def test_b_frames_are_there_behind_one_key_frame(clip_factory: Callable[..., Clip]) -> None:
    types = decode_pictures(clip_factory("bframes").path, every=1000).types
    assert types.count("B") > len(types) / 2
    assert types.count("I") == 2  # 300 frames, a group of 250


def test_the_variable_rate_varies(clip_factory: Callable[..., Clip]) -> None:
    for name in ("vfr_mp4", "vfr_mkv"):
        times = decode_pictures(clip_factory(name).path, every=1000).times
        steps = {round(float(b - a), 3) for a, b in itertools.pairwise(times)}
        assert steps == {0.04, 0.1, 0.5, 0.02}


@pytest.mark.parametrize("degrees", [90, 180, 270])
def test_rotation_is_in_the_display_matrix(
    degrees: int, rotated_clip: Callable[[int], Clip]
) -> None:
    made = decode_pictures(rotated_clip(degrees).path)
    # PyAV tells the matrix's angle counter-clockwise; the pixels themselves are not turned.
    assert -made.rotation % 360 == degrees
    assert [read_number(p) for p in made.pictures] == list(range(10))


@pytest.mark.parametrize("suffix", [".mkv", ".frag.mp4", ".avi", ".ts"])
def test_cut_short_clips_open_and_end_early(
    suffix: str, cut_short_clip: Callable[[str], Clip]
) -> None:
    clip = cut_short_clip(suffix)
    made = decode_pictures(clip.path)
    assert 50 < len(made.pictures) < 140
    # The very last frames may be damaged; what lies before them is whole.
    whole = len(made.pictures) - 3
    assert [read_number(p) for p in made.pictures[:whole]] == list(range(whole))


def test_an_mp4_without_its_index_does_not_open(cut_short_clip: Callable[[str], Clip]) -> None:
    with pytest.raises(av.error.InvalidDataError):
        av.open(str(cut_short_clip(".mp4").path))


@pytest.mark.parametrize("make", [text_as_video, empty_file])
def test_what_is_no_video_does_not_open(make: Callable[[Path], Path], tmp_path: Path) -> None:
    path = make(tmp_path / "no video.mp4")
    with pytest.raises(av.error.FFmpegError):
        av.open(str(path))


@pytest.mark.parametrize(
    ("name", "video", "audio"),
    [
        ("no_audio", 1, 0),
        ("audio_only", 0, 1),
        ("mp4_aac", 1, 1),
        ("korean", 1, 1),
        ("one_pixel", 1, 0),
    ],
)
def test_streams(name: str, video: int, audio: int, clip_factory: Callable[..., Clip]) -> None:
    with av.open(str(clip_factory(name).path)) as container:
        assert len(container.streams.video) == video
        assert len(container.streams.audio) == audio


def test_one_pixel_gets_lighter(clip_factory: Callable[..., Clip]) -> None:
    greys = [int(p[0, 0, 0]) for p in decode_pictures(clip_factory("one_pixel").path).pictures]
    assert greys == [16 + 4 * n for n in range(10)]


def test_the_same_clip_is_made_once(clip_factory: Callable[..., Clip]) -> None:
    first = clip_factory(frames=5, suffix=".mkv")
    assert clip_factory(frames=5, suffix=".mkv") is first
    assert clip_factory(frames=6, suffix=".mkv").path != first.path


def test_times_off_the_time_base_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="multiples"):
        make_clip(tmp_path / "x.mkv", ClipSpec(video_start=Fraction(1, 2)))


@pytest.mark.skipif(shutil.which("ffprobe") is None, reason="ffprobe is not installed")
def test_ffprobe_agrees(clip_factory: Callable[..., Clip]) -> None:
    clip = clip_factory("h264_ntsc")
    command = ["ffprobe", "-v", "error", "-of", "json", "-show_streams", "-count_packets"]
    told = subprocess.run([*command, str(clip.path)], check=True, capture_output=True).stdout
    stream = json.loads(told)["streams"][0]
    assert (stream["width"], stream["height"]) == clip.spec.size
    assert stream["r_frame_rate"] == "30000/1001"
    assert int(stream["nb_read_packets"]) == clip.spec.frames
    assert np.isclose(float(stream["duration"]), float(clip.spec.duration), atol=1e-3)
