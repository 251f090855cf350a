"""Files with unusual times: edit lists, starts elsewhere than at zero, odd and missing pts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

from av.packet import Packet

from tests.media.clips import FRAGMENTED, NTSC, ClipSpec, make_clip, variable_times
from tests.media.conformance import Case, Footage, plain
from tests.media.remux import edit_mp4, remux

FRAME = Fraction(1, 25)


def _footage(
    path: Path, numbers: Iterable[int], times: Sequence[Fraction] | None = None
) -> Footage:
    """At 25 frames a second unless `times` says otherwise."""
    numbers = tuple(numbers)
    if times is None:
        times = [n * FRAME for n in range(len(numbers))]
    return Footage(path, numbers, tuple(times), times[-1] + FRAME)


SPEC = ClipSpec(frames=60, bframes=2, gop=20)


def _source(path: Path, spec: ClipSpec = SPEC, suffix: str = ".mp4") -> Path:
    """The clip that is to be changed, beside the one that will be made of it."""
    return make_clip(path.with_name(f"{path.stem}-source{suffix}"), spec).path


def _earlier(frames: int) -> Callable[[int, Packet], bool]:
    def change(_number: int, packet: Packet) -> bool:
        assert packet.pts is not None
        assert packet.dts is not None
        ticks = round(frames * FRAME / packet.time_base)
        packet.pts, packet.dts = packet.pts - ticks, packet.dts - ticks
        return True

    return change


def _shifted(frames: int, shown: range, **options: str) -> Callable[[Path], Footage]:
    """All packets `frames` earlier than they were, so that the first ones lie before zero."""

    def make(path: Path) -> Footage:
        kept = {"avoid_negative_ts": "disabled", **options}
        remux(_source(path), path, _earlier(frames), options=kept)
        return _footage(path, shown)

    return make


def _edited(edits: Sequence[tuple[int, int]], numbers: Iterable[int]) -> Callable[[Path], Footage]:
    shown = tuple(numbers)

    def make(path: Path) -> Footage:
        make_clip(path, SPEC)
        edit_mp4(path, edits)
        return _footage(path, shown)

    return make


def _start_of(frame: int) -> int:
    """Media time of a frame in an MP4 of SPEC (1/12800 s); reordering delays all by two frames."""
    return (frame + 2) * 512


def _with_repeated_times(path: Path) -> Footage:
    """Frames 21 and 40 have the times of those before them, which are shown."""
    last: dict[str, int | None] = {}

    def change(number: int, packet: Packet) -> bool:
        if number in (21, 40):
            packet.pts = packet.dts = last["pts"]
        last["pts"] = packet.pts
        return True

    remux(_source(path, replace(SPEC, bframes=0), ".mkv"), path, change)
    kept = [n for n in range(60) if n not in (21, 40)]
    return _footage(path, kept, [n * FRAME for n in kept])


def _with_a_gap(path: Path) -> Footage:
    """Frames 20 to 29 are missing."""
    spec = ClipSpec(frames=60, video_codec="mjpeg", pix_fmt="yuvj420p")
    remux(_source(path, spec, ".mkv"), path, lambda number, _packet: number not in range(20, 30))
    kept = [n for n in range(60) if n not in range(20, 30)]
    return _footage(path, kept, [n * FRAME for n in kept])


def _from_within(spec: ClipSpec, first: int) -> Callable[[Path], Footage]:
    """Seven packets are missing in front, as in a recording of a broadcast; `first` is the first
    frame that depends on none of them."""

    def make(path: Path) -> Footage:
        remux(_source(path, spec, path.suffix), path, lambda number, _packet: number >= 7)
        return _footage(path, range(first, 60))

    return make


_WRAP = Fraction(2**33, 90000)
_BEFORE_WRAP = (_WRAP // FRAME - 25) * FRAME


def _start(audio_codec: str, picture: Fraction, sound: Fraction) -> ClipSpec:
    return ClipSpec(
        frames=75,
        bframes=2,
        video_start=picture,
        audio_start=sound,
        audio_codec=audio_codec,
        clicks=(27, 40, 60),
    )


_LATE = {
    "picture 1 s late": (Fraction(1), Fraction(1, 5)),
    "sound 1 s late": (Fraction(0), Fraction(1)),
    "both start at 2 s": (Fraction(2), Fraction(2)),
}

TIMES: dict[str, Case] = {
    "cut_mid_gop": Case("cut.mp4", "edit list cuts in at frame 7", _shifted(7, range(7, 60))),
    "cut_mid_gop_mov": Case(
        "cut.mov", "edit list cuts in at frame 27", _shifted(27, range(27, 60))
    ),
    "cut_at_key": Case(
        "cut20.mp4", "edit list cuts in at a key frame", _shifted(20, range(20, 60))
    ),
    "edit_empty": Case(
        "empty_edit.mp4",
        "edit list begins with nothing",
        _edited([(500, -1), (2400, _start_of(0))], range(60)),
    ),
    "edit_one": Case(
        "one_edit.mp4",
        "edit list shows frames 13 to 37",
        _edited([(1000, _start_of(13))], range(13, 38)),
    ),
    "edit_two": Case(
        "two_edits.mp4",
        "edit list shows 0 to 9, 33 to 52",
        _edited([(400, _start_of(0)), (800, _start_of(33))], [*range(10), *range(33, 53)]),
    ),
    "edit_back": Case(
        "edits_back.mp4",
        "edit list shows 40 to 49, 0 to 9",
        _edited([(400, _start_of(40)), (400, _start_of(0))], [*range(40, 50), *range(10)]),
    ),
    "negative_mkv": Case("negative.mkv", "negative pts, read as none", _shifted(9, range(60))),
    "negative_ts": Case("negative.ts", "negative pts", _shifted(9, range(60))),
    "negative_mov": Case("negative.mov", "no edit list", _shifted(9, range(60), use_editlist="0")),
    "wrap": Case(
        "wrap.ts",
        "clock wraps after 26.5 h",
        plain(
            replace(
                SPEC,
                video_start=_BEFORE_WRAP,
                audio_start=_BEFORE_WRAP,
                audio_codec="aac",
                clicks=(10, 35, 50),
            )
        ),
    ),
    "repeated_mkv": Case("repeated.mkv", "duplicate pts", _with_repeated_times),
    "repeated_flv": Case("repeated.flv", "duplicate pts", _with_repeated_times),
    "gap_mkv": Case("gap.mkv", "ten frames missing", _with_a_gap),
    "gap_avi": Case("gap.avi", "ten frames missing", _with_a_gap),
    **{
        f"from_within_{name}": Case(
            f"from_within_{name}.{suffix}",
            "begins within a group of pictures",
            _from_within(replace(SPEC, video_codec=codec), first),
        )
        for name, codec, suffix, first in (
            ("h264", "libx264", "ts", 20),
            ("hevc", "libx265", "ts", 20),
            # Frames 19 and 20 refer back beyond the key frame.
            ("mpeg2", "mpeg2video", "ts", 21),
            ("mpeg4", "mpeg4", "mkv", 21),
        )
    },
    "fragments": Case(
        "fragments.mp4",
        "fragments, no index",
        plain(replace(SPEC, container_options=FRAGMENTED)),
    ),
    "no_cues": Case(
        "live.mkv", "no index (live)", plain(replace(SPEC, container_options={"live": "1"}))
    ),
    "slow": Case(
        "slow.mp4", "a frame in two seconds", plain(replace(SPEC, frames=20, rate=Fraction(1, 2)))
    ),
    "fast": Case("fast.mkv", "240 frames a second", plain(replace(SPEC, rate=Fraction(240)))),
    "no_pts_avi": Case("no_pts.avi", "no pts, B-frames", plain(ClipSpec(bframes=2, gop=30))),
    "no_pts_xvid": Case(
        "xvid.avi", "no pts, B-frames", plain(ClipSpec(bframes=2, gop=30, video_codec="mpeg4"))
    ),
    "raw": Case("raw.h264", "no times at all", plain(ClipSpec(bframes=2, gop=30))),
    "vfr_b": Case(
        "vfr_b.mp4",
        "variable rate, B-frames",
        plain(ClipSpec(times=variable_times(), time_base=Fraction(1, 90000), bframes=3, gop=30)),
    ),
    "vfr_webm": Case(
        "vfr.webm",
        "variable rate",
        plain(ClipSpec(times=variable_times(), video_codec="libvpx-vp9")),
    ),
    "ntsc_avi": Case(
        "ntsc.avi", "30000/1001", plain(ClipSpec(rate=NTSC, frames=60, video_codec="mpeg4"))
    ),
    "intra_refresh": Case(
        "refresh.ts",
        "no key frames but intra refresh",
        plain(ClipSpec(frames=100, video_options={"x264-params": "intra-refresh=1:keyint=20"})),
    ),
    **{
        f"{order}_{suffix}": Case(
            f"{order}.{suffix}",
            f"interlaced, {order}",
            plain(replace(SPEC, video_options={"x264-params": f"{order}=1"})),
        )
        for order in ("tff", "bff")
        for suffix in ("mp4", "ts")
    },
    "mpeg2_interlaced": Case(
        "interlaced.mpg",
        "interlaced MPEG-2",
        plain(
            replace(
                SPEC,
                video_codec="mpeg2video",
                video_options={"flags": "+ildct+ilme", "field_order": "tt"},
            )
        ),
    ),
    **{
        f"start_{suffix}_{number}": Case(
            f"start_{number}.{suffix}", special, plain(_start(codec, *starts))
        )
        for suffix, codec in (
            ("mp4", "aac"),
            ("mov", "pcm_s16le"),
            ("mkv", "libopus"),
            ("ts", "ac3"),
        )
        for number, (special, starts) in enumerate(_LATE.items())
    },
}
