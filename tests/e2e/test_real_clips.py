"""The main job on real clips, checked by readers that share no code with the program."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import av
import cv2
import numpy as np
import pytest
from pycocotools.coco import COCO

import main

Json = dict[str, Any]


def analyse(folder: Path, clip: Path, *options: str) -> Json:
    """Run `analyze` and return the report of the one video."""
    report = folder / "report.json"
    assert main.main(["analyze", str(clip), "--report", str(report), *options]) == 0
    (video,) = json.loads(report.read_text(encoding="utf-8"))["videos"]
    return video


def test_the_demo_clip(demo_clip: Path, demo_truth: Json, tmp_path: Path) -> None:
    video = analyse(tmp_path, demo_clip)
    assert len(video["shots"]) == 2
    for found, shot in zip(video["shots"], demo_truth["shots"], strict=True):
        assert found == pytest.approx([shot["start_s"], shot["end_s"]], abs=0.021)
        tracks = [t for t in video["tracks"] if t["start_s"] >= found[0] and t["end_s"] <= found[1]]
        assert len(tracks) == 2
        # The tracks of a shot are in order from left to right.
        tracks.sort(key=lambda t: t["track_id"])
        left, right = tracks
        speaking, silent = (left, right) if shot["speaker"] == "left" else (right, left)
        assert speaking["determined"]
        assert abs(speaking["offset_steps"] - shot["offset_steps"]) <= 1
        assert not silent["determined"]
        assert silent["direction"] == "undetermined"
        assert silent["confidence"] < speaking["confidence"] / 2
    assert [t["direction"] for t in video["tracks"] if t["determined"]] == ["in sync", "audio late"]


@pytest.mark.shared
@pytest.mark.parametrize("crop", ["none", "face"])
def test_the_published_example_is_early_without_any_weights(
    shared_dir: Path, tmp_path: Path, crop: str
) -> None:
    video = analyse(tmp_path, shared_dir / "media" / "vgg_example.avi", "--crop", crop)
    (track,) = video["tracks"]
    assert track["determined"]
    assert track["direction"] == "audio early"
    assert 2 <= track["offset_steps"] <= 4


def with_other_sound(pictures: Path, sound: Path, target: Path) -> Path:
    """The pictures of one clip, copied, with the sound of another as 16 kHz PCM."""
    with av.open(str(pictures)) as a, av.open(str(sound)) as b, av.open(str(target), "w") as out:
        video = out.add_stream_from_template(a.streams.video[0])
        audio = out.add_stream("pcm_s16le", rate=16000, layout="mono")
        for packet in a.demux(video=0):
            if packet.dts is not None:
                packet.stream = video
                out.mux(packet)
        resampler = av.AudioResampler(format="s16", layout="mono", rate=16000)
        for frame in b.decode(audio=0):
            for resampled in resampler.resample(frame):
                out.mux(audio.encode(resampled))
        out.mux(audio.encode(None))
    return target


@pytest.mark.shared
@pytest.mark.parametrize("voice", ["talking_head_30fps_hevc.mp4", "demo.mp4"])
def test_the_voice_of_another_is_undetermined(
    shared_dir: Path, demo_clip: Path, tmp_path: Path, voice: str
) -> None:
    sound = demo_clip if voice == demo_clip.name else shared_dir / "media" / voice
    example = shared_dir / "media" / "vgg_example.avi"
    clip = with_other_sound(example, sound, tmp_path / "other.mkv")
    (track,) = analyse(tmp_path, clip, "--crop", "none")["tracks"]
    assert not track["determined"]
    assert track["direction"] == "undetermined"
    assert track["reason"]


@pytest.mark.shared
def test_a_phone_clip_has_its_face_in_every_frame(shared_dir: Path, tmp_path: Path) -> None:
    clip = shared_dir / "media" / "talking_head_30fps_hevc.mp4"
    coco_path = tmp_path / "c.json"
    video = analyse(tmp_path, clip, "--coco", str(coco_path))
    assert (video["frames"], video["frame_rate"]) == (600, "30/1")
    (track,) = video["tracks"]
    assert (track["start_s"], round(track["end_s"], 2)) == (0.0, 19.97)

    coco = COCO(str(coco_path))
    assert len(coco.imgs) == len(coco.anns) == 600
    boxes = {
        coco.imgs[a["image_id"]]["frame_index"]: np.array(a["bbox"]) for a in coco.anns.values()
    }
    assert sorted(boxes) == list(range(600))
    # Another detector, on pictures that plain PyAV decoded, sees the face inside of the box.
    model = str(shared_dir / "weights" / "yunet_n_640_640.onnx")
    yunet = cv2.FaceDetectorYN.create(model, "", (270, 480), 0.6)
    checked = 0
    with av.open(str(clip)) as container:
        for number, frame in enumerate(container.decode(video=0)):
            if number % 20 and number != 599:
                continue
            small = frame.to_ndarray(format="bgr24", width=270, height=480)
            _, faces = yunet.detect(np.ascontiguousarray(small))
            assert faces is not None
            x, y, w, h = max(faces, key=lambda f: f[14])[:4] * 4
            box = boxes[number]
            assert box[0] < x + w / 2 < box[0] + box[2]
            assert box[1] < y + h / 2 < box[1] + box[3]
            checked += 1
    assert checked == 31


@pytest.mark.shared
def test_syncnet_gives_the_published_implementations_figures(
    shared_dir: Path, tmp_path: Path
) -> None:
    reference = shared_dir / "reference"
    weights = tmp_path / "seeded.model"
    script = [reference / "seed_weights.py", reference / "syncnet_names.json", weights]
    subprocess.run([sys.executable, *map(str, script)], check=True, stdout=subprocess.DEVNULL)
    clip = shared_dir / "media" / "vgg_example.avi"
    video = analyse(
        tmp_path, clip, "--crop", "none", "--scorer", "syncnet", "--mode", "reference",
        "--syncnet-weights", str(weights), "--distances", str(tmp_path),
        # Half precision, which some processors are faster with, moves them by a thousandth.
        "--option", "syncnet.precision=full",
    )  # fmt: skip
    (track,) = video["tracks"]
    expected = json.loads((reference / "syncnet_example.json").read_text())["example.avi"]
    for mode in ("reference", "robust"):
        assert track[mode]["offset_steps"] == expected[mode]["offset"]
        for ours, theirs in (("min_distance", "min_distance"), ("confidence", "confidence")):
            assert track[mode][ours] == pytest.approx(expected[mode][theirs], abs=1e-3)
    assert track["confidence"] == track["reference"]["confidence"]
    assert any("SHA-256" in notice for notice in video["notices"])
    ours = np.load(tmp_path / f"vgg_example_track{track['track_id']}.npy")
    theirs = np.load(reference / "syncnet_example_distances.npy")
    assert ours.shape == theirs.shape
    assert np.abs(ours - theirs).max() < 1e-3
