"""Conformance clips: every frame carries its number in its pixels, the sound clicks where asked.

`make_clip(path, ClipSpec(...))` makes one; the functions below it make what no encoder writes:
rotated, cut short, renamed, empty.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path

import numpy as np

from tests.media.marks import click_track, draw_number
from tests.media.muxing import AudioOut, Picture, Samples, VideoOut, write_media
from tests.media.remux import orient_mp4

MILLISECOND = Fraction(1, 1000)


@dataclass(frozen=True, slots=True, kw_only=True)
class ClipSpec:
    """What to make. The file's suffix chooses the container.

    Args:
        frames: number of pictures; 0 for sound only.
        rate: frames per second; the pts are 0, 1, 2, ... over it, unless `times` says otherwise.
        times: seconds at which each frame is shown, first one 0 (a variable rate); overrides
            `frames` and `rate`. They must be multiples of `time_base`.
        time_base: of the stream; 1/rate by default, 1/1000 with `times`.
        last_seconds: how long the last frame is shown; one step by default.
        size: width, height. From 24x16 on the pictures carry numbers; smaller ones are plain grey,
            lighter with each frame.
        video_codec, pix_fmt, gop, bframes, video_options: for the encoder. `bframes` and `gop` hold
            for libx264, libx265 and MPEG-1, 2 and 4; `gop` for VP9 and AV1.
        sample_aspect, tags: as of `VideoOut`.
        video_start, audio_start: seconds on the container's clock at which each stream begins.
        audio_codec: None for no sound. `audio_rate`, `layout`: of the sound.
        audio_seconds: length of the sound; to the end of the last frame by default.
        clicks: numbers of the frames at whose start there is a click.
        container_options: for the muxer.
    """

    frames: int = 50
    rate: Fraction = Fraction(25)
    times: tuple[Fraction, ...] | None = None
    time_base: Fraction | None = None
    last_seconds: Fraction | None = None
    size: tuple[int, int] = (192, 112)
    video_codec: str = "libx264"
    pix_fmt: str = "yuv420p"
    gop: int = 12
    bframes: int = 0
    video_options: Mapping[str, str] = field(default_factory=dict, hash=False)
    sample_aspect: Fraction = Fraction(1)
    tags: Mapping[str, int] = field(default_factory=dict, hash=False)
    video_start: Fraction = Fraction(0)
    audio_codec: str | None = None
    audio_rate: int = 48000
    layout: str = "mono"
    audio_start: Fraction = Fraction(0)
    audio_seconds: Fraction | None = None
    clicks: tuple[int, ...] = ()
    container_options: Mapping[str, str] = field(default_factory=dict, hash=False)

    @property
    def base(self) -> Fraction:
        if self.time_base is not None:
            return self.time_base
        return 1 / self.rate if self.times is None else MILLISECOND

    @property
    def frame_times(self) -> tuple[Fraction, ...]:
        """Exact seconds from the first picture to each frame."""
        if self.times is not None:
            return self.times
        return tuple(n / self.rate for n in range(self.frames))

    @property
    def duration(self) -> Fraction:
        """Seconds from the first picture to the end of the last; of the sound if there is none."""
        times = self.frame_times
        if not times:
            return self.audio_seconds or Fraction(2)
        last = self.last_seconds
        if last is None:
            last = 1 / self.rate if self.times is None else times[-1] - times[-2]
        return times[-1] + last


@dataclass(frozen=True, slots=True)
class Clip:
    """A clip that was made.

    Args:
        times: exact seconds from the first picture to each frame.
        click_times: seconds from the first picture to each click.
    """

    path: Path
    spec: ClipSpec
    times: tuple[Fraction, ...]
    click_times: tuple[Fraction, ...]


def make_clip(path: Path, spec: ClipSpec | None = None) -> Clip:
    """Make a clip. The encoders' and muxers' own errors come through unchanged.

    Raises:
        ValueError: a start or a frame's time is no multiple of the time base.
    """
    spec = spec or ClipSpec()
    times = spec.frame_times
    video = None
    if times:
        if any((spec.video_start + t) % spec.base for t in times):
            raise ValueError(f"the pictures' times are no multiples of {spec.base} s")
        start = round(spec.video_start / spec.base)
        video = VideoOut(
            size=spec.size,
            pts=[start + round(t / spec.base) for t in times],
            time_base=spec.base,
            rate=spec.rate,
            last_duration=max(1, round((spec.duration - times[-1]) / spec.base)),
            codec=spec.video_codec,
            pix_fmt=spec.pix_fmt,
            options=_codec_options(spec),
            sample_aspect=spec.sample_aspect,
            tags=spec.tags,
        )
    click_times = tuple(times[n] for n in spec.clicks)
    audio = _audio(spec, click_times)
    options = {"fflags": "+bitexact", **spec.container_options}
    write_media(path, video, _pictures(spec), audio, container_options=options)
    return Clip(path, spec, times, click_times)


_X264 = "threads=1:b-adapt=0:scenecut=0"
_X265 = "log-level=error:pools=none:frame-threads=1:b-adapt=0"


def _codec_options(spec: ClipSpec) -> dict[str, str]:
    options: dict[str, str] = {}
    if spec.video_codec in ("libx264", "libx265", "mpeg4"):
        options |= {"g": str(spec.gop), "bf": str(spec.bframes)}
    if spec.video_codec == "libx264":
        # No adaptive placing: where `bframes` asks for B-frames, there are some.
        options |= {"preset": "veryfast", "crf": "20"}
        given = spec.video_options.get("x264-params", "")
        options["x264-params"] = ":".join(filter(None, (_X264, given)))
    elif spec.video_codec == "libx265":
        options |= {"preset": "ultrafast", "crf": "22"}
        given = spec.video_options.get("x265-params", "")
        options["x265-params"] = ":".join(filter(None, (_X265, given)))
    elif spec.video_codec == "mpeg4":
        options |= {"qmin": "2", "qmax": "5", "b": "4M"}
    elif spec.video_codec == "libvpx-vp9":
        # With pictures that are never shown (alternate references), as in most VP9 files.
        options |= {"g": str(spec.gop), "b": "2M", "deadline": "realtime", "cpu-used": "8"}
        options |= {"lag-in-frames": "10", "auto-alt-ref": "1"}
    elif spec.video_codec == "libsvtav1":
        options |= {"g": str(spec.gop), "preset": "8", "crf": "20", "svtav1-params": "lp=1"}
    elif spec.video_codec in ("mpeg1video", "mpeg2video"):
        options |= {"g": str(spec.gop), "bf": str(spec.bframes), "b": "4M"}
    elif spec.video_codec == "mjpeg":
        options |= {"qmin": "2", "qmax": "4"}
    given = {k: v for k, v in spec.video_options.items() if k not in ("x264-params", "x265-params")}
    return options | given


def _audio(spec: ClipSpec, click_times: tuple[Fraction, ...]) -> AudioOut | None:
    if spec.audio_codec is None:
        return None
    seconds = spec.audio_seconds
    if seconds is None:
        seconds = spec.video_start + spec.duration - spec.audio_start
    # Clicks lie at the pictures' times, so where the sound begins elsewhere they move within it.
    shift = spec.video_start - spec.audio_start
    places = [float(t + shift) for t in click_times]
    samples: Samples = click_track(places, float(seconds), spec.audio_rate)
    hiss = np.random.Generator(np.random.PCG64(11)).standard_normal(len(samples))
    samples = samples + (hiss * 1e-3).astype(np.float32)
    return AudioOut(
        samples=samples,
        rate=spec.audio_rate,
        codec=spec.audio_codec,
        layout=spec.layout,
        start=spec.audio_start,
    )


def _pictures(spec: ClipSpec) -> Iterator[Picture]:
    width, height = spec.size
    for number in range(len(spec.frame_times)):
        if width < 24 or height < 16:
            grey = 16 + (number * 4) % 220
            yield np.full((height, width, 3), grey, np.uint8)
        else:
            yield draw_number(number, spec.size)


# --- what no encoder writes ----------------------------------------------------------------------


def cut_short(path: Path, part: float) -> Path:
    """Keep only the first `part` (0 to 1) of a file's bytes, in place: an unfinished copy."""
    data = path.read_bytes()
    path.write_bytes(data[: int(len(data) * part)])
    return path


def text_as_video(path: Path) -> Path:
    """A text that calls itself a video."""
    path.write_text("This is not a video. " * 200, encoding="utf-8")
    return path


def empty_file(path: Path) -> Path:
    path.write_bytes(b"")
    return path


def variable_times() -> tuple[Fraction, ...]:
    """A rate that changes: 20 frames at 25 a second, 20 at 10, a still of 0.5 s, 20 at 50."""
    steps = [40] * 20 + [100] * 20 + [500] + [20] * 20
    at, times = 0, []
    for step in steps:
        times.append(at * MILLISECOND)
        at += step
    return tuple(times)


NTSC = Fraction(30000, 1001)
FRAGMENTED = {"movflags": "+frag_keyframe+delay_moov"}
"""Options of an MP4 whose beginning can be played without its end."""

CATALOGUE: dict[str, tuple[str, ClipSpec]] = {
    "h264_25": ("h264_25.mp4", ClipSpec()),
    "h264_ntsc": ("h264_ntsc.mp4", ClipSpec(rate=NTSC, frames=60)),
    "h264_30": ("h264_30.mp4", ClipSpec(rate=Fraction(30), frames=60)),
    "mkv_ntsc": ("mkv_ntsc.mkv", ClipSpec(rate=NTSC, frames=60)),
    "vfr_mp4": ("vfr.mp4", ClipSpec(times=variable_times(), time_base=Fraction(1, 90000))),
    "vfr_mkv": ("vfr.mkv", ClipSpec(times=variable_times())),
    "bframes": ("bframes.mp4", ClipSpec(frames=300, gop=250, bframes=3)),
    "mpeg4_avi": ("mpeg4.avi", ClipSpec(video_codec="mpeg4")),
    "hevc": ("hevc.mp4", ClipSpec(video_codec="libx265", frames=30)),
    "late_start_mkv": (
        "late_start.mkv",
        ClipSpec(
            time_base=MILLISECOND,
            video_start=Fraction(1, 2),
            audio_start=Fraction(1, 5),
            audio_codec="pcm_s16le",
            clicks=(0, 20, 40),
        ),
    ),
    "late_sound_mkv": (
        "late_sound.mkv",
        ClipSpec(
            video_start=Fraction(1, 5),
            audio_start=Fraction(7, 10),
            audio_codec="flac",
            clicks=(20, 40),
        ),
    ),
    "ts": (
        "start.ts",
        ClipSpec(
            bframes=2,
            video_start=Fraction(7, 5),
            audio_start=Fraction(7, 5),
            audio_codec="aac",
            clicks=(10, 30),
        ),
    ),
    "no_audio": ("no_audio.mp4", ClipSpec()),
    "audio_only": (
        "audio_only.m4a",
        ClipSpec(frames=0, audio_codec="aac", audio_seconds=Fraction(2)),
    ),
    "one_second": ("one_second.mp4", ClipSpec(frames=25, audio_codec="aac", clicks=(5,))),
    "one_frame": ("one_frame.mp4", ClipSpec(frames=1)),
    "one_pixel": (
        "one_pixel.mkv",
        ClipSpec(frames=10, size=(1, 1), video_codec="ffv1", pix_fmt="bgr0"),
    ),
    "odd_size": ("odd.mkv", ClipSpec(size=(321, 241), video_codec="ffv1", pix_fmt="bgr0")),
    "odd_png": (
        "odd_png.mov",
        ClipSpec(size=(97, 51), video_codec="png", pix_fmt="rgb24", frames=20),
    ),
    "korean": ("이름 with spaces 한국어.mp4", ClipSpec(frames=25, audio_codec="aac")),
    "mp4_aac": ("mp4_aac.mp4", ClipSpec(audio_codec="aac", clicks=(0, 12, 25, 40))),
    "mp4_aac_44": (
        "mp4_aac_44.mp4",
        ClipSpec(audio_codec="aac", audio_rate=44100, layout="stereo", clicks=(5, 12, 25, 40)),
    ),
    "mp4_mp3": ("mp4_mp3.mp4", ClipSpec(audio_codec="libmp3lame", clicks=(5, 12, 25, 40))),
    "mkv_opus": ("mkv_opus.mkv", ClipSpec(audio_codec="libopus", clicks=(5, 12, 25, 40))),
    "mkv_flac": ("mkv_flac.mkv", ClipSpec(audio_codec="flac", clicks=(0, 12, 25, 40))),
    "avi_pcm": (
        "avi_pcm.avi",
        ClipSpec(video_codec="mpeg4", audio_codec="pcm_s16le", clicks=(0, 12, 25, 40)),
    ),
    "bframes_aac": (
        "bframes_aac.mp4",
        ClipSpec(bframes=3, gop=250, audio_codec="aac", clicks=(5, 12, 25, 40)),
    ),
}
"""The usual clips by name: file name and specification."""


def make_named(folder: Path, name: str) -> Clip:
    """One of `CATALOGUE`, in `folder`."""
    file_name, spec = CATALOGUE[name]
    return make_clip(folder / file_name, spec)


def make_rotated(folder: Path, degrees: int) -> Clip:
    clip = make_clip(folder / f"rotated_{degrees}.mp4", ClipSpec(frames=10))
    orient_mp4(clip.path, degrees)
    return clip


def make_cut_short(folder: Path, suffix: str) -> Clip:
    """A clip that was cut off in the middle. It opens, except with suffix ".mp4" (its index lay at
    the end); ".frag.mp4" is an MP4 in fragments."""
    if suffix == ".frag.mp4":
        spec = ClipSpec(frames=150, audio_codec="aac", container_options=FRAGMENTED)
    elif suffix == ".avi":
        spec = ClipSpec(frames=150, video_codec="mpeg4", audio_codec="pcm_s16le")
    else:
        spec = ClipSpec(frames=150, audio_codec="aac")
    clip = make_clip(folder / f"cut_short{suffix}", spec)
    cut_short(clip.path, 0.6)
    return clip
