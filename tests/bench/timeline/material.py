"""A long video with many tracks, made by hand: no file, no decoding."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

import numpy as np

from core.media.peaks import Peaks
from core.model import edits
from core.model.edits import NewTrack
from core.model.keyframes import Keyframes
from core.model.values import Analysis, Offset, Shot, SyncScore, Track, Video
from gui.session import Session
from gui.workers.open_video import OpenVideo, even_index

RATE = 25
VSHIFT = 15


@dataclass(frozen=True, slots=True)
class Size:
    """How much there is to draw."""

    hours: float = 10.0
    tracks: int = 200
    points: int = 1_000_000

    @property
    def seconds(self) -> float:
        return self.hours * 3600

    @property
    def steps(self) -> int:
        """Points of each track's frame confidence."""
        return self.points // self.tracks


def fill(session: Session, size: Size, seed: int = 1) -> None:
    """Put a video of this size with shots, tracks, scores and sound into a session."""
    rng = np.random.default_rng(seed)
    frames = int(size.seconds * RATE)
    video = Video(
        1, "/nowhere/long.mp4", 1920, 1080, frames, Fraction(RATE), Fraction(1, RATE), 0, frames,
        True, "bench",
    )  # fmt: skip
    session.set_project(None, OpenVideo(video, None, even_index(video)))
    session.document.apply(edits.add_video(video))
    steps = size.steps
    matrix = rng.normal(10.0, 0.6, (steps, 2 * VSHIFT + 1)).astype(np.float32)
    matrix[:, VSHIFT - 3] -= 4.0
    found = [_track(number, size, matrix, rng) for number in range(size.tracks)]
    cuts = np.unique(rng.integers(1, frames, 3000))
    edges = [0, *cuts.tolist(), frames]
    shots = tuple(Shot(a, b) for a, b in pairwise(edges))
    analysis = Analysis(1, "bench", "mtcnn", "syncnet", shots)
    session.document.apply(edits.set_analysis(session.document, analysis, found))
    bins = int(size.seconds * 100)
    loud = np.abs(rng.normal(0.0, 0.2, bins)).astype(np.float32).clip(0, 1)
    session.set_peaks(1, Peaks(-loud, loud))


def _track(number: int, size: Size, matrix: np.ndarray, rng: np.random.Generator) -> NewTrack:
    steps = size.steps
    room = int(size.seconds * RATE) - steps - 10
    first = int(room * number / max(size.tracks - 1, 1))
    pts = np.arange(first, first + steps + 4, dtype=np.int64)
    left = 100.0 + 300 * (number % 4)
    box = np.array([left, 100.0, left + 200, 340.0], np.float32)
    rows = Keyframes.detected(
        pts, np.repeat(box[None], len(pts), axis=0), np.full(len(pts), 0.9, np.float32)
    )
    curve = np.cumsum(rng.normal(0, 0.2, steps)).astype(np.float32)
    curve = np.abs(curve - curve.mean()) + rng.normal(0, 0.3, steps).astype(np.float32)
    times = (np.arange(0, steps, 5) + first) / RATE
    local = np.stack([times, np.full(len(times), 120.0), np.ones(len(times))], axis=1)
    answer = Offset(3, 6.0, 6.0)
    score = SyncScore(
        0, "syncnet", "ab" * 32, "robust", "distance", first, steps, VSHIFT, True, "", 3.0, 6.0,
        6.0, answer, answer, matrix, curve, local,
    )  # fmt: skip
    return NewTrack(Track(0, 1, detector="mtcnn"), rows, score)
