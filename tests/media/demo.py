"""The demo clip and its small variants: two talking heads, made by code, with known truth.

`python -m tests.media.demo --out resources/demo` makes what is committed there. Two speakers sit
side by side; in each shot one talks (the left one in the even shots, the right one in the odd
ones) and the other one only sways and blinks. The sound of each shot can come late or early by a
known number of 40 ms steps.
"""

from __future__ import annotations

import argparse
import json
import math
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

import cv2
import numpy as np

from tests.media.muxing import AudioOut, VideoOut, write_media
from tests.media.puppet import FACE_BOX, FACE_CENTRE, MOUTH_BOX, Framing, Picture, Pose, Puppet
from tests.media.voice import SAMPLE_RATE, VOICES, Samples, Speech, speak

STEP = Fraction(1, 25)
"""Seconds of one step of offset."""

_BASE_SIZE = (960, 540)
# Where the two heads stand in an even shot and in an odd one, for a panel of 480x540.
_FRAMINGS = (
    (Framing(1.75, 236.0, 203.0), Framing(1.75, 246.0, 200.0)),
    (Framing(2.0, 246.0, 232.0), Framing(2.02, 232.0, 236.0)),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoSpec:
    """What to make.

    Args:
        size: width, height of the picture, even numbers. Faces are 0.16 of the width in even shots
            and 0.18
            in odd ones: over 100 px from 640x360 on.
        rate: frames per second.
        shots: number of shots, cut hard.
        shot_seconds: length of each shot; rounded to whole frames.
        delay_steps: one number a shot (the last one holds for the rest): by how many 40 ms steps
            the sound comes after the mouth that makes it. Negative: before.
        sound: whether there is a sound stream.
        faces: False: no head, a plain background with something moving instead.
        silent: True: the sound is there, but nobody's mouth follows it (voice-over).
        first_sentence: where in the list of sentences each speaker begins.
        video_codec, audio_codec, crf: for the encoder. The container comes from the file's name.
    """

    size: tuple[int, int] = _BASE_SIZE
    rate: Fraction = Fraction(25)
    shots: int = 2
    shot_seconds: Fraction = Fraction(13)
    delay_steps: tuple[float, ...] = (0, 5)
    sound: bool = True
    faces: bool = True
    silent: bool = False
    first_sentence: int = 0
    video_codec: str = "libx264"
    audio_codec: str = "aac"
    crf: int = 24

    @property
    def shot_frames(self) -> int:
        return round(self.shot_seconds * self.rate)

    @property
    def frames(self) -> int:
        return self.shot_frames * self.shots

    @property
    def seconds(self) -> Fraction:
        return self.frames / self.rate

    def shot_start(self, shot: int) -> Fraction:
        return shot * self.shot_frames / self.rate

    def delay(self, shot: int) -> Fraction:
        """Seconds by which the sound of a shot is late."""
        steps = self.delay_steps[min(shot, len(self.delay_steps) - 1)]
        return Fraction(steps).limit_denominator(1000) * STEP


@dataclass(frozen=True, slots=True)
class Demo:
    """A clip that was made: its file, its specification and its truth (as in demo.json)."""

    path: Path
    spec: DemoSpec
    truth: dict[str, Any]


def make_demo(path: Path, spec: DemoSpec | None = None) -> Demo:
    """Make a clip at `path`; the suffix chooses the container.

    Raises:
        RuntimeError: espeak-ng is not installed (only with sound or a talking head).
        ValueError: the picture's size is odd.
    """
    spec = spec or DemoSpec()
    if spec.size[0] % 4 or spec.size[1] % 2:
        raise ValueError("the width must be divisible by 4 and the height by 2")
    audio = None
    if spec.sound:
        rate = 48000 if spec.audio_codec == "libopus" else SAMPLE_RATE
        sound = sound_of(spec)
        if rate != SAMPLE_RATE:
            sound = _resampled(sound, rate)
        bits = None if spec.audio_codec.startswith(("pcm", "flac")) else 64_000
        audio = AudioOut(samples=sound, rate=rate, codec=spec.audio_codec, bit_rate=bits)
    options = {"g": "50"}
    if spec.video_codec in ("libx264", "libx265"):
        # One thread: with many, the bytes depend on the number of cores.
        options |= {"crf": str(spec.crf), "preset": "medium"}
        options |= {"x264-params": "threads=1"} if spec.video_codec == "libx264" else {}
    elif spec.video_codec == "mpeg4":
        options |= {"qmin": "2", "qmax": "5", "b": "4M"}
    video = VideoOut(
        size=spec.size,
        pts=range(spec.frames),
        time_base=1 / spec.rate,
        rate=spec.rate,
        last_duration=1,
        codec=spec.video_codec,
        options=options,
    )
    flags = {"fflags": "+bitexact"}
    if path.suffix in (".mp4", ".mov"):
        flags["movflags"] = "+faststart"
    write_media(path, video, pictures_of(spec), audio, container_options=flags)
    return Demo(path, spec, truth_of(spec))


def _speeches(spec: DemoSpec) -> list[Speech]:
    made = []
    for k in range(spec.shots):
        seconds = float(spec.shot_seconds - abs(spec.delay(k)))
        made.append(speak(k % 2, seconds, spec.first_sentence + 4 * (k // 2)))
    return made


def sound_of(spec: DemoSpec) -> Samples:
    """The whole sound, (n,) float32 mono at `SAMPLE_RATE`, with a faint noise of the room."""
    total = round(spec.seconds * SAMPLE_RATE)
    noise = np.random.Generator(np.random.PCG64(7)).standard_normal(total)
    sound = (noise * 10 ** (-62 / 20)).astype(np.float32)
    for k, speech in enumerate(_speeches(spec)):
        start = round((spec.shot_start(k) + max(spec.delay(k), Fraction(0))) * SAMPLE_RATE)
        end = min(start + len(speech.samples), total)
        sound[start:end] += speech.samples[: end - start]
    return sound


def mouth_start(spec: DemoSpec, shot: int) -> Fraction:
    """Seconds at which the movement of the mouth that belongs to a shot's voice begins."""
    return spec.shot_start(shot) + max(-spec.delay(shot), Fraction(0))


def pictures_of(spec: DemoSpec) -> Iterator[Picture]:
    """The pictures in order, (h, w, 3) uint8 RGB each."""
    if not spec.faces:
        yield from _plain_pictures(spec)
        return
    heads = (Puppet(), Puppet(mirrored=True))
    speeches = [] if spec.silent else _speeches(spec)
    panel = (spec.size[0] // 2, spec.size[1])
    for number in range(spec.frames):
        shot = number // spec.shot_frames
        # What a frame shows is the middle of the time for which it stands.
        middle = float((number + Fraction(1, 2)) / spec.rate)
        sides = []
        for side in (0, 1):
            mouth = _listening_mouth(middle, side)
            if speeches and shot % 2 == side:
                mouth = speeches[shot].mouth_at(middle - float(mouth_start(spec, shot)))
            pose = _pose(middle, side, shot, mouth)
            sides.append(heads[side].render(pose, framing(spec, shot, side), panel))
        yield _grade(np.hstack(sides), shot)


def framing(spec: DemoSpec, shot: int, side: int) -> Framing:
    """Where a head stands in its panel."""
    scale = min(spec.size[0] / _BASE_SIZE[0], spec.size[1] / _BASE_SIZE[1])
    base = _FRAMINGS[shot % 2][side]
    return Framing(base.scale * scale, base.cx * spec.size[0] / _BASE_SIZE[0], base.cy * scale)


def _listening_mouth(time: float, side: int) -> tuple[float, float]:
    """A closed mouth that now and then smiles a little, slowly; it knows nothing of the sound."""
    slow = math.sin(2 * math.pi * 0.13 * time + 1.7 * side)
    return 0.05 + 0.05 * slow, 0.35 * math.sin(2 * math.pi * 0.17 * time + 0.6 + side)


def _pose(time: float, side: int, shot: int, mouth: tuple[float, float]) -> Pose:
    def wave(frequency: float, phase: float) -> float:
        return math.sin(2 * math.pi * frequency * time + phase + 2.1 * side + 0.7 * shot)

    return Pose(
        openness=mouth[0],
        width=mouth[1],
        blink=_blink(time, side),
        dx=1.6 * wave(0.19, 0.0) + 0.7 * wave(0.43, 1.0),
        dy=0.9 * wave(0.23, 2.0) + 0.5 * wave(0.51, 0.3),
        roll=1.3 * wave(0.15, 0.8) + 0.5 * wave(0.37, 2.2),
    )


_BLINK_GAPS = (2.9, 4.3, 3.4, 1.3, 3.8)


def _blink(time: float, side: int) -> float:
    """How far the lids are down: a blink takes a quarter of a second, at uneven gaps."""
    at, turn = 1.1 + 0.9 * side, side
    while at + 0.25 < time:
        at += _BLINK_GAPS[turn % len(_BLINK_GAPS)]
        turn += 1
    phase = (time - at) / 0.25
    return math.sin(math.pi * phase) ** 2 if 0.0 < phase < 1.0 else 0.0


def _grade(picture: Picture, shot: int) -> Picture:
    """Even shots as they are, odd ones as at night: darker, cooler, brighter in the middle."""
    height, width = picture.shape[:2]
    if shot % 2:
        ys, xs = np.mgrid[0:height, 0:width].astype(np.float32)
        centre = np.where(xs < width / 2, width / 4, 3 * width / 4)
        across = (xs - centre) / (0.28 * width)
        down = (ys - 0.43 * height) / (0.62 * height)
        light = np.clip(1.05 - 0.55 * (across**2 + down**2), 0.34, 1.0)[..., None]
        cool = np.array([0.80, 0.95, 1.12], np.float32)
        graded = np.clip(picture.astype(np.float32) * light * cool, 0.0, 255.0)
        picture = graded.astype(np.uint8)
    gap = max(1, width // 480)
    middle = width // 2
    picture[:, middle - gap : middle + gap] = 16
    return picture


def _plain_pictures(spec: DemoSpec) -> Iterator[Picture]:
    """No head: a slope of colour, and a disc that wanders over it."""
    width, height = spec.size
    slope = np.linspace(0.55, 1.0, width, dtype=np.float32)[None, :, None]
    for number in range(spec.frames):
        shot = number // spec.shot_frames
        colour = np.array(((190, 170, 120), (60, 90, 150))[shot % 2], np.float32)
        picture = np.broadcast_to(slope * colour, (height, width, 3)).astype(np.uint8).copy()
        time = float(number / spec.rate)
        at = (
            int(width * (0.5 + 0.35 * math.sin(0.9 * time))),
            int(height * (0.5 + 0.3 * math.sin(1.7 * time))),
        )
        cv2.circle(picture, at, height // 12, (230, 230, 230), -1, cv2.LINE_AA)
        yield picture


def box_in_picture(
    spec: DemoSpec, shot: int, side: int, box: tuple[float, float, float, float]
) -> tuple[float, float, float, float]:
    """A box of the portrait (xyxy, portrait units) in the picture's pixels, for a head at rest."""
    place = framing(spec, shot, side)
    left, top, right, bottom = (
        (box[0] - FACE_CENTRE[0]) * place.scale,
        (box[1] - FACE_CENTRE[1]) * place.scale,
        (box[2] - FACE_CENTRE[0]) * place.scale,
        (box[3] - FACE_CENTRE[1]) * place.scale,
    )
    if side == 1:
        left, right = -right, -left
    x = place.cx + side * (spec.size[0] // 2)
    return (x + left, place.cy + top, x + right, place.cy + bottom)


def _rounded(box: tuple[float, float, float, float]) -> list[float]:
    return [round(v, 1) for v in box]


def truth_of(spec: DemoSpec) -> dict[str, Any]:
    """What is true of a clip, in the shape of demo.json."""
    shots = []
    for k in range(spec.shots):
        speaker = ("left", "right")[k % 2]
        steps = float(-spec.delay(k) / STEP)
        shot: dict[str, Any] = {
            "start_s": float(spec.shot_start(k)),
            "end_s": float(spec.shot_start(k + 1)),
            "first_frame": k * spec.shot_frames,
            "frames": spec.shot_frames,
        }
        if spec.faces:
            shot |= {
                "speaker": None if spec.silent else speaker,
                "offset_steps": None if spec.silent or not spec.sound else steps,
                "offset_ms": None if spec.silent or not spec.sound else steps * 40.0,
                "faces": {
                    name: _rounded(box_in_picture(spec, k, side, FACE_BOX))
                    for side, name in enumerate(("left", "right"))
                },
                "mouths": {
                    name: _rounded(box_in_picture(spec, k, side, MOUTH_BOX))
                    for side, name in enumerate(("left", "right"))
                },
            }
        shots.append(shot)
    return {
        "schema": "syncreview.demo/1",
        "width": spec.size[0],
        "height": spec.size[1],
        "frame_rate": f"{spec.rate.numerator}/{spec.rate.denominator}",
        "frames": spec.frames,
        "duration_s": float(spec.seconds),
        "step_s": float(STEP),
        "sign": "offset_steps is positive when the audio is early, negative when it is late",
        "boxes": "xyxy in pixels of a head at rest; heads sway by a few pixels",
        "shots": shots,
        "sources": {
            "portrait": "skimage.data.astronaut(): Eileen Collins, NASA; public domain",
            "voice": f"espeak-ng, {VOICES[0]} (left) and {VOICES[1]} (right); own sentences",
            "made_by": "python -m tests.media.demo --out resources/demo",
        },
        "licence": "public domain portrait; the rest under the licence of this project (MIT)",
    }


def _resampled(samples: Samples, rate: int) -> Samples:
    from scipy import signal

    common = math.gcd(rate, SAMPLE_RATE)
    made = signal.resample_poly(samples, rate // common, SAMPLE_RATE // common)
    return np.asarray(made, dtype=np.float32)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, required=True, help="folder for demo.mp4 and demo.json")
    out: Path = parser.parse_args().out
    out.mkdir(parents=True, exist_ok=True)
    demo = make_demo(out / "demo.mp4")
    text = json.dumps(demo.truth, indent=2) + "\n"
    (out / "demo.json").write_text(text, encoding="utf-8")
    print(f"{demo.path}: {demo.path.stat().st_size} bytes, {demo.spec.frames} frames")


if __name__ == "__main__":
    main()
