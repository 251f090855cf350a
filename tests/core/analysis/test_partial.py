"""Which rows of a matrix a corrected track keeps: all those, and only those, that stay true."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest

import core.vision.clips
from core.analysis.partial import rows_anew, updated_matrix
from core.contract import FaceClip
from core.errors import Cancelled, EditError
from core.jobs import JobContext, Progress
from core.media.audio import spooled_samples
from core.media.source import VideoSource
from core.model import edits, path_edits, score_parts, track_edits
from core.model.document import Document
from core.model.edits import NewTrack
from core.model.keyframes import Keyframes
from core.model.values import Analysis, Box, Offset, Shot, SyncScore, Track, Video
from core.sync.distances import stream_distances
from core.sync.matrix import SyncMatrix
from core.sync.scores import evaluate, to_score
from core.sync.steps import step_count
from core.timebase import FrameIndex
from core.vision.clips import TrackClip, crop_paths, track_steps

SOUND_PER_STEP = 640
FAR = 10**9
MOVED = Box(60, 30, 190, 170)


def test_the_reach_of_a_box_is_that_of_the_crops() -> None:
    moved: set[int] = set()
    for seed in range(20):
        boxes = np.random.default_rng(seed).uniform(0, 100, (60, 4)).astype(np.float32)
        other = boxes.copy()
        other[30] += 500
        moved |= set(np.flatnonzero((crop_paths(other) != crop_paths(boxes)).any(axis=1)).tolist())
    assert moved == set(range(30 - score_parts.REACH, 30 + score_parts.REACH + 1))


# --- what each row rests on, without any picture --------------------------------------------------


@dataclass(frozen=True)
class Seen:
    """A clip's rows: the frames and crops of the pictures."""

    start: int
    steps: int
    frames: npt.NDArray[np.int64]
    path: npt.NDArray[np.float64]

    @classmethod
    def of(cls, index: FrameIndex, rows: Keyframes, sound_steps: int) -> Seen:
        start, stop = track_steps(_Indexed(index), rows)  # type: ignore[arg-type]
        frames = index.grid_frames()[start:stop]
        count = min(sound_steps, stop) - start
        path = crop_paths(rows.boxes_at(index.pts[frames])) if stop > start else np.empty((0, 3))
        steps = step_count(stop - start, max(count, 0) * SOUND_PER_STEP)
        return cls(start, steps, frames, path)

    def sounds(self, row: int, vshift: int) -> list[tuple[int, bool]]:
        """The grid steps that a row is compared with, -1: none; and which has none before it."""
        at = range(row - vshift, row + vshift + 1)
        return [(self.start + j, j == 0) if 0 <= j < self.steps else (-1, False) for j in at]


@dataclass(frozen=True)
class _Indexed:
    index: FrameIndex


def an_index(rate: Fraction | None, draw: np.random.Generator) -> FrameIndex:
    """8 s at a rate; None: at a rate that varies from 3 to 60 a second."""
    time_base = Fraction(1, 90000)
    if rate is None:
        pts = np.concatenate([[0], np.cumsum(draw.integers(1500, 30000, 300))])
        pts = pts[pts < 8 * 90000]
    else:
        pts = np.array([int(i / rate / time_base) for i in range(int(8 * rate))])
    pts = pts.astype(np.int64) + 777
    key = np.zeros(len(pts), np.bool_)
    key[::10] = True
    return FrameIndex(pts, key, time_base, int(pts[-1]) + 3000)


def a_score(seen: Seen, vshift: int) -> SyncScore:
    """A score whose matrix says of which row of the first clip each row is."""
    rows = np.arange(seen.steps, dtype=np.float32)[:, None]
    nothing = Offset(0, 0.0, 0.0)
    return SyncScore(
        1, "syncnet", "s", "robust", "distance", seen.start, seen.steps, vshift, False, "", 0.0,
        0.0, 0.0, nothing, nothing, np.tile(rows, (1, 2 * vshift + 1)),
        np.zeros(seen.steps, np.float32), np.zeros((0, 3)),
    )  # fmt: skip


def a_document(index: FrameIndex, rows: Keyframes) -> Document:
    doc = Document()
    video = Video(
        1, "/x.mp4", 640, 360, len(index), Fraction(25), index.time_base, index.start_pts,
        index.end_pts, True, "f",
    )  # fmt: skip
    doc.apply(edits.add_video(video))
    shots = (Shot(index.start_pts, index.end_pts),)
    found = (NewTrack(Track(0, 1, detector="mtcnn"), rows, None),)
    analysis = Analysis(1, "k", "mtcnn", "syncnet", shots=shots)
    doc.apply(edits.set_analysis(doc, analysis, found))
    return doc


def change(doc: Document, index: FrameIndex, draw: np.random.Generator) -> None:
    """One edit drawn by chance; none where it is not possible."""
    id = int(draw.choice(list(doc.tracks)))
    rows = doc.keyframes(id)
    frame, other = (int(f) for f in draw.integers(0, len(index), 2))
    low, high = sorted((frame, other))
    kind = draw.choice(["box", "split", "trim", "delete", "hold", "outside", "visible"])
    try:
        match kind:
            case "box":
                edit = edits.set_box(doc, id, int(index.pts[frame]), MOVED)
            case "split":
                edit = track_edits.split(doc, id, frame, index)
            case "trim":
                edit = track_edits.trim(doc, id, low, high, index)
            case "delete":
                edit = edits.delete_keyframe(doc, id, int(draw.choice(rows.pts)))
            case "hold":
                edit = path_edits.propagate(doc, id, frame, other, index)
            case _:
                a, b = int(index.pts[low]), index.end_of(high)
                edit = track_edits.set_outside(doc, id, a, b, kind == "outside")
    except (EditError, ValueError):
        return
    if edit.changes:
        doc.apply(edit)


RATES = [Fraction(5), Fraction(10), Fraction(24000, 1001), Fraction(25), Fraction(30), None]


@pytest.mark.parametrize("rate", RATES, ids=str)
def test_a_row_that_is_kept_rests_on_what_it_rested_on(rate: Fraction | None) -> None:
    draw = np.random.default_rng(4)
    kept = 0
    for _ in range(120):
        index = an_index(rate, draw)
        vshift, sound = int(draw.choice([1, 4, 15])), int(draw.choice([FAR, 150, 101]))
        first, last = int(draw.integers(0, len(index) // 4)), int(draw.integers(30, len(index)))
        frames = np.unique(np.append(np.arange(first, last, draw.choice([1, 2, 5])), last))
        boxes = np.array([40, 20, 140, 150]) + draw.normal(0, 5, (len(frames), 4))
        ones = np.ones(len(frames), np.float32)
        rows = Keyframes.detected(index.pts[frames].copy(), boxes.astype(np.float32), ones)
        old = Seen.of(index, rows, sound)
        if old.steps == 0:
            continue
        doc = a_document(index, rows)
        doc.apply(edits.set_scores(doc, [a_score(old, vshift)]))
        for _ in range(int(draw.integers(1, 4))):
            change(doc, index, draw)
        for id, score in doc.scores.items():
            new = Seen.of(index, doc.keyframes(id), sound)
            if new.steps == 0:
                continue
            anew = rows_anew(score, doc.videos[1], new.start, new.steps)
            for row in np.flatnonzero(~anew).tolist():
                former = int(score.matrix[row + new.start - score.start_step, 0])
                assert former + old.start == row + new.start
                assert np.array_equal(new.frames[row : row + 5], old.frames[former : former + 5])
                # A cut sets boxes that interpolation gave, in float32.
                np.testing.assert_allclose(
                    new.path[row : row + 5], old.path[former : former + 5], atol=1e-3
                )
                assert new.sounds(row, vshift) == old.sounds(former, vshift)
                kept += 1
    assert kept > 1000


# --- with pictures and sound, by a scorer that is quick -------------------------------------------


class PlainScorer:
    """Compares brightness with loudness, row by row as SyncNet does; counts what it was shown."""

    rows_are_independent = True

    def __init__(self, vshift: int = 15) -> None:
        self.vshift = vshift
        self.shown = 0

    def score(self, clip: FaceClip, ctx: JobContext) -> SyncMatrix:
        samples = clip.samples().astype(np.float32)
        # As a pre-emphasis does: the first sample of a clip has none before it.
        samples[1:] -= np.float32(0.97) * samples[:-1]
        steps = step_count(clip.count, len(samples))

        def windows() -> Iterator[npt.NDArray[np.float32]]:
            seen = 0
            held = np.zeros((0, 16), np.float32)
            for batch in clip.pictures():
                self.shown += len(batch)
                seen += len(batch)
                ctx.progress(seen, clip.count, "Looking")
                small = batch.reshape(len(batch), 4, 56, 4, 56, 3).mean((2, 4, 5))
                held = np.concatenate([held, small.reshape(len(batch), 16).astype(np.float32)])
                if len(held) >= 5:
                    yield np.concatenate([held[i : len(held) - 4 + i] for i in range(5)], axis=1)
                    held = held[-4:]

        def sounds(first: int, last: int) -> npt.NDArray[np.float32]:
            parts = [samples[i * 640 : i * 640 + 3200] for i in range(first, last)]
            loud = [np.sqrt((part.reshape(80, 40) ** 2).mean(1)) for part in parts]
            return np.asarray(loud, np.float32)

        rows = list(stream_distances(windows(), sounds, steps, self.vshift))
        return SyncMatrix(np.concatenate(rows), "distance", None, None)


class Bench:
    """A clip with one track, scored."""

    def __init__(self, clip: Any, every: int = 5) -> None:
        self.source = VideoSource.open(clip.path)
        frames = np.arange(3, len(self.source.index) - 3, every)
        drift = np.linspace(0, 30, len(frames))[:, None] * np.array([[1, 0, 1, 0]])
        boxes = (np.array([40, 20, 110, 90]) + drift).astype(np.float32)
        ones = np.ones(len(frames), np.float32)
        rows = Keyframes.detected(self.source.index.pts[frames].copy(), boxes, ones)
        self.doc = a_document(self.source.index, rows)
        self.video = self.source.record(1)
        self.scorer = PlainScorer()
        matrix, start = self.whole(1)
        score = to_score(evaluate(matrix), matrix, 1, "plain", start)
        self.doc.apply(edits.set_scores(self.doc, [score]))

    def pts(self, frame: int) -> int:
        return int(self.source.index.pts[frame])

    def whole(self, id: int) -> tuple[SyncMatrix, int]:
        with spooled_samples(self.source, JobContext()) as samples:
            clip = TrackClip.of_track(self.source, samples, self.doc.keyframes(id), False)
            return self.scorer.score(clip, JobContext()), clip.start

    def part(self, id: int, ctx: JobContext | None = None) -> SyncMatrix | None:
        ctx, known = ctx or JobContext(), self.doc.scores[id]
        self.scorer.shown = 0
        with spooled_samples(self.source, JobContext()) as samples:
            rows = self.doc.keyframes(id)
            clip = TrackClip.of_track(self.source, samples, rows, False, ctx.check)
            return updated_matrix(self.scorer, clip, known, self.video, ctx)

    def set_box(self, frame: int) -> None:
        self.doc.apply(edits.set_box(self.doc, 1, self.pts(frame), Box(60, 10, 150, 100)))


def clicks(frames: int) -> tuple[int, ...]:
    """Half of the frames, by chance: hardly two spans sound alike."""
    return tuple(np.flatnonzero(np.random.default_rng(1).random(frames) < 0.5).tolist())


@pytest.fixture
def bench(clip_factory: Callable[..., Any]) -> Bench:
    return Bench(clip_factory(frames=400, audio_codec="aac", clicks=clicks(400)))


def edge(bench: Bench, *frames: int) -> None:
    for frame in frames:
        bench.set_box(frame)


CHANGES: dict[str, Callable[[Bench], object]] = {
    "in the middle": lambda b: edge(b, 200),
    "at the start": lambda b: edge(b, 3),
    "at the end": lambda b: edge(b, 393),
    "several": lambda b: edge(b, 60, 200, 330),
    "near each other": lambda b: edge(b, 190, 215),
    "longer": lambda b: edge(b, 0, 399),
    "split": lambda b: b.doc.apply(track_edits.split(b.doc, 1, 180, b.source.index)),
    "trimmed": lambda b: b.doc.apply(track_edits.trim(b.doc, 1, 60, 340, b.source.index)),
    "the last picture cut": lambda b: b.doc.apply(
        track_edits.trim(b.doc, 1, 3, 392, b.source.index)
    ),
}


@pytest.mark.parametrize("name", CHANGES)
def test_a_part_gives_what_the_whole_gives(name: str, bench: Bench) -> None:
    CHANGES[name](bench)
    assert len(bench.doc.tracks) == (2 if name == "split" else 1)
    for id in bench.doc.tracks:
        assert bench.doc.scores[id].stale
        part = bench.part(id)
        whole, _start = bench.whole(id)
        assert part is not None
        assert part.values.shape == whole.values.shape
        np.testing.assert_allclose(
            part.values, whole.values, rtol=0, atol=1e-5 * whole.values.max()
        )


def test_where_a_track_is_outside_its_boxes_count_as_before(bench: Bench) -> None:
    """Nothing of its clip changes: the score stays what it is."""
    score = bench.doc.scores[1]
    span = bench.pts(150), bench.pts(190)
    bench.doc.apply(track_edits.set_outside(bench.doc, 1, *span, True))
    assert bench.doc.scores[1] == score
    whole, _start = bench.whole(1)
    np.testing.assert_array_equal(whole.values, score.matrix)
    bench.doc.apply(track_edits.fill_gaps(bench.doc, 1, span[1] - span[0]))
    assert not bench.doc.tracks[1].outside
    assert bench.doc.scores[1] == score


@pytest.mark.parametrize("rate", [Fraction(10), Fraction(30000, 1001), Fraction(50)], ids=str)
def test_at_other_rates(rate: Fraction, clip_factory: Callable[..., Any]) -> None:
    frames = int(12 * rate)
    bench = Bench(
        clip_factory(frames=frames, rate=rate, audio_codec="aac", clicks=clicks(frames)), 2
    )
    bench.set_box(frames // 2)
    part, (whole, _start) = bench.part(1), bench.whole(1)
    assert part is not None
    assert bench.scorer.shown > 0
    np.testing.assert_allclose(part.values, whole.values, rtol=0, atol=1e-5 * whole.values.max())


def test_a_second_of_a_minute_shows_only_its_surroundings(
    clip_factory: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    bench = Bench(clip_factory(frames=1500, audio_codec="aac", clicks=clicks(1500)))
    bench.doc.apply(path_edits.propagate(bench.doc, 1, 700, 725, bench.source.index))
    cut: list[int] = []
    real = core.vision.clips.crop_face
    monkeypatch.setattr(
        core.vision.clips, "crop_face", lambda *given: (cut.append(1), real(*given))[1]
    )
    part = bench.part(1)
    # The second, the keyframes beside it, the median, the windows, and the search range twice.
    assert 25 < bench.scorer.shown <= 120
    assert len(cut) == bench.scorer.shown
    whole, _start = bench.whole(1)
    assert len(cut) > 1400
    assert part is not None
    np.testing.assert_allclose(part.values, whole.values, rtol=0, atol=1e-5 * whole.values.max())


def test_rows_of_other_pictures_are_not_kept(bench: Bench) -> None:
    score = bench.doc.scores[1]
    other = replace(score, matrix=score.matrix * np.float32(1.1))
    bench.doc.apply(edits.set_scores(bench.doc, [other]))
    bench.set_box(200)
    assert bench.part(1) is None


def test_another_search_range_is_scored_whole(bench: Bench) -> None:
    bench.set_box(200)
    bench.scorer.vshift = 10
    assert bench.part(1) is None
    assert bench.scorer.shown == 0


def test_progress_goes_on_over_several_places(bench: Bench) -> None:
    edge(bench, 60, 330)
    heard: list[Progress] = []
    bench.part(1, JobContext(heard.append, interval_s=0.0))
    fractions = [p.fraction for p in heard if p.fraction is not None]
    assert fractions == sorted(fractions)
    assert fractions[-1] == 1.0
    # Each place is about a half.
    assert sum(fraction < 0.55 for fraction in fractions) == pytest.approx(
        len(fractions) / 2, abs=1
    )


def test_it_stops_when_asked_to(bench: Bench) -> None:
    edge(bench, 60, 200, 330)
    ctx = JobContext(lambda _progress: ctx.cancel(), interval_s=0.0)
    with pytest.raises(Cancelled):
        bench.part(1, ctx)
    # At the first report, of the first batch; the other places are not begun.
    assert 0 < bench.scorer.shown <= 16
