"""Following a box through clips in which its true place is known."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from core.errors import Cancelled
from core.jobs import JobContext, Progress
from core.media.reader import FrameReader
from core.media.source import VideoSource
from core.model.keyframes import Keyframes
from core.model.values import SOURCE_CODES, Box, Source
from core.vision.tracking import Direction, Followed, FollowOptions, StopReason, follow
from tests.core.vision.moving import SIZE, Moving, draw_cover, make_moving
from tests.media.clips import NTSC, variable_times
from tests.media.remux import orient_mp4


def square(x: float, y: float, side: float) -> Box:
    return Box(x, y, x + side, y + side)


def growing(n: int) -> Box:
    return square(40 + 2.3 * n, 30 + 0.7 * n, 50 + 0.5 * n)


def right(n: int) -> Box:
    return square(60 + n, 40, 60)


def followed(
    clip: Moving,
    start: int,
    direction: Direction,
    cuts: tuple[int, ...] = (),
    options: FollowOptions | None = None,
    ctx: JobContext | None = None,
) -> Followed:
    box = clip.boxes[start]
    assert box is not None
    source = VideoSource.open(clip.path)
    return follow(
        source,
        clip.pts[start],
        box.clamped(*SIZE),
        direction,
        cuts,
        ctx or JobContext(),
        options,
    )


def least_iou(clip: Moving, found: Keyframes) -> float:
    truth = dict(zip(clip.pts, clip.boxes, strict=True))
    ious = []
    for keyframe in found:
        true = truth[keyframe.pts]
        ious.append(0.0 if true is None else keyframe.box.iou(true.clamped(*SIZE)))
    return min(ious)


@pytest.mark.parametrize("direction", [1, -1])
@pytest.mark.parametrize("gop", [1, 12, 250])
def test_what_moves_and_grows_is_followed_in_every_frame(
    tmp_path: Path, direction: Direction, gop: int
) -> None:
    clip = make_moving(tmp_path / "grow.mp4", growing, gop=gop, bframes=2 if gop > 1 else 0)
    start, end = (0, 59) if direction > 0 else (59, 0)
    found = followed(clip, start, direction)
    assert found.reason is StopReason.END
    assert found.last_pts == clip.pts[end]
    assert found.keyframes.pts.tolist() == [p for p in clip.pts if p != clip.pts[start]]
    assert least_iou(clip, found.keyframes) > 0.95
    assert set(found.keyframes.sources) == {SOURCE_CODES.index(Source.TRACKER)}
    assert 0.9 < float(found.keyframes.scores.min()) <= float(found.keyframes.scores.max()) <= 1


@pytest.mark.parametrize("direction", [1, -1])
def test_pts_are_exact_at_29_97_and_at_a_rate_that_changes(
    tmp_path: Path, direction: Direction
) -> None:
    ntsc = make_moving(tmp_path / "ntsc.mp4", growing, rate=NTSC)
    times = [round(t * 90000) for t in variable_times()]
    varying = make_moving(tmp_path / "vfr.mp4", growing, pts=times)
    assert len(set(np.diff(varying.pts))) > 2
    for clip in (ntsc, varying):
        start = 20 if direction > 0 else 40
        found = followed(clip, start, direction)
        wanted = clip.pts[21:] if direction > 0 else clip.pts[:40]
        assert found.keyframes.pts.tolist() == list(wanted)
        assert least_iou(clip, found.keyframes) > 0.9


def test_what_moves_by_half_its_width_a_frame_is_found_again(tmp_path: Path) -> None:
    clip = make_moving(tmp_path / "fast.mp4", lambda n: square(130 + 110 * np.sin(n / 4), 40, 60))
    found = followed(clip, 0, 1)
    assert len(found.keyframes) == 59
    assert least_iou(clip, found.keyframes) > 0.8


@pytest.mark.parametrize("direction", [1, -1])
def test_it_stops_at_a_cut_that_the_caller_knows(tmp_path: Path, direction: Direction) -> None:
    """Though the same patch goes on in the next shot, where it could be followed."""
    clip = make_moving(tmp_path / "cut.mp4", right, ground=lambda n: 1 if n < 30 else 5)
    start = 10 if direction > 0 else 50
    cuts = (clip.pts[0], clip.pts[30])
    found = followed(clip, start, direction, cuts)
    wanted = clip.pts[11:30] if direction > 0 else clip.pts[30:50]
    assert found.reason is StopReason.CUT
    assert found.keyframes.pts.tolist() == list(wanted)
    assert found.last_pts == (clip.pts[29] if direction > 0 else clip.pts[30])
    assert len(followed(clip, start, direction).keyframes) > len(wanted)


def test_at_a_cut_itself_there_is_nothing_to_follow_backward(tmp_path: Path) -> None:
    clip = make_moving(tmp_path / "cut.mp4", right, frames=10)
    found = followed(clip, 5, -1, (clip.pts[5],))
    assert (len(found.keyframes), found.reason) == (0, StopReason.CUT)
    assert found.last_pts == clip.pts[5]


def test_it_says_that_the_target_is_lost_when_it_vanishes(tmp_path: Path) -> None:
    clip = make_moving(tmp_path / "vanish.mp4", lambda n: right(n) if n < 30 else None)
    found = followed(clip, 0, 1)
    assert found.reason is StopReason.LOST
    assert found.keyframes.pts.tolist() == list(clip.pts[1:30])


def test_what_is_away_for_three_frames_has_no_box_there_and_is_followed_on(tmp_path: Path) -> None:
    clip = make_moving(tmp_path / "flash.mp4", lambda n: None if 30 <= n < 33 else right(n))
    found = followed(clip, 0, 1)
    assert found.reason is StopReason.END
    assert found.keyframes.pts.tolist() == [*clip.pts[1:30], *clip.pts[33:]]
    impatient = followed(clip, 0, 1, options=FollowOptions(patience=2))
    assert (impatient.reason, impatient.last_pts) == (StopReason.LOST, clip.pts[29])


def test_what_slides_over_the_target_does_not_take_its_place(tmp_path: Path) -> None:
    """Slowly, so that the box's content changes by little from frame to frame."""
    still = square(130, 50, 60)
    cover = draw_cover(lambda n: square(-150 + 3 * n, 20, 140) if n < 80 else square(90, 20, 140))
    clip = make_moving(tmp_path / "cover.mp4", lambda _n: still, frames=110, over=cover)
    found = followed(clip, 0, 1)
    assert found.reason is StopReason.LOST
    assert least_iou(clip, found.keyframes) > 0.6
    # From frame 67 on it is covered whole.
    assert clip.pts[50] < found.last_pts <= clip.pts[67]


@pytest.mark.parametrize(("speed", "last", "early"), [(3, 30, 0), (20, 5, 2)])
def test_it_stops_where_half_of_the_box_has_left_the_picture(
    tmp_path: Path, speed: int, last: int, early: int
) -> None:
    """The box is half outside from x = 290 on. Of a fast one the last frames may be missing."""
    start = 289 - speed * last
    clip = make_moving(tmp_path / "edge.mp4", lambda n: square(start + speed * n, 40, 60))
    found = followed(clip, 0, 1)
    assert found.reason is StopReason.LEFT
    assert clip.pts[last - early] <= found.last_pts <= clip.pts[last]
    assert float(found.keyframes.boxes[:, 2].max()) <= SIZE[0]
    assert least_iou(clip, found.keyframes) > 0.9


def test_it_follows_as_many_frames_as_it_was_asked_to(tmp_path: Path) -> None:
    clip = make_moving(tmp_path / "limit.mp4", right, frames=30)
    for direction, wanted in ((1, clip.pts[11:18]), (-1, clip.pts[3:10])):
        found = followed(clip, 10, direction, options=FollowOptions(max_frames=7))  # type: ignore[arg-type]
        assert found.reason is StopReason.LIMIT
        assert found.keyframes.pts.tolist() == list(wanted)
    whole = followed(clip, 10, 1, options=FollowOptions(max_frames=19))
    assert (whole.reason, len(whole.keyframes)) == (StopReason.END, 19)


@pytest.mark.parametrize("direction", [1, -1])
def test_it_can_be_cancelled_and_tells_how_far_it_is(tmp_path: Path, direction: Direction) -> None:
    clip = make_moving(tmp_path / "cancel.mp4", right)
    told: list[Progress] = []

    def tell(progress: Progress) -> None:
        told.append(progress)
        if progress.done == 5:
            ctx.cancel()

    ctx = JobContext(tell, interval_s=0)
    with pytest.raises(Cancelled):
        followed(clip, 0 if direction > 0 else 59, direction, ctx=ctx)
    assert [(p.done, p.total) for p in told] == [(n, 59) for n in range(6)]


def test_memory_is_bounded_backward(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No more than a block of pictures is held, whatever the distance of the key frames."""
    monkeypatch.setattr("core.vision.tracking._BLOCK_FRAMES", 16)
    asked: list[tuple[int, int]] = []
    frames = FrameReader.frames

    def counted(self: FrameReader, start: int = 0, stop: int | None = None) -> object:
        assert stop is not None
        asked.append((start, stop))
        return frames(self, start, stop)

    monkeypatch.setattr(FrameReader, "frames", counted)
    clip = make_moving(tmp_path / "long.mp4", right, gop=250)
    found = followed(clip, 59, -1)
    assert len(found.keyframes) == 59
    assert asked == [(43, 59), (27, 43), (11, 27), (0, 11)]


def test_a_box_outside_of_the_picture_is_refused(tmp_path: Path) -> None:
    clip = make_moving(tmp_path / "outside.mp4", right, frames=3)
    source = VideoSource.open(clip.path)
    with pytest.raises(ValueError, match="outside"):
        follow(source, 0, Box(400, 10, 460, 60), 1, (), JobContext())


def test_a_box_around_nothing_is_lost_at_once(tmp_path: Path) -> None:
    """A plain wall has no points that could be followed."""
    plain = np.full((SIZE[1], SIZE[0], 3), 128, np.uint8)
    clip = make_moving(
        tmp_path / "plain.mp4", lambda _n: None, frames=10, over=lambda _n, _picture: plain
    )
    found = follow(VideoSource.open(clip.path), 0, Box(50, 50, 110, 110), 1, (), JobContext())
    assert (len(found.keyframes), found.reason, found.last_pts) == (0, StopReason.LOST, 0)


def test_a_turned_picture_is_followed_upright(tmp_path: Path) -> None:
    """The display matrix turns it clockwise; boxes are those of the upright picture."""
    clip = make_moving(tmp_path / "turned.mp4", growing, frames=20)
    orient_mp4(clip.path, 90)
    turned = tuple(Box(SIZE[1] - b.y2, b.x1, SIZE[1] - b.y1, b.x2) for b in clip.boxes if b)
    source = VideoSource.open(clip.path)
    assert (source.probe.width, source.probe.height) == SIZE[::-1]
    found = follow(source, clip.pts[0], turned[0], 1, (), JobContext())
    assert len(found.keyframes) == 19
    ious = [k.box.iou(t) for k, t in zip(found.keyframes, turned[1:], strict=True)]
    assert min(ious) > 0.95
