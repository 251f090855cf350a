"""The index while it grows, and what indexing tells of damage."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import islice
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import av.error
import numpy as np
import pytest
from av.packet import Packet

from core.media import container
from core.media import index as indexing
from core.media.damage import DamagedSpan, merged
from core.media.index import Growth
from core.media.reader import FrameReader
from core.media.source import VideoSource
from tests.media.clips import (
    FRAGMENTED,
    Clip,
    ClipSpec,
    make_clip,
    make_cut_short,
    make_named,
    variable_times,
)
from tests.media.marks import read_number


@pytest.fixture
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tell of every packet."""
    monkeypatch.setattr(indexing, "FIRST_GROWTH_S", 0.0)
    monkeypatch.setattr(indexing, "GROWTH_S", 0.0)


def grown(path: Path) -> tuple[VideoSource, list[tuple[VideoSource, Growth]]]:
    told: list[tuple[VideoSource, Growth]] = []
    source = VideoSource.open(path, grown=lambda part, growth: told.append((part, growth)))
    return source, told


SPECS = {
    "bframes.mp4": ClipSpec(frames=120, gop=60, bframes=3),
    "open_gop.mkv": ClipSpec(
        frames=120,
        gop=20,
        bframes=3,
        video_options={"x264-params": "open-gop=1:b-pyramid=normal"},
    ),
    "start.ts": ClipSpec(bframes=2, video_start=Fraction(7, 5), audio_start=Fraction(7, 5)),
    "vfr.mp4": ClipSpec(times=variable_times(), time_base=Fraction(1, 90000)),
    "vfr.mkv": ClipSpec(times=variable_times()),
    "plain.avi": ClipSpec(video_codec="mpeg4"),
    "no_pts.avi": ClipSpec(frames=120, gop=60, bframes=3),
    "fragments.mp4": ClipSpec(frames=120, bframes=3, container_options=FRAGMENTED),
}


@pytest.mark.usefixtures("at_once")
@pytest.mark.parametrize("name", SPECS)
def test_what_is_told_while_reading_never_changes(tmp_path: Path, name: str) -> None:
    clip = make_clip(tmp_path / name, SPECS[name])
    whole, told = grown(clip.path)
    assert whole.index.pts.tolist() == VideoSource.open(clip.path).index.pts.tolist()
    assert len(told) > 20
    lengths = [len(part.index) for part, _growth in told]
    assert lengths == sorted(lengths)
    fractions = [growth.fraction for _part, growth in told]
    assert fractions == sorted(fractions)
    assert fractions[-1] > 0.5
    for part, growth in told:
        n = len(part.index)
        assert np.array_equal(part.index.pts, whole.index.pts[:n])
        assert np.array_equal(part.index.key, whole.index.key[:n])
        if n < len(whole.index):
            # Nothing is known from there on: the next frame may begin there, not before.
            assert part.index.end_pts <= whole.index.pts[n]
        assert part.index.end_pts <= growth.end_pts
        assert 0 <= growth.fraction <= 1
    assert lengths[-1] >= len(whole.index) - 6
    assert whole.damage == ()


@pytest.mark.usefixtures("at_once")
def test_the_frames_known_so_far_can_be_read(tmp_path: Path) -> None:
    clip = make_clip(tmp_path / "bframes.mp4", SPECS["bframes.mp4"])
    _whole, told = grown(clip.path)
    part = told[len(told) // 2][0]
    with FrameReader(part) as reader:
        for number in (len(part.index) - 1, 0, len(part.index) // 2):
            assert read_number(reader.read(number)) == number


@pytest.mark.usefixtures("at_once")
def test_the_end_is_known_before_all_is_read(tmp_path: Path) -> None:
    clip = make_clip(tmp_path / "bframes.mp4", SPECS["bframes.mp4"])
    whole, told = grown(clip.path)
    assert {growth.end_pts for _part, growth in told[:10]} == {whole.index.end_pts}


@pytest.mark.usefixtures("at_once")
def test_packets_that_do_not_tell_their_order_give_nothing_until_the_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    clip = make_clip(tmp_path / "bframes.mp4", SPECS["bframes.mp4"])
    add = indexing._Frames.add_packet

    def unordered(frames: indexing._Frames, packet: object, pts: int) -> None:
        packet.dts = None  # type: ignore[attr-defined]
        add(frames, packet, pts)  # type: ignore[arg-type]

    monkeypatch.setattr(indexing._Frames, "add_packet", unordered)
    whole, told = grown(clip.path)
    assert told == []
    assert len(whole.index) == 120


@pytest.mark.parametrize("name", ["no_pts.avi", "bframes.mp4"])
def test_what_came_before_a_file_breaks_off_is_indexed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    clip = make_clip(tmp_path / name, SPECS[name])
    whole = VideoSource.open(clip.path)
    read = container.packets

    def breaking(*arguments: Any) -> Iterator[Packet]:
        yield from islice(read(*arguments), 60)
        raise av.error.InvalidDataError(1, "broken")

    monkeypatch.setattr(container, "packets", breaking)
    monkeypatch.setattr(indexing, "packets", breaking)
    part = VideoSource.open(clip.path)
    n = len(part.index)
    assert 40 < n <= 60
    # The last ones to be read are not the last in order of time.
    assert set(part.index.pts.tolist()) <= set(whole.index.pts.tolist())
    assert np.array_equal(part.index.pts[:40], whole.index.pts[:40])


def test_damage_before_the_first_frame_is_none_of_the_first_frame(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = make_clip(tmp_path / "bframes.mp4", SPECS["bframes.mp4"]).path
    pts = VideoSource.open(path).index.pts.tolist()
    read = container.packets
    names = ("size", "pos", "pts", "dts", "duration", "is_keyframe", "is_discard")

    def flagged(*arguments: Any) -> Iterator[SimpleNamespace]:
        for packet in read(*arguments):
            values = {name: getattr(packet, name) for name in names}
            yield SimpleNamespace(**values, is_corrupt=packet.pts in (pts[5], pts[12]))

    monkeypatch.setattr(indexing, "packets", flagged)
    index, damage = indexing.build_index(path, pts[10])
    assert index.start_pts == pts[10]
    assert damage == (DamagedSpan(pts[12], pts[13], "corrupt"),)


def test_a_short_file_is_told_only_once(tmp_path: Path) -> None:
    _whole, told = grown(make_named(tmp_path, "one_second").path)
    assert told == []


def cut(folder: Path, suffix: str) -> VideoSource:
    return VideoSource.open(make_cut_short(folder, suffix).path)


@pytest.mark.parametrize("suffix", [".mkv", ".flv"])
def test_a_file_cut_short_is_damaged_to_its_declared_end(tmp_path: Path, suffix: str) -> None:
    source = cut(tmp_path, suffix)
    last = source.damage[-1]
    assert last.reason == "cut short"
    assert last.start_pts == source.index.end_pts
    assert abs(source.index.time_of_pts(last.end_pts) - 6) < Fraction(1, 10)


def test_a_packet_that_is_cut_off_is_damaged(tmp_path: Path) -> None:
    source = cut(tmp_path, ".avi")
    (span,) = source.damage
    assert span == DamagedSpan(int(source.index.pts[-1]), source.index.end_pts, "corrupt")


def test_an_mp4_with_its_index_in_front_is_damaged_to_its_end(tmp_path: Path) -> None:
    spec = ClipSpec(frames=150, bframes=2, container_options={"movflags": "+faststart"})
    clip = make_clip(tmp_path / "front.mp4", spec)
    whole = VideoSource.open(clip.path)
    content = clip.path.read_bytes()
    clip.path.write_bytes(content[: len(content) * 6 // 10])
    source = VideoSource.open(clip.path)
    assert len(source.index) < len(whole.index)
    assert source.damage[-1].reason == "cut short"
    assert source.damage[-1].end_pts == whole.index.end_pts


@pytest.mark.parametrize(
    "make",
    [
        lambda folder: make_named(folder, "mkv_flac"),
        lambda folder: make_named(folder, "late_start_mkv"),
        lambda folder: make_clip(
            folder / "long_sound.mkv", ClipSpec(audio_codec="flac", audio_seconds=Fraction(6))
        ),
        lambda folder: make_clip(
            folder / "long_sound.mp4", ClipSpec(audio_codec="aac", audio_seconds=Fraction(6))
        ),
        lambda folder: make_clip(
            folder / "long_sound.flv", ClipSpec(audio_codec="aac", audio_seconds=Fraction(6))
        ),
    ],
)
def test_a_sound_file_is_not_damaged(tmp_path: Path, make: object) -> None:
    assert callable(make)
    clip: Clip = make(tmp_path)
    assert VideoSource.open(clip.path).damage == ()


def test_spans_are_merged_in_order() -> None:
    spans = [
        DamagedSpan(50, 60, "lost"),
        DamagedSpan(0, 10, "lost"),
        DamagedSpan(10, 20, "lost"),
        DamagedSpan(15, 30, "corrupt"),
        DamagedSpan(16, 18, "lost"),
        DamagedSpan(52, 55, "corrupt"),
        DamagedSpan(70, 70, "lost"),
    ]
    assert merged(spans) == (
        DamagedSpan(0, 20, "lost"),
        DamagedSpan(20, 30, "corrupt"),
        DamagedSpan(50, 60, "lost"),
    )
    assert merged(merged(spans)) == merged(spans)
