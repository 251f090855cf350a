"""Documents and edits for tests: small ones by hand, random ones by hypothesis."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from math import nan

import numpy as np
from hypothesis import strategies as st

from core.errors import EditError
from core.model import (
    edits,
    fact_edits,
    path_edits,
    review_edits,
    track_edits,
    verdict_edits,
)
from core.model.document import Document
from core.model.edits import Edit, NewTrack
from core.model.keyframes import Keyframes
from core.model.values import (
    NEXT_ANALYSIS,
    Analysis,
    Box,
    Dropped,
    FindingState,
    FindingStatus,
    Keyframe,
    Offset,
    Shot,
    Source,
    Speaking,
    SyncScore,
    Track,
    Verdict,
    VerdictValue,
    Video,
)
from core.timebase import FrameIndex
from core.vision.masks import encode_mask

TICKS = 512
"""pts from one frame to the next in `a_video`."""
FRAMES = 60
_pixels = np.zeros((360, 640), np.uint8)
_pixels[40:50, 100:130] = 1
A_MASK = encode_mask(_pixels)
"""300 pixels of `a_video`."""


def a_video(id: int = 1, path: str = "/videos/talk.mp4", frames: int = FRAMES) -> Video:
    return Video(
        id, path, 640, 360, frames, Fraction(25), Fraction(1, 12800), 1024,
        1024 + frames * TICKS, True, f"fingerprint {id}",
    )  # fmt: skip


def an_index(video: Video) -> FrameIndex:
    pts = video.start_pts + TICKS * np.arange(video.frame_count, dtype=np.int64)
    key = np.zeros(len(pts), dtype=np.bool_)
    key[::12] = True
    return FrameIndex(pts, key, video.time_base, video.end_pts)


def pts_of(frame: int) -> int:
    """pts of a frame of `a_video`."""
    return 1024 + frame * TICKS


def some_keyframes(frames: list[int], source: Source = Source.DETECTOR) -> Keyframes:
    return Keyframes.of(
        Keyframe(pts_of(f), Box(10.0 + f, 20.0, 60.0 + f, 80.0), 0.5 + f / 1000, source)
        for f in frames
    )


def a_score(id: int = 1, steps: int = 30, seed: int = 0, **changes: object) -> SyncScore:
    rng = np.random.default_rng(seed)
    values: dict[str, object] = {
        "id": id,
        "scorer": "av_cca",
        "weights_sha256": None,
        "mode": "robust",
        "kind": "correlation",
        "start_step": 2,
        "steps": steps,
        "vshift": 15,
        "determined": True,
        "reason": "",
        "offset_steps": 2.75,
        "confidence": 1.5,
        "min_distance": -0.75,
        "reference": Offset(3, 1.25, -0.5),
        "robust": Offset(3, 1.5, -0.75),
        "matrix": rng.standard_normal((steps, 31)).astype(np.float32),
        "frame_confidence": rng.standard_normal(steps).astype(np.float32),
        "local_offset": rng.standard_normal((4, 3)),
    }
    return SyncScore(**{**values, **changes})  # type: ignore[arg-type]


def an_analysis(video_id: int = 1) -> Analysis:
    return Analysis(
        video_id,
        "a key",
        "mtcnn",
        "av_cca",
        (Shot(1024, pts_of(30)), Shot(pts_of(30), pts_of(60))),
        (Dropped("too short", 1024, 2048),),
        ("a notice",),
    )


def state(doc: Document) -> tuple[object, ...]:
    """Everything that makes two documents equal."""
    keyframes = {id: doc.keyframes(id) for id in range(1, doc.next_id("track"))}
    return (
        dict(doc.videos),
        dict(doc.analyses),
        dict(doc.tracks),
        dict(doc.scores),
        dict(doc.speaking),
        dict(doc.verdicts),
        dict(doc.finding_states),
        {id: rows for id, rows in keyframes.items() if len(rows)},
    )


_sides = st.floats(-50, 700, width=32)
_points = st.tuples(_sides, _sides) | st.sampled_from([(nan, nan), (nan, 4.0)])
"""Landmarks; some are not known, or in part."""


@st.composite
def speaking(draw: st.DrawFn) -> Speaking:
    values = draw(st.lists(st.floats(0, 1, width=32), max_size=40))
    return Speaking(
        0, "lr_asd", draw(st.none() | st.just("ab" * 32)), draw(st.integers(0, 30)),
        np.array(values, np.float32), draw(st.booleans()),
    )  # fmt: skip


@st.composite
def boxes(draw: st.DrawFn) -> Box:
    x, y = draw(_sides), draw(_sides)
    return Box(x, y, x + draw(st.floats(0, 300, width=32)), y + draw(st.floats(0, 300, width=32)))


@st.composite
def keyframe_rows(draw: st.DrawFn, min_size: int = 1) -> Keyframes:
    frames = draw(st.lists(st.integers(0, FRAMES - 1), min_size=min_size, max_size=25, unique=True))
    return Keyframes.of(
        Keyframe(
            pts_of(frame),
            draw(boxes()),
            draw(st.floats(0, 1, width=32)),
            draw(st.sampled_from(Source)),
            draw(st.booleans()),
            draw(st.booleans()),
            tuple(draw(st.lists(_points, max_size=3))),
            draw(st.sampled_from([None, b"PPYo0", b"0", A_MASK])),
        )
        for frame in frames
    )


_names = st.text(max_size=8)


@st.composite
def scores(draw: st.DrawFn, id: int = 1) -> SyncScore:
    number = st.floats(width=32)
    return a_score(
        id,
        draw(st.integers(0, 6)),
        draw(st.integers(0, 9)),
        offset_steps=draw(number),
        confidence=draw(number),
        determined=draw(st.booleans()),
        reason=draw(_names),
        weights_sha256=draw(st.none() | _names),
        robust=Offset(draw(st.integers(-15, 15)), draw(number), draw(number)),
        stale=draw(st.booleans()),
        changed=draw(st.sampled_from([(), ((pts_of(3), pts_of(9)),)])),
    )


@st.composite
def tracks(draw: st.DrawFn, id: int, video_id: int) -> Track:
    spans = draw(st.lists(st.tuples(st.integers(0, 30), st.integers(31, 60)), max_size=2))
    return Track(
        id,
        video_id,
        draw(st.sampled_from(["face", "person", ""])),
        draw(_names),
        draw(st.sampled_from(["", "mtcnn"])),
        tuple((pts_of(a), pts_of(b)) for a, b in spans),
        tuple(draw(st.lists(st.tuples(_names, _names), max_size=2))),
        draw(st.booleans()),
        draw(st.booleans()),
    )


def a_finding(video_id: int = 1, key: str = "a key", basis: str = "a basis") -> FindingState:
    """What names a finding."""
    return FindingState(0, video_id, key, basis, FindingStatus.RESOLVED)


def draw_finding_edit(data: st.DataObject, doc: Document) -> Edit:
    keys = st.lists(st.sampled_from("abc"), max_size=3)
    if data.draw(st.booleans(), label="reopen"):
        return review_edits.reopen_findings(doc, data.draw(keys))
    video_id = data.draw(st.sampled_from(sorted(doc.videos)), label="video")
    findings = [a_finding(video_id, key, data.draw(_names)) for key in data.draw(keys)]
    until = data.draw(st.sampled_from(["", NEXT_ANALYSIS, "2026-01-01T00:00:00+00:00"]))
    status = FindingStatus.SNOOZED if until else FindingStatus.RESOLVED
    return review_edits.set_finding_state(doc, findings, status, data.draw(_names), until=until)


def span_verdicts(doc: Document, track_id: int) -> list[Verdict]:
    """The verdicts of spans of a track, by their start."""
    found = [v for v in doc.verdicts.values() if v.track_id == track_id and v.start_pts is not None]
    return sorted(found, key=lambda v: v.start_pts or 0)


def draw_edit(data: st.DataObject, doc: Document) -> Edit:
    """Some edit that fits the document as it is."""
    if not doc.videos:
        return edits.add_video(a_video(doc.next_id("video")))
    kinds = ["add video", "add track", "analyse", "finding"]
    if doc.tracks:
        kinds += ["set box"] * 3 + ["delete keyframe", "delete track", "relabel", "verdict"]
        kinds += ["repair"] * 6 + ["facts"] * 3
    kind = data.draw(st.sampled_from(kinds), label="edit")
    if kind == "add video":
        id = doc.next_id("video")
        return edits.add_video(a_video(id, f"/videos/{id}.mp4"))
    if kind == "finding":
        return draw_finding_edit(data, doc)
    if kind in ("add track", "analyse"):
        video_id = data.draw(st.sampled_from(sorted(doc.videos)), label="video")
        if kind == "add track":
            track = data.draw(tracks(doc.next_id("track"), video_id), label="track")
            return edits.add_track(track, data.draw(keyframe_rows(), label="keyframes"))
        found = [
            NewTrack(
                data.draw(tracks(0, video_id)),
                data.draw(keyframe_rows()),
                data.draw(st.none() | scores()),
                data.draw(st.none() | speaking()),
            )
            for _ in range(data.draw(st.integers(0, 2), label="found"))
        ]
        return edits.set_analysis(doc, an_analysis(video_id), found)
    track_id = data.draw(st.sampled_from(sorted(doc.tracks)), label="track")
    rows = doc.keyframes(track_id)
    if kind == "repair":
        return draw_repair(data, doc, track_id)
    if kind == "facts":
        return draw_fact(data, doc, track_id)
    if kind == "set box":
        pts = pts_of(data.draw(st.integers(0, FRAMES - 1), label="frame"))
        return edits.set_box(doc, track_id, pts, data.draw(boxes(), label="box"))
    if kind == "delete keyframe" and len(rows) > 1:
        pts = int(data.draw(st.sampled_from(rows.pts.tolist()), label="pts"))
        return edits.delete_keyframe(doc, track_id, pts)
    if kind == "relabel":
        return edits.relabel(doc, track_id, data.draw(_names), data.draw(st.none() | _names))
    if kind == "verdict":
        value = data.draw(st.none() | st.sampled_from(VerdictValue), label="verdict")
        note = data.draw(st.none() | _names, label="note")
        decision = verdict_edits.Decision(data.draw(_names), "2026-01-01", note)
        return verdict_edits.set_verdict(doc, track_id, value, decision)
    return edits.delete_tracks(doc, [track_id])


def draw_repair(data: st.DataObject, doc: Document, track_id: int) -> Edit:
    """A repair of a track, or nothing where it does not fit."""
    track, rows = doc.tracks[track_id], doc.keyframes(track_id)
    index = an_index(doc.videos[track.video_id])
    other = data.draw(st.sampled_from(sorted(doc.tracks)), label="other")
    at, to = sorted(data.draw(st.tuples(*[st.integers(0, FRAMES - 1)] * 2), label="frames"))
    choices: dict[str, Callable[[], Edit]] = {
        "split": lambda: track_edits.split(doc, track_id, at, index),
        "merge": lambda: track_edits.merge(doc, track_id, other, index),
        "swap": lambda: track_edits.swap(doc, track_id, other, at, index),
        "hand over": lambda: track_edits.hand_over(doc, track_id, other, at, index),
        "trim": lambda: track_edits.trim(doc, track_id, at, to, index),
        "outside": lambda: track_edits.set_outside(doc, track_id, pts_of(at), pts_of(to) + 1, True),
        "visible": lambda: track_edits.set_outside(
            doc, track_id, pts_of(at), pts_of(to) + 1, False
        ),
        "fill": lambda: track_edits.fill_gaps(doc, track_id, 9 * TICKS),
        "propagate": lambda: path_edits.propagate(doc, track_id, at, to, index),
        "rows": lambda: path_edits.replace_rows(
            doc, track_id, (pts_of(at), pts_of(to)), rows.between(pts_of(at), pts_of(to)), "Same"
        ),
    }
    name = data.draw(st.sampled_from(sorted(choices)), label="repair")
    try:
        return choices[name]()
    except EditError:
        return Edit("nothing", ())


def draw_fact(data: st.DataObject, doc: Document, track_id: int) -> Edit:
    """Something said of a track, or nothing where it does not fit."""
    at, to = sorted(data.draw(st.tuples(*[st.integers(0, FRAMES - 1)] * 2), label="frames"))
    on, ids = data.draw(st.booleans(), label="on"), sorted(doc.tracks)
    value = data.draw(st.none() | st.sampled_from(VerdictValue), label="value")
    choices: dict[str, Callable[[], Edit]] = {
        "lock": lambda: fact_edits.set_locked(doc, ids, on),
        "hide": lambda: fact_edits.set_hidden(doc, [track_id], on),
        "attribute": lambda: fact_edits.set_attributes(
            doc, ids, {"language": "ko" if on else None, "mood": "calm"}
        ),
        "label": lambda: fact_edits.relabel_all(doc, ids, "head"),
        "flags": lambda: fact_edits.set_flags(
            doc, track_id, pts_of(at), pts_of(to + 1), occluded=on, truncated=not on
        ),
        "landmark": lambda: fact_edits.move_landmark(doc, track_id, pts_of(at), 0, (3.0, 4.0)),
        "duplicate": lambda: fact_edits.duplicate(doc, track_id, 10.0),
        "span verdict": lambda: verdict_edits.set_span_verdicts(
            doc, ids[:2], (pts_of(at), pts_of(to)), value
        ),
        "verdicts": lambda: verdict_edits.set_verdicts(doc, ids, value),
        "delete": lambda: edits.delete_tracks(doc, ids[:2]),
    }
    name = data.draw(st.sampled_from(sorted(choices)), label="fact")
    try:
        return choices[name]()
    except EditError:
        return Edit("nothing", ())
