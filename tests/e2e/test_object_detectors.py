"""Masks and keypoints of torchvision's detectors, from a video to COCO and back.

The weights are made up: what is found says nothing, that all of it arrives says all.
"""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from pycocotools.coco import COCO

from core.analysis.batch import analyse_files
from core.analysis.params import AnalysisParams
from core.analysis.run import Analyzer
from core.exchange.coco import export_coco
from core.jobs import JobContext
from core.registry import Registry, builtin_folder
from core.settings import weights_dir
from core.store.project import Project
from core.vision.coco_names import PERSON_POINTS
from core.weights.catalogue import catalogue
from tests.media.muxing import VideoOut, write_media
from tests.plugins.test_torchvision_plugins import seeded

FRAMES = 30
SIZE = 192, 144


def a_still_clip(path: Path) -> Path:
    """The same noise in all frames: whatever is found in one is found in all."""
    coarse = np.random.default_rng(5).integers(0, 256, (SIZE[1] // 8, SIZE[0] // 8, 3), np.uint8)
    picture = coarse.repeat(8, axis=0).repeat(8, axis=1)
    video = VideoOut(
        size=SIZE,
        pts=list(range(FRAMES)),
        time_base=Fraction(1, 25),
        rate=Fraction(25),
        last_duration=1,
        options={"crf": "10"},
    )
    write_media(path, video, [picture] * FRAMES, None)
    return path


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore:__array__:DeprecationWarning")
@pytest.mark.parametrize("id", ["mask_rcnn", "keypoint_rcnn", "ssdlite"])
def test_what_a_detector_of_objects_finds_comes_back_from_coco(
    id: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import torch

    monkeypatch.setenv("SYNCREVIEW_HOME", str(tmp_path / "home"))
    weights_dir().mkdir(parents=True)
    torch.save(seeded(id).state_dict(), weights_dir() / catalogue()[id].file)
    plugins = Registry.discover(builtin_folder())
    info = plugins.info("detector", id)
    wanted = {"min_score": 0.0, "max_detections": 5, "size": 160, "min_point_score": -20.0}
    options = {key: value for key, value in wanted.items() if key in info.options}
    params = AnalysisParams(
        objects=id, device="cpu", scorer="av_cca", options={id: options}, detect_every=10
    )
    with Project.create(tmp_path / "p.syncreview") as project, project.stages() as stages:
        clip = a_still_clip(tmp_path / "clip.mp4")
        (outcome,) = analyse_files(
            [clip], project.document, stages, Analyzer(params, plugins), lambda _p: JobContext()
        )
        assert outcome.error is None
        assert outcome.source is not None
        index = outcome.source.index
        things = [t for t in project.document.tracks.values() if not t.is_face]
        assert things, project.document.analyses[1].dropped
        export_coco(project.document, lambda _video: index, tmp_path / "out.json")
    read = COCO(str(tmp_path / "out.json"))
    annotations = read.loadAnns(read.getAnnIds())
    assert {a["track_id"] for a in annotations} == {t.id for t in things}
    names = {c["id"]: c for c in read.loadCats(read.getCatIds())}
    assert {names[a["category_id"]]["name"] for a in annotations} == {t.label for t in things}
    masks = [a for a in annotations if "segmentation" in a]
    # Those that a detector looked at; the boxes between are followed without.
    assert bool(masks) == (id == "mask_rcnn")
    for annotation in masks:
        pixels = read.annToMask(annotation)
        assert pixels.shape == (SIZE[1], SIZE[0])
        assert pixels.sum() == annotation["area"]
    points = [a for a in annotations if "keypoints" in a]
    assert bool(points) == (id == "keypoint_rcnn")
    for annotation in points:
        category = names[annotation["category_id"]]
        assert tuple(category["keypoints"]) == PERSON_POINTS
        assert len(annotation["keypoints"]) == 3 * 17
        assert annotation["num_keypoints"] <= 17
    assert all(sum(a["keypoints"][2::3]) == 2 * a["num_keypoints"] for a in points)
