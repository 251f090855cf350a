"""COCO JSON: what tools read from it is what the document holds."""

from __future__ import annotations

import json
import tempfile
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pycocotools.coco import COCO

from core import __version__
from core.errors import MediaError
from core.exchange.coco import CocoOptions, ExportSummary, export_coco
from core.model import edits, verdict_edits
from core.model.document import Document
from core.model.edits import Edit, RecordChange
from core.model.keyframes import Keyframes
from core.model.values import (
    Box,
    Keyframe,
    Speaking,
    Track,
    Verdict,
    VerdictValue,
)
from core.timebase import FrameIndex
from tests.core.documents import (
    FRAMES,
    a_video,
    an_index,
    draw_edit,
    pts_of,
)
from tests.core.exchange.coco_document import doc_fixture, pixels_of

__all__ = ["doc_fixture"]

ATTRIBUTES = {
    "keyframe", "occluded", "source", "offset_ms", "confidence", "frame_confidence", "verdict",
}  # fmt: skip
MORE = {
    "categories": {"keypoints", "skeleton"},
    "annotations": {"keypoints", "num_keypoints", "segmentation"},
}
"""What is there only where a detector gave landmarks or masks."""


def exported(
    doc: Document, folder: Path, options: CocoOptions | None = None
) -> tuple[COCO, ExportSummary]:
    """The file as pycocotools reads it, checked for form."""
    summary = export_coco(doc, an_index, folder / "out.json", options)
    read = COCO(str(summary.path))
    data: dict[str, Any] = read.dataset
    assert list(data) == [
        "info", "licenses", "categories", "videos", "tracks", "images", "annotations",
    ]  # fmt: skip
    assert set(data["info"]) == {"description", "version", "date_created", "contributor"}
    assert (data["info"]["version"], data["info"]["contributor"]) == (__version__, "")
    for kind, keys in {
        "categories": {"id", "name", "supercategory"},
        "videos": {
            "id", "name", "file_name", "width", "height", "frame_rate", "speakers", "speakers_by",
        },
        "tracks": {"id", "instance_id", "video_id", "category_id", "name", "speaks"},
        "images": {
            "id", "file_name", "width", "height", "video_id", "frame_index", "frame_id", "pts",
            "time_s",
        },
        "annotations": {
            "id", "image_id", "category_id", "bbox", "area", "iscrowd", "track_id", "instance_id",
            "score", "attributes",
        },
    }.items():  # fmt: skip
        ids = [item["id"] for item in data[kind]]
        assert len(set(ids)) == len(ids)
        if kind in ("images", "annotations"):
            assert ids == list(range(1, len(ids) + 1))
        if kind == "categories":
            assert ids == sorted(ids)
        more = MORE.get(kind, set())
        assert all(keys <= set(item) <= keys | more for item in data[kind])
    names = [image["file_name"] for image in data["images"]]
    assert len(set(names)) == len(names)
    images = {image["id"]: image for image in data["images"]}
    for item in data["annotations"]:
        x, y, w, h = item["bbox"]
        image = images[item["image_id"]]
        assert min(x, y) >= 0
        assert min(w, h) > 0
        assert x + w <= image["width"] + 1e-6
        assert y + h <= image["height"] + 1e-6
        mask = item.get("segmentation")
        assert item["area"] == (w * h if mask is None else pixels_of(read, item).sum())
        names = read.cats[item["category_id"]].get("keypoints")
        assert ("keypoints" in item) == ("num_keypoints" in item) == (names is not None)
        if names is not None:
            points = np.array(item["keypoints"]).reshape(len(names), 3)
            labelled = points[:, 2] == 2
            assert item["num_keypoints"] == labelled.sum()
            assert (points >= 0).all()
            assert (points[:, :2] < [image["width"], image["height"]]).all()
            assert not points[~labelled].any()
        assert item["iscrowd"] == 0
        assert item["instance_id"] >= 1
        told = {"speaking"} if item["track_id"] in doc.speaking else set()
        assert set(item["attributes"]) == ATTRIBUTES | told
    assert summary.images == len(images)
    assert summary.annotations == len(data["annotations"])
    assert summary.videos == len(data["videos"])
    assert summary.categories == tuple(c["name"] for c in data["categories"])
    return read, summary


def expected_boxes(
    doc: Document, frames_of: dict[int, list[int]]
) -> tuple[dict[tuple[int, int], list[float]], int]:
    """Boxes by (track, frame) from the document, one frame at a time; and how many have no size."""
    found: dict[tuple[int, int], list[float]] = {}
    empty = 0
    for track in doc.tracks.values():
        video, rows = doc.videos[track.video_id], doc.keyframes(track.id)
        for frame in frames_of[track.video_id]:
            pts = pts_of(frame)
            box = rows.box_at(pts)
            if box is None or any(a <= pts < b for a, b in track.outside):
                continue
            inside = box.clamped(video.width, video.height)
            x, y, x2, y2 = (round(v, 4) for v in inside.as_tuple())
            if x2 > x and y2 > y:
                found[track.id, frame] = [x, y, x2 - x, y2 - y]
            else:
                empty += 1
    return found, empty


@settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_any_document_is_what_pycocotools_reads(data: st.DataObject) -> None:
    doc = Document()
    for _ in range(data.draw(st.integers(0, 6), label="edits")):
        doc.apply(draw_edit(data, doc))
    options = data.draw(
        st.sampled_from(
            [CocoOptions(), CocoOptions("keyframes"), CocoOptions("every", 7), CocoOptions("every")]
        )
    )
    with tempfile.TemporaryDirectory() as folder:
        read, summary = exported(doc, Path(folder), options)
    frames_of: dict[int, list[int]] = {id: [] for id in doc.videos}
    for image in read.dataset["images"]:
        assert image["pts"] == pts_of(image["frame_index"])
        assert image["frame_id"] == image["frame_index"]
        assert image["time_s"] == pytest.approx(image["frame_index"] / 25)
        frames_of[image["video_id"]].append(image["frame_index"])
    for id, frames in frames_of.items():
        if options.frames == "keyframes":
            at = {
                (p - 1024) // 512
                for t in doc.tracks_of(id)
                for p in doc.keyframes(t.id).pts.tolist()
                if not any(a <= p < b for a, b in t.outside)
            }
            assert frames == sorted(at)
        else:
            assert frames == list(range(0, FRAMES, options.every))
    boxes, empty = expected_boxes(doc, frames_of)
    got = {}
    for item in read.dataset["annotations"]:
        frame = read.imgs[item["image_id"]]["frame_index"]
        track = doc.tracks[item["track_id"]]
        assert read.imgs[item["image_id"]]["video_id"] == track.video_id
        assert read.cats[item["category_id"]]["name"] == (track.label or "face")
        row = doc.keyframes(track.id).get(pts_of(frame))
        assert item["attributes"]["keyframe"] == (row is not None)
        assert item["attributes"]["source"] == (row.source.value if row else "interpolated")
        if row:
            assert item["attributes"]["occluded"] == row.occluded
            assert item["score"] == pytest.approx(row.score, abs=1e-6)
        got[track.id, frame] = item["bbox"]
    # A box thinner than its rounding may fall on either side.
    for key in boxes.keys() & got.keys():
        assert got[key] == pytest.approx(boxes[key], abs=3e-4)
    for key in boxes.keys() ^ got.keys():
        assert min((boxes.get(key) or got[key])[2:]) < 3e-4
    lost = {item.reason: item.count for item in summary.left_out}
    assert lost.get("boxes of no size in the picture", 0) == len(boxes) + empty - len(got)


def test_an_empty_document_is_valid_too(tmp_path: Path) -> None:
    read, summary = exported(Document(), tmp_path)
    assert read.getImgIds() == read.getAnnIds() == []
    assert [c["name"] for c in read.loadCats(read.getCatIds())] == ["face"]
    assert (summary.videos, summary.tracks, summary.left_out) == (0, 0, ())
    doc = Document()
    doc.apply(edits.add_video(a_video()))
    read, _ = exported(doc, tmp_path)
    assert len(read.getImgIds()) == FRAMES
    assert read.getAnnIds() == []


def test_attributes(doc: Document, tmp_path: Path) -> None:
    doc.apply(verdict_edits.set_verdict(doc, 1, VerdictValue.OUT_OF_SYNC))
    span = Verdict(9, 1, VerdictValue.VOICE_OVER, pts_of(4), pts_of(6))
    doc.apply(Edit("Set verdict", (RecordChange("verdict", 9, None, span),)))
    read, summary = exported(doc, tmp_path)
    assert summary.categories == ("person", "face")
    by_frame = {
        (a["track_id"], read.imgs[a["image_id"]]["frame_index"]): a
        for a in read.dataset["annotations"]
    }
    first = [frame for track, frame in by_frame if track == 1]
    assert first == [*range(8), *range(10, 21)]
    curve = doc.scores[1].frame_confidence
    for frame in first:
        attributes = by_frame[1, frame]["attributes"]
        assert attributes["offset_ms"] == 110.0
        assert attributes["confidence"] is None
        # Row i of the curve lies at step start_step + 2 + i.
        row = frame - 4
        want = pytest.approx(curve[row], abs=1e-6) if 0 <= row < 12 else None
        assert attributes["frame_confidence"] == want
        assert attributes["verdict"] == ("voice-over" if frame in (4, 5) else "out of sync")
    drawn = by_frame[2, 31]
    assert drawn["bbox"] == [600.0, 300.0, 40.0, 60.0]
    assert (drawn["instance_id"], drawn["score"]) == (2, 1.0)
    assert drawn["attributes"] == {
        "keyframe": False,
        "occluded": True,
        "source": "interpolated",
        "offset_ms": None,
        "confidence": None,
        "frame_confidence": None,
        "verdict": None,
    }
    assert by_frame[2, 32]["attributes"]["source"] == "tracker"
    assert not by_frame[2, 32]["attributes"]["occluded"]


def test_who_speaks(doc: Document, tmp_path: Path) -> None:
    old = doc.scores[1]
    clear = replace(
        old, confidence=1.5, start_step=0, steps=15, frame_confidence=np.full(15, 2.0, np.float32)
    )
    doc.apply(Edit("x", (RecordChange("score", 1, old, clear),)))
    read, _ = exported(doc, tmp_path)
    (video,) = read.dataset["videos"]
    first, then = read.dataset["tracks"]
    assert (first["id"], first["instance_id"], first["video_id"]) == (1, 1, 1)
    # Outside at 8 and 9; the clip of 15 steps and the 5 pictures beyond.
    spans = [(0, 8), (10, 20)]
    assert [(s["start_pts"], s["end_pts"]) for s in first["speaks"]] == [
        (pts_of(a), pts_of(b)) for a, b in spans
    ]
    assert [(s["start_s"], s["end_s"]) for s in first["speaks"]] == [(0.0, 0.32), (0.4, 0.8)]
    assert video["speakers"] == [{"track_id": 1, **span} for span in first["speaks"]]
    assert video["speakers_by"] == "lips"
    names = {c["id"]: c["name"] for c in read.dataset["categories"]}
    assert (names[then["category_id"]], then["speaks"]) == ("person", [])
    silent = export_coco(
        doc, an_index, tmp_path / "s.json", loudness_of=lambda _: np.zeros(FRAMES, np.float32)
    )
    (video,) = COCO(str(silent.path)).dataset["videos"]
    assert (video["speakers"], video["speakers_by"]) == ([], "lips and sound")


def test_a_sound_that_cannot_be_read_is_told(doc: Document, tmp_path: Path) -> None:
    def unreadable(video: object) -> None:
        raise MediaError("it cannot be decoded", "Copy it again", "/videos/talk.mp4")

    summary = export_coco(doc, an_index, tmp_path / "s.json", loudness_of=unreadable)
    (video,) = COCO(str(summary.path)).dataset["videos"]
    assert video["speakers_by"] == "lips"
    (notice,) = summary.notices
    assert notice.startswith("the sound of talk.mp4 cannot be read")
    assert notice.endswith("it cannot be decoded")


def test_an_undetermined_offset_is_unknown(doc: Document, tmp_path: Path) -> None:
    old = doc.scores[1]
    new = replace(old, determined=False, reason="at the search limit", confidence=0.5, stale=True)
    doc.apply(Edit("x", (RecordChange("score", 1, old, new),)))
    read, summary = exported(doc, tmp_path)
    first = read.loadAnns(read.getAnnIds())[0]["attributes"]
    assert (first["offset_ms"], first["confidence"]) == (None, 0.5)
    assert summary.notices == ("1 tracks were changed after their sync was measured",)


def test_what_is_left_out_is_counted(doc: Document, tmp_path: Path) -> None:
    away = Keyframes.of([Keyframe(pts_of(f), Box(-90, 0, -10, 50)) for f in (1, 3)])
    doc.apply(edits.add_track(Track(3, 1), away))
    between = Keyframes.of([Keyframe(pts_of(3) + 1, Box(0, 0, 9, 9))])
    doc.apply(edits.add_track(Track(4, 1), between))
    _, summary = exported(doc, tmp_path)
    assert {item.reason: item.count for item in summary.left_out} == {
        "boxes of no size in the picture": 3,
        "keyframes at a time at which the video has no frame": 1,
        "tracks that are visible in no exported frame": 1,
    }
    assert summary.tracks == 3


def test_names_of_images_stay_apart(tmp_path: Path) -> None:
    doc = Document()
    for id, path in enumerate(["/a/Talk.mp4", "/b/talk.mov", "/c/talk-2.mp4", "/d/말 1.mp4"], 1):
        doc.apply(edits.add_video(a_video(id, path)))
    read, _ = exported(doc, tmp_path, CocoOptions("every", 59))
    names = [image["file_name"] for image in read.dataset["images"]]
    assert names[:2] == ["Talk/000000.jpg", "Talk/000059.jpg"]
    assert names[-1] == "말 1/000059.jpg"
    assert [v["frame_rate"] for v in read.dataset["videos"]] == ["25/1"] * 4
    chosen, _ = exported(doc, tmp_path, CocoOptions(video_ids=(3,)))
    assert {i["video_id"] for i in chosen.dataset["images"]} == {3}
    with pytest.raises(ValueError, match="no such video"):
        export_coco(doc, an_index, tmp_path / "x.json", CocoOptions(video_ids=(3, 8)))


def test_times_of_a_variable_rate_are_exact(tmp_path: Path) -> None:
    pts = np.array([90, 93, 100, 101], dtype=np.int64)
    index = FrameIndex(pts, np.ones(4, dtype=np.bool_), Fraction(1, 30), 102)
    doc = Document()
    doc.apply(edits.add_video(a_video()))
    doc.apply(edits.add_track(Track(1, 1), Keyframes.of([Keyframe(93, Box(0, 0, 9, 9))])))
    export_coco(doc, lambda _: index, tmp_path / "out.json")
    data = json.loads((tmp_path / "out.json").read_text())
    assert [i["time_s"] for i in data["images"]] == [0.0, 0.1, 0.333333, 0.366667]
    assert [a["image_id"] for a in data["annotations"]] == [2]


@pytest.mark.parametrize(("frames", "every"), [("some", 1), ("every", 0)])
def test_impossible_options(frames: Any, every: int) -> None:
    with pytest.raises(ValueError, match="frame"):
        CocoOptions(frames, every)


def test_when_a_face_speaks_is_told_at_each_frame(doc: Document, tmp_path: Path) -> None:
    values = np.linspace(0.25, 1.0, 16, dtype=np.float32)
    said = Speaking(1, "lr_asd", None, 2, values)
    doc.apply(edits.Edit("", (edits.record_change(doc, "speaking", 1, said),)))
    path = tmp_path / "c.json"
    export_coco(doc, an_index, path)
    data = json.loads(path.read_text(encoding="utf-8"))
    frames = {image["id"]: image["frame_index"] for image in data["images"]}
    told = {
        frames[item["image_id"]]: item["attributes"]["speaking"]
        for item in data["annotations"]
        if item["track_id"] == 1
    }
    assert told[2] == pytest.approx(0.25)
    assert told[17] == pytest.approx(1.0)
    assert told[0] is told[1] is told[18] is None
    others = [item["attributes"] for item in data["annotations"] if item["track_id"] == 2]
    assert others
    assert all("speaking" not in attributes for attributes in others)
