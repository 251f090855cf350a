"""COCO JSON: landmarks as keypoints and masks as segmentation, as pycocotools reads them."""

from __future__ import annotations

import contextlib
import io
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from pycocotools.coco import COCO
from pycocotools.cocoeval import COCOeval

from core.exchange.annotations import FIVE_POINTS
from core.exchange.coco import CocoOptions, ExportSummary
from core.model import edits
from core.model.document import Document
from core.model.keyframes import Keyframes
from core.model.values import Box, Keyframe, Source, Track
from core.vision.coco_names import PERSON_POINTS
from core.vision.masks import encode_mask, mask_fits
from tests.core.documents import A_MASK, a_video, pts_of
from tests.core.exchange.coco_document import pixels_of
from tests.core.exchange.test_coco import exported

FIVE = ((100.0, 50.0), (140.0, 50.0), (120.0, 70.0), (105.0, 90.0), (135.0, 90.0))
NAMES = ["left_eye", "right_eye", "nose", "left_mouth_corner", "right_mouth_corner"]


def moved(points: tuple[tuple[float, float], ...], by: float) -> tuple[tuple[float, float], ...]:
    return tuple((x + by, y) for x, y in points)


def a_mask(by: int) -> bytes:
    pixels = np.zeros((360, 640), np.uint8)
    pixels[20:100, 80 + by : 150 + by] = 1
    pixels[30:40, 90 + by : 100 + by] = 0
    return encode_mask(pixels)


def found(frame: int, by: float, **more: Any) -> Keyframe:
    box = Box(80 + by, 20, 150 + by, 100)
    return Keyframe(pts_of(frame), box, 0.9, Source.DETECTOR, **more)


def a_doc(*rows: Keyframe, label: str = "face") -> Document:
    doc = Document()
    doc.apply(edits.add_video(a_video()))
    doc.apply(edits.add_track(Track(1, 1, label), Keyframes.of(rows)))
    return doc


def by_frame(read: COCO, track_id: int = 1) -> dict[int, dict[str, Any]]:
    return {
        read.imgs[a["image_id"]]["frame_index"]: a
        for a in read.dataset["annotations"]
        if a["track_id"] == track_id
    }


def lost(summary: ExportSummary) -> dict[str, int]:
    return {item.reason: item.count for item in summary.left_out}


def test_landmarks_are_keypoints(tmp_path: Path) -> None:
    doc = a_doc(
        found(0, 0, landmarks=FIVE),
        found(4, 8, landmarks=moved(FIVE, 8)),
        found(8, 16),
        found(9, 18, landmarks=moved(FIVE, 18)[:2]),
    )
    read, summary = exported(doc, tmp_path)
    (category,) = read.dataset["categories"]
    assert category["keypoints"] == NAMES
    assert {n for edge in category["skeleton"] for n in edge} == {1, 2, 3, 4, 5}
    at = by_frame(read)
    rows = doc.keyframes(1)
    for frame, annotation in at.items():
        shown = rows.keyframe_at(pts_of(frame))
        assert shown is not None
        flat = [number for x, y in shown.landmarks for number in (x, y, 2)]
        flat += [0] * (15 - len(flat))
        assert annotation["keypoints"] == pytest.approx(flat, abs=1e-4)
        assert all(type(v) is int for v in annotation["keypoints"][2::3])
    counts = [at[frame]["num_keypoints"] for frame in range(10)]
    # Between a keyframe with landmarks and one without, the model knows none.
    assert counts == [5, 5, 5, 5, 5, 0, 0, 0, 0, 2]
    assert at[2]["keypoints"][:3] == [104.0, 50.0, 2]
    assert summary.left_out == ()


def test_landmarks_beyond_the_picture_are_not_labelled_and_counted(tmp_path: Path) -> None:
    points = ((-0.5, 50.0), (0.0, 0.0), (639.99, 359.99), (640.0, 90.0), (120.0, 361.0))
    read, summary = exported(a_doc(found(0, 0, landmarks=points)), tmp_path)
    (annotation,) = read.dataset["annotations"]
    assert annotation["keypoints"] == [0, 0, 0, 0, 0, 2, 639.99, 359.99, 2, 0, 0, 0, 0, 0, 0]
    assert annotation["num_keypoints"] == 2
    assert lost(summary) == {"landmarks beyond the picture": 3}


def test_a_category_without_landmarks_says_nothing_of_them(tmp_path: Path) -> None:
    doc = a_doc(found(0, 0, landmarks=FIVE[:3]))
    doc.apply(edits.add_track(Track(2, 1, "person"), Keyframes.of([found(0, 0)])))
    doc.apply(edits.add_track(Track(3, 1), Keyframes.of([found(0, 0)])))
    read, _ = exported(doc, tmp_path)
    person, face = read.dataset["categories"]
    # Three of a face are the first three of its five.
    assert face["keypoints"] == list(FIVE_POINTS)
    assert by_frame(read, 1)[0]["keypoints"][9:] == [0] * 6
    assert "keypoints" not in person
    assert "keypoints" not in by_frame(read, 2)[0]
    # In a category that has them, every annotation has room for them.
    assert by_frame(read, 3)[0]["keypoints"] == [0] * 15
    assert by_frame(read, 3)[0]["num_keypoints"] == 0


@pytest.mark.parametrize("known", [1, 5, 13, 17])
def test_a_persons_points_keep_their_names_whatever_is_seen_of_them(
    known: int, tmp_path: Path
) -> None:
    points = tuple((100.0 + n, 60.0 + n) for n in range(known))
    doc = a_doc(found(0, 0))
    person = Track(2, 1, "person", is_face=False)
    doc.apply(edits.add_track(person, Keyframes.of([found(0, 0, landmarks=points)])))
    read, _ = exported(doc, tmp_path)
    category, _face = read.dataset["categories"]
    assert category["keypoints"] == list(PERSON_POINTS)
    given = by_frame(read, 2)[0]
    assert given["num_keypoints"] == known
    assert given["keypoints"][:3] == [100, 60, 2]


def test_a_faces_points_are_not_written_under_a_persons_names(tmp_path: Path) -> None:
    doc = a_doc(found(0, 0, landmarks=FIVE))
    doc.apply(edits.relabel(doc, 1, "person"))
    points = tuple((100.0 + n, 60.0 + n) for n in range(17))
    person = Track(2, 1, "person", is_face=False)
    doc.apply(edits.add_track(person, Keyframes.of([found(0, 0, landmarks=points)])))
    read, summary = exported(doc, tmp_path)
    (category,) = read.dataset["categories"]
    assert category["keypoints"] == list(PERSON_POINTS)
    assert by_frame(read, 2)[0]["num_keypoints"] == 17
    assert by_frame(read, 1)[0]["keypoints"] == [0] * 51
    lost = {loss.reason: loss.count for loss in summary.left_out}
    assert lost["landmarks of another kind than the category's"] > 0


def test_masks_are_segmentation(tmp_path: Path) -> None:
    mask = a_mask(0)
    read, _ = exported(a_doc(found(0, 0, mask=mask), found(2, 2)), tmp_path)
    at = by_frame(read)
    assert at[0]["segmentation"] == {"size": [360, 640], "counts": mask.decode("ascii")}
    assert (at[0]["area"], at[0]["iscrowd"]) == (80 * 70 - 100, 0)
    pixels = pixels_of(read, at[0])
    assert (pixels[20, 80], pixels[35, 95], pixels[99, 149], pixels[99, 150]) == (1, 0, 1, 0)
    # A mask belongs to its own frame only; elsewhere the area is the box's.
    for frame in (1, 2):
        assert "segmentation" not in at[frame]
        assert at[frame]["area"] == 70 * 80


def test_masks_that_readers_would_refuse_are_left_out_and_counted(tmp_path: Path) -> None:
    empty = encode_mask(np.zeros((360, 640), np.uint8))
    small = encode_mask(np.ones((36, 64), np.uint8))
    doc = a_doc(
        found(0, 0, mask=A_MASK), found(1, 0, mask=empty), found(2, 0, mask=small),
        found(3, 0, mask=A_MASK[:-1] + b"o"), found(4, 0, mask=b""),
    )  # fmt: skip
    read, summary = exported(doc, tmp_path)
    assert [f for f, a in by_frame(read).items() if "segmentation" in a] == [0]
    assert lost(summary) == {
        "masks without a pixel": 1,
        "masks that do not fit the picture": 3,
    }


def test_which_masks_fit() -> None:
    rng = np.random.default_rng(0)
    for size in ((1, 1), (7, 5), (640, 360)):
        for share in (0.0, 0.001, 0.5, 1.0):
            pixels = (rng.random((size[1], size[0])) < share).astype(np.uint8)
            mask = encode_mask(pixels)
            assert mask_fits(mask, size)
            assert not mask_fits(mask, (size[0] + 1, size[1]))
    assert not mask_fits(b"\xff\x00", (1, 1))
    assert not mask_fits(b"o" * 40 + b"0", (1, 1))


def test_seventeen_landmarks_are_those_of_cocos_persons(tmp_path: Path) -> None:
    points = tuple((84.0 + 4 * n, 22.0 + 4 * n) for n in range(17))
    unseen = (*points[:16], (float("nan"), float("nan")))
    rows = [found(f, 0, landmarks=points if f else unseen, mask=a_mask(0)) for f in range(4)]
    read, _ = exported(a_doc(*rows, label="person"), tmp_path, CocoOptions("keyframes"))
    (person,) = read.dataset["categories"]
    assert person["name"] == "person"
    assert (person["keypoints"][0], person["keypoints"][16]) == ("nose", "right_ankle")
    # Its lines join neighbours of the body only, such as a shoulder and the elbow of that side.
    names = [[person["keypoints"][n - 1] for n in edge] for edge in person["skeleton"]]
    assert ["left_shoulder", "left_elbow"] in names
    assert ["left_ankle", "left_knee"] in names
    assert len(names) == 19
    at = by_frame(read)
    assert [at[f]["num_keypoints"] for f in range(4)] == [16, 17, 17, 17]
    assert at[0]["keypoints"][-3:] == [0, 0, 0]
    assert at[1]["keypoints"][-3:] == [148.0, 86.0, 2]
    # With pycocotools' own sigmas, which are for these 17.
    assert average_precision(read, "keypoints", None) == pytest.approx(1.0)


def average_precision(read: COCO, kind: str, points: int | None = 5) -> float:
    """Of the file's annotations as results, against themselves."""
    with contextlib.redirect_stdout(io.StringIO()):
        results = read.loadRes([dict(a) for a in read.dataset["annotations"]])
        evaluation = COCOeval(read, results, kind)
        if kind == "keypoints" and points:
            evaluation.params.kpt_oks_sigmas = np.full(points, 0.05)
        evaluation.evaluate()
        evaluation.accumulate()
        evaluation.summarize()
    return float(evaluation.stats[0])


def test_cocoeval_finds_the_file_in_itself(tmp_path: Path) -> None:
    rows = [
        found(f, 2 * f, landmarks=moved(FIVE, 2 * f), mask=a_mask(2 * f)) for f in range(0, 30, 3)
    ]
    doc = a_doc(*rows)
    other = [
        replace(r, box=Box(400, 200, 500, 300), landmarks=moved(r.landmarks, 310), mask=A_MASK)
        for r in rows
    ]
    doc.apply(edits.add_track(Track(2, 1), Keyframes.of(other)))
    read, summary = exported(doc, tmp_path, CocoOptions("keyframes"))
    assert summary.annotations == 20
    for kind in ("bbox", "segm", "keypoints"):
        assert average_precision(read, kind) == pytest.approx(1.0), kind
    # Every frame has landmarks, only keyframes have masks.
    read, _ = exported(doc, tmp_path)
    assert average_precision(read, "keypoints") == pytest.approx(1.0)


def test_labels_of_coco_have_cocos_ids_and_others_follow(tmp_path: Path) -> None:
    doc = a_doc(found(0, 0))
    doc.apply(edits.relabel(doc, 1, "zebra"))
    for id, label in enumerate(("toothbrush", "spot", "", "person", "Person", "ant"), 2):
        doc.apply(edits.add_track(Track(id, 1, label), Keyframes.of([found(0, 0)])))
    read, summary = exported(doc, tmp_path)
    ids = {"person": 1, "zebra": 24, "toothbrush": 90, "face": 91, "Person": 92, "ant": 93}
    ids["spot"] = 94
    assert {c["name"]: c["id"] for c in read.loadCats(read.getCatIds())} == ids
    assert summary.categories == tuple(ids)
    for track in doc.tracks.values():
        (annotation,) = by_frame(read, track.id).values()
        assert annotation["category_id"] == ids[track.label or "face"]
    (person,) = read.getAnnIds(catIds=read.getCatIds(catNms=["person"]))
    assert read.anns[person]["track_id"] == 5
    assert [t["category_id"] for t in read.dataset["tracks"]] == [24, 90, 94, 91, 1, 92, 93]


def test_each_export_of_a_project_has_the_same_ids(tmp_path: Path) -> None:
    doc = a_doc(found(0, 0))
    doc.apply(edits.relabel(doc, 1, "spot"))
    doc.apply(edits.add_video(a_video(2)))
    doc.apply(edits.add_track(Track(2, 2, "ant"), Keyframes.of([found(0, 0)])))
    alone, _ = exported(doc, tmp_path, CocoOptions(video_ids=(1,)))
    both, _ = exported(doc, tmp_path)
    assert {c["name"]: c["id"] for c in alone.dataset["categories"]} == {"spot": 93}
    assert {c["name"]: c["id"] for c in both.dataset["categories"]} == {"ant": 92, "spot": 93}
