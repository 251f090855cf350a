"""Findings that take more than one track: continuations, one voice claimed twice, unseen voices."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence

import numpy as np
import numpy.typing as npt

from core.model.values import VerdictValue
from core.review.facts import NOT_HEARD, TrackFacts, pts_of_step, seconds, step_count, step_of
from core.review.finding import Finding, FindingKind, Limits, make_finding
from core.review.fit import Fit, Scale
from core.sync.speech import closed, runs_of, sound_threshold
from core.timebase import GRID_RATE

Floats = npt.NDArray[np.float32]
Bools = npt.NDArray[np.bool_]

SPEAKS = 0.25
"""Level from which the lips of a track account for the sound (core.review.fit)."""

_LEAST_IOU = 0.2
_RIVALS = 3
"""A track is named with so many others at most: in a choir every pair claims one voice."""
_PAUSE_STEPS = 10
_CHUNK = 8192
_WHOLE_SHARE = 0.5


def continuations(tracks: Sequence[TrackFacts], limits: Limits) -> list[Finding]:
    """SHORT_GAP: a track that begins in the shot, soon after, and where another one ended."""
    usable = [t for t in tracks if len(t.keyframes) and t.verdict is not VerdictValue.REJECT]
    by_start = sorted(usable, key=lambda t: (t.span[0], t.id))
    starts = [t.span[0] for t in by_start]
    found: list[Finding] = []
    for first in usable:
        last_pts = int(first.keyframes.pts[-1])
        box = first.keyframes.at(len(first.keyframes) - 1).box
        best: tuple[float, int, TrackFacts] | None = None
        for then in by_start[bisect_right(starts, last_pts) :]:
            wait = seconds(first.video, then.span[0] - last_pts)
            if wait > limits.merge_s or then.span[0] >= first.shot.end_pts:
                break
            if then.shot != first.shot or then.track.label != first.track.label:
                continue
            iou = box.iou(then.keyframes.at(0).box)
            if iou >= _LEAST_IOU and (best is None or (iou, -then.id) > best[:2]):
                best = iou, -then.id, then
        if best is None:
            continue
        iou, _, then = best
        wait = seconds(first.video, then.span[0] - last_pts)
        found.append(
            make_finding(
                FindingKind.SHORT_GAP,
                first.video.id,
                (last_pts, then.span[0]),
                0.3 + 0.15 * iou,
                (last_pts, then.span[0], box, then.keyframes.at(0).box),
                place="continued",
                tracks=(first.id, then.id),
                figures={"seconds": wait, "iou": iou},
            )
        )
    return found


def same_voice(
    tracks: Sequence[TrackFacts], fits: Sequence[Fit], scale: Scale, limits: Limits
) -> list[Finding]:
    """SAME_VOICE: two tracks whose lips both fit what is heard over a common span.

    Not where both have a decided verdict. (A track that is not the speaker by its verdict has no
    fit.) Times are those of the sound.
    """
    facts = {t.id: t for t in tracks}
    heard = _Heard.of(fits, scale, limits.voice_level)
    least = round(limits.voice_s * GRID_RATE)
    found: list[Finding] = []
    for a, b in heard.rivals(least):
        one, other = facts[fits[a].track_id], facts[fits[b].track_id]
        if one.decided and other.decided:
            continue
        runs = [r for r in closed(heard.common(a, b), _PAUSE_STEPS) if r[1] - r[0] >= least]
        if not runs:
            continue
        common = sum(q - p for p, q in runs)
        whole = min(heard.count(a), heard.count(b))
        share = min(common / whole, 1.0) if whole else 0.0
        video = one.video
        found.append(
            make_finding(
                FindingKind.SAME_VOICE,
                video.id,
                (pts_of_step(video, runs[0][0]), pts_of_step(video, runs[-1][1])),
                0.55 + 0.3 * share,
                (*one.score_basis, *other.score_basis),
                tracks=(min(one.id, other.id), max(one.id, other.id)),
                figures={"seconds": common / GRID_RATE, "share": share},
            )
        )
    return found


class _Heard:
    """Of each fit, at which steps of the sound it is at a level."""

    def __init__(self, firsts: list[int], masks: list[Bools]) -> None:
        self._firsts = firsts
        self._masks = masks

    @classmethod
    def of(cls, fits: Sequence[Fit], scale: Scale, level: float) -> _Heard:
        return cls([f.first - f.shift for f in fits], [scale.level(f) >= level for f in fits])

    def count(self, a: int) -> int:
        return int(np.count_nonzero(self._masks[a]))

    def common(self, a: int, b: int) -> list[tuple[int, int]]:
        first = max(self._firsts[a], self._firsts[b])
        ends = (self._firsts[k] + len(self._masks[k]) for k in (a, b))
        length = max(min(ends) - first, 0)
        p, q = (first - self._firsts[k] for k in (a, b))
        both = self._masks[a][p : p + length] & self._masks[b][q : q + length]
        return [(first + i, first + j) for i, j in runs_of(both)]

    def rivals(self, least: int) -> list[tuple[int, int]]:
        """Pairs of positions with at least so many common steps; of each track those with most."""
        n = len(self._masks)
        if n < 2:
            return []
        counts = self._overlaps()
        np.fill_diagonal(counts, 0)
        pairs: set[tuple[int, int]] = set()
        for a in range(n):
            for b in np.argsort(-counts[a], kind="stable")[:_RIVALS].tolist():
                if counts[a, b] >= least:
                    pairs.add((min(a, b), max(a, b)))
        return sorted(pairs)

    def _overlaps(self) -> npt.NDArray[np.float32]:
        """(n, n) common steps of each pair. Products of chunks: linear in time, quick for many."""
        n = len(self._masks)
        counts = np.zeros((n, n), np.float32)
        begin = min(self._firsts)
        end = max(f + len(m) for f, m in zip(self._firsts, self._masks, strict=True))
        for at in range(begin, end, _CHUNK):
            rows, piece = [], []
            for k, (first, mask) in enumerate(zip(self._firsts, self._masks, strict=True)):
                part = mask[max(at - first, 0) : max(at + _CHUNK - first, 0)]
                if part.any():
                    line = np.zeros(_CHUNK, np.float32)
                    offset = max(first - at, 0)
                    line[offset : offset + len(part)] = part
                    rows.append(k)
                    piece.append(line)
            if len(rows) > 1:
                block = np.stack(piece)
                counts[np.ix_(rows, rows)] += block @ block.T
        return counts


def unseen_voices(
    tracks: Sequence[TrackFacts],
    fits: Sequence[Fit],
    scale: Scale,
    limits: Limits,
    loudness: Floats | None,
) -> list[Finding]:
    """NO_VISIBLE_SPEAKER: sound that no track's lips account for. Times are those of the sound.

    Sound is told by loudness alone, so music counts as well. A track that a person judged in sync
    or out of sync accounts for all the sound of its time, and so does one judged a voice-over: the
    voice has been thought about.
    """
    if loudness is None or not len(loudness) or not tracks:
        return []
    video = tracks[0].video
    steps = min(step_count(video), len(loudness))
    open_ = loudness[:steps] >= sound_threshold(loudness)
    open_ = open_.copy()
    for fit in fits:
        first = fit.first - fit.shift
        speaks = scale.level(fit) >= SPEAKS
        part = speaks[max(-first, 0) : max(steps - first, 0)]
        at = max(first, 0)
        open_[at : at + len(part)] &= ~part
    for start, end in _accounted(tracks):
        open_[max(step_of(video, start), 0) : max(step_of(video, end), 0)] = False
    found: list[Finding] = []
    for a, b in closed(runs_of(open_), _PAUSE_STEPS):
        length = (b - a) / GRID_RATE
        if length < limits.unseen_s:
            continue
        span = pts_of_step(video, a), pts_of_step(video, b)
        faces = [t.id for t in tracks if _seen(t, span)]
        found.append(
            make_finding(
                FindingKind.NO_VISIBLE_SPEAKER,
                video.id,
                span,
                (0.4 if faces else 0.3) + 0.1 * min(length / 10.0, 1.0),
                (span, faces),
                place=span[0],
                figures={"seconds": length, "faces": len(faces)},
            )
        )
    return found


def _accounted(tracks: Iterable[TrackFacts]) -> Iterable[tuple[int, int]]:
    told = (VerdictValue.IN_SYNC, VerdictValue.OUT_OF_SYNC, VerdictValue.VOICE_OVER)
    for track in tracks:
        for verdict in track.verdicts:
            if verdict.value not in told:
                continue
            if verdict.start_pts is None or verdict.end_pts is None:
                yield track.span
            else:
                yield verdict.start_pts, verdict.end_pts


def _seen(track: TrackFacts, span: tuple[int, int]) -> bool:
    return any(a < span[1] and span[0] < b for a, b in track.visible())


def listeners(tracks: Sequence[TrackFacts], fits: Sequence[Fit], scale: Scale) -> set[int]:
    """Tracks without a fit, most of whose time another track's lips account for the sound.

    They are undetermined for the best of reasons: they listen.
    """
    if not fits:
        return set()
    speaking = {f.track_id for f in fits}
    silent = [t for t in tracks if t.id not in speaking and t.verdict not in NOT_HEARD]
    if not silent:
        return set()
    begin, end = min(f.first for f in fits), max(f.end for f in fits)
    told = np.zeros(end - begin + 1, np.int64)
    for fit in fits:
        told[fit.first - begin : fit.end - begin] |= scale.level(fit) >= SPEAKS
    sums = np.concatenate([[0], np.cumsum(told)])
    found = set()
    for track in silent:
        a, b = (step_of(track.video, pts) for pts in track.span)
        p, q = (min(max(s - begin, 0), len(told)) for s in (a, b))
        if sums[q] - sums[p] >= _WHOLE_SHARE * max(b - a, 1):
            found.add(track.id)
    return found
