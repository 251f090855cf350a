"""What the conformance suite plays: every kind of file, with the numbers that its frames carry."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path

from tests.media.clips import ClipSpec, make_clip


@dataclass(frozen=True, slots=True)
class Footage:
    """A file that was made.

    Args:
        numbers: burnt into the frames, in the order in which they are shown.
        times: seconds from the first picture to each.
        end: seconds from the first picture to the end of the last.
        clicks: seconds from the first picture to each click.
    """

    path: Path
    numbers: tuple[int, ...]
    times: tuple[Fraction, ...]
    end: Fraction
    clicks: tuple[Fraction, ...] = ()


class NotMade(Exception):
    """An encoder is missing on this machine."""


@dataclass(frozen=True, slots=True)
class Case:
    """One file of the suite: its name (the suffix chooses the container), what is special about it,
    and how it is made."""

    file: str
    special: str
    make: Callable[[Path], Footage]


def plain(spec: ClipSpec) -> Callable[[Path], Footage]:
    def make(path: Path) -> Footage:
        clip = make_clip(path, spec)
        numbers = tuple(range(len(clip.times)))
        return Footage(path, numbers, clip.times, spec.duration, clip.click_times)

    return make


OPEN_GOP = "open-gop=1:keyint=12:min-keyint=12:bframes=3"


def by_ffmpeg(spec: ClipSpec, *options: str) -> Callable[[Path], Footage]:
    """Encoded again by the ffmpeg program, where PyAV's FFmpeg lacks the encoder."""

    def make(path: Path) -> Footage:
        program = shutil.which("ffmpeg")
        if program is None:
            raise NotMade("the ffmpeg program is not installed")
        whole = replace(spec, video_codec="ffv1", pix_fmt="bgr0")
        source = make_clip(path.with_name(f"{path.stem}-source.mkv"), whole).path
        command = [program, "-v", "error", "-y", "-i", str(source), "-threads", "1", *options]
        made = subprocess.run([*command, str(path)], capture_output=True, text=True)
        if made.returncode:
            raise NotMade(f"ffmpeg: {made.stderr.strip()}")
        return Footage(path, tuple(range(spec.frames)), spec.frame_times, spec.duration)

    return make


TEN_BIT = "yuv420p10le"
# FFmpeg's numbers of BT.2020 primaries and matrix in limited range, PQ and HLG.
HDR = {"color_primaries": 9, "colorspace": 9, "color_range": 1}
PQ = {"color_trc": 16}
HLG = {"color_trc": 18}

_CODECS: dict[str, tuple[str, ClipSpec, str]] = {
    "mpeg4": ("B-frames", ClipSpec(video_codec="mpeg4", bframes=2), "mp4 mov mkv avi ts"),
    "h264": (
        "GOP 250, 3 B-frames",
        ClipSpec(frames=260, gop=250, bframes=3),
        "mp4 mov mkv avi ts flv",
    ),
    "h264_open": (
        "open GOP",
        ClipSpec(frames=80, bframes=3, video_options={"x264-params": OPEN_GOP}),
        "mp4 mov mkv avi ts flv",
    ),
    "h264_10bit": (
        "10 bit",
        ClipSpec(bframes=2, gop=30, pix_fmt=TEN_BIT),
        "mp4 mkv",
    ),
    "h264_422": ("4:2:2", ClipSpec(bframes=2, pix_fmt="yuv422p"), "mov"),
    "hevc": (
        "GOP 250, 3 B-frames",
        ClipSpec(video_codec="libx265", frames=60, gop=250, bframes=3),
        "mp4 mov mkv ts flv",
    ),
    "hevc_open": (
        "open GOP",
        ClipSpec(
            video_codec="libx265", frames=60, bframes=3, video_options={"x265-params": OPEN_GOP}
        ),
        "mp4 mkv ts",
    ),
    "hevc_10bit": (
        "10 bit",
        ClipSpec(video_codec="libx265", frames=60, gop=30, bframes=3, pix_fmt=TEN_BIT),
        "mp4 mov mkv ts",
    ),
    "vp9": (
        "alternate references",
        ClipSpec(video_codec="libvpx-vp9", gop=20),
        "webm mkv mp4 avi",
    ),
    "av1": (
        "",
        ClipSpec(video_codec="libsvtav1", gop=20, size=(256, 144)),
        "mp4 mkv webm",
    ),
    "av1_10bit": (
        "10 bit",
        ClipSpec(video_codec="libsvtav1", gop=20, size=(256, 144), pix_fmt=TEN_BIT),
        "mp4",
    ),
    "mjpeg": (
        "full range",
        ClipSpec(video_codec="mjpeg", pix_fmt="yuvj420p"),
        "mp4 mov mkv avi",
    ),
    "prores": (
        "10 bit, 4:2:2",
        ClipSpec(video_codec="prores_ks", pix_fmt="yuv422p10le"),
        "mov mkv",
    ),
    "mpeg2": (
        "B-frames",
        ClipSpec(video_codec="mpeg2video", bframes=2),
        "mpg ts mkv",
    ),
    "vp8": ("", ClipSpec(video_codec="libvpx", video_options={"g": "12", "b": "2M"}), "webm"),
    "wmv2": ("", ClipSpec(video_codec="wmv2", video_options={"g": "12", "b": "2M"}), "asf"),
    "prores_alpha": (
        "alpha",
        ClipSpec(video_codec="prores_ks", pix_fmt="yuva444p10le", video_options={"profile": "4"}),
        "mov",
    ),
    "png_alpha": ("alpha", ClipSpec(video_codec="png", pix_fmt="rgba"), "mov"),
    "vp9_alpha": (
        "alpha",
        ClipSpec(video_codec="libvpx-vp9", pix_fmt="yuva420p", video_options={"auto-alt-ref": "0"}),
        "webm",
    ),
    "hevc_pq": (
        "HDR, PQ, 10 bit",
        ClipSpec(video_codec="libx265", bframes=2, gop=30, pix_fmt=TEN_BIT, tags=HDR | PQ),
        "mp4 mkv",
    ),
    "hevc_hlg": (
        "HDR, HLG, 10 bit",
        ClipSpec(video_codec="libx265", bframes=2, gop=30, pix_fmt=TEN_BIT, tags=HDR | HLG),
        "mp4 ts",
    ),
    "anamorphic": (
        "pixel aspect 16:11",
        ClipSpec(sample_aspect=Fraction(16, 11)),
        "mp4 mkv ts",
    ),
    "4k": (
        "3840x2160",
        ClipSpec(frames=12, size=(3840, 2160), bframes=2, video_options={"preset": "ultrafast"}),
        "mp4",
    ),
    "8k": (
        "7680x4320",
        ClipSpec(frames=5, size=(7680, 4320), bframes=2, video_options={"preset": "ultrafast"}),
        "mp4",
    ),
}

LARGE = ("4k_mp4", "8k_mp4")
"""Cases of which a few frames are asked for."""

CODECS: dict[str, Case] = {
    f"{name}_{suffix}": Case(f"{name}.{suffix}", special, plain(spec))
    for name, (special, spec, suffixes) in _CODECS.items()
    for suffix in suffixes.split()
}
"""Codecs in the containers that hold them."""

# PyAV's libvpx encodes 8 bit alone.
CODECS["vp9_10bit_webm"] = Case(
    "vp9_10bit.webm",
    "10 bit",
    by_ffmpeg(ClipSpec(), "-c:v", "libvpx-vp9", "-pix_fmt", TEN_BIT, "-b:v", "2M", "-g", "20"),
)
