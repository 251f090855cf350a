"""COCO JSON, with the video fields that trackers' tools read.

`images` has one entry for each exported frame; `file_name` is where a tool that cuts frames should
put the picture: `<video name>/<frame number, six digits>.jpg`. `frame_index` and `frame_id` are two
tools' names for one thing, the 0-based frame number in the video. `track_id` is the track's id in
the project; `instance_id` counts the exported tracks from 1. `annotations` come by video, track and
frame. `tracks` has one entry for each exported track, and says with `videos` who speaks when.
Landmarks are `keypoints` of their category, masks `segmentation`: see docs/coco.md.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal, TextIO

import numpy as np

from core import __version__, files
from core.errors import AppError, ExportError
from core.exchange import speaking
from core.exchange.annotations import annotations_of, keypoint_fields, most_points
from core.exchange.json_stream import Json, JsonStream
from core.exchange.sampling import (
    Int64s,
    LeftOut,
    Losses,
    unique_name,
    visible,
)
from core.jobs import JobContext
from core.model.document import Document
from core.model.values import Track, Video
from core.timebase import FrameIndex
from core.vision.coco_names import COCO_IDS

_STAGE = "Writing COCO JSON"
_DEFAULT_LABEL = "face"
_FACE_ID = 91
"""The first id behind those of COCO, which end at 90."""


@dataclass(frozen=True, slots=True)
class CocoOptions:
    """What to export.

    Args:
        frames: "all" frames of each video, also those without boxes; "keyframes": the frames at
            which a visible track has a keyframe; "every": frames 0, n, 2n, ...
        every: that n, at least 1.
        video_ids: the videos, or None for all.
    """

    frames: Literal["all", "keyframes", "every"] = "all"
    every: int = 1
    video_ids: tuple[int, ...] | None = None

    def __post_init__(self) -> None:
        if self.frames not in ("all", "keyframes", "every"):
            raise ValueError(f"no choice of frames: {self.frames}")
        if self.every < 1:
            raise ValueError("every n-th frame: n is at least 1")


@dataclass(frozen=True, slots=True)
class ExportSummary:
    """What an export wrote. `notices` are sentences on what the reader of the file should know."""

    path: Path
    videos: int
    images: int
    tracks: int
    annotations: int
    categories: tuple[str, ...]
    left_out: tuple[LeftOut, ...] = ()
    notices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _TrackPlan:
    track: Track
    frames: Int64s
    """Exported frames in which the track is visible."""


@dataclass(frozen=True, slots=True)
class _VideoPlan:
    video: Video
    name: str
    index: FrameIndex
    frames: Int64s
    first_image: int
    """Image id of frames[0]."""
    tracks: tuple[_TrackPlan, ...]


def export_coco(
    doc: Document,
    index_of: Callable[[Video], FrameIndex],
    path: str | os.PathLike[str],
    options: CocoOptions | None = None,
    ctx: JobContext | None = None,
    loudness_of: Callable[[Video], speaking.Floats | None] | None = None,
) -> ExportSummary:
    """Write the document as COCO JSON.

    In another thread than the document's, give it `doc.snapshot()`.

    Args:
        doc: what to export.
        index_of: the frame index of a video; may raise AppError, then the video is left out.
        path: the file; what was there is replaced when the new one is whole.
        options: by default everything.
        ctx: for progress and cancelling.
        loudness_of: of each grid step (core.review.loudness), or None; by it nobody speaks in
            silence. Without it, or where it raises AppError, the lips alone tell who speaks.

    Raises:
        ExportError: the file cannot be written; what was there is as it was.
        AppError: not one of the videos could be read (the first one's error).
        Cancelled: the job was cancelled; what was there is as it was.
        ValueError: `options` names a video that the document does not have.
    """
    options = options or CocoOptions()
    ctx = ctx or JobContext()
    losses = Losses()
    plans = _plan(doc, index_of, options, losses)
    turns, notices = speaking.turns_of(doc, [plan.video for plan in plans], loudness_of, ctx)
    target = Path(os.path.abspath(path))
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with (
            files.replacing(target) as temporary,
            temporary.open("w", encoding="ascii", newline="\n") as file,
        ):
            images, annotations = _write(file, doc, plans, turns, losses, ctx)
    except OSError as error:
        text, hint = files.reason(error)
        raise ExportError(f"the export cannot be written: {text}", hint, target) from error
    stale = sum(
        p.track.id in doc.scores and doc.scores[p.track.id].stale
        for plan in plans
        for p in plan.tracks
    )
    if stale:
        notices.insert(0, f"{stale} tracks were changed after their sync was measured")
    return ExportSummary(
        target,
        len(plans),
        images,
        sum(len(plan.tracks) for plan in plans),
        annotations,
        _labels(doc, plans),
        losses.as_tuple(),
        tuple(notices),
    )


def _plan(
    doc: Document,
    index_of: Callable[[Video], FrameIndex],
    options: CocoOptions,
    losses: Losses,
) -> list[_VideoPlan]:
    """Which frames and tracks go out, and the ids of the images."""
    wanted = sorted(doc.videos) if options.video_ids is None else list(options.video_ids)
    if unknown := [id for id in wanted if id not in doc.videos]:
        raise ValueError(f"no such video: {unknown}")
    plans: list[_VideoPlan] = []
    failures: list[AppError] = []
    names: set[str] = set()
    next_image = 1
    for video in (doc.videos[id] for id in wanted):
        try:
            index = index_of(video)
        except AppError as error:
            failures.append(error)
            losses.add(f"video: {error}")
            continue
        tracks = doc.tracks_of(video.id)
        frames = _chosen_frames(doc, tracks, index, options)
        planned: list[_TrackPlan] = []
        for track in tracks:
            rows = doc.keyframes(track.id)
            astray = int(np.count_nonzero(~np.isin(rows.pts, index.pts)))
            losses.add("keyframes at a time at which the video has no frame", astray)
            seen = frames[visible(track, rows, index.pts[frames])]
            if len(seen):
                planned.append(_TrackPlan(track, seen))
            else:
                losses.add("tracks that are visible in no exported frame")
        plan = _VideoPlan(
            video, unique_name(video, names), index, frames, next_image, tuple(planned)
        )
        plans.append(plan)
        next_image += len(frames)
    if failures and not plans:
        raise failures[0]
    return plans


def _chosen_frames(
    doc: Document, tracks: list[Track], index: FrameIndex, options: CocoOptions
) -> Int64s:
    if options.frames != "keyframes":
        step = options.every if options.frames == "every" else 1
        return np.arange(0, len(index), step, dtype=np.int64)
    pts = [rows.pts[visible(t, rows, rows.pts)] for t in tracks for rows in (doc.keyframes(t.id),)]
    at = np.concatenate([np.empty(0, dtype=np.int64), *pts])
    return np.flatnonzero(np.isin(index.pts, at)).astype(np.int64)


def _write(
    file: TextIO,
    doc: Document,
    plans: list[_VideoPlan],
    turns: speaking.Turns,
    losses: Losses,
    ctx: JobContext,
) -> tuple[int, int]:
    """Write all of it; how many images and annotations there are."""
    work = sum(len(p.frames) + sum(len(t.frames) for t in p.tracks) for p in plans)
    done = 0

    def tick() -> None:
        nonlocal done
        done += 1
        if done % 256 == 0:
            ctx.progress(min(done, work), work, _STAGE)

    ctx.progress(0, work, _STAGE)
    stream = JsonStream(file, tick)
    info = {
        "description": "Face tracks and lip sync, reviewed with SyncReview",
        "version": __version__,
        "date_created": datetime.now(UTC).isoformat(timespec="seconds"),
        "contributor": "",
    }
    stream.value("info", info)
    stream.value("licenses", [])
    ids = category_ids(doc)
    points = _points(doc, plans)
    categories = [
        {"id": ids[name], "name": name, "supercategory": "", **keypoint_fields(points[name])}
        for name in _labels(doc, plans)
    ]
    stream.value("categories", categories)
    videos = [{**_video(plan), **speaking.of_video(turns, plan.video)} for plan in plans]
    stream.value("videos", videos)
    stream.value("tracks", _tracks(plans, ids, turns))
    images = stream.items("images", _checked_images(plans))
    checked = _checked_annotations(doc, plans, images, ids, points, losses)
    annotations = stream.items("annotations", checked)
    stream.finish()
    ctx.progress(work, work, _STAGE)
    return images, annotations


def category_ids(doc: Document) -> dict[str, int]:
    """The category id of each label: COCO's own where COCO has the name, 91 for "face", and from
    92 on the others, by name.

    All labels of the project count, exported or not, so that each export of it has the same ids.
    """
    labels = {_label(track) for track in doc.tracks.values()}
    others = sorted(labels - COCO_IDS.keys() - {_DEFAULT_LABEL})
    return {
        **{name: id for name, id in COCO_IDS.items() if name in labels},
        **{name: id for id, name in enumerate([_DEFAULT_LABEL, *others], _FACE_ID)},
    }


def _labels(doc: Document, plans: list[_VideoPlan]) -> tuple[str, ...]:
    """Of what is exported, in the order of the ids."""
    labels = {_label(p.track) for plan in plans for p in plan.tracks}
    return tuple(sorted(labels or {_DEFAULT_LABEL}, key=category_ids(doc).__getitem__))


def _label(track: Track) -> str:
    return track.label or _DEFAULT_LABEL


def _points(doc: Document, plans: list[_VideoPlan]) -> dict[str, int]:
    """How many keypoints each category has."""
    tracks: dict[str, list[Track]] = {label: [] for label in _labels(doc, plans)}
    for plan in plans:
        for planned in plan.tracks:
            tracks[_label(planned.track)].append(planned.track)
    return {label: most_points(doc, some) for label, some in tracks.items()}


def _checked_images(plans: list[_VideoPlan]) -> Iterator[Json]:
    """Images, whose ids must come out as the annotations will name them: 1, 2, 3, ..."""
    expected = 1
    for plan in plans:
        for image in _images(plan):
            _require(image["id"] == expected, image)
            expected += 1
            yield image


def _checked_annotations(
    doc: Document,
    plans: list[_VideoPlan],
    images: int,
    ids: dict[str, int],
    points: dict[str, int],
    losses: Losses,
) -> Iterator[Json]:
    """Annotations with their ids, checked for what pycocotools takes on trust."""
    id = instance = 0
    for plan in plans:
        for planned in plan.tracks:
            instance += 1
            label = _label(planned.track)
            for annotation in _annotations(doc, plan, planned, points[label], losses):
                id += 1
                good = 1 <= annotation["image_id"] <= images and min(annotation["bbox"]) >= 0
                _require(good and annotation["area"] > 0, annotation)
                yield {
                    "id": id,
                    "category_id": ids[label],
                    "track_id": planned.track.id,
                    "instance_id": instance,
                    **annotation,
                }


def _require(good: bool, item: Json) -> None:
    if not good:
        raise ExportError(f"the export failed its own check at {item}", "Please report this")


def _video(plan: _VideoPlan) -> Json:
    rate = plan.index.average_rate
    return {
        "id": plan.video.id,
        "name": plan.name,
        "file_name": Path(plan.video.path).name,
        "width": plan.video.width,
        "height": plan.video.height,
        "frame_rate": f"{rate.numerator}/{rate.denominator}",
    }


def _tracks(plans: list[_VideoPlan], ids: dict[str, int], turns: speaking.Turns) -> list[Json]:
    planned = [(plan.video, p.track) for plan in plans for p in plan.tracks]
    return [
        {
            "id": track.id,
            "instance_id": instance,
            "video_id": video.id,
            "category_id": ids[_label(track)],
            "name": track.name,
            "speaks": speaking.of_track(turns, video, track.id),
        }
        for instance, (video, track) in enumerate(planned, 1)
    ]


def _images(plan: _VideoPlan) -> Iterator[Json]:
    for row, frame in enumerate(plan.frames.tolist()):
        yield {
            "id": plan.first_image + row,
            "file_name": f"{plan.name}/{frame:06d}.jpg",
            "width": plan.video.width,
            "height": plan.video.height,
            "video_id": plan.video.id,
            "frame_index": frame,
            "frame_id": frame,
            "pts": int(plan.index.pts[frame]),
            "time_s": round(float(plan.index.time_of(frame)), 6),
        }


def _annotations(
    doc: Document, plan: _VideoPlan, planned: _TrackPlan, points: int, losses: Losses
) -> Iterator[Json]:
    images = (plan.first_image + np.searchsorted(plan.frames, planned.frames)).tolist()
    for row, annotation in annotations_of(
        doc, plan.video, plan.index, planned.track, planned.frames, points, losses
    ):
        yield {"image_id": images[row], **annotation}
