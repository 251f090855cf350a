"""Who speaks: at each grid step, the track whose lips fit the sound best, if any do clearly.

Only tracks whose offset is determined are compared, by their level (core.review.fit): the smoothed
frame confidence as a share of what is full for its scorer in this video. A track begins to speak
where its level reaches `STARTS` and exceeds the next track's by `MARGIN`, and goes on while it is
the best and at `GOES_ON` at least; so single steps do not flicker. Where the sound is known,
nobody speaks in silence, which is looked up where the track's voice is heard. Pauses up to 0.4 s
are closed and less than 0.2 s is nothing. Times are those of the picture.

Where a speaker model told when a track speaks, its probability takes the place of the fit, whether
or not the offset is determined: a track begins to speak at 0.5 and goes on down to 0.32.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from core.model.document import Document
from core.model.values import Video
from core.review.facts import Grouped, facts_of, pts_of_step, step_count
from core.review.fit import Fit, Scale, voice_of
from core.sync.speech import sound_threshold

Int32s = npt.NDArray[np.int32]
Floats = npt.NDArray[np.float32]
Bools = npt.NDArray[np.bool_]

STARTS = 0.35
GOES_ON = 0.1
MARGIN = 0.15
_PAUSE_STEPS = 10
_LEAST_STEPS = 5


@dataclass(frozen=True, slots=True)
class Turn:
    """A track speaks from start_pts to end_pts, end exclusive."""

    track_id: int
    start_pts: int
    end_pts: int


@dataclass(frozen=True, slots=True, eq=False)
class Speakers:
    """Who speaks in a video.

    Args:
        by_step: (n,) int32 of the video's grid steps: the id of the track that speaks, 0: nobody.
        turns: the same in pts, rising and disjoint.
        by_sound: whether the sound was known; else only the lips tell.
    """

    by_step: Int32s = field(repr=False)
    turns: tuple[Turn, ...]
    by_sound: bool

    def of_track(self, track_id: int) -> tuple[Turn, ...]:
        return tuple(turn for turn in self.turns if turn.track_id == track_id)


def speakers(
    video: Video,
    fits: Sequence[Fit],
    loudness: Floats | None = None,
    margin: float = MARGIN,
) -> Speakers:
    """Who speaks in a video, from the fits of its tracks (`core.review.fit.voice_of`).

    Args:
        loudness: (n,) from core.sync.speech.step_loudness; None or empty: not known.
        margin: by which the best track must exceed the next, in levels.
    """
    n = step_count(video)
    sounding = None
    if loudness is not None and len(loudness):
        sounding = loudness >= sound_threshold(loudness)
    scale = Scale.of(fits)
    best, second = np.zeros(n, np.float32), np.zeros(n, np.float32)
    who = np.zeros(n, np.int32)
    for fit in sorted(fits, key=lambda f: f.track_id):
        first, end = max(fit.first, 0), min(fit.end, n)
        if first >= end:
            continue
        level = np.maximum(scale.level(fit)[first - fit.first : end - fit.first], np.float32(0.0))
        if sounding is not None:
            heard = np.arange(first, end) - fit.shift
            silent = ~sounding[np.clip(heard, 0, len(sounding) - 1)]
            level[silent | (heard >= len(sounding) + abs(fit.shift))] = 0.0
        here, next_ = best[first:end], second[first:end]
        above = level > here
        next_[:] = np.where(above, here, np.maximum(next_, level))
        here[above] = level[above]
        who[first:end][above] = fit.track_id
    clear = (best >= STARTS) & (best - second >= margin)
    goes_on = np.where(best >= GOES_ON, who, 0)
    runs = [run for run in _runs(goes_on) if clear[run[0] : run[1]].any()]
    by_step = np.zeros(n, np.int32)
    for start, end, id in _without_pauses(runs):
        if end - start >= _LEAST_STEPS:
            by_step[start:end] = id
    for fit in fits:
        _hide(by_step, fit)
    by_step.setflags(write=False)
    turns = tuple(
        Turn(id, pts_of_step(video, start), pts_of_step(video, end))
        for start, end, id in _runs(by_step)
    )
    return Speakers(by_step, turns, sounding is not None)


def speakers_of(doc: Document | Grouped, video_id: int, loudness: Floats | None = None) -> Speakers:
    """Who speaks in a video of a document; grouped, where many videos are asked for.

    Raises:
        KeyError: there is no such video.
    """
    fits = (voice_of(facts) for facts in facts_of(doc, video_id))
    videos = doc.doc.videos if isinstance(doc, Grouped) else doc.videos
    return speakers(videos[video_id], [f for f in fits if f is not None], loudness)


def _runs(ids: Int32s) -> list[tuple[int, int, int]]:
    """(start, end, id) of the runs of one id, without those of 0."""
    edges = np.concatenate([[0], np.flatnonzero(np.diff(ids)) + 1, [len(ids)]]).tolist()
    found = [(a, b, int(ids[a])) for a, b in pairwise(edges)]
    return [run for run in found if run[2]]


def _without_pauses(runs: list[tuple[int, int, int]]) -> list[tuple[int, int, int]]:
    """Runs of one track joined over short gaps in which nobody else speaks."""
    out: list[tuple[int, int, int]] = []
    for start, end, id in runs:
        if out and out[-1][2] == id and start - out[-1][1] <= _PAUSE_STEPS:
            out[-1] = out[-1][0], end, id
        else:
            out.append((start, end, id))
    return out


def _hide(by_step: Int32s, fit: Fit) -> None:
    """Nobody speaks while out of the picture, in a pause neither."""
    first, end = max(fit.first, 0), min(fit.end, len(by_step))
    if first >= end:
        return
    hidden = np.isneginf(fit.values[first - fit.first : end - fit.first])
    part = by_step[first:end]
    part[hidden & (part == fit.track_id)] = 0
