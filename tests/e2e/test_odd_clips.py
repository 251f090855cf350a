"""Odd but readable clips through the whole way: an honest answer, never a failure."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pycocotools.coco import COCO

import main
from tests.media.clips import Clip
from tests.media.demo import Demo


def analyse(clip: Path, folder: Path) -> dict[str, Any]:
    report, coco = folder / "r.json", folder / "c.json"
    outputs = ["--report", str(report), "--coco", str(coco)]
    assert main.main(["analyze", str(clip), *outputs]) == 0
    (video,) = json.loads(report.read_text(encoding="utf-8"))["videos"]
    assert video["error"] is None
    assert len(COCO(str(coco)).imgs) == video["frames"]
    return video


@pytest.mark.parametrize(
    "name",
    ["one_pixel", "one_second", "one_frame", "odd_size", "odd_png", "korean", "ts", "vfr_mkv"],
)
def test_clips_without_a_face(clip_factory: Callable[..., Clip], tmp_path: Path, name: str) -> None:
    clip = clip_factory(name)
    video = analyse(clip.path, tmp_path)
    assert video["frames"] == len(clip.times)
    assert video["tracks"] == []


@pytest.mark.parametrize("suffix", [".mkv", ".frag.mp4", ".avi"])
def test_a_clip_cut_short(
    cut_short_clip: Callable[[str], Clip], tmp_path: Path, suffix: str
) -> None:
    video = analyse(cut_short_clip(suffix).path, tmp_path)
    assert 20 < video["frames"] < 150


@pytest.mark.parametrize(
    ("seconds", "fields", "reason"),
    [
        (2, {"sound": False}, "the video has no audio"),
        (2, {}, "short"),
    ],
)
def test_faces_without_an_answer(
    demo_factory: Callable[..., Demo],
    tmp_path: Path,
    seconds: int,
    fields: dict[str, Any],
    reason: str,
) -> None:
    demo = demo_factory(shot_seconds=seconds, **fields)
    video = analyse(demo.path, tmp_path)
    assert len(video["tracks"]) == 2
    for track in video["tracks"]:
        assert track["direction"] == "undetermined"
        assert not track["determined"]
        assert reason in track["reason"]
