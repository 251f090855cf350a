"""Finding what of a file is damaged, by decoding all of it."""

from __future__ import annotations

import random
from pathlib import Path

import av
import numpy as np
import pytest

from core.errors import Cancelled, MediaError
from core.jobs import JobContext, Progress
from core.media.checking import find_damage
from core.media.damage import DamagedSpan
from core.media.source import VideoSource
from tests.media.clips import CATALOGUE, Clip, ClipSpec, make_clip, make_cut_short, make_named


def overwrite(path: Path, source: VideoSource, frame: int, count: int = 60) -> None:
    """Write noise into the middle of a frame's packet."""
    with av.open(str(path)) as container:
        (packet,) = [
            packet
            for packet in container.demux(video=0)
            if packet.size and packet.pts == int(source.index.pts[frame])
        ]
        place, size = packet.pos, packet.size
    assert place is not None
    count = min(count, size // 2)
    noise = random.Random(7)
    content = bytearray(path.read_bytes())
    middle = place + size // 3
    content[middle : middle + count] = bytes(noise.randrange(256) for _ in range(count))
    path.write_bytes(content)


def frames_of(source: VideoSource, spans: tuple[DamagedSpan, ...]) -> list[int]:
    pts = source.index.pts
    hit = np.zeros(len(pts), np.bool_)
    for span in spans:
        hit |= (pts >= span.start_pts) & (pts < span.end_pts)
    return [int(n) for n in np.flatnonzero(hit)]


SIZE = (320, 192)


def noisy(folder: Path, name: str, codec: str) -> tuple[VideoSource, tuple[DamagedSpan, ...]]:
    clip = make_clip(
        folder / name, ClipSpec(frames=75, gop=25, bframes=0, size=SIZE, video_codec=codec)
    )
    overwrite(clip.path, VideoSource.open(clip.path), 40)
    source = VideoSource.open(clip.path)
    return source, find_damage(source)


@pytest.mark.parametrize(
    ("name", "codec"), [("a.mp4", "libx264"), ("a.mkv", "libx264"), ("a.avi", "mpeg4")]
)
def test_a_frame_full_of_noise_is_found(tmp_path: Path, name: str, codec: str) -> None:
    source, spans = noisy(tmp_path, name, codec)
    frames = frames_of(source, spans)
    assert 40 in frames
    assert all(40 <= frame < 50 for frame in frames)
    assert {span.reason for span in spans} <= {"corrupt", "lost"}


def test_a_frame_that_does_not_decode_is_lost(tmp_path: Path) -> None:
    spec = ClipSpec(frames=30, size=SIZE, video_codec="png", pix_fmt="rgb24")
    clip = make_clip(tmp_path / "a.mov", spec)
    sound = VideoSource.open(clip.path)
    # The signature of a PNG picture: without it nothing of it can be read.
    content = bytearray(clip.path.read_bytes())
    place = [i for i in range(len(content)) if content[i : i + 4] == b"\x89PNG"][12]
    content[place : place + 4] = b"noise"[:4]
    clip.path.write_bytes(content)
    source = VideoSource.open(clip.path)
    assert source.damage == ()
    (span,) = find_damage(source)
    assert span.reason == "lost"
    assert frames_of(source, (span,)) == [12]
    assert span.end_pts == int(sound.index.pts[13])


@pytest.mark.parametrize("name", [*sorted(CATALOGUE.keys() - {"audio_only"})])
def test_a_sound_file_has_no_damage(tmp_path: Path, name: str) -> None:
    assert find_damage(VideoSource.open(make_named(tmp_path, name).path)) == ()


def test_what_indexing_found_stays(tmp_path: Path) -> None:
    clip: Clip = make_cut_short(tmp_path, ".mkv")
    source = VideoSource.open(clip.path)
    spans = find_damage(source)
    assert spans[-1] == source.damage[-1]
    assert spans[-1].reason == "cut short"


def test_it_reports_and_can_be_cancelled(tmp_path: Path) -> None:
    source = VideoSource.open(make_named(tmp_path, "bframes").path)
    told: list[Progress] = []
    find_damage(source, JobContext(told.append, interval_s=0.0))
    done = [progress.done for progress in told]
    assert done == sorted(done)
    assert done[-1] == len(source.index) == told[-1].total
    ctx = JobContext()
    ctx.cancel()
    with pytest.raises(Cancelled):
        find_damage(source, ctx)


def test_a_file_that_is_gone_is_told(tmp_path: Path) -> None:
    source = VideoSource.open(make_named(tmp_path, "one_second").path)
    source.path.unlink()
    with pytest.raises(MediaError, match="does not exist"):
        find_damage(source)
