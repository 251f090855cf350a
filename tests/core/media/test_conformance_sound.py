"""A click at a known frame is found in the decoded sound at that frame's time within 1 ms."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest

from core.media.audio import SAMPLE_RATE, read_samples, spooled_samples
from core.media.source import VideoSource
from tests.core.media.conftest import Table
from tests.media.clips import CATALOGUE, ClipSpec, make_clip, make_named
from tests.media.conformance import Case, Footage, plain
from tests.media.conformance_times import TIMES
from tests.media.marks import find_clicks

CLICKS = (2, 12, 25, 40, 77, 95)

PICTURES = {
    "avi": ClipSpec(frames=100, video_codec="mpeg4"),
    "mpg": ClipSpec(frames=100, video_codec="mpeg2video"),
    "webm": ClipSpec(frames=100, video_codec="libvpx-vp9", gop=20),
}

SOUNDS = (
    "mp4 aac, mov aac, mkv aac, ts aac, flv aac, mp4 libmp3lame, mkv libmp3lame, ts libmp3lame, "
    "flv libmp3lame, mkv libopus, webm libopus, mp4 libopus, ts libopus, mkv flac, mp4 flac, "
    "avi pcm_s16le, mov pcm_s24le, ts ac3, mkv ac3, mp4 ac3, ts eac3, mov alac, mpg mp2, ts mp2"
)


def case(suffix: str, codec: str, rate: int, special: str = "") -> Case:
    spec = PICTURES.get(suffix, ClipSpec(frames=100, bframes=2))
    spec = replace(spec, audio_codec=codec, audio_rate=rate, clicks=CLICKS)
    return Case(f"{codec.removeprefix('lib')}_{rate // 1000}.{suffix}", special, plain(spec))


CASES: dict[str, Case] = {
    f"{suffix}_{codec}_{rate}": case(suffix, codec, rate)
    for suffix, codec in (pair.split() for pair in SOUNDS.split(", "))
    # Opus knows 48 kHz alone.
    for rate in ((48000,) if codec == "libopus" else (48000, 44100))
}
CASES |= {
    name: Case(file, name.replace("_", " "), plain(spec))
    for name, (file, spec) in CATALOGUE.items()
    if spec.frame_times and spec.clicks
}
CASES |= {name: TIMES[name] for name in TIMES if name.startswith(("start_", "wrap"))}

LATE_IN_AVI = {
    # Samples of silence that the encoder puts first (FFmpeg: 576 of LAME + 529 of the decoder).
    "libmp3lame": Fraction(1105, 48000),
    "ac3": Fraction(256, 48000),
}


def check_clicks(table: Table, case: Case, footage: Footage, late: Fraction = Fraction(0)) -> None:
    source = VideoSource.open(footage.path)
    with table.check(case.file, case.special) as row:
        table.describe(row, source)
        heard = find_clicks(read_samples(source), SAMPLE_RATE)
        assert len(heard) == len(footage.clicks)
        off = [found - float(t + late) for found, t in zip(heard, footage.clicks, strict=True)]
        row.click_ms = 1000 * max(abs(o) for o in off)
        assert row.click_ms < 1


@pytest.mark.parametrize("name", CASES)
def test_a_click_sounds_at_its_frame(tmp_path: Path, table: Table, name: str) -> None:
    check_clicks(table, CASES[name], CASES[name].make(tmp_path / CASES[name].file))


@pytest.mark.parametrize("codec", LATE_IN_AVI)
def test_avi_cannot_tell_how_much_silence_an_encoder_put_first(
    tmp_path: Path, table: Table, codec: str
) -> None:
    """So the sound is as late as every player plays it: the file says no better."""
    told = case("avi", codec, 48000, f"{float(LATE_IN_AVI[codec]) * 1000:.0f} ms late in the file")
    check_clicks(table, told, told.make(tmp_path / told.file), LATE_IN_AVI[codec])


def test_spooled_sound_is_the_same(tmp_path: Path) -> None:
    source = VideoSource.open(make_named(tmp_path, "mp4_aac_44").path)
    whole = read_samples(source)
    with spooled_samples(source) as spooled:
        assert len(spooled) == len(whole)
        for part in (slice(None), slice(0, 640), slice(1000, 1640), slice(-5, None), slice(9, 3)):
            assert np.array_equal(spooled[part], whole[part])


def test_sound_that_starts_later_than_the_picture_begins_with_silence(tmp_path: Path) -> None:
    samples = read_samples(VideoSource.open(make_named(tmp_path, "late_sound_mkv").path))
    assert not samples[: SAMPLE_RATE // 2 - 16].any()


def test_a_sound_of_fewer_frames_than_settle_its_place_is_read(tmp_path: Path) -> None:
    spec = ClipSpec(frames=5, audio_codec="aac", clicks=(1,))
    heard = read_samples(VideoSource.open(make_clip(tmp_path / "short.mp4", spec).path))
    assert find_clicks(heard, SAMPLE_RATE) == [pytest.approx(0.04, abs=0.001)]


def test_without_a_sound_track_there_are_no_samples(tmp_path: Path) -> None:
    source = VideoSource.open(make_named(tmp_path, "no_audio").path)
    assert not source.probe.has_audio
    with spooled_samples(source) as spooled:
        assert len(spooled) == 0


def write_sound(path: Path, start_of: Callable[[int], int]) -> Path:
    """25 frames and as many chunks of 640 samples at 16 kHz; chunk n begins at `start_of(n)`."""
    with av.open(str(path), "w") as out:
        video = out.add_stream("mpeg4", rate=25, width=64, height=64)
        sound = out.add_stream("pcm_s16le", rate=16000, layout="mono")
        for n in range(25):
            out.mux(video.encode(av.VideoFrame(64, 64, "yuv420p")))
            frame = av.AudioFrame.from_ndarray(np.full((1, 640), n + 1, np.int16), "s16", "mono")
            frame.sample_rate, frame.time_base = 16000, Fraction(1, 16000)
            frame.pts = start_of(n)
            out.mux(sound.encode(frame))
        out.mux([*video.encode(), *sound.encode()])
    return path


def test_a_jump_of_the_sound_past_the_end_makes_no_hours_of_silence(tmp_path: Path) -> None:
    """MPEG-TS clocks wrap after 26 hours; broken files jump as far."""
    path = write_sound(
        tmp_path / "jump.mkv", lambda n: 640 * n + (0 if n < 20 else 26 * 3600 * 16000)
    )
    assert len(read_samples(VideoSource.open(path))) == 20 * 640


def test_a_hole_in_the_sound_is_silence_and_what_follows_keeps_its_time(tmp_path: Path) -> None:
    path = write_sound(tmp_path / "hole.mkv", lambda n: 640 * (n if n < 3 else n + 5))
    samples = read_samples(VideoSource.open(path))
    assert np.unique(samples[: 3 * 640]).tolist() == [1, 2, 3]
    assert not samples[3 * 640 : 8 * 640].any()
    assert samples[8 * 640] == 4
