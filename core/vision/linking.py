"""Linking detections of consecutive grid steps into tracks, per shot.

The rule of the reference pipeline (DESIGN section 5): a detection continues the track whose last
box it overlaps by more than `min_iou`, over at most `max_missed` steps without one. Unlike there,
all pairs are considered at once, best overlap first, so that the order of the detections does not
matter.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace

import numpy as np
import numpy.typing as npt

from core.model.keyframes import Keyframes, masks_of, points_table
from core.model.values import SOURCE_CODES, Dropped, Keyframe, Shot, Source
from core.timebase import FrameIndex
from core.vision.boxes import iou_matrix


@dataclass(frozen=True, slots=True)
class LinkParams:
    """Settings of linking; lengths in grid steps (40 ms), sizes in source pixels."""

    min_iou: float = 0.5
    max_missed: int = 25
    min_detections: int = 25
    min_size: float = 48.0


@dataclass(frozen=True, slots=True, eq=False)
class StepDetections:
    """What was found at one grid step: boxes (n, 4), scores (n,), labels (n,), landmarks (n, K, 2)
    or None, in source pixels; for each box a mask over the upright picture or None, or None
    altogether. `followed`: no detector looked at this picture, the boxes were followed to it.
    """

    step: int
    pts: int
    boxes: npt.NDArray[np.float32]
    scores: npt.NDArray[np.float32]
    labels: npt.NDArray[np.int64]
    landmarks: npt.NDArray[np.float32] | None = None
    masks: tuple[bytes | None, ...] | None = None
    followed: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class LinkedTrack:
    """One track: its label id and the detections that it is made of."""

    label: int
    keyframes: Keyframes


@dataclass(slots=True)
class _Open:
    label: int
    last_step: int
    steps: int = 0
    pts: list[int] = field(default_factory=list)
    boxes: list[npt.NDArray[np.float32]] = field(default_factory=list)
    scores: list[float] = field(default_factory=list)
    landmarks: list[list[list[float]]] = field(default_factory=list)
    masks: list[bytes | None] = field(default_factory=list)
    sources: list[int] = field(default_factory=list)

    def add(self, found: StepDetections, row: int) -> None:
        self.last_step = found.step
        self.steps += 1
        # Two grid steps can show one frame (sources under 25 fps): it has one box.
        if self.pts and self.pts[-1] == found.pts:
            return
        self.pts.append(found.pts)
        self.boxes.append(found.boxes[row])
        self.scores.append(float(found.scores[row]))
        self.landmarks.append([] if found.landmarks is None else found.landmarks[row].tolist())
        self.masks.append(None if found.masks is None else found.masks[row])
        source = Source.TRACKER if found.followed else Source.DETECTOR
        self.sources.append(SOURCE_CODES.index(source))


class Linker:
    """Feed it the steps of a video in order; take the tracks at the end."""

    def __init__(self, shots: tuple[Shot, ...], params: LinkParams | None = None) -> None:
        self._params = params or LinkParams()
        self._cuts = [shot.start_pts for shot in shots[1:]]
        self._open: list[_Open] = []
        self._tracks: list[LinkedTrack] = []
        self._dropped: list[Dropped] = []

    def feed(self, found: StepDetections) -> None:
        while self._cuts and found.pts >= self._cuts[0]:
            self._cuts.pop(0)
            self._close(lambda _track: True)
        limit = found.step - self._params.max_missed - 1
        self._close(lambda track: track.last_step < limit)
        taken = self._match(found)
        for row in range(len(found.boxes)):
            if row not in taken:
                fresh = _Open(int(found.labels[row]), found.step)
                fresh.add(found, row)
                self._open.append(fresh)

    def _match(self, found: StepDetections) -> set[int]:
        """Give detections to open tracks, best overlap first; returns the rows given."""
        if not self._open or not len(found.boxes):
            return set()
        tracks = list(self._open)
        last = np.stack([track.boxes[-1] for track in tracks])
        overlap = iou_matrix(last, found.boxes)
        labels = np.array([track.label for track in tracks])
        overlap[labels[:, None] != found.labels[None, :]] = 0
        taken: set[int] = set()
        used: set[int] = set()
        for flat in np.argsort(-overlap, axis=None, kind="stable"):
            i, row = divmod(int(flat), overlap.shape[1])
            if overlap[i, row] <= self._params.min_iou:
                break
            if i in used or row in taken:
                continue
            used.add(i)
            taken.add(row)
            tracks[i].add(found, row)
        return taken

    def _close(self, which: Callable[[_Open], bool]) -> None:
        keep: list[_Open] = []
        for track in self._open:
            if which(track):
                self._finish(track)
            else:
                keep.append(track)
        self._open = keep

    def _finish(self, track: _Open) -> None:
        params = self._params
        boxes = np.stack(track.boxes)
        size = float(np.mean(np.maximum(boxes[:, 2] - boxes[:, 0], boxes[:, 3] - boxes[:, 1])))
        if track.steps < params.min_detections:
            reason = f"seen for {track.steps} of at least {params.min_detections} steps"
        elif size < params.min_size:
            reason = f"{size:.0f} px large on average (at least {params.min_size:.0f})"
        else:
            rows = Keyframes.from_columns(
                np.array(track.pts, np.int64),
                boxes,
                np.array(track.scores, np.float32),
                np.array(track.sources, np.uint8),
                np.zeros(len(track.pts), np.uint8),
                points_table(track.landmarks),
                masks_of(track.masks),
            )
            self._tracks.append(LinkedTrack(track.label, rows))
            return
        self._dropped.append(Dropped(reason, track.pts[0], track.pts[-1]))

    def finish(self) -> tuple[list[LinkedTrack], list[Dropped]]:
        """Tracks and what was dropped, both by start time."""
        self._close(lambda _track: True)
        self._tracks.sort(key=lambda t: (int(t.keyframes.pts[0]), float(t.keyframes.boxes[0, 0])))
        self._dropped.sort(key=lambda d: d.start_pts)
        return self._tracks, self._dropped


class ShotEnds:
    """The frames at the ends of shots that no grid step shows.

    At more than 25 frames a second up to a step's worth of frames lies before the first and after
    the last grid step of a shot.
    """

    def __init__(self, shots: tuple[Shot, ...], index: FrameIndex) -> None:
        shown = index.pts[np.unique(index.grid_frames())]
        self._first: dict[int, int] = {}
        self._last: dict[int, int] = {}
        for shot in shots:
            start, stop = np.searchsorted(shown, (shot.start_pts, shot.end_pts))
            if start == stop:
                continue
            first, end = np.searchsorted(index.pts, (shot.start_pts, shot.end_pts))
            self._first[int(shown[start])] = int(index.pts[first])
            self._last[int(shown[stop - 1])] = int(index.pts[end - 1])

    def held(self, keyframes: Keyframes) -> Keyframes:
        """The track with its box kept in the frames at its shot's ends that no step shows, if it is
        there at the step beside them.
        """
        held: list[Keyframe] = []
        for row, frames in ((0, self._first), (len(keyframes) - 1, self._last)):
            pts = int(keyframes.pts[row])
            end = frames.get(pts, pts)
            if end != pts:
                held.append(replace(keyframes.at(row), pts=end, source=Source.TRACKER))
        return keyframes.replaced(Keyframes.empty(), Keyframes.of(held))
